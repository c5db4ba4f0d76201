"""docs/promises.md 25: an old button, one pressed twice or by the wrong person, is answered once."""

from domain.actions import Action
from domain.item import ItemStatus
from domain.letter import Letter
from tests.domain.office import RULES, item
from tests.handlers.office import Bureau
from texts.lines import act_button


async def test_a_button_pressed_twice_acts_once(bureau: Bureau) -> None:
    """docs/promises.md 25."""
    bureau.add(item(number=12))
    await bureau.say("甲某", "/item 12")
    card = bureau.newest("甲某")
    data = next(button.data for button in card.buttons if button.label == "办结")
    assert await bureau.press("甲某", "办结") == ""
    version = bureau.item(12).version
    assert "办结，无须重复操作" in (await bureau.forge("甲某", card, data) or "")
    assert bureau.item(12).version == version


async def test_in_a_group_the_answer_to_a_press_names_who_pressed(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    await bureau.say("甲某", "/item@duban_bot 12", group)
    await bureau.press("股长", "办结", chat=group)
    assert bureau.playground.messages(group.chat_id)[-1].text.startswith("股长：\n✅ 第12号")


async def test_a_digest_that_names_one_item_stays_when_its_button_is_pressed(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    button = act_button(Action.DONE, bureau.item(12), RULES, with_number=True)
    with bureau.ledger.transaction(at=bureau.now, by="test", did="digest") as tx:
        digest = Letter(chat_id=group.chat_id, html="今日提示", rows=((button,),), about=(12,), queued_at=bureau.now)
        tx.queue(digest)
    await bureau.say("股长", "/help@duban_bot", group)
    await bureau.press("股长", "办结第12号", chat=group)
    told = [message.text for message in bureau.playground.messages(group.chat_id)]
    assert told[0] == "今日提示"
    assert "已办结" in told[-1]
    assert "本人或办公室撤回" in (await bureau.press("甲某", "撤回", chat=group) or "")
    assert "已办结" in bureau.newest("甲某", "撤回", group).text


async def test_the_wrong_persons_press_is_answered_and_does_nothing(bureau: Bureau) -> None:
    """docs/promises.md 25."""
    bureau.add(item(number=12))
    group = bureau.group("救助股", "社会救助股", "甲某", "乙某")
    await bureau.say("甲某", "/item@duban_bot 12", group)
    refused = await bureau.press("乙某", "办结", chat=group) or ""
    assert "由社会救助股甲某负责" in refused
    answer = bureau.players["乙某"].last_answer
    assert answer is not None
    assert answer.show_alert
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED


async def test_a_payload_of_another_age_is_answered(bureau: Bureau) -> None:
    """docs/promises.md 25."""
    await bureau.say("甲某", "/help")
    message = bureau.newest("甲某")
    for payload in (
        "",
        "?",
        "done",
        "done:x:1:0",
        "gone:1:2:3",
        "why:1:2:99",
        "in:5:0:1",
        "done:1:2:3:4:5",
        "yes:12:0:0",
    ):
        assert await bureau.forge("甲某", message, payload or "x"), payload
    assert bureau.ledger.waiting_updates() == []


async def test_a_button_on_a_deleted_message_still_acts_and_is_told_anew(bureau: Bureau) -> None:
    """docs/promises.md 25."""
    bureau.add(item(number=12))
    await bureau.say("甲某", "/item 12")
    card = bureau.newest("甲某")
    chat = {"id": 9007, "type": "private", "first_name": "甲某"}
    query = {
        "id": "1",
        "from": {"id": 9007, "is_bot": False, "first_name": "甲某"},
        "message": {"message_id": card.message_id, "chat": chat, "date": 0},
        "chat_instance": "1",
        "data": next(button.data for button in card.buttons if button.label == "办结"),
    }
    await bureau.take({"update_id": 88, "callback_query": query})
    assert bureau.status(12) is ItemStatus.CLOSED
    assert "已办结" in bureau.texts("甲某")[-1]


async def test_a_button_whose_message_telegram_leaves_out_is_answered(bureau: Bureau) -> None:
    """docs/promises.md 25: formerly such a press was passed over, and the button kept turning."""
    bureau.add(item(number=12))
    sender = {"id": 9007, "is_bot": False, "first_name": "甲某"}
    query = {"id": "1", "from": sender, "chat_instance": "1", "data": "done:12:1:-1"}
    await bureau.take({"update_id": 88, "callback_query": query})
    assert bureau.status(12) is ItemStatus.CLOSED
    assert "已办结" in bureau.texts("甲某")[-1]
