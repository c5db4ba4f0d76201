"""The log on standard error: lines of text, or one JSON object a line for a machine to read."""

import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType

from transport.outage_log import OutageLog

#: What a call may add as ``extra=``: numbers and codes that lead to a row of the ledger, never a name or a word.
FIELDS = ("update", "letter", "reference", "epoch", "bureau")
#: How a line of text looks.
TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonFormatter(logging.Formatter):
    """``time`` (UTC), ``level``, ``logger``, ``message``, ``bureau``; the fields, ``error`` and ``stack`` if any."""

    def __init__(self, bureau: str = "-") -> None:
        super().__init__()
        self._bureau = bureau

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "bureau": self._bureau,
        }
        line |= {name: found for name in FIELDS if (found := getattr(record, name, None)) is not None}
        error = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        line |= {name: told for name, told in (("error", error), ("stack", record.stack_info)) if told}
        return json.dumps(line, ensure_ascii=False, default=str)


def log_to_stderr(
    form: logging.Formatter, *filters: Callable[[logging.LogRecord], bool], verbose: bool = False
) -> None:
    """Log in that form; ``filters`` see each line on its way out. ``redaction.install`` keeps secrets out of it."""
    handler = logging.StreamHandler()
    handler.setFormatter(form)
    for each in filters:
        handler.addFilter(each)
    handler.addFilter(OutageLog(time.monotonic))
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, handlers=[handler])
    quiet = ["telegram"]  # its debugging shows whole messages; transport/wire.py names each request instead
    if not verbose:
        quiet += ["httpx", "httpcore", "apscheduler"]
    for name in quiet:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=isinstance(form, JsonFormatter))


def catch_uncaught() -> None:
    """Where the log is JSON, let the error that ends the process be a line of it; after ``redaction.install``."""
    if _is_json():
        sys.excepthook = _uncaught


def _uncaught(_kind: type[BaseException], error: BaseException, _where: TracebackType | None) -> None:
    logging.getLogger("duban").critical("the process ends by an error", exc_info=error)


def logged_as_json(message: str) -> bool:
    """Log what ends the process where the log is JSON; whether it is."""
    if _is_json():
        logging.getLogger("duban").critical(message)
    return _is_json()


def _is_json() -> bool:
    return any(isinstance(handler.formatter, JsonFormatter) for handler in logging.getLogger().handlers)
