"""Two keys before 销号: 初核 and 上级确认 as the office and the card read them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from markupsafe import Markup

from domain import two_keys as errors
from domain.actions import Action
from domain.errors import DubanError
from domain.item import Item
from domain.letter import Button, Page
from domain.rules import Rules
from domain.setting import Setting
from domain.views import AlertItem
from texts.glossary import BELATED, say_day, say_instant, today_of
from texts.lines import act_button, add_who, item_of, name_item, owner_of, unit_of
from texts.pages import Block, bold, paginate, shorten, single, text

_LIMIT = 300
AWAITS = "待上级确认"


def render_checked(item: Item, rules: Rules, now: datetime) -> Page:
    """To the office, as soon as the bureau's own check is done."""
    return single(
        Markup("{}{}").format(bold("【待上级确认】"), name_item(item, rules)),
        text(f"{_say_check(item, rules, now)}。上级确认后，请登记文号或依据，登记即销号。"),
        rows=((_confirm(item, rules),),),
        about=(item.number,),
    )


def _say_check(item: Item, rules: Rules, now: datetime) -> str:
    return (
        f"{shorten(item.checked_by, 24)}{say_instant(item.checked_at, rules, now)}初核同意" if item.checked_at else ""
    )


def _confirm(item: Item, rules: Rules, *, with_number: bool = False) -> Button:
    return act_button(Action.CONFIRM, item, rules, with_number=with_number)


def render_awaited(told: tuple[AlertItem, ...], setting: Setting) -> tuple[Page, ...]:
    """To the office: what has waited for the superior for some work days; told once."""
    rules, now = setting.rules, setting.now
    head = bold(f"{BELATED if setting.belated else ''}【待上级确认】")
    blocks = []
    for each in told:
        item = each.line.item
        name = add_who(name_item(item, rules), f"{unit_of(item)} {owner_of(item)}")
        html = Markup("{}\n{}").format(name, f"{_say_check(item, rules, now)}，上级尚未确认，请与上级联系。")
        buttons = (_confirm(item, rules, with_number=len(told) > 1),)
        blocks.append(replace(Block(html=html, number=item.number, buttons=buttons), gap=True))
    return paginate(lambda _: head, blocks)


def render_ask_basis(item: Item, rules: Rules) -> Page:
    """The next words are the basis of the confirmation."""
    return single(
        Markup("{}{}").format(bold("【上级确认】"), name_item(item, rules)),
        text("请直接发送确认文号或依据，例如：市民政局销号函〔2026〕8号"),
        about=(item.number,),
    )


def two_key_facts(item: Item, rules: Rules, now: datetime) -> tuple[tuple[str, str], ...]:
    """What the card says of it, by name."""
    confirmed = ""
    if item.confirmed_at is not None:
        when = say_day(today_of(item.confirmed_at, rules), today_of(now, rules), weekday=False)
        confirmed = f"{item.confirmed_basis}（{when}，{shorten(item.confirmed_by, 24)}登记）"
    waits = f"，{AWAITS}" if errors.awaits_confirmation(item) else ""
    return (("初核", f"{_say_check(item, rules, now)}{waits}" if item.checked_at else ""), ("上级确认", confirmed))


#: Words of each refusal.
FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    errors.NotChecked: lambda e, _: f"{item_of(e)} 尚未初核同意，不能登记上级确认，请先由分管领导审核。",
    errors.AlreadyChecked: lambda e, _: (
        f"{item_of(e)} 已初核同意，待上级确认，请由办公室登记：/confirm {e.number} 文号"
    ),
}
