"""The requests for 销号 that went out to approvers: remembered, so that all of them read what one decided.

They are remembered as a row of the ledger under the item; a letter's number leads to its message, whenever it was sent.
"""

from collections.abc import Iterable

from domain.letter import Fate, Page, Urgency
from domain.rights import is_reachable
from domain.roster import Person
from handlers.reply import change, write_to
from handlers.request import Request
from store.transaction import Transaction
from store.values import Dialogue

PETITION = "petition"
#: Nobody's private chat: what is filed here is answered by buttons, never by words.
_NO_CHAT = 0


def open_petition(request: Request, tx: Transaction, number: int, approvers: Iterable[Person], page: Page) -> None:
    """Writes the request to each approver who can be reached, and remembers the letters."""
    letters = {}
    for person in approvers:
        letter = write_to(tx, person, page, request.now) if is_reachable(person) else None
        if letter is not None:
            letters[str(letter)] = str(person.telegram_id)
    petition = Dialogue(kind=PETITION, number=number, data=letters, begun_at=request.now)
    tx.set_dialogue(_NO_CHAT, number, petition)


def close_petition(request: Request, tx: Transaction, number: int, page: Page) -> frozenset[tuple[int, int]]:
    """Puts the page in place of every request for the item; returns the messages that it changed (chat, message)."""
    petition = request.ledger.dialogue(_NO_CHAT, number)
    if petition is None:
        return frozenset()
    tx.set_dialogue(_NO_CHAT, number, None)
    changed = set()
    for letter, chat in petition.data.items():
        message = request.ledger.message_of(int(letter))
        if message is not None:
            change(tx, int(chat), message, page, request.now, urgency=Urgency.NOTICE)
            changed.add((int(chat), message))
        elif request.ledger.letter(int(letter)) is not None:
            tx.settle(int(letter), Fate.SUPERSEDED, at=request.now, why="decided before it was sent")
    return frozenset(changed)
