"""Which items a request means, and whether its speaker may: by number, or by the message that it answers."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from domain.actions import Action
from domain.errors import DubanError, ForeignChat, ItemMissing, ItemRefusal, NumberMissing, SeveralItems, StaleButton
from domain.item import Item
from domain.rights import may, may_in, may_show, require
from domain.roster import Person
from handlers.request import Request

T = TypeVar("T")


class Named(NamedTuple):
    """The items that a command is about, and the words that go with it."""

    numbers: tuple[int, ...]
    note: str


def item_for(request: Request, speaker: Person, number: int, action: Action) -> Item:
    """The item, if the speaker may do this to it and it may be shown in this chat."""
    item = request.ledger.item(number)
    if not request.is_private:
        _require_own_group(request, speaker)
    if item is None or not may_show(item, request.binding, is_private=request.is_private):
        raise ItemMissing(number)
    require(speaker, action, item, request.roster)
    return item


def _require_own_group(request: Request, speaker: Person) -> None:
    """In a group that is no unit's, or another's, nothing is told: not even whether a number exists."""
    here = request.binding
    if here is None or not here.unit or not may_in(speaker, Action.UNIT, here.unit, request.roster):
        raise ForeignChat


def pressed_item(request: Request, speaker: Person, action: Action, *, strict: bool = False) -> Item:
    """The item of the pressed button; ``strict`` refuses a button that was shown before the item's newest change."""
    press = request.pressed()
    item = item_for(request, speaker, press.item, action)
    if strict and press.version not in (0, item.version):
        raise StaleButton(item.number, item.title)
    return item


def numbers_of(request: Request, speaker: Person, action: Action) -> Named:
    """The numbers and the note of a command; without numbers, the item of the message that it answers."""
    said = request.said
    if said.numbers:
        return Named(said.numbers, said.note)
    about = about_answered(request, speaker, action)
    if not about:
        raise NumberMissing(said.command)
    if len(about) > 1:
        raise SeveralItems(said.command, tuple(item.number for item in about))
    return Named((about[0].number,), said.note)


def about_answered(request: Request, speaker: Person, action: Action) -> tuple[Item, ...]:
    """The items of the message that is answered, as far as the speaker may do this to them here."""
    if request.answered is None:
        return ()
    numbers = request.ledger.about(request.chat_id, request.answered)
    return tuple(
        item
        for item in request.ledger.items(numbers)
        if may_show(item, request.binding, is_private=request.is_private) and may(speaker, action, item, request.roster)
    )


def sift(subjects: Iterable[T], act: Callable[[T], Item], refusals: list[DubanError]) -> tuple[Item, ...]:
    """What ``act`` makes of each subject; one item's refusal is noted and does not stand in the way of the others."""
    made = []
    for subject in subjects:
        try:
            made.append(act(subject))
        except (ItemMissing, ItemRefusal) as refusal:
            refusals.append(refusal)
    return tuple(made)
