"""Answers a refusal: its words, and the button or list that shows what to do instead."""

from collections.abc import Mapping
from datetime import timedelta

from domain.actions import ACTIONS, COMMANDS, Action
from domain.errors import (
    AlreadyAcknowledged,
    AlreadyClosed,
    AlreadySubmitted,
    DubanError,
    ElsewhereOnly,
    EvidenceMissing,
    ExtensionPending,
    ItemRefusal,
    NotDoneYet,
    NotInHand,
    NotSubmitted,
    NotYourOwn,
    NotYours,
    ObstaclePending,
    OneAtATime,
    RequestOver,
    SeveralItems,
    StaleButton,
    UnknownPerson,
    WorkbookGone,
)
from domain.handing_over_errors import OfferPending
from domain.item import ItemStatus
from domain.letter import Page, Rows
from domain.recheck_errors import VerdictGiven
from domain.rights import may, may_show
from domain.views import as_shown, line_of
from handlers.cards import refresh, renew
from handlers.replies import answer, expire_previews, toast
from handlers.request import Request
from store.transaction import Transaction
from texts.actions import BUTTONS
from texts.faults import render_fault, render_not_explained
from texts.lines import act_button, private_link
from texts.lists import render_found
from texts.pages import in_rows
from texts.people import render_unknown

#: A press that comes so soon after the message was changed was made on the message as it was.
_SECOND_PRESS = timedelta(seconds=3)
#: So many refused items are explained one by one; nobody reads more.
_EXPLAINED = 6
#: So many items are offered to choose from.
_OFFERED = 8
#: Refusals that only say how things stand.
_DONE_ALREADY = (
    AlreadyAcknowledged,
    AlreadyClosed,
    AlreadySubmitted,
    NotDoneYet,
    NotInHand,
    NotSubmitted,
    RequestOver,
    StaleButton,
    VerdictGiven,
    WorkbookGone,
)


#: A refusal of one item → what is to be done first.
_ADVISED: Mapping[type[DubanError], Action] = {
    EvidenceMissing: Action.EVIDENCE,
    ExtensionPending: Action.WITHDRAW_EXTENSION,
    OfferPending: Action.WITHDRAW_OFFER,
    ObstaclePending: Action.SOLVE_OBSTACLE,
}


def refuse(refusal: DubanError, request: Request, tx: Transaction) -> None:
    """Says why not to the person who asked; what they pressed is brought up to date as well, if they may read it.

    That something is done already is said in passing; what somebody may not do they have to read.
    """
    if not request.is_press:
        _say_once(request, tx, _page(refusal, request))
        return
    if isinstance(refusal, WorkbookGone):
        expire_previews(request, tx, Page(_words(refusal, request)))
    toast(request, _words(refusal, request), alert=not isinstance(refusal, _DONE_ALREADY))
    speaker = request.speaker
    item = request.ledger.item(refusal.number) if isinstance(refusal, ItemRefusal) else None
    is_outdated = not isinstance(refusal, NotYours | NotYourOwn)
    may_read = is_outdated and speaker and item and may(speaker, Action.SEE, item, request.roster)
    if _is_newer(request):
        return
    if speaker and item and may_read and not refresh(request, tx, speaker, item):
        renew(request, tx)


def _is_newer(request: Request) -> bool:
    """Whether the pressed message was just changed, so that the press was meant for what it said before."""
    message, since = request.message_id, request.now - _SECOND_PRESS
    return message is not None and request.ledger.is_edited_since(request.chat_id, message, since)


def say_all(request: Request, tx: Transaction, refusals: list[DubanError]) -> None:
    """One message that explains the items that were left out, if any were."""
    if len(refusals) == 1:
        _say_once(request, tx, _page(refusals[0], request))
    elif refusals:
        words = [_words(refusal, request) for refusal in refusals[:_EXPLAINED]]
        left = len(refusals) - _EXPLAINED
        rows = tuple(row for refusal in refusals[:_EXPLAINED] for row in _ways_out(refusal, request))
        _say_once(request, tx, Page("\n\n".join([*words, *([render_not_explained(left)] if left > 0 else [])]), rows))


def _say_once(request: Request, tx: Transaction, page: Page) -> None:
    if page.html not in request.refused:
        request.refused.add(page.html)
        answer(request, tx, page)


def _page(refusal: DubanError, request: Request) -> Page:
    if isinstance(refusal, UnknownPerson):  # the one line that they get within the hour: it names their id
        return render_unknown(request.telegram_id, "" if request.is_private else request.office.bot)
    if isinstance(refusal, SeveralItems) and refusal.command == "item":
        items = request.ledger.items(refusal.numbers)
        shown = (as_shown(item, is_private=request.is_private) for item in items)
        return render_found(
            tuple(line_of(item, request.rules, request.now) for item in shown), request.rules, request.now
        )
    return Page(_words(refusal, request), tuple(_ways_out(refusal, request)))


def _words(refusal: DubanError, request: Request) -> str:
    return render_fault(refusal, request.rules, "" if request.is_private else request.office.bot)


def _ways_out(refusal: DubanError, request: Request) -> Rows:
    """The buttons that do what the refusal advises."""
    if isinstance(refusal, ElsewhereOnly):
        return ((private_link(BUTTONS[refusal.act], request.office.bot, ACTIONS[refusal.act].link),),)
    if isinstance(refusal, OneAtATime):
        return _buttons(request, Action.DONE, refusal.numbers)
    if isinstance(refusal, SeveralItems):
        return _buttons(request, COMMANDS[refusal.command], refusal.numbers)
    if isinstance(refusal, NotInHand):
        return _buttons(request, Action.RESUME, (refusal.number,)) if refusal.status == ItemStatus.SUSPENDED else ()
    act = _ADVISED.get(type(refusal))
    return _buttons(request, act, (refusal.number,)) if act and isinstance(refusal, ItemRefusal) else ()


def _buttons(request: Request, act: Action, numbers: tuple[int, ...]) -> Rows:
    """Of those alone to which the speaker may do it: whether another exists is not told."""
    items = [
        item
        for item in request.ledger.items(numbers[:_OFFERED])
        if may_show(item, request.binding, is_private=request.is_private)
        and may(request.speaker, act, item, request.roster)
    ]
    return in_rows([act_button(act, item, request.rules, with_number=True) for item in items])
