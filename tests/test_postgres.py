"""The PostgreSQL and the proxy of the tests do what the tests of the ledger rely on."""

from contextlib import closing

import psycopg
import psycopg.generators
import pytest

from tests.cut_proxy import cut_proxy
from tests.postgres import Cluster, Place


def test_what_was_committed_survives_a_kill_of_all_its_processes(place: Place) -> None:
    with place.connect() as connection:
        connection.execute(f"create schema {place.schema}".encode())
        connection.execute("create table kept as select 12 as number")
        place.cluster.kill9()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
    assert not place.cluster.is_running
    place.cluster.start()
    with place.connect() as connection:
        assert connection.execute("select number from kept").fetchall() == [(12,)]
        assert connection.execute("show fsync").fetchone() == ("on",)


def test_a_replica_follows_and_takes_writes_once_it_is_promoted(cluster: Cluster) -> None:
    cluster.start()
    with cluster.replica() as replica:
        assert replica.execute("select pg_is_in_recovery()") == [(True,)]
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            replica.execute("create table t ()")
        cluster.kill9()
        replica.promote()
        replica.execute("create table t ()")


def test_a_guarded_role_has_to_give_its_password(cluster: Cluster) -> None:
    cluster.start()
    url = cluster.guard("open-sesame")
    with psycopg.connect(url, password="open-sesame") as connection:
        assert connection.pgconn.used_password
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url, password="abracadabra")


def test_a_proxy_cuts_and_heals_and_keeps_answers_back(cluster: Cluster) -> None:
    cluster.start()
    cluster.execute("drop table if exists answered, asked")
    with cut_proxy(cluster.port) as proxy:
        url = cluster.url(port=proxy.port)
        with closing(psycopg.connect(url, autocommit=True)) as connection:
            proxy.hold_answers()
            _ask(connection, b"create table answered ()")
            proxy.wait_held()
            assert cluster.execute("select to_regclass('answered')::text") == [("answered",)]
            proxy.cut()
            with pytest.raises(psycopg.OperationalError):
                connection.wait(psycopg.generators.fetch_many(connection.pgconn))
        with pytest.raises(psycopg.OperationalError, match="refused"):
            psycopg.connect(url)
        proxy.heal()
        with closing(psycopg.connect(url, autocommit=True)) as connection:
            proxy.hang()
            _ask(connection, b"create table asked ()")
            proxy.wait_held()
            assert cluster.execute("select to_regclass('asked')::text") == [(None,)], "nothing passes"
            proxy.heal()
            connection.wait(psycopg.generators.fetch_many(connection.pgconn))
            assert cluster.execute("select to_regclass('asked')::text") == [("asked",)]


def _ask(connection: "psycopg.Connection[tuple[object, ...]]", command: bytes) -> None:
    """Send a statement, and do not wait for its answer."""
    connection.pgconn.send_query(command)
    connection.pgconn.flush()
