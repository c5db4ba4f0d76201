"""What is measured of the bureaux that a process serves, as Prometheus reads it.

A bureau goes by the name of its configuration; no person, chat or item is in any label. What happens is noted as it
happens, through the few hooks of ``BureauFigures``; how things stand is looked up when somebody asks.
"""

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from domain.condition import HEARD_WITHIN
from domain.letter import Letter, Urgency
from domain.rules import Rules, came_due_at
from store.errors import StoreError
from store.journal.footprint import free_bytes
from store.ledger import Commit, Ledger
from store.values import Waiting

#: Upper bounds in seconds: an answer within a second is good, a push within the minute in time.
_ANSWERED_IN = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900)
_LATE_BY = (1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 4 * 3600)
_SAVED_IN = (0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2)
_PUSHED = frozenset({Urgency.ALERT, Urgency.DIGEST})
#: Beyond so many answers under way it is looked which of them still wait.
_MOST_ASKED = 1_000
#: With less left of its disk, in bytes, a ledger will soon refuse.
LEAST_FREE = 16 << 20


class Standing(NamedTuple):
    """Where a bureau's figures are looked up."""

    ledger: Ledger
    rules: Rules
    clock: Callable[[], datetime]
    heard_ago: Callable[[], float | None]  # seconds since Telegram was heard
    failures: Callable[[], int]  # how often it was not


class Figures:
    """All figures of a process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._late = self._histogram(
            "push_lateness_seconds", "From the configured time (digest_at, alerts_at, review_at) to delivery", _LATE_BY
        )
        self._answers = self._histogram(
            "answer_seconds", "From an update's arrival to the delivery of its first answer", _ANSWERED_IN
        )
        self._appends = self._histogram("append_seconds", "Appending one transaction to the journal", _SAVED_IN)
        self._waits = self._histogram("durable_wait_seconds", "Waiting until what is said is durable", _SAVED_IN)
        self.bureaux: dict[str, Standing] = {}
        self.registry.register(_Standings(self.bureaux))

    def _histogram(self, name: str, says: str, bounds: tuple[float, ...]) -> Histogram:
        return Histogram(f"duban_{name}", says, ["bureau"], buckets=bounds, registry=self.registry)

    def attach(
        self,
        bureau: str,
        ledger: Ledger,
        rules: Rules,
        clock: Callable[[], datetime],
        heard_ago: Callable[[], float | None],
        failures: Callable[[], int],
    ) -> "BureauFigures":
        """Measure a bureau from now on; the rest is as in ``Standing``."""
        standing = Standing(ledger, rules, clock, heard_ago, failures)
        self.bureaux[bureau] = standing
        late, answers, appends, waits = (
            each.labels(bureau) for each in (self._late, self._answers, self._appends, self._waits)
        )
        ledger.time_saving(time.perf_counter, appends.observe, waits.observe)
        return BureauFigures(standing, late.observe, answers.observe)

    def detach(self, bureau: str) -> None:
        """The bureau is served elsewhere from now on."""
        self.bureaux.pop(bureau, None)

    def page(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self.registry)


#: The arrival of the update that is being handled in this task.
_handled_since: ContextVar[datetime | None] = ContextVar("handled_since", default=None)


class BureauFigures:
    """What happens in one bureau: an answer is a letter that was queued while an update was handled."""

    def __init__(self, standing: Standing, late: Callable[[float], None], answered: Callable[[float], None]) -> None:
        self._standing = standing
        self._late = late
        self._answered = answered
        self._asked_at: dict[int, datetime] = {}  # letter → when the update that it answers arrived
        standing.ledger.on_commit.append(self._committed)

    def handling(self, handle: Callable[[Waiting], Awaitable[None]]) -> Callable[[Waiting], Awaitable[None]]:
        """The same, and what it answers is known by the update's arrival."""

        async def handled(waiting: Waiting) -> None:
            token = _handled_since.set(waiting.received_at)
            try:
                await handle(waiting)
            finally:
                _handled_since.reset(token)

        return handled

    def _committed(self, commit: Commit) -> None:
        asked_at = _handled_since.get()
        if asked_at is None or not commit.letters:
            return
        self._asked_at[commit.letters[0]] = asked_at
        if len(self._asked_at) > _MOST_ASKED:  # what was never delivered
            ledger = self._standing.ledger
            self._asked_at = {n: at for n, at in self._asked_at.items() if ledger.letter(n) is not None}

    def delivered(self, letter: Letter) -> None:
        """The courier delivered it."""
        now = self._standing.clock()
        asked_at = self._asked_at.pop(letter.number, None)
        if asked_at is not None:
            self._answered(max((now - asked_at).total_seconds(), 0.0))
        elif letter.urgency in _PUSHED:
            self._late(max((now - came_due_at(self._standing.rules, letter.queued_at)).total_seconds(), 0.0))


def unready(standing: Standing) -> tuple[str, ...]:
    """Why a bureau can't be served now; nothing where it can."""
    ago = standing.heard_ago()
    found = {
        "telegram": ago is not None and ago <= HEARD_WITHIN.total_seconds(),
        "ledger": _may_write(standing.ledger),
        "lease": standing.ledger.is_ours,
    }
    return tuple(name for name, is_well in found.items() if not is_well)


def _may_write(ledger: Ledger) -> bool:
    try:
        ledger.require_in_place()
        return not (ledger.is_doubtful or ledger.is_silent) and free_bytes(ledger.path) >= LEAST_FREE
    except (OSError, StoreError):
        return False


class _Standings(Collector):
    """How things stand, when somebody asks."""

    def __init__(self, bureaux: dict[str, Standing]) -> None:
        self._bureaux = bureaux

    def collect(self) -> Iterator[Metric]:
        """The families, each with all bureaux."""
        outbox = GaugeMetricFamily("duban_outbox", "Letters that wait", labels=["bureau", "urgency"])
        for bureau, standing in self._bureaux.items():
            waiting = Counter(letter.urgency for letter in standing.ledger.waiting_letters())
            for urgency in Urgency:
                outbox.add_metric([bureau, urgency.name.lower()], waiting[urgency])
        yield outbox
        for name, says, look in _LOOKS:
            family = GaugeMetricFamily(f"duban_{name}", says, labels=["bureau"])
            for bureau, standing in self._bureaux.items():
                if (found := look(standing)) is not None:
                    family.add_metric([bureau], found)
            yield family
        failures = CounterMetricFamily("duban_receive_failures", "Calls without an answer", labels=["bureau"])
        for bureau, standing in self._bureaux.items():
            failures.add_metric([bureau], standing.failures())
        yield failures

    def describe(self) -> Iterator[Metric]:
        """Nothing: without bureaux there would be nothing to name."""
        return iter(())


def _checkpoint_age(standing: Standing) -> float | None:
    try:
        return max(standing.clock().timestamp() - standing.ledger.path.stat().st_mtime, 0.0)
    except OSError:
        return None


def _epoch(standing: Standing) -> float | None:
    term = standing.ledger.term
    return None if term is None else term.epoch


def _seconds_left(standing: Standing) -> float | None:
    term = standing.ledger.term
    return None if term is None else term.seconds_left


def _disk_free(standing: Standing) -> float | None:
    try:
        return free_bytes(standing.ledger.path)
    except OSError:
        return None


#: Gauges: name, what it says, how it is looked up (``None``: nothing can be said).
_LOOKS: tuple[tuple[str, str, Callable[[Standing], float | None]], ...] = (
    ("undelivered", "Letters of the last days that may not have arrived", lambda s: len(s.ledger.undelivered())),
    ("inbox", "Updates received and not yet handled", lambda s: len(s.ledger.waiting_updates())),
    ("ledger_lines", "Transactions that changed the ledger", lambda s: s.ledger.sequence),
    ("disk_free_bytes", "Free on the disk of the ledger file", _disk_free),
    ("checkpoint_age_seconds", "Since the ledger file was written", _checkpoint_age),
    ("telegram_heard_seconds", "Since Telegram answered or called", lambda s: s.heard_ago()),
    ("lease_held", "Whether this process may speak for the bureau", lambda s: s.ledger.is_ours),
    ("lease_epoch", "Epoch of the database's lease", _epoch),
    ("lease_seconds_left", "Until the database's lease ends unless it is renewed", _seconds_left),
    ("ready", "Whether the bureau can be served", lambda s: not unready(s)),
)
