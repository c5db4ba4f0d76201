"""Closed months of the journal that opening has checked before: looked at again only if their file is another one.

Otherwise a start would read, after ten years, ten years of journal. The note is a convenience: without it, or wherever
it does not fit, every line is checked; ``verify`` and ``backup`` never ask it (docs/decisions/0014-closed-months.md).
"""

from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from store.chain import Place
from store.disk import Disk, Stamp, write_whole

_NAME = "checked.json"


class Seal(Struct, frozen=True):
    """A month's file as it was when each of its lines fitted, and where the chain stood at its end."""

    stamp: Stamp
    place: Place


class Seals:
    """The note of one journal's folder."""

    def __init__(self, disk: Disk, folder: Path) -> None:
        self._disk = disk
        self._path = folder / _NAME
        self._noted = self._read()
        self._now: dict[str, Seal] = {}

    def place_behind(self, month: str, stamp: Stamp | None) -> Place | None:
        """Where the chain stands after the month, if its file is the one that was checked."""
        seal = self._noted.get(month)
        return seal.place if seal is not None and seal.stamp == stamp else None

    def put(self, month: str, stamp: Stamp | None, place: Place | None) -> None:
        """The month's file was checked, now or before."""
        if stamp is not None and place is not None:
            self._now[month] = Seal(stamp, place)

    def keep(self) -> None:
        """Write the note, if it says anything new; a disk that refuses costs time at the next start, and no more."""
        if self._now != self._noted:
            with suppress(OSError):
                write_whole(self._disk, self._path, [msgspec.json.encode(self._now)])

    def _read(self) -> dict[str, Seal]:
        try:
            return msgspec.json.decode(self._disk.read(self._path), type=dict[str, Seal])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}
