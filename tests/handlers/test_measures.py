"""措施 one by one, and the figures of a plan by /edit: set, shown, ticked off, refused in one line."""

from datetime import date
from typing import Any

import pytest

from tests.domain.office import item
from tests.handlers.office import Bureau


async def test_measures_are_ticked_off_by_button_and_word_and_count_as_done(bureau: Bureau) -> None:
    bureau.add(item("2027-01-29", measures="入户复核\n完善制度"))
    [shown] = await bureau.say("甲某", "措施 12")
    assert "1. ▫️ 入户复核" in shown
    await bureau.press("甲某", "完成措施1")
    assert bureau.item(12).percent == 50
    [said] = await bureau.say("甲某", "措施 12 第2条 责任人 乙某 时限 12月20日")
    assert "2. ▫️ 完善制度（乙某，12月20日（周日）前）" in said
    await bureau.say("甲某", "/measures 12 完成2")
    assert bureau.item(12).percent == 100
    await bureau.say("甲某", "/undo 12")
    assert bureau.item(12).percent == 50
    [card] = await bureau.say("甲某", "/item 12")
    assert "措施进度：已完成1/2" in card


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("措施 12 完成9", "共有2条措施"),
        ("措施 12 随便说说", "未能识别"),
        ("措施 12 第1条 时限 2月30日", "2月30日"),
        ("措施 12 完成" + "1" * 5000, "请"),
    ],
)
async def test_what_is_no_measure_is_said_in_one_line(bureau: Bureau, said: str, answer: str) -> None:
    bureau.add(item("2027-01-29", measures="入户复核\n完善制度"))
    [reply] = await bureau.say("甲某", said)
    assert answer in reply
    assert bureau.item(12).measures == "入户复核\n完善制度"


@pytest.mark.parametrize(
    ("said", "field", "value", "shown"),
    [
        ("分值 5", "score", 5.0, "分值：无 → 5"),
        ("亮点=是", "is_highlight", True, "亮点：否 → 是"),
        ("涉及金额 326.5万元", "amount", 326.5, "涉及金额：无 → 326.5万元"),
        ("整改金额=72000元", "amount_put_right", 7.2, "整改金额：无 → 7.2万元"),
        ("出台制度 月度比对制度、备案办法", "rules_made", ("月度比对制度", "备案办法"), "月度比对制度、备案办法"),
        ("开始时间 11月1日", "start_on", date(2026, 11, 1), "开始时间：无 → 11月1日（周日）"),
        ("责任领导=分管甲", "leader", "分管甲", "责任领导：无 → 分管甲"),
        ("标记 省考、被通报", "marks", ("省考", "被通报"), "标记：无 → 省考、被通报"),
        ("措施=入户复核；完善制度", "measures", "入户复核\n完善制度", "措施：无 → 入户复核；完善制度"),
    ],
)
async def test_each_field_of_the_plan_is_previewed_and_set(
    bureau: Bureau, said: str, field: str, value: Any, shown: str
) -> None:
    bureau.add(item("2027-01-29"))
    [preview] = await bureau.say("办主任", f"/edit 12 {said}")
    assert shown in preview
    await bureau.press("办主任", "确认调整")
    assert getattr(bureau.item(12), field) == value


@pytest.mark.parametrize(
    "said",
    [
        "分值 很多",
        "亮点=也许",
        "涉及金额 约18万",
        "涉及金额 -3",
        "涉及金额 99999999999999",
        "开始时间=2月30日",
        "分值 5条",
    ],
)
async def test_a_value_that_does_not_fit_is_refused_with_an_example(bureau: Bureau, said: str) -> None:
    bureau.add(item("2027-01-29"))
    [reply] = await bureau.say("办主任", f"/edit 12 {said}")
    assert "未能识别" in reply
    assert "请这样写：/edit 12 " in reply


async def test_the_figures_stand_on_the_card(bureau: Bureau) -> None:
    bureau.add(
        item("2027-01-29", score=2.0, is_highlight=True, amount=18.6, amount_put_right=7.2, rules_made=("比对制度",))
    )
    [card] = await bureau.say("甲某", "/item 12")
    assert "考核：亮点，分值2" in card
    assert "金额：涉及18.6万元，已整改7.2万元" in card
    assert "出台制度：比对制度" in card
