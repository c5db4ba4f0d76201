"""Who wants to hear nothing of an item for some days (静音): looked up by person and item."""

from datetime import date

from domain.muting import Mute
from store import mail
from store.rows import MUTES, Rows


class Mutes:
    """Listens to the table of mutes."""

    def __init__(self, rows: Rows) -> None:
        self._found: dict[tuple[int, int], tuple[int, date]] = {}  # person and item -> row, last day
        rows.listen(MUTES, self._changed)

    def until(self, person: int, item: int) -> date | None:
        """The last day of it; it may be past."""
        found = self._found.get((person, item))
        return None if found is None else found[1]

    def row_of(self, person: int, item: int) -> int:
        """Its row; 0 for none."""
        return self._found.get((person, item), (0, None))[0]

    def _changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = mail.read(Mute, old), mail.read(Mute, new)
        if before is not None and self.row_of(before.person, before.item) == number:
            del self._found[before.person, before.item]
        if row is not None:
            self._found[row.person, row.item] = (number, row.until)
