"""日历订阅: a secret link that shows what its maker's lists show, until it is ended or they leave."""

from dataclasses import replace as with_fields
from typing import Any

from icalendar import Calendar
from msgspec.structs import replace

from handlers.calendar_feed import Feed, feed_of
from tests.domain.office import RULES, item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels

URL = "https://duban.example/board"


def open_board(bureau: Bureau) -> None:
    """The office has a server that feeds are read from."""
    bureau.desk.office = with_fields(bureau.desk.office, board=URL)


def token_in(answer: str) -> str:
    [line] = [line for line in answer.splitlines() if line.startswith(URL)]
    return line.removeprefix(f"{URL}/calendar/").removesuffix(".ics")


async def read(bureau: Bureau, token: str) -> Feed | None:
    return await feed_of(bureau.ledger, RULES, "duban_bot", token, bureau.now)


def numbers(feed: Feed | None) -> set[str]:
    assert feed is not None
    return {str(event["uid"]) for event in Calendar.from_ical(feed.content).walk("VEVENT")}


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
    open_board(bureau)
    wanted = {"甲某": {12, 15}, "股长": {12, 13, 15}, "分管甲": {12, 13, 15}, "局长": {12, 13, 14, 15}}
    for name, shown in wanted.items():
        [answer] = await bureau.say(name, "/calendar")
        assert answer.startswith(f"【日历订阅】{name}\n{URL}/calendar/")
        feed = await read(bureau, token_in(answer))
        assert numbers(feed) == {f"{number}-limit@duban_bot" for number in shown}


async def test_a_units_link_shows_what_its_group_reads(bureau: Bureau) -> None:
    fill(bureau)
    open_board(bureau)
    [answer] = await bureau.say("甲某", "/calendar 社会救助股")
    assert numbers(await read(bureau, token_in(answer))) == {"12-limit@duban_bot", "13-limit@duban_bot"}
    [refusal] = await bureau.say("甲某", "/calendar 儿童福利股")
    assert URL not in refusal
    [unknown] = await bureau.say("甲某", "/calendar 不存在股")
    assert "不存在股" in unknown


async def test_a_forged_link_and_none_of_a_stranger_is_answered(bureau: Bureau) -> None:
    fill(bureau)
    open_board(bureau)
    assert await read(bureau, "x" * 32) is None
    assert await read(bureau, "") is None
    answers = await bureau.say("陌生人", "/calendar")
    assert not any(URL in answer for answer in answers)
    group = bureau.group("救助股", "社会救助股", "甲某")
    assert not any(URL in answer for answer in await bureau.say("甲某", "/calendar@duban_bot", group))


async def test_older_links_end_by_the_button_and_the_newest_stays(bureau: Bureau) -> None:
    fill(bureau)
    open_board(bureau)
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
    open_board(bureau)
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
    open_board(bureau)
    tokens = [token_in((await bureau.say("甲某", "/calendar"))[0]) for _ in range(7)]
    assert [await read(bureau, token) is not None for token in tokens] == [False] * 2 + [True] * 5


async def test_a_link_ends_when_its_maker_leaves(bureau: Bureau) -> None:
    open_board(bureau)
    tokens = [token_in((await bureau.say("甲某", words))[0]) for words in ("/calendar", "/calendar 社会救助股")]
    [row] = [person for person in bureau.ledger.roster.people if person.name == "甲某"]
    with bureau.ledger.transaction(at=bureau.now, by="test", did="leave") as tx:
        tx.save_person(replace(row, left_at=bureau.now))
    assert [await read(bureau, token) for token in tokens] == [None, None]


async def test_without_a_server_it_comes_as_a_file(bureau: Bureau) -> None:
    fill(bureau)
    await bureau.say("甲某", "/calendar")
    message = bureau.newest("甲某")
    assert "共2个日程" in message.text
    assert message.file_name == "督办日历-甲某.ics"
    content = bureau.playground.file(message.media["document"]["file_id"])
    assert {str(event["uid"]) for event in Calendar.from_ical(content).walk("VEVENT")} == {
        "12-limit@duban_bot",
        "15-limit@duban_bot",
    }


async def test_with_one_the_button_sends_the_file_as_well(bureau: Bureau) -> None:
    fill(bureau)
    open_board(bureau)
    await bureau.say("甲某", "/calendar")
    await bureau.press("甲某", "下载日历文件")
    assert bureau.newest("甲某").file_name == "督办日历-甲某.ics"


async def test_the_etag_changes_with_the_calendar_and_only_then(bureau: Bureau) -> None:
    fill(bureau)
    open_board(bureau)
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
    open_board(bureau)
    token = token_in((await bureau.say("甲某", "/calendar"))[0])
    [link] = bureau.ledger.calendar_links()
    assert token not in repr(link)
    assert link.token != token
