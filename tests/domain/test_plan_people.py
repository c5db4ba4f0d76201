"""What a workbook's roster changes: people, their units, and who is left alone."""

from typing import Any

import pytest

from domain.findings import FieldChange, Remark
from domain.roster import Role, Roster
from domain.sheet import PersonRow
from tests.domain.office import OWNER, ROSTER
from tests.domain.sheets import people, plan, row, sheet

NOBODY = Roster()


def _row(name: str, role: str = "经办人", unit: str = "社会救助股", **fields: Any) -> PersonRow:
    return PersonRow(row=2, name=name, unit=unit, role=role, **fields)


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("办公室", Role.OFFICE),
        ("局长", Role.DIRECTOR),
        ("分管领导", Role.DEPUTY),
        ("股室负责人", Role.HEAD),
        ("经办人", Role.STAFF),
        ("机关纪委", Role.INSPECTOR),
        ("督查", Role.INSPECTOR),
    ],
)
def test_roles_are_read_as_the_contract_names_them(written: str, role: Role) -> None:
    (new,) = plan(people(_row("戊某", written)), roster=NOBODY).new_people
    assert new.person.role is role


@pytest.mark.parametrize("separator", ["、", "，", ",", "/", ";", "；", "\n"])
def test_a_deputy_oversees_several_units_however_they_are_separated(separator: str) -> None:
    rows = people(_row("丙某", "分管领导", "", oversees=f"社会救助股{separator} 养老服务股"))
    (new,) = plan(rows, roster=NOBODY).new_people
    assert new.person.oversees == ("社会救助股", "养老服务股")


def test_units_come_in_the_rosters_order_and_leaders_make_none() -> None:
    rows = people(
        _row("局某", "局长", "局领导"),
        _row("办某", "办公室", "办公室"),
        _row("甲某"),
        _row("纪某", "机关纪委", "机关纪委"),
    )
    found = plan(sheet(row(1, unit="养老服务股")), rows, roster=NOBODY)
    assert [(unit.name, unit.order) for unit in found.new_units] == [
        ("办公室", 1),
        ("社会救助股", 2),
        ("养老服务股", 3),
    ]


def test_the_same_roster_twice_changes_nothing() -> None:
    rows = people(*(_row(each.name, each.role, each.unit, oversees="、".join(each.oversees)) for each in ROSTER.people))
    found = plan(rows)
    assert (found.new_people, found.changed_people) == ((), ())
    assert found.unchanged_people == len(ROSTER.people)


def test_an_empty_telegram_id_leaves_the_known_one_and_a_new_one_replaces_it() -> None:
    assert plan(people(_row("甲某"))).changed_people == ()
    (changed,) = plan(people(_row("甲某", telegram_id="7000000001"))).changed_people
    assert changed.changes == (FieldChange("telegram_id", "9007", "7000000001"),)


def test_somebody_who_moved_to_another_unit_is_the_same_person() -> None:
    (changed,) = plan(people(_row("甲某", unit="儿童福利股"))).changed_people
    assert (changed.before, changed.after.unit) == (OWNER, "儿童福利股")


def test_two_people_of_one_name_in_two_units_are_two_people() -> None:
    found = plan(people(_row("甲某"), PersonRow(row=3, name="甲某", unit="儿童福利股", role="经办人")))
    assert [new.person.unit for new in found.new_people] == ["儿童福利股"]
    assert found.changed_people == ()


def test_people_whom_the_workbook_leaves_out_stay_and_are_named() -> None:
    found = plan(people(_row("甲某")))
    (notice,) = [notice for notice in found.notices if notice.remark is Remark.PEOPLE_ABSENT]
    assert "乙某" in notice.known
    assert "甲某" not in notice.known


def test_a_leader_of_a_unit_that_nobody_names_is_pointed_out() -> None:
    """A 分管单位 spelt differently would leave the leader without any copy, in silence."""
    found = plan(people(_row("孙某", "分管领导", "", oversees="社会救助股、社会救济股")))
    (notice,) = [notice for notice in found.notices if notice.remark is Remark.OVERSEES_UNKNOWN]
    assert (notice.meaning, notice.written) == ("孙某", "社会救济股")


def test_owners_on_the_workbooks_own_roster_are_no_strangers() -> None:
    found = plan(sheet(row(1)), people(_row("甲某")), roster=NOBODY)
    assert not [notice for notice in found.notices if notice.remark in {Remark.OWNER_OFF_ROSTER, Remark.UNIT_NEW}]
