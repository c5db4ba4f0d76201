"""What must never go wrong, line by line; each line has tests that name it (``SURVIVE 9.``) in their docstrings."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
#: The lines. A test names them by number: ``SURVIVE 9``, ``SURVIVE 9, 14``, ``SURVIVE 22 and 29``.
LINES = {
    1: "kill -9 after updates were fetched: each command takes effect exactly once",
    2: "kill -9 between commit and reply: the reply still arrives",
    3: "a kill, a full disk, an I/O error in any write: the last committed state loads; an altered byte is found",
    4: "a value that can't be stored is refused, and later writes succeed",
    5: "changing a document that a query returned never changes stored state",
    6: "down across the digest: one late digest marked 补发, every overdue alert once, no storm",
    7: "the event loop blocked across the digest: it still goes out, once",
    8: "the clock steps or the machine sleeps: no duplicate, no missing alert; old items start no storm",
    9: "a time-out after delivery: tried again while it is worth sending, then in the office's next digest",
    10: "a second process on the ledger is refused; a 409 is reported",
    11: "a command delivered late is handled as of when it was sent, and the reply says so",
    12: "a 401 or 404: receiving resumes, or the process exits non-zero within a minute",
    13: "an update that can't be parsed: later ones are served, no hot loop, clean shutdown",
    14: "429 in one group: it waits, others do not, nothing is lost",
    15: "at most 20 messages a minute to a group, most urgent first, others never delayed",
    16: "a group becomes a supergroup: every row and queued message moves once",
    17: "removed or blocked: delivery stops, the ledger is kept, the office told, coming back resumes",
    18: "a deleted topic, or General: the chat itself is next",
    19: "an edited command does not act twice",
    20: "another bot's command meets silence; ours is heard in capitals",
    21: "an anonymous administrator or a channel is nobody's identity",
    22: "300 items with emoji and markup: every part within Telegram's limits, cut between items",
    23: "at most five mentions notify per message",
    24: "who never started the bot is called in the group, with a link",
    25: "an old button, pressed twice or by the wrong person: answered once, no second effect",
    26: '"message is not modified" is success; a BadRequest is no network fault',
    27: "no network at start: keeps trying; SIGTERM with 50 queued: exits within 10 s, nothing lost",
    28: "every command by every role in every place, as a table that is walked; payloads are never trusted",
    29: "what users type is shown as text",
    30: "the token appears nowhere",
    31: "a flood delays nobody else and is answered with one line",
    32: "files: size, type and unpacked size limits; parsed in a process of their own",
}
_NAMED = re.compile(r"SURVIVE (\d+(?:(?:, | and )\d+)*)")


@pytest.fixture(scope="module")
def named() -> dict[int, list[str]]:
    """The tests that name each line."""
    tests: dict[int, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                for found in _NAMED.findall(ast.get_docstring(node) or ""):
                    for number in re.findall(r"\d+", found):
                        tests[int(number)].append(f"{path.relative_to(TESTS)}::{node.name}")
    return tests


@pytest.mark.parametrize("line", LINES, ids=str)
def test_each_line_has_a_test_that_names_it(line: int, named: dict[int, list[str]]) -> None:
    assert named.get(line), LINES[line]


def test_no_test_names_a_line_that_does_not_exist(named: dict[int, list[str]]) -> None:
    assert set(named) <= set(LINES)


def test_none_of_them_is_skipped() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__)}
    skipping = re.compile(r"mark\.(skip|xfail)|pytest\.(skip|xfail|importorskip)\(")
    assert [path.name for path, text in texts.items() if "SURVIVE" in text and skipping.search(text)] == []
