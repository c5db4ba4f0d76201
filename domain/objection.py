"""有异议: a unit objects to an assignment on receipt; the office answers it, and until then the item is 待明确."""

from datetime import datetime

from domain.amending_errors import DoubtPending, NoDoubt, SignedAlready
from domain.item import Did, Doubt, DoubtKind, Item, ItemStatus, Step
from domain.steps import checked, require_in_hand, take_reversible_step


def object_to(item: Item, by: str, at: datetime, kind: DoubtKind, words: str = "") -> Item:
    """Before it is signed; whoever objected may say it again, and better."""
    require_in_hand(item)
    if item.status is not ItemStatus.ASSIGNED:
        raise SignedAlready(item.number, item.title)
    if item.doubt is not None and item.doubt.by != by:
        raise DoubtPending(item.number, item.title, item.doubt.by)
    said = checked(words)
    doubt = Doubt(kind=kind, by=by, at=at, words=said)
    return take_reversible_step(item, Step(at, by, Did.DOUBT, said, to=kind), doubt=doubt)


def settle(item: Item, by: str, at: datetime, words: str = "") -> Item:
    """维持: the assignment stands, and is to be signed, and chased, from now on."""
    if item.doubt is None:
        raise NoDoubt(item.number, item.title)
    step = Step(at, by, Did.SETTLE, checked(words))
    return take_reversible_step(item, step, doubt=None, assigned_at=at, moved_at=at)
