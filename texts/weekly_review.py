"""The review of the week (本周回顾), one screen for director and deputy leaders."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from domain.actions import Action
from domain.letter import Page, Press, Rows
from domain.limits import local_day
from domain.roster import in_place_of
from domain.setting import Setting
from domain.views import Line
from domain.weekly_review import WeekReview, next_week
from texts.glossary import BELATED, say_all_lights, say_day, say_secret
from texts.lines import NAME_LIMIT, add_who, button, say_last_day, say_number, unit_of
from texts.pages import LINES, bold, height_of, join, shorten, single, text
from texts.wall_chart import chart_button

TITLE_LIMIT = 24


class _Room(NamedTuple):
    """How many of each sort are named."""

    closed: int
    slipped: int
    coming: int


#: What gives way where a screen does not hold everything; what is left out is counted.
_ROOMS = (
    _Room(3, 4, 4),
    _Room(2, 3, 3),
    _Room(2, 3, 2),
    _Room(1, 2, 2),
    _Room(1, 2, 1),
    _Room(1, 1, 1),
    _Room(0, 1, 0),
)


def render_week_review(view: WeekReview, setting: Setting) -> Page:
    """Counts first, then what was closed, what slipped, what waits for the reader, what next week brings."""
    rows = _buttons(view)
    bodies = (_body(view, setting, room) for room in _ROOMS)
    html = next((each for each in bodies if height_of(each) + len(rows) <= LINES), None)
    about = tuple(line.item.number for line in (*view.slipped, *view.coming))[:10]
    return single(html or _body(view, setting, _ROOMS[-1]), rows=rows, about=about)


def _body(view: WeekReview, setting: Setting, room: _Room) -> Markup:
    today = local_day(view.span.end, setting.rules)
    sections = (
        _opening(view, setting, today),
        _section(_closed(view), [_name(line) for line in view.closed], room.closed),
        _section(_slipped(view), [_late(line) for line in view.slipped], room.slipped),
        [text(_waiting(view))] if view.to_approve or view.to_answer else [],
        _section(f"下周到期{len(view.coming)}项", [_due(line, today) for line in view.coming], room.coming),
    )
    return join([join(lines) for lines in sections if lines], "\n\n")


def _opening(view: WeekReview, setting: Setting, today: date) -> list[Markup]:
    """【本周回顾】11月16日至11月20日, then how everything stands."""
    first, _ = next_week(local_day(view.span.begin, setting.rules))
    span = f"{say_day(first, today, weekday=False)}至{say_day(today, today, weekday=False)}"
    head = bold(f"{BELATED if setting.belated else ''}【本周回顾】{span}{_in_place(view)}")
    scope = "全局" if view.is_whole else "分管"
    lights = say_all_lights(view.tally)
    counts = f"{scope}在办{view.tally.in_hand}项{say_secret(view.secret)}"
    return [head, text(counts + (f"：{lights}" if lights else ""))]


def _in_place(view: WeekReview) -> str:
    """代分管甲; 　含代分管甲 where the reader's own field is in it as well."""
    names = list(dict.fromkeys(shorten(post.name, NAME_LIMIT) for post in view.posts if in_place_of(post)))
    if not names:
        return ""
    own = "" if all(in_place_of(post) for post in view.posts) else "含"
    return f"　{own}代{'、'.join(names)}"


def _section(title: str, lines: Sequence[Markup], most: int) -> list[Markup]:
    """A count, the first of them, and how many others there are; nothing where there is none."""
    if not lines and title.endswith("0项"):
        return []
    shown = lines[:most]
    more = len(lines) - len(shown)
    head = text(f"{title}：" if shown else f"{title}。")
    return [head, *shown, *([text(f"另有{more}项。")] if more and shown else [])]


def _closed(view: WeekReview) -> str:
    """By when it was granted; what was asked for before is told apart, as 周调度 counts it in that week."""
    before = f"（其中此前提交{view.asked_before}项）" if view.asked_before else ""
    return f"本周办结{len(view.closed)}项{before}"


def _slipped(view: WeekReview) -> str:
    moved = f"，期限调整{view.moved}项" if view.moved else ""
    return f"本周新增逾期{len(view.slipped)}项{moved}"


def _waiting(view: WeekReview) -> str:
    parts = {"销号审核": view.to_approve, "请示答复": view.to_answer}
    said = "、".join(f"{word}{count}项" for word, count in parts.items() if count)
    return f"待您处理：{said}。"


def _name(line: Line) -> Markup:
    """第40号 社会组织孵化园投入运行（社会组织股）."""
    return add_who(bold(f"{say_number(line.item)} {shorten(line.item.title, TITLE_LIMIT)}"), unit_of(line.item))


def _late(line: Line) -> Markup:
    return text(f"🔴逾期{f'{line.days_late}天' if line.days_late else ''}　") + _name(line)


def _due(line: Line, today: date) -> Markup:
    return text(f"{say_last_day(line, today)}　") + _name(line)


def _buttons(view: WeekReview) -> Rows:
    """The lists behind the counts, and the wall chart of the field."""
    found = []
    if view.late:
        found.append(button(f"逾期{view.late}项", Press(Action.LATE)))
    if view.to_approve:
        found.append(button(f"待审{view.to_approve}项", Press(Action.WAITING)))
    return ((*found, chart_button()),)
