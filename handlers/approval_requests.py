"""Requests for 销号: sent to the approvers, kept true as the ledger changes, and closed on every copy."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from msgspec import Struct

from domain.item import Item, ItemStatus
from domain.letter import Letter, Outcome, OutcomeKind, Page
from domain.lights import line_of
from domain.rights import approvers, is_reachable, office_of
from domain.roster import Person, Role
from handlers.replies import reword, write_to
from handlers.request import Office, Request
from store.ledger import Ledger
from store.transaction import Transaction
from store.values import Commit, Dialogue
from texts.closing import render_approval_request, render_moved_on, render_nobody_approves, render_request_over

PETITION = "petition"
#: Beside the letters: the version of the item that they show.
_VERSION = "version"
#: Nobody's private chat: what is filed here is answered by buttons, never by words.
_NO_CHAT = 0


class Petition(Struct, frozen=True):
    """An open request: its letters, each with its chat, and the version of the item that they show."""

    letters: dict[int, int]
    version: int | None


def open_petition(office: Office, tx: Transaction, item: Item, now: datetime, asker: int = 0) -> Role | None:
    """Writes to everybody who may decide, and returns their role: deputy leaders, or the office in their absence.

    ``None``: nobody of the office can be reached either, or may decide; the item waits on its list (待审清单).
    """
    rules, roster = office.rules, office.ledger.roster
    page = render_approval_request(line_of(item, rules, now), rules, roster, now)
    asked = {person.telegram_id: person for person in approvers(item, roster) if is_reachable(person)}
    letters = [(write_to(tx, person, page, now, asker), chat) for chat, person in asked.items()]
    file_petition(tx, item, {letter: chat for letter, chat in letters if letter and chat}, now)
    if not asked:
        tell_office(office, tx, item, now)
        return None
    first = next(iter(asked.values()))
    return Role.OFFICE if roster.is_office(first) else first.role


def file_petition(tx: Transaction, item: Item, letters: Mapping[int, int], now: datetime) -> None:
    """Remembers which letters (each with its chat) ask for the item's closing, and as of which version of it."""
    data = {str(letter): str(chat) for letter, chat in letters.items()} | {_VERSION: str(item.version)}
    tx.set_dialogue(_NO_CHAT, item.number, Dialogue(kind=PETITION, number=item.number, data=data, begun_at=now))


def petition_of(ledger: Ledger, number: int) -> Petition | None:
    """The request for the item's closing, if one is open."""
    found = ledger.dialogue(_NO_CHAT, number)
    if found is None:
        return None
    letters = {int(letter): int(chat) for letter, chat in found.data.items() if letter != _VERSION}
    version = found.data.get(_VERSION)
    return Petition(letters, None if version is None else int(version))


def petitions(ledger: Ledger) -> list[int]:
    """The items whose closing is asked for."""
    return ledger.dialogues_in(_NO_CHAT)


def forget_petition(tx: Transaction, number: int) -> None:
    """The request was decided, or taken back."""
    tx.set_dialogue(_NO_CHAT, number, None)


def tell_office(office: Office, tx: Transaction, item: Item, now: datetime, but: int = 0) -> None:
    """Nobody is left to be asked; whoever applied reads it in the answer, and ``but`` can't be reached."""
    for person in office_of(office.ledger.roster):
        if person.name != item.submitted_by and person.telegram_id != but:
            write_to(tx, person, render_nobody_approves(item, office.rules), now)


def close_petition(request: Request, tx: Transaction, number: int, page: Page) -> frozenset[tuple[int, int]]:
    """Puts the page in place of every request for the item; returns the messages that it changed (chat, message)."""
    petition = petition_of(request.ledger, number)
    if petition is None:
        return frozenset()
    forget_petition(tx, number)
    return reword(request.ledger, tx, petition.letters, page, request.now, asker=request.asker)


class StandIn:
    """Sends a request on to whoever stands in, when Telegram says that none of those who were asked can be reached.

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
        item = self._office.ledger.item(letter.about[0])
        petition = petition_of(self._office.ledger, letter.about[0])
        if item is None or petition is None or letter.number not in petition.letters:
            return
        others = {number: chat for number, chat in petition.letters.items() if number != letter.number}
        file_petition(tx, item, others, self._clock())
        if others or item.status is not ItemStatus.SUBMITTED:
            return
        who = self._office.ledger.roster.who(letter.chat_id)
        if who is not None and not self._office.ledger.roster.is_office(who):
            open_petition(self._office, tx, item, self._clock())
        else:  # after the office comes nobody
            tell_office(self._office, tx, item, self._clock(), but=letter.chat_id)


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
