"""A line of the journal (流水账), as bytes and back. Each is closed by the SHA-256 of exactly the bytes before it.

* ``{"month": …}`` opens a month's file and says where the chain stood;
* ``{"after": …}`` holds changes of correspondence; ``more`` says that a ledger line belongs to it;
* ``{"seq": …}`` holds what somebody did to the ledger, and the hash of the ledger line before it.

What links a line to those before it comes first, so that the chain is checked without reading what the lines say.
"""

import hashlib
import re
from datetime import datetime
from json.encoder import encode_basestring_ascii as quoted

import msgspec
from msgspec import Raw, Struct

from store.rows import Changes

GENESIS = "0" * 64
TAIL = len(b',"hash":"') + 64 + len(b'"}\n')

_LEDGER = re.compile(rb'\{"seq":(\d+),"prev":"([0-9a-f]{64})","mail":"([0-9a-f]{64})",')
_MAIL = re.compile(rb'\{"after":"([0-9a-f]{64})","seq":(\d+),"more":(true|false),')

RawChanges = dict[str, dict[int, Raw] | None]


class Header(Struct, frozen=True):
    """The first line of a month's file."""

    month: str
    seq: int
    head: str
    mail: str  # hash of the newest mail line of the month before
    stripped: bool  # the month is closed and its mail lines were left out


class MailLink(Struct, frozen=True):
    """Where a mail line belongs: not in the ledger's chain, but in one of its own."""

    after: str  # hash of the mail line before it
    seq: int  # the ledger line that it follows
    more: bool  # a ledger line of the same transaction follows


class LedgerLink(Struct, frozen=True):
    """Where a ledger line belongs."""

    seq: int
    prev: str
    mail: str  # hash of the newest mail line


Link = Header | MailLink | LedgerLink


class Enclosure(Struct, frozen=True):
    """A TinyDB file kept beside the journal under ``file``: what a line would be too short for."""

    file: str
    sha256: str


class MailLine(Struct, frozen=True):
    """What a mail line says."""

    mail: RawChanges


class LedgerLine(Struct, frozen=True):
    """What somebody did to the ledger."""

    seq: int
    at: datetime
    by: str
    did: str
    changes: RawChanges
    adopted: Enclosure | None = None  # the whole ledger, which came from elsewhere
    enclosed: Enclosure | None = None  # documents that were changed before what ``changes`` says


class Misfit(Exception):
    """The bytes are not a line of a journal, or not the next one. ``why`` says what is wrong."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def seal(body: bytes) -> tuple[bytes, str]:
    """The finished line, and its hash. ``body`` is a JSON object without its closing brace."""
    digest = hashlib.sha256(body).hexdigest()
    return b"".join((body, b',"hash":"', digest.encode(), b'"}\n')), digest


def unseal(line: memoryview) -> tuple[Link, str]:
    """Where a line (with its newline) belongs, and its hash; raises ``Misfit`` when a single byte is not as written."""
    body = line[:-TAIL]
    digest = hashlib.sha256(body).hexdigest()
    if line[-TAIL:] != b',"hash":"%b"}\n' % digest.encode():
        raise Misfit("its bytes do not match its hash")
    if found := _LEDGER.match(body):
        return LedgerLink(int(found[1]), found[2].decode(), found[3].decode()), digest
    if found := _MAIL.match(body):
        return MailLink(found[1].decode(), int(found[2]), found[3] == b"true"), digest
    try:
        return msgspec.json.decode(line, type=Header), digest
    except msgspec.MsgspecError as error:
        raise Misfit(f"it is no line of a journal: {error}") from error


def header(month: str, seq: int, head: str, mail: str, *, stripped: bool = False) -> tuple[bytes, str]:
    """The first line of a month's file."""
    start = f'{{"month":"{month}","seq":{seq},"head":"{head}","mail":"{mail}","stripped":{_truth(stripped)}'
    return seal(start.encode("ascii"))


def mail_line(changes: Changes, link: MailLink) -> tuple[bytes, str]:
    """A line of correspondence."""
    start = f'{{"after":"{link.after}","seq":{link.seq},"more":{_truth(link.more)},"mail":'
    return seal(b"".join((start.encode("ascii"), *_changes(changes))))


def ledger_line(
    changes: Changes, link: LedgerLink, *, at: str, by: str, did: str, beside: dict[str, Enclosure]
) -> tuple[bytes, str]:
    """A line of the ledger's chain; ``at`` is in ISO form, ``beside`` is what else the line has, by its name."""
    where = f'{{"seq":{link.seq},"prev":"{link.prev}","mail":"{link.mail}",'
    what = f'"at":"{at}","by":{quoted(by)},"did":{quoted(did)},"changes":'
    rest = [b',"%b":%b' % (name.encode("ascii"), msgspec.json.encode(kept)) for name, kept in beside.items()]
    return seal(b"".join(((where + what).encode("ascii"), *_changes(changes), *rest)))


def changes_of(raw: RawChanges) -> Changes:
    """The changes a line holds, as bytes."""
    return {table: None if rows is None else {n: _row(row) for n, row in rows.items()} for table, rows in raw.items()}


def _row(row: Raw) -> bytes | None:
    data = bytes(row)
    return None if data == b"null" else data


def _changes(changes: Changes) -> list[bytes]:
    """In pieces, to be joined: an import's are megabytes, which ``%`` copies at a tenth of the speed."""
    pieces: list[bytes] = []
    for table, rows in changes.items():
        pieces += (b"," if pieces else b"{", quoted(table).encode("ascii"))
        if rows is None:
            pieces.append(b":null")
        else:
            documents = b",".join([b'"%d":%b' % (n, b"null" if row is None else row) for n, row in rows.items()])
            pieces += (b":{", documents, b"}")
    pieces.append(b"}" if pieces else b"{}")
    return pieces


def _truth(value: bool) -> str:
    return "true" if value else "false"
