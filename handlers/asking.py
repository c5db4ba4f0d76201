"""An open question is put to somebody, and its answer taken: whatever becomes of that, the question is over."""

from collections.abc import Callable

from domain.errors import DubanError
from domain.item import Item
from handlers.refusals import say_all
from handlers.request import Request, sift
from store.transaction import Transaction
from store.values import Dialogue


def put_question(request: Request, tx: Transaction, kind: str, number: int, **data: str) -> None:
    """The speaker's next words here are the answer."""
    question = Dialogue(kind=kind, number=number, data=data, begun_at=request.now)
    tx.set_dialogue(request.chat_id, request.telegram_id, question)


def take_question(request: Request, tx: Transaction) -> Dialogue | None:
    """The question that the words answer, which is over with that.

    What is raised from here on undoes it: the question stays open, and is answered once more.
    """
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    tx.set_dialogue(request.chat_id, request.telegram_id, None)
    return question


def item_asked_about(request: Request, tx: Transaction, find: Callable[[int], Item]) -> tuple[Item, ...]:
    """The item that the question was about, as ``find`` allows it; why not is said, and the question is over."""
    question = take_question(request, tx)
    refusals: list[DubanError] = []
    found = sift((question.number,) if question else (), find, refusals)
    say_all(request, tx, refusals)
    return found
