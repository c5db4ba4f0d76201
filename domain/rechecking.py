"""回头看: when a closed item is looked at again, by whom, and what is found: 巩固, or 反弹, which reopens it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import Any

from msgspec.structs import replace

from domain.closing import GRANTS, is_granted
from domain.dates.due_date import read_limit
from domain.errors import LimitPast
from domain.item import OPEN, Did, Item, ItemStatus, Step
from domain.item_records import Recheck
from domain.joining_errors import PersonUnknown
from domain.limits import day_of, local_day
from domain.occasion import Appointment, instant
from domain.recheck_errors import (
    NoRecheckAhead,
    NotCrossedOff,
    NotVerifier,
    RecheckTooEarly,
    VerdictGiven,
    WindowUnclear,
)
from domain.reopening import opened_again
from domain.requests import leaders_over
from domain.rights import is_own
from domain.roster import Person, Role, Roster, is_reachable, office_of, own_id
from domain.rules import Rules, alert_times
from domain.steps import checked, checked_reason, standing, take_reversible_step, take_step
from domain.views import Rung


class VerifyChoice(IntEnum):
    """What a button of a 回头看 does."""

    SHOW = 0
    HOLDS = 1  # 巩固
    RELAPSED = 2  # 反弹: asks for the reason and a new limit
    PIECES = 3  # 查看佐证
    TAKE_BACK = 4
    SET = 5  # 复查标准, 观察期, 复查人: asks for them


#: How far back the list of recent 回头看 goes, and for how long one that nobody answered is looked after.
LATELY = timedelta(days=30)
#: A window that ends in a long holiday is moved to the first work day after it.
_LONGEST_REST = timedelta(days=15)
_DAY = timedelta(days=1)


def recheck_on(item: Item, rules: Rules) -> date | None:
    """The work day on which the item is to be looked at again; ``None`` for one that was promised no 回头看.

    The end of its observation window; else, of what an approver closed, so many days after closing. What came closed
    with a workbook, was reopened or was looked at since has none.
    """
    if item.status is not ItemStatus.CLOSED:
        return None
    if item.observe_until is not None:
        return rules.work_days.on_or_after(item.observe_until)
    days = rules.kind(item.kind).recheck_after_days
    if not days or item.closed_at is None or not is_granted(item) or _is_looked_at(item):
        return None
    return rules.work_days.on_or_after(local_day(item.closed_at, rules) + days * _DAY)


def _is_looked_at(item: Item) -> bool:
    """Whether it was, since it was closed."""
    return bool(item.rechecks) and item.closed_at is not None and item.rechecks[-1].at >= item.closed_at


def promised(item: Item, rules: Rules) -> Item:
    """The item as an approver closes it, with the day of its 回头看, which no later configuration moves."""
    days = rules.kind(item.kind).recheck_after_days
    if item.closed_at is None or (item.observe_until is None and not days):
        return item
    closed = local_day(item.closed_at, rules)
    if item.observe_until is not None and item.observe_until > closed:
        return item
    return replace(item, observe_until=closed + days * _DAY if days else None)


def named_rechecks(item: Item, rules: Rules) -> Iterator[Appointment]:
    """回头看 as the digest of its day names it."""
    day = recheck_on(item, rules)
    if day is not None:
        yield Appointment(item.number, day, Rung.RECHECK, 0, instant(day, rules.digest_at, rules))


def verifications(item: Item, rules: Rules) -> Iterator[Appointment]:
    """回头看 as it is owed: with the morning of its day to who verifies, and unanswered to who is above them."""
    day = recheck_on(item, rules)
    if day is None:
        return
    yield Appointment(item.number, day, Rung.VERIFY, 1, instant(day, rules.digest_at, rules))
    above = rules.work_days.add(day, rules.approve_within)
    yield Appointment(item.number, day, Rung.VERIFY, 2, instant(above, alert_times(rules)[0], rules))


def rechecks(
    rules: Rules,
    after: date,
    until: date,
    closed_between: Callable[[datetime, datetime], Iterable[Item]],
    observed: Callable[[date, date], Iterable[Item]] = lambda _first, _last: (),
) -> tuple[Item, ...]:
    """The items whose 回头看 came after the day ``after``, and by ``until``: the newest first.

    They are asked for by the ends of their observation windows (``observed``), and those closed before windows were
    kept by their days of closing: nobody looks among everything that was ever closed.
    """
    found: list[tuple[date, int, Item]] = []
    for days in {kind.recheck_after_days or 0 for kind in rules.kinds.values()} - {0}:
        first, last = (_midnight(day - (days - 1) * _DAY, rules) for day in (after, until))
        for item in closed_between(first, last):
            if rules.kind(item.kind).recheck_after_days == days and item.observe_until is None:
                found += [(each.about, -item.number, item) for each in named_rechecks(item, rules)]
    for item in observed(*window(after, until)):
        found += [(each.about, -item.number, item) for each in named_rechecks(item, rules) if each.about > after]
    come = (each for each in found if each[0] <= until)
    return tuple(item for _, _, item in sorted(come, key=lambda each: each[:2], reverse=True))


def window(after: date, until: date) -> tuple[date, date]:
    """The days on which a window may end whose 回头看 comes after the one day, and by the other."""
    return after - _LONGEST_REST, until


def _midnight(day: date, rules: Rules) -> datetime:
    return datetime.combine(day, time(), rules.timezone)


def verifiers(item: Item, roster: Roster) -> tuple[Person, ...]:
    """Who takes the 回头看: whom the office named, else the deputy leaders, else the office; nobody of their own."""
    named = roster.named(item.verifier, item.unit) if item.verifier else None
    if named is not None and is_reachable(named) and not is_own(named, item, roster):
        return (named,)
    return leaders_over(item, roster, item.submitted_by)


def above_verifiers(item: Item, roster: Roster) -> tuple[Person, ...]:
    """Who hears that nobody took it: above a named one the leaders, else the director, else the office."""
    asked = {person.telegram_id for person in verifiers(item, roster)}
    tiers = (leaders_over(item, roster, item.submitted_by), roster.of_role(Role.DIRECTOR), office_of(roster))
    for tier in tiers:
        found = tuple(each for each in tier if each.telegram_id not in asked and not is_own(each, item, roster))
        if any(map(is_reachable, found)):
            return found
    return ()


def may_verify(person: Person, item: Item, roster: Roster) -> bool:
    """Whether the person takes the 回头看: asked, above who was asked, or of the office; never of their own item."""
    if person.telegram_id is None or is_own(person, item, roster):
        return False
    if roster.is_office(person):
        return True
    asked = (*verifiers(item, roster), *above_verifiers(item, roster))
    return any(person.telegram_id in (each.telegram_id, own_id(each)) for each in asked)


def require_verifier(person: Person, item: Item, roster: Roster) -> None:
    """Raise ``NotVerifier`` unless the person takes the 回头看."""
    if not may_verify(person, item, roster):
        raise NotVerifier(item.number, item.title, tuple(each.name for each in verifiers(item, roster)))


def require_recheck(item: Item, rules: Rules, at: datetime) -> None:
    """Raise unless the item's 回头看 has come and nobody answered it."""
    require_closed(item)
    day = recheck_on(item, rules)
    if day is None and _is_looked_at(item):
        raise _verdict_given(item)
    if day is None:
        raise NoRecheckAhead(item.number, item.title)
    if local_day(at, rules) < day:
        raise RecheckTooEarly(item.number, item.title, day)


def is_to_verify(item: Item, rules: Rules, at: datetime) -> bool:
    """Whether the item's 回头看 has come, and nobody answered it."""
    day = recheck_on(item, rules)
    return day is not None and day <= local_day(at, rules)


def hold(item: Item, by: str, at: datetime, rules: Rules, words: str = "") -> Item:
    """巩固: the result holds, and nothing more is asked."""
    require_recheck(item, rules, at)
    kept = checked(words)
    done = Recheck(at=at, by=by, holds=True, words=kept)
    return take_reversible_step(
        item, Step(at, by, Did.RECHECK, kept), rechecks=(*item.rechecks, done), observe_until=None
    )


def add_words(item: Item, by: str, at: datetime, words: str) -> Item:
    """What was seen, said after 巩固 by who said that."""
    if not item.rechecks or item.rechecks[-1].by != by or not item.rechecks[-1].holds:
        raise NoRecheckAhead(item.number, item.title)
    kept = checked_reason(words, item)
    newest = replace(item.rechecks[-1], words="；".join(each for each in (item.rechecks[-1].words, kept) if each))
    return take_step(item, Step(at, by, Did.RECHECK, kept), rechecks=(*item.rechecks[:-1], newest))


def require_closed(item: Item) -> None:
    """Raise unless the item is closed: nothing else can relapse."""
    if is_relapsed(item):
        raise _verdict_given(item)
    if item.status is not ItemStatus.CLOSED:
        raise NotCrossedOff(item.number, item.title)


def require_no_verdict_since(item: Item, version: int) -> None:
    """Raise ``VerdictGiven`` where somebody gave one after that version: who asks has not seen it."""
    places = standing(item, {Did.RECHECK, Did.RELAPSE})
    if item.rechecks and places and places[-1] > len(item.history) - 1 - (item.version - version):
        raise _verdict_given(item)


def _verdict_given(item: Item) -> VerdictGiven:
    newest = item.rechecks[-1]
    return VerdictGiven(item.number, item.title, newest.by, newest.at, holds=newest.holds)


def relapse(item: Item, by: str, at: datetime, due: str, reason: str, rules: Rules) -> Item:
    """反弹: the problem is back, and the item in hand with a new limit. Its history keeps the former closing."""
    require_closed(item)
    why = checked_reason(reason, item)
    require_new_limit(item, due, at, rules)
    return take_reversible_step(
        item,
        Step(at, by, Did.RELAPSE, why, to=due),
        **opened_again(item, by, at, due, f"反弹：{why}"),
        is_endless=False,
        rechecks=(*item.rechecks, Recheck(at=at, by=by, holds=False, words=why)),
        like_cases="",
        rule_made="",
    )


def require_new_limit(item: Item, due: str, at: datetime, rules: Rules) -> None:
    """Raise unless the limit lies ahead."""
    if day_of(due) <= local_day(at, rules):
        raise LimitPast(item.number, item.title, due)


def is_relapsed(item: Item) -> bool:
    """Whether it is in hand because its problem came back."""
    return item.status in OPEN and bool(item.rechecks) and not item.rechecks[-1].holds


def former_closing(item: Item) -> datetime | None:
    """When the item was last crossed off before it relapsed."""
    return next((step.at for step in reversed(item.history) if step.did in GRANTS | {Did.CLOSE_OUT}), None)


_CRITERION = re.compile(r"(?:复查标准|标准)\s*[=\uff1d:\uff1a]?\s*")
_VERIFIER = re.compile(r"复查人(?:员)?\s*[=\uff1d:\uff1a]?\s*(?P<name>[^\s,\uff0c;\uff1b\u3002\u3001]{1,20})")
_LIKE = re.compile(r"同类(?:问题|事项)?\s*[=\uff1d:\uff1a]?\s*(?:第\s*)?(?P<number>[0-9]{1,6})\s*号?")
_WINDOW = re.compile(r"观察期(?:限)?(?:至|到)?\s*[=\uff1d:\uff1a]?\s*(?P<day>[^\s,\uff0c;\uff1b\u3002]{1,20})")


def read_terms(words: str, item: Item, at: datetime, roster: Roster, rules: Rules) -> dict[str, Any]:
    """复查标准 …；观察期 9月30日；复查人 丁某；同类 12: what the words set. Raises where nothing is understood."""
    found: dict[str, Any] = {}
    if (who := _VERIFIER.search(words)) is not None:
        person = roster.named(who["name"], item.unit)
        if person is None or is_own(person, item, roster):
            near = tuple(each.name for each in leaders_over(item, roster, item.submitted_by))
            raise PersonUnknown(who["name"], near)
        found["verifier"] = person.name
        words = words[: who.start()] + words[who.end() :]
    if (like := _LIKE.search(words)) is not None:
        found["repeats"] = int(like["number"])
        words = words[: like.start()] + words[like.end() :]
    if (until := _WINDOW.search(words)) is not None:
        limit = read_limit(until["day"], local_day(at, rules), rules)
        if not limit.due or day_of(limit.due) <= local_day(at, rules):
            raise WindowUnclear(item.number, item.title)
        found["observe_until"] = day_of(limit.due)
        words = words[: until.start()] + words[until.end() :]
    left = _CRITERION.sub("", words, count=1).strip(" \t\r\n\u3000,，;；。")
    if left:
        found["criterion"] = checked(left)
    if not found:
        raise WindowUnclear(item.number, item.title)
    return found


def set_terms(item: Item, terms: Mapping[str, Any], by: str, at: datetime, summary: str) -> Item:
    """The item with these terms of its 回头看, before it is closed or until it was looked at."""
    if item.status not in OPEN and (item.status is not ItemStatus.CLOSED or _is_looked_at(item)):
        raise NoRecheckAhead(item.number, item.title)
    return take_reversible_step(item, Step(at, by, Did.EDIT, summary), **terms)


def names_terms(words: str) -> bool:
    """Whether the words set something of the 回头看."""
    return words.strip().startswith(("复查标准", "观察期", "复查人", "同类"))
