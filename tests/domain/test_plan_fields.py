"""What a workbook says of an item's plan: figures, amounts, 领导批示, whose part it is; and how the ledger keeps it."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.imports.findings import Reason, Remark
from domain.imports.plan import ImportPlan
from domain.imports.sheet import ItemRow
from domain.item import Item, Quota
from domain.item_records import Instruction, Measure
from tests.domain.office import at
from tests.domain.sheets import plan, row, sheet
from tests.rows import every_row

_COLUMNS = (
    *("score", "highlight", "parent", "quota_target", "quota_reached", "counted_in", "amount", "amount_put_right"),
    *("rules_made", "instruction", "instruction_leader", "instruction_day", "instruction_limit", "given_on"),
)


def planned(*rows: ItemRow, items: tuple[Item, ...] = ()) -> ImportPlan:
    return plan(sheet(*rows, more=_COLUMNS), items=items)


def only(*rows: ItemRow, items: tuple[Item, ...] = ()) -> Item:
    found = planned(*rows, items=items)
    assert not found.refused, found.refused
    return found.changed[0].after if items else found.new[0].item


def test_a_row_gives_the_item_everything_it_says_of_the_plan() -> None:
    item = only(
        row(
            12,
            score="2分",
            highlight="是",
            quota_target="10",
            quota_reached="8",
            counted_in="条",
            amount="18.6",
            amount_put_right="72000",
            rules_made="月度比对制度、备案办法",
            given_on="2026-11-02",
            instruction="举一反三，2月底前报结果",
            instruction_leader="局 长",
            instruction_day="2026-11-10",
            instruction_limit="2027年2月26日",
        )
    )
    assert (item.score, item.is_highlight, item.quota) == (2.0, True, Quota(target=10, reached=8, counted_in="条"))
    assert (item.amount, item.amount_put_right, item.rules_made) == (18.6, 7.2, ("月度比对制度", "备案办法"))
    assert item.received_on == date(2026, 11, 2)
    [instruction] = item.instructions
    assert (instruction.leader, instruction.day, instruction.answer_by) == (
        "局长",
        date(2026, 11, 10),
        date(2027, 2, 26),
    )


@pytest.mark.parametrize(
    ("cell", "wan"),
    [("18.6", 18.6), ("18.6万元", 18.6), ("186,000元", 18.6), ("0.5亿元", 5000.0), ("", None), ("无", None)],
)
def test_an_amount_is_kept_in_wan_yuan_as_its_cell_or_else_its_heading_says(cell: str, wan: float | None) -> None:
    assert only(row(12, amount=cell)).amount == wan


@every_row(
    "field, cell",
    [
        ("highlight", "也许"),
        ("amount", "约18万"),
        ("amount", "-3"),
        ("amount_put_right", "18.6美元"),
        ("quota_target", "若干"),
        ("quota_target", "0"),
        ("quota_target", "99999999999"),
        ("instruction_day", "2月30日"),
        ("instruction_limit", "尽快"),
    ],
)
def test_a_cell_that_says_nothing_plain_refuses_its_row_and_no_other(field: str, cell: str) -> None:
    more: dict[str, Any] = {"instruction": "抓紧"} if field.startswith("instruction") else {}
    found = planned(row(12, **{field: cell}, **more), row(13))
    assert [(each.reason, each.known) for each in found.refused] == [(Reason.FIELD_UNCLEAR, (field,))]
    assert [new.item.number for new in found.new] == [13]


def test_a_score_in_words_stays_with_the_standard_as_it_always_did() -> None:
    item = only(row(12, score="每项扣0.5分", standard="一户一档"))
    assert (item.score, item.standard) == (None, "一户一档\n每项扣0.5分")


def test_a_part_names_its_parent_by_number_or_title_wherever_it_stands() -> None:
    found = planned(row(1, parent="3"), row(2, parent="事项3"), row(3), row(4, parent="第1号"))
    assert {new.item.number: new.item.parent for new in found.new} == {1: 3, 2: 3, 3: 0, 4: 1}
    assert not [each for each in found.notices if each.remark is Remark.PARENT_LEFT]


@pytest.mark.parametrize("parents", [("9",), ("没有这一项",), ("1",), ("2", "1"), ("2", "3", "4", "")])
def test_a_parent_that_can_not_be_is_named_and_the_item_is_taken_without(parents: tuple[str, ...]) -> None:
    """Unknown, itself, a circle, too many above one another."""
    found = planned(*(row(n, parent=each) for n, each in enumerate(parents, 1)))
    assert len(found.new) == len(parents)
    [left] = [each for each in found.notices if each.remark is Remark.PARENT_LEFT]
    assert next(new.item for new in found.new if new.item.number == left.number).parent == 0


def known(**fields: Any) -> Item:
    before = planned(row(12)).new[0].item
    return replace(before, assigned_at=at("11-02 10:00"), due_set_at=at("11-02 10:00"), **fields)


def test_what_was_reached_and_ticked_stays_as_it_was_told_in_the_chat() -> None:
    """A workbook moves the target and the words; nobody reports in it."""
    done = Measure(words="入户复核", owner="甲某", due="2026-12-01", done_at=at("11-10 10:00"), done_by="甲某")
    before = known(quota=Quota(target=10, reached=8, counted_in="条"), measures=(done,))
    after = only(
        row(
            12,
            quota_target="12",
            quota_reached="3",
            counted_in="条",
            measures="入户复核（责任人：乙某；已完成）\n完善制度",
        ),
        items=(before,),
    )
    assert after.quota == Quota(target=12, reached=8, counted_in="条")
    assert after.measures == (replace(done, owner="乙某"), Measure(words="完善制度"))


def test_an_instruction_that_the_item_has_is_mended_and_another_one_added() -> None:
    first = Instruction(
        words="抓紧", leader="局长", day=date(2026, 11, 1), answer="已办", answered_at=at("11-05 10:00")
    )
    again = row(12, instruction="抓紧", instruction_leader="局长", instruction_limit="12月1日")
    assert only(again, items=(known(instructions=(first,)),)).instructions == (
        replace(first, answer_by=date(2026, 12, 1)),
    )
    more = only(row(12, instruction="再报", instruction_leader="局长"), items=(known(instructions=(first,)),))
    assert [each.words for each in more.instructions] == ["抓紧", "再报"]


def test_columns_that_a_sheet_does_not_have_change_nothing() -> None:
    before = known(quota=Quota(target=10), is_highlight=True, amount=3.0, score=2.0, parent=0)
    assert plan(sheet(row(12)), items=(before,)).is_idle


def test_a_new_items_measure_comes_done_as_its_row_says_and_a_known_ones_does_not() -> None:
    text = "入户复核（责任人：乙某；已完成）\n完善制度（时限：12月1日）"
    new = only(row(12, measures=text))
    assert isinstance(new.measures, tuple)
    assert [(each.words, each.owner, each.due, each.done_at) for each in new.measures] == [
        ("入户复核", "乙某", "", at("11-20 00:00")),
        ("完善制度", "", "2026-12-01", None),
    ]
    known = replace(new, measures="入户复核\n完善制度")
    after = only(row(12, measures=text), items=(known,))
    assert isinstance(after.measures, tuple)
    assert [each.done_at for each in after.measures] == [None, None]


def test_what_was_reached_otherwise_is_noticed_and_not_taken() -> None:
    known = replace(only(row(12)), quota=Quota(target=10, reached=8, counted_in="条"))
    found = planned(row(12, quota_target="10", quota_reached="9", counted_in="条"), items=(known,))
    assert found.is_idle
    assert Remark.WORD_KEPT in {each.remark for each in found.notices}


def test_amounts_that_differ_in_their_last_digits_are_a_change() -> None:
    known = replace(only(row(12)), amount=1234567.891)
    found = planned(row(12, amount="1234567.892"), items=(known,))
    assert [(c.old, c.new) for c in found.changed[0].changes if c.field == "amount"] == [("1234567.891", "1234567.892")]
