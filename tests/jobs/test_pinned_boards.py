"""The pinned board (置顶看板): one message a group, edited when something changes, and never a second one."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.item import Item, ItemStatus
from domain.letter import Fate, Letter, Way
from domain.pinned_board import MOST_PRESSING, Board, BoardCount, bureau_board, unit_board
from domain.roster import Chat
from domain.views import Highlights, line_of, tally
from jobs.delivery_failures import DeliveryFailures
from jobs.pinned_boards import PinnedBoards
from store.ledger import Ledger
from tests.domain.office import RULES, at
from tests.jobs.office import (
    BUREAU_GROUP,
    CARE,
    CARE_GROUP,
    CHILDREN,
    GROUPS,
    LONG_AGO,
    OFFICE,
    RELIEF,
    RELIEF_GROUP,
    UNITS,
    Bureau,
    task,
)
from tests.transport.line import Line, open_line
from texts.pages import LINES, height_of, visible
from texts.pinned_board import render_board
from transport.delivery import Delivery

MINUTE = timedelta(minutes=1)
NOW = at("11-20 10:00")


class Boards:
    """A bureau with boards, and a Telegram that takes everything at once."""

    def __init__(self, bureau: Bureau, *, is_on: bool = True) -> None:
        self.bureau = bureau
        self.is_on = is_on
        self.messages = 100
        self.restart()

    def restart(self) -> None:
        """Another process looks after them."""
        self.jobs = PinnedBoards(self.bureau.ledger, RULES, "duban_bot", is_on=self.is_on)

    def look(self, now: datetime, *, is_delivered: bool = True) -> list[Letter]:
        """What is queued at that moment, delivered then."""
        before = {letter.number for letter in self.bureau.ledger.waiting_letters()}
        self.jobs.refresh(now)
        new = [letter for letter in self.bureau.ledger.waiting_letters() if letter.number not in before]
        if is_delivered:
            self.deliver(now)
        return new

    def deliver(self, now: datetime, fate: Fate = Fate.SENT) -> None:
        """Everything that waits."""
        with self.bureau.ledger.transaction(at=now, by="test", did="deliver") as tx:
            for letter in self.bureau.ledger.waiting_letters():
                self.messages += letter.edits is None
                message = letter.edits or self.messages
                tx.settle(letter.number, fate, message_id=message if fate is Fate.SENT else None, at=now)

    def stand(self, now: datetime) -> datetime:
        """Look until nothing is owed any more; when that is."""
        while self.look(now):
            now += MINUTE
        return now


@pytest.fixture
def boards(bureau: Bureau) -> Boards:
    bureau.items(task(8, "2026-11-18"), task(10, "2026-11-20"), task(12, "2026-12-15"))
    return Boards(bureau)


def ways(letters: list[Letter], chat: int) -> list[Way]:
    return [letter.way for letter in letters if letter.chat_id == chat]


def test_a_board_is_sent_written_and_pinned_silently(boards: Boards) -> None:
    assert ways(boards.look(NOW), RELIEF_GROUP) == [Way.SEND]
    then = boards.look(NOW + MINUTE)
    assert ways(then, RELIEF_GROUP) == [Way.EDIT, Way.PIN]
    assert all(letter.silent for letter in then)
    assert boards.look(NOW + 2 * MINUTE) == []
    assert {board.is_pinned for board in boards.bureau.ledger.boards()} == {True}


@pytest.mark.parametrize("moment", ["11-20 22:00", "11-20 07:59", "11-21 10:00"])
def test_a_new_board_waits_for_the_offices_hours(boards: Boards, moment: str) -> None:
    assert boards.look(at(moment)) == []
    assert ways(boards.look(at("11-23 10:00")), RELIEF_GROUP) == [Way.SEND]


def test_nothing_is_sent_that_says_the_same(boards: Boards) -> None:
    now = boards.stand(NOW)
    boards.restart()
    assert boards.look(now + timedelta(hours=3)) == []
    boards.bureau.items(replace(task(12, "2026-12-15"), remark="别的"))
    assert boards.look(now + timedelta(hours=4)) == []


def test_a_change_is_written_into_the_unit_and_the_bureau_alone(boards: Boards) -> None:
    now = boards.stand(NOW) + MINUTE
    boards.bureau.items(replace(task(8, "2026-11-18"), status=ItemStatus.CLOSED, closed_at=now))
    new = boards.look(now)
    assert {(letter.chat_id, letter.way) for letter in new} == {(RELIEF_GROUP, Way.EDIT), (BUREAU_GROUP, Way.EDIT)}
    assert all("第8号" not in letter.html for letter in new)


def test_many_changes_make_one_edit_a_minute(boards: Boards) -> None:
    """The first is written at once; those of the next minute together, when it is over."""
    now = boards.stand(NOW) + MINUTE
    edits = []
    for second in range(0, 130, 10):
        boards.bureau.items(task(20 + second, "2026-11-18"))
        edits += [letter for letter in boards.look(now + timedelta(seconds=second)) if letter.chat_id == RELIEF_GROUP]
    assert [letter.queued_at - now for letter in edits] == [timedelta(), MINUTE, 2 * MINUTE]
    assert "逾期14" in edits[-1].html


def test_an_edit_that_waits_is_overtaken_by_the_newest(boards: Boards) -> None:
    now = boards.stand(NOW) + MINUTE
    for minute in range(3):
        boards.bureau.items(task(20 + minute, "2026-11-18"))
        boards.look(now + minute * MINUTE, is_delivered=False)
    waiting = [each for each in boards.bureau.ledger.waiting_letters() if each.chat_id == RELIEF_GROUP]
    assert len(waiting) == 1
    assert "逾期4" in waiting[0].html


@pytest.mark.parametrize("fate", [Fate.EXPIRED, Fate.UNDELIVERABLE])
def test_an_edit_that_did_not_arrive_is_made_up_for(boards: Boards, fate: Fate) -> None:
    """It expired, or the bot was out of the group for a while."""
    now = boards.stand(NOW) + MINUTE
    refused = now.date() if fate is Fate.EXPIRED else None  # to pin: that keeps no edit back
    with boards.bureau.ledger.transaction(at=now, by="test", did="refuse") as tx:
        for board in boards.bureau.ledger.boards():
            tx.save_board(replace(board, refused_on=refused))
    boards.bureau.items(task(20, "2026-11-18"))
    boards.look(now, is_delivered=False)
    boards.deliver(now, fate)
    assert "第20号" in boards.look(now + MINUTE)[0].html


def test_the_day_turns_the_lights(boards: Boards) -> None:
    boards.stand(NOW)
    [edit] = [each for each in boards.look(at("11-21 00:01")) if each.chat_id == RELIEF_GROUP]
    assert "逾期2" in edit.html


def test_an_hour_of_a_limit_turns_its_light(boards: Boards) -> None:
    boards.bureau.items(task(30, "2026-11-20T14:00"))
    boards.stand(NOW)
    assert boards.look(at("11-20 13:59")) == []
    [edit] = [each for each in boards.look(at("11-20 14:01")) if each.chat_id == RELIEF_GROUP]
    assert "逾期2" in edit.html


@pytest.mark.parametrize("looks", range(4))
def test_after_a_kill_there_is_one_board_a_group(boards: Boards, looks: int) -> None:
    """The process ends after each step, before or after its letters went."""
    for step in range(looks):
        boards.look(NOW + step * MINUTE, is_delivered=bool(step % 2))
    boards.bureau.restart("11-20 10:30")
    boards.restart()
    boards.deliver(at("11-20 10:30"))
    boards.stand(at("11-20 10:31"))
    found = boards.bureau.ledger.boards()
    assert sorted(each.chat_id for each in found) == sorted(each.chat_id for each in GROUPS)
    assert all(each.is_pinned for each in found)
    assert boards.messages == 100 + len(GROUPS)  # no message but these was ever sent


def test_a_group_that_moved_has_a_new_board_and_the_old_is_forgotten(boards: Boards) -> None:
    now = boards.stand(NOW) + MINUTE
    boards.bureau.items(task(20, "2026-11-18"))
    boards.look(now, is_delivered=False)
    with boards.bureau.ledger.transaction(at=now, by="test", did="move") as tx:
        tx.move_chat(RELIEF_GROUP, -2001)
    assert [each.way for each in boards.bureau.ledger.waiting_letters() if each.chat_id == -2001] == []
    assert ways(boards.look(now + MINUTE), -2001) == [Way.SEND]


def test_turned_off_a_board_says_so_and_hangs_no_longer(boards: Boards) -> None:
    now = boards.stand(NOW)
    boards.is_on = False
    boards.restart()
    new = boards.look(now)
    assert ways(new, RELIEF_GROUP) == [Way.EDIT, Way.UNPIN]
    assert "已停用" in new[0].html
    assert boards.bureau.ledger.boards() == []
    assert boards.look(now + MINUTE) == []


def test_a_group_that_was_unbound_has_no_board(boards: Boards) -> None:
    now = boards.stand(NOW)
    [chat] = [each for each in boards.bureau.ledger.roster.chats if each.chat_id == CARE_GROUP]
    with boards.bureau.ledger.transaction(at=now, by="test", did="unbind") as tx:
        tx.remove_chat(chat.number)
    assert ways(boards.look(now), CARE_GROUP) == [Way.EDIT, Way.UNPIN]


def unit_board_of(boards: Boards) -> Board:
    """The unit's, whatever it is called."""
    [board] = [each for each in boards.bureau.ledger.boards() if each.chat_id == RELIEF_GROUP]
    return board


def test_a_group_that_is_bound_to_another_unit_keeps_its_message(boards: Boards) -> None:
    """What it said of the unit before is gone with the next edit; the other groups read nothing new."""
    now = boards.stand(NOW)
    before = unit_board_of(boards)
    [chat] = [each for each in boards.bureau.ledger.roster.chats if each.chat_id == RELIEF_GROUP]
    boards.bureau.items(replace(task(30, "2026-11-18"), unit=CHILDREN))
    now = boards.stand(now + MINUTE)
    boards.bureau.groups(replace(chat, unit=CHILDREN))
    [edit] = boards.look(now + MINUTE)
    assert (edit.chat_id, edit.way, edit.edits) == (RELIEF_GROUP, Way.EDIT, before.message_id)
    assert visible(edit.html).startswith(f"【督办看板】{CHILDREN}")
    assert "第30号" in edit.html
    assert "第8号" not in edit.html
    assert unit_board_of(boards).unit == CHILDREN


def test_a_unit_that_is_called_otherwise_keeps_its_message(boards: Boards) -> None:
    """Another program renames it in every row: under the old name nothing is counted any more, in no group."""
    now, new, ledger = boards.stand(NOW) + MINUTE, "社会救助和社会事务股", boards.bureau.ledger
    before = unit_board_of(boards)
    with ledger.transaction(at=now, by="test", did="rename") as tx:
        for each in ledger.roster.units[:1]:
            tx.save_unit(replace(each, name=new))
        for chat in ledger.roster.chats_of(RELIEF):
            tx.save_chat(replace(chat, unit=new))
        for item in ledger.open_items():
            tx.save_item(replace(item, unit=new))
    said = {letter.chat_id: letter for letter in boards.look(now)}
    assert said.keys() == {RELIEF_GROUP, BUREAU_GROUP}
    assert {letter.way for letter in said.values()} == {Way.EDIT}
    assert said[RELIEF_GROUP].edits == before.message_id
    assert visible(said[RELIEF_GROUP].html).startswith(f"【督办看板】{new}　在办3项")
    assert RELIEF not in said[BUREAU_GROUP].html
    assert new in said[BUREAU_GROUP].html
    assert boards.look(now + MINUTE) == []


def test_a_unit_that_is_gone_has_no_row_and_its_group_reads_what_is_left(boards: Boards) -> None:
    """Another program took it off the list of units, and left the group bound to its name."""
    now, ledger = boards.stand(NOW) + MINUTE, boards.bureau.ledger
    with ledger.transaction(at=now, by="test", did="dissolve") as tx:
        tx._rows.remove("units", ledger.roster.unit_number(RELIEF))
        for item in ledger.open_items():
            tx.save_item(replace(item, unit=CARE))
    said = {letter.chat_id: visible(letter.html) for letter in boards.look(now)}
    assert said[RELIEF_GROUP].startswith(f"【督办看板】{RELIEF}　在办0项")
    assert said[CARE_GROUP].startswith(f"【督办看板】{CARE}　在办3项")
    assert RELIEF not in said[BUREAU_GROUP]


def test_a_group_that_another_program_bound_twice_shows_what_it_may_read(boards: Boards) -> None:
    """One message, of the unit whose items ``/item`` shows there; never what another unit's group reads."""
    boards.bureau.groups(Chat(chat_id=RELIEF_GROUP, unit=CHILDREN))
    boards.bureau.items(replace(task(30, "2026-11-18"), unit=CHILDREN))
    boards.look(NOW)
    edit, pin = [each for each in boards.look(NOW + MINUTE) if each.chat_id == RELIEF_GROUP]
    assert (edit.way, pin.way) == (Way.EDIT, Way.PIN)
    assert visible(edit.html).startswith(f"【督办看板】{RELIEF}")
    assert "第30号" not in edit.html


def test_what_became_of_older_edits_is_not_kept(boards: Boards) -> None:
    """A board that is edited all day would fill the ledger."""
    now = boards.stand(NOW)
    for minute in range(1, 20):
        boards.bureau.items(task(20 + minute, "2026-11-18"))
        boards.look(now + minute * MINUTE)
    kept = [n for n in range(1, 200) if boards.bureau.ledger.fate_of(n) is not None]
    assert len(kept) <= 2 * len(GROUPS)
    [board] = [each for each in boards.bureau.ledger.boards() if each.chat_id == RELIEF_GROUP]
    assert boards.bureau.ledger.about(RELIEF_GROUP, board.message_id or 0)  # a reply to it still finds its items


SENSITIVE = st.booleans()
DUE = st.sampled_from(["", "2026-11-16", "2026-11-18", "2026-11-20", "2026-11-23", "2026-12-15", "2026-11-20T09:00"])
STATUS = st.sampled_from([ItemStatus.ASSIGNED, ItemStatus.ACKNOWLEDGED, ItemStatus.SUBMITTED])
UNIT = st.sampled_from([unit.name for unit in UNITS])
TITLES = st.text(max_size=200)


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    count = draw(st.integers(0, 30))
    return [
        replace(
            task(number, draw(DUE)),
            unit=draw(UNIT),
            status=draw(STATUS),
            title=draw(TITLES) or "无题",
            is_sensitive=draw(SENSITIVE),
            is_highlight=draw(st.booleans()),
            submitted_at=LONG_AGO,
        )
        for number in range(1, count + 1)
    ]


@settings(max_examples=60, deadline=None)
@given(items())
def test_counts_are_those_of_the_lists_and_all_fits_one_screen(drawn: list[Item]) -> None:
    """Nothing sensitive is counted, named or hinted at."""
    shown = [item for item in drawn if not item.is_sensitive]
    counts = {unit.name: BoardCount(unit.name) for unit in UNITS}
    for item in drawn:
        counts[item.unit].add(line_of(item, RULES, NOW))
    parts = [count.part() for count in counts.values()]
    views = [*(unit_board(part, Highlights(0, 0)) for part in parts), bureau_board(parts, Highlights(0, 0))]
    for view in views:
        mine = [line_of(item, RULES, NOW) for item in shown if view.is_whole or item.unit == view.unit]
        assert view.tally == tally(mine)
        page = render_board(view, "duban_bot", RULES, NOW)
        assert height_of(page.html) + len(page.rows) <= LINES
        assert len(view.pressing) == min(view.asking, MOST_PRESSING)
        assert {line.item.number for line in view.pressing} <= {line.item.number for line in mine}
        assert not [item for item in drawn if item.is_sensitive and f"第{item.number}号 " in visible(page.html)]


class Hall:
    """The unit's group on a real line, with the bot in it as a member or as an administrator."""

    def __init__(self, line: Line, *, is_admin: bool) -> None:
        self.line = line
        head = line.playground.person(9005, "股长")
        self.office = line.playground.person(OFFICE.telegram_id or 0, OFFICE.name)
        self.group = line.playground.group("救助股工作群", head, bot_is_admin=is_admin)
        with line.ledger.transaction(at=LONG_AGO, by="test", did="roster") as tx:
            tx.save_person(OFFICE)
            tx.save_chat(Chat(chat_id=self.group.chat_id, unit=RELIEF, title="救助股工作群"))
            tx.add_item(task(8, "2026-11-18"))
        line.aftermath = DeliveryFailures(line.ledger, RULES, "duban_bot", line.now)
        self.jobs = PinnedBoards(line.ledger, RULES, "duban_bot")
        self._now = NOW

    @property
    def ledger(self) -> Ledger:
        return self.line.ledger

    async def look(self, times: int = 1) -> None:
        for _ in range(times):
            self._now += MINUTE
            await self.jobs.refresh_in_slices(self._now)
            await self.line.settled()

    def wait(self, span: timedelta) -> None:
        self._now += span

    @property
    def boards(self) -> list[str]:
        """What the group reads."""
        return [text for text in self.line.texts(self.group.chat_id) if "督办看板" in text]


@pytest.fixture(params=[True, False], ids=["may pin", "may not pin"])
async def hall(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Hall]:
    async with open_line(tmp_path) as line:
        made = Hall(line, is_admin=request.param)
        line.run(line.courier)
        yield made


async def test_it_hangs_where_it_may_and_else_the_office_hears_once(hall: Hall) -> None:
    await hall.look(3)
    [board] = hall.boards
    assert "第8号" in board
    pinned = hall.line.playground.world.chats[hall.group.chat_id].pinned
    told = [text for text in hall.line.texts(hall.office.user_id) if "未能置顶" in text]
    assert (len(pinned), len(told)) in {(1, 0), (0, 1)}
    with hall.ledger.transaction(at=NOW, by="test", did="change") as tx:
        tx.add_item(task(9, "2026-11-18"))
    await hall.look(3)
    assert "第9号" in hall.boards[0]
    hall.wait(timedelta(days=3))  # pinning is tried again, and nothing more is said of it
    await hall.look(3)
    assert len([text for text in hall.line.texts(hall.office.user_id) if "未能置顶" in text]) == len(told)
    assert len(hall.line.playground.world.chats[hall.group.chat_id].pinned) == len(pinned)


async def test_one_that_was_deleted_is_made_anew(hall: Hall) -> None:
    await hall.look(3)
    chat = hall.line.playground.world.chats[hall.group.chat_id]
    [board] = hall.ledger.boards()
    chat.messages.pop(board.message_id or 0)
    with hall.ledger.transaction(at=NOW, by="test", did="change") as tx:
        tx.add_item(task(9, "2026-11-18"))
    await hall.look(4)
    assert len(hall.boards) == 1
    assert "第9号" in hall.boards[0]
    assert hall.ledger.boards()[0].message_id != board.message_id


def test_turned_off_before_its_number_was_known_a_board_says_so_as_well(boards: Boards) -> None:
    boards.look(NOW)
    boards.is_on = False
    boards.restart()
    assert ways(boards.look(NOW + MINUTE), RELIEF_GROUP) == [Way.EDIT, Way.UNPIN]


async def test_a_group_that_takes_no_board_is_tried_once_a_day_and_the_office_hears_once(hall: Hall) -> None:
    group = hall.group.chat_id
    hall.line.playground.faults.order(
        "sendMessage", "bad_request", chat_id=group, times=0, description="Bad Request: something odd"
    )
    await hall.look(5)
    assert len([text for text in hall.line.texts(hall.office.user_id) if "督办看板" in text]) == 1
    hall.line.playground.faults.clear()
    await hall.look(5)
    assert hall.boards == []
    hall.wait(timedelta(days=3))  # a weekend lies between
    await hall.look(5)
    assert "第8号" in hall.boards[0]


async def test_an_edit_that_is_refused_as_it_is_is_tried_once_a_day(hall: Hall) -> None:
    await hall.look()
    order = hall.line.playground.faults.order(
        "editMessageText", "bad_request", times=0, description="Bad Request: something odd"
    )
    await hall.look(5)
    assert order.met == 1
    hall.line.playground.faults.clear()
    hall.wait(timedelta(days=3))
    await hall.look(3)
    assert "第8号" in hall.boards[0]


class Forum:
    """A group with topics (话题): one for each of two units; the bureau's is the group itself."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.group = line.playground.group(
            "局大群", line.playground.person(9005, "股长"), topics=True, bot_is_admin=True
        )
        self.topics = {unit: self.group.create_topic(unit) for unit in (RELIEF, CARE)}
        with line.ledger.transaction(at=LONG_AGO, by="test", did="roster") as tx:
            for unit in UNITS:
                tx.save_unit(unit)
            for name, thread in (*self.topics.items(), ("", None)):
                tx.save_chat(Chat(chat_id=self.group.chat_id, thread_id=thread, unit=name, title="局大群"))
            tx.add_item(task(8, "2026-11-18"))
        line.aftermath = DeliveryFailures(line.ledger, RULES, "duban_bot", line.now)
        self.jobs = PinnedBoards(line.ledger, RULES, "duban_bot")
        self._now = NOW

    async def look(self, times: int = 1) -> None:
        for _ in range(times):
            self._now += MINUTE
            await self.jobs.refresh_in_slices(self._now)
            await self.line.settled()

    @property
    def said(self) -> dict[int | None, list[str]]:
        """The boards that each topic reads, by its number; ``None`` for the group itself."""
        found: dict[int | None, list[str]] = {}
        for message in self.line.playground.messages(self.group.chat_id):
            found.setdefault(message.thread, []).append(message.text)
        return found

    @property
    def hanging(self) -> set[int | None]:
        """Where something hangs that is still there."""
        chat = self.group.chat
        return {message.thread for number in chat.pinned if (message := chat.alive(number)) is not None}


async def test_in_a_forum_each_topic_has_its_own_unit_and_a_lost_one_goes_on_in_the_group(tmp_path: Path) -> None:
    async with open_line(tmp_path) as line:
        forum = Forum(line)
        line.run(line.courier)
        relief, care = forum.topics[RELIEF], forum.topics[CARE]
        await forum.look(3)
        heads = {place: [text.partition("　")[0] for text in texts] for place, texts in forum.said.items()}
        assert heads == {
            relief: ["【督办看板】社会救助股"],
            care: ["【督办看板】养老服务股"],
            None: ["【督办看板】全局"],
        }
        assert forum.hanging == {relief, care, None}
        before = forum.said[care]
        with line.ledger.transaction(at=NOW, by="test", did="change") as tx:
            tx.add_item(task(9, "2026-11-18"))
        await forum.look()
        assert "第9号" in forum.said[relief][0]
        assert forum.said[care] == before
        forum.group.delete_topic(relief)
        with line.ledger.transaction(at=NOW, by="test", did="change") as tx:
            tx.add_item(task(10, "2026-11-18"))
        await forum.look(4)
        assert forum.said.keys() == {care, None}
        whole, moved = forum.said[None]
        assert whole.startswith("【督办看板】全局　在办3项")
        assert moved.startswith("【督办看板】社会救助股　在办3项")
        assert len(forum.group.chat.pinned) == 4  # the topic's own went with it


@pytest.mark.parametrize("way", [Way.SEND, Way.EDIT, Way.PIN])
async def test_a_kill_before_the_answer_was_noted_leaves_one_line_more_and_nothing_that_hangs_stale(
    tmp_path: Path, way: Way
) -> None:
    """Telegram has done what was asked, and the process that asked is gone. Nobody knows the number of the copy."""
    async with open_line(tmp_path) as line:
        hall = Hall(line, is_admin=True)
        hall.jobs.refresh(NOW)
        if way is not Way.SEND:
            line.run(line.courier)
            await line.settled()
            await line.courier.stop(1)
            hall.jobs.refresh(NOW + MINUTE)
        [lost] = [letter for letter in line.ledger.waiting_letters() if letter.way is way]
        await Delivery(line.app.bot, line.ledger.spool).deliver(lost)
        line.courier = line.new_courier()  # the next process
        hall.jobs = PinnedBoards(line.ledger, RULES, "duban_bot")
        line.run(line.courier)
        hall.wait(MINUTE)
        await hall.look(3)
        *copies, board = hall.boards
        assert copies == (["【督办看板】社会救助股\n内容稍后更新，以本群置顶的看板为准。"] if way is Way.SEND else [])
        assert "第8号" in board
        [kept] = hall.ledger.boards()
        chat = line.playground.world.chats[hall.group.chat_id]
        assert (chat.pinned, kept.is_pinned) == ([kept.message_id], True)
        assert len([message for message in chat.messages.values() if "pinned_message" in message.service]) == 1
