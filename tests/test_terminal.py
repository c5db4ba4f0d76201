"""Terminals that lack a character: every command goes on with another one in its place."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reports.books import HEADINGS, book_of

BOT = Path(__file__).parent.parent / "bot.py"
TERMINALS = {
    "gbk": {"PYTHONIOENCODING": "gbk"},
    "ascii": {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
}
#: Exit code and arguments; the first two are tried on every terminal.
COMMANDS = (
    (0, "--help"),
    (0, "import", "🔥.xlsx", "--yes"),
    (0, "check"),
    (0, "export", "𠮷.xlsx"),
    (0, "backup", "🔥"),
    (1, "backup", "🔥"),
    (2, "check", "--config", "🔥.toml"),
)


def _told(folder: Path, terminal: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """What the command prints on such a terminal."""
    environment = {**os.environ, **TERMINALS[terminal]}
    return subprocess.run(
        [sys.executable, str(BOT), *arguments], cwd=folder, env=environment, capture_output=True, check=False
    )


@pytest.mark.parametrize("terminal", TERMINALS)
def test_no_command_ends_in_a_traceback_for_want_of_a_character(tmp_path: Path, terminal: str) -> None:
    """Fault 5.9: an emoji in a title ended an import on a GBK terminal, before anything was asked."""
    (tmp_path / "config.toml").write_text('[telegram]\ntoken = "1:abc"\n', encoding="utf-8")
    row = (1, "任务", "核查🔥㐂𠮷户", "社会救助股", "甲某", "2026-12-15")
    book_of(tmp_path / "🔥.xlsx", {"台账": [HEADINGS, row]})
    for code, *arguments in COMMANDS[: None if terminal == "gbk" else 2]:
        done = _told(tmp_path, terminal, *map(str, arguments))
        shown = done.stdout + done.stderr
        assert done.returncode == code, (arguments, shown)
        assert b"Traceback" not in shown
