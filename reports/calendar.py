"""A calendar feed as iCalendar (RFC 5545): days as days, hours in the office's zone, lines folded by bytes.

The same events make the same bytes, so that an unchanged calendar need not be sent again.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from domain.calendar_feed import CalendarEvent, EventWords

_PRODUCT = "-//Duban//duban//ZH"
#: How often a client is asked to look.
_EVERY = timedelta(hours=1)


def write_calendar(
    name: str, host: str, events: Iterable[CalendarEvent], zone: ZoneInfo, say: Callable[[CalendarEvent], EventWords]
) -> bytes:
    """The feed. ``host`` tells this bureau's items from another's in a client that has both."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(zone))
    calendar.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    for event in sorted(events, key=_place):
        calendar.add_component(_event(event, host, say(event)))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _place(event: CalendarEvent) -> tuple[str, str]:
    return event.begins.isoformat(), event.uid


def _event(event: CalendarEvent, host: str, words: EventWords) -> Event:
    made = Event()
    made.add("uid", f"{event.uid}@{host}")
    made.add("sequence", event.sequence)
    changed = event.changed_at.astimezone(UTC).replace(microsecond=0)
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("dtstart", event.begins)
    if not isinstance(event.begins, datetime):
        made.add("dtend", _day_after(event.begins))
        made.add("transp", "TRANSPARENT")  # a limit takes nobody's day
    made.add("summary", words.summary)
    if words.description:
        made.add("description", words.description)
    made.add("categories", [words.category])
    made.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return made


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
