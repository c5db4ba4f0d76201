"""An item's plan (时间表): its steps one below another, what is proposed, and why a step was refused."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from domain import milestone_errors as errors
from domain.actions import Action
from domain.dates.due_date import counts_work_days
from domain.errors import DubanError
from domain.item import IN_HAND, Item
from domain.item_records import Milestone
from domain.letter import Button, DraftChoice, Page, PlanChoice, Press
from domain.limits import due_on, local_day
from domain.milestones import Proposed, next_step, open_steps
from domain.plan_approval import PlanState, plan_state
from domain.rules import Rules
from domain.setting import Setting
from texts.actions import BUTTONS
from texts.amending import titled
from texts.glossary import DRAFTS, PROVISIONAL, say_day, say_due, today_of
from texts.lines import NAME_LIMIT, STEP_LIMIT, act_button, button, say_step
from texts.notices import render_next_year_calendar
from texts.pages import shorten, single, text
from texts.plan_approval import plan_approval_facts

ADOPT = "采用"
PROPOSE = "倒排工期"
#: Steps that a message shows, and open steps that have a button.
STEPS_SHOWN, BUTTONS_SHOWN = 12, 4


def plan_facts(item: Item, today: date) -> tuple[tuple[str, str], ...]:
    """What the card says of the plan: 节点 已完成1/4，下一节点：主体完工，6月15日（周一）到期，还有3天."""
    if not item.milestones:
        return ()
    done = len(item.milestones) - len(open_steps(item))
    coming = next_step(item)
    said = f"，下一节点：{say_step(coming, today)}" if coming else ""
    return (("节点", f"已完成{done}/{len(item.milestones)}{said}"),)


def render_plan(
    item: Item, setting: Setting, *, may_set: bool, may_do: bool, undo: bool = False, said: str = ""
) -> Page:
    """The whole plan, with buttons for what the reader may do about it; ``said`` is what follows from a change."""
    rules, today = setting.rules, today_of(setting.now, setting.rules)
    is_open = item.status in IN_HAND
    rows: list[tuple[Button, ...]] = []
    if may_do and is_open:
        places = [(n, each) for n, each in enumerate(item.milestones, 1) if each.done_at is None][:BUTTONS_SHOWN]
        presses = [button(f"完成节点{n}", _press_done(item, each)) for n, each in places]
        rows += [tuple(presses[n : n + 2]) for n in range(0, len(presses), 2)]
    if may_set and is_open and not item.milestones and due_on(item):
        press = Press(Action.SET_PLAN, item.number, item.version, PlanChoice.PROPOSE)
        rows.append((button(PROPOSE, press),))
    if may_set and plan_state(item, rules) is PlanState.RETURNED:
        rows.append((act_button(Action.ASK_PLAN, item, rules),))
    if undo:
        rows.append((act_button(Action.UNDO, item, rules),))
    return single(
        titled(BUTTONS[Action.PLAN], item, rules),
        text(f"期限{say_due(item, today)}{_say_done(item)}"),
        text("\n".join(_say_steps(item.milestones, setting)) or "尚未编制节点。"),
        text(said or "；".join(f"{name}：{words}" for name, words in plan_approval_facts(item, rules, setting.now))),
        text(_say_how(item) if may_set and is_open else ""),
        rows=tuple(rows),
        about=(item.number,),
    )


def _press_done(item: Item, step: Milestone) -> Press:
    return Press(Action.MILESTONE, item.number, item.version, step.number)


def _say_done(item: Item) -> str:
    if not item.milestones:
        return ""
    return f"，节点已完成{len(item.milestones) - len(open_steps(item))}/{len(item.milestones)}"


def _say_steps(steps: Sequence[Milestone], setting: Setting) -> list[str]:
    today = today_of(setting.now, setting.rules)
    first = next((n for n, each in enumerate(steps) if each.done_at is None), 0)
    start = max(0, min(first - 2, len(steps) - STEPS_SHOWN))
    shown = [_say_one(n, each, today, setting.rules) for n, each in enumerate(steps, 1)][start : start + STEPS_SHOWN]
    left = len(steps) - len(shown)
    return [*shown, *([f"另有{left}个节点"] if left else [])]


def _say_one(place: int, step: Milestone, today: date, rules: Rules) -> str:
    owner = f"（{shorten(step.owner, NAME_LIMIT)}）" if step.owner else ""
    if step.done_at is not None:
        day = say_day(local_day(step.done_at, rules), today, weekday=False)
        return f"{place}. ✅ {shorten(step.words, STEP_LIMIT)}{owner}，{day}完成"
    sign = "🔴" if step.due < today else "🟠" if step.due == today else "▫️"
    return f"{place}. {sign} {say_step(step, today)}{owner}"


def _say_how(item: Item) -> str:
    if not item.milestones:
        return f"可直接发：节点 {item.number} 3月15日 完成选址；4月30日 主体完工"
    return f"调整可发：节点 {item.number} 第1个改到3月20日，或：节点 {item.number} 删除第1个"


def render_proposed(item: Item, steps: Sequence[Proposed], draft: int, setting: Setting) -> Page:
    """What would be set: nothing is yet."""
    rules, today = setting.rules, today_of(setting.now, setting.rules)
    lines = [
        f"{n}. {_say_proposed(each, today, rules)}{_say_written(each)}　{shorten(each.words, STEP_LIMIT)}"
        for n, each in enumerate(steps, 1)
    ]
    adopt = button(ADOPT, Press(Action.SET_PLAN, item.number, draft, PlanChoice.ADOPT))
    drop = button(DRAFTS[DraftChoice.DROP], Press(Action.SET_PLAN, item.number, draft, PlanChoice.DROP))
    return single(
        titled("请核对节点", item, rules),
        text(f"期限{say_due(item, today)}，拟设{len(steps)}个节点："),
        text("\n".join(lines)),
        text(next((render_next_year_calendar(each.due.year) for each in steps if _is_unsure(each, rules)), "")),
        text("日期不合适的，请直接发：节点 " + f"{item.number} 3月15日 完成选址"),
        rows=((adopt, drop),),
        about=(item.number,),
    )


def _say_proposed(step: Proposed, today: date, rules: Rules) -> str:
    """The day that somebody wrote, or one that was counted over work days."""
    return say_day(step.due, today) + (PROVISIONAL if _is_unsure(step, rules) else "")


def _is_unsure(step: Proposed, rules: Rules) -> bool:
    is_counted = not step.written or counts_work_days(step.written)
    return is_counted and not rules.work_days.is_published(step.due.year)


def _say_written(step: Proposed) -> str:
    return f"〔写作“{shorten(step.written, 20)}”〕" if step.ask and step.written else ""


Word = Callable[[Any, Rules], str]


def _item(e: Any) -> str:
    return f"第{e.number}号"


FAULTS: Mapping[type[DubanError], Word] = {
    errors.PlanRefusal: lambda e, _: f"{_item(e)}的节点未作改动，请这样写：节点 {e.number} 3月15日 完成选址",
    errors.StepUnclear: lambda e, _: f"未能识别节点，请这样写：节点 {e.number} 3月15日 完成选址；4月30日 主体完工",
    errors.StepWithoutDay: lambda e, _: (
        f"“{shorten(e.written, STEP_LIMIT)}”没有日期，请这样写：节点 {e.number} 3月15日 完成选址"
    ),
    errors.StepWithoutWords: lambda e, _: (
        f"“{shorten(e.written, STEP_LIMIT)}”没有写明要完成什么，请这样写：节点 {e.number} 3月15日 完成选址"
        if e.written
        else f"节点须写明要完成什么，请这样写：节点 {e.number} 3月15日 完成选址"
    ),
    errors.StepTooLong: lambda e, _: f"节点有{len(e.written)}字，最多{e.limit}字，请精简后重发。",
    errors.TooManySteps: lambda e, _: f"{_item(e)}最多{e.limit}个节点，请合并后重发。",
    errors.NoSuchStep: lambda e, _: (
        f"{_item(e)}共有{e.count}个节点，请按序号写，例如：节点 {e.number} 完成1"
        if e.count
        else f"{_item(e)}尚无节点，请先发：节点 {e.number}"
    ),
    errors.StepDone: lambda e, _: f"节点“{shorten(e.written, STEP_LIMIT)}”已完成，无须再办。",
    errors.StepPast: lambda e, _: f"{say_day(e.day, e.day)}已过，请改写以后的日期。",
    errors.StepBeyondLimit: lambda e, _: (
        f"{say_day(e.day, e.day)}晚于{_item(e)}的期限{say_day(e.last, e.day)}，请改早，或先申请延期。"
    ),
    errors.NoLimitToPlan: lambda e, _: (
        f"{_item(e)}没有期限，不能倒排工期，请先定期限，或直接写：节点 {e.number} 3月15日 完成选址"
    ),
    errors.NothingToPropose: lambda e, _: (
        f"{_item(e)}剩余时间太短，不便倒排，请直接写：节点 {e.number} 3月15日 完成选址"
    ),
}
