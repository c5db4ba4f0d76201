"""The pinned board (置顶看板) of a group: how things stand on one screen, worded anew whenever something changes."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from markupsafe import Markup

from domain.actions import Action
from domain.letter import Page, Rows
from domain.pinned_board import BoardView
from domain.roster import Chat
from domain.rules import Rules
from domain.views import LAGGING, Highlights, Light, Line
from texts.actions import BUTTONS
from texts.glossary import LIGHTS, WHOLE_BUREAU, local, say_all_lights, say_day, say_time, say_unit_row, today_of
from texts.lines import (
    add_who,
    owner_of,
    private_link,
    say_difficulty,
    say_last_day,
    say_number,
    say_period,
    unit_of,
)
from texts.notices import say_chat
from texts.pages import LINES, bold, height_of, join, shorten, single, text

#: Characters of a title: two lines of a phone hold an item.
TITLE_LIMIT = 24
UNIT_LIMIT = 16


class _Room(NamedTuple):
    """How many lines of each sort there is room for."""

    rows: int
    pressing: int
    coming: int
    highlights: int


#: What gives way, step by step, where a screen does not hold everything; what is left out is counted.
_ROOMS = (
    _Room(5, 5, 3, 3),
    _Room(5, 5, 3, 1),
    _Room(5, 5, 2, 0),
    _Room(4, 4, 2, 0),
    _Room(4, 3, 1, 0),
    _Room(3, 3, 0, 0),
    _Room(3, 2, 0, 0),
)
#: The bureau reads of its units first.
_WHOLE_ROOMS = (
    _Room(8, 5, 3, 3),
    _Room(8, 5, 3, 0),
    _Room(6, 5, 2, 0),
    _Room(6, 4, 2, 0),
    _Room(6, 3, 1, 0),
    _Room(5, 3, 1, 0),
    _Room(5, 3, 0, 0),
    _Room(5, 2, 0, 0),
    *_ROOMS[-3:],
)


def render_board(view: BoardView, bot: str, rules: Rules, stamp: datetime) -> Page:
    """The board as of ``stamp``: counts by light, what has to be done, the next limits, 八大亮点; on one screen."""
    rows = _links(view, bot)
    whole = (_body(view, rules, stamp, room) for room in (_WHOLE_ROOMS if view.is_whole else _ROOMS))
    html = next((each for each in whole if height_of(each) + len(rows) <= LINES), None)
    about = () if view.is_whole else tuple(line.item.number for line in view.pressing)
    return single(html or _body(view, rules, stamp, _ROOMS[-1]), rows=rows, about=about)


def _links(view: BoardView, bot: str) -> Rows:
    links = [private_link(BUTTONS[Action.UNIT], bot, "unit")]
    if view.tally.late:
        links.append(private_link(BUTTONS[Action.LATE], bot, "late"))
    return (tuple(links),)


def _body(view: BoardView, rules: Rules, stamp: datetime, room: _Room) -> Markup:
    sections = (_opening(view, rules, stamp), *_sections(view, today_of(stamp, rules), room))
    return join([join(lines) for lines in sections if lines], "\n\n")


def _opening(view: BoardView, rules: Rules, stamp: datetime) -> list[Markup]:
    """Head and counts come first: a client shows them above the chat. 【督办看板】社会救助股　在办9项."""
    day = today_of(stamp, rules)
    counts = say_all_lights(view.tally)
    return [
        bold(f"【督办看板】{_whose(view.unit)}") + f"　在办{view.tally.in_hand}项",
        *([text(counts)] if counts else []),
        text(f"截至{say_day(day, day)}{say_time(local(stamp, rules))}"),
    ]


def _whose(unit: str) -> str:
    return shorten(unit, UNIT_LIMIT) or WHOLE_BUREAU


def _sections(view: BoardView, today: date, room: _Room) -> Iterator[list[Markup]]:
    if view.is_whole:
        yield [text(line) for line in _unit_rows(view, room.rows)]
    yield _pressing(view, today, room.pressing)
    coming = [_coming(line, view, today) for line in view.coming[: room.coming]]
    yield [text("近期期限："), *coming] if coming else []
    highlights = [_named(line, view) for line in view.highlights[: room.highlights]]
    yield [text(_say_highlights(view.counts)), *highlights] if view.counts else []


def _say_highlights(counts: Highlights) -> str:
    """八大亮点：办结3项，推进5项。."""
    return f"八大亮点：办结{counts.closed}项，推进{counts.going}项。"


def _unit_rows(view: BoardView, most: int) -> list[str]:
    """A line a unit that something presses in, in the office's order; then how many others there are."""
    shown = [f"{shorten(row.unit, UNIT_LIMIT)}　{say_unit_row(row)}" for row in view.rows[:most]]
    more = len(view.rows) - len(shown)
    rest = [f"另有{more}个单位有须办事项"] if more else []
    which = "其余" if view.rows else "全部"
    quiet = [f"{which}{view.quiet_units}个单位没有须办事项"] if view.quiet_units else []
    return [*shown, *([f"{'；'.join(rest + quiet)}。"] if rest or quiet else [])]


def _pressing(view: BoardView, today: date, most: int) -> list[Markup]:
    if not view.asking:
        return []
    shown = view.pressing[:most]
    named = [text(f"{_how_near(line, today)}　") + _named(line, view) for line in shown]
    more = view.asking - len(shown)
    return [text(f"须办{view.asking}项："), *named, *([text(f"另有{more}项，请点下方按钮查看。")] if more else [])]


def _how_near(line: Line, today: date) -> str:
    """🔴逾期2天, 🟠今日到期, 🟡11月23日（周一）, 🟡滞后: as short as it says enough."""
    sign, word = LIGHTS[line.light]
    if line.light is Light.LATE:
        return f"{sign}{word}{f'{line.days_late}天' if line.days_late else ''}"
    if line.light is Light.TODAY or line.light in LAGGING:
        return f"{sign}{word}"
    return f"{sign}{word}，{say_last_day(line, today)}"


def _coming(line: Line, view: BoardView, today: date) -> Markup:
    return text(f"{say_last_day(line, today)}　") + _named(line, view)


def _named(line: Line, view: BoardView) -> Markup:
    """第12号 低保动态管理（甲某）; in the bureau's group its unit instead of a person."""
    who = unit_of(line.item) if view.is_whole else owner_of(line.item)
    name = bold(f"{say_number(line.item)} {shorten(line.item.title, TITLE_LIMIT)}{say_period(line.item)}")
    return add_who(name, shorten(who, UNIT_LIMIT)) + say_difficulty(line.item)


def render_board_to_be(unit: str) -> Page:
    """What the message says until its number is known, and the board is written into it.

    A kill may leave a copy of it behind that nobody ever edits: it has to stay true.
    """
    return single(bold(f"【督办看板】{_whose(unit)}"), text("内容稍后更新，以本群置顶的看板为准。"))


def render_board_ended(unit: str) -> Page:
    """What it says when nobody keeps it up to date any more."""
    return single(bold(f"【督办看板】{_whose(unit)}"), text("本看板已停用，不再更新。"))


def render_not_pinned(chat: Chat) -> Page:
    """To the office: the bot may not pin in that group."""
    return single(
        text(f"{say_chat(chat)}的看板未能置顶：请将助手设为管理员并允许其置顶消息。看板照常更新。"),
    )
