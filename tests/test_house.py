"""The house holds: imports run one way, rooms touch only what they may, nothing runs at import, locks name no host."""

import ast
import re
import subprocess
import sys
from collections.abc import Container, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
#: Which rooms each room may import; a room may always import itself.
ARROWS: dict[str, set[str]] = {
    "domain": set(),
    "texts": {"domain"},
    "store": {"domain"},
    "reports": {"domain"},
    "transport": {"store", "domain"},
    "playground": {"store", "texts", "reports", "domain"},
    "handlers": {"store", "texts", "reports", "domain"},
    "jobs": {"store", "texts", "reports", "domain"},
    "monitoring": {"transport", "store", "domain"},
}
#: What stands outside of all rooms, and may import any.
FRONT = ("config", "bot", "house")
#: Third-party packages a room may touch; ``None`` for anything.
PACKAGES: dict[str, set[str] | None] = {
    "domain": {"msgspec", "holidays", "borax"},
    "texts": {"msgspec", "markupsafe", "jinja2"},  # jinja2: docs/decisions/0087-the-board.md
    "store": {"msgspec", "tinydb", "filelock", "psycopg"},  # psycopg: docs/decisions/0015-psycopg.md
    # lxml: openpyxl writes by it, and it has an error of its own for a full disk
    "reports": {"msgspec", "openpyxl", "lxml", "docx", "PIL", "reportlab", "fontTools", "icalendar"},
    "transport": {"msgspec", "telegram", "httpx", "aiohttp", "certifi"},  # aiohttp: docs/decisions/0033-aiohttp-wire.md
    "handlers": {"msgspec", "telegram", "aiohttp"},  # aiohttp: the board alone
    "jobs": {"msgspec", "apscheduler"},
    "monitoring": {"aiohttp", "prometheus_client"},  # docs/decisions/0093-monitoring.md
    "playground": None,
}


def _files(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@cache
def _import_statements(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """Read once, and without the rest of the tree: a thousand trees kept keep the garbage collector busy."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return tuple(each for each in _statements(tree) if isinstance(each, ast.Import | ast.ImportFrom))


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Every statement below, at any depth; expressions hold none."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        below = getattr(node, field, None)
        for each in below if isinstance(below, list) else ():
            yield each
            yield from _statements(each)


def _imports(path: Path) -> Iterator[str]:
    for node in _import_statements(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif node.module:
            yield node.module


def _imported_modules(path: Path, modules: Container[str]) -> set[str]:
    names = set(_imports(path))
    for node in _import_statements(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name in modules}


@pytest.mark.parametrize("room", ARROWS)
def test_imports_point_down_only(room: str) -> None:
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _files(room)
        for name in _imports(path)
        if (top := name.split(".")[0]) in {*ARROWS, *FRONT, "tests"} and top not in ARROWS[room] | {room}
    ]
    assert upward == []


def test_the_simulator_imports_nothing_of_ours() -> None:
    own = {*ARROWS, *FRONT, "tests", "benchmarks"}
    foreign = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _files("playground/telegram")
        for name in _imports(path)
        if name.split(".")[0] in own and not name.startswith("playground.telegram")
    ]
    assert foreign == []


def test_no_import_runs_in_a_circle() -> None:
    """Every import counts: inside functions and under ``TYPE_CHECKING`` too."""
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path
        for room in (*ARROWS, "house", "benchmarks", "tests")
        for path in _files(room)
    }
    modules |= {path.stem: path for path in ROOT.glob("*.py")}
    left = {name: _imported_modules(path, modules) - {name} for name, path in modules.items()}
    while free := [name for name, needed in left.items() if not needed & left.keys()]:
        for name in free:
            del left[name]
    assert {name: sorted(needed & left.keys()) for name, needed in left.items()} == {}


@pytest.mark.parametrize("room", ARROWS)
def test_a_room_touches_only_its_own_packages(room: str) -> None:
    allowed = PACKAGES[room]
    foreign = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _files(room)
        for name in _imports(path)
        if (top := name.split(".")[0]) not in {*ARROWS, *sys.stdlib_module_names}
        and allowed is not None
        and top not in allowed
    ]
    assert foreign == []


def test_only_the_parser_and_the_dispatcher_know_telegrams_objects() -> None:
    knowing = {path.name for path in _files("handlers") if any(name.startswith("telegram") for name in _imports(path))}
    assert knowing == {"parsing.py", "dispatch.py"}


def test_only_the_board_serves_and_only_its_pages_are_templates() -> None:
    """docs/decisions/0087-the-board.md: a bot without a board loads neither its server nor its templates."""
    serving = {path.parent.name for path in _files("handlers") if "aiohttp" in set(_imports(path))}
    assert serving == {"board"}
    assert {str(path.relative_to(ROOT)) for path in _files("texts") if "jinja2" in set(_imports(path))} == {
        "texts/board/pages.py"
    }


def test_only_the_journal_knows_how_it_keeps_what_it_is_told() -> None:
    """The rest of the house sees an engine (``store/engine.py``), and what an operator asks of files."""
    doors = {"files", "disk", "verify", "backup", "following", "footprint", "holding"}
    engines = {ROOT / "store" / "journal", ROOT / "store" / "postgres"}  # they share lines and chain
    knowing = [
        f"{path.relative_to(ROOT)} imports {name}"
        for room in ARROWS
        for path in _files(room)
        for name in _imports(path)
        if name.startswith("store.journal") and not engines & set(path.parents) and name.split(".")[-1] not in doors
    ]
    assert knowing == []
    books = {f"{path.stem} imports {name}" for path in (ROOT / "store").glob("*.py") for name in _imports(path)}
    assert {each for each in books if "store.journal" in each} == {
        "ledger imports store.journal.disk",
        "ledger imports store.journal.files",
        "reader imports store.journal.following",
        "holding imports store.journal.verify",
    }


def test_only_the_engine_of_postgresql_knows_its_driver() -> None:
    """docs/decisions/0015-psycopg.md: a program whose ledger is a file needs none."""
    rooms = [room for room in ARROWS if room != "playground"]
    knowing = {path.parent for room in rooms for path in _files(room) if "psycopg" in set(_imports(path))}
    assert knowing == {ROOT / "store" / "postgres"}


@pytest.mark.parametrize("room", ["handlers", "jobs", "transport", "store", "domain"])
def test_sentences_live_in_texts_alone(room: str) -> None:
    """A Chinese full stop or comma inside a string literal is a sentence; words to be parsed are not."""
    sentences = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value!r}"
        for path in _files(room)
        for node in _literals(path)
        if re.search("[，。！？]", node.value) and re.search("[\u4e00-\u9fff]{2}", node.value)
    ]
    assert sentences == []


class Literal(NamedTuple):
    """A string as it stands in a file."""

    lineno: int
    value: str


def _literals(path: Path) -> Iterator[Literal]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    statements = {
        id(statement.value)  # docstrings, also those below an attribute
        for node in ast.walk(tree)
        if isinstance(node, documented)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
            yield Literal(node.lineno, node.value)


def test_a_bot_that_reads_no_workbook_and_draws_nothing_does_not_load_what_does() -> None:
    """It takes a fifth of a second at the start, and four megabytes for good; another process reads workbooks.

    Nor does one without figures or a webhook load what serves them.
    """
    loaded = (
        "import sys, bot, house.wiring, house.running; "
        "print(*{name.partition('.')[0] for name in sys.modules}, *sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, check=True, capture_output=True, text=True)
    unused = {"openpyxl", "holidays", "jinja2", "PIL", "reportlab", "fontTools", "psycopg", "prometheus_client"}
    assert not (unused | {"monitoring", "transport.webhook", "aiohttp.web"}) & set(told.stdout.split())


def test_nothing_runs_at_import() -> None:
    """Module bodies hold definitions, constants and the script guard: no bare call, loop or file."""
    running = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in [
            *ROOT.glob("*.py"),
            *(file for room in (*ARROWS, "house") for file in _files(room)),
        ]
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.For | ast.While | ast.With | ast.Try)
        or (isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant))
    ]
    assert running == []


def test_locks_carry_hashes_and_name_no_host() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        pins = re.findall(r"^[a-z0-9].*==.*$", text, flags=re.MULTILINE)
        assert pins
        assert all(pin.endswith("\\") for pin in pins), "a pin without hashes"


def test_the_repository_names_no_machine_path() -> None:
    command = ["git", "ls-files", "-z"]  # names apart by NUL are not quoted, whatever letters they have
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\0")
    named = [
        name
        for name in filter(None, listed)
        if (ROOT / name).suffix not in {".png", ".xlsx", ".woff2", ".ttf"}
        and re.search(r"(^|[^\w.])/(work|farm)/", (ROOT / name).read_text(encoding="utf-8"))
        and name != "tests/test_house.py"
    ]
    assert named == []
