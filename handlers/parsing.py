"""Reads an update, once: whether it concerns the bot, and the one typed request that it makes.

Only this file and ``dispatch.py`` know Telegram's own objects.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    InlineKeyboardButton,
    Message,
    MessageOrigin,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    Update,
    User,
)

from domain.actions import COMMANDS, Action, Reach
from domain.item import Evidence, EvidenceKind
from domain.letter import MEDIA_KINDS, Button, Media, Page, Press
from domain.rights import reach_of
from handlers.questions import PAPER, PAPER_CHECK, QUESTIONS, is_answer, is_of_an_item, is_open
from handlers.request import Membership, Moved, Office, Request, SentFile, What
from handlers.words.references import Said, Sense, is_for_another, mentions, read_command, without_mention
from handlers.words.utterance import introduction, understand, understand_command
from texts.gap_filling import GAP_FILE

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
#: Files that may be evidence, by the fields of Telegram's message; a GIF is a document as well.
_FILES = {EvidenceKind.VIDEO: "video", EvidenceKind.VOICE: "voice", EvidenceKind.DOCUMENT: "document"}
#: Telegram's own accounts, which speak for groups and channels: nobody's identity.
_NOBODY = frozenset({1087968824, 136817688, 777000})
_GONE = frozenset({ChatMember.LEFT, ChatMember.BANNED})
#: Service messages that change what the ledger knows of a group.
_SERVICE = ("migrate_to_chat_id", "migrate_from_chat_id", "new_chat_title")
_ALWAYS = ("callback_query", "my_chat_member")


def parse(update: Update, office: Office, now: datetime) -> Request | None:
    """The request that an update makes; ``None`` where it is none of the bot's business."""
    if update.edited_message is not None:
        return _edited(update, update.edited_message, office, now)
    if update.message_reaction is not None:
        return _reacted(update, update.message_reaction, office, now)
    if update.my_chat_member is not None:
        return _membership(update, update.my_chat_member, office, now)
    if update.callback_query is not None:
        return _pressed(update, update.callback_query, office, now)
    message = update.message
    if message is None:
        return None
    return _service(update, message, office, now) or _message(update, message, office, now)


def _message(update: Update, message: Message, office: Office, now: datetime) -> Request | None:
    """A command, an answer to a question, a file, other words, or something without words; the first that fits."""
    typed = "" if is_forwarded(message) else words_of(message)
    named = read_command(typed, office.bot)
    if named is not None and named.command in COMMANDS:
        said = understand_command(named.command, named.words)
        return _spoken(update, message, What.COMMAND, said, office, now)
    is_awaited = _is_awaited_paper(message, office)
    question = _answered_question(message, typed, office) if typed and not is_awaited else None
    if question is not None:
        return _spoken(update, message, What.ANSWER, question, office, now)
    if is_awaited or _is_file(message, office, now):
        return _spoken(update, message, What.FILE, Said("file", words_of(message)), office, now)
    if typed and (_is_for_us(message, office.bot) or mentions(typed, office.bot)):
        return _worded(update, message, typed, office, now)
    is_new = message.media_group_id not in office.albums or piece_of(message) is not None
    if (message.text or message.effective_attachment) and _is_for_us(message, office.bot) and is_new:
        return _spoken(update, message, What.ATTACHMENT, Said("attachment"), office, now)
    return None


def _worded(update: Update, message: Message, typed: str, office: Office, now: datetime) -> Request:
    """Words to the bot; under a picture or a file they say no more than where it belongs, unless they ask for more."""
    said = _introduction(message, typed, office) or understand(
        without_mention(typed, office.bot), is_reply=_answers_us(message, office.bot)
    )
    if piece_of(message) is None or said.sense in (Sense.ACT, Sense.ASK):
        return _spoken(update, message, What.WORDS, said, office, now)
    caption = Said("attachment", said.words, numbers=said.numbers, note=said.note)
    return _spoken(update, message, What.ATTACHMENT, caption, office, now)


def _edited(update: Update, message: Message, office: Office, now: datetime) -> Request:
    """A message as its writer reworded it: only what it says is of interest, never what it would do."""
    typed = "" if is_forwarded(message) else words_of(message)
    named = read_command(typed, office.bot)
    if named is not None and named.command in COMMANDS:
        said = understand_command(named.command, named.words)
    else:
        said = understand(without_mention(typed, office.bot), is_reply=_answers_us(message, office.bot))
    words = said.note or said.words
    return _spoken(update, message, What.EDIT, Said("", words, numbers=said.numbers, note=said.note), office, now)


def _answered_question(message: Message, typed: str, office: Office) -> Said | None:
    """The words as the answer to what the bot asked their sender in this chat, unless they ask something themselves.

    A question that was left alone for long is over, and the words are taken as any others.
    """
    question = office.ledger.dialogue(message.chat.id, message.from_user.id) if message.from_user else None
    if question is None or question.kind not in QUESTIONS or not is_open(question, message.date):
        return None
    words = without_mention(typed, office.bot)
    if is_of_an_item(words, question, office.ledger.item):
        return None
    return Said(question.kind, words, note=words) if is_answer(words, office.bot, question.kind) else None


def _introduction(message: Message, typed: str, office: Office) -> Said | None:
    """我是甲某: a stranger's application. Who is on the roster may say their own name; else 我是 … is other words."""
    said = introduction(without_mention(typed, office.bot))
    sender = office.ledger.roster.who(message.from_user.id) if message.from_user else None
    return said if said is not None and (sender is None or sender.name == said.words) else None


def _is_file(message: Message, office: Office, now: datetime) -> bool:
    """A workbook in a private chat, of somebody who may import, that answers nothing: any other file is evidence.

    Heads and leaders send back the workbook of what their items lack, which is known by its name.
    """
    if message.document is None or not _is_private(message) or message.reply_to_message is not None:
        return False
    roster = office.roster_at(now)
    sender = roster.who(message.from_user.id) if message.from_user else None
    name = message.document.file_name or ""
    imports = reach_of(sender, Action.IMPORT, roster) is Reach.ALL
    fills = GAP_FILE in name and reach_of(sender, Action.GAP_FILE, roster) is not Reach.NONE
    return (imports or fills) and SentFile("", name, 0).is_workbook


def _is_awaited_paper(message: Message, office: Office) -> bool:
    """A file in answer to [改一改] or [核对文件]; a workbook is a workbook whatever was asked."""
    if message.document is None or message.from_user is None or not _is_private(message):
        return False
    question = office.ledger.dialogue(message.chat.id, message.from_user.id)
    if question is None or question.kind not in (PAPER, PAPER_CHECK) or not is_open(question, message.date):
        return False
    return not SentFile("", message.document.file_name or "", 0).is_workbook


def _service(update: Update, message: Message, office: Office, now: datetime) -> Request | None:
    """A group became a supergroup (the old chat and the new one both say so, in either order), or was renamed."""
    if message.migrate_to_chat_id:
        moved = Moved(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        moved = Moved(message.migrate_from_chat_id, message.chat.id)
    elif message.new_chat_title:
        return _happened(update, message.chat, message.from_user, What.RENAMED, office, now)
    else:
        return None
    return _happened(update, message.chat, message.from_user, What.MOVED, office, now, moved)


def _membership(update: Update, changed: ChatMemberUpdated, office: Office, now: datetime) -> Request:
    member = changed.new_chat_member
    is_member = member.is_member if isinstance(member, ChatMemberRestricted) else member.status not in _GONE
    event = Membership(is_member)
    return _happened(update, changed.chat, changed.from_user, What.MEMBERSHIP, office, now, event)


def _reacted(update: Update, reaction: MessageReactionUpdated, office: Office, now: datetime) -> Request | None:
    """Somebody put a thumb on a message; that it was taken away again undoes nothing."""
    put = {each.emoji for each in reaction.new_reaction if isinstance(each, ReactionTypeEmoji)}
    if put.isdisjoint(RECEIPT_EMOJI) or reaction.user is None:
        return None
    request = _happened(update, reaction.chat, reaction.user, What.REACTION, office, now)
    return replace(request, answered=reaction.message_id, said=Said("receipt"))


def _happened(
    update: Update,
    chat: Chat,
    user: User | None,
    what: What,
    office: Office,
    now: datetime,
    event: Moved | Membership | None = None,
) -> Request:
    return Request(
        office=office,
        update_id=update.update_id,
        what=what,
        chat_id=chat.id,
        chat_title=chat.title or "",
        is_private=chat.type == Chat.PRIVATE,
        telegram_id=user.id if user else 0,
        is_nobody=_is_nobody(user),
        now=now,
        sent_at=now,
        event=event,
    )


def _spoken(update: Update, message: Message, what: What, said: Said, office: Office, now: datetime) -> Request:
    document = message.document
    sender = message.from_user
    return Request(
        office=office,
        update_id=update.update_id,
        what=what,
        chat_id=message.chat.id,
        chat_title=message.chat.title or "",
        is_private=_is_private(message),
        telegram_id=sender.id if sender else 0,
        is_nobody=message.sender_chat is not None or _is_nobody(sender),
        called=_called(sender),
        now=now,
        sent_at=message.date,
        thread_id=topic_of(message),
        message_id=message.message_id,
        answered=message.reply_to_message.message_id if _is_reply(message) and message.reply_to_message else None,
        said=said,
        piece=None if what in (What.FILE, What.EDIT) else piece_of(message),
        attachment=_attachment(message),
        answered_text=_answered_text(message, office.bot),
        quoted=_quoted(message, office.bot),
        forwarded=words_of(message) if is_forwarded(message) and _is_private(message) else "",
        album=message.media_group_id or "",
        file=SentFile(document.file_id, document.file_name or "", document.file_size or 0) if document else None,
    )


def _pressed(update: Update, query: CallbackQuery, office: Office, now: datetime) -> Request:
    """A pressed button; a message that Telegram no longer shows us cannot be edited.

    Where Telegram does not even say in which chat it stood, it is served in private: an answer is still owed.
    """
    message = query.message
    shown = message if isinstance(message, Message) else None
    chat = message.chat if message else Chat(query.from_user.id, Chat.PRIVATE)
    return Request(
        office=office,
        update_id=update.update_id,
        what=What.PRESS,
        chat_id=chat.id,
        chat_title=chat.title or "",
        is_private=chat.type == Chat.PRIVATE,
        telegram_id=query.from_user.id,
        is_nobody=_is_nobody(query.from_user),
        called=_called(query.from_user),
        now=now,
        sent_at=now,
        thread_id=topic_of(shown) if shown else None,
        message_id=shown.message_id if shown else None,
        press=Press.decode(query.data or ""),
        shown=_page_of(shown) if shown else None,
        shown_media=_media_of(shown) if shown else None,
        callback_id=query.id,
    )


def _page_of(message: Message) -> Page | None:
    """The message as it reads, or its caption: what ``texts`` made of it, as Telegram gives it back."""
    if message.text is None and _media_of(message) is None:
        return None
    markup = message.reply_markup
    rows = markup.inline_keyboard if markup else ()
    words = message.text_html if message.text else message.caption_html or ""
    return Page(words, tuple(tuple(_button_of(each) for each in row) for row in rows))


def _media_of(message: Message) -> Media | None:
    """What the bot passed on with its own words below it, or without any."""
    return next((Media(kind) for kind in MEDIA_KINDS if getattr(message, kind)), None)


def _button_of(button: InlineKeyboardButton) -> Button:
    copied = button.copy_text.text if button.copy_text else ""
    return Button(
        label=button.text,
        data=str(button.callback_data or ""),
        url=button.url or "",
        copy=copied,
        style=button.style or "",
    )


def is_forwarded(message: Message) -> bool:
    """Whether somebody else's words were passed on: they do not speak for who passed them on."""
    return isinstance(message.forward_origin, MessageOrigin)


def topic_of(message: Message) -> int | None:
    """The topic's thread. The id also marks plain reply threads, which are no topics; General is sent to without it."""
    thread = message.message_thread_id if message.is_topic_message else None
    return None if thread == 1 else thread


def words_of(message: Message) -> str:
    """What was typed: the text, or the caption of a picture or a file."""
    return message.text or message.caption or ""


def _is_for_us(message: Message, bot: str) -> bool:
    return _is_private(message) or _answers_us(message, bot)


def _answers_us(message: Message, bot: str) -> bool:
    """Whether it replies to a message of the bot."""
    answered = message.reply_to_message
    if answered is None or not _is_reply(message) or answered.from_user is None:
        return False
    return (answered.from_user.username or "").lower() == bot.lower()


def _is_reply(message: Message) -> bool:
    """Whether it replies to a message; in a topic every message seems to reply to the one that opened it."""
    return message.reply_to_message is not None and not message.reply_to_message.forum_topic_created


def _attachment(message: Message) -> str:
    """What came with the words, or instead of them."""
    if is_forwarded(message):
        return "forwarded"
    return next((kind for kind, fields in _ATTACHMENTS.items() if any(getattr(message, f) for f in fields)), "")


def piece_of(message: Message) -> Evidence | None:
    """What the message brings that may be evidence, with its caption; of a picture the largest size."""
    words = words_of(message)
    if message.location is not None:
        spot = message.location
        return Evidence(kind=EvidenceKind.LOCATION, words=words, latitude=spot.latitude, longitude=spot.longitude)
    files = {EvidenceKind.PHOTO: message.photo[-1] if message.photo else None}
    files |= {kind: getattr(message, field) for kind, field in _FILES.items()}
    kind, file = next(((kind, file) for kind, file in files.items() if file is not None), (None, None))
    if kind is None or file is None:
        return None
    name = getattr(file, "file_name", None) or ""
    return Evidence(kind=kind, words=words, name=name, file_id=file.file_id, unique_id=file.file_unique_id)


def _answered_text(message: Message, bot: str) -> str:
    """What a message of the bot's says that is answered."""
    return words_of(message.reply_to_message) if message.reply_to_message and _answers_us(message, bot) else ""


def _quoted(message: Message, bot: str) -> str:
    """What is answered in private, or the part of it that is quoted; of the bot's own messages nothing."""
    answered = message.reply_to_message
    if not _is_private(message) or answered is None or _answers_us(message, bot):
        return ""
    return message.quote.text if message.quote else words_of(answered)


def _is_private(message: Message) -> bool:
    return bool(message.chat.type == Chat.PRIVATE)


def _called(user: User | None) -> str:
    """小王（@wang）."""
    if user is None:
        return ""
    return f"{user.full_name}（@{user.username}）" if user.username else str(user.full_name)


def _is_nobody(user: User | None) -> bool:
    return user is None or user.is_bot or user.id in _NOBODY


#: Reactions that say 收到.
RECEIPT_EMOJI = frozenset({"👍", "👌", "🫡", "🤝", "🙏"})


class Admission:
    """Decides which raw updates are kept: as an administrator the bot receives a whole group's ordinary chatter.

    It looks at an update before anything parses it, and so must bear whatever arrives. A command that names another bot
    is never kept, wherever it is said.
    """

    def __init__(self, *, bot_id: int, username: str) -> None:
        self._bot_id = bot_id
        self._username = username

    def concerns(self, raw: Mapping[str, Any]) -> bool:
        """Whether the update is kept; channel posts never are. An edit acts on nothing, but its writer may be asked."""
        if any(kind in raw for kind in _ALWAYS):
            return True
        if "message_reaction" in raw:
            return self._is_receipt(_part(raw, "message_reaction"))
        message = _part(raw, "message") or _part(raw, "edited_message")
        if is_for_another(_raw_words(message), self._username):
            return False
        kind = _part(message, "chat").get("type")
        if kind == "private":
            return True
        return kind in ("group", "supergroup") and self._is_for_us(message)

    def _is_receipt(self, reaction: Mapping[str, Any]) -> bool:
        """A thumb, by somebody who may be known: administrator bots are told of every reaction in the group."""
        new = reaction.get("new_reaction")
        put = [each.get("emoji") for each in new if isinstance(each, Mapping)] if isinstance(new, list) else []
        return any(isinstance(emoji, str) and emoji in RECEIPT_EMOJI for emoji in put) and bool(_part(reaction, "user"))

    def _is_for_us(self, message: Mapping[str, Any]) -> bool:
        if any(key in message for key in _SERVICE):
            return True
        if self._answers_us(_part(message, "reply_to_message")):
            return True
        words = _raw_words(message)
        said = read_command(words, self._username)
        return (said is not None and said.command in COMMANDS) or mentions(words, self._username)

    def _answers_us(self, answered: Mapping[str, Any]) -> bool:
        return _part(answered, "from").get("id") == self._bot_id and "forum_topic_created" not in answered


def _raw_words(message: Mapping[str, Any]) -> str:
    for key in ("text", "caption"):
        words = message.get(key)
        if isinstance(words, str):
            return words
    return ""


def _part(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = whole.get(key)
    return part if isinstance(part, Mapping) else {}
