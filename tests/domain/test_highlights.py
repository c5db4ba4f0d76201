"""八大亮点: what is one, its last step, and when its owner is asked."""

from datetime import date

import pytest
from msgspec.structs import replace

from domain.appointments import owed
from domain.closing import finish, undo
from domain.errors import DubanError
from domain.highlights import (
    HighlightOpen,
    NoHighlight,
    SummedUpAlready,
    is_highlight,
    lacks_summary,
    sum_up,
    summaries,
)
from domain.item import ItemStatus
from domain.limits import local_day
from domain.views import Rung
from tests.domain.office import RULES, TASK, at, item

CLOSED = finish(item(is_highlight=True), TASK, "甲某", at("11-06 10:00"))  # a Friday
NOW = at("11-09 10:00")


def test_a_highlight_is_one_by_mark_or_source_and_its_parts_are_none() -> None:
    assert is_highlight(item(is_highlight=True))
    assert is_highlight(item(source="《八大亮点工作》第1项"))
    assert not is_highlight(item(source="八大亮点工作", parent=2))
    assert not is_highlight(item(source="省考"))


def test_the_last_step_is_taken_once_and_only_of_a_closed_highlight() -> None:
    summed = sum_up(CLOSED, "甲某", NOW, "报市局")
    assert (summed.summed_up_at, summed.summed_up_by, lacks_summary(summed)) == (NOW, "甲某", False)
    for each, fault in ((summed, SummedUpAlready), (item(is_highlight=True), HighlightOpen), (item(), NoHighlight)):
        with pytest.raises(fault):
            sum_up(each, "甲某", NOW)


def test_undo_takes_back_the_last_step_and_then_the_closing() -> None:
    summed = sum_up(CLOSED, "甲某", NOW)
    back = undo(summed, "甲某", NOW)
    assert (back.status, lacks_summary(back)) == (ItemStatus.CLOSED, True)
    with pytest.raises(DubanError):
        undo(summed, "乙某", NOW)


def test_what_is_closed_anew_is_summed_up_anew() -> None:
    again = replace(sum_up(CLOSED, "甲某", NOW), closed_at=at("11-20 10:00"))
    assert lacks_summary(again)


def test_the_owner_is_asked_ten_work_days_after_the_closing_and_not_of_long_ago() -> None:
    [asked] = summaries(CLOSED, RULES)
    assert (asked.rung, asked.step, local_day(asked.moment, RULES)) == (Rung.SUM_UP, 1, date(2026, 11, 20))
    assert not owed(CLOSED, RULES, at("11-20 09:29"))
    assert owed(CLOSED, RULES, at("11-20 09:30")) == (asked,)
    assert not owed(CLOSED, RULES, at("12-21 09:30"))
    assert not owed(sum_up(CLOSED, "甲某", NOW), RULES, at("11-20 09:30"))
