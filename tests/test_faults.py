"""The list of faults (docs/faults.md) and the tests that guard it (``Fault 9.9`` in a docstring) name each other."""

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

TESTS = Path(__file__).parent
_LIST = TESTS.parent / "docs" / "faults.md"
_ROW = re.compile(r"^\| (\d+\.\d+) \| (.+) \|$", re.MULTILINE)
#: The lines, by number. A test names them as ``Fault 1.3``, ``Fault 1.3, 1.4`` or ``Faults 1.3 and 2.1``.
LINES = dict(_ROW.findall(_LIST.read_text(encoding="utf-8")))
_NAMED = re.compile(r"\bFaults? (\d+\.\d+(?:(?:, | and )\d+\.\d+)*)")
_SKIPPING = re.compile(r"\b(?:skip|skipif|xfail|importorskip)\b")
#: Without a browser the page can't be tried, nor a database without PostgreSQL; a run says so, and ``make test`` on a
#: full machine leaves nothing out.
_NEEDS_POSTGRES, _NEEDS_A_BROWSER = TESTS, TESTS / "page"


class Guard(NamedTuple):
    """A test that names lines of the list."""

    path: Path
    name: str
    lines: tuple[str, ...]
    is_skipped: bool

    def __str__(self) -> str:
        """How pytest calls it."""
        return f"{self.path.relative_to(TESTS)}::{self.name}"


def _guards(path: Path) -> list[Guard]:
    module = ast.parse(path.read_text(encoding="utf-8"))
    whole = any(_skips(node) for node in module.body if isinstance(node, ast.Assign | ast.Expr))
    return [
        Guard(path, node.name, lines, whole or _skips(node))
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
        if (lines := _lines_named(ast.get_docstring(node) or ""))
    ]


def _lines_named(docstring: str) -> tuple[str, ...]:
    return tuple(number for found in _NAMED.findall(docstring) for number in re.findall(r"\d+\.\d+", found))


def _skips(node: ast.AST) -> bool:
    """Whether a decorator, a call or ``pytestmark`` of it can leave a test out."""
    called = (each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute))
    return any(_SKIPPING.fullmatch(name) for name in called)


@pytest.fixture(scope="module")
def guards() -> list[Guard]:
    """All tests that name a line."""
    return [guard for path in sorted(TESTS.rglob("test_*.py")) for guard in _guards(path)]


@pytest.mark.parametrize("line", LINES)
def test_each_line_has_a_test_that_names_it(line: str, guards: list[Guard]) -> None:
    tests: dict[str, list[Guard]] = defaultdict(list)
    for guard in guards:
        for number in guard.lines:
            tests[number].append(guard)
    assert tests[line], LINES[line]


def test_no_test_names_a_line_that_does_not_exist(guards: list[Guard]) -> None:
    assert [str(guard) for guard in guards if not set(guard.lines) <= set(LINES)] == []


def test_none_of_them_is_skipped(guards: list[Guard]) -> None:
    assert [str(guard) for guard in guards if guard.is_skipped] == []


def test_only_fixtures_of_browser_and_database_leave_tests_out() -> None:
    """A fixture that skips takes its tests with it."""
    fixtures = [path for path in TESTS.rglob("conftest.py") if _skips(ast.parse(path.read_text(encoding="utf-8")))]
    assert sorted(path.parent for path in fixtures) == [_NEEDS_POSTGRES, _NEEDS_A_BROWSER]


@pytest.mark.parametrize(
    ("docstring", "lines"),
    [
        ("Fault 1.3: a rule.", ("1.3",)),
        ("Rule 16. Fault 7.22: a rule.", ("7.22",)),
        ("Fault 1.1, 1.9: a rule.", ("1.1", "1.9")),
        ("Faults 1.1, 1.2 and 10.14.", ("1.1", "1.2", "10.14")),
        ("Faulty 1.1, 2 items.", ()),
    ],
)
def test_how_a_docstring_names_lines(docstring: str, lines: tuple[str, ...]) -> None:
    assert _lines_named(docstring) == lines


@pytest.mark.parametrize(
    ("source", "is_skipped"),
    [
        ('def test_a():\n    """Fault 1.1."""', False),
        ('@pytest.mark.skipif(True)\ndef test_a():\n    """Fault 1.1."""', True),
        ('def test_a():\n    """Fault 1.1."""\n    pytest.skip("no")', True),
        ('pytestmark = pytest.mark.skip\ndef test_a():\n    """Fault 1.1."""', True),
        ('pytest.importorskip("x")\nclass T:\n    def test_a(self):\n        """Fault 1.1."""', True),
    ],
)
def test_how_a_test_is_seen_to_be_skipped(source: str, is_skipped: bool, tmp_path: Path) -> None:
    path = tmp_path / "test_x.py"
    path.write_text(source, encoding="utf-8")
    assert [guard.is_skipped for guard in _guards(path)] == [is_skipped]
