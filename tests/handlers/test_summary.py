"""督办汇总: the counts of the morning at any time, of what the speaker answers for."""

import pytest

from domain.census import Census
from domain.item import ItemStatus
from domain.letter import Page
from domain.overview import bureau_digest
from tests.domain.office import RULES, at, item, setting
from tests.handlers.office import Bureau
from tests.handlers.test_lists import add_one_of_each
from tests.texts.reading import read
from texts.digest import render_bureau_digest


def morning(bureau: Bureau) -> Page:
    """What the bureau's group would read now."""
    census = Census(RULES, bureau.now)
    for each in bureau.ledger.all_items():
        census.add(each)
    view = bureau_digest(census, bureau.roster)
    assert view is not None
    [page] = render_bureau_digest(view, "duban_bot", setting())
    return page


@pytest.mark.parametrize("name", ["局长", "纪委", "办主任", "管理员"])
async def test_the_whole_bureau_is_counted_as_its_group_reads_it_in_the_morning(bureau: Bureau, name: str) -> None:
    """Fault 6.5: 汇总 at any time, by the morning's own census, so that both totals are one."""
    add_one_of_each(bureau)
    bureau.add(item("2026-11-18", number=30, is_sensitive=True), item(number=31, status=ItemStatus.CLOSED))
    digest = read(morning(bureau)).splitlines()
    for text in ("/summary", "汇总"):
        [reply] = await bureau.say(name, text)
        assert reply.splitlines()[1:3] == digest[1:3]
        assert [line for line in digest if line.startswith(("社会救助股", "儿童福利股"))] == [
            line for line in reply.splitlines() if line.startswith(("社会救助股", "儿童福利股"))
        ]
        assert "敏感事项1项" in reply


@pytest.mark.parametrize(
    ("name", "in_hand", "units"),
    [
        ("分管甲", 5, {"社会救助股"}),
        ("分管乙", 2, set()),
        ("股长", 5, set()),
        ("甲某", 4, set()),
        ("别股长", 0, set()),
    ],
)
async def test_others_read_the_counts_of_what_they_answer_for(
    bureau: Bureau, name: str, in_hand: int, units: set[str]
) -> None:
    """Fault 6.5: a deputy leader's own units, a head's unit, one's own items."""
    add_one_of_each(bureau)
    [reply] = await bureau.say(name, "/summary")
    assert f"在办{in_hand}项" in reply
    assert "全局" not in reply
    assert {unit for unit in ("社会救助股", "儿童福利股") if unit in reply} == units


async def test_each_count_has_its_list_behind_a_button(bureau: Bureau) -> None:
    add_one_of_each(bureau)
    await bureau.say("分管甲", "/summary")
    counted = bureau.newest("分管甲")
    for label, title in (
        ("待审1项", "待审清单"),
        ("逾期清单", "逾期清单"),
        ("今日到期", "今日到期"),
        ("全部事项", "分管事项"),
    ):
        await bureau.press("分管甲", label, counted)
        assert f"【{title}】" in counted.text
        await bureau.say("分管甲", "/summary")
        counted = bureau.newest("分管甲")
    await bureau.press("分管甲", "挂图", counted)
    assert bureau.newest("分管甲").text.startswith("【挂图】")


async def test_what_audits_found_is_added_up_of_what_one_answers_for(bureau: Bureau) -> None:
    """涉及金额, 整改金额 and 出台制度, of what was closed as well; what is sensitive is in no total."""
    bureau.add(
        item("2026-12-18", number=12, amount=300.5, amount_put_right=60.0, rules_made=("比对制度",)),
        item(number=13, status=ItemStatus.CLOSED, amount=26.0, amount_put_right=26.0, closed_at=at("11-10 10:00")),
        item("2026-12-18", number=14, amount=1000.0, unit="儿童福利股", owner="丙某"),
        item("2026-12-18", number=15, amount=5000.0, is_sensitive=True),
        item(number=16, status=ItemStatus.CANCELLED, amount=7000.0),
    )
    [whole] = await bureau.say("办主任", "/summary")
    assert "涉及金额1,326.5万元，已整改86万元（6%），出台制度1项。" in whole
    [part] = await bureau.say("分管乙", "/summary")
    assert "涉及金额1,000万元，已整改0万元（0%）。" in part
    [none] = await bureau.say("别股长", "/summary")
    assert "金额" not in none
