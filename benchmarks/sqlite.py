"""The same items in SQLite with WAL and ``synchronous=FULL``: each commit durable as ours is, each question indexed."""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_SCHEMA = """
create table items (number integer primary key, owner text, unit text, status text, document text);
create index items_by_owner on items (owner, status);
create index items_by_unit on items (unit, status);
create table inbox (number integer primary key, row text);
create table outbox (number integer primary key, row text);
create table sent (number integer primary key, row text);
"""
_OPEN = "('assigned', 'acknowledged', 'submitted')"


class SqliteLedger:
    """As a careful program would keep the ledger in SQLite: a JSON document, and columns for what is asked for."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")

    def fill(self, documents: Iterable[tuple[int, dict[str, Any]]]) -> None:
        """Make the tables, with these items in them."""
        self._db.executescript(_SCHEMA)
        self._db.execute("begin")
        self._db.executemany(
            "insert into items values (?, ?, ?, ?, ?)",
            ((n, each["owner"], each["unit"], each["status"], json.dumps(each)) for n, each in documents),
        )
        self._db.execute("commit")
        self._db.execute("pragma wal_checkpoint(truncate)")

    def update(self, number: int, document: dict[str, Any]) -> None:
        """One row, one transaction."""
        self._db.execute(
            "update items set status = ?, document = ? where number = ?",
            (document["status"], json.dumps(document), number),
        )

    def update_with_mail(self, number: int, document: dict[str, Any], mail: dict[str, Any]) -> None:
        """The item, that its update was handled, the reply to send, and that the reply before was sent."""
        self._db.execute("begin")
        self.update(number, document)
        self._db.execute("insert or replace into inbox values (?, ?)", (number, json.dumps(mail["inbox"])))
        self._db.execute("insert or replace into outbox values (?, ?)", (number, json.dumps(mail["outbox"])))
        self._db.execute("insert or replace into sent values (?, ?)", (number - 1, json.dumps(mail["sent"])))
        self._db.execute("delete from outbox where number = ?", (number - 1,))
        self._db.execute("commit")

    def open_of(self, owner: str) -> list[dict[str, Any]]:
        """The open items of that owner, decoded."""
        found = self._db.execute(f"select document from items where owner = ? and status in {_OPEN}", (owner,))
        return [json.loads(document) for (document,) in found]

    def close(self) -> None:
        self._db.close()
