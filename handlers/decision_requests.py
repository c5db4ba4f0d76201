"""Requests that somebody else decides: sent, kept true as the ledger changes, and closed on every copy.

Who is asked, who stands in and who is told is decided in ``domain/requests.py``.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from domain.item import Item
from domain.letter import Letter, Outcome, OutcomeKind, Page
from domain.limits import is_open
from domain.requests import (
    Decision,
    DecisionRequest,
    RequestKind,
    asked_of,
    closing_of,
    decided,
    is_pending,
    is_true,
    may_others_stand_in,
    revise,
    role_asked,
    told_of_nobody,
    unreached_by,
    with_unreached,
)
from domain.roster import Role, is_without_row
from domain.rules import Rules, may_push
from domain.setting import Setting
from domain.views import Line, line_of
from handlers.evidence_review import send_pieces
from handlers.replies import reword, write_to
from handlers.request import Office, Request
from store.transaction import Transaction
from texts.closing import (
    render_approval_request,
    render_moved_on,
    render_nobody_approves,
    render_request_over,
    render_undo_notice,
)
from texts.decisions import render_nobody_decides
from texts.extension import render_extension_request
from texts.handing_over import render_nobody_takes_over, render_offer
from texts.lines import say_reached
from texts.objection import render_nobody_settles, render_objection
from texts.obstacles import render_nobody_answers, render_obstacle_request
from texts.plan_approval import render_plan_request
from texts.prolonging import render_prolonging_request
from texts.requests import render_overtaken, render_passed_on, render_withdrawn

_log = logging.getLogger(__name__)
#: Of so many changed items each is looked up; of more, the open requests are.
_FEW = 20
#: Seconds before what failed is tried again.
_AGAIN = 2.0


class RequestPages(NamedTuple):
    """What is read of one kind of request."""

    ask: Callable[[DecisionRequest, Line, Setting], Page]  # by those who decide, with their buttons
    moved_on: Callable[[DecisionRequest, Item, tuple[str, ...], Rules], Page]  # by who is not to decide any more
    over: Callable[[DecisionRequest, Item, Rules], Page]  # where the ledger has overtaken it
    withdrawn: Callable[[DecisionRequest, Item, Rules, datetime], Page]  # after 撤回
    nobody: Callable[[Item, Rules], Page]  # by the office, where nobody is left to be asked


#: The kinds that are kept true; a new kind is one more row.
PAGES: Mapping[RequestKind, RequestPages] = {
    RequestKind.CLOSE: RequestPages(
        ask=lambda _, line, setting: render_approval_request(line, setting.rules, setting.now),
        moved_on=lambda _, item, names, rules: render_moved_on(item, names, rules),
        over=lambda _, item, rules: render_request_over(item, rules),
        withdrawn=lambda _, item, rules, now: render_undo_notice(item, rules, now),
        nobody=render_nobody_approves,
    ),
    RequestKind.EXTEND: RequestPages(
        ask=render_extension_request,
        moved_on=render_passed_on,
        over=render_overtaken,
        withdrawn=render_withdrawn,
        nobody=partial(render_nobody_decides, RequestKind.EXTEND),
    ),
    RequestKind.PROLONG: RequestPages(
        ask=render_prolonging_request,
        moved_on=render_passed_on,
        over=render_overtaken,
        withdrawn=render_withdrawn,
        nobody=partial(render_nobody_decides, RequestKind.PROLONG),
    ),
    RequestKind.PLAN: RequestPages(
        ask=render_plan_request,
        moved_on=render_passed_on,
        over=render_overtaken,
        withdrawn=render_withdrawn,
        nobody=partial(render_nobody_decides, RequestKind.PLAN),
    ),
    RequestKind.DOUBT: RequestPages(
        ask=render_objection,
        moved_on=render_passed_on,
        over=render_overtaken,
        withdrawn=render_withdrawn,
        nobody=render_nobody_settles,
    ),
    RequestKind.HAND_OVER: RequestPages(
        ask=render_offer,
        moved_on=render_passed_on,
        over=render_overtaken,
        withdrawn=render_withdrawn,
        nobody=render_nobody_takes_over,
    ),
    RequestKind.OBSTACLE: RequestPages(
        ask=render_obstacle_request,
        moved_on=render_passed_on,
        over=render_overtaken,
        withdrawn=render_withdrawn,
        nobody=render_nobody_answers,
    ),
}


def ask_to_close(office: Office, tx: Transaction, item: Item, now: datetime, asker: int = 0) -> Role | None:
    """Ask everybody who may decide on the item's 销号; their role, ``None`` where nobody can be asked."""
    return ask(office, tx, closing_of(item, {}, now), item, now, asker)


def ask(
    office: Office, tx: Transaction, request: DecisionRequest, item: Item, now: datetime, asker: int = 0
) -> Role | None:
    """Write to everybody who may decide and file the request; their role, ``None`` where nobody can be asked."""
    roster = office.roster_at(now)
    page = PAGES[request.kind].ask(request, line_of(item, office.rules, now), Setting(office.rules, roster, now))
    letters = {write_to(tx, person, page, now, asker): chat for chat, person in asked_of(request, item, roster).items()}
    messages = {letter: chat for letter, chat in letters.items() if letter}
    tx.save_request(replace(request, messages=messages, version=item.version))
    role = role_asked(request, item, roster)
    if role is None:
        _tell_office(office, tx, request, item, now)
    return role


def ask_again(office: Office, tx: Transaction, item: Item, asked: DecisionRequest, now: datetime) -> None:
    """Make every copy true again: who decides now is asked, and who does not any more reads to whom it went."""
    ledger, rules, roster = office.ledger, office.rules, office.roster_at(now)
    revision = revise(asked, item, roster)
    pages = PAGES[asked.kind]
    page = pages.ask(asked, line_of(item, rules, now), Setting(rules, roster, now))
    if revision.is_outdated:
        reword(ledger, tx, revision.kept, page, now)
    names = tuple(say_reached(person) for person in asked_of(asked, item, roster).values())
    reword(ledger, tx, revision.gone, pages.moved_on(asked, item, names, rules), now)
    letters = {write_to(tx, person, page, now): person.telegram_id for person in revision.to_ask}
    new = {letter: chat for letter, chat in letters.items() if letter and chat}
    if asked.kind is RequestKind.CLOSE:
        for chat in new.values():
            send_pieces(tx, chat, item, rules, now, with_return=True)
    if revision.gone and not revision.deciders:
        _tell_office(office, tx, asked, item, now)
    tx.save_request(replace(asked, messages=revision.kept | new, version=item.version))


def ask_for_check(request: Request, tx: Transaction, item: Item) -> None:
    """初核 was taken back: the approvers are asked once more."""
    ask_to_close(request.office, tx, item, request.now, request.asker)


def keep_true(office: Office, tx: Transaction, item: Item, now: datetime) -> None:
    """What the item says of itself has changed while its 销号 is asked for: every copy shows it as it is."""
    asked = office.ledger.request_of(RequestKind.CLOSE, item.number)
    if asked is not None and is_pending(asked, item):
        ask_again(office, tx, item, asked, now)


def end_request(
    request: Request, tx: Transaction, kind: RequestKind, number: int, decision: Decision, page: Page
) -> frozenset[tuple[int, int]]:
    """Record the decision and put the page in place of every copy; returns the messages changed (chat, message)."""
    asked = request.ledger.request_of(kind, number)
    if asked is None:
        return frozenset()
    tx.save_request(decided(asked, decision, request.known().name, request.at))
    return reword(request.ledger, tx, asked.messages, page, request.now, asker=request.asker)


def end_all(request: Request, tx: Transaction, item: Item) -> None:
    """The item is not asked for any more, and so is nothing that was asked about it: every copy reads so."""
    for asked in request.ledger.requests_of(item.number):
        if asked.kind in PAGES:
            page = PAGES[asked.kind].over(asked, item, request.rules)
            end_request(request, tx, asked.kind, item.number, Decision.OVERTAKEN, page)


def withdraw_request(request: Request, tx: Transaction, kind: RequestKind, item: Item) -> None:
    """The request was taken back: every copy of it reads so."""
    asked = request.ledger.request_of(kind, item.number)
    if asked is not None:
        page = PAGES[kind].withdrawn(asked, item, request.rules, request.now)
        end_request(request, tx, kind, item.number, Decision.WITHDRAWN, page)


def _tell_office(
    office: Office, tx: Transaction, request: DecisionRequest, item: Item, now: datetime, but: int = 0
) -> None:
    """Nobody is left to be asked; the applicant reads it in the answer."""
    for person in told_of_nobody(request, office.roster_at(now), but):
        write_to(tx, person, PAGES[request.kind].nobody(item, office.rules), now)


def ask_who_is_back(request: Request, tx: Transaction) -> None:
    """An administrator without a row who writes is in reach: ``OpenRequests`` asks them what did not arrive before."""
    for kind, number in request.ledger.requested(PAGES):
        asked = request.ledger.request_of(kind, number)
        if asked is not None and request.telegram_id in unreached_by(asked):
            tx.save_request(with_unreached(asked, unreached_by(asked) - {request.telegram_id}))


class StandIn:
    """Sends a request on when Telegram says that none of those who were asked can be reached.

    The courier calls it inside the transaction that settles the refused letter; ``after`` marks who cannot be reached.
    """

    def __init__(
        self,
        office: Office,
        clock: Callable[[], datetime],
        after: Callable[[Transaction, Letter, Outcome], None],
    ) -> None:
        self._office = office
        self._clock = clock
        self._after = after

    def __call__(self, tx: Transaction, letter: Letter, outcome: Outcome) -> None:
        """What follows for the letter, and for the request if it was one."""
        self._after(tx, letter, outcome)
        if outcome.kind is not OutcomeKind.BLOCKED or len(letter.about) != 1:
            return
        ledger = self._office.ledger
        item = ledger.item(letter.about[0])
        for asked in ledger.requests_of(letter.about[0]):
            if item is not None and asked.kind in PAGES and letter.number in asked.messages:
                self._go_on(tx, letter, asked, item)

    def _go_on(self, tx: Transaction, letter: Letter, asked: DecisionRequest, item: Item) -> None:
        now = self._clock()
        others = {number: chat for number, chat in asked.messages.items() if number != letter.number}
        roster = self._office.roster_at(now)
        left = replace(asked, messages=others)
        if is_without_row(letter.chat_id, roster):
            left = with_unreached(left, unreached_by(left) | {letter.chat_id})
        tx.save_request(left)
        if others or not is_pending(asked, item):
            return
        reached = asked_of(left, item, roster).keys() - {letter.chat_id}
        if may_others_stand_in(roster.who(letter.chat_id), roster) or reached:
            ask(self._office, tx, left, item, now)
        else:
            _tell_office(self._office, tx, left, item, now, but=letter.chat_id)


class OpenRequests:
    """Keeps the open requests of one ledger true: an import or an edit may change the item, or who decides.

    Looked at after each commit that may matter and at the start; looking twice changes nothing.
    """

    def __init__(
        self, office: Office, clock: Callable[[], datetime], wait: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> None:
        self._office = office
        self._clock = clock
        self._wait = wait
        self._due = set(office.ledger.requested(PAGES))
        self._wake = asyncio.Event()
        self._wake.set()
        self._recent = office.ledger.follow(self._wake.set)
        self._away = office.roster_at(clock()).away

    def mind_the_day(self, now: datetime) -> None:
        """Where somebody has left or is back by the calendar, requests move; in hours in which the bot may speak."""
        away = self._office.roster_at(now).away
        if away != self._away and is_open(self._office.rules, now) and may_push(self._office.rules, now):
            self._away = away
            self._due.update(self._office.ledger.requested(PAGES))
            self._wake.set()

    async def run(self) -> None:
        """Look at what may have changed, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            if not self.look():
                await self._wait(_AGAIN)
                self._wake.set()

    def look(self) -> bool:
        """Look at everything that may have changed; whether all of it went well."""
        self._take_recent()
        for kind, number in sorted(self._due):
            try:
                self._keep(kind, number)
            except Exception:  # noqa: BLE001 - it is logged, and what it was about stays due
                _log.exception("the request %s of item %s could not be looked at; trying again", kind, number)
                return False
            self._due.discard((kind, number))
        return True

    def _take_recent(self) -> None:
        ledger, recent = self._office.ledger, self._recent.take()
        if recent.roster_changed:
            self._due.update(ledger.requested(PAGES))
        elif len(recent.items) > _FEW:
            self._due.update((kind, n) for kind, n in ledger.requested(PAGES) if n in recent.items)
        else:
            asked = (each for n in recent.items for each in ledger.requests_of(n))
            self._due.update((each.kind, each.item) for each in asked if each.kind in PAGES)

    def _keep(self, kind: RequestKind, number: int) -> None:
        ledger = self._office.ledger
        item, asked = ledger.item(number), ledger.request_of(kind, number)
        now = self._clock()
        if asked is None or item is None or is_true(asked, item, self._office.roster_at(now)):
            return
        with ledger.transaction(at=now, by="", did="keep a request") as tx:
            if is_pending(asked, item):
                ask_again(self._office, tx, item, asked, now)
            else:
                tx.save_request(decided(asked, Decision.OVERTAKEN, "", now))
                reword(ledger, tx, asked.messages, PAGES[kind].over(asked, item, self._office.rules), now)
