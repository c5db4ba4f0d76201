"""``/assign 12 乙某 原因`` (转办): offered, and the item's owner only once the receiver has taken it over."""

from functools import partial

from domain.actions import Action
from domain.errors import ButtonTooOld, DubanError, ItemMissing, RequestOver
from domain.handing_over import Offer, decline, offer, read_offer, require_receiver, take_over, withdraw_offer
from domain.handing_over_errors import NotOffered, OfferPending
from domain.item import Item
from domain.letter import Page
from domain.requests import SINCE, Decision, DecisionRequest, RequestKind, asked_of, is_pending, require_current
from domain.rights import may_in
from domain.roster import Person
from domain.steps import checked_reason, require_in_hand
from handlers.asking import item_asked_about, put_question
from handlers.decision_requests import ask, end_request, withdraw_request
from handlers.doubts import draft_of, drop_draft, keep_draft, numbers_in
from handlers.questions import DECLINING, OFFERING
from handlers.replies import answer, show, write_to, write_to_unit
from handlers.request import Request, item_for, one_number_of, pressed_item
from store.transaction import Transaction
from texts.handing_over import (
    render_ask_decline,
    render_ask_receiver,
    render_ask_to_replace,
    render_choose_receiver,
    render_declined,
    render_not_taken,
    render_offer_kept,
    render_offer_withdrawn,
    render_offered,
    render_taken,
    render_taken_over,
)


def handle_assign(request: Request, tx: Transaction) -> None:
    """To whom and why; what is missing is asked for."""
    speaker = request.known()
    number, note = one_number_of(request, speaker, Action.ASSIGN)
    item = _offerable(request, speaker, number)
    _go_on(request, tx, speaker, item, note)


def press_assign(request: Request, tx: Transaction) -> None:
    """[转办]: asks to whom and why."""
    speaker = request.known()
    _go_on(request, tx, speaker, _offerable(request, speaker, request.pressed().item), "")


def handle_offer_words(request: Request, tx: Transaction) -> None:
    """The receiver and the reason, as asked for."""
    speaker, said = request.known(), request.said.words
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    known = question.data.get("receiver", "") if question else ""
    for item in item_asked_about(request, tx, partial(_offerable, request, speaker)):
        _go_on(request, tx, speaker, item, f"{known} {said}".strip())


def _offerable(request: Request, speaker: Person, number: int) -> Item:
    """The item, if the speaker may give it to somebody else now."""
    item = item_for(request, speaker, number, Action.ASSIGN)
    require_in_hand(item)
    return item


def _pending(request: Request, item: Item) -> DecisionRequest | None:
    """The offer that nobody has answered; of an item one is open at a time."""
    asked = request.ledger.request_of(RequestKind.HAND_OVER, item.number)
    return asked if asked is not None and is_pending(asked, item) else None


def _go_on(request: Request, tx: Transaction, speaker: Person, item: Item, words: str) -> None:
    in_group = not request.is_private
    if not words:
        put_question(request, tx, OFFERING, item.number)
        answer(request, tx, render_ask_receiver(item, request.rules, in_group=in_group))
        return
    read = read_offer(words, item, request.roster)
    fitting = _fitting(request, speaker, item, read)
    if len(fitting) > 1:
        answer(request, tx, render_choose_receiver(item, fitting, request.rules))
        put_question(request, tx, OFFERING, item.number)
    elif not read.reason:
        receiver = fitting[0]
        put_question(request, tx, OFFERING, item.number, receiver=f"{receiver.unit} {receiver.name}".strip())
        answer(request, tx, render_ask_receiver(item, request.rules, in_group=in_group, receiver=receiver))
    elif (asked := _pending(request, item)) is not None:
        _ask_to_replace(request, tx, item, asked, fitting[0], read.reason)
    else:
        answer(request, tx, _send(request, tx, speaker, item, fitting[0], read.reason))


def _ask_to_replace(
    request: Request, tx: Transaction, item: Item, asked: DecisionRequest, receiver: Person, reason: str
) -> None:
    """Somebody else was asked already: only a yes takes that back."""
    if (asked.wish, asked.data.get("unit", "")) == (receiver.name, receiver.unit):
        raise OfferPending(item.number, item.title, asked.wish)
    words = f"{receiver.unit} {receiver.name} {checked_reason(reason, item)}".strip()
    draft = keep_draft(request, tx, words, (item,), asked.data.get(SINCE, ""))
    answer(request, tx, render_ask_to_replace(item, asked, receiver, reason, draft, request.rules))


def press_replace_offer(request: Request, tx: Transaction) -> None:
    """[改送]: the offer that waits is taken back, and the item offered to the other; [不改] leaves it as it is."""
    speaker, press, draft = request.known(), request.pressed(), draft_of(request)
    if numbers_in(draft) != (press.item,):
        raise ButtonTooOld
    item = _offerable(request, speaker, press.item)
    drop_draft(request, tx)
    asked = _pending(request, item)
    if asked is None or asked.data.get(SINCE, "") != draft.data["answered"]:
        raise RequestOver(item.number, item.title)
    if press.choice != 1:
        show(request, tx, render_offer_kept(item, asked, request.rules))
        return
    read = read_offer(draft.data["words"], item, request.roster)
    receiver = _fitting(request, speaker, item, read)[0]
    withdrawn = tx.save_item(withdraw_offer(item, speaker.name, request.at))
    withdraw_request(request, tx, RequestKind.HAND_OVER, withdrawn)
    show(request, tx, _send(request, tx, speaker, withdrawn, receiver, read.reason))


def _fitting(request: Request, speaker: Person, item: Item, read: Offer) -> tuple[Person, ...]:
    """Those of the name who can be asked; where there is none, why not."""
    is_office = may_in(speaker, Action.ASSIGN, "", request.roster)
    fitting, refused = [], None
    for person in read.people:
        try:
            require_receiver(item, person, is_office=is_office)
        except DubanError as refusal:
            refused = refusal
        else:
            fitting.append(person)
    if refused is not None and not fitting:
        raise refused
    return tuple(fitting)


def _send(request: Request, tx: Transaction, speaker: Person, item: Item, receiver: Person, reason: str) -> Page:
    """Offered to the receiver; what whoever offered it reads."""
    offered = offer(item, speaker.name, request.at, receiver, reason)
    tx.save_item(offered)
    petition = DecisionRequest(
        kind=RequestKind.HAND_OVER,
        item=item.number,
        asked_by=speaker.name,
        asked_at=request.at,
        wish=receiver.name,
        reason=reason,
        data={"unit": receiver.unit, "owner": item.owner, "from": item.unit, SINCE: str(offered.version)},
    )
    ask(request.office, tx, petition, offered, request.now, request.asker)
    return render_offered(offered, receiver, request.rules)


def press_take_over(request: Request, tx: Transaction) -> None:
    """[接手]: the item is the receiver's, and everybody concerned reads so."""
    receiver, asked, item = _pressed_offer(request)
    taken = take_over(item, receiver.name, request.at, receiver)
    tx.save_item(taken)
    page = render_taken_over(taken, request.rules, request.now)
    end_request(request, tx, RequestKind.HAND_OVER, item.number, Decision.APPROVED, page)
    show(request, tx, page)
    _tell(request, tx, item, taken, asked)


def _tell(request: Request, tx: Transaction, before: Item, taken: Item, asked: DecisionRequest) -> None:
    """The units' groups, the owner before, and who gave it; heads where a group does not hear it."""
    page = render_taken(taken, before, request.rules, request.now)
    heard: set[str] = set()
    if not taken.is_sensitive:
        heard = {unit for unit in {before.unit, taken.unit} if write_to_unit(request, tx, unit, page)}
    owner = request.roster.named(before.owner, before.unit)
    giver = request.roster.named(asked.asked_by, before.unit)
    heads = [head for unit in {before.unit, taken.unit} - heard for head in request.roster.heads(unit)]
    if before.unit != taken.unit:
        heads = [each for unit in (before.unit, taken.unit) for each in _over(request, unit)]
    people = [each for each in (owner, giver, *heads) if each is not None and each.telegram_id != request.telegram_id]
    for person in {each.number: each for each in people}.values():
        write_to(tx, person, page, request.now, request.asker)


def _over(request: Request, unit: str) -> tuple[Person, ...]:
    """Its heads and deputy leaders, who hear of what comes or goes even where the group does."""
    return (*request.roster.heads(unit), *request.roster.deputies(unit))


def _pressed_offer(request: Request) -> tuple[Person, DecisionRequest, Item]:
    """The offer of the pressed button: an old one does not answer a newer offer."""
    receiver, asked, item = _offered_to(request, request.pressed().item)
    require_current(asked, item, request.pressed().version)
    return receiver, asked, item


def press_decline(request: Request, tx: Transaction) -> None:
    """[不接手]: asks why."""
    _, asked, item = _pressed_offer(request)
    put_question(request, tx, DECLINING, item.number, since=asked.data.get(SINCE, ""))
    answer(request, tx, render_ask_decline(item, request.rules))


def handle_decline_words(request: Request, tx: Transaction) -> None:
    """Why it is not taken over: told to who offered it, and to the owner."""
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    since = question.data.get("since", "") if question else ""
    for item in item_asked_about(request, tx, lambda number: _still_offered(request, number, since)):
        _decline(request, tx, item.number)


def _still_offered(request: Request, number: int, since: str) -> Item:
    """The item, if the very offer that the question was about still waits: a later one has a reason of its own."""
    asked, item = request.ledger.request_of(RequestKind.HAND_OVER, number), request.ledger.item(number)
    if item is None:
        raise ItemMissing(number)
    is_the_same = asked is not None and asked.data.get(SINCE, "") == since and is_pending(asked, item)
    if asked is None or not is_the_same or request.telegram_id not in asked_of(asked, item, request.roster):
        raise RequestOver(item.number, item.title)
    return item


def _decline(request: Request, tx: Transaction, number: int) -> None:
    receiver, asked, item = _offered_to(request, number)
    declined = decline(item, receiver.name, request.at, request.said.words)
    tx.save_item(declined)
    page = render_not_taken(declined, request.rules, request.now)
    end_request(request, tx, RequestKind.HAND_OVER, item.number, Decision.SENT_BACK, page)
    answer(request, tx, page)
    told = render_declined(declined, receiver, request.rules, request.now)
    owner, giver = (request.roster.named(name, item.unit) for name in (item.owner, asked.asked_by))
    people = [each for each in (owner, giver, *request.roster.heads(item.unit)) if each is not None]
    for person in {each.number: each for each in people if each.telegram_id != request.telegram_id}.values():
        write_to(tx, person, told, request.now, request.asker)


def _offered_to(request: Request, number: int) -> tuple[Person, DecisionRequest, Item]:
    """The post that the item is offered to, which must be the speaker's; the offer, and the item."""
    request.known()
    asked, item = request.ledger.request_of(RequestKind.HAND_OVER, number), request.ledger.item(number)
    if asked is None or item is None or not is_pending(asked, item):
        raise ButtonTooOld
    receiver = asked_of(asked, item, request.roster).get(request.telegram_id)
    if receiver is None:
        raise NotOffered
    return receiver, asked, item


def press_withdraw_offer(request: Request, tx: Transaction) -> None:
    """[撤回转办]: by who offered it, or the office, as long as nobody has taken it over."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.ASSIGN)
    asked = request.ledger.request_of(RequestKind.HAND_OVER, item.number)
    if asked is None or not is_pending(asked, item):
        raise RequestOver(item.number, item.title)
    withdrawn = withdraw_offer(item, speaker.name, request.at)
    tx.save_item(withdrawn)
    withdraw_request(request, tx, RequestKind.HAND_OVER, withdrawn)
    show(request, tx, render_offer_withdrawn(withdrawn, request.rules))
