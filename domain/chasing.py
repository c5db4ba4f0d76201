"""催办: on which days an item is chased after its limit, how often it was, and who reads a copy."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from domain.item import Did, Item, Step
from domain.limits import local_day
from domain.occasion import Appointment, instant, latest
from domain.rechecking import above_verifiers, verifiers
from domain.rights import approvers
from domain.roster import Person, Role, Roster, is_owner, is_reachable, office_of
from domain.rules import Reader, Rules, Stop, alert_times
from domain.views import Audience, Rung

#: 催办 of a step of a plan, so many work days after its day; of the last the deputy leader reads a copy.
STEP_CHASED_AFTER = (1, 3, 5)


def chases(item: Item, rules: Rules, day: date) -> Iterator[Appointment]:
    """催办 after the day: of an item that another unit took over late, after the day of that.

    What keeps them off is written in the kind's table.
    """
    escalation = rules.escalation(item.kind)
    if is_chase_stopped(item, rules):
        return
    moved_on = item.moved_at and local_day(item.moved_at, rules)
    begins = max(day, moved_on) if moved_on else day
    at = alert_times(rules)[0]
    for step, rise in enumerate(escalation.steps, start=1):
        moment = instant(rules.work_days.add(begins, rise.after), at, rules)
        yield Appointment(item.number, begins, Rung.CHASE, step, moment)


#: The step of a statutory clock's date: so many a clock, its last day in the middle, the days before below.
A_CLOCK, THE_DAY = 1000, 500


def is_chase_stopped(item: Item, rules: Rules) -> bool:
    """Whether a difficulty, an objection or a request for more time keeps 催办 off."""
    if item.obstacle is not None and obstacle_stops(item, rules):
        return True
    stops = rules.escalation(item.kind).stops
    if item.doubt is not None and Stop.DOUBT in stops:
        return True
    return Stop.EXTENSION_ASKED in stops and _is_extension_asked(item)


def obstacle_stops(item: Item, rules: Rules) -> bool:
    """Whether a difficulty keeps 催办 off: by the kind's table, or its short form."""
    return rules.kind(item.kind).obstacle_stops_chase or Stop.OBSTACLE in rules.escalation(item.kind).stops


def _is_extension_asked(item: Item) -> bool:
    """Whether more time was asked for and is not decided; a limit that moved otherwise overtook the request."""
    newest = next((step for step in reversed(item.history) if _is_of_extension(step)), None)
    if newest is None or newest.did is not Did.ASK_EXTENSION:
        return False
    return item.due_set_at is None or item.due_set_at <= newest.at


def _is_of_extension(step: Step) -> bool:
    return step.did in _OF_EXTENSION or (step.did is Did.UNDO and step.to == Did.ASK_EXTENSION)


_OF_EXTENSION = frozenset({Did.ASK_EXTENSION, Did.EXTEND, Did.REFUSE_EXTENSION})


def chases_counted_from(item: Item) -> datetime | None:
    """From when on the 催办 of an item count: a new limit and a new unit begin again, a 退回 does not."""
    return latest(item.due_set_at, item.moved_at)


def count_of(chase: Appointment, told: Collection[str]) -> int:
    """How many 催办 that one makes, itself included; ``told`` are the names of those that somebody was told of."""
    return 1 + sum(name != chase.name for name in told)


def is_escalated(told: Collection[str], rules: Rules, kind: str = "") -> bool:
    """Whether the director has heard of the item: a 催办 was told that they read, or as many as there are."""
    steps = rules.escalation(kind).steps
    return _has_come(
        told, [place for place, each in enumerate(steps, start=1) if Reader.DIRECTOR in each.to], len(steps)
    )


def is_bulletin_due(told: Collection[str], rules: Rules, kind: str = "") -> bool:
    """The same of the draft of a bulletin (通报)."""
    steps = rules.escalation(kind).steps
    return _has_come(told, [place for place, each in enumerate(steps, start=1) if each.bulletin], len(steps))


def _has_come(told: Collection[str], places: Sequence[int], most: int) -> bool:
    if not places:
        return False
    return len(told) >= most or any(step_in(name) >= places[0] for name in told)


def chase_in(told: Collection[str], number: int) -> str:
    """The name of the item's 催办 among the keys that a message told; ``""`` where it told none."""
    names = (key.partition("|")[2].rpartition("|")[0] for key in told if key.startswith(f"{number}|"))
    return next((name for name in names if f"|{Rung.CHASE}:" in name), "")


def step_in(name: str) -> int:
    """The step in an appointment's name."""
    return int(name.rpartition(":")[2])


def copied(chase: Appointment, told: Collection[str], item: Item, rules: Rules, roster: Roster) -> frozenset[Audience]:
    """Whom a copy reaches: the office always, else who reads this step, or one before it that nobody was told.

    ``told`` are the names of the item's 催办 that were told. Nobody is named who can't be reached. Escalation never
    falls: once the director has heard of an item, they hear of each further 催办, as after a 退回.
    """
    if chase.rung in (Rung.MILESTONE_LATE, Rung.INSTRUCTION_LATE):
        return _readers_of_step(chase, item, roster)
    if chase.rung is Rung.CLOCK:
        return _copied_of_clock(chase, item, rules, roster)
    if chase.rung is not Rung.CHASE:
        return frozenset()
    steps = rules.escalation(item.kind).steps
    reached = max((step_in(name) for name in told if name != chase.name), default=0)
    first = min(reached, chase.step - 1)  # those in between were missed
    copies = {Audience(reader) for each in steps[first : chase.step] for reader in each.to} - {Audience.UNIT}
    if is_escalated({*told, chase.name}, rules, item.kind):
        copies.add(Audience.DIRECTOR)
    copies.add(Audience.OFFICE)
    return frozenset(each for each in copies if any(map(is_reachable, people_of(each, item, roster))))


def _readers_of_step(chase: Appointment, item: Item, roster: Roster) -> frozenset[Audience]:
    """The deputy leader, of the last 催办 of a step of the plan (its place is the last digit), and of any of a 批示."""
    is_last = chase.rung is Rung.INSTRUCTION_LATE or chase.step % 10 == len(STEP_CHASED_AFTER)
    is_read = any(map(is_reachable, people_of(Audience.DEPUTY, item, roster)))
    return frozenset({Audience.DEPUTY}) if is_last and is_read else frozenset()


def _copied_of_clock(chase: Appointment, item: Item, rules: Rules, roster: Roster) -> frozenset[Audience]:
    """Of the 催办 of a statutory step those read a copy who read that 催办 of the item itself, the office apart."""
    place = chase.step % A_CLOCK - THE_DAY
    steps = rules.escalation(item.kind).steps
    if not 0 < place <= len(steps):
        return frozenset()
    told = {Audience.UNIT, Audience.OWNER, Audience.HEAD}
    above = (Audience(reader) for reader in steps[place - 1].to if Audience(reader) not in told)
    return frozenset(each for each in above if any(map(is_reachable, people_of(each, item, roster))))


def people_of(audience: Audience, item: Item, roster: Roster) -> tuple[Person, ...]:
    """The people of an audience; the unit's is its group, see ``jobs.recipients``. A request's follow from it."""
    find = _PEOPLE.get(audience)
    return find(item, roster) if find else ()


def _owner(item: Item, roster: Roster) -> tuple[Person, ...]:
    owner = roster.named(item.owner, item.unit)
    return (owner,) if owner else ()


def _heads_above(item: Item, roster: Roster) -> tuple[Person, ...]:
    """The heads; above one who owns it, or where there is none, the deputy leaders."""
    heads = tuple(person for person in roster.heads(item.unit) if not is_owner(person, item, roster))
    return heads or roster.deputies(item.unit)


_PEOPLE: Mapping[Audience, Callable[[Item, Roster], tuple[Person, ...]]] = {
    Audience.DEPUTY: lambda item, roster: roster.deputies(item.unit),
    Audience.DIRECTOR: lambda _, roster: roster.of_role(Role.DIRECTOR),
    Audience.OFFICE: lambda _, roster: office_of(roster),
    Audience.APPROVER: approvers,
    Audience.UNIT: lambda item, roster: roster.heads(item.unit),
    Audience.OWNER: _owner,
    Audience.HEAD: _heads_above,
    Audience.VERIFIER: verifiers,
    Audience.OVER_VERIFIER: above_verifiers,
}
