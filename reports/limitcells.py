"""Which limit a row has, where its sheet has several: 原完成时限 and 现完成时限, or two that count the same.

Most rows of such a sheet were never extended: an empty cell leaves the word to the column that counts next.
"""

from collections.abc import Iterable

from domain.sheet import OtherLimit
from reports.grid import Grid
from reports.header import Column

#: What stands in the column of the adjusted limit where there is none.
_NONE = frozenset(
    {"无", "暂无", "/", "\\", "-", "--", "—", "——", "否", "不变", "未变更", "未调整", "未延期", "未延长", "同原时限"}
)


def limit_cells(grid: Grid, columns: Iterable[Column], row: int) -> dict[str, object]:
    """Fields of ``ItemRow`` for the limit; ``columns`` are those of limits, the highest rank first."""
    columns = tuple(columns)
    written = [(column, text) for column in columns if (text := grid.day(row, column.number))]
    meant = [each for each in written if each[1] not in _NONE] or written[:1]
    if not meant:
        return {}
    (column, text), *others = meant
    equals = {each: other for other, each in reversed(others) if other.rank == column.rank and each != text}
    fields: dict[str, object] = {"due": text}
    if column != columns[0]:
        fields["due_heading"] = column.heading
    if equals:
        fields["other_dues"] = tuple(OtherLimit(other.heading, each) for each, other in equals.items())
    return fields
