"""The ledger written as a workbook: it imports back unchanged, and nothing in it acts."""

import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl import load_workbook

from domain.imports.findings import Remark
from domain.imports.plan import ImportPlan, plan_import
from domain.instructions import marked
from domain.item import Evidence, Item, ItemStatus, Quota
from domain.item_records import Instruction, Measure, Share
from domain.ledger_year import is_current
from domain.roster import Roster
from domain.three_lists import arrangement_of
from reports.export import write_ledger
from reports.list_columns import Frame, Table
from reports.list_tables import tables_of
from tests.domain.office import ROSTER, RULES, at, item
from tests.reports.books import read
from texts.amounts import say_amounts
from texts.three_lists import say_subtitle

NOW = at("11-20 10:00")


FRAME = Frame(RULES, arrangement_of(ROSTER, RULES), NOW, say_amounts)


def _tables(items: list[Item], year: int = 0) -> list[Table]:
    current = [each for each in items if is_current(each, year)]
    return list(tables_of(current, FRAME, partial(say_subtitle, RULES.office_name, "", "2026-11-20")))


def _back(items: list[Item], folder: Path, roster: Roster = ROSTER) -> ImportPlan:
    """What importing the exported ledger into itself would do."""
    path = folder / "台账.xlsx"
    assert write_ledger(items, roster, RULES, path, tables=_tables(items)) == len(items)
    return plan_import(read(path), items=items, roster=roster, rules=RULES, now=NOW)


_OLDER = Instruction(words="请阅处", leader="分管甲", day=date(2026, 10, 8), answer="已办", answered_at=NOW)
_INSTRUCTION = Instruction(words="请抓紧，举一反三", leader="局长", day=date(2026, 11, 1), answer_by=date(2026, 12, 1))
_MEASURE = Measure(words="入户复核326户", owner="甲某", due="2026-12-01", done_at=NOW, done_by="甲某")
_TEXT = st.sampled_from(["", "x", "两行\n文字", "=1+1", "+8", "-", "@某", "  ", "审计报告〔2026〕8号", "<b>&"])
_WORDS = st.builds(str.strip, _TEXT)
_ITEMS = st.builds(
    item,
    due=st.sampled_from(["", "2026-12-15", "2026-12-15T17:30", "2027-01-30"]),
    number=st.just(0),
    kind=st.sampled_from(sorted(RULES.kinds)),
    title=st.sampled_from(["低保动态管理", "=HYPERLINK(1)", "季度报送", "A & B <c>"]),
    unit=st.sampled_from(["社会救助股", "养老服务股"]),
    owner=st.sampled_from(["甲某", "戊某"]),
    status=st.sampled_from(list(ItemStatus)),
    leader=st.sampled_from(["", "局长", "分管乙"]),
    parent=st.sampled_from([0, 0, 1, 2]),
    ledger_number=st.sampled_from(["", "36,37", "1", "2"]),
    partners=st.sampled_from([(), ("办公室", "儿童福利股")]),
    marks=st.sampled_from([(), ("被通报", "省市考核")]),
    is_sensitive=st.booleans(),
    start_on=st.sampled_from([None, date(2026, 11, 1)]),
    evidence=st.sampled_from([(), (Evidence(words="照片.jpg"), Evidence(words="记录"))]),
    score=st.sampled_from([None, 2.0, 0.5]),
    is_highlight=st.booleans(),
    quota=st.sampled_from(
        [
            None,
            Quota(target=10, reached=8, counted_in="条"),
            Quota(target=1.5, by_quarter=(0, 1, 1, 1.5)),
            Quota(
                target=10,
                reached=4,
                shares=(Share("办公室", 3, 1), Share("社会救助股", 7, 3)),
                by_quarter=(3, 6, 8, 10),
            ),
        ]
    ),
    amount=st.sampled_from([None, 18.6, 1234567.891]),
    amount_put_right=st.sampled_from([None, 7.25]),
    rules_made=st.sampled_from([(), ("月度比对制度", "备案办法")]),
    received_on=st.sampled_from([None, date(2026, 11, 2)]),
    criterion=_WORDS,
    urgency=st.sampled_from(["", "特急"]),
    observe_until=st.sampled_from([None, date(2026, 11, 2), date(2027, 2, 26)]),
    verifier=st.sampled_from(["", "分管乙", "走了的人"]),
    report_every=st.sampled_from(["", "week/5", "month/25", "month/end", "quarter/end", "half/end", "year/12-31"]),
    instructions=st.sampled_from([(), (_OLDER, _INSTRUCTION), (_INSTRUCTION,)]),
    measures=st.one_of(
        _WORDS, st.sampled_from([(_MEASURE, Measure(words="完善制度")), (Measure(words="复核", due="2026-12-01"),)])
    ),
    **dict.fromkeys(("source", "reference", "standard", "progress", "remark"), _WORDS),
)


def numbered(drawn: list[Item]) -> list[Item]:
    """The items of a ledger, with the mark of what waits for an answer; the first may have parts, and they theirs."""
    return [
        marked(replace(each, number=n, due=each.due or "2026-12-15", parent=each.parent if each.parent < n else 0))
        for n, each in enumerate(drawn, 1)
    ]


@settings(max_examples=30)
@given(st.lists(_ITEMS, max_size=6))
def test_an_exported_ledger_imports_back_without_a_change(drawn: list[Item]) -> None:
    """Whatever the state of an item; a problem always has its limit."""
    items = numbered(drawn)
    with tempfile.TemporaryDirectory() as folder:
        plan = _back(items, Path(folder))
    assert plan.is_idle
    assert (plan.refused, len(plan.unchanged)) == ((), len(items))


@pytest.mark.parametrize(
    "fields",
    [
        {"due": "", "is_endless": True},
        {"due": "", "is_endless": True, "due_written": "持续推进"},
        {"due": ""},
        {"due": "2026-11-23", "due_written": "三日内"},
        {"status": ItemStatus.CLOSED, "due": "", "kind": "rectification"},
    ],
)
def test_limits_of_every_sort_come_back(tmp_path: Path, fields: dict[str, Any]) -> None:
    plan = _back([item(**fields)], tmp_path)
    assert plan.is_idle
    assert plan.refused == ()


def test_the_roster_comes_back_with_roles_and_overseen_units(tmp_path: Path) -> None:
    plan = _back([], tmp_path)
    assert (plan.new_people, plan.changed_people, plan.unchanged_people) == ((), (), len(ROSTER.people))


def test_the_liaisons_come_back_and_one_whom_nobody_knows_is_noticed(tmp_path: Path) -> None:
    path, leader = tmp_path / "台账.xlsx", replace(ROSTER.people[2], liaisons=("乙某", "己某"))
    write_ledger([], Roster((leader,)), RULES, path)
    plan = plan_import(read(path), items=(), roster=ROSTER, rules=RULES, now=NOW)
    assert [each.after.liaisons for each in plan.changed_people] == [("乙某", "己某")]
    [notice] = [each for each in plan.notices if each.remark is Remark.LIAISON_UNKNOWN]
    assert (notice.meaning, notice.written) == ("分管甲", "己某")


def test_into_an_empty_ledger_the_items_come_with_their_own_numbers(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_ledger([item(), item(number=40, title="别事", ledger_number="36")], ROSTER, RULES, path)
    plan = plan_import(read(path), items=(), roster=Roster(), rules=RULES, now=NOW)
    assert [(new.item.number, new.item.ledger_number) for new in plan.new] == [(12, ""), (40, "36")]
    assert len(plan.new_people) == len(ROSTER.people)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x","y")', "#REF!"])
def test_what_people_typed_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    """docs/promises.md 29."""
    path = tmp_path / "台账.xlsx"
    write_ledger([item(title=text)], ROSTER, RULES, path)
    cell = load_workbook(path)["台账"]["D2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_letters_that_no_workbook_can_hold_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_ledger([item(title="低\x00保\x0b")], ROSTER, RULES, path)
    assert load_workbook(path)["台账"]["D2"].value == "低保"


def test_limits_are_real_dates(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_ledger([item()], ROSTER, RULES, path)
    cell = load_workbook(path)["台账"]["N2"]
    assert cell.is_date
    assert cell.number_format == "yyyy-mm-dd"


def test_a_ledger_larger_than_a_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    many = [item(number=number, title=f"事项{number}") for number in range(1, 8)]
    write_ledger(iter(many), ROSTER, RULES, path, rows_a_sheet=3)
    assert load_workbook(path).sheetnames == ["台账", "台账2", "台账3", "花名册"]
    assert [len(sheet.rows) for sheet in read(path).items] == [3, 3, 1]


def test_an_export_that_fails_leaves_the_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_ledger([item()], ROSTER, RULES, path)
    before = path.read_bytes()
    with pytest.raises(AttributeError):
        write_ledger([item(), None], ROSTER, RULES, path)  # type: ignore[list-item]
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["台账.xlsx"]


def test_a_parent_is_named_by_its_own_number_whatever_numbers_others_came_with(tmp_path: Path) -> None:
    """第40号 of the export is the 督办号, although another item has 40 as its 序号."""
    items = [item(ledger_number="40"), item(number=40, title="总任务"), item(number=50, title="分任务", parent=40)]
    plan = _back(items, tmp_path)
    assert (plan.is_idle, plan.notices) == (True, ())
