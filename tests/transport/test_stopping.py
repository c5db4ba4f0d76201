"""Ending in the middle of everything: quickly, and with nothing lost or doubled."""

from pathlib import Path

from tests.transport.line import open_line
from transport.rate_limits import Limits


async def test_a_stop_with_fifty_queued_is_quick_and_the_rest_goes_after_the_restart(tmp_path: Path) -> None:
    """docs/promises.md 27."""
    async with open_line(tmp_path, limits=Limits(per_chat_second=3)) as line:
        line.playground.person(7, "甲某")
        for number in range(50):
            line.post(7, str(number))
        line.run(line.courier)
        await line.playground.wait_for(lambda: len(line.texts(7)) == 3)
        await line.courier.stop(5)
        assert len(line.ledger.waiting_letters()) == 47  # it did not wait for what may only go later
        line.courier = line.new_courier()
        line.run(line.courier)
        await line.settled()
        assert line.texts(7) == [str(number) for number in range(50)]


async def test_a_send_that_never_answers_does_not_hold_up_the_end(tmp_path: Path) -> None:
    """docs/promises.md 27: what was in flight repeats at most once."""
    async with open_line(tmp_path) as line:
        line.playground.person(7, "甲某")
        line.playground.faults.order("sendMessage", "no_answer")
        line.post(7, "提醒")
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.calls("sendMessage"))
        await line.courier.stop(0.1)
        assert [letter.unanswered for letter in line.ledger.waiting_letters()] == [
            0
        ]  # it did not wait for the time-out


async def test_updates_not_yet_handled_are_handled_by_the_next_process(tmp_path: Path) -> None:
    """docs/promises.md 1: fetched, confirmed to Telegram, and not handled: nothing is lost."""
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        for number in range(50):
            await person.say(None, f"/done {number}")
        line.run(line.receiver)
        await line.playground.wait_for(lambda: not line.playground.updates.waiting)
        assert len(line.ledger.waiting_updates()) == 50
        line.intake = line.new_intake()
        line.run(line.intake, line.courier)
        await line.playground.wait_for(lambda: len(line.texts(7)) == 50)
        assert line.handled == [f"/done {number}" for number in range(50)]
        assert line.ledger.waiting_updates() == []
