"""补填缺项: heads fill in what their items lack, by question and button or by a workbook of just these rows."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels
from tests.handlers.test_imports import FIRST, send
from tests.handlers.test_three_lists import content_of, received

HEAD = "股长"


def lacking(bureau: Bureau) -> None:
    """12 lacks owner and standard, 13 its limit and standard, 14 nothing; 21 of another unit lacks everything."""
    bureau.add(
        item(number=12, title="低保核查", owner=""),
        item("", number=13, title="敬老院改造"),
        item("2026-12-20", number=14, title="台账更新", standard="一户一档"),
        item("", number=21, title="孤儿保障", unit="儿童福利股", owner=""),
    )


async def test_gaps_are_asked_for_one_after_another_and_each_answer_is_kept(bureau: Bureau) -> None:
    lacking(bureau)
    await bureau.say(HEAD, "缺项")
    await bureau.press(HEAD, "逐项补填")
    first = bureau.newest(HEAD)
    assert "【补填完成标准】第1/4项" in first.text
    [second] = await bureau.say(HEAD, "一户一档")
    assert "✅ 第12号完成标准：一户一档" in second
    assert "【补填责任人】第2/4项" in second
    await bureau.press(HEAD, "甲某")
    assert "【补填完成时限】第3/4项" in bureau.newest(HEAD).text
    assert bureau.item(12).owner == "甲某"
    assert "已明确由您负责" in bureau.texts("甲某")[-1]
    await bureau.say(HEAD, "12月20日")
    assert bureau.item(13).due == "2026-12-20"
    [last] = await bureau.say(HEAD, "验收合格")
    assert "缺项已全部补齐" in last
    assert (bureau.item(12).standard, bureau.item(13).standard) == ("一户一档", "验收合格")
    assert bureau.item(21).owner == ""
    await bureau.say(HEAD, "撤回 13")
    assert bureau.item(13).standard == ""


async def test_a_gap_is_skipped_the_rest_left_and_taken_up_again(bureau: Bureau) -> None:
    lacking(bureau)
    await bureau.say(HEAD, "/fill")
    await bureau.press(HEAD, "跳过")
    assert "第2/4项" in bureau.newest(HEAD).text
    await bureau.say(HEAD, "跳过")
    await bureau.press(HEAD, "长期坚持")
    assert bureau.item(13).is_endless
    await bureau.press(HEAD, "暂停")
    assert "尚有3处未填" in bureau.newest(HEAD).text
    bureau.wait(hours=2)
    [again] = await bureau.say(HEAD, "补填缺项")
    assert "第1/3项" in again


async def test_what_was_filled_meanwhile_is_not_filled_over(bureau: Bureau) -> None:
    lacking(bureau)
    await bureau.say(HEAD, "/fill")
    await bureau.say(HEAD, "一户一档")
    await bureau.say("办主任", "/fill")
    await bureau.press("办主任", "乙某")
    told = await bureau.press(HEAD, "甲某")
    assert bureau.item(12).owner == "乙某"
    assert "已由他人填写" in (told or "")
    assert "【补填完成时限】" in bureau.newest(HEAD).text


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("2月30日", "2月30日"),
        ("每月25日前", "请写全年月日"),
        ("尽快", "请"),
        ("2020年1月1日", "请"),
        ("长" * 5000, "请"),
    ],
)
async def test_a_day_that_can_not_be_read_is_refused_and_asked_for_again(
    bureau: Bureau, words: str, answer: str
) -> None:
    bureau.add(item("", number=13, standard="合格"))
    await bureau.say(HEAD, "/fill")
    replies = await bureau.say(HEAD, words)
    assert len(replies) == 1
    assert answer in replies[0]
    assert bureau.item(13).due == ""
    await bureau.say(HEAD, "12月20日")
    assert bureau.item(13).due == "2026-12-20"


async def test_a_day_that_may_mean_two_is_asked_about_as_others_are(bureau: Bureau) -> None:
    bureau.add(item("", number=13, standard="合格"))
    await bureau.say(HEAD, "/fill")
    [asked] = await bureau.say(HEAD, "2027年8月前")
    assert "“2027年8月前”是指哪一天" in asked
    assert bureau.item(13).due == ""
    shown = bureau.newest(HEAD)
    assert labels(shown) == ["2027年7月31日（周六）", "2027年8月31日（周二）", "跳过", "暂停"]
    second = next(each.data for each in shown.buttons if each.label.startswith("2027年8月"))
    await bureau.press(HEAD, "2027年8月31日（周二）")
    assert bureau.item(13).due == "2027-08-31"
    await bureau.say(HEAD, "撤回 13")
    await bureau.forge(HEAD, shown, second)
    assert bureau.item(13).due == ""


@pytest.mark.parametrize("words", ["11月前", "2020年8月前"])
async def test_no_day_that_is_past_is_offered(bureau: Bureau, words: str) -> None:
    bureau.add(item("", number=13, standard="合格"))
    await bureau.say(HEAD, "/fill")
    await bureau.say(HEAD, words)
    assert not [label for label in labels(bureau.newest(HEAD)) if "10月" in label or "2020年" in label]


async def test_words_may_be_sent_instead_of_one_of_the_days(bureau: Bureau) -> None:
    bureau.add(item("", number=13, standard="合格"))
    await bureau.say(HEAD, "/fill")
    await bureau.say(HEAD, "2027年8月前")
    await bureau.say(HEAD, "12月20日")
    assert bureau.item(13).due == "2026-12-20"


async def test_an_owner_is_somebody_of_the_unit(bureau: Bureau) -> None:
    bureau.add(item(number=12, owner="", standard="合格"))
    await bureau.say(HEAD, "/fill")
    [refused] = await bureau.say(HEAD, "丙某")
    assert "丙某" in refused
    assert bureau.item(12).owner == ""


async def test_who_sets_no_work_fills_no_gaps(bureau: Bureau) -> None:
    lacking(bureau)
    [answer] = await bureau.say("甲某", "/fill")
    assert "没有需要您补填的缺项" in answer
    await bureau.say("甲某", "缺项")
    assert "逐项补填" not in labels(bureau.newest("甲某"))
    group = bureau.group("救助股", "社会救助股", HEAD, "甲某")
    [private] = await bureau.say(HEAD, "/fill@duban_bot", group)
    assert "补填完成标准" not in private


async def test_gaps_of_others_are_neither_asked_for_nor_filled(bureau: Bureau) -> None:
    """docs/promises.md 28: the button's payload is not trusted."""
    lacking(bureau)
    mine = {"办主任": {12, 13, 21}, "股长": {12, 13}, "分管甲": {12, 13}, "分管乙": {21}}
    for name in (*bureau.players, "管理员"):
        seen = mine.get(name, mine["办主任"] if name == "管理员" else set[int]())
        await bureau.say(name, "/help")
        await bureau.forge(name, bureau.newest(name), "gapfile:0:0:1")
        message = bureau.newest(name)
        rows = load_workbook(BytesIO(content_of(bureau, message))).worksheets[0].iter_rows(min_row=2) if seen else ()
        assert {row[0].value for row in rows} == seen, name
        assert seen or not message.file_name, name
        told = await bureau.ask(name, "/fill")
        assert ("【补填" in told) is bool(seen), name
        before = bureau.item(21)
        told = await bureau.ask(name, "fill:21:0:3")
        assert (bureau.item(21) != before) is (21 in seen), name
        if bureau.item(21) != before:
            await bureau.ask(name, "/undo 21")


async def filled(bureau: Bureau, name: str, cells: dict[str, Any], *, sheet_name: str = "待补表") -> str:
    """The workbook of what is lacking, these cells filled in, sent back; the newest answer."""
    await bureau.say(name, "缺项")
    file_name, caption, content = await received(bureau, name, "导出待补表")
    assert "黄色格" in caption
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    assert sheet.title == "待补表"
    sheet.title = sheet_name
    for cell, value in cells.items():
        sheet[cell] = value
    changed = BytesIO()
    book.save(changed)
    return await send(bureau, name, file_name, changed.getvalue())


async def test_a_workbook_of_gaps_is_filled_in_previewed_and_taken_over(bureau: Bureau) -> None:
    lacking(bureau)
    preview = await filled(bureau, HEAD, {"D2": "甲某", "F2": "一户一档", "E3": date(2026, 12, 20)})
    assert bureau.item(12).owner == ""
    assert "2" in preview
    await bureau.press(HEAD, "确认导入")
    assert (bureau.item(12).owner, bureau.item(12).standard, bureau.item(13).due) == ("甲某", "一户一档", "2026-12-20")
    assert bureau.item(21).owner == ""
    [shown] = await bureau.say(HEAD, "缺项")
    assert "1项" in shown


async def test_a_row_that_still_lacks_something_is_taken_with_what_was_filled_in(bureau: Bureau) -> None:
    """Who does not know yet whose it is may say what is to come of it; an emptied limit says nothing."""
    bureau.add(item(number=12, title="低保核查", owner=""), item("", number=13, title="敬老院改造", owner=""))
    limit = bureau.item(12).due
    preview = await filled(bureau, HEAD, {"E2": None, "F2": "一户一档", "E3": date(2026, 12, 20)})
    assert "未导入0行" in preview
    assert "没有期限" not in preview
    await bureau.press(HEAD, "确认导入")
    assert [(bureau.item(each).owner, bureau.item(each).standard) for each in (12, 13)] == [("", "一户一档"), ("", "")]
    assert (bureau.item(12).due, bureau.item(13).due) == (limit, "2026-12-20")


@pytest.mark.parametrize("sheet_name", ["待补表", "台账"])
async def test_a_row_may_leave_the_owner_open_where_another_names_one(bureau: Bureau, sheet_name: str) -> None:
    """A sheet that names nobody is read by the units' heads; one that names somebody asks for a name in each row."""
    bureau.add(item(number=12, title="低保核查", owner=""), item("", number=13, title="敬老院改造", owner=""))
    cells = {"F2": "一户一档", "D3": "甲某", "E3": date(2026, 12, 20)}
    preview = await filled(bureau, HEAD, cells, sheet_name=sheet_name)
    assert "未导入0行" in preview
    await bureau.press(HEAD, "确认导入")
    assert [(bureau.item(each).owner, bureau.item(each).standard) for each in (12, 13)] == [
        ("", "一户一档"),
        ("甲某", ""),
    ]


async def test_what_others_filled_in_since_the_workbook_was_written_stays(bureau: Bureau) -> None:
    """An empty cell empties nothing, another answer is named and left out, and the rest is taken."""
    lacking(bureau)
    await bureau.say("办主任", "缺项")
    of_office = await received(bureau, "办主任", "导出待补表")
    of_head = await filled(bureau, HEAD, {"D2": "甲某", "F2": "一户一档", "E3": date(2026, 12, 20)})
    assert "变更2" in of_head
    first = bureau.newest(HEAD, "确认导入")
    await bureau.say("股长", "/fill")
    await bureau.press("股长", "跳过")
    await bureau.press("股长", "乙某")
    await bureau.press(HEAD, "确认导入", first)
    assert bureau.item(12).standard == "", "the preview is shown anew"
    assert "第12号责任人已由他人填为“乙某”，表中“甲某”未采用" in bureau.newest(HEAD).text
    await bureau.press(HEAD, "确认导入")
    assert (bureau.item(12).owner, bureau.item(12).standard, bureau.item(13).due) == ("乙某", "一户一档", "2026-12-20")
    book = load_workbook(BytesIO(of_office[2]))
    book.worksheets[0]["F2"] = "另一标准"
    book.worksheets[0]["E3"], book.worksheets[0]["F3"] = "长期坚持", "验收合格"
    changed = BytesIO()
    book.save(changed)
    preview = await send(bureau, "办主任", of_office[0], changed.getvalue())
    assert "变更1，不变2，未导入0行" in preview, "its empty cells empty nothing"
    assert "第12号完成标准已由他人填为“一户一档”，表中“另一标准”未采用" in preview
    assert "第13号完成时限已由他人填为“2026年12月20日（周日）”，表中“长期坚持”未采用" in preview
    await bureau.press("办主任", "确认导入")
    assert (bureau.item(12).owner, bureau.item(12).standard) == ("乙某", "一户一档")
    assert (bureau.item(13).due, bureau.item(13).standard) == ("2026-12-20", "验收合格")


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        ({"D2": "甲某", "E2": date(2026, 12, 31)}, "第12号改动了待补以外的内容"),
        ({"A4": 21, "B4": "孤儿保障", "C4": "儿童福利股", "D4": "丙某"}, "第21号改动了待补以外的内容"),
        ({"B4": "新的事项", "C4": "社会救助股", "D4": "甲某", "E4": "2026-12-20"}, "1行不是待补事项"),
    ],
)
async def test_a_unit_sends_back_nothing_but_its_own_gaps(bureau: Bureau, cells: dict[str, Any], answer: str) -> None:
    lacking(bureau)
    before = [bureau.item(number) for number in (12, 13, 14, 21)]
    assert answer in await filled(bureau, HEAD, cells)
    assert [bureau.item(number) for number in (12, 13, 14, 21)] == before
    assert labels(bureau.newest(HEAD)) == []


async def test_a_confirmation_is_held_to_the_same_right_as_the_preview(bureau: Bureau) -> None:
    """Somebody else's preview, or a forged button, takes over no more than that."""
    lacking(bureau)
    await filled(bureau, "办主任", {"D4": "丙某"})
    confirm = next(b.data for b in bureau.newest("办主任", "确认导入").buttons if b.label == "确认导入")
    await bureau.say(HEAD, "/whoami")
    await bureau.forge(HEAD, bureau.newest(HEAD), confirm)
    assert bureau.item(21).owner == ""


async def test_another_workbook_of_a_head_stays_evidence(bureau: Bureau) -> None:
    lacking(bureau)
    answer = await send(bureau, HEAD, "核查表.xlsx", FIRST)
    assert "导入" not in answer
