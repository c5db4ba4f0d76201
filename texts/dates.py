"""Days and instants as an office says them: 11月20日（周五）, 16:05; the year only when it is another year."""

from datetime import date, datetime, time

from domain.item import Item
from domain.limits import due_on, written_limit
from domain.rules import Rules

WEEKDAYS = "一二三四五六日"


def say_weekday(day: date) -> str:
    """周五."""
    return f"周{WEEKDAYS[day.weekday()]}"


def say_day(day: date, today: date, weekday: bool = True) -> str:
    """11月20日（周五）; 2027年1月2日（周六） where ``today`` is in another year."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日" + (f"（{say_weekday(day)}）" if weekday else "")


def say_time(moment: time | datetime) -> str:
    """8:30, 16:05; an aware instant must already be in the office's zone."""
    return f"{moment.hour}:{moment.minute:02d}"


def local(at: datetime, rules: Rules) -> datetime:
    """The instant on the office's wall clock."""
    return at.astimezone(rules.timezone)


def today_of(now: datetime, rules: Rules) -> date:
    """The office's calendar day at that instant."""
    return local(now, rules).date()


def say_instant(at: datetime, rules: Rules, now: datetime) -> str:
    """11月20日16:05, on the office's wall clock; with the year where ``now`` is in another one."""
    here = local(at, rules)
    return say_day(here.date(), today_of(now, rules), weekday=False) + say_time(here)


def say_limit_written(text: str, today: date | None) -> str:
    """A stored day or date-time (2026-12-15T17:00) as people say it; with its year where ``today`` is not given."""
    limit = written_limit(text)
    if limit is None:
        return text
    day = limit.date() if isinstance(limit, datetime) else limit
    hour = say_time(limit) if isinstance(limit, datetime) else ""
    return say_day(day, today or date.min) + hour


def hour_of(item: Item) -> time | None:
    """The time of day of a limit that has one (``due`` is then a local date-time)."""
    limit = written_limit(item.due)
    return limit.time() if isinstance(limit, datetime) else None


def closing_hour(item: Item, rules: Rules) -> str:
    """The hour by which the item is wanted on its last day: its own, else the end of the office's day."""
    return say_time(hour_of(item) or rules.closes_at)


def say_no_limit(item: Item) -> str:
    """未定期限; or 期限有误, where one is written that means no day."""
    return "期限有误" if any(fault.field == "due" for fault in item.faults) else "未定期限"


def say_due(item: Item, _rules: Rules, today: date, weekday: bool = True) -> str:
    """The limit as written: a day, a day and hour, 长期坚持, or 未定期限."""
    if item.is_endless:
        return "长期坚持"
    day = due_on(item)
    if day is None:
        return say_no_limit(item)
    hour = hour_of(item)
    return say_day(day, today, weekday) + (say_time(hour) if hour else "")
