"""``/handover 甲某 乙某 原因`` (整体移交): all that somebody has in hand, taken over in one acceptance."""

from domain.actions import Action, Reach
from domain.errors import ButtonTooOld, PrivateOnly, ReasonMissing
from domain.handing_over import Handover, read_handover, still_theirs, take_over
from domain.handing_over_errors import MayNotHandOver, NothingToHandOver, NotOffered
from domain.item import Item
from domain.joining_errors import PersonUnknown
from domain.letter import Page
from domain.requests import Decision, DecisionRequest, RequestKind
from domain.rights import may_in, reach_of
from domain.roster import Person
from domain.steps import checked
from handlers.asking import put_question, take_question
from handlers.decision_requests import end_request
from handlers.questions import DECLINING_ALL, HANDING_ALL
from handlers.replies import answer, show, write_to
from handlers.request import Request
from store.transaction import Transaction
from texts.handing_over import (
    render_all_declined,
    render_all_offered,
    render_all_taken,
    render_ask_decline_all,
    render_ask_handover,
    render_offer_all,
)


def handle_handover(request: Request, tx: Transaction) -> None:
    """Whose items, to whom, and why; in private, as it names what somebody has."""
    speaker = request.known()
    if not request.is_private:
        raise PrivateOnly(Action.HAND_ALL)
    _require_right(request, speaker)
    if not request.said.words.strip():
        put_question(request, tx, HANDING_ALL, 0)
        answer(request, tx, render_ask_handover(None))
        return
    _offer(request, tx, speaker, read_handover(request.said.words, None, request.roster))


def press_handover(request: Request, tx: Transaction) -> None:
    """[整体移交], where somebody leaves: asks to whom and why."""
    _require_right(request, request.known())
    owner = _person(request, request.pressed().item)
    put_question(request, tx, HANDING_ALL, owner.number)
    answer(request, tx, render_ask_handover(owner))


def _require_right(request: Request, speaker: Person) -> None:
    if reach_of(speaker, Action.HAND_ALL, request.roster) is Reach.NONE:
        raise MayNotHandOver


def handle_handover_words(request: Request, tx: Transaction) -> None:
    """The words that were asked for."""
    speaker = request.known()
    question = take_question(request, tx)
    owner = request.roster.person(question.number) if question and question.number else None
    _offer(request, tx, speaker, read_handover(request.said.words, owner, request.roster))


def _offer(request: Request, tx: Transaction, speaker: Person, handover: Handover) -> None:
    owner, receiver = handover.owner, handover.receiver
    if not all(may_in(speaker, Action.HAND_ALL, unit, request.roster) for unit in (owner.unit, receiver.unit)):
        raise MayNotHandOver
    items = _items_of(request, owner)
    if not items:
        raise NothingToHandOver(owner.name)
    page = render_offer_all(items, handover, request.rules, request.now)
    letter = write_to(tx, receiver, page, request.now, request.asker)
    tx.save_request(
        DecisionRequest(
            kind=RequestKind.HAND_ALL,
            item=owner.number,
            asked_by=speaker.name,
            asked_at=request.at,
            wish=receiver.name,
            reason=handover.reason,
            data={"receiver": str(receiver.number), "items": ",".join(str(item.number) for item in items)},
            messages={letter: receiver.telegram_id} if letter and receiver.telegram_id else {},
        )
    )
    answer(request, tx, render_all_offered(len(items), handover))


def _items_of(request: Request, owner: Person) -> tuple[Item, ...]:
    return still_theirs(request.ledger.open_of(owner.name), owner, request.roster)


def press_take_all(request: Request, tx: Transaction) -> None:
    """[接手全部]: what changed since is left where it is; [不接手]: asks why."""
    request.known()
    asked, owner, receiver = _offered(request, request.pressed().item)
    if request.pressed().choice != 1:
        put_question(request, tx, DECLINING_ALL, owner.number)
        answer(request, tx, render_ask_decline_all(owner))
        return
    offered = request.ledger.items(int(number) for number in asked.data["items"].split(","))
    taken = [
        take_over(item, receiver.name, request.at, receiver) for item in still_theirs(offered, owner, request.roster)
    ]
    for item in taken:
        tx.save_item(item)
    left = tuple(item for item in offered if item.number not in {each.number for each in taken})
    page = render_all_taken(taken, left, owner, receiver)
    end_request(request, tx, RequestKind.HAND_ALL, owner.number, Decision.APPROVED, page)
    show(request, tx, page)
    giver = request.roster.named(asked.asked_by, owner.unit)
    heads = (*request.roster.heads(owner.unit), *request.roster.heads(receiver.unit))
    _tell(request, tx, (owner, *((giver,) if giver else ()), *heads), page)


def handle_decline_all_words(request: Request, tx: Transaction) -> None:
    """Why they are not taken over: told to who offered them."""
    question = take_question(request, tx)
    if question is None:
        return
    asked, owner, receiver = _offered(request, question.number)
    reason = checked(request.said.words)
    if not reason:
        raise ReasonMissing(0, "")
    page = render_all_declined(owner, receiver, reason, request.rules, request.now)
    end_request(request, tx, RequestKind.HAND_ALL, owner.number, Decision.SENT_BACK, page)
    answer(request, tx, page)
    giver = request.roster.named(asked.asked_by, owner.unit)
    _tell(request, tx, (giver,) if giver else (), page)


def _offered(request: Request, number: int) -> tuple[DecisionRequest, Person, Person]:
    """The open offer, whose items they are, and who is to take them over: the speaker."""
    asked = request.ledger.request_of(RequestKind.HAND_ALL, number)
    if asked is None:
        raise ButtonTooOld
    owner, receiver = _person(request, number), _person(request, int(asked.data["receiver"]))
    if receiver.telegram_id != request.telegram_id:
        raise NotOffered
    return asked, owner, receiver


def _person(request: Request, number: int) -> Person:
    person = request.roster.person(number)
    if person is None:
        raise PersonUnknown("", ())
    return person


def _tell(request: Request, tx: Transaction, people: tuple[Person, ...], page: Page) -> None:
    for person in {each.number: each for each in people if each.telegram_id != request.telegram_id}.values():
        write_to(tx, person, page, request.now, request.asker)
