"""Keeps open requests for 销号 true: an import, an edit of the file or of the roster may change who is to decide.

Whoever is to decide now is asked, and whoever is not any more reads so; an item that was amended is shown as it is.
Looked at after each commit that may matter and at the start; looking twice changes nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from domain.item import Item, ItemStatus
from domain.lights import line_of
from domain.rights import approvers, is_reachable
from domain.roster import Person
from handlers.petition import Petition, file_petition, forget_petition, petition_of, petitions, tell_office
from handlers.reply import reword, write_to
from handlers.request import Office
from store.transaction import Transaction
from store.values import Commit
from texts.closing import render_approval_request, render_moved_on, render_request_over

_log = logging.getLogger(__name__)
#: Of so many changed items each is looked up; of more, the open requests are.
_FEW = 20
#: Seconds before what failed is tried again.
_AGAIN = 2.0


class OpenRequests:
    """Watches one ledger's commits."""

    def __init__(
        self, office: Office, clock: Callable[[], datetime], wait: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> None:
        self._office = office
        self._clock = clock
        self._wait = wait
        self._due = set(petitions(office.ledger))
        self._bell = asyncio.Event()
        self._bell.set()
        office.ledger.on_commit.append(self._note)

    async def run(self) -> None:
        """Look at what may have changed, until cancelled."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            if not self.look():
                await self._wait(_AGAIN)
                self._bell.set()

    def look(self) -> bool:
        """Look at everything that may have changed; whether all of it went well."""
        for number in sorted(self._due):
            try:
                self._keep(number)
            except Exception:  # noqa: BLE001 - whatever it is, it is logged, and what it was about stays due
                _log.exception("the request for item %s could not be looked at; trying again", number)
                return False
            self._due.discard(number)
        return True

    def _note(self, commit: Commit) -> None:
        ledger = self._office.ledger
        if commit.roster_changed:
            self._due.update(petitions(ledger))
        elif len(commit.items) > _FEW:
            self._due.update(commit.items.intersection(petitions(ledger)))
        else:
            self._due.update(number for number in commit.items if petition_of(ledger, number) is not None)
        if self._due:
            self._bell.set()

    def _keep(self, number: int) -> None:
        ledger = self._office.ledger
        item, petition = ledger.item(number), petition_of(ledger, number)
        if petition is None or item is None or self._holds(item, petition):
            return
        with ledger.transaction(at=self._clock(), by="", did="keep a request") as tx:
            if item.status is ItemStatus.SUBMITTED:
                self._ask_anew(tx, item, petition)
            else:
                forget_petition(tx, number)
                reword(ledger, tx, petition.letters, render_request_over(item, self._office.rules), self._clock())

    def _holds(self, item: Item, petition: Petition) -> bool:
        """Whether the request shows the item as it is, to those who may decide, and to nobody else."""
        if item.status is not ItemStatus.SUBMITTED or petition.version not in (None, item.version):
            return False
        return set(petition.letters.values()) == self._wanted(item).keys()

    def _wanted(self, item: Item) -> dict[int, Person]:
        """Who is to decide and can be asked, by their private chat."""
        people = approvers(item, self._office.ledger.roster)
        return {each.telegram_id: each for each in people if each.telegram_id is not None and is_reachable(each)}

    def _ask_anew(self, tx: Transaction, item: Item, petition: Petition) -> None:
        ledger, rules, now = self._office.ledger, self._office.rules, self._clock()
        wanted = self._wanted(item)
        kept = {letter: chat for letter, chat in petition.letters.items() if chat in wanted}
        gone = {letter: chat for letter, chat in petition.letters.items() if chat not in wanted}
        page = render_approval_request(line_of(item, rules, now), rules, ledger.roster, now)
        if petition.version not in (None, item.version):
            reword(ledger, tx, kept, page, now)
        reword(ledger, tx, gone, render_moved_on(item, tuple(each.name for each in wanted.values()), rules), now)
        for chat, person in wanted.items():
            letter = write_to(tx, person, page, now) if chat not in kept.values() else None
            if letter is not None:
                kept[letter] = chat
        if gone and not wanted:
            tell_office(self._office, tx, item, now)
        file_petition(tx, item, kept, now)
