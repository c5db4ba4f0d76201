"""Finds a sheet's header: among the first ten rows, on one level or two, the one whose headings name the most fields.

The bureau's name, 填报单位 and the date stand above it. In a two-level header a merged 责任落实 spans 责任领导,
责任单位 and 责任人 below; the lower heading speaks, then both together, then the upper.
"""

from collections.abc import Iterable, Mapping
from itertools import product

from msgspec import Struct

from reports.columns import (
    ITEM_COLUMNS,
    JOINED,
    PLAIN_LIMIT,
    REASON_HEADING,
    ROSTER_COLUMNS,
    limit_rank,
    match_heading,
    may_be_when_done,
)
from reports.grid import Grid

_SEARCHED_ROWS = 10
#: Headings that need no remark: none, and our own.
_PASSED = frozenset({"", REASON_HEADING})
_TITLE_LIMIT = 200
#: An item sheet names at least three of these, and a unit or an owner among them.
_TELLING = frozenset({"number", "kind", "title", "unit", "owner", "due"})
#: The field of which every column is kept, by rank.
LIMIT = "due"
_ANSWERING = frozenset({"unit", "owner"})
_LEAST_ITEM = 3
#: A roster names its people and two things more.
_LEAST_ROSTER = 3
_TELLING_ROSTER = frozenset({"name", "unit", "role", "telegram_id", "oversees", "post"})


class Column(Struct, frozen=True):
    """One column and the field it fills."""

    number: int
    field: str
    heading: str
    rank: int = 0  # of several limits the highest speaks


class Header(Struct, frozen=True):
    """A header that was found: where it starts, how many rows it takes, and what its columns mean."""

    row: int
    levels: int
    columns: tuple[Column, ...]
    unknown: tuple[str, ...]
    is_roster: bool = False

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(column.field for column in self.columns)


def find_header(grid: Grid) -> Header | None:
    """The sheet's header; ``None`` when it is neither an item sheet nor a roster."""
    heads = _spread(grid)
    best: Header | None = None
    places = product((1, 2), range(min(_SEARCHED_ROWS, grid.height)), (False, True))
    for levels, row, is_roster in places:  # of two readings that name as many fields the plainer stays
        header = _read_header(heads, row, levels, is_roster=is_roster)
        if header and (best is None or _worth(header) > _worth(best)):
            best = header
    return best


def _worth(header: Header) -> tuple[int, int]:
    """How many fields it names; of two that name as many, the one that tells its columns of limits apart."""
    return len(header.fields), len({column.rank for column in header.columns if column.field == LIMIT})


def text_above(grid: Grid, header: Header) -> str:
    """What stands above the header (the table's title, 填报单位, the date), each text once."""
    texts = dict.fromkeys(text for row in grid.rows[: header.row - 1] for text in row if text)
    return " ".join(" ".join(texts).split())[:_TITLE_LIMIT]


def _spread(grid: Grid) -> list[list[str]]:
    """The topmost rows with every merged area's text in all its cells, so that each column sees what stands over it."""
    heads = [list(row) for row in grid.rows[: _SEARCHED_ROWS + 1]]
    for area in grid.merges:
        for row in range(area.top, min(area.bottom, len(heads)) + 1):
            for column in range(area.left, min(area.right, grid.width) + 1):
                heads[row - 1][column - 1] = heads[area.top - 1][area.left - 1]
    return heads


def _read_header(heads: list[list[str]], row: int, levels: int, *, is_roster: bool) -> Header | None:
    if row + levels > len(heads):
        return None
    table = ROSTER_COLUMNS if is_roster else ITEM_COLUMNS
    candidates = [_candidates(heads, row, levels, column) for column in range(len(heads[row]))]
    columns, unknown = _assign(candidates, table)
    header = Header(row + 1, levels, columns, unknown, is_roster)
    if is_roster:
        is_list = len(header.fields & _TELLING_ROSTER) >= _LEAST_ROSTER
        return header if "name" in header.fields and is_list else None
    telling = header.fields & _TELLING
    return header if len(telling) >= _LEAST_ITEM and telling & _ANSWERING else None


def _candidates(heads: list[list[str]], row: int, levels: int, column: int) -> tuple[str, ...]:
    upper = heads[row][column]
    if levels == 1:
        return (upper,)
    lower = heads[row + 1][column]
    return (lower, upper + lower, upper) if lower and lower != upper else (upper,)


def _match(number: int, texts: tuple[str, ...], table: Mapping[str, tuple[str, ...]]) -> tuple[int, Column] | None:
    """The column's field by its heading, and how well; the day on which something was done is no limit."""
    for text in texts:
        match = match_heading(text, table)
        if match is None:
            continue
        field, fit = match
        if field != LIMIT:
            return fit, Column(number, field, text)
        rank = limit_rank(*_both_orders(texts))
        heading = texts[1] if text == texts[-1] and len(texts) > 1 else text
        return None if rank is None else (fit, Column(number, field, heading, rank))
    return None


def _both_orders(texts: tuple[str, ...]) -> tuple[str, ...]:
    """实际 over 完成时间, and 完成时间 over 实际, are the same."""
    return (texts[1], texts[0] + texts[-1]) if len(texts) > 1 else texts


def _without_when_done(columns: list[Column]) -> list[Column]:
    """Without 完成时间, where 完成时限 is there as well."""
    if not any(column.field == LIMIT and column.rank == PLAIN_LIMIT for column in columns):
        return columns
    return [each for each in columns if each.field != LIMIT or not may_be_when_done(each.rank, each.heading)]


def _assign(
    candidates: Iterable[tuple[str, ...]], table: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Gives each field its best column (or several, where they are joined); the rest is unknown."""
    headings = dict(enumerate(candidates, 1))
    found = [each for number, texts in headings.items() if (each := _match(number, texts, table))]
    best: dict[str, int] = {}
    for fit, column in found:
        best[column.field] = max(fit, best.get(column.field, 0))
    taken: list[Column] = []
    for fit, column in found:
        is_first = all(column.field != other.field for other in taken)
        if column.field in JOINED or column.field == LIMIT or (is_first and fit == best[column.field]):
            taken.append(column)
    taken = sorted(_without_when_done(taken), key=lambda column: -column.rank)
    numbers = {column.number for column in taken}
    unknown = (texts[0] for number, texts in headings.items() if number not in numbers)
    return tuple(taken), tuple(" ".join(text.split()) for text in dict.fromkeys(unknown) if text not in _PASSED)
