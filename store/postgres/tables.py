"""The tables of one bureau's ledger, made at the first use: one schema each, of a layout that has a number."""

from pathlib import Path

import psycopg

from store.errors import DatabaseFault, DatabaseRefused, SchemaTooNew
from store.postgres.connection import Connection, naming

#: The layout of these tables. A newer one is refused; an older one would be brought up to date here.
LAYOUT = 1

_TABLES = """
create table meta (id int primary key check (id = 1), layout int not null);
create table lease (
  id int primary key check (id = 1), holder text not null, epoch bigint not null, until timestamptz not null
);
create table journal (
  position bigint primary key, month text not null, sequence bigint not null, head text not null, mail text not null,
  payload bytea not null
);
create table months (
  month text primary key, sequence bigint not null, head text not null, mail text not null, stripped boolean not null
);
create table snapshots (
  position bigint not null, part int not null, parts int not null, ledger_schema int not null, data bytea not null,
  primary key (position, part)
);
create table enclosures (name text primary key, data bytea not null);
create table files (name text primary key, data bytea not null);
create table incoming (
  update_id bigint primary key, received_at timestamptz not null default clock_timestamp(), raw bytea not null
);
create unlogged table standbys (holder text primary key, load int not null, seen timestamptz not null);
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is only appended to' using errcode = 'restrict_violation';
end $$;
create trigger only_appended before update or delete or truncate on journal
  for each statement execute function refuse_change();
insert into lease values (1, '', 0, '-infinity');
"""
_NONE = """
drop table meta, lease, journal, months, snapshots, enclosures, files, incoming, standbys;
drop function refuse_change();
"""
_LAYOUT = "select layout from meta"
#: Whoever comes second waits, and finds the tables made.
_ALONE = "select pg_advisory_xact_lock(hashtext('duban'), hashtext(%s))"
#: The catalogue itself is read: ``to_regclass`` may still say what it said before the wait.
_IS_THERE = """
select exists (select from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = %(schema)s
               and relname = 'meta'),
       exists (select from pg_namespace where nspname = %(schema)s)
"""


def prepare(connection: Connection, schema: str) -> None:
    """Make the tables where they are not there. Raises ``DatabaseRefused``, ``SchemaTooNew``, or ``psycopg.Error``."""
    if not _are_there(connection, schema):
        try:
            with connection.transaction():
                connection.execute(_ALONE, (schema,))
                if not _are_there(connection, schema):
                    _make(connection, schema)
        except psycopg.errors.InsufficientPrivilege as error:
            raise _refused(connection, DatabaseFault.NO_RIGHT, error) from error
        except (
            psycopg.errors.DuplicateObject,
            psycopg.errors.DuplicateTable,
            psycopg.errors.DuplicateFunction,
        ) as error:
            raise _refused(connection, DatabaseFault.FOREIGN, error) from error
    require_layout(connection, schema)


def clear(connection: Connection) -> None:
    """Remove them, with what is in them, and nothing else of the schema."""
    connection.execute(_NONE.encode())


def require_layout(connection: Connection, schema: str) -> None:
    """Raise ``SchemaTooNew`` where a newer program has made the tables."""
    try:
        row = connection.execute(_LAYOUT).fetchone()
    except psycopg.errors.InsufficientPrivilege as error:
        raise _refused(connection, DatabaseFault.NO_RIGHT, error) from error
    if row is None or row[0] > LAYOUT:
        with naming(connection, schema):
            raise SchemaTooNew(Path(schema), LAYOUT + 1 if row is None else row[0], LAYOUT)


def holds_ledger(connection: Connection, schema: str) -> bool:
    """Whether there is a ledger to be read; nothing is made."""
    if not _are_there(connection, schema):
        return False
    require_layout(connection, schema)
    return connection.execute("select from journal limit 1").rowcount > 0


def _are_there(connection: Connection, schema: str) -> bool:
    row = connection.execute(_IS_THERE, {"schema": schema}).fetchone()
    return row is not None and bool(row[0])


def _make(connection: Connection, schema: str) -> None:
    row = connection.execute(_IS_THERE, {"schema": schema}).fetchone()
    if row is None or not row[1]:  # asked first: who may not make one may have been given one
        connection.execute(f'create schema "{schema}"'.encode())
    connection.execute(_TABLES.encode())
    connection.execute("insert into meta values (1, %s)", (LAYOUT,))


def _refused(connection: Connection, fault: DatabaseFault, error: psycopg.Error) -> DatabaseRefused:
    info = connection.info
    return DatabaseRefused(f"{info.host}:{info.port}/{info.dbname}", fault, " ".join(str(error).split()))
