"""Which items of a workbook are sensitive (敏感): it fails closed, and the preview says how it was read."""

import pytest
from msgspec.structs import replace

from domain.imports.findings import Notice, Remark
from domain.imports.plan import ImportPlan, plan_import
from domain.imports.sheet import ItemSheet, Sheets
from domain.item import Item
from domain.rules import Kind
from tests.domain.office import ROSTER, RULES
from tests.domain.sheets import NOW, after, done, plan, row, sheet
from tests.rows import every_row

CLEAR_NO = ["否", "无", "不", "不敏感", "非敏感", "no", "NO", "0", "×", "-", "—", " 否。", "\uff2e\uff4f"]
PETITION = Kind(name="petition", label="信访", lead_days=(7,), verify=True, sensitive=True)
HIDING = replace(RULES, kinds=RULES.kinds | {"petition": PETITION})


def _noticed(plan: ImportPlan, remark: Remark) -> list[Notice]:
    return [notice for notice in plan.notices if notice.remark is remark]


def _plan(*sheets: ItemSheet, items: list[Item] | None = None) -> ImportPlan:
    """With a kind that is sensitive by itself."""
    return plan_import(Sheets(items=sheets), items=items or [], roster=ROSTER, rules=HIDING, now=NOW)


@every_row(
    "word", ["是", "涉密", "保密", "涉稳", "是（信访）", "敏感事项", "机密", "内部", "？", "待定", "不公开", "有"]
)
def test_whatever_is_no_clear_no_is_sensitive(word: str) -> None:
    """Fault 2.4: 涉密 used to count as not sensitive, and showed in the groups."""
    assert plan(sheet(row(1, sensitive=word))).new[0].item.is_sensitive


@every_row("word", CLEAR_NO)
def test_a_clear_no_is_not_sensitive(word: str) -> None:
    """Fault 2.4: a clear no, and only that, opens an item to the groups."""
    assert not plan(sheet(row(1, sensitive=word))).new[0].item.is_sensitive


def test_how_a_word_was_read_is_said_once_a_sheet() -> None:
    """Fault 2.4: a reading is never in silence."""
    found = plan(sheet(row(1, sensitive="涉密"), row(2, sensitive="涉密"), row(3, sensitive="是")))
    (notice,) = _noticed(found, Remark.SENSITIVE_READ)
    assert (notice.written, notice.count) == ("涉密", 2)


@pytest.mark.parametrize("without", [("sensitive",), ()])
def test_a_workbook_that_says_nothing_of_it_keeps_items_sensitive(without: tuple[str, ...]) -> None:
    """Fault 7.1: neither a missing column nor an empty cell opens an item."""
    ledger = after(plan(sheet(row(1, sensitive="是"), row(2))))
    again = plan(sheet(row(1), row(2, remark="x"), without=without), items=ledger)
    assert [each.after.is_sensitive for each in again.changed] == [False]
    assert again.unchanged == (1,)


def test_a_clear_no_opens_a_known_item_and_the_preview_names_it() -> None:
    """Fault 2.4: what becomes public is named item by item."""
    ledger = after(plan(sheet(row(1, sensitive="涉稳"))))
    found = plan(sheet(row(1, sensitive="否")), items=ledger)
    assert not found.changed[0].after.is_sensitive
    assert _noticed(found, Remark.SENSITIVE_OPENED)[0].number == 1


def test_a_sensitive_kind_makes_its_items_sensitive_unless_their_row_says_no() -> None:
    """Fault 2.4: 信访 is private by itself; 敏感 否 lifts it for one row, and both are said."""
    found = _plan(sheet(row(1, kind="信访"), row(2, kind="信访", sensitive="否"), row(3)))
    assert [new.item.is_sensitive for new in found.new] == [True, False, False]
    assert _noticed(found, Remark.SENSITIVE_KIND)[0].count == 1
    assert _noticed(found, Remark.SENSITIVE_LIFTED)[0].count == 1


def test_an_item_that_becomes_one_of_a_sensitive_kind_becomes_sensitive() -> None:
    """Fault 2.4: a task that turns out to be a petition leaves the groups; one that was lifted stays lifted."""
    (task,) = after(_plan(sheet(row(1))))
    (changed,) = _plan(sheet(row(1, own_number="1", kind="信访")), items=[task]).changed
    assert changed.after.is_sensitive
    lifted = done(task, kind="petition")
    assert _plan(sheet(row(1, kind="信访")), items=[lifted]).is_idle


@pytest.mark.parametrize("heading", ["诉求内容", "投诉内容", "反映问题", "信访事项"])
def test_what_people_complained_of_is_a_petition_where_the_row_says_no_kind(heading: str) -> None:
    """Fault 2.4: a hotline's own list is not public for want of a 类别."""
    book = sheet(row(1, kind=""), without=("kind",))
    found = _plan(replace(book, headings=book.headings | {"title": heading}))
    assert [(new.item.kind, new.item.is_sensitive) for new in found.new] == [("petition", True)]
    assert _noticed(found, Remark.KIND_ASSUMED)


def test_the_kind_is_assumed_from_every_column_of_limits() -> None:
    """Fault 4.3: 延期后时限 beside 整改时限 makes no plain task of a problem."""
    book = replace(sheet(row(1, kind=""), without=("kind",)), limit_headings=("延期后时限", "整改时限"))
    assert [new.item.kind for new in plan(book).new] == ["rectification"]
