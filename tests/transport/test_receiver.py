"""Updates come in once each, are on disk before Telegram hears of it, and no fault ends the receiving quietly."""

import asyncio
import socket
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram.error import InvalidToken

from benchmarks.simulated_time import SimulatedClock, SimulatedLoop
from playground.telegram.server import Playground
from store.engine import Entry
from store.journal.memory import MemoryEngine
from store.ledger import Ledger
from store.rows import INBOX
from store.values import Waiting
from tests.transport.line import TOKEN, full_disk, open_line
from transport.api import build_application
from transport.api import open_line as introduce
from transport.arrivals import Arrivals
from transport.asking import Asking
from transport.errors import ReceiverGone, TokenRefused, TroubleKind
from transport.receiver import Receiver
from transport.retry import Backoff, Stopwatch

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


async def test_what_concerns_nobody_leaves_no_trace(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        asked = await person.say(None, "一")
        line.run(line.receiver)
        await line.playground.wait_for(lambda: not line.playground.updates.waiting)
        await person.edit(None, asked, "二")
        await line.playground.wait_for(lambda: not line.playground.updates.waiting)
        assert len(line.ledger.waiting_updates()) == 1
        assert not line.ledger.is_known(line.ledger.waiting_updates()[0].update_id + 1)


@pytest.mark.parametrize("fault", ["unauthorized", "not_found"])
async def test_one_refusal_does_not_end_receiving(tmp_path: Path, fault: str) -> None:
    """docs/promises.md 12: one 401 or 404 on getUpdates."""
    async with open_line(tmp_path, speed=20) as line:
        person = line.playground.person(7, "甲某")
        line.playground.faults.order("getUpdates", fault)
        line.run(line.receiver, line.intake, line.courier)
        await person.say(None, "还在吗")
        await line.playground.wait_for(lambda: line.texts(7))
        assert [trouble.kind for trouble in line.troubles] == [TroubleKind.TOKEN_REFUSED, TroubleKind.LINE_BACK]


async def test_what_only_reads_is_answered_although_the_disk_is_full(tmp_path: Path) -> None:
    """docs/promises.md 3: nothing was to be saved but that it was answered; until then it is not confirmed."""
    async with open_line(tmp_path, speed=20) as line:
        person = line.playground.person(7, "甲某")
        line.handle = line.answer
        await person.say(None, "/mytasks")
        with full_disk():
            line.run(line.receiver, line.intake, line.courier)
            await line.playground.wait_for(lambda: line.texts(7) == ["/mytasks"])
            assert line.playground.updates.waiting
        await line.playground.wait_for(lambda: not line.playground.updates.waiting)
        await line.settled()
        assert (line.texts(7), line.unsaved) == (["/mytasks"], [])


async def test_whoever_comes_later_to_a_full_disk_is_answered_or_told(tmp_path: Path) -> None:
    """docs/promises.md 3: what is not confirmed comes again with what came since. A second answer has to wait."""
    async with open_line(tmp_path, speed=20) as line:
        first, reader, doer = (line.playground.person(number, "某") for number in (7, 8, 9))
        line.handle = line.answer
        with full_disk():
            line.run(line.receiver, line.intake, line.courier)
            await first.say(None, "一")
            await line.playground.wait_for(lambda: line.texts(7) == ["一"])
            await reader.say(None, "二")
            await line.playground.wait_for(lambda: line.texts(8) == ["二"])
            assert (line.held, line.unsaved) == ([], [])
            await first.say(None, "三")
            await line.playground.wait_for(lambda: line.held == ["三"])
            line.handle = line.echo
            await doer.say(None, "/done 12")
            await line.playground.wait_for(lambda: line.unsaved)
            assert line.playground.updates.waiting
        await line.playground.wait_for(lambda: not line.playground.updates.waiting)
        await line.settled()
        assert [line.texts(number) for number in (7, 8, 9)] == [["一", "三"], ["二"], ["/done 12"]]
        assert (line.held, len(line.unsaved)) == (["三"], 1)


class NotingEngine(MemoryEngine):
    """Notes when an update is kept."""

    def __init__(self, spool: Path, seen: list[str]) -> None:
        super().__init__(spool)
        self._seen = seen

    def append(self, entry: Entry) -> None:
        if INBOX in entry.mail:
            self._seen.append("kept")
        super().append(entry)


@pytest.mark.parametrize(("is_answer", "order"), [(True, ["sent", "kept"]), (False, ["kept", "sent"])])
async def test_only_a_mere_answer_leaves_before_the_disk_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_answer: bool, order: list[str]
) -> None:
    """The loop stands still while the disk is waited for, so the call has to be on the wire by then."""
    seen: list[str] = []
    _note_calls("sendMessage", monkeypatch, seen)
    async with open_line(tmp_path, engine=NotingEngine(tmp_path, seen)) as line:
        person = line.playground.person(7, "甲某")
        line.handle = line.answer if is_answer else line.echo
        line.run(line.receiver, line.intake, line.courier)
        await person.say(None, "一")  # the connection is made
        await line.playground.wait_for(lambda: line.texts(7) == ["一"])
        await line.settled()
        seen.clear()
        await person.say(None, "二")
        await line.playground.wait_for(lambda: len(seen) == len(order))
        assert seen == order


def _note_calls(method: str, monkeypatch: pytest.MonkeyPatch, seen: list[str]) -> None:
    """Note when a call of that method goes to the system's socket."""
    send = socket.socket.send

    def noted(to: socket.socket, data: bytes) -> int:
        if f"/{method} ".encode() in bytes(data):
            seen.append("sent")
        return send(to, data)

    monkeypatch.setattr(socket.socket, "send", noted)


async def test_a_lasting_refusal_ends_the_receiver_within_a_minute(tmp_path: Path) -> None:
    """docs/promises.md 12: the process can then exit non-zero."""
    async with open_line(tmp_path, speed=40) as line:
        line.playground.faults.order("getUpdates", "unauthorized", times=0)
        with pytest.raises(ReceiverGone):
            await line.receiver.run()
        assert [trouble.kind for trouble in line.troubles] == [TroubleKind.TOKEN_REFUSED]


def test_that_minute_is_counted_in_seconds_of_its_own(tmp_path: Path) -> None:
    """docs/promises.md 12: by a clock that leaps from one try to the next, as a busy machine takes longer."""
    loop = SimulatedLoop(SimulatedClock(lambda: 0.0))
    watch = Stopwatch(loop.time)

    async def poll(_offset: int | None) -> list[object]:
        raise InvalidToken

    with closing(Ledger.open(tmp_path / "ledger.json", at=NOW)) as ledger:
        receiver = Receiver(
            poll=poll,
            arrivals=Arrivals(
                ledger=ledger,
                concerns=bool,
                clock=lambda: NOW,
                on_received=lambda: None,
                on_not_saved=lambda _updates: None,
            ),
            asking=Asking(watch, lambda _trouble: None),
            watch=watch,
        )
        with pytest.raises(ReceiverGone):
            loop.run_until_complete(receiver.run())
    assert 40 < loop.time() < 60
    loop.close()


async def test_a_second_poller_is_reported_once_and_receiving_goes_on(tmp_path: Path) -> None:
    """docs/promises.md 10: a 409 from Telegram."""
    async with open_line(tmp_path, speed=20) as line:
        person = line.playground.person(7, "甲某")
        line.playground.faults.order("getUpdates", "conflict", times=3)
        line.run(line.receiver, line.intake, line.courier)
        await person.say(None, "还在吗")
        await line.playground.wait_for(lambda: line.texts(7))
        assert [trouble.kind for trouble in line.troubles] == [TroubleKind.CONFLICT, TroubleKind.LINE_BACK]


@pytest.mark.parametrize("shape", ["no_date", "wrong_types", "not_an_object"])
async def test_an_update_that_cannot_be_parsed_spoils_nothing(tmp_path: Path, shape: str) -> None:
    """docs/promises.md 13: later ones are served, no hot loop, clean shutdown."""
    async with open_line(tmp_path, speed=5) as line:
        person = line.playground.person(7, "甲某")
        await person.say(None, "之前")
        line.playground.faults.order("getUpdates", "refuse_update", shape=shape)
        await person.say(None, "之后")
        line.run(line.receiver, line.intake, line.courier)
        await line.playground.wait_for(lambda: line.texts(7) == ["之前", "之后"])
        await line.playground.wait_for(lambda: not line.ledger.waiting_updates())
        assert line.calls("getUpdates") <= 4


@pytest.mark.parametrize("fault", ["server_error", "reset", "bad_json"])
async def test_faults_of_the_line_are_waited_out(tmp_path: Path, fault: str) -> None:
    async with open_line(tmp_path, speed=20) as line:
        person = line.playground.person(7, "甲某")
        line.playground.faults.order("getUpdates", fault, times=3)
        line.run(line.receiver, line.intake, line.courier)
        await person.say(None, "还在吗")
        await line.playground.wait_for(lambda: line.texts(7) == ["还在吗"])


@pytest.mark.parametrize("fault", ["offset_ignored", "empty_at_once"])
async def test_a_server_that_answers_at_once_without_news_is_asked_more_and_more_rarely(
    tmp_path: Path, fault: str
) -> None:
    """Fault 1.7: an offset or a time-out that is ignored makes no hot loop, and nothing is handled twice."""
    async with open_line(tmp_path, speed=20) as line:  # faster, a busy machine's answer would seem to have been awaited
        person = line.playground.person(7, "甲某")
        asked = await person.say(None, "一")
        await person.edit(None, asked, "这与机器人无关")  # what is dropped at the door is no news either
        line.run(line.receiver, line.intake, line.courier)
        await line.playground.wait_for(lambda: line.texts(7) == ["一"])
        line.playground.faults.order("getUpdates", fault, times=0)
        await person.say(None, "二")
        await asyncio.sleep(2)  # forty seconds
        assert line.calls("getUpdates") < 25
        line.playground.faults.clear()
        await line.playground.wait_for(lambda: line.texts(7) == ["一", "二"])
        await person.say(None, "三")
        await line.playground.wait_for(lambda: line.texts(7) == ["一", "二", "三"])
        assert line.handled == ["一", "二", "三"]


async def test_a_webhook_is_reported_as_what_it_is_and_receiving_begins_when_it_is_gone(tmp_path: Path) -> None:
    """Fault 6.14: getUpdates answers 409 as long as one is set."""
    async with open_line(tmp_path, speed=20) as line:
        await line.app.bot.set_webhook("http://127.0.0.1:9/updates")
        line.run(line.receiver, line.intake, line.courier)
        await line.playground.wait_for(lambda: line.calls("getUpdates") > 1)
        await line.app.bot.delete_webhook()
        await line.playground.person(7, "甲某").say(None, "还在吗")
        await line.playground.wait_for(lambda: line.texts(7))
        assert [trouble.kind for trouble in line.troubles] == [TroubleKind.WEBHOOK_SET, TroubleKind.LINE_BACK]


async def test_receiving_again_brings_the_next_question_forward(tmp_path: Path) -> None:
    """Fault 1.1: when the whole line comes back, what waits to be sent need not wait for the longest gap."""
    async with open_line(tmp_path, speed=20) as line:
        line.playground.person(7, "甲某")
        line.playground.faults.order("*", "reset", times=0)
        line.post(7, "提醒")
        line.run(line.receiver, line.courier)
        await line.playground.wait_for(lambda: line.calls("sendMessage") > 6)  # gaps of seconds by now
        line.playground.faults.clear()
        await line.settled()
        assert line.texts(7) == ["提醒"]


async def test_ids_that_turn_random_and_lower_after_an_idle_week_are_no_matter(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        line.run(line.receiver, line.intake, line.courier)
        await person.say(None, "一")
        await line.playground.wait_for(lambda: not line.playground.updates.waiting)
        line.playground.updates.jump_to(4_000)
        await person.say(None, "二")
        await line.playground.wait_for(lambda: line.texts(7) == ["一", "二"])
        line.playground.updates.interrupt()
        await person.say(None, "三")
        await line.playground.wait_for(lambda: line.texts(7) == ["一", "二", "三"])
        assert all(int(seen.params.get("offset", 1)) > 0 for seen in line.playground.requests)


async def test_what_was_received_before_a_kill_is_known_when_telegram_sends_it_again(tmp_path: Path) -> None:
    """docs/promises.md 1: killed between storing and confirming."""
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        await person.say(None, "一")
        again = line.playground.updates.waiting[0].body
        await line.receiver._store([again])
        line.run(line.receiver, line.intake, line.courier)
        await person.say(None, "二")
        await line.playground.wait_for(lambda: line.texts(7) == ["一", "二"])
        assert line.handled == ["一", "二"]


def journal_of(path: Path) -> bytes:
    """What a kill now would leave of the line's correspondence."""
    return b"".join(file.read_bytes() for file in (path / "ledger.json.journal").glob("*.jsonl"))


async def test_an_update_that_is_handled_at_once_is_durable_with_its_effect_in_one_write(tmp_path: Path) -> None:
    """docs/promises.md 1: no line of the journal holds it as waiting."""
    async with open_line(tmp_path) as line:
        line.run(line.receiver, line.intake, line.courier)
        await line.playground.person(7, "甲某").say(None, "一")
        await line.playground.wait_for(lambda: line.texts(7) == ["一"])
        journal = journal_of(tmp_path)
        assert journal.count(b'"handled_at"') == 1
        assert b'"raw"' not in journal


async def test_an_update_whose_handler_waits_is_durable_before_it_is_confirmed(tmp_path: Path) -> None:
    """docs/promises.md 1: a file is fetched, a workbook is planned."""
    async with open_line(tmp_path) as line:
        goes_on = asyncio.Event()

        async def handle(waiting: Waiting) -> None:
            await goes_on.wait()
            await line.echo(waiting)

        line.handle = handle
        line.run(line.receiver, line.intake, line.courier)
        await line.playground.person(7, "甲某").say(None, "一")
        await line.playground.wait_for(lambda: not line.playground.updates.waiting)
        assert b'"raw"' in journal_of(tmp_path)
        goes_on.set()
        await line.playground.wait_for(lambda: line.texts(7) == ["一"])


async def test_what_the_disk_refuses_stays_unconfirmed_and_each_chat_is_told_once(tmp_path: Path) -> None:
    """docs/promises.md 3: what can't be saved is never acknowledged."""
    async with open_line(tmp_path, speed=10) as line:
        person, other = line.playground.person(7, "甲某"), line.playground.person(8, "乙某")
        for speaker in (person, person, other):
            await speaker.say(None, "一")
        with full_disk():
            line.run(line.receiver, line.intake, line.courier)
            await line.playground.wait_for(lambda: len(line.unsaved) == 2)
            assert len(line.playground.updates.waiting) == 3
        await line.playground.wait_for(lambda: len(line.handled) == 3)
        await line.settled()
        assert line.texts(7) == ["一", "一"]


async def test_no_network_at_the_start_is_waited_out() -> None:
    """docs/promises.md 27."""
    playground = Playground(token=TOKEN)
    await playground.start()
    port = int(playground.base_url.rpartition(":")[2])
    await playground.stop()
    app = build_application(token=TOKEN, base_url=f"http://127.0.0.1:{port}")
    opening = asyncio.create_task(introduce(app, Stopwatch(time.monotonic), Backoff(0.02, 0.05)))
    done, _ = await asyncio.wait([opening], timeout=0.15)
    assert not done
    await playground.start(port)
    await opening
    assert app.bot.username == "duban_bot"
    await app.shutdown()
    await playground.stop()


async def test_a_token_that_stays_refused_at_the_start_is_an_error_without_the_token() -> None:
    """docs/promises.md 30."""
    async with Playground(token=TOKEN) as playground:
        app = build_application(token="43:another", base_url=playground.base_url)
        with pytest.raises(TokenRefused) as refused:
            await introduce(app, Stopwatch(time.monotonic, 200))
        assert "another" not in repr(refused.value)
        assert refused.value.__cause__ is None
