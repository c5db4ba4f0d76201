"""Buttons made from presses: the label a person reads, and the payload of at most 64 bytes that comes back.

A button that opens an item, and those on the card that it opens, carry in ``choice`` where that was, so that 返回 leads
there: ``NOWHERE``, the request for 销号 (``ON_REQUEST``), or a page of a list (``place_of``). ``BESIDE`` marks a button
of a message that speaks of more than its item, such as a digest: that message stays as it is.
"""

from domain.actions import ORIGINS, Action
from domain.item import Item, ItemStatus
from domain.letter import Button, Press
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.glossary import BACK, NEXT, OWN_REASON, PREVIOUS, say_closing
from texts.pages import brief

_ORIGINS_ROOM = 16
_ITEMS_ROOM = 100_000
#: The ``version`` of a press that turns a page, and so shows it in place.
_TURN = 1
NOWHERE = -1
BESIDE = -2
ON_REQUEST = -3
#: The ``choice`` of a reason holds the reason in its last digit, and above that the place.
_REASONS_ROOM = 10
#: So much of a title fits beside its number on a button where two stand in a row; an even number cuts few words apart.
_NAME_LIMIT = 6
COPY_LIMIT = 256


def button(label: str, press: Press) -> Button:
    """A button that asks the bot for something."""
    return Button(label=label, data=press.encode())


def link(label: str, url: str) -> Button:
    """A button that opens an address."""
    return Button(label=label, url=url)


def private_link(label: str, bot: str, payload: str) -> Button:
    """A button that opens the private chat with the bot and says ``/start payload`` there."""
    return link(label, f"https://t.me/{bot}?start={payload}")


def numbered(label: str, item: Item) -> str:
    """办结第21号."""
    return f"{label}第{item.number}号"


def press_of(act: Action, item: Item, choice: int = NOWHERE) -> Press:
    """The press that does this to the item as it stands now."""
    return Press(act, item.number, item.version, choice)


def label_of(act: Action, item: Item, rules: Rules) -> str:
    """The act's label for this item."""
    if act is Action.DONE:
        return say_closing(item, rules)
    if act is Action.UNDO and item.status is ItemStatus.SUBMITTED:
        return "撤回申请"
    return BUTTONS[act]


def act_button(
    act: Action,
    item: Item,
    rules: Rules,
    *,
    with_number: bool = False,
    back: Press | None = None,
    place: int = NOWHERE,
) -> Button:
    """A button that does this to the item; on a card it remembers the list that the card was opened from.

    ``with_number`` is for messages that speak of several items, or of one among other things; ``place`` for what is no
    list.
    """
    label = label_of(act, item, rules)
    if with_number:
        return button(numbered(label, item), press_of(act, item, BESIDE))
    return button(label, press_of(act, item, place_of(back) if back else place))


def open_button(label: str, item: Item, back: Press | None = None) -> Button:
    """A button that opens the item: in place of the list's page that it remembers, else beside its message."""
    return button(label, Press(Action.SEE, item.number, 0, BESIDE if back is None else place_of(back)))


def name_button(item: Item, back: Press | None = None) -> Button:
    """[12 低保动态]: a button that opens the item, by number and the beginning of its title."""
    return open_button(f"{item.number} {brief(item.title, _NAME_LIMIT)}", item, back)


def leaves_alone(press: Press) -> bool:
    """Whether the pressed message is to stay as it is."""
    return press.act is not Action.REASON and press.choice == BESIDE


def place_of(back: Press | None) -> int:
    """The ``choice`` that leads back to this page of a list."""
    if back is None or back.act not in ORIGINS:
        return NOWHERE
    return ORIGINS.index(back.act) + _ORIGINS_ROOM * (back.choice + _ITEMS_ROOM * back.number)


def back_of(press: Press) -> Press | None:
    """The page of a list that 返回 leads to from an item that this press opened."""
    place = came_from(press)
    if place < 0 or place % _ORIGINS_ROOM >= len(ORIGINS):
        return None
    page, origin = divmod(place, _ORIGINS_ROOM)
    number, start = divmod(page, _ITEMS_ROOM)
    return Press(ORIGINS[origin], number, 0, start)


def came_from(press: Press) -> int:
    """The place that the press remembers: ``NOWHERE``, ``BESIDE``, ``ON_REQUEST`` or a page of a list."""
    if press.act is not Action.REASON:
        return press.choice
    return NOWHERE if press.choice < _REASONS_ROOM else press.choice // _REASONS_ROOM - 1 + ON_REQUEST


def reason_press(item: Item, reason: int, place: int) -> Press:
    """退回 for this reason (``OWN_REASON``: another one), asked where ``place`` says."""
    above = _REASONS_ROOM * (place - ON_REQUEST + 1)
    return Press(Action.REASON, item.number, item.version, above + reason - OWN_REASON)


def reason_of(press: Press) -> int:
    """The reason that was chosen; one of an older button stands for itself."""
    choice = press.choice
    return choice % _REASONS_ROOM + OWN_REASON if choice >= _REASONS_ROOM else choice


def back_to(item: Item, place: int) -> Button:
    """返回 from a question about the item to its card or request, which then leads on to where that was."""
    return back_button(Press(Action.SEE, item.number, 0, NOWHERE if place == BESIDE else place))


def back_button(press: Press) -> Button:
    """返回."""
    return button(BACK, press)


def turns(press: Press) -> bool:
    """Whether the press turns a page of the list that it hangs on."""
    return press.choice > 0 or press.version == _TURN


def turners(act: Action, before: int | None, after: int | None, number: int = 0) -> tuple[Button, ...]:
    """‹上一页 下一页›, each with the first item of its page; ``None`` where there is no such page."""
    pages = ((PREVIOUS, before), (NEXT, after))
    return tuple(button(label, Press(act, number, _TURN, start)) for label, start in pages if start is not None)
