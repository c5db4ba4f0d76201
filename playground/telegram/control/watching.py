"""Watching the playground from another process: its state, what happened, what the bot asked, when it rests."""

import msgspec
from aiohttp import web

from playground.telegram.control.asking import Asking
from playground.telegram.refusals import Json

HEARTBEAT = 15.0  # seconds between signs of life on a stream where nothing happens


async def state(asking: Asking) -> Json:
    world = asking.playground.world
    return {
        "bot": world.bot.as_json(),
        "now": world.clock.now().isoformat(),
        "people": [person.as_json() for person in world.people.values() if not person.is_bot],
        "chats": [_chat(asking, chat_id) for chat_id, chat in world.chats.items() if not chat.is_private],
        "updates_waiting": len(world.updates),
        "is_polled": world.updates.is_polled,
        "happenings": world.happenings.count,
    }


async def happenings(asking: Asking) -> list[Json]:
    """What happened after number ``after``, waiting ``timeout`` seconds for something."""
    return await asking.playground.world.happenings.next(
        int(asking.query("after", "0")), asking.seconds("timeout", 0.0)
    )


async def stream(asking: Asking) -> web.StreamResponse:
    """The same as Server-Sent Events, from ``after`` or the ``Last-Event-ID`` of a browser that comes back."""
    playground, request = asking.playground, asking.request
    after = int(request.headers.get("Last-Event-ID") or asking.query("after", "0"))
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    await response.write(b": here\n\n")
    while not playground.is_closing:
        events = await playground.world.happenings.next(after, HEARTBEAT)
        after = events[-1]["number"] if events else after
        await response.write(b"".join(map(_event, events)) or b": still here\n\n")
    return response


async def requests(asking: Asking) -> Json:
    """The calls that came in, from the position ``after``."""
    after = int(asking.query("after", "0"))
    seen = [msgspec.to_builtins(one) for one in asking.playground.requests[after:]]
    return {"count": after + len(seen), "requests": seen}


async def idle(asking: Asking) -> Json:
    """Answers once every update is confirmed and the bot rests; 408 if it does not within ``timeout``."""
    await asking.playground.idle(quiet=asking.seconds("quiet", 0.1), timeout=asking.seconds("timeout", 30.0))
    return {"idle": True}


async def file(asking: Asking) -> web.Response:
    stored = asking.playground.world.files.find(asking.request.match_info["file_id"])
    return web.Response(body=stored.content, content_type="application/octet-stream")


async def order_fault(asking: Asking) -> Json:
    """``{"method", "kind"}`` and the options of ``Faults.order``."""
    names = ("chat_id", "times", "retry_after", "status", "seconds", "description", "shape")
    asking.playground.faults.order(str(asking.body["method"]), str(asking.body["kind"]), **asking.given(*names))
    return {"orders": len(asking.playground.faults.orders)}


async def clear_faults(asking: Asking) -> None:
    asking.playground.faults.clear()


async def jump(asking: Asking) -> Json:
    """``{"next_id"}``: number the next update so."""
    asking.playground.updates.jump_to(int(asking.body["next_id"]))
    return {"next_id": asking.playground.updates.next_id}


def _chat(asking: Asking, chat_id: int) -> Json:
    chat = asking.playground.world.chats[chat_id]
    return chat.as_json() | {
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
