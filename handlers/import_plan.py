"""Applies an import's plan within the open transaction. Plan and apply in one go: a plan knows one moment only."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

from domain.importing.adoption import amended_by, assigned
from domain.plan import ImportPlan, ImportResult, NewItem
from store.transaction import Transaction
from texts.imports import say_changes

#: Shows how far the work has come: handed what there is to do, it gives the same back piece by piece.
Showing = Callable[[Sequence[NewItem]], AbstractContextManager[Iterable[NewItem]]]


def apply_plan(
    plan: ImportPlan, tx: Transaction, at: datetime, by: str, showing: Showing = nullcontext
) -> ImportResult:
    """Enters everything that the plan holds and says what was done; a plan that is idle changes nothing."""
    for unit in plan.new_units:
        tx.save_unit(unit)
    for newcomer in plan.new_people:
        tx.save_person(newcomer.person)
    for moved in plan.changed_people:
        tx.save_person(moved.after)
    with showing(plan.new) as work:
        new = tuple(tx.add_item(assigned(each.item, by, at)).number for each in work)
    for each in plan.changed:
        tx.save_item(amended_by(each.before, each.after, by, at, say_changes(each.changes)))
    return ImportResult(
        new=new,
        changed=tuple(each.after.number for each in plan.changed),
        unchanged=len(plan.unchanged),
        refused=len(plan.refused),
        people=len(plan.new_people) + len(plan.changed_people),
        units=len(plan.new_units),
    )
