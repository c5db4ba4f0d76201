"""延期: more time is asked for, granted or refused. Asking moves nothing; only the recorded consent moves the limit."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from msgspec import Struct

from domain.dates.due_date import Limit, read_limit
from domain.dates.leading import refuse_unread_day
from domain.dates.phrasing import VAGUE
from domain.errors import DateNotUnderstood, DateVague, LimitNotLater, LimitPast, NoLimitToMove
from domain.item import Did, FormerLimit, Item, Step
from domain.limits import day_of, due_on, lapses_on, local_day
from domain.rules import Rules
from domain.steps import (
    checked,
    checked_reason,
    newest_standing,
    require_in_hand,
    standing,
    take_reversible_step,
    take_step,
)

#: From this request on the director reads a copy (抄报局长).
REPORTED_FROM = 3
_ASKED = frozenset({Did.ASK_EXTENSION})


class Wish(Struct, frozen=True):
    """What somebody asks for in words: limits that may be meant, best first, and the reason.

    ``is_clear``: the first is what was written, and no rest day, so nobody has to be asked.
    """

    dues: tuple[str, ...] = ()
    reason: str = ""
    written: str = ""
    is_clear: bool = False


def ask_extension(item: Item, by: str, at: datetime, due: str, reason: str, rules: Rules) -> Item:
    """申请延期: recorded; the limit stays as it is."""
    require_later(item, due, at, rules)
    words = checked_reason(reason, item)
    return take_reversible_step(item, Step(at, by, Did.ASK_EXTENSION, words, to=due), due=item.due)


def withdraw_extension(item: Item, by: str, at: datetime) -> Item:
    """撤回申请, whatever happened to the item since: it counts no more among the requests."""
    return take_step(item, Step(at, by, Did.UNDO, to=Did.ASK_EXTENSION))


def extend(item: Item, by: str, at: datetime, due: str, reason: str, rules: Rules, note: str = "") -> Item:
    """同意延期, perhaps to another day than was asked for: the ladder begins anew, the old limit stays on record.

    The limit as the workbook wrote it is kept: the same workbook, imported again, moves nothing back.
    """
    require_later(item, due, at, rules)
    former = FormerLimit(due=item.due, moved_at=at, moved_by=by, reason=reason)
    return take_reversible_step(
        item,
        Step(at, by, Did.EXTEND, checked(note), to=due),
        due=due,
        due_written=item.due_written or item.due,
        due_set_at=at,
        former_limits=(*item.former_limits, former),
    )


def refuse_extension(item: Item, by: str, at: datetime, reason: str) -> Item:
    """不同意延期, with a reason: the limit stands."""
    words = checked_reason(reason, item)
    return take_reversible_step(item, Step(at, by, Did.REFUSE_EXTENSION, words, to=item.due), due=item.due)


def requests_made(item: Item) -> int:
    """How often more time was asked for; what was withdrawn does not count."""
    return len(standing(item, _ASKED))


def newest_request(item: Item) -> Step | None:
    """The newest request that was not withdrawn."""
    return newest_standing(item, _ASKED)


def require_extensible(item: Item) -> None:
    """Raise unless it is in hand and has a limit to move."""
    require_in_hand(item)
    if due_on(item) is None:
        raise NoLimitToMove(item.number, item.title)


def require_later(item: Item, due: str, at: datetime, rules: Rules) -> None:
    """Raise unless the limit is after today and after the present one."""
    require_extensible(item)
    day, last = day_of(due), lapses_on(item, rules)
    if day <= local_day(at, rules):
        raise LimitPast(item.number, item.title, due)
    if last is not None and day <= last:
        raise LimitNotLater(item.number, item.title, due, last)


_SIGNS = r"[\s,，。;；:：、!！]"
#: What leads up to the day: 申请延期到, 至.
_TOWARDS = re.compile(
    rf"^{_SIGNS}*(?:特|拟|现|请|需|想)*(?:申请)?(?:延期|延长|延|推迟|展期|顺延|调整|改)?(?:申请|期限)?[至到为]?"
)
#: Where the day may end and the reason begin.
_BOUNDARY = re.compile(rf"{_SIGNS}+|(?=因|由于|原因|理由|鉴于|申请延期|延期[至到]|延[至到])")
#: What makes another day of the one before it, or two: never taken for a reason.
_GOES_ON = re.compile(
    r"^(?:之|以)?[前后]|^左右|^起|^[至到或~\-—]|^前后"
    r"|^\d{1,8}(?!\d)(?=\s*(?:$|[\s,\uff0c\u3002;\uff1b:\uff1a\u3001!\uff01点时分年月日号天周/.~\-至到]|个(?:月|工作日)))"
)
#: Longer words are no day, however they begin: a long reason costs no more than a short one.
_LONGEST = 60
_AROUND = " \t\r\n,，。;；:：、"
_REASON_MARK = re.compile(r"^(?:原因|理由)\s*[:：是为]\s*")
_VAGUE_FIRST = re.compile(rf"^{VAGUE}(?:$|{_SIGNS})")


def read_wish(words: str, today: date, rules: Rules) -> Wish:
    """The day and the reason that the words state, in either order; what can't be read as a day is all reason.

    Raises ``DateNotUnderstood`` where the words begin with something like a day that the grammar does not know.
    """
    said = words.strip()
    found = _first_limit(_day_first(said), today, rules)
    if found is None:
        _refuse_what_looks_like_a_day(_TOWARDS.sub("", said, count=1))
        found = _first_limit(_day_last(said), today, rules)
    return found or Wish(reason=_reason_in(said))


def _day_first(said: str) -> Iterator[tuple[str, str]]:
    """The words as day and reason: the day first, and as long as can be."""
    yield said, ""
    for boundary in reversed(list(_BOUNDARY.finditer(said))):
        if not _GOES_ON.match(said[boundary.end() :]):
            yield said[: boundary.start()], said[boundary.end() :]


def _day_last(said: str) -> Iterator[tuple[str, str]]:
    for boundary in _BOUNDARY.finditer(said):
        yield said[boundary.end() :], said[: boundary.start()]


def _first_limit(cuts: Iterable[tuple[str, str]], today: date, rules: Rules) -> Wish | None:
    for written, rest in cuts:
        limit = _limit_in(written, today, rules)
        if limit is not None:
            return _wish_of(limit, written, _reason_in(rest), today, rules)
    return None


def _refuse_what_looks_like_a_day(said: str) -> None:
    if _VAGUE_FIRST.match(said):
        raise DateVague(said)
    refuse_unread_day(said)


def _limit_in(written: str, today: date, rules: Rules) -> Limit | None:
    if len(written) > _LONGEST:
        return None
    day = _TOWARDS.sub("", written, count=1).strip(_AROUND)
    if not day:
        return None
    try:
        limit = read_limit(day, today, rules)
    except DateNotUnderstood:
        return None
    return limit if limit.due and not limit.every else None


def _reason_in(words: str) -> str:
    return _REASON_MARK.sub("", words.strip(_AROUND)).strip(_AROUND) if words.strip(_AROUND) else ""


def _wish_of(limit: Limit, written: str, reason: str, today: date, rules: Rules) -> Wish:
    day = day_of(limit.due)
    is_rest = not rules.work_days.is_work_day(day)
    dues = [limit.due, *([limit.other] if limit.other else [])]
    if is_rest:
        dues.insert(0, rules.work_days.on_or_before(day).isoformat() + limit.due[len("2026-11-20") :])
    is_clear = not (is_rest or limit.ask or limit.is_relative or limit.other or day.year != today.year)
    return Wish(tuple(dict.fromkeys(dues)), reason, _TOWARDS.sub("", written, count=1).strip(_AROUND), is_clear)
