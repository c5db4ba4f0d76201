"""Rows that go on with the problem above: its number and words stand once, and every measure has a row of its own.

A merged cell would be filled downwards by the reader; offices leave the cells below blank just as often. A row with
nothing but measures is part of the row above; one with an owner or a limit of its own repeats the rest of it.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from domain.importing.itemrow import is_beside_the_point
from domain.sheet import ItemRow

#: What each row of a problem may say for itself.
_OWN = ("measures", "standard", "progress", "evidence", "remark")
#: What makes a row without a title one of measures; a remark alone may be a note below the table.
_TELLING = ("measures", "standard")
#: What a row with an owner or a limit of its own has in common with the row above.
_COMMON = (
    *("number", "kind", "title", "unit", "owner", "start_on", "given_on", "leader", "partners", "source", "reference"),
    *("marks", "sensitive"),
)


_LIMIT = ("due", "due_heading", "other_dues")


class Continued(Struct, frozen=True):
    """A sheet's rows with what belongs together put together."""

    rows: tuple[ItemRow, ...]
    joined: tuple[int, ...]  # rows that are part of the one above
    completed: tuple[int, ...]  # rows with an owner or a limit of their own that repeat the rest of the one above
    beside: tuple[int, ...]  # rows that are no item at all


def join_rows(rows: Sequence[ItemRow]) -> Continued:
    """The rows of items; a section's title ends the problem above it."""
    kept: list[ItemRow] = []
    joined: list[int] = []
    completed: list[int] = []
    beside: list[int] = []
    has_head = False
    for row in rows:
        if has_head and _goes_on(row):
            if is_beside_the_point(row):
                joined.append(row.row)
                kept[-1] = _joined(kept[-1], row)
            else:
                completed.append(row.row)
                kept.append(_completed(kept[-1], row))
        elif is_beside_the_point(row):
            beside.append(row.row)
            has_head = False
        else:
            kept.append(row)
            has_head = True
    return Continued(tuple(kept), tuple(joined), tuple(completed), tuple(beside))


def _goes_on(row: ItemRow) -> bool:
    names_none = not (row.number or row.title or row.own_number)
    return names_none and any(getattr(row, field) for field in _TELLING)


def _joined(first: ItemRow, row: ItemRow) -> ItemRow:
    texts = {field: _both(getattr(first, field), getattr(row, field)) for field in _OWN}
    return replace(first, bad=first.bad + row.bad, **texts)


def _both(one: str, other: str) -> str:
    return "\n".join(dict.fromkeys(text for text in (one, other) if text))


def _completed(first: ItemRow, row: ItemRow) -> ItemRow:
    common = {field: getattr(row, field) or getattr(first, field) for field in _COMMON}
    if not row.due:
        common |= {field: getattr(first, field) for field in _LIMIT}
    return replace(row, **common)
