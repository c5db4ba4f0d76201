"""Connecting to a real PostgreSQL: one cause for each refusal, and tables that are made once."""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from store.errors import DatabaseAway, DatabaseFault, DatabaseRefused, SchemaTooNew
from store.postgres.connection import connect, refused, require_version, where_of
from store.postgres.tables import LAYOUT, holds_ledger, prepare
from tests.cut_proxy import cut_proxy
from tests.postgres import Cluster, Place
from texts.command_line import DATABASES, render_database


def _fault(does: Callable[[], object]) -> DatabaseRefused:
    with pytest.raises(DatabaseRefused) as caught:
        does()
    return caught.value


def test_each_refusal_has_one_cause_and_no_password(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    cluster = place.cluster
    guarded = cluster.guard("open-sesame")
    cluster.execute("drop database if exists latin")
    cluster.execute("create database latin encoding 'LATIN1' template template0")
    cases = {
        f"{guarded}?password=hush": DatabaseFault.PASSWORD,
        guarded: DatabaseFault.PASSWORD,
        cluster.url(user="nobody"): DatabaseFault.NO_LOGIN,
        cluster.url(database="elsewhere"): DatabaseFault.NO_DATABASE,
        cluster.url(database="latin"): DatabaseFault.ENCODING,
        f"{cluster.url()}?options=-c%20synchronous_commit%3Doff": DatabaseFault.NOT_DURABLE,
        f"{cluster.url()}?options=-c%20synchronous_commit%3Dlocal": DatabaseFault.NOT_DURABLE,
        cluster.url(port=1): DatabaseFault.AWAY,
        "postgresql://u:hush@127.0.0.1:x/d": DatabaseFault.ADDRESS,
        "postgresql://u:hush@127.0.0.1/d?hush=1": DatabaseFault.ADDRESS,
    }
    for url, fault in cases.items():
        error = _fault(lambda url=url: connect(url, place.schema))  # type: ignore[misc]
        assert error.fault is fault, url
        assert isinstance(error, DatabaseAway) is (fault is DatabaseFault.AWAY)
        assert "hush" not in f"{error!r} {error} {error.__cause__!r} {error.where}"
        assert "hush" not in render_database(error.where, error.fault, error.cause)
    with closing(connect(f"{guarded}?password=open-sesame", place.schema)):
        pass
    cluster.execute("drop database latin")


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def _pool(listening: socket.socket, port: int) -> None:
    """One connection by way of a pooler that drops ``options``, as PgBouncer may be told to."""
    client, _ = listening.accept()
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        asked = client.recv(65536)
        while len(asked) == 8:  # for TLS, or another encryption
            client.sendall(b"N")
            asked = client.recv(65536)
        words = asked[8:].split(b"\0")
        place = words.index(b"options")
        told = asked[4:8] + b"\0".join(words[:place] + words[place + 2 :])
        server.sendall((len(told) + 4).to_bytes(4, "big") + told)
        back = threading.Thread(target=_pass_on, args=(server, client))
        back.start()
        _pass_on(client, server)
        back.join()


def test_a_pooler_that_drops_the_settings_is_refused(place: Place) -> None:
    """All bureaux would have one journal, in the schema ``public``."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as threads:
        passing = threads.submit(_pool, listening, place.cluster.port)
        error = _fault(lambda: connect(place.cluster.url(port=listening.getsockname()[1]), place.schema))
        passing.result()
    assert error.fault is DatabaseFault.POOLED
    assert "PgBouncer" in render_database(error.where, error.fault, error.cause)


def test_a_server_that_speaks_chinese_is_understood() -> None:
    for said, fault in {
        '致命错误: 用户 "duban" Password 认证失败': DatabaseFault.PASSWORD,
        '致命错误: 数据库 "duban" 不存在': DatabaseFault.NO_DATABASE,
        '致命错误: 角色 "duban" 不存在': DatabaseFault.NO_LOGIN,
        "致命错误: 数据库系统启动中": DatabaseFault.AWAY,
        "FATAL: unsupported startup parameter: options": DatabaseFault.POOLED,
    }.items():
        assert refused("h/d", psycopg.OperationalError(said)).fault is fault


def test_every_cause_has_its_words_and_old_servers_are_refused() -> None:
    assert set(DATABASES) == set(DatabaseFault)
    require_version(130_000, "h/d")
    assert _fault(lambda: require_version(120_018, "h/d")).fault is DatabaseFault.TOO_OLD
    assert where_of("postgresql://u:hush@a:1,b:2/d") == "a,b:1,2/d"


def test_the_host_that_takes_writes_is_found(cluster: Cluster) -> None:
    cluster.start()
    with cluster.replica() as replica:
        both = f"postgresql://postgres@127.0.0.1:{replica.port},127.0.0.1:{cluster.port}/duban"
        with closing(connect(both, "duban")) as connection:
            assert connection.info.port == cluster.port
        error = _fault(lambda: connect(replica.url(), "duban"))
        assert (type(error), error.fault) == (DatabaseAway, DatabaseFault.READ_ONLY)
        cluster.kill9()
        replica.promote()
        with closing(connect(both, "duban")) as connection:
            assert connection.info.port == replica.port


def test_a_line_that_hangs_is_given_up(place: Place) -> None:
    with (
        cut_proxy(place.cluster.port) as proxy,
        closing(connect(place.cluster.url(port=proxy.port), place.schema)) as connection,
    ):
        proxy.hang()
        connection.patience = 0.2
        with pytest.raises(psycopg.OperationalError, match="does not answer"):
            connection.execute("select 1")
        assert connection.closed


def test_tables_are_made_once_by_whoever_comes_first(place: Place) -> None:
    connections = [connect(place.url, place.schema) for _ in range(4)]
    threads = [threading.Thread(target=prepare, args=(each, place.schema)) for each in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in connections:
        prepare(each, place.schema)
        assert not holds_ledger(each, place.schema)
        each.close()
    with place.connect() as connection:
        assert connection.execute("select layout from meta").fetchall() == [(LAYOUT,)]
        assert connection.execute("select holder, epoch, until < now() from lease").fetchall() == [("", 0, True)]


def test_the_journal_is_only_appended_to(place: Place) -> None:
    with closing(connect(place.url, place.schema)) as connection:
        prepare(connection, place.schema)
        connection.execute("insert into journal values (1, '2026-11', 1, 'h', 'm', 'x')")
        assert holds_ledger(connection, place.schema)
        for change in ("update journal set payload = 'y'", "delete from journal", "truncate journal"):
            with pytest.raises(psycopg.errors.RestrictViolation):
                connection.execute(change.encode())


def test_a_newer_layout_and_somebody_elses_tables_are_refused(place: Place) -> None:
    with closing(connect(place.url, place.schema)) as connection:
        prepare(connection, place.schema)
        connection.execute("update meta set layout = layout + 1")
        with pytest.raises(SchemaTooNew) as caught:
            prepare(connection, place.schema)
        assert (caught.value.path, caught.value.found) == (Path(place.schema), LAYOUT + 1)
        connection.execute("drop table meta")
        assert _fault(lambda: prepare(connection, place.schema)).fault is DatabaseFault.FOREIGN
        row = connection.execute("select to_regclass('meta')").fetchone()
        assert row == (None,), "nothing was begun"


def test_who_may_not_make_a_schema_is_told_and_one_that_was_made_for_him_will_do(place: Place) -> None:
    cluster = place.cluster
    guarded = f"{cluster.guard('open-sesame')}?password=open-sesame"
    cluster.execute("revoke create on database duban from guarded")
    try:
        with closing(connect(guarded, place.schema)) as connection:
            assert _fault(lambda: prepare(connection, place.schema)).fault is DatabaseFault.NO_RIGHT
            cluster.execute(f"create schema {place.schema} authorization guarded")
            prepare(connection, place.schema)
            assert not holds_ledger(connection, place.schema)
    finally:
        cluster.execute("grant create on database duban to guarded")
