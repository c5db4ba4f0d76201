"""Buttons made from presses: the label a person reads, and the payload of at most 64 bytes that comes back."""

from domain.actions import Action
from domain.item import Item, ItemStatus
from domain.letter import TURN, Button, Origin, Press
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.glossary import BACK, NEXT, PREVIOUS, say_closing
from texts.pages import brief

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


def press_of(action: Action, item: Item, back: Press | Origin = Origin.NOWHERE) -> Press:
    """The press that does this to the item as it stands now."""
    return Press(action, item.number, item.version, back=back)


def label_of(act: Action, item: Item, rules: Rules) -> str:
    """The act's label for this item."""
    if act is Action.DONE:
        return say_closing(item, rules)
    if act is Action.UNDO and item.status is ItemStatus.SUBMITTED:
        return "撤回申请"
    return BUTTONS[act]


def act_button(
    action: Action, item: Item, rules: Rules, back: Press | Origin = Origin.NOWHERE, *, with_number: bool = False
) -> Button:
    """A button that does this to the item; on a card it remembers where the card was opened.

    ``with_number`` is for messages that speak of several items, or of one among other things.
    """
    label = label_of(action, item, rules)
    if with_number:
        return button(numbered(label, item), press_of(action, item, Origin.BESIDE))
    return button(label, press_of(action, item, back))


def open_button(label: str, item: Item, back: Press | Origin = Origin.BESIDE) -> Button:
    """A button that opens the item: in place of the list's page that it remembers, else in a message of its own."""
    return button(label, Press(Action.SEE, item.number, back=back))


def name_button(item: Item, back: Press | Origin = Origin.BESIDE) -> Button:
    """[12 低保动态]: a button that opens the item, by number and the beginning of its title."""
    return open_button(f"{item.number} {brief(item.title, _NAME_LIMIT)}", item, back)


def back_to(item: Item, back: Press | Origin) -> Button:
    """返回 from a question about the item to its card or request, which then leads on to where that was."""
    return back_button(Press(Action.SEE, item.number, back=Origin.NOWHERE if back is Origin.BESIDE else back))


def back_button(press: Press) -> Button:
    """返回."""
    return button(BACK, press)


def turners(action: Action, before: int | None, after: int | None, number: int = 0) -> tuple[Button, ...]:
    """‹上一页 下一页›, each with the first item of its page; ``None`` where there is no such page."""
    pages = ((PREVIOUS, before), (NEXT, after))
    return tuple(button(label, Press(action, number, TURN, page=at)) for label, at in pages if at is not None)
