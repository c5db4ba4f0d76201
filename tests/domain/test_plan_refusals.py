"""Rows that an import refuses: each reason, with what it shows; the other rows go on."""

from typing import Any

from msgspec.structs import replace

from domain.imports.findings import Place, Reason, Refusal
from domain.imports.plan import ImportPlan
from domain.imports.sheet import BadCell, CellFault, PersonRow
from domain.item import ItemStatus
from tests.domain.office import RULES
from tests.domain.sheets import after, people, plan, row, sheet
from tests.rows import every_row


def _refused(plan: ImportPlan) -> Refusal:
    (refusal,) = plan.refused
    return refusal


@every_row(
    "fields, reason, heading, cell",
    [
        ({"title": " "}, Reason.NO_TITLE, "事项", ""),
        ({"title": "长" * 501}, Reason.TEXT_TOO_LONG, "事项", "长" * 39 + "…"),
        ({"unit": ""}, Reason.NO_UNIT, "责任单位", ""),
        ({"unit": "各股室"}, Reason.UNIT_IS_EVERYBODY, "责任单位", "各股室"),
        ({"owner": ""}, Reason.NO_OWNER, "责任人", ""),
        ({"owner": "各股室负责人"}, Reason.OWNER_IS_EVERYBODY, "责任人", "各股室负责人"),
        ({"owner": "社会救助股"}, Reason.OWNER_IS_EVERYBODY, "责任人", "社会救助股"),
        ({"owner": "全体人员"}, Reason.OWNER_IS_EVERYBODY, "责任人", "全体人员"),
        ({"owner": "各股室、甲某"}, Reason.OWNER_IS_EVERYBODY, "责任人", "各股室、甲某"),
        ({"kind": "重大事项"}, Reason.KIND_UNKNOWN, "类别", "重大事项"),
        ({"kind": "整改", "due": ""}, Reason.LIMIT_MISSING, "完成时限", ""),
        ({"due": "尽快"}, Reason.LIMIT_VAGUE, "完成时限", "尽快"),
        ({"due": "开完会以后"}, Reason.LIMIT_NOT_UNDERSTOOD, "完成时限", "开完会以后"),
        ({"due": "2206-12-05"}, Reason.LIMIT_NOT_UNDERSTOOD, "完成时限", "2206-12-05"),
        ({"due": "2026-02-30"}, Reason.LIMIT_NOT_UNDERSTOOD, "完成时限", "2026-02-30"),
        ({"title": "张某 13800000001 信访件"}, Reason.PRIVATE_DATA, "事项", ""),
        ({"remark": "身份证11010119900307123X"}, Reason.PRIVATE_DATA, "备注", ""),
        ({"owner": "甲某13800000001"}, Reason.PRIVATE_DATA, "责任人", ""),
        ({"bad": (BadCell("序号", CellFault.HOLLOW_FORMULA),)}, Reason.HOLLOW_FORMULA, "序号", ""),
        ({"bad": (BadCell("措施", CellFault.ERROR),)}, Reason.CELL_ERROR, "措施", ""),
        ({"bad": (BadCell("措施", CellFault.TOO_LONG),)}, Reason.TEXT_TOO_LONG, "措施", ""),
    ],
)
def test_a_row_is_refused_with_its_reason_and_the_others_go_on(
    fields: dict[str, Any], reason: Reason, heading: str, cell: str
) -> None:
    found = plan(sheet(row(1), row(2, **fields), row(3)))
    refusal = _refused(found)
    assert (refusal.place, refusal.reason) == (Place("台账", 3), reason)
    assert (refusal.heading, refusal.cell) == (heading, cell)
    assert [new.item.number for new in found.new] == [1, 3]


def _faults(refusal: Refusal) -> list[tuple[Reason, str, str]]:
    return [(each.reason, each.heading, each.cell) for each in (refusal, *refusal.more)]


def test_all_that_is_wrong_in_a_row_is_named_so_that_it_is_mended_once() -> None:
    """One thing a cell: what has private data is not quoted for another fault, nor is a hollow cell missing as well."""
    fields = {"title": "低保13800000001" * 40, "unit": "", "owner": "各股室", "kind": "重大事项", "due": "尽快"}
    refusal = _refused(plan(sheet(row(2, **fields, bad=(BadCell("责任单位", CellFault.ERROR),)))))
    assert _faults(refusal) == [
        (Reason.CELL_ERROR, "责任单位", ""),
        (Reason.PRIVATE_DATA, "事项", ""),
        (Reason.OWNER_IS_EVERYBODY, "责任人", "各股室"),
        (Reason.KIND_UNKNOWN, "类别", "重大事项"),
        (Reason.LIMIT_VAGUE, "完成时限", "尽快"),
    ]
    assert _faults(_refused(plan(sheet(row(2, due="问13800000001"))))) == [
        (Reason.LIMIT_NOT_UNDERSTOOD, "完成时限", "")
    ]


def test_a_wrong_row_of_a_known_item_asks_for_nothing_that_the_item_has_already() -> None:
    """Its limit stands as it did; and nothing is read of the row of an item that is settled."""
    ledger = after(plan(sheet(row(1, due="3个工作日内"), row(2))))
    ledger[0] = replace(ledger[0], due_written="待上级明确")
    ledger[1] = replace(ledger[1], status=ItemStatus.CLOSED)
    wrong = {"owner": "各股室", "kind": "整改"}
    found = plan(
        sheet(row(1, own_number="1", due="待上级明确", **wrong), row(2, own_number="2", due="尽快", **wrong)),
        items=ledger,
    )
    assert [[reason for reason, *_ in _faults(each)] for each in found.refused] == [[Reason.OWNER_IS_EVERYBODY]] * 2


def test_an_unknown_kind_is_refused_with_the_labels_that_exist() -> None:
    labels = tuple(kind.label for kind in RULES.kinds.values())
    assert _refused(plan(sheet(row(1, kind="重大事项")))).known == labels


def test_a_row_that_says_the_same_again_is_refused_with_the_first_ones_place() -> None:
    refusal = _refused(plan(sheet(row(1, title="低保"), row(2, title="低保"))))
    assert (refusal.reason, refusal.cell, refusal.other) == (Reason.ROW_TWICE, "低保", Place("台账", 2))


def test_a_sheet_without_a_required_column_is_refused_as_a_whole() -> None:
    refusal = _refused(plan(sheet(row(1), row(2), without=("unit", "due"))))
    assert (refusal.place, refusal.known) == (Place("台账"), ("unit", "due"))
    assert refusal.reason is Reason.COLUMNS_MISSING


def test_refusals_come_in_the_workbooks_order() -> None:
    found = plan(
        sheet(row(1, due="尽快"), row(2, owner=""), name="甲表"),
        sheet(row(3, title="低保", due="尽快"), row(4, title="")),
    )
    assert [(each.place.sheet, each.place.row) for each in found.refused] == [
        ("甲表", 2), ("甲表", 3), ("台账", 4), ("台账", 5),
    ]  # fmt: skip


def test_a_known_items_row_is_refused_as_well_when_its_new_limit_says_nothing() -> None:
    ledger = after(plan(sheet(row(1))))
    found = plan(sheet(row(1, due="尽快")), items=ledger)
    assert _refused(found).reason is Reason.LIMIT_VAGUE
    assert (found.new, found.changed) == ((), ())


def _person(**fields: Any) -> PersonRow:
    return PersonRow(**{"row": 2, "name": "戊某", "unit": "社会救助股", "role": "经办人", **fields})


@every_row(
    "fields, reason, heading, cell",
    [
        ({"name": ""}, Reason.NO_NAME, "姓名", ""),
        ({"role": "保安"}, Reason.ROLE_UNKNOWN, "角色", "保安"),
        ({"unit": ""}, Reason.NO_PERSON_UNIT, "股室", "戊某"),
        ({"telegram_id": "@wu"}, Reason.TELEGRAM_ID_WRONG, "Telegram ID", "@wu"),
        ({"telegram_id": "-1001"}, Reason.TELEGRAM_ID_WRONG, "Telegram ID", "-1001"),
        ({"telegram_id": "13800000001"}, Reason.TELEGRAM_ID_WRONG, "Telegram ID", ""),
        ({"telegram_id": "9007"}, Reason.TELEGRAM_ID_TAKEN, "Telegram ID", "9007"),
        ({"name": "13800000001"}, Reason.PRIVATE_DATA, "姓名", ""),
        ({"name": "长" * 31}, Reason.TEXT_TOO_LONG, "姓名", "长" * 31),
        ({"bad": (BadCell("角色", CellFault.HOLLOW_FORMULA),)}, Reason.HOLLOW_FORMULA, "角色", ""),
    ],
)
def test_a_roster_row_is_refused_with_its_reason(
    fields: dict[str, Any], reason: Reason, heading: str, cell: str
) -> None:
    refusal = _refused(plan(people(_person(**fields))))
    assert (refusal.place, refusal.reason) == (Place("花名册", 2), reason)
    assert (refusal.heading, refusal.cell) == (heading, cell)


def test_all_that_is_wrong_in_a_roster_row_is_named() -> None:
    refusal = _refused(plan(people(_person(name="戊某13800000001", unit="", telegram_id="@wu"))))
    assert _faults(refusal) == [
        (Reason.PRIVATE_DATA, "姓名", ""),
        (Reason.NO_PERSON_UNIT, "股室", ""),
        (Reason.TELEGRAM_ID_WRONG, "Telegram ID", "@wu"),
    ]


def test_somebody_listed_twice_is_refused_the_second_time() -> None:
    refusal = _refused(plan(people(_person(), _person(row=3))))
    assert (refusal.reason, refusal.other) == (Reason.PERSON_TWICE, Place("花名册", 2))


def test_a_roster_without_roles_is_refused_as_a_whole() -> None:
    refusal = _refused(plan(people(_person(), without=("role",))))
    assert (refusal.reason, refusal.known) == (Reason.COLUMNS_MISSING, ("role",))
