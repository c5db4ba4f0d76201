"""The configuration: a TOML file becomes one frozen ``Config``; every fault is named at once, before a start."""

import difflib
import os
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain.built_in_kinds import BUILT_IN_KINDS
from domain.rules import (
    EVERY_KIND,
    ChaseStep,
    Course,
    Escalation,
    Figure,
    FigureRules,
    Kind,
    PlanStep,
    Reader,
    Rules,
    StatutoryClock,
    Stop,
    WorkDays,
)
from domain.sources import SOURCES

#: Where the token may stand instead of in the file; this one wins.
TOKEN_VARIABLE = "DUBAN_TOKEN"  # noqa: S105 - the variable's name
#: Where the password of the ledger's database may stand; libpq's own PGPASSWORD and ~/.pgpass do as well.
STORE_PASSWORD_VARIABLE = "DUBAN_STORE_PASSWORD"  # noqa: S105 - the variable's name
#: A password within an address, or beside it, wherever somebody pasted it.
_LIKE_A_PASSWORD = re.compile(r"(?<=//)[^\s/@]*:[^\s@]*(?=@)|(?<=password=)[^\s&'\"]*", re.IGNORECASE)
#: What BotFather hands out, wherever somebody pasted it.
LIKE_A_TOKEN = re.compile(r"\d+:[\w-]{16,}")
#: What examples show instead of a token; none of these words ever turned up in a real one.
_LIKE_AN_EXAMPLE = re.compile(r"paste|botfather|your.?token|ABC-DEF1234", re.IGNORECASE)
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


class Expected(StrEnum):
    """What a key should have held; ``texts/command_line.py`` words each."""

    TABLE = "table"
    KNOWN_KEY = "known_key"
    TOKEN = "token"  # noqa: S105 - a name
    REAL_TOKEN = "real_token"  # noqa: S105 - a name: not the example's
    URL = "url"
    TEXT = "text"
    ZONE = "zone"
    IDS = "ids"
    TIME = "time"
    TIMES = "times"
    TIME_OR_NEVER = "time_or_never"
    SPAN = "span"
    FLAG = "flag"
    COUNT = "count"
    DAYS = "days"
    DATES = "dates"
    CHASES = "chases"
    PLAN_STEPS = "plan_steps"
    COURSE = "course"
    STOPS = "stops"
    NAMES = "names"
    LABEL = "label"
    CLOCKS = "clocks"
    FOLDER = "folder"
    FIGURES = "figures"
    FIGURE_KINDS = "figure_kinds"
    WEIGHTS = "weights"
    URGENCY = "urgency"
    CLOCK_SPAN = "clock_span"  # one of days and months
    CLOCK_NAME = "clock_name"  # one of its own
    CLOCK_AFTER = "clock_after"  # the name of an earlier clock
    CLOCK_RESTARTS = "clock_restarts"  # one of the kind, optional, after another
    LISTEN = "listen"
    LOG_FORMAT = "log_format"
    BOARD_URL = "board_url"
    WEBHOOK_URL = "webhook_url"
    CLOCK_LAST = "clock_last"  # a last clock that is not optional
    PATH = "path"
    STORE_URL = "store_url"
    SCHEMA = "schema"
    TOML = "toml"
    FILE = "file"


class LogFormat(StrEnum):
    """What a line of the log is."""

    TEXT = "text"
    JSON = "json"


class Fault(Struct, frozen=True):
    """One fault: the key (``reminders.digest_at``), what was expected there, what was found, and a near known key."""

    key: str
    expected: Expected
    got: str
    near: str = ""


class ConfigFaults(Exception):
    """All faults of a configuration at once."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


class WebhookAddress(Struct, frozen=True):
    """Where the webhook listens, and the address that Telegram calls: that of the proxy before it."""

    host: str
    port: int
    url: str


class BoardAddress(Struct, frozen=True):
    """The address that people open, that of a proxy, and where the board listens behind it."""

    url: str  # without a slash at its end
    listen: tuple[str, int] | None = None  # None: another process serves it, the city's


class Config(Struct, frozen=True, kw_only=True):
    """The whole configuration, validated."""

    token: Secret
    base_url: str
    admins: frozenset[int]
    ledger_path: Path
    rules: Rules
    per_second: int
    per_chat_second: int
    per_group_minute: int
    name: str = ""  # the configuration's own: of its file, of its folder where that is config.toml
    logs_json: bool = False
    monitoring: tuple[str, int] | None = None  # host and port where figures are served
    webhook: WebhookAddress | None = None  # None: updates are polled
    board: BoardAddress | None = None  # None: there is none
    templates: Path | None = None  # the folder of the office's own templates of papers
    pins_boards: bool = False
    store_url: Secret | None = None  # the ledger's PostgreSQL; None: it is the file
    store_schema: str = "duban"


class Key(Struct, frozen=True):
    """One key of the table: how it is read, what it should be, and its default (``...`` for none)."""

    read: Callable[[Any], Any]
    expected: Expected
    default: Any


class Misfit(ValueError):
    """A value is not what its key expects."""


def _require(holds: bool, value: Any) -> Any:
    if not holds:
        raise Misfit
    return value


def _text(value: Any) -> str:
    return str(_require(isinstance(value, str) and value.strip() != "", value)).strip()


def _plain_text(value: Any) -> str:
    """A text that may be empty."""
    return str(_require(isinstance(value, str), value)).strip()


def _token(value: Any) -> Secret:
    text = _text(value)
    return Secret(str(_require(text.isascii() and text.isprintable() and not set(text) & set(" /?#"), text)))


def _url(value: Any) -> str:
    parts = urlsplit(_text(value))
    _require(parts.scheme in {"http", "https"} and bool(parts.hostname), value)
    return _text(value).rstrip("/")


def _store_url(value: Any) -> str:
    """An address of PostgreSQL, which may name several hosts; libpq reads it in full. Nothing for a file."""
    if value == "":
        return ""
    url = _text(value)
    return str(_require(re.fullmatch(r"postgres(ql)?://[^\s/?#]*/[^\s/?#]+(\?[^\s#]*)?", url) is not None, url))


def _schema(value: Any) -> str:
    name = _text(value)
    return str(_require(re.fullmatch(r"(?!pg_)[a-z][a-z0-9_]{0,62}", name) is not None, name))


def read_listen(value: Any) -> tuple[str, int] | None:
    """``127.0.0.1:8090`` or ``[::1]:8090``; nothing for not at all."""
    if value == "":
        return None
    host, colon, port = _text(value).rpartition(":")
    _require(bool(colon and host) and port.isascii() and port.isdecimal(), value)
    return host.strip("[]"), _whole(int(port), least=1, most=65_535)


def read_board_url(value: Any) -> str:
    """An address that only TLS may serve, unless nobody but this machine can open it."""
    if value == "":
        return ""
    url = _url(value)
    parts = urlsplit(url)
    _require(
        (parts.scheme == "https" or is_loopback(parts.hostname or "")) and not (parts.query or parts.fragment), value
    )
    return url


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that host."""
    return host in {"localhost", "::1"} or host.startswith("127.")


def _zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(_text(value))
    except (OSError, LookupError, ValueError) as error:  # unknown, malformed, or a folder of zones
        raise Misfit from error


def _whole(value: Any, *, least: int = 0, most: int = 2**62) -> int:
    return int(_require(isinstance(value, int) and not isinstance(value, bool) and least <= value <= most, value))


def _flag(value: Any) -> bool:
    return bool(_require(isinstance(value, bool), value))


def _list(value: Any, read: Callable[[Any], Any]) -> tuple[Any, ...]:
    return tuple(read(entry) for entry in _require(isinstance(value, list), value))


def _time(value: Any) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    hour, colon, minute = _text(value).partition(":")
    try:
        return time(int(_require(bool(colon), hour)), int(_require(len(minute) == len("00"), minute)))
    except ValueError as error:
        raise Misfit from error


def _time_or_never(value: Any) -> time | None:
    return None if value == "" else _time(value)


def _times(value: Any) -> tuple[time, ...]:
    return tuple(sorted(set(_list(value, _time))))


def _span(value: Any) -> tuple[time, time] | None:
    pair = _list(value, _time)
    _require(len(pair) in {0, 2} and len(set(pair)) == len(pair), value)
    return (pair[0], pair[1]) if pair else None


def _days(value: Any) -> tuple[int, ...]:
    return tuple(sorted(set(_list(value, partial(_whole, most=LONGEST_LEAD))), reverse=True))


def _ladder(value: Any) -> tuple[int, ...]:
    return tuple(sorted(set(_list(value, partial(_whole, least=1, most=LONGEST_LEAD)))))


def _stops(value: Any) -> frozenset[Stop]:
    return frozenset(_list(value, Stop))


def _chase_steps(value: Any) -> tuple[ChaseStep, ...]:
    steps = _list(value, _chase_step)
    _require([each.after for each in steps] == sorted({each.after for each in steps}), value)
    return steps


def _chase_step(value: Any) -> ChaseStep:
    _require(isinstance(value, dict) and value.keys() <= {"after", "to", "bulletin"} and "after" in value, value)
    return ChaseStep(
        _whole(value["after"], least=1, most=LONGEST_LEAD),
        frozenset(_list(value.get("to", []), Reader)),
        bulletin=_flag(value.get("bulletin", False)),
    )


def _plan_steps(value: Any) -> tuple[PlanStep, ...]:
    return tuple(sorted(_list(value, _plan_step), key=lambda step: -step.before))


def _plan_step(value: Any) -> PlanStep:
    _require(isinstance(value, dict) and value.keys() == {"words", "before"}, value)
    words = _text(value["words"])
    return PlanStep(_require(len(words) <= LONGEST_STEP, words), _whole(value["before"], most=LONGEST_LEAD))


def _names(value: Any) -> tuple[str, ...]:
    names = _list(value, _text)
    _require(all(len(name) <= LONGEST_NAME for name in names) and len(set(names)) == len(names), names)
    return names


def _figures(value: Any) -> tuple[Figure, ...]:
    named = set(_list(value, Figure))
    _require(bool(named), value)
    return tuple(each for each in Figure if each in named)


def _weights(value: Any) -> dict[Figure, float]:
    _require(isinstance(value, dict), value)
    return {Figure(name): _weight(weight) for name, weight in value.items()}


def _weight(value: Any) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(_require(is_number and abs(value) <= HEAVIEST, value))


def _tables(value: Any) -> tuple[dict[str, Any], ...]:
    return _list(value, lambda each: _require(isinstance(each, dict), each))


def _urgency(value: Any) -> tuple[tuple[str, int], ...]:
    """紧急程度 → work days."""
    table = _require(isinstance(value, dict), value)
    return tuple((_text(name), _whole(days, least=1, most=3660)) for name, days in table.items())


def _dates(value: Any) -> tuple[date, ...]:
    def one(entry: Any) -> date:
        return entry if type(entry) is date else date.fromisoformat(_text(entry))

    return _list(value, one)


TABLE: dict[str, dict[str, Key]] = {
    "telegram": {
        "token": Key(_token, Expected.TOKEN, ...),
        "base_url": Key(_url, Expected.URL, "https://api.telegram.org"),
        "webhook_url": Key(read_board_url, Expected.WEBHOOK_URL, ""),
        "webhook_listen": Key(read_listen, Expected.LISTEN, "127.0.0.1:8443"),
    },
    "office": {
        "name": Key(_text, Expected.TEXT, "民政局"),
        "timezone": Key(_zone, Expected.ZONE, "Asia/Shanghai"),
        "admins": Key(partial(_list, read=partial(_whole, least=1)), Expected.IDS, []),
        "closes_at": Key(_time, Expected.TIME, "17:30"),
        "unit_word": Key(_text, Expected.TEXT, "股室"),
        "sources": Key(_names, Expected.NAMES, list(SOURCES)),
    },
    "store": {
        "path": Key(_text, Expected.PATH, "data/ledger.json"),
        "url": Key(_store_url, Expected.STORE_URL, ""),
        "schema": Key(_schema, Expected.SCHEMA, "duban"),
    },
    "reminders": {
        "digest_at": Key(_time, Expected.TIME, "08:30"),
        "alerts_at": Key(_times, Expected.TIMES, ["09:30", "15:00"]),
        "workdays_only": Key(_flag, Expected.FLAG, True),
        "quiet_hours": Key(_span, Expected.SPAN, ["20:00", "08:00"]),
        "review_at": Key(_time_or_never, Expected.TIME_OR_NEVER, "16:30"),
        "pushes_a_day": Key(partial(_whole, most=100), Expected.COUNT, 3),
    },
    "escalation": {
        "chase_after": Key(_ladder, Expected.DAYS, [1, 3, 5]),
        "supplement_days": Key(partial(_whole, least=1, most=LONGEST_LEAD), Expected.COUNT, 3),
        "approve_within": Key(partial(_whole, least=1, most=LONGEST_LEAD), Expected.COUNT, 2),
        "answer_within": Key(partial(_whole, least=1, most=LONGEST_LEAD), Expected.COUNT, 2),
        "sign_within": Key(partial(_whole, most=LONGEST_LEAD), Expected.COUNT, 1),
        "silent_step": Key(partial(_whole, least=1, most=LONGEST_LEAD), Expected.COUNT, 3),
    },
    "figures": {
        "counted": Key(_figures, Expected.FIGURES, [figure.value for figure in Figure]),
        "kinds": Key(_names, Expected.FIGURE_KINDS, []),
        "weights": Key(_weights, Expected.WEIGHTS, {}),
    },
    "papers": {"templates": Key(_plain_text, Expected.FOLDER, "")},
    "calendar": {
        "rest": Key(_dates, Expected.DATES, []),
        "work": Key(_dates, Expected.DATES, []),
    },
    "board": {
        "listen": Key(read_listen, Expected.LISTEN, ""),
        "url": Key(read_board_url, Expected.BOARD_URL, ""),
        "pinned": Key(_flag, Expected.FLAG, False),
    },
    "monitoring": {"listen": Key(read_listen, Expected.LISTEN, "")},
    "logging": {"format": Key(LogFormat, Expected.LOG_FORMAT, "text")},
    "limits": {
        "per_second": Key(_whole, Expected.COUNT, 30),
        "per_chat_second": Key(_whole, Expected.COUNT, 1),
        "per_group_minute": Key(_whole, Expected.COUNT, 20),
    },
}

#: ``[escalation.default]``, and ``[escalation.KIND]`` for a kind with 催办 of its own.
ESCALATION_KEYS: dict[str, Key] = {
    "steps": Key(_chase_steps, Expected.CHASES, ...),
    "stops": Key(_stops, Expected.STOPS, ["submitted", "doubt"]),
}
KIND_KEYS: dict[str, Key] = {
    "label": Key(_text, Expected.TEXT, ...),
    "lead_days": Key(_days, Expected.DAYS, [7, 3, 1, 0]),
    "verify": Key(_flag, Expected.FLAG, False),
    "recheck_after_days": Key(partial(_whole, most=3660), Expected.COUNT, 0),
    "statutory": Key(_flag, Expected.FLAG, False),
    "on_rest_days": Key(_flag, Expected.FLAG, False),
    "needs_evidence": Key(_flag, Expected.FLAG, False),
    "two_keys": Key(_flag, Expected.FLAG, False),
    "asks_criterion": Key(_flag, Expected.FLAG, False),
    "asks_lessons": Key(_flag, Expected.FLAG, False),
    "sensitive": Key(_flag, Expected.FLAG, False),
    "obstacle_stops_chase": Key(_flag, Expected.FLAG, False),
    "silent_after": Key(partial(_whole, most=LONGEST_LEAD), Expected.COUNT, 10),
    "steps": Key(_plan_steps, Expected.PLAN_STEPS, []),
    "plan_approved": Key(_flag, Expected.FLAG, False),
    "pace": Key(Course, Expected.COURSE, ""),
    "clocks": Key(_tables, Expected.CLOCKS, []),
    "urgency": Key(_urgency, Expected.URGENCY, {}),
    "verdict_after": Key(partial(_whole, most=LONGEST_LEAD), Expected.COUNT, 0),
    "redo_days": Key(partial(_whole, most=LONGEST_LEAD), Expected.COUNT, 0),
}
#: One entry of a kind's ``clocks``.
CLOCK_KEYS: dict[str, Key] = {
    "name": Key(_text, Expected.TEXT, ...),
    "label": Key(_text, Expected.TEXT, ...),
    "days": Key(partial(_whole, most=3660), Expected.COUNT, 0),
    "work_days": Key(_flag, Expected.FLAG, False),
    "months": Key(partial(_whole, most=120), Expected.COUNT, 0),
    "lead_days": Key(_days, Expected.DAYS, [3, 1, 0]),
    "prolong": Key(partial(_whole, most=3660), Expected.COUNT, 0),
    "after": Key(str, Expected.TEXT, ""),
    "optional": Key(_flag, Expected.FLAG, False),
    "restarts": Key(_flag, Expected.FLAG, False),
    "basis": Key(str, Expected.TEXT, ""),
}


def load(path: Path, environment: Mapping[str, str]) -> Config:
    """Read and validate the file; raises ``ConfigFaults`` with everything that is wrong with it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigFaults((Fault(str(path), Expected.FILE, error.strerror or str(error)),)) from error
    return read(content, path, environment)


def read(content: bytes, path: Path, environment: Mapping[str, str]) -> Config:
    """Validate what the file at that path holds; raises ``ConfigFaults`` with everything that is wrong with it."""
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigFaults((Fault(str(path), Expected.TOML, str(error)),)) from error
    if environment.get(TOKEN_VARIABLE):
        telegram = document.setdefault("telegram", {})
        if isinstance(telegram, dict):
            telegram["token"] = environment[TOKEN_VARIABLE]
    store_password = environment.get(STORE_PASSWORD_VARIABLE, "")
    return _Reading(document, path.absolute(), store_password).config()


def _name_of(path: Path) -> str:
    return path.stem if path.stem != "config" else path.parent.name or path.stem


def require_real_token(config: Config) -> None:
    """Raise ``ConfigFaults`` for a token that was left as the example has it: only who talks to Telegram needs one."""
    if _LIKE_AN_EXAMPLE.search(config.token.reveal()):
        raise ConfigFaults((Fault("telegram.token", Expected.REAL_TOKEN, ""),))


class _Reading:
    """One pass over a document that collects faults instead of stopping at the first."""

    def __init__(self, document: dict[str, Any], path: Path, store_password: str) -> None:
        self.faults: list[Fault] = []
        self.store_password = store_password
        self.name = _name_of(path)
        self.folder = path.parent
        self.document = document

    def config(self) -> Config:
        self._known("", self.document, {*TABLE, "kinds"})
        flat, ladders = _apart(self.document.get("escalation", {}))
        written = {**self.document, "escalation": flat}
        read = {name: self._table(name, written.get(name, {}), keys) for name, keys in TABLE.items()}
        kinds = self._kinds(self.document.get("kinds", {}))
        escalations = self._escalations(ladders, {EVERY_KIND, *kinds})
        ledger_path = self._ledger_path(read["store"].get("path"))
        templates = self._templates(read["papers"].get("templates"))
        self._figures_known(read["figures"], kinds)
        board = self._board(read["board"].get("listen"), read["board"].get("url"))
        webhook = self._webhook(read["telegram"].get("webhook_listen"), read["telegram"].get("webhook_url"))
        if self.faults:
            raise ConfigFaults(tuple(self.faults))
        telegram, office, limits = read["telegram"], read["office"], read["limits"]
        return Config(
            token=telegram["token"],
            base_url=telegram["base_url"],
            admins=frozenset(office["admins"]),
            ledger_path=ledger_path,
            rules=_rules(
                office,
                read["reminders"],
                read["escalation"] | {"escalations": escalations, "figures": FigureRules(**read["figures"])},
                read["calendar"],
                kinds,
            ),
            name=self.name,
            logs_json=read["logging"]["format"] is LogFormat.JSON,
            monitoring=read["monitoring"]["listen"],
            webhook=webhook,
            board=board,
            templates=templates,
            **limits,
            pins_boards=read["board"]["pinned"],
            store_url=self._with_password(read["store"]["url"]),
            store_schema=read["store"]["schema"],
        )

    def _with_password(self, url: str) -> Secret | None:
        """The password of the environment wins: of two in an address libpq takes the later one."""
        if url and self.store_password:
            url += f"{'&' if '?' in url else '?'}password={quote(self.store_password, safe='')}"
        return Secret(url) if url else None

    def _board(self, listen: tuple[str, int] | None = None, url: str | None = None) -> BoardAddress | None:
        if listen is None:
            return BoardAddress(url) if url else None
        host, port = listen
        if not url and not is_loopback(host):
            self._fault("board.url", Expected.BOARD_URL, ...)
        shown = f"[{host}]" if ":" in host else host
        return BoardAddress(url or f"http://{shown}:{port}", listen)

    def _webhook(self, listen: tuple[str, int] | None = None, url: str | None = None) -> WebhookAddress | None:
        if not url:
            return None
        if listen is None:
            self._fault("telegram.webhook_listen", Expected.LISTEN, ...)
            return None
        return WebhookAddress(*listen, url)

    def _fault(self, key: str, expected: Expected, got: Any, near: str = "") -> None:
        # Token and password must not be echoed, whatever is wrong with them; they may well stand under a misspelt key.
        is_secret = expected in {Expected.TOKEN, Expected.KNOWN_KEY, Expected.STORE_URL}
        shown = "" if got is ... else "…" if is_secret else _LIKE_A_PASSWORD.sub("…", LIKE_A_TOKEN.sub("…", repr(got)))
        self.faults.append(Fault(key, expected, shown, near))

    def _known(self, prefix: str, table: Mapping[str, Any], known: set[str]) -> None:
        for key in sorted(table.keys() - known):
            near = difflib.get_close_matches(key, known, n=1)
            self._fault(f"{prefix}{key}", Expected.KNOWN_KEY, table[key], near[0] if near else "")

    def _table(self, name: str, table: Any, keys: Mapping[str, Key]) -> dict[str, Any]:
        if not isinstance(table, dict):
            self._fault(name, Expected.TABLE, table)
            return {}
        self._known(f"{name}.", table, set(keys))
        return {key: self._value(f"{name}.{key}", spec, table.get(key, spec.default)) for key, spec in keys.items()}

    def _value(self, name: str, key: Key, value: Any) -> Any:
        try:
            return key.read(_require(value is not ..., value))
        except ValueError:
            self._fault(name, key.expected, value)
            return None

    def _kinds(self, written: Any) -> dict[str, Kind]:
        if not isinstance(written, dict):
            self._fault("kinds", Expected.TABLE, written)
            return {}
        kinds: dict[str, Kind] = {}
        for name in {**BUILT_IN_KINDS, **written}:
            own = written.get(name, {})
            merged = {**BUILT_IN_KINDS.get(name, {}), **own} if isinstance(own, dict) else own
            settings = self._table(f"kinds.{name}", merged, KIND_KEYS)
            if settings and None not in settings.values():
                settings["recheck_after_days"] = settings["recheck_after_days"] or None
                settings["clocks"] = self._clocks(f"kinds.{name}.clocks", settings["clocks"])
                kinds[name] = Kind(name=name, **settings)
        self._labels_differ(kinds.values())
        return kinds

    def _clocks(self, key: str, written: tuple[dict[str, Any], ...]) -> tuple[StatutoryClock, ...]:
        """A kind's statutory clocks: each begins with the item or with one before it, and the last is the limit."""
        clocks: list[StatutoryClock] = []
        for place, table in enumerate(written, start=1):
            read = self._table(f"{key}[{place}]", table, CLOCK_KEYS)
            if None in read.values():
                continue
            clock, names = StatutoryClock(**read), {each.name for each in clocks}
            if bool(clock.days) == bool(clock.months) or (clock.months and clock.work_days):
                self._fault(f"{key}[{place}]", Expected.CLOCK_SPAN, clock.days or ...)
            if clock.name in names:
                self._fault(f"{key}[{place}].name", Expected.CLOCK_NAME, clock.name)
            if clock.after and clock.after not in names:
                self._fault(f"{key}[{place}].after", Expected.CLOCK_AFTER, clock.after)
            if clock.restarts and not (clock.optional and clock.after and not any(each.restarts for each in clocks)):
                self._fault(f"{key}[{place}].restarts", Expected.CLOCK_RESTARTS, clock.restarts)
            clocks.append(clock)
        if clocks and clocks[-1].optional:
            self._fault(f"{key}[{len(written)}].optional", Expected.CLOCK_LAST, clocks[-1].optional)
        return tuple(clocks)

    def _escalations(self, ladders: dict[str, Any], known: set[str]) -> dict[str, Escalation]:
        self._known("escalation.", ladders, known)
        read = {
            name: self._table(f"escalation.{name}", ladder, ESCALATION_KEYS)
            for name, ladder in ladders.items()
            if name in known
        }
        return {name: Escalation(**each) for name, each in read.items() if None not in each.values()}

    def _figures_known(self, figures: dict[str, Any], kinds: dict[str, Kind]) -> None:
        """Only known kinds can be counted, and only what is counted can weigh."""
        for kind in figures["kinds"] or ():
            if kinds and kind not in kinds:
                self._fault("figures.kinds", Expected.FIGURE_KINDS, kind)
        for figure in figures["weights"] or ():
            if figures["counted"] and figure not in figures["counted"]:
                self._fault("figures.weights", Expected.WEIGHTS, figure.value)

    def _labels_differ(self, kinds: Iterable[Kind]) -> None:
        """A workbook's 类别 must mean one kind only."""
        first: dict[str, str] = {}
        for kind in kinds:
            if first.setdefault(kind.label, kind.name) != kind.name:
                self._fault(f"kinds.{kind.name}.label", Expected.LABEL, kind.label)

    def _templates(self, written: str | None) -> Path | None:
        path = self.folder / (written or "")
        if written and not path.is_dir():
            self._fault("papers.templates", Expected.FOLDER, written)
        return path if written else None

    def _ledger_path(self, written: str | None) -> Path:
        path = self.folder / (written or "")
        if written and not _is_writable(path):
            self._fault("store.path", Expected.PATH, written)
        return path


def _apart(escalation: Any) -> tuple[Any, dict[str, Any]]:
    """The keys of ``[escalation]``, and the tables in it."""
    if not isinstance(escalation, dict):
        return escalation, {}
    ladders = {name: value for name, value in escalation.items() if isinstance(value, dict)}
    return {name: value for name, value in escalation.items() if name not in ladders}, ladders


def _is_writable(path: Path) -> bool:
    """Whether the ledger can be written there; a real attempt, since permissions alone don't tell (read-only disks)."""
    if path.is_dir():
        return False
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=folder):
            return not path.exists() or os.access(path, os.W_OK)
    except OSError:
        return False


def _rules(
    office: dict[str, Any],
    reminders: dict[str, Any],
    escalation: dict[str, Any],
    calendar: dict[str, Any],
    kinds: dict[str, Kind],
) -> Rules:
    overrides = {**dict.fromkeys(calendar["rest"], False), **dict.fromkeys(calendar["work"], True)}
    return Rules(
        office_name=office["name"],
        timezone=office["timezone"],
        closes_at=office["closes_at"],
        unit_word=office["unit_word"],
        sources=office["sources"],
        kinds=kinds,
        work_days=WorkDays(overrides),
        **reminders,
        **escalation,
    )
