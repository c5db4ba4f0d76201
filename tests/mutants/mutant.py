"""The curated lists of one-line changes (a file a room), and how one is made in a copy of the tree."""

import tomllib
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
LISTS = Path(__file__).parent


class Mutant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``line`` stands exactly once in ``file`` and ``becomes`` another one; one of ``tests`` must then fail."""

    rule: str
    file: str
    line: str
    becomes: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        """How a report calls it."""
        return f"{self.file}: {self.rule}"


class _List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    mutant: tuple[Mutant, ...]


def read_mutants() -> tuple[Mutant, ...]:
    """All lists, room by room."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(LISTS.glob("*.toml")))
    return tuple(mutant for text in texts for mutant in msgspec.convert(tomllib.loads(text), _List).mutant)


def fault_of(mutant: Mutant, root: Path = ROOT) -> str:
    """Why the mutant can't be made, or "": its line must stand exactly once, and its tests must exist."""
    source = root / mutant.file
    if not source.is_file():
        return "no such file"
    found = source.read_text(encoding="utf-8").count(mutant.line)
    if found != 1:
        return f"the line stands {found} times"
    missing = [test for test in mutant.tests if not (root / test.partition("::")[0]).exists()]
    if missing or not mutant.tests:
        return f"no such tests: {missing}"
    return "the line becomes itself" if mutant.line == mutant.becomes else ""


def mutate(mutant: Mutant, root: Path) -> str:
    """Make the change in a copy of the tree; returns the text that stood there, to be put back."""
    source = root / mutant.file
    before = source.read_text(encoding="utf-8")
    source.write_text(before.replace(mutant.line, mutant.becomes), encoding="utf-8")
    return before
