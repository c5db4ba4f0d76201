"""Half past eight on a bad line: thirty groups, interruptions of every kind and length, over real HTTP."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from domain.letter import OutcomeKind, Urgency
from playground.telegram.group import Group
from tests.transport.line import Line, open_line
from transport.rate_limits import Limits

GROUPS = 30
#: Nothing was done; or it was, and nobody heard of it; or the call hangs (done in the second case).
NOT_DONE = ("reset", "server_error", "gateway_page 403", "gateway_page 302", "gateway_page 200")
DONE = ("reset_after_delivery", "bad_json", "garbage")
HANGING = ("no_answer", "timeout_after_delivery")
#: How long an interruption lasts, and how much faster than the world it passes here.
LENGTHS = ((3, 30), (12, 60), (60, 200))


def break_line(line: Line, kind: str, chat_id: int | None = None) -> None:
    """Every send meets with the fault, until it is mended."""
    name, _, status = kind.partition(" ")
    line.playground.faults.order("sendMessage", name, times=0, status=int(status or 502), chat_id=chat_id)


def owe_digests(line: Line) -> list[Group]:
    """Thirty groups, to each of which a digest is owed."""
    person = line.playground.person(7, "甲某")
    groups = [line.playground.group(f"{number}组", person) for number in range(GROUPS)]
    for group in groups:
        line.post(group.chat_id, "<b>【今日提示】</b>", urgency=Urgency.DIGEST)
    return groups


def probes(line: Line) -> int:
    """How often an ill line was asked, by a call without a letter, whether it is well again."""
    return sum(seen.method == "sendMessage" and not seen.params for seen in line.playground.requests)


async def pass_by(line: Line, seconds: float) -> None:
    """So many seconds of the line's own time."""
    await asyncio.sleep(seconds / line.speed)


@pytest.mark.parametrize(("seconds", "speed"), LENGTHS)
@pytest.mark.parametrize("kind", NOT_DONE + DONE)
async def test_an_interruption_loses_no_digest_and_no_answer(
    tmp_path: Path, kind: str, seconds: float, speed: float
) -> None:
    """Fault 1.1, 1.4: all arrive, nobody gets more than one copy more, and nobody is taken for gone."""
    async with open_line(tmp_path, speed=speed, limits=Limits()) as line:
        copies = await copies_after(line, kind, seconds)
    assert min(copies) == 1
    assert max(copies) <= (2 if kind in DONE else 1)


@pytest.mark.parametrize("kind", HANGING)
async def test_an_interruption_in_which_calls_hang_makes_one_copy_more_at_most(tmp_path: Path, kind: str) -> None:
    """Fault 1.1: what the connections say when they are given up is no news."""
    async with open_line(tmp_path, timeout=1.5, speed=20, limits=Limits()) as line:
        copies = await copies_after(line, kind, 12)
    assert min(copies) >= 1
    assert max(copies) <= (2 if kind == "timeout_after_delivery" else 1)


async def copies_after(line: Line, kind: str, seconds: float) -> list[int]:
    """How often a digest or an answer came in each chat, after an interruption at half past eight."""
    break_line(line, kind)
    groups = owe_digests(line)
    line.run(line.courier)
    await pass_by(line, seconds / 2)
    line.post(7, "✅ 第12号 已办结")
    await pass_by(line, seconds / 2)
    line.playground.faults.clear()
    await line.settled(30)
    assert line.ledger.undelivered() == []
    assert {outcome for _, outcome in line.outcomes} <= {OutcomeKind.RETRY}
    return [len(line.texts(chat_id)) for chat_id in (7, *(group.chat_id for group in groups))]


async def test_an_ill_line_is_asked_with_growing_gaps_and_by_nothing_that_could_be_doubled(tmp_path: Path) -> None:
    """Fault 1.1: within a minute some ten empty calls, and no message goes out a second time."""
    async with open_line(tmp_path, speed=60) as line:
        break_line(line, "garbage")
        owe_digests(line)
        line.run(line.courier)
        await pass_by(line, 60)
        calls = [seen.params for seen in line.playground.requests if seen.method == "sendMessage"]
        empty = [params for params in calls if not params]
        told = [params["chat_id"] for params in calls if params]
        assert len(told) == len(set(told))
        assert 3 <= len(empty) <= 15


async def test_two_interruptions_make_two_copies_more_at_most(tmp_path: Path) -> None:
    """Fault 1.1: one for each."""
    async with open_line(tmp_path, speed=60) as line:
        line.playground.person(7, "甲某")
        line.post(7, "提醒")
        line.run(line.courier)
        break_line(line, "reset_after_delivery")
        await line.playground.wait_for(lambda: line.texts(7))
        line.playground.faults.clear()
        line.playground.faults.order("sendMessage", "delay", seconds=0, times=2)  # the two questions before it
        break_line(line, "reset_after_delivery")
        await line.playground.wait_for(lambda: len(line.texts(7)) == 2)
        line.playground.faults.clear()
        await line.settled()
        assert line.texts(7) == ["提醒"] * 3


@pytest.mark.parametrize("kind", ["gateway_page 403", "reset", "bad_json"])
async def test_a_single_chat_in_trouble_holds_up_nobody_and_is_tried_again(tmp_path: Path, kind: str) -> None:
    """Fault 1.1: the trouble is the letter's own while others are answered."""
    async with open_line(tmp_path, speed=60) as line:
        for chat in (7, 8):
            line.playground.person(chat, "甲某")
        break_line(line, kind, chat_id=7)
        line.post(7, "提醒")
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.calls("sendMessage") > 1)
        for text in ("一", "二", "三"):
            line.post(8, text)
        await line.playground.wait_for(lambda: line.texts(8) == ["一", "二", "三"])
        await pass_by(line, 30)
        assert line.calls("sendMessage") < 20, "its tries grow rarer"
        line.playground.faults.clear()
        await line.settled(20)
        assert 1 <= len(line.texts(7)) <= 2


async def test_answers_go_before_digests_when_the_line_is_well_again(tmp_path: Path) -> None:
    """Fault 1.1: what waited goes out by urgency."""
    async with open_line(tmp_path, speed=60, limits=Limits()) as line:
        break_line(line, "gateway_page 403")
        owe_digests(line)
        line.run(line.courier)
        await line.playground.wait_for(lambda: probes(line) > 2)  # by then what was on its way has come back
        line.post(7, "✅ 第12号 已办结")
        line.playground.faults.clear()
        await line.settled(20)
        sent = [seen.chat_id for seen in line.playground.requests if seen.status == 200 and seen.params.get("text")]
        assert 7 in sent[:2]  # one that was on its way when the line came back may arrive before it


async def test_what_waited_longer_than_five_minutes_says_so(tmp_path: Path) -> None:
    """Fault 1.1: a digest is worth sending until the end of its day, marked 补发; edits stay as they are."""
    async with open_line(tmp_path, speed=60) as line:
        line.playground.person(7, "甲某")
        break_line(line, "reset")
        line.post(7, "<b>【今日提示】</b>", urgency=Urgency.DIGEST)
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.calls("sendMessage") > 1)
        line.playground.clock.advance(timedelta(minutes=40))
        line.playground.faults.clear()
        line.post(7, "回复")
        await line.settled()
        assert line.texts(7) == ["回复", "〔补发〕【今日提示】"]


async def test_a_digest_of_yesterday_is_not_sent(tmp_path: Path) -> None:
    """Fault 1.1: its day is over; the office hears that it did not arrive."""
    async with open_line(tmp_path, speed=60) as line:
        line.playground.person(7, "甲某")
        break_line(line, "gateway_page 403")
        number = line.post(7, "<b>【今日提示】</b>", urgency=Urgency.DIGEST)
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.calls("sendMessage") > 1)
        line.playground.clock.advance(timedelta(days=1))
        line.playground.faults.clear()
        await line.settled()
        assert line.texts(7) == []
        assert line.outcomes == [(number, OutcomeKind.EXPIRED)]
        assert [each.number for each in line.ledger.undelivered()] == [number]


async def test_answers_go_at_once_although_a_hundred_sends_hang(tmp_path: Path) -> None:
    """Fault 1.6: with Telegram's limits on."""
    async with open_line(tmp_path, timeout=20, speed=2, limits=Limits()) as line:
        for chat in range(1, 102):
            line.playground.person(chat, "甲某")
            if chat < 101:
                break_line(line, "no_answer", chat_id=chat)
                line.post(chat, "提醒", urgency=Urgency.DIGEST)
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.calls("sendMessage") == 100, 20)
        line.post(101, "回复")
        await line.playground.wait_for(lambda: line.texts(101), 10)  # a send is given up after twenty


async def test_a_429_is_a_duration_whatever_becomes_of_the_clock(tmp_path: Path) -> None:
    """Fault 1.9: asked for while the clock was a day ahead, and taken up by the next process after it was set right."""
    async with open_line(tmp_path, speed=20) as line:
        line.playground.person(7, "甲某")
        line.playground.faults.order("sendMessage", "too_many", retry_after=7)
        right = line.playground.clock.now()
        line.playground.clock.advance(timedelta(days=1))
        line.post(7, "提醒")
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.outcomes)
        await line.courier.stop(0)
        line.playground.clock.set(right)
        line.courier = line.new_courier()
        line.run(line.courier)
        await line.settled()
        assert line.texts(7) == ["提醒"]
        asked, sent = (seen.monotonic for seen in line.playground.requests if seen.method == "sendMessage")
        assert sent - asked >= 7


async def test_a_clock_that_jumps_while_a_chat_gives_no_answer_costs_no_message(tmp_path: Path) -> None:
    """Fault 1.1, 1.9: an answer is tried again for fifteen minutes, whatever the clock on the wall says."""
    async with open_line(tmp_path, speed=60) as line:
        for chat in (7, 8):
            line.playground.person(chat, "甲某")
        break_line(line, "reset", chat_id=7)
        line.post(7, "✅ 第12号 已办结")
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.calls("sendMessage") > 1)
        line.playground.clock.advance(timedelta(hours=5))
        seen = line.calls("sendMessage")
        await line.playground.wait_for(lambda: line.calls("sendMessage") > seen + 3)
        line.playground.faults.clear()
        await line.settled(20)
        assert line.texts(7) == ["〔补发〕✅ 第12号 已办结"]
        assert line.ledger.undelivered() == []
