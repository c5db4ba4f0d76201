"""A ledger in PostgreSQL: nothing twice, nothing left out, whatever becomes of the line; and one writer at a time."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import psycopg
import pytest

from store.engine import Engine
from store.errors import NotSaved
from store.journal.lines import ChainState
from store.journal.memory import MemoryEngine
from store.ledger import Ledger
from store.postgres.connection import Connection, connect
from store.postgres.engine import PostgresEngine
from store.postgres.files import Spool
from store.postgres.insertion import Pending
from store.postgres.lease import HOLDS_FOR, Lease
from store.postgres.snapshots import Mark
from store.postgres.tables import prepare
from store.postgres.writer import MOST_WAITING, JournalTable, NotYet, Writer
from tests.cut_proxy import CutProxy, cut_proxy
from tests.postgres import Cluster, Place
from tests.store.conftest import engine_at
from tests.store.disks import MemoryDisk
from tests.store.sample import NOW, a_letter, an_item

#: Refuses every new row of the journal, as a full disk does.
_FULL = """
create function {0}.refuse() returns trigger language plpgsql as
$$ begin raise exception 'no space left on device' using errcode = '53100'; end $$;
create trigger refusing before insert on {0}.journal for each statement execute function {0}.refuse()
"""
_IS_BLOCKED = (
    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%insert into journal%'"
)


@pytest.fixture
def proxy(cluster: Cluster) -> Iterator[CutProxy]:
    """What is between the bot and its database."""
    with cut_proxy(cluster.port) as made:
        yield made


@pytest.fixture
def ledger(place: Place, proxy: CutProxy, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger behind the proxy, with an item."""
    opened = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=behind(proxy, place, tmp_path))
    add(opened)
    yield opened
    opened.abandon()


def behind(proxy: CutProxy, place: Place, folder: Path, *clock: Callable[[], float]) -> PostgresEngine:
    """An engine that reaches its database through the proxy."""
    return PostgresEngine(place.cluster.url(port=proxy.port), place.schema, folder / "ledger.json", *clock)


def add(ledger: Ledger, **fields: Any) -> int:
    """One transaction."""
    with ledger.transaction(at=NOW, by="办公室", did="add") as tx:
        return tx.add_item(an_item(**fields)).number


def live(ledger: Ledger) -> str:
    """A little of everything, over two months; the head."""
    for at in (NOW - timedelta(days=30), NOW):
        number = add(ledger)
        with ledger.transaction(at=at, by="", did="receive") as tx:
            tx.receive(number, -100, b"{}", at)
            letter = tx.queue(a_letter(about=(number,)))
        ledger.stage_sent(letter, 7, at)
        with ledger.transaction(at=at, by="甲某", did="done") as tx:
            tx.save_item(an_item(number, version=2))
    ledger.flush(NOW)
    return ledger.head()


def written(place: Place) -> list[tuple[object, ...]]:
    """Sequence and item of every row, in order, by a connection of the test's own."""
    with place.connect() as connection:
        return connection.execute("select position, sequence from journal order by position").fetchall()


def found(place: Place, folder: Path) -> tuple[list[int], str]:
    """The items as the next process finds them, and the head."""
    ledger = Ledger.open(folder / "other.json", at=NOW, engine=engine_at(place, folder))
    try:
        return [item.number for item in ledger.all_items()], ledger.head()
    finally:
        ledger.abandon()


@contextmanager
def beside(act: Callable[[], object]) -> Iterator[None]:
    """While this waits in a thread."""
    thread = Thread(target=act)
    thread.start()
    yield
    thread.join()


def wait_for(place: Place, query: str, count: int) -> None:
    """Until the database answers so."""
    until = monotonic() + 60
    with place.connect() as connection:
        while connection.execute(query.encode()).fetchone() != (count,):
            assert monotonic() < until, f"never: {query}"


async def turns(count: int = 20) -> None:
    """Let the event loop go round."""
    for _ in range(count):
        await asyncio.sleep(0)


def test_each_engine_chains_the_same(place: Place, tmp_path: Path) -> None:
    engines: list[Engine] = [MemoryEngine(tmp_path), engine_at(place, tmp_path)]
    heads = [live(Ledger.open(tmp_path / "a.json", at=NOW, engine=engine)) for engine in engines]
    of_files = Ledger.open(tmp_path / "files.json", at=NOW, disk=MemoryDisk())
    heads.append(live(of_files))
    assert len(set(heads)) == 1
    of_files.abandon()


def test_a_transaction_whose_answer_was_lost_is_written_once(ledger: Ledger, proxy: CutProxy, place: Place) -> None:
    proxy.hold_answers()
    with beside(lambda: add(ledger)):
        wait_for(place, "select count(*) from journal", 2)
        proxy.break_connections()
        proxy.heal()
    add(ledger)
    assert written(place) == [(1, 1), (2, 2), (3, 3)]


def test_a_transaction_that_never_arrived_is_written_once(ledger: Ledger, proxy: CutProxy, place: Place) -> None:
    proxy.hang()
    with beside(lambda: add(ledger)):
        proxy.wait_held()
        proxy.break_connections()
        proxy.heal()
    add(ledger)
    assert written(place) == [(1, 1), (2, 2), (3, 3)]


def test_a_statement_that_is_still_under_way_is_waited_for(
    ledger: Ledger, proxy: CutProxy, place: Place, tmp_path: Path
) -> None:
    """The line breaks while the database is at it: what is written again meets it there."""
    with place.connect() as holding:
        holding.autocommit = False
        holding.execute("select from lease for update")
        with beside(lambda: add(ledger)):
            wait_for(place, _IS_BLOCKED, 1)
            proxy.break_connections()
            wait_for(place, _IS_BLOCKED, 2)
            holding.rollback()
    assert written(place) == [(1, 1), (2, 2)]
    ledger.abandon()
    assert found(place, tmp_path)[0] == [1, 2]


async def test_what_waited_for_a_broken_line_is_written_once_and_in_order(
    ledger: Ledger, proxy: CutProxy, place: Place, tmp_path: Path
) -> None:
    ledger.begin_serving()
    for breaking in (proxy.hang, proxy.hold_answers, proxy.cut):
        breaking()
        for _ in range(20):
            add(ledger)
        waiting = asyncio.ensure_future(ledger.durable())
        await turns()
        assert not waiting.done()
        proxy.break_connections()
        proxy.heal()
        await waiting
    assert written(place) == [(number, number) for number in range(1, 62)]
    head = ledger.head()
    ledger.abandon()
    assert found(place, tmp_path) == (list(range(1, 62)), head)


def test_a_commit_never_reads_the_whole_journal(place: Place, tmp_path: Path) -> None:
    """Maintenance looks at an empty table, and a prepared statement keeps the plan that was made for it."""
    with closing(connect(place.url, place.schema)) as connection:
        prepare(connection, place.schema)
        connection.execute("vacuum analyze journal")
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine_at(place, tmp_path))
    for _ in range(30):
        add(ledger)
    ledger.close()  # its connections tell what they read when they end
    looked_up = "select count(*) from pg_stat_user_tables where relid = 'journal'::regclass and idx_scan >= 29"
    wait_for(place, looked_up, 1)


def test_what_a_connection_has_prepared_may_be_forgotten(place: Place, tmp_path: Path) -> None:
    """The statement of nearly every commit is prepared, once."""
    engine, made = PostgresEngine(place.url, place.schema, tmp_path / "ledger.json"), list[Connection]()
    engine.connect = partial(_made, engine.connect, made)
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine)
    for _ in range(4):
        add(ledger)
    [writing] = [each for each in made if not each.closed]
    known = writing.execute("select statement from pg_prepared_statements where name not like '\\_pg%'").fetchall()
    assert [text.count("insert into journal") for (text,) in known] == [1]
    writing.execute("deallocate all")
    add(ledger)
    assert len(written(place)) == 5
    ledger.abandon()


def _made(connect: Callable[[], Connection], made: list[Connection]) -> Connection:
    made.append(connect())
    return made[-1]


async def test_the_event_loop_goes_on_while_the_database_is_silent(
    ledger: Ledger, proxy: CutProxy, place: Place
) -> None:
    ledger.begin_serving()
    proxy.hold_answers()
    add(ledger)  # had it waited for the answer, it would never return
    waiting = asyncio.ensure_future(ledger.durable())
    await asyncio.to_thread(wait_for, place, "select count(*) from journal", 2)
    await turns()
    assert not waiting.done()
    assert ledger.item(2) is not None
    proxy.heal()
    await waiting


async def test_what_commits_together_is_written_together(ledger: Ledger, place: Place) -> None:
    ledger.begin_serving()
    for _ in range(50):
        add(ledger)
    await ledger.durable()
    with place.connect() as connection:
        assert connection.execute("select count(distinct xmin::text) from journal where position > 1").fetchone() == (
            1,
        )


async def test_an_update_and_its_effect_are_written_together(place: Place, proxy: CutProxy, tmp_path: Path) -> None:
    """Who confirms the update is in no hurry; whoever answers is."""
    engine = behind(proxy, place, tmp_path)
    engine.linger = 600.0
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine)
    ledger.begin_serving()
    add(ledger)
    confirming = asyncio.ensure_future(ledger.durable(at_leisure=True))
    await turns()
    add(ledger)
    await ledger.durable()
    await confirming
    with place.connect() as connection:
        assert connection.execute("select count(distinct xmin::text) from journal").fetchone() == (1,)
    ledger.abandon()


async def test_a_transaction_that_nobody_asks_about_is_written_soon(ledger: Ledger, place: Place) -> None:
    ledger.begin_serving()
    add(ledger)
    await asyncio.to_thread(wait_for, place, "select count(*) from journal", 2)


async def test_after_two_seconds_of_silence_nothing_more_is_accepted(ledger: Ledger, proxy: CutProxy) -> None:
    """And as soon as the database answers, everything goes on by itself."""
    ledger.begin_serving()
    proxy.hang()
    add(ledger)
    with pytest.raises(NotSaved):
        await ledger.durable()
    with pytest.raises(NotSaved):
        add(ledger)
    assert [item.number for item in ledger.all_items()] == [1, 2]
    proxy.break_connections()
    proxy.heal()
    await ledger.durable()
    assert add(ledger) == 3
    await ledger.durable()


def test_where_nobody_knows_what_became_of_it_no_more_is_accepted(
    place: Place, proxy: CutProxy, tmp_path: Path
) -> None:
    """A command says so and ends: the next one finds what is there."""
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine_at(place, tmp_path))
    writer = _writer(place, proxy, tmp_path)
    writer.add(_pending(1))
    proxy.hold_answers()
    seen: list[str] = []
    with beside(lambda: seen.append(_refusal_of(writer))):
        wait_for(place, "select count(*) from journal", 2)
        proxy.cut()
    assert seen == [writer.refusal(1)] != [""]
    assert writer.is_doubtful
    ledger.abandon()


async def test_what_may_wait_is_limited(place: Place, proxy: CutProxy, tmp_path: Path) -> None:
    writer = _writer(place, proxy, tmp_path)
    writer.start()
    writer.add(_pending(1, bytes(MOST_WAITING - 10)))
    assert writer.refusal(10) == ""
    assert writer.refusal(11) != ""
    writer.abandon()


def _writer(place: Place, proxy: CutProxy, folder: Path) -> Writer:
    """One that gives up soon, with the epoch of the first holder."""
    url = place.cluster.url(port=proxy.port)
    lease = Lease(lambda: connect(url, place.schema))
    lease.epoch = 1
    return Writer(JournalTable(lambda: connect(url, place.schema), lease, Spool(folder)), 0, print, doubt_within=0.2)


def _pending(position: int, payload: bytes = b"{}") -> Pending:
    before, place = (ChainState(number, f"head {number}", "mail") for number in (position - 1, position))
    return Pending(
        Mark(position, "2026-11", place), before, payload, position == 1, names_files=False, since=monotonic()
    )


def _refusal_of(writer: Writer) -> str:
    try:
        writer.add(_pending(2))
    except NotYet as error:
        return str(error)
    return ""


async def test_a_database_that_was_killed_is_taken_up_again(
    ledger: Ledger, cluster: Cluster, place: Place, tmp_path: Path
) -> None:
    ledger.begin_serving()
    add(ledger)
    cluster.kill9()
    add(ledger)
    await asyncio.to_thread(cluster.start)
    await ledger.durable()
    ledger.abandon()
    assert found(place, tmp_path)[0] == [1, 2, 3]


@pytest.mark.parametrize("is_serving", [False, True])
async def test_a_full_disk_refuses_and_goes_on_by_itself(ledger: Ledger, place: Place, *, is_serving: bool) -> None:
    with place.connect() as connection:
        connection.execute(_FULL.format(place.schema).encode())
        if is_serving:
            ledger.begin_serving()
            add(ledger)
            with pytest.raises(NotSaved, match="no space left"):
                await ledger.durable()
        with pytest.raises(NotSaved, match="no space left"):
            add(ledger)
        assert len(list(ledger.all_items())) == 1 + is_serving
        connection.execute("drop trigger refusing on journal")
    await ledger.durable() if is_serving else None
    add(ledger)
    await ledger.durable()
    assert len(written(place)) == 2 + is_serving


def test_a_database_that_only_reads_refuses(ledger: Ledger, cluster: Cluster, place: Place) -> None:
    able = psycopg.connect(place.url, autocommit=True, options="-c default_transaction_read_only=off")
    with able, place.connect() as looking:
        cluster.settle("default_transaction_read_only", "on")
        try:
            _until(looking, "on")
            with pytest.raises(NotSaved, match="read-only"):
                add(ledger)
        finally:
            able.execute("alter system reset default_transaction_read_only")
            able.execute("select pg_reload_conf()")
        _until(looking, "off")
        assert add(ledger) == 2


def _until(connection: "psycopg.Connection[tuple[object, ...]]", value: str) -> None:
    """Until the setting has come to every session; each looks between two statements."""
    while connection.execute("show default_transaction_read_only").fetchone() != (value,):
        pass


async def test_the_database_itself_refuses_an_old_epoch(ledger: Ledger, place: Place) -> None:
    """Whatever the old holder believes: it has not noticed anything yet."""
    ledger.begin_serving()
    with place.connect() as connection:
        connection.execute("update lease set epoch = epoch + 1, holder = 'another'")
    assert ledger.is_ours
    add(ledger)
    with pytest.raises(NotSaved, match="another"):
        await ledger.durable()
    await ledger.lost()
    assert not ledger.is_ours
    assert written(place) == [(1, 1)]
    with pytest.raises(NotSaved):
        add(ledger)


async def test_a_holder_learns_that_another_took_over(ledger: Ledger, place: Place) -> None:
    ledger.begin_serving()
    with place.connect() as connection:
        connection.execute("update lease set epoch = epoch + 1, holder = 'another'")
    await ledger.lost()


async def test_a_database_that_went_back_is_not_written_behind_a_gap(ledger: Ledger, place: Place) -> None:
    """A replica that lacked the newest rows has become the primary."""
    ledger.begin_serving()
    with place.connect() as connection:
        connection.execute("alter table journal disable trigger all")
        connection.execute("delete from journal")
    add(ledger)
    await ledger.lost()
    assert written(place) == []


async def test_who_cannot_renew_is_silent_before_the_lease_ends(place: Place, proxy: CutProxy, tmp_path: Path) -> None:
    now = [100.0]
    engine = behind(proxy, place, tmp_path, lambda: now[0])
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine)
    ledger.begin_serving()
    proxy.hang()
    with place.connect() as connection:
        left = connection.execute("select extract(epoch from until - clock_timestamp()) from lease").fetchone()
        assert left is not None
        assert float(left[0]) <= HOLDS_FOR  # type: ignore[arg-type]
        now[0] += HOLDS_FOR - 0.9  # counted from before it was asked for, so that the database counts longer
        assert not ledger.is_ours
        with pytest.raises(NotSaved):
            await ledger.durable()
        proxy.break_connections()
        proxy.heal()
        await ledger.durable()  # nobody took it: it was a pause
    assert ledger.is_ours
    ledger.abandon()
