"""``import`` and ``export``: the ledger from a workbook, and as one."""

import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from config import Config
from domain.item import Item
from house.ledgers import copied, name_misread, opened, writing_to
from house.trouble import Refused
from store.ledger import Ledger
from texts import command_line as words

T = TypeVar("T")


def import_workbook(config: Config, workbook: Path, now: datetime, *, yes: bool) -> None:
    """Show what it would change, ask unless ``yes``, and take it over."""
    from domain.errors import DubanError
    from handlers.import_plan import enter, make_ready, plan_workbook
    from reports.workbook import read_workbook
    from texts.faults import render_fault
    from texts.imports import render_import_result_text, render_plan_text
    from texts.pages import visible

    with opened(config, now) as ledger:
        try:
            sheets = read_workbook(workbook)
        except DubanError as error:
            raise Refused(visible(render_fault(error, config.rules))) from error
        planned = plan_workbook(sheets, ledger.moment(), ledger.roster, config.rules, now)
        click.echo(render_plan_text(planned.plan))
        if planned.plan.is_idle or not (yes or click.confirm(words.ASK_IMPORT, default=False)):
            return
        entries = make_ready(planned, now, words.COMMAND_LINE, _progress)
        with ledger.transaction(at=now, by=words.COMMAND_LINE, did="import") as tx:
            result = enter(entries, tx)
        click.echo(render_import_result_text(result))


def _progress(work: Sequence[T]) -> AbstractContextManager[Iterable[T]]:
    return click.progressbar(work, label=words.IMPORTING, file=sys.stderr)


def export_workbook(config: Config, workbook: Path, now: datetime, year: int | None) -> None:
    """Write it, with the three lists beside it; only what stood in the ledger of ``year`` where one is given."""
    from domain.ledger_year import is_current
    from domain.limits import local_day
    from domain.three_lists import arrangement_of
    from reports.export import write_ledger
    from reports.list_columns import Frame
    from reports.list_tables import tables_of
    from texts.amounts import say_amounts
    from texts.three_lists import say_subtitle

    rules = config.rules
    subtitle = partial(say_subtitle, rules.office_name, "", f"{local_day(now, rules):%Y-%m-%d}")
    with copied(config, now) as ledger, writing_to(workbook):
        items = list(ledger.all_items()) if year is None else _of_closed_year(year, ledger)
        listed = items if year else [item for item in items if is_current(item, ledger.ledger_year)]
        frame = Frame(rules, arrangement_of(ledger.roster, rules), now, say_amounts)
        write_ledger(items, ledger.roster, rules, workbook, tables=tables_of(listed, frame, subtitle))
        name_misread(config)
    click.echo(words.render_exported(workbook))


def _of_closed_year(year: int, ledger: Ledger) -> list[Item]:
    """What stood in that year's ledger when it was closed, as it is now."""
    from domain.ledger_year import stood_in

    closed = [each.year for each in ledger.closed_years()]
    if year not in closed:
        raise Refused(words.render_year_open(year, closed))
    return [item for item in ledger.all_items() if stood_in(item, year, closed[0])]
