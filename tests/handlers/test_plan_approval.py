"""整改方案 (a kind with ``plan_approved``): put before the deputy leader whenever it changes, approved or returned."""

import pytest

from domain.item import Did
from domain.plan_approval import PlanState, plan_state
from domain.requests import RequestKind
from handlers.decision_requests import OpenRequests
from jobs.lookout import Lookout
from tests.domain.office import RULES, at, item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels
from tests.texts.reading import model

STEPS = "/plan 12 11月27日 制定方案；12月15日 整改到位"


def make(bureau: Bureau, **fields: object) -> None:
    bureau.add(item("2026-12-31", kind="audit", title="审计反馈：台账不规范", **fields))


def state(bureau: Bureau) -> PlanState:
    return plan_state(bureau.item(12), RULES)


async def test_a_plan_is_put_before_the_deputy_and_approved(bureau: Bureau) -> None:
    make(bureau)
    [shown] = await bureau.say("甲某", STEPS)
    assert "整改方案已报分管领导审核。" in shown
    asked = bureau.newest("分管甲")
    assert asked.text == (
        "【整改方案】第12号 审计反馈：台账不规范〔审计〕\n"
        "社会救助股 甲某　11月20日16:05报审\n"
        "期限12月31日（周四），节点2个：\n"
        "1. 11月27日（周五）　制定方案\n"
        "2. 12月15日（周二）　整改到位"
    )
    assert asked.text in model(20)
    assert labels(asked) == ["同意方案", "退回方案", "办理过程"]
    [card] = await bureau.say("甲某", "/item 12")
    assert "整改方案：方案待审" in card
    await bureau.press("分管甲", "同意方案")
    assert state(bureau) is PlanState.APPROVED
    assert "✅ 分管领导 11月20日16:05 同意整改方案" in bureau.newest("分管甲").text
    assert "请按方案推进" in bureau.newest("甲某").text
    [card] = await bureau.say("甲某", "/item 12")
    assert "整改方案：分管甲11月20日16:05同意" in card
    await bureau.press("甲某", "时间表")
    await bureau.press("甲某", "完成节点1")
    assert state(bureau) is PlanState.APPROVED, "what is done changes no plan"


async def test_it_comes_back_with_a_reason_and_is_put_before_them_again(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", STEPS)
    await bureau.press("分管甲", "退回方案")
    await bureau.press("分管甲", "另写原因")
    await bureau.say("分管甲", "第二步太晚，请提前")
    assert state(bureau) is PlanState.RETURNED
    assert "退回整改方案，原因：第二步太晚，请提前" in bureau.newest("甲某").text
    [card] = await bureau.say("甲某", "/item 12")
    assert "整改方案：已退回，原因：第二步太晚，请提前" in card
    [shown] = await bureau.say("甲某", "/plan 12 第2个改到12月10日")
    assert "整改方案已报分管领导审核。" in shown
    assert "2. 12月10日（周四）　整改到位" in bureau.newest("分管甲").text
    await bureau.press("分管甲", "退回方案")
    await bureau.press("分管甲", "时限不合理")
    await bureau.press("甲某", "报审方案")
    assert state(bureau) is PlanState.WAITING
    sent = len(bureau.texts("分管甲"))
    returned = next(each for each in reversed(bureau.playground.messages(9007)) if "报审方案" in labels(each))
    await bureau.press("甲某", "报审方案", returned)
    assert len(bureau.texts("分管甲")) == sent, "a second press asks nobody again"
    await bureau.press("分管甲", "同意方案")
    assert state(bureau) is PlanState.APPROVED


async def test_a_change_asks_again_and_the_open_request_shows_the_plan_as_it_is(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", STEPS)
    await bureau.press("分管甲", "同意方案")
    await bureau.say("甲某", "/plan 12 删除第2个")
    assert state(bureau) is PlanState.WAITING
    first = bureau.newest("分管甲")
    assert "节点1个" in first.text
    before = len(bureau.texts("分管甲"))
    await bureau.say("甲某", "/plan 12 12月20日 自查")
    await bureau.press("分管甲", "同意方案", first)
    assert state(bureau) is PlanState.WAITING, "the button was made for another plan"
    OpenRequests(bureau.desk.office, lambda: bureau.now).look()
    await bureau.breathe()
    assert "节点2个" in first.text
    assert len(bureau.texts("分管甲")) <= before + 1, "the same message, not a new one"
    for _ in range(2):
        await bureau.say("甲某", "/undo 12")
    assert state(bureau) is PlanState.WAITING


async def test_a_decision_is_taken_back_and_who_decides_needs_nobody_else(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", STEPS)
    await bureau.press("分管甲", "同意方案")
    await bureau.press("分管甲", "撤回")
    assert state(bureau) is PlanState.WAITING
    assert "报审" in bureau.newest("分管甲").text
    assert bureau.ledger.request_of(RequestKind.PLAN, 12) is not None
    assert "撤回对整改方案的审核意见" in bureau.newest("甲某").text
    [shown] = await bureau.say("分管甲", "/plan 12 12月20日 自查")
    assert "已按您的意见确定" in shown
    assert state(bureau) is PlanState.APPROVED
    assert bureau.item(12).history[-1].did is Did.APPROVE_PLAN
    assert bureau.ledger.request_of(RequestKind.PLAN, 12) is None


async def test_who_waits_is_chased_as_for_other_requests(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", STEPS)
    lookout = Lookout(bureau.ledger, RULES, "duban_bot")
    for moment in ("11-23 09:30", "11-24 09:30"):
        lookout.look(at(moment))
    chased = [each for each in bureau.ledger.waiting_letters() if "整改方案11月20日提出" in each.html]
    assert [each.chat_id for each in chased] == [9003]
    assert "已2个工作日，请您审核。" in chased[0].html


@pytest.mark.parametrize("kind", ["task", "rectification"])
async def test_a_kind_that_asks_for_none_has_none(bureau: Bureau, kind: str) -> None:
    bureau.add(item("2026-12-31", kind=kind))
    [shown] = await bureau.say("甲某", STEPS)
    assert "方案" not in shown.replace("制定方案", "")
    assert bureau.ledger.request_of(RequestKind.PLAN, 12) is None


async def test_what_waits_is_among_what_awaits_approval(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", STEPS)
    await bureau.say("分管甲", "/pending")
    assert "待审方案1" in labels(bureau.newest("分管甲"))
    await bureau.press("分管甲", "待审方案1")
    assert "第12号" in bureau.newest("分管甲").text
    await bureau.press("分管甲", "12 审计反馈")
    await bureau.press("分管甲", "同意方案")
    assert state(bureau) is PlanState.APPROVED


async def test_words_in_reply_decide_nothing_and_show_the_request_again(bureau: Bureau) -> None:
    make(bureau)
    await bureau.say("甲某", STEPS)
    [again] = await bureau.say("分管甲", "同意", reply_to=bureau.newest("分管甲"))
    assert "2. 12月15日（周二）　整改到位" in again
    assert state(bureau) is PlanState.WAITING
    await bureau.press("分管甲", "同意方案")
    assert state(bureau) is PlanState.APPROVED
