"""Two keys before 销号: the approver's check, then the superior's confirmation that the office enters."""

from datetime import timedelta

from domain.appointments import appointments
from domain.item import ItemStatus
from domain.views import Audience, Rung
from tests.domain.office import RULES, item
from tests.handlers.office import Bureau

UNIT = "社会救助股"


async def check(bureau: Bureau, number: int = 15) -> None:
    """甲某 asks for 销号, and 分管甲 agrees."""
    bureau.add(item(number=number, kind="inspection", title="审计反馈"))
    await bureau.say("甲某", f"/done {number} 已整改")
    await bureau.press("分管甲", "同意销号")


async def test_agreeing_is_the_first_key_and_the_office_turns_the_second(bureau: Bureau) -> None:
    group = bureau.group("救助股", UNIT, "甲某")
    await check(bureau)
    assert bureau.status(15) is ItemStatus.SUBMITTED
    assert "初核同意，待上级确认" in bureau.texts("分管甲")[-1]
    assert bureau.playground.messages(group.chat_id) == []
    assert "待上级确认" in (await bureau.say("甲某", "/item 15"))[0]
    await bureau.press("办主任", "登记上级确认")
    await bureau.say("办主任", "市民政局销号函〔2026〕8号")
    closed = bureau.item(15)
    assert (closed.status, closed.confirmed_basis) == (ItemStatus.CLOSED, "市民政局销号函〔2026〕8号")
    assert "予以销号" in bureau.playground.messages(group.chat_id)[-1].text
    assert "无须重复" in (await bureau.say("办主任", "/confirm 15 再次"))[0]


async def test_the_second_key_needs_the_first_and_the_office(bureau: Bureau) -> None:
    bureau.add(item(number=15, kind="inspection"))
    await bureau.say("甲某", "/done 15")
    assert "尚未初核" in (await bureau.say("办主任", "/confirm 15 函8号"))[0]
    await bureau.press("分管甲", "同意销号")
    await bureau.say("分管甲", "/confirm 15 函8号")
    assert bureau.status(15) is ItemStatus.SUBMITTED


async def test_what_was_checked_may_be_returned_and_is_checked_anew(bureau: Bureau) -> None:
    await check(bureau)
    await bureau.say("分管甲", "/item 15")
    await bureau.press("分管甲", "退回补充")
    await bureau.press("分管甲", "佐证不足")
    assert (bureau.status(15), bureau.item(15).checked_at) == (ItemStatus.ACKNOWLEDGED, None)


async def test_each_key_is_taken_back_by_who_turned_it(bureau: Bureau) -> None:
    await check(bureau)
    await bureau.say("甲某", "/undo 15")
    assert bureau.item(15).checked_at is not None  # it is the approver's to take back now
    await bureau.say("分管甲", "/undo 15")
    assert (bureau.status(15), bureau.item(15).checked_at) == (ItemStatus.SUBMITTED, None)
    await bureau.press("分管甲", "同意销号")
    await bureau.say("办主任", "/confirm 15 函8号")
    await bureau.say("办主任", "/undo 15")
    assert (bureau.status(15), bureau.item(15).confirmed_basis) == (ItemStatus.SUBMITTED, "")
    assert bureau.item(15).checked_at is not None


async def test_the_office_is_reminded_once_and_the_approver_not_at_all(bureau: Bureau) -> None:
    await check(bureau)
    dates = appointments(bureau.item(15), RULES)
    waits = [each for each in dates if each.moment > bureau.now and each.rung in (Rung.WAIT, Rung.CONFIRM)]
    assert [(each.rung, each.audience) for each in waits] == [(Rung.CONFIRM, Audience.OFFICE)]
    assert waits[0].moment - bureau.now < timedelta(days=5)
