"""Figures for the appraisal (考核数据): the page, and what the workbook says of each row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from markupsafe import Markup

from domain import figure_errors as errors
from domain.actions import Action
from domain.figures import Counted, Sums
from domain.letter import TURN, Button, Page, Press
from domain.quota import say_plainly
from domain.reporting import PeriodAhead, Reporting, half_of, month_around, year_of
from domain.roster import Role
from domain.rules import Figure, Rules
from domain.three_lists import FileChoice, ThreeList
from texts.actions import BUTTONS
from texts.glossary import NEXT, PREVIOUS, ROLES, SENSITIVE, say_day, today_of
from texts.lines import UNIT_LIMIT, button
from texts.pages import bold, join, shorten, single, text
from texts.periods import say_period

FIGURES_FILE = len(ThreeList) + 2
#: Units on one page.
UNITS_A_PAGE = 6
#: Each figure, as the head of its column.
NAMES: Mapping[Figure, str] = {
    Figure.ASSIGNED: "交办",
    Figure.SETTLED: "办结",
    Figure.ON_TIME: "按期办结",
    Figure.LATE: "逾期办结",
    Figure.OVERDUE: "在办逾期",
    Figure.EXTENDED: "延期次数",
    Figure.RETURNED: "退回次数",
    Figure.RELAPSED: "反弹",
    Figure.QUOTAS: "数量目标",
    Figure.QUOTAS_MET: "完成数量目标",
}
#: The sheets of the workbook.
UNITS_SHEET, PEOPLE_SHEET, ROWS_SHEET = f"单位{BUTTONS[Action.FIGURES]}", f"个人{BUTTONS[Action.FIGURES]}", "依据"
#: How each is counted, below the title of the workbook.
RULES_IN_WORDS = (
    "按期以申请销号的提交时间计，经审核同意后计入；按期提交后被退回的，在补充期限内重新提交仍为按期；挂账期间不计；"
    "期限以调整后的为准，延期单独计次；责任单位、责任人变更的，各按当时的计，交办按期末的计；"
    "期内反弹、重办的，原办结不计；撤销的不计。数据仅供研判，不作排名。"
)
_NOTE = "按期以提交时间计，挂账期间不计，延期单独计次。数据供研判，不作排名。"
_WORD_LIMIT = 30


def render_figures(
    found: Sequence[Sums], period: Reporting, unit: int, rules: Rules, now: datetime, start: int = 0
) -> Page:
    """``/figures``: unit by unit in the office's order, without those figures that are nought."""
    today = today_of(now, rules)
    head = bold(f"【{BUTTONS[Action.FIGURES]}】{say_period(period)}")
    until = text(f"截至{say_day(min(today, period.last), today, weekday=False)}") if period.first <= today else text("")
    start = min(max(start, 0), max(len(found) - 1, 0)) // UNITS_A_PAGE * UNITS_A_PAGE
    shown = found[start : start + UNITS_A_PAGE]
    lines = [bold(say_holder(each)) + text(f"　{say_counts(each, rules)}") for each in shown]
    here = period.pack(unit)
    turn = []
    if start:
        turn.append(button(PREVIOUS, Press(Action.FIGURES, here, TURN, page=start - UNITS_A_PAGE)))
    if start + UNITS_A_PAGE < len(found):
        turn.append(button(NEXT, Press(Action.FIGURES, here, TURN, page=start + UNITS_A_PAGE)))
    file = button(BUTTONS[Action.LIST_FILE], Press(Action.LIST_FILE, here, FIGURES_FILE, FileChoice.WORKBOOK))
    return single(
        join([head, until]),
        Markup("\n") + join(lines or [text("没有可统计的事项。")]),
        Markup("\n") + text(_NOTE),
        rows=(*((tuple(turn),) if turn else ()), _periods(period, unit, today), (file,)),
    )


def say_holder(sums: Sums) -> str:
    """The unit's name as it is shown."""
    return shorten(sums.unit, UNIT_LIMIT) or "未明确单位"


def say_counts(sums: Sums, rules: Rules) -> str:
    """交办12，办结8，按期办结7，数量目标3（完成2）."""
    counts = sums.counts
    words = [
        f"{NAMES[figure]}{counts[figure]}"
        for figure in rules.figures.counted
        if counts.get(figure) and figure is not Figure.QUOTAS_MET
    ]
    if counts.get(Figure.QUOTAS_MET):
        words.append(f"{NAMES[Figure.QUOTAS_MET]}{counts[Figure.QUOTAS_MET]}")
    return "，".join(words) or "无"


def _periods(period: Reporting, unit: int, today: date) -> tuple[Button, ...]:
    """[本年] [上半年] [本月], without the one that is shown."""
    half = half_of(today)
    offered = {
        "本年": year_of(today),
        ("上半年" if half.first.month == 1 else "下半年"): half,
        "本月": month_around(today),
    }
    return tuple(
        button(label, Press(Action.FIGURES, each.pack(unit), TURN)) for label, each in offered.items() if each != period
    )


def columns_of(rules: Rules, *, with_owner: bool) -> list[tuple[str, int]]:
    """The columns of the sheet of units, or of people."""
    counted = [(NAMES[figure], 10) for figure in rules.figures.counted]
    score = [("得分", 10)] if rules.figures.weights else []
    return [("责任单位", 20), *([("责任人", 10)] if with_owner else []), *counted, ("按期率", 10), *score]


def values_of(sums: Sums, rules: Rules, *, with_owner: bool) -> tuple[str | int | float | None, ...]:
    """One row of it."""
    settled, on_time = sums.counts.get(Figure.SETTLED, 0), sums.counts.get(Figure.ON_TIME, 0)
    rate = f"{100 * on_time / settled:.1f}%" if settled else "—"
    score = [sums.score(rules.figures.weights)] if rules.figures.weights else []
    counts = [sums.counts.get(figure, 0) for figure in rules.figures.counted]
    return (sums.unit or "未明确", *([sums.owner] if with_owner else []), *counts, rate, *score)


#: The rows behind the figures.
ROW_COLUMNS = (
    *(("数据", 12), ("责任单位", 18), ("责任人", 10), ("督办号", 8), ("类别", 8), ("事项", 40)),
    *(("来源", 20), ("日期", 12), ("逾期天数", 9), ("说明", 44)),
)


def values_of_row(row: Counted, rules: Rules) -> tuple[str | int | date | None, ...]:
    """One row behind a figure. The workbook goes round: what is sensitive is looked up by its number in private."""
    item = row.item
    is_named = not item.is_sensitive
    return (
        NAMES[row.figure],
        row.unit or "未明确",
        row.owner,
        item.number,
        rules.kind(item.kind).label,
        item.title if is_named else SENSITIVE,
        item.source if is_named else "",
        row.on,
        row.days or None,
        say_row(row) if is_named else row.by,
    )


def say_row(row: Counted) -> str:
    """Why it is counted, where the day alone does not say."""
    if row.figure in (Figure.QUOTAS, Figure.QUOTAS_MET):
        counted = row.item.quota.counted_in if row.item.quota else ""
        return f"应完成{say_plainly(row.target)}{counted}，已完成{say_plainly(row.reached)}{counted}"
    return "：".join(words for words in (row.by, row.words) if words)


def say_figures_file(period: Reporting, rows: int) -> str:
    """Below the workbook."""
    return str(text(f"{BUTTONS[Action.FIGURES]}（{say_period(period)}），依据{rows}条附后，可逐条核对。"))


_READERS = "、".join(ROLES[role] for role in (Role.OFFICE, Role.DIRECTOR, Role.DEPUTY, Role.INSPECTOR))
FAULTS = {
    errors.FiguresNotYours: lambda _, rules: (
        f"考核数据由{_READERS}和{rules.unit_word}{ROLES[Role.HEAD]}查看。请查看我的事项：/mytasks"
    ),
    PeriodAhead: lambda e, _: (
        f"{say_period(e.period)}尚未开始，没有可统计的数据。请改写已开始的时段，如：上半年、本月。"
    ),
    errors.FiguresUnread: lambda e, _: (
        f"“{shorten(e.written, _WORD_LIMIT)}”无法统计。请写时段和单位，如：考核数据 上半年 社会救助股"
    ),
}
