"""With a database a transaction is durable some time after its end: until then nobody outside hears of it."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.letter import Letter, Urgency
from store.errors import NotSaved
from store.journal.memory import MemoryEngine
from tests.transport.line import Line, open_line
from transport.direct import UnrecordedReplies


class SlowEngine(MemoryEngine):
    """Durable only while it is told to be; ``asked`` counts who waits. ``refuses``: it gives up at once."""

    def __init__(self, spool: Path, *, refuses: bool = False) -> None:
        super().__init__(spool)
        self.asked = 0
        self.in_a_hurry: list[bool] = []
        self.is_refusing = refuses
        self.has_lease = True
        self.is_durable = asyncio.Event()
        self.notify: Callable[[], None] = lambda: None

    @property
    def is_ours(self) -> bool:
        return self.has_lease

    async def durable(self, *, at_leisure: bool = False) -> None:
        self.asked += 1
        self.in_a_hurry.append(not at_leisure)
        self.notify()
        if self.is_refusing:
            raise NotSaved(self.spool, "the database is away")
        await self.is_durable.wait()

    def release(self) -> None:
        self.is_refusing = False
        self.is_durable.set()


async def _asked(line: Line, engine: SlowEngine, times: int = 1) -> None:
    engine.notify = line.playground.world.notifier.notify
    await line.playground.wait_for(lambda: engine.asked >= times)


async def test_a_letter_leaves_once_it_is_durable(tmp_path: Path) -> None:
    engine = SlowEngine(tmp_path)
    async with open_line(tmp_path, engine=engine) as line:
        line.playground.person(7, "甲某")
        line.post(7, "✅ 已办结")
        line.run(line.courier)
        await _asked(line, engine)
        await line.playground.idle()
        assert line.texts(7) == []
        assert engine.in_a_hurry == [True]
        engine.release()
        await line.settled()
        assert line.texts(7) == ["✅ 已办结"]


async def test_a_letter_waits_as_long_as_the_database_is_away(tmp_path: Path) -> None:
    engine = SlowEngine(tmp_path, refuses=True)
    async with open_line(tmp_path, engine=engine, speed=50) as line:
        line.playground.person(7, "甲某")
        line.post(7, "✅ 已办结")
        line.run(line.courier)
        await _asked(line, engine, times=3)
        assert line.texts(7) == []
        engine.release()
        await line.settled()
        assert line.texts(7) == ["✅ 已办结"]
        assert line.outcomes == []


async def test_an_update_is_confirmed_once_it_is_durable(tmp_path: Path) -> None:
    engine = SlowEngine(tmp_path)
    async with open_line(tmp_path, engine=engine) as line:
        person = line.playground.person(7, "甲某")
        line.run(line.receiver)
        await person.say(None, "/done 12")
        await _asked(line, engine)
        for _ in range(50):  # turns in which a poll would begin
            await asyncio.sleep(0)
        assert line.playground.updates.waiting
        assert line.calls("getUpdates") == 1
        engine.release()
        await line.playground.wait_for(lambda: not line.playground.updates.waiting)


async def test_who_waits_for_a_database_that_is_away_is_told_once(tmp_path: Path) -> None:
    """Then the update is neither confirmed nor stored twice; it is confirmed when the database is back."""
    engine = SlowEngine(tmp_path, refuses=True)
    async with open_line(tmp_path, engine=engine, speed=50) as line:
        person = line.playground.person(7, "甲某")
        line.run(line.receiver)
        await person.say(None, "/done 12")
        await _asked(line, engine, times=3)
        (update,) = (raw.update_id for raw in line.ledger.waiting_updates())
        assert line.unsaved == [update]
        assert line.playground.updates.waiting
        engine.release()
        await line.playground.wait_for(lambda: not line.playground.updates.waiting)
        assert [raw.update_id for raw in line.ledger.waiting_updates()] == [update]


async def test_whose_answer_waits_for_a_database_that_is_away_is_told(tmp_path: Path) -> None:
    """The command has had its effect in memory, so its update does not wait any more: its answer does."""
    engine = SlowEngine(tmp_path, refuses=True)
    async with open_line(tmp_path, engine=engine, speed=50) as line:
        person = line.playground.person(7, "甲某")
        line.run(line.receiver, line.intake, line.courier)
        await person.say(None, "/done 12")
        await _asked(line, engine, times=5)
        assert (line.handled, line.texts(7)) == (["/done 12"], [])
        assert line.held == ["/done 12"]
        line.post(8, "【今日到期】", urgency=Urgency.ALERT)
        await _asked(line, engine, times=engine.asked + 5)
        assert line.held == ["/done 12"], "who asked nothing is told nothing"
        engine.release()
        await line.settled()
        assert line.texts(7) == ["/done 12"]


async def test_a_pressed_button_is_answered_once_what_it_did_is_durable(tmp_path: Path) -> None:
    engine = SlowEngine(tmp_path)
    async with open_line(tmp_path, engine=engine) as line:
        line.courier.answer("1", "已办结")
        await _asked(line, engine)
        await line.playground.idle()
        assert line.calls("answerCallbackQuery") == 0
        engine.release()
        await line.playground.wait_for(lambda: line.calls("answerCallbackQuery") == 1)


@pytest.mark.parametrize("is_ours", [True, False])
async def test_a_pressed_button_says_so_where_that_takes_too_long(tmp_path: Path, *, is_ours: bool) -> None:
    """Unless another process may have the ledger by now, which answers the press."""
    engine = SlowEngine(tmp_path, refuses=True)
    async with open_line(tmp_path, engine=engine, speed=50) as line:
        engine.has_lease = is_ours
        line.courier.answer("1", "已办结")
        (answering,) = line.courier._answers.under_way
        await answering
        answered = [seen.params for seen in line.playground.requests if seen.method == "answerCallbackQuery"]
        assert [params["text"] for params in answered] == ["暂未保存"] * is_ours


async def test_who_may_not_speak_says_nothing_past_the_outbox(tmp_path: Path) -> None:
    """Another process may have the ledger by now, and it answers."""
    async with open_line(tmp_path) as line:
        line.playground.person(7, "甲某")
        ours = False
        lane = UnrecordedReplies(line.app.bot, "暂未保存", time.monotonic, may_speak=lambda: ours)
        said = [{"update_id": 1, "message": {"chat": {"id": 7}}}]
        lane.tell(said)
        await line.playground.idle()
        assert line.texts(7) == []
        ours = True
        lane.tell(said)
        await line.playground.wait_for(lambda: line.texts(7))
        line.playground.person(8, "乙某")
        for chat in (7, 8, 8):
            lane.tell_reader(Letter(chat_id=chat, html="我的事项", queued_at=line.now()))
        await line.playground.wait_for(lambda: line.texts(8))
        assert [line.texts(chat) for chat in (7, 8)] == [["暂未保存"], ["暂未保存"]]
