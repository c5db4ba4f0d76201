"""A line of the journal (流水账), as bytes and back. Each is closed by the SHA-256 of exactly the bytes before it.

* ``{"month": …}`` opens a month's file and says where the chain stood;
* ``{"mail": …}`` holds changes of correspondence; ``more`` says that a ledger line belongs to it;
* ``{"seq": …}`` holds what somebody did to the ledger, and the hash of the ledger line before it.
"""

import hashlib
import json
from datetime import datetime

import msgspec
from msgspec import Raw, Struct

from store.rows import Changes

GENESIS = "0" * 64
_TAIL = len(b',"hash":"') + 64 + len(b'"}\n')

RawChanges = dict[str, dict[int, Raw] | None]


class Header(Struct, frozen=True):
    """The first line of a month's file."""

    month: str
    seq: int
    head: str
    mail: str  # hash of the newest mail line of the month before
    stripped: bool  # the month is closed and its mail lines were left out


class MailLine(Struct, frozen=True):
    """Correspondence: not part of the ledger's chain, but of one of its own within the month."""

    mail: RawChanges
    seq: int  # the ledger line that it follows
    after: str  # hash of the mail line before it
    more: bool  # a ledger line of the same transaction follows


class Adopted(Struct, frozen=True):
    """A whole ledger that came from elsewhere, kept beside the journal under ``file``."""

    file: str
    sha256: str


class LedgerLine(Struct, frozen=True):
    """What somebody did to the ledger."""

    seq: int
    at: datetime
    by: str
    did: str
    changes: RawChanges
    mail: str  # hash of the newest mail line
    prev: str
    adopted: Adopted | None = None


Line = Header | MailLine | LedgerLine


class Misfit(Exception):
    """The bytes are not a line of a journal, or not the next one. ``why`` says what is wrong."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def seal(body: bytes) -> tuple[bytes, str]:
    """The finished line, and its hash. ``body`` is a JSON object without its closing brace."""
    digest = hashlib.sha256(body).hexdigest()
    return b'%b,"hash":"%b"}\n' % (body, digest.encode()), digest


def unseal(line: bytes) -> tuple[Line, str]:
    """What a line with its newline says, and its hash; raises ``Misfit`` when a single byte is not as written."""
    body, tail = line[:-_TAIL], line[-_TAIL:]
    digest = hashlib.sha256(body).hexdigest()
    if tail != b',"hash":"%b"}\n' % digest.encode():
        raise Misfit("its bytes do not match its hash")
    try:
        if body.startswith(b'{"seq"'):
            return msgspec.json.decode(body + b"}", type=LedgerLine), digest
        if body.startswith(b'{"mail"'):
            return msgspec.json.decode(body + b"}", type=MailLine), digest
        return msgspec.json.decode(body + b"}", type=Header), digest
    except msgspec.MsgspecError as error:
        raise Misfit(f"it is no line of a journal: {error}") from error


def header(month: str, seq: int, head: str, mail: str, *, stripped: bool = False) -> tuple[bytes, str]:
    """The first line of a month's file."""
    return seal(_text({"month": month, "seq": seq, "head": head, "mail": mail, "stripped": stripped}))


def mail_line(changes: Changes, *, seq: int, after: str, more: bool) -> tuple[bytes, str]:
    """A line of correspondence."""
    rest = _text({"seq": seq, "after": after, "more": more})
    return seal(b'{"mail":%b,%b' % (_changes(changes), rest[1:]))


def ledger_line(
    changes: Changes, *, seq: int, at: datetime, by: str, did: str, mail: str, prev: str, adopted: Adopted | None = None
) -> tuple[bytes, str]:
    """A line of the ledger's chain."""
    start = _text({"seq": seq, "at": at.isoformat(), "by": by, "did": did})
    rest = _text({"mail": mail, "prev": prev} | ({} if adopted is None else {"adopted": msgspec.to_builtins(adopted)}))
    return seal(b'%b,"changes":%b,%b' % (start, _changes(changes), rest[1:]))


def changes_of(raw: RawChanges) -> Changes:
    """The changes a line holds, as bytes."""
    return {
        table: None
        if rows is None
        else {n: None if (data := bytes(row)) == b"null" else data for n, row in rows.items()}
        for table, rows in raw.items()
    }


def _changes(changes: Changes) -> bytes:
    tables = []
    for table, rows in changes.items():
        name = json.dumps(table).encode()
        if rows is None:
            tables.append(name + b":null")
        else:
            documents = b",".join(b'"%d":%b' % (n, b"null" if row is None else row) for n, row in rows.items())
            tables.append(b"%b:{%b}" % (name, documents))
    return b"{%b}" % b",".join(tables)


def _text(fields: dict[str, object]) -> bytes:
    """The fields as JSON, without the closing brace."""
    return json.dumps(fields, separators=(",", ":")).encode("ascii")[:-1]
