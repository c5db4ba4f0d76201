"""The change that CONTRIBUTING.md shows is made on a copy of the tree, and the new command is answered there."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("house", "domain", "texts", "store", "reports", "transport", "handlers", "jobs", "playground", "tests")
DIALOGUE = """
from tests.handlers.office import Bureau


async def test_ping_is_answered(bureau: Bureau) -> None:
    assert await bureau.say("甲某", "/ping") == ["在线。"]
    assert await bureau.say("甲某", "在线吗") == ["在线。"]
    assert "在线" in (await bureau.say("陌生人", "/ping"))[0]
"""


def changes() -> list[tuple[str, str, str]]:
    """File, what stands there, what is to stand there; from the diff of the page."""
    [diff] = re.findall(r"```diff\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    found = []
    for file in re.split(r"^--- ", diff, flags=re.MULTILINE)[1:]:
        name, _, hunks = file.partition("\n")
        for hunk in re.split(r"^@@.*@@\n", hunks, flags=re.MULTILINE)[1:]:
            lines = hunk.splitlines(keepends=True)
            before = "".join(line[1:] for line in lines if line[0] in " -")
            found.append((name, before, "".join(line[1:] for line in lines if line[0] in " +")))
    return found


def test_a_command_is_added_as_the_page_says(tmp_path: Path) -> None:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    with _bytecode_as_of(ROOT, tmp_path):
        _make_and_ask(tmp_path)


@contextmanager
def _bytecode_as_of(tree: Path, copied: Path) -> Iterator[None]:
    """Most of the copy is as it was: it needs no compiling, and leaves nothing behind."""
    kept, own = (Path(f"{sys.pycache_prefix}{each}") for each in (tree, copied))
    for room in ROOMS:
        if (kept / room).is_dir():
            shutil.copytree(kept / room, own / room)
    try:
        yield
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _make_and_ask(tmp_path: Path) -> None:
    for file in ("pyproject.toml", "config.py", "bot.py"):
        shutil.copy(ROOT / file, tmp_path)
    touched = set()
    for name, before, after in changes():
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{name}: {before}"
        (tmp_path / name).write_text(text.replace(before, after), encoding="utf-8")
        touched.add(name)
    assert len(touched) <= 3
    (tmp_path / "tests/handlers/test_ping.py").write_text(DIALOGUE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", "-k", "not of_any_room"]
    tests = ["tests/handlers/test_ping.py", "tests/handlers/test_registry.py"]
    ran = subprocess.run([*command, *tests], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
