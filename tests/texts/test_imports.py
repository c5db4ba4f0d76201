"""The preview of an import tells everything that would happen, in words an office understands."""

import pytest
from msgspec.structs import replace

from domain.actions import Action
from domain.imports.findings import FieldChange, Notice, Place, Reason, Refusal, Remark
from domain.imports.plan import ChangedItem, ChangedPerson, ImportPlan, ImportResult, NewItem, NewPerson, seal_of
from domain.letter import Press
from domain.roster import Role, Unit
from tests.domain.office import OWNER, TODAY, item
from tests.rows import every_row
from tests.texts.reading import buttons, labels, read
from texts.findings import REASONS, REMARKS, say_notice, say_refusal
from texts.imports import render_import_dropped, render_import_result, render_plan, render_plan_text, say_changes
from texts.pages import TEXT_LIMIT

HERE = Place("整改台账", 7)
REFUSED = Refusal(place=HERE, reason=Reason.LIMIT_VAGUE, heading="整改期限", cell="尽快")
PLAN = ImportPlan(
    new=(NewItem(HERE, item("2026-12-15", number=21, title="城乡低保提标测算")),),
    changed=(
        ChangedItem(
            HERE,
            item(),
            item("2026-12-05"),
            (
                FieldChange("due", "2026-11-20", "2026-12-05"),
                FieldChange("is_sensitive", "", "1"),
                FieldChange("kind", "task", "rectification"),
                FieldChange("leader", "", "分管甲"),
            ),
        ),
    ),
    unchanged=(3, 4),
    refused=(REFUSED,),
    notices=(Notice(remark=Remark.NO_STANDARD, place=Place("整改台账"), count=3),),
    new_people=(NewPerson(Place("花名册", 3), OWNER),),
    changed_people=(ChangedPerson(Place("花名册", 4), OWNER, OWNER, (FieldChange("role", Role.STAFF, Role.HEAD),)),),
    unchanged_people=5,
    new_units=(Unit(name="社会救助股"),),
    today=TODAY,
)


def test_the_preview_counts_then_names_what_needs_attention_first() -> None:
    """Fault 5.8: dates as people say them."""
    assert render_plan_text(PLAN).splitlines() == [
        "事项：新增1，变更1，不变2，未导入1行。",
        "人员：新增1，变更1，不变5。",
        "新增单位：1个（社会救助股）。",
        "",
        "未导入的行：",
        "  整改台账 第7行：“整改期限”写为“尽快”，不是具体期限，请写明日期，例如：12月15日",
        "",
        "请注意：",
        "  整改台账：3项没有完成标准",
        "",
        "变更：",
        (
            "  第12号 低保动态管理：完成时限 11月20日（周五）→12月5日（周六）；敏感 否→是；类别 任务→整改；"
            "责任领导 空→分管甲"
        ),
        "",
        "人员变更：",
        "  甲某：角色 经办人→负责人",
        "",
        "新增人员：",
        "  甲某　社会救助股",
        "",
        "新增：",
        "  第21号 城乡低保提标测算（社会救助股 甲某）12月15日（周二）",
    ]


def test_no_cell_reaches_the_terminal_as_anything_but_text() -> None:
    """docs/promises.md 29: an escape sequence in a cell would repaint the operator's screen."""
    evil = "\x1b[2J\u202e事"
    person = replace(OWNER, name=evil, unit=evil)
    plan = ImportPlan(
        new=(NewItem(Place(evil, 2), item(title=evil, unit=evil, owner=evil)),),
        refused=(replace(REFUSED, place=Place(evil, 3), cell=evil, heading=evil, known=(evil,)),),
        notices=(Notice(remark=Remark.STATE_UNKNOWN, place=Place(evil, 4), written=evil, meaning=evil),),
        new_people=(NewPerson(Place(evil, 5), person),),
        new_units=(Unit(name=evil),),
    )
    assert "\x1b" not in render_plan_text(plan)
    assert "\u202e" not in render_plan_text(plan)


def test_the_chat_confirms_or_drops_the_very_workbook() -> None:
    pages = render_plan(PLAN, 2**47)
    assert labels(pages[-1]) == [["确认导入", "取消"]]
    assert [Press.decode(button.data) for button in buttons(pages)] == [
        Press(Action.IMPORT, 2**47, seal_of(PLAN), 1),
        Press(Action.IMPORT, 2**47, 0, 0),
    ]


def test_a_seal_stands_for_what_the_preview_shows_and_fits_into_its_button() -> None:
    other = replace(PLAN.changed[0], changes=PLAN.changed[0].changes[1:])
    plans = (PLAN, ImportPlan(), replace(PLAN, changed=(other, *PLAN.changed[1:])), replace(PLAN, changed_people=()))
    assert len({seal_of(plan) for plan in plans}) == len(plans)
    assert seal_of(replace(PLAN, new=())) == seal_of(PLAN), "what is new overwrites nothing"
    assert len(Press(Action.IMPORT, 2**48 - 1, 2**48 - 1, 1).encode()) <= 64


def test_nothing_to_do_asks_for_nothing() -> None:
    (page,) = render_plan(ImportPlan(unchanged=(1, 2)))
    assert "没有需要导入的内容。" in read(page)
    assert page.rows == ()


def test_a_large_import_is_summed_up_in_the_chat_and_told_in_full_on_the_command_line() -> None:
    """docs/promises.md 22."""
    many = replace(PLAN, refused=tuple(replace(REFUSED, place=Place("台账<&>", row)) for row in range(2, 500)))
    pages = render_plan(many)
    assert all(len(read(page)) <= TEXT_LIMIT for page in pages)
    assert "其余468条略" in "".join(read(page) for page in pages)
    assert "台账<&> 第499行" in render_plan_text(many)


@pytest.mark.parametrize(
    "remark",
    [Remark.LIMIT_READ, Remark.LIMIT_TWO, Remark.LIMIT_FAR, Remark.LIMIT_COUNTED, Remark.LIMIT_EVERY],
)
def test_every_kind_of_question_about_a_limit_is_asked_before_the_import(remark: Remark) -> None:
    notice = Notice(remark=remark, place=HERE, number=3, written="月底", meaning="2026-11-30")
    said = render_plan_text(replace(PLAN, notices=(notice,)))
    assert say_notice(notice, PLAN.today) in said.partition("请核对期限：")[2].partition("\n\n")[0]


def test_every_limit_that_was_guessed_is_shown_for_confirmation() -> None:
    """docs/domain.md: 6月30日前 is always echoed, in as many messages as it takes."""
    read_so = [
        Notice(remark=Remark.LIMIT_READ, place=HERE, number=n, written="6月30日前", meaning="2027-06-30")
        for n in range(1, 121)
    ]
    shown = "\n".join(read(page) for page in render_plan(replace(PLAN, notices=(*PLAN.notices, *read_so))))
    assert "请核对期限：" in shown
    assert all(f"第{n}号期限“6月30日前”理解为2027年6月30日（周三）" in shown for n in range(1, 121))


@pytest.mark.parametrize(
    ("status", "said"),
    [("closed", "按已办结导入"), ("cancelled", "按已撤销导入"), ("suspended", "按已中止导入")],
)
def test_a_row_that_starts_settled_is_called_by_its_state(status: str, said: str) -> None:
    assert said in say_notice(Notice(remark=Remark.STARTS_CLOSED, place=HERE, number=5, written="x", meaning=status))


def test_the_result_says_what_was_left_out() -> None:
    page = render_import_result(ImportResult(new=(21,), changed=(12,), unchanged=2, refused=1, people=2, units=1))
    assert read(page) == (
        "✅ 导入完成：新增1项，变更1项，不变2项，人员2人，单位1个。未导入1行，已附表列明原因，改正后直接发回即可。"
    )
    assert "台账未作改动" in read(render_import_dropped())


@every_row("reason", Reason)
def test_every_reason_has_its_words(reason: Reason) -> None:
    refusal = Refusal(place=HERE, reason=reason, heading="列", cell="值", known=("甲", "乙"), other=HERE, limit=9)
    said = say_refusal(refusal)
    assert said.startswith("整改台账 第7行：")
    assert reason in REASONS


def test_a_chat_is_told_three_things_that_are_wrong_in_a_row_and_the_command_line_all() -> None:
    fields = ("责任人", "类别", "完成时限", "分值")
    first, *more = (Refusal(place=HERE, reason=Reason.NO_OWNER, heading=field) for field in fields)
    plan = ImportPlan(refused=(replace(first, more=tuple(more)),))
    said = [f"“{field}”为空，请明确一名责任人" for field in fields]
    assert f"第7行：{'；'.join(said[:3])}；另有1处" in read(render_plan(plan)[0])
    assert f"第7行：{'；'.join(said)}" in render_plan_text(plan)


@every_row("remark", Remark)
def test_every_remark_has_its_words(remark: Remark) -> None:
    notice = Notice(remark=remark, place=HERE, number=3, written="写", meaning="义", known=("甲",), rows=(2,), count=4)
    assert say_notice(notice).startswith("整改台账 第7行：")
    assert remark in REMARKS
    assert "None" not in say_notice(notice)


def test_a_limit_that_is_asked_about_is_said_with_what_it_may_mean() -> None:
    """Fault 4.1: a question about a limit names what was written, how it was read and what else it may be."""
    asked = Notice(remark=Remark.LIMIT_READ, place=HERE, number=3, meaning="2026-11-30")
    read, two, far = "2026-12-31", ("完成时限 月底", "整改期限 2026-12-31"), "2062-11-30"
    notices = (
        replace(asked, written="12月前", known=(read,)),
        replace(asked, remark=Remark.LIMIT_COUNTED, written="10日内", known=("2026-11-20",)),
        replace(asked, remark=Remark.LIMIT_TWO, written="月底", known=two),
        replace(asked, remark=Remark.LIMIT_FAR, written=far, meaning=far),
        replace(asked, remark=Remark.LIMIT_GOES_ON, written="11月底前，并长期坚持"),
    )
    said = [say_notice(notice, TODAY).partition("：")[2] for notice in notices]
    assert said == [
        "第3号期限“12月前”理解为11月30日（周一），也可能是12月31日（周四），请核对",
        "第3号期限“10日内”自11月20日（周五）起算，为11月30日（周一），请核对",
        "第3号有几个期限：完成时限 月底、整改期限 2026-12-31，暂按11月30日（周一），请核对",
        "第3号期限“2062-11-30”理解为2062年11月30日（周四），年份相距较远，请核对",
        "第3号期限“11月底前，并长期坚持”先按11月30日（周一）提醒，之后长期坚持",
    ]


def test_each_change_is_said_so_that_both_sides_differ() -> None:
    """A long text by the part that differs; figures, days and yes or no in their own words."""
    start = "入户复核全部对象并逐户建立台账，每月与民政系统比对一次，" * 2
    changes = (
        FieldChange("measures", f"{start}3月底前完成", f"{start}4月底前完成"),
        FieldChange("is_highlight", "", "1"),
        FieldChange("parent", "", "7"),
        FieldChange("amount", "326.5", "1326.55"),
        FieldChange("received_on", "", "2026-11-02"),
    )
    assert say_changes(changes, TODAY).split("；") == [
        "措施 …政系统比对一次，3月底前完成→…政系统比对一次，4月底前完成",
        "亮点 否→是",
        "上级事项 空→第7号",
        "涉及金额 326.5万元→1,326.55万元",
        "受理日期 空→11月2日（周一）",
    ]
