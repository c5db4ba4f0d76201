"""What a row says of how it is followed up: 回头看 (复查标准, 观察期至, 复查人), 报告周期, 紧急程度."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from typing import Any

from domain.dates.due_date import read_limit
from domain.dates.rhythms import write_every
from domain.errors import DateNotUnderstood
from domain.imports.sheet import ItemRow
from domain.imports.unclear import Unclear, read_all
from domain.item import Item
from domain.limits import day_of
from domain.plan_values import NO_REPORTS
from domain.rules import Rules
from domain.series import read_every
from domain.text_forms import bare_name, one_line, says_nothing

#: What the exported sheet has in these columns.
WRITTEN: Mapping[str, Callable[[Item], str | date | None]] = {
    "criterion": lambda item: item.criterion,
    "observe_until": lambda item: item.observe_until,
    "verifier": lambda item: item.verifier,
    "report_every": lambda item: write_every(item.report_every),
    "urgency": lambda item: item.urgency,
}


def read_follow_up(
    row: ItemRow,
    headings: Mapping[str, str],
    known: Item | None,
    today: date,
    rules: Rules,
    people: Collection[str],
) -> dict[str, Any]:
    """The fields that the row changes: a cell that says what the item says already changes none.

    Raises ``Unclear`` for a window that is over, somebody whom nobody knows, and what is no rhythm.
    """
    changed: list[tuple[str, str]] = []
    for field, write in WRITTEN.items():
        cell = one_line(getattr(row, field))
        before = (write(known) if known else "") or ""
        if field in headings and cell != one_line(str(before)):
            changed.append((field, "" if says_nothing(cell) or cell in NO_REPORTS else cell))
    return read_all(partial(_read, field, cell, today, rules, people) for field, cell in changed)


def _read(field: str, cell: str, today: date, rules: Rules, people: Collection[str]) -> dict[str, Any]:
    return {field: _READ[field](cell, today, rules, people)}


def _window(cell: str, today: date, rules: Rules, _people: Collection[str]) -> date | None:
    if not cell:
        return None
    try:
        limit = read_limit(cell, today, rules, ledger_year=today.year)
    except DateNotUnderstood:
        raise Unclear("observe_until") from None
    if not limit.due or limit.every or day_of(limit.due) <= today:
        raise Unclear("observe_until")
    return day_of(limit.due)


def _verifier(cell: str, _today: date, _rules: Rules, people: Collection[str]) -> str:
    name = bare_name(cell)
    if name and name not in people:
        raise Unclear("verifier")
    return name


def _rhythm(cell: str, today: date, rules: Rules, _people: Collection[str]) -> str:
    every = read_every(cell, today, rules) if cell else ""
    if cell and not every:
        raise Unclear("report_every")
    return every


def _urgency(cell: str, _today: date, rules: Rules, _people: Collection[str]) -> str:
    """A word of some kind's own table; where no kind has one, as it is written."""
    known = {name for kind in rules.kinds.values() for name, _ in kind.urgency}
    if cell and known and cell not in known:
        raise Unclear("urgency")
    return cell


_READ: Mapping[str, Callable[[str, date, Rules, Collection[str]], Any]] = {
    "criterion": lambda cell, *_: cell,
    "observe_until": _window,
    "verifier": _verifier,
    "report_every": _rhythm,
    "urgency": _urgency,
}
