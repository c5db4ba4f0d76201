"""报告难点: to the leader in private, answered, solved or not, passed on, and long-term where nobody can solve it."""

import pytest
from msgspec.structs import replace

from domain.actions import Action
from domain.item import Did, ItemStatus
from domain.letter import Press
from domain.requests import RequestKind
from tests.domain.office import at, item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels, told
from tests.texts.reading import model

WORDS = "消防验收排期至12月10日，请协调住建局提前。"


async def report(bureau: Bureau, kind: str = "需协调", **fields: object) -> None:
    """甲某 reports a difficulty with item 8."""
    bureau.add(item("2026-12-18", number=8, title="敬老院改造提升", **fields))
    await bureau.say("甲某", f"/stuck 8 {WORDS}")
    await bureau.press("甲某", kind)


async def test_reported_by_kind_answered_in_words_and_solved(bureau: Bureau) -> None:
    """The item shows it from the report until somebody says that it is solved."""
    bureau.add(item("2026-12-18", number=8, title="敬老院改造提升"))
    [asked] = await bureau.say("甲某", f"/stuck 8 {WORDS}")
    assert asked == f"【难点报告】第8号 敬老院改造提升\n“{WORDS}”\n请选择难点类型："
    assert labels(bureau.newest("甲某")) == ["需协调", "表述需调整", "仅需解释", "暂时无法解决", "取消"]
    assert (bureau.item(8).obstacle, bureau.texts("分管甲")) == (None, [])
    await bureau.press("甲某", "需协调")
    assert "已报分管领导，请其于11月24日（周二）前答复。" in bureau.texts("甲某")[-1]
    reported = bureau.newest("分管甲")
    assert reported.text == (
        "【难点报告】第8号 敬老院改造提升\n社会救助股 甲某　11月20日 需协调\n"
        f"{WORDS}\n请于11月24日（周二）前答复，也可直接回复本消息。"
    )
    assert reported.text in model(15)
    assert labels(reported) == ["答复", "转局长", "与我无关"]
    assert "，难点待答复" in (await bureau.say("甲某", "/mytasks"))[0]
    [card] = await bureau.say("股长", "/item 8")
    assert f"难点：需协调，甲某11月20日报告：{WORDS.rstrip('。')}，请于11月24日（周二）前答复" in card
    await bureau.press("分管甲", "答复")
    await bureau.say("分管甲", "已与住建局商定11月28日验收。")
    answer = "【难点答复】第8号 敬老院改造提升\n分管甲11月20日：已与住建局商定11月28日验收。"
    for name in ("甲某", "股长"):
        assert bureau.texts(name)[-1] == answer
        assert labels(bureau.newest(name)) == ["已解决", "仍未解决"]
    assert answer in model(15)
    assert "✅ 分管领导 11月20日16:05 已答复：已与住建局商定11月28日验收。" in reported.text
    [card] = await bureau.say("甲某", "/item 8")
    assert f"难点：需协调，甲某11月20日报告：{WORDS.rstrip('。')}" in card
    assert "难点答复：分管甲11月20日：已与住建局商定11月28日验收。" in card
    await bureau.press("甲某", "已解决")
    assert bureau.item(8).obstacle is None
    assert "难点已解决" in bureau.texts("股长")[-1]
    assert "难点" not in (await bureau.say("甲某", "/mytasks"))[0]


async def test_a_reply_to_the_report_is_its_answer(bureau: Bureau) -> None:
    await report(bureau)
    [receipt] = await bureau.say("分管甲", "收到", reply_to=bureau.newest("分管甲", "答复"))
    assert receipt.startswith("好的")
    assert bureau.item(8).history[-1].did is Did.OBSTACLE
    await bureau.say("分管甲", "已商定11月28日验收", reply_to=bureau.newest("分管甲", "答复"))
    obstacle = bureau.item(8).obstacle
    assert obstacle is not None
    assert (obstacle.answer, obstacle.answered_by) == ("已商定11月28日验收", "分管甲")
    assert bureau.ledger.request_of(RequestKind.OBSTACLE, 8) is None


async def test_answered_by_command_and_corrected_by_whoever_answered(bureau: Bureau) -> None:
    await report(bureau)
    await bureau.say("分管甲", "/answer 8 已商定11月27日验收")
    await bureau.say("分管甲", "/answer 8 更正：11月28日验收")
    assert bureau.texts("甲某")[-1].endswith("更正：11月28日验收")
    assert [step.note for step in bureau.item(8).history if step.did is Did.ANSWER] == [
        "已商定11月27日验收",
        "更正：11月28日验收",
    ]
    [refused] = await bureau.say("办主任", "/answer 8 知道了")
    assert "已处理或已撤回" in refused


@pytest.mark.parametrize("said", ["难点 8 验收排期未定", "8 遇到难点，验收排期未定", "报告难点：8号 验收排期未定"])
async def test_plain_words_report_a_difficulty(bureau: Bureau, said: str) -> None:
    bureau.add(item(number=8))
    [asked] = await bureau.say("甲某", said)
    assert "“验收排期未定”" in asked


async def test_in_the_group_the_words_come_by_reply_and_go_out_in_private_only(bureau: Bureau) -> None:
    group, message = await told(bureau, 9)
    await bureau.say("甲某", "难点：验收排期未定", group, reply_to=message)
    await bureau.press("甲某", "需协调", chat=group)
    assert "验收排期未定" in bureau.texts("分管甲")[-1]
    before = len(bureau.playground.messages(group.chat_id))
    await bureau.say("分管甲", "/answer 9 已商定")
    assert len(bureau.playground.messages(group.chat_id)) == before
    [card] = await bureau.say("股长", "/item@duban_bot 9", group)
    assert "难点：已答复，待解决" in card
    assert "验收排期未定" not in card
    assert "已商定" not in card


async def test_the_button_in_a_group_asks_for_a_reply(bureau: Bureau) -> None:
    group, _ = await told(bureau, 9)
    await bureau.say("甲某", "/item@duban_bot 9", group)
    await bureau.press("甲某", "报告难点", chat=group)
    question = bureau.newest("甲某", chat=group)
    assert "请回复本消息，写明难点" in question.text
    [asked] = await bureau.say("甲某", "验收排期未定", group, reply_to=question)
    assert "请选择难点类型" in asked


async def test_still_unsolved_asks_the_same_leader_again_and_starts_the_clock_anew(bureau: Bureau) -> None:
    await report(bureau)
    await bureau.say("分管甲", "/answer 8 请直接联系住建局")
    bureau.wait(days=5)
    await bureau.press("甲某", "仍未解决")
    [reply] = await bureau.say("甲某", "住建局要求局发函")
    assert "请其于11月27日（周五）前答复" in reply
    again = bureau.newest("分管甲", "答复").text
    assert "住建局要求局发函" in again
    assert "上次答复：分管甲：请直接联系住建局" in again
    await bureau.say("分管甲", "/answer 8 今日发函")
    assert bureau.texts("甲某")[-1].endswith("今日发函")


async def test_the_director_is_asked_as_well_and_may_answer(bureau: Bureau) -> None:
    await report(bureau)
    await bureau.press("分管甲", "转局长")
    assert "已转局长。" in bureau.newest("分管甲", "答复").text
    assert labels(bureau.newest("局长")) == ["答复", "与我无关"]
    await bureau.press("局长", "答复")
    await bureau.say("局长", "由我与县住建局协调")
    assert bureau.texts("甲某")[-1].endswith("局长11月20日：由我与县住建局协调")
    assert "✅ 局长" in bureau.texts("分管甲")[-1]


async def test_who_has_nothing_to_do_with_it_leaves_it_to_the_office(bureau: Bureau) -> None:
    await report(bureau)
    await bureau.press("分管甲", "与我无关")
    assert "已转办主任、管理员办理，您无须处理。" in bureau.texts("分管甲")[-1]
    assert WORDS in bureau.newest("办主任", "答复").text
    assert "第8号" in (
        await bureau.forge("分管甲", bureau.newest("分管甲"), Press(Action.ANSWER_OBSTACLE, 8).encode()) or ""
    )
    await bureau.press("办主任", "转局长")
    await bureau.say("局长", "/answer 8 已协调")
    assert bureau.texts("甲某")[-1].endswith("已协调")


async def test_what_nobody_can_solve_becomes_long_term_with_a_review_day(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    await report(bureau, "暂时无法解决")
    assert labels(bureau.newest("分管甲")) == ["答复", "转局长", "与我无关", "转为长期事项"]
    await bureau.press("分管甲", "转为长期事项")
    [reply] = await bureau.say("分管甲", "11月20日")
    assert "请写今天以后的日期" in reply
    await bureau.say("分管甲", "2027年3月1日")
    await bureau.press("分管甲", "2027年3月1日（周一）")
    changed = bureau.item(8)
    assert (changed.is_endless, str(changed.review_on), changed.former_limits[0].due) == (
        True,
        "2027-03-01",
        "2026-12-18",
    )
    line = "转为长期事项，2027年3月1日（周一）复核，原期限12月18日，分管甲11月20日同意。"
    assert bureau.newest("股长", chat=group).text.endswith(line)
    assert bureau.texts("甲某")[-1].endswith(line)
    await bureau.press("分管甲", "撤回")
    assert (bureau.item(8).is_endless, bureau.item(8).due, bureau.item(8).review_on) == (False, "2026-12-18", None)
    assert labels(bureau.newest("分管甲", "转为长期事项"))[-1] == "转为长期事项"


async def test_an_answer_that_is_taken_back_is_told_and_waits_again(bureau: Bureau) -> None:
    await report(bureau)
    await bureau.say("分管甲", "/answer 8 已商定")
    await bureau.press("分管甲", "撤回")
    assert "答复已由分管甲撤回，难点待重新答复。" in bureau.texts("甲某")[-1]
    await bureau.say("分管甲", "已改为11月30日", reply_to=bureau.newest("分管甲", "答复"))
    assert bureau.texts("甲某")[-1].endswith("已改为11月30日")


async def test_an_answer_without_number_goes_to_what_waits_for_it(bureau: Bureau) -> None:
    await report(bureau)
    await bureau.say("分管甲", "/answer 已协调")
    assert bureau.texts("甲某")[-1].endswith("已协调")
    await bureau.press("甲某", "仍未解决")
    await bureau.say("甲某", "仍未排期")
    bureau.add(item(number=9))
    await bureau.say("甲某", "/stuck 9 无法推进")
    await bureau.press("甲某", "需协调")
    await bureau.say("分管甲", "/answer 已协调")
    assert labels(bureau.newest("分管甲")) == ["答复第8号", "答复第9号"]


async def test_what_waits_for_an_answer_is_reached_from_the_list_of_what_waits(bureau: Bureau) -> None:
    await report(bureau)
    await bureau.say("甲某", "/extend 8 12月31日 系统升级")
    [waiting] = await bureau.say("分管甲", "/pending")
    assert "目前没有待审核的销号申请。" in waiting
    assert labels(bureau.newest("分管甲")) == ["改期申请1", "待答复难点1"]
    await bureau.press("分管甲", "待答复难点1")
    assert "第8号" in bureau.texts("分管甲")[-1]
    await bureau.say("分管乙", "/pending")
    assert labels(bureau.newest("分管乙")) == []


async def test_a_report_that_is_taken_back_is_over_on_every_copy(bureau: Bureau) -> None:
    await report(bureau)
    await bureau.press("甲某", "撤回")
    assert bureau.item(8).obstacle is None
    assert "已撤回，无须处理" in bureau.texts("分管甲")[-1]
    assert labels(bureau.newest("分管甲")) == []


async def test_solved_before_anybody_answered(bureau: Bureau) -> None:
    await report(bureau)
    reported = bureau.newest("分管甲")
    old = reported.buttons[0].data
    await bureau.press("甲某", "已解决")
    assert "难点已解决" in reported.text
    assert "已处理或已撤回" in (await bureau.forge("分管甲", reported, old) or "")


async def test_a_button_of_an_earlier_difficulty_solves_no_later_one(bureau: Bureau) -> None:
    await report(bureau)
    await bureau.say("分管甲", "/answer 8 已商定")
    answer = bureau.newest("甲某")
    old = answer.buttons[0].data
    await bureau.press("股长", "已解决")
    await bureau.say("甲某", f"/stuck 8 {WORDS}")
    await bureau.press("甲某", "仅需解释")
    assert "已处理或已撤回" in (await bureau.forge("甲某", answer, old) or "")
    assert bureau.item(8).obstacle is not None


async def test_nobody_answers_their_own_and_nobody_who_is_not_asked(bureau: Bureau) -> None:
    bureau.add(item(number=8, owner="分管甲"))
    await bureau.say("分管甲", "/stuck 8 无法推进")
    await bureau.press("分管甲", "需协调")
    [refused] = await bureau.say("分管甲", "/answer 8 自己答复")
    assert "不得本人审核" in refused
    for name in ("甲某", "纪委"):
        [refused] = await bureau.say(name, "/answer 8 我来答复")
        assert "由办主任" in refused, name
    await bureau.say("办主任", "/answer 8 已协调")
    assert bureau.texts("分管甲")[-1].endswith("办主任11月20日：已协调")


async def test_a_sensitive_item_is_reported_in_private_alone(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某")
    bureau.add(item(number=8, is_sensitive=True))
    [refused] = await bureau.say("甲某", "/stuck@duban_bot 8 无法推进", group)
    assert "没有第8号" in refused
    await bureau.say("甲某", "/stuck 8 无法推进")
    await bureau.press("甲某", "需协调")
    assert "无法推进" in bureau.texts("分管甲")[-1]


async def test_where_no_deputy_can_be_reached_the_office_is_asked(bureau: Bureau) -> None:
    deputy = bureau.roster.named("分管甲")
    assert deputy is not None
    with bureau.ledger.transaction(at=bureau.now, by="test", did="block") as tx:
        tx.save_person(replace(deputy, silent_since=at("11-01 09:00")))
    await report(bureau)
    assert "已报办公室" in bureau.texts("甲某")[-1]
    assert WORDS in bureau.newest("办主任", "答复").text


async def test_bad_input_changes_nothing(bureau: Bureau) -> None:
    bureau.add(item(number=8), item(number=9, status=ItemStatus.CLOSED), item(number=10, status=ItemStatus.SUSPENDED))
    for said, words in (
        ("/stuck", "是否要就第8号"),
        ("/stuck 99 难办", "没有第99号"),
        ("/stuck 9 难办", "已办结"),
        ("/stuck 10 难办", "已中止"),
        ("/stuck 8 " + "难" * 5000, "请精简后重发"),
        ("/stuck 8 联系13800138000", "疑似"),
        ("/stuck 8、9 难办", "请逐项发送"),
        ("/answer 8 已商定", "没有待办的难点"),
    ):
        [reply] = await bureau.say("甲某" if said.startswith("/stuck") else "分管甲", said)
        assert words in reply, said[:20]
    assert bureau.item(8).version == 1
    await bureau.say("甲某", "/stuck 8 第一次")
    choice = bureau.newest("甲某")
    await bureau.press("甲某", "取消")
    assert "未报告" in choice.text
    await bureau.say("甲某", "/stuck 8 <b>第二次</b>😀")
    await bureau.press("甲某", "需协调")
    assert "<b>第二次</b>😀" in bureau.texts("分管甲")[-1]
    [reply] = await bureau.say("甲某", "/stuck 8 第三次")
    assert "已报告难点，尚未解决" in reply
