"""报告周期: an item's owner is asked regularly, and not where there was word since the day before."""

from datetime import date, datetime, timedelta
from functools import partial
from itertools import takewhile
from random import Random

from msgspec.structs import replace

from domain.dates.rhythms import next_day
from domain.item import Did, Item, ItemStatus, Step
from domain.limits import local_day
from domain.occasion import Appointment
from domain.progress import report
from domain.rhythm import reports
from tests.domain.office import RULES, at, item
from tests.rows import every_row


def asked(each: Item, until: date = date(2026, 12, 31)) -> list[date]:
    return [found.about for found in reports(each, RULES) if found.about <= until]


SET_AT = at("11-18 10:00")


def weekly(set_at: datetime = SET_AT) -> Item:
    return item(
        "2026-12-31",
        report_every="week/5",
        history=(Step(set_at, "办主任", Did.EDIT, was={"report_every": ""}),),
    )


def test_an_item_without_a_rhythm_is_never_asked_about() -> None:
    assert asked(item("2026-12-31")) == []


def test_the_owner_is_asked_on_each_day_from_when_the_rhythm_was_set() -> None:
    assert asked(weekly())[:3] == [date(2026, 11, 20), date(2026, 11, 27), date(2026, 12, 4)]
    assert asked(weekly(at("11-20 10:00")))[0] == date(2026, 11, 27)


def test_a_day_is_left_out_where_there_was_word_since_the_one_before() -> None:
    for said, first in (("11-19 10:00", date(2026, 11, 27)), ("11-20 10:00", date(2026, 11, 27))):
        reported = report(weekly(), "甲某", at(said), "已报局办")
        assert asked(reported)[0] == first
    assert asked(report(weekly(), "甲某", at("11-23 10:00"), "已报局办"))[0] == date(2026, 12, 4)


def test_a_rest_day_is_asked_about_on_the_work_day_before_it() -> None:
    sunday = replace(weekly(), report_every="week/7")
    first = next(reports(sunday, RULES))
    assert (first.about, local_day(first.moment, RULES)) == (date(2026, 11, 22), date(2026, 11, 20))


def test_what_is_not_in_hand_is_not_asked_about() -> None:
    for status in (ItemStatus.SUBMITTED, ItemStatus.CLOSED, ItemStatus.SUSPENDED):
        assert asked(replace(weekly(), status=status)) == []


def _has_come(found: Appointment, by: datetime) -> bool:
    return found.moment <= by


@every_row("seed", range(100))
def test_whatever_is_reported_when_each_day_without_a_word_is_asked_about_once(seed: int) -> None:
    """Property: what a clock that looks each morning asks is what a recount of words and days says."""
    rng = Random(seed)
    every = rng.choice(("week/1", "week/5", "month/25", "month/end"))
    each, told, words = replace(weekly(), report_every=every), list[date](), list[date]()
    day = date(2026, 11, 19)
    while day < date(2027, 3, 31):
        morning = datetime(day.year, day.month, day.day, 8, 30, tzinfo=RULES.timezone)
        come = [found.about for found in takewhile(partial(_has_come, by=morning), reports(each, RULES))]
        told += [about for about in come[-1:] if about not in told]
        if rng.random() < 0.1:
            each = report(each, "甲某", morning + timedelta(hours=2), "有进展")
            words.append(day)
        day += timedelta(days=1)
    assert told == sorted(set(told))
    expected, last = list[date](), date(2026, 11, 18)
    while (due := next_day(every, last, RULES.work_days)) < date(2027, 3, 25):
        asked_on = RULES.work_days.on_or_before(due)
        if not any(last <= word < asked_on for word in words):
            expected.append(due)
        last = due
    missing = [due for due in expected if due not in told]
    assert not missing, (every, words)
