"""What happens to groups: they move, throw the bot out, lose their topics, and are paced."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.letter import Button, Letter, Outcome, OutcomeKind, Urgency, Way
from domain.roster import Chat, Person, Role
from store.ledger import Transaction
from tests.transport.line import Line, open_line
from transport.delivery import OutcomeRecorder
from transport.rate_limits import Limits
from transport.verdict import Step, Verdict

DOCUMENTED = Limits()


def bind(line: Line, chat_id: int) -> None:
    with line.ledger.transaction(at=line.now(), by="test", did="bind") as tx:
        tx.save_chat(Chat(chat_id=chat_id, unit="社会救助股", bound_at=line.now()))


@pytest.mark.parametrize("is_told_first", [False, True])
async def test_a_group_that_became_a_supergroup_moves_once_whoever_says_so_first(
    tmp_path: Path, is_told_first: bool
) -> None:
    """docs/promises.md 16: learnt from the error, or from the service message while letters already wait in line."""
    async with open_line(tmp_path, speed=20) as line:
        person = line.playground.person(7, "甲某")
        group = line.playground.group("救助股", person)
        bind(line, group.chat_id)
        line.playground.faults.order("sendMessage", "too_many", chat_id=group.chat_id, retry_after=5)
        for text in ("一", "二", "三"):
            line.post(group.chat_id, text)
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.calls("sendMessage"))
        moved = group.migrate(is_told=False)
        if is_told_first:
            with line.ledger.transaction(at=line.now(), by="test", did="service message") as tx:
                assert tx.move_chat(group.chat_id, moved.chat_id)
        await line.settled()
        assert line.texts(moved.chat_id) == ["一", "二", "三"]
        assert [chat.chat_id for chat in line.ledger.roster.chats] == [moved.chat_id]
        kinds = [kind for _, kind in line.outcomes]
        assert kinds.count(OutcomeKind.MIGRATED) == (0 if is_told_first else 1)
        with line.ledger.transaction(at=line.now(), by="test", did="service message") as tx:
            assert not tx.move_chat(group.chat_id, moved.chat_id)


async def test_being_thrown_out_stops_delivery_there_and_coming_back_resumes_it(tmp_path: Path) -> None:
    """docs/promises.md 17: one refusal for all that waited, the ledger kept, and whoever words it told of each."""
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        group = line.playground.group("救助股", person)
        bind(line, group.chat_id)
        group.remove_bot()
        numbers = [line.post(group.chat_id, text) for text in ("一", "二", "三")]
        line.run(line.courier)
        await line.settled()
        assert line.calls("sendMessage") == 1
        assert line.outcomes == [(number, OutcomeKind.BLOCKED) for number in numbers]
        assert len(line.ledger.roster.chats) == 1
        group.add_bot()
        line.post(group.chat_id, "四")
        await line.settled()
        assert line.texts(group.chat_id) == ["四"]


async def test_a_person_who_never_started_the_bot_is_reported(tmp_path: Path) -> None:
    """docs/promises.md 24: what follows is queued in the same transaction."""
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        line.playground.person(8, "乙某", started=False)
        group = line.playground.group("救助股", person)

        def tell_group(tx: Transaction, letter: Letter, outcome: Outcome) -> None:
            assert outcome.kind is OutcomeKind.BLOCKED
            tx.queue(Letter(chat_id=group.chat_id, html="请先启用", about=letter.about, queued_at=line.now()))

        line.aftermath = tell_group
        line.post(8, "您有1项逾期", about=(12,))
        line.run(line.courier)
        await line.settled()
        assert line.texts(group.chat_id) == ["请先启用"]


async def test_what_follows_may_fail_without_the_letter_coming_back(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:

        def fail(_tx: Transaction, _letter: Letter, _outcome: Outcome) -> None:
            raise ZeroDivisionError

        line.aftermath = fail
        line.post(8, "无人")
        line.run(line.courier)
        await line.settled()
        assert line.calls("sendMessage") == 1


async def test_a_deleted_topic_falls_back_to_the_chat(tmp_path: Path) -> None:
    """docs/promises.md 18."""
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        group = line.playground.group("局", person, topics=True)
        await person.say(group, "大家好")
        gone, closed = group.create_topic("督办"), group.create_topic("旧")
        group.delete_topic(gone)
        group.close_topic(closed)
        numbers = [line.post(group.chat_id, "一", thread_id=gone), line.post(group.chat_id, "二", thread_id=closed)]
        line.run(line.courier)
        await line.settled()
        assert [(message.text, message.thread) for message in line.playground.messages(group.chat_id)] == [
            ("一", None),
            ("二", None),
        ]
        assert line.outcomes == [(number, OutcomeKind.TOPIC_GONE) for number in numbers]


async def test_the_topic_general_is_the_chat_itself(tmp_path: Path) -> None:
    """docs/promises.md 18: message_thread_id 1 is refused."""
    async with open_line(tmp_path) as line:
        group = line.playground.group("局", line.playground.person(7, "甲某"), topics=True)
        line.post(group.chat_id, "一", thread_id=1)
        line.run(line.courier)
        await line.settled()
        assert line.texts(group.chat_id) == ["一"]
        assert line.calls("sendMessage") == 1


async def test_a_group_gets_at_most_twenty_a_minute_and_delays_nobody_else(tmp_path: Path) -> None:
    """docs/promises.md 15: 60 messages for one group, edits included, most urgent first; Telegram enforces it."""
    async with open_line(tmp_path, limits=DOCUMENTED, speed=60, is_limited=True) as line:
        person = line.playground.person(7, "甲某")
        busy, free = line.playground.group("甲组", person), line.playground.group("乙组", person)
        line.post(busy.chat_id, "摘要0", urgency=Urgency.DIGEST)
        line.run(line.courier)
        await line.settled()
        first = line.playground.messages(busy.chat_id)[0].message_id
        for number in range(1, 50):
            line.post(busy.chat_id, f"摘要{number}", urgency=Urgency.DIGEST)
        for number in range(10):
            way = {"way": Way.EDIT, "edits": first} if number == 9 else {}
            line.post(busy.chat_id, f"回复{number}", urgency=Urgency.ANSWER, **way)
        await line.playground.wait_for(lambda: len(line.texts(busy.chat_id)) == 15)
        before = len(line.playground.requests)
        line.post(free.chat_id, "请讲")
        await line.playground.wait_for(lambda: line.texts(free.chat_id))
        assert len(line.playground.requests) - before <= 2  # its own, and at most one that was under way
        await line.settled(20)
        sends = [seen for seen in line.playground.requests if seen.chat_id == busy.chat_id]
        assert all(seen.status == 200 for seen in sends)
        instants = [seen.monotonic for seen in sends]
        assert len(instants) == 60
        assert max(sum(start <= at < start + 59.9 for at in instants) for start in instants) <= 20
        texts = [seen.params["text"] for seen in sends]
        assert texts[1:] == [f"回复{n}" for n in range(10)] + [f"摘要{n}" for n in range(1, 50)]


async def test_a_restart_gives_no_second_bucket(tmp_path: Path) -> None:
    """docs/promises.md 15: pacing is restored from the ledger."""
    async with open_line(tmp_path, limits=Limits(per_group_minute=3, per_chat_second=0)) as line:
        group = line.playground.group("甲组", line.playground.person(7, "甲某"))
        for number in range(3):
            line.post(group.chat_id, str(number))
        line.run(line.courier)
        await line.settled()
        await line.courier.stop(1)
        line.courier = line.new_courier(Limits(per_group_minute=3, per_chat_second=0))
        line.post(group.chat_id, "四")
        line.post(7, "别的")
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.texts(7))
        assert len(line.texts(group.chat_id)) == 3


async def test_a_refusal_of_an_edit_that_was_overtaken_meanwhile_settles_what_waited_behind_it(tmp_path: Path) -> None:
    """docs/promises.md 17: the others had left the line and were forgotten until the next start."""
    async with open_line(tmp_path) as line:
        settlement = OutcomeRecorder(line.ledger, line.now, line.note)
        overtaken = line.ledger.letter(line.post(-5, "第一页", way=Way.EDIT, edits=9))
        newer = line.ledger.letter(line.post(-5, "第二页", way=Way.EDIT, edits=9))
        behind = line.ledger.letter(line.post(-5, "通知"))
        assert overtaken
        assert newer
        assert behind
        settlement.record(overtaken, Verdict(Step.BLOCKED, "kicked"), [newer, behind])
        assert line.ledger.waiting_letters() == []
        assert line.outcomes == [(newer.number, OutcomeKind.BLOCKED), (behind.number, OutcomeKind.BLOCKED)]


async def test_whatever_arrives_in_a_chat_ends_its_silence(tmp_path: Path) -> None:
    """Fault 1.3: of a group with all its topics, and of a person in all their posts."""
    async with open_line(tmp_path) as line:
        group = line.playground.group("科室群", line.playground.person(7, "甲某"))
        with line.ledger.transaction(at=line.now(), by="test", did="silence") as tx:
            for thread in (None, 5):
                tx.save_chat(Chat(chat_id=group.chat_id, thread_id=thread, silent_since=line.now(), is_muted=True))
            for role in (Role.HEAD, Role.DEPUTY):
                tx.save_person(Person(name="甲某", unit="", role=role, telegram_id=7, silent_since=line.now()))
        for chat_id in (group.chat_id, 7):
            line.post(chat_id, "提示")
        line.run(line.courier)
        await line.settled()
        roster = line.ledger.roster
        assert not roster.silent
        assert not any(person.silent_since for person in roster.people)
        assert not any(chat.silent_since or chat.is_muted for chat in roster.chats)


async def test_a_letter_that_was_reworded_while_it_was_under_way_is_edited_once_it_arrived(tmp_path: Path) -> None:
    """Fault 1.11: a request that somebody else decided meanwhile keeps no live buttons."""
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        rows = ((Button(label="同意", data="yes:1:1:0"),),)
        number = line.post(person.chat_id, "请审核", rows=rows, about=(1,))
        line.playground.faults.order("sendMessage", "delay", seconds=0.5)
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.calls("sendMessage"))
        waiting = line.ledger.letter(number)
        assert waiting is not None
        with line.ledger.transaction(at=line.now(), by="test", did="decide") as tx:
            tx.postpone(replace(waiting, html="已审核", rows=()))
        await line.settled()
        [message] = line.playground.messages(person.chat_id)
        assert (message.text, message.buttons) == ("已审核", ())
        assert line.calls("editMessageText") == 1
        assert line.ledger.about(person.chat_id, message.message_id) == (1,)
