"""Which dates a calendar shows: of what is in hand, what was withdrawn lately, and 回头看 ahead."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from domain.calendar_feed import EventKind, events_of, is_owners, is_shown, is_units
from domain.calendar_links import CalendarLink, reader_of
from domain.item import Did, Item, ItemStatus, Step
from domain.item_records import Instruction, Milestone
from domain.roster import Person, Roster, Unit, without
from tests.domain.office import DEPUTY, DIRECTOR, HEAD, INSPECTOR, OFFICE, OWNER, PEOPLE, RULES, UNITS, ZONE, at, item

NOW = at("11-20 10:00")
ROSTER = Roster(PEOPLE, UNITS)
STEPS = (
    Milestone(number=1, words="完成选址", due=date(2026, 12, 1)),
    Milestone(number=2, words="开工", due=date(2026, 12, 8), done_at=NOW, done_by="甲某"),
)


def dates(*items: Item) -> dict[str, date | datetime]:
    """The events by their ids."""
    return {event.uid: event.begins for event in events_of(items, RULES, NOW)}


def test_a_limit_is_a_day_and_one_with_an_hour_an_instant() -> None:
    found = dates(item("2026-12-15", number=12), item("2026-12-15T14:00", number=13))
    assert found == {"12-limit": date(2026, 12, 15), "13-limit": at("12-15 14:00")}
    assert type(found["12-limit"]) is date
    assert getattr(found["13-limit"], "tzinfo", None) == ZONE


def test_open_steps_and_answers_have_dates_of_their_own() -> None:
    told = Instruction(words="请抓紧", leader="郑某", day=date(2026, 11, 19), answer_by=date(2026, 11, 27))
    full = replace(item("2026-12-15", number=12), milestones=STEPS, instructions=(told,))
    assert dates(full) == {
        "12-limit": date(2026, 12, 15),
        "12-step-1": date(2026, 12, 1),
        "12-answer-1": date(2026, 11, 27),
    }


def test_ids_stay_and_the_sequence_rises_with_each_change() -> None:
    before = replace(item("2026-12-15", number=12), version=3)
    after = replace(before, due="2026-12-20", version=4)
    [one], [two] = (list(events_of([each], RULES, NOW)) for each in (before, after))
    assert one.uid == two.uid
    assert two.sequence > one.sequence


def test_what_was_withdrawn_says_so_for_a_month_and_what_is_closed_has_no_limit() -> None:
    def cancelled(on: str) -> Item:
        step = Step(at(on), "办主任", Did.CANCEL)
        return replace(item("2026-12-15", number=12), status=ItemStatus.CANCELLED, history=(step,))

    [event] = events_of([cancelled("11-18 10:00")], RULES, NOW)
    assert event.is_cancelled
    assert dates(cancelled("10-01 10:00")) == {}
    assert dates(replace(item("2026-12-15"), status=ItemStatus.CLOSED, closed_at=NOW)) == {}
    assert dates(replace(item("2026-12-15"), status=ItemStatus.SUSPENDED)) == {}


def test_a_recheck_ahead_is_shown_of_what_is_closed() -> None:
    closed = replace(
        item("2026-11-18", number=24, kind="rectification"),
        status=ItemStatus.CLOSED,
        closed_at=at("11-19 10:00"),
        observe_until=date(2027, 2, 26),
    )
    [event] = events_of([closed], RULES, NOW)
    assert (event.kind, event.begins) == (EventKind.RECHECK, date(2027, 2, 26))


@pytest.mark.parametrize(
    ("person", "own", "units", "others"),
    [
        (OFFICE, True, True, True),
        (DIRECTOR, True, True, True),
        (INSPECTOR, True, True, True),
        (DEPUTY, True, True, False),
        (HEAD, True, True, False),
        (OWNER, True, False, False),
    ],
)
def test_a_feed_has_what_the_private_lists_count(person: Person, own: bool, units: bool, others: bool) -> None:
    mine = item("2026-12-15")
    theirs = replace(mine, owner="乙某")
    foreign = replace(mine, owner="丙某", unit="儿童福利股")
    assert [is_owners(person, each, ROSTER) for each in (mine, theirs, foreign)] == [own, units, others]


def test_a_units_feed_has_nothing_sensitive_and_nothing_of_another() -> None:
    mine = item("2026-12-15")
    assert is_units(mine.unit, mine)
    assert not is_units(mine.unit, replace(mine, is_sensitive=True))
    assert not is_units("儿童福利股", mine)
    assert not is_shown(replace(mine, status=ItemStatus.CLOSED))


LINK = CalendarLink(token="x", account=OWNER.telegram_id or 0, name=OWNER.name, made_at=NOW)


def test_a_link_holds_as_long_as_its_maker_is_on_the_roster() -> None:
    """An account that becomes somebody else's opens nothing."""
    assert reader_of(LINK, ROSTER) == OWNER
    assert reader_of(replace(LINK, ended_at=NOW), ROSTER) is None
    assert reader_of(LINK, without(ROSTER, OWNER)) is None
    others = tuple(replace(each, name="新来的") if each == OWNER else each for each in PEOPLE)
    assert reader_of(LINK, Roster(others, UNITS)) is None
    assert reader_of(None, ROSTER) is None


def test_a_units_link_needs_the_right_to_its_list() -> None:
    assert reader_of(replace(LINK, unit=OWNER.unit), ROSTER) == OWNER
    assert reader_of(replace(LINK, unit="儿童福利股"), ROSTER) is None
    gone = tuple(unit for unit in UNITS if unit != Unit(name=OWNER.unit) and unit.name != OWNER.unit)
    assert reader_of(replace(LINK, unit=OWNER.unit), Roster(PEOPLE, gone)) is None
