"""What Telegram brings by webhook is in the ledger before it is answered; nobody else can bring anything."""

import io
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest
from telegram.error import Conflict, NetworkError

from tests.transport.line import TOKEN, Line, free_port, full_disk, open_line
from transport.errors import ListenRefused, TroubleKind
from transport.own_webhook import address_of, is_own, secret_of
from transport.receiver import build_poll, without_own_webhook
from transport.redaction import install
from transport.webhook_server import MOST_BYTES

HEADER = "X-Telegram-Bot-Api-Secret-Token"
WORDS = "只有收件人可以看到的话"


class Hook:
    """Somebody who calls the bot's webhook, as Telegram or as a stranger."""

    def __init__(self, line: Line, session: aiohttp.ClientSession, url: str) -> None:
        self.line = line
        self._session = session
        self._url = url

    async def bring(self, body: bytes, secret: str | None = secret_of(TOKEN), method: str = "POST") -> int:
        """The status that it is answered with."""
        headers = {} if secret is None else {HEADER: secret}
        async with self._session.request(method, self._url, data=io.BytesIO(body), headers=headers) as response:
            return response.status


def update(number: int = 5, text: str = WORDS) -> bytes:
    message: dict[str, Any] = {"message_id": 1, "chat": {"id": 7, "type": "private"}, "date": 1, "text": text}
    return msgspec.json.encode({"update_id": number, "message": message})


@asynccontextmanager
async def hooked(path: Path, *, is_ours: bool = True) -> AsyncIterator[Hook]:
    """A line whose updates come by webhook, once that is set."""
    async with open_line(path, speed=60) as line, aiohttp.ClientSession() as session:
        line.playground.person(7, "甲某")
        port = free_port()
        line.run(line.new_webhook(port=port, may_keep=lambda: is_ours), line.intake, line.courier)
        await line.playground.wait_for(lambda: line.playground.world.webhook)
        yield Hook(line, session, f"http://127.0.0.1:{port}/telegram")


@pytest.mark.parametrize("secret", [None, "", "wrong", secret_of("43:another")])
async def test_who_does_not_know_the_secret_brings_nothing(tmp_path: Path, secret: str | None) -> None:
    async with hooked(tmp_path) as hook:
        assert await hook.bring(update(), secret) == 403
        assert not hook.line.ledger.is_known(5)
        assert await hook.bring(update()) == 200
        assert hook.line.ledger.is_known(5)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (WORDS.encode(), 400),
        (b"[" * 50_000, 400),
        (msgspec.json.encode([WORDS]), 400),
        (msgspec.json.encode({"message": {"text": WORDS}}), 400),
        (update(text=WORDS * (MOST_BYTES // 30)), 413),
    ],
)
async def test_what_is_no_update_is_refused_and_none_of_it_logged(
    tmp_path: Path, body: bytes, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    uninstall = install(secret_of(TOKEN))
    async with hooked(tmp_path) as hook:
        assert await hook.bring(body) == status
        assert await hook.bring(update(), method="GET") == 405
        assert not hook.line.ledger.waiting_updates()
    uninstall()
    assert WORDS not in caplog.text
    assert secret_of(TOKEN) not in caplog.text


async def test_an_update_takes_effect_once_however_often_it_is_brought(tmp_path: Path) -> None:
    """The longest message that a person can write and more, with half a character at its end."""
    text = "长" * 5_000
    body = update(text=text).replace(b'"}}', b'\\ud83d"}}')
    async with hooked(tmp_path) as hook:
        assert [await hook.bring(body) for _ in range(3)] == [200] * 3
        await hook.line.playground.wait_for(lambda: hook.line.handled)
        assert await hook.bring(body) == 200
        await hook.line.settled()
        assert [said[:5_000] for said in hook.line.handled] == [text]


async def test_a_process_that_may_not_speak_for_the_bureau_takes_nothing(tmp_path: Path) -> None:
    async with hooked(tmp_path, is_ours=False) as hook:
        assert await hook.bring(update()) == 503
        assert not hook.line.ledger.is_known(5)


async def test_what_the_disk_refuses_is_brought_again_and_each_chat_told_once(tmp_path: Path) -> None:
    """docs/promises.md 3: what can't be saved is never acknowledged."""
    async with hooked(tmp_path) as hook:
        with full_disk():
            assert [await hook.bring(update(number, str(number))) for number in (5, 6, 5)] == [503] * 3
            assert hook.line.unsaved == [5]
        assert [await hook.bring(update(number, str(number))) for number in (5, 6)] == [200] * 2
        await hook.line.playground.wait_for(lambda: hook.line.handled == ["5", "6"])


async def test_a_webhook_that_somebody_ends_or_changes_is_set_again_and_reported(tmp_path: Path) -> None:
    async with hooked(tmp_path) as hook:
        bot = hook.line.app.bot
        for meddle in (bot.delete_webhook, lambda: bot.set_webhook("http://127.0.0.1:9/another?duban=0")):
            hook.line.troubles.clear()
            await meddle()
            await hook.line.playground.wait_for(lambda: hook.line.troubles)
            await hook.line.playground.wait_for(
                lambda: (found := hook.line.playground.world.webhook) and is_own(found.url, TOKEN)
            )
            assert [trouble.kind for trouble in hook.line.troubles] == [TroubleKind.CONFLICT]


async def test_an_address_that_telegram_does_not_take_is_reported_until_it_does(tmp_path: Path) -> None:
    async with open_line(tmp_path, speed=60) as line:
        line.playground.faults.order("setWebhook", "bad_request", times=2, description="Bad Request: bad webhook: …")
        line.run(line.new_webhook())
        await line.playground.wait_for(lambda: len(line.troubles) == 2)
        assert line.playground.world.webhook is not None
        kinds = [trouble.kind for trouble in line.troubles]
        assert kinds == [TroubleKind.WEBHOOK_REFUSED, TroubleKind.LINE_BACK]


async def test_deliveries_that_do_not_get_through_are_reported_once_and_their_end_too(tmp_path: Path) -> None:
    """The proxy before the bot is down: Telegram tells of it, and the bot looks."""
    async with hooked(tmp_path) as hook:
        line = hook.line
        setting = line.playground.world.webhook
        assert setting is not None
        right, setting.url = setting.url, f"http://127.0.0.1:{free_port()}/?{setting.url.partition('?')[2]}"
        person = line.playground.player(7)
        await person.say(None, "一")
        await line.playground.wait_for(lambda: line.troubles)
        looks = line.calls("getWebhookInfo")
        await line.playground.wait_for(lambda: line.calls("getWebhookInfo") > looks + 1)
        setting.url = right
        await line.playground.wait_for(lambda: line.handled == ["一"])
        await line.playground.wait_for(lambda: len(line.troubles) > 1)
        assert [trouble.kind for trouble in line.troubles] == [TroubleKind.WEBHOOK_UNREACHED, TroubleKind.LINE_BACK]


async def test_an_address_that_is_taken_ends_the_receiver(tmp_path: Path) -> None:
    async with hooked(tmp_path) as hook:
        setting = hook.line.playground.world.webhook
        assert setting is not None
        port = int(setting.url.partition("?")[0].split(":")[2].partition("/")[0])
        with pytest.raises(ListenRefused):
            await hook.line.new_webhook(port=port).run()


async def test_polling_ends_a_webhook_of_its_own_once_and_keeps_what_waits(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        person, bot = line.playground.person(7, "甲某"), line.app.bot
        poll = without_own_webhook(bot, build_poll(bot, seconds=0))
        await bot.set_webhook("http://127.0.0.1:9/updates?duban=another")
        with pytest.raises(Conflict):
            await poll(None)
        await bot.set_webhook(address_of("http://127.0.0.1:9/updates", TOKEN))
        await person.say(None, "一")
        line.playground.faults.order("deleteWebhook", "server_error")
        with pytest.raises(NetworkError):
            await poll(None)
        assert [each["message"]["text"] for each in await poll(None)] == ["一"]
        await bot.set_webhook(address_of("http://127.0.0.1:9/updates", TOKEN))
        with pytest.raises(Conflict):
            await poll(None)
