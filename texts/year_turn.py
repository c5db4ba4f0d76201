"""Closing a ledger year (年度结转)."""

from datetime import date

from domain import inspection_errors as errors
from domain.actions import Action
from domain.ledger_year import ClosedYear
from domain.letter import Page, Press
from domain.roster import Role
from texts.actions import BUTTONS
from texts.glossary import ROLES, local
from texts.lines import NAME_LIMIT, button
from texts.pages import bold, shorten, single, text


def render_ask_year(year: int, carried: int, stayed: int) -> Page:
    """``/newyear``: what closing the year would do."""
    confirm = button(BUTTONS[Action.CLOSE_YEAR], Press(Action.CLOSE_YEAR, year, 0, 1))
    leave = button("取消", Press(Action.CLOSE_YEAR, year, 0, 0))
    return single(
        bold(f"【年度结转】{year}年台账"),
        text(f"未办结{carried}项转入{year + 1}年台账，期限、责任人和办理过程不变，提醒照常。"),
        text(f"已销号、已撤销{stayed}项留在{year}年台账，仍可查阅，不再列入清单。"),
        text("结转后不能撤回，确认吗？"),
        rows=((confirm, leave),),
    )


def render_year_closed(closed: ClosedYear) -> Page:
    """The year is closed."""
    return single(
        bold(f"【年度结转】{closed.year}年台账已结转"),
        text(f"转入{closed.year + 1}年台账{closed.carried}项，留在{closed.year}年台账{closed.stayed}项。"),
        text(f"{closed.year + 1}年的工作任务表格可以发来导入。"),
        text(f"{closed.year}年的事项仍可按编号、标题查到，或发 /list {closed.year}年。"),
    )


def render_year_left(year: int) -> Page:
    """[取消]."""
    return single(text(f"未结转，{year}年台账没有变动。"))


def _say_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


FAULTS = {
    errors.OfficeClosesYears: lambda _, __: f"年度结转由{ROLES[Role.OFFICE]}办理。请查看我的事项：/mytasks",
    errors.YearNotOver: lambda e, _: f"现在没有可以结转的年度，下一次从{_say_date(e.since)}起可以结转。",
    errors.YearNotClosed: lambda e, _: (
        f"“{shorten(e.written, 20)}”没有已结转的台账"
        + (f"，可查：{'、'.join(f'{year}年' for year in e.years[-3:])}。" if e.years else "，年度结转后才可查上年。")
    ),
    errors.YearClosed: lambda e, rules: (
        f"{e.year}年台账已由{shorten(e.by, NAME_LIMIT)}于{_say_date(local(e.at, rules).date())}结转，不必重复。"
    ),
}
