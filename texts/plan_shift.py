"""A limit was moved: what that would make of the steps of the item's plan."""

from collections.abc import Sequence
from datetime import date

from domain.actions import Action
from domain.item import Item
from domain.letter import Page, PlanChoice, Press
from domain.limits import due_on
from domain.plan_shift import Shifted, limit_before
from domain.prolonging import last_day
from domain.rules import Rules
from domain.setting import Setting
from texts.actions import BUTTONS
from texts.amending import titled
from texts.glossary import say_counted_day, say_day, today_of
from texts.lines import STEP_LIMIT, act_button, button
from texts.pages import shorten, single, text

SHIFT, KEEP = "按比例顺延", "保持不变"
#: Steps that the question names; all of them are moved.
STEPS_SHOWN = 8


def render_plan_shift(item: Item, moved: Sequence[Shifted], setting: Setting) -> Page:
    """Both limits, and each open step with its day and the day it would have."""
    rules, today = setting.rules, today_of(setting.now, setting.rules)
    before, after = (_rolled(day, item, rules) for day in (limit_before(item, item.version), due_on(item)))
    limits = f"期限由{say_day(before, today, weekday=False)}调整为{say_day(after, today)}，" if before and after else ""
    lines = [_say_moved(each, today, rules) for each in moved[:STEPS_SHOWN]]
    more = [f"等{len(moved)}个节点"] if len(moved) > STEPS_SHOWN else []
    yes, no = (Press(Action.SET_PLAN, item.number, item.version, each) for each in (PlanChoice.SHIFT, PlanChoice.KEEP))
    return single(
        titled(BUTTONS[Action.PLAN], item, rules),
        text(f"{limits}未完成的节点是否按比例顺延？"),
        text("\n".join([*lines, *more])),
        rows=((button(SHIFT, yes), button(KEEP, no)),),
        about=(item.number,),
    )


def _rolled(day: date | None, item: Item, rules: Rules) -> date | None:
    """The limit as every other message names it: the law's ends on no rest day."""
    return day and last_day(day.isoformat(), rules, item)


def _say_moved(each: Shifted, today: date, rules: Rules) -> str:
    """主体完工：12月15日→1月20日（周三）."""
    days = f"{say_day(each.step.due, today, weekday=False)}→{say_counted_day(each.due, today, rules)}"
    return f"{shorten(each.step.words, STEP_LIMIT)}：{days}"


def render_plan_kept(item: Item, rules: Rules) -> Page:
    """[保持不变]."""
    return single(
        titled(BUTTONS[Action.PLAN], item, rules),
        text("节点日期保持不变。"),
        rows=((act_button(Action.PLAN, item, rules),),),
        about=(item.number,),
    )
