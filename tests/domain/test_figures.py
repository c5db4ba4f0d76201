"""Figures for the appraisal: each is the number of rows behind it, and counts by the rules that are written down."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.amending import cancel, edit, resume, suspend
from domain.closing import approve, finish, send_back, undo
from domain.errors import DubanError
from domain.figure_rows import holder_at, rows_of
from domain.figures import sums_by_person, sums_by_unit
from domain.handing_over import take_over
from domain.item import Did, Item, ItemStatus, Quota, Step
from domain.item_records import Share
from domain.rechecking import relapse
from domain.reporting import Reporting, half_of, month_around, year_of
from domain.rules import Figure, FigureRules
from tests.domain.office import COLLEAGUE, RECTIFICATION, ROSTER, RULES, STRANGER, TASK, TODAY, UNITS, at, item

NOW = at("11-20 16:00")
NOVEMBER, YEAR = month_around(TODAY), year_of(TODAY)


def counts(found: Item, period: Reporting = YEAR, now: Any = NOW, **rules: Any) -> dict[str, int]:
    rows = rows_of([found], period, replace(RULES, figures=FigureRules(**rules)), now)
    return dict(Counter(row.figure.value for row in rows))


def rectification(due: str = "2026-11-10", **fields: Any) -> Item:
    return item(due, kind="rectification", **fields)


def submitted(moment: str = "11-10 16:00", due: str = "2026-11-10") -> Item:
    return finish(rectification(due), RECTIFICATION, "甲某", at(moment))


def test_what_was_asked_for_in_time_is_on_time_however_late_it_is_approved() -> None:
    waiting = submitted()
    assert counts(waiting, NOVEMBER) == {}, "an approver has it: neither settled nor overdue"
    assert counts(approve(waiting, "分管甲", at("11-19 09:00")), NOVEMBER) == {"settled": 1, "on_time": 1}


def test_it_counts_in_the_month_in_which_it_was_asked_for() -> None:
    done = approve(submitted("10-31 16:00"), "分管甲", at("11-05 09:00"))
    assert counts(done, NOVEMBER) == {}
    assert counts(done, month_around(TODAY, 1)) == {"settled": 1, "on_time": 1}


def test_what_was_done_late_is_settled_and_late() -> None:
    assert counts(finish(item("2026-11-10"), TASK, "甲某", at("11-12 10:00")), NOVEMBER) == {"settled": 1, "late": 1}
    [late] = rows_of([item("2026-11-18")], NOVEMBER, RULES, NOW)
    assert (late.figure, late.days) == (Figure.OVERDUE, 2)


def test_at_the_end_of_a_past_period_it_was_overdue_though_it_is_done_now() -> None:
    done = finish(item("2026-10-20"), TASK, "甲某", at("11-12 10:00"))
    [overdue] = rows_of([done], month_around(TODAY, 1), RULES, NOW)
    assert (overdue.figure, overdue.days) == (Figure.OVERDUE, 11)
    assert counts(done, NOVEMBER) == {"settled": 1, "late": 1}


def test_time_in_which_it_was_suspended_is_left_out() -> None:
    paused = suspend(item("2026-11-10"), "办主任", at("11-02 10:00"), date(2026, 11, 12), "等待省级系统升级", RULES)
    assert "overdue" not in counts(paused), "suspended still"
    back = resume(paused, "办主任", at("11-12 08:30"), RULES)
    assert "overdue" not in counts(back, now=at("11-20 16:00")), "ten days were left out: it is due on the 20th"
    assert counts(back, now=at("11-21 08:00"))["overdue"] == 1
    assert counts(finish(back, TASK, "甲某", at("11-20 17:00")), NOVEMBER) == {"settled": 1, "on_time": 1}
    assert counts(finish(back, TASK, "甲某", at("11-21 17:00")), NOVEMBER) == {"settled": 1, "late": 1}


def test_a_limit_that_was_moved_after_the_suspension_leaves_nothing_out() -> None:
    paused = suspend(item("2026-11-10"), "办主任", at("11-02 10:00"), date(2026, 11, 12), "等待升级", RULES)
    back = resume(paused, "办主任", at("11-12 08:30"), RULES)
    moved = edit(back, {"due": "2026-11-18"}, "办主任", at("11-12 09:00"), "顺延")
    assert counts(moved, NOVEMBER) == {"extended": 1, "overdue": 1}


def test_days_late_leave_out_what_was_suspended_when_late_already() -> None:
    paused = suspend(item("2026-11-10"), "办主任", at("11-13 10:00"), date(2026, 11, 18), "等待升级", RULES)
    back = resume(paused, "办主任", at("11-18 08:30"), RULES)
    [overdue] = rows_of([back], NOVEMBER, RULES, NOW)
    assert overdue.days == 5, "three days before the suspension, two after it"
    [_, late] = rows_of([finish(back, TASK, "甲某", at("11-19 10:00"))], NOVEMBER, RULES, NOW)
    assert late.days == 4


def test_handed_over_to_another_unit_it_still_stood_in_the_periods_before() -> None:
    found = item("2026-10-10")
    moved = edit(found, {"unit": "养老服务股", "owner": "丙某"}, "办主任", at("11-12 10:00"), "划转")
    [overdue] = rows_of([moved], month_around(TODAY, 1), RULES, NOW)
    assert (overdue.figure, overdue.unit, overdue.owner) == (Figure.OVERDUE, "社会救助股", "甲某")
    assert counts(moved, NOVEMBER) == {"overdue": 1}, "it was assigned in January"
    assert counts(moved, YEAR) == {"assigned": 1, "overdue": 1}


def test_what_came_suspended_with_a_workbook_is_not_overdue() -> None:
    assert "overdue" not in counts(item("2026-11-10", status=ItemStatus.SUSPENDED))


def test_limits_that_were_put_off_are_counted_apart_and_those_brought_forward_are_not() -> None:
    later = edit(item("2026-11-10"), {"due": "2026-12-20"}, "办主任", at("11-05 10:00"), "系统升级")
    assert counts(later, NOVEMBER) == {"extended": 1}
    assert counts(edit(later, {"due": "2026-11-25"}, "办主任", at("11-06 10:00"), "提前"), NOVEMBER) == {"extended": 1}
    taken_back = undo(later, "办主任", at("11-05 11:00"), is_office=True)
    assert "extended" not in counts(taken_back, NOVEMBER)


def test_a_return_counts_for_who_had_it_then_and_the_closing_for_who_has_it_now() -> None:
    returned = send_back(submitted(), "分管甲", at("11-11 09:00"), "佐证不足", RULES)
    handed = take_over(returned, "乙某", at("11-12 09:00"), COLLEAGUE)
    done = approve(finish(handed, RECTIFICATION, "乙某", at("11-13 10:00")), "分管甲", at("11-14 09:00"))
    rows = list(rows_of([done], NOVEMBER, RULES, NOW))
    held = {row.figure: row.owner for row in rows}
    assert held == {Figure.RETURNED: "甲某", Figure.SETTLED: "乙某", Figure.ON_TIME: "乙某"}
    assert holder_at(done, at("11-11 12:00")) == ("社会救助股", "甲某")


def test_after_a_relapse_the_first_closing_stands_in_its_own_period_only() -> None:
    closed = approve(submitted("06-10 16:00", "2026-06-30"), "分管甲", at("06-11 09:00"))
    again = relapse(closed, "分管甲", at("11-02 09:00"), "2026-12-15", "又有缺页", RULES)
    assert counts(again, half_of(date(2026, 6, 1))) == {"assigned": 1, "settled": 1, "on_time": 1}
    assert counts(again, NOVEMBER) == {"relapsed": 1}
    assert counts(again, YEAR) == {"assigned": 1, "relapsed": 1}, "within the year it did not stand"
    late = approve(submitted("06-10 16:00", "2026-05-31"), "分管甲", at("06-11 09:00"))
    again = relapse(late, "分管甲", at("11-02 09:00"), "2026-12-15", "又有缺页", RULES)
    assert counts(again, half_of(date(2026, 6, 1)))["late"] == 1, "against the limit of its time"


def test_what_was_withdrawn_counts_for_nothing() -> None:
    assert counts(cancel(item("2026-11-10"), "办主任", at("11-12 10:00"), "重复录入")) == {}


def test_shares_of_a_quota_count_for_their_units_and_are_met_one_by_one() -> None:
    quota = Quota(10, 9, "条", shares=(Share("社会救助股", 6, 6), Share("养老服务股", 4, 3)))
    shared = item("2026-12-31", quota=quota)
    rows = list(rows_of([shared], YEAR, RULES, NOW))
    table = {each.unit: each.counts for each in sums_by_unit(rows, ROSTER)}
    assert table["社会救助股"][Figure.QUOTAS_MET] == 1
    assert (table["养老服务股"][Figure.QUOTAS], table["养老服务股"][Figure.QUOTAS_MET]) == (1, 0)
    by_quarter = item("2026-12-31", quota=Quota(10, 5, "条", by_quarter=(2, 5, 8, 10)))
    assert counts(by_quarter, half_of(date(2026, 6, 1)))["quotas_met"] == 1, "by the half year five were asked for"
    assert "quotas_met" not in counts(by_quarter, YEAR)


def test_only_what_the_table_names_is_counted_of_the_kinds_that_it_names() -> None:
    late = item("2026-11-10")
    assert counts(late, counted=(Figure.OVERDUE,)) == {"overdue": 1}
    assert counts(late, kinds=("rectification",)) == {}


def test_units_stand_in_the_offices_order_whatever_their_figures() -> None:
    items = [item("2026-11-10", number=n, unit=UNITS[2].name, owner="丙某") for n in range(20, 30)]
    rows = list(rows_of([item("2026-11-10"), *items, item("2026-11-10", number=9, unit="别处")], YEAR, RULES, NOW))
    assert [each.unit for each in sums_by_unit(rows, ROSTER)] == ["社会救助股", "养老服务股", "儿童福利股", "别处"]
    assert [each.owner for each in sums_by_person(rows, ROSTER)] == ["甲某", "丙某", "甲某"]


def test_weights_add_up_to_a_score() -> None:
    rows = list(rows_of([item("2026-11-10"), item("2026-12-10", number=13)], YEAR, RULES, NOW))
    [sums, *_] = sums_by_unit(rows, ROSTER)
    assert sums.score({Figure.ASSIGNED: 1, Figure.OVERDUE: -2.5}) == -0.5


def _day(moment: datetime) -> date:
    return (moment + timedelta(days=9)).date()


MOVES: dict[str, Callable[[Item, datetime], Item]] = {
    "done": lambda found, moment: finish(found, RULES.kind(found.kind), found.owner, moment),
    "approve": lambda found, moment: approve(found, "分管甲", moment),
    "return": lambda found, moment: send_back(found, "分管甲", moment, "佐证不足", RULES),
    "edit": lambda found, moment: edit(found, {"due": _day(moment).isoformat()}, "办主任", moment, "改期"),
    "suspend": lambda found, moment: suspend(found, "办主任", moment, _day(moment), "等待", RULES),
    "resume": lambda found, moment: resume(found, "办主任", moment, RULES),
    "relapse": lambda found, moment: relapse(found, "分管甲", moment, _day(moment).isoformat(), "又有缺页", RULES),
    "undo": lambda found, moment: undo(found, "办主任", moment, is_office=True),
    "take_over": lambda found, moment: take_over(found, "丙某", moment, STRANGER),
    "cancel": lambda found, moment: cancel(found, "办主任", moment, "误录"),
}


@given(
    st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.integers(1, 900)), max_size=12),
    st.sampled_from(["task", "rectification"]),
    st.sampled_from(["2026-02-10", "2026-05-20", "2026-11-10"]),
    st.sampled_from([year_of(TODAY), half_of(date(2026, 3, 1)), half_of(TODAY), NOVEMBER]),
)
def test_every_figure_can_be_recounted_from_the_rows_behind_it(
    moves: list[tuple[str, int]], kind: str, due: str, period: Reporting
) -> None:
    found, moment = item(due, kind=kind), at("01-06 10:00")
    for move, hours in moves:
        moment += timedelta(hours=hours)
        try:
            found = MOVES[move](found, moment)
        except DubanError:
            continue
    now = max(moment, NOW)
    rows = list(rows_of([found], period, RULES, now))
    for sums in sums_by_unit(rows, ROSTER):
        of_unit = [row for row in rows if row.unit == sums.unit]
        assert sums.counts == Counter(row.figure for row in of_unit)
        assert sums.counts[Figure.SETTLED] == sums.counts[Figure.ON_TIME] + sums.counts[Figure.LATE]
    assert sum(sum(each.counts.values()) for each in sums_by_person(rows, ROSTER)) == len(rows)
    assert Counter(row.figure for row in rows)[Figure.SETTLED] <= 1
    assert all(row.on is None or row.on in period or row.figure is Figure.OVERDUE for row in rows)


@pytest.mark.parametrize("did", [Did.SEND_BACK, Did.RELAPSE])
def test_a_step_that_was_taken_back_is_not_counted(did: Did) -> None:
    steps = (Step(at("11-05 10:00"), "分管甲", did, "误"), Step(at("11-05 10:05"), "分管甲", Did.UNDO, to=did))
    assert counts(item("2026-12-15", history=steps), NOVEMBER) == {}
