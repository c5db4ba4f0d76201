"""What each thing costs as the ledger grows: measured at every size, the sizes taking turns, and drawn as a chart.

``/mytasks`` is here what the bot itself does for it: find the items, decode them, word the reply.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from statistics import median

from benchmarks.bench import Bench
from benchmarks.bureau import NOW, RULES, item, people
from benchmarks.commit import closed, commit
from benchmarks.figures import Found, Row
from benchmarks.interleaving import Step, alternate, in_ms, in_us, timed
from domain.listing import Standings, by_light
from domain.outline import Outlined
from domain.roster import Person
from domain.views import Line, line_of
from jobs.lookout import Lookout
from store.ledger import Ledger
from texts.lists import render_my_items

_AGAINST = "the smallest ledger"
OPEN = Row("cost-open", "open", _AGAINST)
CHECKPOINT = Row("cost-checkpoint", "checkpoint", _AGAINST)
MEMORY = Row("cost-memory", "memory, once open", _AGAINST)
COMMIT = Row("cost-commit", "commit of one /done", _AGAINST)
MINE = Row("cost-mytasks", "/mytasks in the process", _AGAINST)
TICK = Row("cost-tick", "tick, nothing due", _AGAINST)
ROWS = (OPEN, CHECKPOINT, MEMORY, COMMIT, MINE, TICK)

#: For each size, its median in every round.
Medians = Sequence[tuple[float, ...]]


def measure(bench: Bench) -> Iterator[Found]:
    """Measure every cost at every size."""
    paths = [bench.ledger(size) for size in bench.sizes]
    yield from _opened(bench, [str(path) for path in paths])
    ledgers = [Ledger.open(path, at=NOW) for path in paths]
    try:
        yield from _at_work(bench, ledgers)
    finally:
        for ledger in ledgers:
            ledger.close()
    for path in paths:
        bench.discard(path)


def _opened(bench: Bench, paths: list[str]) -> Iterator[Found]:
    """Open each ledger, every time in its own process."""
    held: list[list[float]] = [[] for _ in paths]

    def open_(place: int) -> float:
        found = bench.probe("open", paths[place])
        held[place].append(found["held"] / 1e6)
        return found["seconds"]

    opened = alternate(_rounds(bench), 1, *(partial(open_, place) for place in range(len(paths))))
    yield _curve(bench, OPEN, [in_ms(each) for each in opened], "ms")
    yield _curve(bench, MEMORY, [tuple(each) for each in held], "MB")


def _at_work(bench: Bench, ledgers: list[Ledger]) -> Iterator[Found]:
    """Measure with all ledgers open in this process."""
    sized = list(zip(ledgers, bench.sizes, strict=True))
    asked = alternate(bench.rounds, 50, *(asking(*each) for each in sized))
    yield _curve(bench, MINE, [in_us(each) for each in asked], "µs")
    looked = alternate(bench.rounds, 1000, *(_looking(ledger) for ledger in ledgers))
    yield _curve(bench, TICK, [in_us(each) for each in looked], "µs")
    committed = alternate(bench.rounds, 100, *(_closing(*each) for each in sized))
    yield _curve(bench, COMMIT, [in_ms(each) for each in committed], "ms")
    written = alternate(_rounds(bench), 1, *(partial(timed, ledger.checkpoint) for ledger in ledgers))
    yield _curve(bench, CHECKPOINT, [in_ms(each) for each in written], "ms")


def _rounds(bench: Bench) -> int:
    """The number of rounds for slow steps."""
    return 1 if bench.quick else 3


def asking(ledger: Ledger, size: int) -> Step:
    """One person after the other asks for their items."""
    speakers, turns, standings = tuple(people(size)), count(), Standings()

    def word(speaker: Person) -> None:
        stood = standings.of(ledger.outlines_of(speaker.name), RULES, NOW)
        render_my_items(speaker, by_light(stood, partial(lines_of, ledger)), RULES, NOW)

    return lambda: timed(lambda: word(speakers[next(turns) * 37 % len(speakers)]))


def lines_of(ledger: Ledger, page: Sequence[Outlined]) -> list[Line]:
    """The lines of a page of a list."""
    return [line_of(each, RULES, NOW) for each in ledger.items(item.number for item in page)]


def _looking(ledger: Ledger) -> Step:
    """Look for what is due; every item was looked at before."""
    lookout = Lookout(ledger, RULES, "duban_bot")
    lookout.look(NOW)
    return lambda: timed(lambda: lookout.look(NOW))


def _closing(ledger: Ledger, size: int) -> Step:
    """One item after the other is closed; where there are no more, each is opened again."""
    turns = count()

    def close() -> float:
        again, place = divmod(next(turns), size)
        return commit(ledger, item(place + 1) if again % 2 else closed(place + 1))

    return close


def _curve(bench: Bench, row: Row, medians: Medians, unit: str) -> Found:
    """The largest ledger against the smallest, and all between."""
    by_size = tuple((size, median(each)) for size, each in zip(bench.sizes, medians, strict=True))
    return Found(row.key, medians[-1], medians[0], unit, by_size=by_size)
