"""What a workbook's roster changes: people, their units, and who is left alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.imports.findings import FieldChange, Reason, Remark
from domain.imports.plan import ImportPlan
from domain.imports.sheet import PersonRow, RosterSheet
from domain.roster import Person, Role, Roster
from tests.domain.office import OWNER, ROSTER, person
from tests.domain.sheets import NOW, people, plan, row, sheet
from tests.rows import every_row

NOBODY = Roster()


def _row(name: str, role: str = "经办人", unit: str = "社会救助股", **fields: Any) -> PersonRow:
    return PersonRow(**{"row": 2, "name": name, "unit": unit, "role": role, **fields})


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


def test_a_new_id_ends_a_persons_silence() -> None:
    """Fault 7.15: whoever blocked the bot with the old number is reached with the new one."""
    silent = Roster((replace(OWNER, silent_since=NOW),))
    (changed,) = plan(people(_row("甲某", telegram_id="7000000001")), roster=silent).changed_people
    assert (changed.after.telegram_id, changed.after.silent_since) == (7000000001, None)
    renamed = plan(people(_row("甲某", "股室负责人")), roster=silent).changed_people
    assert [each.after.silent_since for each in renamed if each.after.telegram_id == OWNER.telegram_id] in ([NOW], [])


def test_somebody_who_moved_to_another_unit_is_the_same_person() -> None:
    (changed,) = plan(people(_row("甲某", unit="儿童福利股"))).changed_people
    assert (changed.before, changed.after.unit) == (OWNER, "儿童福利股")


def test_two_people_of_one_name_in_two_units_are_two_people() -> None:
    """Fault 7.9: neither takes the other's row."""
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


def _after(found: ImportPlan, roster: Roster = ROSTER) -> Roster:
    """The roster once the plan was applied; new people get the next numbers."""
    everybody = {person.number: person for person in (*roster.people, *roster.former)}
    everybody |= {each.after.number: each.after for each in found.changed_people}
    following = max(everybody, default=0) + 1
    everybody |= {n: replace(each.person, number=n) for n, each in enumerate(found.new_people, following)}
    return Roster(tuple(everybody.values()), roster.units)


def _exported(roster: Roster) -> RosterSheet:
    """The roster as our own export writes it."""
    rows = (
        PersonRow(
            row=line,
            name=each.name,
            unit=each.unit,
            role=_NAMES[each.role],
            telegram_id=str(each.telegram_id or ""),
            oversees="、".join(each.oversees),
            state="离岗" if each.left_at else "",
        )
        for line, each in enumerate((*roster.people, *roster.former), 2)
    )
    return people(*rows, state="状态")


_NAMES = {
    Role.OFFICE: "办公室", Role.DIRECTOR: "局长", Role.DEPUTY: "分管领导",
    Role.HEAD: "股室负责人", Role.STAFF: "经办人", Role.INSPECTOR: "机关纪委",
}  # fmt: skip
_POST = st.builds(
    Person,
    name=st.sampled_from(["甲某", "乙某", "丙某"]),
    unit=st.sampled_from(["社会救助股", "养老服务股", "局领导"]),
    role=st.sampled_from(list(Role)),
    oversees=st.sampled_from([(), ("社会救助股",), ("社会救助股", "养老服务股")]),
    left_at=st.sampled_from([None, None, NOW]),
)


@given(
    posts=st.lists(_POST, max_size=9, unique_by=lambda post: (post.name, post.unit, post.role)), has_ids=st.booleans()
)
def test_a_roster_that_was_exported_imports_back_without_a_change(posts: list[Person], *, has_ids: bool) -> None:
    """Fault 2.2: several posts of one person, namesakes and people without an id come back as they were."""
    ids = {"甲某": 101, "乙某": 102} if has_ids else {}
    numbered = (replace(post, number=n, telegram_id=ids.get(post.name)) for n, post in enumerate(posts, 1))
    roster = Roster(tuple(numbered))
    found = plan(_exported(roster), roster=roster)
    assert (found.new_people, found.changed_people, found.refused) == ((), (), ())
    assert found.unchanged_people == len(posts)


def test_somebody_who_is_deputy_here_and_head_there_stays_both() -> None:
    """Fault 2.2: such a person became head twice, and the 分管单位 were gone."""
    deputy = person("双某", Role.DEPUTY, "局领导", telegram_id=9020, oversees=("养老服务股",))
    head = replace(person("双某", Role.HEAD, "儿童福利股", telegram_id=9020), number=21)
    roster = Roster((deputy, head))
    moved = replace(head, unit="社会救助股")
    found = plan(_exported(Roster((moved, deputy))), roster=roster)
    (changed,) = found.changed_people
    assert (changed.before, changed.after) == (head, moved)


def test_who_holds_two_posts_in_one_unit_keeps_both_in_any_order() -> None:
    """Fault 2.2: the head of 办公室 is of the office as well; each row is its own post."""
    office = person("双某", Role.OFFICE, "办公室", telegram_id=9020)
    head = replace(office, number=21, role=Role.HEAD)
    found = plan(_exported(Roster((head, office))), roster=Roster((office, head)))
    assert (found.new_people, found.changed_people, found.unchanged_people) == ((), (), 2)


def test_two_people_may_exchange_their_ids_in_one_sheet() -> None:
    """Fault 2.5: ids are judged by the roster as it is after the whole sheet."""
    found = plan(people(_row("甲某", telegram_id="9008"), _row("乙某", telegram_id="9007", row=3)))
    assert [(each.after.name, each.after.telegram_id) for each in found.changed_people] == [
        ("甲某", 9008), ("乙某", 9007),
    ]  # fmt: skip


def test_a_misspelt_name_is_corrected_by_its_id() -> None:
    """Fault 2.5: a corrected name was refused, as its id belonged to the misspelt one."""
    (changed,) = plan(people(_row("甲某某", telegram_id="9007"))).changed_people
    assert (changed.before, changed.after.name) == (OWNER, "甲某某")


def test_a_successor_takes_over_the_id_of_somebody_who_leaves() -> None:
    """Fault 2.5: both rows stand in one sheet."""
    found = plan(people(_row("甲某", state="离岗"), _row("己某", telegram_id="9007", row=3), state="状态"))
    assert [new.person.telegram_id for new in found.new_people] == [9007]
    assert [(each.after.name, each.after.left_at) for each in found.changed_people] == [("甲某", NOW)]
    roster = _after(found)
    assert [roster.who(9007), roster.named("甲某")] == [roster.named("己某"), None]


def test_an_id_that_two_names_share_after_the_sheet_is_refused_with_both() -> None:
    """Fault 2.5: a real collision is still refused, and what was known stays."""
    found = plan(people(_row("己某", telegram_id="9007")))
    (refusal,) = found.refused
    assert (refusal.reason, refusal.known) == (Reason.TELEGRAM_ID_TAKEN, ("甲某", "己某"))
    assert found.is_idle
    chain = plan(people(_row("甲某", telegram_id="9008"), _row("丁某", telegram_id="9007", row=3)))
    assert [each.known for each in chain.refused] == [("乙某", "甲某"), ("甲某", "丁某")]


@every_row(
    "heading, field, cell, has_left",
    [
        *(
            ("状态", "state", word, True)
            for word in ("离岗", "停用", "已调离", "退休", "离职", "2026年10月退休", "调出")
        ),
        *(("状态", "state", word, False) for word in ("在岗", "", "拟调离", "退休返聘", "休假", "未离岗")),
        *(("停用", "off_duty", word, True) for word in ("是", "√")),
        *(("停用", "off_duty", word, False) for word in ("否", "")),
        *(("是否在岗", "on_duty", word, word in {"否", "离岗"}) for word in ("否", "是", "离岗", "")),
        *(("备注", "remark", word, word == "已退休") for word in ("已退休", "退休前交接", "负责低保")),
    ],
)
def test_who_has_left_is_read_from_the_columns_that_offices_have(
    heading: str, field: str, cell: str, *, has_left: bool
) -> None:
    """Fault 2.5: 离岗, 停用, 调离, 退休 and 离职 end somebody's rights."""
    found = plan(people(_row("甲某", **{field: cell}), **{field: heading}))
    assert [each.after.left_at for each in found.changed_people] == ([NOW] if has_left else [])


def test_somebody_who_left_comes_back_only_when_the_sheet_says_so() -> None:
    """Fault 2.5: a workbook without the column keeps whoever has left away, and says so."""
    roster = _after(plan(people(_row("甲某", state="离岗"), state="状态")))
    for again in (people(_row("甲某")), people(_row("甲某"), state="状态")):
        found = plan(again, roster=roster)
        assert found.changed_people == ()
        assert [each.known for each in found.notices if each.remark is Remark.PEOPLE_STAY_LEFT] == [("甲某",)]
    (changed,) = plan(people(_row("甲某", state="在岗"), state="状态"), roster=roster).changed_people
    assert changed.after == OWNER


def test_a_namesake_elsewhere_with_another_account_is_somebody_else() -> None:
    """Fault 7.9: the one who is known stays as they are, and is named as absent."""
    found = plan(people(_row("甲某", unit="儿童福利股", telegram_id="7000000001")))
    assert [new.person.unit for new in found.new_people] == ["儿童福利股"]
    assert found.changed_people == ()
    assert "甲某" in next(each.known for each in found.notices if each.remark is Remark.PEOPLE_ABSENT)


@every_row(
    "post, unit, role",
    [
        ("党组书记、局长", "局领导", Role.DIRECTOR),
        ("党组成员、副局长", "局领导", Role.DEPUTY),
        ("股长", "社会救助股", Role.HEAD),
        ("院长", "青禾敬老院", Role.HEAD),
        ("副股长", "社会救助股", Role.STAFF),
        ("四级主任科员", "社会救助股", Role.STAFF),
        ("主任", "办公室", Role.OFFICE),
        ("办公室主任", "", Role.OFFICE),
        ("科员", "办公室", Role.OFFICE),
        ("派驻纪检组组长", "", Role.INSPECTOR),
        ("经办人", "社会救助股", Role.STAFF),
    ],
)
def test_a_post_serves_as_a_role_and_the_preview_says_how(post: str, unit: str, role: Role) -> None:
    """Fault 5.6: a roster with 职务 instead of 角色 was refused whole."""
    rows = people(PersonRow(row=2, name="己某", unit=unit, post=post), without=("role",), post="职务")
    found = plan(rows, roster=NOBODY)
    assert [new.person.role for new in found.new_people] == [role]
    read = [each.written for each in found.notices if each.remark is Remark.ROLE_READ]
    assert read == ([] if post == "经办人" else [post])


@pytest.mark.parametrize("post", ["局长助理", "保安", ""])
def test_a_post_that_says_no_role_is_refused(post: str) -> None:
    """Fault 5.6: what is not known is not guessed."""
    rows = people(PersonRow(row=2, name="己某", unit="社会救助股", post=post), without=("role",), post="职务")
    assert [each.reason for each in plan(rows).refused] == [Reason.ROLE_UNKNOWN]


def test_a_workbook_that_names_an_account_of_before_brings_it_not_back() -> None:
    """更换账号 by the office's button: who imports last week's workbook again locks nobody out."""
    moved = replace(OWNER, telegram_id=4242, former_ids=(9007,))
    found = plan(people(_row("甲某", telegram_id="9007")), roster=Roster((moved,)))
    assert found.changed_people == ()
    assert [each.known for each in found.notices if each.remark is Remark.ACCOUNT_OUTDATED] == [("甲某",)]
    newer = plan(people(_row("甲某", telegram_id="9500")), roster=Roster((moved,)))
    assert [each.after.telegram_id for each in newer.changed_people] == [9500]
