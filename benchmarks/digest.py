"""The morning digest to 1,000 chats, in real seconds, against a Telegram that enforces its documented limits."""

import asyncio
from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.bots import DOCUMENTED, EARLY, our_bot
from benchmarks.bureau import FIRST_GROUP, NOW
from benchmarks.figures import Bar, Found, Row
from playground.telegram.bot_api import ApiCall

DIGEST = Row("digest", "digest to 1,000 chats at the documented limits", "the time those allow", Bar(1.05))
REFUSED = Row("digest-429", "… refused with 429", "", Bar(0, is_ratio=False, unit="messages"))
ROWS = (DIGEST, REFUSED)

#: 30 messages a second: that many chats at once, and as many a second later.
_A_SECOND = DOCUMENTED[0]
_PATIENCE = 120.0
_OK, _TOO_MANY = 200, 429


def measure(bench: Bench) -> Iterator[Found]:
    """Measure one morning; a quick run has fewer chats, which fill whole seconds. The limits stay the same."""
    yield from asyncio.run(_morning(bench, 7 * _A_SECOND + 1 if bench.quick else 1000))


async def _morning(bench: Bench, chats: int) -> list[Found]:
    path = bench.ledger(chats * 100, "groups")
    async with our_bot(path, limits=DOCUMENTED, at=EARLY) as bot:
        for place in range(chats):
            bot.telegram.group(f"群{place}", chat_id=-FIRST_GROUP - place)
        await bot.start()
        await bot.look_through()
        began = bot.telegram.world.pulse()
        bot.telegram.clock.set(NOW.replace(hour=8, minute=30))
        await bot.telegram.wait_for(lambda: _count(bot.telegram.requests, _OK) >= chats, _PATIENCE)
        last = max(seen.monotonic for seen in bot.telegram.requests if seen.method == "sendMessage")
        refused = _count(bot.telegram.requests, _TOO_MANY)
    bench.discard(path)
    allowed = float((chats - 1) // _A_SECOND)
    return [
        Found(DIGEST.key, (last - began,), (allowed,), "s", f"{chats:,} chats, {chats * 100:,} items"),
        Found(REFUSED.key, (float(refused),), unit="messages"),
    ]


def _count(requests: list[ApiCall], status: int) -> int:
    return sum(seen.method == "sendMessage" and seen.status == status for seen in requests)
