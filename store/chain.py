"""Whether the next line of the journal is the right one: the one rule, for opening, verifying and restoring alike."""

import re
from collections.abc import Iterator

from msgspec import Struct

from store.lines import GENESIS, Header, LedgerLink, Link, MailLink, Misfit, unseal

#: Disks write whole sectors; each is as before or as it should be after a power cut.
_SECTOR = 512
_ZEROS = re.compile(rb"\0+")


class Place(Struct, frozen=True):
    """Where a journal stands after a line."""

    sequence: int = 0
    head: str = GENESIS
    mail: str = GENESIS  # hash of the newest mail line; "" after a month whose mail lines were left out


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

    def __init__(self, place: Place | None) -> None:
        self.place = place  # None: whatever the first header says
        self.line = 0
        self.tear: Tear | None = None
        self.stripped = False
        self.lacks_newline = False
        self.whole = 0  # offset behind the newest complete transaction
        self._awaits_ledger = False

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
            self.place = Place(place.sequence, place.head, digest)
            return
        if link.prev != place.head:
            raise Misfit("the ledger line before it is another one")
        if link.mail != place.mail and not self.stripped:
            raise Misfit("a mail line before it is missing or was moved")
        self._awaits_ledger = False
        self.place = Place(link.seq, digest, place.mail)

    def _open(self, header: Header) -> None:
        if self.line != 1:
            raise Misfit("a month begins in the middle of a file")
        before = self.place
        if before is not None and (header.seq, header.head) != (before.sequence, before.head):
            raise Misfit("the month does not begin where the one before it ended")
        if before is not None and before.mail and header.mail != before.mail:
            raise Misfit("mail lines at the end of the month before are missing")
        self.stripped = header.stripped
        self.place = Place(header.seq, header.head, "" if header.stripped else header.mail)


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
