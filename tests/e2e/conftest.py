"""The bureau that most of these tests play: its bot is not started, so that a test may prepare the ledger."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.telegram.server import Playground
from tests.e2e.bureau import TOKEN, Bureau


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with Playground(token=TOKEN) as telegram:
        played = Bureau(tmp_path, telegram)
        yield played
        await played.bot.end()
