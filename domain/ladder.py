"""The reminders of one item (提醒阶梯): when it is due to be told, to whom, under which key, and who reads a copy."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from domain.item import IN_HAND, OPEN, Did, Item, ItemStatus
from domain.limits import alert_after, due_at, lapses_on, local_day, wanted_on
from domain.rights import approvers, is_reachable, office_of
from domain.roster import Person, Role, Roster
from domain.rules import Rules, alert_times, is_push_day, push_day_on_or_before
from domain.views import Audience, Rung


class Occasion(Struct, frozen=True, gc=False):
    """One reason to tell somebody of one item. ``about`` is the day it counts from: an extended item starts anew."""

    number: int
    about: date
    rung: Rung
    step: int  # of a 催办: its place in ``Rules.chase_after``, from 1; else 0
    moment: datetime

    @property
    def name(self) -> str:
        """The occasion among those of its item, such as ``2026-11-20|chase:1``."""
        return f"{self.about}|{self.rung}:{self.step}"

    def key(self, recipient: str) -> str:
        """What is remembered once it is told, such as ``12|2026-11-20|chase:1|-100123/0``."""
        return f"{self.number}|{self.name}|{recipient}"

    def keys(self, recipient: str) -> tuple[str, ...]:
        """Each key that says it was told: formerly a new assignment and a limit set anew shared one."""
        if self.rung in (Rung.SET, Rung.SIGN):
            return self.key(recipient), f"{self.number}|{self.about}|new:0|{recipient}"
        return (self.key(recipient),)


def rungs_on(item: Item, rules: Rules, day: date) -> tuple[int, ...]:
    """The rungs (15, 7, 3, 1, 0 days before the limit) that the digest of that day names, rest days ahead included."""
    limit = lapses_on(item, rules) if item.status in IN_HAND else None
    kind = rules.kind(item.kind)
    if limit is None or limit < day or not is_push_day(rules, day, kind):
        return ()
    waits_for_rest = rules.workdays_only and not kind.on_rest_days
    until = rules.work_days.add(day, 1) if waits_for_rest else day + timedelta(days=1)
    ahead, spans = (limit - day).days, (until - day).days  # the rest days that follow are spoken for as well
    return tuple(n for n in _lead_days(item, rules, limit) if ahead - spans < n <= ahead)


def is_rung_day(item: Item, rules: Rules, day: date) -> bool:
    """Whether the digest of that day names the item for one of its rungs."""
    return bool(rungs_on(item, rules, day))


def _lead_days(item: Item, rules: Rules, limit: date) -> tuple[int, ...]:
    begun_at = item.assigned_at or item.due_set_at
    start = item.start_on or (local_day(begun_at, rules) if begun_at else None)
    if start is not None and (limit - start).days < rules.short_item_days:
        return rules.short_lead_days
    return rules.kind(item.kind).lead_days


def had_word_on(item: Item, day: date, rules: Rules) -> bool:
    """Whether somebody reported on the item that day (反馈); 签收 alone is no report."""
    return any(step.did is Did.PROGRESS and local_day(step.at, rules) == day for step in item.history)


def is_last_chase(step: int, rules: Rules) -> bool:
    """Whether that 催办 is the ladder's last one."""
    return step == len(rules.chase_after)


def chases_counted_from(item: Item) -> datetime | None:
    """From when on the 催办 of an item count: a limit set anew and a new unit begin again, a 退回 does not."""
    return _latest(item.due_set_at, item.moved_at)


def count_of(chase: Occasion, told: Collection[str]) -> int:
    """How many 催办 that one makes, itself included; ``told`` are the names of those that somebody was told of."""
    return 1 + sum(name != chase.name for name in told)


def is_escalated(told: Collection[str], rules: Rules) -> bool:
    """Whether the director has heard of the item: its last 催办 was told, or as many as there are."""
    return len(told) >= len(rules.chase_after) > 0 or any(is_last_chase(step_in(name), rules) for name in told)


def step_in(name: str) -> int:
    """The step in an occasion's name."""
    return int(name.rpartition(":")[2])


def occasions(item: Item, rules: Rules) -> tuple[Occasion, ...]:
    """Every occasion of the item in its present state, past and to come, by moment."""
    return tuple(_occasions(item, rules))


def _occasions(item: Item, rules: Rules) -> Iterator[Occasion]:
    """The same one by one: who asks for the next one only does not pay for those after it."""
    if item.status is ItemStatus.SUBMITTED:
        yield from _wait(item, rules)
        return
    day = wanted_on(item, rules) if item.status in IN_HAND else None
    if day is None:
        return
    begun_at = _latest(item.due_set_at, item.returned_at, item.moved_at)
    for each in chain(_set(item, rules, day), _due(item, rules, day), _chases(item, rules, day)):
        if begun_at is None or each.moment > begun_at:  # what passed while an approver had the item is not made up for
            yield each


def _latest(*instants: datetime | None) -> datetime | None:
    return max((each for each in instants if each is not None), default=None)


def _set(item: Item, rules: Rules, limit: date) -> Iterator[Occasion]:
    """Set after the day's digest, with a rung that day: told at the next alert time."""
    set_at = item.due_set_at and item.due_set_at.astimezone(rules.timezone)
    if set_at is None or set_at.time() <= rules.digest_at or not is_rung_day(item, rules, set_at.date()):
        return
    at = next((at for at in alert_times(rules) if at > set_at.time()), None)
    due = next(_due(item, rules, limit), None)
    if at is not None and (due is None or due.moment != _instant(set_at.date(), at, rules)):
        yield Occasion(item.number, limit, Rung.SET, 0, _instant(set_at.date(), at, rules))


def _due(item: Item, rules: Rules, limit: date) -> Iterator[Occasion]:
    """The day itself, at the last alert time that leaves time to act."""
    day, asked = push_day_on_or_before(rules, limit, rules.kind(item.kind)), due_at(item, rules)
    before = time.max
    if day == limit:
        before = asked.time() if asked is not None and asked.date() == limit else rules.closes_at
    at = next((at for at in reversed(alert_times(rules)) if at < before), None)
    if at is not None:
        yield Occasion(item.number, limit, Rung.DUE, 0, _instant(day, at, rules))


def _chases(item: Item, rules: Rules, day: date) -> Iterator[Occasion]:
    """催办 after the day: of an item that another unit took over late, after the day of that."""
    moved_on = item.moved_at and local_day(item.moved_at, rules)
    begins = max(day, moved_on) if moved_on else day
    at = alert_times(rules)[0]
    for step, after in enumerate(rules.chase_after, start=1):
        moment = _instant(rules.work_days.add(begins, after), at, rules)
        yield Occasion(item.number, begins, Rung.CHASE, step, moment)


def _wait(item: Item, rules: Rules) -> Iterator[Occasion]:
    if item.submitted_at is not None:
        asked = local_day(item.submitted_at, rules)
        moment = _instant(rules.work_days.add(asked, rules.approve_within), alert_times(rules)[0], rules)
        yield Occasion(item.number, asked, Rung.WAIT, 0, moment)


def _instant(day: date, at: time, rules: Rules) -> datetime:
    return datetime.combine(day, at, rules.timezone)


def next_moment(item: Item, rules: Rules, after: datetime) -> datetime | None:
    """The earliest moment after ``after`` at which somebody may have to be told of the item; ``None`` for no more."""
    local = after.astimezone(rules.timezone)
    return next((each.moment for each in _occasions(item, rules) if each.moment > local), None)


def due_occasion(
    item: Item, rules: Rules, audience: Audience, now: datetime, since: datetime | None = None
) -> Occasion | None:
    """What the unit or the approver (reachable ``since`` then, ``None``: ever) is to be told now: the newest one.

    Who reads a copy of it, ``copied`` says. The caller asks the ledger whether its key was told before, and
    ``domain.rules`` whether now is a time to speak.
    """
    past = (each for each in _occasions(item, rules) if each.moment <= now and (since is None or each.moment > since))
    heard = (each for each in past if (each.rung is Rung.WAIT) is (audience is Audience.APPROVER))
    newest = max(heard, key=lambda each: each.moment, default=None)
    return newest if newest is not None and _is_alive(newest, item, rules, now) else None


def _is_alive(occasion: Occasion, item: Item, rules: Rules, now: datetime) -> bool:
    if occasion.rung in (Rung.CHASE, Rung.WAIT):
        return True
    today = local_day(now, rules)
    return occasion.moment.date() == today and not had_word_on(item, today, rules)


#: An assignment that could not be told for so long is old news: the office's morning counts it as 未签收.
ALIVE_FOR = timedelta(days=10)


def assignment_of(item: Item, rules: Rules) -> Occasion | None:
    """The occasion, past or to come, while nobody has acknowledged the item."""
    if item.status is not ItemStatus.ASSIGNED or item.assigned_at is None:
        return None
    day: date = local_day(item.assigned_at, rules)
    moment = alert_after(rules, item.assigned_at, rules.kind(item.kind))
    return Occasion(item.number, day, Rung.SIGN, 0, moment)


def due_assignment(item: Item, rules: Rules, now: datetime, since: datetime | None = None) -> Occasion | None:
    """The occasion if a chat that was reachable ``since`` then is to be told of it now."""
    found = assignment_of(item, rules)
    if found is None or not found.moment <= now <= found.moment + ALIVE_FOR:
        return None
    return found if since is None or since < found.moment else None


def taken_over(item: Item, at: datetime) -> Item:
    """The item as another unit takes it over: that unit signs it first, and is chased from then on only.

    What was submitted stays so; if that is taken back, it is still to be signed.
    """
    unsigned = replace(item, moved_at=at, acknowledged_at=None, acknowledged_by="")
    if item.status in IN_HAND:
        return replace(unsigned, status=ItemStatus.ASSIGNED, assigned_at=at)
    return replace(unsigned, assigned_at=at, before=ItemStatus.ASSIGNED) if item.status in OPEN else item


def copied(chase: Occasion, told: Collection[str], item: Item, rules: Rules, roster: Roster) -> frozenset[Audience]:
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
    """The people of an audience; the unit's is its group, see ``jobs.recipients``."""
    match audience:
        case Audience.DEPUTY:
            return roster.deputies(item.unit)
        case Audience.DIRECTOR:
            return roster.of_role(Role.DIRECTOR)
        case Audience.OFFICE:
            return office_of(roster)
        case Audience.APPROVER:
            return approvers(item, roster)
        case Audience.UNIT:
            return roster.heads(item.unit)
