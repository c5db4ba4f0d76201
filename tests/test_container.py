"""The container files: what the image carries suffices, it is nobody's and read-only, and compose says what it should.

Where there is no Docker the image itself is not built here; what it would carry is put together and run.
"""

import asyncio
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # pre-commit brings it

from playground.telegram.server import Playground
from tests.e2e.bureau import TOKEN
from tests.test_house import ARROWS

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
NOBODY = "65534:65534"
#: As the image runs it: nothing is compiled any more.
PYTHON = (sys.executable, "-B", "-X", "pycache_prefix=")
#: Rooms that no bot needs.
REHEARSAL = {"playground"}


def instructions(stage: int = -1) -> list[tuple[str, str]]:
    """The instructions of a stage, the last by default."""
    stages = re.split(r"^(?=FROM )", DOCKERFILE, flags=re.MULTILINE)
    found = (line.partition(" ") for line in stages[stage].splitlines() if line and not line.startswith("#"))
    return [(name, rest.strip()) for name, _, rest in found]


def copied() -> list[str]:
    """What the last stage copies out of the checkout."""
    lines = (rest.split() for name, rest in instructions() if name == "COPY" and "--from" not in rest)
    return [source for *sources, _ in lines for source in sources]


def test_the_base_is_pinned_and_the_same_in_every_stage() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, flags=re.MULTILINE)
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", bases[0])
    assert re.fullmatch(r"postgres:\d+\.\d+-\w+", COMPOSE["services"]["database"]["image"])


def test_the_image_is_nobodys_and_nothing_in_it_installs_anything() -> None:
    last = dict(instructions())
    assert last["USER"] == NOBODY
    names = [name for name, _ in instructions()]
    assert names.index("USER") > max(place for place, name in enumerate(names) if name in {"RUN", "COPY"})
    assert "pip uninstall" in DOCKERFILE.rpartition("FROM ")[2]
    assert "--require-hashes" in DOCKERFILE
    assert not re.search(r"apt-get|curl|ADD |:latest", DOCKERFILE)


def test_what_is_copied_is_every_room_that_a_bot_needs_and_is_let_through() -> None:
    assert {*ARROWS, "house", "bot.py", "config.py", "LICENSE"} - REHEARSAL == set(copied())
    through = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"}
    needed = {*copied(), *re.findall(r"(?<=\s)requirements/\w+\.txt(?=\s)", DOCKERFILE.partition("RUN")[0])}
    assert through == needed


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with what the image carries of ours."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in copied():
        source = ROOT / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder)
    return folder


def test_the_board_the_figures_and_the_webhook_can_be_loaded_from_it(home: Path) -> None:
    program = (
        "import bot, house.wiring, house.running, house.board, house.city_board, monitoring.server, transport.webhook"
    )
    subprocess.run([*PYTHON, "-c", program], cwd=home, check=True)


async def test_a_bot_lives_from_what_the_image_carries_and_writes_none_of_it(home: Path, tmp_path: Path) -> None:
    config, before = tmp_path / "config.toml", files(home)
    async with Playground(token=TOKEN) as telegram:
        text = f'[telegram]\ntoken = "{TOKEN}"\nbase_url = "{telegram.base_url}"\n'
        await asyncio.to_thread(config.write_text, text, encoding="utf-8")
        command = (*PYTHON, "bot.py", "run", "--config", str(config))
        bot = await asyncio.create_subprocess_exec(*command, cwd=home, stderr=subprocess.PIPE)
        await telegram.person(7, "甲某").say(None, "/whoami")
        try:
            await telegram.wait_for(lambda: telegram.messages(7))
        finally:
            bot.terminate()
            _, said = await bot.communicate()
    assert bot.returncode == 0, said.decode()
    assert files(home) == before


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def test_bot_and_standby_differ_by_their_volume_alone_and_may_write_nothing_else() -> None:
    bot, standby = (dict(COMPOSE["services"][name]) for name in ("bot", "standby"))
    (config, own), (same, other) = bot.pop("volumes"), standby.pop("volumes")
    assert bot == standby
    assert config == same == "./config.toml:/etc/duban/config.toml:ro"
    assert (own, other) == ("bot:/var/lib/duban", "standby:/var/lib/duban")
    assert (bot["user"], bot["read_only"], bot["cap_drop"]) == (NOBODY, True, ["ALL"])
    assert bot["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert int(bot["stop_grace_period"].removesuffix("s")) > 10


def test_every_service_is_looked_after_and_no_secret_stands_in_the_file() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["healthcheck"]["test"][0] == "CMD", name
        assert service["restart"] == "unless-stopped", name
        assert "ports" not in service, name
    used = [volume.partition(":")[0] for s in COMPOSE["services"].values() for volume in s["volumes"]]
    assert {name for name in used if "/" not in name} == set(COMPOSE["volumes"])
    secrets = [v for s in COMPOSE["services"].values() for k, v in s["environment"].items() if k.endswith(("N", "RD"))]
    assert secrets
    assert all(re.fullmatch(r"\$\{DUBAN_\w+:\?.+\}", secret) for secret in secrets)


def has_compose() -> bool:
    if shutil.which("docker") is None:
        return False
    return subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_compose(), reason="no docker compose here: its own reading of compose.yaml is not asked")
def test_compose_itself_finds_no_fault(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("DUBAN_TOKEN=1:a\nDUBAN_STORE_PASSWORD=b\n", encoding="utf-8")
    command = ["docker", "compose", "--env-file", str(tmp_path / "env"), "config", "--quiet"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
