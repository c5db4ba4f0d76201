"""Several receivers behind one address: what comes to a process without the ledger is kept for the one that has it.

Telegram brings the updates of a chat one after another, and to whichever process the proxy chooses. So whoever has the
ledger takes in what waits there before anything that came later.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from store.errors import NotSaved
from transport.arrivals import Arrivals
from transport.raw_update import RawUpdate, encode, update_id_of

_LOG = logging.getLogger(__name__)
#: Seconds between two looks at what others have kept, and how many updates are taken in at once.
LOOK_EVERY, _AT_ONCE = 0.4, 100


class Incoming(Protocol):
    """Where it waits; ``store/postgres/incoming.py``. Each call may wait for a database, and raises ``NotSaved``."""

    def put(self, update_id: int, raw: bytes) -> None: ...
    def oldest(self, most: int) -> list[bytes]: ...
    def drop(self, update_ids: Sequence[int]) -> None: ...


def keeping_for_another(
    incoming: Incoming, concerns: Callable[[RawUpdate], bool]
) -> Callable[[RawUpdate], Awaitable[None]]:
    """Keep an update until who has the ledger takes it; durable at the return. ``concerns``: the rest is dropped."""

    async def keep(raw: RawUpdate) -> None:
        number = update_id_of(raw)
        if number is not None and concerns(raw):
            await asyncio.to_thread(incoming.put, number, encode(raw))

    return keep


class TakingIn:
    """Takes in what other processes have kept, from time to time and before anything of its own."""

    def __init__(
        self,
        incoming: Incoming,
        arrivals: Arrivals,
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._incoming = incoming
        self._arrivals = arrivals
        self._pause = pause
        self.on_heard: Callable[[], None] = lambda: None  # called when there was something
        self._alone = asyncio.Lock()

    async def keep(self, raw: RawUpdate) -> None:
        """Keep what came here; raises ``NotSaved``."""
        async with self._alone:
            await self._take_in()
        await self._arrivals.keep([raw])

    async def run(self) -> None:
        """Look from time to time, until cancelled."""
        while True:
            try:
                async with self._alone:
                    await self._take_in()
            except NotSaved as error:
                _LOG.warning("what other receivers have kept is taken in later: %s", error)
            await self._pause(LOOK_EVERY)

    async def _take_in(self) -> None:
        """It is gone from there only once it is durable in the ledger; what comes a second time is known by its id."""
        while waiting := await asyncio.to_thread(self._incoming.oldest, _AT_ONCE):
            updates = [json.loads(raw) for raw in waiting]
            await self._arrivals.keep(updates)
            numbers = [number for raw in updates if (number := update_id_of(raw)) is not None]
            await asyncio.to_thread(self._incoming.drop, numbers)
            self.on_heard()
