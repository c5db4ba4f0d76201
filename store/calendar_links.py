"""Secret links to calendar feeds (日历订阅): looked up by what is kept of them."""

from domain.calendar_links import CalendarLink
from store import mail
from store.rows import CALENDARS, Rows


class CalendarLinks:
    """Listens to the table of links."""

    def __init__(self, rows: Rows) -> None:
        self._numbers: dict[str, int] = {}
        rows.listen(CALENDARS, self._changed)

    def of_token(self, token: str) -> int:
        """The link that this is kept of; 0 for none."""
        return self._numbers.get(token, 0)

    def _changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = mail.read(CalendarLink, old), mail.read(CalendarLink, new)
        if before is not None:
            self._numbers.pop(before.token, None)
        if row is not None:
            self._numbers[row.token] = number
