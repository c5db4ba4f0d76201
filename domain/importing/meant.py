"""Which items of a ledger the rows of a workbook may speak of: all others need not be read to plan an import.

A wide net: whatever ``matching`` could give to a row is in it.
"""

from domain.importing.itemrow import number_of
from domain.names import one_line, plain_number, written_form
from domain.sheet import Sheets


class Meant:
    """The titles and numbers that a workbook's rows have."""

    def __init__(self, sheets: Sheets) -> None:
        rows = [row for sheet in sheets.items for row in sheet.rows]
        self._titles = {one_line(row.title) for row in rows}
        self._written = {number_of(row) for row in rows}
        self._own = {plain_number(row.own_number) for row in rows}

    def may_be(self, number: int, title: str, ledger_number: str) -> bool:
        """Whether some row may mean the item of that number, title and 序号 (``""``: its own number)."""
        return number in self._own or title in self._titles or self._is_written(number, ledger_number)

    def _is_written(self, number: int, ledger_number: str) -> bool:
        return (written_form(ledger_number) if ledger_number else str(number)) in self._written
