"""A thread for what may wait for the disk: it does one thing, again whenever it is asked to."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context


class SyncThread:
    """Calls ``act`` in a thread, once for all who asked meanwhile. ``ask`` and ``drain`` in one other thread only."""

    def __init__(self, act: Callable[[], None]) -> None:
        """``act`` may not raise. The thread begins here, and not with the first ``ask``, which could fail then.

        Raises ``RuntimeError`` where the system gives no thread.
        """
        self._act = act
        self._context = copy_context()  # whose line of the log it is
        self._pool = ThreadPoolExecutor(1, "journal")
        self._is_asked = False
        self._newest: Future[None] = self._pool.submit(self._run)

    def ask(self) -> None:
        """Have it done once more, beginning from here on."""
        if not self._is_asked:
            self._is_asked = True
            self._newest = self._pool.submit(self._run)

    def drain(self) -> None:
        """Return once nothing is under way."""
        self._newest.result()

    def end(self) -> None:
        """Let the thread go once nothing is under way."""
        self._pool.shutdown()

    def _run(self) -> None:
        self._is_asked = False
        self._context.run(self._act)
