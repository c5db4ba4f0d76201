"""[佐证N份] shows what was handed in; an approver returns a single piece (退回此件), and the rest goes on waiting."""

from datetime import datetime

from domain.actions import Action
from domain.errors import ButtonTooOld, EvidenceGone, PrivateOnly
from domain.item import Item
from domain.letter import OTHER_REASON, REASONS_A_PIECE, Letter, Media, Urgency, Way
from domain.progress import evidence_of, has_file, return_evidence
from domain.requests import RequestKind, told_of_decision
from domain.rules import Rules
from handlers.asking import put_question, take_question
from handlers.cards import may_decide
from handlers.questions import PIECE_REASON
from handlers.replies import answer, show, toast, write_to
from handlers.request import Request, item_for, pressed_item
from store.transaction import Transaction
from texts.evidence import (
    PIECE_REASONS,
    caption_of,
    render_ask_piece_reason,
    render_piece_reasons,
    render_piece_returned,
    render_piece_told,
    render_pieces_in_words,
    return_button,
)

#: So many files are sent at once; the newest ones.
SENT_AT_ONCE = 10


def press_pieces(request: Request, tx: Transaction) -> None:
    """Sends the files on, each with who handed it in; only in private, as pictures may show people."""
    speaker = request.known()
    if not request.is_private:
        raise PrivateOnly(Action.PIECES)
    item = pressed_item(request, speaker, Action.PIECES)
    if not evidence_of(item):
        raise EvidenceGone(item.number, item.title)
    words = render_pieces_in_words(item, request.rules, request.now, SENT_AT_ONCE)
    if words is not None:
        answer(request, tx, words)
    can_return = may_decide(request, speaker, item)
    send_pieces(tx, request.chat_id, item, request.rules, request.now, request.asker, with_return=can_return)
    toast(request, "")


def pass_on_evidence(request: Request, tx: Transaction, item: Item, *, first: int = 0, is_silent: bool = True) -> None:
    """The files from the ``first`` on go to everybody who was asked to close the item, each with 退回此件."""
    asked = request.ledger.request_of(RequestKind.CLOSE, item.number)
    for chat_id in asked.messages.values() if asked else ():
        send_pieces(
            tx,
            chat_id,
            item,
            request.rules,
            request.now,
            request.asker,
            with_return=True,
            first=first,
            is_silent=is_silent,
        )


def send_pieces(
    tx: Transaction,
    chat_id: int,
    item: Item,
    rules: Rules,
    now: datetime,
    asker: int = 0,
    *,
    with_return: bool,
    first: int = 0,
    is_silent: bool = True,
) -> None:
    """The newest files of the item, to a private chat."""
    files = [(place, piece) for place, piece in enumerate(item.evidence) if has_file(piece) and not piece.returned_at]
    for place, piece in [each for each in files if each[0] >= first][-SENT_AT_ONCE:]:
        is_place = piece.latitude is not None
        tx.queue(
            Letter(
                chat_id=chat_id,
                way=Way.MEDIA,
                media=Media(piece.kind, piece.file_id, piece.latitude or 0.0, piece.longitude or 0.0),
                html="" if is_place else caption_of(item, place, rules, now),
                rows=((return_button(item, place),),) if with_return else (),
                about=(item.number,),
                urgency=Urgency.NOTICE,
                silent=is_silent,
                queued_at=now,
                asker=asker,
            )
        )


def press_return_piece(request: Request, tx: Transaction) -> None:
    """退回此件: asks for the reason, then the piece counts no more."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.RETURN_PIECE)
    place, reason = divmod(request.pressed().choice, REASONS_A_PIECE)
    if not 0 <= place < len(item.evidence) or item.evidence[place].returned_at is not None:
        raise EvidenceGone(item.number, item.title)
    if reason == 0:
        answer(request, tx, render_piece_reasons(item, place))
    elif reason == OTHER_REASON:
        put_question(request, tx, PIECE_REASON, item.number, place=str(place))
        answer(request, tx, render_ask_piece_reason(item, place))
    elif reason <= len(PIECE_REASONS):
        returned = _return(request, tx, item, place, PIECE_REASONS[reason - 1])
        show(request, tx, render_piece_returned(returned, place))
    else:
        raise ButtonTooOld


def handle_piece_reason(request: Request, tx: Transaction) -> None:
    """The approver's own words for returning a piece."""
    question = take_question(request, tx)
    if question is not None:
        item = item_for(request, request.known(), question.number, Action.RETURN_PIECE)
        place = int(question.data["place"])
        returned = _return(request, tx, item, place, request.said.words)
        answer(request, tx, render_piece_returned(returned, place))


def _return(request: Request, tx: Transaction, item: Item, place: int, reason: str) -> Item:
    returned = return_evidence(item, place, request.known().name, request.at, reason)
    tx.save_item(returned)
    page = render_piece_told(returned, place, request.rules, request.now)
    for person in told_of_decision(item, request.roster):
        write_to(tx, person, page, request.now, request.asker)
    return returned
