"""办理过程: all of it, page by page, folded where it is long."""

from datetime import timedelta

from domain.actions import Action
from domain.item import Did, Step
from domain.letter import Press
from tests.domain.office import at, item
from tests.handlers.office import Bureau

UNIT = "社会救助股"


def steps(count: int, note: str = "数据比对中") -> tuple[Step, ...]:
    begun = at("11-01 09:00")
    return tuple(
        Step(at=begun + timedelta(hours=n), by="甲某", did=Did.PROGRESS, note=f"{note}{n}" if note else "")
        for n in range(1, count + 1)
    )


async def test_a_short_history_is_read_at_once(bureau: Bureau) -> None:
    """Issue 11, 14: /history 12."""
    bureau.add(item(number=12, history=steps(3)))
    for text in ("/history 12", "办理过程 12", "查看办理过程第12号", "/history12", "/history １２"):
        [reply] = await bureau.say("甲某", text)
        assert "办理过程（3条）：" in reply, text
        assert [f"数据比对中{n}" in reply for n in (1, 2, 3)] == [True] * 3
    message = bureau.newest("甲某")
    assert "blockquote" not in {each["type"] for each in message.entities}
    assert [each.label for each in message.buttons] == ["返回"]


async def test_a_long_history_is_folded_and_turned_from_the_newest_back_in_place(bureau: Bureau) -> None:
    bureau.add(item(number=12, history=steps(60)))
    [newest] = await bureau.say("甲某", "/history 12")
    assert "办理过程（60条，第3页，共3页）：" in newest
    assert "expandable_blockquote" in {each["type"] for each in bureau.newest("甲某").entities}
    seen = newest
    for _ in range(2):
        await bureau.press("甲某", "‹上一页")
        seen = bureau.newest("甲某").text + "\n" + seen
    assert [f"数据比对中{n}\n" in seen + "\n" for n in range(1, 61)] == [True] * 60
    assert [each.label for each in bureau.newest("甲某").buttons] == ["下一页›", "返回"]
    await bureau.press("甲某", "返回")
    assert "责任单位" in bureau.newest("甲某").text
    assert len(bureau.texts("甲某")) == 1


async def test_long_words_are_read_whole(bureau: Bureau) -> None:
    note = "已报局办，" * 190
    bureau.add(item(number=12, history=(*steps(4, note), *steps(1, "<b>&"))))
    [shown] = await bureau.say("甲某", "/history 12")
    while "‹上一页" in [each.label for each in bureau.newest("甲某").buttons]:
        await bureau.press("甲某", "‹上一页")
        shown = bureau.newest("甲某").text + shown
    assert shown.count(note.rstrip("，")) == 4
    assert "<b>&" in shown


async def test_the_older_pages_are_reached_from_a_list_and_lead_back_to_it(bureau: Bureau) -> None:
    bureau.add(item(number=12, history=steps(30)))
    await bureau.say("甲某", "/mytasks")
    before = bureau.newest("甲某").text
    await bureau.press("甲某", "12 低保动态管理")
    for label in ("办理过程", "‹上一页", "下一页›", "返回", "返回"):
        await bureau.press("甲某", label)
    assert bureau.newest("甲某").text == before


async def test_in_the_units_group_a_return_is_left_out_and_pages_turn_in_place(bureau: Bureau) -> None:
    sent_back = Step(at=at("11-19 10:00"), by="分管甲", did=Did.SEND_BACK, note="佐证不足")
    bureau.add(item(number=50, history=(*steps(30), sent_back)))
    group, _ = await bureau.assignment()
    [reply] = await bureau.say("甲某", "/history@duban_bot 50", group)
    assert "佐证不足" not in reply
    before = len(bureau.playground.messages(group.chat_id))
    await bureau.press("甲某", "‹上一页", chat=group)
    assert "（30条，第1页，共2页）" in bureau.newest("甲某", chat=group).text
    assert len(bureau.playground.messages(group.chat_id)) == before
    [private] = await bureau.say("甲某", "/history 50")
    assert "佐证不足" in private


async def test_a_button_of_an_earlier_version_opens_the_newest_page(bureau: Bureau) -> None:
    bureau.add(item(number=12, history=steps(60)))
    await bureau.say("甲某", "/item 12")
    for version in (0, 3, -99, 10**9):
        payload = Press(Action.HISTORY, 12, version).encode()
        await bureau.forge("甲某", bureau.newest("甲某"), payload)
        page = 1 if version == -99 else 3
        assert f"第{page}页" in bureau.newest("甲某").text


async def test_what_nobody_may_see_has_no_history(bureau: Bureau) -> None:
    bureau.add(item(number=12, history=steps(3)))
    for name in ("丙某", "别股长"):
        assert await bureau.say(name, "/history 12") == await bureau.say(name, "/item 12")
    assert await bureau.say("甲某", "/history") == [
        "请写明事项编号，例如：/history 12；不知编号可查找，例如：/find 低保"
    ]
    bureau.add(item(number=13))
    [reply] = await bureau.say("甲某", "/history 13")
    assert "暂无记录" in reply
