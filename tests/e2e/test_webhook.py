"""Updates that Telegram brings by webhook, through a proxy as an office has it: killed, full, changed over."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from tests.e2e.bureau import Bureau, did
from tests.transport.line import free_port

COMMANDS = 40
OWNERS = ("甲某", "乙某", "丙某", "股长", "别股长")


class Proxy:
    """The office's proxy between Telegram and the bot. It may swallow the bot's answer, or be stopped before asking."""

    def __init__(self, session: aiohttp.ClientSession, bot_port: int) -> None:
        self._session = session
        self._bot_port = bot_port
        self.url = ""  # what Telegram calls
        self.answers: Counter[int] = Counter()
        self.swallows = 0  # so many answers of the bot never reach Telegram
        self.swallowed = asyncio.Event()

    @property
    def address(self) -> tuple[str, int]:
        """As ``Bureau.configure`` takes it."""
        return self.url, self._bot_port

    async def pass_on(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), {**request.headers, "Host": f"127.0.0.1:{self._bot_port}"}
        try:
            url = f"http://127.0.0.1:{self._bot_port}{request.path_qs}"
            async with self._session.post(url, data=body, headers=headers) as answer:
                await answer.read()
        except aiohttp.ClientError:
            return web.Response(status=502)
        self.answers[answer.status] += 1
        if self.swallows:
            self.swallows -= 1
            self.swallowed.set()
            return web.Response(status=504)
        return web.Response(status=answer.status)


@asynccontextmanager
async def proxied(bureau: Bureau) -> AsyncIterator[Proxy]:
    """A proxy before the bureau's bot, which is configured so."""
    application, port = web.Application(), free_port()
    async with aiohttp.ClientSession() as session:
        proxy = Proxy(session, port)
        application.router.add_post("/telegram", proxy.pass_on)
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        proxy.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
        bureau.configure(webhook=proxy.address)
        try:
            yield proxy
        finally:
            await runner.cleanup()


def share_items(bureau: Bureau) -> None:
    """An item for each command, a fifth of them for each owner."""
    for number in range(1, COMMANDS + 1):
        bureau.add_item(number, OWNERS[number % len(OWNERS)])
    bureau.write_ledger()


async def close_all(bureau: Bureau, first: int, last: int) -> None:
    """The owners close these items."""
    for number in range(first, last + 1):
        await bureau.player(OWNERS[number % len(OWNERS)]).say(None, f"/done {number}")


def answered(bureau: Bureau) -> bool:
    """Whether each command was answered."""
    return all(len({*bureau.first_lines(owner)}) == COMMANDS // len(OWNERS) for owner in OWNERS)


def in_order(bureau: Bureau) -> bool:
    """Whether everybody's commands were answered in the order in which they were given."""
    for place, owner in enumerate(OWNERS):
        expected = [f"第{n}号" for n in range(1, COMMANDS + 1) if n % len(OWNERS) == place]
        if list(dict.fromkeys(line.split()[1] for line in bureau.first_lines(owner))) != expected:
            return False
    return True


async def closed_once(bureau: Bureau) -> bool:
    """Whether each command took effect, and once; ends the bot."""
    return {(item["version"], *did(item)) for item in (await bureau.items()).values()} == {(2, "close_out")}


async def test_each_command_takes_effect_once_whenever_the_process_is_killed(bureau: Bureau) -> None:
    """docs/promises.md 1: killed before an update is kept, after it, and while commands are answered."""
    share_items(bureau)
    async with proxied(bureau) as proxy:
        await close_all(bureau, 1, COMMANDS)
        proxy.swallows = 1
        for kill in range(4):
            await bureau.start()
            if kill == 0:  # it kept one and said so, and Telegram never heard of it
                await asyncio.wait_for(proxy.swallowed.wait(), 60)
            else:
                done = bureau.count("sendMessage") + 3 * kill
                await bureau.until(lambda done=done: bureau.count("sendMessage") >= done)  # type: ignore[misc]
            await bureau.bot.kill()
        await bureau.start()
        await bureau.until(lambda: answered(bureau))
        await bureau.idle()
        assert in_order(bureau)
        assert all(Counter(bureau.first_lines(owner)).total() <= COMMANDS // len(OWNERS) + 4 for owner in OWNERS)
        assert await closed_once(bureau)
        assert bureau.count("getUpdates") == 0


async def test_a_full_disk_has_telegram_bring_it_again(bureau: Bureau) -> None:
    """docs/promises.md 3: no file may grow any more, and the chat is told once; then there is room again."""
    bureau.add_item(12)
    bureau.add_item(13)
    async with proxied(bureau) as proxy:
        await bureau.open()
        await bureau.ask("甲某", "/done 12")
        await bureau.idle()
        assert await bureau.bot.stop() == 0
        await bureau.start(largest_file=bureau.journal().stat().st_size + 100)
        said = await bureau.ask("甲某", "/done 13")
        assert said.startswith("暂未保存，将自动重试")
        await bureau.until(lambda: proxy.answers[503] > 2)
        assert len(bureau.telegram.updates) == 1
        await bureau.restart()
        await bureau.until(lambda: len(bureau.private("甲某")) > 2)
        await bureau.idle()
        assert [line.split()[0] for line in bureau.first_lines("甲某")] == ["✅", said.splitlines()[0], "✅"]
        assert all(did(item) == ["close_out"] for item in (await bureau.items()).values())


async def test_a_bureau_changes_from_polling_to_the_webhook_and_back_while_commands_flow(bureau: Bureau) -> None:
    share_items(bureau)
    share = COMMANDS // 4
    await bureau.start()
    async with proxied(bureau) as proxy:
        for quarter, is_hooked in enumerate((False, True, False, True)):
            bureau.configure(webhook=proxy.address if is_hooked else None)
            speaking = asyncio.create_task(close_all(bureau, quarter * share + 1, (quarter + 1) * share))
            await bureau.until(lambda: len(bureau.telegram.updates))
            await (bureau.bot.kill() if quarter % 2 else bureau.bot.stop())
            await bureau.start()
            await speaking
        bureau.configure()
        assert await bureau.bot.stop() == 0
        await bureau.start()
        await bureau.until(lambda: answered(bureau))
        await bureau.idle()
        assert in_order(bureau)
        assert bureau.telegram.world.webhook is None
        assert not bureau.texts("办主任"), "the office heard of trouble"
        assert await closed_once(bureau)


async def test_an_address_that_is_taken_is_named_and_the_bot_ends(bureau: Bureau) -> None:
    async with proxied(bureau) as proxy:
        bureau.configure(webhook=(proxy.url, int(proxy.url.split(":")[2].partition("/")[0])))
        bureau.write_ledger()
        await bureau.bot.start()
        assert await bureau.bot.exited() == 1
        assert "请更换 telegram.webhook_listen" in bureau.bot.said()


async def test_what_telegram_says_of_the_webhook_is_told(bureau: Bureau) -> None:
    """`check --online`, before the bot runs, while Telegram gets through, and when it does not."""
    bureau.write_ledger()
    async with proxied(bureau) as proxy:
        assert "· webhook 尚未指向" in (await bureau.cli("check", "--online"))[1]
        await bureau.start()
        await bureau.ask("甲某", "/mytasks")
        assert "✓ webhook 已设置" in (await bureau.cli("check", "--online"))[1]
        await bureau.bot.kill()
        await bureau.player("甲某").say(None, "/mytasks")
        await bureau.telegram.wait_for(lambda: (hook := bureau.telegram.world.webhook) and hook.failure)
        code, out, _ = await bureau.cli("check", "--online")
        assert (code, "× Telegram 送不到 webhook" in out, "积压1条" in out) == (2, True, True)
        bureau.configure()
        assert "· 仍设有本程序的 webhook" in (await bureau.cli("check", "--online"))[1]
    assert not proxy.answers[403]
