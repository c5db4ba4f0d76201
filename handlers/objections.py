"""[有异议] on receipt of an assignment (``/object 12 原因``), and the office's answer to it."""

from domain.actions import Action
from domain.amending_errors import NoDoubt
from domain.errors import ButtonTooOld
from domain.item import DoubtKind, Item
from domain.letter import Page, SettleChoice
from domain.objection import object_to, settle
from domain.requests import Decision, DecisionRequest, RequestKind, is_decider
from domain.roster import Person
from handlers.announcing import settle_signing
from handlers.asking import put_question, take_question
from handlers.decision_requests import ask, end_request
from handlers.doubts import draft_of, drop_draft, keep_draft
from handlers.editing import ask_for_change
from handlers.questions import SETTLEMENT
from handlers.replies import answer, show
from handlers.request import Request, item_for, one_item_of, pressed_item
from handlers.telling import tell_unit
from store.transaction import Transaction
from texts.objection import (
    ANSWERS,
    render_answered,
    render_ask_answer,
    render_ask_kind,
    render_objected,
    render_settled,
    say_reason,
)
from texts.requests import render_overtaken

_KINDS = tuple(DoubtKind)


def handle_objection(request: Request, tx: Transaction) -> None:
    """有异议 12 省系统11月底才开放: asks for the kind of the objection."""
    speaker = request.known()
    _ask_kind(request, tx, speaker, *one_item_of(request, speaker, Action.OBJECT))


def press_doubt(request: Request, tx: Transaction) -> None:
    """[有异议]."""
    speaker = request.known()
    _ask_kind(request, tx, speaker, pressed_item(request, speaker, Action.OBJECT), "")


def _ask_kind(request: Request, tx: Transaction, speaker: Person, item: Item, words: str) -> None:
    object_to(item, speaker.name, request.at, DoubtKind.UNCLEAR, words)  # refused before anybody chooses
    draft = keep_draft(request, tx, words, (item,)) if words else 0
    answer(request, tx, render_ask_kind(item, words, draft, request.rules))


def press_object(request: Request, tx: Transaction) -> None:
    """Why: recorded, and put before the office."""
    speaker, press = request.known(), request.pressed()
    item = pressed_item(request, speaker, Action.OBJECT)
    if not 0 <= press.choice < len(_KINDS):
        raise ButtonTooOld
    words = draft_of(request).data["words"] if press.version else ""
    if press.version:
        drop_draft(request, tx)
    doubted = object_to(item, speaker.name, request.at, _KINDS[press.choice], words)
    assert doubted.doubt is not None
    tx.save_item(doubted)
    _end_earlier(request, tx, doubted)
    role = ask(request.office, tx, _request_of(doubted), doubted, request.now, request.asker)
    show(request, tx, render_objected(doubted, doubted.doubt, role is not None, request.rules))


def _end_earlier(request: Request, tx: Transaction, item: Item) -> None:
    """It was said before: the older request is over."""
    earlier = request.ledger.request_of(RequestKind.DOUBT, item.number)
    if earlier is not None:
        page = render_overtaken(earlier, item, request.rules)
        end_request(request, tx, RequestKind.DOUBT, item.number, Decision.OVERTAKEN, page)


def _request_of(item: Item) -> DecisionRequest:
    doubt = item.doubt
    assert doubt is not None
    return DecisionRequest(
        kind=RequestKind.DOUBT,
        item=item.number,
        asked_by=doubt.by,
        asked_at=doubt.at,
        wish=doubt.kind,
        reason=doubt.words,
    )


def ask_again(request: Request, tx: Transaction, item: Item) -> None:
    """The office's answer was taken back: the objection is before it once more."""
    if item.doubt is not None and request.ledger.request_of(RequestKind.DOUBT, item.number) is None:
        ask(request.office, tx, _request_of(item), item, request.now, request.asker)


def press_settle(request: Request, tx: Transaction) -> None:
    """The office's answer: 维持, or what is changed instead."""
    speaker, press = request.known(), request.pressed()
    item = _asked_about(request, speaker, press.item)
    assert item.doubt is not None
    if press.choice == SettleChoice.KEEP:
        put_question(request, tx, SETTLEMENT, item.number)
        answer(request, tx, render_ask_answer(item, request.rules))
    elif press.choice == SettleChoice.KEEP_PLAINLY:
        _keep(request, tx, speaker, item, "")
    elif press.choice in ANSWERS:
        reason = say_reason(item.doubt.kind, request.rules)
        ask_for_change(request, tx, item, SettleChoice(press.choice), reason)
    else:
        raise ButtonTooOld


def _asked_about(request: Request, speaker: Person, number: int) -> Item:
    """The item, whose objection is open and the speaker's to answer."""
    item = item_for(request, speaker, number, Action.SETTLE)
    asked = request.ledger.request_of(RequestKind.DOUBT, number)
    if item.doubt is None or asked is None or not is_decider(speaker, asked, item, request.roster):
        raise NoDoubt(item.number, item.title)
    return item


def handle_settlement(request: Request, tx: Transaction) -> None:
    """The words that go with 维持."""
    speaker = request.known()
    question = take_question(request, tx)
    if question is None:
        return
    _keep(request, tx, speaker, _asked_about(request, speaker, question.number), request.said.words)


def _keep(request: Request, tx: Transaction, speaker: Person, item: Item, words: str) -> None:
    settled = settle(item, speaker.name, request.at, words)
    tx.save_item(settled)
    settle_signing(request, tx, settled)
    setting = request.setting
    end_objection(request, tx, settled, render_answered(settled, ANSWERS[SettleChoice.KEEP], setting))
    show(request, tx, render_settled(settled, speaker, setting, to_unit=False))
    tell_unit(request, tx, settled, render_settled(settled, speaker, setting, to_unit=True))


def end_objection(request: Request, tx: Transaction, item: Item, page: Page) -> None:
    """Every copy of the request reads so."""
    if request.ledger.request_of(RequestKind.DOUBT, item.number) is not None:
        end_request(request, tx, RequestKind.DOUBT, item.number, Decision.APPROVED, page)


def end_when_signed(request: Request, tx: Transaction, item: Item) -> None:
    """签收 ends the objection."""
    asked = request.ledger.request_of(RequestKind.DOUBT, item.number)
    if asked is not None and item.doubt is None:
        page = render_overtaken(asked, item, request.rules)
        end_request(request, tx, RequestKind.DOUBT, item.number, Decision.OVERTAKEN, page)
