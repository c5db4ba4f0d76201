"""Updates go through python-telegram-bot's own dispatching, and what fails there is not swallowed."""

import time
from pathlib import Path

import pytest
from telegram import Update
from telegram.ext import CallbackContext, CommandHandler

from store.values import Waiting
from tests.transport.line import Line, open_line
from transport.api import download_file
from transport.direct import UnrecordedReplies
from transport.errors import FileTooLarge, TroubleKind, UpdateUnreadable
from transport.intake import UpdateHandler


def feed_of(line: Line) -> tuple[UpdateHandler, list[str]]:
    """A feed with two commands, of which one fails; and what the other was asked."""
    asked: list[str] = []

    async def done(update: Update, _context: CallbackContext) -> None:  # type: ignore[type-arg]
        assert update.message is not None
        asked.append(update.message.text or "")

    async def fail(_update: Update, _context: CallbackContext) -> None:  # type: ignore[type-arg]
        raise ZeroDivisionError

    def close(update_id: int) -> None:
        with line.ledger.transaction(at=line.now(), by="test", did="close") as tx:
            tx.handled(update_id)

    feed = UpdateHandler(line.app, close)
    line.app.add_handlers([CommandHandler("done", done), CommandHandler("fail", fail)])
    return feed, asked


async def test_commands_reach_their_handlers_and_the_rest_is_closed(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        feed, asked = feed_of(line)
        line.handle = feed
        line.run(line.receiver, line.intake)
        for text in ("/done 12", "随便说说", "/done 13"):
            await person.say(None, text)
        await line.playground.wait_for(lambda: asked == ["/done 12", "/done 13"])
        await line.playground.wait_for(lambda: not line.ledger.waiting_updates())


async def test_what_a_handler_raises_comes_out_again(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        feed, _ = feed_of(line)
        line.run(line.receiver)
        await person.say(None, "/fail")
        await line.playground.wait_for(line.ledger.waiting_updates)
        with pytest.raises(ZeroDivisionError):
            await feed(line.ledger.waiting_updates()[0])


async def test_an_update_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    """docs/promises.md 13."""
    async with open_line(tmp_path) as line:
        feed, _ = feed_of(line)
        for raw in (b'{"update_id": 5, "message": {"text": "?"}}', b'{"update_id": 5, "message": 7}', b"["):
            with pytest.raises(UpdateUnreadable):
                await feed(Waiting(5, 7, raw, line.now()))


async def test_the_unrecorded_lane_speaks_once_a_chat(tmp_path: Path) -> None:
    """docs/promises.md 3."""
    async with open_line(tmp_path) as line:
        for number in (7, 8):
            line.playground.person(number, "甲某")
        lane = UnrecordedReplies(line.app.bot, "暂未保存，将自动重试", time.monotonic, may_speak=lambda: True)
        said = [{"update_id": n, "message": {"chat": {"id": chat}}} for n, chat in enumerate((7, 7, 8, 9))]
        lane.tell(said)
        lane.tell(said)
        await line.playground.wait_for(lambda: line.texts(7) and line.texts(8))
        await line.playground.idle()
        assert line.texts(7) == line.texts(8) == ["暂未保存，将自动重试"]


async def test_a_file_is_fetched_if_it_is_small_enough(tmp_path: Path) -> None:
    """docs/promises.md 32."""
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        await person.send_file(None, "台账.xlsx", b"PK" * 100)
        file_id = line.playground.updates.waiting[0].body["message"]["document"]["file_id"]
        assert await download_file(line.app.bot, file_id, 200) == b"PK" * 100
        with pytest.raises(FileTooLarge):
            await download_file(line.app.bot, file_id, 199)


async def test_a_refused_token_holds_the_outbox_and_is_reported_once(tmp_path: Path) -> None:
    """docs/promises.md 12: in sending as well."""
    async with open_line(tmp_path, speed=20) as line:
        line.playground.person(7, "甲某")
        line.playground.faults.order("sendMessage", "unauthorized", times=3)
        line.post(7, "提醒")
        line.run(line.courier)
        await line.settled()
        assert line.texts(7) == ["提醒"]
        assert [trouble.kind for trouble in line.troubles] == [TroubleKind.TOKEN_REFUSED]


async def test_a_line_that_is_down_holds_everything_and_counts_nothing(tmp_path: Path) -> None:
    """docs/promises.md 27: what never left this machine is no try."""
    async with open_line(tmp_path, speed=20) as line:
        line.playground.person(7, "甲某")
        port = int(line.playground.base_url.rpartition(":")[2])
        await line.playground.stop()
        number = line.post(7, "提醒")
        line.run(line.courier)
        await line.playground.world.notifier.wait(0.1)
        waiting = line.ledger.letter(number)
        assert waiting is not None
        assert waiting.unanswered == 0
        await line.playground.start(port)
        await line.settled()
        assert line.texts(7) == ["提醒"]
        assert line.outcomes == []
