"""Waiting for several things at once: until all have ended, until the first has, or until a stop."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any


def stop_at_signals() -> asyncio.Event:
    """Set once the process is to end (SIGTERM, Ctrl-C)."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def together(*works: Coroutine[Any, Any, None]) -> None:
    """All of them; once one fails none of the others goes on, since this process may serve the bureau again later."""
    tasks = [asyncio.create_task(each) for each in works]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        await _cancel(tasks)
    for task in ended:
        task.result()


async def first_of(*waiting: Coroutine[Any, Any, object]) -> None:
    """Return once one of them has ended; the others are cancelled."""
    tasks = [asyncio.ensure_future(each) for each in waiting]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _cancel(tasks)


async def stopped_before(task: asyncio.Future[Any], *stops: asyncio.Event) -> bool:
    """Whether a stop came first. A task that failed says so by raising; one that was stopped is cancelled."""
    await first_of(asyncio.wait({task}), *(stop.wait() for stop in stops))
    if task.done():
        task.result()
        return False
    await _cancel([task])
    return True


async def failed(task: asyncio.Future[Any]) -> None:
    """Return once it has failed."""
    await asyncio.wait({task})
    if task.cancelled() or task.exception() is None:
        await asyncio.Event().wait()


async def _cancel(tasks: "list[asyncio.Task[Any]] | list[asyncio.Future[Any]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
