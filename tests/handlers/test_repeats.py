"""The same problem again: the approver reads so, and is asked once more where no systemic measure is named."""

import pytest
from msgspec.structs import replace

from domain.item import Item, ItemStatus
from domain.item_records import Recheck
from domain.repeats import is_same_problem
from tests.domain.office import at, item
from tests.handlers.office import Bureau

TITLE = "临时救助台账登记不规范"
NOW = at("11-20 16:05")


def closed(number: int = 12, title: str = TITLE, when: str = "06-30 10:00", unit: str = "社会救助股") -> Item:
    done = item(number=number, kind="rectification", title=title, status=ItemStatus.CLOSED, unit=unit)
    return replace(done, closed_at=at(when), closed_by="分管甲")


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (closed(), True),
        (closed(title="临时救助台账登记不规范。"), True),
        (closed(title="临时救助台账登记不够规范"), True),
        (closed(title="临时救助资金发放不及时"), False),
        (closed(when="2025-10-30 10:00"), False),  # more than a year ago
        (closed(unit="儿童福利股"), False),
        (closed(number=15), False),  # the item itself
        (replace(closed(), status=ItemStatus.CANCELLED), False),
    ],
)
def test_a_problem_comes_again_under_the_same_title_in_the_same_unit_within_a_year(other: Item, is_same: bool) -> None:
    assert is_same_problem(item(number=15, title=TITLE), other, NOW) is is_same


def test_work_that_comes_every_quarter_is_no_problem_that_came_again() -> None:
    first, second = (f"第{quarter}季度低保动态核查情况报告" for quarter in "一二")
    assert not is_same_problem(item(number=15, title=second), closed(title=first), NOW)


async def test_the_approver_is_asked_once_more_and_may_insist(bureau: Bureau) -> None:
    bureau.add(closed(), item(number=15, kind="rectification", title=TITLE))
    await bureau.say("甲某", "/done 15 已整改")
    assert "近12个月内同类问题第2次出现：第12号" in bureau.newest("分管甲").text
    await bureau.press("分管甲", "同意销号")
    assert bureau.status(15) is ItemStatus.SUBMITTED
    assert "制度性措施" in bureau.newest("分管甲").text
    await bureau.press("分管甲", "仍同意销号")
    assert bureau.status(15) is ItemStatus.CLOSED


async def test_a_measure_that_is_named_is_enough(bureau: Bureau) -> None:
    bureau.add(closed(), item(number=15, kind="rectification", title=TITLE, rule_made="已出台台账管理办法"))
    await bureau.say("甲某", "/done 15 已整改")
    await bureau.press("分管甲", "同意销号")
    assert bureau.status(15) is ItemStatus.CLOSED


async def test_what_relapsed_and_what_the_office_links_has_come_again_as_well(bureau: Bureau) -> None:
    relapse = Recheck(at=at("10-10 10:00"), by="分管甲", holds=False, words="又缺签字页")
    bureau.add(closed(title="别的问题"), closed(13, title="儿童的问题", unit="儿童福利股"))
    bureau.add(*(item(number=n, kind="rectification", title=f"问题{n}") for n in (15, 17)))
    bureau.add(item(number=16, kind="rectification", title="另一问题", rechecks=(relapse,)))
    await bureau.say("办主任", "/edit 15 同类 12")
    assert "没有第17号" in (await bureau.say("办主任", "/edit 17 同类 17"))[0]
    for number in (15, 16, 17):
        await bureau.say("甲某", f"/done {number} 已整改")
    told = "\n".join(bureau.texts("分管甲"))
    assert "第2次出现：第12号" in told
    assert "第2次出现：10月10日反弹" in told
    assert told.count("次出现") == 2
