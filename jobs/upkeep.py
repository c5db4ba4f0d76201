"""Upkeep: checkpoints, backups' leftovers, old correspondence, and whether the ledger file is still in place."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from domain.coercion import Discrepancy, DiscrepancyKind
from jobs.discrepancies import look_for_misread, report_discrepancies
from jobs.memory import give_back
from jobs.recipients import CLOCK
from store.collector import collect_at_night
from store.errors import Displaced, StoreError
from store.ledger import Ledger

#: A file younger than this may belong to a letter that is not written yet, or to a preview that is still considered.
KEPT_FOR = timedelta(days=3)

#: What was settled (定稿) is kept for ever, a draft that nobody settles for so long.
DRAFTS_KEPT_FOR = timedelta(days=90)


def sweep(ledger: Ledger, now: datetime) -> int:
    """Delete files whose letters are settled, workbooks that nobody decided on, old drafts; returns how many."""
    wanted = {letter.file for letter in ledger.waiting_letters() if letter.file}
    wanted |= {paper.file for paper in ledger.papers() if paper.is_settled or now - paper.drafted_at < DRAFTS_KEPT_FOR}
    before = (now - KEPT_FOR).timestamp()
    stale = [path for path in _files(ledger.spool) if path.name not in wanted and _is_older(path, before)]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def _files(folder: Path) -> list[Path]:
    """Nothing where somebody has removed the folder: it is made again with the next file."""
    return list(folder.iterdir()) if folder.is_dir() else []


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime < before
    except FileNotFoundError:  # it was sent meanwhile
        return False


DAY = timedelta(days=1)
#: Clocks are set by minutes in summer and winter, and by seconds all year; that is no reason to wait.
JUMP = timedelta(hours=1)


class SteadyClock:
    """Compares the clock with the time that passed, at each look; ``newest`` is the newest instant in the ledger."""

    def __init__(
        self, clock: Callable[[], datetime], monotonic: Callable[[], float], newest: datetime | None = None
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._seen, self._seen_at = clock(), monotonic()
        was_away = newest is not None and self._seen - newest > DAY
        self._steady_from = self._seen_at + (DAY.total_seconds() if was_away else 0)

    def is_steady(self) -> bool:
        """Whether the clock has gone on as time has, for a day."""
        now, now_at = self._clock(), self._monotonic()
        ahead = (now - self._seen) - timedelta(seconds=now_at - self._seen_at)
        self._seen, self._seen_at = now, now_at
        if ahead > JUMP:
            self._steady_from = now_at + DAY.total_seconds()
        elif ahead < -JUMP:  # it is right again, or behind, when nothing looks older than it is
            self._steady_from = now_at
        return now_at >= self._steady_from


_log = logging.getLogger(__name__)

#: Seconds between two checks.
EVERY_SECONDS = 1.0
#: The least pause between two checkpoints; with a check and the writing it stays within the promised 5 s.
PAUSE_SECONDS = 2.5
#: Up to this many items the file is never older than 5 s.
PROMPT_UP_TO = 10_000
#: Beyond, the pause is at least as many times the last checkpoint's own duration.
REST_FACTOR = 20
#: Seconds of rest for each 10,000 items: a disk wears out by what is written to it, and writing
#: 64 MB for every few commands would make 500 GB a day of a journal of 80 MB (docs/decisions/0072).
REST_SECONDS = 10.0
#: The rest of at most this many checkpoints may be owed: a ledger that changes rarely has its file up to date soon.
OWED_AT_MOST = 5


class Upkeep:
    """The housekeeping of one ledger; a failure is logged and tried again, as the journal has it all anyhow."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        wait: Callable[[float], Awaitable[object]],
        on_displaced: Callable[[], None] = lambda: None,
    ) -> None:
        """``on_displaced`` tells the office what can't be recorded: that the ledger is not in its place."""
        self._ledger = ledger
        self._clock = clock
        self._monotonic = monotonic
        self._wait = wait
        self._on_displaced = on_displaced
        self._is_displaced = False
        self._edits_seen = -1
        self._rested_at = self._paid_at = monotonic()
        self._pruned_on: date | None = None
        self._steady = SteadyClock(clock, monotonic, ledger.newest_at_opening)

    async def run(self) -> None:
        """Run maintenance until cancelled."""
        while True:
            await self._wait(EVERY_SECONDS)
            await self.step()

    async def step(self) -> None:
        """One glance: a checkpoint if one is owed and the pause is over, pruning if a new day began."""
        try:
            if not self._is_in_place():
                if self._ledger.is_file_in_place:  # what was acknowledged so far is then in one file at least
                    await self._checkpoint()
                return
            await self._look_for_misread()
            report_discrepancies(self._ledger, self._clock())
            await self._checkpoint()
            self._prune()
        except (OSError, StoreError):
            _log.exception("upkeep failed; tried again shortly")
            self._rested_at = self._monotonic() + PAUSE_SECONDS

    def _is_in_place(self) -> bool:
        """Whether what is written can be found again; the log and the office hear of it once if not, and once if so."""
        try:
            self._ledger.require_in_place()
        except Displaced as error:
            if not self._is_displaced:
                self._is_displaced = True
                _log.error("upkeep failed: %s; nothing is acknowledged until it is back", error)
                self._on_displaced()
            return False
        if self._is_displaced:
            _log.warning("the ledger is back in its place")
            with self._ledger.transaction(at=self._clock(), by=CLOCK, did="note the ledger file") as tx:
                tx.note(Discrepancy(DiscrepancyKind.DISPLACED))
            self._is_displaced = False
        return True

    async def _checkpoint(self) -> None:
        began = self._monotonic()
        if began < self._rested_at or not self._ledger.needs_checkpoint:
            return
        await self._ledger.checkpoint_in_slices()
        await asyncio.to_thread(give_back)
        ended = self._monotonic()
        self._rested_at = ended + PAUSE_SECONDS
        items = sum(self._ledger.count_by_status().values())
        if items > PROMPT_UP_TO:
            self._rest(REST_SECONDS * items / PROMPT_UP_TO, ended, ended - began)

    def _rest(self, share: float, ended: float, spent: float) -> None:
        """After a large file was written: its rest follows that of the others, and some of it may be owed."""
        self._paid_at = max(self._paid_at, ended) + share
        self._rested_at = max(self._rested_at, ended + REST_FACTOR * spent, self._paid_at - OWED_AT_MOST * share)

    async def _look_for_misread(self) -> None:
        """At the start, and after somebody else's hand was in the file."""
        edits = self._ledger.edits
        if self._edits_seen != edits:
            await look_for_misread(self._ledger, self._clock())
            self._edits_seen = edits
            await asyncio.to_thread(give_back)  # what opening and the first look have left

    def _prune(self) -> None:
        now = self._clock()
        if self._steady.is_steady() and self._pruned_on != now.date():
            self._ledger.prune(now)
            sweep(self._ledger, now)
            if self._pruned_on is not None:  # not at the start, when people ask and there is little to collect
                collect_at_night()
            self._pruned_on = now.date()
