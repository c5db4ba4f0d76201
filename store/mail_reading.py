"""What is asked of the correspondence: updates, letters, what was told, requests, links."""

from collections.abc import Container, Iterator
from datetime import date, datetime

from msgspec import structs

from domain.calendar_links import CalendarLink
from domain.coercion import Discrepancy
from domain.invitations import Invitation
from domain.joining import Enrolment
from domain.letter import Fate, Letter
from domain.pinned_board import Board
from domain.requests import DecisionRequest, RequestKind
from domain.sign_in import SignInLink
from store import mail
from store.books import Books
from store.mail import Settled
from store.rows import (
    CALENDARS,
    DISCREPANCIES,
    ENROLMENTS,
    INBOX,
    INVITATIONS,
    REQUESTS,
    SENT,
    SIGN_INS,
)
from store.values import Dialogue, Undelivered, Waiting


class MailReading:
    """The part of the reading half that needs no item."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def told(self, key: str) -> bool:
        """Whether that occasion has been told."""
        return key in self._books.mail.told.keys

    def told_at(self, key: str) -> datetime | None:
        """When that occasion was told; ``None``: not yet."""
        return self._books.mail.told.told_at(key)

    def chases_told(self, item: int, since: datetime | None) -> frozenset[str]:
        """The names of the item's 催办 that somebody was told of since then (``None``: ever)."""
        return self._books.mail.told.chases_of(item, since)

    def told_from(self, instant: datetime) -> list[int]:
        """The newest tellings, as far back as they were told at or after that instant; for ``Transaction.reopen``."""
        return self._books.mail.told.told_from(instant)

    def told_ahead(self, before: datetime) -> list[int]:
        """Tellings that the clock was ahead for, and whose instant has come now; for ``Transaction.stand_by``."""
        return self._books.mail.told.ahead_before(before)

    def about(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """The items of a message that the bot sent, in the order shown."""
        return self._books.mail.about(chat_id, message_id)

    def is_edited_since(self, chat_id: int, message_id: int, since: datetime) -> bool:
        """Whether a message of the bot was changed at or after that instant, or is about to be."""
        return self._books.mail.is_edited_since(chat_id, message_id, since)

    def told_by(self, chat_id: int, message_id: int) -> tuple[str, ...]:
        """The keys of what a message of the bot told (``Appointment.key``)."""
        return self._books.mail.told_by(chat_id, message_id)

    def readers_of(self, item: int, chase: str) -> tuple[str, ...]:
        """Who was told of that 催办 of the item, as recipients (``person:9003``, ``chat:1``)."""
        return self._books.mail.told.readers_of(item, chase)

    def newest_about(self, chat_id: int) -> tuple[int, ...]:
        """The items of the newest message that the bot sent there about items."""
        return self._books.mail.newest_about(chat_id)

    def is_known(self, update_id: int) -> bool:
        """Whether the update was received before, handled or not."""
        return self._books.rows.get(INBOX, update_id) is not None

    def is_waiting(self, update_id: int) -> bool:
        """Whether the update was received and has not had its effect yet."""
        return update_id in self._books.mail.waiting

    def waiting_updates(self) -> list[Waiting]:
        """Updates received and not yet handled, in order of arrival."""
        return self._books.mail.updates()

    def waiting_letters(self) -> list[Letter]:
        """Letters in the outbox, in order of their numbers."""
        return [letter for _, letter in sorted(self._books.mail.letters.items())]

    def letter(self, number: int) -> Letter | None:
        """A letter that waits in the outbox."""
        return self._books.mail.letters.get(number)

    def message_of(self, number: int) -> int | None:
        """The message that a letter has become, as long as that is remembered."""
        row = mail.read(Settled, self._books.rows.get(SENT, number))
        return None if row is None else row.message_id

    def boards(self) -> list[Board]:
        """The pinned boards (置顶看板) of all groups."""
        return self._books.boards.all()

    def board(self, chat_id: int, thread_id: int | None) -> Board | None:
        """The board of exactly that chat and topic."""
        return self._books.boards.of_chat(chat_id, thread_id)

    def fate_of(self, number: int) -> Fate | None:
        """What became of a letter, as long as that is remembered; ``None`` also while it waits."""
        return self._books.boards.fate_of(number)

    def recent_sends(self, since: datetime) -> list[tuple[int, datetime]]:
        """Chat and time of what was sent since then, as far as an hour before the newest; to restore pacing."""
        return self._books.mail.sent_since(since)

    def dialogue(self, chat_id: int, person_id: int) -> Dialogue | None:
        """The half-finished conversation with that person in that chat."""
        return self._books.mail.dialogue(chat_id, person_id)

    @property
    def newest_at_opening(self) -> datetime | None:
        """When the newest letter was sent, or the newest waiting update came, before the ledger was opened."""
        return self._books.newest_at_opening

    def discrepancies(self) -> list[tuple[int, Discrepancy]]:
        """What the office has yet to hear of the ledger file, oldest first, each under its number."""
        rows = self._books.rows.tables.get(DISCREPANCIES, {})
        found = ((number, mail.read(Discrepancy, document)) for number, document in rows.items())
        return [(number, discrepancy) for number, discrepancy in found if discrepancy is not None]

    def undelivered(self) -> list[Undelivered]:
        """Letters of the last days that may not have arrived, oldest first."""
        numbers = sorted(self._books.mail.undelivered)
        rows = ((number, mail.read(Settled, self._books.rows.get(SENT, number))) for number in numbers)
        return [Undelivered(number, row.chat_id, row.head, row.told) for number, row in rows if row is not None]

    def request_of(self, kind: RequestKind, item: int) -> DecisionRequest | None:
        """The open request of that kind for the item."""
        return self._books.mail.requests.get((kind, item), (0, None))[1]

    def muted_until(self, person: int, item: int) -> date | None:
        """The last day on which the person is to hear nothing of the item; it may be past."""
        return self._books.mutes.until(person, item)

    def requests_of(self, item: int) -> list[DecisionRequest]:
        """The open requests for the item, of every kind."""
        found = (self.request_of(kind, item) for kind in RequestKind)
        return [request for request in found if request is not None]

    def requested(self, kinds: Container[RequestKind]) -> list[tuple[RequestKind, int]]:
        """The open requests of these kinds, as kind and item, ascending."""
        return sorted(key for key in self._books.mail.requests if key[0] in kinds)

    def newest_application(self, telegram_id: int) -> DecisionRequest | None:
        """The account's newest request to join the bureau, be it decided."""
        return mail.read(DecisionRequest, self._books.rows.get(REQUESTS, self._books.joinings.newest_of(telegram_id)))

    def invitation(self, number: int) -> Invitation | None:
        """A link that was handed out, by its number."""
        row = mail.read(Invitation, self._books.rows.get(INVITATIONS, number))
        return None if row is None else structs.replace(row, number=number)

    def invitation_of(self, token: str) -> Invitation | None:
        """The same by what is kept of the link (``domain.invitations.digest_of``)."""
        return self.invitation(self._books.joinings.of_link(token))

    def invitations(self) -> list[Invitation]:
        """Every link that was ever handed out, oldest first."""
        found = (self.invitation(number) for number in self._books.rows.tables.get(INVITATIONS, ()))
        return [invitation for invitation in found if invitation is not None]

    def sign_in_of(self, token: str) -> SignInLink | None:
        """The link into the board by what is kept of it."""
        return next((link for link in self.sign_ins() if link.token == token), None)

    def sign_ins(self) -> Iterator[SignInLink]:
        """The links into the board that were handed out lately."""
        found = (mail.read(SignInLink, document) for document in self._books.rows.tables.get(SIGN_INS, {}).values())
        return (link for link in found if link is not None)

    def calendar_link(self, number: int) -> CalendarLink | None:
        """The link to a calendar feed of that number."""
        link = mail.read(CalendarLink, self._books.rows.get(CALENDARS, number))
        return None if link is None else structs.replace(link, number=number)

    def calendar_link_of(self, token: str) -> CalendarLink | None:
        """The link that this is kept of."""
        return self.calendar_link(self._books.calendar_links.of_token(token))

    def calendar_links(self) -> list[CalendarLink]:
        """Every link that was handed out and can be read, ascending."""
        links = map(self.calendar_link, sorted(self._books.rows.tables.get(CALENDARS, ())))
        return [link for link in links if link is not None]

    def enrolment(self, number: int) -> Enrolment | None:
        """Whose account became whose, by its number."""
        row = mail.read(Enrolment, self._books.rows.get(ENROLMENTS, number))
        return None if row is None else structs.replace(row, number=number)
