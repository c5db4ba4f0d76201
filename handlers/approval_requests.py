"""Requests for 销号: sent to those who decide, kept true as the ledger changes, and closed on every copy.

Who is asked, who stands in and who is told is decided in ``domain/requests.py``.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from msgspec.structs import replace

from domain.item import Item, ItemStatus
from domain.letter import Letter, Outcome, OutcomeKind, Page
from domain.requests import (
    Decision,
    DecisionRequest,
    RequestKind,
    asked_of,
    closing_of,
    decided,
    is_true,
    may_others_stand_in,
    revise,
    role_asked,
    told_of_nobody,
)
from domain.roster import Role
from domain.views import line_of
from handlers.replies import reword, write_to
from handlers.request import Office, Request
from store.transaction import Transaction
from texts.closing import render_approval_request, render_moved_on, render_nobody_approves, render_request_over

_log = logging.getLogger(__name__)
#: Of so many changed items each is looked up; of more, the open requests are.
_FEW = 20
#: Seconds before what failed is tried again.
_AGAIN = 2.0


def ask_to_close(office: Office, tx: Transaction, item: Item, now: datetime, asker: int = 0) -> Role | None:
    """Write to everybody who may decide; returns their role, ``None`` where nobody can be asked."""
    rules, roster = office.rules, office.ledger.roster
    page = render_approval_request(line_of(item, rules, now), rules, now)
    letters = {write_to(tx, person, page, now, asker): chat for chat, person in asked_of(item, roster).items()}
    tx.save_request(closing_of(item, {letter: chat for letter, chat in letters.items() if letter}, now))
    role = role_asked(item, roster)
    if role is None:
        _tell_office(office, tx, item, now)
    return role


def end_request(
    request: Request, tx: Transaction, number: int, decision: Decision, page: Page
) -> frozenset[tuple[int, int]]:
    """Record the decision and put the page in place of every copy; returns the messages changed (chat, message)."""
    asked = request.ledger.request_of(RequestKind.CLOSE, number)
    if asked is None:
        return frozenset()
    tx.save_request(decided(asked, decision, request.known().name, request.at))
    return reword(request.ledger, tx, asked.messages, page, request.now, asker=request.asker)


def _tell_office(office: Office, tx: Transaction, item: Item, now: datetime, but: int = 0) -> None:
    """Nobody is left to be asked; the applicant reads it in the answer."""
    for person in told_of_nobody(item, office.ledger.roster, but):
        write_to(tx, person, render_nobody_approves(item, office.rules), now)


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
        ledger, now = self._office.ledger, self._clock()
        item, asked = ledger.item(letter.about[0]), ledger.request_of(RequestKind.CLOSE, letter.about[0])
        if item is None or asked is None or letter.number not in asked.messages:
            return
        others = {number: chat for number, chat in asked.messages.items() if number != letter.number}
        tx.save_request(replace(asked, messages=others))
        if others or item.status is not ItemStatus.SUBMITTED:
            return
        if may_others_stand_in(ledger.roster.who(letter.chat_id), ledger.roster):
            ask_to_close(self._office, tx, item, now)
        else:
            _tell_office(self._office, tx, item, now, but=letter.chat_id)


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
        self._due = set(office.ledger.requested(RequestKind.CLOSE))
        self._wake = asyncio.Event()
        self._wake.set()
        self._recent = office.ledger.follow(self._wake.set)

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
        for number in sorted(self._due):
            try:
                self._keep(number)
            except Exception:  # noqa: BLE001 - it is logged, and what it was about stays due
                _log.exception("the request for item %s could not be looked at; trying again", number)
                return False
            self._due.discard(number)
        return True

    def _take_recent(self) -> None:
        ledger, recent = self._office.ledger, self._recent.take()
        if recent.roster_changed:
            self._due.update(ledger.requested(RequestKind.CLOSE))
        elif len(recent.items) > _FEW:
            self._due.update(recent.items.intersection(ledger.requested(RequestKind.CLOSE)))
        else:
            self._due.update(n for n in recent.items if ledger.request_of(RequestKind.CLOSE, n) is not None)

    def _keep(self, number: int) -> None:
        ledger = self._office.ledger
        item, asked = ledger.item(number), ledger.request_of(RequestKind.CLOSE, number)
        if asked is None or item is None or is_true(asked, item, ledger.roster):
            return
        now = self._clock()
        with ledger.transaction(at=now, by="", did="keep a request") as tx:
            if item.status is ItemStatus.SUBMITTED:
                self._ask_again(tx, item, asked)
            else:
                tx.save_request(decided(asked, Decision.OVERTAKEN, "", now))
                reword(ledger, tx, asked.messages, render_request_over(item, self._office.rules), now)

    def _ask_again(self, tx: Transaction, item: Item, asked: DecisionRequest) -> None:
        ledger, rules, now = self._office.ledger, self._office.rules, self._clock()
        revision = revise(asked, item, ledger.roster)
        page = render_approval_request(line_of(item, rules, now), rules, now)
        if revision.is_outdated:
            reword(ledger, tx, revision.kept, page, now)
        reword(ledger, tx, revision.gone, render_moved_on(item, revision.deciders, rules), now)
        letters = {write_to(tx, person, page, now): person.telegram_id for person in revision.to_ask}
        new = {letter: chat for letter, chat in letters.items() if letter and chat}
        if revision.gone and not revision.deciders:
            _tell_office(self._office, tx, item, now)
        tx.save_request(replace(asked, messages=revision.kept | new, version=item.version))
