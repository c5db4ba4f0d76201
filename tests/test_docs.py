"""The documents stay true: what they name is there."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.actions import ACTIONS, BY_LIAISON, Action, Reach
from domain.item import Item
from domain.roster import Chat, Person, Role, Unit
from store.documents import CHATS, CONTRACT, ITEMS, PEOPLE, UNITS
from tests.rows import every_row

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*sorted(ROOT.glob("README*.md")), ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
#: What operators read, in both languages.
TRANSLATED = ["README", "docs/operations", "docs/restore", "docs/cluster"]
#: Files that are read for names of pages.
_TEXT = {".py", ".md", ".toml", ".js", ".css", ".html", ".service", ".timer", ".yaml"}
ARCHITECTURE = ROOT / "docs" / "architecture.md"
_NAMES = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]


@every_row("document", DOCUMENTS)
def test_every_link_and_picture_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"(?:\]\(|src=\")([^)#\s\"]+)", document.read_text(encoding="utf-8"))
    dead = [target for target in targets if "://" not in target and not (document.parent / target).exists()]
    assert dead == []


@every_row("document", DOCUMENTS)
def test_every_path_that_is_named_exists(document: Path) -> None:
    """A path has a folder of the project at its front."""
    named = re.findall(r"`((?:[a-z]+/)[\w/.-]+)`", document.read_text(encoding="utf-8"))
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir()}
    dead = [path for path in named if path.split("/")[0] in rooms and not (ROOT / path).exists()]
    assert dead == []


@every_row("document", DOCUMENTS)
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", document.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert named <= targets


def test_what_is_to_be_changed_stands_where_the_table_says() -> None:
    pairs = re.findall(r"`([\w/]+\.(?:py|js))` `(\w+)`(?:, `([A-Z_]+)`)?", ARCHITECTURE.read_text(encoding="utf-8"))
    assert len(pairs) > 10
    missing = [
        f"{path}: {name}"
        for path, *names in pairs
        for name in names
        if name and not re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert missing == []


@pytest.mark.parametrize("room", ["domain", "store", "transport", "handlers", "jobs", "texts", "reports", "house"])
def test_every_file_has_its_place_in_the_architecture_and_no_other_is_named(room: str) -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    section = re.split(r"^### ", text.partition(f"### {room}/")[2], flags=re.MULTILINE)[0]
    files = {path.name for path in (ROOT / room).rglob("*.py") if path.name != "__init__.py"}
    assert {name.rpartition("/")[2] for name in re.findall(r"`([\w/]+\.py)`", section)} == files


@pytest.mark.parametrize("name", TRANSLATED)
def test_both_languages_say_the_same(name: str) -> None:
    """Fault 6.13: as many sections and rows, and the same commands."""
    english, chinese = (_outline(ROOT / f"{name}{language}.md") for language in ("", ".zh-CN"))
    assert english == chinese


def _outline(document: Path) -> tuple[list[int], int, list[str]]:
    """Levels of the headings, rows of the tables, and the commands without their remarks and placeholders."""
    text = document.read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    blocks = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE))
    commands = [re.sub(r"\s+#.*|ADDRESS|地址", "", line).strip() for line in blocks.splitlines()]
    return (
        [len(level) for level in re.findall(r"^(#+) ", prose, flags=re.MULTILINE)],
        len(re.findall(r"^\|", prose, flags=re.MULTILINE)),
        commands,
    )


def test_a_chinese_message_sends_nobody_to_an_english_page() -> None:
    """Fault 6.13."""
    named = {
        page
        for path in (ROOT / "texts").rglob("*.py")
        for words in _said_in(path)
        for page in re.findall(r"(?:docs/|README)[\w./-]*\.md", words)
    }
    assert named == {"docs/restore.zh-CN.md"}


def _said_in(path: Path) -> Iterator[str]:
    """The strings of a module, without those that stand alone, as docstrings do."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


_GONE = re.compile(r"\b(?:MODELS|DOMAIN|SURVIVE|FAULTS|DESIGN|STYLE)(?:\.md\b| \d)")
_PAGE = re.compile(r"\bdocs/[\w./-]+\.\w+|\bdocs/decisions/\d{4}[\w.-]*")
_DECISION = re.compile(r"\bdecisions?[/ ](\d{4})\b")


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    """Every text file of the repository by its path, this one left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if Path(name).suffix in _TEXT or name == "Makefile"]
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in paths
        if path.exists() and path != Path(__file__)
    }


def test_nothing_refers_to_a_page_that_the_repository_does_not_have(sources: dict[str, str]) -> None:
    assert {name for name, text in sources.items() if _GONE.search(text)} == set()


def test_every_page_that_is_named_exists(sources: dict[str, str]) -> None:
    dead = {
        (name, page.rstrip("."))
        for name, text in sources.items()
        for page in _PAGE.findall(text)
        if not (ROOT / page.rstrip(".")).exists() and not list(ROOT.glob(f"{page.rstrip('.')}-*.md"))
    }
    assert dead == set()


def test_every_decision_that_is_named_exists(sources: dict[str, str]) -> None:
    kept = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("0*.md")}
    named = {(name, number) for name, text in sources.items() for number in _DECISION.findall(text)}
    assert {(name, number) for name, number in named if number not in kept} == set()


def test_the_fields_that_others_rely_on_are_written_down() -> None:
    page = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")
    fields = {ITEMS: CONTRACT[Item], PEOPLE: CONTRACT[Person], UNITS: CONTRACT[Unit], CHATS: CONTRACT[Chat]}
    for table, names in fields.items():
        assert f"| `{table}` | {', '.join(f'`{name}`' for name in names)} |" in page


#: How the table of rights says how far a right goes.
_REACHES = {
    Reach.NONE: "no",
    Reach.OWN: "own",
    Reach.UNIT: "unit",
    Reach.OVERSEEN: "overseen",
    Reach.STANDING_IN: "where no deputy can",
    Reach.ALL: "all",
}
_ROLES = (Role.OFFICE, Role.DIRECTOR, Role.DEPUTY, Role.HEAD, Role.STAFF, Role.INSPECTOR)


def test_the_table_of_rights_has_each_action_once_with_its_command_and_the_rights_that_the_code_gives() -> None:
    section = _rights()
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")][1:]
    named = [(Action(code), row) for row in rows for code in re.findall(r"`(\w+)`", row[-1])]
    assert sorted(action for action, _ in named) == sorted(Action)
    for action, (does, *reaches, _) in named:
        expected = [_REACHES[ACTIONS[action].reaches[role]] for role in _ROLES]
        assert [reach.partition(",")[0] for reach in reaches] == expected, action
        assert not ACTIONS[action].command or f"`/{ACTIONS[action].command}`" in does, action


@pytest.mark.parametrize(
    ("line", "actions"),
    [
        ("Open to strangers", {action for action, row in ACTIONS.items() if row.is_open}),
        ("People of a cooperating unit", {action for action, row in ACTIONS.items() if row.is_shared}),
        ("Never on one's own item", {action for action, row in ACTIONS.items() if row.is_decision}),
        ("A liaison", BY_LIAISON),
    ],
)
def test_what_else_the_code_says_of_rights_stands_below_the_table(line: str, actions: set[Action]) -> None:
    [said] = [each for each in _rights().splitlines() if each.startswith(f"- {line}")]
    assert set(re.findall(r"`(\w+)`", said)) == actions


def _rights() -> str:
    page = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")
    return re.split(r"^## ", page.partition("\n## Rights\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_every_name_in_the_glossary_is_in_the_code(sources: dict[str, str]) -> None:
    rows = re.findall(r"^\| .+ \| .+ \| (.+) \|$", sources["docs/glossary.md"], re.MULTILINE)
    names = {
        name for row in rows for code in re.findall(r"`([^`]+)`", row) for name in re.findall(r"[A-Za-z_]{2,}", code)
    }
    code = "\n".join(text for name, text in sources.items() if name.endswith(".py") and not name.startswith("tests/"))
    known = set(re.findall(r"\w+", code))
    assert names - known == set()


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in (ROOT / "docs" / "decisions").glob("0*.md")}
    assert set(re.findall(r"\]\((0[\w.-]+\.md)\)", index)) == files


@pytest.mark.parametrize("place", ["config.example.toml", "docs/domain.md", "domain/built_in_kinds.py"])
def test_where_limits_of_the_law_stand_the_office_is_told_to_check_them(place: str) -> None:
    assert "against the law in force" in (ROOT / place).read_text(encoding="utf-8")
