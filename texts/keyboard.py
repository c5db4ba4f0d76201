"""Buttons made from presses: the label a person reads, and the payload of at most 64 bytes that comes back.

A button that opens an item from a list, and those on the card that it opens, carry in ``choice`` where that was:
``-1`` for nowhere, else the list's place in ``ORIGINS`` plus the page's number times theirs. So 返回 finds its page.
``-2`` marks a button of a message that speaks of more than its item, such as a digest: that message stays as it is.
"""

from domain.item import Item, ItemStatus
from domain.letter import Button
from domain.press import Act, Press
from domain.rules import Rules
from texts.glossary import BACK, BUTTONS, NEXT, PREVIOUS, say_closing

ORIGINS = (Act.MINE, Act.UNIT, Act.LATE, Act.WAITING, Act.UNSIGNED, Act.RECHECK)
NOWHERE = -1
BESIDE = -2
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


def press_of(act: Act, item: Item, choice: int = NOWHERE) -> Press:
    """The press that does this to the item as it stands now."""
    return Press(act, item.number, item.version, choice)


def label_of(act: Act, item: Item, rules: Rules) -> str:
    """The act's label for this item."""
    if act is Act.DONE:
        return say_closing(item, rules)
    if act is Act.UNDO and item.status is ItemStatus.SUBMITTED:
        return "撤回申请"
    return BUTTONS[act]


def act_button(act: Act, item: Item, rules: Rules, *, with_number: bool = False, back: Press | None = None) -> Button:
    """A button that does this to the item; on a card it remembers the list that the card was opened from.

    ``with_number`` is for messages that speak of several items, or of one among other things.
    """
    label = label_of(act, item, rules)
    if with_number:
        return button(numbered(label, item), press_of(act, item, BESIDE))
    return button(label, press_of(act, item, place_of(back)))


def open_button(label: str, item: Item, back: Press | None = None) -> Button:
    """A button that opens the item: in place of the list's page that it remembers, else beside its message."""
    return button(label, Press(Act.OPEN, item.number, 0, BESIDE if back is None else place_of(back)))


def leaves_alone(press: Press) -> bool:
    """Whether the pressed message is to stay as it is; the ``choice`` of a reason means something else."""
    return press.act is not Act.REASON and press.choice == BESIDE


def place_of(back: Press | None) -> int:
    """The ``choice`` that leads back to this page of a list."""
    if back is None or back.act not in ORIGINS:
        return NOWHERE
    return ORIGINS.index(back.act) + len(ORIGINS) * back.choice


def back_of(press: Press) -> Press | None:
    """Where 返回 leads from an item that this press opened."""
    if press.choice < 0:
        return None
    page, place = divmod(press.choice, len(ORIGINS))
    return Press(ORIGINS[place], 0, 0, page)


def back_button(press: Press) -> Button:
    """返回."""
    return button(BACK, press)


def turners(act: Act, page: int, pages: int, number: int = 0) -> tuple[Button, ...]:
    """‹上一页 下一页› as far as there are pages."""
    turn = []
    if page > 0:
        turn.append(button(PREVIOUS, Press(act, number, 0, page - 1)))
    if page + 1 < pages:
        turn.append(button(NEXT, Press(act, number, 0, page + 1)))
    return tuple(turn)
