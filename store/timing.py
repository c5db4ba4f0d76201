"""Times what an engine needs to make transactions durable; put in its way only where somebody reads the figures."""

from collections.abc import Callable
from typing import Any

from store.engine import Engine, Entry


class TimedEngine:
    """The engine, with ``append`` and ``durable`` timed by ``tick``. Each is told in seconds, failed or not."""

    def __init__(
        self,
        engine: Engine,
        tick: Callable[[], float],
        on_append: Callable[[float], None],
        on_durable: Callable[[float], None],
    ) -> None:
        self._engine = engine
        self._tick = tick
        self._on_append = on_append
        self._on_durable = on_durable

    def append(self, entry: Entry) -> None:
        """Make one transaction durable."""
        began = self._tick()
        try:
            self._engine.append(entry)
        finally:
            self._on_append(self._tick() - began)

    async def durable(self, *, at_leisure: bool = False) -> None:
        """Wait until what was appended is durable."""
        began = self._tick()
        try:
            await self._engine.durable(at_leisure=at_leisure)
        finally:
            self._on_durable(self._tick() - began)

    def __getattr__(self, name: str) -> Any:
        """Everything else is the engine's."""
        return getattr(self._engine, name)
