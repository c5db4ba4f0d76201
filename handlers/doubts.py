"""Words that wait for a confirmation, and what may have been meant: asked with a button for each item."""

from collections.abc import Callable, Mapping
from functools import partial

from domain.actions import ACTIONS, COMMANDS, Action
from domain.closing import acknowledge, finish, undo
from domain.errors import ButtonTooOld, DubanError, NotYourWords, NumberMissing
from domain.item import IN_HAND, Item
from domain.rights import may, may_show
from domain.roster import Person
from handlers.families import require_closable
from handlers.refusals import say_all
from handlers.replies import answer
from handlers.request import Request, about_answered, item_for, owned_by, sift
from store.transaction import Transaction
from store.values import Dialogue
from texts.feedback import OFFERED, render_ask, render_unknown_words

_DRAFT = "draft"


def keep_draft(request: Request, tx: Transaction, words: str, items: tuple[Item, ...] = (), answered: str = "") -> int:
    """Keeps the words with the items that they are about, and returns the number under which they wait."""
    draft = request.message_id or 0
    data = {
        "words": words,
        "by": request.known().name,
        "who": str(request.telegram_id),
        "items": ",".join(str(item.number) for item in items),
        "answered": answered or str(request.answered or 0),
    }
    tx.set_dialogue(request.chat_id, -draft, Dialogue(kind=_DRAFT, data=data, begun_at=request.at))
    return draft


def draft_of(request: Request, kind: str = _DRAFT) -> Dialogue:
    """The words, or the change, that the pressed button is about: whose it is decides on it."""
    draft = request.ledger.dialogue(request.chat_id, -request.pressed().version)
    if draft is None or draft.kind != kind:
        raise ButtonTooOld
    if draft.data["who"] != str(request.telegram_id):
        raise NotYourWords(draft.data["by"])
    return draft


def numbers_in(draft: Dialogue) -> tuple[int, ...]:
    """The items that the words are about."""
    return tuple(int(number) for number in draft.data["items"].split(",") if number)


def narrow_draft(request: Request, tx: Transaction, draft: Dialogue, item: Item) -> None:
    """From now on the words are about this item alone."""
    data = draft.data | {"items": str(item.number)}
    kept = Dialogue(kind=_DRAFT, data=data, begun_at=draft.begun_at)
    tx.set_dialogue(request.chat_id, -request.pressed().version, kept)


def drop_draft(request: Request, tx: Transaction) -> None:
    """The words are recorded, or not wanted."""
    tx.set_dialogue(request.chat_id, -request.pressed().version, None)


def handle_doubt(request: Request, tx: Transaction) -> None:
    """Asks whether this was meant."""
    speaker, said = request.known(), request.said
    action = COMMANDS[said.command]
    refusals: list[DubanError] = []
    named = sift(said.numbers, partial(item_for, request, speaker, action=action), refusals)
    ready = sift(named, partial(_tried, request, speaker, action), refusals)
    items = {item.number: item for item in (*ready, *_candidates(request, speaker, action))}
    if not items and not refusals:  # what was answered is closed already
        sift(about_answered(request, speaker, action), partial(_tried, request, speaker, action), refusals)
    if not items and not refusals:
        raise NumberMissing(said.command)
    if items:
        offered = tuple(items.values())[:OFFERED]
        draft = keep_draft(request, tx, said.note, offered) if said.note else 0
        answer(request, tx, render_ask(action, offered, said.note, draft, request.rules))
    else:
        say_all(request, tx, refusals)


def _tried(request: Request, speaker: Person, action: Action, item: Item) -> Item:
    """The item, if what is asked about could be done to it."""
    tries: Mapping[Action, Callable[[], Item]] = {
        Action.DONE: lambda: _finished(request, speaker, item),
        Action.ACKNOWLEDGE: lambda: acknowledge(item, speaker.name, request.at),
        Action.UNDO: lambda: undo(item, speaker.name, request.at, is_office=request.roster.is_office(speaker)),
    }
    if action in tries:
        tries[action]()
    return item


def _finished(request: Request, speaker: Person, item: Item) -> Item:
    require_closable(request, item)
    return finish(item, request.rules.kind(item.kind), speaker.name, request.at, request.said.note)


def _candidates(request: Request, speaker: Person, action: Action) -> tuple[Item, ...]:
    """The items of the answered message; in private, without one, the speaker's own in hand."""
    about = about_answered(request, speaker, action)
    if about or request.said.numbers or not request.is_private:
        return tuple(item for item in about if action is not Action.DONE or item.status in IN_HAND)
    return tuple(item for item in owned_by(request, speaker) if item.status in IN_HAND)


def handle_unknown(request: Request, tx: Transaction) -> None:
    """Names what was not understood, and offers the nearest thing."""
    speaker, said = request.known(), request.said
    action = COMMANDS.get(said.command, Action.SEE)
    row = ACTIONS[action]
    offered = action if row.on_items or row.is_list else Action.SEE
    item = _offered(request, speaker, offered if row.on_items else Action.SEE)
    answer(request, tx, render_unknown_words(said.words, speaker, request.rules, item, offered))


def _offered(request: Request, speaker: Person, action: Action) -> Item | None:
    """The first item named, where the speaker may do to it what is offered."""
    for item in request.ledger.items(request.said.numbers[:1]):
        is_shown = may_show(item, request.binding, is_private=request.is_private)
        if is_shown and may(speaker, action, item, request.roster):
            return item
    return None
