"""任务清单, 责任清单, 问题清单: grouped, counted, paged in place, as a workbook and as a page to be printed."""

import io
from typing import Any

import openpyxl

from domain.filters import mark_of
from domain.item import ItemStatus
from playground.telegram.chats import Message
from tests.domain.office import at, item
from tests.handlers.office import Bureau
from tests.handlers.rights import enrol

MEETING, PATROL = "全市民政工作会议", "市委巡察"
OF_CHILDREN = {"unit": "儿童福利股", "owner": "丙某"}


def furnish(bureau: Bureau) -> None:
    """Seven open items, one that was closed, one that was cancelled."""
    verified = {"kind": "rectification", "source": PATROL}
    bureau.add(
        item("2026-12-18", number=12, source=MEETING, title="探访关爱"),
        item("2026-11-18", number=13, source=MEETING, owner="乙某", title="提标测算"),
        item("2026-11-25", number=14, title="站点建设", leader="局长", **OF_CHILDREN),
        item("2026-11-30", number=15, measures="逐户核查", title="台账不实", **verified),
        item("2026-11-24", number=16, title="发放不及时", status=ItemStatus.SUBMITTED, **verified, **OF_CHILDREN),
        item("2026-11-26", number=17, kind="rectification", title="<b>=1+1</b>", owner="乙某"),
        item("2026-11-27", number=18, title="信访件", is_sensitive=True),
        item("2026-11-10", number=30, title="已经办完", status=ItemStatus.CLOSED, closed_at=at("11-10 10:00")),
        item("2026-11-10", number=31, title="录错了", status=ItemStatus.CANCELLED),
    )


def headings(reply: str) -> list[str]:
    return [line for line in reply.splitlines() if line.startswith("〔")]


async def whole(bureau: Bureau, name: str, reply: str) -> str:
    """All pages, one below the other."""
    while any(each.label == "下一页›" for each in bureau.newest(name).buttons):
        await bureau.press(name, "下一页›")
        reply += "\n\n" + bureau.newest(name).text
    return reply


def order_of(reply: str, *numbers: int) -> list[int]:
    return sorted((n for n in numbers if f"第{n}号" in reply), key=lambda n: reply.index(f"第{n}号"))


ALL = (12, 13, 14, 15, 16, 17, 18, 30, 31)


async def test_tasks_go_by_source_then_kind_and_within_a_group_by_limit(bureau: Bureau) -> None:
    furnish(bureau)
    for text in ("/tasks", "任务清单"):
        [first] = await bureau.say("办主任", text)
        assert first.startswith("【任务清单】7项")
        reply = await whole(bureau, "办主任", first)
        assert order_of(reply, *ALL) == [13, 12, 16, 15, 14, 18, 17]
        assert list(dict.fromkeys(headings(reply))) == [
            "〔全市民政工作会议　任务〕2项",
            "〔市委巡察　整改〕2项",
            "〔来源未填　任务〕2项",
            "〔来源未填　整改〕1项",
        ]
    seen = len(bureau.texts("办主任"))
    await bureau.press("办主任", "‹上一页")
    assert len(bureau.texts("办主任")) == seen, "pages turn in place"


async def test_duties_open_by_leader_then_go_by_unit_and_owner(bureau: Bureau) -> None:
    furnish(bureau)
    [first] = await bureau.say("办主任", "/duties")
    assert first.splitlines() == ["【责任清单】7项", "局长　1项", "分管甲　5项，逾期1项", "分管乙　1项"]
    await bureau.press("办主任", "分管甲 5项")
    opened = bureau.newest("办主任").text
    assert opened.startswith("【责任清单】分管甲　5项")
    reply = await whole(bureau, "办主任", opened)
    assert list(dict.fromkeys(headings(reply))) == ["〔社会救助股　乙某〕2项", "〔社会救助股　甲某〕3项"]
    assert order_of(reply, *ALL) == [13, 17, 18, 15, 12]
    await bureau.press("办主任", "返回")
    assert bureau.newest("办主任").text == first


async def test_problems_are_what_has_to_be_verified_with_measures_limit_and_state(bureau: Bureau) -> None:
    furnish(bureau)
    [first] = await bureau.say("办主任", "问题清单")
    reply = await whole(bureau, "办主任", first)
    assert order_of(reply, *ALL) == [16, 15, 17]
    assert "措施：逐户核查" in reply
    assert reply.count("未定措施") == 2
    assert "⏳待销号　第16号" in reply
    assert "办理中" in reply


async def test_an_item_opened_from_a_list_leads_back_to_its_page(bureau: Bureau) -> None:
    furnish(bureau)
    [reply] = await bureau.say("办主任", "/problems")
    await bureau.press("办主任", "16 发放不及时")
    assert "责任单位" in bureau.newest("办主任").text
    await bureau.press("办主任", "返回")
    assert bureau.newest("办主任").text == reply


async def received(bureau: Bureau, name: str, label: str, chat: Any = None) -> tuple[str, str, bytes]:
    """The file that the button brings: its name, what is said below it, and its bytes."""
    await bureau.press(name, label, chat=chat)
    message = bureau.newest(name, chat=chat)
    return message.file_name, message.text, content_of(bureau, message)


def content_of(bureau: Bureau, message: Message) -> bytes:
    return bureau.playground.file(message.media["document"]["file_id"])


async def test_a_list_comes_as_a_workbook_with_what_was_closed_and_without_formulas(bureau: Bureau) -> None:
    furnish(bureau)
    await bureau.say("办主任", "/tasks")
    name, caption, content = await received(bureau, "办主任", "导出表格")
    assert name == "任务清单2026-11-20.xlsx"
    assert caption == "任务清单：在办7项，办结1项。"
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert rows[0][0] == "任务清单"
    assert rows[1][0] == "填报单位：某县民政局　截至2026-11-20　在办7项，办结1项"
    assert rows[2][:4] == ["督办号", "序号", "类别", "任务"]
    numbers = [row[0] for row in rows[3:] if isinstance(row[0], int)]
    assert sorted(numbers) == [12, 13, 14, 15, 16, 17, 18, 30]
    assert all(cell.data_type != "f" for row in sheet.rows for cell in row)
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"


async def test_a_list_comes_as_one_page_to_be_printed_that_asks_for_nothing(bureau: Bureau) -> None:
    furnish(bureau)
    await bureau.say("办主任", "/problems")
    name, caption, content = await received(bureau, "办主任", "打印页")
    page = content.decode()
    assert name == "问题清单2026-11-20.html"
    assert "浏览器" in caption
    assert "&lt;b&gt;=1+1&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "size: A4 landscape" in page
    assert "table-header-group" in page
    assert not any(word in page for word in ("http://", "https://", "src=", "url(", "<script", "@import"))


async def test_a_file_has_what_its_reader_may_see_and_in_a_group_nothing_else(bureau: Bureau) -> None:
    """docs/promises.md 28: the button's payload is not trusted."""
    furnish(bureau)
    enrol(bureau)
    group = bureau.group("救助股", "社会救助股", "甲某", "股长", "丙某")
    seen = {"办主任": set(ALL) - {31}, "分管乙": {14, 16}, "股长": {12, 13, 15, 17, 18, 30}, "丙某": {14, 16}}
    for name, numbers in seen.items():
        await bureau.say(name, "/whoami")
        await bureau.forge(name, bureau.newest(name), "file:0:0:2")
        page = content_of(bureau, bureau.newest(name)).decode()
        assert {n for n in ALL if f"<td>{n}</td><td>{n}</td>" in page} == numbers, name
    [reply] = await bureau.say("股长", "/tasks@duban_bot", group)
    assert "信访件" not in await whole_in(bureau, group, reply)
    _, _, content = await received(bureau, "股长", "打印页", group)
    page = content.decode()
    assert {n for n in ALL if f"<td>{n}</td><td>{n}</td>" in page} == {12, 13, 15, 17, 30}
    await bureau.forge("丙某", bureau.newest("丙某", "打印页", group), "file:0:0:2")
    assert len([m for m in bureau.playground.messages(group.chat_id) if m.file_name]) == 1
    elsewhere = bureau.group("全局", "", "股长")
    [refused] = await bureau.say("股长", "/duties@duban_bot", elsewhere)
    assert "第12号" not in refused


async def test_each_leaders_part_is_shown_as_far_as_one_may_see_it(bureau: Bureau) -> None:
    """docs/promises.md 28: by command, by a button that was offered to somebody else, and in groups."""
    furnish(bureau)
    enrol(bureau)
    own = set(ALL) - {14, 16, 30, 31}
    seen = {
        "纪委": set(ALL) - {30, 31},
        "分管甲": own,
        "分管乙": {14, 16},
        "乙某": own,
        "别股长": set[int](),
        "陌生人": set[int](),
    }
    for name, numbers in seen.items():
        told = await bureau.ask(name, "/duties")
        for leader in ("局长", "分管甲", "分管乙", "无此人"):
            for page in (0, 2, 4, 6):
                told += await bureau.ask(name, f"duties:{mark_of(leader)}:1:{page}")
        assert {n for n in ALL if f"第{n}号" in told} == numbers, (name, told)
    group, other = bureau.group("救助股", "社会救助股", "股长"), bureau.group("养老股", "养老服务股", "股长")
    told = "".join([await bureau.ask("股长", f"duties:0:1:{page}", group) for page in range(6)])
    assert {n for n in ALL if f"第{n}号" in told} == own - {18}, "a sensitive item is shown in no group"
    assert "第12号" not in await bureau.ask("股长", "duties:0:0:0", other)


async def whole_in(bureau: Bureau, group: Any, reply: str) -> str:
    while any(each.label == "下一页›" for each in bureau.newest("股长", chat=group).buttons):
        await bureau.press("股长", "下一页›", chat=group)
        reply += bureau.newest("股长", chat=group).text
    return reply


async def test_odd_presses_of_a_file_are_outdated_buttons(bureau: Bureau) -> None:
    furnish(bureau)
    await bureau.say("办主任", "/whoami")
    message = bureau.newest("办主任")
    for data in ("file:0:9:1", "file:0:0:9", "file:77:1:1", "file:-1:-1:-1", "duties:5:1:0"):
        answered = await bureau.forge("办主任", message, data)
        assert "已失效" in str(answered), data
