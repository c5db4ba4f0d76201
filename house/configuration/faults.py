"""What is wrong with a configuration; ``texts/command_line.py`` words it."""

from enum import StrEnum

from msgspec import Struct


class Expected(StrEnum):
    """What a key should have held."""

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
