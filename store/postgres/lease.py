"""Who may write and speak for the bureau: a row with holder, epoch and time, taken when it ran out and renewed since.

The epoch guards what is written: each commit names it, and the database refuses an older one. The time guards what is
said: it is measured here, from before each request, so that a holder falls silent before another one can take over.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context

import psycopg

from store.errors import StoreError
from store.postgres.connection import Connection, KeptConnection
from store.postgres.sharing import RESERVED_FOR, own_name

#: Seconds that a lease holds, between two renewals, and before its end in which nothing is said any more: what is on
#: its way to Telegram has that long to get there.
HOLDS_FOR, RENEWED_EVERY, SILENT_FOR = 5.0, 1.5, 1.0
#: After a renewal that failed, in seconds; and how long one may take.
_AGAIN_AFTER, _PATIENCE = 0.3, 2.0
#: A release that takes longer is left to time.
_RELEASE_PATIENCE = 1.0

_TAKE = """
update lease set holder = %(holder)s, epoch = epoch + 1, until = clock_timestamp() + make_interval(secs => %(secs)s)
where until < clock_timestamp() or holder = %(holder)s returning epoch
"""
_RENEW = """
update lease set until = clock_timestamp() + make_interval(secs => %(secs)s)
where epoch = %(epoch)s and holder = %(holder)s
"""
#: An heir may take it at once, and others once its time has run out.
_RELEASE = """
update lease set until = clock_timestamp() + make_interval(secs => %(secs)s), holder = %(heir)s
where epoch = %(epoch)s and holder = %(holder)s
"""


def since_boot() -> float:
    """Seconds that pass while the process is stopped and the machine sleeps, too."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Lease:
    """One process's claim. ``tell`` is called, in the renewing thread, when ``is_ours`` or ``is_lost`` has changed."""

    def __init__(
        self, connect: Callable[[], Connection], holder: str = "", clock: Callable[[], float] = since_boot
    ) -> None:
        self.holder = holder or own_name()
        self._clock = clock
        self._connection = KeptConnection(connect)
        self._thread: threading.Thread | None = None
        self._is_ending = threading.Event()
        self._ours_until = 0.0
        self.epoch = 0
        self.is_lost = False
        self.heir = ""  # to whom a release leaves it
        self.tell: Callable[[], None] = lambda: None
        self.on_renewed: Callable[[Connection], None] = lambda _connection: None  # in the renewing thread

    @property
    def is_ours(self) -> bool:
        """Whether nobody else can have it now."""
        return not self._is_ending.is_set() and self._clock() < self._ours_until

    @property
    def seconds_left(self) -> float:
        """How long this process may still speak unless it renews."""
        return max(self._ours_until - self._clock(), 0.0)

    def take(self, connection: Connection) -> bool:
        """Take it where it is free; whether it is ours now. Raises what the database raises."""
        asked_at = self._clock()
        row = connection.execute(_TAKE, {"holder": self.holder, "secs": HOLDS_FOR}).fetchone()
        if row is None:
            return False
        self.epoch = int(row[0])
        self._ours_until = asked_at + HOLDS_FOR - SILENT_FOR
        return True

    def keep(self) -> None:
        """Renew it in a thread, until it is released or lost."""
        context = copy_context()  # whose line of the log it is
        self._thread = threading.Thread(target=context.run, args=(self._renew_on,), name="lease", daemon=True)
        self._thread.start()

    def lose(self) -> None:
        """The database says that the epoch is another one."""
        self.is_lost = True
        self._is_ending.set()
        self.tell()

    def release(self) -> None:
        """Let others take it at once, if the database can be told; else they wait until it has run out."""
        self._is_ending.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE)
            if self._thread.is_alive():  # it waits for a database that does not answer
                return
        self._ours_until = 0.0
        with suppress(psycopg.Error, StoreError):
            self._tell_the_database()
        self._connection.drop()

    def _tell_the_database(self) -> None:
        if self.is_lost or not self.epoch:
            return
        connection = self._connection.get()
        connection.patience = _RELEASE_PATIENCE
        secs = RESERVED_FOR if self.heir else 0.0
        told = {"epoch": self.epoch, "holder": self.holder, "heir": self.heir or self.holder, "secs": secs}
        connection.execute(_RELEASE, told)
        self.epoch = 0

    def _renew_on(self) -> None:
        wait = RENEWED_EVERY
        while not self._is_ending.wait(wait):
            was_ours = self.is_ours
            try:
                is_renewed = self._renew()
            except (psycopg.Error, StoreError):  # away, or refusing: it is asked again, and runs out meanwhile
                self._connection.drop()
                wait = _AGAIN_AFTER
            else:
                wait = RENEWED_EVERY
                if not is_renewed:
                    self.lose()
                    return
            if self.is_ours != was_ours:
                self.tell()

    def _renew(self) -> bool:
        connection = self._connection.get()
        connection.patience = _PATIENCE
        asked_at = self._clock()
        told = {"epoch": self.epoch, "holder": self.holder, "secs": HOLDS_FOR}
        if not connection.execute(_RENEW, told).rowcount:
            return False
        self._ours_until = asked_at + HOLDS_FOR - SILENT_FOR
        self.on_renewed(connection)
        return True
