"""催办: on which days an item is chased after its limit, how often it was, and who reads a copy."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime

from domain.item import Item
from domain.limits import local_day
from domain.occasion import Appointment, instant, latest
from domain.rights import approvers
from domain.roster import Person, Role, Roster, is_owner, is_reachable, office_of
from domain.rules import Rules, alert_times
from domain.views import Audience, Rung


def chases(item: Item, rules: Rules, day: date) -> Iterator[Appointment]:
    """催办 after the day: of an item that another unit took over late, after the day of that.

    A difficulty that is not solved keeps them off where the kind says so.
    """
    if item.obstacle is not None and rules.kind(item.kind).obstacle_stops_chase:
        return
    moved_on = item.moved_at and local_day(item.moved_at, rules)
    begins = max(day, moved_on) if moved_on else day
    at = alert_times(rules)[0]
    for step, after in enumerate(rules.chase_after, start=1):
        moment = instant(rules.work_days.add(begins, after), at, rules)
        yield Appointment(item.number, begins, Rung.CHASE, step, moment)


def is_last_chase(step: int, rules: Rules) -> bool:
    """Whether that 催办 is the ladder's last one."""
    return step == len(rules.chase_after)


def chases_counted_from(item: Item) -> datetime | None:
    """From when on the 催办 of an item count: a new limit and a new unit begin again, a 退回 does not."""
    return latest(item.due_set_at, item.moved_at)


def count_of(chase: Appointment, told: Collection[str]) -> int:
    """How many 催办 that one makes, itself included; ``told`` are the names of those that somebody was told of."""
    return 1 + sum(name != chase.name for name in told)


def is_escalated(told: Collection[str], rules: Rules) -> bool:
    """Whether the director has heard of the item: its last 催办 was told, or as many as there are."""
    return len(told) >= len(rules.chase_after) > 0 or any(is_last_chase(step_in(name), rules) for name in told)


def chase_in(told: Collection[str], number: int) -> str:
    """The name of the item's 催办 among the keys that a message told; ``""`` where it told none."""
    names = (key.partition("|")[2].rpartition("|")[0] for key in told if key.startswith(f"{number}|"))
    return next((name for name in names if f"|{Rung.CHASE}:" in name), "")


def step_in(name: str) -> int:
    """The step in an appointment's name."""
    return int(name.rpartition(":")[2])


def copied(chase: Appointment, told: Collection[str], item: Item, rules: Rules, roster: Roster) -> frozenset[Audience]:
    """Whom a copy reaches: the office always, the deputy leader of the first 催办, the director of the last.

    ``told`` are the names of the item's 催办 that were told. Nobody is named who can't be reached. Escalation never
    falls: once the director has heard of an item, they hear of each further 催办, as after a 退回.
    """
    if chase.rung is not Rung.CHASE:
        return frozenset()
    copies = [Audience.OFFICE]
    if chase.step == 1 or count_of(chase, told) == 1:
        copies.append(Audience.DEPUTY)
    if is_escalated({*told, chase.name}, rules):
        copies.append(Audience.DIRECTOR)
    return frozenset(each for each in copies if any(map(is_reachable, people_of(each, item, roster))))


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
}
