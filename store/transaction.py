"""A transaction: the one way in which the books change, durable as a whole or not at all."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from typing import Self, TypeVar

from msgspec import structs

from domain.calendar_links import CalendarLink
from domain.coercion import Discrepancy
from domain.invitations import Invitation
from domain.item import Item
from domain.joining import Enrolment
from domain.ledger_year import ClosedYear, entered_in, standing_in
from domain.letter import UNDELIVERED, Fate, Letter, Way
from domain.muting import Mute
from domain.papers import Paper
from domain.pinned_board import Board
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Chat, Person, Unit
from domain.rounds import Round
from domain.series import Series
from domain.sign_in import SignInLink
from store import documents, mail, mail_upkeep
from store.books import Books
from store.bulk import Batch
from store.documents import CHATS, ITEMS, PEOPLE, UNITS
from store.errors import NumberTaken
from store.mail import Received, Settled, Spoken, ToldRow
from store.mail_upkeep import move_chat
from store.rows import (
    BOARDS,
    CALENDARS,
    DIALOGUES,
    DISCREPANCIES,
    ENROLMENTS,
    INBOX,
    INVITATIONS,
    MUTES,
    OUTBOX,
    PAPERS,
    PREVIEWS,
    REQUESTS,
    ROUNDS,
    SENT,
    SERIES,
    SIGN_INS,
    TOLD,
    YEARS,
)
from store.values import Dialogue

#: A row that is kept under a number of its own.
N = TypeVar("N", Invitation, CalendarLink, Round, Paper, Enrolment)
R = TypeVar("R", Person, Unit, Chat)


class Transaction:
    """Changes are seen at once by every reader, durable at the end of the block, and gone if it raises."""

    def __init__(self, books: Books, at: datetime, by: str = "", did: str = "", *, comes_again: bool = False) -> None:
        self._comes_again = comes_again
        self._books = books
        self._rows = books.rows
        self._items = books.items
        self._mail = books.mail
        self._at = at
        self._by = by
        self._did = did
        self._batch: Batch | None = None
        #: Makes of an item as it was, and as it is to be saved, what is saved: it says in whose place (代) it was done.
        self.sign: Callable[[Item, Item], Item] | None = None

    def __enter__(self) -> Self:
        self._rows.begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if kind is None:
            self._books.commit(
                at=self._at, by=self._by, did=self._did, batch=self._batch, comes_again=self._comes_again
            )
        else:
            self._rows.take_back()

    def add_item(self, item: Item) -> Item:
        """Enter a new item, under its own number if it has one, else under the next free one."""
        number = item.number if item.number > 0 else self._rows.highest(ITEMS) + 1
        if self._rows.get(ITEMS, number) is not None:
            raise NumberTaken(number)
        added = self._counted(entered_in(structs.replace(item, number=number), self._rows.ledger_year))
        self._rows.put(ITEMS, number, documents.write(added, None))
        return added

    def save_item(self, item: Item) -> Item:
        """Save a changed item, and return it as it is saved; what others have added to its document stays."""
        before = self._rows.get(ITEMS, item.number)
        if self.sign is not None and before is not None:
            item = self.sign(documents.read_item(item.number, before), item)
        item = self._counted(standing_in(item, self._rows.ledger_year))
        self._rows.put(ITEMS, item.number, documents.write(item, before))
        return item

    def _counted(self, item: Item) -> Item:
        """The item with how much of it is done."""
        percent = self._items.families.percent(item)
        return item if item.percent == percent else structs.replace(item, percent=percent)

    def enter(self, batch: Batch) -> None:
        """Add and save items that were made ready beforehand; raises if one of them was changed since."""
        batch.require_current(self._rows.tables.get(ITEMS, {}))
        if not self._rows.has_drafted(ITEMS):  # an enclosure comes before whatever else its line says
            self._batch = batch
        tell = partial(self._items.exchange, batch.gone, batch.come)
        self._rows.put_all(ITEMS, batch.documents, batch.replaced, tell)
        if batch.moves_shares:
            self._items.families.touch_all(batch.replaced.keys())

    def _enter(self, table: str, row: R) -> R:
        """Save a row of the roster, a new one under the next free number."""
        saved = structs.replace(row, number=row.number or self._rows.highest(table) + 1)
        self._rows.put(table, saved.number, documents.write(saved, self._rows.get(table, saved.number)))
        return saved

    def save_person(self, person: Person) -> Person:
        """Save a person, a new one under the next free number."""
        return self._enter(PEOPLE, person)

    def save_unit(self, unit: Unit) -> Unit:
        """Save a unit, a new one under the next free number."""
        return self._enter(UNITS, unit)

    def save_chat(self, chat: Chat) -> Chat:
        """Save a chat's binding, a new one under the next free number."""
        return self._enter(CHATS, chat)

    def remove_chat(self, number: int) -> None:
        """Forget a chat's binding."""
        self._rows.remove(CHATS, number)

    def end_silence(self, chat_id: int) -> None:
        """Something was delivered to the chat, or heard from it."""
        if chat_id not in self._books.roster.silent:
            return
        for chat in mail_upkeep.heard_chats(self._books.roster, chat_id):
            self.save_chat(chat)
        for person in mail_upkeep.heard_people(self._books.roster, chat_id):
            self.save_person(person)

    def receive(self, update_id: int, chat_id: int, raw: bytes, at: datetime) -> None:
        """Put an update into the inbox, unless its id is known."""
        if self._rows.get(INBOX, update_id) is None:
            self._put_received(update_id, Received(chat_id, at, raw.decode("utf-8", "replace")))

    def handled(self, update_id: int) -> None:
        """The update has had its effect, in this transaction: it is never handled again."""
        row = self._received(update_id)
        self._put_received(update_id, structs.replace(row, raw="", tries=0, handled_at=self._at))

    def failed(self, update_id: int) -> int:
        """Count a try of handling the update; returns how many there have been."""
        row = self._received(update_id)
        self._put_received(update_id, structs.replace(row, tries=row.tries + 1))
        return row.tries + 1

    def queue(self, letter: Letter) -> int:
        """Put a letter into the outbox. A waiting edit of the same message is overtaken by a newer one."""
        if letter.way is Way.EDIT and letter.edits is not None:
            overtaken = self._mail.waiting_edit(letter.chat_id, letter.edits)
            if overtaken is not None:
                self.settle(overtaken, Fate.SUPERSEDED, at=self._at)
        number = self._mail.next_letter()
        self._rows.put(OUTBOX, number, mail.write(structs.replace(letter, number=number)))
        return number

    def withdraw(self, chat_id: int) -> None:
        """Nothing that waits for that chat goes out any more."""
        for number, letter in list(self._mail.letters.items()):
            if letter.chat_id == chat_id:
                self.settle(number, Fate.SUPERSEDED, at=self._at, why="withdrawn")

    def settle(self, letter: int, fate: Fate, *, message_id: int | None = None, at: datetime, why: str = "") -> None:
        """Record what became of a letter; its text is dropped, but for the head of what may not have arrived.

        Settling it again changes nothing.
        """
        waiting = self._mail.letters.get(letter)
        if waiting is None:
            return
        if message_id is None and fate is Fate.SENT:
            message_id = waiting.edits
        is_missed = fate in UNDELIVERED and not waiting.way.is_repeatable
        head = (waiting.html.partition("\n")[0] or waiting.file_name) if is_missed else ""
        row = Settled(waiting.chat_id, fate, at, message_id, waiting.about, waiting.told, why, head)
        self._rows.put(SENT, letter, mail.write(row))
        self._rows.remove(OUTBOX, letter)

    def postpone(self, letter: Letter) -> None:
        """Keep a letter waiting, with its tries, its time or its topic changed."""
        if letter.number in self._mail.letters:
            self._rows.put(OUTBOX, letter.number, mail.write(letter))

    def tell(self, key: str, at: datetime, *, until: datetime | None = None) -> None:
        """Record that an occasion has been told; ``until`` is when nobody will ask any more, if known."""
        if key not in self._mail.told.keys:
            self._rows.put(TOLD, self._rows.highest(TOLD) + 1, mail.write(ToldRow(key, at, until)))

    def note(self, discrepancy: Discrepancy) -> None:
        """Keep something about the ledger file for the office to hear of."""
        self._books.note((discrepancy,))

    def tick_off(self, discrepancy: int) -> None:
        """The office is told of it in this transaction."""
        self._rows.remove(DISCREPANCIES, discrepancy)

    def reopen(self, tellings: Iterable[int]) -> None:
        """These were told while the clock was ahead: their occasions may be told again until that instant has come."""
        for number in tellings:
            self._mark(number, ahead=True)

    def stand_by(self, tellings: Iterable[int]) -> None:
        """The instant of these has come after all: they were told then, unless they were told again meanwhile."""
        for number in tellings:
            self._mark(number, ahead=False)

    def _mark(self, number: int, *, ahead: bool) -> None:
        row = mail.read(ToldRow, self._rows.get(TOLD, number))
        if row is None:
            return
        if not ahead and row.key in self._mail.told.keys:
            self._rows.remove(TOLD, number)
        else:
            self._rows.put(TOLD, number, mail.write(structs.replace(row, ahead=ahead)))

    def set_dialogue(self, chat_id: int, person_id: int, dialogue: Dialogue | None) -> None:
        """Begin, continue or (``None``) end a conversation."""
        number = self._mail.dialogue_row(chat_id, person_id)
        if dialogue is None:
            if number is not None:
                self._rows.remove(DIALOGUES, number)
            return
        row = Spoken(chat_id, person_id, dialogue.kind, dialogue.begun_at, dialogue.number, dialogue.data)
        self._rows.put(DIALOGUES, number or self._rows.highest(DIALOGUES) + 1, mail.write(row))

    def mute(self, person: int, item: int, until: date | None) -> None:
        """Keep copies and reminders of the item from the person until that day; ``None`` ends it."""
        number = self._books.mutes.row_of(person, item)
        if until is not None:
            self._rows.put(MUTES, number or self._rows.highest(MUTES) + 1, mail.write(Mute(person, item, until)))
        elif number:
            self._rows.remove(MUTES, number)

    def add_sign_in(self, link: SignInLink) -> None:
        """Keep a link into the board."""
        self._rows.put(SIGN_INS, self._rows.highest(SIGN_INS) + 1, mail.write(link))

    def save_request(self, request: DecisionRequest) -> None:
        """Keep a request; the open one of that kind for that item, if there is one, is replaced."""
        number, _ = self._mail.requests.get((request.kind, request.item), (0, None))
        table = PREVIEWS if request.kind is RequestKind.IMPORT else REQUESTS
        if table == PREVIEWS and request.decision is not None and number:
            self._rows.remove(table, number)  # what was decided is in the ledger
            return
        self._rows.put(table, number or self._rows.highest(table) + 1, mail.write(request))

    def save_invitation(self, invitation: Invitation) -> Invitation:
        """Keep a link that is handed out, a new one under the next free number."""
        return self._keep(INVITATIONS, invitation)

    def save_calendar_link(self, link: CalendarLink) -> CalendarLink:
        """Keep a link to a calendar feed, a new one under the next free number."""
        return self._keep(CALENDARS, link)

    def save_round(self, found: Round) -> Round:
        """Keep a round (清单梳理), a new one under the next free number."""
        return self._keep(ROUNDS, found)

    def _keep(self, table: str, row: N) -> N:
        """Keep the row in the table, a new one under the next free number; a document does not hold its number."""
        saved = structs.replace(row, number=row.number or self._rows.highest(table) + 1)
        self._rows.put(table, saved.number, mail.write(structs.replace(saved, number=0)))
        return saved

    def save_series(self, series: Series) -> Series:
        """Keep a series, under the number of its first item."""
        self._rows.put(SERIES, series.number, mail.write(structs.replace(series, number=0)))
        return series

    def save_closed_year(self, closed: ClosedYear) -> None:
        """Keep that a ledger year is closed: what is new from now on stands in the next."""
        self._rows.put(YEARS, closed.year, mail.write(closed))

    def save_paper(self, paper: Paper) -> Paper:
        """Keep a paper (公文稿), a new one under the next free number."""
        return self._keep(PAPERS, paper)

    def save_enrolment(self, enrolment: Enrolment) -> Enrolment:
        """Keep whose account became whose, a new one under the next free number."""
        return self._keep(ENROLMENTS, enrolment)

    def move_chat(self, old: int, new: int) -> bool:
        """A group became a supergroup: whatever is addressed to it moves. Moving twice changes nothing.

        Its messages do not move along: a board of it is forgotten, and what was on its way to it.
        """
        for board in self._books.boards.in_chat(old):
            self.forget_board(board)
        return move_chat(self._rows, old, new)

    def save_board(self, board: Board) -> Board:
        """Keep which message is a group's board, a new one under the next free number.

        What became of its letters before is not kept: a board that is edited all day would fill the ledger.
        """
        before = self._books.boards.of_chat(board.chat_id, board.thread_id)
        saved = structs.replace(board, number=before.number if before else self._rows.highest(BOARDS) + 1)
        self._rows.put(BOARDS, saved.number, mail.write(structs.replace(saved, number=0)))
        for letter in ({before.letter, before.pin} if before else set()) - {board.letter, board.pin}:
            if letter < self._mail.next_letter() - 1:  # the next letter's number follows the highest
                self._rows.remove(SENT, letter)
        return saved

    def forget_board(self, board: Board) -> None:
        """The message is a board no longer; what waits to go to it does not go."""
        for letter in (board.letter, board.pin):
            self.settle(letter, Fate.SUPERSEDED, at=self._at, why="no board")
        self._rows.remove(BOARDS, board.number)

    def _received(self, update_id: int) -> Received:
        document = self._rows.get(INBOX, update_id)
        return mail.read(Received, document) or Received(0, self._at)

    def _put_received(self, update_id: int, row: Received) -> None:
        self._rows.put(INBOX, update_id, mail.write(row))
