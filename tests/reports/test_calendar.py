"""A calendar feed as clients read it: two libraries that know nothing of one another, and the bytes themselves."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

import vobject  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from domain.calendar_feed import events_of
from domain.item import Did, Item, ItemStatus, Step
from reports.calendar import write_calendar
from tests.domain.office import RULES, ZONE, at, item
from texts.calendar import say_event
from texts.glossary import SENSITIVE

NOW = at("11-20 10:00")
LONGEST_LINE = 75  # octets, RFC 5545 3.1


def read(content: bytes) -> dict[str, Any]:
    """Its events by their ids, as icalendar reads them."""
    return {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def feed(*items: Item) -> bytes:
    return write_calendar(
        "督办日历：甲某", "duban_bot", events_of(items, RULES, NOW), ZONE, partial(say_event, rules=RULES)
    )


def test_a_day_is_a_day_and_an_hour_is_the_offices() -> None:
    """As icalendar reads it."""
    content = feed(item("2026-12-15", number=12), item("2026-12-15T14:00", number=13))
    found = read(content)
    day, hour = found["12-limit@duban_bot"], found["13-limit@duban_bot"]
    assert (day["dtstart"].dt, day["dtend"].dt) == (date(2026, 12, 15), date(2026, 12, 16))
    assert day["dtstart"].params["VALUE"] == "DATE"
    assert hour["dtstart"].dt == at("12-15 14:00")
    assert hour["dtstart"].params["TZID"] == "Asia/Shanghai"
    [zone] = Calendar.from_ical(content).walk("VTIMEZONE")
    assert zone["tzid"] == "Asia/Shanghai"
    assert str(day["summary"]) == "【期限】第12号 低保动态管理"
    assert "责任人：甲某" in str(day["description"])


def test_another_client_reads_the_same() -> None:
    """As vobject reads it, which makes its own zone of what the feed says."""
    cancelled = replace(
        item("2026-12-16", number=14),
        status=ItemStatus.CANCELLED,
        history=(Step(at("11-19 10:00"), "办主任", Did.CANCEL),),
    )
    calendar = vobject.readOne(feed(item("2026-12-15T14:00", number=13), cancelled).decode())
    assert calendar.version.value == "2.0"
    found = {event.uid.value: event for event in calendar.vevent_list}
    begins = found["13-limit@duban_bot"].dtstart.value
    assert (begins.hour, begins.utcoffset()) == (14, timedelta(hours=8))
    gone = found["14-limit@duban_bot"]
    assert (gone.status.value, gone.dtstart.value) == ("CANCELLED", date(2026, 12, 16))
    assert gone.sequence.value == "1"
    assert "已撤销" in gone.summary.value


def test_the_same_events_make_the_same_bytes() -> None:
    items = [item("2026-12-15", number=12), item("2026-12-14", number=13)]
    assert feed(*items) == feed(*reversed(items))
    assert feed(*items) != feed(items[0], replace(items[1], version=2))


def test_an_empty_calendar_is_one() -> None:
    assert read(feed()) == {}


def test_of_a_sensitive_item_neither_title_nor_people_leave_the_house() -> None:
    """docs/decisions/0088-calendar-feeds.md: who keeps a calendar reads its address."""
    said = feed(replace(item("2026-12-15", title="张某反映低保问题"), is_sensitive=True)).decode()
    unfolded = said.replace("\r\n ", "")
    assert SENSITIVE in unfolded
    assert "张某" not in unfolded
    assert "甲某" not in unfolded.replace("督办日历：甲某", "")


def lines_of(content: bytes) -> Iterable[bytes]:
    return content.split(b"\r\n")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200), st.integers(0, 3))
def test_any_title_is_folded_by_bytes_and_read_back(title: str, version: int) -> None:
    """No line is longer than 75 octets, none is cut inside a character, and both clients read what was written."""
    content = feed(replace(item("2026-12-15", title=f"{title}一"), version=version))
    for line in lines_of(content):
        assert len(line) <= LONGEST_LINE
        line.decode()
        assert b"\n" not in line
    [event] = read(content).values()
    [other] = vobject.readOne(content.decode()).vevent_list
    assert str(event["summary"]) == other.summary.value
    assert str(event["summary"]).startswith("【期限】第12号 ")
    assert event["sequence"] == version
