"""Absence (请假): when somebody is away, who stands in until they are back, and from when on that holds."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Protocol

from msgspec import Struct

from domain.item import Instant

_DAY = timedelta(days=1)


class Absence(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One leave of one person, by whole days; both ends are days on which they are away."""

    first_on: date
    last_on: date
    stand_in: str = ""  # 代办人, by name; "" for nobody
    stand_in_number: int = 0  # their row on the roster
    named_at: Instant | None = None  # when this stand-in was named: what was due before was told to somebody else
    reason: str = ""
    asked_by: str = ""
    ended_at: Instant | None = None  # back early (销假), or cancelled

    def is_on(self, day: date) -> bool:
        """Whether it keeps somebody away on that day."""
        return self.ended_at is None and self.first_on <= day <= self.last_on

    def overlaps(self, first_on: date, last_on: date) -> bool:
        """Whether it shares a day with these."""
        return self.ended_at is None and self.first_on <= last_on and first_on <= self.last_on


class Row(Protocol):
    """What is asked of a row of the roster."""

    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def telegram_id(self) -> int | None: ...
    @property
    def away(self) -> tuple[Absence, ...]: ...


class Cover(Struct, frozen=True):
    """How messages find a row on one day. ``by`` is the row of who stands in; 0 where nobody does."""

    is_away: bool
    by: int = 0
    since: datetime | None = None  # what was due before was told to whoever it was for then


def covers(rows: Iterable[Row], at: datetime) -> dict[int, Cover]:
    """The rows that messages do not find as they always do, by number; ``at`` is an instant on the office's clock."""
    return dict(_Attendance(tuple(rows), at).covers())


def running(away: Iterable[Absence], day: date) -> Absence | None:
    """The leave that somebody is on."""
    return next((each for each in away if each.is_on(day)), None)


def to_come(away: Iterable[Absence], day: date) -> tuple[Absence, ...]:
    """The leaves that are not over, the earliest first."""
    left = (each for each in away if each.ended_at is None and each.last_on >= day)
    return tuple(sorted(left, key=lambda each: each.first_on))


class _Attendance:
    """Who is there on one day. Somebody may hold several rows: one account and one name are one person."""

    def __init__(self, rows: tuple[Row, ...], at: datetime) -> None:
        self._at = at
        self._rows = {row.number: row for row in rows}
        self._away: dict[object, tuple[Absence, ...]] = {}
        for row in rows:
            if row.away:
                self._away[_who(row)] = self._away.get(_who(row), ()) + row.away

    def covers(self) -> Iterator[tuple[int, Cover]]:
        for number, row in self._rows.items():
            away = self._away.get(_who(row), ())
            if running(away, self._at.date()) is not None:
                yield number, self._cover(row)
            elif (back := self._back_since(away)) is not None:
                yield number, Cover(is_away=False, since=back)

    def _cover(self, absent: Row) -> Cover:
        """Follows the stand-ins to somebody present; nobody where they are not to be found, or stand in in a circle."""
        since, row, met = None, absent, {_who(absent)}
        while (leave := self._leave_of(row)) is not None:
            since = max(filter(None, (since, leave.named_at, self._begin_of(leave.first_on))))
            found = self._stand_in(leave, row)
            if found is None or found.telegram_id is None or _who(found) in met:
                return Cover(is_away=True)
            met.add(_who(found))
            row = found
        return Cover(is_away=True, by=row.number, since=since)

    def _leave_of(self, row: Row) -> Absence | None:
        return running(self._away.get(_who(row), ()), self._at.date())

    def _stand_in(self, leave: Absence, absent: Row) -> Row | None:
        """By row; where the roster has been entered anew since, by name."""
        found = self._rows.get(leave.stand_in_number)
        if found is not None and found.name == leave.stand_in:
            return found
        named = [row for row in self._rows.values() if row.name == leave.stand_in] if leave.stand_in else []
        near = [row for row in named if row.unit == absent.unit]
        return next(iter(near), named[0] if len({_who(row) for row in named}) == 1 else None)

    def _back_since(self, away: Iterable[Absence]) -> datetime | None:
        over = (each for each in away if each.ended_at is not None or each.last_on < self._at.date())
        return max((each.ended_at or self._begin_of(each.last_on + _DAY) for each in over), default=None)

    def _begin_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._at.tzinfo)


def _who(row: Row) -> object:
    return (row.telegram_id, row.name) if row.telegram_id is not None else row.number


def with_leave(away: Iterable[Absence], leave: Absence, replaced: Absence | None = None) -> tuple[Absence, ...]:
    """The leaves with a new one; of those that are over the newest is kept, as it says since when one is back."""
    kept = [each for each in away if each != replaced]
    return _pruned([*kept, leave], leave.named_at)


def _pruned(away: list[Absence], now: datetime | None) -> tuple[Absence, ...]:
    if now is None:
        return tuple(away)
    over = [each for each in away if each.ended_at is not None or each.last_on < now.date() - _DAY]
    newest = max(over, key=lambda each: each.ended_at.date() if each.ended_at else each.last_on, default=None)
    return tuple(each for each in away if each not in over or each is newest)


def changed(away: Iterable[Absence], old: Absence, new: Absence) -> tuple[Absence, ...]:
    """The leaves with one of them changed."""
    return tuple(new if each == old else each for each in away)


#: By whom somebody is stood in for, by the number of the absent row.
Covers = Mapping[int, Cover]
