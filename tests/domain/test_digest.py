"""The morning's views: everybody reads what is theirs, each item in one place, and nothing where there is nothing."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.census import Census, quarter_end
from domain.closing import finish, send_back
from domain.digest import director_digest, leader_digest, personal_digest, unit_digest
from domain.highlights import HIGHLIGHTS
from domain.item import OPEN, Item, ItemStatus
from domain.overview import bureau_digest, missing_year, office_digest
from domain.requests import NAMED, DecisionRequest, RequestKind
from domain.rights import asleep
from domain.roster import Roster
from domain.views import Light, Lost
from tests.domain.office import (
    DEPUTY,
    DIRECTOR,
    HEAD,
    OFFICE,
    OTHER_DEPUTY,
    OTHER_HEAD,
    OWNER,
    RECTIFICATION,
    ROSTER,
    RULES,
    TASK,
    ZONE,
    at,
    item,
)

UNIT = "社会救助股"
MORNING = at("11-20 08:30")


def census(items: Iterable[Item], now: datetime = MORNING) -> Census:
    """The census of these items."""
    taken = Census(RULES, now)
    for each in items:
        taken.add(each)
    return taken


ITEMS = st.lists(
    st.builds(
        lambda due, status, secret, number: item(
            due.isoformat(), number=number, status=status, is_sensitive=secret, submitted_at=MORNING
        ),
        st.dates(date(2026, 9, 1), date(2027, 3, 1)),
        st.sampled_from(ItemStatus),
        st.booleans(),
        st.integers(1, 10_000),
    ),
    max_size=40,
    unique_by=lambda each: each.number,
)
MOMENTS = st.datetimes(datetime(2026, 9, 20), datetime(2026, 12, 31), timezones=st.just(ZONE))  # noqa: DTZ001


@given(ITEMS, MOMENTS, st.sets(st.integers(1, 10_000), max_size=20))
def test_a_units_digest_names_each_item_in_one_place_and_its_counts_add_up(
    items: list[Item], now: datetime, chased: set[int]
) -> None:
    view = unit_digest(census(items, now), UNIT, frozenset(chased))
    shown = [each for each in items if each.status in OPEN and not each.is_sensitive]
    if view is None:
        return
    assert view.tally.in_hand == len(shown)
    places = Counter(view.chased_today)
    for lines in (view.lines, view.in_holiday, view.since_holiday, view.this_week):
        places.update(line.item.number for line in lines)
    assert set(places.values()) <= {1}
    assert set(places) <= {each.number for each in shown}
    late = {
        each.number for each in shown if each.status is not ItemStatus.SUBMITTED and each.due < now.date().isoformat()
    }
    assert late <= set(places)


@given(ITEMS)
def test_the_bureaus_counts_are_the_sums_of_its_units(items: list[Item]) -> None:
    spread = [replace(each, unit=("甲股", "乙股", UNIT)[each.number % 3]) for each in items]
    taken = census(spread)
    view = bureau_digest(taken, ROSTER)
    if view is None:
        return
    kept = [each for each in spread if not each.is_sensitive and each.status is not ItemStatus.CANCELLED]
    assert view.total == len(kept)
    assert view.closed + view.paused + view.tally.in_hand == view.total
    assert len(view.rows) + view.quiet_units == len({*(unit.name for unit in ROSTER.units), *taken.units})
    assert sum(row.tally.late for row in view.rows) == view.tally.late


def test_late_comes_before_today_before_near_before_the_rungs_and_marked_items_first() -> None:
    items = [
        item("2026-11-27", number=1),
        item("2026-11-23", number=2),
        item("2026-11-20", number=3),
        item("2026-11-16", number=4),
        item("2026-11-17", number=5, marks=("被通报",)),
    ]
    view = unit_digest(census(items), UNIT)
    assert view is not None
    assert [line.item.number for line in view.lines] == [5, 4, 3, 2, 1]


def _requested(kind: RequestKind, number: int = 12, *, by: str = OWNER.name) -> DecisionRequest:
    return DecisionRequest(kind=kind, item=number, asked_by=by, asked_at=MORNING)


@pytest.mark.parametrize("kind", sorted(NAMED))
def test_who_decides_a_request_hears_of_it_in_the_morning_and_nobody_else(kind: RequestKind) -> None:
    taken = census([quiet := item("2026-12-20", number=12)])
    taken.note_request(_requested(kind), quiet)
    leader = leader_digest(taken, DEPUTY, ROSTER)
    assert leader is not None
    assert (leader.to_decide, leader.to_approve, leader.late) == (((kind, 12),), (), ())
    assert leader_digest(taken, OTHER_DEPUTY, ROSTER) is None
    assert director_digest(taken, DIRECTOR, ROSTER) is None
    assert personal_digest(taken, OWNER, ROSTER) is None
    office = office_digest(taken, ROSTER)
    assert office is not None
    assert office.extensions + office.prolongings + office.plans == 1


def test_the_office_hears_of_what_it_decides_where_no_deputy_can() -> None:
    taken = census([quiet := item("2026-12-20", number=12)])
    taken.note_request(_requested(RequestKind.PLAN), quiet)
    roster = Roster((OFFICE, HEAD, OWNER), ROSTER.units, ROSTER.chats)
    view = personal_digest(taken, OFFICE, roster)
    assert view is not None
    assert view.to_decide == ((RequestKind.PLAN, 12),)


def test_a_request_is_named_on_a_rest_day_only_where_its_kind_never_rests() -> None:
    taken = Census(RULES, MORNING, speaks_of=lambda _: False)
    taken.note_request(_requested(RequestKind.PLAN), item("2026-12-20", number=12))
    assert leader_digest(taken, DEPUTY, ROSTER) is None


def test_normal_items_between_rungs_are_counted_and_not_named() -> None:
    assert unit_digest(census([item("2026-12-20")]), UNIT) is None
    view = unit_digest(census([item("2026-12-20"), item("2026-11-20", number=13)]), UNIT)
    assert view is not None
    assert view.tally.normal == 1
    assert [line.item.number for line in view.lines] == [13]


def test_what_awaits_approval_is_counted_in_the_group_and_named_to_the_approver() -> None:
    asked = finish(item("2026-11-18", kind="rectification"), RECTIFICATION, "甲某", at("11-17 10:00"))
    taken = census([asked, item("2026-11-20", number=13)])
    group = unit_digest(taken, UNIT)
    assert group is not None
    assert group.tally.waiting == 1
    assert [line.item.number for line in group.lines] == [13]
    leader = leader_digest(taken, DEPUTY, ROSTER)
    assert leader is not None
    assert [line.item.number for line in leader.to_approve] == [12]
    other = personal_digest(taken, OWNER, ROSTER)
    assert other is not None
    assert other.to_approve == ()


def test_a_returned_item_is_in_the_groups_digest_as_any_other() -> None:
    """docs/messages.md 9: a 退回 is never spoken of in a group."""
    asked = finish(item("2026-11-20"), RECTIFICATION, OWNER.name, at("11-19 16:00"), "已整改")
    returned = send_back(asked, DEPUTY.name, at("11-19 17:00"), "佐证不足", RULES)
    view = unit_digest(census([returned]), UNIT)
    assert view is not None
    (line,) = view.lines
    assert (line.due_on, line.item.returned_at, line.item.returned_reason) == (returned.supplement_by, None, "")


def test_a_sensitive_item_reaches_owner_head_and_leader_and_no_group() -> None:
    taken = census([item("2026-11-16", is_sensitive=True)])
    assert unit_digest(taken, UNIT) is None
    assert bureau_digest(taken, ROSTER) is None
    for view in (personal_digest(taken, OWNER, ROSTER), personal_digest(taken, HEAD, ROSTER)):
        assert view is not None
        assert [line.item.number for line in view.late] == [12]
    leader = leader_digest(taken, DEPUTY, ROSTER)
    assert leader is not None
    assert [line.item.number for line in leader.late] == [12]


def test_a_head_hears_of_the_whole_unit_only_where_it_has_no_group() -> None:
    taken = census([item("2026-11-16")])
    assert personal_digest(taken, HEAD, ROSTER) is None
    speaking = personal_digest(taken, HEAD, ROSTER, speaks=True)
    assert speaking is not None
    assert [line.item.number for line in speaking.late] == [12]
    assert personal_digest(taken, OTHER_HEAD, ROSTER, speaks=True) is None


def test_two_people_of_one_name_each_hear_of_their_own() -> None:
    namesake = replace(OWNER, number=99, unit="养老服务股", telegram_id=9099)
    roster = Roster((*ROSTER.people, namesake), ROSTER.units, ROSTER.chats)
    taken = census([item("2026-11-20"), item("2026-11-20", number=13, unit="养老服务股")])
    for person, number in ((OWNER, 12), (namesake, 13)):
        view = personal_digest(taken, person, roster)
        assert view is not None
        assert [line.item.number for line in view.today] == [number]


@pytest.mark.parametrize(("day", "is_told"), [("11-20", False), ("11-23", True), ("10-08", True), ("10-09", False)])
def test_a_leader_without_needs_hears_on_the_weeks_first_work_day(day: str, is_told: bool) -> None:
    taken = census([item("2027-01-20")], at(f"{day} 08:30"))
    assert (leader_digest(taken, DEPUTY, ROSTER) is not None) is is_told
    assert leader_digest(taken, OTHER_DEPUTY, ROSTER) is None


def told_director(items: Iterable[Item], now: datetime, *, told: str) -> Census:
    """The census of items of which that 催办 was told."""
    taken = Census(RULES, now, chased=lambda _: [told])
    for each in items:
        taken.add(each)
    return taken


def test_the_director_reads_once_a_week_what_was_escalated_by_unit() -> None:
    """Fault 3.5: the director's counts are the bureau group's; below them what was escalated, unit by unit."""
    items = [
        item("2026-11-16", number=12, unit="养老服务股"),
        item("2026-11-18", number=13),
        item("2026-11-17", number=14),
        item("2026-12-30", number=15, is_sensitive=True),
    ]
    last = "2026-11-16|chase:3"
    assert director_digest(told_director(items, at("11-24 08:30"), told=last), DIRECTOR, ROSTER) is None
    taken = told_director(items, at("11-30 08:30"), told=last)
    view, group = director_digest(taken, DIRECTOR, ROSTER), bureau_digest(taken, ROSTER)
    assert view is not None
    assert group is not None
    assert [line.item.number for line in view.escalated] == [14, 13, 12]
    assert (view.tally, view.secret) == (group.tally, 1)


def test_what_was_chased_but_not_to_the_end_is_not_escalated() -> None:
    """Fault 3.1: the calendar alone escalates nothing."""
    items = [item("2026-11-16")]
    assert director_digest(census(items, at("11-30 08:30")), DIRECTOR, ROSTER) is None
    early = told_director(items, at("11-30 08:30"), told="2026-11-16|chase:2")
    assert director_digest(early, DIRECTOR, ROSTER) is None


def test_everybody_reads_one_total_and_sensitive_items_are_counted_apart() -> None:
    """Fault 3.5: a leader's 在办 is their groups' 在办; what no group may count is named beside it."""
    secret = item("2026-11-20", number=14, is_sensitive=True)
    taken = census([item("2026-11-18"), item("2026-11-20", number=13), secret])
    leader, group = leader_digest(taken, DEPUTY, ROSTER), unit_digest(taken, UNIT)
    assert leader is not None
    assert group is not None
    assert (leader.in_hand, leader.secret) == (group.tally.in_hand, 1)
    assert [line.item.number for line in leader.today] == [13, 14]


def test_what_needs_a_leader_is_among_what_they_have_in_hand() -> None:
    """Fault 3.5: never 在办0项，需您过目2项."""
    waiting = item("2026-11-25", status=ItemStatus.SUBMITTED, unit="无人分管", submitted_by="甲某")
    own = item("2026-11-20", number=13, unit="无人分管", owner=OTHER_DEPUTY.name)
    nobody = replace(OTHER_DEPUTY, oversees=())
    roster = Roster((nobody, HEAD, OWNER), ROSTER.units, ROSTER.chats, frozenset({nobody.telegram_id or 0}))
    view = leader_digest(census([waiting, own]), nobody, roster)
    assert view is not None
    assert view.in_hand == len(view.today) + len(view.to_approve) == 2


def test_on_a_rest_day_all_is_counted_and_only_what_never_rests_is_named() -> None:
    """Fault 3.5: six open items are six on a Saturday as well."""
    items = [item("2026-11-21", number=1, kind="hotline"), *(item("2026-11-20", number=n) for n in range(2, 7))]
    taken = Census(RULES, at("11-21 08:30"), speaks_of=lambda each: each.kind == "hotline")
    for each in items:
        taken.add(each)
    view = unit_digest(taken, UNIT)
    assert view is not None
    assert [line.item.number for line in view.lines] == [1]
    assert (view.tally.in_hand, taken.tally().in_hand) == (6, 6)
    assert office_digest(taken, ROSTER) is None


def test_people_are_counted_not_their_rows() -> None:
    """Fault 3.5: whoever holds two posts is one person who did not start; namesakes are two."""
    leader = replace(DEPUTY, telegram_id=None, number=31)
    as_head = replace(HEAD, name=DEPUTY.name, telegram_id=None, number=32)
    unknown = replace(OWNER, name="王某", telegram_id=None)
    namesakes = [replace(unknown, unit=unit, number=n) for n, unit in ((33, "甲"), (34, "乙"))]
    known = [replace(OWNER, unit=unit, silent_since=MORNING, number=n) for n, unit in ((35, "甲"), (36, "乙"))]
    roster = Roster((leader, as_head, *namesakes, *known))
    assert [person.number for person in asleep(roster)] == [31, 33, 34, 35]
    view = office_digest(census([], at("11-23 08:30")), roster)
    assert view is not None
    assert view.asleep == 4


def test_the_office_counts_what_is_pressing_daily_and_what_stays_weekly() -> None:
    pressing = [item(number=1, status=ItemStatus.ASSIGNED), item(number=2, status=ItemStatus.SUBMITTED)]
    view = office_digest(census(pressing), ROSTER)
    assert view is not None
    assert (view.unsigned, view.to_approve, view.asleep) == (1, 1, 0)
    gaps = [item("", number=3)]
    asleep = Roster((*ROSTER.people, replace(OWNER, name="丁某", telegram_id=None)))
    assert office_digest(census(gaps), asleep) is None
    assert office_digest(census(gaps), asleep, doubts=(12,)) is not None, "an objection waits for it"
    monday = office_digest(census(gaps, at("11-23 08:30")), asleep)
    assert monday is not None
    assert (monday.without_limit, monday.asleep, monday.provisional_year) == (1, 1, 2027)
    assert office_digest(census([]), ROSTER, lost=(Lost("社会救助股", "【今日提示】"),)) is not None


def test_measures_that_are_not_set_are_named_to_the_unit_and_counted_for_the_office_once_a_week() -> None:
    bare = [
        item("2027-03-31", number=1, kind="rectification"),
        item("2027-03-31", number=2, kind="rectification", measures="逐户核查"),
        item("2027-03-31", number=3, kind="rectification", is_sensitive=True),
        item("2027-03-31", number=4),
    ]
    friday, monday = census(bare), census(bare, at("11-23 08:30"))
    assert unit_digest(friday, "社会救助股") is None
    view, counts = unit_digest(monday, "社会救助股"), office_digest(monday, ROSTER)
    assert view is not None
    assert view.without_measures == (1,)
    assert counts is not None
    assert counts.without_measures == 2
    bureau = [bureau_digest(each, ROSTER) for each in (friday, monday)]
    assert [each.without_measures for each in bureau if each] == [(("社会救助股", 1),)]


def test_the_head_of_a_unit_without_a_group_reads_which_measures_are_not_set() -> None:
    monday = census([item("2027-03-31", number=1, kind="rectification")], at("11-23 08:30"))
    view = personal_digest(monday, HEAD, ROSTER, speaks=True)
    assert view is not None
    assert view.without_measures == (1,)
    assert personal_digest(monday, HEAD, ROSTER) is None
    assert personal_digest(census([item("2027-03-31", kind="rectification")]), HEAD, ROSTER, speaks=True) is None


def test_a_limit_that_cannot_be_read_is_a_gap_like_none_at_all() -> None:
    gaps = [item("尽快", number=1), item("", number=2), item("", number=3, is_endless=True), item(number=4)]
    assert census(gaps).without_limit == 2


def test_what_falls_due_on_a_rest_day_reaches_owner_and_leader_on_the_work_day_before() -> None:
    taken = census([item("2026-11-22"), item("2026-11-23", number=13), item("2026-11-21", number=14, kind="hotline")])
    own, leader = personal_digest(taken, OWNER, ROSTER), leader_digest(taken, DEPUTY, ROSTER)
    for view in (own, leader):
        assert view is not None
        assert [line.item.number for line in view.before_rest] == [12]  # 12345 speaks up on the day itself


def test_a_provisional_calendar_is_explained_once_a_week() -> None:
    near = [item("2027-01-04")]
    days = [unit_digest(census(near, at(f"12-{day} 08:30")), UNIT) for day in (28, 29, 30)]
    assert [view and view.provisional_year for view in days] == [2027, None, None]


def test_the_missing_calendar_is_spoken_of_from_the_first_of_november() -> None:
    assert missing_year(RULES, at("10-31 23:59")) is None
    assert missing_year(RULES, at("11-01 00:01")) == 2027
    assert missing_year(RULES, at("2025-12-01 08:30")) is None


def test_the_highlights_and_the_weeks_closed_items_are_in_the_bureaus_friday() -> None:
    done = finish(item("2026-11-18", number=1, source=f"《{HIGHLIGHTS}工作》"), TASK, "甲某", at("11-17 10:00"))
    named_last_week = finish(item("2026-11-18", number=2), TASK, "甲某", at("11-13 08:00"))
    view = bureau_digest(census([done, named_last_week, item("2026-12-30", source=HIGHLIGHTS)]), ROSTER)
    assert view is not None
    assert view.highlights == (1, 1, 0)
    assert [line.item.number for line in view.closed_this_week] == [1]


def test_what_was_closed_on_friday_after_the_round_up_is_named_a_week_later() -> None:
    done = finish(item("2026-11-18", number=2), TASK, "甲某", at("11-13 16:00"))
    view = bureau_digest(census([done]), ROSTER)
    assert view is not None
    assert [line.item.number for line in view.closed_this_week] == [2]


def test_a_sensitive_item_is_not_in_fridays_count() -> None:
    """Fault 7.14: the bureau's group neither names nor counts it."""
    done = finish(item("2026-11-18", number=2, is_sensitive=True), TASK, "甲某", at("11-17 10:00"))
    shown = finish(item("2026-11-18", number=3), TASK, "甲某", at("11-17 10:00"))
    view = bureau_digest(census([done, shown]), ROSTER)
    assert view is not None
    assert [line.item.number for line in view.closed_this_week] == [3]
    assert (view.total, view.closed) == (1, 1)


def test_the_week_is_shown_by_what_was_closed_in_time_and_by_its_highlights_first() -> None:
    """推出典型: an example is not what was closed late."""
    late = finish(item("2026-11-10", number=1), TASK, "甲某", at("11-17 10:00"))
    plain = finish(item("2026-11-20", number=2), TASK, "甲某", at("11-17 10:00"))
    shining = finish(item("2026-11-27", number=3, source=HIGHLIGHTS), TASK, "甲某", at("11-17 10:00"))
    view = bureau_digest(census([late, plain, shining]), ROSTER)
    assert view is not None
    assert [line.item.number for line in view.closed_this_week] == [3, 2, 1]


def test_the_holiday_ahead_and_the_holiday_behind_have_their_own_places() -> None:
    items = [item("2026-10-03", number=1), item("2026-10-11", number=2), item("2026-12-31", number=3)]
    before = unit_digest(census(items, at("09-30 08:30")), UNIT)
    assert before is not None
    assert [line.item.number for line in before.in_holiday] == [1]
    assert [line.item.number for line in before.lines] == [2]  # three work days are left after the holiday
    after = unit_digest(census(items, at("10-08 08:30")), UNIT, frozenset({1}))
    assert after is not None
    assert [line.item.number for line in after.since_holiday] == [1]
    assert after.chased_today == ()
    assert after.this_quarter == 2
    named = {line.item.number for line in (*after.lines, *after.this_week)}
    assert named == {2}


def test_an_item_that_no_chase_speaks_of_today_is_named_in_full_on_the_first_day_back() -> None:
    view = unit_digest(census([item("2026-10-03")], at("10-08 10:00")), UNIT)
    assert view is not None
    assert [line.light for line in view.lines] == [Light.LATE]
    assert view.since_holiday == ()


def test_suspended_and_cancelled_items_need_nobody() -> None:
    taken = census([item(number=1, status=ItemStatus.SUSPENDED), item(number=2, status=ItemStatus.CANCELLED)])
    assert unit_digest(taken, UNIT) is None
    assert leader_digest(taken, DEPUTY, ROSTER) is None
    assert personal_digest(taken, OWNER, ROSTER) is None
    assert office_digest(taken, ROSTER) is None
    assert taken.statuses.total() == 1


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_a_quarter_ends_on_the_day_before_the_next_begins(day: date) -> None:
    end = quarter_end(day)
    assert day <= end
    assert (end.month, end.day) in {(3, 31), (6, 30), (9, 30), (12, 31)}
    assert (end.month - 1) // 3 == (day.month - 1) // 3


def test_the_office_person_without_a_row_is_no_owner() -> None:
    assert personal_digest(census([item("2026-11-20", owner="管理员")]), OFFICE, ROSTER) is None
