"""撤回 of one's own 办结 and 申请销号."""

from domain.item import ItemStatus
from domain.roster import Person, Role
from tests.domain.office import item
from tests.handlers.office import Bureau


async def test_undo_without_a_number_takes_back_what_the_speaker_did_last(bureau: Bureau) -> None:
    bureau.add(item(number=12), item(number=13))
    await bureau.say("甲某", "/done 13")
    bureau.wait(minutes=1)
    await bureau.say("甲某", "/done 12")
    [reply] = await bureau.say("甲某", "/undo")
    assert "第12号" in reply
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    await bureau.say("甲某", "撤回")
    assert bureau.status(13) is ItemStatus.ACKNOWLEDGED
    [nothing] = await bureau.say("甲某", "/undo")
    assert "没有可以撤回的操作" in nothing


async def test_a_submission_counts_as_what_the_speaker_did_last(bureau: Bureau) -> None:
    bureau.add(item(number=12), item(number=13, kind="rectification"))
    await bureau.say("甲某", "/done 12")
    bureau.wait(minutes=1)
    await bureau.say("甲某", "/done 13")
    await bureau.say("甲某", "/undo")
    assert bureau.status(13) is ItemStatus.ACKNOWLEDGED


async def test_what_was_closed_more_than_a_day_ago_stays_closed(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    await bureau.say("甲某", "/done 12")
    bureau.wait(hours=25)
    [reply] = await bureau.say("甲某", "/undo 12")
    assert "撤回时限" in reply
    assert bureau.status(12) is ItemStatus.CLOSED


async def test_what_a_namesake_elsewhere_closed_is_not_what_the_speaker_did_last(bureau: Bureau) -> None:
    """The speaker was told that an item of which they may know nothing does not exist; their own stayed closed."""
    with bureau.ledger.transaction(at=bureau.now, by="test", did="appoint") as tx:
        tx.save_person(Person(name="甲某", unit="儿童福利股", role=Role.STAFF, telegram_id=9099))
    bureau.players["同名"] = bureau.playground.person(9099, "甲某")
    bureau.add(item(number=12), item(number=13, unit="儿童福利股"))
    await bureau.say("甲某", "/done 12")
    bureau.wait(minutes=1)
    await bureau.say("同名", "/done 13")
    [reply] = await bureau.say("甲某", "/undo")
    assert "第12号" in reply
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    assert bureau.status(13) is ItemStatus.CLOSED


async def test_the_button_pressed_twice_takes_back_once(bureau: Bureau) -> None:
    """docs/promises.md 25."""
    bureau.add(item(number=12))
    await bureau.say("甲某", "/done 12")
    message = bureau.newest("甲某", "撤回")
    undo = message.buttons[0].data
    assert await bureau.press("甲某", "撤回") == ""
    await bureau.say("甲某", "/done 12")
    assert "状态已变化" in (await bureau.forge("甲某", message, undo) or "")
    assert bureau.status(12) is ItemStatus.CLOSED


async def test_what_the_button_took_back_is_said_in_place_of_what_it_hung_on(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    await bureau.say("甲某", "/done 12")
    await bureau.press("甲某", "撤回")
    [told] = bureau.texts("甲某")
    assert "已撤回办结" in told
    assert bureau.newest("甲某").labels == [["办结"]]


async def test_undo_in_reply_means_the_item_of_the_message(bureau: Bureau) -> None:
    bureau.add(item(number=12), item(number=13))
    await bureau.say("甲某", "/done 12")
    first = bureau.newest("甲某")
    await bureau.say("甲某", "/done 13")
    await bureau.say("甲某", "/undo", reply_to=first)
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    assert bureau.status(13) is ItemStatus.CLOSED


async def test_undo_of_several_numbers_takes_back_each_of_them(bureau: Bureau) -> None:
    """Formerly the first was taken back, and of the others not a word was said."""
    bureau.add(item(number=12), item(number=13), item(number=14))
    await bureau.say("甲某", "/done 12 13")
    replies = " ".join(await bureau.say("甲某", "/undo 12 13 14"))
    assert bureau.status(12) is bureau.status(13) is ItemStatus.ACKNOWLEDGED
    assert all(f"第{number}号" in replies for number in (12, 13, 14))
    assert "尚未办结" in replies
