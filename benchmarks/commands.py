"""Commands end to end: from the instant Telegram has the update to the instant it receives the reply.

Ours answers from 100,000 items and from 100, with every ``fdatasync`` made; the bare bot says the same text at once.
Pacing is off, and nothing else runs meanwhile.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.bare_bot import RECORD, WORDS
from benchmarks.bench import LARGE, SMALL, Bench
from benchmarks.bots import OFFICE, Bot, Rewriting, bare_bot, introduce, our_bot, started
from benchmarks.bureau import BUSY, DEPUTIES, FIRST_LEADER, FIRST_PERSON, MANY, OWN, UNIT_SIZE
from benchmarks.figures import Bar, Found, Row
from benchmarks.interleaving import REST, in_ms, take_turns, timed

_TO_BARE, _TO_SMALL = "a bare python-telegram-bot command, same text", "at 100 items"
MINE = Row("mytasks", "/mytasks, update released → reply received, 100,000 items", _TO_BARE, Bar(1.5))
DONE = Row("done", "/done, the same", _TO_BARE, Bar(1.5))
MINE_BY_SIZE = Row("mytasks-size", "/mytasks at 100,000 items", _TO_SMALL, Bar(1.2))
DONE_BY_SIZE = Row("done-size", "/done at 100,000 items", _TO_SMALL, Bar(1.2))
QUEUE = Row("queue", "500 commands queued at once, to the last reply", "the bare bot", Bar(1.0))
MINE_OF_MANY = Row("mytasks-300", "/mytasks of somebody with 300 open items", _TO_BARE, Bar(1.1))
DONE_OF_MANY = Row("done-300", "/done of the same", _TO_BARE, Bar(1.1))
DONE_SAVED = Row("done-300-saved", "… the same", "a bare bot that makes a record durable before it answers", Bar(1.1))
PROGRESS_OF_MANY = Row("progress-300", "/progress of the same", _TO_BARE, Bar(1.5))
WORDS_OF_MANY = Row("words-300", "… and in plain words (12 已报局办，待会签)", _TO_BARE, Bar(1.5))
EXTEND_OF_MANY = Row("extend-300", "/extend of the same, asked of the deputy leader", _TO_BARE, Bar(1.5))
UNIT = Row("unit", "/unit of a unit's head, 100 open items of 100,000", _TO_BARE, Bar(1.5))
LATE = Row("overdue", "/overdue of the office, 100,000 open items", _TO_BARE, Bar(1.5))
FIND = Row("find", "/find of the office: words in the titles of 100,000 items", "", Bar(100, is_ratio=False, unit="ms"))
ROWS = (MINE, DONE, MINE_BY_SIZE, DONE_BY_SIZE, UNIT, LATE, FIND, QUEUE)
ROWS_OF_MANY = (MINE_OF_MANY, PROGRESS_OF_MANY, WORDS_OF_MANY, EXTEND_OF_MANY, DONE_OF_MANY, DONE_SAVED)

#: Who asks: the owners of the 100 items, of whom the large ledger knows the same.
_SPEAKERS = SMALL // OWN
_PEOPLE = 500
#: So often the same words may be said within a minute (``transport.rate_limits.PersonLimits``).
_BEFORE_A_FLOOD = 20
#: Rare words, a word that no item has, and two that many have.
_SOUGHT = ("困境儿童走访第96批", "无此词语", "低保 专项审计")


def measure(bench: Bench) -> Iterator[Found]:
    """Measure all of these rows with the same bots."""
    yield from asyncio.run(_talk(bench))


def measure_many(bench: Bench) -> Iterator[Found]:
    """Measure those of people who have three hundred items each."""
    yield from asyncio.run(_talk_of_many(bench))


async def _talk_of_many(bench: Bench) -> list[Found]:
    path, speakers = bench.ledger(bench.large, "busy"), range(FIRST_PERSON, FIRST_PERSON + BUSY)
    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(our_bot(path))
        introduce(ours.telegram, [*speakers, *range(FIRST_LEADER, FIRST_LEADER + DEPUTIES + 1)])
        await stack.enter_async_context(started(ours))
        rewriting = Rewriting(path)
        replies = {
            _key(words(0)): await _text_of(ours, words(MANY - place)) for place, words in enumerate(_OF_MANY.values())
        }
        await rewriting.wait()  # what a checkpoint costs others has a row of its own, as has the first look
        await ours.look_through()
        others = [
            await stack.enter_async_context(bare_bot(path.parent, replies, saves=saves)) for saves in (False, True)
        ]
        for bot in others:
            introduce(bot.telegram, speakers)
        await stack.enter_async_context(started(*others))
        steps, found = 6 if bench.quick else 14, []
        sync = f"a sync of {_sync_ms(path.parent):.2g} ms is part of it"
        for place, (row, words) in enumerate(_OF_MANY.items()):
            asked = partial(_of_many, words, place * MANY // (len(_OF_MANY) + 1))
            bots = [ours, *(others if row is DONE_OF_MANY else others[:1])]
            times = await take_turns(bench.rounds, steps, *(asking(bot, asked, BUSY) for bot in bots))
            note = "" if row is MINE_OF_MANY else sync
            found.append(Found(row.key, in_ms(times[0]), in_ms(times[1]), note=note))
        found.append(Found(DONE_SAVED.key, in_ms(times[0]), in_ms(times[2])))
    bench.discard(path)
    return found


def _sync_ms(folder: Path) -> float:
    """Milliseconds that this disk takes to make a record of that length durable: the median of some."""
    taken = []
    with (folder / "sync").open("wb", buffering=0) as file:
        file.write(bytes(len(RECORD) * 100))
        os.fdatasync(file.fileno())
        file.seek(0)
        for _ in range(50):
            time.sleep(REST)  # as between two commands: a disk that was just busy is twice as fast
            file.write(RECORD)
            taken.append(timed(lambda: os.fdatasync(file.fileno())))
    return median(taken) * 1e3


#: What they say of an item, in this order: what is closed comes last.
_OF_MANY: Mapping[Row, Callable[[int], str]] = {
    MINE_OF_MANY: lambda _number: "/mytasks",
    PROGRESS_OF_MANY: lambda number: f"/progress {number} 已报局办，待会签",
    WORDS_OF_MANY: lambda number: f"{number} 已报局办，待会签",
    EXTEND_OF_MANY: lambda number: f"/extend {number} 12月31日 系统升级",
    DONE_OF_MANY: lambda number: f"/done {number}",
}


def _key(said: str) -> str:
    """Under which the bare bot keeps its reply."""
    return said.split(maxsplit=1)[0][1:] if said.startswith("/") else WORDS


def _of_many(words: Callable[[int], str], first: int, turn: int) -> str:
    """The words on an own item of each speaker in turn; every row begins at items of its own."""
    return words(turn % BUSY * MANY + first + turn // BUSY + 1)


async def _talk(bench: Bench) -> list[Found]:
    large, small = bench.ledger(LARGE), bench.ledger(SMALL)
    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(our_bot(large))
        ours_small = await stack.enter_async_context(our_bot(small))
        for bot, speakers in ((ours, _PEOPLE), (ours_small, _SPEAKERS)):
            introduce(bot.telegram, [OFFICE, *range(FIRST_PERSON, FIRST_PERSON + speakers)])
        await stack.enter_async_context(started(ours, ours_small))
        replies = {"mytasks": await _text_of(ours, "/mytasks"), "done": await _text_of(ours, "/done 20")}
        replies |= {"unit": await _text_of(ours, "/unit"), "overdue": await _text_of(ours, "/overdue", OFFICE)}
        await _text_of(ours_small, "/done 20")
        await ours.look_through()
        bare = await stack.enter_async_context(bare_bot(bench.folder, replies))
        introduce(bare.telegram, [OFFICE, *range(FIRST_PERSON, FIRST_PERSON + _PEOPLE)])
        await stack.enter_async_context(started(bare))
        found = await _converse(bench, ours, ours_small, bare)
        found += await _look_through(bench, ours, bare)
        found.append(await _all_at_once(bench, ours, bare))
    bench.discard(large)
    bench.discard(small)
    return found


async def _text_of(bot: Bot, command: str, person: int = FIRST_PERSON) -> str:
    await bot.ask(person, command)
    return bot.said(person)


async def _converse(bench: Bench, ours: Bot, small: Bot, bare: Bot) -> list[Found]:
    steps = 6 if bench.quick else 14
    bots = (ours, small, bare)
    mine = await take_turns(bench.rounds, steps, *(asking(bot, lambda _n: "/mytasks") for bot in bots))
    done = await take_turns(bench.rounds, steps, *(asking(bot, closing_one) for bot in bots))
    return [
        Found(MINE.key, in_ms(mine[0]), in_ms(mine[2])),
        Found(DONE.key, in_ms(done[0]), in_ms(done[2])),
        Found(MINE_BY_SIZE.key, in_ms(mine[0]), in_ms(mine[1])),
        Found(DONE_BY_SIZE.key, in_ms(done[0]), in_ms(done[1])),
    ]


def asking(bot: Bot, text: Callable[[int], str], speakers: int = _SPEAKERS) -> Callable[[], Awaitable[float]]:
    """One speaker after the other asks."""
    turns = count()

    def ask() -> Awaitable[float]:
        turn = next(turns)
        return bot.ask(FIRST_PERSON + turn % speakers, text(turn))

    return ask


def closing_one(turn: int) -> str:
    """An own item that is still open: the first of each speaker, then the second, and so on."""
    return f"/done {turn % _SPEAKERS * OWN + turn // _SPEAKERS + 1}"


def _again(bot: Bot, text: str, people: Sequence[int]) -> Callable[[], Awaitable[float]]:
    """One after the other asks the same; a minute passes before the bot takes it for a flood."""
    turns = count()

    def ask() -> Awaitable[float]:
        turn = next(turns)
        if turn % _BEFORE_A_FLOOD == _BEFORE_A_FLOOD - 1:
            bot.telegram.clock.advance(timedelta(minutes=1))
        return bot.ask(people[turn % len(people)], text)

    return ask


async def _look_through(bench: Bench, ours: Bot, bare: Bot) -> list[Found]:
    """Lists that many items are looked at for."""
    steps, turns = 6 if bench.quick else 14, count()
    heads = range(FIRST_PERSON, FIRST_PERSON + _SPEAKERS * UNIT_SIZE, UNIT_SIZE)
    unit = await take_turns(bench.rounds, steps, *(_again(bot, "/unit", heads) for bot in (ours, bare)))
    late = await take_turns(bench.rounds, steps, *(_again(bot, "/overdue", (OFFICE,)) for bot in (ours, bare)))
    (find,) = await take_turns(
        bench.rounds, steps, lambda: ours.ask(OFFICE, f"/find {_SOUGHT[next(turns) % len(_SOUGHT)]}")
    )
    return [
        Found(UNIT.key, in_ms(unit[0]), in_ms(unit[1])),
        Found(LATE.key, in_ms(late[0]), in_ms(late[1])),
        Found(FIND.key, in_ms(find)),
    ]


async def _all_at_once(bench: Bench, ours: Bot, bare: Bot) -> Found:
    """500 people ask at the same instant."""
    people = range(FIRST_PERSON, FIRST_PERSON + _PEOPLE)
    mine, theirs = await take_turns(
        bench.rounds, 1, lambda: ours.ask_all(people, "/mytasks"), lambda: bare.ask_all(people, "/mytasks")
    )
    return Found(QUEUE.key, mine, theirs, "s")
