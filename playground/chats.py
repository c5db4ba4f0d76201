"""Where people talk: private chats, groups, supergroups with or without topics, channels."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from playground.people import Person
from playground.refusals import Json

if TYPE_CHECKING:
    from playground.messages import Message


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Standing(StrEnum):
    """A member's status, as ``ChatMember.status`` writes it."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


PRESENT = frozenset({Standing.CREATOR, Standing.ADMINISTRATOR, Standing.MEMBER})
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
    """A person's place in a chat; kept after leaving, since ``left`` and ``kicked`` differ."""

    person: Person
    standing: Standing = Standing.MEMBER
    is_anonymous: bool = False

    @property
    def is_present(self) -> bool:
        return self.standing in PRESENT

    @property
    def is_admin(self) -> bool:
        return self.standing in {Standing.CREATOR, Standing.ADMINISTRATOR}

    def as_json(self, *, is_forum: bool = False) -> Json:
        """The ``ChatMember`` object of this standing."""
        member: Json = {"status": str(self.standing), "user": self.person.as_json()}
        if self.standing is Standing.KICKED:
            member["until_date"] = 0
        if self.is_admin:
            member["is_anonymous"] = self.is_anonymous
        if self.standing is Standing.ADMINISTRATOR:
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
    migrated_to: int | None = None
    last_bot: int | None = None  # the bot that spoke last; privacy mode asks
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: "dict[int, Message]" = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 1  # of supergroups and channels, which count for themselves; 1 told of their creation

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
        """The person's place, ``left`` for whoever never was here."""
        return self.members.get(person.user_id) or Member(person, Standing.LEFT)

    def alive(self, message_id: int) -> "Message | None":
        """A message that is there and was not deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.is_deleted else message
