"""What may stand behind a key, and what it becomes. Each function raises ``ValueError`` for anything else."""

import re
from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from domain.rules import ChaseStep, Figure, PlanStep, Reader, Stop

#: A reminder more than a year ahead is a slip of the keyboard.
LONGEST_LEAD = 366
#: Characters of a step that a plan proposes.
LONGEST_STEP = 60
#: The most that one of a figure counts for.
HEAVIEST = 1000
#: Characters of a 来源.
LONGEST_NAME = 40


class Secret:
    """A token, or an address with a password: it leaves only through ``reveal()``, never by a log or traceback."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself, for the one place that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"


class LogFormat(StrEnum):
    """What a line of the log is."""

    TEXT = "text"
    JSON = "json"


class Misfit(ValueError):
    """A value is not what its key expects."""


def require(holds: bool, value: Any) -> Any:
    if not holds:
        raise Misfit
    return value


def read_text(value: Any) -> str:
    return str(require(isinstance(value, str) and value.strip() != "", value)).strip()


def read_plain_text(value: Any) -> str:
    """A text that may be empty."""
    return str(require(isinstance(value, str), value)).strip()


def read_token(value: Any) -> Secret:
    text = read_text(value)
    return Secret(str(require(text.isascii() and text.isprintable() and not set(text) & set(" /?#"), text)))


def read_url(value: Any) -> str:
    parts = urlsplit(read_text(value))
    require(parts.scheme in {"http", "https"} and bool(parts.hostname), value)
    return read_text(value).rstrip("/")


def read_store_url(value: Any) -> str:
    """An address of PostgreSQL, which may name several hosts; libpq reads it in full. Nothing for a file."""
    if value == "":
        return ""
    url = read_text(value)
    return str(require(re.fullmatch(r"postgres(ql)?://[^\s/?#]*/[^\s/?#]+(\?[^\s#]*)?", url) is not None, url))


def read_schema(value: Any) -> str:
    name = read_text(value)
    return str(require(re.fullmatch(r"(?!pg_)[a-z][a-z0-9_]{0,62}", name) is not None, name))


def read_listen(value: Any) -> tuple[str, int] | None:
    """``127.0.0.1:8090`` or ``[::1]:8090``; nothing for not at all."""
    if value == "":
        return None
    host, colon, port = read_text(value).rpartition(":")
    require(bool(colon and host) and port.isascii() and port.isdecimal(), value)
    return host.strip("[]"), read_whole(int(port), least=1, most=65_535)


def read_board_url(value: Any) -> str:
    """An address that only TLS may serve, unless nobody but this machine can open it."""
    if value == "":
        return ""
    url = read_url(value)
    parts = urlsplit(url)
    require(
        (parts.scheme == "https" or is_loopback(parts.hostname or "")) and not (parts.query or parts.fragment), value
    )
    return url


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that host."""
    return host in {"localhost", "::1"} or host.startswith("127.")


def read_zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(read_text(value))
    except (OSError, LookupError, ValueError) as error:  # unknown, malformed, or a folder of zones
        raise Misfit from error


def read_whole(value: Any, *, least: int = 0, most: int = 2**62) -> int:
    return int(require(isinstance(value, int) and not isinstance(value, bool) and least <= value <= most, value))


def read_flag(value: Any) -> bool:
    return bool(require(isinstance(value, bool), value))


def read_list(value: Any, read: Callable[[Any], Any]) -> tuple[Any, ...]:
    return tuple(read(entry) for entry in require(isinstance(value, list), value))


def read_time(value: Any) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    hour, colon, minute = read_text(value).partition(":")
    try:
        return time(int(require(bool(colon), hour)), int(require(len(minute) == len("00"), minute)))
    except ValueError as error:
        raise Misfit from error


def read_time_or_never(value: Any) -> time | None:
    return None if value == "" else read_time(value)


def read_times(value: Any) -> tuple[time, ...]:
    return tuple(sorted(set(read_list(value, read_time))))


def read_span(value: Any) -> tuple[time, time] | None:
    pair = read_list(value, read_time)
    require(len(pair) in {0, 2} and len(set(pair)) == len(pair), value)
    return (pair[0], pair[1]) if pair else None


def read_days(value: Any) -> tuple[int, ...]:
    return tuple(sorted(set(read_list(value, partial(read_whole, most=LONGEST_LEAD))), reverse=True))


def read_ladder(value: Any) -> tuple[int, ...]:
    return tuple(sorted(set(read_list(value, partial(read_whole, least=1, most=LONGEST_LEAD)))))


def read_stops(value: Any) -> frozenset[Stop]:
    return frozenset(read_list(value, Stop))


def read_chase_steps(value: Any) -> tuple[ChaseStep, ...]:
    steps = read_list(value, _chase_step)
    require([each.after for each in steps] == sorted({each.after for each in steps}), value)
    return steps


def _chase_step(value: Any) -> ChaseStep:
    require(isinstance(value, dict) and value.keys() <= {"after", "to", "bulletin"} and "after" in value, value)
    return ChaseStep(
        read_whole(value["after"], least=1, most=LONGEST_LEAD),
        frozenset(read_list(value.get("to", []), Reader)),
        bulletin=read_flag(value.get("bulletin", False)),
    )


def read_plan_steps(value: Any) -> tuple[PlanStep, ...]:
    return tuple(sorted(read_list(value, _plan_step), key=lambda step: -step.before))


def _plan_step(value: Any) -> PlanStep:
    require(isinstance(value, dict) and value.keys() == {"words", "before"}, value)
    words = read_text(value["words"])
    return PlanStep(require(len(words) <= LONGEST_STEP, words), read_whole(value["before"], most=LONGEST_LEAD))


def read_names(value: Any) -> tuple[str, ...]:
    names = read_list(value, read_text)
    require(all(len(name) <= LONGEST_NAME for name in names) and len(set(names)) == len(names), names)
    return names


def read_figures(value: Any) -> tuple[Figure, ...]:
    named = set(read_list(value, Figure))
    require(bool(named), value)
    return tuple(each for each in Figure if each in named)


def read_weights(value: Any) -> dict[Figure, float]:
    require(isinstance(value, dict), value)
    return {Figure(name): _weight(weight) for name, weight in value.items()}


def _weight(value: Any) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(require(is_number and abs(value) <= HEAVIEST, value))


def read_tables(value: Any) -> tuple[dict[str, Any], ...]:
    return read_list(value, lambda each: require(isinstance(each, dict), each))


def read_urgency(value: Any) -> tuple[tuple[str, int], ...]:
    """紧急程度 → work days."""
    table = require(isinstance(value, dict), value)
    return tuple((read_text(name), read_whole(days, least=1, most=3660)) for name, days in table.items())


def read_dates(value: Any) -> tuple[date, ...]:
    def one(entry: Any) -> date:
        return entry if type(entry) is date else date.fromisoformat(read_text(entry))

    return read_list(value, one)
