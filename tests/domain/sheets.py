"""Sheets of these tests: what reading a workbook hands to the plan, and a ledger that plans are applied to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from domain.imports.matching import Meant
from domain.imports.plan import ImportPlan, plan_import
from domain.imports.sheet import ItemRow, ItemSheet, PersonRow, RosterSheet, Sheets
from domain.imports.writing import amended_by, assigned
from domain.item import Item
from domain.roster import Roster
from tests.domain.office import ROSTER, RULES, at

NOW = at("11-20 10:00")

#: The columns that every sheet of these tests has.
_PLAIN = {
    "own_number": "督办号",
    "number": "序号",
    "kind": "类别",
    "title": "事项",
    "unit": "责任单位",
    "owner": "责任人",
    "due": "完成时限",
    "start_on": "开始时间",
    "leader": "责任领导",
    "partners": "配合单位",
    "source": "来源",
    "reference": "文号",
    "measures": "措施",
    "standard": "完成标准",
    "progress": "进展",
    "state": "办理状态",
    "crossed_off": "是否销号",
    "evidence": "佐证材料",
    "marks": "标记",
    "sensitive": "敏感",
    "remark": "备注",
}
#: Headings as workbooks have them, those of an item's plan behind those of every sheet.
HEADINGS = _PLAIN | {
    "given_on": "受理日期",
    "score": "分值",
    "highlight": "亮点",
    "parent": "上级事项",
    "quota_target": "目标值",
    "quota_reached": "已完成数",
    "counted_in": "计量单位",
    "shares": "目标分解",
    "quarters": "季度目标",
    "amount": "涉及金额（万元）",
    "amount_put_right": "整改金额（元）",
    "rules_made": "出台制度",
    "instruction": "领导批示",
    "instruction_leader": "批示领导",
    "instruction_day": "批示日期",
    "instruction_limit": "批示办理时限",
    "criterion": "复查标准",
    "observe_until": "观察期至",
    "verifier": "复查人",
    "report_every": "报告周期",
}


def row(number: object = 1, **fields: Any) -> ItemRow:
    """A plain task of 社会救助股; its row in the sheet follows its number unless it is given."""
    plain = {"kind": "任务", "title": f"事项{number}", "unit": "社会救助股", "owner": "甲某", "due": "2026-12-15"}
    line = int(str(number)) + 1 if str(number).isdigit() else 99
    return ItemRow(**{"row": line, "number": str(number), **plain, **fields})


def sheet(
    *rows: ItemRow, name: str = "台账", without: Iterable[str] = (), more: Iterable[str] = (), **fields: Any
) -> ItemSheet:
    """A sheet that has every plain column but ``without``, and ``more`` of those of a plan."""
    kept = [*(field for field in _PLAIN if field not in set(without)), *more]
    headings = {field: HEADINGS[field] for field in kept}
    return ItemSheet(name=name, header_row=1, headings=headings, rows=rows, **fields)


def people(*rows: PersonRow, without: Iterable[str] = (), **more: str) -> RosterSheet:
    """A roster sheet that has every column of docs/domain.md but ``without``, and ``more`` of them."""
    headings = {"name": "姓名", "unit": "股室", "role": "角色", "telegram_id": "Telegram ID", "oversees": "分管单位"}
    kept = {field: heading for field, heading in headings.items() if field not in set(without)}
    return RosterSheet(name="花名册", header_row=1, headings=kept | more, rows=rows)


def plan(
    *sheets: ItemSheet | RosterSheet, items: Iterable[Item] = (), roster: Roster = ROSTER, now: datetime = NOW
) -> ImportPlan:
    """What importing these sheets would do; the same, whether all items are compared or those the sheets may mean."""
    found = Sheets(
        items=tuple(each for each in sheets if isinstance(each, ItemSheet)),
        rosters=tuple(each for each in sheets if isinstance(each, RosterSheet)),
    )
    items = tuple(items)
    made = plan_import(found, items=items, roster=roster, rules=RULES, now=now)
    meant = Meant(found)
    few = (item for item in items if meant.may_be(item.number, item.title, item.ledger_number))
    numbers = (item.number for item in items)
    assert made == plan_import(found, items=few, taken=numbers, roster=roster, rules=RULES, now=now)
    return made


def after(plan: ImportPlan, items: Iterable[Item] = ()) -> list[Item]:
    """The ledger's items once the plan was applied."""
    ledger = {item.number: item for item in items}
    ledger |= {each.item.number: assigned(each.item, "办主任", NOW) for each in plan.new}
    for each in plan.changed:
        ledger[each.after.number] = amended_by(each.before, each.after, "办主任", NOW, "")
    return list(ledger.values())


def done(item: Item, **fields: Any) -> Item:
    """The item with what became of it since."""
    return replace(item, version=item.version + 1, **fields)
