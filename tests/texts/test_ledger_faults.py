"""What an operator reads of a ledger that can't be opened: Chinese alone, whatever the store says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import errors
from store.errors import StoreError, TargetFault
from tests.rows import every_row
from texts.command_line import STORE_ERRORS, TARGETS, WHY, render_misfit, render_store_error, render_target, say_why

STORE = Path(errors.__file__).parent
#: What carries a reason, and which of its arguments that is.
CARRIERS = {"Misfit": 0, "JournalDamaged": 2, "LedgerUnreadable": 1, "NotSaved": 1, "Fault": 2, "OSError": 0}


def reasons() -> Iterator[tuple[str, str]]:
    """Each reason that the store words itself, with where it stands; what is put in is a number here."""
    for path in sorted(STORE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CARRIERS:
                place = CARRIERS[node.func.id]
                if len(node.args) > place and (said := _literal(node.args[place])):
                    yield f"{path.name}:{node.lineno}", said


def _literal(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


def test_every_reason_of_the_store_has_its_words() -> None:
    """Fault 6.13: Chinese sentences used to end in English ones."""
    found = list(reasons())
    assert len(found) > 20
    assert [reason for reason in found if not say_why(reason[1])] == []


def test_no_words_are_left_for_a_reason_that_nobody_gives() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in STORE.rglob("*.py"))
    spoken = [re.split(r"[.(\[\\{|*]", pattern)[0] for pattern in WHY]
    assert [words for words in spoken if words and words not in source] == []


@every_row("name", STORE_ERRORS)
def test_words_are_for_errors_that_exist(name: str) -> None:
    assert issubclass(getattr(errors, name), StoreError)


@pytest.mark.parametrize("fault", [fault for fault in TargetFault if fault is not TargetFault.OTHER])
def test_every_target_has_its_words(fault: TargetFault) -> None:
    assert TARGETS[fault] in render_target("b", fault)


def test_a_place_is_named_within_the_ledgers_folder() -> None:
    """Fault 6.13: what is read may be a copy in a folder that is gone a moment later."""
    file = Path("/tmp/tmpabc/copy/ledger.json.journal/2026-11.jsonl")
    assert "位置：ledger.json.journal/2026-11.jsonl 第3行" in render_store_error(
        "JournalDamaged", file, 3, "its bytes were altered"
    )
    assert "tmpabc" not in render_misfit(file, 3, "")


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("its sequence is 7 after 5", "第5条之后是第7条"),
        ("[Errno 28] No space left on device: '/tmp/tmpabc/x'", "磁盘空间不足"),
        ("[Errno 13] Permission denied", "没有权限"),
        ("it is no TinyDB file (JSON is malformed\nat byte 4)", "不是 TinyDB 格式"),
        ("what nobody foresaw", ""),
    ],
)
def test_a_reason_is_said_in_chinese_or_not_at_all(why: str, said: str) -> None:
    """Fault 6.13."""
    shown = render_store_error("NotSaved", Path("ledger.json"), 0, why)
    assert said in shown
    assert not re.search("[a-z]{3,}", shown.replace("ledger.json", "").replace("TinyDB", ""))
