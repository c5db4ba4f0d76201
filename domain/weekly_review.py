"""The review of the week (本周回顾) for those who lead: what was closed, what slipped, what waits, what comes next."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from domain.changes import Period, changes_of
from domain.figure_rows import is_put_off
from domain.highlights import is_highlight
from domain.item import OPEN, Item, ItemStatus
from domain.limits import lapses_at, local_day, settled_at
from domain.roster import Person, Role, Roster, is_owner
from domain.rules import Rules
from domain.views import Light, Line, Tally, by_limit, tally_of

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
#: Longer than this ago nobody is told any more: the next review is near.
ALIVE_FOR = _WEEK
#: So many weeks back a week with a work day is found, however long a holiday is.
_WEEKS = 4


class Span(NamedTuple):
    """The time that a review speaks of: after ``begin`` up to ``end``, which is its moment."""

    begin: datetime
    end: datetime


class WeekReview(Struct, frozen=True, kw_only=True):
    """What one reader is told. Lists are whole; which of them are named is for the words."""

    posts: tuple[Person, ...]  # for which they read it, those included in which they stand in for somebody
    span: Span
    now: datetime
    is_whole: bool  # of the whole bureau; else of the field
    tally: Tally  # as groups read it
    secret: int = 0  # sensitive items in hand, which no group counts
    late: int = 0  # these included
    closed: tuple[Line, ...] = ()  # granted this week: 八大亮点 first, then what was in time
    asked_before: int = 0  # of these: asked for before this week, where the figures and 周调度 count them
    slipped: tuple[Line, ...] = ()  # late since this week, and still in hand
    moved: int = 0  # limits that were put off this week
    to_approve: int = 0
    to_answer: int = 0  # extensions, obstacles, plans …
    coming: tuple[Line, ...] = ()  # limits of the next week

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.closed or self.slipped or self.moved or self.to_approve or self.to_answer or self.coming)


def moment_of_week(rules: Rules, day: date) -> datetime | None:
    """When the review of the day's week is told: its last work day; ``None`` in a week of rest, or turned off."""
    last = rules.work_days.last_of_week(day)
    if rules.review_at is None or last is None:
        return None
    return datetime.combine(last, rules.review_at, rules.timezone)


def newest_span(rules: Rules, now: datetime) -> Span | None:
    """The newest review whose moment has come, from the one before it on."""
    today = local_day(now, rules)
    weeks = (moment_of_week(rules, today - n * _WEEK) for n in range(_WEEKS))
    past = [moment for moment in weeks if moment is not None and moment <= now]
    if not past or now - past[0] >= ALIVE_FOR:
        return None
    return Span(past[1] if len(past) > 1 else past[0] - _WEEK, past[0])


def next_moment(rules: Rules, now: datetime) -> datetime | None:
    """The first moment of a review after ``now``."""
    today = local_day(now, rules)
    weeks = (moment_of_week(rules, today + n * _WEEK) for n in range(_WEEKS))
    return next((moment for moment in weeks if moment is not None and moment > now), None)


#: Keys of what was told begin so.
WEEK = "week-review"


def key_of(span: Span, recipient: str = "") -> str:
    """What is remembered once somebody was told; without a recipient, that everybody was considered."""
    return f"{WEEK}|{span.end.date()}" + (f"|{recipient}" if recipient else "")


class Field(NamedTuple):
    """What a reader answers for, in all posts of theirs."""

    posts: tuple[Person, ...]
    is_whole: bool
    units: frozenset[str]

    def covers(self, item: Item, roster: Roster) -> bool:
        """Whether the reader's private lists show it."""
        return self.is_whole or item.unit in self.units or is_owner(self.posts[0], item, roster)


def field_of(posts: Iterable[Person]) -> Field | None:
    """Of a person's posts as leader; ``None`` for who is none: office and inspectors have lists of their own."""
    leading = tuple(post for post in posts if post.role in (Role.DIRECTOR, Role.DEPUTY))
    if not leading:
        return None
    units = frozenset(unit for post in leading for unit in post.oversees)
    return Field(leading, any(post.role is Role.DIRECTOR for post in leading), units)


class WeekCount:
    """Takes items one by one, in any order, for one reader."""

    def __init__(self, field: Field, span: Span, rules: Rules, now: datetime) -> None:
        self._field = field
        self._span = span
        self._rules = rules
        self._now = now
        self._lights: Counter[Light] = Counter()
        self._closed: list[Line] = []
        self._slipped: list[Line] = []
        self._coming: list[Line] = []
        self._moved = self._secret = self._late = 0
        self._next = next_week(local_day(span.end, rules))

    @property
    def field(self) -> Field:
        """Whose count it is."""
        return self._field

    def add(self, line: Line) -> None:
        """Count an open item, or one that was closed in the week."""
        item = line.item
        if item.status in OPEN:
            self._secret += item.is_sensitive
            self._late += line.light is Light.LATE
            self._lights[line.light] += not item.is_sensitive
            self._add_open(line)
        elif item.status is ItemStatus.CLOSED and item.closed_at is not None and self._is_within(item.closed_at):
            self._closed.append(line)
        self._moved += self._is_moved(item)

    def _add_open(self, line: Line) -> None:
        first, last = self._next
        lapse = lapses_at(line.item, self._rules)
        if line.light is Light.LATE and lapse is not None and self._span.begin < lapse <= self._span.end:
            self._slipped.append(line)
        elif line.due_on is not None and first <= line.due_on <= last and line.light is not Light.WAITING:
            self._coming.append(line)

    def _is_moved(self, item: Item) -> bool:
        """Whether its limit was put off this week, as the figures (考核数据) count it."""
        if not any(self._is_within(step.at) for step in item.history):
            return False
        changes = (
            change
            for year in {self._span.begin.year, self._span.end.year}
            for change in changes_of(item, Period(year), self._rules, self._now)
        )
        return any(is_put_off(each) and each.at is not None and self._is_within(each.at) for each in changes)

    def _is_asked_before(self, item: Item) -> bool:
        asked = settled_at(item)
        return asked is not None and asked <= self._span.begin

    def _is_within(self, at: datetime) -> bool:
        return self._span.begin < at <= self._span.end

    def review(self, to_approve: int, to_answer: int) -> WeekReview:
        """What the reader is told, with what waits for them."""
        return WeekReview(
            posts=self._field.posts,
            span=self._span,
            now=self._now,
            is_whole=self._field.is_whole,
            tally=tally_of(self._lights),
            secret=self._secret,
            late=self._late,
            asked_before=sum(self._is_asked_before(line.item) for line in self._closed),
            closed=tuple(sorted(by_limit(self._closed), key=_is_plain)),
            slipped=by_limit(self._slipped),
            moved=self._moved,
            to_approve=to_approve,
            to_answer=to_answer,
            coming=by_limit(self._coming),
        )


def _is_plain(line: Line) -> tuple[bool, bool]:
    """What is worth an example stands first (推出典型): 八大亮点, then what was closed in time."""
    return not is_highlight(line.item), line.days_late > 0


def next_week(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of the week after the day's."""
    monday = day - timedelta(days=day.weekday()) + _WEEK
    return monday, monday + _WEEK - _DAY
