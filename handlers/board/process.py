"""The board's process beside the bot: started with it, again when it ends by itself, and never left behind.

It is another process so that no number of open boards delays an answer of the bot. It ends when its input does, which
is when the bot is gone, in whatever way.
"""

import asyncio
import logging
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_LOG = logging.getLogger(__name__)
#: Seconds until it is started again: the first time, and at most.
AGAIN, AT_MOST = 1.0, 60.0
#: Seconds that it may take to end.
ENDS_WITHIN = 4.0


@asynccontextmanager
async def board_beside(command: tuple[str, ...]) -> AsyncIterator[None]:
    """Keep the process that the command starts running until the block ends."""
    keeping = asyncio.create_task(keep(command))
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def keep(command: tuple[str, ...], again: float = AGAIN) -> None:
    """The same until cancelled; ``again``: seconds before the second start, then twice as long each time."""
    while True:
        try:
            why: object = await _run(command)
        except OSError as error:  # the machine has no process or no file left
            why = error
        _LOG.warning("the board has ended (%s); it is started again in %d s", why, again)
        await asyncio.sleep(again)
        again = min(2 * again, AT_MOST)


async def _run(command: tuple[str, ...]) -> int:
    """Start it; its exit code, once it has ended by itself."""
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE)
    try:
        return await process.wait()
    finally:
        await _end(process)


async def _end(process: Process) -> None:
    if process.returncode is not None:
        return
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(ENDS_WITHIN):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
