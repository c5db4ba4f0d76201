"""Delivers updates to the bot's webhook on loopback, one after another, and retries until it takes them."""

import asyncio
from itertools import chain, repeat

import aiohttp
import msgspec

from playground.telegram.bot_api import BotApi
from playground.telegram.params import Params
from playground.telegram.refusals import Json, Refusal
from playground.telegram.updates import Queued
from playground.telegram.webhook import WebhookSetting
from playground.telegram.world import World

ANSWER_WITHIN = 60.0  # seconds
PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds between tries of one update; the last repeats


class Delivery:
    """Runs while the server runs. Delivers one update at a time to keep order, whatever ``max_connections`` allows."""

    def __init__(self, world: World, front: BotApi) -> None:
        self._world = world
        self._front = front

    async def run(self) -> None:
        """Deliver until cancelled; idle while no webhook is set."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                await self._world.notifier.wait_until(lambda: self._world.webhook and self._world.updates, None)
                await self._deliver(session)

    async def _deliver(self, session: aiohttp.ClientSession) -> None:
        setting = self._world.webhook
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            waiting = self._world.updates.waiting
            if setting is None or self._world.webhook is not setting or not waiting:
                return
            if await self._is_taken(session, setting, waiting[0]):
                self._world.updates.take(waiting[0].update_id + 1, 1)
                return
            await asyncio.sleep(pause)

    async def _is_taken(self, session: aiohttp.ClientSession, setting: WebhookSetting, queued: Queued) -> bool:
        headers = {"Content-Type": "application/json"}
        if setting.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = setting.secret
        try:
            body = msgspec.json.encode(queued.body)
            async with session.post(setting.url, data=body, headers=headers, ssl=False) as response:
                answer = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(setting, f"Connection failed: {type(error).__name__}")
            return False
        if not response.ok:
            self._failed(setting, f"Wrong response from the webhook: {response.status} {response.reason}")
            return False
        await self._call_back(answer)
        return True

    async def _call_back(self, answer: bytes) -> None:
        """Make the method call that a webhook may answer with; it never learns the result."""
        try:
            values: Json = msgspec.json.decode(answer, type=dict[str, object]) if answer else {}
            if isinstance(method := values.pop("method", None), str):
                await self._front.result_of(method.lower(), Params(values))
        except (msgspec.MsgspecError, Refusal):
            return

    def _failed(self, setting: WebhookSetting, why: str) -> None:
        setting.failed_at, setting.failure = self._world.clock.now(), why
        self._world.notifier.notify()
