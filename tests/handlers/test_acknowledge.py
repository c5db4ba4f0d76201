"""签收 by command, by 收到 and by button."""

from domain.item import ItemStatus
from tests.domain.office import item
from tests.handlers.office import Bureau

NEW = ItemStatus.ASSIGNED
SIGNED = ItemStatus.ACKNOWLEDGED


async def test_ack_signs_the_items_named(bureau: Bureau) -> None:
    bureau.add(item(number=12, status=NEW), item(number=13, status=NEW))
    [reply] = await bureau.say("甲某", "/ack 12、13")
    assert "第12号" in reply
    assert bureau.status(13) is SIGNED
    [again] = await bureau.say("甲某", "签收 12")
    assert "已签收，无须重复" in again


async def test_a_receipt_signs_the_speakers_own_items_of_that_message(bureau: Bureau) -> None:
    group, message = await bureau.assignment()
    [reply] = await bureau.say("甲某", "收到", group, reply_to=message)
    assert "第12号" in reply
    assert "第14号" not in reply
    assert [bureau.status(n) for n in (12, 13, 14)] == [SIGNED, SIGNED, NEW]


async def test_a_heads_receipt_signs_for_the_unit(bureau: Bureau) -> None:
    group, message = await bureau.assignment()
    await bureau.say("股长", "收到！", group, reply_to=message)
    assert {bureau.status(n) for n in (12, 13, 14)} == {SIGNED}


async def test_a_second_receipt_is_mere_politeness(bureau: Bureau) -> None:
    group, message = await bureau.assignment()
    await bureau.say("甲某", "收到", group, reply_to=message)
    assert await bureau.say("甲某", "收到", group, reply_to=message) == []
    assert await bureau.say("陌生人", "收到", group, reply_to=message) == []
    assert bureau.ledger.waiting_updates() == []


async def test_ack_in_reply_signs_all_of_the_message(bureau: Bureau) -> None:
    group, message = await bureau.assignment()
    await bureau.say("甲某", "/ack", group, reply_to=message)
    assert [bureau.status(n) for n in (12, 13, 14)] == [SIGNED, SIGNED, NEW]


async def test_the_button_on_a_card_signs_and_brings_the_card_up_to_date(bureau: Bureau) -> None:
    bureau.add(item(number=12, status=NEW))
    await bureau.say("甲某", "/item 12")
    assert "已签收" in (await bureau.press("甲某", "签收") or "")
    assert bureau.status(12) is SIGNED
    assert "签收" not in [button.label for button in bureau.newest("甲某").buttons]
    assert len(bureau.texts("甲某")) == 1
