"""销号 from the request to the decision, and what everybody else reads meanwhile."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from msgspec.structs import replace

from domain.item import ItemStatus
from domain.letter import Letter, Outcome, OutcomeKind
from tests.domain.office import DEPUTY, item
from tests.handlers.office import Bureau

UNIT = "社会救助股"


async def submit(bureau: Bureau, number: int = 15, **fields: Any) -> None:
    """甲某 asks for 销号."""
    bureau.add(item(number=number, kind="rectification", title="审计反馈", **fields))
    await bureau.say("甲某", f"/done {number} 已整改")


async def test_the_approver_crosses_off_and_the_units_group_hears_of_it(bureau: Bureau) -> None:
    group = bureau.group("救助股", UNIT, "甲某")
    await submit(bureau)
    assert await bureau.press("分管甲", "同意销号") == ""
    assert bureau.status(15) is ItemStatus.CLOSED
    [request] = bureau.texts("分管甲")
    assert "同意销号" in request
    assert bureau.newest("分管甲").buttons == ()
    assert "予以销号" in bureau.playground.messages(group.chat_id)[-1].text


async def test_a_sensitive_item_is_told_to_its_people_and_no_group(bureau: Bureau) -> None:
    group = bureau.group("救助股", UNIT, "甲某")
    await submit(bureau, is_sensitive=True)
    await bureau.press("分管甲", "同意销号")
    assert bureau.playground.messages(group.chat_id) == []
    assert "予以销号" in bureau.texts("甲某")[-1]


async def test_a_returned_item_goes_to_its_owner_and_head_in_private(bureau: Bureau) -> None:
    group = bureau.group("救助股", UNIT, "甲某")
    await submit(bureau)
    await bureau.press("分管甲", "退回补充")
    await bureau.press("分管甲", "佐证不足")
    assert bureau.status(15) is ItemStatus.ACKNOWLEDGED
    for name in ("甲某", "股长"):
        assert "佐证不足" in bureau.texts(name)[-1]
    assert bureau.playground.messages(group.chat_id) == []
    assert "退回补充，原因：佐证不足" in bureau.texts("分管甲")[-1]


async def send_back(bureau: Bureau) -> None:
    """分管甲 returns 甲某's request."""
    await submit(bureau)
    await bureau.press("分管甲", "退回补充")
    await bureau.press("分管甲", "佐证不足")


async def test_who_applies_again_is_asked_for_the_supplement_first(bureau: Bureau) -> None:
    """Fault 2.7: the next words are the supplement, and the question loses its button."""
    await send_back(bureau)
    await bureau.press("甲某", "再次申请销号")
    question = bureau.newest("甲某")
    assert bureau.status(15) is ItemStatus.ACKNOWLEDGED
    assert "佐证不足" in question.text
    [reply] = await bureau.say("甲某", "补了签字页3份")
    assert "已申请销号" in reply
    assert "补了签字页3份" in bureau.newest("分管甲").text
    assert question.buttons == ()
    assert "使用说明" not in "".join(bureau.texts("甲某"))


async def test_without_a_supplement_a_button_applies_again(bureau: Bureau) -> None:
    """Fault 2.7: what was handed in stays."""
    await send_back(bureau)
    await bureau.press("甲某", "再次申请销号")
    await bureau.press("甲某", "无补充，直接申请")
    assert bureau.status(15) is ItemStatus.SUBMITTED
    assert "再次申请销号" not in [each.label for each in bureau.newest("甲某").buttons]


async def test_a_supplement_that_may_not_be_kept_is_asked_for_again(bureau: Bureau) -> None:
    """Fault 2.7: whoever is asked to send it without the telephone number can do so."""
    await send_back(bureau)
    await bureau.press("甲某", "再次申请销号")
    assert "未保存" in (await bureau.say("甲某", "联系人13812345678"))[0]
    await bureau.say("甲某", "已补签字页")
    assert bureau.item(15).progress == "已补签字页"


async def test_a_supplement_for_what_was_submitted_meanwhile_is_refused_once(bureau: Bureau) -> None:
    await send_back(bureau)
    await bureau.press("甲某", "再次申请销号")
    await bureau.say("股长", "/done 15 代为申请")
    assert "已申请销号" in (await bureau.say("甲某", "已补签字页"))[0]
    assert bureau.item(15).submitted_by == "股长"


async def test_a_group_reads_nothing_of_a_return_however_it_asks(bureau: Bureau) -> None:
    group = bureau.group("救助股", UNIT, "甲某")
    await submit(bureau)
    await bureau.press("分管甲", "退回补充")
    await bureau.press("分管甲", "佐证不足")
    await bureau.say("甲某", "/item@duban_bot 15", group)
    await bureau.press("甲某", "办理过程", chat=group)
    await bureau.say("甲某", "/mytasks@duban_bot", group)
    bureau.add(item(number=16))
    with bureau.ledger.transaction(at=bureau.now, by="test", did="post") as tx:
        tx.queue(Letter(chat_id=group.chat_id, html="两项", about=(15, 16), queued_at=bureau.now))
    await bureau.say("甲某", "/help@duban_bot", group)
    both = next(each for each in bureau.playground.messages(group.chat_id) if each.text == "两项")
    assert "请选择事项" in (await bureau.say("甲某", "/item@duban_bot", group, reply_to=both))[0]
    told = [version for each in bureau.playground.messages(group.chat_id) for version in (*each.versions, each.text)]
    assert any("办理过程" in text for text in told)
    assert not [text for text in told if "退回" in text or "佐证不足" in text]
    await bureau.say("甲某", "/item 15")
    assert "退回原因：佐证不足" in bureau.texts("甲某")[-1]


async def test_a_question_about_an_item_that_is_no_longer_the_approvers_ends_with_the_answer(bureau: Bureau) -> None:
    """For an hour every word of theirs, 我的事项 included, was refused as a reason for that item."""
    await submit(bureau)
    await bureau.press("分管甲", "退回补充")
    await bureau.press("分管甲", "另写原因")
    with bureau.ledger.transaction(at=bureau.now, by="办公室", did="import") as tx:
        tx.save_item(replace(bureau.item(15), unit="儿童福利股", version=9))
    assert "没有第15号" in (await bureau.say("分管甲", "佐证不足"))[0]
    assert "没有第15号" not in (await bureau.say("分管甲", "我的事项"))[0]


async def test_the_approver_may_write_the_reason(bureau: Bureau) -> None:
    await submit(bureau)
    await bureau.press("分管甲", "退回补充")
    await bureau.press("分管甲", "另写原因")
    await bureau.say("分管甲", "完成 12 份记录缺签字页")
    assert bureau.item(15).returned_reason == "完成 12 份记录缺签字页"
    assert "缺签字页" in bureau.texts("甲某")[-1]


async def ask_reason(bureau: Bureau) -> None:
    """分管甲 is asked for the reason of a 退回."""
    await submit(bureau)
    await bureau.press("分管甲", "退回补充")
    await bureau.press("分管甲", "另写原因")


@pytest.mark.parametrize("command", ["/mytasks", "我的事项", "/item 15", "第15号", "帮助", "撤回15"])
async def test_a_command_ends_the_question_for_a_reason_and_is_carried_out(bureau: Bureau, command: str) -> None:
    """Fault 2.6: 我的事项 became the reason of a 退回."""
    await ask_reason(bureau)
    replies = await bureau.say("分管甲", command)
    assert "退回原因未填写" in replies[0]
    assert len(replies) == 2
    await bureau.say("分管甲", "今天开会吗")
    assert bureau.status(15) is ItemStatus.SUBMITTED


@pytest.mark.parametrize("words", ["收到", "谢谢！", "好的", "收到。"])
async def test_politeness_is_no_reason_and_leaves_the_question_open(bureau: Bureau, words: str) -> None:
    """Fault 2.6."""
    await ask_reason(bureau)
    await bureau.say("分管甲", words)
    assert bureau.status(15) is ItemStatus.SUBMITTED
    await bureau.say("分管甲", "记录缺签字页")
    assert bureau.item(15).returned_reason == "记录缺签字页"


async def test_a_reason_is_taken_only_where_it_was_asked_for(bureau: Bureau) -> None:
    """Fault 2.6: not in a group, nor from somebody else."""
    group = bureau.group("救助股", UNIT, "分管甲", "股长")
    await ask_reason(bureau)
    await bureau.say("分管甲", "@duban_bot 记录缺签字页", group)
    await bureau.say("股长", "记录缺签字页")
    assert bureau.status(15) is ItemStatus.SUBMITTED


async def test_nobody_approves_their_own_whoever_asked_for_it(bureau: Bureau) -> None:
    """Fault 2.6: the office pressed 办结 for a deputy leader's item; the office stands in, and not who asked."""
    bureau.add(item(number=15, kind="rectification", owner="分管甲"))
    await bureau.say("办主任", "/done 15 已整改")
    assert not [each for each in bureau.texts("分管甲") if "销号申请" in each]
    assert "不得本人审核" in (await bureau.forge("分管甲", bureau.newest("分管甲"), "yes:15:0:0") or "")
    assert "不得本人审核" in (await bureau.forge("办主任", bureau.newest("办主任"), "yes:15:0:0") or "")
    assert bureau.status(15) is ItemStatus.SUBMITTED
    await bureau.press("管理员", "同意销号")
    assert bureau.status(15) is ItemStatus.CLOSED


async def test_the_office_is_told_where_nobody_is_left_to_approve(bureau: Bureau) -> None:
    """Fault 2.6: it waits on their list."""
    bureau.players["管理员"].person.started = False
    with bureau.ledger.transaction(at=bureau.now, by="test", did="leave") as tx:
        for person in bureau.roster.people:
            if person.name in ("分管甲", "管理员"):
                tx.save_person(replace(person, silent_since=bureau.now))
    bureau.add(item(number=15, kind="rectification", owner="办主任", unit=UNIT))
    await bureau.say("股长", "/done 15 已整改")
    assert any("无人可审核" in each for each in bureau.texts("办主任"))


async def test_a_reason_for_an_item_that_changed_meanwhile_is_refused(bureau: Bureau) -> None:
    """Fault 7.10: it was written about another state of the item; the question is over."""
    await ask_reason(bureau)
    before = bureau.item(15)
    with bureau.ledger.transaction(at=bureau.now, by="办公室", did="import") as tx:
        tx.save_item(replace(before, measures="另行约谈", version=before.version + 1))
    [reply] = await bureau.say("分管甲", "记录缺签字页")
    assert "状态已变化" in reply
    await bureau.say("分管甲", "记录缺签字页")
    assert bureau.status(15) is ItemStatus.SUBMITTED
    assert "记录缺签字页" not in "".join(bureau.texts("甲某"))


async def test_a_reason_for_what_was_taken_back_and_asked_for_again_is_refused(bureau: Bureau) -> None:
    """Fault 7.10: the second request has a supplement that the approver has not read."""
    await ask_reason(bureau)
    await bureau.say("甲某", "/undo 15")
    await bureau.say("甲某", "/done 15 又补了签字页")
    assert "状态已变化" in (await bureau.say("分管甲", "记录缺签字页"))[-1]
    assert bureau.status(15) is ItemStatus.SUBMITTED


async def test_a_reason_that_comes_an_hour_later_is_small_talk(bureau: Bureau) -> None:
    await submit(bureau)
    await bureau.press("分管甲", "退回补充")
    await bureau.press("分管甲", "另写原因")
    bureau.wait(hours=2)
    await bureau.say("分管甲", "记录缺签字页")
    assert bureau.status(15) is ItemStatus.SUBMITTED


async def test_the_office_stands_in_for_a_deputy_leader_who_cannot_be_reached(bureau: Bureau) -> None:
    deputy = bureau.roster.named("分管甲")
    assert deputy is not None
    with bureau.ledger.transaction(at=bureau.now, by="test", did="silence") as tx:
        tx.save_person(replace(deputy, silent_since=bureau.now))
    await submit(bureau)
    assert bureau.texts("分管甲") == []
    await bureau.press("办主任", "同意销号")
    assert bureau.status(15) is ItemStatus.CLOSED


async def test_of_two_deputies_the_second_reads_what_the_first_decided(bureau: Bureau) -> None:
    with bureau.ledger.transaction(at=bureau.now, by="test", did="add") as tx:
        other = bureau.roster.named("分管乙")
        assert other is not None
        tx.save_person(replace(other, oversees=DEPUTY.oversees))
    await submit(bureau)
    old = bureau.newest("分管乙", "同意销号")
    await bureau.press("分管甲", "同意销号")
    assert "同意销号" in bureau.newest("分管乙").text
    assert bureau.newest("分管乙").buttons == ()
    assert "状态已变化" in (await bureau.forge("分管乙", old, f"yes:15:{bureau.item(15).version - 1}:0") or "")
    assert bureau.item(15).closed_by == "分管甲"


async def test_a_withdrawn_request_loses_its_buttons(bureau: Bureau) -> None:
    await submit(bureau)
    await bureau.press("甲某", "撤回申请")
    assert bureau.status(15) is ItemStatus.ACKNOWLEDGED
    [request] = bureau.texts("分管甲")
    assert "撤回" in request
    assert bureau.newest("分管甲").buttons == ()


async def test_the_button_of_an_earlier_request_does_not_approve_a_later_one(bureau: Bureau) -> None:
    """docs/promises.md 25."""
    await submit(bureau)
    first = bureau.newest("分管甲")
    stale = first.buttons[0].data
    await bureau.say("甲某", "/undo 15")
    await bureau.say("甲某", "/done 15 又改了一处")
    answer = await bureau.forge("分管甲", first, stale)
    assert "状态已变化" in (answer or "")
    assert bureau.status(15) is ItemStatus.SUBMITTED


async def test_the_office_is_asked_once_telegram_says_the_deputy_never_started_the_bot(bureau: Bureau) -> None:
    """docs/promises.md 24."""
    group = bureau.group("救助股", UNIT, "甲某")
    bureau.players["分管甲"].person.started = False
    await submit(bureau)
    assert bureau.texts("分管甲") == []
    await bureau.press("办主任", "同意销号")
    assert bureau.item(15).closed_by == "办主任"
    assert "予以销号" in bureau.playground.messages(group.chat_id)[-1].text


async def close_in_the_ledger(bureau: Bureau) -> None:
    with bureau.ledger.transaction(at=bureau.now, by="办公室", did="import") as tx:
        tx.save_item(replace(bureau.item(15), status=ItemStatus.CLOSED, closed_at=bureau.now, version=9))


async def approve(bureau: Bureau) -> None:
    await bureau.press("分管甲", "同意销号")


async def withdraw(bureau: Bureau) -> None:
    await bureau.press("甲某", "撤回申请")


@pytest.mark.parametrize("decide", [approve, withdraw, close_in_the_ledger])
async def test_a_request_that_is_refused_after_the_decision_asks_nobody_new(
    bureau: Bureau, decide: Callable[[Bureau], Awaitable[None]]
) -> None:
    """Fault 7.19: the letter of an unknown fate was sent again, and its reader has blocked the bot since."""
    bureau.add(item(number=15, kind="rectification"))
    await bureau.players["甲某"].say(None, "/done 15 已整改")
    for waiting in await bureau.receive():
        await bureau.feed(waiting)
    [request] = [each for each in bureau.ledger.waiting_letters() if each.chat_id == DEPUTY.telegram_id]
    await bureau.breathe()
    await decide(bureau)
    with bureau.ledger.transaction(at=bureau.now, by="test", did="refused") as tx:
        bureau.aftermath(tx, request, Outcome(OutcomeKind.BLOCKED))
    await bureau.breathe()
    told = [text for name in ("办主任", "管理员") for text in bureau.texts(name)]
    assert not [text for text in told if "同意销号" in text or "销号申请" in text or "无人可审核" in text]


async def test_nobody_reachable_leaves_the_item_on_the_offices_list(bureau: Bureau) -> None:
    bureau.players["分管甲"].person.started = False
    bureau.players["办主任"].person.started = False
    bureau.players["管理员"].person.started = False
    await submit(bureau)
    assert bureau.status(15) is ItemStatus.SUBMITTED
    [waiting] = await bureau.say("办主任", "/start waiting")
    assert "第15号" in waiting


async def test_back_from_a_request_leads_to_the_request(bureau: Bureau) -> None:
    """Fault 6.10: from the reasons of a 退回 and from the history, 返回 shows the request with its buttons again."""
    await submit(bureau)
    request = bureau.newest("分管甲")
    text, labels = request.text, [each.label for each in request.buttons]
    for label in ("退回补充", "办理过程"):
        await bureau.press("分管甲", label, request)
        assert request.text != text
        await bureau.press("分管甲", "返回", request)
        assert (request.text, [each.label for each in request.buttons]) == (text, labels)
    assert len(bureau.texts("分管甲")) == 1


async def test_back_from_a_card_leads_to_the_page_of_the_list_that_it_was_opened_from(bureau: Bureau) -> None:
    """Fault 6.10: through every question on the way, and after the decision."""
    bureau.add(*(item(number=n, kind="rectification", status=ItemStatus.SUBMITTED) for n in range(20, 30)))
    await bureau.say("分管甲", "待审")
    listed = bureau.newest("分管甲")
    await bureau.press("分管甲", "下一页›", listed)
    page, opened = listed.text, next(each.label for each in listed.buttons if each.label.startswith("25 "))
    for way in ((), ("退回补充", "返回"), ("办理过程", "返回"), ("退回补充", "返回", "办理过程", "返回")):
        await bureau.press("分管甲", opened, listed)
        for label in way:
            await bureau.press("分管甲", label, listed)
        await bureau.press("分管甲", "返回", listed)
        assert listed.text == page, way
    for decision in (("同意销号",), ("退回补充", "佐证不足")):
        opened = next(each.label for each in listed.buttons if each.label[0] == "2")
        await bureau.press("分管甲", opened, listed)
        for label in decision:
            await bureau.press("分管甲", label, listed)
        assert [each.label for each in listed.buttons] == ["返回"]
        await bureau.press("分管甲", "返回", listed)
        assert listed.text.startswith("【待审清单】")
    assert "8项" in listed.text


async def test_back_leads_to_the_unit_that_a_leader_had_opened(bureau: Bureau) -> None:
    """Fault 6.10: formerly to everything."""
    bureau.add(item(number=20), item(number=21, unit="儿童福利股", owner="丙某"))
    await bureau.say("局长", "/unit 儿童福利股")
    listed = bureau.newest("局长")
    page = listed.text
    await bureau.press("局长", listed.buttons[0].label, listed)
    await bureau.press("局长", "返回", listed)
    assert listed.text == page


async def test_back_from_a_history_in_a_group_leads_to_the_card_in_its_place(bureau: Bureau) -> None:
    """Fault 6.10: formerly the card came once more below."""
    bureau.add(item(number=20))
    group = bureau.group("救助股", UNIT, "甲某")
    await bureau.say("甲某", "/item@duban_bot 20", group)
    card = bureau.newest("甲某", chat=group)
    before = card.text
    await bureau.press("甲某", "办理过程", card, group)
    await bureau.press("甲某", "返回", card, group)
    assert card.text == before
    assert len([m for m in bureau.playground.messages(group.chat_id) if m.text == before]) == 1


@pytest.mark.parametrize("words", ["同意", "可以", "收到", "退回", "材料不全，退回", "不同意"])
async def test_a_request_answered_in_words_is_shown_again_with_its_buttons(bureau: Bureau, words: str) -> None:
    """Fault 6.1: an approver who answers in words is shown what decides, and not refused."""
    await submit(bureau)
    [reply] = await bureau.say("分管甲", words, reply_to=bureau.newest("分管甲", "同意销号"))
    assert "请审核" in reply
    assert "同意销号" in [button.label for button in bureau.newest("分管甲").buttons]
    assert bureau.status(15) is ItemStatus.SUBMITTED


async def test_a_request_named_in_words_is_shown_again_with_its_buttons(bureau: Bureau) -> None:
    """Fault 6.1: 15同意销号 decides nothing, and leads to the buttons that do."""
    await submit(bureau)
    for words in ("同意15", "15同意销号", "退回15，材料不全"):
        assert "请审核" in (await bureau.say("分管甲", words))[0]
    assert bureau.status(15) is ItemStatus.SUBMITTED


@pytest.mark.parametrize("name", ["甲某", "股长"])
async def test_words_on_a_submitted_item_from_others_are_no_decision(bureau: Bureau, name: str) -> None:
    """Fault 6.1: only who may decide is shown the buttons that decide."""
    await submit(bureau)
    assert "请审核" not in (await bureau.say(name, "15同意销号"))[0]


async def test_a_short_question_is_no_reason_and_no_supplement(bureau: Bureau) -> None:
    """Fault 2.7: 怎么写 returns nothing, and 补什么？ asks for nothing once more."""
    await submit(bureau)
    await bureau.press("分管甲", "退回补充")
    await bureau.press("分管甲", "另写原因")
    await bureau.say("分管甲", "怎么写")
    assert bureau.status(15) is ItemStatus.SUBMITTED
    await bureau.say("甲某", "撤回 15")
    await bureau.say("甲某", "/done 15 重报")
    await bureau.press("分管甲", "退回补充")
    await bureau.press("分管甲", "佐证不足")
    await bureau.press("甲某", "再次申请销号")
    await bureau.say("甲某", "补什么？")
    assert bureau.status(15) is ItemStatus.ACKNOWLEDGED
