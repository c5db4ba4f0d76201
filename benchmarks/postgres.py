"""A ledger in PostgreSQL: what it costs to make one ``/done`` durable, and to be answered, against plain updates.

A plain update is one row by its key, by the same driver, in the same server. There is no row where no server is found.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.bench import SMALL, Bench
from benchmarks.bots import Rewriting, bare_bot, introduce, our_bot, started
from benchmarks.bureau import FIRST_PERSON, NOW, OWN, item
from benchmarks.commands import asking, closing_one
from benchmarks.commit import closed, commit
from benchmarks.figures import Bar, Found, Row
from benchmarks.interleaving import alternate, in_ms, take_turns
from benchmarks.loop_stalls import LoopStalls
from benchmarks.machine_stalls import watched
from domain.item import Item
from house.wiring import GIVE_WAY_WITHIN
from playground.city.cluster import Place, find_postgres, running_cluster
from store.bulk import make_batch
from store.ledger import Ledger

COMMIT = Row(
    "commit-postgres", "commit one /done, 100,000 items, PostgreSQL", "a plain one-row UPDATE, same server", Bar(1.2)
)
DONE = Row("done-postgres", "/done, the same, to the reply", "1.5 times the bare bot, and that UPDATE", Bar(1.0))
BLOCKED = Row(
    "blocked-postgres", "… longest the event loop is blocked by the database", "", Bar(5, is_ratio=False, unit="ms")
)
ROWS = (COMMIT, DONE, BLOCKED)

_TABLE = "create table plain (number bigint primary key, status text not null, document text not null)"
_UPDATE = "update plain set status = %s, document = %s where number = %s"
_BARE_COUNTS = 1.5
#: So many transactions are begun, with so many seconds between them, the database answering or not.
_BEGUN, _APART = 200, 0.005


def measure(bench: Bench) -> Iterator[Found]:
    """Both on one server."""
    programs = find_postgres()
    if programs is None:
        return
    path = bench.ledger(bench.large)
    with running_cluster(programs) as cluster, cluster.place() as place:
        with closing(_filled(path, place)) as ledger, closing(PlainRows(place, bench.large)) as plain:
            yield _commits(bench, ledger, plain)
            yield asyncio.run(_blocked(bench, ledger, place))
        with closing(PlainRows(place, bench.large)) as plain:
            yield asyncio.run(_talk(bench, path, place, plain))
    bench.discard(path)


def _commits(bench: Bench, ledger: Ledger, plain: "PlainRows") -> Found:
    numbers = iter(range(bench.large // 2, bench.large))  # the others are closed in chats
    steps = 50 if bench.quick else 200
    ours, theirs = alternate(bench.rounds, steps, lambda: commit(ledger, closed(next(numbers))), plain.update)
    return Found(COMMIT.key, in_ms(ours), in_ms(theirs))


async def _blocked(bench: Bench, ledger: Ledger, place: Place) -> Found:
    """While transactions are begun: the database answers, then it answers nothing for a second."""
    ledger.begin_serving()
    gc.collect()
    gc.freeze()  # as the bot does
    sys.setswitchinterval(GIVE_WAY_WITHIN)
    numbers = iter(range(bench.large // 4, bench.large // 2))
    longest = []
    for _ in range(1 if bench.quick else bench.rounds):
        stalls = LoopStalls()
        async with watched() as machine, stalls.watched():
            await _begin(ledger, numbers)
            await ledger.durable()
            with _silent(place):
                await _begin(ledger, numbers)
            await ledger.durable()
        longest.append(max(machine.seconds_of(span) for span in stalls.spans) * 1e3)
    note = f"{2 * _BEGUN} transactions each time, half of them while the table is locked"
    return Found(BLOCKED.key, tuple(longest), unit="ms", note=note)


async def _begin(ledger: Ledger, numbers: Iterator[int]) -> None:
    for _ in range(_BEGUN):
        commit(ledger, closed(next(numbers)))
        await asyncio.sleep(_APART)


@contextmanager
def _silent(place: Place) -> Iterator[None]:
    """No row is written until the end of the block: whoever wants to waits."""
    with closing(place.connect()) as connection, connection.transaction():
        connection.execute("lock table journal in exclusive mode")
        yield


async def _talk(bench: Bench, path: Path, place: Place, plain: "PlainRows") -> Found:
    speakers, steps = SMALL // OWN, 6 if bench.quick else 14
    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(our_bot(path, store=f'url = "{place.url}"\nschema = "{place.schema}"'))
        introduce(ours.telegram, range(FIRST_PERSON, FIRST_PERSON + speakers))
        rewriting = Rewriting(path)
        await stack.enter_async_context(started(ours))
        await ours.ask(FIRST_PERSON, f"/done {OWN}")
        await rewriting.wait()  # the copy for readers: 60 MB, which every commit would meet on the same disk
        await ours.look_through()
        bare = await stack.enter_async_context(bare_bot(bench.folder, {"done": ours.said(FIRST_PERSON)}))
        introduce(bare.telegram, range(FIRST_PERSON, FIRST_PERSON + speakers))
        await stack.enter_async_context(started(bare))
        sides = (asking(ours, closing_one), asking(bare, closing_one), _in_turn(plain.update))
        done, said, updated = await take_turns(bench.rounds, steps, *sides)
    theirs = tuple(_BARE_COUNTS * each + update for each, update in zip(said, updated, strict=True))
    return Found(DONE.key, in_ms(done), in_ms(theirs))


def _in_turn(act: Callable[[], float]) -> Callable[[], Awaitable[float]]:
    async def step() -> float:
        return act()

    return step


def _filled(path: Path, place: Place) -> Ledger:
    """The ledger of the file, in the database."""
    from store.postgres.engine import PostgresEngine  # noqa: PLC0415 - only where there is a PostgreSQL

    source = Ledger.open(path, at=NOW)
    ledger = Ledger.open(path, at=NOW, engine=PostgresEngine(place.url, place.schema, path))
    batch = ledger.enclose(make_batch(source.all_items(), [], ledger.moment()))
    with ledger.transaction(at=NOW, by="", did="import") as tx:
        tx.enter(batch)
        for person in source.roster.people:
            tx.save_person(person)
        for unit in source.roster.units:
            tx.save_unit(unit)
        for chat in source.roster.chats:
            tx.save_chat(chat)
    source.abandon()
    ledger.checkpoint()
    return ledger


class PlainRows:
    """As a careful program would keep the items in PostgreSQL: a row each, and a document in it."""

    def __init__(self, place: Place, count: int) -> None:
        self._number = 0
        self._connection = place.connect()
        self._connection.execute(f"drop table if exists plain; {_TABLE}".encode())
        with self._connection.cursor().copy("copy plain from stdin") as copy:
            for number in range(1, count + 1):
                copy.write_row((number, "assigned", _document(item(number))))
        self._connection.execute("vacuum analyze plain")
        self._connection.execute("checkpoint")

    def update(self) -> float:
        """Close the next item; the seconds until that is durable."""
        self._number += 1
        done = closed(self._number)
        began = time.perf_counter()
        self._connection.execute(_UPDATE, (done.status, _document(done), self._number))
        return time.perf_counter() - began

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()


def _document(of: Item) -> str:
    document: dict[str, Any] = msgspec.to_builtins(of)
    return json.dumps(document)
