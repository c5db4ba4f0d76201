"""The requests for 销号 that go out to approvers: remembered, so that all of them read what one decided.

They are remembered as a row of the ledger under the item; a letter's number leads to its message, whenever it was sent.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from domain.item import Item, ItemStatus
from domain.letter import Letter, Outcome, OutcomeKind, Page
from domain.lights import line_of
from domain.rights import approvers, is_reachable, office_of
from domain.roster import Role
from handlers.reply import reword, write_to
from handlers.request import Office, Request
from store.ledger import Ledger
from store.transaction import Transaction
from store.values import Dialogue
from texts.closing import render_approval_request, render_nobody_approves

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
