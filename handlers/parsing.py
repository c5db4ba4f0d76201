"""Reads a request off a Telegram update: commands and mentions, a message, a pressed button, an event."""

import re
from datetime import datetime

from telegram import CallbackQuery, Chat, InlineKeyboardButton, Message, MessageOrigin, Update, User

from domain.letter import Button, Page, Press
from domain.words.said import Said, tidy
from handlers.request import Membership, Moved, Office, Request, SentFile

_SLASH = re.compile(r"[/／]([A-Za-z]+)(?:_?([0-9０-９]+))?(?:[@\uff20](\w+))?(?![\w@])[ \t　]*(.*)", re.DOTALL)


def read_command(text: str, username: str) -> Said | None:
    """The slash command with its words, not yet understood, unless it is addressed to another bot."""
    found = _SLASH.match(tidy(text))
    if found is None:
        return None
    name, digits, address, rest = found.groups()
    if address and address.lower() != username.lower():
        return None
    words = f"{digits} {rest}" if digits else rest
    return Said(name.lower(), words.strip())


def is_for_another(text: str, username: str) -> bool:
    """Whether it is a slash command that names another bot."""
    found = _SLASH.match(tidy(text))
    return found is not None and found[3] is not None and found[3].lower() != username.lower()


def without_mention(text: str, username: str) -> str:
    """The text without ``@ourbot``, wherever it stands."""
    mention = re.compile(rf"[@\uff20]{re.escape(username)}(?!\w)[\s,，:：]*", re.IGNORECASE)
    return (mention.sub(" ", text) if username else text).strip()


def mentions(text: str, username: str) -> bool:
    """Whether the bot is spoken to by its name."""
    return bool(re.search(rf"[@\uff20]{re.escape(username)}(?!\w)", text, re.IGNORECASE))


#: What may come with words or instead of them, by the fields of Telegram's message.
_ATTACHMENTS = {
    "photo": ("photo",),
    "video": ("video", "video_note", "animation"),
    "document": ("document",),
    "voice": ("voice", "audio"),
    "location": ("location", "venue"),
    "contact": ("contact",),
    "other": ("sticker", "dice", "poll", "game", "story"),
}
#: Telegram's own accounts, which speak for groups and channels: nobody's identity.
_NOBODY = frozenset({1087968824, 136817688, 777000})


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
        attachment=_attachment(message),
        album=message.media_group_id or "",
        file=SentFile(document.file_id, document.file_name or "", document.file_size or 0) if document else None,
    )


def clicked(update: Update, query: CallbackQuery, office: Office, now: datetime) -> Request:
    """The request of a pressed button; a message that Telegram no longer shows us cannot be edited.

    Where Telegram does not even say in which chat it stood, it is served in private: an answer is owed all the same.
    """
    message = query.message
    shown = message if isinstance(message, Message) else None
    return Request(
        office=office,
        update_id=update.update_id,
        chat=message.chat if message else Chat(query.from_user.id, Chat.PRIVATE),
        telegram_id=query.from_user.id,
        is_nobody=_is_nobody(query.from_user),
        now=now,
        sent_at=now,
        thread_id=topic_of(shown) if shown else None,
        message_id=shown.message_id if shown else None,
        press=Press.decode(query.data or ""),
        shown=_page_of(shown) if shown else None,
        callback_id=query.id,
    )


def _page_of(message: Message) -> Page | None:
    """The message as it reads, if it is one of text: what ``texts`` made of it, as Telegram gives it back."""
    if message.text is None:
        return None
    markup = message.reply_markup
    rows = markup.inline_keyboard if markup else ()
    return Page(message.text_html, tuple(tuple(_button_of(each) for each in row) for row in rows))


def _button_of(button: InlineKeyboardButton) -> Button:
    copied = button.copy_text.text if button.copy_text else ""
    return Button(label=button.text, data=str(button.callback_data or ""), url=button.url or "", copy=copied)


def happened(
    update: Update,
    chat: Chat,
    user: User | None,
    office: Office,
    now: datetime,
    event: Moved | Membership | None = None,
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


def _attachment(message: Message) -> str:
    """What came with the words, or instead of them."""
    if is_forwarded(message):
        return "forwarded"
    return next((kind for kind, fields in _ATTACHMENTS.items() if any(getattr(message, f) for f in fields)), "")


def _is_nobody(user: User | None) -> bool:
    return user is None or user.is_bot or user.id in _NOBODY
