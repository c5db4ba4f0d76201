"""A person as a test plays them: they speak, press, start and block the bot, join and leave groups."""

from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

from playground.telegram.callback_queries import CallbackAnswer
from playground.telegram.chats import ChatKind, MemberStatus, Message, ShownButton
from playground.telegram.group import Group
from playground.telegram.people import ANONYMOUS_ADMIN, CHANNEL_SENDER, Person
from playground.telegram.speaker import SenderIdentity, Speaker
from playground.telegram.world import World


class Player(Speaker):
    """A handle on a person."""

    def __init__(self, world: World, person: Person, identity: SenderIdentity | None = None) -> None:
        super().__init__(world, person, identity)
        self.last_answer: CallbackAnswer | None = None

    def as_anonymous_admin(self, title: str = "") -> "Player":
        """The same person, whose messages in groups come from the group itself (``title`` signs them)."""
        return Player(self._world, self.person, SenderIdentity(ANONYMOUS_ADMIN, None, title))

    def as_channel(self, title: str = "频道") -> "Player":
        """The same person, whose messages in groups come from a channel."""
        known = (chat for chat in self._world.chats.values() if (chat.kind, chat.title) == (ChatKind.CHANNEL, title))
        channel = next(known, None) or self._world.add_chat(ChatKind.CHANNEL, title)
        return Player(self._world, self.person, SenderIdentity(CHANNEL_SENDER, channel))

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


def _button(message: Message, label_or_data: str) -> ShownButton:
    for button in message.buttons:
        if label_or_data in (button.label, button.data):
            return button
    raise LookupError(label_or_data, [button.label for button in message.buttons])
