"""Several rows that are one item: a problem with several measures is folded, a repeated row refused."""

from collections.abc import Iterable

from msgspec.structs import replace

from domain.findings import Place, Reason, Refusal, quote
from domain.importing.itemrow import Draft

#: What the rows of one problem may say differently.
_ADDED = ("measures", "standard", "progress", "evidence", "remark")


def fold_rows(drafts: Iterable[Draft]) -> tuple[list[Draft], list[Refusal]]:
    """The drafts with repetitions folded or refused.

    Rows are one item when they follow each other in a sheet with the same 序号, words, unit, owner and limit.
    """
    kept: list[Draft] = []
    refused: list[Refusal] = []
    seen: dict[tuple[str, ...], Place] = {}
    for draft in drafts:
        other = seen.setdefault(_everything(draft), draft.place)
        if other != draft.place:
            cell = quote(draft.title)
            refused.append(Refusal(place=draft.place, reason=Reason.ROW_TWICE, cell=cell, other=other))
        elif kept and draft.number and _promise(kept[-1]) == _promise(draft):
            kept[-1] = _joined(kept[-1], draft)
        else:
            kept.append(draft)
    return kept, refused


def _promise(draft: Draft) -> tuple[str, ...]:
    numbers = (draft.place.sheet, draft.number, draft.row.own_number)
    return (*numbers, draft.kind.name, draft.title, draft.unit, draft.owner, draft.row.due)


def _everything(draft: Draft) -> tuple[str, ...]:
    """All that the row says, but for its number, sheet and progress; a 督办号 makes it an item of its own."""
    words = (draft.row.measures, draft.row.standard, draft.row.reference, draft.row.own_number)
    return (draft.kind.name, draft.title, draft.unit, draft.owner, draft.row.due, *words)


def _joined(first: Draft, second: Draft) -> Draft:
    texts = {}
    for field in _ADDED:
        parts = dict.fromkeys(text for text in (getattr(first.row, field), getattr(second.row, field)) if text)
        texts[field] = "\n".join(parts)
    return replace(first, row=replace(first.row, **texts))
