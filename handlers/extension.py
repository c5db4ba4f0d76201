"""申请延期: by command, in words, by button, in reply; what is missing is asked for, and a doubtful day shown back."""

from collections.abc import Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from domain.actions import Action
from domain.errors import ButtonTooOld, DubanError, ExtensionPending, RequestOver
from domain.extension import (
    REPORTED_FROM,
    Wish,
    ask_extension,
    newest_request,
    read_wish,
    requests_made,
    require_extensible,
    require_later,
    withdraw_extension,
)
from domain.item import Item
from domain.limits import local_day
from domain.prolonging import require_no_prolonging
from domain.requests import SINCE, DecisionRequest, RequestKind, is_pending, role_asked
from domain.roster import Person, Role
from domain.steps import checked, require_theirs
from domain.views import line_of
from handlers.asking import item_asked_about, put_question
from handlers.cards import refresh
from handlers.decision_requests import ask, withdraw_request
from handlers.doubts import drop_draft, handle_doubt
from handlers.questions import EXTENSION
from handlers.replies import answer, show, toast, write_to
from handlers.request import Request, item_for, one_number_of, pressed_item
from store.transaction import Transaction
from store.values import Dialogue
from texts.extension import (
    render_ask_extension,
    render_choose_day,
    render_extension_asked,
    render_extension_dropped,
    render_extension_request,
    render_extension_withdrawn,
)


def handle_extend(request: Request, tx: Transaction) -> None:
    """``/extend 12 12月20日 原因``, and the same in words or in reply."""
    speaker = request.known()
    if names_nothing(request):
        handle_doubt(request, tx)
        return
    number, note = one_number_of(request, speaker, Action.EXTEND)
    item = _askable(request, speaker, number)
    _go_on(request, tx, speaker, item, _read(request, note))


def names_nothing(request: Request) -> bool:
    """Whether no item is named, by number or by the message that is answered; in private the own ones are offered."""
    return request.is_private and not request.said.numbers and request.answered is None


def press_extend(request: Request, tx: Transaction) -> None:
    """[申请延期]: asks for the day and the reason."""
    speaker = request.known()
    item = _askable(request, speaker, request.pressed().item)
    _go_on(request, tx, speaker, item, Wish())


def handle_extension_words(request: Request, tx: Transaction) -> None:
    """The day, the reason or both, as asked for. A day that can't be taken is asked for again."""
    speaker, said = request.known(), request.said.words
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    known = _known(question.data) if question else Wish()
    for item in item_asked_about(request, tx, partial(_askable, request, speaker)):
        wish = replace(known, reason=said) if known.dues else _read(request, said)
        _go_on(request, tx, speaker, item, _with_reason(wish, known.reason))


def _read(request: Request, words: str) -> Wish:
    return read_wish(words, local_day(request.at, request.rules), request.rules)


def _with_reason(wish: Wish, earlier: str) -> Wish:
    """The reason that was given first, and what was said besides the day."""
    return replace(wish, reason="；".join(dict.fromkeys(words for words in (earlier, wish.reason) if words)))


def _askable(request: Request, speaker: Person, number: int) -> Item:
    """The item, if the speaker may ask for more time now; of an item one request is open at a time."""
    item = item_for(request, speaker, number, Action.EXTEND)
    require_extensible(item)
    require_no_prolonging(item, request.rules)
    asked = request.ledger.request_of(RequestKind.EXTEND, number)
    if asked is not None and is_pending(asked, item):
        raise ExtensionPending(item.number, item.title, asked.wish)
    return item


def _go_on(request: Request, tx: Transaction, speaker: Person, item: Item, wish: Wish) -> None:
    """Sends the request, or asks for what is missing or doubtful."""
    wish = replace(wish, reason=checked(wish.reason), dues=possible_limits(request, item, wish.dues))
    if not wish.dues or not wish.reason:
        _ask_for_more(request, tx, item, wish)
    elif wish.is_clear:
        sent, role = _send(request, tx, speaker, item, wish.dues[0], wish.reason)
        answer(request, tx, render_extension_asked(sent, role, request.rules, request.now))
    else:
        draft = keep_days(request, tx, item, wish)
        answer(request, tx, render_choose_day(item, wish.dues, wish.written, draft, request.rules, request.now))


def possible_limits(request: Request, item: Item, dues: Sequence[str]) -> tuple[str, ...]:
    """Those of the limits that the item may be given; where there is none, the refusal of the last is raised."""
    left, refused = [], None
    for due in dues:
        try:
            require_later(item, due, request.at, request.rules)
        except DubanError as refusal:
            refused = refusal
        else:
            left.append(due)
    if refused is not None and not left:
        raise refused
    return tuple(left)


def _ask_for_more(request: Request, tx: Transaction, item: Item, wish: Wish) -> None:
    data = {"dues": ",".join(wish.dues), "reason": wish.reason, "written": wish.written, "clear": str(wish.is_clear)}
    put_question(request, tx, EXTENSION, item.number, **data)
    day = wish.dues[-1] if wish.dues else ""
    page = render_ask_extension(
        item, request.rules, request.now, in_group=not request.is_private, day=day, reason=wish.reason
    )
    answer(request, tx, page)


def _known(data: Mapping[str, str]) -> Wish:
    """What the question kept of the words before."""
    dues = tuple(due for due in data.get("dues", "").split(",") if due)
    return Wish(dues, data.get("reason", ""), data.get("written", ""), data.get("clear") == "True")


#: What the chosen day is for, in a draft that waits for it.
FOR_ASKING, FOR_GRANTING, FOR_REVIEW = "asking", "granting", "review"


def keep_days(request: Request, tx: Transaction, item: Item, wish: Wish, purpose: str = FOR_ASKING) -> int:
    """Keeps the days to choose from, under the number of the message that named them."""
    draft = request.message_id or 0
    data = {
        "who": str(request.telegram_id),
        "by": request.known().name,
        "items": str(item.number),
        "words": wish.reason,
        "dues": ",".join(wish.dues),
        "purpose": purpose,
    }
    tx.set_dialogue(request.chat_id, -draft, Dialogue(kind="draft", number=item.number, data=data, begun_at=request.at))
    return draft


def chosen_day(request: Request, draft: Dialogue) -> str:
    """The limit of the pressed button; ``""`` where it drops the matter."""
    dues = [due for due in draft.data.get("dues", "").split(",") if due]
    choice = request.pressed().choice
    if not 0 <= choice <= len(dues) or str(request.pressed().item) != draft.data["items"]:
        raise ButtonTooOld
    return dues[choice - 1] if choice else ""


def send_chosen(request: Request, tx: Transaction, due: str, draft: Dialogue) -> None:
    """The request with the day that was chosen."""
    speaker = request.known()
    item = _askable(request, speaker, request.pressed().item)
    drop_draft(request, tx)
    if not due:
        show(request, tx, render_extension_dropped(item, request.rules))
        return
    sent, role = _send(request, tx, speaker, item, due, draft.data["words"])
    show(request, tx, render_extension_asked(sent, role, request.rules, request.now))


def _send(
    request: Request, tx: Transaction, speaker: Person, item: Item, due: str, reason: str
) -> tuple[Item, Role | None]:
    """Records the request and writes to whoever decides; from the third on the director reads a copy."""
    asked = tx.save_item(ask_extension(item, speaker.name, request.at, due, reason, request.rules))
    petition = petition_for(asked)
    role = ask(request.office, tx, petition, asked, request.now, request.asker)
    if requests_made(asked) >= REPORTED_FROM and role_asked(petition, asked, request.roster) is not Role.DIRECTOR:
        setting = request.setting
        copy = render_extension_request(petition, line_of(asked, request.rules, request.now), setting, is_copy=True)
        for director in request.roster.of_role(Role.DIRECTOR):
            write_to(tx, director, copy, request.now, request.asker)
    return asked, role


def petition_for(item: Item) -> DecisionRequest:
    """The request that the item's newest 申请延期 makes."""
    step = newest_request(item)
    if step is None:
        raise RequestOver(item.number, item.title)
    return DecisionRequest(
        kind=RequestKind.EXTEND,
        item=item.number,
        asked_by=step.by,
        asked_at=step.at,
        wish=step.to,
        reason=step.note,
        data={"due": item.due, SINCE: str(item.version)},
    )


def press_withdraw_extension(request: Request, tx: Transaction) -> None:
    """[撤回申请]: by whoever asked, for whom they asked, or the office, as long as nobody has decided."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.WITHDRAW_EXTENSION)
    asked = request.ledger.request_of(RequestKind.EXTEND, item.number)
    if asked is None or not is_pending(asked, item):
        raise RequestOver(item.number, item.title)
    step = newest_request(item)
    if step is not None:
        require_theirs(item, step, speaker.name, is_office=request.roster.is_office(speaker))
    withdrawn = tx.save_item(withdraw_extension(item, speaker.name, request.at))
    withdraw_request(request, tx, RequestKind.EXTEND, withdrawn)
    page = render_extension_withdrawn(withdrawn, request.rules, request.now)
    if request.pressed().list_before is not None and refresh(request, tx, speaker, withdrawn):
        toast(request, page.html)
    else:
        show(request, tx, page)
