"""How long to wait before trying again: longer each time, up to a cap, and from the start after a success."""


class Backoff:
    """Delays in seconds. Deterministic: one process has nobody to collide with."""

    def __init__(self, first: float = 0.5, cap: float = 30.0, factor: float = 2.0) -> None:
        self._first = first
        self._cap = cap
        self._factor = factor
        self._next = first

    def next_delay(self) -> float:
        """The delay to wait now; the one after it is longer."""
        delay = self._next
        self._next = min(self._factor * self._next, self._cap)
        return delay

    def reset(self) -> None:
        """It worked."""
        self._next = self._first

    def at_most(self, delay: float) -> None:
        """The next delay is no longer than that."""
        self._next = min(self._next, delay)
