"""Previews of workbooks that wait for 确认导入: remembered, so that every copy reads what was decided on one of them.

The same workbook may be sent by several people of the office, or twice by one. Its previews are a row of the ledger
under the workbook's number; a letter's number leads to its message.
"""

from domain.letter import Page
from handlers.reply import reword, show
from handlers.request import Request
from store.transaction import Transaction
from store.values import Dialogue

_PREVIEWS = "previews"
#: Nobody's chat: what is filed here is answered by buttons, never by words. Requests for 销号 are filed under 0.
_NO_CHAT = -1


def file_preview(request: Request, tx: Transaction, number: int, letter: int) -> None:
    """One more preview of that workbook is on its way to whoever sent it."""
    filed = request.ledger.dialogue(_NO_CHAT, number)
    data = {**(filed.data if filed else {}), str(letter): str(request.chat_id)}
    tx.set_dialogue(_NO_CHAT, number, Dialogue(kind=_PREVIEWS, data=data, begun_at=request.now))


def close_previews(request: Request, tx: Transaction, page: Page) -> None:
    """Puts the page in place of the message at hand and of every other preview of the pressed button's workbook."""
    number = request.pressed().number
    filed = request.ledger.dialogue(_NO_CHAT, number)
    letters = {int(letter): int(chat) for letter, chat in filed.data.items()} if filed else {}
    tx.set_dialogue(_NO_CHAT, number, None)
    at_hand = (request.chat_id, request.message_id)
    others = {n: chat for n, chat in letters.items() if (chat, request.ledger.message_of(n)) != at_hand}
    reword(request.ledger, tx, others, page, request.now, asker=request.asker)
    show(request, tx, page)


def expire_previews(request: Request, tx: Transaction, page: Page) -> None:
    """The workbook made room for newer ones. Where it was decided on, every preview reads so already."""
    if request.press is not None and request.ledger.dialogue(_NO_CHAT, request.press.number) is not None:
        close_previews(request, tx, page)
