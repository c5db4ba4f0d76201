"""The digests of 8:30 on a bad connection: thirty groups, and /done commands meanwhile."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from playground.telegram.server import Playground
from tests.e2e.bureau import TOKEN, Bureau, Post
from tests.e2e.process import PATIENCE, BotProcess, run_cli
from tests.transport.gates import Gate, pour

GROUPS = 30
#: The bot's waits are divided by this.
SPEED = 60
HOST = "telegram.test"


def of_thirty_units() -> list[Post]:
    """An office, and one person in each of thirty units."""
    staff = [Post(f"经办{number}", f"第{number}股", "staff", 9100 + number) for number in range(GROUPS)]
    return [Post("办主任", "办公室", "office", 9001), *staff]


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Bureau]:
    """Thirty groups, each of which is owed a digest at half past eight: something is long overdue."""
    async with Playground(token=TOKEN) as telegram:
        played = Bureau(tmp_path, telegram, of_thirty_units())
        for number, post in enumerate(played.roster[1:], start=1):
            played.add_group(post.unit, post.name)
            played.add_item(number, post.name, due="2026-06-30", assigned_at="2026-01-05T10:00:00+08:00")
        played.add_item(99, "经办0")
        yield played
        await played.bot.end()


def digests(bureau: Bureau) -> list[int]:
    """How often each group got today's."""
    return [sum("【今日提示】" in text for text in bureau.in_group(unit)) for unit in bureau.groups]


async def morning(bureau: Bureau) -> None:
    """Move to 8:30 of the next work day."""
    clock = bureau.telegram.clock
    clock.set((clock.now() + timedelta(days=3)).replace(hour=8, minute=30))


@pytest.mark.parametrize(
    ("method", "kind", "seconds", "copies"),
    [
        ("sendMessage", "reset", 3, 1),
        ("sendMessage", "gateway_page", 12, 1),
        ("sendMessage", "garbage", 12, 2),
        ("*", "reset", 60, 1),
    ],
)
async def test_every_digest_arrives_and_every_done_is_answered(
    bureau: Bureau, method: str, kind: str, seconds: float, copies: int
) -> None:
    """Fault 1.1, 1.4: whatever the interruption, and with one copy more at most."""
    await bureau.open("--speed", str(SPEED))
    bureau.telegram.faults.order(method, kind, times=0, status=403)
    await morning(bureau)
    await bureau.player("经办0").say(None, "/done 99")
    await bureau.until(lambda: bureau.count("sendMessage") > 3)
    await asyncio.sleep(seconds / SPEED)
    bureau.telegram.faults.clear()
    await bureau.until(lambda: min(digests(bureau)) >= 1 and bureau.private("经办0"))
    await bureau.idle()
    assert max(digests(bureau)) <= copies
    assert 1 <= sum("第99号" in text and "已办结" in text for text in bureau.texts("经办0")) <= copies
    assert not [text for text in bureau.texts("办主任") if "送达不明" in text or "失联" in text]


@asynccontextmanager
async def behind_tls(port: int, trusted: Path) -> AsyncIterator[int]:
    """Serve Telegram with TLS, with a name and a certificate that ``trusted`` signed; its port."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind_reader, behind_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pour(reader, behind_writer), pour(behind_reader, writer))

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority = trustme.CA()
    authority.issue_cert(HOST).configure_cert(context)
    authority.cert_pem.write_to_path(str(trusted))
    server = await asyncio.start_server(carry, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def test_a_proxy_that_refuses_to_connect_costs_nothing_but_time(bureau: Bureau) -> None:
    """Fault 1.2: each letter arrives once, however often the proxy refused, hung up or talked nonsense."""
    bureau.configure(base_url=f"https://{HOST}")
    bureau.write_ledger()
    trusted = bureau.folder / "authority.pem"
    async with behind_tls(bureau.telegram.port, trusted) as port, Gate("open", port) as gate:
        environment = {"HTTPS_PROXY": gate.url, "SSL_CERT_FILE": str(trusted)}
        await bureau.start("--speed", str(SPEED), environment=environment)
        for mood in ("502", "403", "407", "closed", "garbage", "cut short"):
            gate.mood = mood
            gate.hang_up()
            if mood == "502":
                await morning(bureau)
                await bureau.player("经办0").say(None, "/done 99")
            refused = len(gate.heard)
            async with asyncio.timeout(PATIENCE):
                while len(gate.heard) < refused + 4:  # noqa: ASYNC110 - the gate sends no word
                    await asyncio.sleep(0.02)
        assert bureau.bot.is_running
        gate.mood = "open"
        await bureau.until(lambda: min(digests(bureau)) >= 1 and bureau.private("经办0"))
        await bureau.idle()
        assert max(digests(bureau)) == 1
        assert await bureau.bot.stop() == 0


async def test_a_proxy_that_is_not_spoken_is_named_at_the_start_and_by_check(bureau: Bureau) -> None:
    """Fault 6.14: one clear line, and not one for each try."""
    bureau.configure(base_url=f"https://{HOST}")
    bureau.write_ledger()
    environment = {"ALL_PROXY": "socks5://127.0.0.1:1080"}
    async with BotProcess(bureau.config, "--speed", str(SPEED), environment=environment) as bot:
        async with asyncio.timeout(PATIENCE):
            while "socks5" not in bot.said():  # noqa: ASYNC110 - a file sends no word
                await asyncio.sleep(0.05)
        assert await bot.stop() == 0
        assert bot.said().count("socks5") == 1
    code, out, _ = await run_cli("check", "--online", "--config", str(bureau.config), environment=environment)
    assert code == 2
    assert "socks5代理" in out
