"""A pressed message that speaks of more than one thing: the pressed button goes away, and its item shows its state.

What the message says is read off the press itself. It may be older than an edit that is on its way; that does no harm,
since every button is looked at anew, and not only the one that was pressed.
"""

from msgspec.structs import replace

from domain.press import Press
from domain.rights import may_show
from handlers.reply import show
from handlers.request import Request
from store.transaction import Transaction
from texts.renewal import render_renewed


def renew(request: Request, tx: Transaction) -> None:
    """Brings the pressed message up to date, where Telegram shows it to us and something in it has had its day."""
    if request.shown is None or request.message_id is None:
        return
    shown = replace(request.shown, about=request.ledger.about(request.chat_id, request.message_id))
    numbers = {press.number for row in shown.rows for each in row if (press := Press.decode(each.data)) is not None}
    items = {
        item.number: item
        for item in request.ledger.items(sorted(numbers))
        if may_show(item, request.binding, is_private=request.is_private)
    }
    page = render_renewed(shown, items, request.rules, request.now)
    if page is not None:
        show(request, tx, page)
