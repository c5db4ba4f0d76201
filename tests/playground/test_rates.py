"""Telegram's documented rates, enforced to the message."""

from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.telegram.chats import Chat, ChatKind
from playground.telegram.rates import RateLimiter, Rates
from playground.telegram.server import Playground
from tests.playground.conftest import TOKEN, Caller

ROUNDING = 1e-9


@pytest.fixture
def seconds() -> list[float]:
    return [100.0]


@pytest.fixture
async def limited(seconds: list[float]) -> AsyncIterator[Playground]:
    async with Playground(token=TOKEN, limits=True, pulse=lambda: seconds[0]) as running:
        yield running


@pytest.fixture
async def limited_call(limited: Playground) -> AsyncIterator[Caller]:
    async with httpx.AsyncClient(base_url=f"{limited.base_url}/bot{TOKEN}/", trust_env=False, verify=False) as client:
        yield Caller(client)


async def test_second_message_to_a_chat_within_a_second_is_refused(
    limited: Playground, limited_call: Caller, seconds: list[float]
) -> None:
    """docs/promises.md 14."""
    limited.person(11, "甲某")
    assert (await limited_call("sendMessage", chat_id=11, text="一"))["ok"]
    answer = await limited_call("sendMessage", chat_id=11, text="二")
    assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 1})
    assert (await limited_call("getChat", chat_id=11))["ok"]
    seconds[0] += 1
    assert (await limited_call("sendMessage", chat_id=11, text="二"))["ok"]
    assert len(limited.messages(11)) == 2


async def test_group_gets_twenty_in_a_minute_edits_included(
    limited: Playground, limited_call: Caller, seconds: list[float]
) -> None:
    """docs/promises.md 15."""
    group = limited.group("社会救助股", limited.person(11, "甲某"))
    sent = await limited_call.ok("sendMessage", chat_id=group.chat_id, text="0")
    for number in range(1, 20):
        seconds[0] += 1
        edit = {"chat_id": group.chat_id, "message_id": sent["message_id"], "text": str(number)}
        assert (await limited_call("editMessageText", **edit))["ok"]
    seconds[0] += 1
    answer = await limited_call("sendMessage", chat_id=group.chat_id, text="20")
    assert answer["parameters"] == {"retry_after": 40}
    seconds[0] += 40
    assert (await limited_call("sendMessage", chat_id=group.chat_id, text="20"))["ok"]


async def test_thirty_in_a_second_in_all(limited: Playground, limited_call: Caller) -> None:
    for number in range(1, 32):
        limited.person(number, "某")
    answers = [await limited_call("sendMessage", chat_id=number, text="x") for number in range(1, 32)]
    assert [answer["ok"] for answer in answers] == [True] * 30 + [False]


@given(st.lists(st.floats(0.0, 3.0), max_size=80))
def test_meter_never_lets_more_through_than_the_rates_say(gaps: list[float]) -> None:
    """docs/promises.md 15."""
    limiter, chat, at = RateLimiter(Rates(grace=0.0)), Chat(chat_id=-1, kind=ChatKind.GROUP), 0.0
    passed: list[float] = []
    for gap in gaps:
        at += gap
        if not limiter.charge(chat, at):
            passed.append(at)
    for index, instant in enumerate(passed):
        assert index < 1 or instant - passed[index - 1] >= 1.0 - ROUNDING
        assert index < 20 or instant - passed[index - 20] >= 60.0 - ROUNDING


@given(st.floats(0.0, 0.96))
def test_waiting_as_long_as_told_is_always_enough(gap: float) -> None:
    """docs/promises.md 14."""
    limiter, chat = RateLimiter(Rates()), Chat(chat_id=1, kind=ChatKind.PRIVATE)
    assert limiter.charge(chat, 10.0) == 0
    wait = limiter.charge(chat, 10.0 + gap)
    assert wait >= 1
    assert limiter.charge(chat, 10.0 + gap + wait) == 0
