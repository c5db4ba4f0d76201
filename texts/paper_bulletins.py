"""周调度, 月通报 and 通报: tables of facts; praise, blame and what is asked stay 〔待定〕."""

from collections.abc import Iterator, Sequence

from domain.item import Item
from domain.limits import local_day
from domain.paper_facts import Facts, Group, following
from domain.papers import Block, Grid, Prose
from domain.rules import Figure, Rules
from domain.views import Light, Line
from texts.figures import NAMES
from texts.paper_reports import say_in_period, say_whole
from texts.paper_words import (
    grid_of,
    limit_column,
    number_column,
    numbered,
    say_date,
    say_short,
    title_column,
    undecided,
    unit_column,
    words_of,
)
from texts.periods import say_period


def week_of(facts: Facts, rules: Rules) -> tuple[str, Iterator[Block]]:
    period = facts.wish.period
    late = Group("", facts.whole.of(Light.LATE))
    closed, due = facts.closed_in_period(), facts.due_in(following(period))
    waiting, stuck = Group("", facts.whole.of(Light.WAITING)), facts.with_obstacles()
    plain = (number_column(), title_column(), unit_column())
    progress = ("进展", 24, lambda line: words_of(line.item.progress, "进展"))
    sections: tuple[tuple[str, Sequence[Block]], ...] = (
        ("总体情况", [Prose(say_whole(facts)), *say_in_period(facts)]),
        (
            f"本周办结事项（{closed.total}项）",
            grid_of(closed, (*plain, ("提交时间", 12, lambda line: _asked(line, rules)))),
        ),
        _granted(facts, rules, "本周"),
        (f"逾期未办结事项（{late.total}项）", grid_of(late, (*plain, limit_column(facts), progress))),
        (f"下周到期事项（{due.total}项）", grid_of(due, (*plain, limit_column(facts), progress))),
        (
            f"待审核事项（{waiting.total}项）",
            grid_of(waiting, (*plain, ("提交时间", 12, lambda line: _asked(line, rules)))),
        ),
        (f"难点和需协调事项（{stuck.total}项）", grid_of(stuck, (*plain, ("难点", 28, _obstacle)))),
        ("调度意见", [Prose(undecided("由局领导研究确定"))]),
    )
    return f"{rules.office_name}重点工作周调度（{say_period(period)}）", numbered(sections)


def _granted(facts: Facts, rules: Rules, when: str) -> tuple[str, Sequence[Block]]:
    """What counts where it was asked for, and is named here since no earlier paper could name it as done."""
    group = facts.granted_in_period()
    columns = (number_column(), title_column(), unit_column(), ("提交时间", 12, lambda line: _asked(line, rules)))
    return f"此前提交、{when}审核同意事项（{group.total}项）", grid_of(group, columns)


def _asked(line: Line, rules: Rules) -> str:
    at = line.item.submitted_at or line.item.closed_at
    return "" if at is None else say_short(day := local_day(at, rules), day)


def _obstacle(line: Line) -> str:
    return words_of(line.item.obstacle.words) if line.item.obstacle else ""


#: Figures of the month's table.
_MONTHLY = (
    *(Figure.ASSIGNED, Figure.ON_TIME, Figure.LATE, Figure.OVERDUE),
    *(Figure.EXTENDED, Figure.RETURNED, Figure.RELAPSED),
)


def month_of(facts: Facts, rules: Rules) -> tuple[str, Iterator[Block]]:
    period, late = facts.wish.period, Group("", facts.whole.of(Light.LATE))
    closed, due = facts.closed_in_period(), facts.due_in(following(facts.wish.period))
    plain = (number_column(), title_column(), unit_column())
    late_days = ("逾期天数", 10, lambda line: str(line.days_late or ""))
    sections: tuple[tuple[str, Sequence[Block]], ...] = (
        ("总体情况", [Prose(say_whole(facts)), *say_in_period(facts), _monthly(facts)]),
        (
            f"办结事项（{closed.total}项）",
            grid_of(closed, (*plain, ("提交时间", 12, lambda line: _asked(line, rules)))),
        ),
        _granted(facts, rules, "本月"),
        (f"逾期未办结事项（{late.total}项）", grid_of(late, (*plain, limit_column(facts), late_days))),
        (f"{say_period(following(period))}到期事项（{due.total}项）", grid_of(due, (*plain, limit_column(facts)))),
        ("有关评价", [Prose(undecided("由局领导研究确定"))]),
        ("工作要求", [Prose(undecided("由局领导研究确定"))]),
    )
    return f"{rules.office_name}{say_period(period)}督办事项办理情况通报", numbered(sections)


def _monthly(facts: Facts) -> Grid:
    """Unit by unit in the office's order, whatever the figures."""
    rows = tuple(
        (each.unit or "未明确", *(str(each.counts.get(figure, 0)) for figure in _MONTHLY)) for each in facts.figures
    )
    total = ("合计", *(str(facts.count(figure)) for figure in _MONTHLY))
    return Grid((("责任单位", 18), *((NAMES[figure], 9) for figure in _MONTHLY)), rows, total)


def bulletin_of(facts: Facts, rules: Rules) -> tuple[str, Iterator[Block]]:
    late, relapsed = Group("", facts.whole.of(Light.LATE)), facts.relapsed()
    returned = Group("", tuple(line for line in facts.whole.lines if _is_unanswered(line.item, facts)))
    sections = _of_bulletin(facts, late, returned, relapsed)
    lead = Prose(_say_lead(facts, is_named=bool(late.total or returned.total or relapsed.total)))
    return f"{rules.office_name}关于督办事项办理情况的通报", iter((lead, *numbered(sections)))


def _say_lead(facts: Facts, *, is_named: bool) -> str:
    day, what = say_date(facts.today), "逾期未办结、退回后未按期补充和问题反弹的事项"
    return f"截至{day}，经核对台账，现将{what}通报如下。" if is_named else f"截至{day}，台账中没有{what}。"


def _of_bulletin(
    facts: Facts, late: Group, returned: Group, relapsed: Group
) -> tuple[tuple[str, Sequence[Block]], ...]:
    plain = (number_column(), title_column(), unit_column(), limit_column(facts))
    chased = ("催办次数", 10, lambda line: str(facts.chased(line.item) or "0"))
    days = ("逾期天数", 10, lambda line: str(line.days_late or ""))
    return (
        (f"逾期未办结事项（{late.total}项）", grid_of(late, (*plain, days, chased))),
        (
            f"退回后未按期补充事项（{returned.total}项）",
            grid_of(returned, (*plain, ("退回原因", 18, lambda line: words_of(line.item.returned_reason)))),
        ),
        (
            f"问题反弹事项（{relapsed.total}项）",
            grid_of(relapsed, (*plain, ("反弹情况", 18, lambda line: words_of(line.item.rechecks[-1].words)))),
        ),
        ("有关评价", [Prose(undecided("由局领导研究确定"))]),
        ("工作要求", [Prose(undecided("由局领导研究确定"))]),
    )


def _is_unanswered(item: Item, facts: Facts) -> bool:
    """Returned, and the day to supplement it is over."""
    return item.returned_at is not None and item.supplement_by is not None and item.supplement_by < facts.today
