"""Threads of a bureau's own: what waits for one bureau's disk or database never takes a thread from another one."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

#: How many a bureau has at most; one of them may wait for its ledger all the time.
_EACH = 6

_OWN: ContextVar[Executor | None] = ContextVar("own threads", default=None)


@contextmanager
def own_threads() -> Iterator[None]:
    """In this block, and in every task that is begun in it, ``asyncio.to_thread`` has threads of its own.

    It needs ``ThreadsOfEach`` as the event loop's executor. Nobody waits for threads that still run at the end.
    """
    threads = ThreadPoolExecutor(_EACH, thread_name_prefix="bureau")
    token = _OWN.set(threads)
    try:
        yield
    finally:
        _OWN.reset(token)
        threads.shutdown(wait=False, cancel_futures=True)


class ThreadsOfEach(ThreadPoolExecutor):
    """An event loop's default executor: it hands on to the threads of whoever asks, and has some for everybody else."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Called in the context of the task that waits for the result."""
        own = _OWN.get()
        return super().submit(fn, *args, **kwargs) if own is None else own.submit(fn, *args, **kwargs)
