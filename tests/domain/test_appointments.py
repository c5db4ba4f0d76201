"""The ladder of one item: its rungs, its moments, who hears of each, and that nothing is told twice or forgotten."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.appointments import (
    appointments,
    newest,
    next_moment,
    rungs_on,
)
from domain.closing import finish, send_back, taken_over, undo
from domain.item import Item, ItemStatus
from domain.occasion import Appointment
from domain.progress import report
from domain.views import Audience, Rung
from tests.domain.office import RECTIFICATION, RULES, at, item
from tests.rows import every_row

ITEMS = st.builds(
    lambda due, hour, kind, set_on, status: item(
        due.isoformat() + hour, kind=kind, due_set_at=set_on, assigned_at=set_on, status=status, submitted_at=set_on
    ),
    st.dates(date(2026, 9, 1), date(2027, 3, 1)),
    st.sampled_from(["", "T10:00", "T17:30"]),
    st.sampled_from(["task", "rectification", "permit", "hotline"]),
    st.datetimes(datetime(2026, 9, 1), datetime(2027, 3, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([ItemStatus.ASSIGNED, ItemStatus.ACKNOWLEDGED, ItemStatus.SUBMITTED]),
)
AUDIENCES = st.sampled_from([Audience.UNIT, Audience.APPROVER])
MOMENTS = st.datetimes(datetime(2026, 9, 1), datetime(2027, 4, 1), timezones=st.just(UTC))  # noqa: DTZ001


def _sign(one: Item) -> Appointment | None:
    return next((each for each in appointments(one, RULES) if each.rung is Rung.SIGN), None)


def _told(one: Item, audience: Audience, now: datetime) -> list[tuple[Rung, int]]:
    return [(each.rung, each.step) for each in _due(one, audience, now)]


def _due(one: Item, audience: Audience, now: datetime, since: datetime | None = None) -> list[Appointment]:
    return [each for each in newest(one, RULES, audience, now, since) if each.rung is not Rung.SIGN]


@every_row(
    "due, kind, day, rungs",
    [
        ("2026-12-10", "task", date(2026, 12, 3), (7,)),
        ("2026-12-10", "task", date(2026, 12, 4), ()),
        ("2026-12-10", "task", date(2026, 12, 10), (0,)),
        ("2026-12-10", "task", date(2026, 12, 11), ()),
        ("2026-12-10", "rectification", date(2026, 11, 25), (15,)),
        ("2026-11-22", "task", date(2026, 11, 20), (1, 0)),
        ("2026-11-28", "task", date(2026, 11, 20), (7,)),
        ("2026-11-24", "task", date(2026, 11, 20), (3,)),
        ("2026-11-22", "task", date(2026, 11, 22), ()),
        ("2026-11-22", "hotline", date(2026, 11, 22), (0,)),
    ],
)
def test_a_rung_on_a_rest_day_is_named_on_the_work_day_before(
    due: str, kind: str, day: date, rungs: tuple[int, ...]
) -> None:
    assert rungs_on(item(due, kind=kind), RULES, day) == rungs


def test_an_item_shorter_than_ten_days_has_fewer_rungs() -> None:
    long, short = item("2026-12-10"), item("2026-12-10", start_on=date(2026, 12, 1))
    assert rungs_on(long, RULES, date(2026, 12, 3)) == (7,)
    assert rungs_on(short, RULES, date(2026, 12, 3)) == ()
    assert rungs_on(short, RULES, date(2026, 12, 7)) == (3,)


def test_on_the_day_the_alert_comes_in_the_afternoon() -> None:
    one = item("2026-11-20")
    assert _told(one, Audience.UNIT, at("11-20 14:59")) == []
    assert _told(one, Audience.UNIT, at("11-20 15:00")) == [(Rung.DUE, 0)]
    assert _told(one, Audience.UNIT, at("11-20 23:59")) == [(Rung.DUE, 0)]


def test_alert_of_the_day_is_dropped_when_its_day_is_over() -> None:
    assert _told(item("2026-11-20"), Audience.UNIT, at("11-21 09:00")) == []


def test_alert_is_not_sent_after_a_word_of_the_same_day() -> None:
    one = report(item("2026-11-20"), "甲某", at("11-20 10:00"), "已报局办，待会签")
    assert _told(one, Audience.UNIT, at("11-20 15:00")) == []
    yesterday = report(item("2026-11-20"), "甲某", at("11-19 10:00"), "数据比对中")
    assert _told(yesterday, Audience.UNIT, at("11-20 15:00")) == [(Rung.DUE, 0)]


def test_alert_is_not_repeated_after_close_out() -> None:
    closed = finish(item("2026-11-20"), RULES.kind("task"), "甲某", at("11-20 10:00"))
    assert appointments(closed, RULES) == ()
    assert _told(undo(closed, "甲某", at("11-20 10:05")), Audience.UNIT, at("11-20 15:00")) == [(Rung.DUE, 0)]


def test_a_limit_at_a_time_of_day_is_alerted_before_it_not_after() -> None:
    assert _told(item("2026-11-20T10:00"), Audience.UNIT, at("11-20 09:30")) == [(Rung.DUE, 0)]
    assert [each.rung for each in appointments(item("2026-11-20T09:00"), RULES)] == [Rung.CHASE] * 3


def test_a_limit_on_a_rest_day_is_alerted_on_the_work_day_before() -> None:
    assert _told(item("2026-11-22"), Audience.UNIT, at("11-20 15:00")) == [(Rung.DUE, 0)]


def test_what_was_set_after_the_digest_is_told_at_the_next_alert_time() -> None:
    lead = item("2026-11-27", due_set_at=at("11-20 09:00"))
    assert _told(lead, Audience.UNIT, at("11-20 09:30")) == [(Rung.SET, 0)]
    late_in_the_day = item("2026-11-27", due_set_at=at("11-20 10:00"))
    assert _told(late_in_the_day, Audience.UNIT, at("11-20 09:59")) == []
    assert _told(late_in_the_day, Audience.UNIT, at("11-20 15:00")) == [(Rung.SET, 0)]
    assert _told(item("2026-11-26", due_set_at=at("11-20 09:00")), Audience.UNIT, at("11-20 15:00")) == []
    assert _told(item("2026-11-27", due_set_at=at("11-20 08:00")), Audience.UNIT, at("11-20 15:00")) == []


@pytest.mark.parametrize(("set_at", "told"), [("08:30:00", []), ("08:30:01", [(Rung.SET, 0)])])
def test_what_was_set_at_the_digests_minute_is_in_the_digest(set_at: str, told: list[tuple[Rung, int]]) -> None:
    """Fault 7.6: only what was set after the digest is told at the next alert time."""
    assert _told(item("2026-11-27", due_set_at=at(f"11-20 {set_at}")), Audience.UNIT, at("11-20 09:30")) == told


def test_what_was_set_at_an_alerts_minute_is_told_at_the_next_one() -> None:
    """Fault 7.6: that alert has gone out."""
    lead = item("2026-11-27", due_set_at=at("11-20 09:30"))
    assert _told(lead, Audience.UNIT, at("11-20 09:31")) == []
    assert _told(lead, Audience.UNIT, at("11-20 15:00")) == [(Rung.SET, 0)]


@pytest.mark.parametrize(
    ("set_at", "told"),
    [
        ("08:00", {"15:00": Rung.DUE}),
        ("09:00", {"09:30": Rung.SET, "15:00": Rung.DUE}),
        ("10:00", {"15:00": Rung.DUE}),
        ("14:59", {"15:00": Rung.DUE}),
    ],
)
def test_a_limit_that_is_set_today_and_due_today_is_alerted(set_at: str, told: dict[str, Rung]) -> None:
    """Fault 7.7: once for each alert time that is left."""
    one = item("2026-11-20", due_set_at=at(f"11-20 {set_at}"))
    found = [each for each in appointments(one, RULES) if each.rung is not Rung.CHASE]
    assert {f"{each.moment:%H:%M}": each.rung for each in found} == told


def test_the_day_to_supplement_is_alerted_before_the_office_closes() -> None:
    """Fault 3.2: at the last alert time that leaves time to act, as on any limit."""
    asked = finish(item("2026-11-20", kind="rectification"), RECTIFICATION, "甲某", at("11-23 08:40"))
    returned = send_back(asked, "分管甲", at("11-24 17:05"), "佐证不足", RULES)
    late = replace(RULES, alerts_at=(time(9, 30), time(18)))
    (due,) = [each for each in appointments(returned, late) if each.rung is Rung.DUE]
    assert due.moment == at("11-27 09:30")


def test_chasing_follows_at_one_three_and_five_work_days() -> None:
    one = item("2026-11-20")
    moments = [each.moment for each in appointments(one, RULES) if each.rung is Rung.CHASE]
    assert moments == [at("11-23 09:30"), at("11-25 09:30"), at("11-27 09:30")]
    assert _told(one, Audience.UNIT, at("11-23 09:29")) == []
    assert _told(one, Audience.UNIT, at("11-23 09:30")) == [(Rung.CHASE, 1)]
    assert _told(one, Audience.UNIT, at("11-26 09:30")) == [(Rung.CHASE, 2)]


def test_of_several_missed_only_the_newest_is_told() -> None:
    assert _told(item("2026-11-20"), Audience.UNIT, at("12-20 09:30")) == [(Rung.CHASE, 3)]


def test_a_waiting_approver_is_reminded_and_the_owner_left_alone() -> None:
    waiting = finish(item("2026-11-20", kind="rectification"), RECTIFICATION, "甲某", at("11-20 16:10"))
    assert _told(waiting, Audience.APPROVER, at("11-24 09:29")) == []
    assert _told(waiting, Audience.APPROVER, at("11-24 09:30")) == [(Rung.WAIT, 0)]
    assert _told(waiting, Audience.UNIT, at("12-24 09:30")) == []


def test_the_day_to_supplement_is_a_limit_with_its_own_alert_and_chases() -> None:
    """Fault 3.2: late, submitted, returned: the day to supplement is alerted, and the ladder goes on after it."""
    asked = finish(item("2026-11-20", kind="rectification"), RECTIFICATION, "甲某", at("11-23 08:40"))
    returned = send_back(asked, "分管甲", at("11-24 17:05"), "佐证不足", RULES)
    assert returned.supplement_by == date(2026, 11, 27)
    assert _told(returned, Audience.UNIT, at("11-25 09:30")) == [], "what passed while the approver had it is past"
    assert _told(returned, Audience.UNIT, at("11-27 15:00")) == [(Rung.DUE, 0)]
    assert _told(returned, Audience.UNIT, at("11-30 09:29")) == []
    moments = [at(f"{day} 09:30") for day in ("11-30", "12-02", "12-04")]
    assert [_told(returned, Audience.UNIT, moment) for moment in moments] == [[(Rung.CHASE, n)] for n in (1, 2, 3)]
    assert {each.about for each in appointments(returned, RULES)} == {date(2026, 11, 27)}


def test_what_was_returned_in_time_is_chased_after_its_new_days_only() -> None:
    """Fault 3.2: the days to supplement what was in time are the limit itself."""
    asked = finish(item("2026-11-20", kind="rectification"), RECTIFICATION, "甲某", at("11-20 08:40"))
    returned = send_back(asked, "分管甲", at("11-24 17:05"), "佐证不足", RULES)
    assert _told(returned, Audience.UNIT, at("11-27 15:00")) == [(Rung.DUE, 0)]
    assert _told(returned, Audience.UNIT, at("11-30 09:30")) == [(Rung.CHASE, 1)]


def test_another_unit_signs_an_overdue_item_first_and_is_chased_from_then_on() -> None:
    """Fault 2.8: no 催办·第3次 for a unit that has the item since yesterday."""
    late = item("2026-11-10", acknowledged_at=at("11-02 10:00"))
    moved = taken_over(replace(late, unit="养老服务股"), at("11-20 16:00"))
    assert (moved.status, moved.acknowledged_at) == (ItemStatus.ASSIGNED, None)
    assert _told(moved, Audience.UNIT, at("11-20 18:00")) == []
    sign = _sign(moved)
    assert sign is not None
    assert (sign.rung, sign.moment) == (Rung.SIGN, at("11-23 09:30"))
    assert _told(moved, Audience.UNIT, at("11-23 09:30")) == [(Rung.CHASE, 1)]
    assert _told(moved, Audience.UNIT, at("11-25 09:30")) == [(Rung.CHASE, 2)]


def test_an_item_moved_before_its_limit_keeps_its_ladder() -> None:
    moved = taken_over(item("2026-11-20"), at("11-18 16:00"))
    assert _told(moved, Audience.UNIT, at("11-20 15:00")) == [(Rung.DUE, 0)]
    assert _told(moved, Audience.UNIT, at("11-23 09:30")) == [(Rung.CHASE, 1)]


def test_what_is_submitted_is_still_to_be_signed_when_that_is_taken_back() -> None:
    """Fault 2.8: an item that moved while it awaited approval was never signed by its new unit."""
    asked = finish(item("2026-11-20", kind="rectification"), RECTIFICATION, "甲某", at("11-19 08:40"))
    moved = taken_over(replace(asked, unit="养老服务股"), at("11-19 16:00"))
    assert moved.status is ItemStatus.SUBMITTED
    assert undo(moved, "甲某", at("11-19 17:00")).status is ItemStatus.ASSIGNED


def test_a_new_assignment_and_a_limit_of_the_same_day_have_two_keys() -> None:
    """Fault 3.4: one told leaves the other to be told; what an older version told as either, was told."""
    fresh = item("2026-11-20", status=ItemStatus.ASSIGNED, assigned_at=at("11-20 09:00"), due_set_at=at("11-20 09:00"))
    (limit,) = _due(fresh, Audience.UNIT, at("11-20 09:30"))
    sign = _sign(fresh)
    assert sign is not None
    assert limit.moment == sign.moment
    assert {limit.key("chat:1"), sign.key("chat:1")} == {
        "12|2026-11-20|set:0|chat:1",
        "12|2026-11-20|sign:0|chat:1",
    }
    assert set(limit.keys("chat:1")) & set(sign.keys("chat:1")) == {"12|2026-11-20|new:0|chat:1"}


def test_an_endless_item_and_one_without_limit_have_no_occasions() -> None:
    assert appointments(item("2026-11-20", is_endless=True), RULES) == ()
    assert appointments(item(""), RULES) == ()
    assert next_moment(item(""), RULES, at("11-20 08:30")) is None


@pytest.mark.parametrize("status", [ItemStatus.CLOSED, ItemStatus.CANCELLED, ItemStatus.SUSPENDED])
def test_an_item_that_is_not_in_hand_has_no_occasions(status: ItemStatus) -> None:
    one = item("2026-11-20", status=status)
    assert appointments(one, RULES) == ()
    assert rungs_on(one, RULES, date(2026, 11, 20)) == ()


def test_a_first_import_of_old_items_starts_no_storm() -> None:
    """docs/promises.md 8."""
    old = [item("2026-06-30", number=n, due_set_at=at("11-20 10:00")) for n in range(500)]
    told = [_told(each, audience, at("11-20 15:00")) for each in old for audience in Audience]
    assert not any(told)


def test_a_chat_bound_later_hears_nothing_of_before() -> None:
    one = item("2026-11-20")
    assert _due(one, Audience.UNIT, at("11-24 10:00"), since=at("11-24 09:00")) == []
    told = _due(one, Audience.UNIT, at("11-25 10:00"), since=at("11-24 09:00"))
    assert [each.step for each in told] == [2]


def test_an_extended_item_starts_its_ladder_anew() -> None:
    one = item("2026-11-20")
    (before,) = _due(one, Audience.UNIT, at("11-23 09:30"))
    extended = replace(one, due="2026-12-02", due_set_at=at("11-23 11:00"))
    assert _due(extended, Audience.UNIT, at("11-23 15:00")) == []
    (after,) = _due(extended, Audience.UNIT, at("12-03 09:30"))
    assert before.key("-1001/0") == "12|2026-11-20|chase:1|-1001/0"
    assert after.key("-1001/0") == "12|2026-12-02|chase:1|-1001/0"


@given(ITEMS, MOMENTS)
def test_the_next_moment_is_later_and_leads_through_every_occasion(one: Item, after: datetime) -> None:
    announced: list[datetime] = []
    moment = next_moment(one, RULES, after)
    while moment is not None:
        assert moment > (announced[-1] if announced else after)
        announced.append(moment)
        moment = next_moment(one, RULES, moment)
    assert announced == sorted({each.moment for each in appointments(one, RULES) if each.moment > after})


@given(ITEMS, MOMENTS, AUDIENCES)
def test_what_is_due_was_announced_and_is_told_after_the_limit_was_set(
    one: Item, now: datetime, audience: Audience
) -> None:
    for each in _due(one, audience, now):
        assert each.moment <= now
        assert one.due_set_at is not None
        assert each.moment > one.due_set_at
        assert next_moment(one, RULES, each.moment - timedelta(seconds=1)) == each.moment


@given(ITEMS, st.lists(MOMENTS, min_size=2, max_size=8), AUDIENCES)
def test_escalation_never_falls_and_planning_twice_tells_once(
    one: Item, instants: list[datetime], audience: Audience
) -> None:
    keys: list[str] = []
    step = 0
    for now in sorted(instants):
        due = _due(one, audience, now)
        assert due == _due(one, audience, now)
        assert len(due) <= 1
        for each in due:
            assert each.step >= step
            step = each.step
            if each.key("x") not in keys:
                keys.append(each.key("x"))
    assert len(keys) <= 1 + 1 + len(RULES.chase_after)


@given(ITEMS)
def test_every_rung_of_a_kind_is_named_exactly_once(one: Item) -> None:
    if one.status is ItemStatus.SUBMITTED:
        return
    due = date.fromisoformat(one.due[:10])
    named = [rung for n in range(60) for rung in rungs_on(one, RULES, due + timedelta(days=10 - n))]
    leads = RULES.kind(one.kind).lead_days
    assert tuple(sorted(named, reverse=True)) in (leads, RULES.short_lead_days)


#: An item → the keys of its appointments as every version of the bot has remembered them.
KEYS = {
    "limit, set late in the day": (
        item("2026-11-20", due_set_at=at("11-20 09:00")),
        ["12|2026-11-20|set:0|chat:1", "12|2026-11-20|new:0|chat:1"],
    ),
    "limit and 催办": (
        item("2026-11-20"),
        [
            "12|2026-11-20|due:0|chat:1",
            "12|2026-11-20|chase:1|chat:1",
            "12|2026-11-20|chase:2|chat:1",
            "12|2026-11-20|chase:3|chat:1",
        ],
    ),
    "assignment": (
        item("", status=ItemStatus.ASSIGNED, assigned_at=at("11-20 09:00")),
        ["12|2026-11-20|sign:0|chat:1", "12|2026-11-20|new:0|chat:1"],
    ),
    "waiting approver": (
        item("2026-11-20", status=ItemStatus.SUBMITTED, submitted_at=at("11-19 10:00")),
        ["12|2026-11-19|wait:0|chat:1"],
    ),
    "last day to supplement": (
        send_back(
            item("2026-11-20", kind="rectification", status=ItemStatus.SUBMITTED, submitted_at=at("11-20 10:00")),
            "分管甲",
            at("11-23 10:00"),
            "佐证不足",
            RULES,
        ),
        [
            "12|2026-11-26|due:0|chat:1",
            "12|2026-11-26|chase:1|chat:1",
            "12|2026-11-26|chase:2|chat:1",
            "12|2026-11-26|chase:3|chat:1",
        ],
    ),
}


@pytest.mark.parametrize("name", KEYS)
def test_what_was_told_stays_told_whichever_version_told_it(name: str) -> None:
    """An upgraded ledger tells nobody twice: keys never change."""
    one, keys = KEYS[name]
    found = [key for each in appointments(one, RULES) for key in each.keys("chat:1")]
    assert [key for key in found if key in keys] == keys
    assert not [key for key in found if key not in keys and "due:0" not in key and "chase" not in key]
