"""报告周期: set by /edit, answered by reply or by [无变化], shown on the card."""

import pytest

from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels


async def test_a_rhythm_is_set_shown_and_taken_away(bureau: Bureau) -> None:
    bureau.add(item("2026-12-31"))
    [asked] = await bureau.say("办主任", "/edit 12 报告 每周五")
    assert "报告周期：无 → 每周五" in asked
    await bureau.press("办主任", "确认调整")
    assert bureau.item(12).report_every == "week/5"
    [card] = await bureau.say("甲某", "/item 12")
    assert "报告周期：每周五" in card
    await bureau.say("股长", "/edit 12 报告=停止")
    await bureau.press("股长", "确认调整")
    assert bureau.item(12).report_every == ""


@pytest.mark.parametrize("words", ["经常", "12月20日", "每隔三天", "长" * 5000])
async def test_what_is_no_rhythm_is_refused_with_an_example(bureau: Bureau, words: str) -> None:
    bureau.add(item("2026-12-31"))
    replies = await bureau.say("办主任", f"/edit 12 报告周期={words}")
    assert len(replies) == 1
    assert "报告 每周五" in replies[0] or "最多" in replies[0] or "过长" in replies[0]
    assert bureau.item(12).report_every == ""


async def test_no_change_is_recorded_once_a_day_and_the_message_stays(bureau: Bureau) -> None:
    bureau.add(item("2026-12-31", report_every="week/5"))
    await bureau.say("甲某", "/item 12")
    message = bureau.newest("甲某")
    for _ in range(2):
        assert "第12号已记录：无变化" in (await bureau.forge("甲某", message, "same:12:0:-1") or "")
    assert [step.note for step in bureau.item(12).history] == ["无变化"]
    assert labels(bureau.newest("甲某")) == labels(message)
    await bureau.say("甲某", "/undo 12")
    assert bureau.item(12).progress == ""
