"""The log as JSON: each line is an object, with the token and everything said in chats left out of it."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from transport.logs import JsonFormatter
from transport.redaction import MASK, install

TOKEN = "123456789:AAEexample-secret-half-of-a-token"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(JsonFormatter("east"))
    found = logging.getLogger("somebody.else")
    found.addHandler(handler)
    restore = install(TOKEN)
    yield found, text
    restore()
    found.removeHandler(handler)


def _post() -> None:
    raise ConnectionError(f"POST /bot{TOKEN}/sendMessage")


def lines(text: io.StringIO | str) -> list[dict[str, Any]]:
    whole = text if isinstance(text, str) else text.getvalue()
    return [json.loads(line) for line in whole.splitlines()]


def test_a_line_is_an_object_with_the_fields_that_are_meant_for_it(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, text = log
    logger.warning("update %s:\nof %s", 5, "两行", extra={"update": 5, "letter": 7, "person": "甲某"})
    (line,) = lines(text)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "WARNING",
        "logger": "somebody.else",
        "message": "update 5:\nof 两行",
        "bureau": "east",
        "update": 5,
        "letter": 7,
    }


def test_no_line_holds_the_token(log: tuple[logging.Logger, io.StringIO]) -> None:
    """docs/promises.md 30."""
    logger, text = log
    try:
        _post()
    except ConnectionError:
        logger.exception("bot%s failed", TOKEN, stack_info=True)
    (line,) = lines(text)
    assert "AAEexample" not in text.getvalue()
    assert MASK in line["message"]
    assert "ConnectionError" in line["error"]
    assert "test_logs.py" in line["stack"]


def test_whatever_ends_the_process_is_a_line_as_well() -> None:
    program = (
        "import warnings; from transport.redaction import install\n"
        "from transport.logs import JsonFormatter, catch_uncaught, log_to_stderr, logged_as_json\n"
        f"log_to_stderr(JsonFormatter('east')); install({TOKEN!r}); catch_uncaught()\n"
        "warnings.warn('mind this')\n"
        "assert logged_as_json('台账正由另一个程序使用')\n"
        f"raise ValueError({TOKEN!r})\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert [line["level"] for line in lines(ended.stderr)] == ["WARNING", "CRITICAL", "CRITICAL"]
    assert "AAEexample" not in ended.stderr
