"""``/board`` (督办看板): a link into the board, for its reader alone; the ledger keeps only its SHA-256."""

from secrets import token_urlsafe

from domain.actions import Action
from domain.errors import NoBoard
from domain.invitations import digest_of
from domain.sign_in import SignInLink
from handlers.lists import require_private
from handlers.replies import answer
from handlers.request import Request
from store.transaction import Transaction
from texts.board.links import render_board_link

#: Bytes of chance in a link.
_SECRET = 24


def show_board(request: Request, tx: Transaction) -> None:
    """A new link; where the board has an address that Telegram opens itself, the Mini App as well."""
    request.known()
    board = request.office.board
    if not board:
        raise NoBoard
    require_private(request, Action.BOARD)
    token = token_urlsafe(_SECRET)
    tx.add_sign_in(SignInLink(token=digest_of(token), telegram_id=request.telegram_id, made_at=request.now))
    app = f"{board}/app" if board.startswith("https://") else ""
    answer(request, tx, render_board_link(f"{board}/sign-in/{token}", app))
