"""Each line of docs/promises.md points to a test that names it (``docs/promises.md 9``) in its docstring."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
_PAGE = (TESTS.parent / "docs" / "promises.md").read_text(encoding="utf-8")
#: The guard that the page names for each line, by number.
GUARDS = {int(number): guard for number, guard in re.findall(r"^\| (\d+) \| .+ \| `(\w+)` \|$", _PAGE, re.MULTILINE)}
#: A test names lines as ``docs/promises.md 9``, ``docs/promises.md 9, 14`` or ``docs/promises.md 22 and 29``.
_NAMED = re.compile(r"docs/promises\.md (\d+(?:(?:, | and )\d+)*)")


@pytest.fixture(scope="module")
def named() -> dict[int, list[str]]:
    """The names of the tests that name each line."""
    tests: dict[int, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                for found in _NAMED.findall(ast.get_docstring(node) or ""):
                    for number in re.findall(r"\d+", found):
                        tests[int(number)].append(node.name)
    return tests


def test_the_page_numbers_its_lines_without_a_gap() -> None:
    assert list(GUARDS) == list(range(1, 33))


@pytest.mark.parametrize("line", GUARDS, ids=str)
def test_each_line_has_a_test_that_names_it(line: int, named: dict[int, list[str]]) -> None:
    assert GUARDS[line] in named[line]


def test_no_test_names_a_line_that_does_not_exist(named: dict[int, list[str]]) -> None:
    assert set(named) <= set(GUARDS)


def test_none_of_them_is_skipped() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__)}
    skipping = re.compile(r"mark\.(skip|xfail)|pytest\.(skip|xfail|importorskip)\(")
    assert [path.name for path, text in texts.items() if _NAMED.search(text) and skipping.search(text)] == []
