"""申请延期 from the first word to the group's line: asked, shown back, granted, refused, taken back."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.actions import Action
from domain.item import Did, ItemStatus
from domain.letter import Press
from domain.requests import RequestKind
from handlers.decision_requests import OpenRequests
from jobs.lookout import Lookout
from tests.domain.office import RULES, at, item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels, told
from tests.texts.reading import model

REASON = "省系统升级，数据11月30日后开放"


def make(bureau: Bureau, due: str = "2026-11-23", **fields: object) -> None:
    bureau.add(item(due, **fields))


async def test_asked_in_private_granted_by_the_deputy_and_told_to_unit_and_owner(bureau: Bureau) -> None:
    """The limit moves with the consent and no earlier; both days and the reason stay on the card."""
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    make(bureau)
    await bureau.say("甲某", "12 数据比对完成60%")
    await bureau.press("甲某", "确认")
    [reply] = await bureau.say("甲某", f"/extend 12 12月4日 {REASON}")
    assert "申请延期至12月4日（周五），已送分管领导审批。" in reply
    assert "同意前仍按11月23日（周一）办理" in reply
    assert bureau.item(12).due == "2026-11-23"
    asked = bureau.newest("分管甲")
    assert asked.text == (
        "【延期申请】第12号 低保动态管理\n"
        "社会救助股 甲某　11月20日提出（期限前3天，第1次申请）\n"
        "原期限11月23日（周一）→ 申请至12月4日（周五）\n"
        f"原因：{REASON}\n"
        "最近进展：数据比对完成60%（11月20日）"
    )
    assert labels(asked) == ["同意", "另定日期", "不同意"]
    await bureau.press("分管甲", "同意")
    assert bureau.item(12).due == "2026-12-04"
    line = "第12号 低保动态管理 期限调整为12月4日（周五），原期限11月23日，分管甲11月20日同意。"
    assert bureau.newest("股长", chat=group).text == line
    assert bureau.texts("甲某")[-1] == line
    assert line in model(14)
    assert "✅ 分管领导 11月20日16:05 同意延期至12月4日（周五），原期限11月23日" in asked.text
    [card] = await bureau.say("甲某", "/item 12")
    assert f"原期限：11月23日（周一），分管甲11月20日调整：{REASON}" in card
    assert f"申请延期至12月4日（周五）：{REASON}" in card
    assert "同意延期至12月4日" in card


@pytest.mark.parametrize(
    "said", ["延期 12 12月4日 系统升级", "12 申请延期到12月4日，系统升级", "申请延期第12号 系统升级，12月4日"]
)
async def test_plain_words_ask_for_more_time(bureau: Bureau, said: str) -> None:
    make(bureau)
    await bureau.say("甲某", said)
    asked = bureau.ledger.request_of(RequestKind.EXTEND, 12)
    assert asked is not None
    assert (asked.wish, asked.reason) == ("2026-12-04", "系统升级")


async def test_a_reply_in_the_group_asks_for_its_item(bureau: Bureau) -> None:
    group, message = await told(bureau, 9)
    [reply] = await bureau.say("甲某", "申请延期到12月4日，系统升级", group, reply_to=message)
    assert "已送分管领导审批" in reply
    assert "第9号" in bureau.newest("分管甲", "同意").text


async def test_a_reply_to_several_items_is_asked_which(bureau: Bureau) -> None:
    group, message = await told(bureau, 9, 12)
    await bureau.say("甲某", "申请延期到12月4日，系统升级", group, reply_to=message)
    assert labels(bureau.newest("甲某", chat=group)) == ["申请延期第9号", "申请延期第12号"]


async def test_the_button_asks_for_both_and_then_for_what_is_missing(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", "/item 12")
    await bureau.press("甲某", "申请延期")
    assert "请直接发送新期限和原因" in bureau.texts("甲某")[-1]
    [reply] = await bureau.say("甲某", "省系统升级")
    assert "请直接发送延期到哪一天" in reply
    [reply] = await bureau.say("甲某", "尽快")
    assert "不是具体期限" in reply
    [reply] = await bureau.say("甲某", "12月4日")
    assert "已送分管领导审批" in reply
    assert "原因：省系统升级" in bureau.newest("分管甲").text


async def test_the_day_first_and_then_the_reason(bureau: Bureau) -> None:
    make(bureau)
    [reply] = await bureau.say("甲某", "/extend 12 12月4日")
    assert "拟延期至12月4日（周五）" in reply
    assert "请直接发送延期原因" in reply
    await bureau.say("甲某", "省系统升级")
    assert "原因：省系统升级" in bureau.newest("分管甲").text


async def test_in_a_group_the_question_is_answered_by_reply(bureau: Bureau) -> None:
    group, _ = await told(bureau, 9)
    await bureau.say("甲某", "/item@duban_bot 9", group)
    await bureau.press("甲某", "申请延期", chat=group)
    question = bureau.newest("甲某", chat=group)
    assert "请回复本消息，写明新期限和原因" in question.text
    await bureau.say("甲某", "12月4日 系统升级", group, reply_to=question)
    assert "第9号" in bureau.newest("分管甲", "同意").text


async def test_a_rest_day_is_shown_back_before_anything_is_sent(bureau: Bureau) -> None:
    make(bureau)
    [reply] = await bureau.say("甲某", "/extend 12 12月20日 系统升级")
    assert "12月20日（周日）是休息日，请选择期限：" in reply
    assert labels(bureau.newest("甲某")) == ["12月18日（周五）", "仍用12月20日", "取消"]
    assert bureau.texts("分管甲") == []
    await bureau.press("甲某", "12月18日（周五）")
    assert "申请至12月18日（周五）" in bureau.newest("分管甲").text
    assert labels(bureau.newest("甲某")) == ["撤回申请"]


@pytest.mark.parametrize(("said", "shown"), [("两周内", "12月4日（周五）"), ("1月8日", "2027年1月8日（周五）")])
async def test_a_relative_day_or_another_year_is_shown_back(bureau: Bureau, said: str, shown: str) -> None:
    make(bureau)
    await bureau.say("甲某", f"/extend 12 {said} 系统升级")
    assert labels(bureau.newest("甲某")) == [shown, "取消"]
    await bureau.press("甲某", "取消")
    assert "未提交申请" in bureau.texts("甲某")[-1]
    assert bureau.texts("分管甲") == []


async def test_days_that_give_no_more_time_are_refused(bureau: Bureau) -> None:
    make(bureau, "2026-12-18")
    for said, words in (
        ("2026年11月10日", "不能延期至2026年11月10日（周二）：请写今天以后的日期"),
        ("11月20日", "请写今天以后的日期"),
        ("12月4日", "现期限为12月18日，12月4日（周五）并未延后"),
        ("12月20多号", "未能识别期限"),
    ):
        [reply] = await bureau.say("甲某", f"/extend 12 {said} 系统升级")
        assert words in reply, said
    assert bureau.item(12).version == 1
    assert bureau.texts("分管甲") == []


async def test_items_without_a_limit_to_move_are_refused(bureau: Bureau) -> None:
    bureau.add(
        item("", number=1),
        item(number=2, is_endless=True),
        item(number=3, status=ItemStatus.SUBMITTED),
        item(number=4, status=ItemStatus.CLOSED),
        item(number=5, status=ItemStatus.SUSPENDED),
    )
    words = ("没有期限", "没有期限", "已申请销号", "已办结", "已中止")
    for number, expected in enumerate(words, start=1):
        [reply] = await bureau.say("甲某", f"/extend {number} 12月4日 系统升级")
        assert expected in reply, number
    assert bureau.texts("分管甲") == []


async def test_after_the_limit_it_is_marked_and_the_third_goes_to_the_director_as_well(bureau: Bureau) -> None:
    make(bureau, "2026-11-18")
    for _ in range(2):
        await bureau.say("甲某", "/extend 12 12月4日 系统升级")
        await bureau.press("分管甲", "不同意")
        await bureau.press("分管甲", "理由不充分")
    assert bureau.texts("局长") == []
    assert "期限11月18日（周三）已过，请尽快办理。" in bureau.texts("甲某")[-1]
    [reply] = await bureau.say("甲某", "/extend 12 12月4日 系统升级")
    assert "期限已过，按逾期申请登记，同意前仍计逾期；第3次申请，抄报局长。" in reply
    assert "第3次申请，抄报局长" in reply
    asked = bureau.newest("分管甲", "同意").text
    assert asked.startswith("【延期申请·逾期提出】第12号")
    assert "（逾期2天，第3次申请，抄报局长）" in asked
    assert bureau.texts("局长")[-1] == asked
    assert labels(bureau.newest("局长")) == []


async def test_one_request_is_open_at_a_time_and_its_asker_withdraws_it(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", "/extend 12 12月4日 系统升级")
    await bureau.say("股长", "12 已报局办")
    await bureau.press("股长", "确认")
    [reply] = await bureau.say("甲某", "/extend 12 12月11日 系统升级")
    assert "已申请延期至2026年12月4日（周五），正在审批" in reply
    assert "须由办理人甲某本人" in (
        await bureau.forge("股长", bureau.newest("股长"), Press(Action.WITHDRAW_EXTENSION, 12).encode()) or ""
    )
    await bureau.press("甲某", "撤回申请第12号")
    assert "已撤回，无须处理" in bureau.newest("分管甲").text
    assert labels(bureau.newest("分管甲")) == []
    [reply] = await bureau.say("甲某", "/extend 12 12月11日 系统升级")
    assert "申请延期至12月11日（周五）" in reply
    assert "第1次申请" in bureau.newest("分管甲").text


async def test_a_new_limit_of_which_the_unit_was_told_is_not_told_by_the_clock_as_well(bureau: Bureau) -> None:
    """15 days before the limit: 整改 is named on that day, and the next alert would name the new limit."""
    group = bureau.group("救助股", "社会救助股", "甲某")
    bureau.playground.clock.set(at("11-20 10:00"))
    make(bureau, kind="rectification")
    await bureau.say("甲某", "/extend 12 12月5日 系统升级")
    await bureau.press("甲某", "仍用12月5日")
    await bureau.press("分管甲", "同意")
    assert bureau.item(12).due == "2026-12-05"
    bureau.playground.clock.set(at("11-20 15:00"))
    Lookout(bureau.ledger, RULES, "duban_bot").look(bureau.now)
    waiting = [each.html for each in bureau.ledger.waiting_letters() if each.chat_id == group.chat_id]
    assert not [words for words in waiting if "【期限调整】" in words]


async def test_the_decider_sets_another_day(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某")
    make(bureau)
    await bureau.say("甲某", "/extend 12 12月18日 系统升级")
    await bureau.press("分管甲", "另定日期")
    [reply] = await bureau.say("分管甲", "11月20日")
    assert "请写今天以后的日期" in reply
    [reply] = await bureau.say("分管甲", "12月5日")
    assert "12月5日（周六）是休息日" in reply
    await bureau.press("分管甲", "12月4日（周五）")
    assert bureau.item(12).due == "2026-12-04"
    assert "另定期限：12月4日（周五），原期限11月23日" in bureau.newest("分管甲", "撤回").text
    assert bureau.newest("甲某", chat=group).text.endswith(
        "期限调整为12月4日（周五），原期限11月23日，分管甲11月20日另定（申请至12月18日）。"
    )


async def test_a_refusal_gives_its_reason_in_private_and_never_in_the_group(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    make(bureau)
    await bureau.say("甲某", "/extend 12 12月4日 系统升级")
    await bureau.press("分管甲", "不同意")
    assert labels(bureau.newest("分管甲")) == ["理由不充分", "时限不得调整", "须按期完成", "另写原因", "返回"]
    await bureau.press("分管甲", "另写原因")
    await bureau.say("分管甲", "全省统一部署，不能延")
    for name in ("甲某", "股长"):
        assert "分管甲11月20日16:05不同意延期至12月4日（周五）。原因：全省统一部署，不能延。" in bureau.texts(name)[-1]
    assert bureau.playground.messages(group.chat_id) == []
    assert (bureau.item(12).due, bureau.item(12).history[-1].did) == ("2026-11-23", Did.REFUSE_EXTENSION)


async def test_nobody_grants_their_own(bureau: Bureau) -> None:
    """A deputy's own item goes to the office; the office's own request to the deputy."""
    bureau.add(item("2026-11-23", number=7, owner="分管甲"))
    await bureau.say("分管甲", "/extend 7 12月4日 系统升级")
    await bureau.press("办主任", "同意")
    assert bureau.item(7).due == "2026-12-04"
    bureau.add(item("2026-11-23", number=8))
    await bureau.say("办主任", "/extend 8 12月4日 系统升级")
    asked = bureau.newest("分管甲", "同意")
    refused = await bureau.forge("办主任", bureau.newest("办主任"), Press(Action.GRANT_EXTENSION, 8).encode())
    assert "不得本人审核" in (refused or "")
    await bureau.press("分管甲", "同意", asked)
    assert bureau.item(8).due == "2026-12-04"


async def test_only_who_is_asked_decides_and_only_once(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", "/extend 12 12月4日 系统升级")
    asked = bureau.newest("分管甲")
    pressed = asked.buttons[0].data
    for name in ("甲某", "股长", "局长", "纪委", "办主任"):
        await bureau.say(name, "/whoami")
        answer = await bureau.forge(name, bureau.newest(name), pressed)
        assert bureau.item(12).due == "2026-11-23", name
        assert "第12号" in (answer or ""), name
    await bureau.press("分管甲", "同意")
    decided = asked.text
    assert "同意延期至12月4日" in decided
    again = await bureau.forge("分管甲", asked, pressed)
    assert "已处理或已撤回" in (again or "")
    assert len(bureau.item(12).former_limits) == 1
    assert (asked.text, labels(asked)) == (decided, ["撤回"]), "a second press leaves what the first one did"
    bureau.playground.clock.advance(timedelta(minutes=5))
    await bureau.forge("分管甲", asked, pressed)
    assert asked.text.startswith("第12号"), "an old button shows how things stand"


async def test_a_button_of_an_earlier_request_decides_no_later_one(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", "/extend 12 12月4日 系统升级")
    asked = bureau.newest("分管甲")
    old = asked.buttons[0].data
    await bureau.press("甲某", "撤回申请")
    await bureau.say("甲某", "/extend 12 12月31日 系统升级")
    assert "已处理或已撤回" in (await bureau.forge("分管甲", asked, old) or "")
    assert bureau.item(12).due == "2026-11-23"


async def test_a_consent_is_taken_back_within_a_day_and_the_request_stands_again(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某")
    make(bureau)
    await bureau.say("甲某", "/extend 12 12月4日 系统升级")
    await bureau.press("分管甲", "同意")
    await bureau.press("分管甲", "撤回")
    assert bureau.item(12).due == "2026-11-23"
    told_all = "延期决定已由分管甲撤回，期限为11月23日（周一），申请待重新审批。"
    assert told_all in bureau.newest("甲某", chat=group).text
    assert told_all in bureau.texts("甲某")[-1]
    await bureau.press("分管甲", "同意")
    assert bureau.item(12).due == "2026-12-04"
    bureau.wait(hours=25)
    [reply] = await bureau.say("分管甲", "/undo 12")
    assert "不能撤回" in reply
    assert bureau.item(12).due == "2026-12-04"


async def test_a_sensitive_item_is_told_in_private_only(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    make(bureau, is_sensitive=True)
    await bureau.say("甲某", "/extend 12 12月4日 系统升级")
    await bureau.press("分管甲", "同意")
    assert bureau.playground.messages(group.chat_id) == []
    for name in ("甲某", "股长"):
        assert "期限调整为12月4日（周五）" in bureau.texts(name)[-1]


async def test_a_limit_that_moves_in_the_ledger_overtakes_the_request(bureau: Bureau) -> None:
    """Whoever decides reads that there is nothing to decide; an old button changes nothing."""
    make(bureau)
    await bureau.say("甲某", "/extend 12 12月4日 系统升级")
    asked = bureau.newest("分管甲")
    old = asked.buttons[0].data
    before = bureau.item(12)
    with bureau.ledger.transaction(at=bureau.now, by="办公室", did="import") as tx:
        tx.save_item(replace(before, version=before.version + 1, due="2026-12-31"))
    assert "已处理或已撤回" in (await bureau.forge("分管甲", asked, old) or "")
    OpenRequests(bureau.desk.office, lambda: bureau.now).look()
    await bureau.breathe()
    assert "台账已更新（期限已调整为2026年12月31日（周四）），无须处理。" in asked.text
    assert bureau.item(12).due == "2026-12-31"


async def test_a_consent_in_words_shows_the_request_again_and_decides_nothing(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", "/extend 12 12月4日 系统升级")
    for words in ("同意", "可以", "不同意，须按期完成"):
        [shown] = await bureau.say("分管甲", words, reply_to=bureau.newest("分管甲", "同意"))
        assert "申请至12月4日（周五）" in shown
        assert labels(bureau.newest("分管甲")) == ["同意", "另定日期", "不同意"]
    assert bureau.item(12).due == "2026-11-23"


async def test_what_waits_for_a_decision_is_listed_as_far_as_one_may_see_it(bureau: Bureau) -> None:
    make(bureau)
    bureau.add(item("2026-11-23", number=13, unit="儿童福利股", owner="丙某"))
    for name, number in (("甲某", 12), ("丙某", 13)):
        await bureau.say(name, f"/extend {number} 12月4日 系统升级")
    for name, shown in (("办主任", {12, 13}), ("分管甲", {12}), ("乙某", set()), ("丙某", {13})):
        [listed] = await bureau.say(name, "/start extensions")
        assert {number for number in (12, 13) if f"第{number}号" in listed} == shown, name
    await bureau.press("分管甲", "同意")
    [listed] = await bureau.say("分管甲", "/start extensions")
    assert "目前没有待审批的延期申请。" in listed


async def test_without_a_number_the_own_items_are_offered(bureau: Bureau) -> None:
    [reply] = await bureau.say("甲某", "延期")
    assert "请写明事项编号" in reply
    make(bureau)
    bureau.add(item("2026-11-24", number=13), item("2026-11-24", number=14, owner="乙某"))
    await bureau.say("甲某", "延期")
    assert labels(bureau.newest("甲某")) == ["申请延期第12号", "申请延期第13号", "不是"]
    await bureau.press("甲某", "申请延期第13号")
    await bureau.say("甲某", "12月4日 系统升级")
    assert "第13号" in bureau.newest("分管甲", "同意").text


async def test_only_who_was_asked_chooses_the_day_and_only_once(bureau: Bureau) -> None:
    group, message = await told(bureau, 9)
    await bureau.say("甲某", "申请延期到12月20日，系统升级", group, reply_to=message)
    choice = bureau.newest("甲某", "仍用12月20日", group)
    draft = Press.decode(choice.buttons[0].data)
    assert draft is not None
    assert "请由其本人确认" in (await bureau.press("乙某", "仍用12月20日", choice, group) or "")
    for forged in (
        Press(Action.EXTEND_DAY, 9, draft.version, 7),
        Press(Action.EXTEND_DAY, 12, draft.version, 1),
        Press(Action.EXTEND_DAY, 9, draft.version + 1, 1),
        Press(Action.NOTE, 9, draft.version, 7),
    ):
        assert "失效" in (await bureau.forge("甲某", choice, forged.encode()) or "")
    assert bureau.item(9).version == 1
    pressed = choice.buttons[1].data
    await bureau.press("甲某", "仍用12月20日", choice, group)
    assert "失效" in (await bureau.forge("甲某", choice, pressed) or "")
    assert [step.did for step in bureau.item(9).history] == [Did.ASK_EXTENSION]


async def test_a_request_is_taken_back_like_any_step(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", "/extend 12 12月4日 系统升级")
    [reply] = await bureau.say("甲某", "/undo 12")
    assert "已撤回“申请延期”" in reply
    assert "已撤回，无须处理" in bureau.newest("分管甲").text
    assert bureau.ledger.request_of(RequestKind.EXTEND, 12) is None


async def test_the_office_decides_where_the_deputy_cannot_be_reached(bureau: Bureau) -> None:
    deputy = bureau.roster.named("分管甲")
    assert deputy is not None
    with bureau.ledger.transaction(at=bureau.now, by="test", did="block") as tx:
        tx.save_person(replace(deputy, silent_since=at("11-01 09:00")))
    make(bureau)
    [reply] = await bureau.say("甲某", "/extend 12 12月4日 系统升级")
    assert "已送办公室审批" in reply
    await bureau.press("办主任", "同意")
    assert bureau.item(12).due == "2026-12-04"


async def test_bad_input_changes_nothing(bureau: Bureau) -> None:
    make(bureau)
    for said, words in (
        ("/extend", "是否要就第12号"),
        ("/extend 99 12月4日 系统升级", "没有第99号"),
        ("/extend 12 12月4日 " + "系统升级" * 1250, "请精简后重发"),
        ("/extend 12 12月4日 联系13800138000", "疑似"),
        ("/extend 12、13 12月4日 系统升级", "请逐项发送"),
    ):
        [reply] = await bureau.say("甲某", said)
        assert words in reply, said[:20]
    assert bureau.item(12).version == 1
    await bureau.say("甲某", "/extend 12 １２月４日 <b>系统</b>升级😀")
    assert "原因：<b>系统</b>升级😀" in bureau.newest("分管甲").text
