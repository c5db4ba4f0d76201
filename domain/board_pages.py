"""What each page of the board (督办看板) shows, ready to be worded."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from domain.actions import Reach
from domain.board import BoardQuery
from domain.filters import Counted, Facet
from domain.item import Evidence, Item
from domain.month_calendar import CalendarDay
from domain.three_lists import Keys
from domain.views import Line, Tally


class Named(Struct, frozen=True):
    """A unit or a source, and the counts of its items in hand."""

    name: str
    tally: Tally


class BureauCounts(Struct, frozen=True, kw_only=True):
    """How many items one may list in a bureau, and how far that goes."""

    reach: Reach
    tally: Tally
    due_this_week: int  # from today until Sunday
    closed: int
    paused: int


class BureauRow(Struct, frozen=True, kw_only=True):
    """A bureau in the overview of all that one may look into."""

    name: str  # of its configuration
    office: str
    base: str = ""  # the path of its board
    counts: BureauCounts | None = None  # None: its board can't be opened for now
    stale_since: datetime | None = None


class HomePage(Struct, frozen=True, kw_only=True):
    """The counts of all that one may list, and what presses most."""

    counts: BureauCounts
    sensitive: int  # of those in hand
    mine: Tally
    units: Sequence[Named]
    sources: Sequence[Named]
    pressing: Sequence[Line]
    pressing_in_all: int


class ListedSection(Struct, frozen=True):
    """One group: its lines on this page, and the counts of the whole group."""

    keys: Keys
    lines: Sequence[Line]
    tally: Tally
    count: int


class ListPage(Struct, frozen=True, kw_only=True):
    """A list by its address."""

    query: BoardQuery
    reach: Reach
    sections: Sequence[ListedSection]
    tally: Tally
    total: int
    page: int
    pages: int
    facets: Mapping[Facet, Sequence[Counted]]  # the values that each filter could have, the others being as they are
    is_cut: bool = False  # more was found than is shown


class ItemPage(Struct, frozen=True, kw_only=True):
    """One item with all that one may know of it."""

    line: Line
    facts: Sequence[tuple[str, str]]
    evidence: Sequence[Evidence]
    parent: Item | None
    parts: Sequence[Line]


class CalendarPage(Struct, frozen=True, kw_only=True):
    """A month; ``unit`` is the one that it is narrowed to."""

    first: date
    weeks: Sequence[Sequence[CalendarDay]]
    unit: str | None
    units: Sequence[str]
    counted: int
