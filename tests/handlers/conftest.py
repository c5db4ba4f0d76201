"""The bureau that the dialogues of this room take place in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.board import OpenBoard, open_board
from tests.handlers.office import Bureau, open_bureau


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Bureau]:
    """Open for one test."""
    async with open_bureau(tmp_path) as opened:
        yield opened


@pytest.fixture
async def board(bureau: Bureau) -> AsyncIterator[OpenBoard]:
    """The board of that bureau."""
    async with open_board(bureau) as opened:
        yield opened
