"""A group as a test plays it: members, topics, adding and removing the bot, the move to a supergroup."""

from typing import Protocol

from playground.telegram.api.topics import drop_topic, open_topic
from playground.telegram.chats import Chat, ChatKind, Member, MemberStatus, Message
from playground.telegram.people import ANONYMOUS_ADMIN, Person
from playground.telegram.text.formatted import plain
from playground.telegram.world import World


class Participant(Protocol):
    """What a group needs of a person that a test plays; ``Player`` implements it."""

    @property
    def person(self) -> Person: ...

    @property
    def user_id(self) -> int: ...


class Group:
    """A handle on a group, supergroup or channel; several handles on one chat are equal in effect."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat

    @property
    def chat_id(self) -> int:
        return self.chat.chat_id

    @property
    def title(self) -> str:
        return self.chat.title

    def add(self, player: Participant, status: MemberStatus = MemberStatus.MEMBER) -> None:
        """Add a member silently."""
        player.person.met = True
        self.chat.members[player.user_id] = Member(player.person, status)

    def promote(self, player: Participant, *, is_anonymous: bool = False) -> None:
        """Make a member an administrator."""
        self._world.change_status(self.chat, player.person, MemberStatus.ADMINISTRATOR, self._somebody())
        self.chat.members[player.user_id].is_anonymous = is_anonymous

    def promote_bot(self) -> None:
        """Make the bot an administrator: it hears everything from now on."""
        self._world.change_status(self.chat, self._world.bot, MemberStatus.ADMINISTRATOR, self._somebody())

    def demote_bot(self) -> None:
        self._world.change_status(self.chat, self._world.bot, MemberStatus.MEMBER, self._somebody())

    def add_bot(self, by: Participant | None = None) -> None:
        """Bring the bot in; it gets ``my_chat_member`` and the service message."""
        adder = by.person if by else self._somebody()
        self._world.change_status(self.chat, self._world.bot, MemberStatus.MEMBER, adder)
        self._world.service(self.chat, adder, new_chat_members=[self._world.bot.as_json()])

    def remove_bot(self, by: Participant | None = None) -> None:
        """Remove the bot; its calls now get 403."""
        remover = by.person if by else self._somebody()
        self._world.service(self.chat, remover, left_chat_member=self._world.bot.as_json())
        self._world.change_status(self.chat, self._world.bot, MemberStatus.KICKED, remover)

    def forbid_writing(self, *, is_forbidden: bool = True) -> None:
        """Take away, or give back, the bot's right to write here."""
        self.chat.bot_may_write = not is_forbidden

    def forbid_reactions(self) -> None:
        """Allow no reactions here any more."""
        self.chat.reactions_allowed = False

    def delete(self) -> None:
        """Delete the group."""
        self.chat.is_deleted = True

    def create_topic(self, name: str, by: Participant | None = None) -> int:
        """Open a topic; returns its ``message_thread_id``."""
        return open_topic(self._world, self.chat, by.person if by else self._somebody(), name).thread_id

    def close_topic(self, thread_id: int) -> None:
        self.chat.topics[thread_id].is_closed = True

    def delete_topic(self, thread_id: int) -> None:
        """Delete a topic with its messages; bots are not told."""
        drop_topic(self._world, self.chat, thread_id)

    def migrate(self, *, is_told: bool = True, chat_id: int | None = None) -> "Group":
        """Turn the group into a supergroup with a new id; later calls for the old id are refused with the new one.

        With ``is_told=False`` the two service messages wait for :meth:`tell_of_migration`, so that a bot learns of the
        move from a refusal first.
        """
        old = self.chat
        new = self._world.add_chat(ChatKind.SUPERGROUP, old.title, chat_id=chat_id)
        new.members = dict(old.members)
        new.last_bot, new.bot_may_write = old.last_bot, old.bot_may_write
        new.reactions_allowed = old.reactions_allowed
        old.migrated_to = new.chat_id
        if is_told:
            self.tell_of_migration()
        return Group(self._world, new)

    def tell_of_migration(self, *, new_first: bool = False) -> None:
        """Show the service messages of the move: in the old chat and in the new one, in either order."""
        new = self._world.chats[self.chat.migrated_to or 0]
        tell_old = (self.chat, {"migrate_to_chat_id": new.chat_id})
        tell_new = (new, {"migrate_from_chat_id": self.chat_id})
        for chat, fields in (tell_new, tell_old) if new_first else (tell_old, tell_new):
            message = self._world.next_message_id(chat)
            sender_chat = chat if chat is new else None
            sender = ANONYMOUS_ADMIN if chat is new else self._somebody()
            now = self._world.clock.now()
            self._world.put(
                Message(
                    message_id=message,
                    chat=chat,
                    date=now,
                    sender=sender,
                    sender_chat=sender_chat,
                    service=dict(fields),
                )
            )

    def other_bot_says(self, text: str, username: str = "other_bot") -> int:
        """Let another bot speak. Our bot does not get the message, but is no longer the last bot to speak."""
        other = Person(user_id=9_000_000_001, first_name=username, username=username, is_bot=True)
        content = plain(text)
        message = Message(
            message_id=self._world.next_message_id(self.chat),
            chat=self.chat,
            date=self._world.clock.now(),
            sender=other,
            text=content.text,
            entities=content.entities,
        )
        self.chat.messages[message.message_id] = message
        self.chat.last_bot = other.user_id
        return message.message_id

    def _somebody(self) -> Person:
        """Who acts when a test names nobody: the owner, or the anonymous administrator."""
        people = (
            member.person for member in self.chat.members.values() if not member.person.is_bot and member.is_present
        )
        return next(people, ANONYMOUS_ADMIN)
