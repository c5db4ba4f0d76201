"""Updates delivered to a webhook on loopback, in order, until it takes them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from playground.telegram.server import Playground
from tests.playground.conftest import Caller


class Hook:
    """A bot's own web server: keeps what it is sent, and fails as often as told."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.secrets: list[str | None] = []
        self.failures = 0
        self.url = ""
        self.answer: dict[str, Any] = {}

    async def take(self, request: web.Request) -> web.Response:
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return web.json_response(self.answer)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook, application = Hook(), web.Application()
    application.router.add_post("/hook", hook.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_go_to_the_webhook_in_order_with_its_secret(
    playground: Playground, call: Caller, hook: Hook
) -> None:
    person = playground.person(11, "甲某")
    await person.say(None, "一")
    assert await call.ok("setWebhook", url=hook.url, secret_token="s3cret") is True
    await person.say(None, "二")
    await playground.wait_for(lambda: len(hook.got) == 2 and not playground.updates)
    assert [update["message"]["text"] for update in hook.got] == ["一", "二"]
    assert hook.secrets == ["s3cret", "s3cret"]
    assert "can't use getUpdates method while webhook is active" in await call.refused("getUpdates")
    assert await call.ok("deleteWebhook") is True
    assert await call.ok("getUpdates") == []


async def test_failed_delivery_is_tried_again_and_told(playground: Playground, call: Caller, hook: Hook) -> None:
    person = playground.person(11, "甲某")
    hook.failures = 1
    await call.ok("setWebhook", url=hook.url)
    await person.say(None, "一")
    await playground.wait_for(lambda: playground.world.webhook and playground.world.webhook.failure)
    info = await call.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    await playground.wait_for(lambda: len(hook.got) == 1)


async def test_webhook_may_answer_with_a_method_call(playground: Playground, call: Caller, hook: Hook) -> None:
    person = playground.person(11, "甲某")
    hook.answer = {"method": "sendMessage", "chat_id": 11, "text": "收到"}
    await call.ok("setWebhook", url=hook.url)
    await person.say(None, "一")
    await playground.wait_for(lambda: playground.messages(11))
    assert playground.messages(11)[0].text == "收到"


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", "https://example.com/hook", "http://10.0.0.1/hook"])
async def test_webhook_beyond_this_machine_is_refused(call: Caller, url: str) -> None:
    assert "bad webhook" in await call.refused("setWebhook", url=url)


async def test_pending_updates_are_dropped_when_asked(playground: Playground, call: Caller) -> None:
    await playground.person(11, "甲某").say(None, "旧")
    assert (await call.ok("getWebhookInfo"))["pending_update_count"] == 1
    assert await call.ok("deleteWebhook", drop_pending_updates=True) is True
    assert await call.ok("getUpdates") == []
