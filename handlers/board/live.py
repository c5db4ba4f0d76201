"""What keeps open boards up to date: a revision that moves, and pages that are rendered once for each of them."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from secrets import token_hex

from store.errors import StoreError
from store.reader import LedgerReader

_LOG = logging.getLogger(__name__)
#: Seconds between two looks at the journal.
EVERY = 1.0
#: So long it may become while nothing can be read: each look reads everything then.
SLOWEST = 30.0
#: Seconds after which a page is made anew although nothing was done: limits pass, and it says of when it is.
SLOT = 300
#: So much text of rendered pages is kept.
MOST_KEPT = 32_000_000


class Live:
    """Follows the ledger. ``moved`` is replaced and set whenever the revision moves."""

    def __init__(
        self, reader: LedgerReader, clock: Callable[[], datetime], on_moved: Callable[[], object] = lambda: None
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._on_moved = on_moved
        self._turn = asyncio.Lock()
        self._looks = 0  # that were begun by ``follow`` and ``catch_up``
        self._begun = token_hex(4)  # after a restart counting begins anew, and no open page is of this board
        self.stale_since: datetime | None = None
        self.moved = asyncio.Event()
        self.revision = self._revision()

    def look(self) -> bool:
        """Take over what has happened; whether a page may say something new."""
        now = self._clock()
        try:
            self._reader.refresh(now)
        except (StoreError, OSError) as error:
            if self.stale_since is None:
                _LOG.warning("the ledger can't be read: %s", error)
                self.stale_since = now
        else:
            if self.stale_since is not None:
                _LOG.warning("the ledger can be read again")
            self.stale_since = None
        revision = self._revision()
        if revision == self.revision:
            return False
        self.revision = revision
        self.moved.set()
        self.moved = asyncio.Event()
        self._on_moved()
        return True

    async def follow(self) -> None:
        """Look again and again until cancelled."""
        pause = EVERY
        while True:
            async with self._turn:
                await self._fetch_and_look()
            pause = self.pause(pause)
            await asyncio.sleep(pause)

    async def catch_up(self) -> None:
        """Look now; many who ask at once share a look."""
        begun = self._looks
        async with self._turn:
            if self._looks == begun:
                await self._fetch_and_look()

    async def _fetch_and_look(self) -> None:
        """What may take long is done in a thread, so that nobody else waits for a database or a spoilt file."""
        self._looks += 1
        await asyncio.to_thread(self._reader.fetch)
        self.look()

    def pause(self, before: float) -> float:
        """Seconds until the next look, after the pause before this one."""
        return EVERY if self.stale_since is None else min(2 * before, SLOWEST)

    def _revision(self) -> str:
        slot = int(self._clock().timestamp()) // SLOT
        return f"{self._begun}-{self._reader.revision}-{slot}{'-stale' if self.stale_since else ''}"


class Rendered:
    """Pages by what they depend on: the revision, whose they are and their address. The oldest make room."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._pages: OrderedDict[tuple[str, int, str], bytes] = OrderedDict()
        self._size = 0

    def of(self, revision: str, telegram_id: int, address: str, render: Callable[[], str]) -> bytes:
        """The page, rendered if it was not."""
        key = (revision, telegram_id, address)
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = render().encode()
            self._size += len(page)
            while self._size > self._most and len(self._pages) > 1:
                self._size -= len(self._pages.popitem(last=False)[1])
        self._pages.move_to_end(key)
        return page
