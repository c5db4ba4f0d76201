"""Reading the playground from another process: state, events, the bot's calls, idleness; and ordering faults."""

import msgspec
from aiohttp import web

from playground.telegram.control.request import ControlRequest
from playground.telegram.refusals import Json

HEARTBEAT = 15.0  # seconds between heartbeats of a quiet stream


async def state(call: ControlRequest) -> Json:
    world = call.playground.world
    return {
        "bot": world.bot.as_json(),
        "now": world.clock.now().isoformat(),
        "people": [person.as_json() for person in world.people.values() if not person.is_bot],
        "chats": [_chat(call, chat_id) for chat_id, chat in world.chats.items() if not chat.is_private],
        "updates_waiting": len(world.updates),
        "is_polled": world.updates.is_polled,
        "happenings": world.events.count,
    }


async def happenings(call: ControlRequest) -> list[Json]:
    """What happened after number ``after``, waiting ``timeout`` seconds for something."""
    return await call.playground.world.events.next(int(call.query("after", "0")), call.seconds("timeout", 0.0))


async def stream(call: ControlRequest) -> web.StreamResponse:
    """The same as Server-Sent Events, from ``after`` or the ``Last-Event-ID`` of a browser that comes back."""
    playground, request = call.playground, call.request
    after = int(request.headers.get("Last-Event-ID") or call.query("after", "0"))
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    await response.write(b": here\n\n")
    while not playground.is_closing:
        events = await playground.world.events.next(after, HEARTBEAT)
        after = events[-1]["number"] if events else after
        await response.write(b"".join(map(_event, events)) or b": still here\n\n")
    return response


async def requests(call: ControlRequest) -> Json:
    """The calls that came in, from the position ``after``."""
    after = int(call.query("after", "0"))
    seen = [msgspec.to_builtins(one) for one in call.playground.requests[after:]]
    return {"count": after + len(seen), "requests": seen}


async def idle(call: ControlRequest) -> Json:
    """Answers once every update is confirmed and the bot rests; 408 if it does not within ``timeout``."""
    await call.playground.idle(quiet=call.seconds("quiet", 0.1), timeout=call.seconds("timeout", 30.0))
    return {"idle": True}


async def file(call: ControlRequest) -> web.Response:
    stored = call.playground.world.files.find(call.request.match_info["file_id"])
    return web.Response(body=stored.content, content_type="application/octet-stream")


async def order_fault(call: ControlRequest) -> Json:
    """``{"method", "kind"}`` and the options of ``Faults.order``."""
    names = ("chat_id", "times", "retry_after", "status", "seconds", "description", "shape")
    call.playground.faults.order(str(call.body["method"]), str(call.body["kind"]), **call.given(*names))
    return {"orders": len(call.playground.faults.orders)}


async def clear_faults(call: ControlRequest) -> None:
    call.playground.faults.clear()


async def jump(call: ControlRequest) -> Json:
    """``{"next_id"}``: number the next update so."""
    call.playground.updates.jump_to(int(call.body["next_id"]))
    return {"next_id": call.playground.updates.next_id}


def _chat(call: ControlRequest, chat_id: int) -> Json:
    chat = call.playground.world.chats[chat_id]
    pinned = chat.newest_pinned
    return chat.as_json() | {
        "pinned": pinned.message_id if pinned else None,
        "members": [member.as_json() for member in chat.members.values() if member.is_present],
        "topics": [topic.as_json() for topic in chat.topics.values()],
        "migrated_to": chat.migrated_to,
    }


def _event(happening: Json) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (
        happening["number"],
        happening["kind"].encode(),
        msgspec.json.encode(happening),
    )
