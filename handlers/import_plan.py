"""Takes a workbook over: planned and made ready anywhere, then entered in one short transaction, whole or not at all.

Planning and making ready know one moment of the ledger and read nothing that changes, so a thread may do both while the
bot answers others. What has changed by the end of it is asked before entering (``Entries.stand``), and the store sees
to it once more.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from domain.imports.findings import Refusal
from domain.imports.matching import Meant
from domain.imports.plan import Handover, ImportPlan, ImportResult, NewItem, hand_over, plan_import
from domain.imports.sheet import Sheets
from domain.imports.writing import amended_by, assigned, moves_plan
from domain.item import Item
from domain.ledger_year import is_current
from domain.limits import local_day
from domain.roster import Chat, Person, Roster, Unit
from domain.rules import Rules
from domain.series import Series, begun, read_every
from store.bulk import Batch, Moment, make_batch
from store.ledger import Ledger
from store.transaction import Transaction
from store.values import Commit
from texts.imports import say_changes

#: Shows how far the work has come: handed what there is to do, it gives the same back piece by piece.
Showing = Callable[[Sequence[NewItem]], AbstractContextManager[Iterable[NewItem]]]

#: Keeps a large batch where the journal may name it: the ledger's, where others would wait for its transaction.
Enclose = Callable[[Batch], Batch]


class Changed:
    """What commits have changed of what a plan may rest on."""

    def __init__(self) -> None:
        self.items: set[int] = set()
        self.is_roster = False

    def note(self, commit: Commit) -> None:
        """Listens to the ledger's commits."""
        self.items |= commit.items
        self.is_roster = self.is_roster or commit.roster_changed


@contextmanager
def changes_of(ledger: Ledger) -> Iterator[Changed]:
    """Notes what changes while the block runs."""
    changed = Changed()
    ledger.on_commit.append(changed.note)
    try:
        yield changed
    finally:
        ledger.on_commit.remove(changed.note)


class Planned(Struct, frozen=True):
    """A plan and what it rests on."""

    plan: ImportPlan
    moment: Moment
    meant: Meant
    read: frozenset[int]  # items that were compared with the workbook's rows
    rules: Rules
    silenced: tuple[int, ...] = ()  # Telegram ids that are nobody's any more


class Entries(Struct, frozen=True):
    """A plan ready to be entered, and no more of it than that takes: letting go of the rest holds up nobody then."""

    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    rebound: tuple[Chat, ...]  # groups that go along with a unit which is called otherwise
    silenced: tuple[int, ...]  # ids that are nobody's any more: nothing that waits for them goes out
    batch: Batch
    series: tuple[Series, ...]  # recurring work that begins with one of the items
    result: ImportResult
    refused: tuple[Refusal, ...]
    meant: Meant
    read: frozenset[int]
    moved_plans: tuple[int, ...] = ()  # items with a plan whose limit moves

    def stand(self, changed: Changed, ledger: Ledger) -> bool:
        """Whether the plan would be the same if it were made now, with what has changed since its moment."""
        return not (changed.is_roster or any(self._rest_on(number, ledger.item(number)) for number in changed.items))

    def _rest_on(self, number: int, item: Item | None) -> bool:
        if number in self.read or number in self.batch.documents:
            return True
        return item is not None and self.meant.may_be(number, item.title, item.ledger_number)


def plan_workbook(sheets: Sheets, moment: Moment, roster: Roster, rules: Rules, now: datetime) -> Planned:
    """What the workbook would do to the ledger of that moment."""
    meant = Meant(sheets)
    found = moment.find(meant.may_be)
    items = tuple(item for item in found if is_current(item, moment.ledger_year) or meant.names(item.number))
    plan = plan_import(sheets, items=items, taken=moment.numbers, roster=roster, rules=rules, now=now)
    plan = replace(plan, handovers=_handovers(plan, moment, roster))
    read = frozenset(item.number for item in items)
    return Planned(plan, moment, meant, read, rules, _silenced(plan, roster))


def _silenced(plan: ImportPlan, roster: Roster) -> tuple[int, ...]:
    """The Telegram ids of those who leave, unless somebody else has them from now on."""
    after = plan.roster_after(roster)
    ids = (person.telegram_id for person in plan.leavers if person.telegram_id)
    return tuple(telegram_id for telegram_id in ids if after.who(telegram_id) is None)


def _handovers(plan: ImportPlan, moment: Moment, roster: Roster) -> tuple[Handover, ...]:
    """What those leave behind who leave, as far as the workbook gives it to nobody else."""
    names = {person.name for person in plan.leavers}
    changed = {each.before.number: each.after for each in plan.changed}
    items = (changed.get(item.number, item) for item in moment.owned_by(names))
    return hand_over(plan.leavers, items, roster, plan.roster_after(roster))


def make_ready(
    planned: Planned, at: datetime, by: str, showing: Showing = nullcontext, enclose: Enclose | None = None
) -> Entries:
    """The planned items with their instants and history, encoded."""
    plan = planned.plan
    with showing(plan.new) as work:
        new = [assigned(each.item, by, at) for each in work]
    changed = (amended_by(each.before, each.after, by, at, say_changes(each.changes)) for each in plan.changed)
    batch = make_batch(new, changed, planned.moment)
    return Entries(
        units=plan.new_units,
        people=(*(each.person for each in plan.new_people), *(each.after for each in plan.changed_people)),
        rebound=plan.rebound,
        silenced=planned.silenced,
        batch=batch if enclose is None else enclose(batch),
        series=tuple(_series_of(each, planned.rules, by, at) for each in new if each.series == each.number),
        result=_result_of(plan),
        refused=plan.refused,
        meant=planned.meant,
        read=planned.read,
        moved_plans=tuple(each.after.number for each in plan.changed if moves_plan(each.before, each.after)),
    )


def enter(entries: Entries, tx: Transaction) -> ImportResult:
    """Enters everything that the plan holds and says what was done; a plan that is idle changes nothing."""
    for unit in entries.units:
        tx.save_unit(unit)
    for person in entries.people:
        tx.save_person(person)
    for chat in entries.rebound:
        tx.save_chat(chat)
    for telegram_id in entries.silenced:
        tx.withdraw(telegram_id)
    tx.enter(entries.batch)
    for series in entries.series:
        tx.save_series(series)
    return entries.result


def _series_of(first: Item, rules: Rules, by: str, at: datetime) -> Series:
    return begun(first, read_every(first.due_written, local_day(at, rules), rules), by, at)


def _result_of(plan: ImportPlan) -> ImportResult:
    return ImportResult(
        new=tuple(each.item.number for each in plan.new),
        changed=tuple(each.after.number for each in plan.changed),
        unchanged=len(plan.unchanged),
        refused=len(plan.refused),
        people=len(plan.new_people) + len(plan.changed_people),
        units=len(plan.new_units),
        handovers=plan.handovers,
    )
