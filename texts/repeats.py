"""The same problem again, as the approver reads it."""

from datetime import datetime

from markupsafe import Markup

from domain.actions import Action
from domain.item import Item
from domain.letter import Page, Press
from domain.repeats import times
from domain.rules import Rules
from texts.glossary import say_day, today_of
from texts.lines import button, name_item
from texts.pages import bold, single, text


def say_repeat(item: Item, rules: Rules, now: datetime) -> str:
    """近12个月内同类问题第2次出现：第12号；反弹：2月24日. Nothing of what came up once."""
    count = times(item, now)
    if count == 1:
        return ""
    today = today_of(now, rules)
    earlier = [f"第{item.repeats}号"] if item.repeats else []
    earlier += [
        f"{say_day(today_of(each.at, rules), today, weekday=False)}反弹" for each in item.rechecks if not each.holds
    ]
    return f"⚠️ 近12个月内同类问题第{count}次出现：{'、'.join(earlier)}。"


def render_ask_measure(item: Item, rules: Rules, now: datetime) -> Page:
    """Before 同意 of what came up again without a systemic measure: the approver may insist."""
    return single(
        Markup("{}{}").format(bold("【销号申请】"), name_item(item, rules)),
        text(say_repeat(item, rules, now)),
        text("尚未写明制度性措施（建章立制），建议退回补充后再销号。"),
        rows=(
            (
                button("仍同意销号", Press(Action.INSIST, item.number, item.version)),
                button("退回补充", Press(Action.SEND_BACK, item.number, item.version)),
            ),
        ),
        about=(item.number,),
    )
