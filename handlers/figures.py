"""``/figures`` (考核数据): counted off the event loop, of one moment, for what the reader answers for; in private."""

import asyncio
import re
from collections.abc import Callable, Sequence
from functools import partial

from domain.actions import Action, Reach
from domain.errors import ButtonTooOld, UnitOutOfReach
from domain.figure_errors import FiguresNotYours, FiguresUnread
from domain.figure_rows import rows_of
from domain.figures import Counted, Sums, sums_by_person, sums_by_unit
from domain.limits import local_day
from domain.reporting import Reporting, read_reporting, require_begun, year_of
from domain.rights import may_in, reach_of
from domain.roster import Roster
from domain.rules import Rules
from domain.three_lists import FileChoice
from handlers.lists import require_private, turn_to
from handlers.request import Request
from handlers.serving import Handle
from handlers.written_files import Work, Written, file_name, write_sheets
from reports.list_columns import Group, Table
from store.transaction import Transaction
from texts.actions import BUTTONS
from texts.figures import (
    PEOPLE_SHEET,
    ROW_COLUMNS,
    ROWS_SHEET,
    RULES_IN_WORDS,
    UNITS_SHEET,
    columns_of,
    render_figures,
    say_figures_file,
    values_of,
    values_of_row,
)
from texts.periods import say_period

#: Of a closed item that has no day of these years nothing is counted.
_OPEN = rb'"status":\s*"(?:assigned|acknowledged|submitted|suspended)"'


async def prepare_figures(request: Request) -> Handle:
    """``/figures``, or a page of it."""
    period, unit = _meant(request)
    rows = await asyncio.to_thread(counting(request, period, unit))
    return partial(_show, _shown(rows, request, unit), period, unit)


def _show(shown: tuple[Sums, ...], period: Reporting, unit: int, request: Request, tx: Transaction) -> None:
    turn_to(request, tx, lambda start: render_figures(shown, period, unit, request.rules, request.now, start))


def _shown(rows: list[Counted], request: Request, unit: int) -> tuple[Sums, ...]:
    """The reader's own units, and others where something was counted."""
    wanted = _wanted(request, unit)
    return tuple(each for each in sums_by_unit(rows, request.roster) if wanted(each.unit))


def _require_reader(request: Request) -> None:
    if reach_of(request.known(), Action.FIGURES, request.roster) is Reach.NONE:
        raise FiguresNotYours
    require_private(request, Action.FIGURES)


def _meant(request: Request) -> tuple[Reporting, int]:
    """The period and unit of the button or the words; this year and every unit where nothing is said."""
    _require_reader(request)
    today = local_day(request.now, request.rules)
    if request.press is not None and request.press.item:
        return _unpacked(request.press.item)
    words = request.said.words if request.said.command == "figures" and request.press is None else ""
    unit, rest = _unit_named(words, request.roster)
    period = read_reporting(rest, today) if rest else year_of(today)
    if period is None:
        raise FiguresUnread(words)
    require_begun(period, today)
    return period, unit


def _unpacked(number: int) -> tuple[Reporting, int]:
    found = Reporting.unpack(number)
    if found is None:
        raise ButtonTooOld
    return found


def _unit_named(words: str, roster: Roster) -> tuple[int, str]:
    """The number of the unit that the words name, 0 for none, and the words without it."""
    for unit in sorted(roster.units, key=lambda each: -len(each.name)):
        if unit.name in words:
            return unit.number, words.replace(unit.name, " ", 1).strip()
    return 0, words.strip()


def _wanted(request: Request, unit: int) -> Callable[[str], bool]:
    """Whether the reader is told of what that unit had. Raises ``UnitOutOfReach``."""
    speaker, roster = request.known(), request.roster
    name = next((each.name for each in roster.units if each.number == unit), "")
    if unit and not name:
        raise ButtonTooOld
    if unit and not may_in(speaker, Action.FIGURES, name, roster):
        raise UnitOutOfReach(name)
    return lambda held: (not unit or held == name) and may_in(speaker, Action.FIGURES, held, roster)


def counting(request: Request, period: Reporting, unit: int) -> Callable[[], list[Counted]]:
    """Counts what the reader may know of; in any thread."""
    wanted, rules, now, moment = _wanted(request, unit), request.rules, request.now, request.ledger.moment()
    return lambda: [row for row in rows_of(moment.like(may_count(period)), period, rules, now) if wanted(row.unit)]


def may_count(period: Reporting) -> re.Pattern[bytes]:
    """What a document contains of which something may be counted."""
    years = "|".join(f"{year}-" for year in range(period.first.year - 1, period.last.year + 1))
    return re.compile(years.encode("ascii") + rb"|" + _OPEN)


def work_of_figures(request: Request, choice: FileChoice, number: int) -> Work:
    """The figures of units and of people, and the rows behind each, as sheets of one workbook."""
    _require_reader(request)
    period, unit = _unpacked(number)
    if choice is not FileChoice.WORKBOOK:
        raise ButtonTooOld
    count, rules, roster = counting(request, period, unit), request.rules, request.roster
    wanted, spool, update = _wanted(request, unit), request.ledger.spool, request.update_id

    def work() -> Written:
        rows = sorted(count(), key=lambda row: (rules.figures.counted.index(row.figure), row.item.number))
        units = [each for each in sums_by_unit(rows, roster) if wanted(each.unit)]
        said = say_period(period)
        sheets = (
            _sheet(UNITS_SHEET, said, units, rules, with_owner=False),
            _sheet(PEOPLE_SHEET, said, sums_by_person(rows, roster), rules, with_owner=True),
            _sheet_of_rows(rows, said, rules),
        )
        file = write_sheets(sheets, spool, update)
        return Written(file, file_name(BUTTONS[Action.FIGURES], choice, said), say_figures_file(period, len(rows)))

    return work


def _sheet(title: str, said: str, found: Sequence[Sums], rules: Rules, *, with_owner: bool) -> Table:
    rows = [values_of(each, rules, with_owner=with_owner) for each in found]
    return Table(title, f"{said}　{RULES_IN_WORDS}", columns_of(rules, with_owner=with_owner), [Group("", rows)])


def _sheet_of_rows(found: Sequence[Counted], said: str, rules: Rules) -> Table:
    """What is behind each figure."""
    rows = [values_of_row(row, rules) for row in found]
    return Table(ROWS_SHEET, f"{said}　{RULES_IN_WORDS}", ROW_COLUMNS, [Group("", rows)])
