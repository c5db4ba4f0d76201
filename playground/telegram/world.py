"""The state of a playground: its bot, people, chats, files and update queue, and how they change."""

import time
from collections.abc import Callable
from datetime import datetime

from playground.telegram.callback_queries import CallbackQueries
from playground.telegram.chats import Chat, ChatKind, Member, MemberStatus, Message
from playground.telegram.clock import MovableClock
from playground.telegram.event_log import EventLog
from playground.telegram.people import BotAccount, Person
from playground.telegram.privacy import bot_hears
from playground.telegram.refusals import Json
from playground.telegram.updates import UpdateQueue
from playground.telegram.uploads import FileStore
from playground.telegram.webhook import WebhookSetting

FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001


class World:
    """Everything is in memory and changes only in synchronous steps, so no call ever sees half a change."""

    def __init__(self, bot: BotAccount, clock: MovableClock, pulse: Callable[[], float] = time.monotonic) -> None:
        self.bot = bot
        self.clock = clock
        self.pulse = pulse
        self.notifier = clock.notifier  # shared, so that every waiter checks again when the clock moves
        self.events = EventLog(self.notifier)
        self.updates = UpdateQueue(clock, self.notifier)
        self.queries = CallbackQueries(self.notifier, pulse)
        self.files = FileStore()
        self.people: dict[int, Person] = {bot.user_id: bot}
        self.chats: dict[int, Chat] = {}
        self.webhook: WebhookSetting | None = None
        self.menus: dict[str, object] = {}  # what the bot set about itself: commands, descriptions, menu buttons
        self._last_common_id = 0
        self._last_album = 13_500_000_000
        self._next_group = FIRST_GROUP
        self._next_supergroup = FIRST_SUPERGROUP

    def add_person(self, person: Person) -> Chat:
        """Add a person and their private chat with the bot, started or not."""
        self.people[person.user_id] = person
        chat = Chat(chat_id=person.user_id, kind=ChatKind.PRIVATE, person=person)
        chat.members = {who.user_id: Member(who) for who in (person, self.bot)}
        self.chats[chat.chat_id] = chat
        self.note("person", person=person.as_json())
        return chat

    def add_chat(self, kind: ChatKind, title: str, *, chat_id: int | None = None, is_forum: bool = False) -> Chat:
        """Open a group, supergroup or channel without members."""
        chat = Chat(chat_id=chat_id or self._free_chat_id(kind), kind=kind, title=title, is_forum=is_forum)
        self.chats[chat.chat_id] = chat
        self.note("chat", chat=chat.as_json())
        return chat

    def known_person(self, user_id: int) -> Person | None:
        """A person whom the bot has met, as a mention by id needs."""
        person = self.people.get(user_id)
        return person if person is not None and person.met else None

    def next_message_id(self, chat: Chat) -> int:
        """The id that the chat's next message gets."""
        if chat.counts_for_itself:
            chat.last_message_id += 1
            return chat.last_message_id
        self._last_common_id += 1
        return self._last_common_id

    def next_album(self) -> str:
        """What pictures that are sent together have in common."""
        self._last_album += 1
        return str(self._last_album)

    def put(self, message: Message) -> Message:
        """Show a message in its chat, and queue it for the bot where it hears such messages."""
        chat = message.chat
        chat.messages[message.message_id] = message
        sender = message.sender
        if sender is not None and sender.is_bot and message.sender_chat is None and not message.service:
            chat.last_bot = sender.user_id
        self.note("message", message=message.as_json(), silent=message.is_silent)
        if message.author is not self.bot:
            self.tell_bot(message, is_edit=False)
        return message

    def service(
        self,
        chat: Chat,
        sender: Person | None,
        *,
        is_silent: bool = False,
        thread: int | None = None,
        **fields: object,
    ) -> Message:
        """Show a service message, such as who joined, in a ``thread`` of a forum; the bot's own are not queued."""
        message = Message(
            message_id=self.next_message_id(chat),
            chat=chat,
            date=self.clock.now(),
            sender=sender,
            service=fields,
            thread_id=thread,
            is_topic=thread is not None,
            is_silent=is_silent,
        )
        return self.put(message)

    def edited(self, message: Message) -> None:
        """Stamp an edit, and queue it for the bot where somebody else made it."""
        message.edited_at = self.clock.now()
        self.note("edited", message=message.as_json())
        if message.author is not self.bot:
            self.tell_bot(message, is_edit=True)

    def delete(self, message: Message) -> None:
        """Delete a message; Telegram does not tell bots."""
        message.is_deleted = True
        self.note("deleted", chat_id=message.chat_id, message_id=message.message_id)

    def tell_bot(self, message: Message, *, is_edit: bool) -> None:
        """Queue a message that somebody else sent or edited, if the bot hears it."""
        if bot_hears(self.bot, message):
            noun = "channel_post" if message.chat.kind is ChatKind.CHANNEL else "message"
            self.updates.add(f"edited_{noun}" if is_edit else noun, message.as_json())

    def change_status(
        self, chat: Chat, person: Person, status: MemberStatus, by: Person, *, is_told: bool = True
    ) -> None:
        """Change a membership; the bot's own reaches it as ``my_chat_member``, others' as ``chat_member``."""
        before = chat.member(person).as_json(is_forum=chat.is_forum)
        chat.members[person.user_id] = member = Member(person, status)
        after = member.as_json(is_forum=chat.is_forum)
        self.note("member", chat_id=chat.chat_id, member=after)
        if not is_told or before == after:
            return
        change = self._change(chat, by, before, after, self.clock.now())
        if person is self.bot:
            self.updates.add("my_chat_member", change)
        elif chat.member(self.bot).is_admin:
            self.updates.add("chat_member", change)

    def note(self, kind: str, **what: object) -> None:
        """Record an event for watchers."""
        self.events.note(kind, self.clock.now(), **what)

    @staticmethod
    def _change(chat: Chat, by: Person, before: Json, after: Json, at: datetime) -> Json:
        return {
            "chat": chat.as_json(),
            "from": by.as_json(),
            "date": int(at.timestamp()),
            "old_chat_member": before,
            "new_chat_member": after,
        }

    def _free_chat_id(self, kind: ChatKind) -> int:
        while True:
            if kind is ChatKind.GROUP:
                chat_id, self._next_group = self._next_group, self._next_group - 1
            else:
                chat_id, self._next_supergroup = self._next_supergroup, self._next_supergroup - 1
            if chat_id not in self.chats:
                return chat_id
