"""Pace (序时进度): what should be done by a day, and the light of what does not keep up."""

from datetime import date, timedelta
from random import Random

import pytest
from msgspec.structs import replace

from domain.census import Census
from domain.digest import leader_digest, personal_digest, unit_digest
from domain.done_share import with_percent
from domain.half_time import half_time, is_half_year_told
from domain.item import Item, ItemStatus, Quota
from domain.item_records import Milestone
from domain.listing import Standings
from domain.overview import bureau_digest
from domain.pace import pace_of
from domain.rules import Course
from domain.views import Light, light_of, line_of, standing_of, tally
from store.documents import write
from store.outlines import read_outline
from tests.domain.office import DEPUTY, OWNER, ROSTER, RULES, at, item

UNPACED = replace(RULES, kinds={**RULES.kinds, "task": replace(RULES.kinds["task"], pace=Course.NONE)})
STEPPED = replace(RULES, kinds={**RULES.kinds, "task": replace(RULES.kinds["task"], pace=Course.STEPS)})
NOON = at("10-20 12:00")


def counted(reached: float, **fields: object) -> Item:
    """Ten to be reached from 1 January to 31 December."""
    known = {"start_on": date(2026, 1, 1), "quota": Quota(10, reached, "条"), **fields}
    return with_percent(item("2026-12-31", **known))


def planned(*days: str, done: int = 0, **fields: object) -> Item:
    steps = tuple(
        Milestone(number=n, words="步骤", due=date.fromisoformat(f"2026-{day}"), done_at=NOON if n <= done else None)
        for n, day in enumerate(days, 1)
    )
    return with_percent(item("2026-12-31", start_on=date(2026, 1, 1), milestones=steps, **fields))


@pytest.mark.parametrize(
    ("reached", "light", "behind"),
    [
        (8, Light.NORMAL, 0),
        (7.1, Light.NORMAL, 9),
        (7, Light.BEHIND, 10),
        (5, Light.BEHIND, 30),
        (4.9, Light.FAR_BEHIND, 31),
    ],
)
def test_time_goes_by_evenly_and_ten_points_behind_it_is_lagging(reached: float, light: Light, behind: int) -> None:
    one = counted(reached)
    pace = pace_of(one, RULES, date(2026, 10, 20))
    assert pace is not None
    assert (pace.expected, pace.behind) == (80, behind)
    assert light_of(one, RULES, NOON) is light
    assert line_of(one, RULES, NOON).light is light


def test_the_limit_goes_before_the_pace_and_a_settled_item_has_none() -> None:
    assert light_of(counted(1), RULES, at("12-28 12:00")) is Light.NEAR
    assert light_of(counted(1), RULES, at("12-31 12:00")) is Light.TODAY
    assert light_of(counted(1), RULES, at("2027-01-04 12:00")) is Light.LATE
    for status, light in ((ItemStatus.SUBMITTED, Light.WAITING), (ItemStatus.SUSPENDED, Light.PAUSED)):
        settled = counted(1, status=status, submitted_at=NOON)
        assert light_of(settled, RULES, NOON) is light
        assert line_of(settled, RULES, NOON).pace is None


def test_what_cannot_be_counted_or_timed_has_no_pace() -> None:
    today = date(2026, 10, 20)
    assert pace_of(item("2026-12-31"), RULES, today) is None
    assert pace_of(counted(1), UNPACED, today) is None
    assert pace_of(replace(counted(1), is_endless=True), RULES, today) is None
    assert pace_of(replace(counted(1), start_on=None, assigned_at=None), RULES, today) is None
    assert pace_of(replace(counted(1), start_on=date(2026, 12, 31)), RULES, today) is None
    begins = replace(counted(1), start_on=None)
    assert begins.assigned_at is not None
    assert pace_of(begins, RULES, date(2026, 1, 5)) is not None
    later = pace_of(counted(0, start_on=date(2026, 11, 1)), RULES, today)
    assert later is not None
    assert later.expected == 0


def test_a_plan_whose_steps_were_done_in_time_is_never_behind() -> None:
    """Steps fall on their days, not evenly: one that is due in December is not wanted in October."""
    one = planned("03-31", "12-15", done=1)
    for day in range(0, 348, 3):
        for rules in (RULES, STEPPED):
            pace = pace_of(one, rules, date(2026, 1, 1) + timedelta(days=day))
            assert pace is not None
            assert not pace.behind
    missed = planned("03-31", "04-30", "12-15", done=0)
    linear, stepped = (pace_of(missed, rules, date(2026, 5, 10)) for rules in (RULES, STEPPED))
    assert linear is not None
    assert stepped is not None
    assert (linear.expected, stepped.expected) == (35, 66)
    assert pace_of(counted(1), STEPPED, date(2026, 5, 10)) is None, "no plan, no steps to go by"
    on_its_day = pace_of(planned("05-10"), STEPPED, date(2026, 5, 10))
    assert on_its_day is not None
    assert on_its_day.expected == 0


def test_a_quota_by_quarter_is_held_against_the_quarters_that_are_over() -> None:
    one = counted(3, quota=Quota(10, 3, "条", by_quarter=(3, 6, 8, 10)))
    found = [pace_of(one, RULES, date(2026, month, day)) for month, day in ((3, 31), (4, 1), (6, 30), (7, 1), (10, 1))]
    assert [pace and pace.expected for pace in found] == [0, 30, 30, 60, 80]


def test_an_outline_has_the_light_of_its_item_and_counts_add_up() -> None:
    """Random items: the list that reads outlines, the one that keeps them, and the line itself agree."""
    random, made = Random(12), []
    for number in range(1, 300):
        due = date(2026, 10, 1) + timedelta(days=random.randrange(120))
        reached = random.randrange(10)
        one = random.choice([counted(reached), planned("03-31", "09-30", "12-01", done=reached // 4)])
        made.append(
            replace(
                one,
                number=number,
                due=due.isoformat(),
                status=random.choice(list(ItemStatus)),
                start_on=random.choice([None, date(2026, 1, 1), date(2026, 9, 1)]),
                kind=random.choice(["task", "rectification", "permit"]),
                submitted_at=NOON,
            )
        )
    standings = Standings()
    for now in (NOON, NOON + timedelta(hours=1), NOON + timedelta(days=30)):
        outlines = [read_outline(each.number, write(each, None)) for each in made]
        lights = [light_of(each, RULES, now) for each in made]
        assert [standing_of(each, RULES, now).light for each in outlines] == lights
        for _ in range(2):
            assert [each.standing.light for each in standings.of(outlines, RULES, now)] == lights
        lines = [line_of(each, RULES, now) for each in made]
        assert [each.light for each in lines] == lights
        counts = tally(lines)
        assert counts.in_hand == sum(
            each.status in (ItemStatus.ASSIGNED, ItemStatus.ACKNOWLEDGED, ItemStatus.SUBMITTED) for each in made
        )
    assert {Light.BEHIND, Light.FAR_BEHIND} <= set(lights)


def census_of(*items: Item, moment: str = "10-20 08:30") -> Census:
    census = Census(RULES, at(moment))
    for each in items:
        census.add(each)
    return census


def test_the_digest_says_who_is_behind_by_number_and_only_weekly_for_that_alone() -> None:
    far, near = counted(1, number=14), counted(6, number=21)
    secret = counted(1, number=9, is_sensitive=True)
    tuesday, monday = census_of(far, near, secret), census_of(near, far, secret, moment="10-19 08:30")
    assert unit_digest(tuesday, "社会救助股") is None
    assert leader_digest(tuesday, DEPUTY, ROSTER) is None
    assert personal_digest(tuesday, OWNER, ROSTER) is None
    group, leader = unit_digest(monday, "社会救助股"), leader_digest(monday, DEPUTY, ROSTER)
    own = personal_digest(monday, OWNER, ROSTER)
    assert group is not None
    assert leader is not None
    assert own is not None
    assert [line.item.number for line in group.lagging] == [14, 21]
    assert [line.item.number for line in leader.lagging] == [9, 14, 21]
    assert [line.item.number for line in own.lagging] == [9, 14, 21]
    assert (group.tally.far_behind, group.tally.behind, group.tally.in_hand) == (1, 1, 2)
    late = unit_digest(census_of(far, item("2026-10-12", number=3)), "社会救助股")
    assert late is not None
    assert [line.item.number for line in late.lagging] == [14], "with something else to say, on any day"


def test_the_bureau_reads_how_far_its_units_are_behind_and_once_how_the_half_year_stands() -> None:
    census = census_of(counted(1, number=14), counted(6, number=21), counted(9, number=22), moment="07-01 08:30")
    plain, half = bureau_digest(census, ROSTER), bureau_digest(census, ROSTER, is_half_year=True)
    assert plain is not None
    assert half is not None
    assert [(row.unit, row.behind) for row in plain.rows] == [("社会救助股", (39, 39))]
    assert (plain.half_done, half.half_done) == (None, (2, 1))
    assert [is_half_year_told(RULES, date(2026, 7, day)) for day in (1, 10, 11)] == [True, True, False]
    assert not is_half_year_told(RULES, date(2027, 6, 30))
    assert not is_half_year_told(RULES, date(2028, 7, 2)), "a Sunday: the first work day is the 3rd"


def test_half_time_is_one_date_of_what_is_not_half_done() -> None:
    (one,) = half_time(counted(4), RULES)
    assert one.moment == at("07-02 09:30")
    assert one.key("-5/0") == "12|2026-12-31|half:0|-5/0"
    assert not list(half_time(counted(5), RULES))
    assert not list(half_time(counted(4), UNPACED))
    assert not list(half_time(replace(counted(4), status=ItemStatus.CLOSED), RULES))
    assert not list(half_time(replace(counted(4), due_set_at=at("08-01 10:00")), RULES)), "that half had passed"
    assert not list(half_time(planned("11-30"), RULES)), "nothing was wanted of it yet"
