"""The playground: one bot's Telegram on loopback, and the people and chats that a test plays in it."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from playground.chats import ChatKind, Member, Standing
from playground.clock import MovableClock
from playground.control.table import add_control
from playground.delivery import Delivery
from playground.faults import Faults
from playground.front import Front, Seen
from playground.group import Group
from playground.messages import Message
from playground.people import Person, bot_account
from playground.player import Player
from playground.rates import Meter, Rates
from playground.reading import MAX_REQUEST
from playground.world import World

HOST = "127.0.0.1"
T = TypeVar("T")


class Playground:
    """Runs inside the caller's event loop. ``limits`` enforces Telegram's documented rates, in seconds of ``pulse``."""

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
        pages: Callable[[web.Application, "Playground"], None] | None = None,
    ) -> None:
        """``pages`` adds what is to be served beside the Bot API, such as the page for the browser."""
        self.clock = clock or MovableClock()
        self.world = World(bot_account(token, bot_username, is_private=is_private), self.clock, pulse)
        self.updates = self.world.updates
        self.faults = Faults(self.updates)
        self._front = Front(self.world, self.faults, Meter(rates or Rates()) if limits else None)
        self._runner: web.AppRunner | None = None
        self._delivering: asyncio.Task[None] | None = None
        self._pages = pages
        self.port = 0

    @property
    def base_url(self) -> str:
        """``http://127.0.0.1:PORT``, without the ``/bot<token>`` that clients add."""
        return f"http://{HOST}:{self.port}"

    @property
    def is_closing(self) -> bool:
        return self._front.closing.is_set()

    @property
    def requests(self) -> list[Seen]:
        """Every request that came in, in order."""
        return self._front.requests

    async def start(self, port: int = 0) -> None:
        """Listen; port 0 takes a free one. May be started again after :meth:`stop`, with everything still there."""
        self._front.closing.clear()
        application = web.Application(client_max_size=MAX_REQUEST)
        application.router.add_route("*", "/bot{token:[^/]+}/{method:[A-Za-z]+}", self._front.answer)
        application.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._front.download)
        add_control(application, self)
        if self._pages is not None:
            self._pages(application, self)
        self._runner = web.AppRunner(application, handler_cancellation=True, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._delivering = asyncio.create_task(Delivery(self.world, self._front).run())

    async def stop(self) -> None:
        """Close every connection, held ones too."""
        self._front.closing.set()
        self.world.bell.ring()
        self.updates.interrupt()
        if self._delivering is not None:
            self._delivering.cancel()
            await asyncio.wait([self._delivering])
            self._delivering = None
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def person(
        self, user_id: int, first_name: str, *, started: bool = True, username: str = "", met: bool = True
    ) -> Player:
        """Let somebody exist. Who has not ``started`` is answered 403; who was never ``met``, chat not found."""
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
            group.add(player, Standing.MEMBER if index else Standing.CREATOR)
        if has_bot:
            standing = Standing.ADMINISTRATOR if bot_is_admin else Standing.MEMBER
            chat.members[self.world.bot.user_id] = Member(self.world.bot, standing)
        return group

    def messages(self, chat_id: int) -> list[Message]:
        """What the bot sent to a chat, as it stands now; deleted ones are left out."""
        shown = self.history(chat_id)
        return [message for message in shown if message.author is self.world.bot and not message.service]

    def history(self, chat_id: int) -> list[Message]:
        """All that a chat shows, whoever sent it."""
        chat = self.world.chats.get(chat_id)
        return [] if chat is None else [message for message in chat.messages.values() if not message.is_deleted]

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 60.0) -> T:  # noqa: ASYNC109
        """Wait until ``predicate()`` is true and return what it gave; it is asked again whenever anything happens."""
        await self.world.bell.wait_until(predicate, timeout)
        return predicate()

    async def idle(self, *, quiet: float = 0.1, timeout: float = 60.0) -> None:  # noqa: ASYNC109
        """Wait until every update is confirmed and, for ``quiet`` seconds, the bot calls nothing but its long poll."""
        while True:
            await self.world.bell.wait_until(self._is_at_rest, timeout)
            if not await self._stirs(within=quiet):
                return

    async def looked(self, instant: datetime, timeout: float = 60.0) -> None:  # noqa: ASYNC109
        """Wait until the bot has reported that it looked at ``instant`` or later."""
        await self.clock.looked(instant, timeout)

    def file(self, file_id: str) -> bytes:
        """The content of a file that somebody sent."""
        return self.world.files.find(file_id).content

    def _is_at_rest(self) -> bool:
        return not len(self.updates) and not self._front.busy

    async def _stirs(self, within: float) -> bool:
        before = self._front.call_count
        try:
            await self.world.bell.wait_until(lambda: self._front.call_count != before or not self._is_at_rest(), within)
        except TimeoutError:
            return False
        return True
