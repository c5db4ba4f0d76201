"""What is said when an item moves reads like the models (docs/messages.md 7 to 10)."""

from domain.actions import Action
from domain.closing import acknowledge, approve, finish, send_back, undo
from domain.item import ItemStatus
from domain.letter import Press
from domain.roster import Role
from domain.views import line_of
from tests.domain.office import DEPUTY, OFFICE, RULES, at, item
from tests.texts.reading import buttons, labels, model, read
from texts.closing import (
    render_acknowledged,
    render_approval_request,
    render_ask_reason,
    render_decided,
    render_done,
    render_result,
    render_return_reasons,
    render_returned,
    render_submitted,
    render_undo_notice,
    render_undone,
)
from texts.glossary import OWN_REASON, RETURN_REASONS

TASK = RULES.kind("task")
RECTIFICATION = RULES.kind("rectification")
SUBMITTED = finish(
    item(
        "2026-11-23",
        number=15,
        kind="rectification",
        title="审计反馈：临时救助台账不规范",
        owner="乙某",
        source="救助资金专项审计",
        reference="审计报告〔2026〕8号",
        standard="本年度临时救助一户一档",
    ),
    RECTIFICATION,
    "乙某",
    at("11-23 16:10"),
    "补录126户，抽查20户无误",
)
NAME = "第15号 审计反馈：临时救助台账不规范〔整改〕"


def test_after_a_return_the_approver_reads_the_reason_and_all_that_was_reported() -> None:
    withdrawn = undo(SUBMITTED, "乙某", at("11-23 16:20"))
    asked = finish(withdrawn, RECTIFICATION, "乙某", at("11-23 16:30"), "补录126户，抽查20户无误。")
    returned = send_back(asked, DEPUTY.name, at("11-23 17:05"), "抽查记录缺签字页", RULES)
    again = finish(returned, RECTIFICATION, "乙某", at("11-24 10:00"), "签字页已补齐")
    now = at("11-24 10:00")
    told = read(render_approval_request(line_of(again, RULES, now), RULES, now)).splitlines()
    assert told[-4:-2] == ["上次退回：抽查记录缺签字页", "整改情况：补录126户，抽查20户无误；签字页已补齐"]


def test_done_in_time_reads_like_the_model() -> None:
    """docs/messages.md 7."""
    done = finish(item(number=21, title="城乡低保提标测算"), TASK, "甲某", at("11-20 16:05"))
    page = render_done((done,), RULES, at("11-20 16:05"), 3)
    assert read(page).splitlines() == [
        "✅ 第21号 城乡低保提标测算 已办结",
        "11月20日16:05，按期（期限11月20日）。您在办还有3项。",
    ]
    assert read(page) in model(7)
    assert labels(page) == [["撤回", "补充佐证"]]


def test_done_late_says_by_how_much() -> None:
    done = finish(item("2026-11-18"), TASK, "甲某", at("11-23 16:05"))
    assert "11月23日16:05，逾期5天（期限11月18日）。您名下已无在办事项。" in read(
        render_done((done,), RULES, at("11-23 16:05"), 0)
    )


def test_several_closed_at_once_share_a_message_and_can_each_be_taken_back() -> None:
    done = tuple(finish(item(number=n), TASK, "甲某", at("11-20 16:05")) for n in (12, 13))
    page = render_done(done, RULES, at("11-20 16:05"), 1)
    assert read(page).splitlines()[-1] == "共2项。您在办还有1项。"
    assert labels(page) == [["撤回第12号", "撤回第13号"]]
    assert page.about == (12, 13)


def test_who_submits_what_nobody_may_approve_reads_what_is_missing() -> None:
    page = render_submitted(SUBMITTED, RULES, at("11-23 16:10"), None)
    assert "已送" not in read(page)
    assert "请办公室在花名册中补充分管领导或审核人" in read(page)


def test_submitting_reads_like_the_model() -> None:
    page = render_submitted(SUBMITTED, RULES, at("11-23 16:10"), Role.DEPUTY)
    assert read(page).splitlines() == [
        f"⏳ {NAME}已申请销号",
        "11月23日16:10提交，按期，以提交时间计。已送分管领导审核。",
        "如需补充，直接回复本消息发送。",
        "举一反三：是否已排查同类问题？请点选。",
    ]
    assert labels(page) == [["是", "不涉及", "另写"], ["撤回申请"]]
    assert read(page) in model(7)


def test_the_request_reads_like_the_model() -> None:
    """docs/messages.md 8."""
    now = at("11-23 16:12")
    page = render_approval_request(line_of(SUBMITTED, RULES, now), RULES, now)
    assert read(page).splitlines() == [
        f"【销号申请】{NAME}",
        "社会救助股 乙某　11月23日16:10提交，按期",
        "来源：救助资金专项审计（审计报告〔2026〕8号）",
        "完成标准：本年度临时救助一户一档",
        "整改情况：补录126户，抽查20户无误",
        "举一反三：未填写；建章立制：未填写",
        "请审核。",
    ]
    assert labels(page) == [["同意销号", "退回补充"], ["办理过程"]]
    assert read(page) in model(8)


def test_buttons_of_the_request_hold_only_for_this_version() -> None:
    """docs/promises.md 25."""
    page = render_approval_request(line_of(SUBMITTED, RULES, at("11-23 16:12")), RULES, at("11-23 16:12"))
    presses = [Press.decode(button.data) for button in buttons([page])]
    assert [press and (press.item, press.version) for press in presses] == [(15, SUBMITTED.version)] * 3


def test_each_prepared_reason_is_a_button_and_one_asks_for_own_words() -> None:
    page = render_return_reasons(SUBMITTED)
    assert labels(page) == [["佐证不足", "措施未落实"], ["未达标准", "另写原因"], ["返回"]]
    presses = [press for button in buttons([page]) if (press := Press.decode(button.data))]
    assert [press.choice for press in presses[:4] if press] == [*range(len(RETURN_REASONS)), OWN_REASON]
    assert "请直接发送退回原因" in read(render_ask_reason(SUBMITTED))


def test_the_decision_stands_in_place_of_the_request() -> None:
    closed = approve(SUBMITTED, "分管甲", at("11-23 16:50"))
    page = render_decided(closed, DEPUTY, True, at("11-23 16:50"), RULES)
    assert read(page).splitlines()[1] == "✅ 分管领导 11月23日16:50 同意销号"
    assert read(page) in model(8)
    assert page.rows == ()
    back = send_back(SUBMITTED, "办主任", at("11-23 17:05"), "佐证不足", RULES)
    assert read(render_decided(back, OFFICE, False, at("11-23 17:05"), RULES)).splitlines()[1] == (
        "↩️ 办公室 11月23日17:05 退回补充，原因：佐证不足"
    )


def test_a_return_reads_like_the_model() -> None:
    """docs/messages.md 9."""
    back = send_back(SUBMITTED, "分管甲", at("11-23 17:05"), "佐证不足，抽查记录缺签字页。", RULES)
    page = render_returned(back, RULES, at("11-23 17:05"))
    assert read(page).splitlines() == [
        f"【退回补充】{NAME}",
        "分管甲11月23日17:05退回。原因：佐证不足，抽查记录缺签字页。",
        "请于11月26日（周四）前补充后再次申请；原材料已保留，无须重报。",
    ]
    assert read(page) in model(9)
    assert labels(page)[0] == ["补充佐证", "再次申请销号"]
    assert Press.decode(page.rows[0][1].data) == Press(Action.DONE, 15, back.version)


def test_the_result_reads_like_the_model() -> None:
    """docs/messages.md 10."""
    closed = approve(SUBMITTED, "分管甲", at("11-26 10:00"))
    result = read(render_result(closed, RULES, at("11-26 10:00")))
    assert result == f"【销号】{NAME}经审核整改到位，11月26日予以销号，拟于2027年2月24日（周三）〔暂定〕“回头看”。"
    assert result in model(10)


def test_taking_back_says_what_stands_again() -> None:
    done = finish(item(), TASK, "甲某", at("11-20 16:05"))
    page = render_undone(undo(done, "甲某", at("11-20 16:06")), RULES, at("11-20 16:06"))
    assert read(page).splitlines() == ["↩️ 第12号 低保动态管理 已撤回办结", "恢复为在办，期限11月20日（周五）。"]
    withdrawn = undo(SUBMITTED, "乙某", at("11-23 16:20"))
    assert "已撤回销号申请" in read(render_undone(withdrawn, RULES, at("11-23 16:20")))
    notice = render_undo_notice(withdrawn, RULES, at("11-23 16:20"))
    assert "↩️ 乙某 11月23日16:20 已撤回申请，无须审核。" in read(notice)
    assert notice.rows == ()


def test_signing_repeats_the_limit() -> None:
    signed = acknowledge(item(status=ItemStatus.ASSIGNED), "甲某", at("11-20 09:00"))
    page = render_acknowledged((signed,), RULES, at("11-20 09:00"))
    assert read(page).splitlines() == ["第12号 低保动态管理 已签收", "期限：11月20日（周五）"]


def test_signing_a_whole_import_is_one_line() -> None:
    signed = tuple(item(number=n) for n in range(1, 41))
    page = render_acknowledged(signed, RULES, at("11-20 09:00"))
    assert read(page) == "已签收40项：" + "、".join(f"第{n}号" for n in range(1, 11)) + "等40项。"
    assert len(page.about) == 40
