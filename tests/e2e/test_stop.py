"""The process stops cleanly at any moment."""

import asyncio
import os
import signal
from pathlib import Path

from tests.e2e.process import PATIENCE, BotProcess


async def test_a_stop_while_the_bot_is_still_starting_exits_0(tmp_path: Path) -> None:
    """docs/promises.md 27: a service that is restarted quickly used to be reported as killed by a signal.

    The configuration is a pipe, so that the process can be caught while it reads it. The pipe is closed once the
    signal is on its way: one that arrives right before the read does not interrupt it.
    """
    config = tmp_path / "config.toml"
    os.mkfifo(config)
    bot = BotProcess(config, is_cold=True)
    await bot.start()
    try:
        async with asyncio.timeout(PATIENCE):
            pipe = await asyncio.to_thread(os.open, config, os.O_WRONLY)
        bot.signal(signal.SIGTERM)
        os.close(pipe)
        assert await bot.exited() == 0
    finally:
        os.close(os.open(config, os.O_RDONLY | os.O_NONBLOCK))  # lets go of a thread that still waits for a reader
        await bot.end()
    assert bot.log.read_text(encoding="utf-8") == ""
