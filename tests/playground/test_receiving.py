"""The update queue as a bot sees it: offsets, long polls, confirmation, who polls."""

import asyncio
from datetime import timedelta

import pytest

from playground.telegram.server import Playground
from playground.telegram.updates import FIRST_ID
from tests.playground.conftest import TOKEN, Caller


async def test_updates_are_served_again_until_they_are_confirmed(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    await person.say(None, "一")
    await person.say(None, "二")
    first = await call.ok("getUpdates")
    assert [update["message"]["text"] for update in first] == ["一", "二"]
    assert await call.ok("getUpdates") == first
    assert await call.ok("getUpdates", offset=FIRST_ID + 1) == first[1:]
    assert await call.ok("getUpdates") == first[1:]
    assert await call.ok("getUpdates", offset=FIRST_ID + 2) == []


async def test_negative_offset_keeps_only_the_end_of_the_queue(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    for text in "一二三":
        await person.say(None, text)
    assert [u["message"]["text"] for u in await call.ok("getUpdates", offset=-1)] == ["三"]
    assert len(await call.ok("getUpdates")) == 1


async def test_limit_is_at_most_a_hundred(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    for number in range(120):
        await person.say(None, f"{number}")
    assert len(await call.ok("getUpdates", limit=500)) == 100
    assert len(await call.ok("getUpdates", limit=3)) == 3


async def test_long_poll_returns_as_soon_as_somebody_speaks(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    poll = asyncio.create_task(call.ok("getUpdates", timeout=30))
    await playground.wait_for(lambda: playground.updates.is_polled)
    await person.say(None, "您好")
    updates = await asyncio.wait_for(poll, 2)
    assert updates[0]["message"]["from"]["id"] == 11


async def test_second_poller_ends_the_first_with_a_conflict(playground: Playground, call: Caller) -> None:
    """docs/promises.md 10."""
    first = asyncio.create_task(call("getUpdates", timeout=30))
    await playground.wait_for(lambda: playground.updates.is_polled)
    second = asyncio.create_task(call("getUpdates", timeout=30))
    answer = await asyncio.wait_for(first, 2)
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
    playground.updates.interrupt()
    assert (await second)["result"] == []


async def test_updates_are_forgotten_after_a_day_of_the_playgrounds_clock(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    await person.say(None, "昨天")
    playground.clock.advance(timedelta(hours=23))
    await person.say(None, "今天")
    playground.clock.advance(timedelta(hours=2))
    assert [u["message"]["text"] for u in await call.ok("getUpdates")] == ["今天"]


async def test_allowed_updates_hold_for_what_comes_later_and_stay_set(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    await person.say(None, "先前")
    assert len(await call.ok("getUpdates", allowed_updates=["callback_query"])) == 1
    await person.say(None, "其后")
    assert len(await call.ok("getUpdates")) == 1
    await call.ok("getUpdates", allowed_updates=[])
    await person.say(None, "再后")
    assert len(await call.ok("getUpdates")) == 2


async def test_after_an_idle_week_ids_may_restart_lower_and_a_stale_offset_hides_nothing(
    playground: Playground, call: Caller
) -> None:
    person = playground.person(11, "甲某")
    await person.say(None, "一")
    assert await call.ok("getUpdates", offset=FIRST_ID + 1) == []
    playground.updates.jump_to(512)
    await person.say(None, "二")
    updates = await call.ok("getUpdates", offset=FIRST_ID + 1)
    assert [update["update_id"] for update in updates] == [512]
    assert await call.ok("getUpdates", offset=513) == []


async def test_ids_do_not_jump_while_updates_wait(playground: Playground) -> None:
    await playground.person(11, "甲某").say(None, "一")
    with pytest.raises(ValueError, match="update_id"):
        playground.updates.jump_to(5)


async def test_wrong_token_is_unauthorized_and_unknown_method_not_found(playground: Playground, call: Caller) -> None:
    assert await call.refused("sendCarrierPigeon") == "Not Found: method not found"
    response = await call.client.get(f"{playground.base_url}/bot1:wrong/getMe")
    assert response.status_code == 401
    assert response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


@pytest.mark.parametrize("how", ["query", "form", "json", "multipart"])
async def test_parameters_travel_in_any_of_four_ways(playground: Playground, call: Caller, how: str) -> None:
    playground.person(11, "甲某")
    values = {"chat_id": "11", "text": "您好，<b>甲</b>", "parse_mode": "HTML"}
    sends = {
        "query": lambda: call.client.get("sendMessage", params=values),
        "form": lambda: call.client.post("SENDMESSAGE", data=values),
        "json": lambda: call.client.post("sendmessage", json=values),
        "multipart": lambda: call.client.post(
            "sendMessage", data=values, files={"unused": ("empty.txt", b"x", "text/plain")}
        ),
    }
    answer = (await sends[how]()).json()
    assert answer["ok"], answer
    assert [message.text for message in playground.messages(11)] == ["您好，甲"]
    assert TOKEN not in str(playground.requests)
