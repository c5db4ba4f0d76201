"""An item's measures (措施): words alone as a workbook writes them, or each with an owner, a limit and a state."""

from collections.abc import Sequence

from domain.item import Item
from domain.item_records import Measure


def measures_of(item: Item) -> tuple[Measure, ...]:
    """The measures one by one; of words alone each line is one."""
    if isinstance(item.measures, str):
        return tuple(Measure(words=line.strip()) for line in item.measures.splitlines() if line.strip())
    return item.measures


def words_of_measures(item: Item) -> str:
    """All measures in words, a line each."""
    return item.measures if isinstance(item.measures, str) else "\n".join(each.words for each in item.measures)


def as_kept(measures: Sequence[Measure]) -> str | tuple[Measure, ...]:
    """Measures as an item keeps them: without owner, limit and state they are words."""
    if all(each == Measure(words=each.words) for each in measures):
        return "\n".join(each.words for each in measures)
    return tuple(measures)
