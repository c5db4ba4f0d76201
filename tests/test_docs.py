"""The documents stay true: what they name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*sorted(ROOT.glob("README*.md")), ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
#: What operators read, in both languages.
TRANSLATED = ["README", "docs/operations", "docs/restore"]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
_NAMES = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]


@pytest.mark.parametrize("document", DOCUMENTS, ids=_NAMES)
def test_every_link_and_picture_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"(?:\]\(|src=\")([^)#\s\"]+)", document.read_text(encoding="utf-8"))
    dead = [target for target in targets if "://" not in target and not (document.parent / target).exists()]
    assert dead == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=_NAMES)
def test_every_path_that_is_named_exists(document: Path) -> None:
    """A path has a folder of the project at its front."""
    named = re.findall(r"`((?:[a-z]+/)[\w/.-]+)`", document.read_text(encoding="utf-8"))
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir()}
    dead = [path for path in named if path.split("/")[0] in rooms and not (ROOT / path).exists()]
    assert dead == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=_NAMES)
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


def test_every_rule_has_its_place_in_the_architecture() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    files = [path for path in (ROOT / "domain").rglob("*.py") if path.name != "__init__.py"]
    assert [path.name for path in files if f"`{path.name}`" not in text] == []


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
        for path in (ROOT / "texts").glob("*.py")
        for page in re.findall(r"(?:docs/|README)[\w./-]*\.md", path.read_text(encoding="utf-8"))
    }
    assert named == {"docs/restore.zh-CN.md"}
