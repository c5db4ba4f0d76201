"""The limit of one row: which year its sheet speaks of, what was written, what a person must confirm."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from domain.dates.due_date import Limit, counts_work_days, is_far, read_first_day, read_limit
from domain.dates.past_day import is_of_year_before
from domain.errors import DateNotUnderstood, DateVague
from domain.imports.changed_since import asks_for_gaps
from domain.imports.findings import Notice, Reason, Refusal, Remark, quote
from domain.imports.item_rows import RowDraft, refuse_cell
from domain.imports.sheet import ItemSheet, OtherLimit
from domain.item import Item, ItemStatus
from domain.limits import local_day, written_limit
from domain.rules import Rules
from domain.text_forms import one_line, with_digits

_YEAR = r"(?<!\d)(20\d\d)\s*年?度?"
#: A sheet is called 2026年, 2026, 2026年整改台账 or 整改台账2026.
_IN_NAME = _YEAR + r"(?!\d)"
_LEDGERS = "(?:台账|任务|一览表|清单|方案|要点|分解表|计划|安排|督办|明细表|汇总表)"
#: From a year up to the word for the ledger, or right behind that word; another year between them is nearer to it.
_IN_TITLE = (
    rf"(?<!\d)(20\d\d)年(?!\d)(?:(?!20\d\d年)[^:;,!?()\[\]]){{0,40}}?{_LEDGERS}",
    rf"{_LEDGERS}\(?(20\d\d)(?:年度?)?(?![\d年])",
)
#: A range of years, or the day of the form, in front of the year.
_NOT_ITS_OWN = r"(?:20\d\d年?\s*(?:[-~\u2013\u2014]+|至|到)\s*|(?:日期|时间|截[至止]|填报|更新|统计)[:于]?\s*)$"


def ledger_year(sheet: ItemSheet) -> int | None:
    """The year, where the sheet's name or its title says it, and says one only."""
    return year_named(sheet.name) or _year_titled(sheet.title)


@lru_cache(maxsize=64)  # every row and item of a few sheets asks
def year_named(name: str) -> int | None:
    """The year that a sheet's name says."""
    return _single({int(found[1]) for found in re.finditer(_IN_NAME, with_digits(name))})


@lru_cache(maxsize=64)
def _year_titled(text: str) -> int | None:
    title = with_digits(text).replace(" ", "")
    in_title = {
        int(found[1])
        for pattern in _IN_TITLE
        for found in re.finditer(pattern, title)
        if not re.search(_NOT_ITS_OWN, title[: found.start()])
    }
    return _single(in_title)


def _single(years: set[int]) -> int | None:
    return years.pop() if len(years) == 1 else None


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?")
#: A day, a month or a rhythm by its form, anywhere in a cell.
_DAY_FORM = re.compile(
    r"(?:20\d\d\s*[年./-]\s*)?\d{1,2}(?:月(?:\d{1,2}[日号]?|[上中下]旬|份?[底初中末])?|[./-]\d{1,2}|[日号])"
    r"|[年月季]度?[底末]|[上中下]旬|每个?[年季月周旬]|[1-4]季度"
)
_YEAR_LENGTH = 4


class RowLimit(Struct, frozen=True, kw_only=True, gc=False):
    """A row's limit as an item keeps it. ``notices`` still lack the item's number."""

    due: str
    due_written: str
    is_endless: bool = False
    start_on: date | None = None
    every: str = ""  # it recurs: ``Limit.every``
    notices: tuple[Notice, ...] = ()


def year_of(draft: RowDraft, sheet: ItemSheet) -> str:
    """The year that a row speaks of: its limit's own, else its sheet's; ``""`` for unknown."""
    if _ISO.fullmatch(draft.row.due):
        return draft.row.due[:_YEAR_LENGTH]
    return str(ledger_year(sheet) or "")


def limit_of(draft: RowDraft, sheet: ItemSheet, rules: Rules, now: datetime) -> RowLimit | Refusal:
    """The row's limit as it reads today."""
    written = one_line(draft.row.due)
    limit = _read(draft, Reading.of(draft, sheet, rules, now), sheet) if written else _without(draft, sheet)
    if isinstance(limit, Refusal) and draft.status is ItemStatus.CLOSED:
        return RowLimit(due="", due_written=written)  # what is done needs no limit any more
    return limit


def still_stands(draft: RowDraft, known: Item) -> bool:
    """Whether the row says of the limit what it said before: then it means what it meant, whatever day it is."""
    written = one_line(draft.row.due)
    if not written and asks_for_gaps(draft.place):  # it says nothing
        return True
    if not written and draft.kind.clocks:  # it has the limit of its last clock
        return not known.due_written
    if not written:
        return not (known.due or known.is_endless)
    return written in (known.due_written, known.due)


def limit_kept(known: Item) -> RowLimit:
    """The known item's own limit."""
    return RowLimit(due=known.due, due_written=known.due_written, is_endless=known.is_endless, start_on=known.start_on)


def _without(draft: RowDraft, sheet: ItemSheet) -> RowLimit | Refusal:
    """A problem needs a limit (逐一明确整改期限), if the law sets none; a plain task is taken, and is a gap."""
    if draft.kind.clocks:
        return RowLimit(due="", due_written="", notices=(Notice(remark=Remark.LIMIT_OF_LAW, place=draft.place),))
    if draft.kind.verify:
        return refuse_cell(Reason.LIMIT_MISSING, "due", draft.row, draft.place, sheet)
    return RowLimit(due="", due_written="", notices=(Notice(remark=Remark.NO_LIMIT, place=draft.place),))


class Reading(Struct, frozen=True):
    """What a row's dates are read by: today, the ledger's year, and the day that the row's own clock began."""

    today: date
    rules: Rules
    ledger_year: int | None
    counts_from: date | None = None
    is_counted_surely: bool = False

    @classmethod
    def of(cls, draft: RowDraft, sheet: ItemSheet, rules: Rules, now: datetime) -> "Reading":
        """Relative limits count from the row's 交办时间 or the like, else from its 开始时间."""
        plain = cls(local_day(now, rules), rules, ledger_year(sheet))
        for cell in (draft.row.given_on, draft.row.start_on):
            days = sorted({day for line in cell.split("\n") if line and (day := plain.day_passed(line))})
            if days:
                is_sure = len(days) == 1 and days[0] <= plain.today
                return replace(plain, counts_from=days[0], is_counted_surely=is_sure)
        return plain

    def limit(self, written: str) -> Limit:
        """Raises ``DateNotUnderstood`` and, for 尽快, ``DateVague``."""
        if _ISO.fullmatch(written):
            if written_limit(written) is None:
                raise DateNotUnderstood(written)
            far = is_far(written, self.ledger_year or self.today.year)
            return Limit(due=written, ask=far, is_far=far)
        return read_limit(written, self.today, self.rules, ledger_year=self.ledger_year, counts_from=self.counts_from)

    def day(self, written: str, year: int | None) -> date | None:
        """The first day of what is written, dates without a year in that year; ``None`` for no day."""
        try:
            return read_first_day(one_line(written), self.today, self.rules, ledger_year=year)
        except DateNotUnderstood:
            return None

    def day_passed(self, written: str) -> date | None:
        """A day that has come, as an assignment has: without a year the newest such day."""
        year = self.ledger_year or self.today.year
        day = self.day(written, year)
        return self.day(written, year - 1) if day is not None and is_of_year_before(day, self.today) else day


def _read(draft: RowDraft, reading: Reading, sheet: ItemSheet) -> RowLimit | Refusal:
    """The limit that counts; where others count as much and say another day, they are named."""
    written = one_line(draft.row.due)
    heading = draft.row.due_heading or sheet.headings.get("due", "")
    cells = (OtherLimit(heading, written), *draft.row.other_dues)
    found: list[tuple[OtherLimit, Limit]] = []
    reason = None
    for cell in cells:
        try:
            found.append((cell, reading.limit(one_line(cell.text))))
        except DateVague:
            reason = reason or Reason.LIMIT_VAGUE
        except DateNotUnderstood:
            reason = reason or Reason.LIMIT_NOT_UNDERSTOOD
    if not found:
        several = Reason.LIMIT_SEVERAL if has_several_days(written) else None
        reason = several or reason or Reason.LIMIT_NOT_UNDERSTOOD
        return refuse_cell(reason, "due", draft.row, draft.place, sheet)
    limit, due_written = found[0][1], one_line(found[0][0].text)
    return RowLimit(
        due=limit.due,
        due_written=due_written,
        is_endless=limit.is_endless,
        start_on=limit.start_on,
        every=limit.every,
        notices=tuple(
            replace(notice, is_provisional=is_provisional(limit.due, due_written, reading.rules))
            for notice in _about_limit(draft, cells, found, reading)
        ),
    )


def is_provisional(due: str, written: str, rules: Rules) -> bool:
    """Whether such a limit was counted in work days of a year whose rest days are not published yet (暂定)."""
    limit = written_limit(due)
    return limit is not None and counts_work_days(written) and not rules.work_days.is_published(limit.year)


def has_several_days(written: str) -> bool:
    """Whether words that state no limit name several days: 6月30日、9月30日前."""
    return len(set(_DAY_FORM.findall(with_digits(written)))) > 1


def _about_limit(
    draft: RowDraft, cells: tuple[OtherLimit, ...], found: list[tuple[OtherLimit, Limit]], reading: Reading
) -> Iterator[Notice]:
    """What a person must confirm: one thing, the gravest."""
    (cell, limit), *others = found
    written = one_line(cell.text)
    if len(others) + 1 < len(cells) or any(other != limit for _, other in others):
        known = tuple(f"{quote(each.heading)} {quote(each.text)}" for each in cells)
        yield _notice(Remark.LIMIT_TWO, draft, written, limit.due, known)
    elif limit.is_far:
        yield _notice(Remark.LIMIT_FAR, draft, written, limit.due)
    elif limit.every:
        yield _notice(Remark.LIMIT_EVERY, draft, written, limit.due)
    elif limit.is_relative and not reading.is_counted_surely:
        base = reading.counts_from or reading.today
        yield _notice(Remark.LIMIT_COUNTED, draft, written, limit.due, (base.isoformat(),))
    elif limit.ask:
        yield _notice(Remark.LIMIT_READ, draft, written, limit.due, (limit.other,) if limit.other else ())
    if limit.goes_on:
        yield _notice(Remark.LIMIT_GOES_ON, draft, written, limit.due)


def read_start(
    draft: RowDraft, known: Item | None, sheet: ItemSheet, rules: Rules, now: datetime
) -> tuple[date | None, Notice | None]:
    """The day that 开始时间 means; what is not understood is dropped, and said. Read once: a known start stays."""
    written = one_line(draft.row.start_on)
    if known and known.start_on and (not _ISO.fullmatch(written) if written else "start_on" not in sheet.headings):
        return known.start_on, None
    if not written:
        return None, None
    day = Reading(local_day(now, rules), rules, ledger_year(sheet)).day(written, ledger_year(sheet))
    return day, None if day else _notice(Remark.START_DROPPED, draft, written, "")


def _notice(remark: Remark, draft: RowDraft, written: str, meaning: str, known: tuple[str, ...] = ()) -> Notice:
    return Notice(remark=remark, place=draft.place, written=quote(written), meaning=meaning, known=known)
