"""A limit moves (延期, 调整, a workbook): the owner is asked whether the open steps of the plan move with it."""

from datetime import date, timedelta
from random import Random

import pytest
from msgspec.structs import replace

from domain.amending import edit
from domain.errors import StaleButton
from domain.extension import extend
from domain.imports.writing import amended_by
from domain.item import Item
from domain.item_records import Milestone
from domain.milestones import complete, move
from domain.plan_shift import limit_before, shift, shifted
from domain.steps import take_back
from tests.domain.office import RULES, at, item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels
from tests.handlers.test_imports import send, workbook
from tests.handlers.test_rechecking import crossed_off
from tests.handlers.test_statutory import ON, petition
from tests.texts.reading import model

NOW = at("11-20 16:00")


def planned(due: str, *days: str, **fields: object) -> Item:
    steps = tuple(
        Milestone(number=n, words=f"步骤{n}", due=date.fromisoformat(day), set_at=at("11-02 10:00"))
        for n, day in enumerate(days, 1)
    )
    return item(due, start_on=date(2026, 11, 1), milestones=steps, **fields)


def test_every_way_to_move_a_limit_remembers_the_one_before() -> None:
    one = planned("2026-12-31", "2026-12-01")
    extended = extend(one, "分管甲", NOW, "2027-01-29", "需要", RULES)
    edited = edit(one, {"due": "2027-01-29"}, "办主任", NOW, "调整")
    amended = amended_by(one, replace(one, due="2027-01-29"), "办主任", NOW, "期限")
    for moved in (extended, edited, amended):
        assert limit_before(moved, moved.version) == date(2026, 12, 31)
        assert [each.due for each in shifted(moved, moved.version, NOW, RULES)] == [date(2026, 12, 15)]
    renamed = edit(one, {"title": "另一件"}, "办主任", NOW)
    assert not shifted(renamed, renamed.version, NOW, RULES)


def test_no_step_moves_beyond_the_limit_or_before_today_and_their_order_stays() -> None:
    """Random plans and limits, forward and back."""
    random = Random(4)
    for _ in range(400):
        limit = date(2026, 12, 31) + timedelta(days=random.randrange(200))
        days = sorted(
            date(2026, 11, 5) + timedelta(days=random.randrange((limit - date(2026, 11, 5)).days + 1)) for _ in range(5)
        )
        one = planned(limit.isoformat(), *(day.isoformat() for day in days))
        new = date(2026, 11, 25) + timedelta(days=random.randrange(400))
        if new == limit:
            continue
        moved = edit(one, {"due": new.isoformat()}, "办主任", NOW, "调整")
        if not shifted(moved, moved.version, NOW, RULES):
            continue
        after = shift(moved, moved.version, "甲某", NOW, RULES)
        by_number = sorted(after.milestones, key=lambda each: each.number)
        for before, each in zip(one.milestones, by_number, strict=True):
            assert each.due <= new or each.due == before.due < date(2026, 11, 20)
            assert each.due >= date(2026, 11, 20) or each.due == before.due
        assert [each.due for each in by_number] == sorted(each.due for each in by_number)
        with pytest.raises(StaleButton):
            shift(after, moved.version, "甲某", NOW, RULES)


def test_what_is_done_or_late_stays_and_a_change_since_makes_the_button_old() -> None:
    one = complete(planned("2026-12-31", "2026-11-10", "2026-11-16", "2026-12-15"), 1, "甲某", NOW)
    moved = extend(one, "分管甲", NOW, "2027-01-29", "需要", RULES)
    after = shift(moved, moved.version, "甲某", NOW, RULES)
    assert [(each.number, f"{each.due:%m-%d}") for each in after.milestones] == [
        (1, "11-10"),
        (2, "11-23"),
        (3, "01-05"),
    ]
    worded = edit(moved, {"standard": "一户一档"}, "办主任", NOW)
    assert shift(worded, moved.version, "甲某", NOW, RULES).milestones == after.milestones
    for since in (
        edit(worded, {"due": "2027-02-26"}, "办主任", NOW, "调整"),
        move(moved, 3, date(2026, 12, 20), "甲某", NOW, RULES),
        take_back(moved, "分管甲", NOW, is_office=False),
        extend(moved, "分管甲", NOW, "2027-03-31", "还需要", RULES),
    ):
        with pytest.raises(StaleButton):
            shift(since, moved.version, "甲某", NOW, RULES)


async def test_the_owner_is_asked_after_an_extension_and_says_yes(bureau: Bureau) -> None:
    bureau.add(planned("2026-12-31", "2026-12-01", "2026-12-15"))
    await bureau.say("甲某", "/extend 12 2027年1月29日 系统升级")
    for label in labels(bureau.newest("甲某")):
        if "1月29日" in label:
            await bureau.press("甲某", label)
    await bureau.press("分管甲", "同意")
    asked = bureau.newest("甲某")
    assert "期限由12月31日调整为2027年1月29日（周五），未完成的节点是否按比例顺延？" in asked.text
    assert "步骤1：12月1日→12月15日（周二）" in asked.text
    assert asked.text in model(20)
    assert labels(asked) == ["按比例顺延", "保持不变"]
    assert [each.due for each in bureau.item(12).milestones] == [date(2026, 12, 1), date(2026, 12, 15)]
    await bureau.press("甲某", "按比例顺延")
    assert [each.due for each in bureau.item(12).milestones] == [date(2026, 12, 15), date(2027, 1, 5)]
    assert "步骤1，12月15日" in asked.text
    await bureau.press("甲某", "撤回", asked)
    assert [each.due for each in bureau.item(12).milestones] == [date(2026, 12, 1), date(2026, 12, 15)]


async def test_the_owner_is_asked_after_a_limit_of_the_law_is_prolonged_too(bureau: Bureau) -> None:
    """延长 moved the limit and asked nothing: the steps stayed where they were."""
    steps = planned("2027-01-19", "2026-12-10", "2027-01-12").milestones
    bureau.add(petition(clock_marks=(ON,), milestones=steps))
    await bureau.say("甲某", "/prolong 12 案情复杂")
    await bureau.press("分管甲", "同意延长")
    asked = bureau.newest("甲某")
    assert "期限由2027年1月19日调整为2027年2月18日（周四），未完成的节点是否按比例顺延？" in asked.text
    assert "步骤1：12月10日→12月18日（周五）" in asked.text
    await bureau.press("甲某", "按比例顺延")
    assert [each.due for each in bureau.item(12).milestones] == [date(2026, 12, 18), date(2027, 2, 4)]


@pytest.mark.parametrize("is_pressed", [True, False])
async def test_the_owner_is_asked_after_the_clock_of_the_law_began_on_another_day(
    bureau: Bureau, *, is_pressed: bool
) -> None:
    """告知受理 moved the limit and asked nothing; on the day that was assumed it moves none."""
    steps = planned("2027-01-19", "2026-12-10", "2027-01-12").milestones
    bureau.add(petition(milestones=steps), petition(13, milestones=steps))
    await bureau.say("甲某", "/accepted 13")
    assert "顺延" not in bureau.newest("甲某").text
    bureau.wait(days=10)
    if is_pressed:
        await bureau.say("甲某", "/clock 12")
        await bureau.press("甲某", "已告知受理")
    else:
        await bureau.say("甲某", "/accepted 12 11月30日")
    asked = bureau.newest("甲某")
    assert "期限由2027年1月19日调整为2027年1月29日（周五），未完成的节点是否按比例顺延？" in asked.text
    assert "步骤1：12月10日→12月11日（周五）" in asked.text
    await bureau.press("甲某", "按比例顺延")
    assert [each.due for each in bureau.item(12).milestones] == [date(2026, 12, 11), date(2027, 1, 21)]


def with_one_done(*days: str) -> tuple[Milestone, ...]:
    steps = planned("2026-12-31", *days).milestones
    return (replace(steps[0], done_at=at("07-10 10:00"), done_by="甲某"), *steps[1:])


async def test_open_steps_of_a_relapsed_item_are_spread_over_its_new_time(bureau: Bureau) -> None:
    """Its time begins with 反弹: counted from its first start, half of them would have been late that very day."""
    days = {"due": "2026-08-31", "start_on": date(2026, 7, 1)}
    steps = with_one_done("2026-07-10", "2026-07-31", "2026-08-31")
    bureau.add(crossed_off(24, milestones=steps, **days), crossed_off(25, milestones=steps[:1], **days))
    await bureau.say("分管甲", "/verify 25 反弹 12月18日 又有3户缺签字页")
    assert "顺延" not in "".join(bureau.texts("甲某")), "of steps that are done none moves"
    await bureau.say("分管甲", "/verify 24 反弹 12月18日 又有3户缺签字页")
    asked = bureau.newest("甲某")
    assert "期限由8月31日调整为12月18日（周五），未完成的节点是否按比例顺延？" in asked.text
    assert asked.text.endswith("步骤2：7月31日→12月4日（周五）\n步骤3：8月31日→12月18日（周五）")
    bureau.wait(days=17)
    await bureau.press("甲某", "按比例顺延")
    after = bureau.item(24).milestones
    assert [f"{each.due:%m-%d}" for each in after] == ["07-10", "12-07", "12-18"], "nothing moves to a day that is over"
    assert after[0] == steps[0]


async def test_the_owner_is_asked_after_a_verdict_opened_the_item_again(bureau: Bureau) -> None:
    steps = with_one_done("2026-11-24", "2027-01-19")
    bureau.add(petition(clock_marks=(ON,), milestones=steps))
    await bureau.say("甲某", "/done 12 补贴已补发")
    await bureau.press("分管甲", "同意销号")
    await bureau.say("分管甲", "/verdict 12 不满意 补贴仍未到账")
    asked = bureau.newest("甲某")
    assert "期限由2027年1月19日调整为12月21日（周一），未完成的节点是否按比例顺延？" in asked.text
    assert asked.text.endswith("步骤2：2027年1月19日→12月18日（周五）")
    await bureau.press("甲某", "保持不变")
    assert bureau.item(12).milestones == steps


async def test_after_a_change_by_the_office_the_owner_may_leave_the_steps_as_they_are(bureau: Bureau) -> None:
    bureau.add(planned("2026-12-31", "2026-12-01", "2026-12-15"))
    await bureau.say("办主任", "/edit 12 期限=12月25日 原因=提前")
    await bureau.press("办主任", "确认调整")
    asked = bureau.newest("甲某")
    assert "期限由12月31日调整为12月25日（周五）" in asked.text
    await bureau.press("甲某", "保持不变")
    assert "节点日期保持不变。" in asked.text
    assert [each.due for each in bureau.item(12).milestones] == [date(2026, 12, 1), date(2026, 12, 15)]


async def test_what_was_closed_since_the_question_keeps_its_steps_and_says_so(bureau: Bureau) -> None:
    bureau.add(planned("2026-12-31", "2026-12-01", "2026-12-15"))
    await bureau.say("办主任", "/edit 12 期限=12月25日 原因=提前")
    await bureau.press("办主任", "确认调整")
    await bureau.say("股长", "/done 12")
    before = bureau.item(12)
    told = await bureau.press("甲某", "按比例顺延", bureau.newest("甲某", "按比例顺延"))
    assert "第12号 低保动态管理 已于11月20日16:05由股长办结" in (told or "")
    assert bureau.item(12) == before


async def test_an_item_without_open_steps_is_not_asked_about(bureau: Bureau) -> None:
    bureau.add(item("2026-12-31"))
    await bureau.say("办主任", "/edit 12 期限=12月25日 原因=提前")
    await bureau.press("办主任", "确认调整")
    assert not [text for text in bureau.texts("甲某") if "顺延" in text]


async def test_a_workbook_that_moves_a_limit_asks_the_owner_as_well(bureau: Bureau) -> None:
    bureau.add(planned("2026-12-31", "2026-12-01", "2026-12-15"))
    row = (12, "任务", "低保动态管理", "社会救助股", "甲某", "2027-01-29")
    await send(bureau, "办主任", "台账.xlsx", workbook(row))
    await bureau.press("办主任", "确认导入")
    assert bureau.item(12).due == "2027-01-29"
    await bureau.press("甲某", "按比例顺延")
    assert [each.due for each in bureau.item(12).milestones] == [date(2026, 12, 15), date(2027, 1, 5)]
