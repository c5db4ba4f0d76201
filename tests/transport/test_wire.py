"""Whether a failed call can have reached Telegram, and whether an answer is Telegram's: each on a real connection."""

import logging
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from playground.telegram.params import Upload
from playground.telegram.server import Playground
from tests.transport.gates import REFUSALS, Gate
from transport.api import build_application, download_file
from transport.errors import Garbled, NeverArrived, NoAnswer, ProxyUnspoken, TurnedBack
from transport.receiver import build_poll
from transport.wire import Wire, call, proxy_for

TOKEN = "42:test-token"
PHONE = "13800000000"


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(token=TOKEN) as playground:
        yield playground


@pytest.fixture
async def bot(telegram: Playground) -> AsyncIterator[Bot]:
    app = build_application(token=TOKEN, base_url=telegram.base_url, timeout=0.3)
    await app.initialize()
    yield app.bot
    await app.shutdown()


async def failure_through(proxy: str, url: str = "https://telegram.test/bot1/getMe") -> TelegramError:
    """What a call through that proxy raises."""
    wire = Wire(connections=2, timeout=0.5, connect_timeout=0.5, proxies={"https": proxy, "http": proxy})
    await wire.initialize()
    try:
        with pytest.raises(TelegramError) as raised:
            await wire.do_request(url, "POST")
    finally:
        await wire.shutdown()
    return raised.value


@pytest.mark.parametrize("mood", [*REFUSALS, "silent"])
async def test_what_a_proxy_refuses_to_carry_never_arrived(mood: str) -> None:
    """Fault 1.2, 1.10: and what it said instead is in no error."""
    async with Gate(mood) as gate:
        error = await failure_through(gate.url)
        assert [head[:8] for head in gate.heard] == [b"CONNECT "]
    assert isinstance(error, NeverArrived)
    assert isinstance(error, TurnedBack) is mood.isdecimal()
    assert PHONE not in str(error)


async def test_a_proxy_that_carries_a_plain_call_may_refuse_it_as_well() -> None:
    """Fault 1.2: a Bot API server of one's own, behind a proxy that wants another password."""
    async with Gate("407") as gate:
        proxy = gate.url.replace("//", "//office:p%40ss@")
        for url in ("http://telegram.test/bot1/getMe", "https://telegram.test/bot1/getMe"):
            error = await failure_through(proxy, url)
        assert [b"Proxy-Authorization: Basic b2ZmaWNlOnBAc3M=\r\n" in head for head in gate.heard] == [True, True]
    assert isinstance(error, TurnedBack)
    assert error.status == 407


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "socks5h://a:b@127.0.0.1:1080", "https://127.0.0.1:1"])
async def test_a_proxy_that_is_not_spoken_is_named(proxy: str) -> None:
    """Fault 6.14."""
    error = await failure_through(proxy)
    assert isinstance(error, ProxyUnspoken)
    assert error.scheme == proxy.partition(":")[0]
    assert "a:b" not in str(error)


def test_the_environments_proxies_are_read_as_other_programs_read_them() -> None:
    """Fault 6.14: ALL_PROXY stands in, NO_PROXY leaves out, a bare address is HTTP."""
    found = proxy_for("https://api.telegram.org/bot", {"all": "office:p%40ss@proxy.test:3128"})
    assert found is not None
    assert found.url == "http://proxy.test:3128"
    assert found.authorization == "Basic b2ZmaWNlOnBAc3M="
    assert proxy_for("https://api.telegram.org/bot", {"http": "http://proxy.test"}) is None
    assert proxy_for("https://api.telegram.org/bot", {"all": "http://proxy.test", "no": "telegram.org"}) is None


@pytest.mark.parametrize("status", [302, 307, 400, 401, 403, 404, 407, 409, 429])
async def test_a_gateways_page_turns_a_call_back_and_says_nothing_of_chat_or_token(
    telegram: Playground, bot: Bot, status: int
) -> None:
    """Fault 1.4: for every method alike."""
    telegram.faults.order("*", "gateway_page", status=status, times=0)
    for method in ("send_Message", "get_Updates", "get_Me", "set_My_Commands", "answer_Callback_Query"):
        with pytest.raises(TurnedBack):
            await call(bot, method, {})


@pytest.mark.parametrize(("kind", "status"), [("gateway_page", 200), ("gateway_page", 502), ("server_error", 504)])
async def test_a_page_in_telegrams_place_leaves_the_fate_open(
    telegram: Playground, bot: Bot, kind: str, status: int
) -> None:
    """Fault 1.1."""
    telegram.faults.order("sendMessage", kind, status=status)
    with pytest.raises(Garbled):
        await call(bot, "send_Message", {})


async def test_what_telegram_itself_refuses_keeps_its_meaning(telegram: Playground, bot: Bot) -> None:
    """Fault 1.4: only pages of others are taken for the line's."""
    for kind, error in (("forbidden", Forbidden), ("bad_request", BadRequest), ("unauthorized", InvalidToken)):
        telegram.faults.order("sendMessage", kind)
        with pytest.raises(error):
            await call(bot, "send_Message", {})


async def test_no_body_is_logged_however_it_comes(
    telegram: Playground, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 1.10: a getUpdates that was cut off in the middle of somebody's telephone number, at any level."""
    await telegram.person(7, "甲某").say(None, f"我的电话{PHONE}，请回电")
    poll = build_poll(bot, seconds=0)
    with caplog.at_level(logging.WARNING, "telegram"), caplog.at_level(logging.DEBUG, "transport"):
        for kind in ("bad_json", "garbage", "gateway_page"):
            telegram.faults.order("getUpdates", kind, status=403)
            with pytest.raises(TelegramError) as raised:
                await poll(None)
            assert PHONE not in repr(raised.value)
            assert PHONE not in str(raised.value.__cause__)
        assert len(await poll(None)) == 1
    assert "getUpdates" in caplog.text
    assert PHONE not in caplog.text


async def test_a_portals_page_is_not_taken_for_the_file(telegram: Playground, bot: Bot) -> None:
    """Fault 1.1: a workbook that can't be fetched is fetched again, not called damaged."""
    file_id = telegram.world.files.keep(Upload("台账.xlsx", b"PK" * 50)).file_id
    telegram.faults.order("getFile", "garbage")
    with pytest.raises(NoAnswer):
        await download_file(bot, file_id, 1000)
    assert await download_file(bot, file_id, 1000) == b"PK" * 50
