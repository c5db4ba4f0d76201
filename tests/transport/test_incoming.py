"""What other receivers have kept is taken in before anything that came later, and nothing of it twice."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from store.errors import NotSaved
from tests.transport.line import Line, open_line
from transport.incoming import TakingIn, keeping_for_another
from transport.raw_update import encode


class Shelf:
    """An ``Incoming`` in memory; it may refuse."""

    def __init__(self) -> None:
        self.kept: dict[int, bytes] = {}
        self.is_away = False

    def put(self, update_id: int, raw: bytes) -> None:
        self._require()
        self.kept.setdefault(update_id, raw)

    def oldest(self, most: int) -> list[bytes]:
        self._require()
        return [self.kept[number] for number in sorted(self.kept)][:most]

    def drop(self, update_ids: Sequence[int]) -> None:
        self._require()
        for number in update_ids:
            self.kept.pop(number, None)

    def _require(self) -> None:
        if self.is_away:
            raise NotSaved(Path("ledger"), "the database does not answer")


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    async with open_line(tmp_path, speed=60) as opened:
        yield opened


def _said(number: int, text: str = "x") -> dict[str, Any]:
    chat = {"id": 9001, "type": "private"}
    return {"update_id": number, "message": {"message_id": number, "date": 0, "chat": chat, "from": chat, "text": text}}


async def test_what_others_kept_goes_before_what_came_here_and_is_then_gone_there(line: Line) -> None:
    shelf = Shelf()
    keep = keeping_for_another(shelf, lambda raw: "message" in raw)
    for number in (8, 7, 7):
        await keep(_said(number))
    await keep({"update_id": 6, "channel_post": {}})  # does not concern the bot: not even stored
    assert sorted(shelf.kept) == [7, 8]
    taking = TakingIn(shelf, line.new_arrivals(), line.watch.pause)
    await taking.keep(_said(9))
    assert [waiting.update_id for waiting in line.ledger.waiting_updates()] == [7, 8, 9]
    assert shelf.kept == {}
    shelf.put(8, encode(_said(8)))  # Telegram brought it again, elsewhere
    await taking.keep(_said(10))
    assert [waiting.update_id for waiting in line.ledger.waiting_updates()] == [7, 8, 9, 10]
    assert shelf.kept == {}


async def test_nothing_is_kept_here_while_it_is_not_known_what_came_before(line: Line) -> None:
    shelf = Shelf()
    shelf.is_away = True
    taking = TakingIn(shelf, line.new_arrivals(), line.watch.pause)
    with pytest.raises(NotSaved):
        await taking.keep(_said(9))
    with pytest.raises(NotSaved):
        await keeping_for_another(shelf, lambda _raw: True)(_said(8))
    assert list(line.ledger.waiting_updates()) == []


async def test_it_is_looked_again_after_the_database_was_away(line: Line) -> None:
    shelf, heard = Shelf(), asyncio.Event()
    shelf.put(7, encode(_said(7)))
    shelf.is_away = True

    async def pause(_seconds: float) -> None:
        shelf.is_away = False
        await asyncio.sleep(0)

    taking = TakingIn(shelf, line.new_arrivals(), pause)
    taking.on_heard = heard.set
    running = asyncio.create_task(taking.run())
    async with asyncio.timeout(20):
        await heard.wait()
    running.cancel()
    assert [waiting.update_id for waiting in line.ledger.waiting_updates()] == [7]
