"""Faults that a test orders: each is given as often as ordered, and only to matching calls."""

import asyncio

import httpx
import pytest

from playground.telegram.server import Playground
from tests.playground.conftest import TOKEN, Caller


@pytest.mark.parametrize(
    ("kind", "status", "description"),
    [
        ("unauthorized", 401, "Unauthorized"),
        ("not_found", 404, "Not Found"),
        ("conflict", 409, "Conflict: terminated by other getUpdates request"),
        ("too_many", 429, "Too Many Requests: retry after 7"),
        ("forbidden", 403, "Forbidden: bot was blocked by the user"),
    ],
)
async def test_refusal_is_met_once_and_then_no_more(
    playground: Playground, call: Caller, kind: str, status: int, description: str
) -> None:
    """docs/promises.md 12 and 14."""
    playground.faults.order("getMe", kind, retry_after=7)
    answer = await call("getMe")
    assert (call.status, answer["error_code"]) == (status, status)
    assert answer["description"].startswith(description)
    assert answer.get("parameters") == ({"retry_after": 7} if kind == "too_many" else None)
    assert (await call("getMe"))["ok"]
    assert [seen.status for seen in playground.requests] == [status, 200]


async def test_fault_of_one_chat_is_not_met_by_another(playground: Playground, call: Caller) -> None:
    """docs/promises.md 14."""
    for number in (11, 12):
        playground.person(number, "某")
    order = playground.faults.order("sendMessage", "too_many", chat_id=11, times=2)
    assert (await call("sendMessage", chat_id=12, text="x"))["ok"]
    for _ in range(2):
        assert "retry after" in await call.refused("sendMessage", chat_id=11, text="x")
    assert order.met == 2
    assert (await call("sendMessage", chat_id=11, text="x"))["ok"]


async def test_gateway_answers_an_error_with_a_page(playground: Playground, call: Caller) -> None:
    playground.faults.order("*", "server_error", status=502)
    response = await call.client.post("getMe")
    assert response.status_code == 502
    assert response.headers["content-type"].startswith("text/html")
    assert "502 Bad Gateway" in response.text


@pytest.mark.parametrize(("kind", "delivered"), [("timeout_after_delivery", 1), ("no_answer", 0)])
async def test_held_answer_never_comes_whether_delivered_or_not(
    playground: Playground, call: Caller, kind: str, delivered: int
) -> None:
    """docs/promises.md 9."""
    playground.person(11, "甲某")
    playground.faults.order("sendMessage", kind)
    with pytest.raises(httpx.ReadTimeout):
        await call.client.post("sendMessage", json={"chat_id": 11, "text": "x"}, timeout=0.1)
    assert len(playground.messages(11)) == delivered
    assert playground.requests[-1].status is None


@pytest.mark.parametrize(("kind", "delivered"), [("reset", 0), ("reset_after_delivery", 1)])
async def test_reset_breaks_the_connection_at_once(
    playground: Playground, call: Caller, kind: str, delivered: int
) -> None:
    playground.person(11, "甲某")
    playground.faults.order("sendMessage", kind)
    with pytest.raises(httpx.ReadError):
        await call.client.post("sendMessage", json={"chat_id": 11, "text": "x"})
    assert len(playground.messages(11)) == delivered


async def test_half_of_a_json_text_is_no_answer_though_it_was_delivered(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    playground.faults.order("sendMessage", "bad_json")
    response = await call.client.post("sendMessage", json={"chat_id": 11, "text": "x"})
    assert response.status_code == 200
    assert not response.text.endswith("}}")
    assert len(playground.messages(11)) == 1


async def test_delayed_answer_comes_late(playground: Playground, call: Caller) -> None:
    playground.faults.order("getMe", "delay", seconds=0.05)
    assert (await call("getMe"))["ok"]
    assert playground.requests[-1].took >= 0.05


async def test_unparsable_update_stands_in_the_queue_and_later_ones_behind_it(
    playground: Playground, call: Caller
) -> None:
    """docs/promises.md 13."""
    person = playground.person(11, "甲某")
    for shape in ("no_date", "wrong_types", "not_an_object"):
        playground.faults.order("getUpdates", "refuse_update", shape=shape)
    await person.say(None, "在后面")
    updates = await call.ok("getUpdates")
    assert "date" not in updates[0]["message"]
    assert updates[1]["message"]["date"] == "yesterday"
    assert updates[2]["callback_query"] == "pressed"
    assert updates[3]["message"]["text"] == "在后面"


async def test_waiting_poll_ends_so_that_the_next_meets_the_fault(playground: Playground, call: Caller) -> None:
    """docs/promises.md 12."""
    poll = asyncio.create_task(call.ok("getUpdates", timeout=30))
    await playground.wait_for(lambda: playground.updates.is_polled)
    playground.faults.order("getUpdates", "unauthorized")
    assert await asyncio.wait_for(poll, 2) == []
    assert await call.refused("getUpdates", timeout=30) == "Unauthorized"


async def test_faults_without_end_last_until_they_are_cleared(playground: Playground, call: Caller) -> None:
    playground.faults.order("*", "unauthorized", times=0)
    for _ in range(3):
        assert await call.refused("getMe") == "Unauthorized"
    playground.faults.clear()
    assert (await call("getMe"))["ok"]


async def test_telegram_can_go_away_and_come_back_with_everything_there() -> None:
    """docs/promises.md 27."""
    playground = Playground(token=TOKEN)
    await playground.start()
    await playground.person(11, "甲某").say(None, "您好")
    port = int(playground.base_url.rpartition(":")[2])
    await playground.stop()
    async with httpx.AsyncClient(
        base_url=f"{playground.base_url}/bot{TOKEN}/", trust_env=False, verify=False
    ) as client:
        with pytest.raises(httpx.ConnectError):
            await client.post("getUpdates")
        await playground.start(port)
        assert len((await client.post("getUpdates")).json()["result"]) == 1
    await playground.stop()
