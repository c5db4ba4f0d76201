"""Upkeep: the TinyDB file follows within 5 s, failures are tried again, old correspondence goes once a day."""

import itertools
import json
import os
from datetime import datetime, timedelta

import pytest

from domain.letter import Letter
from jobs.upkeep import OWED_AT_MOST, PROMPT_UP_TO, REST_SECONDS, Upkeep
from store.journal.months import folder_of
from tests.domain.office import at
from tests.jobs.office import RELIEF_GROUP, Bureau, task


class Day:
    """A clock moved by hand; monotonic time moves with it."""

    def __init__(self) -> None:
        self.now = at("11-20 10:00")

    def clock(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.now.timestamp()

    async def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def keeps(bureau: Bureau, day: Day) -> Upkeep:
    """The house-keeping of the bureau."""
    return Upkeep(bureau.ledger, clock=day.clock, monotonic=day.monotonic, wait=day.wait)


async def test_the_file_follows_a_change_within_five_seconds(bureau: Bureau) -> None:
    day = Day()
    upkeep = keeps(bureau, day)
    await upkeep.step()
    for number in (1, 2, 3):
        bureau.items(task(number, "2026-12-01"))
        changed = day.now
        while bureau.ledger.needs_checkpoint:
            await day.wait(1.0)
            await upkeep.step()
        assert day.now - changed <= timedelta(seconds=5)
        assert str(number) in json.loads(bureau.path.read_bytes())["items"]


async def test_nothing_is_written_when_nothing_changed(bureau: Bureau) -> None:
    day = Day()
    upkeep = keeps(bureau, day)
    await upkeep.step()
    written = bureau.path.stat().st_mtime_ns
    await day.wait(10)
    await upkeep.step()
    assert bureau.path.stat().st_mtime_ns == written


async def test_a_large_file_is_written_promptly_now_and_then_but_rarely_all_day_long(bureau: Bureau) -> None:
    day = Day()
    upkeep = keeps(bureau, day)
    bureau.items(*(task(number, "2027-12-01") for number in range(1, PROMPT_UP_TO + 2)))
    written: list[datetime] = []
    while len(written) < 30:
        bureau.items(task(1, "2027-12-02", version=len(written)))
        await day.wait(1.0)
        await upkeep.step()
        if not bureau.ledger.needs_checkpoint:
            written.append(day.now)
    gaps = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(written)]
    assert max(gaps[:OWED_AT_MOST]) <= 5
    assert min(gaps[-10:]) >= REST_SECONDS


async def test_files_that_nobody_waits_for_go_after_three_days(bureau: Bureau) -> None:
    day = Day()
    spool = bureau.ledger.spool
    ages = {"sent.png": 4, "waiting.png": 4, "import-1.xlsx": 4, "import-2.xlsx": 2}
    for name, days in ages.items():
        (spool / name).write_bytes(b"x")
        then = (day.now - timedelta(days=days)).timestamp()
        os.utime(spool / name, (then, then))
    with bureau.ledger.transaction(at=day.now, by="test", did="post") as tx:
        tx.queue(Letter(chat_id=RELIEF_GROUP, html="附件", file="waiting.png", queued_at=day.now))
    await keeps(bureau, day).step()
    assert sorted(path.name for path in spool.iterdir()) == ["import-2.xlsx", "waiting.png"]


async def test_old_correspondence_goes_once_a_day(bureau: Bureau) -> None:
    day = Day()
    upkeep = keeps(bureau, day)
    bureau.items(task(10, "2026-11-20"))
    bureau.look("11-20 08:30")
    assert bureau.ledger.told("digest|2026-11-20|chat:1")
    day.now = at("12-20 00:10")
    await upkeep.step()
    assert not bureau.ledger.told("digest|2026-11-20|chat:1")


async def test_a_disk_that_refuses_is_logged_and_tried_again(bureau: Bureau, caplog: pytest.LogCaptureFixture) -> None:
    """docs/promises.md 3."""
    day = Day()
    upkeep = keeps(bureau, day)
    bureau.items(task(1, "2026-12-01"))
    folder = bureau.path.parent
    folder.rename(folder.with_name("away"))
    await upkeep.step()
    assert "upkeep failed" in caplog.text
    folder.with_name("away").rename(folder)
    await day.wait(5)
    await upkeep.step()
    assert not bureau.ledger.needs_checkpoint


async def test_a_ledger_that_left_its_place_is_told_at_once_and_again_when_it_is_back(bureau: Bureau) -> None:
    """Fault 1.8: unrecorded while nothing can be recorded, by a letter afterwards; what is acknowledged is filed."""
    day = Day()
    told: list[datetime] = []
    upkeep = Upkeep(
        bureau.ledger,
        clock=day.clock,
        monotonic=day.monotonic,
        wait=day.wait,
        on_displaced=lambda: told.append(day.now),
    )
    bureau.items(task(1, "2026-12-01"))
    folder = folder_of(bureau.path)
    folder.rename(away := folder.with_name("away"))
    for _ in range(3):
        await day.wait(5)
        await upkeep.step()
    assert len(told) == 1
    assert "1" in json.loads(bureau.path.read_bytes())["items"]
    assert not bureau.ledger.waiting_letters()
    away.rename(folder)
    await upkeep.step()
    (letter,) = bureau.ledger.waiting_letters()
    assert letter.chat_id == 9001
    assert "已恢复" in letter.html


async def test_a_clock_that_is_days_ahead_for_a_while_sweeps_nothing_away(bureau: Bureau) -> None:
    """Fault 1.9: neither a workbook that waits nor the memory of updates; what is really old goes a day later."""
    day = Day()
    jumped = timedelta()
    upkeep = Upkeep(
        bureau.ledger, clock=lambda: day.now + jumped, monotonic=day.monotonic, wait=lambda _seconds: _soon()
    )
    with bureau.ledger.transaction(at=day.now, by="test", did="receive") as tx:
        tx.receive(7, 5, b"{}", day.now)
        tx.handled(7)
    book = bureau.ledger.spool / "import-1.xlsx"
    book.write_bytes(b"x")
    os.utime(book, (day.now.timestamp(), day.now.timestamp()))
    await upkeep.step()
    jumped = timedelta(days=40)
    for _ in range(4):
        await day.wait(3600)
        await upkeep.step()
    assert book.exists()
    assert bureau.ledger.is_known(7)
    jumped = timedelta()
    await upkeep.step()
    assert book.exists()
    for _ in range(4 * 24):
        await day.wait(3600)
        await upkeep.step()
    assert not book.exists()
    assert bureau.ledger.is_known(7)


async def test_a_start_after_days_waits_a_day_before_it_deletes_for_age(bureau: Bureau) -> None:
    """Fault 1.9: nobody can tell whether the bot was away or its clock is wrong."""
    day = Day()
    with bureau.ledger.transaction(at=day.now, by="test", did="receive") as tx:
        tx.receive(7, 5, b"{}", day.now)
    book = bureau.ledger.spool / "import-1.xlsx"
    book.write_bytes(b"x")
    os.utime(book, (day.now.timestamp(), day.now.timestamp()))
    day.now += timedelta(days=4)
    bureau.restart("11-24 10:00")
    upkeep = keeps(bureau, day)
    await upkeep.step()
    assert book.exists()
    day.now += timedelta(days=1)
    await upkeep.step()
    assert not book.exists()


async def _soon() -> None:
    """Nobody waits."""


async def test_a_spool_that_somebody_removed_holds_up_nothing(bureau: Bureau, caplog: pytest.LogCaptureFixture) -> None:
    bureau.ledger.spool.rmdir()
    await keeps(bureau, Day()).step()
    assert "upkeep failed" not in caplog.text


async def test_a_new_day_brings_the_full_collection_and_a_start_does_not(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[datetime] = []
    day = Day()
    monkeypatch.setattr("jobs.upkeep.collect_at_night", lambda: collected.append(day.now))
    upkeep = keeps(bureau, day)
    for hours in (0, 1, 20, 1):
        await day.wait(3600 * hours)
        await upkeep.step()
    assert [moment.day for moment in collected] == [day.now.day]
