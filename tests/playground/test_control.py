"""The playground driven from another process, over HTTP alone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from playground.telegram.pictures import sample_picture
from playground.telegram.server import Playground
from tests.playground.conftest import Caller


class Driver:
    """Plays through the control endpoints."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def post(self, path: str, **body: Any) -> Any:
        response = await self.client.post(path, json=body)
        assert response.status_code == 200, response.text
        return response.json()

    async def get(self, path: str, **query: Any) -> Any:
        response = await self.client.get(path, params=query)
        assert response.status_code == 200, response.text
        return response.json()


@pytest.fixture
async def drive(playground: Playground) -> AsyncIterator[Driver]:
    async with httpx.AsyncClient(
        base_url=f"{playground.base_url}/playground", timeout=10, trust_env=False, verify=False
    ) as client:
        yield Driver(client)


async def test_people_speak_and_press_and_read_the_answers(call: Caller, drive: Driver) -> None:
    await drive.post("/people", user_id=11, first_name="甲某")
    group = await drive.post("/groups", title="社会救助股", members=[11], bot_is_admin=True)
    said = await drive.post("/people/11/say", chat_id=group["chat_id"], text="/mytasks")
    (update,) = await call.ok("getUpdates")
    assert update["message"]["message_id"] == said["message_id"]
    keyboard = {"inline_keyboard": [[{"text": "办结", "callback_data": "done:12"}]]}
    sent = await call.ok("sendMessage", chat_id=group["chat_id"], text="第12号", reply_markup=keyboard)
    where = {"chat_id": group["chat_id"], "message_id": sent["message_id"]}
    press = asyncio.create_task(drive.post("/people/11/press", **where, button="办结"))
    (update,) = await call.ok("getUpdates", offset=update["update_id"] + 1, timeout=5)
    await call.ok("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="好")
    assert await press == {"answered": True, "text": "好", "alert": False, "url": ""}
    (shown,) = await drive.get(f"/chats/{group['chat_id']}/messages")
    assert (shown["html"], shown["is_silent"]) == ("第12号", False)
    assert len(await drive.get(f"/chats/{group['chat_id']}/messages", all=1)) == 2


async def test_everything_a_person_does_can_be_done_from_outside(
    playground: Playground, call: Caller, drive: Driver
) -> None:
    await drive.post("/people", user_id=11, first_name="甲某", started=False)
    await drive.post("/people/11/start", payload="x")
    said = await drive.post("/people/11/say", text="错字", date="2026-11-19T08:00:00+08:00")
    await drive.post("/people/11/edit", message_id=said["message_id"], text="正字")
    await drive.post("/people/11/delete", message_id=said["message_id"])
    await drive.post("/people/11/block")
    assert "blocked" in await call.refused("sendMessage", chat_id=11, text="x")
    await drive.post("/people/11/unblock")
    files = {"file": ("台账.xlsx", b"rows")}
    uploaded = await drive.client.post("/people/11/files", data={"caption": "请导入"}, files=files)
    assert uploaded.json()["message_id"]
    kinds = [next(key for key in update if key != "update_id") for update in await call.ok("getUpdates")]
    assert kinds == ["message", "message", "edited_message", "my_chat_member", "my_chat_member", "message"]
    file_id = playground.history(11)[-1].media["document"]["file_id"]
    assert (await drive.client.get(f"/files/{file_id}")).content == b"rows"


async def test_pictures_places_and_reactions_are_played_from_outside(playground: Playground, drive: Driver) -> None:
    await drive.post("/people", user_id=11, first_name="甲某")
    group = (await drive.post("/groups", title="股室", members=[11]))["chat_id"]
    files = {f"photo{shade}": (f"{shade}.png", sample_picture(shade)) for shade in range(2)}
    given = {"chat_id": group, "caption": "现场"}
    album = (await drive.client.post("/people/11/files", data=given, files=files)).json()["message_ids"]
    assert len(album) == 2
    assert (await drive.client.post("/people/11/files", data=given)).status_code == 400
    sent = await drive.post("/people/11/location", chat_id=group, latitude=30.25, longitude=120.5)
    await drive.post("/people/11/react", chat_id=group, message_id=sent["message_id"], emoji="👍")
    pictures, (place,) = (await drive.get(f"/chats/{group}/messages", all=1))[:2], playground.history(group)[2:]
    assert [each.get("caption") for each in pictures] == ["现场", None]
    assert len({each["media_group_id"] for each in pictures}) == 1
    assert place.media["location"]["latitude"] == 30.25
    (*_, shown) = await drive.get(f"/chats/{group}/messages", all=1)
    assert shown["reactions"] == [{"emoji": "👍", "by": [11]}]
    wrong = {"chat_id": group, "message_id": sent["message_id"], "emoji": "督"}
    assert (await drive.client.post("/people/11/react", json=wrong)).status_code == 400


async def test_groups_change_from_outside(playground: Playground, call: Caller, drive: Driver) -> None:
    await drive.post("/people", user_id=11, first_name="甲某")
    await drive.post("/people", user_id=12, first_name="乙某")
    group = (await drive.post("/groups", title="股室", members=[11]))["chat_id"]
    await drive.post("/people/12/join", chat_id=group)
    await drive.post("/people/12/leave", chat_id=group)
    for change in ("remove_bot", "add_bot", "promote_bot", "demote_bot"):
        await drive.post(f"/groups/{group}/{change}")
    moved = await drive.post(f"/groups/{group}/migrate", is_told=False)
    await drive.post(f"/groups/{group}/tell_of_migration", new_first=True)
    assert playground.world.chats[group].migrated_to == moved["chat_id"]
    forum = (await drive.post("/groups", title="局大群", members=[11], topics=True))["chat_id"]
    thread = (await drive.post(f"/groups/{forum}/topics", name="督办"))["message_thread_id"]
    await drive.post(f"/groups/{forum}/topics/{thread}/close")
    assert "TOPIC_CLOSED" in await call.refused("sendMessage", chat_id=forum, text="x", message_thread_id=thread)
    await drive.client.delete(f"/groups/{forum}/topics/{thread}")
    state = await drive.get("")
    assert [chat["topics"] for chat in state["chats"] if chat["id"] == forum] == [[]]
    await drive.post("/people/11/say", chat_id=forum, text="x", **{"as": "anonymous"})
    await drive.post("/people/11/say", chat_id=forum, text="x", **{"as": "channel"})
    senders = [message.sender.user_id for message in playground.history(forum) if message.sender][-2:]
    assert senders == [1087968824, 136817688]


async def test_clock_is_read_moved_and_waited_for(playground: Playground, drive: Driver) -> None:
    shown = await drive.get("/clock")
    assert shown["now"] == playground.clock.now().isoformat()
    by_count = asyncio.create_task(drive.get("/clock/next", after=shown["moves"]))
    by_instant = asyncio.create_task(drive.get("/clock/next", after=shown["now"]))
    moved = await drive.post("/clock", now="2026-11-23T08:30:00+08:00")
    assert (await by_count)["now"] == (await by_instant)["now"] == moved["now"] == "2026-11-23T08:30:00+08:00"
    assert (await drive.post("/clock", advance=60))["now"] == "2026-11-23T08:31:00+08:00"
    assert (await drive.get("/clock/next", after=2, timeout=0))["moves"] == 2
    assert (await drive.client.post("/clock", json={"now": "2026-11-23"})).status_code == 400


async def test_driver_waits_until_the_bot_has_looked(playground: Playground, drive: Driver) -> None:
    instant = "2026-11-23T08:30:00+08:00"
    waiting = asyncio.create_task(drive.get("/clock/looked", at=instant, timeout=5))
    looked = asyncio.create_task(playground.looked(datetime.fromisoformat(instant)))
    await drive.post("/clock/looked", at=instant)
    assert (await waiting)["looked_at"] == instant
    await looked
    late = await drive.client.get("/clock/looked", params={"at": "2026-11-24T08:30:00+08:00", "timeout": 0.01})
    assert late.status_code == 408


async def test_faults_updates_and_requests_from_outside(playground: Playground, call: Caller, drive: Driver) -> None:
    await drive.post("/faults", method="getMe", kind="too_many", retry_after=3)
    assert "retry after 3" in await call.refused("getMe")
    await drive.post("/faults", method="getMe", kind="unauthorized", times=0)
    await drive.client.delete("/faults")
    assert (await call("getMe"))["ok"]
    assert await drive.post("/updates", next_id=77) == {"next_id": 77}
    seen = await drive.get("/requests")
    assert [one["status"] for one in seen["requests"]] == [429, 200]
    assert (await drive.get("/requests", after=seen["count"]))["requests"] == []
    assert playground.updates.next_id == 77


async def test_idle_answers_once_the_bot_rests(playground: Playground, call: Caller, drive: Driver) -> None:
    person = playground.person(11, "甲某")
    await person.say(None, "您好")
    assert (await drive.client.get("/idle", params={"timeout": 0.05})).status_code == 408
    rest = asyncio.create_task(drive.get("/idle", timeout=5, quiet=0.05))
    (update,) = await call.ok("getUpdates")
    await call.ok("sendMessage", chat_id=11, text="您好")
    await call.ok("getUpdates", offset=update["update_id"] + 1)
    assert await rest == {"idle": True}


async def test_events_stream_as_they_happen_and_from_where_a_reader_left(
    playground: Playground, call: Caller, drive: Driver
) -> None:
    playground.person(11, "甲某")
    begun = playground.world.events.count
    async with drive.client.stream("GET", "/events", params={"after": begun}) as response:
        lines = response.aiter_lines()
        assert await anext(lines) == ": here"
        await anext(lines)
        await call.ok("sendMessage", chat_id=11, text="晨报")
        assert [await anext(lines) for _ in range(2)] == [f"id: {begun + 1}", "event: message"]
        assert "晨报" in await anext(lines)
    (happening,) = await drive.get("/happenings", after=begun)
    assert happening["message"]["text"] == "晨报"
    assert await drive.get("/happenings", after=begun + 1, timeout=0.01) == []


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
async def test_foreign_pages_are_kept_out(playground: Playground, drive: Driver, headers: dict[str, str]) -> None:
    refused = await drive.client.post("/people", json={"user_id": 1, "first_name": "x"}, headers=headers)
    assert refused.status_code == 403
    assert 1 not in playground.world.people


async def test_mistakes_of_a_driver_are_told(drive: Driver) -> None:
    for path, body in (("/people/404/say", {"text": "x"}), ("/people", {"first_name": "x"}), ("/clock", {})):
        assert (await drive.client.post(path, json=body)).status_code == 400
