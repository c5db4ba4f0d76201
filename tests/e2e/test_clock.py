"""The clock is moved under a running bot, and over one that is down."""

import signal
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.e2e.bureau import BUREAU, CARE, RELIEF, Bureau

DOWN, LATE_MORNING = "2026-11-20T08:00:00+08:00", "2026-11-20T11:00:00+08:00"
OVERDUE = {"due": "2026-11-19"}  # a Thursday: the first 催办 is due on Friday at 9:30


def _morning(bureau: Bureau) -> None:
    """Two units with a group each, an item overdue since yesterday in both, and the bureau's group."""
    for unit in (RELIEF, CARE, BUREAU):
        bureau.add_group(unit)
    old = "2026-01-05T10:00:00+08:00"
    for number, owner in ((12, "甲某"), (13, "甲某"), (14, "丙某")):
        bureau.add_item(number, owner, **OVERDUE, assigned_at=old, due_set_at=old)


def _said(bureau: Bureau) -> dict[str, list[str]]:
    return {unit: bureau.in_group(unit) for unit in bureau.groups}


def _heard(bureau: Bureau, *counts: int) -> Callable[[], bool]:
    """Whether the three groups have heard at least so many messages."""
    return lambda: all(len(texts) >= count for texts, count in zip(_said(bureau).values(), counts, strict=True))


async def test_down_across_the_morning_tells_each_chat_once_and_marks_it(bureau: Bureau) -> None:
    """docs/promises.md 6: one late digest, every overdue item once, and no more at the next start."""
    _morning(bureau)
    await bureau.open()
    await bureau.looked()
    await bureau.bot.kill()
    assert not any(_said(bureau).values())
    bureau.telegram.clock.set(datetime.fromisoformat(LATE_MORNING))
    await bureau.start()
    await bureau.until(_heard(bureau, 1, 1, 1))
    await bureau.looked()
    said = _said(bureau)
    for unit, numbers in ((RELIEF, (12, 13)), (CARE, (14,))):
        assert len([text for text in said[unit] if "【今日提示】" in text]) == 1
        assert all("补发" in text.splitlines()[0] for text in said[unit])
        assert all(sum(f"第{number}号" in text for text in said[unit]) == 1 for number in numbers)
    assert len(said[BUREAU]) == 1
    assert await bureau.bot.stop() == 0
    await bureau.start()
    await bureau.looked()
    assert _said(bureau) == said


async def test_a_frozen_process_sends_the_digest_when_it_thaws(bureau: Bureau) -> None:
    """docs/promises.md 7: nothing of it runs while 8:30 passes."""
    _morning(bureau)
    await bureau.open()
    await bureau.looked()
    bureau.bot.signal(signal.SIGSTOP)
    bureau.telegram.clock.advance(timedelta(minutes=30, seconds=5))
    bureau.bot.signal(signal.SIGCONT)
    await bureau.until(_heard(bureau, 1, 1, 1))
    await bureau.looked()
    assert [len(texts) for texts in _said(bureau).values()] == [1, 1, 1]
    assert not any("补发" in text for texts in _said(bureau).values() for text in texts)


async def test_a_clock_that_steps_either_way_repeats_nothing_and_forgets_nothing(bureau: Bureau) -> None:
    """docs/promises.md 8: an hour back after the digest, and an hour ahead over the time of the alerts."""
    _morning(bureau)
    await bureau.open()
    clock = bureau.telegram.clock
    clock.advance(timedelta(minutes=31))
    await bureau.until(_heard(bureau, 1, 1, 1))
    await bureau.looked()
    digests = _said(bureau)
    assert [len(texts) for texts in digests.values()] == [1, 1, 1]
    for hours in (-1, 1, -1):
        clock.advance(timedelta(hours=hours))
        await bureau.looked()
        assert _said(bureau) == digests
    for hours in (2, -1, 1):
        clock.advance(timedelta(hours=hours))
        await bureau.until(_heard(bureau, 2, 2, 1))
        await bureau.looked()
    said = _said(bureau)
    assert [len(texts) for texts in said.values()] == [2, 2, 1]
    for unit in (RELIEF, CARE):
        assert "催办" in said[unit][1]
        assert "补发" not in said[unit][1]


async def test_five_hundred_old_items_start_no_storm(bureau: Bureau) -> None:
    """docs/promises.md 8: a ledger that is taken over with everything long overdue."""
    for unit in (RELIEF, CARE, BUREAU):
        bureau.add_group(unit)
    for number in range(1, 501):
        bureau.add_item(number, ("甲某", "丙某")[number % 2], due="2026-05-29")
    bureau.telegram.clock.set(datetime.fromisoformat(LATE_MORNING))
    await bureau.open()
    await bureau.until(_heard(bureau, 1, 1, 1))
    await bureau.looked()
    assert bureau.count("sendMessage") <= len(bureau.groups) + len(bureau.roster)
    bureau.telegram.clock.advance(timedelta(hours=5))
    await bureau.looked()
    assert bureau.count("sendMessage") <= len(bureau.groups) + len(bureau.roster)
