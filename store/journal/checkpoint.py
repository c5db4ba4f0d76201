"""The checkpoint: all tables as one TinyDB file, and in its ``_meta`` how far into the journal it reaches."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
from msgspec import Raw, Struct

from store import documents
from store.errors import LedgerUnreadable
from store.journal.disk import Disk, Stamp, write_whole
from store.journal.months import Position
from store.rows import META, Tables

#: Rows joined in one go: short enough that a thread which writes them never keeps the event loop waiting.
SLICE = 400
_META_KEY = b'"_meta":'


class Meta(Struct, frozen=True):
    """The row of ``_meta``."""

    schema: int
    position: Position
    fingerprint: str  # SHA-256 of the file up to its _meta: tells that nobody else wrote it


class Checkpoint(Struct, frozen=True):
    """A TinyDB file as it was found. ``meta`` is ``None`` in a file that Duban never wrote."""

    tables: Tables
    meta: Meta | None
    is_ours: bool  # exactly as it was written
    stamp: Stamp | None


def write(
    disk: Disk,
    path: Path,
    tables: Tables,
    *,
    schema: int,
    position: Position,
    over: Stamp | None,
) -> Stamp | None:
    """Replace that version of the file; a crash at any point leaves the old file or the new one.

    Returns its stamp, or None where it was not replaced: it is looked at once more right before, and another version
    stays.
    """
    pieces = slices(tables, schema=schema, position=position)
    return write_whole(disk, path, pieces, is_wanted=lambda: disk.stamp(path) == over)


def slices(tables: Tables, *, schema: int, position: Position) -> Iterator[bytes]:
    """What the file holds, in pieces."""
    digest = hashlib.sha256()
    for piece in _body(tables):
        digest.update(piece)
        yield piece
    yield _ending(Meta(schema, position, digest.hexdigest()))


def _body(tables: Tables) -> Iterator[bytes]:
    yield b"{"
    for table, rows in tables.items():
        if table == META:
            continue
        yield b"%b:{" % json.dumps(table).encode("ascii")
        piece: list[bytes] = []
        mark = b"\n"
        for number, document in rows.items():
            piece.append(b'%b"%d":%b' % (mark, number, document))
            mark = b",\n"
            if len(piece) == SLICE:
                yield b"".join(piece)
                piece.clear()
        piece.append(b"},\n")
        yield b"".join(piece)


def load(disk: Disk, path: Path) -> Checkpoint | None:
    """What the file holds; ``None`` where there is none, or an empty one as a stock TinyDB leaves it."""
    stamp = disk.stamp(path)
    data = b"" if stamp is None else disk.read(path)
    if not data or data.isspace():
        return None
    return parse(path, data, stamp)


def parse(path: Path, data: bytes, stamp: Stamp | None = None) -> Checkpoint:
    """What the bytes of such a file say; raises ``LedgerUnreadable``."""
    body = max(data.rfind(_META_KEY), 0)
    with ThreadPoolExecutor(max_workers=1) as other:  # hashing leaves Python to us meanwhile
        digest = other.submit(lambda: hashlib.sha256(memoryview(data)[:body]).hexdigest())
        tables, meta = _parsed(path, data)
    is_ours = meta is not None and meta.fingerprint == digest.result() and data[body:] == _ending(meta)
    return Checkpoint(tables if is_ours else _canonical(path, tables), meta, is_ours, stamp)


def _ending(meta: Meta) -> bytes:
    return b'%b{"1":%b}}\n' % (_META_KEY, documents.encode_own(meta))


def _parsed(path: Path, data: bytes) -> tuple[Tables, Meta | None]:
    try:
        raw = _tables_of(data)
        tables = {table: {n: bytes(row) for n, row in rows.items()} for table, rows in raw.items() if table != META}
        return tables, _meta(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        hint = "move it away: it is then built again from its journal"
        raise LedgerUnreadable(path, f"it is no TinyDB file ({error})", hint) from error


def _tables_of(data: bytes) -> dict[str, dict[int, Raw]]:
    try:
        return msgspec.json.decode(data, type=dict[str, dict[int, Raw]])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        mended = documents.mended(data)
        if mended is None:
            raise
    return msgspec.json.decode(mended, type=dict[str, dict[int, Raw]])


def _meta(raw: dict[str, dict[int, Raw]]) -> Meta | None:
    rows = raw.get(META)
    if not rows or 1 not in rows:
        return None
    return msgspec.json.decode(rows[1], type=Meta)


def _canonical(path: Path, tables: Tables) -> Tables:
    """A file that somebody else wrote, each document in our own spelling."""
    canonical: Tables = {}
    for table, rows in tables.items():
        canonical[table] = {}
        for number, row in rows.items():
            try:
                canonical[table][number] = documents.canonical(row)
            except (ValueError, RecursionError) as error:
                raise LedgerUnreadable(
                    path, f"table {table}, document {number}: {error}", "mend that document"
                ) from error
    return canonical
