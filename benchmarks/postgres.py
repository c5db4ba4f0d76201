"""What it costs to make one ``/done`` durable in PostgreSQL, against a plain one-row update by the same driver."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import msgspec

from benchmarks.bench import Bench
from benchmarks.bureau import NOW, item
from benchmarks.commit import closed, commit
from benchmarks.figures import Bar, Found, Row
from benchmarks.interleaving import alternate, in_ms
from domain.item import Item
from playground.city.cluster import Place, find_postgres, running_cluster
from store.bulk import make_batch
from store.ledger import Ledger

COMMIT = Row(
    "commit-postgres", "commit one /done, 100,000 items, PostgreSQL", "a plain one-row UPDATE, same server", Bar(1.2)
)
ROWS = (COMMIT,)

_TABLE = "create table plain (number bigint primary key, status text not null, document text not null)"
_UPDATE = "update plain set status = %s, document = %s where number = %s"


def measure(bench: Bench) -> Iterator[Found]:
    """The same change, made durable by each; nothing where there is no PostgreSQL."""
    programs = find_postgres()
    if programs is None:
        return
    with running_cluster(programs) as cluster, cluster.place() as place, closing(_filled(bench, place)) as ledger:
        numbers = iter(range(1, bench.large + 1))
        with closing(PlainRows(place, bench.large)) as plain:
            steps = 50 if bench.quick else 200
            ours, theirs = alternate(
                bench.rounds, steps, lambda: commit(ledger, closed(next(numbers))), lambda: plain.update(next(numbers))
            )
    yield Found(COMMIT.key, in_ms(ours), in_ms(theirs))


def _filled(bench: Bench, place: Place) -> Ledger:
    """A ledger in the database with the items of the large one."""
    from store.postgres.engine import PostgresEngine  # noqa: PLC0415 - only where there is a PostgreSQL

    path = bench.folder / "postgres.json"
    ledger = Ledger.open(path, at=NOW, engine=PostgresEngine(place.url, place.schema, path))
    items = [item(number) for number in range(1, bench.large + 1)]
    batch = ledger.enclose(make_batch(items, [], ledger.moment()))
    with ledger.transaction(at=NOW, by="", did="import") as tx:
        tx.enter(batch)
    ledger.checkpoint()
    return ledger


class PlainRows:
    """As a careful program would keep the items in PostgreSQL: a row each, and a document in it."""

    def __init__(self, place: Place, count: int) -> None:
        self._connection = place.connect()
        self._connection.execute(_TABLE)
        with self._connection.cursor().copy("copy plain from stdin") as copy:
            for number in range(1, count + 1):
                copy.write_row((number, "assigned", _document(item(number))))
        self._connection.execute("vacuum analyze plain")
        self._connection.execute("checkpoint")

    def update(self, number: int) -> float:
        """Close one item; the seconds until that is durable."""
        done = closed(number)
        began = time.perf_counter()
        self._connection.execute(_UPDATE, (done.status, _document(done), number))
        return time.perf_counter() - began

    def close(self) -> None:
        self._connection.close()


def _document(of: Item) -> str:
    document: dict[str, Any] = msgspec.to_builtins(of)
    return json.dumps(document)
