"""While the ledger takes nothing the log says so in a line with the cause, at growing intervals, and shows no stack."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import DatabaseAway, DatabaseFault, JournalDamaged, NotSaved
from transport.outage_log import LONGEST_GAP, OVER_AFTER, OutageLog
from transport.redaction import MASK, install

TOKEN = "123456789:AAEexample-secret-half-of-a-token"
ROOT = Path(__file__).parents[2]


class _Log:
    """One process's, at a time of the test's own."""

    def __init__(self) -> None:
        self.now, self.bureau = 0.0, "a"
        self._text = io.StringIO()
        self.handler = logging.StreamHandler(self._text)
        self.handler.setFormatter(logging.Formatter("%(message)s"))
        self.handler.addFilter(self._name)
        self.handler.addFilter(OutageLog(lambda: self.now))

    def fail(self, what: str, error: Exception) -> list[str]:
        """Something fails by that error; what is written of it."""
        before = len(self._text.getvalue())
        logging.getLogger("of.this.test").error("%s failed", what, exc_info=error)
        return self._text.getvalue()[before:].splitlines()

    def _name(self, record: logging.LogRecord) -> bool:
        record.bureau = self.bureau
        return True


@pytest.fixture(params=["as it is", "redacted"])
def log(request: pytest.FixtureRequest) -> Iterator[_Log]:
    made = _Log()
    logging.getLogger("of.this.test").addHandler(made.handler)
    restore = install(TOKEN) if request.param == "redacted" else lambda: None
    yield made
    restore()
    logging.getLogger("of.this.test").removeHandler(made.handler)


def _away(number: int = 0) -> NotSaved:
    return NotSaved(Path("ledger.json"), f"{number} transactions wait already")


def test_an_outage_is_a_line_and_then_one_at_growing_intervals(log: _Log) -> None:
    assert log.fail("an update", _away(1)) == ["an update failed: 1 transactions wait already"]
    told = []
    for second in range(1, 1000):
        log.now = float(second)
        if lines := log.fail("a letter", _away(second)):
            told.append((second, len(lines), lines[0].partition(" (")[2]))
    assert told == [
        (10, 1, "9 more since)"),
        (30, 1, "19 more since)"),
        (70, 1, "39 more since)"),
        (150, 1, "79 more since)"),
        (310, 1, "159 more since)"),
        (310 + int(LONGEST_GAP), 1, "299 more since)"),
        (310 + 2 * int(LONGEST_GAP), 1, "299 more since)"),
    ]


def test_another_cause_another_bureau_and_the_next_outage_are_told_at_once(log: _Log) -> None:
    assert log.fail("it", _away())
    assert not log.fail("it", _away())
    away = DatabaseAway("db/duban", DatabaseFault.AWAY, "refused")
    assert log.fail("it", away) == ["it failed: db/duban: away: refused"]
    log.bureau = "b"
    assert log.fail("it", _away())
    log.bureau, log.now = "a", OVER_AFTER + 1
    assert log.fail("it", _away()) == ["it failed: 0 transactions wait already"]


def test_what_nobody_expects_is_told_with_its_stack_each_time(log: _Log) -> None:
    for _ in range(2):
        for error in (ValueError("odd"), JournalDamaged(Path("2026-11.jsonl"), 3, "its bytes were altered")):
            lines = log.fail("it", error)
            assert lines[0] == "it failed"
            assert type(error).__name__ in lines[1]


def test_a_cause_is_as_clean_as_any_line() -> None:
    program = (
        "import logging; from pathlib import Path; from store.errors import NotSaved\n"
        "from transport.redaction import install; from transport.logs import TEXT, log_to_stderr\n"
        f"log_to_stderr(logging.Formatter(TEXT)); install({TOKEN!r})\n"
        "for _ in range(3):\n"
        f"    try: raise NotSaved(Path(), {TOKEN!r})\n"
        "    except NotSaved: logging.exception('odd')\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.endswith(f"ERROR root: odd: {MASK}\n")
