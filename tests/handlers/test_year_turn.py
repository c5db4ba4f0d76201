"""年度结转: closing a year carries what is open into the next ledger year, once, confirmed, with its history."""

import asyncio
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner
from openpyxl import load_workbook

from bot import main
from domain.actions import Action
from domain.filters import Filter
from domain.item import Did, ItemStatus
from domain.letter import Press
from domain.requests import RequestKind, is_true
from handlers import year_turn
from tests.domain.office import at, item
from tests.handlers.office import Bureau
from tests.handlers.test_finding import shown
from tests.handlers.test_imports import OFFICE, send, workbook

SETTLED, OPEN, PARKED, OVERDUE = 11, 12, 13, 14


def furnish(bureau: Bureau, day: str = "12-30 10:00") -> None:
    bureau.add(
        item("2026-06-30", number=SETTLED, title="上年办结", status=ItemStatus.CLOSED, closed_at=at("06-29 10:00")),
        item("2027-03-31", number=OPEN, title="敬老院改造"),
        item("2026-10-31", number=PARKED, title="挂账事项", status=ItemStatus.SUSPENDED),
        item("2026-12-15", number=OVERDUE, title="逾期事项"),
    )
    bureau.playground.clock.set(at(day))


async def turn(bureau: Bureau) -> None:
    await bureau.say(OFFICE, "年度结转")
    await bureau.press(OFFICE, "确认结转")


async def test_it_says_what_would_be_done_and_does_nothing_before_it_is_confirmed(bureau: Bureau) -> None:
    furnish(bureau)
    before = list(bureau.ledger.all_items())
    [asked] = await bureau.say(OFFICE, "/newyear")
    assert "2026年" in asked
    assert "未办结3项转入2027年" in asked
    assert "1项留在2026年" in asked
    await bureau.press(OFFICE, "取消")
    assert "没有变动" in bureau.newest(OFFICE).text
    assert (list(bureau.ledger.all_items()), bureau.ledger.ledger_year) == (before, 0)


async def test_what_is_open_is_carried_over_with_its_history_and_limits(bureau: Bureau) -> None:
    furnish(bureau)
    before = {each.number: each for each in bureau.ledger.all_items()}
    await turn(bureau)
    assert "转入2027年台账3项，留在2026年台账1项" in bureau.newest(OFFICE).text
    for number in (OPEN, PARKED, OVERDUE):
        now, was = bureau.item(number), before[number]
        assert (now.ledger_year, now.carried_from) == (2027, 2026)
        assert (now.due, now.status, now.owner, now.version) == (was.due, was.status, was.owner, was.version + 1)
        assert now.history[:-1] == was.history
        assert now.history[-1].did is Did.CARRY
    assert bureau.item(SETTLED) == before[SETTLED]
    assert "结转至2027年台账" in (await bureau.say(OFFICE, f"/item {OPEN}"))[0]


async def test_what_was_done_before_the_turn_is_taken_back_after_it(bureau: Bureau) -> None:
    furnish(bureau)
    await bureau.say("甲某", f"/done {OPEN}")
    await bureau.say("甲某", f"/progress {OVERDUE} 已报局办")
    await turn(bureau)
    assert bureau.item(OPEN).carried_from == 0  # it was settled, and stays
    assert "已撤回" in (await bureau.say("甲某", f"/undo {OVERDUE}"))[0]
    assert (bureau.item(OVERDUE).progress, bureau.item(OVERDUE).ledger_year) == ("", 2027)


async def test_a_button_from_before_the_turn_still_does_what_it_says(bureau: Bureau) -> None:
    furnish(bureau)
    await bureau.say("甲某", f"/progress {OVERDUE} 已报局办")
    message = bureau.newest("甲某", "撤回")
    await turn(bureau)
    await bureau.press("甲某", "撤回", message)
    assert bureau.item(OVERDUE).history[-1].did is Did.UNDO
    assert bureau.item(OVERDUE).progress == ""


async def test_what_waits_for_a_decision_is_asked_no_second_time_and_decided_by_its_button(bureau: Bureau) -> None:
    furnish(bureau)
    bureau.add(item("2027-03-31", number=15, kind="rectification", title="台账不规范"))
    await bureau.say("甲某", "/done 15 已整改")
    asked = bureau.newest("分管甲", "同意销号")
    await turn(bureau)
    request = bureau.ledger.request_of(RequestKind.CLOSE, 15)
    assert request is not None
    assert is_true(request, bureau.item(15), bureau.ledger.roster)
    await bureau.press("分管甲", "同意销号", asked)
    assert (bureau.status(15), bureau.item(15).ledger_year) == (ItemStatus.CLOSED, 2027)


async def test_a_year_is_closed_once(bureau: Bureau) -> None:
    furnish(bureau)
    await bureau.say(OFFICE, "年度结转")
    message = bureau.newest(OFFICE)
    confirm = message.buttons[0].data
    await bureau.press(OFFICE, "确认结转")
    after = list(bureau.ledger.all_items())
    assert "2026年12月30日结转" in (await bureau.forge(OFFICE, message, confirm) or "")
    [again] = await bureau.say(OFFICE, "年度结转")
    assert "2027年12月1日" in again
    assert list(bureau.ledger.all_items()) == after


async def test_of_two_who_close_the_same_year_at_once_one_closes_it(bureau: Bureau) -> None:
    """Both presses pass the first look at what is closed; the second is refused once the first one's stands."""
    furnish(bureau)
    names = (OFFICE, "管理员")
    for name in names:
        await bureau.say(name, "年度结转")
    pressing = [asyncio.create_task(bureau.players[name].press(bureau.newest(name), "确认结转")) for name in names]
    await asyncio.sleep(0)
    async with asyncio.TaskGroup() as closing:
        for waiting in await bureau.receive():
            closing.create_task(bureau.feed(waiting))
    await bureau.breathe()
    answers = await asyncio.gather(*pressing)
    assert sum("2026年12月30日结转，不必重复" in (answer or "") for answer in answers) == 1
    assert [step.did for step in bureau.item(OPEN).history].count(Did.CARRY) == 1
    assert [each.carried for each in bureau.ledger.closed_years()] == [3]


async def test_before_december_no_year_can_be_closed(bureau: Bureau) -> None:
    furnish(bureau, "11-30 10:00")
    [told] = await bureau.say(OFFICE, "年度结转")
    assert "2026年12月1日起" in told
    assert "\n" not in told


async def test_in_january_it_is_the_year_before(bureau: Bureau) -> None:
    furnish(bureau)
    bureau.playground.clock.set(at("2027-01-05 10:00"))
    [asked] = await bureau.say(OFFICE, "年度结转")
    assert "【年度结转】2026年" in asked


async def test_others_are_refused_and_no_group_is_told(bureau: Bureau) -> None:
    furnish(bureau)
    await bureau.say(OFFICE, "年度结转")
    confirm = bureau.newest(OFFICE).buttons[0].data
    for name in ("局长", "分管甲", "股长", "甲某", "纪委"):
        [told] = await bureau.say(name, "/newyear")
        assert "由办公室办理" in told.replace("管理员", "办公室")
        assert "办公室" in (await bureau.forge(name, bureau.newest(name), confirm) or "")
    group = bureau.group("救助股", "社会救助股", OFFICE, "股长")
    await bureau.say(OFFICE, "/newyear@duban_bot", group)
    assert not any("未办结" in each.text for each in bureau.playground.messages(group.chat_id))
    assert bureau.ledger.closed_years() == ()


async def test_the_lists_and_the_next_workbook_begin_anew(bureau: Bureau) -> None:
    furnish(bureau)
    await turn(bureau)
    rows = (
        (31, "任务", "上年办结", "社会救助股", "甲某", "2027-06-30"),
        (32, "任务", "敬老院改造", "社会救助股", "甲某", "2027-03-31"),
    )
    preview = await send(bureau, OFFICE, "2027.xlsx", workbook(*rows))
    assert "新增1" in preview
    await bureau.press(OFFICE, "确认导入")
    new = bureau.item(31)
    assert (new.title, new.ledger_year, new.carried_from) == ("上年办结", 2027, 0)
    assert "第11号" not in (await bureau.say(OFFICE, "/tasks"))[0]
    found = await bureau.say(OFFICE, "查找 上年办结")
    assert f"{SETTLED}" in found[0]


async def test_last_year_s_item_that_is_reopened_stands_in_this_year(bureau: Bureau) -> None:
    furnish(bureau)
    await turn(bureau)
    reopened = bureau.ledger.item(SETTLED)
    assert reopened is not None
    with bureau.ledger.transaction(at=bureau.now, by="test", did="undo") as tx:
        saved = tx.save_item(item("2027-06-30", number=SETTLED, title="上年办结"))
    assert saved.ledger_year == 2027


async def test_what_changes_while_it_is_made_ready_is_carried_over_as_it_is_then(bureau: Bureau) -> None:
    furnish(bureau)
    readying = year_turn._readying
    busy = iter(range(100))

    def disturbed(*given: object) -> object:
        work = readying(*given)  # type: ignore[arg-type]
        number = next(busy)
        if number < 3 and len(given) == 3:
            bureau.add(item("2027-05-31", number=40 + number, title=f"新事项{number}"))
        return work

    with patch.object(year_turn, "_readying", disturbed):
        await turn(bureau)
    await asyncio.sleep(0)
    assert [bureau.item(number).carried_from for number in (40, 41, 42)] == [2026] * 3


async def test_a_closed_year_is_exported_as_it_stood(bureau: Bureau, tmp_path: Path) -> None:
    furnish(bureau)
    config = tmp_path / "config.toml"
    path = bureau.ledger.path
    config.write_text(f'[telegram]\ntoken = "1:abc"\n[store]\npath = "{path}"\n', encoding="utf-8")
    await turn(bureau)
    bureau.add(item("2027-06-30", number=50, title="新年新事"))
    target = tmp_path / "2026.xlsx"
    done = CliRunner().invoke(main, ["export", "--config", str(config), "--year", "2026", str(target)])
    assert done.exit_code == 0, done.output
    cells = {str(cell.value) for sheet in load_workbook(target) for row in sheet.iter_rows() for cell in row}
    assert {"上年办结", "敬老院改造", "挂账事项", "逾期事项"} <= cells
    assert "新年新事" not in cells
    refused = CliRunner().invoke(main, ["export", "--config", str(config), "--year", "2025", str(target)])
    assert refused.exit_code == 1
    assert "已结转的年度：2026" in refused.output


async def test_a_closed_year_is_read_by_list_and_each_reader_sees_what_is_theirs(bureau: Bureau) -> None:
    """What was settled stands there, with filters of its own; what is open stands in the current list."""
    furnish(bureau)
    bureau.add(
        item("2026-05-31", number=15, title="上年撤销", status=ItemStatus.CANCELLED, kind="rectification"),
        item("2026-05-31", number=16, title="别股办结", unit="儿童福利股", owner="丙某", status=ItemStatus.CLOSED),
    )
    assert "年度结转后才可查上年" in (await bureau.say(OFFICE, "筛选 2025年"))[0]
    for words in ("筛选 2026年", "筛选２０２６年", "筛选 今年"):
        assert shown((await bureau.say(OFFICE, words))[0]) == {OPEN, OVERDUE}, words
    await turn(bureau)
    [listed] = await bureau.say(OFFICE, "/list 2026年")
    assert listed.startswith("【事项清单】2026年台账（已办结、已撤销）　3项")
    assert shown(listed) == {SETTLED, 15, 16}
    assert shown((await bureau.say(OFFICE, "/list 上一年 整改"))[0]) == {15}
    assert shown((await bureau.say(OFFICE, "筛选 2026年 整改"))[0]) == {15}
    assert shown((await bureau.say("股长", "/list 2026年"))[0]) == {SETTLED, 15}
    await bureau.press("股长", "按类型")
    await bureau.press("股长", "整改 1项")
    assert shown(bureau.newest("股长").text) == {15}
    assert all(len(each.data) <= 64 for each in bureau.newest("股长").buttons)
    await bureau.press("股长", "在办")
    assert shown(bureau.newest("股长").text) == {OPEN, OVERDUE}
    await bureau.press("股长", "2026年")
    assert shown(bureau.newest("股长").text) == {SETTLED, 15}
    assert "可查：2026年" in (await bureau.say("股长", "/list 2025年"))[0]
    assert shown((await bureau.say("股长", "/list 2027年"))[0]) == {OPEN, OVERDUE}


async def test_a_button_of_a_year_that_was_never_closed_opens_nothing(bureau: Bureau) -> None:
    """docs/promises.md 28: the payload is not trusted."""
    furnish(bureau)
    await turn(bureau)
    await bureau.say("股长", "/list")
    await bureau.forge("股长", bureau.newest("股长"), Press(Action.LIST, Filter(year=2019).pack(), 1).encode())
    assert "2019" not in bureau.newest("股长").text
