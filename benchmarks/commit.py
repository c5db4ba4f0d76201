"""What it costs to make one ``/done`` durable, in a ledger of 100,000 items."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from benchmarks.bench import Bench
from benchmarks.bureau import FIRST_PERSON, NOW, RULES, item
from benchmarks.figures import Bar, Found, Row
from benchmarks.interleaving import alternate, in_ms
from benchmarks.plain_tinydb import PlainTinyDb
from benchmarks.sqlite import SqliteLedger
from domain.closing import finish
from domain.item import Item
from domain.letter import Letter
from store.ledger import Ledger
from texts.closing import render_done

AGAINST_SQLITE = Row("commit", "commit one /done, 100,000 items", "SQLite WAL, FULL, one-row update", Bar(1.0))
WITH_MAIL = Row("commit-mail", "… with its update, reply and the delivery before", "SQLite, the same five rows")
AGAINST_STOCK = Row("commit-stock", "commit one /done, 100,000 items", "stock TinyDB", Bar(1000, is_faster=True))
ROWS = (AGAINST_SQLITE, WITH_MAIL, AGAINST_STOCK)

#: So many commits of ours for one of stock TinyDB's.
_IN_TURN = 25


def measure(bench: Bench) -> Iterator[Found]:
    """The same change, made durable by each."""
    path = bench.ledger(bench.large)
    shutil.copy(path, path.with_name("stock.json"))
    ledger, sqlite = Ledger.open(path, at=NOW), filled(bench, path.with_name("sqlite.db"))
    stock = PlainTinyDb(path.with_name("stock.json"))
    try:
        closing = Closing(ledger, sqlite, stock)
        rounds, steps = bench.rounds, 100 if bench.quick else 300
        ours, theirs = alternate(rounds, steps, closing.ours, closing.in_sqlite)
        yield Found(AGAINST_SQLITE.key, in_ms(ours), in_ms(theirs))
        ours, theirs = alternate(rounds, steps, closing.ours_with_mail, closing.in_sqlite_with_mail)
        yield Found(WITH_MAIL.key, in_ms(ours), in_ms(theirs))
        ours, theirs = alternate(1 if bench.quick else 3, 1, closing.ours_in_turn, closing.in_stock)
        yield Found(AGAINST_STOCK.key, in_ms(ours), in_ms(theirs))
    finally:
        ledger.close()
        sqlite.close()
        stock.close()
        bench.discard(path)


def filled(bench: Bench, path: Path) -> SqliteLedger:
    """SQLite with the items of the large ledger: made once, and copied."""
    made = bench.folder / f"sqlite-{bench.large}.db"
    if not made.exists():
        sqlite = SqliteLedger(made)
        sqlite.fill((number, _document(item(number))) for number in range(1, bench.large + 1))
        sqlite.close()
    shutil.copy(made, path)
    return SqliteLedger(path)


class Closing:
    """Closes one item after the other; what is timed begins with the changed item and ends when it is durable."""

    def __init__(self, ledger: Ledger, sqlite: SqliteLedger, stock: PlainTinyDb) -> None:
        self._ledger = ledger
        self._sqlite = sqlite
        self._stock = stock
        self._number = 0
        self._sent = 0  # the letter of the step before

    def ours(self) -> float:
        return commit(self._ledger, self._next())

    def ours_in_turn(self) -> float:
        """The median of many: the disk is still busy with the file that stock TinyDB has just rewritten."""
        return median(self.ours() for _ in range(_IN_TURN))

    def in_sqlite(self) -> float:
        done = self._again()
        began = time.perf_counter()
        self._sqlite.update(done.number, _document(done))
        return time.perf_counter() - began

    def in_stock(self) -> float:
        began = time.perf_counter()
        self._stock.close_out(self._number)
        return time.perf_counter() - began

    def ours_with_mail(self) -> float:
        """As the bot commits it: the update is handled, the reply queued, the delivery before recorded."""
        done, update_id = self._next(), self._number
        letter = _reply(done)
        with self._ledger.transaction(at=NOW, by="telegram", did="receive") as tx:
            tx.receive(update_id, FIRST_PERSON, b'{"update_id":1,"message":{"text":"/done 12"}}', NOW)
        self._ledger.stage_sent(self._sent, self._sent, NOW)
        began = time.perf_counter()
        with self._ledger.transaction(at=NOW, by=done.owner, did="done") as tx:
            tx.handled(update_id)
            tx.save_item(done)
            self._sent = tx.queue(letter)
        return time.perf_counter() - began

    def in_sqlite_with_mail(self) -> float:
        done = self._again()
        letter = _reply(done)
        began = time.perf_counter()
        mail = {
            "inbox": {"chat_id": FIRST_PERSON, "received_at": NOW.isoformat(), "handled_at": NOW.isoformat()},
            "outbox": msgspec.to_builtins(letter),
            "sent": {"chat_id": FIRST_PERSON, "fate": "sent", "at": NOW.isoformat(), "message_id": done.number},
        }
        self._sqlite.update_with_mail(done.number, _document(done), mail)
        return time.perf_counter() - began

    def _next(self) -> Item:
        self._number += 1
        return self._again()

    def _again(self) -> Item:
        return closed(self._number)


def commit(ledger: Ledger, changed: Item) -> float:
    """The seconds until the change of that one item is durable."""
    began = time.perf_counter()
    with ledger.transaction(at=NOW, by=changed.owner, did="done") as tx:
        tx.save_item(changed)
    return time.perf_counter() - began


def closed(number: int) -> Item:
    """The item of that number, closed by its owner."""
    found = item(number)
    return finish(found, RULES.kind(found.kind), found.owner, NOW, "")


def _reply(done: Item) -> Letter:
    page = render_done((done,), RULES, NOW, 19)
    return Letter(chat_id=FIRST_PERSON, html=page.html, rows=page.rows, about=page.about, queued_at=NOW)


def _document(of: Item) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(of)
    return document
