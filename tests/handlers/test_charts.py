"""``/chart``: the picture for the chat, the sheet as PDF and SVG, and who is shown what."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from domain.absence import Absence
from domain.item import ItemStatus
from domain.roster import Person, Role
from playground.telegram.chats import Message
from playground.telegram.group import Group
from tests.domain.office import at, item
from tests.handlers.office import Bureau

OF_CHILDREN = {"unit": "儿童福利股", "owner": "丙某"}


def furnish(bureau: Bureau) -> None:
    """Four open items of two units, a secret one, and one that was closed this year."""
    bureau.add(
        item("2026-12-18", number=12, title="探访关爱", source="市委巡察"),
        item("2026-11-18", number=13, owner="乙某", title="提标测算", source="救助资金专项审计"),
        item("2026-11-25", number=14, title="站点建设", **OF_CHILDREN),
        item("2026-11-30", number=15, title="台账不实", source="救助资金专项审计", **OF_CHILDREN),
        item("2026-11-27", number=18, title="信访件", is_sensitive=True),
        item("2026-11-10", number=30, title="已经办完", status=ItemStatus.CLOSED, closed_at=at("11-10 10:00")),
        item("2026-11-10", number=31, title="录错了", status=ItemStatus.CANCELLED),
    )


def content_of(bureau: Bureau, message: Message) -> bytes:
    media = message.media.get("document") or message.media["photo"][-1]
    return bureau.playground.file(media["file_id"])


async def counted(bureau: Bureau, name: str, said: str = "/chart", chat: Group | None = None) -> str:
    """Whose chart follows from these words, and what it counts."""
    await bureau.say(name, said, chat)
    head, _, counts, *_ = bureau.newest(name, chat=chat).text.splitlines()
    return f"{head.removeprefix('【挂图】')} {counts}"


async def test_a_chart_comes_as_a_photo_with_its_counts_and_its_sheet_as_files(bureau: Bureau) -> None:
    furnish(bureau)
    await bureau.say("办主任", "/chart")
    photo = bureau.newest("办主任")
    picture = content_of(bureau, photo)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 1080
    assert photo.text.splitlines() == [
        "【挂图】某县民政局",
        "截至2026年11月20日（周五）16:05",
        "在办5项：逾期1、临期1、正常3；办结1项。",
    ]
    assert [button.label for button in photo.buttons] == ["打印版", "矢量图"]
    await bureau.press("办主任", "打印版")
    sheet = bureau.newest("办主任")
    assert sheet.file_name == "挂图-2026-11-20.pdf"
    assert content_of(bureau, sheet).startswith(b"%PDF")
    assert "敏感事项1项不上墙，未列入。" in sheet.text, "what hangs on a wall is read by everybody"


async def test_words_after_the_command_name_a_unit_a_leader_or_a_source(bureau: Bureau) -> None:
    furnish(bureau)
    assert await counted(bureau, "办主任", "/chart 儿童") == "儿童福利股 在办2项：临期1、正常1。"
    assert await counted(bureau, "办主任", "挂图 分管甲") == "分管甲 在办3项：逾期1、正常2；办结1项。"
    assert await counted(bureau, "办主任", "/chart 审计") == "救助资金专项审计 在办2项：逾期1、正常1。"
    bureau.add(item("2026-12-01", number=40, source="工程审计"))
    assert await counted(bureau, "办主任", "/chart 审计") == "审计 在办3项：逾期1、正常2。"
    await bureau.press("办主任", "矢量图")
    assert "在办3项" in bureau.newest("办主任").text, "the button means the same sources"


async def test_a_chart_shows_what_its_reader_may_see_and_a_group_its_own(bureau: Bureau) -> None:
    furnish(bureau)
    assert await counted(bureau, "分管乙") == "分管乙 在办2项：临期1、正常1。"
    assert await counted(bureau, "股长") == "社会救助股 在办3项：逾期1、正常2；办结1项。"
    assert await counted(bureau, "丙某", "/chart 审计") == "救助资金专项审计 在办1项：正常1。", (
        "of a source one's own part"
    )
    group = bureau.group("救助股", "社会救助股", "甲某", "办主任", "陌生人")
    assert await counted(bureau, "办主任", "/chart@duban_bot", group) == "社会救助股 在办2项：逾期1、正常1；办结1项。"
    await bureau.press("甲某", "打印版", chat=group)
    assert "敏感" not in bureau.newest("甲某", chat=group).text, "a group does not hear how many are secret"
    for said in ("/chart@duban_bot 儿童福利股", "/chart@duban_bot 审计"):
        [refused] = await bureau.say("办主任", said, group)
        assert "请到本单位群或私聊操作" in refused
    everybody = bureau.group("全局", "", "办主任")
    [refused] = await bureau.say("办主任", "/chart@duban_bot", everybody)
    assert "请到本单位群或私聊操作" in refused


@pytest.mark.parametrize(
    ("name", "said", "answer"),
    [
        ("甲某", "/chart 儿童福利股", "您不能查看儿童福利股的事项"),
        ("甲某", "/chart 分管甲", "您不能查看分管甲分管工作的挂图"),
        ("办主任", "/chart 没有的来源", "没有叫“没有的来源”的股室、领导或来源"),
        ("丙某", "/chart 巡察", "没有叫“巡察”的股室、领导或来源"),
    ],
)
async def test_what_can_not_be_shown_is_refused_in_one_line(bureau: Bureau, name: str, said: str, answer: str) -> None:
    """Whether a source exists that one has no part in is not told."""
    furnish(bureau)
    replies = await bureau.say(name, said)
    assert answer in replies[0]
    assert "\n" not in replies[0].strip()
    assert not bureau.newest(name).media


async def test_who_stands_in_for_a_leader_is_shown_that_field(bureau: Bureau) -> None:
    furnish(bureau)
    people = {each.name: each for each in bureau.roster.people}
    head = people["股长"]
    leave = Absence(
        first_on=date(2026, 11, 17),
        last_on=date(2026, 11, 27),
        stand_in=head.name,
        stand_in_number=head.number,
        named_at=at("11-16 09:00"),
    )
    with bureau.ledger.transaction(at=bureau.now, by="test", did="leave") as tx:
        tx.save_person(replace(people["分管乙"], away=(leave,)))
    assert (await counted(bureau, "股长")).startswith("分管乙 在办2项")


async def test_the_whole_bureau_can_be_named_and_what_is_all_sensitive_is_not_said_to_be_nothing(
    bureau: Bureau,
) -> None:
    furnish(bureau)
    whole = "某县民政局 在办5项：逾期1、临期1、正常3；办结1项。"
    with bureau.ledger.transaction(at=bureau.now, by="test", did="appoint") as tx:
        tx.save_person(Person(number=0, name="郑局", unit="局领导", role=Role.DIRECTOR))
    for said in ("全局", "局长", "郑局"):  # a director's field is the bureau
        assert await counted(bureau, "局长", f"/chart {said}") == whole
    [refused] = await bureau.say("股长", "/chart 郑局")
    assert refused.startswith("您不能查看")
    [refused] = await bureau.say("股长", "/chart 全局")
    assert refused.startswith("您不能查看")
    bureau.add(item("2026-12-01", number=41, source="来信", is_sensitive=True))
    await bureau.say("办主任", "/chart 来信")
    assert (await bureau.press("办主任", "打印版") or "").startswith("来信仅有敏感事项1项")


async def test_an_empty_ledger_and_a_leader_without_units_are_said_in_one_line(bureau: Bureau) -> None:
    assert await bureau.say("甲某", "/chart") == ["社会救助股目前没有在办事项，本年度也没有办结事项，暂无挂图。"]
    with bureau.ledger.transaction(at=bureau.now, by="test", did="oversee nothing") as tx:
        deputy = next(person for person in bureau.roster.people if person.name == "分管乙")
        tx.save_person(replace(deputy, oversees=()))
    [reply] = await bureau.say("分管乙", "/chart")
    assert reply.startswith("分管乙尚未登记分管股室，也没有其负责的事项。")


async def test_odd_presses_are_outdated_buttons(bureau: Bureau) -> None:
    furnish(bureau)
    await bureau.say("办主任", "/tasks")
    page = bureau.newest("办主任")
    assert "挂图" in [button.label for button in page.buttons]
    for data in ("chart:0:9:0", "chart:0:0:9", "chart:7:2:1", "chart:7:4:0", "chart:-1:3:-1"):
        await bureau.forge("办主任", page, data)
        assert not bureau.newest("办主任").media, data
    await bureau.say("甲某", "/tasks")
    said = await bureau.forge("甲某", bureau.newest("甲某"), "chart:0:1:0")
    assert said is not None
    assert said.startswith("您不能查看"), "the bureau's chart is not for everybody who knows its button"


async def test_hostile_titles_are_drawn_as_text(bureau: Bureau) -> None:
    titles = ["<script>alert(1)</script>&amp;", "]]>" * 60, "😀👨‍👩‍👧🇨🇳" * 20, "=1+1\u202e倒写\u0007", "低" * 200]
    bureau.add(*(item(number=n, title=title, source="<b>审计</b>") for n, title in enumerate(titles, 1)))
    await bureau.say("办主任", "/chart <b>")
    await bureau.press("办主任", "矢量图")
    drawing = content_of(bureau, bureau.newest("办主任"))
    groups = ET.fromstring(drawing).iter("{http://www.w3.org/2000/svg}g")
    assert sorted(group.get("data-number", "") for group in groups) == ["1", "2", "3", "4", "5"]
    assert b"<script" not in drawing
    assert bureau.newest("办主任").file_name == "挂图-_b_审计__b_-2026-11-20.svg"
    assert [path.name for path in bureau.ledger.spool.iterdir() if path.name.startswith(".")] == []
