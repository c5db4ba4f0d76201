"""A plan applied to a real ledger: all of it in one transaction, once, and with a trace."""

import hashlib
from datetime import date, datetime, time
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.imports.plan import ImportResult
from domain.item import Did, ItemStatus
from domain.rules import Kind, Rules
from handlers.import_plan import Planned, changes_of, enter, make_ready, plan_workbook
from playground.demo.sample.book import write_sample
from reports.export import write_ledger
from reports.package import WorkbookLimits
from reports.workbook_reader import read_sheets
from store.errors import NumberTaken
from store.ledger import Ledger
from tests.domain.office import OWNER, at
from tests.domain.office import RULES as OFFICE_RULES

NOW = at("11-20 16:00")
RULES: Rules = replace(
    OFFICE_RULES,
    kinds=OFFICE_RULES.kinds | {"petition": Kind(name="petition", label="信访", lead_days=(7,), verify=True)},
)


def _plan(ledger: Ledger, path: Path, now: datetime = NOW) -> Planned:
    return plan_workbook(read_sheets(path, WorkbookLimits()), ledger.moment(), ledger.roster, RULES, now)


def _import(ledger: Ledger, path: Path, now: datetime = NOW) -> ImportResult:
    entries = make_ready(_plan(ledger, path, now), now, "周某")
    with ledger.transaction(at=now, by="周某", did="import") as tx:
        return enter(entries, tx)


def _bytes(folder: Path) -> str:
    """What is on the disk of the journal."""
    files = sorted(folder.glob("*.journal/*.jsonl"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def test_the_sample_is_taken_over_whole_and_the_second_time_nothing_is_written(tmp_path: Path) -> None:
    write_sample(tmp_path / "sample.xlsx", date(2026, 11, 23))
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
    result = _import(ledger, tmp_path / "sample.xlsx")
    assert (len(result.new), result.refused, result.people, result.units) == (40, 1, 23, 8)
    assert [unit.name for unit in ledger.roster.units][:2] == ["办公室", "社会救助股"]
    written = _bytes(tmp_path)
    again = _import(ledger, tmp_path / "sample.xlsx")
    assert (again.new, again.changed, again.unchanged, again.people) == ((), (), 40, 0)
    assert _bytes(tmp_path) == written
    ledger.close()


def test_each_item_says_who_assigned_it_and_when(tmp_path: Path) -> None:
    write_sample(tmp_path / "sample.xlsx", date(2026, 11, 23))
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
    _import(ledger, tmp_path / "sample.xlsx")
    item = ledger.item(24)
    assert item is not None
    assert (item.status, item.assigned_at, item.due_set_at) == (ItemStatus.ASSIGNED, NOW, NOW)
    assert [(step.did, step.by) for step in item.history] == [(Did.ASSIGN, "周某")]
    ledger.close()


def test_a_moved_limit_is_kept_with_old_and_new_for_ever(tmp_path: Path) -> None:
    path, later = tmp_path / "ledger.xlsx", at("11-25 09:00")
    write_sample(tmp_path / "sample.xlsx", date(2026, 11, 23))
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
    _import(ledger, tmp_path / "sample.xlsx")
    items = [replace(item, due="2026-12-25") if item.number == 12 else item for item in ledger.all_items()]
    write_ledger(items, ledger.roster, RULES, path)
    assert _import(ledger, path, later).changed == (12,)
    moved = ledger.item(12)
    assert moved is not None
    assert (moved.due, moved.due_set_at, moved.version) == ("2026-12-25", later, 2)
    assert moved.history[-1].did is Did.AMEND
    assert "2026-11-25→2026-12-25" in moved.history[-1].note
    ledger.close()


def test_a_plan_that_cannot_be_applied_leaves_nothing_behind(tmp_path: Path) -> None:
    """One transaction: a plan of an older moment changes nothing at all."""
    write_sample(tmp_path / "sample.xlsx", date(2026, 11, 23))
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
    planned = _plan(ledger, tmp_path / "sample.xlsx")
    taken = replace(planned.plan.new[-1].item, assigned_at=datetime.combine(NOW.date(), time(), NOW.tzinfo))
    with ledger.transaction(at=NOW, by="outside", did="add") as tx:
        tx.add_item(taken)
    with pytest.raises(NumberTaken), ledger.transaction(at=NOW, by="周某", did="import") as tx:
        enter(make_ready(planned, NOW, "周某"), tx)
    assert [item.number for item in ledger.all_items()] == [taken.number]
    assert ledger.roster.people == ()
    ledger.close()


def test_the_exported_ledger_imports_back_unchanged(tmp_path: Path) -> None:
    write_sample(tmp_path / "sample.xlsx", date(2026, 11, 23))
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
    _import(ledger, tmp_path / "sample.xlsx")
    write_ledger(ledger.all_items(), ledger.roster, RULES, tmp_path / "ledger.xlsx")
    plan = _plan(ledger, tmp_path / "ledger.xlsx", at("12-20 09:00")).plan
    assert plan.is_idle
    assert (plan.refused, len(plan.unchanged)) == ((), 40)
    ledger.close()


def test_a_plan_does_not_stand_once_the_roster_is_another(tmp_path: Path) -> None:
    """Fault 7.12: who is on the roster decides about ids, owners and units."""
    write_sample(tmp_path / "sample.xlsx", date(2026, 11, 23))
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
    with changes_of(ledger) as changed:
        entries = make_ready(_plan(ledger, tmp_path / "sample.xlsx"), NOW, "周某")
        assert entries.stand(changed, ledger)
        with ledger.transaction(at=NOW, by="周某", did="add") as tx:
            tx.save_person(OWNER)
        assert not entries.stand(changed, ledger)
    ledger.close()
