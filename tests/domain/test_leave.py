"""How leave (请假) is written, and what it is refused for; today is Friday, 2026-11-20."""

from datetime import date

import pytest
from msgspec.structs import replace

from domain.absence import Absence
from domain.errors import DubanError, NoteTooLong, PrivateData
from domain.leave import may_enter, person_named, read_wish, require_free, require_stand_in
from domain.leave_errors import (
    LeaveBegun,
    LeaveNotUnderstood,
    LeaveOverlaps,
    LeaveReversed,
    LeaveTooFar,
    LeaveTooLong,
    NameShared,
    StandInAway,
    StandInIsOneself,
    StandInUnknown,
    StandInUnreachable,
)
from domain.roster import Person, Roster
from tests.domain.office import (
    COLLEAGUE,
    DEPUTY,
    HEAD,
    INSPECTOR,
    OFFICE,
    OTHER_HEAD,
    OWNER,
    PEOPLE,
    ROSTER,
    RULES,
    STRANGER,
    TODAY,
    UNITS,
)
from tests.rows import every_row

NAMES = {person.name for person in PEOPLE}
UNIT_NAMES = {unit.name for unit in UNITS}
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 5)


@every_row(
    "written, first, last",
    [
        ("12月1日-12月5日", "12-01", "12-05"),
        ("12月1日至12月5日", "12-01", "12-05"),
        ("12月1日 至 12月5日", "12-01", "12-05"),
        ("12月1日到5日", "12-01", "12-05"),
        ("１２月１日－５日", "12-01", "12-05"),
        ("12.1-12.5", "12-01", "12-05"),
        ("十二月一日至五日", "12-01", "12-05"),
        ("明天", "11-21", "11-21"),
        ("今天", "11-20", "11-20"),
        ("下周一至下周三", "11-23", "11-25"),
        ("下周", "11-23", "11-27"),
        ("明天起3天", "11-21", "11-23"),
        ("12月1日起五天", "12-01", "12-05"),
        ("12月30日-1月3日", "12-30", "2027-01-03"),
    ],
)
def test_days_are_read_as_people_write_them(written: str, first: str, last: str) -> None:
    wish = read_wish(f"{written} 乙某 外出培训", TODAY, RULES, NAMES, UNIT_NAMES)
    days = [date.fromisoformat(day if len(day) > 5 else f"2026-{day}") for day in (first, last)]
    assert [wish.first_on, wish.last_on] == days
    assert (wish.stand_in, wish.reason) == ("乙某", "外出培训")


@every_row(
    "written, whom, stand_in, reason",
    [
        ("12月1日-12月5日", "", "", ""),
        ("12月1日-12月5日，乙某，年假", "", "乙某", "年假"),
        ("12月1日-12月5日 由乙某代办", "", "乙某", ""),
        ("12月1日-12月5日 代办人：乙某 病假", "", "乙某", "病假"),
        ("12月1日-12月5日 培训", "", "", "培训"),
        ("12月1日-12月5日 无 外出", "", "", "外出"),
        ("甲某 12月1日-12月5日 乙某", "甲某", "乙某", ""),
        ("12月1日-12月5日 乙某 社会救助股 家里有事", "", "乙某", "家里有事"),
    ],
)
def test_names_and_reason_stand_around_the_days(written: str, whom: str, stand_in: str, reason: str) -> None:
    wish = read_wish(written, TODAY, RULES, NAMES, UNIT_NAMES)
    assert (wish.whom, wish.stand_in, wish.reason) == (whom, stand_in, reason)
    assert (wish.first_on, wish.last_on) == (FIRST, LAST)


@pytest.mark.parametrize(
    ("written", "whom"), [("销假", ""), ("已销假", ""), ("甲某 销假", "甲某"), ("路人 销假", "路人")]
)
def test_who_is_back_says_so(written: str, whom: str) -> None:
    wish = read_wish(written, TODAY, RULES, NAMES, UNIT_NAMES)
    assert (wish.is_back, wish.whom) == (True, whom)


@every_row(
    "written, refusal",
    [
        ("12月5日-12月1日", LeaveReversed),
        ("11月18日-11月25日", LeaveBegun),
        ("2026年11月19日", LeaveBegun),
        ("11月18日", LeaveTooFar),
        ("12月1日-3月10日", LeaveTooLong),
        ("3天 乙某", LeaveNotUnderstood),
        ("尽快 乙某", LeaveNotUnderstood),
        ("每月25日 乙某", LeaveNotUnderstood),
        ("长期坚持", LeaveNotUnderstood),
        ("乙某", LeaveNotUnderstood),
        ("🙂", LeaveNotUnderstood),
        ("啊" * 5000, LeaveNotUnderstood),
        ("12月1日 己某", StandInUnknown),
        ("12月1日 由王某某代办", StandInUnknown),
        (f"12月1日 乙某 {'事' * 101}", NoteTooLong),
        ("12月1日 乙某 电话13800138000", PrivateData),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_reason(written: str, refusal: type[DubanError]) -> None:
    with pytest.raises(refusal):
        read_wish(written, TODAY, RULES, NAMES, UNIT_NAMES)


def test_a_leave_of_ninety_days_is_the_longest() -> None:
    assert read_wish("12月1日-2月28日", TODAY, RULES, NAMES, UNIT_NAMES).last_on == date(2027, 2, 28)
    with pytest.raises(LeaveTooLong):
        read_wish("12月1日-3月1日", TODAY, RULES, NAMES, UNIT_NAMES)


def test_a_name_of_several_people_takes_the_nearest_or_is_asked_about() -> None:
    namesakes = tuple(replace(each, name="丁某") for each in (OWNER, STRANGER))
    roster = Roster((*PEOPLE, *namesakes))
    assert person_named("丁某", "", roster, "社会救助股") == namesakes[0]
    assert person_named("丁某", "儿童福利股", roster, "社会救助股") == namesakes[1]
    assert person_named("戊某", "", roster) is None
    with pytest.raises(NameShared):
        person_named("丁某", "", roster, "养老服务股")


@every_row(
    "speaker, applicant, may",
    [
        (OWNER, OWNER, True),
        (DEPUTY, DEPUTY, True),
        (INSPECTOR, INSPECTOR, True),
        (OFFICE, DEPUTY, True),
        (HEAD, OWNER, True),
        (HEAD, HEAD, True),
        (HEAD, STRANGER, False),
        (HEAD, OTHER_HEAD, False),
        (HEAD, DEPUTY, False),
        (DEPUTY, HEAD, False),
        (OWNER, COLLEAGUE, False),
    ],
)
def test_who_enters_a_leave_for_whom(speaker: Person, applicant: Person, *, may: bool) -> None:
    assert may_enter(speaker, applicant, ROSTER) == may


def test_nobody_is_on_two_leaves_at_once() -> None:
    running = Absence(first_on=FIRST, last_on=LAST)
    away = replace(OWNER, away=(running,))
    with pytest.raises(LeaveOverlaps):
        require_free(away, LAST, date(2026, 12, 9))
    require_free(away, date(2026, 12, 6), date(2026, 12, 9))
    require_free(away, LAST, date(2026, 12, 9), replaced=running)
    require_free(replace(OWNER, away=(replace(running, ended_at=None, last_on=date(2026, 11, 30)),)), FIRST, LAST)


def test_a_stand_in_is_somebody_else_who_can_be_reached_and_is_there() -> None:
    require_stand_in(COLLEAGUE, OWNER, FIRST, LAST)
    with pytest.raises(StandInIsOneself):
        require_stand_in(OWNER, OWNER, FIRST, LAST)
    with pytest.raises(StandInUnreachable):
        require_stand_in(replace(COLLEAGUE, telegram_id=None), OWNER, FIRST, LAST)
    away = Absence(first_on=LAST, last_on=LAST, stand_in="股长", stand_in_number=5)
    require_stand_in(replace(COLLEAGUE, away=(away,)), OWNER, FIRST, LAST)
    for by in ("", OWNER.name):
        with pytest.raises(StandInAway):
            require_stand_in(replace(COLLEAGUE, away=(replace(away, stand_in=by),)), OWNER, FIRST, LAST)
