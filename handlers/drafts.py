"""Words that were said of an item and wait for 确认: kept in the ledger under the message that said them.

Each waits on its own, so that a second word does not push out the first; nobody but their author decides on them.
"""

from domain.errors import ButtonTooOld, NotYourWords
from domain.item import Item
from handlers.request import Request
from store.transaction import Transaction
from store.values import Dialogue

_DRAFT = "draft"


def keep_draft(request: Request, tx: Transaction, words: str, items: tuple[Item, ...] = ()) -> int:
    """Keeps the words with the items that they are about, and returns the number under which they wait."""
    draft = request.message_id or 0
    data = {
        "words": words,
        "by": request.known().name,
        "who": str(request.telegram_id),
        "items": ",".join(str(item.number) for item in items),
    }
    tx.set_dialogue(request.chat_id, -draft, Dialogue(kind=_DRAFT, data=data, begun_at=request.at))
    return draft


def draft_of(request: Request) -> Dialogue:
    """The words that the pressed button is about: whoever wrote them decides on them."""
    draft = request.ledger.dialogue(request.chat_id, -request.pressed().version)
    if draft is None or draft.kind != _DRAFT:
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
