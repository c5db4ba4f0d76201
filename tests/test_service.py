"""The systemd units of docs/service are sound, and start what there is."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import main

UNITS = Path(__file__).parent.parent / "docs" / "service"
HOME = "/opt/duban"


def commands(unit: Path) -> list[str]:
    """What the unit has `bot.py` do: the words behind it."""
    started = re.findall(r"^ExecStart=.*$", unit.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [found[1] for line in started if (found := re.search(r" bot\.py ([\w-]+ (?:--config )?\S+)", line))]


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze here: the units are not verified"
)
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    """It names an unknown key without failing, so that nothing at all may be said."""
    for unit in UNITS.iterdir():
        text = unit.read_text(encoding="utf-8").replace(f"{HOME}/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    paths = sorted(str(path) for path in tmp_path.iterdir())
    verified = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")


#: What a unit of one of several bureaus has where that of a single one has the other.
OWN_PATHS = (
    ("StateDirectory=duban/%i duban-backup/%i", "StateDirectory=duban duban-backup"),
    ("StateDirectory=duban/%i\n", "StateDirectory=duban\n"),
    ("/etc/duban/%i/", "/etc/duban/"),
    ("/var/lib/duban-backup/%i", "/var/lib/duban-backup"),
)


@pytest.mark.parametrize("name", ["duban.service", "duban-backup.service", "duban-backup.timer"])
def test_each_of_several_bureaus_is_served_as_a_single_one_with_paths_of_its_own(name: str) -> None:
    text = (UNITS / name.replace(".", "@.")).read_text(encoding="utf-8")
    for own, common in OWN_PATHS:
        text = text.replace(own, common)
    assert _beyond_words(text) == _beyond_words((UNITS / name).read_text(encoding="utf-8"))


def _beyond_words(unit: str) -> list[str]:
    """Its settings, without the comment at the top and the description."""
    return [line for line in unit.splitlines() if not line.startswith(("#", "Description="))]


#: What a unit of a bot on PostgreSQL has where that of a bot with a file has the other.
ON_POSTGRES = (("time-sync.target postgresql.service", "time-sync.target"),)
AS_STANDBY = (*ON_POSTGRES, ("StateDirectory=duban-standby", "StateDirectory=duban"), ("standby.toml", "config.toml"))


@pytest.mark.parametrize(("name", "own"), [("duban-postgres", ON_POSTGRES), ("duban-standby", AS_STANDBY)])
def test_a_bot_on_postgresql_and_its_standby_are_served_as_one_with_a_file(
    name: str, own: tuple[tuple[str, str], ...]
) -> None:
    text = (UNITS / f"{name}.service").read_text(encoding="utf-8")
    for theirs, common in own:
        assert theirs in text
        text = text.replace(theirs, common)
    assert _beyond_words(text) == _beyond_words((UNITS / "duban.service").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(path.name for path in UNITS.glob("*.service")))
def test_the_units_start_commands_that_exist(name: str) -> None:
    (command,) = commands(UNITS / name)
    assert CliRunner().invoke(main, [*command.split(), "--help"]).exit_code == 0


def test_a_faulty_configuration_is_not_started_again_and_again() -> None:
    """Faults exit 2, and wait for a person."""
    assert "RestartPreventExitStatus=2" in (UNITS / "duban.service").read_text(encoding="utf-8")
