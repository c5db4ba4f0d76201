"""The limit of one row: what was written, what it means, and what a person must confirm."""

import re
from datetime import date, datetime

from msgspec import Struct

from domain.duedate import read_limit
from domain.errors import DateNotUnderstood, DateVague
from domain.findings import Notice, Reason, Refusal, Remark, quote
from domain.importing.itemrow import Draft
from domain.item import Item, ItemStatus
from domain.limits import local_day, written_limit
from domain.names import one_line
from domain.rules import Rules
from domain.sheet import ItemSheet

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?")
_YEAR_LENGTH = 4
_DAY_LENGTH = len("2026-11-20")
_YEAR = re.compile(r"(20\d{2})\s*年")


class RowLimit(Struct, frozen=True, kw_only=True, gc=False):
    """A row's limit as an item keeps it. ``notices`` still lack the item's number."""

    due: str
    due_written: str
    is_endless: bool = False
    start_on: date | None = None
    notices: tuple[Notice, ...] = ()


def ledger_year(sheet: ItemSheet) -> int | None:
    """The year that a sheet is the ledger of, by its name or its title (2026年整改台账)."""
    found = _YEAR.search(sheet.name) or _YEAR.search(sheet.title)
    return int(found[1]) if found else None


def year_of(draft: Draft, sheet: ItemSheet) -> str:
    """The year that a row speaks of: its limit's own, else its sheet's; ``""`` for unknown."""
    if _ISO.fullmatch(draft.row.due):
        return draft.row.due[:_YEAR_LENGTH]
    return str(ledger_year(sheet) or "")


def limit_of(draft: Draft, sheet: ItemSheet, rules: Rules, now: datetime) -> RowLimit | Refusal:
    """The row's limit as it reads today."""
    written = one_line(draft.row.due)
    limit = _read(written, draft, sheet, rules, now) if written else _without(draft, sheet)
    if isinstance(limit, Refusal) and draft.status is ItemStatus.CLOSED:
        return RowLimit(due="", due_written=written)  # what is done needs no limit any more
    return limit


def still_stands(draft: Draft, known: Item) -> bool:
    """Whether the row says of the limit what it said before: then it means what it meant, whatever day it is."""
    written = one_line(draft.row.due)
    if not written:
        return not (known.due or known.is_endless)
    return written in (known.due_written, known.due)


def limit_kept(known: Item) -> RowLimit:
    """The known item's own limit."""
    return RowLimit(due=known.due, due_written=known.due_written, is_endless=known.is_endless, start_on=known.start_on)


def _without(draft: Draft, sheet: ItemSheet) -> RowLimit | Refusal:
    """A problem needs a limit (逐一明确整改期限); a plain task is taken, and named among the gaps."""
    if draft.kind.verify:
        return _refusal(Reason.LIMIT_MISSING, draft, sheet)
    return RowLimit(due="", due_written="", notices=(Notice(remark=Remark.NO_LIMIT, place=draft.place),))


def _read(written: str, draft: Draft, sheet: ItemSheet, rules: Rules, now: datetime) -> RowLimit | Refusal:
    if _ISO.fullmatch(written):
        if written_limit(written) is None:
            return _refusal(Reason.LIMIT_NOT_UNDERSTOOD, draft, sheet)
        return RowLimit(due=written, due_written=written)
    try:
        limit = read_limit(written, local_day(now, rules), rules, ledger_year=ledger_year(sheet))
    except DateVague:
        return _refusal(Reason.LIMIT_VAGUE, draft, sheet)
    except DateNotUnderstood:
        return _refusal(Reason.LIMIT_NOT_UNDERSTOOD, draft, sheet)
    notices = []
    if limit.every:
        notices.append(_notice(Remark.LIMIT_EVERY, draft, written, limit.due))
    elif limit.ask:
        notices.append(_notice(Remark.LIMIT_READ, draft, written, limit.due))
    return RowLimit(
        due=limit.due,
        due_written=written,
        is_endless=limit.is_endless,
        start_on=limit.start_on,
        notices=tuple(notices),
    )


def read_start(
    draft: Draft, known: Item | None, sheet: ItemSheet, rules: Rules, now: datetime
) -> tuple[date | None, Notice | None]:
    """The day that 开始时间 means; what is not understood is dropped, and said. Read once: a known start stays."""
    written = one_line(draft.row.start_on)
    if known and known.start_on and (not _ISO.fullmatch(written) if written else "start_on" not in sheet.headings):
        return known.start_on, None
    if not written:
        return None, None
    try:
        if _ISO.fullmatch(written):
            return date.fromisoformat(written[:_DAY_LENGTH]), None
        limit = read_limit(written, local_day(now, rules), rules, ledger_year=ledger_year(sheet))
        return date.fromisoformat(limit.due[:_DAY_LENGTH]), None
    except (DateNotUnderstood, ValueError):
        return None, _notice(Remark.START_DROPPED, draft, written, "")


def _notice(remark: Remark, draft: Draft, written: str, meaning: str) -> Notice:
    return Notice(remark=remark, place=draft.place, written=quote(written), meaning=meaning)


def _refusal(reason: Reason, draft: Draft, sheet: ItemSheet) -> Refusal:
    return Refusal(place=draft.place, reason=reason, heading=sheet.headings.get("due", ""), cell=quote(draft.row.due))
