"""TinyDB over the journalled books: what TinyDB's documentation says holds, except that it is safe and fast."""

from tinydb import TinyDB

from store.rows import INTERNAL
from store.storage import BooksStorage
from store.table import LedgerTable


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
