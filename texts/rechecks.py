"""回头看: the items that are to be looked at again, in the morning of their day and in the list of the last weeks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup

from domain.actions import Action
from domain.appointments import recheck_on
from domain.letter import Page, Press
from domain.rules import Rules
from domain.views import Line
from texts.actions import BUTTONS
from texts.glossary import BELATED, RECHECK, say_day, today_of
from texts.keyboard import button, numbered, open_button
from texts.lines import add_who, name_item, owner_of, unit_of
from texts.pages import MOST_NAMED, Block, bold, named, paginate, say_rest, text


def render_rechecks(
    lines: Sequence[Line], rules: Rules, now: datetime, *, in_group: bool, belated: bool
) -> tuple[Page, ...]:
    """The section of a morning: in the unit's group with the owners, in private with their units as well."""
    today = today_of(now, rules)
    head = bold(f"{BELATED if belated else ''}【回头看】{say_day(today, today)}")
    blocks = [_block(line, rules, now, in_group=in_group) for line in lines[:MOST_NAMED]]
    body = [replace(block, gap=place > 0) for place, block in enumerate(named(blocks, [head]))]
    if len(body) < len(lines):
        whole = button(f"回头看{len(lines)}项", Press(Action.RECHECK))
        body.append(Block(html=text(say_rest(len(lines), len(body))), gap=True, buttons=(whole,)))
    return paginate(lambda _: head, body)


def _block(line: Line, rules: Rules, now: datetime, *, in_group: bool) -> Block:
    item = line.item
    beside = owner_of(item) if in_group else f"{unit_of(item)} {owner_of(item)}".strip()
    opened = open_button(numbered(BUTTONS[Action.SEE], item), item)
    return Block(html=show_recheck(line, rules, now, beside), number=item.number, buttons=(opened,))


def show_recheck(line: Line, rules: Rules, now: datetime, beside: str = "") -> Markup:
    """Two lines: number and title (and who, in brackets); when it was crossed off, and what is to be looked at."""
    item, today = line.item, today_of(now, rules)
    day, closed = recheck_on(item, rules), today_of(item.closed_at or now, rules)
    since = f"，应于{say_day(day, today)}回头看" if day is not None and day != today else ""
    return Markup("{}\n{}").format(
        add_who(text(f"{RECHECK}　") + name_item(item, rules), beside),
        f"{say_day(closed, today, weekday=False)}销号{since}，请核查是否反弹、长效机制是否建立",
    )
