"""Rows under a header as the domain takes them, with cells that hold limits."""

from collections.abc import Iterable, Iterator

import msgspec

from domain.imports.sheet import BadCell, ItemRow, ItemSheet, OtherLimit, PersonRow, RosterSheet
from reports.grid import Grid
from reports.header import LIMIT, Column, Header, find_header, text_above

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


_DATES = frozenset({"start_on", "given_on"})


def read_sheet(name: str, grid: Grid) -> ItemSheet | RosterSheet | None:
    """The sheet's rows under their fields; ``None`` when it has no header of ours."""
    header = find_header(grid)
    if header is None:
        return None
    first: dict[str, Column] = {}
    for column in header.columns:
        first.setdefault(column.field, column)
    in_order = sorted(first.values(), key=lambda column: column.number)
    headings = {column.field: _shown(column.heading) for column in in_order}
    if header.is_roster:
        people = tuple(msgspec.convert(row, PersonRow) for row in _rows(grid, header))
        return RosterSheet(name=name, header_row=header.row, headings=headings, unknown=header.unknown, rows=people)
    rows = tuple(msgspec.convert(row, ItemRow) for row in _rows(grid, header))
    return ItemSheet(
        name=name,
        title=text_above(grid, header),
        header_row=header.row,
        headings=headings,
        limit_headings=tuple(_shown(column.heading) for column in header.columns if column.field == LIMIT),
        unknown=header.unknown,
        rows=rows,
        hidden=tuple(row.row for row in rows if row.row in grid.hidden),
    )


def _shown(heading: str) -> str:
    """The heading on one line: a break within a Chinese heading is only a wrapped line."""
    return " ".join(heading.replace("\n", "").split())


def _rows(grid: Grid, header: Header) -> Iterator[dict[str, object]]:
    """Rows below the header that hold something, without the header where a page repeats it."""
    for row in range(header.row + header.levels, grid.height + 1):
        values = _values(grid, header, row)
        repeated = all(_is_heading(grid.text(row, column.number), column) for column in header.columns)
        if values and not repeated:
            yield {"row": row, **values, "bad": _bad_cells(grid, header, row)}


def _is_heading(text: str, column: Column) -> bool:
    """Whether the cell repeats its column's heading, on two levels the lower one."""
    return bool(text) and column.heading.endswith(text)


def _values(grid: Grid, header: Header, row: int) -> dict[str, object]:
    limits = [column for column in header.columns if column.field == LIMIT]
    return _texts(grid, header, row) | limit_cells(grid, limits, row)


def _texts(grid: Grid, header: Header, row: int) -> dict[str, str]:
    values: dict[str, str] = {}
    for column in header.columns:
        if column.field == LIMIT:
            continue
        text = _read(grid, column, row)
        if text:
            earlier = values.get(column.field)
            values[column.field] = f"{earlier}\n{text}" if earlier and earlier != text else text
    return values


def _read(grid: Grid, column: Column, row: int) -> str:
    return grid.day(row, column.number) if column.field in _DATES else grid.text(row, column.number)


def _bad_cells(grid: Grid, header: Header, row: int) -> tuple[BadCell, ...]:
    return tuple(
        BadCell(_shown(column.heading), grid.faults[row, column.number])
        for column in header.columns
        if (row, column.number) in grid.faults
    )
