"""What was told, by key; which 催办 of an item were; and what was told while the clock was ahead."""

from collections.abc import Iterator
from datetime import datetime

from store import post
from store.post import Told
from store.rows import TOLD, Rows

_CHASE = "|chase:"
#: Keys of notices about the post, which a letter may cause at any time: their instants say nothing of a morning.
_NOTICE = "post|"


class Tellings:
    """Listens to the table of what was told."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.keys: dict[str, int] = {}  # key -> row, without those told ahead of their time
        self._ahead: dict[int, datetime] = {}  # row -> the instant for which it was told
        self._chases: dict[int, tuple[int, ...]] = {}  # item -> rows of its 催办
        rows.listen(TOLD, self._changed)

    def chases_of(self, item: int, since: datetime | None) -> frozenset[str]:
        """The names of the item's 催办 that somebody was told of since then, such as ``2026-11-20|chase:1``."""
        told = (self._row(number) for number in self._chases.get(item, ()))
        return frozenset(_name_in(row.key) for row in told if row is not None and (since is None or row.at >= since))

    def told_from(self, instant: datetime) -> list[int]:
        """The newest rows, as far back as they were told at or after that instant."""
        return list(self._newest(instant))

    def _newest(self, instant: datetime) -> Iterator[int]:
        for number in range(self._rows.highest(TOLD), 0, -1):
            row = None if number in self._ahead else self._row(number)
            if row is None or row.key.startswith(_NOTICE):
                continue
            if row.at < instant:
                return
            yield number

    def ahead_before(self, instant: datetime) -> list[int]:
        """Rows that were told ahead of their time, which has come before that instant."""
        return [number for number, at in self._ahead.items() if at < instant]

    def _row(self, number: int) -> Told | None:
        return post.read(Told, self._rows.get(TOLD, number))

    def _changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = post.read(Told, old), post.read(Told, new)
        if before is not None:
            self._forget(number, before)
        if row is not None:
            self._note(number, row)

    def _forget(self, number: int, row: Told) -> None:
        self._ahead.pop(number, None)
        if self.keys.get(row.key) == number:
            del self.keys[row.key]
        if _CHASE in row.key:
            item = _item_in(row.key)
            others = tuple(each for each in self._chases.get(item, ()) if each != number)
            self._chases[item] = others
            if not others:
                del self._chases[item]

    def _note(self, number: int, row: Told) -> None:
        if row.ahead:
            self._ahead[number] = row.at
        else:
            self.keys[row.key] = number
        if _CHASE in row.key:
            item = _item_in(row.key)
            self._chases[item] = (*self._chases.get(item, ()), number)


def _item_in(key: str) -> int:
    number = key.partition("|")[0]
    return int(number) if number.isdecimal() else 0


def _name_in(key: str) -> str:
    return key.partition("|")[2].rpartition("|")[0]
