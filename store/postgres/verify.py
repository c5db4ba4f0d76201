"""Checking a ledger in a database: the whole journal, row by row and line by line, while the bot goes on."""

from pathlib import Path

from domain.coercion import Spot
from store.journal.verify import Verified, check
from store.misread import misread_rows
from store.postgres.source import journal_rows


def verify(url: str, schema: str, path: Path, code: str = "") -> Verified:
    """As ``store.journal.verify`` does, with the newest snapshot in the ledger file's place."""
    with journal_rows(url, schema, path) as rows:
        return check(rows, code)


def misread(url: str, schema: str, path: Path) -> list[Spot]:
    """The ledger's rows that can't be read."""
    with journal_rows(url, schema, path) as rows:
        return list(misread_rows(rows.tables().tables))
