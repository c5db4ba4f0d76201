"""法定时限: how clocks count and roll, what is told of them and when, and what a mark does."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.appointments import appointments, due
from domain.assigning import Assignment, entered, lacks
from domain.dates.past_day import split_past_day
from domain.errors import AlreadyClosed, DateNotUnderstood, DubanError
from domain.imports.findings import Remark
from domain.item import Did, Item, ItemStatus
from domain.item_records import ClockMark, Prolongation
from domain.occasion import Appointment
from domain.plan_values import ValueUnclear, read_value
from domain.prolonging import ask_prolonging, prolong, require_no_prolonging, require_prolongable
from domain.rules import Kind, Rules, StatutoryClock
from domain.statutory import (
    is_clock_chase,
    is_statutory,
    mark,
    markable,
    spans,
    statutory_due,
    statutory_limit,
    with_first_limit,
    with_law,
)
from domain.statutory_errors import (
    ClockDayEarly,
    ClockDayFuture,
    ClockEndsWithClosing,
    ClockLapsed,
    ClockMarked,
    ClockNotBegun,
    ClockUnknown,
    NoClocks,
    NotProlongable,
    ProlongedAlready,
    ProlongInstead,
    ProlongTooLate,
)
from domain.steps import take_back
from domain.views import Audience, Rung
from tests.domain.office import ACCEPT, HANDLE, OBJECT, PETITION, RULES, TASK, at, item
from tests.domain.sheets import after, plan, row, sheet
from tests.rows import every_row

MOTION = Kind(
    name="motion",
    label="建议提案",
    lead_days=(7, 3, 1, 0),
    verify=True,
    clocks=(
        StatutoryClock(name="contact", label="联系代表委员", days=20, work_days=True),
        StatutoryClock(name="answer", label="答复", months=3, prolong=3),
    ),
)
KINDS = {kind.name: kind for kind in (TASK, PETITION, MOTION)}
LAW = Rules(**{name: getattr(RULES, name) for name in RULES.__struct_fields__} | {"kinds": KINDS})


def petition(received: str = "2026-03-02", **fields: object) -> Item:
    """A petition that came in on that day, with the limit that the law sets."""
    day = date.fromisoformat(received)
    new = item("", kind="petition", is_sensitive=True, received_on=day, assigned_at=at(f"{received} 10:00"))
    return with_first_limit(replace(new, due_set_at=at(f"{received} 10:00"), **fields), day, LAW)


def ends(known: Item, rules: Rules = LAW) -> list[str]:
    return [span.ends.isoformat() if span.ends else "" for span in spans(known, rules)]


def test_days_are_counted_from_the_day_after_receipt_and_a_rest_day_rolls_forward() -> None:
    """2026-05-01 is Labour Day: the sixty days of 2 March end after it, on the first work day."""
    known = petition("2026-03-02")
    assert (known.due, statutory_due(known, LAW)) == ("2026-05-01", "2026-05-01")
    assert ends(known) == ["2026-03-09", "2026-03-17", "2026-05-06"]
    assert [span.is_assumed for span in spans(known, LAW)] == [False, False, True]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (
            "2026-09-17",
            ["2026-09-23", "2026-10-08", "2026-11-16"],
        ),  # 国庆: 15 days end on 2 October
        ("2026-02-12", ["2026-02-26", "2026-02-27", "2026-04-13"]),  # 春节: five work days are two weeks
        ("2026-12-20", ["2026-12-25", "2027-01-04", "2027-02-18"]),  # an unpublished year counts by the law's days
    ],
)
def test_holidays_are_no_work_days_and_no_last_days(received: str, expected: list[str]) -> None:
    assert ends(petition(received)) == expected


def test_months_end_on_the_same_day_or_the_months_last() -> None:
    known = with_first_limit(item("", kind="motion", assigned_at=at("2026-11-30 10:00")), date(2026, 11, 30), LAW)
    assert known.due == "2027-02-28"


def test_accepting_begins_the_time_to_handle_and_moves_the_limit_that_the_law_set() -> None:
    known = petition("2026-03-02")
    accepted = mark(known, 2, "甲某", at("2026-03-10 10:00"), "已书面告知", LAW)
    assert (accepted.due, accepted.due_set_at) == ("2026-05-09", at("2026-03-10 10:00"))
    assert ends(accepted)[2] == "2026-05-09"  # a Saturday on which people work in place of Labour Day
    assert accepted.former_limits == ()
    assert (accepted.history[-1].did, accepted.history[-1].to) == (Did.CLOCK, "告知受理")
    back = take_back(accepted, "甲某", at("2026-03-10 11:00"), is_office=False)
    assert (back.due, back.clock_marks) == (known.due, ())


def test_a_limit_of_the_items_own_stays_and_is_the_end_of_the_last_clock() -> None:
    known = petition("2026-03-02", due="2026-04-15")
    accepted = mark(known, 2, "甲某", at("2026-03-10 10:00"), "", LAW)
    assert (accepted.due, ends(accepted)[2]) == ("2026-04-15", "2026-04-15")
    assert not is_statutory(accepted, LAW)
    assert statutory_limit(accepted, LAW) == date(2026, 5, 9)


def test_a_mark_may_name_an_earlier_day_and_no_other() -> None:
    known = petition("2026-03-02")
    marked = mark(known, 2, "甲某", at("2026-03-10 10:00"), "", LAW, date(2026, 3, 5))
    assert marked.due == "2026-05-04"
    for day, refusal in ((date(2026, 3, 11), ClockDayFuture), (date(2026, 3, 1), ClockDayEarly)):
        with pytest.raises(refusal):
            mark(known, 2, "甲某", at("2026-03-10 10:00"), "", LAW, day)


def test_what_can_not_be_marked_is_refused_by_its_reason() -> None:
    known, now = petition("2026-03-02"), at("2026-03-10 10:00")
    accepted = mark(known, 2, "甲某", now, "", LAW)
    cases: list[tuple[Item, int, type[DubanError]]] = [
        (accepted, 2, ClockMarked),
        (accepted, 1, ClockLapsed),
        (known, 1, ClockLapsed),
        (known, 3, ClockEndsWithClosing),
        (known, 4, ClockUnknown),
        (item(), 1, NoClocks),
        (replace(known, status=ItemStatus.CLOSED), 2, AlreadyClosed),
    ]
    for each, place, refusal in cases:
        with pytest.raises(refusal):
            mark(each, place, "甲某", now, "", LAW)


def test_a_step_that_follows_another_waits_for_it() -> None:
    clocks = (ACCEPT, replace(ACCEPT, name="check", label="核查", after="accept"), HANDLE)
    rules = _with(replace(PETITION, clocks=clocks))
    known = petition("2026-03-02")
    assert spans(known, rules)[1].begins is None
    with pytest.raises(ClockNotBegun):
        mark(known, 2, "甲某", at("2026-03-03 10:00"), "", rules)
    taken = mark(known, 1, "甲某", at("2026-03-03 10:00"), "", rules)
    assert spans(taken, rules)[1].begins == date(2026, 3, 3)


def test_the_right_to_object_ends_by_use_by_lapse_or_by_taking_the_matter_on() -> None:
    known = petition("2026-03-02")
    assert [span.place for span in markable(known, LAW, date(2026, 3, 9))] == [1, 2]
    assert [span.place for span in markable(known, LAW, date(2026, 3, 10))] == [2]
    objected = mark(known, 1, "甲某", at("2026-03-04 10:00"), "属某局职责", LAW)
    assert [span.place for span in markable(objected, LAW, date(2026, 3, 5))] == [2]
    accepted = mark(known, 2, "甲某", at("2026-03-04 10:00"), "", LAW)
    assert markable(accepted, LAW, date(2026, 3, 5)) == ()


def _of_clocks(known: Item, rules: Rules = LAW) -> list[Appointment]:
    return [each for each in appointments(known, rules) if each.rung is Rung.CLOCK]


def test_each_clock_is_told_ahead_on_its_day_and_chased_and_a_right_is_never_chased() -> None:
    told = _of_clocks(petition("2026-03-02"))
    assert [f"{each.moment.astimezone(LAW.timezone):%m-%d %H:%M}" for each in told] == [
        "03-06 09:30",  # 异议: a day ahead, which is a Sunday
        "03-09 15:00",
        "03-13 09:30",  # 受理: three days ahead is a Saturday
        "03-16 09:30",
        "03-17 15:00",
        "03-18 09:30",
        "03-20 09:30",
        "03-24 09:30",
    ]
    assert [is_clock_chase(each.step) for each in told] == [False] * 5 + [True] * 3
    assert len({each.name for each in told}) == len(told)


def test_a_marked_step_a_submitted_item_and_a_plain_task_have_none() -> None:
    known = petition("2026-03-02")
    assert _of_clocks(mark(known, 2, "甲某", at("2026-03-03 10:00"), "", LAW)) == []
    assert _of_clocks(replace(known, status=ItemStatus.SUBMITTED)) == []
    assert _of_clocks(item()) == []


def test_of_two_clocks_that_run_at_once_neither_hides_the_other() -> None:
    """Both are due by the same moment of the same day."""
    rules = _with(replace(PETITION, clocks=(replace(OBJECT, days=5), replace(ACCEPT, days=7), HANDLE)))
    known = petition("2026-03-02")
    now = at("2026-03-09 15:00")
    told = [each for each in due(known, rules, Audience.UNIT, now) if each.rung is Rung.CLOCK]
    assert [each.step // 1000 for each in told] == [1, 2]


def test_what_an_old_ledger_brings_is_not_made_up_for_after_ten_days() -> None:
    known = petition("2026-03-02")
    late = at("2026-06-01 09:30")
    assert [each for each in due(known, LAW, Audience.UNIT, late) if each.rung is Rung.CLOCK] == []


def test_an_assignment_without_a_limit_takes_that_of_the_law() -> None:
    order = Assignment(title="反映补贴发放问题", units=("社会救助股",), owner="甲某", kind="petition")
    assert lacks(order, at("2026-03-02 10:00"), LAW) == ()
    new = entered(order, "办主任", at("2026-03-02 10:00"), LAW)
    assert (new.due, new.received_on, new.is_sensitive) == ("2026-05-01", date(2026, 3, 2), True)
    assert (
        entered(replace(order, kind="task", due="2026-03-09"), "办主任", at("2026-03-02 10:00"), LAW).received_on
        is None
    )
    assert lacks(replace(order, vague="尽快"), at("2026-03-02 10:00"), LAW) != ()


def test_prolonged_days_are_counted_on_before_rest_days_roll() -> None:
    known = mark(petition("2026-03-02"), 2, "甲某", at("2026-03-10 10:00"), "", LAW)
    more = Prolongation(clock="handle", days=30, at=at("2026-05-06 10:00"), by="分管甲")
    assert statutory_due(replace(known, prolonged=(more,)), LAW) == "2026-06-08"


def test_marks_of_clocks_that_the_configuration_has_no_more_hurt_nothing() -> None:
    known = replace(petition(), clock_marks=(ClockMark(clock="gone", at=at("2026-03-03 10:00"), by="甲某"),))
    assert len(spans(known, LAW)) == 3
    assert spans(replace(known, kind="gone"), LAW) == ()


@every_row(
    "words, day, rest",
    [
        ("3月2日 已书面告知", "2026-03-02", "已书面告知"),
        ("12月30日", "2025-12-30", ""),
        ("2026-03-02，已告知", "2026-03-02", "已告知"),
        ("2026.3.2 已告知", "2026-03-02", "已告知"),
        ("三月二日 已告知", "2026-03-02", "已告知"),
        ("昨天已告知", "2026-03-09", "已告知"),
        ("3月12日", "2026-03-12", ""),
        ("已当面告知", None, "已当面告知"),
        ("", None, ""),
    ],
)
def test_a_day_that_has_come_is_read_from_the_beginning_of_the_words(words: str, day: str | None, rest: str) -> None:
    found, left = split_past_day(words, date(2026, 3, 10))
    assert (found.isoformat() if found else None, left) == (day, rest)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(DateNotUnderstood):
        split_past_day("2月30日 已告知", date(2026, 3, 10))


def accepted(received: str = "2026-03-02", **fields: object) -> Item:
    return replace(mark(petition(received), 2, "甲某", at(f"{received} 11:00"), "", LAW), **fields)


def test_a_limit_of_the_law_is_prolonged_once_by_its_own_days_and_the_former_stays() -> None:
    asked = ask_prolonging(accepted(), "甲某", at("2026-04-20 10:00"), "案情复杂", LAW, is_office=False)
    assert (asked.due, asked.history[-1].to) == ("2026-05-01", "2026-05-31")
    granted = prolong(asked, "分管甲", at("2026-04-21 10:00"), "案情复杂", LAW)
    assert (granted.due, granted.due_set_at) == ("2026-05-31", at("2026-04-21 10:00"))
    assert [each.due for each in granted.former_limits] == ["2026-05-01"]
    assert ends(granted)[2] == "2026-06-01"  # 31 May is a Sunday
    assert is_statutory(granted, LAW)
    with pytest.raises(ProlongedAlready):
        require_prolongable(granted, at("2026-04-22 10:00"), LAW, is_office=True)
    back = take_back(granted, "分管甲", at("2026-04-21 11:00"), is_office=False)
    assert (back.due, back.prolonged, back.former_limits) == ("2026-05-01", (), ())


def test_a_limit_of_the_items_own_is_prolonged_by_the_same_days() -> None:
    granted = prolong(accepted(due="2026-04-10T17:00"), "分管甲", at("2026-04-01 10:00"), "", LAW)
    assert (granted.due, granted.due_written) == ("2026-05-10T17:00", "2026-04-10T17:00")


def test_prolonging_is_refused_too_early_too_late_and_where_the_law_has_none() -> None:
    after = at("2026-05-07 10:00")
    cases: list[tuple[Item, bool, type[DubanError]]] = [
        (petition(), False, ClockNotBegun),
        (item(), True, NotProlongable),
        (accepted(due=""), True, NotProlongable),
        (accepted(), False, ProlongTooLate),
        (replace(accepted(), status=ItemStatus.CLOSED), True, AlreadyClosed),
    ]
    for known, is_office, refusal in cases:
        moment = after if refusal is ProlongTooLate else at("2026-03-10 10:00")
        with pytest.raises(refusal):
            require_prolongable(known, moment, LAW, is_office=is_office)
    assert require_prolongable(accepted(), after, LAW, is_office=True) is HANDLE
    with pytest.raises(ProlongInstead):
        require_no_prolonging(accepted(), LAW)
    with pytest.raises(ProlongedAlready):  # nor extended once more after that
        require_no_prolonging(prolong(accepted(), "分管甲", at("2026-03-10 10:00"), "", LAW), LAW)
    require_no_prolonging(accepted(due="2026-04-10"), LAW)
    require_no_prolonging(item(), LAW)


def test_a_row_without_a_limit_has_that_of_the_law_and_leaves_it_as_it_is_the_next_time() -> None:
    """Read again later, the row still says nothing of a limit: what was marked and prolonged meanwhile stays."""
    petitions = sheet(row(3, kind="信访", due=""))
    found = plan(petitions)
    (new,) = found.new
    assert (new.item.due, new.item.received_on) == ("2027-01-19", date(2026, 11, 20))
    assert [notice.number for notice in found.notices if notice.remark is Remark.LIMIT_OF_LAW] == [3]
    (known,) = after(found)
    taken_on = mark(known, 2, "甲某", at("11-23 10:00"), "", RULES)
    assert taken_on.due == "2027-01-22"
    again = plan(petitions, items=[taken_on], now=at("12-01 10:00"))
    assert (again.new, again.changed) == ((), ())


def _with(kind: Kind) -> Rules:
    settings = {name: getattr(LAW, name) for name in LAW.__struct_fields__}
    return Rules(**settings | {"kinds": {**KINDS, kind.name: kind}})


@given(
    received=st.dates(date(2020, 1, 1), date(2027, 12, 31)),
    days=st.integers(0, 20),
    more=st.booleans(),
)
def test_whenever_a_step_is_marked_the_clocks_after_it_end_on_work_days(received: date, days: int, more: bool) -> None:
    """Each ends after it began, on a work day; the last is the item's limit, and a mark taken back leaves nothing."""
    known = petition(received.isoformat())
    moment = at(f"{received + timedelta(days=days)} 12:00")
    marked = mark(known, 2, "甲某", moment, "", LAW)
    if more:
        marked = prolong(marked, "分管甲", moment, "案情复杂", LAW)
    for span in spans(marked, LAW):
        assert span.begins is not None
        assert span.ends is not None
        assert span.ends > span.begins
        assert LAW.work_days.is_work_day(span.ends)
    assert marked.due == statutory_due(marked, LAW)
    sixty = timedelta(days=90 if more else 60)
    assert date.fromisoformat(marked.due) == received + timedelta(days=days) + sixty
    names = [each.name for each in appointments(marked, LAW)]
    assert len(set(names)) == len(names)
    if not more:
        assert take_back(marked, "甲某", moment, is_office=False).due == known.due


def application(**fields: object) -> Item:
    """An application for disclosure that came in on Monday, 2 March 2026; twenty work days end on the 30th."""
    new = item("", kind="disclosure", received_on=date(2026, 3, 2), assigned_at=at("2026-03-02 10:00"))
    return with_first_limit(replace(new, **fields), date(2026, 3, 2), RULES)


def test_once_a_supplement_is_asked_for_the_answer_waits_and_counts_from_the_day_it_came_in() -> None:
    """政府信息公开条例 30: 答复期限自行政机关收到补正的申请之日起计算."""
    known = application()
    assert (known.due, ends(known, RULES)) == ("2026-03-30", ["2026-03-11", "", "2026-03-30"])
    asked = mark(known, 1, "甲某", at("2026-03-09 10:00"), "缺身份证明", RULES)
    assert ends(asked, RULES) == ["2026-03-11", "2026-03-30", "2026-04-28"], "as if it came in on its last day"
    assert asked.due == "2026-04-28"
    assert [span.is_waiting for span in spans(asked, RULES)] == [False, False, True]
    assert not [each for each in appointments(asked, RULES) if each.moment < at("2026-03-25 10:00")]
    with pytest.raises(ClockNotBegun):
        require_prolongable(asked, at("2026-03-10 10:00"), RULES, is_office=True)
    early = mark(asked, 2, "甲某", at("2026-03-18 10:00"), "", RULES, date(2026, 3, 16))
    assert (early.due, ends(early, RULES)[2]) == ("2026-04-14", "2026-04-14")
    assert not spans(early, RULES)[2].is_waiting
    late = mark(asked, 2, "甲某", at("2026-04-02 10:00"), "", RULES)
    assert late.due == "2026-05-06", "with good reason it may come in later than its day"
    assert take_back(early, "甲某", at("2026-03-18 11:00"), is_office=False).due == asked.due
    assert take_back(asked, "甲某", at("2026-03-09 11:00"), is_office=False).due == known.due


def test_a_supplement_moves_no_limit_of_the_items_own_and_none_that_was_not_asked_for() -> None:
    own = mark(application(due="2026-03-20"), 1, "甲某", at("2026-03-09 10:00"), "", RULES)
    assert own.due == "2026-03-20"
    with pytest.raises(ClockNotBegun):
        mark(application(), 2, "甲某", at("2026-03-09 10:00"), "", RULES)
    with pytest.raises(ClockLapsed):
        mark(application(), 1, "甲某", at("2026-03-12 10:00"), "", RULES)


def test_a_petition_is_not_stopped_by_a_supplement() -> None:
    """信访工作条例 34: sixty days from 受理, whatever is asked for meanwhile."""
    assert not any(clock.restarts for clock in LAW.kinds["petition"].clocks)


_URGENT = replace(LAW.kinds["petition"], urgency=(("特急", 1), ("一般", 10)))
_BY_URGENCY = replace(LAW, kinds=LAW.kinds | {"petition": _URGENT})


def test_how_urgent_it_is_says_how_long_the_last_clock_is_and_the_others_stay() -> None:
    """A Monday: one work day is Tuesday, ten are the Monday after next."""
    plain = item("", kind="petition", received_on=date(2026, 3, 2), assigned_at=at("2026-03-02 10:00"))
    assert [statutory_due(replace(plain, urgency=each), _BY_URGENCY) for each in ("特急", "一般", "", "较急")] == [
        "2026-03-03",
        "2026-03-16",
        "2026-05-01",
        "2026-05-01",
    ]
    assert spans(replace(plain, urgency="特急"), _BY_URGENCY)[:-1] == spans(plain, _BY_URGENCY)[:-1]


def test_a_limit_of_the_law_follows_what_it_is_counted_from_and_one_of_its_own_stays() -> None:
    was = item("2026-05-01", kind="petition", received_on=date(2026, 3, 2), assigned_at=at("2026-03-02 10:00"))
    assert with_law(was, replace(was, received_on=date(2026, 3, 4)), LAW).due == "2026-05-03"
    assert with_law(was, replace(was, urgency="特急"), _BY_URGENCY).due == "2026-03-03"
    own = replace(was, due="2026-04-10")
    assert with_law(own, replace(own, received_on=date(2026, 3, 4)), LAW).due == "2026-04-10"
    assert with_law(was, replace(was, received_on=date(2026, 3, 4), due="2026-04-10"), LAW).due == "2026-04-10"


def test_a_word_that_the_office_s_table_does_not_have_is_refused_and_without_a_table_taken() -> None:
    one = item("", kind="petition")
    assert read_value("urgency", "特急", one, date(2026, 3, 2), _BY_URGENCY) == "特急"
    assert read_value("urgency", "较急", one, date(2026, 3, 2), LAW) == "较急"
    with pytest.raises(ValueUnclear):
        read_value("urgency", "较急", one, date(2026, 3, 2), _BY_URGENCY)
