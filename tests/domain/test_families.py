"""上下级事项: whose part an item may become, when a parent may be closed, and what its parts come to."""

import pytest

from domain.done_share import WHOLE
from domain.families import (
    FamilyCircle,
    FamilyTooDeep,
    ParentOver,
    ParentRefused,
    ParentUnknown,
    PartsOpen,
    can_close_now,
    require_parent,
    require_parts_over,
    rolled_up,
)
from domain.item import ItemStatus
from domain.quota_setting import take_parent, take_settings
from tests.domain.office import item
from tests.rows import every_row

ITEMS = {
    each.number: each
    for each in (
        item(number=1),
        item(number=2, parent=1),
        item(number=3, parent=2),
        item(number=4),
        item(number=5, parent=4),
        item(number=6, status=ItemStatus.CLOSED),
        item(number=7, status=ItemStatus.CANCELLED),
        item(number=8, status=ItemStatus.SUSPENDED),
        item(number=9),
    )
}


def parts_of(number: int) -> list[int]:
    return [each.number for each in ITEMS.values() if each.parent == number]


def become_part(number: int, parent: int) -> None:
    require_parent(ITEMS.get(number, item(number=0)), parent, ITEMS.get, parts_of)


@every_row(
    "number, parent, fault",
    [
        (9, 99, ParentUnknown),
        (9, 9, FamilyCircle),
        (1, 3, FamilyCircle),
        (1, 2, FamilyCircle),
        (9, 6, ParentOver),
        (9, 7, ParentOver),
        (9, 3, FamilyTooDeep),
        (0, 3, FamilyTooDeep),
        (4, 2, FamilyTooDeep),  # it has parts itself
    ],
)
def test_a_parent_must_be_open_and_make_neither_circle_nor_a_fourth_level(
    number: int, parent: int, fault: type[ParentRefused]
) -> None:
    with pytest.raises(fault):
        become_part(number, parent)


def test_what_fits_becomes_a_part() -> None:
    for number, parent in ((9, 1), (9, 2), (0, 2), (4, 1), (9, 8), (2, 0)):
        become_part(number, parent)


def test_a_parent_closes_once_its_parts_are_closed_or_cancelled() -> None:
    parent = item(number=1)
    parts = [item(number=2, owner="乙某"), ITEMS[6], ITEMS[7], ITEMS[8]]
    with pytest.raises(PartsOpen) as found:
        require_parts_over(parent, parts)
    assert found.value.parts == ((2, "乙某"), (8, "甲某"))
    require_parts_over(parent, parts, closing=(2, 8))
    assert not can_close_now(parent, parts)
    assert can_close_now(parent, parts[1:3])
    assert not can_close_now(item(number=1, status=ItemStatus.SUBMITTED), parts[1:3])
    assert not can_close_now(parent, [])


def test_a_share_is_all_only_when_every_part_is() -> None:
    assert rolled_up(item(), [100, 100, 99]) == 99
    assert rolled_up(item(), [100, None, 0]) == 50
    assert rolled_up(item(), [None]) is None
    assert rolled_up(item(status=ItemStatus.CLOSED), [100, 100]) == WHOLE


def test_a_parent_is_named_as_people_write_it() -> None:
    for words in ("上级 12", "上级=12", "上级：第12号", "上级事项 @12"):
        settings, rest = take_settings(words)
        assert (list(settings), rest) == (["parent"], "")
    assert take_settings("取消上级") == ({"parent": ""}, "")
    assert take_parent("社会救助股 甲某 12月20日前 建东街站点 @12") == (12, "社会救助股 甲某 12月20日前 建东街站点")
    assert take_parent("联系 a@12.com") == (0, "联系 a@12.com")
