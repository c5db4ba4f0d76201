"""Fetches files by Telegram's id into their places on disk, each whole or not at all; what is there already stays."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct
from telegram import Bot
from telegram.error import TelegramError

from transport.api import download_file
from transport.errors import TransportError

#: Telegram lets a bot fetch files of up to 20 MB.
MOST_BYTES = 20 * 1024 * 1024


class Fetched(Struct, frozen=True):
    """What became of the files that were asked for."""

    new: tuple[Path, ...]
    failed: dict[Path, str]  # and why, as Telegram says it


async def fetch_all(bot: Bot, wanted: Mapping[Path, str], tell: Callable[[Path], None]) -> Fetched:
    """The files of these ids, one after another; ``tell`` hears of each. One that fails does not stop the others."""
    new: list[Path] = []
    failed: dict[Path, str] = {}
    async with bot:
        for path, file_id in wanted.items():
            if await asyncio.to_thread(path.exists):
                continue
            try:
                content = await download_file(bot, file_id, MOST_BYTES)
            except (TelegramError, TransportError) as error:
                failed[path] = str(error) or type(error).__name__
                continue
            await asyncio.to_thread(_write, path, content)
            new.append(path)
            tell(path)
    return Fetched(tuple(new), failed)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)
