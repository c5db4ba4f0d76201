"""Several rows that are one item: rows that go on with the problem above are joined, repeated rows refused."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from domain.imports.findings import Place, Reason, Refusal, quote
from domain.imports.item_rows import RowDraft, is_beside_the_point
from domain.imports.sheet import ItemRow

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
    passed_over: tuple[int, ...]  # rows that are no item at all


def join_rows(rows: Sequence[ItemRow]) -> Continued:
    """The rows of items; a section's title ends the problem above it."""
    kept: list[ItemRow] = []
    joined: list[int] = []
    completed: list[int] = []
    passed_over: list[int] = []
    has_head = False
    for row in rows:
        if has_head and _goes_on(row):
            if is_beside_the_point(row):
                joined.append(row.row)
                kept[-1] = _joined_rows(kept[-1], row)
            else:
                completed.append(row.row)
                kept.append(_completed(kept[-1], row))
        elif is_beside_the_point(row):
            passed_over.append(row.row)
            has_head = False
        else:
            kept.append(row)
            has_head = True
    return Continued(tuple(kept), tuple(joined), tuple(completed), tuple(passed_over))


def _goes_on(row: ItemRow) -> bool:
    names_none = not (row.number or row.title or row.own_number)
    return names_none and any(getattr(row, field) for field in _TELLING)


def _joined_rows(first: ItemRow, row: ItemRow) -> ItemRow:
    texts = {field: _both(getattr(first, field), getattr(row, field)) for field in _OWN}
    return replace(first, bad=first.bad + row.bad, **texts)


def _both(one: str, other: str) -> str:
    return "\n".join(dict.fromkeys(text for text in (one, other) if text))


def _completed(first: ItemRow, row: ItemRow) -> ItemRow:
    common = {field: getattr(row, field) or getattr(first, field) for field in _COMMON}
    if not row.due:
        common |= {field: getattr(first, field) for field in _LIMIT}
    return replace(row, **common)


#: What the rows of one problem may say differently.
_ADDED = ("measures", "standard", "progress", "evidence", "remark")


def fold_rows(drafts: Iterable[RowDraft]) -> tuple[list[RowDraft], list[Refusal]]:
    """The drafts with repetitions folded or refused: of two rows with one 督办号 the second can't be meant.

    Rows are one item when they follow each other in a sheet with the same 序号, words, unit, owner and limit.
    """
    kept: list[RowDraft] = []
    refused: list[Refusal] = []
    seen: dict[tuple[str, ...], Place] = {}
    numbered: dict[int, Place] = {}
    for draft in drafts:
        is_joined = bool(kept and draft.number and _promise(kept[-1]) == _promise(draft))
        other = seen.setdefault(_everything(draft), draft.place)
        if draft.own_number and not is_joined and other == draft.place:
            other = numbered.setdefault(draft.own_number, draft.place)
        if other != draft.place:
            cell = quote(draft.title)
            refused.append(Refusal(place=draft.place, reason=Reason.ROW_TWICE, cell=cell, other=other))
        elif is_joined:
            kept[-1] = _joined(kept[-1], draft)
        else:
            kept.append(draft)
    return kept, refused


def _promise(draft: RowDraft) -> tuple[str, ...]:
    numbers = (draft.place.sheet, draft.number, draft.row.own_number)
    return (*numbers, draft.kind.name, draft.title, draft.unit, draft.owner, draft.row.due)


def _everything(draft: RowDraft) -> tuple[str, ...]:
    """All that the row says, but for its number, sheet and progress; a 督办号 makes it an item of its own."""
    words = (draft.row.measures, draft.row.standard, draft.row.reference, draft.row.own_number)
    return (draft.kind.name, draft.title, draft.unit, draft.owner, draft.row.due, *words)


def _joined(first: RowDraft, second: RowDraft) -> RowDraft:
    texts = {}
    for field in _ADDED:
        parts = dict.fromkeys(text for text in (getattr(first.row, field), getattr(second.row, field)) if text)
        texts[field] = "\n".join(parts)
    return replace(first, row=replace(first.row, **texts))
