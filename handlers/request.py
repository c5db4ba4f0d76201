"""One thing somebody asked of the bot: who, where, when and with which words, read off a Telegram update once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, MessageOrigin, Update, User
from telegram import Chat as TelegramChat

from domain.errors import ButtonTooOld, NotAPerson, UnknownPerson
from domain.press import Press
from domain.roster import Chat, Person, Roster
from domain.rules import Rules
from handlers.speech import Said
from store.ledger import Ledger

#: Later than this after it was sent, a command counts as of when it was sent, and the reply says so.
BELATED = timedelta(minutes=5)
#: Telegram's own accounts, which speak for groups and channels: nobody's identity.
_NOBODY = frozenset({1087968824, 136817688, 777000})


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What every request of one bureau shares."""

    ledger: Ledger
    rules: Rules
    bot: str  # the bot's username


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with a message, still on Telegram's side."""

    file_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup: its chat has another id from now on."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bot has become in a chat."""

    is_member: bool


@dataclass(slots=True)
class Toast:
    """What the pressed button answers; empty lets it merely stop spinning."""

    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command, a press, a file or an event; ``message_id`` is what was said, or what the pressed button hangs on."""

    office: Office
    update_id: int
    chat: TelegramChat
    telegram_id: int
    is_nobody: bool
    now: datetime
    sent_at: datetime
    thread_id: int | None = None
    message_id: int | None = None
    answered: int | None = None  # message id that it replies to
    said: Said = field(default_factory=lambda: Said(""))
    press: Press | None = None
    callback_id: str = ""
    file: SentFile | None = None
    event: Moved | Standing | None = None
    toast: Toast = field(default_factory=Toast)
    afterwards: list[Callable[[], None]] = field(default_factory=list)  # done once the transaction is safe

    @property
    def ledger(self) -> Ledger:
        return self.office.ledger

    @property
    def rules(self) -> Rules:
        return self.office.rules

    @property
    def roster(self) -> Roster:
        return self.office.ledger.roster

    @property
    def chat_id(self) -> int:
        return self.chat.id

    @property
    def is_private(self) -> bool:
        return self.chat.type == TelegramChat.PRIVATE

    @property
    def is_belated(self) -> bool:
        """A press carries no date, and so is never late."""
        return self.now - self.sent_at > BELATED

    @property
    def at(self) -> datetime:
        """The instant that counts for what the request brings about."""
        return self.sent_at if self.is_belated else self.now

    @property
    def speaker(self) -> Person | None:
        return None if self.is_nobody else self.roster.who(self.telegram_id)

    @property
    def binding(self) -> Chat | None:
        """What this group, or else the whole group around this topic, is bound to."""
        return self.roster.chat(self.chat_id, self.thread_id) or self.roster.chat(self.chat_id)

    def known(self) -> Person:
        """The speaker, who must be somebody on the roster."""
        if self.is_nobody:
            raise NotAPerson
        speaker = self.speaker
        if speaker is None:
            raise UnknownPerson
        return speaker

    def pressed(self) -> Press:
        """The press, of a button that this version of the bot wrote."""
        if self.press is None:
            raise ButtonTooOld
        return self.press


def spoken(update: Update, message: Message, said: Said, office: Office, now: datetime) -> Request:
    """The request of a message."""
    document = message.document
    sender = message.from_user
    return Request(
        office=office,
        update_id=update.update_id,
        chat=message.chat,
        telegram_id=sender.id if sender else 0,
        is_nobody=message.sender_chat is not None or _is_nobody(sender),
        now=now,
        sent_at=message.date,
        thread_id=topic_of(message),
        message_id=message.message_id,
        answered=_answered(message),
        said=said,
        file=SentFile(document.file_id, document.file_name or "", document.file_size or 0) if document else None,
    )


def clicked(
    update: Update, query: CallbackQuery, message: MaybeInaccessibleMessage, office: Office, now: datetime
) -> Request:
    """The request of a pressed button; a message that Telegram no longer shows us cannot be edited."""
    shown = message if isinstance(message, Message) else None
    return Request(
        office=office,
        update_id=update.update_id,
        chat=message.chat,
        telegram_id=query.from_user.id,
        is_nobody=_is_nobody(query.from_user),
        now=now,
        sent_at=now,
        thread_id=topic_of(shown) if shown else None,
        message_id=shown.message_id if shown else None,
        press=Press.decode(query.data or ""),
        callback_id=query.id,
    )


def happened(
    update: Update,
    chat: TelegramChat,
    user: User | None,
    office: Office,
    now: datetime,
    event: Moved | Standing | None = None,
) -> Request:
    """The request of an event that nobody worded: the bot was added, a group got another title."""
    return Request(
        office=office,
        update_id=update.update_id,
        chat=chat,
        telegram_id=user.id if user else 0,
        is_nobody=_is_nobody(user),
        now=now,
        sent_at=now,
        event=event,
    )


def is_forwarded(message: Message) -> bool:
    """Whether somebody else's words were passed on: they do not speak for whoever passed them on."""
    return isinstance(message.forward_origin, MessageOrigin)


def topic_of(message: Message) -> int | None:
    """The topic's thread. The id also marks plain reply threads, which are no topics; General is sent to without it."""
    thread = message.message_thread_id if message.is_topic_message else None
    return None if thread == 1 else thread


def _answered(message: Message) -> int | None:
    """The message replied to; in a topic every message seems to answer the one that opened it."""
    answered = message.reply_to_message
    return None if answered is None or answered.forum_topic_created else answered.message_id


def _is_nobody(user: User | None) -> bool:
    return user is None or user.is_bot or user.id in _NOBODY
