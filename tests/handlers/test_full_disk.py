"""What is said when a file that was asked for can't be written: one line, nothing half done, and the bot goes on."""

import asyncio
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from os.path import exists
from pathlib import Path

from openpyxl.worksheet._writer import ALL_TEMP_FILES

from handlers.unserved import Unserved
from store.values import Waiting
from tests.domain.office import item
from tests.handlers.office import Bureau
from transport.intake import Intake

OFFICE = "办主任"
FULL = "磁盘空间不足，文件未能写入，台账未受影响。请报办公室，由运维人员清理后重试。"


@contextmanager
def little_room(ledger: Path) -> Iterator[None]:
    """What is said still fits into the journal, whose month has just begun; no larger file can be written."""
    newest = max(Path(f"{ledger}.journal").glob("*.jsonl"))
    most = len(newest.read_bytes().rstrip(b"\0")) + 18_000
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def spooled(bureau: Bureau) -> set[str]:
    return {path.name for path in bureau.ledger.spool.glob("*")}


async def test_a_full_disk_is_said_in_one_line_and_the_file_comes_once_there_is_room(bureau: Bureau) -> None:
    """A chart, a paper, a list, figures and a calendar; docs/promises.md 3."""
    bureau.add(*(item("2026-12-15", number=n, title=f"敬老院改造{n}") for n in range(1, 301)))
    bureau.wait(days=14)
    await bureau.say(OFFICE, "/figures")
    figures = bureau.newest(OFFICE)
    await bureau.say(OFFICE, "/calendar")
    calendar = bureau.newest(OFFICE)
    await bureau.say(OFFICE, "/tasks")
    tasks = bureau.newest(OFFICE)
    before = spooled(bureau)
    with little_room(bureau.ledger.path):
        for said in ("/chart", "/paper 月通报"):
            assert await bureau.say(OFFICE, said) == [FULL]
        for message, label in ((tasks, "导出表格"), (figures, "导出表格"), (calendar, "下载日历文件")):
            assert await bureau.press(OFFICE, label, message) == FULL
        await bureau.players[OFFICE].send_file(None, "台账.xlsx", b"PK" + bytes(100_000))
        await bureau.breathe()
        assert bureau.newest(OFFICE).text == FULL
        assert "第12号" in (await bureau.say("甲某", "/item 12"))[0]
        assert spooled(bureau) == before
        assert not any(map(exists, ALL_TEMP_FILES)), "what openpyxl had begun takes no room"
    assert not bureau.ledger.papers()
    await bureau.say(OFFICE, "/paper 月通报")
    assert bureau.newest(OFFICE).file_name.endswith(".docx")
    await bureau.press(OFFICE, "导出表格", tasks)
    assert bureau.newest(OFFICE).file_name.endswith(".xlsx")


async def test_drawing_that_fails_otherwise_is_an_apology_and_the_bot_goes_on(bureau: Bureau) -> None:
    """Nothing about the disk is said that is not so; the log has it under the number."""
    bureau.add(item("2026-12-15", number=12))
    bureau.ledger.spool.rmdir()
    bureau.ledger.spool.write_bytes(b"")  # where the folder of files should be, a file is
    given_up = asyncio.Event()

    def give_up(waiting: Waiting, reference: str) -> None:
        Unserved(bureau.ledger, lambda: bureau.now).give_up(waiting, reference)
        given_up.set()

    intake = Intake(
        ledger=bureau.ledger,
        handle=bureau.feed,
        on_given_up=give_up,
        on_flood=lambda _: None,
        on_not_saved=lambda _: None,
        clock=lambda: bureau.now,
        monotonic=time.monotonic,
        speed=1_000,
    )
    await bureau.players[OFFICE].say(None, "/chart")
    await bureau.receive()
    serving = asyncio.create_task(intake.run())
    await given_up.wait()
    await intake.stop(1)
    await serving
    await bureau.breathe()
    assert bureau.texts(OFFICE)[-1].startswith("抱歉，刚才的操作未能完成，台账未受影响。")
    assert "第12号" in (await bureau.say(OFFICE, "/item 12"))[0]
    bureau.ledger.spool.unlink()
    await bureau.say(OFFICE, "/chart")
    assert bureau.newest(OFFICE).media
