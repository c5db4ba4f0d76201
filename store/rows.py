"""All tables in memory, each document as immutable bytes; the changes of a transaction; and the indexes of items."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, pairwise

import msgspec

from domain.coercion import is_limit
from domain.highlights import HIGHLIGHTS
from domain.item import OPEN, ItemStatus
from store.documents import KNOWN, ItemKey, coerced_key, item_key, plain_key
from store.errors import TransactionOpen
from store.families import Families

#: Table -> document id -> bytes, or ``None`` for removed; a table that is ``None`` is dropped.
Changes = dict[str, dict[int, bytes | None] | None]
#: Called after a row changed: its number, what it was, what it is.
Listener = Callable[[int, bytes | None, bytes | None], None]

META = "_meta"
INBOX = "_inbox"
OUTBOX = "_outbox"
SENT = "_sent"
TOLD = "_told"
DIALOGUES = "_dialogues"
DISCREPANCIES = "_discrepancies"
REQUESTS = "requests"
ENROLMENTS = "enrolments"
INVITATIONS = "invitations"
CALENDARS = "calendars"  # secret links to calendar feeds (日历订阅)
ROUNDS = "rounds"  # 清单梳理
SERIES = "series"  # recurring work (例行)
PAPERS = "papers"  # 公文稿: drafts, and what was settled
YEARS = "years"  # ledger years that are closed (结转)
PREVIEWS = "_previews"  # requests that workbooks are taken over: showing one changes nothing of the ledger
MUTES = "_mutes"
SIGN_INS = "_sign_ins"  # links into the board
BOARDS = "_boards"  # pinned boards (置顶看板): which message of a group is its board
#: Tables of correspondence: journalled on mail lines, outside the chain of what happened to the ledger.
MAIL = frozenset({INBOX, OUTBOX, SENT, TOLD, DIALOGUES, DISCREPANCIES, PREVIEWS, MUTES, SIGN_INS, BOARDS})
#: Tables that TinyDB's users neither see listed nor change.
INTERNAL = MAIL | {META}


#: Table -> document id -> bytes.
Tables = dict[str, dict[int, bytes]]


class PendingRows:
    """What rows were before they were touched."""

    def __init__(self) -> None:
        self.before: dict[str, dict[int, bytes | None]] = {}
        self.existed: dict[str, bool] = {}
        self.in_order: dict[str, dict[int, bytes]] = {}  # whole tables, kept where rows were removed, for their order
        self.at_once: dict[str, dict[int, bytes]] = {}  # what ``put_all`` put before anything else touched the table
        self.since: set[tuple[str, int]] = set()  # and which rows of such a table were touched after it


class Rows:
    """The tables. Every change goes through ``put``, ``remove``, ``create`` and ``drop``."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[int, bytes]] = {}
        self.listeners: dict[str, list[Listener]] = {}
        self.generations: dict[str, int] = {}  # moves with every change of a table: caches compare it
        self._highest: dict[str, int | None] = {}
        self._ascending: dict[str, bool] = {}
        self._draft: PendingRows | None = None

    def listen(self, table: str, listener: Listener) -> None:
        """Call ``listener`` for every row of the table that changes, also when changes are taken back."""
        self.listeners.setdefault(table, []).append(listener)

    def load(self, tables: dict[str, dict[int, bytes]]) -> None:
        """Start from these tables."""
        self.tables = tables
        self._highest.clear()
        self._ascending.clear()
        for table, listeners in self.listeners.items():
            for listener in listeners:
                for number, document in tables.get(table, {}).items():
                    listener(number, None, document)

    def copied(self) -> Tables:
        """All tables as they are now, for another thread.

        Dictionaries of numbers and bytes: no collection of garbage visits their entries, as it would those of lists.
        """
        return {table: rows.copy() for table, rows in self.tables.items()}

    def get(self, table: str, number: int) -> bytes | None:
        """The document's bytes, or ``None``."""
        rows = self.tables.get(table)
        return None if rows is None else rows.get(number)

    def highest(self, table: str) -> int:
        """The highest document id in use, 0 where there is none. Constant time, unless the highest was removed."""
        known = self._highest.get(table)
        if known is None:
            known = max(self.tables.get(table, ()), default=0)
            self._highest[table] = known
        return known

    @property
    def ledger_year(self) -> int:
        """The ledger year that new items stand in; 0 before the first year was closed."""
        last = self.highest(YEARS)
        return last + 1 if last else 0

    def is_ascending(self, table: str) -> bool:
        """Whether the table's order is that of its ids, as it is unless somebody chose ids by hand."""
        known = self._ascending.get(table)
        if known is None:
            known = all(earlier < later for earlier, later in pairwise(self.tables.get(table, ())))
            self._ascending[table] = known
        return known

    def put(self, table: str, number: int, document: bytes) -> None:
        """Insert or replace."""
        if table not in self.tables:
            self.create(table)
        old = self.tables[table].get(number)
        if old != document:
            self._remember(table, number, old)
            self._set(table, number, old, document)

    def put_all(
        self, table: str, documents: dict[int, bytes], replaced: Mapping[int, bytes | None], tell: Callable[[], None]
    ) -> None:
        """Insert or replace many rows, given in the order of their numbers; each is another than it replaces.

        Nobody is served meanwhile, so nothing here is done row by row. ``tell`` lets the table's listeners know of all
        of them at once; taking back tells them row by row.
        """
        self.create(table)
        rows, highest = self.tables[table], self.highest(table)
        if self._draft is not None:
            if not self._draft.before.get(table):
                self._draft.at_once[table] = documents
            self._draft.before[table] = {**replaced, **self._draft.before.get(table, {})}
        if next(iter(documents), highest) < highest and not documents.keys() <= rows.keys():
            self._ascending.pop(table, None)
        rows.update(documents)
        self._highest[table] = max(highest, next(reversed(documents), 0))
        self._touch(table)
        tell()

    def remove(self, table: str, number: int) -> None:
        """Remove, if it is there."""
        old = self.get(table, number)
        if old is None:
            return
        if self._draft is not None and table not in self._draft.in_order:
            self._draft.in_order[table] = dict(self.tables[table])
        self._remember(table, number, old)
        self._set(table, number, old, None)

    def create(self, table: str) -> None:
        """Make sure the table exists, be it empty."""
        if table not in self.tables:
            if self._draft is not None:
                self._draft.existed.setdefault(table, False)
            self.tables[table] = {}

    def drop(self, table: str) -> None:
        """Remove the table with all its rows."""
        if table in self.tables:
            for number in list(self.tables[table]):
                self.remove(table, number)
            if self._draft is not None:
                self._draft.existed.setdefault(table, True)
            del self.tables[table]
            self._touch(table)

    def apply(self, changes: Changes) -> None:
        """Make changes that are in the journal already."""
        for table, rows in changes.items():
            if rows is None:
                self.drop(table)
                continue
            self.create(table)
            for number, document in rows.items():
                if document is None:
                    self.remove(table, number)
                else:
                    self.put(table, number, document)

    def begin(self) -> None:
        """Start remembering, so that everything from here on can be taken back."""
        if self._draft is not None:
            raise TransactionOpen
        self._draft = PendingRows()

    @property
    def is_drafting(self) -> bool:
        """Whether a transaction is open."""
        return self._draft is not None

    def has_drafted(self, table: str) -> bool:
        """Whether the draft has touched the table."""
        return self._draft is not None and table in self._draft.before

    def drafted(self) -> Changes:
        """What the draft changed, net of what it changed back."""
        draft = self._draft
        assert draft is not None
        changes: Changes = {}
        for table in sorted(draft.before.keys() | draft.existed.keys()):
            rows = self.tables.get(table)
            existed = draft.existed.get(table, True)
            if rows is None:
                if existed:
                    changes[table] = None
                continue
            before = draft.before.get(table, {})
            net: dict[int, bytes | None] = {**draft.at_once.get(table, {})}
            for number in self._touched_singly(table) if net else before:
                new = rows.get(number)
                if new != before[number]:
                    net[number] = new
                else:
                    net.pop(number, None)
            if net or not existed:
                changes[table] = net
        return changes

    def drafted_since(self, table: str) -> dict[int, bytes | None]:
        """What the draft changed of the table besides what was put at once, or of that since."""
        assert self._draft is not None
        rows, at_once = self.tables.get(table, {}), self._draft.at_once.get(table, {})
        before = self._draft.before.get(table, {})
        touched = ((number, rows.get(number)) for number in self._touched_singly(table))
        return {n: new for n, new in touched if new != at_once.get(n, before[n])}

    def _touched_singly(self, table: str) -> Iterable[int]:
        """The rows that were put or removed one by one, in the order of their first change."""
        assert self._draft is not None
        before = self._draft.before.get(table, {})
        if table not in self._draft.at_once:
            return before
        return sorted(number for name, number in self._draft.since if name == table)

    def drafted_new(self, table: str) -> tuple[int, ...]:
        """The rows of the table that the draft inserted."""
        assert self._draft is not None
        before = self._draft.before.get(table, {})
        return tuple(n for n, old in before.items() if old is None and self.get(table, n) is not None)

    def keep(self) -> None:
        """End the draft: what it changed stays."""
        self._draft = None

    def take_back(self) -> None:
        """End the draft: everything is as it was before, the order of rows included."""
        draft, self._draft = self._draft, None
        assert draft is not None
        for table, before in draft.before.items():
            current = dict(self.tables.get(table, {}))
            if table in draft.in_order:
                self.tables[table] = draft.in_order[table]
            for number, old in before.items():
                self._set(table, number, current.get(number), old)
        for table, existed in draft.existed.items():
            if existed:
                self.tables.setdefault(table, {})
            else:
                self.tables.pop(table, None)

    def _remember(self, table: str, number: int, old: bytes | None) -> None:
        if self._draft is not None:
            self._draft.before.setdefault(table, {}).setdefault(number, old)
            if table in self._draft.at_once:
                self._draft.since.add((table, number))

    def _set(self, table: str, number: int, old: bytes | None, new: bytes | None) -> None:
        rows = self.tables[table]
        if new is None:
            rows.pop(number, None)
            if self._highest.get(table) == number:
                self._highest[table] = None
        elif number in rows:
            rows[number] = new
        else:
            if number < self.highest(table):
                self._ascending.pop(table, None)
            rows[number] = new
            self._highest[table] = max(number, self.highest(table))
        self._touch(table)
        if old != new:
            for listener in self.listeners.get(table, ()):
                listener(number, old, new)

    def _touch(self, table: str) -> None:
        self.generations[table] = self.generations.get(table, 0) + 1


#: Numbers, ascending, by what they are looked up by.
Index = defaultdict[str, list[int]]

#: Where limits are filed that are written in another way than the ledger's.
_ODD = "0"
_OPEN = frozenset(status.value for status in OPEN)
#: What the document of a highlight has in it.
_IS_HIGHLIGHT, _OF_HIGHLIGHTS = b'"is_highlight":true', HIGHLIGHTS.encode("ascii", "backslashreplace")

#: What the document of an item with a verdict has in it.
_OF_VERDICTS = b'"verdicts":'


class ItemIndexes:
    """Numbers of items by what is asked for. Every item is filed, also one of which some fields can't be read."""

    def __init__(self) -> None:
        self.by_status: Counter[str] = Counter()
        self.submitted: set[int] = set()
        self.suspended: set[int] = set()
        self.highlights: set[int] = set()  # closed, and a highlight as far as its document says
        self.judged: set[int] = set()  # closed, and with a verdict (群众评价)
        self._by_owner: Index = defaultdict(list)
        self._by_unit: Index = defaultdict(list)
        self._by_due_day: Index = defaultdict(list)
        self._by_closing_day: Index = defaultdict(list)
        self._by_partner: Index = defaultdict(list)
        self._closed_by_unit: Index = defaultdict(list)
        self._by_observed_day: Index = defaultdict(list)  # closed items by the end of their observation window
        self.families = Families()

    def change(self, number: int, old: bytes | None, new: bytes | None) -> None:
        """The listener of the items' table."""
        if old is not None:
            self._remove(number, item_key(old))
        if new is not None:
            self.fill({number: new})
        self.families.touch(number)

    def fill(self, rows: Mapping[int, bytes]) -> None:
        """Enter these items. One loop over everything, as most of the time of opening a ledger is spent in it."""
        for number, row in rows.items():
            try:
                key = plain_key(row)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                key = coerced_key(row)
            if key.status not in KNOWN:
                key = coerced_key(row)
            self.by_status[key.status] += 1
            if key.status in _OPEN:
                _enter(self._by_owner[key.owner or ""], number)
                _enter(self._by_unit[key.unit or ""], number)
                _enter(self._by_due_day[_day_of(key.due)], number)
                for partner in dict.fromkeys(key.partners):
                    _enter(self._by_partner[partner], number)
                if key.status == ItemStatus.SUBMITTED:
                    self.submitted.add(number)
            else:
                self._fill_settled(number, key.status, row)
            if key.closed_at:
                self._enter_closed(number, key, key.closed_at)
            if key.parent:
                self.families.enter(number, key)

    def _fill_settled(self, number: int, status: str, row: bytes) -> None:
        if status == ItemStatus.SUSPENDED:
            self.suspended.add(number)
        elif status == ItemStatus.CLOSED:
            if _IS_HIGHLIGHT in row or _OF_HIGHLIGHTS in row:
                self.highlights.add(number)
            if _OF_VERDICTS in row:
                self.judged.add(number)

    def _enter_closed(self, number: int, key: ItemKey, closed_at: str) -> None:
        _enter(self._by_closing_day[closed_at[:10]], number)
        _enter(self._closed_by_unit[key.unit or ""], number)
        if key.observe_until and key.status == ItemStatus.CLOSED:
            _enter(self._by_observed_day[key.observe_until[:10]], number)

    def exchange(self, gone: "ItemIndexes", come: "ItemIndexes") -> None:
        """Take out what some items were filed under and enter what they are filed under now, list by list."""
        self.by_status.subtract(gone.by_status)
        self.by_status.update(come.by_status)
        self.submitted -= gone.submitted
        self.submitted |= come.submitted
        self.suspended -= gone.suspended
        self.suspended |= come.suspended
        self.highlights -= gone.highlights
        self.highlights |= come.highlights
        self.judged -= gone.judged
        self.judged |= come.judged
        self.families.exchange(gone.families, come.families)
        for mine, out, into in zip(self.lists(), gone.lists(), come.lists(), strict=True):
            for key, numbers in out.items():
                mine[key] = sorted(set(mine[key]).difference(numbers))
            for key, numbers in into.items():
                _enter_all(mine[key], numbers)
            for key in out:
                if not mine[key]:
                    del mine[key]

    def lists(self) -> tuple[Index, ...]:
        """All that is looked up by a text."""
        by_day = (self._by_due_day, self._by_closing_day, self._by_observed_day)
        return self._by_owner, self._by_unit, self._by_partner, self._closed_by_unit, *by_day

    def open(self) -> list[int]:
        """All open items, ascending."""
        return sorted(chain.from_iterable(self._by_unit.values()))

    def units(self) -> list[str]:
        """Every unit that leads an open item, as written; "" for items that belong to none."""
        return sorted(self._by_unit)

    def of_owner(self, owner: str) -> list[int]:
        """Open items of everybody of that name, ascending."""
        return list(self._by_owner.get(owner, ()))

    def of_unit(self, unit: str) -> list[int]:
        """Open items of the unit, ascending."""
        return list(self._by_unit.get(unit, ()))

    def closed_of_unit(self, unit: str, most: int) -> list[int]:
        """The unit's closed items, ascending: the newest of them, if they are more than that."""
        return self._closed_by_unit.get(unit, [])[-most:]

    def with_partner(self, unit: str) -> list[int]:
        """Open items on which the unit cooperates, ascending."""
        return list(self._by_partner.get(unit, ()))

    def due_by(self, last: date) -> list[int]:
        """Open items whose limit is written with that day or one before it, or in an odd way; ascending."""
        bound = last.isoformat()
        days = [numbers for day, numbers in self._by_due_day.items() if day and day <= bound]
        return sorted(chain.from_iterable(days))

    def closed_on(self, first: date, last: date) -> Iterator[int]:
        """Items whose ``closed_at`` is written with one of these days, the first and the last included."""
        for past in range((last - first).days + 1):
            yield from list(self._by_closing_day.get((first + timedelta(past)).isoformat(), ()))

    def observed_until(self, first: date, last: date) -> list[int]:
        """Closed items whose observation window ends on one of these days, the first and the last included."""
        bounds = first.isoformat(), last.isoformat()
        found = (numbers for day, numbers in self._by_observed_day.items() if bounds[0] <= day <= bounds[1])
        return sorted(chain.from_iterable(found))

    def _remove(self, number: int, key: ItemKey) -> None:
        self.by_status[key.status] -= 1
        if key.status in _OPEN:
            self.submitted.discard(number)
            _discard(self._by_owner, key.owner or "", number)
            _discard(self._by_unit, key.unit or "", number)
            _discard(self._by_due_day, _day_of(key.due), number)
            for partner in dict.fromkeys(key.partners):
                _discard(self._by_partner, partner, number)
        else:
            self.suspended.discard(number)
            self.highlights.discard(number)
            self.judged.discard(number)
        if key.closed_at:
            _discard(self._by_closing_day, key.closed_at[:10], number)
            _discard(self._closed_by_unit, key.unit or "", number)
        if key.observe_until and key.closed_at and key.status == ItemStatus.CLOSED:
            _discard(self._by_observed_day, key.observe_until[:10], number)
        if key.parent:
            self.families.leave(number, key.parent)


def _day_of(due: str | None) -> str:
    """The day under which a limit is filed: an odd one before all days, none under no day."""
    if not due:
        return ""
    return due[:10] if is_limit(due) else _ODD


def _enter(numbers: list[int], number: int) -> None:
    if not numbers or number > numbers[-1]:  # nearly always
        numbers.append(number)
    else:
        insort(numbers, number)


def _enter_all(numbers: list[int], new: list[int]) -> None:
    is_behind = not numbers or numbers[-1] < new[0]  # as new items are
    numbers += new
    if not is_behind:
        numbers.sort()


def _discard(index: Index, key: str, number: int) -> None:
    numbers = index.get(key, [])
    place = bisect_left(numbers, number)
    if place < len(numbers) and numbers[place] == number:
        del numbers[place]
        if not numbers:
            del index[key]
