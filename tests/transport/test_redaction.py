"""The token is nowhere in what the process writes, whoever writes it and at whatever level."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from transport.redaction import MASK, Redactor, install

TOKEN = "123456789:AAEexample-secret-half-of-a-token"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a handler of somebody else's making prints while the redaction is installed."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    log = logging.getLogger("somebody.else")
    log.setLevel(logging.DEBUG)
    log.addHandler(handler)
    restore = install(TOKEN)
    yield text
    restore()
    log.removeHandler(handler)


def _post() -> None:
    raise ConnectionError(f"POST /bot{TOKEN}/sendMessage")


def test_messages_arguments_and_odd_spellings_are_cleaned(written: io.StringIO) -> None:
    """docs/promises.md 30."""
    log = logging.getLogger("somebody.else")
    log.debug("GET https://api.telegram.org/bot%s/getMe", TOKEN)
    log.info("Set Bot API URL: https://api.telegram.org/bot%s", TOKEN.replace(":", "%3A"))
    log.warning("half a token: %r", {"secret": TOKEN.partition(":")[2]})
    assert "AAEexample" not in written.getvalue()
    assert written.getvalue().count(MASK) == 3


def test_tracebacks_and_their_causes_are_cleaned(written: io.StringIO) -> None:
    """docs/promises.md 30: python-telegram-bot puts the token itself into InvalidToken."""
    log = logging.getLogger("somebody.else")
    try:
        try:
            _post()
        except ConnectionError as error:
            raise ValueError(f"The token `{TOKEN}` was rejected by the server.") from error
    except ValueError:
        log.exception("it failed", stack_info=True)
    assert "AAEexample" not in written.getvalue()
    assert "ConnectionError" in written.getvalue()
    assert "it failed" in written.getvalue()


def test_a_record_that_cannot_be_put_together_shows_nothing_either(
    written: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    """docs/promises.md 30: logging prints the arguments of a faulty call to stderr."""
    logging.getLogger("somebody.else").error("%d of %s", TOKEN, TOKEN)
    assert "AAEexample" not in written.getvalue() + capsys.readouterr().err


def test_words_that_are_no_token_stay() -> None:
    assert Redactor(("1:test",)).clean("a test of 1:test") == f"a test of {MASK}"


DYING = """
import asyncio, logging, sys, threading
sys.path.insert(0, {root!r})
from transport.api import build_application, open_line
from transport.redaction import install
install({token!r})
logging.basicConfig(level=logging.DEBUG)

class Failing:
    def __del__(self):
        raise ValueError({token!r})

async def main():
    app = build_application(token={token!r}, base_url="http://127.0.0.1:9")
    logging.info("the bot is %r", app.bot)
    asyncio.get_running_loop().call_soon(lambda: 1 / len(app.bot.token[:0]))
    try:
        await app.initialize()
    except Exception:
        logging.exception("no Telegram")
    asyncio.get_running_loop().create_future().set_exception(RuntimeError({token!r}))
    thread = threading.Thread(target=lambda: int({token!r}))
    thread.start()
    thread.join()
    Failing()
    raise RuntimeError(app.bot.base_url)

asyncio.run(main())
"""


def test_a_process_that_dies_loudly_at_debug_level_keeps_its_token() -> None:
    """docs/promises.md 30: excepthook, threads, destructors, the event loop and python-telegram-bot."""
    script = DYING.format(root=str(ROOT), token=TOKEN)
    died = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False)
    assert died.returncode == 1
    for sign in (
        "telegram.ext.ExtBot",
        "no Telegram",
        "ZeroDivisionError",
        "RuntimeError",
        "invalid literal",
        "ValueError",
    ):
        assert sign in died.stderr
    assert "AAEexample" not in died.stderr + died.stdout
