"""A message that was sent, brought up to date after a press: spent buttons go away, items show their state.

The message is not worded anew: it may be days old and speak of much else. Its item's line gets the new light, the line
below it, which said when the item is due, the outcome. Asked twice, the second time changes nothing.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from markupsafe import escape

from domain.item import IN_HAND, Item, ItemStatus
from domain.letter import Button, Page
from domain.press import Act, Press
from domain.rules import Rules
from domain.views import Light
from texts.glossary import LIGHTS, STATUSES
from texts.lines import say_light, say_outcome
from texts.pages import TEXT_LIMIT, visible
from texts.plain import units_of

#: States in which an item has the light of its own instead of its limit's.
_LIGHT_OF = {
    ItemStatus.CLOSED: Light.CLOSED,
    ItemStatus.SUBMITTED: Light.WAITING,
    ItemStatus.CANCELLED: Light.CANCELLED,
    ItemStatus.SUSPENDED: Light.PAUSED,
}
#: What is added to a line whose light goes on to tell the limit.
_MARKS = {Act.ACKNOWLEDGE: "　已签收", Act.UNDO: "　已撤回"}
#: Where each act still does something.
_OF_USE: Mapping[Act, Callable[[Item], bool]] = {
    Act.ACKNOWLEDGE: lambda item: item.status is ItemStatus.ASSIGNED,
    Act.DONE: lambda item: item.status in IN_HAND,
    Act.SUBMIT: lambda item: item.status in IN_HAND,
    Act.UNDO: lambda item: item.status in (ItemStatus.CLOSED, ItemStatus.SUBMITTED),
    **dict.fromkeys((Act.APPROVE, Act.RETURN, Act.REASON), lambda item: item.status is ItemStatus.SUBMITTED),
}
_SIGNS = "|".join(re.escape(f"{sign}{word}") for sign, word in LIGHTS.values())
_LIGHT = re.compile(rf"^(?:(?:{_SIGNS}|✅销号|✅)[\s　]*)?")
_TITLE = re.compile(r"第\d+号")


def render_renewed(page: Page, items: Mapping[int, Item], rules: Rules, now: datetime) -> Page | None:
    """The message as it should read now; ``None`` where all of its buttons are of use still.

    ``items`` are those that its buttons speak of, by number.
    """
    stale = [press for row in page.rows for each in row if (press := _stale(each, items)) is not None]
    if not stale:
        return None
    rows = tuple(tuple(each for each in row if _stale(each, items) is None) for row in page.rows)
    lines = page.html.split("\n")
    for press in stale:
        _renew(lines, press.act, items[press.number], rules, now)
    html = "\n".join(lines)
    fits = units_of(visible(html)) <= TEXT_LIMIT
    return Page(html if fits else page.html, tuple(row for row in rows if row), page.about)


def _stale(button: Button, items: Mapping[int, Item]) -> Press | None:
    """The press of a button that would be refused now, whoever pressed it."""
    press = Press.decode(button.data) if button.data else None
    item = None if press is None else items.get(press.number)
    if press is None or item is None or press.act not in _OF_USE or _OF_USE[press.act](item):
        return None
    return press


def _renew(lines: list[str], act: Act, item: Item, rules: Rules, now: datetime) -> None:
    for place, line in enumerate(lines):
        if not re.match(rf"第{item.number}号(?!\d)", _title(line)):
            continue
        if item.status in _LIGHT_OF:
            light = say_light(_LIGHT_OF[item.status], item, rules)
            lines[place] = _LIGHT.sub(f"{light}　", _unmarked(line), count=1)
            below = place + 1 + (place + 1 < len(lines) and lines[place + 1].startswith("（"))  # who, where it is long
            if below < len(lines) and lines[below] and not _TITLE.match(_title(lines[below])):
                lines[below] = str(escape(_outcome(item, rules, now)))
        elif act in _MARKS:
            lines[place] = _unmarked(line) + _MARKS[act]


def _title(line: str) -> str:
    """The line as read, without the light at its beginning: an item's own line then begins with its number."""
    return _LIGHT.sub("", visible(line), count=1).strip()


def _unmarked(line: str) -> str:
    for mark in _MARKS.values():
        line = line.removesuffix(mark)
    return line


def _outcome(item: Item, rules: Rules, now: datetime) -> str:
    return say_outcome(item, rules, now) if item.status is ItemStatus.CLOSED else STATUSES[item.status]
