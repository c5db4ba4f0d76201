"""What was moved, changed hands, was withdrawn or suspended, or fell due undone, in a month or a year (变动清单).

It is read from the items' histories: steps in the chat, imports, and what another program wrote into the ledger file. A
step that was taken back changed nothing, and is not named.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from domain.dates.day_words import last_of_month
from domain.item import Did, Item, ItemStatus
from domain.limits import days_late, is_late, is_on_time, lapses_on, local_day, settled_at
from domain.rules import Rules


class ChangeKind(StrEnum):
    """What kind of change; in the order of a workbook."""

    LIMIT = "limit"  # 期限调整
    OWNER = "owner"  # 责任变更
    WITHDRAWN = "withdrawn"  # 撤销
    SUSPENDED = "suspended"  # 挂账
    LATE = "late"  # 逾期


class Change(Struct, frozen=True):
    """One change of an item. ``before`` and ``after`` are fields of ``Item`` as they were and became.

    ``by`` is ``""`` for another program, and for what time did. ``days`` is how late it is, or was when it was done.
    """

    kind: ChangeKind
    item: Item
    on: date
    at: datetime | None = None
    by: str = ""
    did: Did | None = None
    why: str = ""
    before: Mapping[str, Any] = {}
    after: Mapping[str, Any] = {}
    days: int = 0


class Period(Struct, frozen=True):
    """A month, or with ``month`` 0 a whole year."""

    year: int
    month: int = 0

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        return last_of_month(self.year, self.month or 12)

    def pack(self) -> int:
        """The period as a number for a button."""
        return self.year * 100 + self.month

    @classmethod
    def unpack(cls, number: int) -> "Period | None":
        """The period of a number; ``None`` where it is none."""
        year, month = divmod(number, 100)
        return cls(year, month) if year in _YEARS and 0 <= month <= 12 else None  # noqa: PLR2004


_YEARS = range(2000, 2100)
_MONTH = re.compile(r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月份?")
_YEAR = re.compile(r"(?P<year>20\d\d)年?度?")


def month_of(day: date, back: int = 0) -> Period:
    """The day's month, or one before it."""
    months = day.year * 12 + day.month - 1 - back
    return Period(months // 12, months % 12 + 1)


def read_period(words: str, today: date) -> Period | None:
    """本月 (also where nothing is said), 上月, 本年, 去年, 10月, 2026年10月, 2026年; ``None``: it means nothing."""
    said = {
        **dict.fromkeys(("", "本月", "这个月"), month_of(today)),
        **dict.fromkeys(("上月", "上个月"), month_of(today, 1)),
        **dict.fromkeys(("本年", "今年", "全年", "本年度"), Period(today.year)),
        **dict.fromkeys(("去年", "上年", "上年度"), Period(today.year - 1)),
    }
    plain = re.sub(r"\s", "", words)
    if plain in said:
        return said[plain]
    if found := _MONTH.fullmatch(plain):
        year = int(found["year"]) if found["year"] else today.year - (int(found["month"]) > today.month)
        return Period(year, int(found["month"]))
    found = _YEAR.fullmatch(plain)
    return Period(int(found["year"])) if found else None


#: So many days before a period a limit may be written that rolls off rest days into it.
_ROLLS = 12


def may_concern(period: Period) -> re.Pattern[bytes]:
    """What a document must contain for its item to have a change in the period: a day of it, or one just before."""
    days = (period.first - timedelta(days=n) for n in range(1, _ROLLS + 1))
    prefix = f"{period.year}-{period.month:02}-" if period.month else f"{period.year}-"
    return re.compile("|".join(re.escape(each) for each in (prefix, *map(str, days))).encode("ascii"))


#: Fields of which a change is named, and as what.
_KINDS = {
    "due": ChangeKind.LIMIT,
    "is_endless": ChangeKind.LIMIT,
    "unit": ChangeKind.OWNER,
    "owner": ChangeKind.OWNER,
    "status": ChangeKind.WITHDRAWN,
}
WATCHED = tuple(_KINDS)
_STATES = {ItemStatus.CANCELLED: ChangeKind.WITHDRAWN, ItemStatus.SUSPENDED: ChangeKind.SUSPENDED}


def changes_of(item: Item, period: Period, rules: Rules, now: datetime) -> Iterator[Change]:
    """The item's changes in the period, newest first."""
    yield from _lateness(item, period, rules, now)
    fields: dict[str, Any] = {name: msgspec.to_builtins(getattr(item, name)) for name in WATCHED}
    undone: Counter[str] = Counter()
    for place in range(len(item.history) - 1, -1, -1):
        step = item.history[place]
        if step.did is Did.UNDO:
            undone[step.to] += 1
            continue
        before = {name: value for name, value in step.was.items() if name in fields}
        if step.did is Did.EXTEND and "due" in before:
            fields["due"] = step.to or fields["due"]
        after = {name: fields[name] for name in before if fields[name] != before[name]}
        fields |= before
        if undone[step.did] and step.was:
            undone[step.did] -= 1
        elif after and period.first <= (day := local_day(step.at, rules)) <= period.last:
            for kind, names in _by_kind(after).items():
                yield Change(
                    kind=kind,
                    item=item,
                    on=day,
                    at=step.at,
                    by=step.by,
                    did=step.did,
                    why=_why(item, place),
                    before={name: before[name] for name in names},
                    after={name: after[name] for name in names},
                )


def _by_kind(after: Mapping[str, Any]) -> Mapping[ChangeKind, list[str]]:
    found: dict[ChangeKind, list[str]] = {}
    for name, value in after.items():
        kind = _STATES.get(ItemStatus(value)) if name == "status" else _KINDS[name]
        if kind is not None:
            found.setdefault(kind, []).append(name)
    return found


def _why(item: Item, place: int) -> str:
    """The reason that was given: of a granted extension the applicant's, of a hand-over that of the offer."""
    step = item.history[place]
    if step.did is Did.EXTEND:
        return next((each.reason for each in item.former_limits if each.moved_at == step.at), "") or step.note
    if step.did is Did.TAKE_OVER:
        return next((each.note for each in item.history[:place][::-1] if each.did is Did.OFFER), "")
    return step.note


def _lateness(item: Item, period: Period, rules: Rules, now: datetime) -> Iterator[Change]:
    """That its last day was in the period, and passed before it was done."""
    day = lapses_on(item, rules)
    if day is None or not period.first <= day <= period.last or item.status in _STATES:
        return
    done = settled_at(item)
    if is_late(item, rules, now) if done is None else not is_on_time(item, rules, done):
        yield Change(ChangeKind.LATE, item, day, days=days_late(item, rules, done or now))


def in_order(changes: Iterable[Change]) -> list[Change]:
    """The newest first; of one day by item."""
    return sorted(changes, key=lambda each: (-each.on.toordinal(), each.item.number, each.kind))


def was_of(before: Item, after: Item) -> dict[str, Any]:
    """What an import changed of the fields that are named, as they were: for ``Step.was``."""
    return {
        name: msgspec.to_builtins(getattr(before, name))
        for name in WATCHED
        if getattr(before, name) != getattr(after, name)
    }


def note_outside(before: Mapping[str, Any], after: dict[str, Any], at: datetime) -> None:
    """Add to a document's history that another program changed one of these fields, as one version more.

    ``before`` is the document as it was.
    """
    missing: dict[str, Any] = dict.fromkeys(WATCHED, "") | {"is_endless": False}
    one, other = ({name: document.get(name, missing[name]) for name in WATCHED} for document in (before, after))
    was = {name: value for name, value in one.items() if value != other[name]}
    history = after.get("history", [])
    if was and isinstance(history, list):
        if after.get("version") == before.get("version") and isinstance(after.get("version"), int):
            after["version"] += 1  # each step is a version: buttons find theirs by it
        after["history"] = [*history, {"at": at.isoformat(), "by": "", "did": Did.AMEND.value, "was": was}]


def counts_of(changes: Iterable[Change]) -> Mapping[ChangeKind, int]:
    """How many there are of each kind, in the order of kinds."""
    counts = Counter(each.kind for each in changes)
    return {kind: counts[kind] for kind in ChangeKind if counts[kind]}
