"""The list of faults (docs/faults.md) and the tests that guard it name each other."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
LISTED = re.compile(r"^\| (\d+\.\d+) \|", re.MULTILINE)
GUARDED = re.compile(r'"""Fault (\d+\.\d+): ')


def test_a_test_guards_only_what_the_list_names() -> None:
    listed = set(LISTED.findall((ROOT / "docs" / "faults.md").read_text(encoding="utf-8")))
    guarded = {
        number
        for path in (ROOT / "tests").rglob("test_*.py")
        for number in GUARDED.findall(path.read_text(encoding="utf-8"))
    }
    assert guarded - listed == set()
