"""Keeps the token out of every log line, traceback and report.

Several libraries write it down without meaning to: httpx logs each URL at INFO, python-telegram-bot its base URL at
DEBUG and the token itself in InvalidToken. So the cleaning sits where all of them pass: where log records are made,
and where an uncaught exception is printed.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

from transport.outage_log import refusal_of

#: What stands in its place.
MASK = "<token>"
#: The half of a token after the colon is the secret one; shorter ones (in rehearsals) may be ordinary words.
_TELLING = 16


class Redactor:
    """Replaces each secret, however a URL may have spelt it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        spellings: set[str] = set()
        for secret in filter(None, secrets):
            spellings |= {secret, secret.replace(":", "%3A"), secret.replace(":", "%3a")}
            half = secret.rpartition(":")[2]
            if len(half) >= _TELLING:
                spellings.add(half)
        self._spellings = sorted(spellings, key=len, reverse=True)

    def clean(self, text: str) -> str:
        """The text without any secret."""
        for spelling in self._spellings:
            text = text.replace(spelling, MASK)
        return text

    def traceback(self, error: BaseException) -> str:
        """The exception and everything that led to it, as text without any secret."""
        return self.clean("".join(traceback.format_exception(error))).rstrip("\n")


class RedactedRecord(logging.LogRecord):
    """A log record that never held a secret: message, arguments, exception and stack are text, and clean."""

    redactor = Redactor(())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.msg, self.args = self._message(), ()
        if self.exc_info and self.exc_info[1] is not None:
            self.refusal = self.redactor.clean(refusal_of(self.exc_info[1]))
            self.exc_text = self.redactor.traceback(self.exc_info[1])
            self.exc_info = None
        if self.stack_info:
            self.stack_info = self.redactor.clean(self.stack_info)

    def _message(self) -> str:
        try:
            return self.redactor.clean(self.getMessage())
        except Exception:  # noqa: BLE001 - logging would print message and arguments as they are
            return self.redactor.clean(f"{self.msg!r} {self.args!r}")


def install(*secrets: str) -> Callable[[], None]:
    """Clean everything that the process writes from now on; call the result to stop doing so."""
    redactor = Redactor(secrets)
    former = (logging.getLogRecordFactory(), sys.excepthook, sys.unraisablehook, threading.excepthook)
    logging.setLogRecordFactory(type("RedactedRecord", (RedactedRecord,), {"redactor": redactor}))

    def write(error: BaseException | None) -> None:
        if error is not None and sys.stderr is not None:
            sys.stderr.write(redactor.traceback(error) + "\n")

    def uncaught(_kind: type[BaseException], error: BaseException, _where: TracebackType | None) -> None:
        write(error)

    sys.excepthook = uncaught
    sys.unraisablehook = lambda caught: write(caught.exc_value)
    threading.excepthook = lambda caught: write(caught.exc_value)

    def restore() -> None:
        logging.setLogRecordFactory(former[0])
        sys.excepthook, sys.unraisablehook, threading.excepthook = former[1:]

    return restore
