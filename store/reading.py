"""The reading half of the ledger (台账): items and roster, and what is kept beside them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import structs

from domain.item import Item, ItemStatus
from domain.ledger_year import ClosedYear
from domain.outline import Outlined
from domain.papers import Paper
from domain.requests import RequestKind, is_pending
from domain.roster import Roster
from domain.rounds import Round
from domain.series import Series
from store import documents, mail
from store.books import Recent
from store.bulk import Moment
from store.documents import ITEMS
from store.mail_reading import MailReading
from store.outlines import SettledOutlines
from store.rows import (
    PAPERS,
    ROUNDS,
    SERIES,
    YEARS,
    Tables,
)
from store.search import search
from store.values import Commit

#: So many closed items of one unit are searched for a problem that came up before: more than any unit closes in a year.
_SEARCHED = 20_000


class Reading(MailReading):
    """Everything that is asked of a ledger."""

    @property
    def roster(self) -> Roster:
        """People, units and chats, as they are kept."""
        return self._books.roster

    def roster_at(self, now: datetime, zone: ZoneInfo) -> Roster:
        """The same as of the day that ``now`` is in that zone: who stands in for whom (请假) changes with it."""
        return self._books.roster_at(now, zone)

    @property
    def on_commit(self) -> list[Callable[[Commit], None]]:
        """Called after each transaction."""
        return self._books.on_commit

    def follow(self, wake: Callable[[], object] = lambda: None, *, roster_only: bool = False) -> Recent:
        """What is committed from here on, to be taken later; ``wake`` is called when there is something."""
        recent = Recent(wake, roster_only=roster_only)
        self._books.on_commit.append(recent.note)
        return recent

    def item(self, number: int) -> Item | None:
        """The item of that number."""
        document = self._books.rows.get(ITEMS, number)
        return None if document is None else documents.read_item(number, document)

    def items(self, numbers: Iterable[int]) -> list[Item]:
        """The items of those numbers that exist, in the order asked for."""
        stored = self._books.rows.tables.get(ITEMS, {})
        read = documents.read_item
        return [read(number, document) for number in numbers if (document := stored.get(number)) is not None]

    def all_items(self) -> Iterator[Item]:
        """Every item, one at a time."""
        return self._each(list(self._books.rows.tables.get(ITEMS, ())))

    def open_items(self) -> Iterator[Item]:
        """Every item that is assigned, acknowledged or submitted, one at a time, ascending."""
        return self._each(self._books.items.open())

    def open_numbers(self) -> list[int]:
        """The numbers of the open items, ascending: the cheap half of ``open_items``."""
        return self._books.items.open()

    def open_of(self, owner: str, unit: str | None = None) -> list[Item]:
        """The open items of that owner; where two share the name, of the one in ``unit``."""
        items = self.items(self._books.items.of_owner(owner))
        return items if unit is None else [item for item in items if item.unit == unit]

    def open_in(self, unit: str) -> list[Item]:
        """The open items that the unit leads."""
        return self.items(self._books.items.of_unit(unit))

    def open_units(self) -> list[str]:
        """Every unit that leads an open item, as written."""
        return self._books.items.units()

    def newest_open_in(self, unit: str, most: int) -> list[Item]:
        """The newest of the open items that the unit leads, ascending."""
        return self.items(self._books.items.of_unit(unit)[-most:])

    def each_open_in(self, unit: str) -> Iterator[Item]:
        """The same, one at a time."""
        return self._each(self._books.items.of_unit(unit))

    def open_with_partner(self, unit: str) -> list[Item]:
        """The open items on which the unit cooperates (配合), ascending."""
        return self.items(self._books.items.with_partner(unit))

    def open_numbers_of(self, owner: str) -> list[int]:
        """The numbers of the open items that bear this owner's name, ascending."""
        return self._books.items.of_owner(owner)

    def outlines_of(self, owner: str) -> list[Outlined]:
        """The outlines of the open items that bear this owner's name, ascending."""
        return self._books.outlines.of(self._books.items.of_owner(owner))

    def outlines_in(self, unit: str) -> list[Outlined]:
        """Those of the open items that the unit leads, ascending."""
        return self._books.outlines.of(self._books.items.of_unit(unit))

    def open_outlines(self) -> Iterator[Outlined]:
        """Those of every open item, one at a time, ascending."""
        return self._books.outlines.each(self._books.items.open())

    def all_outlines(self) -> Iterator[Outlined]:
        """Those of every item, one at a time, in the order of the table."""
        return self._books.outlines.each(list(self._books.rows.tables.get(ITEMS, ())))

    def settled_outlines(self) -> SettledOutlines:
        """Those of all that is closed, suspended or cancelled; kept in memory from the first call on."""
        return self._books.outlines.settled()

    def read_settled_ahead(self, step: int) -> Iterator[None]:
        """Read what ``settled_outlines`` needs, so many rows at a time: between them others may be answered."""
        return self._books.outlines.read_ahead(step)

    def outlines_due_by(self, last: date) -> list[Outlined]:
        """Those of the open items that may be due by that day: no limit lapses before the day it is written with."""
        return self._books.outlines.of(self._books.items.due_by(last + timedelta(days=1)))  # of another zone

    def outlines_awaiting(self) -> list[Outlined]:
        """Those of the items whose closing was asked for and not decided, ascending."""
        return self._books.outlines.of(sorted(self._books.items.submitted))

    def parts_of(self, number: int) -> list[Item]:
        """The items that are parts of this one (下级事项), ascending."""
        return self.items(self._books.items.families.parts_of(number))

    def part_numbers(self, number: int) -> list[int]:
        """Their numbers."""
        return self._books.items.families.parts_of(number)

    def part_counts(self, number: int) -> tuple[int, int]:
        """How many of the item's parts are closed, and how many there are besides cancelled ones."""
        return self._books.items.families.counts(number)

    def search(self, keywords: Sequence[str], names: Sequence[str] = ()) -> Iterator[Item]:
        """Items that have all keywords in a field that is looked in (查找), one at a time, newest first.

        ``names``: only those of which one field is one of these.
        """
        stored = self._books.rows.tables.get(ITEMS, {})
        return self._each(search(stored, keywords, names))

    def search_closed(self, keywords: Sequence[str], unit: str) -> Iterator[Item]:
        """The same among the newest closed items of one unit (``_SEARCHED``), be the ledger ever so long."""
        stored = self._books.rows.tables.get(ITEMS, {})
        numbers = self._books.items.closed_of_unit(unit, _SEARCHED)
        return self._each(search({number: stored[number] for number in numbers}, keywords))

    def awaiting(self) -> list[Item]:
        """Items whose closing was asked for and not decided."""
        return self.items(sorted(self._books.items.submitted))

    def closed_highlights(self) -> list[int]:
        """The numbers of closed items that may be highlights (八大亮点), ascending."""
        return sorted(self._books.items.highlights)

    def closed_with_verdicts(self) -> list[int]:
        """The numbers of closed items with a verdict (群众评价), ascending."""
        return sorted(self._books.items.judged)

    def suspended_numbers(self) -> list[int]:
        """The numbers of the suspended items (挂账), ascending."""
        return sorted(self._books.items.suspended)

    def newest_round(self) -> Round | None:
        """The newest round (清单梳理), be it over; a newer one begins once that one is."""
        number = self._books.rows.highest(ROUNDS)
        row = mail.read(Round, self._books.rows.get(ROUNDS, number)) if number else None
        return None if row is None else structs.replace(row, number=number)

    def series_all(self) -> tuple[Series, ...]:
        """Every series of recurring work, by number, ended ones included."""
        rows = self._books.rows.tables.get(SERIES, {})
        found = ((number, mail.read(Series, document)) for number, document in sorted(rows.items()))
        return tuple(structs.replace(row, number=number) for number, row in found if row is not None)

    def series_open(self) -> tuple[Series, ...]:
        """Those that go on."""
        return tuple(each for each in self.series_all() if each.ended_at is None)

    def closed_years(self) -> tuple[ClosedYear, ...]:
        """The ledger years that were closed (结转), oldest first."""
        rows = self._books.rows.tables.get(YEARS, {})
        found = (mail.read(ClosedYear, document) for document in rows.values())
        return tuple(sorted((row for row in found if row is not None), key=lambda row: row.year))

    def papers(self) -> tuple[Paper, ...]:
        """Every paper (公文稿), drafts included, by number."""
        rows = self._books.rows.tables.get(PAPERS, {})
        found = ((number, mail.read(Paper, document)) for number, document in sorted(rows.items()))
        return tuple(structs.replace(row, number=number) for number, row in found if row is not None)

    def paper(self, number: int) -> Paper | None:
        """The paper of that number."""
        row = mail.read(Paper, self._books.rows.get(PAPERS, number))
        return None if row is None else structs.replace(row, number=number)

    @property
    def ledger_year(self) -> int:
        """The ledger year that new items stand in; 0 before the first year was closed."""
        return self._books.rows.ledger_year

    @property
    def next_number(self) -> int:
        """The number that the next new item will have."""
        return self._books.rows.highest(ITEMS) + 1

    def closed_between(self, first: datetime, last: datetime) -> list[Item]:
        """Items closed at or after ``first`` and before ``last``."""
        days = self._books.items.closed_on((first - timedelta(days=1)).date(), (last + timedelta(days=1)).date())
        items = (item for item in self.items(days) if item.closed_at and first <= item.closed_at < last)
        return sorted(items, key=lambda item: (item.closed_at or first, item.number))

    def observed_until(self, first: date, last: date) -> list[int]:
        """The numbers of the closed items whose observation window (观察期) ends on one of these days, ascending."""
        return self._books.items.observed_until(first, last)

    def observed(self, first: date, last: date) -> list[Item]:
        """The same items themselves."""
        return self.items(self.observed_until(first, last))

    def count_by_status(self) -> dict[ItemStatus, int]:
        """How many items are in each state."""
        return {status: self._books.items.by_status[status.value] for status in ItemStatus}

    def moment(self) -> Moment:
        """All items as they are now, to be read elsewhere while the ledger moves on."""
        return Moment(dict(self._books.rows.tables.get(ITEMS, {})), self.ledger_year)

    def snapshot(self) -> Tables:
        """All rows as they are now, for ``store.misread`` to look through in another thread."""
        return self._books.rows.copied()

    def items_asked(self, kind: RequestKind) -> list[Item]:
        """The items whose open request of that kind still stands, by number."""
        found = ((self.request_of(kind, number), self.item(number)) for _, number in self.requested({kind}))
        return [item for asked, item in found if asked and item and is_pending(asked, item)]

    def _each(self, numbers: Iterable[int]) -> Iterator[Item]:
        for number in numbers:
            item = self.item(number)
            if item is not None:
                yield item
