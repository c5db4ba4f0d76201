"""Where a process serves its figures: bureaux of a fleet that name the same address share one page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from monitoring.figures import Figures

#: Host and port.
Address = tuple[str, int]


class _Page(Struct):
    """One address: what is measured there, what ends its serving, and how many bureaux are on it."""

    figures: "Figures"
    ending: AsyncExitStack
    users: int = 0


class Monitors:
    """The pages of a process, each open while a bureau is on it. What serves them is loaded with the first."""

    def __init__(self) -> None:
        self._pages: dict[Address, _Page] = {}
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def serving(self, address: Address | None) -> "AsyncIterator[Figures | None]":
        """The figures served there, ``None`` without an address. Raises ListenRefused."""
        if address is None:
            yield None
            return
        async with self._opening:
            page = self._pages.get(address) or await self._open(address)
            page.users += 1
        try:
            yield page.figures
        finally:
            page.users -= 1
            if not page.users:
                del self._pages[address]
                await page.ending.aclose()

    async def _open(self, address: Address) -> _Page:
        from monitoring.figures import Figures
        from monitoring.server import serving

        page = _Page(Figures(), AsyncExitStack())
        await page.ending.enter_async_context(serving(page.figures, *address))
        self._pages[address] = page
        return page
