"""A thread for what may wait for the disk: it does one thing, again whenever it is asked to.

It keeps no process from ending: a disk that never answers would.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from queue import SimpleQueue


class SyncThread:
    """Calls ``act`` in a thread, once for all who asked meanwhile. The rest is called by one other thread at a time."""

    def __init__(self, act: Callable[[], None]) -> None:
        """``act`` may not raise. The thread begins here, and not with the first ``ask``, which could fail then.

        Raises ``RuntimeError`` where the system gives no thread.
        """
        self._act = act
        self._context = copy_context()  # whose line of the log it is
        self._asked: SimpleQueue[Future[None] | None] = SimpleQueue()
        self._is_asked = False
        self._newest: Future[None] = Future()
        self._newest.set_result(None)
        self._then: Callable[[], None] = _nothing
        self._thread = threading.Thread(target=self._go_on, name="journal", daemon=True)
        self._thread.start()

    def ask(self) -> None:
        """Have it done once more, beginning from here on."""
        if not self._is_asked:
            self._is_asked = True
            self._newest = Future()
            self._asked.put(self._newest)

    def drain(self, within: float | None = None) -> bool:
        """Return once nothing is under way, or after so many seconds; whether nothing is."""
        try:
            self._newest.result(within)
        except TimeoutError:
            return False
        return True

    def end(self) -> None:
        """Let the thread go; nothing is under way."""
        self._asked.put(None)
        self._thread.join()

    def end_later(self, then: Callable[[], None]) -> None:
        """Let it go behind what is under way; ``then`` is the last that it does, and may not raise."""
        self._then = then
        self._asked.put(None)

    def _go_on(self) -> None:
        while (asked := self._asked.get()) is not None:
            self._is_asked = False
            self._context.run(self._act)
            asked.set_result(None)
        self._then()


def _nothing() -> None:
    """What mostly comes last."""
