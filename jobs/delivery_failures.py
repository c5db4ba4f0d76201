"""What follows when a letter could not be delivered: who is told, and where delivery stops."""

import logging
from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from domain.letter import Letter, Outcome, OutcomeKind, Page, Urgency, Way
from domain.limits import local_day
from domain.pinned_board import Board
from domain.roster import Person, Recipient, groups_of, of_people, office_of
from domain.rules import Rules
from jobs.alerts import post_pages
from jobs.recipients import CLOCK, NOTICE, OF_THE_DAY
from store.ledger import Ledger, Transaction
from texts.notices import (
    render_chat_lost,
    render_recorded_briefly,
    render_refused,
    render_uncertain,
    render_unreachable,
    say_addressee,
)
from texts.pinned_board import render_not_pinned


def report_to_office(ledger: Ledger, page: Page, now: datetime) -> None:
    """Queue the page for everybody in the office."""
    with ledger.transaction(at=now, by=CLOCK, did="report a fault in receiving") as tx:
        for recipient in of_people(office_of(ledger.roster)):
            post_pages(tx, recipient, (page,), (), now, Urgency.NOTICE)


_log = logging.getLogger(__name__)


class DeliveryFailures:
    """Decides what follows; ``clock`` says when."""

    def __init__(self, ledger: Ledger, rules: Rules, bot: str, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._rules = rules
        self._bot = bot
        self._clock = clock

    def __call__(self, tx: Transaction, letter: Letter, outcome: Outcome) -> None:
        """What follows for this letter; moved groups, lost topics and further tries are the courier's own business."""
        match outcome.kind:
            case OutcomeKind.BLOCKED if letter.chat_id < 0:
                self._group_lost(tx, letter)
            case OutcomeKind.MUTED:
                self._group_lost(tx, letter, is_muted=True)
            case OutcomeKind.BLOCKED:
                self._person_lost(tx, letter)
            case OutcomeKind.UNCERTAIN:
                self._uncertain(tx, letter)
            case OutcomeKind.GONE_EDIT if board := self._board(letter):
                tx.forget_board(board)  # somebody deleted it: another is made
            case OutcomeKind.NO_PIN if board := self._board(letter):
                self._not_pinned(tx, letter, board)
            case OutcomeKind.NO_REACTION if letter.about:
                self._say_instead(tx, letter)
            case OutcomeKind.REFUSED:
                self._not_taken(tx, letter)
                _log.error("letter %s to %s will never be taken: %s", letter.number, letter.chat_id, outcome.why)
                self._refused(tx, letter)

    def _say_instead(self, tx: Transaction, letter: Letter) -> None:
        """A report that could not be nodded at is answered in words."""
        page = render_recorded_briefly(letter.about)
        said = replace(letter, number=0, way=Way.SEND, html=page.html, reply_to=letter.edits, edits=None)
        tx.queue(replace(said, queued_at=self._clock(), attempts=0, unanswered=0, not_before=None))

    def _board(self, letter: Letter) -> Board | None:
        """The pinned board that the letter was to edit or to pin."""
        boards = (each for each in self._ledger.boards() if each.chat_id == letter.chat_id)
        return next((each for each in boards if each.message_id == letter.edits), None)

    def _not_taken(self, tx: Transaction, letter: Letter) -> None:
        """A board that is not taken as it is is tried again on another day."""
        board = next((each for each in self._ledger.boards() if each.letter == letter.number), None)
        if board is not None:
            tx.save_board(replace(board, refused_on=local_day(self._clock(), self._rules)))

    def _not_pinned(self, tx: Transaction, letter: Letter, board: Board) -> None:
        """The office hears of it once; the board is kept up to date all the same, and pinned once it may be."""
        now, roster = self._clock(), self._ledger.roster
        tx.save_board(replace(board, pin=0, refused_on=local_day(now, self._rules)))
        key = f"{NOTICE}pin|{letter.chat_id}"
        chat = roster.chat(board.chat_id, board.thread_id)
        if chat is not None and not self._ledger.told(key):
            self._tell_office(tx, letter, render_not_pinned(chat), "pin")
            tx.tell(key, now)

    def _group_lost(self, tx: Transaction, letter: Letter, *, is_muted: bool = False) -> None:
        """docs/promises.md 17: delivery to the group stops, and the office hears of it once a day at most."""
        now = self._clock()
        rows = [chat for chat in self._ledger.roster.chats if chat.chat_id == letter.chat_id]
        lost = [chat for chat in rows if chat.silent_since is None]
        for chat in rows:
            if chat.silent_since is None or chat.is_muted is not is_muted:
                tx.save_chat(replace(chat, silent_since=chat.silent_since or now, is_muted=is_muted))
        if not lost:
            return
        key = f"{NOTICE}lost|{letter.chat_id}|{local_day(now, self._rules)}"
        if not self._ledger.told(key):  # where members go on asking, each answer is refused
            self._tell_office(tx, letter, render_chat_lost(lost[0], self._rules, is_muted=is_muted), "lost")
            tx.tell(key, now, until=now + OF_THE_DAY)

    def _person_lost(self, tx: Transaction, letter: Letter) -> None:
        """docs/promises.md 24: the person's unit hears once in its group, with the link that starts the bot."""
        now = self._clock()
        people = [person for person in self._ledger.roster.people if person.telegram_id == letter.chat_id]
        for person in people:
            if person.silent_since is None:
                tx.save_person(replace(person, silent_since=now))
                self._tell_group(tx, letter, person)

    def _tell_group(self, tx: Transaction, letter: Letter, person: Person) -> None:
        page = render_unreachable((person,), self._bot)
        groups = groups_of(person.unit, self._ledger.roster) if person.unit else ()
        for recipient in groups:
            self._post(tx, letter, recipient, page, "unreachable")
        if not groups:
            self._tell_office(tx, letter, page, "unreachable")

    def _uncertain(self, tx: Transaction, letter: Letter) -> None:
        """docs/promises.md 9: no answer while it was worth sending. The office is told, now and in its next digest."""
        if not letter.way.is_repeatable:
            self._tell_office(tx, letter, render_uncertain(_words_of(letter), self._name_of(letter)), "uncertain")

    def _refused(self, tx: Transaction, letter: Letter) -> None:
        """What will never arrive, somebody has to pass on; an edit that was refused left its message as it was."""
        if not letter.way.is_repeatable:
            self._tell_office(tx, letter, render_refused(_words_of(letter), self._name_of(letter)), "refused")

    def _name_of(self, letter: Letter) -> str:
        return say_addressee(self._ledger.roster, letter.chat_id, letter.thread_id)

    def _tell_office(self, tx: Transaction, letter: Letter, page: Page, what: str) -> None:
        roster = self._ledger.roster_at(self._clock(), self._rules.timezone)
        for recipient in of_people(office_of(roster)):
            if recipient.chat_id != letter.chat_id:
                self._post(tx, letter, recipient, page, what)

    def _post(self, tx: Transaction, letter: Letter, recipient: Recipient, page: Page, what: str) -> None:
        if any(key.startswith(NOTICE) for key in letter.told):
            return
        key = f"{NOTICE}{what}|{letter.number}|{recipient.key}"
        post_pages(tx, recipient, (page,), (key,), self._clock(), Urgency.NOTICE)


def _words_of(letter: Letter) -> str:
    """What it said, or what its picture is called where it said nothing."""
    return letter.html or letter.file_name
