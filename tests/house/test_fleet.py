"""The fleet's own rules: when a file counts, how long a bureau waits, whose threads are whose."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from config import Config
from house.bureau_folder import BureauFolder
from house.bureau_log import name_bureau
from house.configuration.faults import ConfigFaults
from house.fleet import AT_MOST, WAS_WELL, Fleet, Means, is_expected
from house.own_threads import ThreadsOfEach, own_threads
from store.errors import JournalDamaged

PATIENCE = 20.0


def _write(folder: Path, name: str, office: str = "民政局", token: str = "") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(
        f'[telegram]\ntoken = "{token or f"71000000{len(name)}:{name}"}"\n[office]\nname = "{office}"\n'
        f'[store]\npath = "{name}.json"\n',
        encoding="utf-8",
    )
    return path


def _offices(folder: BureauFolder) -> dict[str, str]:
    return {
        name: each.meant.rules.office_name if isinstance(each.meant, Config) else "faulty"
        for name, each in folder.look().items()
    }


def test_a_file_counts_once_two_looks_found_the_same(tmp_path: Path) -> None:
    folder, path = BureauFolder(tmp_path, {}), _write(tmp_path, "a", "一局")
    whole = _write(tmp_path, "b", "乙局").read_bytes()
    assert _offices(folder) == {"a": "一局", "b": "乙局"}
    _write(tmp_path, "a", "二局")
    whole = path.read_bytes()
    path.write_bytes(whole[:40])  # being written: it would be a fault
    assert _offices(folder) == {"a": "一局", "b": "乙局"}
    path.write_bytes(whole)
    _write(tmp_path, "c", "丙局")
    assert _offices(folder) == {"a": "一局", "b": "乙局"}
    assert _offices(folder) == {"a": "二局", "b": "乙局", "c": "丙局"}
    path.write_bytes(whole[:40])
    assert [_offices(folder)["a"], _offices(folder)["a"]] == ["二局", "faulty"]


def test_a_file_that_an_editor_takes_away_for_a_moment_stays(tmp_path: Path) -> None:
    folder, path = BureauFolder(tmp_path, {}), _write(tmp_path, "a", "一局")
    held = _offices(folder)
    content = path.read_bytes()
    path.unlink()
    assert _offices(folder) == held
    path.write_bytes(content)
    assert [_offices(folder), _offices(folder)] == [held, held]
    path.unlink()
    assert [_offices(folder), _offices(folder)] == [held, {}]


def test_a_folder_that_is_away_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    home = tmp_path / "bureaux"
    home.mkdir()
    _write(home, "a", "一局")
    folder = BureauFolder(home, {})
    held = _offices(folder)
    home.rename(tmp_path / "elsewhere")
    assert [_offices(folder) for _ in range(3)] == [held] * 3
    assert [each.message[:25] for each in caplog.records] == ["the folder can't be read,"]


def test_a_token_in_the_environment_is_nobodys_and_an_examples_is_a_fault(tmp_path: Path) -> None:
    _write(tmp_path, "a", token="71:own")
    _write(tmp_path, "b", token="paste-the-token-from-BotFather")
    (tmp_path / ".hidden.toml").write_text("x", encoding="utf-8")
    found = BureauFolder(tmp_path, {"DUBAN_TOKEN": "71:everybodys"}).look()
    assert [*found] == ["a", "b"]
    own = found["a"].meant
    assert isinstance(own, Config)
    assert (own.token.reveal(), own.name) == ("71:own", "a")
    assert isinstance(found["b"].meant, ConfigFaults)


class Lives:
    """What the bureaux of a fleet do; ``live`` may be told to raise, and to end only when it may."""

    def __init__(self, folder: Path) -> None:
        self.now = 0.0
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.waits: list[float] = []
        self.raising: dict[str, Exception] = {}
        self.lasting: dict[str, float] = {}
        self.may_end = asyncio.Event()
        self.may_end.set()
        self._news = asyncio.Condition()
        means = Means(self.live, lambda error: f"{type(error).__name__}: {error}", self.wait, lambda: self.now)
        self.fleet = Fleet(BureauFolder(folder, {}), means)

    async def live(self, config: Config, stop: asyncio.Event) -> None:
        logging.getLogger("duban").info("begun")
        self.begun.append(config.rules.office_name)
        await self._tell()
        self.now += self.lasting.get(config.name, 0.0)
        if config.name in self.raising:
            raise self.raising[config.name]
        await stop.wait()
        await self.may_end.wait()
        self.ended.append(config.rules.office_name)
        await self._tell()

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        if len(self.waits) > 20:
            await asyncio.Event().wait()
        await self._tell()

    async def look(self) -> None:
        """Twice is what a change needs."""
        await self.fleet.look()
        await self.fleet.look()

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(holds)

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[Lives]:
    lives = Lives(folder)
    await lives.fleet.look()
    yield lives
    lives.may_end.set()
    assert await lives.fleet.end() == set()


async def test_a_changed_bureau_begins_once_it_has_ended_and_the_others_go_on(tmp_path: Path) -> None:
    _write(tmp_path, "a", "一局")
    _write(tmp_path, "b", "乙局")
    async with _running(tmp_path) as lives:
        await lives.until(lambda: lives.begun == ["一局", "乙局"])
        lives.may_end.clear()
        _write(tmp_path, "a", "二局")
        _write(tmp_path, "c", "丙局")
        await lives.look()
        await lives.until(lambda: "丙局" in lives.begun)
        assert "二局" not in lives.begun
        lives.may_end.set()
        await lives.until(lambda: "二局" in lives.begun)
        assert lives.ended == ["一局"]
    assert sorted(lives.ended) == sorted(["一局", "二局", "乙局", "丙局"])


async def test_a_renamed_bureau_waits_for_its_former_name_without_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = _write(tmp_path, "b", "一局")
    async with _running(tmp_path) as lives:
        await lives.until(lambda: lives.begun == ["一局"])
        lives.may_end.clear()
        path.rename(tmp_path / "a.toml")
        await lives.look()
        await lives.look()
        lives.may_end.set()
        await lives.until(lambda: lives.begun == ["一局", "一局"])
        assert lives.ended == ["一局"]
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


async def test_the_second_of_two_with_one_bot_says_so_once_and_runs_when_the_first_is_gone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = _write(tmp_path, "a", "一局", token="71:same")
    _write(tmp_path, "b", "乙局", token="71:same")
    _write(tmp_path, "c", "丙局", token="71:same")
    _write(tmp_path, "d", "丁局")
    async with _running(tmp_path) as lives:
        await lives.until(lambda: lives.begun == ["一局", "丁局"])
        await lives.look()
        (tmp_path / "d.toml").unlink()
        await lives.look()
        await lives.until(lambda: lives.ended == ["丁局"])
        assert [each.message for each in caplog.records if each.levelno >= logging.ERROR] == [
            "Taken: telegram.token belongs to a"
        ] * 2
        first.unlink()
        await lives.look()
        await lives.until(lambda: len(lives.begun) == 3)
    assert lives.begun[2:] in (["乙局"], ["丙局"])


async def test_a_fault_is_said_once_and_tried_again_after_growing_waits(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _write(tmp_path, "a", "一局")
    _write(tmp_path, "b", "乙局")
    async with _running(tmp_path) as lives:
        await lives.until(lambda: lives.begun == ["一局", "乙局"])
        lives.raising["c"] = JournalDamaged(tmp_path, 3, "its bytes were altered")
        _write(tmp_path, "c", "丙局")
        await lives.look()
        await lives.until(lambda: len(lives.waits) > 12)
        assert lives.waits[:4] == [1.0, 2.0, 4.0, 8.0]
        assert max(lives.waits) == AT_MOST
        faults = [each for each in caplog.records if each.levelno >= logging.ERROR]
        assert [each.message.partition(":")[0] for each in faults] == ["JournalDamaged"]
        assert faults[0].exc_info is None
        assert lives.ended == []


async def test_a_bureau_that_was_well_for_a_while_is_tried_again_soon_and_tells_of_its_next_fault(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _write(tmp_path, "a", "一局")
    async with _running(tmp_path) as lives:
        lives.raising["a"] = RuntimeError("odd")
        lives.lasting["a"] = WAS_WELL
        await lives.until(lambda: len(lives.waits) >= 3)
        assert set(lives.waits) == {1.0}
        faults = [each for each in caplog.records if each.levelno >= logging.ERROR]
        assert len(faults) >= 3
        assert all(each.exc_info for each in faults)


def test_a_driver_that_is_not_installed_needs_no_traceback() -> None:
    assert is_expected(ModuleNotFoundError("No module named 'psycopg'", name="psycopg"))
    assert not is_expected(ModuleNotFoundError("No module named 'house.x'", name="house.x"))


async def test_each_line_bears_the_bureau_that_it_is_about(tmp_path: Path) -> None:
    _write(tmp_path, "a")
    _write(tmp_path, "b")
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(f"{record.bureau} {record.getMessage()}")  # type: ignore[method-assign, attr-defined]
    handler.addFilter(name_bureau)
    logging.root.addHandler(handler)
    logging.getLogger("duban").setLevel(logging.INFO)
    try:
        async with _running(tmp_path) as lives:
            await lives.until(lambda: len(lives.begun) == 2)
            logging.getLogger("duban").info("nobody's")
    finally:
        logging.root.removeHandler(handler)
        logging.getLogger("duban").setLevel(logging.NOTSET)
    assert lines == ["a begun", "b begun", "- nobody's"]


async def test_a_bureau_whose_threads_all_wait_takes_none_from_another() -> None:
    """Its database does not answer: whatever it has under way hangs."""
    asyncio.get_running_loop().set_default_executor(ThreadsOfEach())
    is_over = threading.Event()

    async def hang() -> None:
        with own_threads():
            await asyncio.gather(*(asyncio.to_thread(is_over.wait) for _ in range(100)))

    hanging = asyncio.create_task(hang())
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(PATIENCE):
            with own_threads():
                assert await asyncio.to_thread(lambda: 7) == 7
            assert await asyncio.to_thread(lambda: 8) == 8
        assert not hanging.done()
    finally:
        is_over.set()
        await hanging
