"""八大亮点: works that the bureau counts one by one, and whose last step is that they are summed up (已总结上报)."""

from collections.abc import Iterator
from datetime import datetime

from domain.errors import ItemRefusal
from domain.item import Did, Item, ItemStatus, Step
from domain.limits import local_day
from domain.occasion import Appointment, instant
from domain.rules import Rules, alert_times
from domain.steps import checked, take_reversible_step
from domain.views import Rung

#: The source (来源) whose items are such works; their parts are counted with them.
HIGHLIGHTS = "八大亮点"
#: So many work days after it was closed the owner is asked, once.
SUM_UP_WITHIN = 10


class NoHighlight(ItemRefusal):
    """Only a highlight is summed up."""


class HighlightOpen(ItemRefusal):
    """It is summed up once it is closed."""


class SummedUpAlready(ItemRefusal):
    """It was, by somebody at some time."""

    def __init__(self, number: int, title: str, by: str, at: datetime) -> None:
        super().__init__(number, title)
        self.by = by
        self.at = at


def is_highlight(item: Item) -> bool:
    """Whether it is one by its mark, or by its source; a part of one by its mark alone."""
    return item.is_highlight or (HIGHLIGHTS in item.source and not item.parent)


def is_summed_up(item: Item) -> bool:
    """Whether it was summed up since it was closed last."""
    closed, summed = item.closed_at, item.summed_up_at
    return item.status is ItemStatus.CLOSED and summed is not None and (closed is None or summed >= closed)


def lacks_summary(item: Item) -> bool:
    """Whether a highlight is closed and its last step is to be taken."""
    return item.status is ItemStatus.CLOSED and is_highlight(item) and not is_summed_up(item)


def sum_up(item: Item, by: str, at: datetime, note: str = "") -> Item:
    """已总结上报. Raises ``NoHighlight``, ``HighlightOpen`` and ``SummedUpAlready``."""
    if not is_highlight(item):
        raise NoHighlight(item.number, item.title)
    if item.status is not ItemStatus.CLOSED:
        raise HighlightOpen(item.number, item.title)
    if is_summed_up(item) and item.summed_up_at is not None:
        raise SummedUpAlready(item.number, item.title, item.summed_up_by, item.summed_up_at)
    step = Step(at, by, Did.SUM_UP, checked(note))
    return take_reversible_step(item, step, summed_up_at=at, summed_up_by=by)


def summaries(item: Item, rules: Rules) -> Iterator[Appointment]:
    """待总结上报: the owner is asked once, so many work days after it was closed."""
    if item.closed_at is None or not lacks_summary(item):
        return
    closed = local_day(item.closed_at, rules)
    day = rules.work_days.add(closed, SUM_UP_WITHIN)
    yield Appointment(item.number, closed, Rung.SUM_UP, 1, instant(day, alert_times(rules)[0], rules))
