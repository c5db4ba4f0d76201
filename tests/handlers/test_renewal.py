"""What becomes of a digest or alert whose buttons are pressed: real ones, as the clock has them sent."""

import asyncio

import pytest

from domain.actions import Action
from domain.item import ItemStatus
from domain.letter import Letter
from jobs.lookout import Lookout
from playground.telegram.chats import Message
from playground.telegram.group import Group
from tests.domain.office import RULES, at, item
from tests.handlers.office import Bureau
from texts.lines import act_button
from texts.pages import in_rows

UNIT = "社会救助股"


async def morning(bureau: Bureau, name: str = "甲某") -> tuple[Group, Message]:
    """Monday's digest in the group of the unit, with three items of the person; 14 is not signed for."""
    for number, status, kind in (
        (12, ItemStatus.ACKNOWLEDGED, "task"),
        (13, ItemStatus.ACKNOWLEDGED, "rectification"),
        (14, ItemStatus.ASSIGNED, "task"),
    ):
        bureau.add(item(number=number, status=status, kind=kind, due="2026-11-23", owner=name))
    group = bureau.group("救助股", UNIT, "甲某", "股长", "办主任")
    bureau.playground.clock.set(at("11-23 08:30"))
    Lookout(bureau.ledger, RULES, "duban_bot").look(bureau.now)
    await bureau.breathe()
    return group, next(each for each in bureau.playground.messages(group.chat_id) if "【今日提示】" in each.text)


def labels(message: Message) -> list[str]:
    return [each.label for each in message.buttons]


def line_of(message: Message, number: int) -> str:
    return next(line for line in message.text.splitlines() if f"第{number}号" in line)


async def test_a_pressed_button_of_a_digest_goes_and_its_line_shows_the_new_state(bureau: Bureau) -> None:
    """Fault 1.11: 办结 and 申请销号; the rest of the message stays, and so do the items that it is about."""
    group, digest = await morning(bureau)
    before = [each for each in labels(digest) if "12" not in each]
    await bureau.press("甲某", "办结第12号", digest, group)
    assert line_of(digest, 12).startswith("✅办结")
    assert "请于" not in digest.text.split("第12号")[1].split("\n\n")[0]
    assert labels(digest) == before
    await bureau.press("甲某", "申请销号第13号", digest, group)
    assert line_of(digest, 13).startswith("⏳待销号")
    assert line_of(digest, 12).startswith("✅办结")
    assert not [each for each in labels(digest) if "12" in each or "13" in each]
    assert set(bureau.ledger.about(group.chat_id, digest.message_id)) >= {12, 13}


async def test_a_second_press_says_so_in_passing(bureau: Bureau) -> None:
    """Fault 1.11: what is done already needs no window that has to be closed."""
    group, digest = await morning(bureau)
    pressed = next(each.data for each in digest.buttons if each.label == "办结第12号")
    await bureau.say("甲某", "/done 12")
    await bureau.press("股长", "办结第12号", digest, group)
    assert line_of(digest, 12).startswith("✅办结"), "closed elsewhere, it is shown by the first press"
    assert "办结第12号" not in labels(digest)
    text, is_modal = await second_press(bureau, digest, pressed)
    assert "办结" in text
    assert not is_modal
    assert line_of(digest, 12).count("办结") == 1


async def second_press(bureau: Bureau, message: Message, data: str) -> tuple[str, bool]:
    """What a press with that payload answers, and whether as a window."""
    pressing = asyncio.create_task(bureau.players["股长"].press(message, data, is_forged=True))
    await bureau.receive()
    for waiting in bureau.ledger.waiting_updates():
        await bureau.feed(waiting)
    [(_, text, is_modal)] = bureau.answers
    await bureau.breathe()
    await pressing
    return text, is_modal


async def test_two_presses_in_a_row_do_not_undo_each_others_edit(bureau: Bureau) -> None:
    """Fault 1.11: the second one was made before the first one's edit arrived."""
    group, digest = await morning(bureau)
    presses = [
        asyncio.create_task(bureau.players["甲某"].press(digest, label, chat=group))
        for label in ("办结第12号", "申请销号第13号")
    ]
    await asyncio.sleep(0)
    for waiting in await bureau.receive():
        await bureau.feed(waiting)
    await bureau.breathe()
    await asyncio.gather(*presses)
    assert [line_of(digest, number)[0] for number in (12, 13)] == ["✅", "⏳"]
    assert not [each for each in labels(digest) if "12" in each or "13" in each]


@pytest.mark.parametrize("chat", ["group", "private"])
async def test_what_was_signed_for_loses_that_button_and_keeps_the_other(bureau: Bureau, chat: str) -> None:
    """Fault 1.11: 签收 of an alert that assigns several items."""
    for number in (12, 13):
        bureau.add(item(number=number, status=ItemStatus.ASSIGNED))
    group = bureau.group("救助股", UNIT, "甲某")
    place = group if chat == "group" else None
    chat_id = group.chat_id if place else bureau.players["甲某"].chat_id
    items = [bureau.item(number) for number in (12, 13)]
    buttons = [
        act_button(act, each, RULES, with_number=True) for each in items for act in (Action.ACKNOWLEDGE, Action.DONE)
    ]
    html = "\n\n".join(f"<b>第{each.number}号 {each.title}</b>\n期限11月25日" for each in items)
    with bureau.ledger.transaction(at=bureau.now, by="test", did="alert") as tx:
        letter = Letter(chat_id=chat_id, html=html, rows=in_rows(buttons), about=(12, 13), queued_at=bureau.now)
        tx.queue(letter)
    await bureau.breathe()
    alert = bureau.newest("甲某", chat=place)
    await bureau.press("甲某", "签收第12号", alert, place)
    assert line_of(alert, 12).endswith("已签收")
    assert not line_of(alert, 13).endswith("已签收")
    assert labels(alert) == ["办结第12号", "签收第13号", "办结第13号"]


async def test_a_request_that_waits_to_be_sent_reads_what_was_decided_meanwhile(bureau: Bureau) -> None:
    """Fault 1.11: however late it goes, it goes without buttons."""
    bureau.add(item(number=15, kind="rectification"))
    for words in ("/done 15 已整改", "/undo 15"):
        await bureau.players["甲某"].say(None, words)
        for waiting in await bureau.receive():
            await bureau.feed(waiting)
    deputy = bureau.players["分管甲"].chat_id
    [request] = [letter for letter in bureau.ledger.waiting_letters() if letter.chat_id == deputy]
    assert "已撤回申请" in request.html
    assert request.rows == ()
