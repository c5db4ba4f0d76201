"""Chats, members, topics and messages: what a person sees, and the Bot API's objects."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from playground.telegram.people import Person
from playground.telegram.refusals import Json
from playground.telegram.text.render import render_html


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class MemberStatus(StrEnum):
    """A member's status, as ``ChatMember.status`` writes it."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


PRESENT = frozenset({MemberStatus.CREATOR, MemberStatus.ADMINISTRATOR, MemberStatus.MEMBER})
GENERAL_TOPIC = 1
_ADMIN_RIGHTS = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
]


@dataclass(slots=True)
class Member:
    """A person's membership; kept after leaving, since ``left`` and ``kicked`` differ."""

    person: Person
    status: MemberStatus = MemberStatus.MEMBER
    is_anonymous: bool = False

    @property
    def is_present(self) -> bool:
        return self.status in PRESENT

    @property
    def is_admin(self) -> bool:
        return self.status in {MemberStatus.CREATOR, MemberStatus.ADMINISTRATOR}

    def as_json(self, *, is_forum: bool = False) -> Json:
        """The ``ChatMember`` object of this status."""
        member: Json = {"status": str(self.status), "user": self.person.as_json()}
        if self.status is MemberStatus.KICKED:
            member["until_date"] = 0
        if self.is_admin:
            member["is_anonymous"] = self.is_anonymous
        if self.status is MemberStatus.ADMINISTRATOR:
            member["can_be_edited"] = False
            member |= dict.fromkeys(_ADMIN_RIGHTS, True) | {"can_promote_members": False}
            if is_forum:
                member["can_manage_topics"] = True
        return member


@dataclass(slots=True)
class Topic:
    """A topic (话题) of a forum; its id is that of the service message which created it."""

    thread_id: int
    name: str
    icon_color: int = 7322096
    icon_custom_emoji_id: str = ""
    is_closed: bool = False

    def as_json(self) -> Json:
        """The ``ForumTopic`` object."""
        return {"message_thread_id": self.thread_id, **self.as_created()}

    def as_created(self) -> Json:
        """The ``ForumTopicCreated`` object."""
        icon = {"icon_custom_emoji_id": self.icon_custom_emoji_id} if self.icon_custom_emoji_id else {}
        return {"name": self.name, "icon_color": self.icon_color, **icon}


@dataclass(slots=True, kw_only=True, eq=False)
class Chat:
    """A chat with its members, topics and messages. A private chat's id is the person's."""

    chat_id: int
    kind: ChatKind
    title: str = ""
    username: str = ""
    description: str = ""
    person: Person | None = None  # of a private chat
    is_forum: bool = False
    is_deleted: bool = False
    bot_may_write: bool = True
    reactions_allowed: bool = True
    migrated_to: int | None = None
    last_bot: int | None = None  # the bot that spoke last; privacy mode asks
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: "dict[int, Message]" = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 1  # of supergroups and channels, which count for themselves; 1 told of their creation

    @property
    def newest_pinned(self) -> "Message | None":
        """The most recent pinned message by sending date; a deleted one hangs no longer."""
        alive = (self.alive(message_id) for message_id in sorted(self.pinned, reverse=True))
        return next((message for message in alive if message is not None), None)

    @property
    def is_private(self) -> bool:
        return self.kind is ChatKind.PRIVATE

    @property
    def counts_for_itself(self) -> bool:
        """Supergroups and channels number their own messages; private chats and groups share the bot's counter."""
        return self.kind in {ChatKind.SUPERGROUP, ChatKind.CHANNEL}

    def as_json(self) -> Json:
        """The ``Chat`` object."""
        chat: Json = {"id": self.chat_id, "type": str(self.kind)}
        if self.person is not None:
            user = self.person.as_json()
            chat |= {key: user[key] for key in ("username", "first_name", "last_name") if key in user}
            return chat
        chat["title"] = self.title
        if self.username:
            chat["username"] = self.username
        if self.is_forum:
            chat["is_forum"] = True
        return chat

    def member(self, person: Person) -> Member:
        """The person's membership; ``left`` for people who were never here."""
        return self.members.get(person.user_id) or Member(person, MemberStatus.LEFT)

    def alive(self, message_id: int) -> "Message | None":
        """A message that is there and was not deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.is_deleted else message


@dataclass(slots=True, frozen=True)
class ShownButton:
    """One inline button as a person sees it."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    style: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """``text`` and ``entities`` are the caption where ``media`` is set; ``service`` is a service message's fields."""

    message_id: int
    chat: Chat
    date: datetime
    sender: Person | None = None
    sender_chat: Chat | None = None
    author: Person | None = None  # who really wrote it, though a chat may stand in their place; the sender if not given
    signature: str = ""
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    media: Json = field(default_factory=dict)
    album: str = ""  # pictures that were sent together have one
    reactions: dict[int, str] = field(default_factory=dict)  # one's id -> one's emoji
    service: Json = field(default_factory=dict)
    thread_id: int | None = None
    is_topic: bool = False
    reply_to: "Message | None" = None
    reply_context: Json = field(default_factory=dict)  # external_reply, quote
    forward_origin: Json | None = None
    keyboard: Json | None = None  # inline, attached to the message
    reply_interface: Json | None = None  # reply keyboard, its removal, force reply: seen by people, not by bots
    link_preview: Json | None = None
    is_silent: bool = False
    is_protected: bool = False
    is_deleted: bool = False
    edited_at: datetime | None = None
    versions: list[str] = field(default_factory=list)  # earlier texts, oldest first

    def __post_init__(self) -> None:
        self.author = self.author or self.sender

    @property
    def chat_id(self) -> int:
        return self.chat.chat_id

    @property
    def silent(self) -> bool:
        return self.is_silent

    @property
    def edited(self) -> bool:
        return self.edited_at is not None

    @property
    def thread(self) -> int | None:
        """The topic it is in, or ``None``; a plain supergroup's reply threads do not count."""
        return self.thread_id if self.is_topic else None

    @property
    def html(self) -> str:
        """The text with its marks, as ``parse_mode=HTML`` would write it."""
        return render_html(self.text, self.entities)

    @property
    def rows(self) -> tuple[tuple[ShownButton, ...], ...]:
        """The inline buttons, rows from top to bottom."""
        return tuple(
            tuple(_shown(button) for button in row) for row in (self.keyboard or {}).get("inline_keyboard", ())
        )

    @property
    def buttons(self) -> tuple[ShownButton, ...]:
        """The inline buttons in reading order."""
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> list[list[str]]:
        """The labels of the inline buttons, a list for each row."""
        return [[button.label for button in row] for row in self.rows]

    @property
    def file_name(self) -> str:
        """The name of an attached document, or an empty text."""
        return str(self.media.get("document", {}).get("file_name", ""))

    def as_json(self, *, is_nested: bool = False) -> Json:
        """The ``Message`` object; a nested one does not name what it replies to."""
        message: Json = {"message_id": self.message_id, **self._thread()}
        if self.sender is not None:
            message["from"] = self.sender.as_json()
        if self.sender_chat is not None:
            message["sender_chat"] = self.sender_chat.as_json()
        message |= {"date": int(self.date.timestamp()), "chat": self.chat.as_json()}
        if self.edited_at is not None:
            message["edit_date"] = int(self.edited_at.timestamp())
        if not is_nested:
            message |= self._reply()
        return message | self._content() | self.service

    def as_inaccessible(self) -> Json:
        """The ``InaccessibleMessage`` object."""
        return {"message_id": self.message_id, "chat": self.chat.as_json(), "date": 0}

    def _thread(self) -> Json:
        if self.thread_id is None:
            return {}
        return {"message_thread_id": self.thread_id} | ({"is_topic_message": True} if self.is_topic else {})

    def _reply(self) -> Json:
        if self.reply_to is None:
            return self.reply_context
        return {"reply_to_message": self.reply_to.as_json(is_nested=True), **self.reply_context}

    def _content(self) -> Json:
        content: Json = dict(self.media)
        names = ("caption", "caption_entities") if self.media else ("text", "entities")
        parts = (self.text, self.entities)
        content |= {name: part for name, part in zip(names, parts, strict=True) if part}
        extras = {
            "media_group_id": self.album,
            "forward_origin": self.forward_origin,
            "author_signature": self.signature,
            "link_preview_options": self.link_preview,
            "has_protected_content": self.is_protected,
            "reply_markup": self.keyboard,
        }
        return content | {name: extra for name, extra in extras.items() if extra}


def _shown(button: Json) -> ShownButton:
    return ShownButton(
        label=button["text"],
        data=button.get("callback_data", ""),
        url=button.get("url", ""),
        copy=button.get("copy_text", {}).get("text", ""),
        style=button.get("style", ""),
    )
