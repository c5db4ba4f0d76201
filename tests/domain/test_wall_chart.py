"""What a wall chart has: whose items, in which order, from when to when, and that its counts add up."""

from collections import Counter
from datetime import date, timedelta

import pytest

from domain.chart_scope import (
    ChartScope,
    ChartUnknown,
    FieldOutOfReach,
    ScopeKind,
    number_of,
    own_scope,
    require_scope,
    scope_of_number,
    scope_of_words,
)
from domain.errors import UnitOutOfReach
from domain.item import FormerLimit, Item, ItemStatus
from domain.item_records import Milestone
from domain.views import Light
from domain.wall_chart import MOST_BARS, WallChart, chart_of, shortened
from tests.domain.office import DEPUTY, HEAD, INSPECTOR, OFFICE, OWNER, ROSTER, TODAY, at, item, setting

AUDITS = ("救助资金专项审计", "工程审计")


def charted(*items: Item, scope: ChartScope | None = None) -> WallChart:
    return chart_of(items, scope or ChartScope(), setting())


def test_units_stand_in_the_offices_order_and_what_it_does_not_list_behind() -> None:
    units = ("", "乡镇", "儿童福利股", "社会救助股", "乙所")
    chart = charted(*(item(number=n, unit=unit) for n, unit in enumerate(units, 1)))
    assert [row.unit for row in chart.rows] == ["社会救助股", "儿童福利股", "乙所", "乡镇", ""]


def test_what_was_cancelled_is_on_no_chart_and_what_was_closed_ends_on_its_day() -> None:
    closed = item("2026-11-30", number=1, status=ItemStatus.CLOSED, closed_at=at("11-10 10:00"))
    chart = charted(closed, item(number=2, status=ItemStatus.CANCELLED))
    [row] = chart.rows
    assert [(each.number, each.to_on) for each in row.bars] == [(1, date(2026, 11, 10))]
    assert chart.counts == {Light.CLOSED: 1}


def test_a_bar_has_its_steps_its_former_limits_and_never_ends_before_it_begins() -> None:
    steps = (
        Milestone(number=1, words="", due=TODAY, done_at=at("11-19 10:00")),
        Milestone(number=2, words="", due=TODAY),
    )
    former = tuple(
        FormerLimit(due=due, moved_at=at("11-01 10:00"), moved_by="甲某") for due in ("2026-11-20", "2026-12-10")
    )
    chart = charted(item("2026-12-10", milestones=steps, former_limits=former, start_on=date(2027, 5, 1)))
    [drawn] = chart.rows[0].bars
    assert [point.is_done for point in drawn.milestones] == [True, False]
    assert drawn.moved == (date(2026, 11, 20),), "its limit of today is no former one"
    assert drawn.from_on == drawn.to_on == date(2026, 12, 10)


def test_the_months_hold_today_and_all_bars_but_no_more_than_can_be_read() -> None:
    near = charted(item("2026-12-10", start_on=date(2026, 10, 5)))
    assert (near.from_on, near.to_on) == (date(2026, 10, 1), date(2026, 12, 31))
    far = charted(item("2099-01-01", start_on=date(2001, 1, 1)))
    assert (far.from_on, far.to_on) == (date(2026, 1, 1), date(2027, 12, 31))
    short = charted(item("2026-11-20", start_on=TODAY))
    assert (short.to_on - short.from_on).days >= 89


def test_a_year_without_published_holidays_is_named() -> None:
    assert charted(item("2026-12-10")).provisional_year is None
    assert charted(item("2026-12-10"), item("2098-12-10", number=13)).provisional_year == 2098


@pytest.mark.parametrize("count", [1, 40, MOST_BARS + 1, 5_000])
def test_what_is_not_drawn_is_counted_and_the_most_pressing_is_drawn(count: int) -> None:
    days = (TODAY + timedelta(days=n % 300 - 20) for n in range(count))
    items = [item(day.isoformat(), number=n, unit=f"第{n % 7}股") for n, day in enumerate(days, 1)]
    for chart in (charted(*items), shortened(charted(*items), 30), shortened(charted(*items), 0)):
        assert sum(chart.counts.values()) == count
        for row in chart.rows:
            assert Counter(each.light for each in row.bars) + Counter(row.summed) == Counter(row.counts)
    kept = [each.light for row in shortened(charted(*items), 30).rows for each in row.bars]
    assert len(kept) == min(count, 30)
    if count > 40:
        assert set(kept) == {Light.LATE}


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("社会救助股", ChartScope(ScopeKind.UNIT, "社会救助股")),
        ("养老", ChartScope(ScopeKind.UNIT, "养老服务股")),
        (DEPUTY.name, ChartScope(ScopeKind.LEADER, DEPUTY.name)),
        ("审计", ChartScope(ScopeKind.SOURCE, "审计")),
        ("资金专项", ChartScope(ScopeKind.SOURCE, AUDITS[0])),
        ("股", None),
    ],
)
def test_words_name_a_unit_a_leader_or_a_source_and_a_button_the_same(words: str, scope: ChartScope | None) -> None:
    if scope is None:
        with pytest.raises(ChartUnknown):
            scope_of_words(words, AUDITS, ROSTER)
        return
    found = scope_of_words(words, AUDITS, ROSTER)
    assert found == scope
    assert scope_of_number(found.kind, number_of(found, AUDITS), AUDITS, ROSTER) == found


def test_the_longest_button_fits() -> None:
    scope = scope_of_words("救" * 30, ("救" * 30 + "一", "救" * 30 + "二"), ROSTER)
    payload = f"chart:{number_of(scope)}:4:2"
    assert len(payload) <= 64
    assert number_of(scope)


def test_everybody_has_a_chart_of_what_they_answer_for_and_no_other() -> None:
    assert own_scope(OFFICE, ROSTER) == own_scope(INSPECTOR, ROSTER) == ChartScope()
    assert own_scope(DEPUTY, ROSTER) == ChartScope(ScopeKind.LEADER, DEPUTY.name)
    assert own_scope(HEAD, ROSTER) == own_scope(OWNER, ROSTER) == ChartScope(ScopeKind.UNIT, "社会救助股")
    for scope in (ChartScope(), ChartScope(ScopeKind.UNIT, "儿童福利股")):
        with pytest.raises(UnitOutOfReach):
            require_scope(OWNER, scope, ROSTER)
    with pytest.raises(FieldOutOfReach):
        require_scope(HEAD, ChartScope(ScopeKind.LEADER, DEPUTY.name), ROSTER)
    for person in (OFFICE, DEPUTY):
        require_scope(person, ChartScope(ScopeKind.LEADER, DEPUTY.name), ROSTER)
