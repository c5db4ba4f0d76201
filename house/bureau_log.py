"""Whose line it is: in a process of many bureaux each line of the log bears the bureau that it is about."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: How a line of such a process looks; a line of nobody's bears a dash.
FORMAT = "%(asctime)s %(levelname)s [%(bureau)s] %(name)s: %(message)s"

_NAME: ContextVar[str] = ContextVar("bureau", default="-")


@contextmanager
def log_of(bureau: str) -> Iterator[None]:
    """In this block, and in every task and ``asyncio.to_thread`` that is begun in it, lines bear that name."""
    token = _NAME.set(bureau)
    try:
        yield
    finally:
        _NAME.reset(token)


def name_bureau(record: logging.LogRecord) -> bool:
    """A filter of handlers: the record gets the name, whichever logger made it."""
    record.bureau = _NAME.get()
    return True
