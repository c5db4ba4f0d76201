"""Open boards follow the ledger: each is told when something changed, and a page is rendered once for each reader."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from aiohttp import ClientResponse, web
from msgspec.structs import replace

from handlers.board.events import spread_of
from handlers.board.live import Rendered
from handlers.board.process import board_beside, keep
from handlers.board.server import application_of, runner_of, until
from handlers.board.site import MOST_OF_ONE
from tests.domain.office import OWNER, item
from tests.handlers.board import COOKIE, OpenBoard, open_board
from tests.handlers.office import Bureau


async def _listen(board: OpenBoard, name: str) -> ClientResponse:
    cookie = f"{COOKIE}={board.cookies_of(name)[COOKIE]}"
    return await board.client.get("/events", headers={"Cookie": cookie})


async def _event(stream: ClientResponse) -> str:
    """The next event, past the signs of life."""
    while True:
        said = (await stream.content.readuntil(b"\n\n")).decode()
        if said.startswith("event:"):
            return said.strip()


async def test_each_open_board_is_told_of_a_change_once(board: OpenBoard) -> None:
    streams = [await _listen(board, name) for name in ("局长", "甲某", "纪委") * 10]
    first = {await _event(stream) for stream in streams}
    assert len(first) == 1
    assert not board.desk.live.look()
    board.bureau.add(item(number=1))
    assert board.desk.live.look()
    second = {await _event(stream) for stream in streams}
    assert len(second) == 1
    assert first != second
    assert board.desk.live.revision in second.pop()
    for stream in streams:
        stream.close()


async def test_nobody_takes_the_connections_of_all(board: OpenBoard) -> None:
    streams = [await _listen(board, "甲某") for _ in range(MOST_OF_ONE + 1)]
    assert [stream.status for stream in streams[-2:]] == [200, 503]
    other = await _listen(board, "局长")
    assert other.status == 200
    for stream in (*streams, other):
        stream.close()


async def test_the_more_boards_are_open_the_longer_they_take_to_ask_for_what_is_new(board: OpenBoard) -> None:
    assert [spread_of(boards) for boards in (1, 100, 1_000)] == [2_000, 2_000, 20_000]
    stream = await _listen(board, "局长")
    assert (await _event(stream)).endswith(f"{board.desk.live.revision} 2000")
    stream.close()


async def test_the_board_of_whoever_leaves_the_roster_is_ended(board: OpenBoard) -> None:
    stream = await _listen(board, "甲某")
    await _event(stream)
    with board.bureau.ledger.transaction(at=board.bureau.now, by="test", did="retire") as tx:
        tx.save_person(replace(OWNER, left_at=board.bureau.now))
    board.desk.live.look()
    assert (await _event(stream)).startswith("event: ended")
    assert await stream.content.read() == b""


async def test_time_alone_moves_a_board_every_five_minutes(board: OpenBoard) -> None:
    board.bureau.add(item("2026-11-20T17:30", number=1))
    board.desk.live.look()
    assert "今日17:30到期" in (await board.get("/", "甲某")).text
    board.bureau.wait(minutes=4)
    assert not board.desk.live.look()
    board.bureau.wait(minutes=1)
    assert board.desk.live.look()
    board.bureau.wait(hours=2)
    assert "已过时限" in (await board.get("/", "甲某")).text


async def test_a_page_is_rendered_once_for_each_revision_reader_and_address(board: OpenBoard) -> None:
    made = []
    rendered = Rendered(most=40)

    def render() -> str:
        made.append(1)
        return "x" * 15

    for key in (("1", 7, "/"), ("1", 7, "/"), ("1", 8, "/"), ("2", 7, "/"), ("2", 7, "/items")):
        assert rendered.of(*key, render) == b"x" * 15
    assert len(made) == 4
    rendered.of("1", 7, "/", render)  # it had made room
    assert len(made) == 5
    cookies = board.cookies_of("甲某")
    assert (await board.get("/", cookies)).text == (await board.get("/", cookies)).text


async def test_a_ledger_that_can_not_be_read_is_said_so_above_what_was_last_known(board: OpenBoard) -> None:
    board.bureau.add(item(number=1))
    assert (await board.get("/items", "甲某")).numbers == {1}
    folder = f"{board.bureau.ledger.path}.journal"
    os.rename(folder, f"{folder}.aside")  # noqa: PTH104
    page = await board.get("/items", "甲某")
    assert page.numbers == {1}
    assert "台账暂时无法读取" in page.text
    assert [board.desk.live.pause(before) for before in (1, 16, 30)] == [2, 30, 30]
    os.rename(f"{folder}.aside", folder)  # noqa: PTH104
    assert "台账暂时无法读取" not in (await board.get("/items", "甲某")).text
    assert board.desk.live.pause(30) == 1


def _noting(file: Path, then: str) -> tuple[str, ...]:
    """A process that writes its number down, and goes on as told."""
    return sys.executable, "-c", f"import os, sys, time; print(os.getpid(), file=open({str(file)!r}, 'a')); {then}"


def _numbers(file: Path) -> list[int]:
    return [int(line) for line in file.read_text(encoding="utf-8").split()] if file.exists() else []


async def _started(file: Path, count: int) -> list[int]:
    async with asyncio.timeout(20):
        while len(_numbers(file)) < count:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.02)
    return _numbers(file)


async def test_the_boards_process_is_started_again_and_ends_with_the_bot(tmp_path: Path) -> None:
    file = tmp_path / "started"
    keeping = asyncio.create_task(keep(_noting(file, "pass"), again=0.01))
    assert len(set(await _started(file, 3))) == 3
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    other = tmp_path / "waiting"
    async with board_beside(_noting(other, "sys.stdin.read()")):
        [pid] = await _started(other, 1)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_board_that_follows_no_more_ends(board: OpenBoard) -> None:
    """Whoever started it starts it again; else it would show for ever what it knew last, and say nothing."""

    async def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await until(asyncio.Event(), broken())
    stop = asyncio.Event()
    stop.set()
    await until(stop, board.desk.live.follow())


async def test_a_board_that_was_started_again_is_at_no_revision_of_the_one_before(bureau: Bureau) -> None:
    """An open page that has the same revision would not ask for what happened meanwhile."""
    async with open_board(bureau) as before, open_board(bureau) as after:
        assert before.desk.live.revision != after.desk.live.revision


async def test_a_board_that_can_not_be_started_is_tried_again(tmp_path: Path) -> None:
    file = tmp_path / "started"
    program = tmp_path / "program"
    keeping = asyncio.create_task(keep((str(program), str(file)), again=0.01))
    await asyncio.sleep(0)  # it was tried without one
    program.write_text(f"#!{sys.executable}\nimport os, sys\nprint(os.getpid(), file=open(sys.argv[1], 'a'))\n")
    program.chmod(0o700)
    await _started(file, 1)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


async def test_no_log_keeps_what_was_asked_for(board: OpenBoard, caplog: pytest.LogCaptureFixture) -> None:
    """There are links among it, and whoever sends nonsense would fill the log."""
    caplog.set_level("DEBUG")
    runner = runner_of(application_of(board.desk))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    secret = "A" * 32
    for line in (f"GET /sign-in/{secret} HTTP/1.1", f"GET /calendar/{secret}.ics HTTP/9", f"FOO /{secret} HTTP/1.1"):
        reader, writer = await asyncio.open_connection(*runner.addresses[0])
        writer.write(f"{line}\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert await reader.readline()
        writer.close()
    await runner.cleanup()
    assert secret not in caplog.text
    assert "Error handling" not in caplog.text
