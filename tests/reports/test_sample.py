"""The sample bureau's workbook is read as it is meant, and plays what the tour needs."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.highlights import is_highlight
from domain.imports.findings import Reason, Remark
from domain.imports.plan import ImportPlan, plan_import
from domain.imports.writing import assigned
from domain.item import ItemStatus
from domain.roster import Role, Roster
from domain.rules import Kind
from handlers.import_plan import enter, make_ready, plan_workbook
from playground.demo.sample.book import write_sample
from playground.demo.sample.bureau import SampleBureau, is_done, sample_bureau
from playground.demo.sample.year_book import write_year
from store.ledger import Ledger
from tests.domain.office import RULES, at
from tests.reports.books import read

MONDAY = date(2026, 11, 23)
_PETITION = Kind(name="petition", label="信访", lead_days=(7, 3, 1, 0), verify=True)
_RULES = replace(RULES, kinds=RULES.kinds | {"petition": _PETITION})


def _planned(folder: Path, monday: date = MONDAY, now: str = "11-20 16:00") -> tuple[SampleBureau, ImportPlan]:
    path = folder / "sample.xlsx"
    bureau = write_sample(path, monday)
    return bureau, plan_import(read(path), items=(), roster=Roster(), rules=_RULES, now=at(now))


def test_forty_items_of_eight_units_are_read_with_the_numbers_and_days_that_are_meant(tmp_path: Path) -> None:
    bureau, plan = _planned(tmp_path)
    assert (len(plan.new), len(plan.new_units), len(plan.new_people)) == (40, 8, len(bureau.people))
    for new in plan.new:
        meant = bureau.item(new.item.number)
        assert (new.item.title, new.item.unit, new.item.owner) == (meant.title, meant.unit, meant.owner)
        assert new.item.due == (meant.due_on.isoformat() if meant.due_on else "")
        assert (new.item.status is ItemStatus.CLOSED) is is_done(meant)


def test_the_limit_that_is_none_is_the_only_refusal_and_the_explanation_is_named(tmp_path: Path) -> None:
    bureau, plan = _planned(tmp_path)
    (refusal,) = plan.refused
    assert (refusal.reason, refusal.cell) == (Reason.LIMIT_VAGUE, "尽快")
    assert [item.written for item in bureau.items if item.is_refused] == ["尽快"]
    assert [n.place.sheet for n in plan.notices if n.remark is Remark.SHEET_UNRECOGNISED] == ["填表说明"]
    assert not [n for n in plan.notices if n.remark in {Remark.OWNER_OFF_ROSTER, Remark.UNIT_NEW, Remark.NUMBER_TAKEN}]


def test_the_sample_imported_twice_changes_nothing(tmp_path: Path) -> None:
    bureau, plan = _planned(tmp_path)
    people = tuple(new.person for new in plan.new_people)
    roster = Roster(tuple(replace(person, number=n) for n, person in enumerate(people, 1)), plan.new_units)
    items = [assigned(new.item, "周某", at("11-20 16:00")) for new in plan.new]
    again = plan_import(read(tmp_path / "sample.xlsx"), items=items, roster=roster, rules=_RULES, now=at("11-27 16:00"))
    assert again.is_idle
    assert again.unchanged_people == len(bureau.people)


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_plan_of_the_year_is_taken_over_whole(tmp_path: Path, year: int) -> None:
    """Eight highlights, stations under one, quotas, audit findings, routine work and petitions; no row is refused."""
    path, monday = tmp_path / "year.xlsx", date(year, 1, 5)
    bureau = write_year(path, monday)
    plan = plan_import(read(path), items=(), roster=Roster(), rules=_RULES, now=at(f"{monday} 08:00"))
    assert not plan.refused
    assert (len(plan.new), len(plan.new_people)) == (42, len(bureau.people))
    assert {new.item.kind for new in plan.new} == {"task", "rectification", "petition", "hotline"}
    assert not [n for n in plan.notices if n.remark in {Remark.OWNER_OFF_ROSTER, Remark.UNIT_NEW, Remark.NUMBER_TAKEN}]


def test_the_plan_of_the_year_makes_eight_highlights_of_which_two_are_families(tmp_path: Path) -> None:
    path, now = tmp_path / "year.xlsx", at("2026-01-05 08:00")
    write_year(path, date(2026, 1, 5))
    ledger = Ledger.open(tmp_path / "ledger.json", at=now)
    ready = make_ready(plan_workbook(read(path), ledger.moment(), ledger.roster, _RULES, now), now, "周某")
    with ledger.transaction(at=now, by="周某", did="import") as tx:
        enter(ready, tx)
    items = {item.number: item for item in ledger.all_items()}
    highlights = [item.number for item in items.values() if is_highlight(item)]
    assert len(highlights) == 8
    assert {n: ledger.part_counts(n) for n in highlights if ledger.part_numbers(n)} == {2: (0, 5), 6: (0, 8)}
    assert {items[n].percent for n in (2, 6, 30)} == {0}
    ledger.close()


@pytest.mark.parametrize("monday", [date(2026, 11, 23), date(2027, 3, 1), date(2026, 9, 14)])
def test_the_sample_may_be_played_in_any_week_of_the_working_year(tmp_path: Path, monday: date) -> None:
    now = f"{monday - timedelta(days=3)} 16:00"
    bureau, plan = _planned(tmp_path, monday, now)
    assert len(plan.new) == 40
    dated = {new.item.number: new.item.due for new in plan.new if bureau.item(new.item.number).written == "date"}
    assert dated == {n: str(bureau.item(n).due_on) for n in dated}


def test_the_week_has_something_due_each_day_something_overdue_and_a_problem_to_cross_off() -> None:
    bureau = sample_bureau(MONDAY)
    assert all(bureau.due(day) for day in range(5))
    assert bureau.due(-3)
    problem = next(item for item in bureau.due(1) if item.kind == "整改")
    deputy = bureau.deputy(problem.unit)
    assert deputy.role is Role.DEPUTY
    assert deputy.telegram_id
    assert bureau.person(problem.owner).telegram_id


def test_everybody_has_a_telegram_id_of_their_own_and_one_has_none_yet() -> None:
    bureau = sample_bureau(MONDAY)
    ids = [person.telegram_id for person in bureau.people]
    assert ids.count(None) == 1
    assert len(set(ids)) == len(ids)
    assert len({bureau.bureau_group.chat_id, *(group.chat_id for group in bureau.groups)}) == 9
    assert all(bureau.head(group.unit) for group in bureau.groups)
