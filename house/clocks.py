"""Which clock a process goes by: its own, or that of a playground."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

#: Where no bureau says what time it is.
CHINA = ZoneInfo("Asia/Shanghai")


@asynccontextmanager
async def following(own: Callable[[], datetime], url: str | None) -> AsyncIterator[Callable[[], datetime]]:
    """The clock of the playground at ``url``, followed until the end of the block; ``None`` for one's own."""
    if url is None:
        yield own
        return
    from playground.telegram.remote_clock import read_clock

    remote = await read_clock(url, time.monotonic)
    task = asyncio.create_task(remote.follow(lambda: None))
    try:
        yield remote.now
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def read_once(url: str) -> datetime:
    """What the clock of the playground at this address shows."""
    from playground.telegram.remote_clock import read_clock

    return asyncio.run(read_clock(url, time.monotonic)).now()
