"""``bot.py telegram``: an operator without a token rehearses with their own configuration."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from playground.alone import port_of
from playground.program import Program
from tests.transport.line import free_port

BOT = Path(__file__).parents[2] / "bot.py"


@asynccontextmanager
async def _started(config: Path, name: str) -> AsyncIterator[Program]:
    program = Program((sys.executable, str(BOT)), config.with_name(f"{name}.log"), config.parent)
    await program.begin(name, "--config", str(config))
    try:
        yield program
    finally:
        await program.close()


async def test_a_bot_is_rehearsed_with_its_own_configuration_and_no_token_of_telegram(tmp_path: Path) -> None:
    """As docs/cluster.md has it: the Telegram, the bot, and a person who is played by HTTP."""
    base_url, config = f"http://127.0.0.1:{free_port()}", tmp_path / "rehearsal.toml"
    text = f'[telegram]\ntoken = "1:rehearsal"\nbase_url = "{base_url}"\n[office]\nadmins = [600001]\n'
    await asyncio.to_thread(config.write_text, text, encoding="utf-8")
    async with (
        _started(config, "telegram") as telegram,
        _started(config, "run") as bot,
        aiohttp.ClientSession() as http,
    ):
        async with asyncio.timeout(30):
            while base_url not in telegram.said():  # noqa: ASYNC110 - a log tells nobody
                await asyncio.sleep(0.05)
        url = f"{base_url}/playground"
        await http.post(f"{url}/people", json={"user_id": 600001, "first_name": "演练"})
        await http.post(f"{url}/people/600001/say", json={"text": "/whoami"})
        async with http.get(f"{url}/idle") as idle, http.get(f"{url}/chats/600001/messages") as answer:
            assert (idle.status, "管理员" in await answer.text()) == (200, True)
        assert await bot.stop() == 0
        assert await telegram.stop() == 0


@pytest.mark.parametrize(
    ("base_url", "port"),
    [
        ("http://127.0.0.1:8081", 8081),
        ("http://127.0.0.1", 0),
        ("https://api.telegram.org", 0),
        ("http://10.0.0.1:8081", 0),
        ("http://127.0.0.1:8081/x", 0),
    ],
)
def test_only_an_address_of_this_machine_with_its_port_can_be_a_rehearsals_telegram(base_url: str, port: int) -> None:
    assert port_of(base_url) == port
