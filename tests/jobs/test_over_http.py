"""The clock's messages on their way: from the lookout through the real courier to chats of a local Telegram."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.roster import Chat
from jobs.delivery_failures import DeliveryFailures
from jobs.lookout import Lookout
from playground.telegram.faults import FaultKind
from playground.telegram.group import Group
from playground.telegram.player import Player
from tests.domain.office import RULES, at
from tests.jobs.office import DEPUTY, HEAD, LONG_AGO, OFFICE, OWNER, RELIEF, task
from tests.transport.line import Line, open_line


class Hall:
    """The unit's group with everybody in it, and the line to it; one of them never started the bot."""

    def __init__(self, line: Line, *, asleep: int | None = OWNER.telegram_id) -> None:
        self.line = line
        playground = line.playground
        self.office, self.head, self.deputy, self.owner = (
            playground.person(person.telegram_id or 0, person.name, started=person.telegram_id != asleep)
            for person in (OFFICE, HEAD, DEPUTY, OWNER)
        )
        self.group: Group = playground.group("救助股工作群", self.head, self.owner)
        with line.ledger.transaction(at=LONG_AGO, by="test", did="roster") as tx:
            for person in (OFFICE, HEAD, DEPUTY, OWNER):
                tx.save_person(person)
            tx.save_chat(Chat(chat_id=self.group.chat_id, unit=RELIEF, title="救助股工作群"))
            for number, due in ((8, "2026-11-18"), (10, "2026-11-20")):
                tx.add_item(task(number, due))
        line.aftermath = DeliveryFailures(line.ledger, RULES, "duban_bot", line.now)

    async def look(self, moment: str) -> None:
        """A look at that instant, by a process that was just started, until all has gone."""
        await Lookout(self.line.ledger, RULES, "duban_bot").look_in_slices(at(moment))
        await self.line.settled()

    def reads(self, chat: Group | Player) -> list[str]:
        """What the bot sent there."""
        return self.line.texts(chat.chat_id if isinstance(chat, Group) else chat.user_id)


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    """The hall, with the courier at work."""
    async with open_line(tmp_path) as line:
        made = Hall(line)
        line.run(line.courier)
        yield made


async def test_down_across_the_morning_each_chat_gets_one_late_digest(hall: Hall) -> None:
    """docs/promises.md 6."""
    for moment in ("11-20 10:12", "11-20 10:13"):
        await hall.look(moment)
    (digest,) = [text for text in hall.reads(hall.group) if "今日提示" in text]
    assert "补发" in digest
    assert "第8号" in digest
    assert "第10号" in digest
    assert hall.line.playground.messages(hall.group.chat_id)[0].silent


async def test_who_never_started_the_bot_is_told_in_the_group_once_with_a_link(hall: Hall) -> None:
    """docs/promises.md 24."""
    for moment in ("11-20 08:30", "11-23 08:30"):
        await hall.look(moment)
    told = [text for text in hall.reads(hall.group) if "/start" in text]
    assert len(told) == 1
    assert OWNER.name in told[0]
    assert hall.reads(hall.owner) == []


async def test_a_group_that_removed_the_bot_is_left_alone_and_its_head_hears_instead(hall: Hall) -> None:
    """docs/promises.md 17."""
    hall.group.remove_bot()
    await hall.look("11-20 08:30")
    assert sum("失联" in text for text in hall.reads(hall.office)) == 1
    await hall.look("11-20 15:00")
    assert any("到期提醒" in text for text in hall.reads(hall.head))
    calls = hall.line.calls("sendMessage")
    await hall.look("11-20 15:01")
    assert hall.line.calls("sendMessage") == calls


async def test_a_group_that_became_a_supergroup_hears_everything_once(hall: Hall) -> None:
    """docs/promises.md 16."""
    await hall.look("11-20 08:30")
    moved = hall.group.migrate()
    for moment in ("11-20 08:31", "11-20 15:00", "11-20 15:01"):
        await hall.look(moment)
    assert sum("今日提示" in text for text in hall.reads(hall.group) + hall.reads(moved)) == 1
    assert sum("到期提醒" in text for text in hall.reads(moved)) == 1


async def test_what_stayed_uncertain_is_in_the_offices_next_digest_once(tmp_path: Path) -> None:
    """Fault 1.1, docs/promises.md 9: one chat gives no answer until its digest's day is over."""
    async with open_line(tmp_path, timeout=0.2, speed=200) as line:
        hall, clock = Hall(line, asleep=None), line.playground.clock
        line.playground.faults.order(
            "sendMessage", FaultKind.TIMEOUT_AFTER_DELIVERY, chat_id=hall.group.chat_id, times=0
        )
        line.run(line.courier)
        clock.set(at("11-20 08:30"))
        await Lookout(line.ledger, RULES, "duban_bot").look_in_slices(at("11-20 08:30"))
        await line.playground.wait_for(lambda: line.calls("sendMessage") > 4)
        clock.set(at("11-21 07:00"))
        await line.playground.wait_for(line.ledger.undelivered, 20)
        line.playground.faults.clear()
        await line.settled()
        assert sum("【送达不明】" in text for text in hall.reads(hall.office)) == 1
        assert len(hall.reads(hall.group)) == 1, "no copy without an answer of its chat"
        for day in ("11-23 08:30", "11-24 08:30"):
            clock.set(at(day))
            await hall.look(day)
        morning, after = [text for text in hall.reads(hall.office) if "办公室提示" in text or "逾期" in text][-2:]
        assert "社会救助股“救助股工作群”：【今日提示】社会救助股" in morning
        assert "请人工核实" not in after
