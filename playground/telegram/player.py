"""A person as a test plays them: they speak, edit, press, send files, start and block the bot."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from playground.telegram.api.replies import origin_of
from playground.telegram.api.sending import keep_as, thread_of_reply
from playground.telegram.callback_queries import CallbackAnswer
from playground.telegram.chats import Chat, ChatKind, MemberStatus, Message, ShownButton
from playground.telegram.group import Group
from playground.telegram.params import Upload
from playground.telegram.people import ANONYMOUS_ADMIN, CHANNEL_SENDER, Person
from playground.telegram.refusals import Json
from playground.telegram.text.formatted import Formatted, plain
from playground.telegram.world import World


@dataclass(frozen=True, slots=True)
class SenderIdentity:
    """Who a person's messages appear to come from: an anonymous administrator or a channel."""

    sender: Person | None  # None: nobody, as in channels
    chat: Chat | None = None  # None: the chat spoken in
    signature: str = ""


class Player:
    """A handle on a person. Methods that speak return the message's id once it is queued for the bot."""

    def __init__(self, world: World, person: Person, identity: SenderIdentity | None = None) -> None:
        self._world = world
        self.person = person
        self._identity = identity
        self.last_answer: CallbackAnswer | None = None

    @property
    def user_id(self) -> int:
        return self.person.user_id

    @property
    def chat_id(self) -> int:
        """The id of the private chat with the bot."""
        return self.person.user_id

    def as_anonymous_admin(self, title: str = "") -> "Player":
        """The same person, whose messages in groups come from the group itself (``title`` signs them)."""
        return Player(self._world, self.person, SenderIdentity(ANONYMOUS_ADMIN, None, title))

    def as_channel(self, title: str = "频道") -> "Player":
        """The same person, whose messages in groups come from a channel."""
        known = (chat for chat in self._world.chats.values() if (chat.kind, chat.title) == (ChatKind.CHANNEL, title))
        channel = next(known, None) or self._world.add_chat(ChatKind.CHANNEL, title)
        return Player(self._world, self.person, SenderIdentity(CHANNEL_SENDER, channel))

    async def say(
        self,
        chat: Group | None,
        text: str,
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
        date: datetime | None = None,
        entities: list[Json] | None = None,
    ) -> int:
        """Type a text into a chat (``None``: the private one with the bot); ``date`` for one that arrives late."""
        content = plain(text)
        content.entities += entities or []
        return self._send(chat, content, {}, reply_to, thread, date)

    async def send_file(
        self,
        chat: Group | None,
        name: str,
        content: bytes,
        caption: str = "",
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
    ) -> int:
        """Send a document."""
        stored = self._world.files.keep(Upload(name, content))
        return self._send(chat, plain(caption), stored.as_media(), reply_to, thread, None)

    async def send_photo(
        self, chat: Group | None, content: bytes, caption: str = "", *, reply_to: Message | int | None = None
    ) -> int:
        """Send a picture as a photo."""
        stored = keep_as(self._world, Upload("photo.jpg", content), "photo")
        return self._send(chat, plain(caption), stored.as_media(), reply_to, None, None)

    async def forward(self, message: Message, chat: Group | None = None) -> int:
        """Forward a message to another chat (``None``: the private one), with its origin."""
        if message.service or message.is_protected:
            raise ValueError(message.message_id)
        content = Formatted(message.text, list(message.entities))
        return self._send(chat, content, dict(message.media), None, None, None, origin=origin_of(message))

    async def edit(self, chat: Group | None, message: Message | int, text: str) -> None:
        """Change one's own earlier message."""
        changed = self._find(chat, message)
        content = plain(text)
        changed.versions.append(changed.text)
        changed.text, changed.entities = content.text, content.entities
        self._world.edited(changed)

    async def delete(self, chat: Group | None, message: Message | int) -> None:
        """Delete a message; the bot is not told."""
        self._world.delete(self._find(chat, message))

    async def press(
        self,
        message: Message | int,
        label_or_data: str,
        *,
        chat: Group | None = None,
        within: float = 60.0,
        is_forged: bool = False,
    ) -> str | None:
        """Press a button, by its label or its payload, and wait for the answer that the bot gives.

        Returns its text (empty where the button just stops spinning; ``last_answer`` tells more), or ``None`` if no
        answer came ``within`` so many seconds; 0 does not wait. ``is_forged`` sends a payload that no button has.
        """
        pressed = message if isinstance(message, Message) else self._find(chat, message)
        data = label_or_data if is_forged else _button(pressed, label_or_data).data
        query, update = self._world.queries.press(self.person, pressed, data)
        self._world.updates.add("callback_query", update)
        with suppress(TimeoutError):
            await self._world.notifier.wait_until(lambda: query.answer, within)
        self.last_answer = query.answer
        return None if query.answer is None else query.answer.text

    async def start(self, payload: str = "") -> int:
        """Open the private chat with the bot, as its link with ``?start=payload`` does."""
        self.person.started = True
        if self.person.blocked:
            self.unblock()
        return await self.say(None, f"/start {payload}".rstrip())

    async def start_in(self, group: Group, payload: str = "") -> int:
        """Add the bot to a group through its link with ``?startgroup=payload``."""
        if not group.chat.member(self._world.bot).is_present:
            group.add_bot(self)
        return await self.say(group, f"/start@{self._world.bot.username} {payload}".rstrip())

    async def follow(self, url: str, group: Group | None = None) -> int:
        """Open a ``t.me`` link to the bot: its private chat, or with ``startgroup`` the ``group`` it is added to."""
        link = urlsplit(url)
        if link.netloc != "t.me" or link.path.strip("/").lower() != self._world.bot.username.lower():
            raise LookupError(url)
        asked = dict(parse_qsl(link.query, keep_blank_values=True))
        if "startgroup" in asked and group is not None:
            return await self.start_in(group, asked["startgroup"])
        return await self.start(asked.get("start", ""))

    async def join(self, group: Group) -> None:
        """Become a member; the group shows it."""
        self.person.met = True
        self._world.change_status(group.chat, self.person, MemberStatus.MEMBER, self.person)
        self._world.service(group.chat, self.person, new_chat_members=[self.person.as_json()])

    async def leave(self, group: Group) -> None:
        """Stop being a member; the group shows it."""
        self._world.service(group.chat, self.person, left_chat_member=self.person.as_json())
        self._world.change_status(group.chat, self.person, MemberStatus.LEFT, self.person)

    async def block(self) -> None:
        """Block the bot: it is told once, and answered 403 from now on."""
        self.person.blocked = True
        private = self._world.chats[self.chat_id]
        self._world.change_status(private, self._world.bot, MemberStatus.KICKED, self.person)

    def unblock(self) -> None:
        """Let the bot write again; it is told."""
        self.person.blocked = False
        private = self._world.chats[self.chat_id]
        self._world.change_status(private, self._world.bot, MemberStatus.MEMBER, self.person)

    def _send(
        self,
        group: Group | None,
        content: Formatted,
        media: Json,
        reply_to: Message | int | None,
        thread: int | None,
        date: datetime | None,
        origin: Json | None = None,
    ) -> int:
        chat = self._chat(group)
        target = None if reply_to is None else self._find(group, reply_to)
        if thread is not None and thread not in chat.topics:
            raise LookupError(thread)
        thread_id = thread or (thread_of_reply(chat, target) if target else None)
        identity = SenderIdentity(None) if chat.kind is ChatKind.CHANNEL else self._identity
        identity = None if chat.is_private else identity
        message = Message(
            message_id=self._world.next_message_id(chat),
            chat=chat,
            date=date or self._world.clock.now(),
            author=self.person,
            sender=identity.sender if identity else self.person,
            sender_chat=(identity.chat or chat) if identity else None,
            signature=identity.signature if identity else "",
            text=content.text,
            entities=content.entities,
            media=media,
            thread_id=thread_id,
            is_topic=thread_id is not None and chat.is_forum,
            reply_to=target,
            forward_origin=origin,
        )
        return self._world.put(message).message_id

    def _chat(self, group: Group | None) -> Chat:
        if group is not None:
            return self._world.chats[group.chat.migrated_to] if group.chat.migrated_to else group.chat
        if self.person.blocked:
            raise ValueError(self.person)
        self.person.started = self.person.met = True
        return self._world.chats[self.chat_id]

    def _find(self, group: Group | None, message: Message | int) -> Message:
        if isinstance(message, Message):
            return message
        return (group.chat if group else self._world.chats[self.chat_id]).messages[message]


def _button(message: Message, label_or_data: str) -> ShownButton:
    for button in message.buttons:
        if label_or_data in (button.label, button.data):
            return button
    raise LookupError(label_or_data, [button.label for button in message.buttons])
