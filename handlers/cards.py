"""One item as a message that can be acted on: its card, its history, and its state after a press."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from domain.actions import Action
from domain.closing import undo
from domain.errors import DubanError
from domain.extension import newest_request
from domain.highlights import lacks_summary
from domain.instructions import waiting
from domain.item import IN_HAND, OPEN, Item, ItemStatus
from domain.letter import Origin, Page, Press
from domain.limits import due_on, local_day
from domain.obstacle import open_obstacle
from domain.partners import unticked
from domain.progress import evidence_of
from domain.prolonging import is_of_the_law, prolongable_clock
from domain.quota import own_shares
from domain.rechecking import is_to_verify, may_verify
from domain.requests import DecisionRequest, RequestKind, is_decider, is_pending, may_answer
from domain.rights import may, may_show
from domain.roster import Person
from domain.steps import newest_step
from domain.verdicts import asks_verdict
from domain.views import as_shown, line_of
from handlers.families import family_facts, family_row
from handlers.replies import answer, show
from handlers.request import Request, item_for, numbers_of, pressed_item
from store.transaction import Transaction
from texts.actions import BUTTONS
from texts.closing import render_approval_request
from texts.extension import say_open_request
from texts.items import render_history, render_item, render_renewed
from texts.muting import say_muted_until
from texts.objection import say_doubt
from texts.obstacles import say_answer, say_obstacle
from texts.prolonging import say_prolonging_wish

#: What who keeps the ledger may change, and in which states.
_AMENDABLE: Mapping[Action, frozenset[ItemStatus]] = {
    Action.EDIT: OPEN,
    Action.RESUME: frozenset({ItemStatus.SUSPENDED}),
    Action.SUSPEND: IN_HAND,
    Action.CANCEL: OPEN | {ItemStatus.SUSPENDED},
}


def card_of(request: Request, speaker: Person, item: Item, back: Press | None = None) -> Page:
    """The item with the buttons that the speaker may press."""
    line = line_of(as_shown(item, is_private=request.is_private), request.rules, request.now)
    actions = tuple(_actions(request, speaker, item))
    facts = (*family_facts(request, speaker, item), *open_facts(request, item))
    row = family_row(request, speaker, item, back)
    return render_item(line, request.rules, request.now, actions=actions, back=back, facts=facts, row=row)


def refresh(request: Request, tx: Transaction, speaker: Person, item: Item) -> bool:
    """Brings the pressed message up to date, if it shows this item and nothing else; tells whether it does."""
    if not shows_only(request, item):
        return False
    back = request.press.list_before if request.press and request.is_private else None
    show(request, tx, card_of(request, speaker, item, back))
    return True


def shows_only(request: Request, item: Item) -> bool:
    """Whether the pressed message shows this item and nothing else; a digest that names only one shows more."""
    if request.message_id is None or (request.press is not None and request.press.leaves_alone):
        return False
    return request.ledger.about(request.chat_id, request.message_id) == (item.number,)


def may_decide(request: Request, speaker: Person, item: Item) -> bool:
    """Whether the item awaits a decision that is the speaker's, and this is the place for it."""
    waits = item.status is ItemStatus.SUBMITTED and request.is_private
    return waits and may(speaker, Action.APPROVE, item, request.roster)


def may_take_back(request: Request, speaker: Person, item: Item) -> bool:
    """Whether 撤回 would succeed now."""
    if not may(speaker, Action.UNDO, item, request.roster):
        return False
    try:
        undo(item, speaker.name, request.at, is_office=request.roster.is_office(speaker))
    except DubanError:
        return False
    return True


def _actions(request: Request, speaker: Person, item: Item) -> Iterator[Action]:
    roster = request.roster
    if item.status in IN_HAND and may(speaker, Action.ACKNOWLEDGE, item, roster):
        if item.status is ItemStatus.ASSIGNED:
            yield Action.ACKNOWLEDGE
            if item.doubt is None and may(speaker, Action.DOUBT, item, roster):
                yield Action.DOUBT
        if may(speaker, Action.DONE, item, roster):  # which a liaison leaves to the leader
            yield Action.DONE
        yield Action.PROGRESS
        yield Action.EVIDENCE
    yield from _of_partners(request, speaker, item)
    if item.status in IN_HAND and may(speaker, Action.ASSIGN, item, roster):
        yield Action.ASSIGN
    if item.status in IN_HAND and request.rules.kind(item.kind).clocks and may(speaker, Action.CLOCK, item, roster):
        yield Action.CLOCK
    yield from _of_extension(request, speaker, item)
    yield from _of_obstacle(request, speaker, item)
    if may_decide(request, speaker, item):
        yield from (Action.APPROVE, Action.SEND_BACK)
    yield from _of_what_was_done(request, speaker, item)
    if evidence_of(item) and request.is_private:
        yield Action.PIECES
    yield from _of_plan(request, speaker, item)
    yield Action.HISTORY
    if request.is_private:
        yield from (
            act for act, states in _AMENDABLE.items() if item.status in states and may(speaker, act, item, roster)
        )


def _of_plan(request: Request, speaker: Person, item: Item) -> Iterator[Action]:
    """时间表, where there is one, or a limit to count back from and the right to do so; its approval in private."""
    roster, asked = request.roster, open_request(request, RequestKind.PLAN, item)
    if asked is not None and request.is_private and is_decider(speaker, asked, item, roster):
        yield from (Action.APPROVE_PLAN, Action.REFUSE_PLAN)
    may_begin = item.status in IN_HAND and due_on(item) is not None and may(speaker, Action.SET_PLAN, item, roster)
    if waiting(item) and item.status in OPEN and may(speaker, Action.ANSWER_INSTRUCTION, item, roster):
        yield Action.ANSWER_INSTRUCTION
    if may(speaker, Action.PLAN, item, roster) and (item.milestones or may_begin):
        yield Action.PLAN
    if not isinstance(item.measures, str) and may(speaker, Action.MEASURES, item, roster):
        yield Action.MEASURES


def _of_what_was_done(request: Request, speaker: Person, item: Item) -> Iterator[Action]:
    """A highlight's last step, and 撤回."""
    if lacks_summary(item) and may(speaker, Action.SUM_UP, item, request.roster):
        yield Action.SUM_UP
    yield from _of_recheck(request, speaker, item)
    if asks_verdict(item, request.rules) and may(speaker, Action.VERDICT, item, request.roster):
        yield Action.VERDICT
    if may_take_back(request, speaker, item):
        yield Action.UNDO


def _of_recheck(request: Request, speaker: Person, item: Item) -> Iterator[Action]:
    """回头看, once its day has come."""
    is_due = request.is_private and is_to_verify(item, request.rules, request.at)
    if is_due and may_verify(speaker, item, request.roster):
        yield Action.VERIFY


def _of_partners(request: Request, speaker: Person, item: Item) -> Iterator[Action]:
    """反馈进展 of a share, and 配合完成, for the units that have not said so; for the lead a reminder to them."""
    if item.status in IN_HAND and not may(speaker, Action.PROGRESS, item, request.roster):
        yield from (Action.PROGRESS for _ in own_shares(speaker, item, request.roster)[:1])
    left = unticked(item, request.roster)
    if item.status not in OPEN or not left:
        return
    if any(post.unit in left for post in request.roster.posts(speaker)):
        yield Action.TICK
    elif may(speaker, Action.REMIND_PARTNERS, item, request.roster):
        yield Action.REMIND_PARTNERS


def _of_extension(request: Request, speaker: Person, item: Item) -> Iterator[Action]:
    """申请延期, or what may be done to the request that is open; deciding has its place in private."""
    asked = open_request(request, RequestKind.EXTEND, item)
    if asked is None and is_of_the_law(item, request.rules):
        yield from _of_prolonging(request, speaker, item)
    elif asked is None:
        if item.status in IN_HAND and due_on(item) and may(speaker, Action.EXTEND, item, request.roster):
            yield Action.EXTEND
    elif request.is_private and is_decider(speaker, asked, item, request.roster):
        yield from (Action.GRANT_EXTENSION, Action.MOVE_EXTENSION, Action.REFUSE_EXTENSION)
    elif _has_asked(speaker, item):
        yield Action.WITHDRAW_EXTENSION


def _of_prolonging(request: Request, speaker: Person, item: Item) -> Iterator[Action]:
    """申请延长, or what may be done to the request that is open; deciding has its place in private."""
    asked = open_request(request, RequestKind.PROLONG, item)
    if asked is None:
        is_open = item.status in IN_HAND and prolongable_clock(item, request.rules) is not None
        if is_open and may(speaker, Action.PROLONG, item, request.roster):
            yield Action.PROLONG
    elif request.is_private and is_decider(speaker, asked, item, request.roster):
        yield from (Action.GRANT_PROLONG, Action.REFUSE_PROLONG)


def _has_asked(speaker: Person, item: Item) -> bool:
    """Whether the request is theirs to withdraw; where nothing came after it, 撤回 takes it back."""
    step = newest_request(item)
    return step is not None and speaker.name in (step.by, step.on_behalf) and step != newest_step(item)


def _of_obstacle(request: Request, speaker: Person, item: Item) -> Iterator[Action]:
    """报告难点, or what may be said of the difficulty that the item has; answering has its place in private."""
    obstacle, roster = open_obstacle(item), request.roster
    if obstacle is None:
        if item.status in IN_HAND and may(speaker, Action.REPORT_OBSTACLE, item, roster):
            yield Action.REPORT_OBSTACLE
        return
    asked = open_request(request, RequestKind.OBSTACLE, item)
    if asked is not None and request.is_private and may_answer(speaker, asked, item, roster):
        yield Action.ANSWER_OBSTACLE
    if may(speaker, Action.SOLVE_OBSTACLE, item, roster):
        yield Action.SOLVE_OBSTACLE
    if obstacle.answered_at is not None and may(speaker, Action.REPEAT_OBSTACLE, item, roster):
        yield Action.REPEAT_OBSTACLE


def open_request(request: Request, kind: RequestKind, item: Item) -> DecisionRequest | None:
    """The item's request of that kind that somebody still has to decide."""
    asked = request.ledger.request_of(kind, item.number)
    return asked if asked is not None and is_pending(asked, item) else None


def open_facts(request: Request, item: Item) -> Iterator[tuple[str, str]]:
    """What waits for somebody's decision: its name, and what is asked for."""
    asked = open_request(request, RequestKind.EXTEND, item)
    if asked is not None:
        yield BUTTONS[Action.EXTEND], say_open_request(asked, request.rules, request.now)
    wish = open_request(request, RequestKind.PROLONG, item)
    if wish is not None:
        yield BUTTONS[Action.PROLONG], say_prolonging_wish(wish, item, request.rules, request.now)
    until = request.ledger.muted_until(request.telegram_id, item.number) if request.is_private else None
    if until is not None and until >= local_day(request.now, request.rules):
        yield "静音", say_muted_until(until, request.rules, request.now)
    if item.doubt is not None:
        yield BUTTONS[Action.DOUBT], say_doubt(item.doubt, request.rules, request.now)
    obstacle = open_obstacle(item)
    if obstacle is not None:
        yield "难点", say_obstacle(obstacle, request.rules, request.now, is_private=request.is_private)
        if request.is_private:
            yield "难点答复", say_answer(obstacle, request.rules, request.now)


def renew(request: Request, tx: Transaction) -> None:
    """Brings the pressed message up to date, where Telegram shows it to us and something in it has had its day."""
    if request.shown is None or request.message_id is None:
        return
    shown = replace(request.shown, about=request.ledger.about(request.chat_id, request.message_id))
    numbers = {press.item for row in shown.rows for each in row if (press := Press.decode(each.data)) is not None}
    items = {
        item.number: item
        for item in request.ledger.items(sorted(numbers))
        if may_show(item, request.binding, is_private=request.is_private)
    }
    page = render_renewed(shown, items, request.rules, request.now)
    if page is not None:
        show(request, tx, page)


def handle_item(request: Request, tx: Transaction) -> None:
    """One item with what may be done to it."""
    speaker = request.known()
    numbers = numbers_of(request, speaker, Action.SEE).numbers
    item = item_for(request, speaker, numbers[0], Action.SEE)
    answer(request, tx, card_of(request, speaker, item))


def press_open(request: Request, tx: Transaction) -> None:
    """Opens an item in place of the list or question that it was pressed in; after a digest or a group's list."""
    speaker, press = request.known(), request.pressed()
    item = pressed_item(request, speaker, Action.SEE)
    if press.leaves_alone or not (request.is_private or shows_only(request, item)):
        answer(request, tx, card_of(request, speaker, item))
    elif press.back is Origin.ON_REQUEST and may_decide(request, speaker, item):
        line = line_of(item, request.rules, request.now)
        show(request, tx, render_approval_request(line, request.rules, request.now))
    else:
        show(request, tx, card_of(request, speaker, item, press.list_before if request.is_private else None))


def handle_history(request: Request, tx: Transaction) -> None:
    """Everything that was done to the item (办理过程), by command."""
    speaker = request.known()
    number = numbers_of(request, speaker, Action.HISTORY).numbers[0]
    item = as_shown(item_for(request, speaker, number, Action.HISTORY), is_private=request.is_private)
    answer(request, tx, render_history(item, request.rules, request.now))


def press_history(request: Request, tx: Transaction) -> None:
    """The same by button; it turns its pages in place."""
    item = as_shown(pressed_item(request, request.known(), Action.SEE), is_private=request.is_private)
    press = request.pressed()
    page = render_history(item, request.rules, request.now, press.back, min(press.version, -1))
    (answer if press.leaves_alone else show)(request, tx, page)
