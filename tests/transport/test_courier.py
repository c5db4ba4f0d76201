"""Letters go out over real HTTP: each once, in order of urgency, whatever Telegram and the line between do to them."""

import asyncio
from pathlib import Path

from domain.letter import Button, OutcomeKind, Urgency, Way
from tests.transport.line import full_disk, open_line
from transport.rate_limits import Limits


async def test_what_waits_in_the_outbox_at_the_start_is_delivered(tmp_path: Path) -> None:
    """docs/promises.md 2: the reply of a process that was killed between commit and reply still arrives."""
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        number = line.post(7, "✅ 第12号 <b>已办结</b>", about=(12,), silent=True)
        line.run(line.courier)
        await line.settled()
        (message,) = line.playground.messages(person.chat_id)
        assert message.text == "✅ 第12号 已办结"
        assert message.silent
        assert line.ledger.about(7, message.message_id) == (12,)
        assert line.ledger.letter(number) is None


async def test_the_more_urgent_overtakes_and_equals_keep_their_order(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        line.playground.person(7, "甲某")
        for part in ("摘要一", "摘要二"):
            line.post(7, part, urgency=Urgency.DIGEST)
        line.post(7, "回复", urgency=Urgency.ANSWER)
        line.run(line.courier)
        await line.settled()
        assert line.texts(7) == ["回复", "摘要一", "摘要二"]


async def test_in_a_group_askers_take_turns_and_the_digest_goes_before_further_answers(tmp_path: Path) -> None:
    """Fault 1.5: whoever asks much waits behind what nobody asked for and behind other people."""
    async with open_line(tmp_path) as line:
        group = line.playground.group("科室群", line.playground.person(7, "甲某"))
        for text, asker in (("甲一", 7), ("甲二", 7), ("甲三", 7), ("乙一", 8)):
            line.post(group.chat_id, text, asker=asker)
        line.post(group.chat_id, "汇总", urgency=Urgency.DIGEST)
        line.run(line.courier)
        await line.settled()
        assert line.texts(group.chat_id) == ["甲一", "乙一", "汇总", "甲二", "甲三"]


async def test_an_answer_waits_for_no_more_than_the_next_place_on_a_busy_line(tmp_path: Path) -> None:
    """Of 60 digests 30 may go within the first second; what somebody asks after ten of them goes next."""
    async with open_line(tmp_path, limits=Limits(), speed=5) as line:
        for chat in range(1, 62):
            line.playground.person(chat, "甲某")
        for chat in range(1, 61):
            line.post(chat, "摘要", urgency=Urgency.DIGEST)
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.calls("sendMessage") >= 10)
        line.post(61, "回复")
        await line.playground.wait_for(lambda: line.texts(61))
        assert line.calls("sendMessage") < 20
        await line.settled()
        assert line.calls("sendMessage") == 61


async def test_buttons_replies_and_files_arrive_as_they_were_meant(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        asked = await person.say(None, "/mytasks")
        rows = ((Button("办结", data="done:12:1:0"), Button("群", url="https://t.me/x")), (Button("词", copy="请办"),))
        line.post(7, "我的事项", rows=rows, reply_to=asked)
        line.ledger.spool.mkdir(exist_ok=True)
        (line.ledger.spool / "k1").write_bytes(b"PK")
        line.post(7, "台账", way=Way.FILE, file="k1", file_name="台账.xlsx")
        line.run(line.courier)
        await line.settled()
        listing, file = line.playground.messages(7)
        assert listing.labels == [["办结", "群"], ["词"]]
        assert listing.reply_to is not None
        assert listing.reply_to.message_id == asked
        assert file.text == "台账"
        assert file.media["document"]["file_name"] == "台账.xlsx"


async def test_a_file_that_left_the_spool_is_undeliverable(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        line.playground.person(7, "甲某")
        number = line.post(7, "台账", way=Way.FILE, file="../../etc/hostname")
        line.run(line.courier)
        await line.settled()
        assert line.outcomes == [(number, OutcomeKind.REFUSED)]


async def test_a_message_that_arrived_without_an_answer_is_sent_once_more(tmp_path: Path) -> None:
    """docs/promises.md 9: one copy more, however often the line is asked before it answers."""
    async with open_line(tmp_path, timeout=0.3, speed=20) as line:
        line.playground.person(7, "甲某")
        line.playground.faults.order("sendMessage", "timeout_after_delivery", times=3)
        line.post(7, "提醒")
        line.post(7, "下一条")
        line.run(line.courier)
        await line.settled()
        assert line.texts(7) == ["提醒", "提醒", "下一条"]
        assert line.outcomes == [(1, OutcomeKind.RETRY)]
        assert line.ledger.undelivered() == []


async def test_the_count_of_silences_outlives_the_process(tmp_path: Path) -> None:
    """docs/promises.md 9: who starts again asks first, as the process before it would have done."""
    async with open_line(tmp_path, timeout=0.3, speed=20) as line:
        line.playground.person(7, "甲某")
        line.playground.faults.order("sendMessage", "timeout_after_delivery", times=0)
        line.post(7, "提醒")
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.outcomes)
        await line.courier.stop(0)
        line.courier = line.new_courier()
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.calls("sendMessage") > 2)
        line.playground.faults.clear()
        await line.settled()
        assert line.texts(7) == ["提醒", "提醒"]


async def test_a_connection_reset_before_the_answer_counts_as_silence(tmp_path: Path) -> None:
    async with open_line(tmp_path, speed=20) as line:
        line.playground.person(7, "甲某")
        line.playground.faults.order("sendMessage", "reset")
        line.post(7, "提醒")
        line.run(line.courier)
        await line.settled()
        assert line.texts(7) == ["提醒"]


async def test_telegrams_own_faults_are_waited_out(tmp_path: Path) -> None:
    async with open_line(tmp_path, speed=20) as line:
        line.playground.person(7, "甲某")
        line.playground.person(8, "乙某")
        line.playground.faults.order("sendMessage", "server_error", chat_id=7, times=4)
        line.post(7, "提醒")
        line.post(8, "提醒")
        line.run(line.courier)
        await line.settled()
        assert line.texts(7) == line.texts(8) == ["提醒"]


async def test_a_429_holds_its_own_group_and_no_other(tmp_path: Path) -> None:
    """docs/promises.md 14: A waits as long as asked, B does not, nothing is lost."""
    async with open_line(tmp_path, speed=20) as line:
        person = line.playground.person(7, "甲某")
        held, free = line.playground.group("甲组", person), line.playground.group("乙组", person)
        line.playground.faults.order("sendMessage", "too_many", chat_id=held.chat_id, retry_after=7)
        for text in ("一", "二", "三"):
            line.post(held.chat_id, text)
            line.post(free.chat_id, text)
        line.run(line.courier)
        await line.settled()
        sends = [seen for seen in line.playground.requests if seen.method == "sendMessage"]
        asked, *rest = [seen.monotonic for seen in sends if seen.chat_id == held.chat_id]
        assert min(rest) - asked >= 7
        assert line.texts(held.chat_id) == line.texts(free.chat_id) == ["一", "二", "三"]


async def test_whoever_was_asked_to_wait_for_an_hour_holds_up_nobody_else(tmp_path: Path) -> None:
    """docs/promises.md 14: the other group hears all of it meanwhile."""
    async with open_line(tmp_path, speed=20) as line:
        person = line.playground.person(7, "甲某")
        held, free = line.playground.group("甲组", person), line.playground.group("乙组", person)
        line.playground.faults.order("sendMessage", "too_many", chat_id=held.chat_id, retry_after=3600)
        for text in ("一", "二", "三"):
            line.post(held.chat_id, text)
            line.post(free.chat_id, text)
        line.run(line.courier)
        await line.playground.wait_for(lambda: line.texts(free.chat_id) == ["一", "二", "三"])
        assert line.texts(held.chat_id) == []
        assert sum(letter.chat_id == held.chat_id for letter in line.ledger.waiting_letters()) == 3


async def test_not_modified_is_success(tmp_path: Path) -> None:
    """docs/promises.md 26."""
    async with open_line(tmp_path) as line:
        line.playground.person(7, "甲某")
        line.post(7, "第一页")
        line.run(line.courier)
        await line.settled()
        message = line.playground.messages(7)[0].message_id
        line.post(7, "第一页", way=Way.EDIT, edits=message)
        await line.settled()
        assert line.outcomes == []
        assert line.calls("editMessageText") == 1


async def test_a_refusal_is_never_repeated(tmp_path: Path) -> None:
    """docs/promises.md 26: BadRequest subclasses NetworkError."""
    async with open_line(tmp_path, speed=20) as line:
        line.playground.person(7, "甲某")
        number = line.post(7, "<b>无尽")
        line.post(7, "下一条")
        line.run(line.courier)
        await line.settled()
        assert line.outcomes == [(number, OutcomeKind.REFUSED)]
        assert line.calls("sendMessage") == 2
        assert line.texts(7) == ["下一条"]


async def test_of_several_waiting_edits_only_the_newest_goes(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        line.playground.person(7, "甲某")
        line.post(7, "第一页")
        line.run(line.courier)
        await line.settled()
        message = line.playground.messages(7)[0]
        for page in ("第二页", "第三页", "第四页"):
            line.post(7, page, way=Way.EDIT, edits=message.message_id)
        await line.settled()
        assert line.texts(7) == ["第四页"]
        assert line.calls("editMessageText") == 1


async def test_an_answer_that_would_have_edited_a_deleted_message_is_sent_anew(tmp_path: Path) -> None:
    """docs/promises.md 25."""
    async with open_line(tmp_path) as line:
        line.playground.person(7, "甲某")
        number = line.post(7, "第二页", way=Way.EDIT, edits=4711)
        line.run(line.courier)
        await line.settled()
        assert line.texts(7) == ["第二页"]
        assert line.outcomes == [(number, OutcomeKind.GONE_EDIT)]


async def test_a_pressed_button_is_answered_from_memory(tmp_path: Path) -> None:
    """docs/promises.md 25: a second answer to the same press is refused by Telegram, and merely logged."""
    async with open_line(tmp_path) as line:
        person = line.playground.person(7, "甲某")
        line.post(7, "第12号", rows=((Button("办结", data="done:12:1:0"),),))
        line.run(line.courier)
        await line.settled()

        press = asyncio.create_task(person.press(line.playground.messages(7)[0], "办结"))
        await line.playground.wait_for(lambda: line.playground.updates.waiting)
        pressed = line.playground.updates.waiting[0].body["callback_query"]["id"]
        line.courier.answer(pressed, "已办结")
        line.courier.answer(pressed, "已办结")
        assert await press == "已办结"
        await line.playground.wait_for(lambda: line.calls("answerCallbackQuery") == 2)


async def test_a_pressed_button_is_answered_although_a_gateway_stands_in_between_for_a_moment(tmp_path: Path) -> None:
    """Fault 1.4: what is not Telegram's says nothing of the press."""
    async with open_line(tmp_path, speed=20) as line:
        person = line.playground.person(7, "甲某")
        line.post(7, "第12号", rows=((Button("办结", data="done:12:1:0"),),))
        line.run(line.courier)
        await line.settled()
        for status in (403, 400, 200):
            line.playground.faults.order("answerCallbackQuery", "gateway_page", status=status)
        press = asyncio.create_task(person.press(line.playground.messages(7)[0], "办结"))
        await line.playground.wait_for(lambda: line.playground.updates.waiting)
        line.courier.answer(line.playground.updates.waiting[0].body["callback_query"]["id"], "已办结")
        assert await press == "已办结"


async def test_a_full_disk_repeats_and_loses_nothing(tmp_path: Path) -> None:
    """docs/promises.md 3: what could not be recorded is not sent twice, once the disk takes it again."""
    async with open_line(tmp_path, speed=5) as line:
        line.playground.person(7, "甲某")
        for text in ("一", "二", "三"):
            line.post(7, text)
        with full_disk():
            line.run(line.courier)
            await line.playground.wait_for(lambda: line.texts(7))
        await line.settled()
        assert line.texts(7) == ["一", "二", "三"]
