"""What people ask through a work day, and when: much after the digest, before noon, and before they go home."""

from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from random import Random

from msgspec import Struct

from benchmarks.bureau import OWN, UNIT_SIZE

#: How much is asked in each half hour from 8:00 on, in proportion.
_HALF_HOURS = (1, 6, 5, 4, 3, 3, 4, 6, 1, 0.5, 0.5, 1, 2, 3, 5, 3, 6, 6, 3, 1)
_BEGINS, _HALF_HOUR = 8 * 3600, 1800
#: Out of a hundred: what is asked for, and how many ask it in their unit's group.
_WISHES = (("mytasks", 45), ("item", 20), ("done", 25), ("ack", 10))
_IN_GROUP = 25
#: 1 would have all ask alike; so the keenest of 5,000 asks seventy times a day.
_KEENNESS = 1.5


class Command(Struct, frozen=True):
    """Somebody says something: at so many seconds of the day, in private or in the group of their unit."""

    at: float
    place: int
    in_group: bool
    text: str


def day_of(people: int, count: int, bot: str, seed: int = 2026) -> list[Command]:
    """So many commands of so many people, the same in every run. Some people ask far more than others."""
    lots = Random(seed)
    order = list(range(people))
    lots.shuffle(order)
    moments = sorted(_moments(lots, count))
    return [_command(lots, at, order[int(people * lots.random() ** _KEENNESS)], bot) for at in moments]


def _moments(lots: Random, count: int) -> Iterator[float]:
    sums = list(accumulate(_HALF_HOURS))
    for _ in range(count):
        half_hour = bisect(sums, lots.random() * sums[-1])
        yield _BEGINS + (half_hour + lots.random()) * _HALF_HOUR


def _command(lots: Random, at: float, place: int, bot: str) -> Command:
    (wish,) = lots.choices([name for name, _ in _WISHES], [share for _, share in _WISHES])
    in_group = lots.randrange(100) < _IN_GROUP
    number = "" if wish == "mytasks" else f" {place * OWN + lots.randrange(OWN) + 1}"
    return Command(at, place, in_group, f"/{wish}{'@' + bot if in_group else ''}{number}")


def group_of(place: int) -> int:
    """The place of that person's unit, and of its group."""
    return place // UNIT_SIZE
