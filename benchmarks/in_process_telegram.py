"""The playground's Telegram in the bot's process: python-telegram-bot calls it without HTTP, with a delay.

Telegram's work costs the bot neither time nor CPU seconds. The cost of HTTP is left out.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec
from telegram.request import BaseRequest, RequestData

from benchmarks.simulated_time import SimulatedClock
from playground.telegram.bot_api import BotApi
from playground.telegram.clock import MovableClock
from playground.telegram.group import Group
from playground.telegram.params import Params
from playground.telegram.player import Player
from playground.telegram.rates import RateLimiter, Rates
from playground.telegram.refusals import Refusal
from playground.telegram.server import Playground

#: Seconds each way: a round trip of 60 ms, as between neighbouring continents.
ONE_WAY = 0.03
_OK, _TOO_MANY = 200, 429


class InProcessTelegram:
    """Telegram with its documented limits. ``on_sent`` gets every message that it takes."""

    def __init__(self, token: str, start: datetime, clock: SimulatedClock, on_sent: Callable[[int, str], None]) -> None:
        self.clock = MovableClock(start, pulse=clock.now)
        self.playground = Playground(token=token, clock=self.clock, pulse=clock.now)
        self.refused = 0  # with 429
        self._bot_api = BotApi(self.playground.world, self.playground.faults, RateLimiter(Rates()))
        self._clock = clock
        self._on_sent = on_sent
        self._arrived = asyncio.Event()

    async def say(self, who: Player, where: Group | None, text: str) -> None:
        """Somebody types a text; the bot's long poll ends with it."""
        with self._clock.stopped():
            chat = where.chat if where else self.playground.world.chats[who.chat_id]
            chat.messages.clear()
            await who.say(where, text)
        self._arrived.set()

    async def call(self, method: str, values: dict[str, Any]) -> tuple[int, bytes]:
        """One call of the Bot API: the status and the body of its answer, a round trip later."""
        await asyncio.sleep(ONE_WAY)
        if method == "getupdates":
            await self._await_updates(Params(values))
            values = {**values, "timeout": "0"}
        with self._clock.stopped():
            answer = await self._answer(method, Params(values))
        await asyncio.sleep(ONE_WAY)
        return answer

    async def _await_updates(self, params: Params) -> None:
        offset, world = params.integer("offset"), self.playground.world
        if not world.updates.take(offset, 1):
            self._arrived.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(params.integer("timeout") or 0):
                    await self._arrived.wait()

    async def _answer(self, method: str, params: Params) -> tuple[int, bytes]:
        try:
            result = await self._bot_api.result_of(method, params)
        except Refusal as refusal:
            self.refused += refusal.code == _TOO_MANY
            return refusal.code, msgspec.json.encode(refusal.as_json())
        if method.startswith("send"):
            chat_id = params.integer("chat_id") or 0
            self._forget(chat_id)
            self._on_sent(chat_id, params.text("text"))
        return _OK, msgspec.json.encode({"ok": True, "result": result})

    def _forget(self, chat_id: int) -> None:
        """Drop the messages: those of a day would take more memory than the bot."""
        self.playground.world.chats[chat_id].messages.clear()
        self.playground.world.events.forget()


class InProcessRequest(BaseRequest):
    """What the library calls in place of HTTP."""

    def __init__(self, telegram: InProcessTelegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        """It always answers."""
        return None

    async def initialize(self) -> None:
        """Nothing to connect."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - always POST
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """One call."""
        values: dict[str, Any] = {} if request_data is None else dict(request_data.json_parameters)
        return await self._telegram.call(url.rpartition("/")[2].lower(), values)
