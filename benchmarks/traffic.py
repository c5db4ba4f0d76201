"""The commands of a work day: most come after the digest, before noon, and before closing time."""

from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from random import Random

from msgspec import Struct

from benchmarks.bureau import OWN, UNIT_SIZE

#: Relative number of commands in each half hour from 8:00 on.
_HALF_HOURS = (1, 6, 5, 4, 3, 3, 4, 6, 1, 0.5, 0.5, 1, 2, 3, 5, 3, 6, 6, 3, 1)
_BEGINS, _HALF_HOUR = 8 * 3600, 1800
#: Per cent of each command, and of commands in the unit's group.
_WISHES = (("mytasks", 45), ("item", 20), ("done", 25), ("ack", 10))
_IN_GROUP = 25
#: With 1 all would ask equally often; with 1.5 the busiest of 5,000 asks seventy times a day.
_KEENNESS = 1.5


class Command(Struct, frozen=True):
    """One command: ``at`` in seconds of the day, in private or in the group of the person's unit."""

    at: float
    place: int
    in_group: bool
    text: str


def day_of(people: int, count: int, bot: str, seed: int = 2026) -> list[Command]:
    """``count`` commands of that many people, the same in every run. Some people ask far more than others."""
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
