"""The plan of an item (时间表): proposed by work days, read by line, the same in whatever order it was changed."""

import random
from datetime import date

import pytest
from msgspec.structs import replace

from domain.errors import DateNotUnderstood
from domain.item import Item, ItemStatus
from domain.milestone_errors import (
    NoLimitToPlan,
    NoSuchStep,
    NothingToPropose,
    StepBeyondLimit,
    StepDone,
    StepPast,
    StepTooLong,
    StepWithoutDay,
    StepWithoutWords,
    TooManySteps,
)
from domain.milestones import (
    Proposed,
    adopt,
    complete_at,
    is_step_day,
    move,
    next_step,
    propose,
    read_steps,
    remove,
    rename,
)
from domain.rules import PlanStep
from domain.steps import take_back
from tests.domain.office import RECTIFICATION, RULES, TODAY, at, item

_AT = at("11-20 10:00")
_STEPS = (PlanStep("制定整改方案", 40), PlanStep("集中整改到位", 10), PlanStep("自查并备齐佐证", 3))
_RULES = replace(RULES, kinds=RULES.kinds | {"rectification": replace(RECTIFICATION, steps=_STEPS)})


def planned(*days: str, due: str = "2027-01-29") -> Item:
    """An item with a step on each of these days of the year."""
    steps = [Proposed(f"步骤{day}", date.fromisoformat(f"2026-{day}")) for day in days]
    return adopt(item(due), steps, "甲某", _AT, RULES)


def days_of(found: Item) -> list[str]:
    return [f"{each.due:%m-%d}" for each in found.milestones]


def test_a_plan_is_counted_back_from_the_limit_over_work_days() -> None:
    found = propose(item("2027-03-31", kind="rectification"), _AT, _RULES)
    days = _RULES.work_days
    assert [(each.words, days.between(each.due, date(2027, 3, 31))) for each in found] == [
        ("制定整改方案", 40),
        ("集中整改到位", 10),
        ("自查并备齐佐证", 3),
    ]


def test_where_less_time_is_left_the_steps_are_drawn_together_and_keep_their_order() -> None:
    found = propose(item("2026-12-04", kind="rectification"), _AT, _RULES)
    assert sorted({each.due for each in found}) == [each.due for each in found]
    assert all(TODAY < each.due <= date(2026, 12, 4) for each in found)


def test_a_kind_without_steps_divides_the_time_evenly() -> None:
    found = propose(item("2026-12-31"), _AT, RULES)
    left = [RULES.work_days.between(TODAY, each.due) for each in found]
    assert len(found) == 3
    assert abs((left[1] - left[0]) - (left[2] - left[1])) <= 1


@pytest.mark.parametrize(("due", "refusal"), [("", NoLimitToPlan), ("2026-11-23", NothingToPropose)])
def test_nothing_is_proposed_without_a_limit_or_without_time(due: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        propose(item(due), _AT, RULES)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("12月15日 完成选址", [("12-15", "完成选址")]),
        ("12月15日前完成选址；主体完工 1月20日前", [("12-15", "完成选址"), ("01-20", "主体完工")]),
        (
            "1. 12月1日 摸底\n2. 12月31日 全面推进\n3、1月20日 自查",
            [("12-01", "摸底"), ("12-31", "全面推进"), ("01-20", "自查")],
        ),
        ("完成招标（12月15日）", [("12-15", "完成招标")]),
        ("月底前 摸底；下月底前 推进", [("11-30", "摸底"), ("12-31", "推进")]),
    ],
)
def test_steps_are_read_a_line_each_with_the_day_before_or_behind(words: str, read: list[tuple[str, str]]) -> None:
    found = read_steps(words, item("2027-01-29"), TODAY, RULES)
    assert [(f"{each.due:%m-%d}", each.words) for each in found] == read


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("完成选址", StepWithoutDay),
        ("12月15日", StepWithoutWords),
        ("2月30日 完成选址", (StepWithoutDay, DateNotUnderstood)),
        ("每月25日前 报数", StepWithoutDay),
        ("；".join(f"12月{day}日 第{day}步" for day in range(1, 22)), TooManySteps),
    ],
)
def test_what_is_no_step_is_refused_and_never_guessed(words: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_steps(words, item("2027-01-29"), TODAY, RULES)


@pytest.mark.parametrize(
    ("day", "words", "refusal"),
    [("2026-11-19", "摸底", StepPast), ("2027-01-30", "摸底", StepBeyondLimit), ("2026-12-01", "长" * 61, StepTooLong)],
)
def test_a_step_lies_between_today_and_the_limit_and_is_short(day: str, words: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        adopt(item("2027-01-29"), [Proposed(words, date.fromisoformat(day))], "甲某", _AT, RULES)


def test_a_step_keeps_its_number_whatever_comes_before_it() -> None:
    before = planned("12-15", "12-25")
    after = adopt(before, [Proposed("更早", date(2026, 12, 1))], "甲某", _AT, RULES)
    assert days_of(after) == ["12-01", "12-15", "12-25"]
    assert [each.number for each in after.milestones] == [3, 1, 2]


def test_what_is_done_is_done_once_and_can_be_taken_back() -> None:
    done = complete_at(planned("12-15", "12-25"), 1, "甲某", _AT)
    assert next_step(done) == done.milestones[1]
    with pytest.raises(StepDone):
        complete_at(done, 1, "甲某", _AT)
    with pytest.raises(NoSuchStep):
        complete_at(done, 3, "甲某", _AT)
    assert take_back(done, "甲某", _AT, is_office=False).milestones[0].done_at is None


def test_any_order_of_edits_leads_to_the_same_plan() -> None:
    """Each edit is about another step; whatever comes first, days, words and what is done are the same."""
    base = planned("12-01", "12-08", "12-15", "12-22")
    wanted = {1: date(2026, 12, 28), 2: date(2026, 11, 30)}

    def edit(found: Item, number: int) -> Item:
        place = next(n for n, each in enumerate(found.milestones, 1) if each.number == number)
        match number:
            case 1 | 2:
                return move(found, place, wanted[number], "甲某", _AT, RULES)
            case 3:
                return rename(found, place, "改名", "甲某", _AT)
            case _:
                return remove(found, place, "甲某", _AT)

    numbers, plans = [1, 2, 3, 4], set()
    for seed in range(24):
        found = base
        for number in random.Random(seed).sample(numbers, 4):
            found = edit(found, number)
        plans.add(found.milestones)
    assert len(plans) == 1


def test_the_digest_names_a_step_on_its_days_ahead_and_on_the_work_day_before_a_rest_day() -> None:
    found = planned("12-13")  # a Sunday
    named = {day for day in range(1, 14) if is_step_day(found, RULES, date(2026, 12, day))}
    assert {10, 11} <= named  # three days ahead; the Friday before
    assert not {1, 2, 3, 8, 9} & named
    assert not is_step_day(replace(found, status=ItemStatus.CLOSED), RULES, date(2026, 12, 11))
