"""Queues what a request answers: letters ride in the transaction of the change that caused them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from msgspec.structs import replace

from domain.errors import ButtonTooOld
from domain.letter import Letter, Media, Page, Urgency, Way, notice
from domain.requests import Decision, DecisionRequest, RequestKind, decided
from domain.roster import Person, in_place_of
from handlers.request import Request
from store.ledger import Ledger
from store.transaction import Transaction
from texts.notices import mark_in_place, render_addressee, render_late_prefix
from texts.pages import fits_below, visible

#: Telegram shows at most so many characters of a button's answer.
_TOAST_LIMIT = 200


def answer(request: Request, tx: Transaction, page: Page) -> int | None:
    """Says the page where the request was made, and returns its letter's number.

    In a group, or late, it is a reply to the words that asked for it.
    A button in a group has no words to reply to: the person who pressed it is named.
    Strangers are answered once an hour.
    """
    return _say(request, tx, page) if _has_an_answer_left(request) else None


def answer_applicant(request: Request, tx: Transaction, page: Page) -> int:
    """The same to a stranger who asks to join: it leaves them their line of the hour (``Strangers.may_ask``)."""
    return _say(request, tx, page)


def _say(request: Request, tx: Transaction, page: Page) -> int:
    quotes = (not request.is_private or request.is_belated) and not request.is_press
    before = render_late_prefix(request.sent_at, request.now, request.rules) if request.is_belated else ""
    if request.is_press and not request.is_private and request.speaker is not None:
        before = render_addressee(request.speaker)
    return tx.queue(
        Letter(
            chat_id=request.chat_id,
            thread_id=request.thread_id,
            html=before + page.html,
            rows=page.rows,
            about=page.about,
            reply_to=request.message_id if quotes else None,
            queued_at=request.now,
            asker=request.asker,
        )
    )


def _has_an_answer_left(request: Request) -> bool:
    who, strangers = request.stranger, request.office.strangers
    if who is None:
        return True
    if not strangers.may_be_answered(who, request.now):
        return False
    request.afterwards.append(partial(strangers.answered, who, request.now))
    return True


def nod(request: Request, tx: Transaction, about: tuple[int, ...]) -> None:
    """👍 on what was said in a group, instead of one more message; where that is not allowed a line follows."""
    tx.queue(
        Letter(
            chat_id=request.chat_id,
            thread_id=request.thread_id,
            way=Way.REACTION,
            edits=request.message_id,
            html="👍",
            about=about,
            queued_at=request.now,
            asker=request.asker,
        )
    )


def show(request: Request, tx: Transaction, page: Page) -> None:
    """Shows the page in place of the message whose button was pressed; else as a message of its own."""
    media = request.shown_media
    if not request.is_press or request.message_id is None or not fits_below(page, media):
        answer(request, tx, page)
    else:
        change(tx, request.chat_id, request.message_id, page, request.now, asker=request.asker, media=media)


def change(
    tx: Transaction,
    chat_id: int,
    message_id: int,
    page: Page,
    now: datetime,
    *,
    urgency: Urgency = Urgency.ANSWER,
    asker: int = 0,
    media: Media | None = None,
) -> None:
    """Puts the page in place of a message that the bot sent, or of what it says below its ``media``."""
    tx.queue(
        Letter(
            chat_id=chat_id,
            way=Way.EDIT,
            edits=message_id,
            html=page.html,
            rows=page.rows,
            about=page.about,
            urgency=urgency,
            queued_at=now,
            asker=asker,
            media=media,
        )
    )


def reword(
    ledger: Ledger, tx: Transaction, letters: Mapping[int, int], page: Page, now: datetime, *, asker: int = 0
) -> frozenset[tuple[int, int]]:
    """Puts the page in place of these letters, sent or not; returns the messages that it changed (chat, message)."""
    changed = set()
    for letter, chat in letters.items():
        message = ledger.message_of(letter)
        if message is not None:
            change(tx, chat, message, page, now, urgency=Urgency.NOTICE, asker=asker)
            changed.add((chat, message))
        elif (waiting := ledger.letter(letter)) is not None:  # it may be under way this very moment
            tx.postpone(replace(waiting, html=page.html, rows=page.rows, about=page.about))
    return frozenset(changed)


def write_to(
    tx: Transaction, person: Person, page: Page, now: datetime, asker: int = 0, *, silent: bool = False
) -> int | None:
    """A private notice, by its letter's number; ``None`` where the bot cannot reach the person.

    ``asker`` is whose doing it is: in the reader's chat they take turns as if they had asked there.
    """
    if person.telegram_id is None or person.silent_since is not None:
        return None
    marked = replace(page, html=mark_in_place(person, page.html))
    return _notify(tx, person.telegram_id, None, marked, now, asker, silent=silent)


def write_to_each(tx: Transaction, people: Iterable[Person], page: Page, now: datetime, asker: int = 0) -> None:
    """A private notice to each of them; who stands in for another of them reads it once, as themselves."""
    chats: dict[int, Person] = {}
    for person in people:
        chat = person.telegram_id or -person.number
        chats[chat] = person if chat not in chats or in_place_of(chats[chat]) else chats[chat]
    for person in chats.values():
        write_to(tx, person, page, now, asker)


def write_to_unit(request: Request, tx: Transaction, unit: str, page: Page) -> bool:
    """A notice to each of the unit's groups; tells whether there was one."""
    chats = [chat for chat in request.roster.chats_of(unit) if chat.silent_since is None] if unit else []
    for chat in chats:
        _notify(tx, chat.chat_id, chat.thread_id, page, request.now, request.asker)
    return bool(chats)


def _notify(
    tx: Transaction, chat_id: int, thread_id: int | None, page: Page, now: datetime, asker: int, *, silent: bool = False
) -> int:
    return tx.queue(notice(page, chat_id, thread_id, now, asker=asker, silent=silent))


def toast(request: Request, html: str, *, alert: bool = False) -> None:
    """What the pressed button answers once the transaction is safe."""
    text = visible(html)
    request.toast.text = text if len(text) <= _TOAST_LIMIT else text[: _TOAST_LIMIT - 1] + "…"
    request.toast.alert = alert


def handle_old_button(_request: Request, _tx: Transaction) -> None:
    """A button that no version of the registry knows."""
    raise ButtonTooOld


def file_preview(request: Request, tx: Transaction, number: int, letter: int) -> None:
    """One more preview of that workbook is on its way to its sender."""
    filed = request.ledger.request_of(RequestKind.IMPORT, number) or DecisionRequest(
        kind=RequestKind.IMPORT, item=number, asked_by=request.known().name, asked_at=request.now
    )
    tx.save_request(replace(filed, messages=filed.messages | {letter: request.chat_id}))


def close_previews(request: Request, tx: Transaction, page: Page, decision: Decision) -> None:
    """Puts the page in place of the message at hand and of every other preview of the pressed button's workbook."""
    filed = request.ledger.request_of(RequestKind.IMPORT, request.pressed().item)
    if filed is not None:
        tx.save_request(decided(filed, decision, request.known().name, request.now))
        at_hand = (request.chat_id, request.message_id)
        messages = {n: chat for n, chat in filed.messages.items() if (chat, request.ledger.message_of(n)) != at_hand}
        reword(request.ledger, tx, messages, page, request.now, asker=request.asker)
    show(request, tx, page)


def expire_previews(request: Request, tx: Transaction, page: Page) -> None:
    """The workbook made room for newer ones. Where it was decided on, every preview reads so already."""
    if request.press is not None and request.ledger.request_of(RequestKind.IMPORT, request.press.item) is not None:
        close_previews(request, tx, page, Decision.OVERTAKEN)
