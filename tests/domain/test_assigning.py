"""交办: what an assignment lacks, to whom it may be set, and what becomes of it."""

import pytest
from msgspec.structs import replace

from domain.assigning import (
    Assignment,
    Lack,
    alike,
    check,
    entered,
    kept,
    lacks,
    led_by_first,
    names_known,
    people_in,
    proposed,
    split,
    waiting,
)
from domain.assigning_errors import MayNotAssign, TitleTooLong, UnitNotYours
from domain.assignment_words import read_assignment
from domain.closing import acknowledge, undo
from domain.errors import NotDoneYet, PrivateData
from domain.item import ItemStatus
from domain.roster import Person
from tests.domain.office import DEPUTY, HEAD, OFFICE, OWNER, ROSTER, RULES, TODAY, at, item

NOW = at("11-20 16:05")
WHOLE = Assignment(title="完成低保核查", units=("社会救助股",), owner="甲某", due="2026-12-10")


def order(line: str, speaker: Person = OFFICE) -> Assignment:
    return proposed(read_assignment(line, names_known(ROSTER, RULES), TODAY, RULES), speaker, ROSTER)


def test_the_unit_follows_from_the_owner_and_never_the_owner_from_the_unit() -> None:
    assert order("甲某 12月10日前 核查").unit == "社会救助股"
    assert lacks(order("社会救助股 12月10日前 核查"), NOW, RULES) == (Lack.OWNER,)
    assert people_in("社会救助股", ROSTER)[0].name == "股长", "the head is offered first"


def test_an_owner_of_another_unit_is_asked_for() -> None:
    wrong = order("社会救助股 丙某 12月10日前 核查")
    assert (wrong.owner, wrong.unknown) == ("", "丙某")


def test_what_is_lacking_is_asked_for_in_order() -> None:
    assert lacks(order(""), NOW, RULES) == (Lack.UNIT, Lack.OWNER, Lack.LIMIT, Lack.TITLE)
    assert lacks(order("社会救助股 甲某 12月10日前 核查 #别的"), NOW, RULES) == (Lack.KIND,)
    assert lacks(order("社会救助股 甲某 2026年11月2日前 核查"), NOW, RULES) == (Lack.LIMIT,), "it has passed"
    assert lacks(order("社会救助股 甲某 长期坚持 核查"), NOW, RULES) == ()


def test_heads_set_work_to_their_unit_and_deputies_to_those_they_oversee() -> None:
    assert order("甲某 12月10日前 核查", HEAD).unit == "社会救助股"
    assert order("12月10日前 核查", HEAD).unit == "社会救助股", "it has but one"
    assert order("养老服务股 12月10日前 检查", DEPUTY).unit == "养老服务股"
    with pytest.raises(UnitNotYours):
        order("养老服务股 12月10日前 检查", HEAD)
    with pytest.raises(UnitNotYours):
        order("儿童福利股 12月10日前 检查", DEPUTY)
    with pytest.raises(MayNotAssign):
        order("社会救助股 甲某 12月10日前 核查", OWNER)


def test_work_of_every_unit_is_split_or_led_by_the_first() -> None:
    whole = order("各股室 12月10日前 报送总结")
    assert lacks(whole, NOW, RULES) == (Lack.SPLIT,)
    parts = split(whole, ROSTER)
    assert [(part.unit, part.owner) for part in parts] == [
        ("社会救助股", "股长"),
        ("养老服务股", "别股长"),
        ("儿童福利股", ""),
    ]
    led = led_by_first(whole, ROSTER)
    assert (led.unit, led.partners) == ("社会救助股", ("养老服务股", "儿童福利股"))
    assert order("各股室 12月10日前 报送总结", DEPUTY).units == ("社会救助股", "养老服务股")


def test_nearly_the_same_title_in_the_unit_is_noticed() -> None:
    known = item(number=7, title="完成低保核查工作")
    assert alike(WHOLE, [known]) == known
    assert alike(WHOLE, [item(title="养老机构检查")]) is None
    assert alike(WHOLE, [item(title="完成低保核查", status=ItemStatus.CLOSED)]) is None


def test_words_that_may_not_be_kept_are_refused() -> None:
    with pytest.raises(TitleTooLong):
        check(Assignment(title="核" * 201))
    with pytest.raises(PrivateData):
        check(Assignment(title="核查", standard="联系13812345678"))


def test_a_new_item_is_cancelled_by_taking_it_back_until_it_is_signed() -> None:
    new = entered(WHOLE, "办主任", NOW, RULES)
    assert (new.status, new.assigned_at, new.due_set_at) == (ItemStatus.ASSIGNED, NOW, NOW)
    assert undo(new, "办主任", NOW).status is ItemStatus.CANCELLED
    with pytest.raises(NotDoneYet):
        undo(acknowledge(new, "甲某", NOW), "办主任", NOW, is_office=True)


def test_what_waits_is_read_again_as_it_was() -> None:
    orders = (WHOLE, order("各股室 12月10日前 报送总结 来源=局务会"))
    assert waiting(kept(orders)) == orders


def test_a_tag_may_be_how_urgent_it_is_where_a_kind_has_a_table_of_it() -> None:
    """A tag that no table names is an unknown kind, as before."""
    urgent = replace(RULES.kinds["petition"], urgency=(("特急", 1),))
    rules = replace(RULES, kinds=RULES.kinds | {"petition": urgent})
    written = read_assignment("社会救助股 甲某 #信访 #特急 反映补贴", names_known(ROSTER, rules), TODAY, rules)
    assert (written.kind, written.plan, written.unknown_kind) == ("petition", {"urgency": "特急"}, "")
    new = entered(proposed(written, OFFICE, ROSTER), "办主任", NOW, rules)
    assert (new.urgency, new.due) == ("特急", "2026-11-23")
    assert read_assignment("甲某 #特急 核查", names_known(ROSTER, RULES), TODAY, RULES).unknown_kind == "特急"
