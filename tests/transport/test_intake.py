"""Received updates reach their handler in order, chats side by side, and each until it took effect."""

import asyncio
from pathlib import Path

from store.values import Waiting
from tests.transport.line import Line, full_disk, open_line
from transport.errors import NoAnswer, UpdateUnreadable
from transport.rate_limits import PersonLimits


def all_handled(line: Line) -> bool:
    return not line.ledger.waiting_updates() and not line.playground.updates.waiting


async def test_a_slow_chat_keeps_its_order_and_delays_no_other(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        slow, quick = line.playground.person(7, "甲某"), line.playground.person(8, "乙某")
        gate = asyncio.Event()

        async def handle(waiting: Waiting) -> None:
            if waiting.chat_id == 7:
                await gate.wait()
            await line.echo(waiting)

        line.handle = handle
        line.run(line.receiver, line.intake, line.courier)
        for text in ("慢一", "慢二", "慢三"):
            await slow.say(None, text)
        await quick.say(None, "快")
        await line.playground.wait_for(lambda: line.texts(8) == ["快"])
        assert line.handled == ["快"]
        gate.set()
        await line.playground.wait_for(lambda: line.texts(7) == ["慢一", "慢二", "慢三"])


async def test_an_update_that_fails_three_times_is_given_up_with_an_apology(tmp_path: Path) -> None:
    async with open_line(tmp_path, speed=50) as line:
        person = line.playground.person(7, "甲某")
        tries: list[int] = []

        async def handle(waiting: Waiting) -> None:
            if b"bad" in waiting.raw:
                tries.append(waiting.update_id)
                raise ZeroDivisionError
            await line.echo(waiting)

        line.handle = handle
        line.run(line.receiver, line.intake, line.courier)
        await person.say(None, "bad")
        await person.say(None, "good")
        await line.playground.wait_for(lambda: len(line.texts(7)) == 2)
        assert len(tries) == 3
        assert line.texts(7) == [f"抱歉 {tries[0] % 1_000_000:06d}", "good"]
        await line.playground.wait_for(lambda: all_handled(line))


async def test_an_update_that_nobody_can_read_is_given_up_at_once(tmp_path: Path) -> None:
    """docs/promises.md 13."""
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")

        async def handle(waiting: Waiting) -> None:
            raise UpdateUnreadable(waiting.update_id)

        line.handle = handle
        line.run(line.receiver, line.intake)
        await person.say(None, "?")
        await line.playground.wait_for(lambda: line.given_up)
        await line.playground.wait_for(lambda: all_handled(line))


async def test_a_full_disk_is_no_failure_of_the_update(tmp_path: Path) -> None:
    """docs/promises.md 3: it waits, its chat is told once, and it takes effect once."""
    async with open_line(tmp_path, speed=20) as line:
        person = line.playground.person(7, "甲某")
        await person.say(None, "一")
        line.run(line.receiver)
        await line.playground.wait_for(lambda: not line.playground.updates.waiting)
        with full_disk():
            line.run(line.intake, line.courier)
            await line.playground.wait_for(lambda: line.unsaved)
        await line.playground.wait_for(lambda: line.texts(7) == ["一"])
        assert line.handled == ["一"]
        assert len(line.unsaved) == 1
        assert line.given_up == []


async def test_a_flood_of_one_person_gets_one_line_and_delays_nobody(tmp_path: Path) -> None:
    """docs/promises.md 31."""
    async with open_line(tmp_path) as line:
        flooder, other = line.playground.person(7, "甲某"), line.playground.person(8, "乙某")
        line.intake = line.new_intake(PersonLimits(in_all=10))
        line.receiver = line.new_receiver()
        for number in range(300):
            await flooder.say(None, str(number))
        await other.say(None, "请问")
        line.run(line.receiver, line.intake, line.courier)
        await line.playground.wait_for(lambda: line.texts(8) == ["请问"])
        await line.playground.wait_for(lambda: all_handled(line))
        await line.settled()
        assert sorted(line.texts(7)) == sorted([*(str(number) for number in range(10)), "太快了"])
        assert len(line.floods) == 1


async def test_what_fails_after_its_effect_is_durable_takes_effect_once(tmp_path: Path) -> None:
    """docs/promises.md 1: a listener that raised after the commit had the command handled a second and a third time."""
    async with open_line(tmp_path, speed=50) as line:
        person = line.playground.person(7, "甲某")

        async def handle(waiting: Waiting) -> None:
            await line.echo(waiting)
            if b"first" in waiting.raw:
                raise ZeroDivisionError

        line.handle = handle
        line.run(line.receiver, line.intake, line.courier)
        await person.say(None, "first")
        await person.say(None, "second")
        await line.playground.wait_for(lambda: "second" in line.texts(7))
        assert line.handled == line.texts(7) == ["first", "second"]
        assert line.given_up == []


async def test_what_cannot_be_fetched_on_a_bad_line_is_no_failure_of_the_update(tmp_path: Path) -> None:
    """Fault 1.1: a workbook that can't be downloaded for a while is asked for again, and nobody is apologized to."""
    async with open_line(tmp_path, speed=50) as line:
        person = line.playground.person(7, "甲某")
        tries: list[int] = []

        async def fetch(waiting: Waiting) -> None:
            tries.append(waiting.update_id)
            if len(tries) < 6:
                raise NoAnswer("what was downloaded is not the file")
            await line.echo(waiting)

        line.handle = fetch
        line.run(line.receiver, line.intake, line.courier)
        await person.say(None, "台账")
        await line.playground.wait_for(lambda: line.texts(7) == ["台账"])
        assert line.given_up == []
