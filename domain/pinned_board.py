"""The pinned board (置顶看板) of a group: how a unit or the bureau stands, and where its one message is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from domain.highlights import is_highlight
from domain.item import Instant
from domain.limits import written_limit
from domain.listing import stand
from domain.views import (
    LAGGING,
    PRESSING,
    Highlights,
    Light,
    Line,
    Standing,
    Tally,
    UnitRow,
    as_shown,
    tally_of,
)

#: A message is edited once in so long, whatever happens meanwhile.
PAUSE = timedelta(minutes=1)
#: So many items are named of each sort.
MOST_PRESSING, MOST_COMING, MOST_HIGHLIGHTS = 5, 3, 3


class Board(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One group's board: which message it is, and what is under way to it. A group has one at most."""

    number: int = 0
    chat_id: int
    thread_id: int | None = None
    unit: str = ""  # "": the bureau's
    message_id: int | None = None  # none yet: ``letter`` is to become it
    letter: int = 0  # the newest that makes or edits the message
    shown: str = ""  # what it says, without the hour, as a hash
    edited_at: Instant | None = None
    pin: int = 0  # the newest letter that pins it
    is_pinned: bool = False
    refused_on: date | None = None  # it was not taken, or may not be pinned there; tried again on another day


class BoardPart(Struct, frozen=True, kw_only=True):
    """One unit's share of what is shown: nothing sensitive, no more lines than are named."""

    unit: str
    tally: Tally = Tally()
    pressing: tuple[Line, ...] = ()  # most pressing first
    asking: int = 0  # how many press, the named ones included
    coming: tuple[Line, ...] = ()  # limits ahead that do not press yet, nearest first
    highlights: tuple[Line, ...] = ()  # 八大亮点 in hand
    going: int = 0  # how many these are
    is_hourly: bool = False  # the hour may change a light


class BoardView(Struct, frozen=True, kw_only=True):
    """What a board says. The bureau's has a row for each unit that something presses in, and names nobody."""

    unit: str  # "": the bureau's
    tally: Tally
    pressing: tuple[Line, ...]
    asking: int
    coming: tuple[Line, ...]
    highlights: tuple[Line, ...]
    counts: Highlights | None  # 八大亮点; None where there are none
    rows: tuple[UnitRow, ...] = ()
    quiet_units: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether it is the bureau's."""
        return not self.unit


class BoardCount:
    """Takes a unit's open items one by one, in any order."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._lights: Counter[Light] = Counter()
        self._pressing: list[Line] = []
        self._coming: list[Line] = []
        self._highlights: list[Line] = []
        self._is_hourly = False

    def add(self, line: Line) -> None:
        """Count the item; a sensitive one never shows in a group, not even as a number."""
        if line.item.is_sensitive:
            return
        self._lights[line.light] += 1
        if line.light in PRESSING or line.light in LAGGING:
            self._pressing.append(line)
        elif line.light is Light.NORMAL and line.due_on is not None:
            self._coming.append(line)
        if is_highlight(line.item):
            self._highlights.append(line)
        has_hour = isinstance(written_limit(line.item.due), datetime)
        self._is_hourly |= has_hour and line.light in (Light.TODAY, Light.NEAR)

    def part(self) -> BoardPart:
        """What the unit's board and the bureau's show of it."""
        return BoardPart(
            unit=self._unit,
            tally=tally_of(self._lights),
            pressing=_shown(in_order(self._pressing)[:MOST_PRESSING]),
            asking=len(self._pressing),
            coming=_shown(_by_day(self._coming)[:MOST_COMING]),
            highlights=_shown(in_order(self._highlights)[:MOST_HIGHLIGHTS]),
            going=len(self._highlights),
            is_hourly=self._is_hourly,
        )


def in_order(lines: Iterable[Line]) -> Sequence[Line]:
    """Most pressing light first, within a light by limit, as in every list."""
    return sorted(lines, key=lambda line: stand(line.item, Standing(line.light, line.due_on)).place)


def _by_day(lines: Iterable[Line]) -> Sequence[Line]:
    """Nearest limit first, whatever marks an item has."""
    return sorted(lines, key=lambda line: (line.due_on or date.max, line.item.due, line.item.number))


def _shown(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, item=as_shown(line.item, is_private=False)) for line in lines)


def unit_board(part: BoardPart, closed: Highlights) -> BoardView:
    """The unit's own; ``closed`` counts its highlights that are closed."""
    return BoardView(
        unit=part.unit,
        tally=part.tally,
        pressing=part.pressing,
        asking=part.asking,
        coming=part.coming,
        highlights=part.highlights,
        counts=_with(closed, part.going),
    )


def bureau_board(parts: Sequence[BoardPart], closed: Highlights) -> BoardView:
    """The bureau's, of its units in the office's order."""
    rows = tuple(UnitRow(part.unit, part.tally) for part in parts if part.asking)
    return BoardView(
        unit="",
        tally=_sum(part.tally for part in parts),
        pressing=tuple(in_order(line for part in parts for line in part.pressing)[:MOST_PRESSING]),
        asking=sum(part.asking for part in parts),
        coming=tuple(_by_day(line for part in parts for line in part.coming)[:MOST_COMING]),
        highlights=tuple(in_order(line for part in parts for line in part.highlights)[:MOST_HIGHLIGHTS]),
        counts=_with(closed, sum(part.going for part in parts)),
        rows=rows,
        quiet_units=len(parts) - len(rows),
    )


def _with(closed: Highlights, going: int) -> Highlights | None:
    return Highlights(closed.closed, going, closed.summed_up) if closed.closed + going else None


def _sum(tallies: Iterable[Tally]) -> Tally:
    fields = Tally.__struct_fields__
    known = list(tallies)
    return Tally(**{field: sum(getattr(tally, field) for tally in known) for field in fields})


class Change(NamedTuple):
    """What is to be done about a board now."""

    edits: bool
    pins: bool


def due_change(board: Board, shown: str, now: datetime, today: date) -> Change:
    """Whether the message is edited, which says ``shown`` then, and whether it is pinned.

    Nothing is sent that says the same, and one edit a minute takes along whatever happened meanwhile.
    """
    is_early = board.edited_at is not None and timedelta() <= now - board.edited_at < PAUSE
    may_pin = not board.is_pinned and not board.pin and board.refused_on != today
    return Change(edits=board.shown != shown and not is_early, pins=may_pin)
