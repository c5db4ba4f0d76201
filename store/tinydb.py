"""TinyDB over the journalled books: storage, table and database behave as TinyDB documents, only safe and fast."""

from collections.abc import Callable, ItemsView, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryInstance, QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from store import documents
from store.books import Books
from store.errors import ReservedTable
from store.rows import INTERNAL, Rows


class BooksStorage(Storage):
    """Reads and writes whole databases, and is where tables find the books."""

    def __init__(self, books: Books, clock: Callable[[], datetime] | None, close: Callable[[], None]) -> None:
        super().__init__()
        self.books = books
        self._clock = clock
        self._close = close

    def read(self) -> dict[str, dict[str, Any]] | None:
        """A copy of every table that is not the bot's own."""
        tables = {
            name: {str(number): documents.decode(row) for number, row in rows.items()}
            for name, rows in self.books.rows.tables.items()
            if name not in INTERNAL
        }
        return tables or None

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Make the database equal to ``data``, in one transaction."""
        encoded = {
            name: {int(number): documents.encode(document) for number, document in rows.items()}
            for name, rows in data.items()
        }
        for name in encoded.keys() & INTERNAL:
            raise ReservedTable(name)
        rows = self.books.rows
        with self.change("write"):
            for name in [name for name in rows.tables if name not in INTERNAL and name not in encoded]:
                rows.drop(name)
            for name, wanted in encoded.items():
                rows.create(name)
                for number in rows.tables[name].keys() - wanted.keys():
                    rows.remove(name, number)
                for number, document in wanted.items():
                    rows.put(name, number, document)

    def change(self, did: str) -> AbstractContextManager[None]:
        """A transaction of its own, unless one is open already: then the operation is part of that."""
        if self.books.rows.is_drafting:
            return nullcontext()
        at = self.books.latest if self._clock is None else self._clock()
        return self.books.change(at=at, by="tinydb", did=did)

    def close(self) -> None:
        self._close()


class View(Mapping[str, dict[str, Any]]):
    """A table as TinyDB's reading code wants it: ids as text, documents decoded on every look."""

    def __init__(self, rows: Mapping[int, bytes]) -> None:
        self._rows = rows

    def __getitem__(self, key: str) -> dict[str, Any]:
        try:
            return documents.decode(self._rows[int(key)])
        except ValueError as error:
            raise KeyError(key) from error

    def __iter__(self) -> Iterator[str]:
        return map(str, list(self._rows))

    def __len__(self) -> int:
        return len(self._rows)

    def items(self) -> ItemsView[str, dict[str, Any]]:
        """All documents as they are now, whatever the reader does to the table meanwhile."""
        return _Items(self._rows)


class _Items(ItemsView[str, dict[str, Any]]):
    def __init__(self, rows: Mapping[int, bytes]) -> None:
        self._taken = list(rows.items())

    def __iter__(self) -> Iterator[tuple[str, dict[str, Any]]]:
        return ((str(number), documents.decode(row)) for number, row in self._taken)

    def __len__(self) -> int:
        return len(self._taken)


class Sheet(MutableMapping[int, dict[str, Any]]):
    """A table as TinyDB's changing code wants it. What is looked at may be changed; nothing reaches the rows."""

    def __init__(self, rows: Mapping[int, bytes]) -> None:
        self._rows = rows
        self._seen: dict[int, dict[str, Any]] = {}
        self._gone: set[int] = set()
        self._new: dict[int, None] = {}  # ids that were not there, in order

    def __getitem__(self, number: int) -> dict[str, Any]:
        if number in self._seen:
            return self._seen[number]
        if number in self._gone:
            raise KeyError(number)
        return self._seen.setdefault(number, documents.decode(self._rows[number]))

    def __setitem__(self, number: int, document: dict[str, Any]) -> None:
        self._gone.discard(number)
        self._seen[number] = document
        if number not in self._rows:
            self._new[number] = None

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self._seen.pop(number, None)
        if self._new.pop(number, self) is self:
            self._gone.add(number)

    def __contains__(self, number: object) -> bool:
        return number in self._seen or (number in self._rows and number not in self._gone)

    def __iter__(self) -> Iterator[int]:
        yield from [number for number in self._rows if number not in self._gone]
        yield from list(self._new)

    def __len__(self) -> int:
        return len(self._rows) - len(self._gone) + len(self._new)

    def clear(self) -> None:
        """Remove everything, without decoding any of it."""
        self._seen.clear()
        self._new.clear()
        self._gone = set(self._rows)

    def encoded(self) -> dict[int, bytes]:
        """Everything that was looked at or set; raises before anything changed when a value can't be stored."""
        return {number: documents.encode(document) for number, document in self._seen.items()}

    @property
    def gone(self) -> set[int]:
        """The rows to remove."""
        return self._gone


class LedgerTable(Table):
    """A table of the ledger. Every operation outside a transaction is a transaction of its own."""

    _storage: BooksStorage
    _next_id: Any

    @property
    def _rows(self) -> Rows:
        return self._storage.books.rows

    def search(self, cond: QueryLike) -> list[Document]:
        """All documents that match; each call returns fresh copies, from the cache as well."""
        cache = cast("LRUCache[QueryLike, tuple[int, list[tuple[int, bytes]]]]", self._query_cache)
        found = cache.get(cond) if _is_cacheable(cond) else None
        generation = self._rows.generations.get(self.name, 0)
        if found is None or found[0] != generation:
            rows = self._rows.tables.get(self.name, {})
            found = (generation, [(n, row) for n, row in list(rows.items()) if cond(documents.decode(row))])
            if _is_cacheable(cond):
                cache[cond] = found
        return [self.document_class(documents.decode(row), number) for number, row in found[1]]

    def get(self, cond: QueryLike | None = None, doc_id: int | None = None, doc_ids: list[int] | None = None) -> Any:
        """As TinyDB's; several ids cost as much as they are, whatever the size of the table."""
        if doc_id is not None or doc_ids is None:
            return super().get(cond=cond, doc_id=doc_id)  # type: ignore[arg-type]
        rows = self._rows.tables.get(self.name, {})
        wanted = {number for one in doc_ids if (number := _number(one)) in rows}
        ordered = sorted(wanted) if self._rows.is_ascending(self.name) else [n for n in rows if n in wanted]
        return [self.document_class(documents.decode(rows[number]), number) for number in ordered]

    def _read_table(self) -> Any:
        return View(self._rows.tables.get(self.name, {}))

    def _get_next_id(self) -> int:
        number = max(self._next_id or 0, self._rows.highest(self.name) + 1)
        self._next_id = number + 1
        return number

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        if self.name in INTERNAL:
            raise ReservedTable(self.name)
        sheet = Sheet(self._rows.tables.get(self.name, {}))
        updater(sheet)
        encoded = sheet.encoded()
        with self._storage.change(self.name):
            self._rows.create(self.name)
            for number in sheet.gone:
                self._rows.remove(self.name, number)
            for number, document in encoded.items():
                self._rows.put(self.name, number, document)
        self.clear_cache()


def _number(doc_id: object) -> int | None:
    text = str(doc_id)
    return int(text) if text.isdecimal() and str(int(text)) == text else None


def _is_cacheable(cond: QueryLike) -> bool:
    """Whether the query's result follows from the documents alone.

    A condition that calls a function of the user's may change its mind while the documents stay the same; TinyDB keeps
    its first answer, we ask again.
    """
    return isinstance(cond, QueryInstance) and cond.is_cacheable() and not _calls(cond._hash)  # noqa: SLF001


def _calls(part: object) -> bool:
    if isinstance(part, tuple | frozenset):
        return any(_calls(one) for one in part)
    return callable(part)


class JournalledDB(TinyDB):
    """The ledger as a TinyDB. The bot's own tables are neither listed nor dropped."""

    table_class = LedgerTable
    _storage: BooksStorage

    def tables(self) -> set[str]:
        """The names of all tables of the ledger."""
        return set(self._storage.books.rows.tables) - INTERNAL

    def drop_tables(self) -> None:
        """Drop every table of the ledger."""
        self._storage.write({})
        self._tables.clear()

    def drop_table(self, name: str) -> None:
        """Drop one table, if it is there."""
        self._tables.pop(name, None)
        if name in self.tables():
            with self._storage.change(f"drop {name}"):
                self._storage.books.rows.drop(name)
