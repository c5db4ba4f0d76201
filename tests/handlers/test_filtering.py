"""筛选: open items by unit, kind, light, source and owner, with buttons that remember the filter."""

import pytest

from domain.actions import Action
from domain.filters import Facet, Filter
from domain.item import ItemStatus
from domain.letter import Press
from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.handlers.test_finding import OF_CHILDREN, shown
from texts.filters import CHOOSES


def add_some(bureau: Bureau) -> None:
    bureau.add(
        item("2026-11-18", number=1, source="局长办公会"),
        item("2026-12-18", number=2, kind="rectification", source="专项审计"),
        item("2026-11-18", number=3, owner="乙某", kind="rectification", source="专项审计"),
        item("2026-11-18", number=4, **OF_CHILDREN),
        item("2026-11-18", number=5, status=ItemStatus.CLOSED),
        item("2026-12-18", number=6, owner="", is_sensitive=True),
    )


def labels(bureau: Bureau, name: str) -> list[str]:
    return [each.label for each in bureau.newest(name).buttons]


async def test_a_list_is_narrowed_facet_by_facet_and_widened_again(bureau: Bureau) -> None:
    """Issue 11, 14: /list with filters by button."""
    add_some(bureau)
    [reply] = await bureau.say("局长", "/list")
    assert reply.startswith("【事项清单】5项")
    await bureau.press("局长", "按单位")
    assert labels(bureau, "局长") == ["社会救助股 4项", "儿童福利股 1项", "不限", "返回"]
    await bureau.press("局长", "社会救助股 4项")
    assert bureau.newest("局长").text.startswith("【事项清单】社会救助股　4项")
    await bureau.press("局长", "按亮灯")
    assert labels(bureau, "局长") == ["逾期 2项", "正常 2项", "不限", "返回"]
    await bureau.press("局长", "逾期 2项")
    await bureau.press("局长", "按类型")
    await bureau.press("局长", "整改 1项")
    assert shown(bureau.newest("局长").text) == {3}
    assert bureau.newest("局长").text.startswith("【事项清单】社会救助股、整改、逾期　1项")
    await bureau.press("局长", "亮灯：逾期")
    await bureau.press("局长", "不限")
    assert shown(bureau.newest("局长").text) == {2, 3}
    await bureau.press("局长", "按来源")
    await bureau.press("局长", "返回")
    await bureau.press("局长", "全部")
    assert bureau.newest("局长").text.startswith("【事项清单】5项")
    assert len(bureau.texts("局长")) == 1


async def test_what_is_not_filled_in_can_be_chosen_as_well(bureau: Bureau) -> None:
    add_some(bureau)
    await bureau.say("股长", "筛选")
    await bureau.press("股长", "按责任人")
    assert labels(bureau, "股长") == ["未填 1项", "乙某 1项", "甲某 2项", "不限", "返回"]
    await bureau.press("股长", "未填 1项")
    assert shown(bureau.newest("股长").text) == {6}


async def test_pages_turn_and_an_opened_item_leads_back_to_the_filtered_page(bureau: Bureau) -> None:
    bureau.add(*(item("2026-11-18", number=number) for number in range(20, 40)), item("2026-12-18", number=50))
    await bureau.say("甲某", "/list")
    await bureau.press("甲某", "按亮灯")
    await bureau.press("甲某", "逾期 20项")
    await bureau.press("甲某", "下一页›")
    page = bureau.newest("甲某").text
    assert page.startswith("【事项清单】逾期　20项　第")
    await bureau.press("甲某", next(each for each in labels(bureau, "甲某") if "低保" in each))
    await bureau.press("甲某", "办理过程")
    await bureau.press("甲某", "返回")
    await bureau.press("甲某", "返回")
    assert bureau.newest("甲某").text == page
    assert all(len(each.data) <= 64 for each in bureau.newest("甲某").buttons)


async def test_many_values_have_pages_of_their_own(bureau: Bureau) -> None:
    bureau.add(*(item(number=number, source=f"来源{number}") for number in range(10, 35)))
    await bureau.say("甲某", "/list")
    await bureau.press("甲某", "按来源")
    assert labels(bureau, "甲某")[-3:] == ["下一页›", "不限", "返回"]
    await bureau.press("甲某", "下一页›")
    await bureau.press("甲某", "下一页›")
    assert labels(bureau, "甲某") == [*(f"来源{number} 1项" for number in range(30, 35)), "‹上一页", "不限", "返回"]


async def test_the_filter_may_be_said_in_words(bureau: Bureau) -> None:
    add_some(bureau)
    for words, numbers in {"社会救助股": {1, 2, 3, 6}, "整改 逾期": {3}, "丙某": {4}, "专项审计": {2, 3}}.items():
        for asked in ("/list", "筛选"):
            [reply] = await bureau.say("局长", f"{asked} {words}")
            assert shown(reply) == numbers, words
    assert await bureau.say("局长", "/list 财务股") == [
        "没有“财务股”可筛选，请写单位、责任人或类型，或发 /list 后点按钮选择。"
    ]


async def test_a_filter_shows_nobody_more_than_they_may_see(bureau: Bureau) -> None:
    add_some(bureau)
    theirs = Press(Action.LIST, Filter().with_value(Facet.UNIT, "儿童福利股").pack(), 1).encode()
    await bureau.say("甲某", "/list")
    await bureau.forge("甲某", bureau.newest("甲某"), theirs)
    assert shown(bureau.newest("甲某").text) == set()
    assert "单位已无" in bureau.newest("甲某").text
    await bureau.press("甲某", "按责任人")
    assert "丙某" not in "".join(labels(bureau, "甲某"))


@pytest.mark.parametrize(("item", "version"), [(10**40, 1), (-7, 1), (0, 9), (0, CHOOSES + 99), (10**40, 3)])
async def test_a_button_that_was_never_made_breaks_nothing(bureau: Bureau, item: int, version: int) -> None:
    add_some(bureau)
    await bureau.say("甲某", "/list")
    before = bureau.newest("甲某").text
    said = await bureau.forge("甲某", bureau.newest("甲某"), f"list:{item}:{version}:99999")
    assert said is not None
    assert bureau.newest("甲某").text == before or "【事项清单】" in bureau.newest("甲某").text


async def test_the_list_keeps_to_the_private_chat(bureau: Bureau) -> None:
    group, digest = await bureau.assignment()
    [reply] = await bureau.say("股长", "/list@duban_bot", group)
    assert "不在群内显示" in reply
    assert "不在群内显示" in (await bureau.forge("股长", digest, Press(Action.LIST).encode()) or "")
