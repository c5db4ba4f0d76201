"""TinyDB's storage interface over the books, for code that asks TinyDB for it. Tables do not pass through."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

from tinydb.storages import Storage

from store import documents
from store.books import Books
from store.errors import ReservedTable
from store.rows import INTERNAL


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
