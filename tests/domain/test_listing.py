"""A list's order and counts: worked out once a day, and the same as if each item were looked at."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.item import Did, Item, ItemStatus, Step
from domain.listing import Standings, by_light, counted, of_lines
from domain.views import Light, by_limit, line_of, standing_of, tally
from tests.domain.office import RULES, ZONE, at, item

DUES = st.builds(
    lambda day, hour: f"{day}{hour}",
    st.dates(date(2026, 11, 10), date(2026, 12, 5)),
    st.sampled_from(["", "T09:00", "T16:30", "T01:00+14:00", "T23:00-12:00"]),
)
ITEMS = st.lists(
    st.builds(
        lambda due, status, marks, kind, extra: item(due, status=status, marks=marks, kind=kind, **extra),
        DUES | st.just(""),
        st.sampled_from(ItemStatus),
        st.sampled_from([(), ("省市考核",)]),
        st.sampled_from(["task", "rectification"]),
        st.sampled_from(
            [
                {},
                {"is_endless": True},
                {"in_time_until": date(2026, 11, 30)},
                {
                    "supplement_by": date(2026, 11, 25),
                    "history": (Step(at=at("11-12 10:00"), by="甲某", did=Did.SUBMIT),),
                },
            ]
        ),
    ),
    max_size=12,
).map(lambda items: [replace(each, number=number) for number, each in enumerate(items, start=1)])
MOMENTS = st.lists(
    st.datetimes(datetime(2026, 11, 15), datetime(2026, 11, 28), timezones=st.just(ZONE)),  # noqa: DTZ001
    min_size=1,
    max_size=4,
)


@given(ITEMS, MOMENTS)
def test_a_light_that_is_kept_is_what_it_would_be_anew(items: list[Item], moments: list[datetime]) -> None:
    standings = Standings()
    for moment in moments:
        for now in (moment, moment + timedelta(hours=9)):
            kept = [each.standing for each in standings.of(items, RULES, now)]
            assert kept == [standing_of(each, RULES, now) for each in items]


@given(ITEMS, MOMENTS)
def test_a_list_has_the_order_and_the_counts_of_its_lines(items: list[Item], moments: list[datetime]) -> None:
    now = moments[0]
    lines = [line_of(each, RULES, now) for each in items]
    listing = by_light(Standings().of(items, RULES, now), lambda _: [])
    assert listing.tally == tally(lines)
    assert listing.items == of_lines(lines).items
    for light in Light:
        shown = [each.number for each in listing.items if standing_of(each, RULES, now).light is light]
        assert shown == [line.item.number for line in by_limit(lines) if line.light is light]


def test_the_most_pressing_light_comes_first_and_what_waits_after_it() -> None:
    now = at("11-20 16:05")
    dues = {1: "2026-12-20", 2: "2026-11-24", 3: "2026-11-20", 4: "2026-11-18", 5: "2026-11-17", 6: "2026-11-01"}
    lines = [line_of(item(due, number=number), RULES, now) for number, due in dues.items()]
    lines[5] = line_of(item(dues[6], number=6, status=ItemStatus.SUBMITTED, submitted_at=now), RULES, now)
    assert [each.number for each in of_lines(lines).items] == [5, 4, 3, 2, 6, 1]
    assert [line.item.number for line in of_lines(lines, in_order=True).lines(-3, 2)] == [1, 2]


@given(ITEMS, MOMENTS, st.lists(st.tuples(st.integers(0, 11), st.booleans()), min_size=8, max_size=8))
def test_a_list_asked_for_again_is_what_it_would_be_anew(
    items: list[Item], moments: list[datetime], changes: list[tuple[int, bool]]
) -> None:
    """Whatever item changed or went meanwhile, and at whatever hour of whatever day it is asked for."""
    standings, coming = Standings(), iter(changes)
    for moment in moments:
        for now in (moment, moment + timedelta(hours=9)):
            kept = counted(standings.ordered("甲某", items, RULES, now), lambda _: [])
            anew = by_light(Standings().of(items, RULES, now), lambda _: [])
            assert (list(kept.items), kept.tally) == (list(anew.items), anew.tally)
            place, goes = next(coming)
            changed = () if goes else tuple(replace(each, due="2026-11-19") for each in items[place : place + 1])
            items = [*items[:place], *changed, *items[place + 1 :]]
