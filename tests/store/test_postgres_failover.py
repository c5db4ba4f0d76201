"""A ledger with several hosts in its address: the bot goes on with the server that takes writes."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from playground.city.cluster import Cluster, Place
from store.errors import NotSaved
from store.ledger import Ledger
from store.postgres.engine import PostgresEngine
from tests.store.sample import NOW
from tests.store.test_postgres import add, wait_for, written

_STREAMING = "select count(*) from pg_stat_replication where state = 'streaming' and sync_state = 'sync'"


@pytest.fixture
def replica(cluster: Cluster, place: Place) -> Iterator[Cluster]:
    """A synchronous standby of the server: what is committed is there as well."""
    with cluster.replica() as other:
        cluster.settle("synchronous_standby_names", "*")
        try:
            wait_for(place, _STREAMING, 1)
            yield other
        finally:
            cluster.start()
            cluster.settle("synchronous_standby_names", "")


@pytest.fixture
def ledger(cluster: Cluster, replica: Cluster, place: Place, tmp_path: Path) -> Iterator[Ledger]:
    hosts = f"127.0.0.1:{cluster.port},127.0.0.1:{replica.port}"
    engine = PostgresEngine(
        cluster.url().replace(f"127.0.0.1:{cluster.port}", hosts), place.schema, tmp_path / "a.json"
    )
    opened = Ledger.open(tmp_path / "a.json", at=NOW, engine=engine)
    yield opened
    opened.abandon()


async def test_the_replica_that_is_promoted_has_everything(
    ledger: Ledger, cluster: Cluster, replica: Cluster, place: Place
) -> None:
    """Nobody else took the ledger meanwhile: it was a pause."""
    ledger.begin_serving()
    add(ledger)
    await ledger.durable()
    cluster.kill9()
    add(ledger)
    await asyncio.to_thread(replica.promote)
    await _until_durable(ledger)
    assert written(Place(replica, place.schema)) == [(1, 1), (2, 2)]


async def test_a_commit_waits_for_the_replica_and_is_not_taken_for_durable(
    ledger: Ledger, cluster: Cluster, replica: Cluster, place: Place
) -> None:
    """The server itself has it: PostgreSQL shows it to nobody until the replica has it too, or is not asked for."""
    ledger.begin_serving()
    add(ledger)
    await ledger.durable()
    replica.kill9()
    add(ledger)
    with pytest.raises(NotSaved):
        await ledger.durable()
    with pytest.raises(NotSaved):
        add(ledger)
    cluster.settle("synchronous_standby_names", "")
    await _until_durable(ledger)
    assert written(place) == [(1, 1), (2, 2)]


async def _until_durable(ledger: Ledger) -> None:
    """However long the other server takes."""
    async with asyncio.timeout(60):
        while True:
            with suppress(NotSaved):
                return await ledger.durable()
