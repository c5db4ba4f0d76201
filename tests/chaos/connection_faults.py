"""Breaks the connection repeatedly and independently of the killer: resets, HTML pages, garbage, silence."""

import asyncio
from collections import Counter
from random import Random

from playground.telegram.server import Playground

#: What a call may meet with, some of it after it was carried out. Silence is rare: it lasts as long as a time-out.
KINDS = ("reset", "reset_after_delivery", "gateway_page", "server_error", "garbage", "bad_json", "no_answer")
WEIGHTS = (4, 4, 4, 2, 4, 2, 1)
METHODS = ("*", "sendMessage", "getUpdates")
#: Seconds from one interruption to the next, and how long each lasts.
APART, LASTING = (0.2, 3.0), (0.05, 1.5)


class ConnectionFaults:
    """Runs until cancelled, then clears all faults."""

    def __init__(self, telegram: Playground, dice: Random) -> None:
        self._telegram = telegram
        self._dice = dice
        self.interruptions: Counter[str] = Counter()

    async def run(self) -> None:
        try:
            while True:
                await asyncio.sleep(self._dice.uniform(*APART))
                await self._interrupt()
        finally:
            self._telegram.faults.clear()

    async def _interrupt(self) -> None:
        kind, method = self._dice.choices(KINDS, WEIGHTS)[0], self._dice.choice(METHODS)
        order = self._telegram.faults.order(method, kind, times=0, status=self._dice.choice((200, 302, 403, 502)))
        await asyncio.sleep(self._dice.uniform(*LASTING))
        self._telegram.faults.clear()
        if order.met:
            self.interruptions[kind] += 1
