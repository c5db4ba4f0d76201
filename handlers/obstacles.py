"""报告难点: its words, its kind by button, later 已解决 or 仍未解决. It goes to the leader in private only."""

from functools import partial

from domain.actions import Action
from domain.errors import ButtonTooOld, ObstaclePending, RequestOver
from domain.item import Did, Item, Obstacle, ObstacleKind
from domain.letter import Page
from domain.obstacle import (
    report_obstacle,
    reported_version,
    require_obstacle,
    solve_obstacle,
    still_unsolved,
)
from domain.requests import ESCALATED, SINCE, Decision, DecisionRequest, RequestKind
from domain.roster import Person, Role, Roster
from domain.steps import checked, require_in_hand
from handlers.asking import item_asked_about, put_question
from handlers.cards import shows_only
from handlers.decision_requests import ask, end_request
from handlers.doubts import draft_of, drop_draft, handle_doubt, keep_draft, numbers_in
from handlers.extension import names_nothing
from handlers.questions import OBSTACLE, UNSOLVED
from handlers.replies import answer, show
from handlers.request import Request, item_for, one_number_of, pressed_item
from handlers.telling import tell_concerned
from store.transaction import Transaction
from texts.obstacles import (
    render_ask_obstacle,
    render_ask_unsolved,
    render_obstacle_dropped,
    render_obstacle_kinds,
    render_obstacle_reopened,
    render_obstacle_reported,
    render_obstacle_solved,
)


def handle_obstacle(request: Request, tx: Transaction) -> None:
    """``/stuck 12 原因``, and the same in words or in reply; without words it asks for them."""
    speaker = request.known()
    if names_nothing(request):
        handle_doubt(request, tx)
        return
    number, note = one_number_of(request, speaker, Action.REPORT_OBSTACLE)
    item = _reportable(request, speaker, number)
    if note:
        _ask_kind(request, tx, item, note)
    else:
        _ask_words(request, tx, item)


def press_obstacle(request: Request, tx: Transaction) -> None:
    """[报告难点]: asks for the words."""
    _ask_words(request, tx, _reportable(request, request.known(), request.pressed().item))


def handle_obstacle_words(request: Request, tx: Transaction) -> None:
    """The difficulty, as asked for."""
    for item in item_asked_about(request, tx, partial(_reportable, request, request.known())):
        _ask_kind(request, tx, item, request.said.words)


def _reportable(request: Request, speaker: Person, number: int) -> Item:
    item = item_for(request, speaker, number, Action.REPORT_OBSTACLE)
    require_in_hand(item)
    if item.obstacle is not None:
        raise ObstaclePending(item.number, item.title)
    return item


def _ask_words(request: Request, tx: Transaction, item: Item) -> None:
    put_question(request, tx, OBSTACLE, item.number)
    answer(request, tx, render_ask_obstacle(item, request.rules, in_group=not request.is_private))


def _ask_kind(request: Request, tx: Transaction, item: Item, words: str) -> None:
    draft = keep_draft(request, tx, checked(words), (item,))
    answer(request, tx, render_obstacle_kinds(item, words, draft, request.rules))


def press_obstacle_kind(request: Request, tx: Transaction) -> None:
    """需协调, 表述需调整, 仅需解释, 暂时无法解决: with that the report goes out."""
    draft = draft_of(request)
    press, kinds = request.pressed(), tuple(ObstacleKind)
    if not 0 <= press.choice <= len(kinds) or numbers_in(draft) != (press.item,):
        raise ButtonTooOld
    speaker = request.known()
    item = _reportable(request, speaker, press.item)
    drop_draft(request, tx)
    if press.choice == 0:
        show(request, tx, render_obstacle_dropped(item, request.rules))
        return
    words = draft.data["words"]
    reported = report_obstacle(item, speaker.name, request.at, kinds[press.choice - 1], words)
    role = _put_before(request, tx, reported)
    show(request, tx, render_obstacle_reported(reported, role, request.rules, request.now))


def _put_before(request: Request, tx: Transaction, item: Item, before: Obstacle | None = None) -> Role | None:
    """Saves the item and puts its obstacle before the leaders; their role."""
    tx.save_item(item)
    return ask(request.office, tx, obstacle_request(item, request.roster, before), item, request.now, request.asker)


def obstacle_request(item: Item, roster: Roster, before: Obstacle | None = None) -> DecisionRequest:
    """What the item's obstacle asks of the leaders; what the director answered ``before`` stays with the director."""
    obstacle = require_obstacle(item)
    data = {SINCE: str(item.version)}
    if before is not None:
        data["answer"] = f"{before.answered_by}：{before.answer}"
        if any(each.name == before.answered_by for each in roster.of_role(Role.DIRECTOR)):
            data[ESCALATED] = "1"
    return DecisionRequest(
        kind=RequestKind.OBSTACLE,
        item=item.number,
        asked_by=obstacle.by,
        asked_at=obstacle.at,
        reason=obstacle.words,
        data=data,
    )


def press_solved(request: Request, tx: Transaction) -> None:
    """已解决, by owner, head, leader or office."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.SOLVE_OBSTACLE)
    obstacle = _pressed_obstacle(request, item)
    solved = tx.save_item(solve_obstacle(item, speaker.name, request.at))
    page = render_obstacle_solved(solved, request.rules, request.now)
    changed = end_request(request, tx, RequestKind.OBSTACLE, solved.number, Decision.OVERTAKEN, page)
    if (request.chat_id, request.message_id) not in changed:
        _show_here(request, tx, solved, page)
    tell_concerned(request, tx, solved, page, obstacle.by)


def _pressed_obstacle(request: Request, item: Item) -> Obstacle:
    """The item's obstacle, if the button was made for it and for no earlier one."""
    obstacle, version = require_obstacle(item), request.pressed().version
    if 0 < version < reported_version(item):
        raise RequestOver(item.number, item.title)
    return obstacle


def _show_here(request: Request, tx: Transaction, item: Item, page: Page) -> None:
    """In place of a message about this item alone; else after it, which stays as it is."""
    (show if shows_only(request, item) else answer)(request, tx, page)


def press_unsolved(request: Request, tx: Transaction) -> None:
    """仍未解决: asks what is lacking."""
    item = pressed_item(request, request.known(), Action.REPEAT_OBSTACLE)
    if _pressed_obstacle(request, item).answered_at is None:
        raise ObstaclePending(item.number, item.title)
    put_question(request, tx, UNSOLVED, item.number)
    answer(request, tx, render_ask_unsolved(item, request.rules, in_group=not request.is_private))


def handle_unsolved(request: Request, tx: Transaction) -> None:
    """What is lacking: the same leader is asked again, and the clock starts anew."""
    for item in item_asked_about(request, tx, partial(_repeatable, request)):
        before = require_obstacle(item)
        repeated = still_unsolved(item, request.known().name, request.at, request.said.words)
        role = _put_before(request, tx, repeated, before)
        answer(request, tx, render_obstacle_reported(repeated, role, request.rules, request.now))


def _repeatable(request: Request, number: int) -> Item:
    return item_for(request, request.known(), number, Action.REPEAT_OBSTACLE)


def reopen_obstacle(request: Request, tx: Transaction, item: Item) -> None:
    """The answer, or that it was solved, was taken back: who decides is asked again, who had read it is told."""
    if item.obstacle is None or item.obstacle.answered_at is not None:
        return
    ask(request.office, tx, obstacle_request(item, request.roster), item, request.now, request.asker)
    if item.history[-1].to == Did.ANSWER:
        page = render_obstacle_reopened(item, request.rules)
        tell_concerned(request, tx, item, page, item.obstacle.by)
