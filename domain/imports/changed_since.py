"""What was changed in the ledger after a workbook was written: its cells do not know of it.

A 待补表 asks for what was lacking then: what somebody has filled in since stays as it is. A cell of any sheet that says
what stood there before is named, so that nobody's change is set back unseen.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from domain.imports.findings import FieldChange, Notice, Place, Remark, field_changes, quote
from domain.item import Item, Step
from domain.limits import local_day
from domain.measures import words_of_measures
from domain.rules import Rules

#: How the sheet of a 待补表 is called.
GAP_SHEET = "待补表"
#: What fills a gap, by the field that it is called after.
_FILLS: Mapping[str, tuple[str, ...]] = {
    "owner": ("owner",),
    "due": ("due", "is_endless"),
    "standard": ("standard",),
    "measures": ("measures",),
}
#: What goes along with it.
_ALONG: Mapping[str, tuple[str, ...]] = {"due": ("due_written", "start_on")}
_ENDLESS = "长期坚持"
#: Fields of which it is said that they would be set back.
_NAMED = frozenset({"title", "unit", "owner", "due", "leader", "partners", "standard", "measures"})


def asks_for_gaps(place: Place) -> bool:
    """Whether the row stands in a 待补表: an empty cell of it empties nothing."""
    return place.sheet == GAP_SHEET


def filled_kept(known: Item, after: Item, place: Place) -> tuple[Item, tuple[Notice, ...]]:
    """The item as a row of a 待补表 would have it, without what would be written over an answer that came since."""
    notices: list[Notice] = []
    for field, names in _FILLS.items() if asks_for_gaps(place) else ():
        changes = field_changes(known, after, names)
        is_said = any(each.new for each in changes)
        if not changes or (is_said and not _is_filled_since(known, names)):
            continue
        if is_said:
            change = FieldChange(field, _said(known, field), _said(after, field))
            notices.append(_notice(Remark.FILLED_ALREADY, known, place, change, field))
        after = replace(after, **{name: getattr(known, name) for name in (*names, *_ALONG.get(field, ()))})
    return after, tuple(notices)


def about_set_back(
    known: Item, after: Item, changes: Iterable[FieldChange], place: Place, rules: Rules
) -> Iterator[Notice]:
    """The cells that say what somebody has changed since, as it was before."""
    for change in changes:
        step = _newest_of(known, (change.field,)) if change.field in _NAMED else None
        if step is not None and step.was[change.field] == msgspec.to_builtins(getattr(after, change.field)):
            day = local_day(step.at, rules).isoformat()
            yield _notice(Remark.SETS_BACK, known, place, change, change.field, step.by, day)


def _said(item: Item, field: str) -> str:
    """What the item says there, on one line."""
    if field == "due" and item.is_endless:
        return _ENDLESS
    return words_of_measures(item) if field == "measures" else getattr(item, field)


def _notice(remark: Remark, item: Item, place: Place, change: FieldChange, *known: str) -> Notice:
    written, meaning = quote(change.new), quote(change.old)
    return Notice(remark=remark, place=place, number=item.number, written=written, meaning=meaning, known=known)


def _newest_of(item: Item, names: tuple[str, ...]) -> Step | None:
    """The newest step that changed one of these fields."""
    return next((step for step in reversed(item.history) if not step.was.keys().isdisjoint(names)), None)


def _is_filled_since(item: Item, names: tuple[str, ...]) -> bool:
    """Whether what these fields say was lacking before the newest step that changed them."""
    step = _newest_of(item, names)
    return step is not None and not any(step.was.get(name) for name in names)
