"""Moves the playground's clock through every digest and alert time on the way, one after the other.

If the clock jumped over a morning, the bot would be late: it would mark the digest 补发, and of several missed
occasions send only the newest. So the clock stops at each moment until the bot has looked and all is delivered.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from playground.telegram.server import Playground

#: When a bot with the default settings speaks unasked: the digest, and the two alert times.
MOMENTS = (time(8, 30), time(9, 30), time(15, 0))
#: And when it may speak besides: once a week, of the week.
ALL_MOMENTS = (*MOMENTS, time(16, 30))
_DAY = timedelta(days=1)
#: Real seconds without a call after which the bot has come to rest: where it had nothing to send, and otherwise.
_NOTHING_TO_SEND, _SENDING = 0.02, 0.1
#: How long one step may take, in real seconds; a morning of many groups is the longest.
PATIENCE = 30.0


async def move_to(
    playground: Playground, instant: datetime, moments: Iterable[time] = ALL_MOMENTS, *, patience: float = PATIENCE
) -> None:
    """Move the clock ahead to ``instant``, stopping at each of the day's ``moments`` (local to the clock's zone).

    ``TimeoutError`` if the bot does not look or does not come to rest. A move back makes no stops.
    """
    for stop in stops(playground.clock.now(), instant, moments):
        playground.clock.set(stop)
        await playground.looked(stop, patience)
        quiet = _NOTHING_TO_SEND if playground.clock.waiting == 0 else _SENDING
        await playground.idle(quiet=quiet, timeout=patience)


def stops(now: datetime, instant: datetime, moments: Iterable[time]) -> Iterator[datetime]:
    """Every moment after ``now`` and before ``instant``, in order, and ``instant`` itself."""
    times = sorted(set(moments))
    days = (now.date() + n * _DAY for n in range((instant.astimezone(now.tzinfo).date() - now.date()).days + 1))
    moments_ahead = (datetime.combine(day, at, now.tzinfo) for day in days for at in times)
    yield from (moment for moment in moments_ahead if now < moment < instant)
    yield instant
