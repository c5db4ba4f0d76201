"""Whether Telegram is heard: when it last answered what receiving asks for, or called; and how often it did not."""

from collections.abc import Callable


class Hearing:
    """``tick`` counts seconds that never jump."""

    def __init__(self, tick: Callable[[], float]) -> None:
        self._tick = tick
        self._heard_at: float | None = None
        self.failures = 0

    def heard(self) -> None:
        """It answered, or called."""
        self._heard_at = self._tick()

    def failed(self) -> None:
        """It could not be asked, or refused."""
        self.failures += 1

    @property
    def seconds_ago(self) -> float | None:
        """How long ago it was heard; ``None``: not yet."""
        return None if self._heard_at is None else self._tick() - self._heard_at
