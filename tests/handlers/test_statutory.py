"""法定环节 in the chat: shown, marked by button, by command and in words; told in private and never in a group."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.absence import Absence
from domain.actions import Action
from domain.item import Did, Item
from domain.item_records import ClockMark
from domain.letter import Press
from domain.requests import RequestKind
from jobs.lookout import Lookout
from tests.domain.office import COLLEAGUE, DEPUTY, OTHER_DEPUTY, OWNER, RULES, TODAY, at, item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels


def petition(number: int = 12, **fields: Any) -> Item:
    """A petition that came in this morning; the law gives sixty days."""
    settings: dict[str, Any] = {
        "kind": "petition",
        "title": "反映补贴发放问题",
        "is_sensitive": True,
        "received_on": TODAY,
        "assigned_at": at("11-20 09:00"),
        "due_set_at": at("11-20 09:00"),
    }
    known: dict[str, Any] = {"due": "2027-01-19", "number": number} | settings | fields
    return item(**known)


async def test_the_card_shows_each_clock_and_the_steps_are_marked_by_button(bureau: Bureau) -> None:
    bureau.add(petition())
    [card] = await bureau.say("甲某", "/item 12")
    assert "收件：11月20日" in card
    assert (
        "法定时限：🟢提出异议 11月20日—11月27日（还有7天）；🟢告知受理 11月20日—12月7日（还有17天）；"
        "🟢办理 11月20日—2027年1月19日〔暂定〕（还有60天，暂自收件日起算）"
    ) in card
    await bureau.press("甲某", "法定环节")
    steps = bureau.newest("甲某")
    assert "1. 🟢提出异议 11月20日—11月27日（还有7天）\n　5个工作日，本单位自定" in steps.text
    assert "　15天，《信访工作条例》第二十三条" in steps.text
    assert labels(steps) == ["已提出异议", "已告知受理"]
    await bureau.press("甲某", "已告知受理")
    assert bureau.newest("甲某").text == (
        "第12号 反映补贴发放问题〔信访〕\n告知受理已登记（11月20日）。\n办理期限为2027年1月19日（周二）〔暂定〕。"
    )
    [card] = await bureau.say("甲某", "/item 12")
    assert "法定时限：告知受理 ✅11月20日；🟢办理 11月20日—2027年1月19日〔暂定〕（还有60天）" in card
    assert "甲某　登记“告知受理”" in card
    [back] = await bureau.say("甲某", "/undo 12")
    assert "已撤回" in back
    assert bureau.item(12).clock_marks == ()


@pytest.mark.parametrize(
    "words",
    [
        "已告知 12",
        "已受理 12 11月20日 已书面告知",
        "12已告知受理",
        "/accepted 12",
        "/clock 12 告知受理",
        "法定环节 12 已告知受理",
    ],
)
async def test_acceptance_is_marked_in_plain_words(bureau: Bureau, words: str) -> None:
    bureau.add(petition())
    [told] = await bureau.say("甲某", words)
    assert "告知受理已登记（11月20日）" in told, words
    assert bureau.item(12).clock_marks[0].clock == "accept"


async def test_that_a_matter_is_not_ours_is_told_to_the_office_in_private(bureau: Bureau) -> None:
    bureau.add(petition())
    await bureau.say("办主任", "谢谢")
    [told] = await bureau.say("甲某", "不属本单位 12 属县人社局职责")
    assert "提出异议已登记（11月20日）：属县人社局职责。" in told
    assert bureau.newest("办主任").text == (
        "第12号 反映补贴发放问题〔信访〕\n甲某11月20日登记“提出异议”：属县人社局职责。"
    )


async def test_bad_marks_are_refused_with_one_line_and_change_nothing(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    bureau.add(petition(), item(number=13))
    before = bureau.item(12)
    for name, words, refusal in (
        ("甲某", "/clock 13", "未设法定环节"),
        ("甲某", "/accepted 12 12月5日", "2026年12月5日尚未到"),
        ("甲某", "/accepted 12 11月10日", "不能早于2026年11月20日"),
        ("甲某", "/accepted 12 2月30日", "2月30日"),
        ("甲某", "/clock 12 告知处理", "可登记的环节：提出异议、告知受理"),
        ("甲某", "/clock 12 办理", "以办结为准"),
        ("甲某", "/clock 99", "99"),
        ("甲某", f"/accepted 12 {'很' * 5000}", "1000字"),
        ("丙某", "/accepted 12", "无权"),
    ):
        [told] = await bureau.say(name, words)
        assert refusal in told, (words, told)
    [told] = await bureau.say("甲某", "/clock@duban_bot 12", group)
    assert "反映" not in told
    assert bureau.item(12) == before
    await bureau.say("甲某", "/clock 12")
    shown = bureau.newest("甲某")
    await bureau.press("甲某", "已告知受理", shown)
    answered = await bureau.forge("甲某", shown, Press(Action.MARK_CLOCK, 12, 1, 2).encode())
    assert "已于2026年11月20日由甲某登记" in f"{answered}{bureau.texts('甲某')[-1]}"
    assert sum(step.did is Did.CLOCK for step in bureau.item(12).history) == 1


async def test_a_clock_is_told_to_owner_and_head_in_private_once_and_never_in_the_group(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    bureau.add(petition())
    await bureau.say("股长", "谢谢")
    await bureau.say("甲某", "谢谢")
    bureau.playground.clock.set(at("11-26 09:31"))
    lookout = Lookout(bureau.ledger, RULES, "duban_bot")
    lookout.look(bureau.now)
    lookout.look(bureau.now)
    await bureau.breathe()
    for name in ("甲某", "股长"):
        told = [text for text in bureau.texts(name) if "法定时限提醒" in text]
        assert len(told) == 1, told
        assert "提出异议：11月27日（周五）到期，还有1天。" in told[0]
    assert all("12" not in message.text for message in bureau.playground.messages(group.chat_id))
    bureau.playground.clock.set(at("12-08 09:31"))
    lookout.look(bureau.now)
    await bureau.breathe()
    assert (
        "【法定时限催办】社会救助股\n第12号 反映补贴发放问题〔信访〕\n告知受理：12月7日（周一）到期，逾期1天。"
        in bureau.texts("甲某")[-1]
    )
    assert labels(bureau.newest("甲某"))[:1] == ["已告知受理"]
    assert "【法定时限催办抄送】" in bureau.texts("分管甲")[-1]


ON = ClockMark(clock="accept", at=at("11-20 10:00"), by="甲某")


async def test_more_time_is_asked_for_granted_taken_back_and_refused(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    bureau.add(petition(clock_marks=(ON,)))
    await bureau.say("甲某", "/item 12")
    assert "申请延期" not in labels(bureau.newest("甲某"))
    await bureau.press("甲某", "申请延长")
    assert "拟延长30天，至2027年2月18日（周四）。\n请直接发送延长原因" in bureau.newest("甲某").text
    [told] = await bureau.say("甲某", "案情复杂，需委托鉴定")
    assert "申请延长至2027年2月18日（周四），已送分管领导审批。同意前仍按2027年1月19日（周二）办理。" in told
    asked = bureau.newest("分管甲")
    assert asked.text == (
        "【延长办理申请】第12号 反映补贴发放问题〔信访〕\n"
        "社会救助股 甲某　11月20日提出，只能延长一次（30天）\n"
        "原期限2027年1月19日（周二）→ 申请至2027年2月18日（周四）\n"
        "原因：案情复杂，需委托鉴定\n依据：《信访工作条例》第三十四条\n最近进展：无"
    )
    assert labels(asked) == ["同意延长", "不同意延长"]
    [again] = await bureau.say("甲某", "延长办理 12 再申请")
    assert "待审批" in again
    [card] = await bureau.say("甲某", "/item 12")
    assert "申请延长：申请至2027年2月18日（周四），甲某11月20日提出，待审批" in card
    await bureau.say("分管甲", "/pending")
    await bureau.press("分管甲", "延长申请1")
    assert "【待审批的延长申请】1项" in bureau.texts("分管甲")[-1]
    await bureau.press("分管甲", "同意延长", asked)
    assert bureau.item(12).due == "2027-02-18"
    assert "办理期限延长至2027年2月18日（周四），原期限2027年1月19日，分管甲11月20日同意。" in bureau.texts("甲某")[-1]
    [card] = await bureau.say("甲某", "/item 12")
    assert "已延长30天" in card
    assert "原期限：2027年1月19日（周二），分管甲11月20日调整：案情复杂，需委托鉴定" in card
    [again] = await bureau.say("甲某", "/prolong 12 还要")
    assert "已延长一次" in again
    await bureau.press("分管甲", "撤回")
    assert (bureau.item(12).due, bureau.item(12).prolonged) == ("2027-01-19", ())
    await bureau.press("分管甲", "不同意延长")
    await bureau.press("分管甲", "理由不充分")
    assert "分管甲11月20日不同意延长，原因：理由不充分。请仍按2027年1月19日（周二）办理。" in bureau.texts("甲某")[-1]
    assert bureau.ledger.request_of(RequestKind.PROLONG, 12) is None
    assert bureau.playground.messages(group.chat_id) == []


async def test_of_two_leaders_who_decide_on_more_time_the_first_one_counts(bureau: Bureau) -> None:
    """One of them has begun to refuse, with a reason of their own, as the other agrees."""
    with bureau.ledger.transaction(at=bureau.now, by="test", did="add") as tx:
        tx.save_person(replace(OTHER_DEPUTY, oversees=DEPUTY.oversees))
    bureau.add(petition(clock_marks=(ON,)))
    await bureau.say("甲某", "/prolong 12 案情复杂")
    asked = bureau.newest("分管乙", "不同意延长")
    pressed = [each.data for each in asked.buttons]
    await bureau.press("分管乙", "不同意延长")
    await bureau.press("分管乙", "另写原因")
    await bureau.press("分管甲", "同意延长")
    granted = bureau.item(12)
    [told] = await bureau.say("分管乙", "材料不足，仍按原期限办理")
    assert "已处理或已撤回" in told
    for data in pressed:
        assert "已处理或已撤回" in (await bureau.forge("分管乙", asked, data) or "")
    assert bureau.item(12) == granted
    assert (granted.due, len(granted.prolonged)) == ("2027-02-18", 1)
    assert "同意延长至2027年2月18日（周四）" in asked.text
    assert labels(asked) == ["撤回"]


async def test_more_time_of_a_statutory_limit_is_no_extension_and_asked_for_by_who_may(bureau: Bureau) -> None:
    bureau.add(petition(clock_marks=(ON,)), petition(13), item(number=14))
    for name, words, refusal in (
        ("甲某", "/extend 12 12月31日 系统升级", "为法定期限，不能延期"),
        ("甲某", "/prolong 13 案情复杂", "尚未起算，请先登记前一环节"),
        ("甲某", "/prolong 14 案情复杂", "没有延长办理的规定"),
        ("甲某", "/prolong 99 案情复杂", "99"),
        ("丙某", "/prolong 12 案情复杂", "无权"),
        ("甲某", f"/prolong 12 {'很' * 5000}", "1000字"),
    ):
        [told] = await bureau.say(name, words)
        assert refusal in told, (words, told)
    await bureau.say("甲某", "/prolong 12 案情复杂")
    shown = bureau.newest("分管甲")
    await bureau.say("甲某", "/undo 12")
    assert "已撤回，无须处理" in bureau.newest("分管甲").text
    await bureau.forge("分管甲", shown, Press(Action.GRANT_PROLONG, 12, 2).encode())
    assert bureau.item(12).prolonged == ()


async def test_a_request_that_nobody_decides_is_chased_as_others_are(bureau: Bureau) -> None:
    bureau.add(petition(clock_marks=(ON,)))
    await bureau.say("甲某", "/prolong 12 案情复杂")
    bureau.playground.clock.set(at("11-24 09:31"))
    lookout = Lookout(bureau.ledger, RULES, "duban_bot")
    lookout.look(bureau.now)
    await bureau.breathe()
    assert "延长办理申请" in bureau.texts("分管甲")[-1]


async def test_who_stands_in_marks_in_the_place_of_the_absent(bureau: Bureau) -> None:
    bureau.add(petition())
    away = Absence(first_on=TODAY, last_on=TODAY, stand_in=COLLEAGUE.name, stand_in_number=COLLEAGUE.number)
    with bureau.ledger.transaction(at=bureau.now, by="test", did="leave") as tx:
        tx.save_person(replace(OWNER, away=(away,)))
    await bureau.say("乙某", "已告知 12")
    step = bureau.item(12).history[-1]
    assert (step.by, step.on_behalf) == ("乙某", "甲某")


async def test_on_its_last_day_the_law_offers_to_prolong_once_and_later_nothing(bureau: Bureau) -> None:
    bureau.add(petition(received_on=date(2026, 9, 21), clock_marks=(EARLY,), due="2026-11-23"))
    lookout = Lookout(bureau.ledger, RULES, "duban_bot")
    for moment, ending, buttons in (
        ("11-23 15:00", "确有困难的，请于今日内申请延长。", ["申请销号", "反馈进展", "申请延长", "报告难点"]),
        ("11-24 09:31", "请于今日17:30前申请销号。\n", ["申请销号", "反馈进展", "报告难点"]),
    ):
        lookout.look(at(f"{moment[:5]} 08:31"))  # the morning
        bureau.playground.clock.set(at(moment))
        lookout.look(bureau.now)
        await bureau.breathe()
        message = bureau.newest("甲某", "反馈进展")
        assert ending in message.text, message.text
        assert labels(message) == buttons


EARLY = ClockMark(clock="accept", at=at("2026-09-24 10:00"), by="甲某")


async def test_the_day_of_receipt_is_corrected_by_edit_and_the_limit_of_the_law_moves_with_it(bureau: Bureau) -> None:
    bureau.add(petition())
    before = bureau.item(12).due
    await bureau.say("办主任", "/edit 12 受理日期=11月18日 原因=登记有误")
    assert "期限" in bureau.newest("办主任").text
    await bureau.press("办主任", "确认调整")
    after = bureau.item(12)
    assert after.received_on == date(2026, 11, 18)
    assert date.fromisoformat(before) - date.fromisoformat(after.due) == TODAY - date(2026, 11, 18)
    assert after.former_limits[-1].due == before


async def test_a_supplement_is_asked_for_and_comes_in_and_the_answer_counts_from_then(bureau: Bureau) -> None:
    """告知补正, 收到补正 (政府信息公开条例 30): by button and in words; 不属本单位 marks neither."""
    bureau.add(petition(kind="disclosure", title="申请公开低保名单", due="2026-12-18"))
    [refused] = await bureau.say("甲某", "不属本单位 12")
    assert "可登记的环节" in refused
    [card] = await bureau.say("甲某", "/item 12")
    assert "收到补正" not in card
    await bureau.press("甲某", "法定环节")
    assert "2. 收到补正 待前一环节登记后起算" in bureau.newest("甲某").text
    await bureau.press("甲某", "已告知补正")
    assert bureau.newest("甲某").text == (
        "第12号 申请公开低保名单〔依申请公开〕\n告知补正已登记（11月20日）。\n"
        "答复期限为2027年1月11日（周一）〔暂定〕（暂按补正期满起算）。"
        "收到补正后请登记“法定环节 12 收到补正”，期限自收到之日起算。"
    )
    [card] = await bureau.say("甲某", "/item 12")
    assert "告知补正 ✅11月20日；🟢收到补正 11月20日—12月11日（还有21天）；" in card
    assert "（还有52天，待补正，暂按补正期满起算）" in card
    assert not bureau.texts("办主任"), "nobody need be told of it"
    [refused] = await bureau.say("甲某", "延长办理 12 案情复杂")
    assert "尚未起算" in refused
    bureau.wait(days=5)
    [came] = await bureau.say("甲某", "法定环节 12 收到补正 11月24日")
    assert "收到补正已登记（11月24日）" in came
    assert "答复期限为12月22日（周二）。" in came
    assert bureau.item(12).due == "2026-12-22"
    await bureau.say("甲某", "/undo 12")
    assert bureau.item(12).due == "2027-01-11"
