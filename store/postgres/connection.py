"""Connecting to the ledger's database, and what it says when it refuses, as one cause each.

libpq does not tell causes apart by code while it connects, only by sentences. The server's are in its own language:
English and Chinese ones are known here; any other counts as a database that is away, and is shown as it is.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from store.errors import DatabaseAway, DatabaseFault, DatabaseRefused, JournalDamaged, SchemaTooNew

T = TypeVar("T")
#: Seconds for connecting to one host; the least that libpq knows is 2.
_CONNECT_WITHIN = 3
#: The oldest version that is known to do.
OLDEST = 13
#: What a line that died is noticed by, unless the address says otherwise: here (seconds, and milliseconds) …
_LINE: dict[str, str | int] = {
    "connect_timeout": _CONNECT_WITHIN,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 4000,
    "application_name": "duban",
}
#: … and in the server, so that a client that is gone holds no lock for long.
_SESSION = {
    "lock_timeout": "2000",
    "statement_timeout": "0",  # fired while a commit waits for a standby it would have it taken for durable
    "enable_seqscan": "off",  # a prepared statement keeps the plan of an empty table, and the table grows
    "jit": "off",
    "idle_in_transaction_session_timeout": "30000",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
_SETTINGS = """
select current_setting('search_path'), current_setting('enable_seqscan'), current_setting('synchronous_commit'),
       current_setting('fsync')
"""
#: Which settings of ``synchronous_commit`` wait for the disk.
_DURABLE = frozenset({"on", "remote_write", "remote_apply"})

#: Sentences of libpq and of a server, as patterns; the first that is found decides.
_SAID = {
    r"password authentication failed|no password supplied|认证失败": DatabaseFault.PASSWORD,
    r"database .* does not exist|数据库 .* 不存在": DatabaseFault.NO_DATABASE,
    r"role .* does not exist|角色 .* 不存在|no pg_hba.conf entry|pg_hba.conf 记录": DatabaseFault.NO_LOGIN,
    r"not permitted to log in|不允许角色.*登录": DatabaseFault.NO_LOGIN,
    r"permission denied for database|访问数据库.*权限不够": DatabaseFault.NO_LOGIN,
    r"invalid integer value|invalid port number": DatabaseFault.ADDRESS,
    r"unsupported startup parameter": DatabaseFault.POOLED,
    r"session is read-only|server is in hot standby mode": DatabaseFault.READ_ONLY,
}
#: What another try may not meet: a server that comes up, or one that another is promoted over.
_PASSING = frozenset({DatabaseFault.AWAY, DatabaseFault.READ_ONLY})


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """One that gives up where no answer comes within ``patience`` seconds: a half-open line answers nothing."""

    patience = 5.0

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """As its base, but for the patience; raises ``OperationalError``, and is then closed."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as error:  # noqa: SLF001 - it has no other name
            self.close()
            raise psycopg.OperationalError("the database does not answer") from error


class KeptConnection:
    """A connection that is made when it is needed, and anew after it was dropped. For one thread at a time."""

    def __init__(self, make: Callable[[], Connection]) -> None:
        self._make = make
        self._made: Connection | None = None

    @property
    def is_alive(self) -> bool:
        """Whether there is one that nobody has given up."""
        return self._made is not None and not self._made.closed

    def get(self) -> Connection:
        """The connection; raises what making one raises."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def take_from(self, other: "KeptConnection") -> None:
        """Go on with the connection that the other one has made, which is then without."""
        self.drop()
        self._made = other.give_up()

    def give_up(self) -> Connection | None:
        """What it has; it is another's from here on."""
        made, self._made = self._made, None
        return made

    def drop(self) -> None:
        """Let it go, if there is one."""
        made = self.give_up()
        if made is not None:
            with suppress(psycopg.Error):
                made.close()


def connect(url: str, schema: str, *, patience: float = Connection.patience) -> Connection:
    """A connection that commits each statement and finds the bureau's tables by their names.

    ``url`` may name several hosts: the one that takes writes is found. Raises ``DatabaseRefused``, and ``DatabaseAway``
    where the same may go well later.
    """
    given = _given(url)
    path = f'"{schema}"'
    settings = {"search_path": path, **_SESSION}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    given["options"] = f"{given.get('options') or ''} {options}".strip()
    where = place_of(given)
    try:
        made = Connection.connect(
            make_conninfo(**{"target_session_attrs": "read-write", **_LINE, **given}), autocommit=True
        )
    except psycopg.Error as error:
        raise refused(where, error) from None  # what is behind it may show the password
    made.patience = patience
    try:
        _require_fit(made, where, path)
    except BaseException:
        made.close()
        raise
    return made


def refused(where: str, error: psycopg.Error) -> DatabaseRefused:
    """Why connecting failed. ``where`` is what the operator reads of the address."""
    text = " ".join(str(error).split())
    if isinstance(error, psycopg.ProgrammingError):  # its text repeats the address
        return DatabaseRefused(where, DatabaseFault.ADDRESS)
    fault = next((fault for pattern, fault in _SAID.items() if re.search(pattern, text)), DatabaseFault.AWAY)
    return (DatabaseAway if fault in _PASSING else DatabaseRefused)(where, fault, text)


def where_of(url: str) -> str:
    """Host, port and database of an address, for an operator to read: never a password."""
    return place_of(_given(url))


def ledger_in(connection: "psycopg.Connection[Any]", schema: str) -> str:
    """The database and schema of a ledger, for an operator to read: never a password."""
    info = connection.info
    return f"{info.host}:{info.port}/{info.dbname} {schema}"


@contextmanager
def naming(connection: "psycopg.Connection[Any]", schema: str) -> Iterator[None]:
    """A ledger that can't be read in the block is said to be there, and not in a file of its name."""
    try:
        yield
    except (JournalDamaged, SchemaTooNew) as error:
        error.where = ledger_in(connection, schema)
        raise


def place_of(given: dict[str, Any]) -> str:
    """The same of an address that was taken apart."""
    hosts, ports = str(given.get("host") or ""), str(given.get("port") or "")
    return f"{hosts}{f':{ports}' if ports.strip(',') else ''}/{given.get('dbname') or ''}"


def _given(url: str) -> dict[str, Any]:
    try:
        return conninfo_to_dict(url)
    except psycopg.Error:
        raise DatabaseRefused("", DatabaseFault.ADDRESS) from None  # its text repeats the address


def _require_fit(connection: Connection, where: str, path: str) -> None:
    """Raise ``DatabaseRefused`` where a commit would not be durable, or go elsewhere, or not every text could be kept.

    A pooler may drop the session's settings: the tables of all bureaux would then be one and the same.
    """
    require_version(connection.info.server_version, where)
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise DatabaseRefused(where, DatabaseFault.ENCODING, str(encoding))
    try:
        [row] = connection.execute(_SETTINGS).fetchall()
    except psycopg.Error as error:
        raise DatabaseAway(where, DatabaseFault.AWAY, " ".join(str(error).split())) from error
    found_path, seqscan, *waits = row
    if (found_path, seqscan) != (path, _SESSION["enable_seqscan"]):
        raise DatabaseRefused(where, DatabaseFault.POOLED, f"search_path = {found_path}")
    for name, value in zip(("synchronous_commit", "fsync"), waits, strict=True):
        if value not in _DURABLE:
            raise DatabaseRefused(where, DatabaseFault.NOT_DURABLE, f"{name} = {value}")


def require_version(number: int, where: str) -> None:
    """Raise ``DatabaseRefused`` where the server is too old. ``number`` is such as 150004."""
    if number < OLDEST * 10_000:
        raise DatabaseRefused(where, DatabaseFault.TOO_OLD, str(number // 10_000))
