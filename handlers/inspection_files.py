"""A sample and a list of changes as workbooks."""

from collections.abc import Sequence

from domain.actions import Action
from domain.changes import Change, ChangeKind, Period
from domain.errors import ButtonTooOld
from domain.limits import local_day
from domain.sampling import Wish, lot_of
from domain.three_lists import FileChoice, arrangement_of
from handlers.inspection import drawn_by, finding_changes, require_overseer, words_of
from handlers.lists import lines_of
from handlers.request import Request
from handlers.written_files import Work, Written, file_name, write_file
from reports.list_columns import SAMPLE_COLUMNS, Frame, Group, Table
from texts.actions import BUTTONS
from texts.amounts import say_amounts
from texts.inspection import (
    CHANGE_COLUMNS,
    say_changes_file,
    say_kind_of_change,
    say_period,
    say_sample_file,
    say_sample_rule,
    values_of_change,
)


def work_of_sample(request: Request, choice: FileChoice, number: int) -> Work:
    """The items of a sample in the order drawn, each with its lot."""
    require_overseer(request, Action.SAMPLE)
    wish = Wish.unpack(number)
    if not wish.count:
        raise ButtonTooOld
    drawn = drawn_by(request, wish)
    lines = lines_of(request, request.ledger.items(item.number for item in drawn.items))
    frame = Frame(request.rules, arrangement_of(request.roster, request.rules), request.now, say_amounts)
    unit, kind = words_of(request, wish)
    spool, update, day = request.ledger.spool, request.update_id, f"{local_day(request.now, request.rules):%Y-%m-%d}"
    title = BUTTONS[Action.SAMPLE]
    rows = [
        (place, *(column.value(line, frame) for column in SAMPLE_COLUMNS), lot_of(wish.seed, line.item.number))
        for place, line in enumerate(lines, 1)
    ]

    def work() -> Written:
        table = Table(
            title=title,
            subtitle=say_sample_rule(wish, drawn.total),
            columns=[("次序", 6), *((each.heading, each.width) for each in SAMPLE_COLUMNS), ("抽签值", 68)],
            groups=[Group("", rows)],
        )
        file = write_file(table, choice, spool, update)
        caption = say_sample_file(wish, unit, kind, len(rows), drawn.total)
        return Written(file, file_name(title, choice, day), caption)

    return work


def work_of_changes(request: Request, choice: FileChoice, number: int) -> Work:
    """The changes of a period, kind by kind."""
    require_overseer(request, Action.CHANGES)
    period = Period.unpack(number)
    if period is None:
        raise ButtonTooOld
    find, today = finding_changes(request, period), local_day(request.now, request.rules)
    spool, update, title = request.ledger.spool, request.update_id, BUTTONS[Action.CHANGES]

    def work() -> Written:
        changes = find()[::-1]
        table = Table(
            title=title,
            subtitle=say_changes_file(changes, period),
            columns=CHANGE_COLUMNS,
            groups=[
                Group(say_kind_of_change(kind, len(some)), [values_of_change(each, today) for each in some])
                for kind in ChangeKind
                if (some := _of_kind(changes, kind))
            ],
        )
        file = write_file(table, choice, spool, update)
        return Written(file, file_name(title, choice, say_period(period)), say_changes_file(changes, period))

    return work


def _of_kind(changes: Sequence[Change], kind: ChangeKind) -> list[Change]:
    return [each for each in changes if each.kind is kind]
