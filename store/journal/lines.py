"""A line of the journal as bytes and back, closed by a SHA-256, and the chain that the lines form."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from json.encoder import encode_basestring_ascii as quoted

import msgspec
from msgspec import Raw, Struct

from store.engine import Enclosure, Entry
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


def ledger_line(entry: Entry, link: LedgerLink, at: str) -> tuple[bytes, str]:
    """A line of the ledger's chain; ``at`` is in ISO form."""
    start = (
        f'{{"seq":{link.seq},"prev":"{link.prev}","mail":"{link.mail}",'
        f'"at":"{at}","by":{quoted(entry.by)},"did":{quoted(entry.did)},"changes":'
    )
    pieces = [start.encode("ascii"), *_changes(entry.ledger)]
    for name, kept in entry.kept_elsewhere.items():
        pieces.append(b',"%b":%b' % (name.encode("ascii"), msgspec.json.encode(kept)))
    return seal(b"".join(pieces))


def changes_of(raw: RawChanges) -> Changes:
    """The changes a line holds, as bytes."""
    return {table: None if rows is None else {n: _row(row) for n, row in rows.items()} for table, rows in raw.items()}


def _row(row: Raw) -> bytes | None:
    data = bytes(row)
    return None if data == b"null" else data


def _changes(changes: Changes) -> list[bytes]:
    """In pieces, to be joined: an import's are megabytes, which ``%`` copies at a tenth of the speed."""
    pieces: list[bytes] = []
    before = b"{"
    for table, rows in changes.items():
        pieces.append(b"%b%b:" % (before, quoted(table).encode("ascii")))
        if rows is None:
            pieces.append(b"null")
        else:
            between = b"{"
            for number, row in rows.items():
                pieces += (b'%b"%d":' % (between, number), b"null" if row is None else row)
                between = b","
            pieces.append(b"}" if rows else b"{}")
        before = b","
    pieces.append(b"}" if pieces else b"{}")
    return pieces


def _truth(value: bool) -> str:
    return "true" if value else "false"


#: Disks write whole sectors; each is as before or as it should be after a power cut.
_SECTOR = 512
_ZEROS = re.compile(rb"\0+")


class ChainState(Struct, frozen=True):
    """Where a journal stands after a line."""

    sequence: int = 0
    head: str = GENESIS
    mail: str = GENESIS  # hash of the newest mail line; "" after a month whose mail lines were left out


def lines_of(entry: Entry, place: ChainState, at: str) -> tuple[bytes, ChainState]:
    """The lines of one transaction behind that place, and the place behind them; ``at`` is in ISO form."""
    sequence, head, mail, lines = place.sequence, place.head, place.mail or GENESIS, b""
    is_ledger = bool(entry.ledger or entry.kept_elsewhere)
    if entry.mail:
        lines, mail = mail_line(entry.mail, MailLink(mail, sequence, is_ledger))
    if is_ledger:
        sequence += 1
        line, head = ledger_line(entry, LedgerLink(sequence, head, mail), at)
        lines += line
    return lines, ChainState(sequence, head, mail)


class Tear(Struct, frozen=True):
    """The bytes of a final record that was never completed, and where they begin."""

    offset: int
    line: int
    rest: bytes


class Read(Struct, frozen=True):
    """One line that fits. ``end`` is the offset after it."""

    number: int
    end: int
    link: Link
    line: memoryview


class Chain:
    """Reads one month's file, line by line, from a place."""

    def __init__(self, place: ChainState | None) -> None:
        self.place = place  # None: whatever the first header says
        self.line = 0
        self.tear: Tear | None = None
        self.stripped = False
        self.lacks_newline = False
        self.whole = 0  # offset behind the newest complete transaction
        self._awaits_ledger = False

    @classmethod
    def behind(cls, place: ChainState) -> "Chain":
        """One that goes on in the middle of a month's file, behind that place."""
        chain = cls(place)
        chain.line = 1
        return chain

    def read(self, data: bytes, *, is_last: bool) -> Iterator[Read]:
        """Every line that fits, in order. A torn final record of the newest file is left in ``tear``.

        In the newest file zeros may follow the text: room for what is still to be said.
        Raises ``Misfit`` at the first line that does not fit; ``line`` is then its number.
        """
        if not data and not is_last:
            raise Misfit("the file is empty")
        view = memoryview(data)
        whole_place = self.place
        start, written = 0, written_of(data) if is_last else len(data)
        text = data.find(b"\0", 0, written) if is_last else -1
        text = written if text < 0 else text
        while start < text:
            end = data.find(b"\n", start, text) + 1
            self.line += 1
            if is_last and not end and self._is_torn(data[start:written]):
                break
            line = view[start:end] if end else memoryview(data[start:text] + b"\n")
            link, digest = unseal(line)
            if not end and not is_last:
                raise Misfit("it does not end")
            self._follow(link, digest)
            start = end or text
            if not self._awaits_ledger:
                self.whole = start + (not end)
                whole_place = self.place
            yield Read(self.line, start, link, line)
        if self.whole < written:
            if not is_last:
                raise Misfit("its transaction is not complete")
            self.line += start == text < written
            if b"\n" in data[text:written] and not _is_torn_by_sectors(data, start, written):
                raise Misfit("its bytes were altered")
            self.lacks_newline = False
            self.tear = Tear(self.whole, self.line, data[self.whole : written])
            self.place = whole_place

    def _is_torn(self, rest: bytes) -> bool:
        """Whether a last line without its newline is the torn end of an append, rather than an altered one.

        A tear is what a kill or a power cut leaves: the beginning of a record. A complete line with a wrong hash is
        none, nor is one that has another byte in its newline's place. A record that only lacks its newline is whole.
        """
        if _fits(rest + b"\n"):
            self.lacks_newline = True
            return False
        if _fits(rest[:-1] + b"\n"):
            raise Misfit("its newline was altered")
        return True

    def _follow(self, link: Link, digest: str) -> None:
        if isinstance(link, Header):
            self._open(link)
            return
        if self.place is None or self.line == 1:
            raise Misfit("the file does not begin with its month")
        place = self.place
        if link.seq != place.sequence + isinstance(link, LedgerLink):
            raise Misfit(f"its sequence is {link.seq} after {place.sequence}")
        if isinstance(link, MailLink):
            if self._awaits_ledger:
                raise Misfit("the ledger line of the mail before it is missing")
            if link.after != place.mail or self.stripped:
                raise Misfit("a mail line before it is missing or was moved")
            self._awaits_ledger = link.more
            self.place = ChainState(place.sequence, place.head, digest)
            return
        if link.prev != place.head:
            raise Misfit("the ledger line before it is another one")
        if link.mail != place.mail and not self.stripped:
            raise Misfit("a mail line before it is missing or was moved")
        self._awaits_ledger = False
        self.place = ChainState(link.seq, digest, place.mail)

    def _open(self, header: Header) -> None:
        if self.line != 1:
            raise Misfit("a month begins in the middle of a file")
        before = self.place
        if before is not None and (header.seq, header.head) != (before.sequence, before.head):
            raise Misfit("the month does not begin where the one before it ended")
        if before is not None and before.mail and header.mail != before.mail:
            raise Misfit("mail lines at the end of the month before are missing")
        self.stripped = header.stripped
        self.place = ChainState(header.seq, header.head, "" if header.stripped else header.mail)


def written_of(data: bytes) -> int:
    """Where a journal's text ends: behind it there are zeros, if anything."""
    return len(data.rstrip(b"\0"))


def _is_torn_by_sectors(data: bytes, start: int, written: int) -> bool:
    """Whether the record's zeros are sectors that a power cut kept from being written, while others were."""
    holes = _ZEROS.finditer(data, start, written)
    return all((hole.start() == start or not hole.start() % _SECTOR) and not hole.end() % _SECTOR for hole in holes)


def _fits(line: bytes) -> bool:
    try:
        unseal(memoryview(line))
    except Misfit:
        return False
    return True
