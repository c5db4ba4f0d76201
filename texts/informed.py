"""What an owner is told because somebody else acted on what is theirs: one line an item, so nobody is surprised."""

from collections.abc import Sequence
from datetime import datetime

from domain.item import Item, ItemStatus
from domain.letter import Page
from domain.roster import Person
from domain.rules import Rules
from texts.dates import say_instant
from texts.glossary import say_role
from texts.lines import name_item
from texts.pages import single, text
from texts.plain import shorten

#: So many items are named; the rest is counted.
SHOWN = 12


def render_closed_for_you(items: Sequence[Item], by: Person, rules: Rules, now: datetime) -> Page:
    """To the owner, in private: the head or the office closed their items, or asked for closing (申请销号)."""
    verb = "申请销号" if items[0].status is ItemStatus.SUBMITTED else "办结"
    at = items[0].submitted_at or items[0].closed_at or now
    who = f"{shorten(by.name, 24)}（{say_role(by.role, rules)}）"
    more = f"等{len(items)}项" if len(items) > SHOWN else ""
    return single(
        text(f"{who}{say_instant(at, rules, now)}代为{verb}："),
        *(name_item(item, rules) for item in items[:SHOWN]),
        text(more),
        about=tuple(item.number for item in items[:SHOWN]),
    )
