"""Kills the bot repeatedly: during its start, at random, and while it sends."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random

from tests.chaos.allowance import Newest
from tests.e2e.bureau import Bureau

#: Seconds: the usual time of a start, and the limits of waits.
STARTING, LIVING, LISTENING = 1.0, 0.8, 2.0


class Killer:
    """``kills`` of them, then the bot is started once more and left alone."""

    def __init__(self, bureau: Bureau, dice: Random, kills: int) -> None:
        self._bureau = bureau
        self._dice = dice
        self._wanted = kills
        self.kills: Counter[str] = Counter()
        self.newest: list[Newest] = []  # at each kill
        self.is_done = False

    async def run(self) -> None:
        ways: tuple[tuple[str, Callable[[], Awaitable[None]]], ...] = (
            ("while starting", self._soon),
            ("at random", self._at_random),
            ("while speaking", self._as_it_speaks),
        )
        while self.kills.total() < self._wanted:
            when, instant = self._dice.choices(ways, weights=(2, 4, 4))[0]
            await self._bureau.bot.start()
            await instant()
            if not self._bureau.bot.is_running:
                raise AssertionError(f"it ended by itself:\n{self._bureau.bot.said()[-2000:]}")
            await self._bureau.bot.kill()
            self.kills[when] += 1
            self.newest.append(newest_of(self._bureau))
        await self._bureau.start()
        self.is_done = True

    async def _soon(self) -> None:
        await asyncio.sleep(self._dice.uniform(0, STARTING))

    async def _at_random(self) -> None:
        await self._heard("getUpdates", 1, 10 * LISTENING)
        await asyncio.sleep(self._dice.uniform(0, LIVING))

    async def _as_it_speaks(self) -> None:
        await self._heard("getUpdates", 1, 10 * LISTENING)
        await self._heard("sendMessage", self._dice.randint(1, 6), LISTENING)
        await asyncio.sleep(self._dice.choice((0, 0, 0.001, 0.005)))

    async def _heard(self, method: str, times: int, within: float) -> None:
        requests = self._bureau.telegram.requests
        since = len(requests)
        with suppress(TimeoutError):
            await self._bureau.telegram.wait_for(
                lambda: sum(seen.method == method for seen in requests[since:]) >= times, within
            )


def newest_of(bureau: Bureau) -> Newest:
    """The newest message of each chat."""
    chats = [player.chat_id for player in bureau.players.values()]
    chats += [group.chat_id for group in bureau.groups.values()]
    heard = {chat: bureau.telegram.messages(chat) for chat in chats}
    return {chat: messages[-1].message_id for chat, messages in heard.items() if messages}
