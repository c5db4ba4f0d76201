"""The same items in stock TinyDB, whose ``JSONStorage`` rewrites the whole file for every change."""

from pathlib import Path

from tinydb import TinyDB


class PlainTinyDb:
    """Opened on a copy of the ledger file, which any TinyDB reads."""

    def __init__(self, path: Path) -> None:
        self._db = TinyDB(path, encoding="utf-8")

    def close_out(self, number: int) -> None:
        """One change of one item."""
        self._db.table("items").update({"status": "closed"}, doc_ids=[number])

    def close(self) -> None:
        self._db.close()
