"""日历订阅: a secret link that shows what its maker's lists show, until it is ended or they leave."""

import asyncio
from dataclasses import replace as with_fields
from datetime import timedelta
from typing import Any

from aiohttp.test_utils import make_mocked_request
from icalendar import Calendar
from msgspec.structs import replace

from handlers.board.calendar_feed import MOST_IN_A_MINUTE, CalendarFeeds, Stamps
from handlers.calendar_feed import Feed, feed_of, holder_of, host_of
from tests.domain.office import RULES, item
from tests.handlers.board import URL, OpenBoard
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels


def token_in(answer: str) -> str:
    [line] = [line for line in answer.splitlines() if line.startswith(URL)]
    return line.removeprefix(f"{URL}/calendar/").removesuffix(".ics")


async def read(bureau: Bureau, token: str) -> Feed | None:
    holder = holder_of(bureau.ledger, RULES, token, bureau.now)
    return None if holder is None else await feed_of(bureau.ledger, RULES, holder, bureau.now)


def numbers(feed: Feed | None) -> set[int]:
    assert feed is not None
    return numbers_in(feed.content)


def numbers_in(content: bytes) -> set[int]:
    """The items that have a limit in it."""
    ids = [str(event["uid"]) for event in Calendar.from_ical(content).walk("VEVENT")]
    assert all(each.endswith(f"-limit@{host_of(RULES)}") for each in ids)
    return {int(each.partition("-")[0]) for each in ids}


def fill(bureau: Bureau) -> None:
    mine: dict[str, Any] = {"number": 12}
    bureau.add(
        item("2026-12-15", **mine),
        item("2026-12-16", number=13, owner="乙某"),
        item("2026-12-17", number=14, owner="丙某", unit="儿童福利股"),
        item("2026-12-18", number=15, is_sensitive=True),
    )


async def test_a_link_shows_what_ones_lists_show(bureau: Bureau) -> None:
    fill(bureau)
    wanted = {"甲某": {12, 15}, "股长": {12, 13, 15}, "分管甲": {12, 13, 15}, "局长": {12, 13, 14, 15}}
    for name, shown in wanted.items():
        [answer] = await bureau.say(name, "/calendar")
        assert answer.startswith(f"【日历订阅】{name}\n{URL}/calendar/")
        feed = await read(bureau, token_in(answer))
        assert numbers(feed) == shown


async def test_a_units_link_shows_what_its_group_reads(bureau: Bureau) -> None:
    fill(bureau)
    [answer] = await bureau.say("甲某", "/calendar 社会救助股")
    assert numbers(await read(bureau, token_in(answer))) == {12, 13}
    [refusal] = await bureau.say("甲某", "/calendar 儿童福利股")
    assert URL not in refusal
    [unknown] = await bureau.say("甲某", "/calendar 不存在股")
    assert "不存在股" in unknown


async def test_a_forged_link_and_none_of_a_stranger_is_answered(bureau: Bureau) -> None:
    fill(bureau)
    assert await read(bureau, "x" * 32) is None
    assert await read(bureau, "") is None
    answers = await bureau.say("陌生人", "/calendar")
    assert not any(URL in answer for answer in answers)
    group = bureau.group("救助股", "社会救助股", "甲某")
    assert not any(URL in answer for answer in await bureau.say("甲某", "/calendar@duban_bot", group))


async def test_older_links_end_by_the_button_and_the_newest_stays(bureau: Bureau) -> None:
    fill(bureau)
    [first] = await bureau.say("甲某", "/calendar")
    assert "停用旧链接" not in labels(bureau.newest("甲某"))
    [unit] = await bureau.say("甲某", "/calendar 社会救助股")
    [second] = await bureau.say("甲某", "日历订阅")
    assert "此前的1个链接仍有效" in second
    assert await read(bureau, token_in(first)) is not None
    await bureau.press("甲某", "停用旧链接")
    assert "已停用此前的1个日历链接" in bureau.newest("甲某").text
    held = [await read(bureau, token_in(each)) is not None for each in (first, unit, second)]
    assert held == [False, True, True]


async def test_nobody_ends_or_reads_anothers_link_by_its_button(bureau: Bureau) -> None:
    fill(bureau)
    [theirs] = await bureau.say("乙某", "/calendar")
    [_] = await bureau.say("甲某", "/calendar")
    mine = bureau.newest("甲某", "下载日历文件")
    for payload in ("icalend:1:0:-1", "icalfile:1:0:-1", "icalend:99:0:-1"):
        before = len(bureau.playground.messages(bureau.players["甲某"].chat_id))
        await bureau.forge("甲某", mine, payload)
        assert not any(
            message.file_name for message in bureau.playground.messages(bureau.players["甲某"].chat_id)[before:]
        )
    assert await read(bureau, token_in(theirs)) is not None


async def test_links_beyond_the_fifth_end_the_oldest(bureau: Bureau) -> None:
    tokens = [token_in((await bureau.say("甲某", "/calendar"))[0]) for _ in range(7)]
    assert [await read(bureau, token) is not None for token in tokens] == [False] * 2 + [True] * 5


async def test_a_link_ends_when_its_maker_leaves(bureau: Bureau) -> None:
    tokens = [token_in((await bureau.say("甲某", words))[0]) for words in ("/calendar", "/calendar 社会救助股")]
    [row] = [person for person in bureau.ledger.roster.people if person.name == "甲某"]
    with bureau.ledger.transaction(at=bureau.now, by="test", did="leave") as tx:
        tx.save_person(replace(row, left_at=bureau.now))
    assert [await read(bureau, token) for token in tokens] == [None, None]


async def test_without_a_server_it_comes_as_a_file(bureau: Bureau) -> None:
    fill(bureau)
    bureau.desk.office = with_fields(bureau.desk.office, board="")
    await bureau.say("甲某", "/calendar")
    message = bureau.newest("甲某")
    assert "共2个日程" in message.text
    assert message.file_name == "督办日历-甲某.ics"
    content = bureau.playground.file(message.media["document"]["file_id"])
    assert numbers_in(content) == {12, 15}


async def test_with_one_the_button_sends_the_file_as_well(bureau: Bureau) -> None:
    fill(bureau)
    await bureau.say("甲某", "/calendar")
    await bureau.press("甲某", "下载日历文件")
    assert bureau.newest("甲某").file_name == "督办日历-甲某.ics"


async def test_the_etag_changes_with_the_calendar_and_only_then(bureau: Bureau) -> None:
    fill(bureau)
    token = token_in((await bureau.say("甲某", "/calendar"))[0])
    first, again = await read(bureau, token), await read(bureau, token)
    bureau.wait(hours=2)
    later = await read(bureau, token)
    assert first is not None
    assert first == again == later
    await bureau.say("办主任", "/edit 12 期限=12月21日 原因=系统升级")
    await bureau.press("办主任", "确认调整")
    moved = await read(bureau, token)
    assert moved is not None
    assert moved.etag != first.etag


async def test_only_the_hash_of_a_link_is_in_the_ledger(bureau: Bureau) -> None:
    token = token_in((await bureau.say("甲某", "/calendar"))[0])
    [link] = bureau.ledger.calendar_links()
    assert token not in repr(link)
    assert link.token != token


async def test_a_calendar_program_reads_it_from_the_board_and_is_told_when_it_has_it(
    bureau: Bureau, board: OpenBoard
) -> None:
    """Without signing in; over real HTTP, from another process's view of the ledger."""
    fill(bureau)
    token = token_in((await bureau.say("甲某", "/calendar"))[0])
    path = f"/calendar/{token}.ics"
    answer = await board.get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert numbers_in(answer.text.encode()) == {12, 15}
    tag, since = answer.headers["ETag"], answer.headers["Last-Modified"]
    for asked in ({"If-None-Match": f'"older", W/{tag}'}, {"If-Modified-Since": since}):
        async with board.client.get(path, headers=asked) as again:
            assert (again.status, await again.read()) == (304, b"")
            assert (again.headers["ETag"], again.headers["Last-Modified"]) == (tag, since)
    async with board.client.get(path, headers={"If-None-Match": '"older"', "If-Modified-Since": since}) as again:
        assert again.status == 200, "where a tag is named, the date counts for nothing"
    await bureau.say("办主任", "/edit 12 期限=12月21日 原因=系统升级")
    await bureau.press("办主任", "确认调整")
    moved = await board.get(path)
    assert "20261221" in moved.text
    assert moved.headers["ETag"] != answer.headers["ETag"]
    async with board.client.get(path, headers={"If-Modified-Since": since}) as again:
        assert again.status == 200, "it changed within the same second"
    for forged in ("/calendar/" + "x" * 32 + ".ics", "/calendar/..%2f..%2fledger.json.ics", "/calendar/x.ics"):
        refused = await board.get(forged)
        assert refused.status == 404
        assert "BEGIN:VCALENDAR" not in refused.text


async def test_a_program_that_asks_too_often_is_told_when_to_come_back(bureau: Bureau, board: OpenBoard) -> None:
    """By one link; who has another notices nothing. Asking every second is borne, and mostly waits."""
    fill(bureau)
    flood, other = [f"/calendar/{token_in((await bureau.say(who, '/calendar'))[0])}.ics" for who in ("甲某", "乙某")]
    second = bureau.now.second
    answers = []
    for _ in range(60 - second):
        answers.append(await board.get(flood))
        bureau.wait(seconds=1)
    told = [answer.status for answer in answers]
    assert told == [200] * MOST_IN_A_MINUTE + [429] * (60 - second - MOST_IN_A_MINUTE)
    refused = answers[MOST_IN_A_MINUTE:]
    assert [int(answer.headers["Retry-After"]) for answer in refused] == list(range(len(refused), 0, -1))
    assert not any(answer.text for answer in refused)
    assert (await board.get(flood)).status == 200, "as Retry-After had said"
    for _ in range(MOST_IN_A_MINUTE):
        last = await board.get(flood)
    assert last.status == 429
    assert (await board.get(other)).status == 200
    assert [(await board.get(f"/calendar/{'x' * 32}.ics")).status for _ in range(MOST_IN_A_MINUTE + 1)][-1] == 404


async def test_a_feed_is_made_once_however_many_ask_at_the_same_time(bureau: Bureau, board: OpenBoard) -> None:
    fill(bureau)
    token = token_in((await bureau.say("甲某", "/calendar"))[0])
    board.look()
    feeds = CalendarFeeds(board.desk)
    asked = [make_mocked_request("GET", "/", match_info={"token": token}) for _ in range(5)]
    answers = await asyncio.gather(*(feeds.send(each) for each in asked))
    assert len({id(answer.body) for answer in answers}) == 1  # type: ignore[attr-defined]


def test_no_two_states_of_a_feed_have_the_same_second(bureau: Bureau) -> None:
    """Nor where the clock is set back: a program would keep what is no longer so."""
    stamps, now = Stamps(), bureau.now
    moments = [now, now, now + timedelta(hours=2), now - timedelta(hours=1), now]
    seen = [stamps.of("link", f'"{number}"', moment) for number, moment in enumerate(moments)]
    assert len(set(seen)) == len(seen)
    assert stamps.of("link", '"4"', now + timedelta(days=1)) == seen[-1]
    assert stamps.of("another", '"4"', now) == now


async def test_a_link_that_ended_is_read_no_more(bureau: Bureau, board: OpenBoard) -> None:
    """Whatever was kept of the feed."""
    fill(bureau)
    first = token_in((await bureau.say("甲某", "/calendar"))[0])
    assert (await board.get(f"/calendar/{first}.ics")).status == 200
    await bureau.say("甲某", "/calendar")
    await bureau.press("甲某", "停用旧链接")
    assert (await board.get(f"/calendar/{first}.ics")).status == 404


async def test_feeds_are_kept_until_the_ledger_changes_and_up_to_a_size(bureau: Bureau, board: OpenBoard) -> None:
    fill(bureau)
    token = token_in((await bureau.say("甲某", "/calendar"))[0])
    board.look()
    feeds, few = CalendarFeeds(board.desk), CalendarFeeds(board.desk, most=10)
    sizes = []
    for number in (0, 901, 902):
        if number:
            bureau.add(item("2026-12-01", number=number))
            board.look()
        for each in (feeds, few):
            asked = make_mocked_request("GET", f"/calendar/{token}.ics", match_info={"token": token})
            body = (await each.send(asked)).body  # type: ignore[attr-defined]
        sizes.append((feeds.size, few.size, len(body)))
    assert all(kept == length and none == 0 for kept, none, length in sizes)
