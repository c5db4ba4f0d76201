"""Serves a request: one transaction holds its effect, its replies and the fact that it was handled.

A refusal rolls back everything that led to it and is answered in a transaction of its own, so no half of it stays.
Buttons are answered after the commit, never before: what is not saved is not acknowledged.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from msgspec.structs import replace

from domain.behalf import may_act_for_others, signed
from domain.errors import DubanError, NoRoomForFile
from domain.item import Item
from domain.roster import Person, is_without_row
from handlers.decision_requests import ask_who_is_back
from handlers.evidence import file_along
from handlers.questions import is_ended_by, is_open, is_part_of
from handlers.refusals import refuse
from handlers.replies import answer
from handlers.request import Membership, Office, Request, What
from store.errors import is_full
from store.transaction import Transaction
from texts.closing import render_question_closed

_LOG = logging.getLogger(__name__)
#: Changes the ledger and queues replies; never waits, since the transaction is open.
Handle = Callable[[Request, Transaction], None]
#: Slow work that comes first, off the event loop; what it found out is in the handle that it returns.
Prepare = Callable[[Request], Awaitable[Handle]]
#: Answers a button: callback id, text, whether it is an alert.
AnswerButton = Callable[[str, str, bool], None]
#: Fetches a file from Telegram by its id.
Download = Callable[[str], Awaitable[bytes]]


class Service:
    """Serves requests of one office."""

    def __init__(
        self, office: Office, *, answer_button: AnswerButton, download: Download, clock: Callable[[], datetime]
    ) -> None:
        self.office = office
        self.download = download
        self.clock = clock
        self._answer_button = answer_button
        self._served: set[int] = set()

    def serve(self, request: Request, handle: Handle) -> None:
        """Does what is asked, or says why not."""
        try:
            self._transact(request, handle)
        except DubanError as refusal:
            request.afterwards.clear()
            request.refused.clear()
            self._transact(request, partial(refuse, refusal))
        self._served.add(request.update_id)
        for step in request.afterwards:
            step()
        if request.is_press:
            self._answer_button(request.callback_id, request.toast.text, request.toast.alert)

    async def serve_slowly(self, request: Request, prepare: Prepare) -> None:
        """The same for a request that needs slow work before its transaction opens."""
        try:
            handle = await prepare(request)
        except DubanError as refusal:
            request.afterwards.clear()  # what was to follow a success
            handle = partial(refuse, refusal)
        except OSError as error:
            if not is_full(error):
                raise
            _LOG.warning("update %s: there is no room for its file", request.update_id, exc_info=True)
            request.afterwards.clear()
            handle = partial(refuse, NoRoomForFile())
        self.serve(request, handle)

    def close(self, update_id: int) -> None:
        """Marks an update as handled that nobody answered; called once for each update, after its handlers."""
        if update_id in self._served:
            self._served.discard(update_id)
            return
        with self.office.ledger.transaction(at=self.clock(), by="", did="pass over", comes_again=True) as tx:
            tx.handled(update_id)

    def _transact(self, request: Request, handle: Handle) -> None:
        speaker = request.speaker
        by = speaker.name if speaker else str(request.telegram_id)
        with request.ledger.transaction(at=request.now, by=by, did=did_of(request), comes_again=True) as tx:
            tx.handled(request.update_id)
            if speaker is not None and may_act_for_others(speaker, request.roster):
                tx.sign = partial(_signed, request, speaker)
            if not isinstance(request.event, Membership):  # which says itself whether the bot may speak there
                tx.end_silence(request.chat_id)
            if request.is_private and is_without_row(request.telegram_id, request.roster):
                ask_who_is_back(request, tx)
            if request.event is None:
                _take_note(request, tx)
            if request.piece is not None and request.what is not What.ATTACHMENT:
                file_along(request, tx)
            handle(request, tx)
        if request.album:
            request.office.albums.append(request.album)


def _signed(request: Request, speaker: Person, before: Item, after: Item) -> Item:
    return signed(speaker, before, after, request.roster)


def _take_note(request: Request, tx: Transaction) -> None:
    """Doing something else ends an open question; who did it in words is told so."""
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    if question is None or request.said.command == question.kind or not is_ended_by(request.said.command):
        return
    if request.press is not None and is_part_of(request.press.action, question):
        return
    tx.set_dialogue(request.chat_id, request.telegram_id, None)
    page = render_question_closed(question.kind, question.number)
    if page is not None and not request.is_press and is_open(question, request.sent_at):
        answer(request, tx, page)


def mark_reach(request: Request, tx: Transaction, person: Person, silent_since: datetime | None) -> None:
    """Notes since when somebody can't be reached (``None``: they can), in every post that they hold."""
    for post in request.roster.rows_of(person):
        if post.number and (post.silent_since is None) is not (silent_since is None):
            tx.save_person(replace(post, silent_since=silent_since))


def did_of(request: Request) -> str:
    """What the journal calls it: the command or the button's act, without anybody's words."""
    if request.is_press:
        return f"press {request.press.action}" if request.press else "press"
    return request.said.command or "event"
