"""One bot's Telegram without its server: the people and chats that a test plays, and what the bot did."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from playground.telegram.bot_api import ApiCall, BotApi
from playground.telegram.chats import ChatKind, Member, MemberStatus, Message
from playground.telegram.clock import MovableClock
from playground.telegram.faults import Faults
from playground.telegram.group import Group
from playground.telegram.people import Person, bot_account
from playground.telegram.player import Player
from playground.telegram.rates import RateLimiter, Rates
from playground.telegram.world import World

T = TypeVar("T")


class Simulation:
    """``limits`` enforces Telegram's documented rates, in seconds of ``pulse``. ``server.Playground`` serves it."""

    def __init__(
        self,
        *,
        token: str,
        bot_username: str = "duban_bot",
        clock: MovableClock | None = None,
        limits: bool = False,
        rates: Rates | None = None,
        is_private: bool = True,
        pulse: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock = clock or MovableClock()
        self.world = World(bot_account(token, bot_username, is_private=is_private), self.clock, pulse)
        self.updates = self.world.updates
        self.faults = Faults(self.updates)
        self.bot_api = BotApi(self.world, self.faults, RateLimiter(rates or Rates()) if limits else None)

    @property
    def is_closing(self) -> bool:
        return self.bot_api.closing.is_set()

    @property
    def requests(self) -> list[ApiCall]:
        """Every request that came in, in order."""
        return self.bot_api.requests

    def person(
        self, user_id: int, first_name: str, *, started: bool = True, username: str = "", met: bool = True
    ) -> Player:
        """Add a person. Writing to one who has not ``started`` gets 403; to one never ``met``, chat not found."""
        person = Person(user_id=user_id, first_name=first_name, username=username, started=started, met=met)
        self.world.add_person(person)
        return Player(self.world, person)

    def player(self, user_id: int) -> Player:
        """A new handle on somebody who exists."""
        return Player(self.world, self.world.people[user_id])

    def group_at(self, chat_id: int) -> Group:
        """A new handle on a group, supergroup or channel that exists."""
        return Group(self.world, self.world.chats[chat_id])

    def group(
        self,
        title: str,
        *members: Player,
        chat_id: int | None = None,
        kind: str = "group",
        topics: bool = False,
        bot_is_admin: bool = False,
        has_bot: bool = True,
    ) -> Group:
        """A group that has long been there, the first member its owner; nobody is told. Topics make a supergroup."""
        kind_of = ChatKind.SUPERGROUP if topics else ChatKind(kind)
        chat = self.world.add_chat(kind_of, title, chat_id=chat_id, is_forum=topics)
        group = Group(self.world, chat)
        for index, player in enumerate(members):
            group.add(player, MemberStatus.MEMBER if index else MemberStatus.CREATOR)
        if has_bot:
            status = MemberStatus.ADMINISTRATOR if bot_is_admin else MemberStatus.MEMBER
            chat.members[self.world.bot.user_id] = Member(self.world.bot, status)
        return group

    def messages(self, chat_id: int) -> list[Message]:
        """What the bot sent to a chat, as it stands now; deleted ones are left out."""
        shown = self.history(chat_id)
        return [message for message in shown if message.author is self.world.bot and not message.service]

    def history(self, chat_id: int) -> list[Message]:
        """All that a chat shows, from every sender."""
        chat = self.world.chats.get(chat_id)
        return [] if chat is None else [message for message in chat.messages.values() if not message.is_deleted]

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 60.0) -> T:  # noqa: ASYNC109
        """Wait until ``predicate()`` is true and return its value; it is checked again after every change."""
        await self.world.notifier.wait_until(predicate, timeout)
        return predicate()

    async def idle(self, *, quiet: float = 0.1, timeout: float = 60.0) -> None:  # noqa: ASYNC109
        """Wait until every update is confirmed and, for ``quiet`` seconds, the bot calls nothing but its long poll."""
        while True:
            await self.world.notifier.wait_until(self._is_at_rest, timeout)
            if not await self._stirs(within=quiet):
                return

    async def looked(self, instant: datetime, timeout: float = 60.0) -> None:  # noqa: ASYNC109
        """Wait until the bot has reported that it looked at ``instant`` or later."""
        await self.clock.looked(instant, timeout)

    def file(self, file_id: str) -> bytes:
        """The content of a file that somebody sent."""
        return self.world.files.find(file_id).content

    def _is_at_rest(self) -> bool:
        return not len(self.updates) and not self.bot_api.busy

    async def _stirs(self, within: float) -> bool:
        before = self.bot_api.call_count
        try:
            await self.world.notifier.wait_until(
                lambda: self.bot_api.call_count != before or not self._is_at_rest(), within
            )
        except TimeoutError:
            return False
        return True
