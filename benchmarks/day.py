"""A work day at scale, simulated: 1,000 groups, 5,000 people, 100,000 items, 20,000 commands, the documented limits.

The whole bot runs, on a real disk; ``simulated_time`` skips only the hours in which nothing is to be done.
"""

from collections.abc import Iterator

from benchmarks.bench import LARGE, Bench
from benchmarks.bureau import OWN, UNIT_SIZE
from benchmarks.figures import Bar, Found, Row
from benchmarks.in_process_telegram import ONE_WAY

_COMMANDS = 20_000
#: A quick day has this fraction of the bureau.
_QUICKER = 40
_MB = 1e6
_NONE = Bar(0, is_ratio=False, unit="messages")
_ALLOWED, _LINE = "what 30 messages a second allow", "the line alone"
_PARTS = {"p50": "half of the", "p99": "99 % of the", "max": "all"}

DAY = Row("day", "a simulated work day at scale: commands unanswered", "", _NONE)
LOST = Row("day-lost", "… messages that never arrived", "", _NONE)
REFUSED = Row("day-429", "… refused with 429", "", _NONE)
ANSWERS = {part: Row(f"day-answer-{part}", f"… {said} answers within", _LINE) for part, said in _PARTS.items()}
DIGESTS = {
    part: Row(f"day-digest-{part}", f"… {said} digests after 8:30 by", _ALLOWED) for part, said in _PARTS.items()
}
ALERTS = {
    part: Row(f"day-alert-{part}", f"… {said} alerts after their time by", _ALLOWED) for part, said in _PARTS.items()
}
GROUP = Row("day-group", "… messages in a group, median", "")
GROUP_MAX = Row("day-group-max", "… in the busiest group", "")
PERSON = Row("day-person", "… to a person, median", "")
PERSON_MAX = Row("day-person-max", "… to the busiest person", "")
CPU = Row("day-cpu", "… the bot's CPU time", "")
TURN = Row("day-turn", "… longest turn of the event loop", "")
DISK = Row("day-disk", "… written to disk", "")
MEMORY = Row("day-memory", "… resident memory in the evening", "")
ROWS = (
    DAY, LOST, REFUSED, *ANSWERS.values(), *DIGESTS.values(), *ALERTS.values(),
    GROUP, GROUP_MAX, PERSON, PERSON_MAX, CPU, TURN, DISK, MEMORY,
)  # fmt: skip


def measure(bench: Bench) -> Iterator[Found]:
    """Simulate one day; a quick run has a smaller bureau, at the same limits."""
    items = bench.large // _QUICKER if bench.quick else bench.large
    path = bench.ledger(items, "day")
    day = bench.probe("day", str(path), str(_COMMANDS * items // LARGE))
    bench.discard(path)
    size = f"{items // (OWN * UNIT_SIZE):,} groups, {items // OWN:,} people, {items:,} items"
    yield from _kept(day, size)
    yield from _times(day)
    yield from _said(day)
    yield from _spent(day)


def _kept(day: dict[str, float], size: str) -> Iterator[Found]:
    note = f"{size}, {day['answer count']:,.0f} commands, {day['digest count'] + day['alert count']:,.0f} pushes"
    yield Found(DAY.key, (day["unanswered"],), unit="messages", note=note)
    yield Found(LOST.key, (day["undelivered"] + day["unknown"],), unit="messages")
    yield Found(REFUSED.key, (day["refused"],), unit="messages")


def _times(day: dict[str, float]) -> Iterator[Found]:
    for part, row in ANSWERS.items():
        yield Found(row.key, (day[f"answer {part}"] * 1e3,), (2 * ONE_WAY * 1e3,))
    for name, rows in (("digest", DIGESTS), ("alert", ALERTS)):
        for part, row in rows.items():
            allowed = day[f"{name} floor {part}"]
            yield Found(row.key, (day[f"{name} {part}"],), (allowed,) if allowed else (), "s")


def _said(day: dict[str, float]) -> Iterator[Found]:
    for name, row, busiest in (("group", GROUP, GROUP_MAX), ("person", PERSON, PERSON_MAX)):
        for part, each in (("p50", row), ("max", busiest)):
            note = f"of these unasked: {day[f'{name} unasked {part}']:.0f}" + (" at most" if part == "max" else "")
            yield Found(each.key, (day[f"{name} {part}"],), unit="messages", note=note)


def _spent(day: dict[str, float]) -> Iterator[Found]:
    yield Found(CPU.key, (day["cpu"],), unit="s", note=f"without Telegram's; the simulation took {day['real']:.0f} s")
    yield Found(TURN.key, (day["longest turn"] * 1e3,))
    yield Found(DISK.key, (day["written"] / _MB,), unit="MB")
    note = f"in the morning {day['memory in the morning'] / _MB:.0f} MB; the JSON file {day['file'] / _MB:.0f} MB"
    yield Found(MEMORY.key, (day["memory"] / _MB,), unit="MB", note=note)
