"""A workbook sent to the bot: read apart, previewed, applied once the office confirms."""

import asyncio
import gc
import threading
from collections.abc import Callable
from io import BytesIO

import pytest
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook

from domain.item import ItemStatus
from store.values import Commit
from tests.domain.office import item
from tests.handlers.office import Bureau

HEADINGS = ("序号", "类别", "事项", "责任单位", "责任人", "完成时限")
OFFICE = "办主任"


def workbook(*rows: tuple[object, ...]) -> bytes:
    """A ledger sheet with these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *rows):
        sheet.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


FIRST = workbook((31, "任务", "敬老院改造", "社会救助股", "甲某", "2026-12-15"))


async def send(bureau: Bureau, name: str, file_name: str, content: bytes) -> str:
    """Send a file in private; the newest answer."""
    await bureau.players[name].send_file(None, file_name, content)
    await bureau.breathe()
    return bureau.newest(name).text


async def test_the_preview_changes_nothing_and_the_confirmation_imports(bureau: Bureau) -> None:
    preview = await send(bureau, OFFICE, "台账.xlsx", FIRST)
    assert "新增1" in preview
    assert bureau.ledger.item(31) is None
    await bureau.press(OFFICE, "确认导入")
    assert bureau.item(31).title == "敬老院改造"
    assert "导入完成" in bureau.newest(OFFICE).text
    assert not list(bureau.ledger.spool.iterdir())


async def test_no_thread_collects_garbage_while_a_large_workbook_is_planned_and_made_ready(bureau: Bureau) -> None:
    """A collection stops everybody: with 10,000 rows it held up answers for 20 ms."""
    rows = ((number, "任务", f"事项{number}", "社会救助股", "甲某", "2026-12-15") for number in range(1000, 1400))
    elsewhere: list[str] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        if threading.current_thread() is not threading.main_thread():
            elsewhere.append(phase)

    gc.callbacks.append(note)
    try:
        assert "新增400" in await send(bureau, OFFICE, "台账.xlsx", workbook(*rows))
        await bureau.press(OFFICE, "确认导入")
    finally:
        gc.callbacks.remove(note)
    assert bureau.item(1399).title == "事项1399"
    assert elsewhere == []
    assert gc.isenabled()


async def test_cancelling_forgets_the_workbook(bureau: Bureau) -> None:
    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    message = bureau.newest(OFFICE)
    confirm = message.buttons[0].data
    await bureau.press(OFFICE, "取消")
    assert bureau.ledger.item(31) is None
    assert "重新发送" in (await bureau.forge(OFFICE, message, confirm) or "")
    assert bureau.ledger.item(31) is None


async def test_a_workbook_that_was_taken_over_is_neither_taken_again_nor_cancelled(bureau: Bureau) -> None:
    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    message = bureau.newest(OFFICE)
    confirm, cancel = (button.data for button in message.buttons)
    await bureau.press(OFFICE, "确认导入")
    for late in (confirm, cancel):
        assert "已导入" in (await bureau.forge(OFFICE, message, late) or "")
    assert "导入完成" in bureau.newest(OFFICE).text
    assert bureau.item(31).version == 1


async def test_one_workbook_is_read_at_a_time_and_the_other_waits_for_its_turn(bureau: Bureau) -> None:
    """docs/promises.md 32."""
    began: list[str] = []
    has_begun, gate = asyncio.Event(), asyncio.Event()

    async def download(file_id: str) -> bytes:
        began.append(file_id)
        has_begun.set()
        await gate.wait()
        return FIRST

    bureau.desk.download = download
    for name in (OFFICE, "管理员"):
        await bureau.players[name].send_file(None, "台账.xlsx", FIRST)
    async with asyncio.TaskGroup() as reading:
        for waiting in await bureau.receive():
            reading.create_task(bureau.feed(waiting))
        await has_begun.wait()
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(began) == 1
        gate.set()
    assert len(began) == 2
    await bureau.breathe()
    assert all("新增1" in bureau.newest(name).text for name in (OFFICE, "管理员"))


async def test_of_two_who_confirm_the_same_workbook_at_once_one_takes_it_over(bureau: Bureau) -> None:
    for name in (OFFICE, "管理员"):
        await send(bureau, name, "台账.xlsx", FIRST)
    players = [bureau.players[name] for name in (OFFICE, "管理员")]
    pressing = [asyncio.create_task(each.press(bureau.newest(each.person.first_name), "确认导入")) for each in players]
    await asyncio.sleep(0)
    async with asyncio.TaskGroup() as deciding:
        for waiting in await bureau.receive():
            deciding.create_task(bureau.feed(waiting))
    await bureau.breathe()
    answers = await asyncio.gather(*pressing)
    assert sum("已导入" in (answer or "") for answer in answers) == 1
    assert bureau.item(31).version == 1
    assert all("导入完成" in bureau.newest(name).text for name in (OFFICE, "管理员")), "each copy shows the result"


async def test_confirming_plans_anew_against_the_ledger_of_that_moment(bureau: Bureau) -> None:
    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    first = bureau.newest(OFFICE)
    confirm = first.buttons[0].data
    await bureau.press(OFFICE, "确认导入")
    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    await bureau.forge(OFFICE, first, confirm)
    assert len(list(bureau.ledger.all_items())) == 1


async def test_what_somebody_changes_after_the_preview_is_not_overwritten_unseen(bureau: Bureau) -> None:
    """The row says what the ledger said then: taken over now, it would set back what the preview never showed."""
    bureau.add(item("2026-12-15", number=31, title="敬老院改造"), item("2026-12-15", number=32, title="低保核查"))
    rows = (
        (31, "任务", "敬老院改造", "社会救助股", "甲某", "2026-12-15"),
        (32, "任务", "低保核查", "社会救助股", "乙某", "2026-12-15"),
    )
    assert "变更1" in await send(bureau, OFFICE, "台账.xlsx", workbook(*rows))
    first = bureau.newest(OFFICE, "确认导入")
    await bureau.say("管理员", "/edit 31 责任人=乙某")
    await bureau.press("管理员", "确认调整")
    await bureau.press(OFFICE, "确认导入", first)
    assert (bureau.item(31).owner, bureau.item(32).owner) == ("乙某", "甲某"), "nothing is taken over"
    assert (first.text, first.buttons) == (
        "预览后台账又有变动，本次未导入。请按下面的最新预览核对后，再点〔确认导入〕。",
        (),
    )
    assert "第31号 敬老院改造：责任人 乙某→甲某" in bureau.newest(OFFICE).text
    await bureau.say("乙某", "/progress 31 已进场")
    await bureau.press(OFFICE, "确认导入")
    assert "变更2项" in bureau.newest(OFFICE).text, (
        "a word that the workbook does not touch is no change of the preview"
    )
    assert (bureau.item(31).owner, bureau.item(32).owner, bureau.item(31).progress) == ("甲某", "乙某", "已进场")
    assert not list(bureau.ledger.spool.iterdir())


async def test_what_is_entered_by_hand_after_the_preview_is_not_overwritten_unseen(bureau: Bureau) -> None:
    """The preview had it as new; a row that means an item which is there now changes that one."""
    assert "新增1" in await send(bureau, OFFICE, "台账.xlsx", FIRST)
    bureau.add(item("2026-12-15", number=31, title="敬老院改造", owner="乙某"))
    await bureau.press(OFFICE, "确认导入")
    assert bureau.item(31).owner == "乙某"
    assert "责任人 乙某→甲某" in bureau.newest(OFFICE).text


async def test_a_cell_that_would_set_back_what_was_changed_since_is_named(bureau: Bureau) -> None:
    """An export that comes back does not know of it: who confirms reads whose change it was. A limit stays moved."""
    bureau.add(item("2026-12-15", number=31, title="敬老院改造"))
    exported = (31, "任务", "敬老院改造", "社会救助股", "甲某", "2026-12-15")
    await bureau.say("管理员", "/edit 31 责任人=乙某 期限=12月20日 原因=系统升级")
    await bureau.press("管理员", "确认调整")
    preview = await send(bureau, OFFICE, "台账.xlsx", workbook(exported))
    assert "第31号责任人已由管理员于2026年11月20日（周五）改为“乙某”，表中为“甲某”，确认后将改回，请核对" in preview
    assert "变更：\n第31号 敬老院改造：责任人 乙某→甲某" in preview
    other = (31, "任务", "敬老院改造", "社会救助股", "股长", "2026-12-20")
    assert "将改回" not in await send(bureau, OFFICE, "台账.xlsx", workbook(other)), "another owner sets nothing back"


class Listeners(list[Callable[[Commit], None]]):
    """Of a ledger: calls ``began`` whenever one is added, which a plan does as it is begun."""

    def __init__(self, present: list[Callable[[Commit], None]], began: Callable[[], None]) -> None:
        super().__init__(present)
        self._began = began

    def append(self, listener: Callable[[Commit], None]) -> None:
        super().append(listener)
        self._began()


async def press_while(bureau: Bureau, meddle: Callable[[], None], times: int) -> None:
    """Press 确认导入, and let somebody change the ledger while a plan is made, so many times."""
    plans = 0

    def begun() -> None:
        nonlocal plans
        plans += 1
        if plans <= times:
            asyncio.get_running_loop().call_soon(meddle)  # once the plan has its copy of the ledger

    books = bureau.ledger._books
    books.on_commit = Listeners(books.on_commit, begun)
    await bureau.press(OFFICE, "确认导入")
    assert plans >= min(times, 1)


async def test_what_somebody_enters_while_the_plan_is_made_keeps_its_number(bureau: Bureau) -> None:
    """The new item of the workbook gets the next one, and both are there once."""
    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    await press_while(bureau, lambda: bureau.add(item(number=31, title="刚登记的")), 1)
    assert bureau.item(31).title == "刚登记的"
    assert [each.title for each in bureau.ledger.all_items()] == ["刚登记的", "敬老院改造"]
    assert "新增1项" in bureau.newest(OFFICE).text


async def test_an_item_that_is_closed_while_the_plan_is_made_stays_closed(bureau: Bureau) -> None:
    bureau.add(item(number=31, title="敬老院改造", unit="社会救助股", owner="乙某"))

    def close() -> None:
        closed = replace(bureau.item(31), status=ItemStatus.CLOSED, version=2, closed_at=bureau.now)
        with bureau.ledger.transaction(at=bureau.now, by="乙某", did="done") as tx:
            tx.save_item(closed)

    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    await press_while(bureau, close, 1)
    assert (bureau.status(31), bureau.item(31).owner) == (ItemStatus.CLOSED, "乙某")
    assert "变更0项" in bureau.newest(OFFICE).text


async def test_a_ledger_that_never_stands_still_keeps_no_workbook_waiting(bureau: Bureau) -> None:
    """Each time a plan is made, somebody adds progress to the very item that the workbook changes; none is lost."""
    bureau.add(item(number=31, title="敬老院改造", unit="社会救助股", owner="乙某"))

    def report() -> None:
        known = bureau.item(31)
        with bureau.ledger.transaction(at=bureau.now, by="乙某", did="progress") as tx:
            tx.save_item(replace(known, progress=f"{known.progress}进", version=known.version + 1))

    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    await press_while(bureau, report, 9)
    found = bureau.item(31)
    assert (found.owner, found.progress, found.version) == ("甲某", "进进进", 5)
    assert "变更1项" in bureau.newest(OFFICE).text


async def test_what_has_nothing_to_do_with_the_workbook_does_not_have_it_planned_again(bureau: Bureau) -> None:
    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    plans = 0

    def count() -> None:
        nonlocal plans
        plans += 1
        bureau.add(item(number=50 + plans, title="别的事项"))

    await press_while(bureau, count, 9)
    assert plans == 1
    assert {each.number for each in bureau.ledger.all_items()} == {31, 51}


async def test_the_buttons_of_one_workbook_do_not_import_another(bureau: Bureau) -> None:
    await send(bureau, OFFICE, "一.xlsx", FIRST)
    first = bureau.newest(OFFICE)
    await send(bureau, OFFICE, "二.xlsx", workbook((32, "任务", "另一项", "社会救助股", "甲某", "2026-12-15")))
    await bureau.press(OFFICE, "确认导入", first)
    assert bureau.ledger.item(31) is not None
    assert bureau.ledger.item(32) is None


async def test_only_the_office_imports(bureau: Bureau) -> None:
    """docs/promises.md 28."""
    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    confirm = bureau.newest(OFFICE).buttons[0].data
    assert "请交办公室导入" in await send(bureau, "甲某", "台账.xlsx", FIRST)
    assert "仅限办公室" in (await bureau.forge("甲某", bureau.newest("甲某"), confirm) or "")
    assert "登记" in await send(bureau, "陌生人", "台账.xlsx", FIRST)
    assert bureau.ledger.item(31) is None


async def test_what_is_no_workbook_is_told_what_to_send(bureau: Bureau) -> None:
    """docs/promises.md 32."""
    assert ".xlsx" in await send(bureau, OFFICE, "照片.pdf", b"%PDF")
    assert "另存为 .xlsx" in await send(bureau, OFFICE, "旧.xls", b"x")
    assert "xlsx" in await send(bureau, OFFICE, "../../坏.xlsx", b"not a workbook")
    assert ".xlsx" not in await send(bureau, "甲某", "照片.pdf", b"%PDF")
    assert bureau.ledger.waiting_updates() == []


async def test_formulas_and_markup_of_a_workbook_are_shown_as_text(bureau: Bureau) -> None:
    """docs/promises.md 29."""
    await send(bureau, OFFICE, "台账.xlsx", workbook((31, "任务", "<b>&{x}", "社会救助股", "甲某", "2026-12-15")))
    assert "<b>&{x}" in bureau.newest(OFFICE).text


async def test_previews_that_nobody_decided_on_make_room(bureau: Bureau) -> None:
    for number in range(7):
        await send(bureau, OFFICE, "台账.xlsx", workbook((number, "任务", "改造", "社会救助股", "甲某", "2026-12-15")))
    assert len(list(bureau.ledger.spool.iterdir())) == 5


async def test_every_copy_of_a_preview_reads_what_was_decided_on_one(bureau: Bureau) -> None:
    """Fault 1.11: of the same workbook, sent by two people of the office, and twice by one of them."""
    for name in (OFFICE, "管理员", OFFICE):
        await send(bureau, name, "台账.xlsx", FIRST)
    await bureau.press("管理员", "确认导入")
    for name in (OFFICE, "管理员"):
        previews = [each for each in bureau.playground.messages(bureau.players[name].chat_id) if each.text]
        assert all("导入完成" in each.text and not each.buttons for each in previews)


async def test_a_preview_whose_workbook_made_room_loses_its_buttons_when_pressed(bureau: Bureau) -> None:
    """Fault 1.11: a refused confirmation is not offered again."""
    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    preview = bureau.newest(OFFICE)
    for path in bureau.ledger.spool.glob("import-*.xlsx"):
        path.unlink()
    assert "已过期" in (await bureau.press(OFFICE, "确认导入", preview) or "")
    assert preview.buttons == ()
    assert "已过期" in preview.text


def renaming(*people: tuple[str, str, str], item_unit: str = "社会救助科") -> bytes:
    """A workbook with a roster of these, and the one item that the ledger has."""
    book = load_workbook(BytesIO(workbook((31, "任务", "敬老院改造", item_unit, "甲某", "2026-12-15"))))
    roster = book.create_sheet("花名册")
    for row in (("姓名", "股室", "角色"), *people):
        roster.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


OF_UNIT = (("股长", "股室负责人"), ("甲某", "经办人"), ("乙某", "经办人"))


async def test_the_group_of_a_unit_that_is_called_otherwise_goes_along(bureau: Bureau) -> None:
    """The preview says so. Its board and whatever it is told are the unit's as before, under the new name."""
    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    await bureau.press(OFFICE, "确认导入")
    group = bureau.group("救助股", "社会救助股", "甲某")
    other = bureau.group("养老股", "养老服务股", "甲某")
    book = renaming(*((name, "社会救助科", role) for name, role in OF_UNIT))
    assert "“社会救助股”的人员全部列入新增单位“社会救助科”，确认后其1个群改绑" in await send(
        bureau, OFFICE, "新.xlsx", book
    )
    assert {chat.unit for chat in bureau.roster.chats} == {"社会救助股", "养老服务股"}
    await bureau.press(OFFICE, "确认导入")
    bound = {chat.chat_id: chat.unit for chat in bureau.roster.chats}
    assert bound == {group.chat_id: "社会救助科", other.chat_id: "养老服务股"}
    assert "第31号" in (await bureau.say("甲某", "/item@duban_bot 31", group))[0]


@pytest.mark.parametrize(
    "book",
    [
        renaming(*((name, "社会救助科", role) for name, role in OF_UNIT[1:]), ("股长", "社会救助股", "股室负责人")),
        renaming(*((name, "社会救助科", role) for name, role in OF_UNIT[1:])),
        renaming(*((name, "社会救助科", role) for name, role in OF_UNIT), item_unit="社会救助股"),
        renaming(*((name, "养老服务股", role) for name, role in OF_UNIT), item_unit="养老服务股"),
    ],
    ids=["one stays", "one is not named", "an item stays", "into a unit that there is"],
)
async def test_the_group_of_a_unit_that_goes_on_stays_bound(bureau: Bureau, book: bytes) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某")
    assert "改绑" not in await send(bureau, OFFICE, "新.xlsx", book)
    await bureau.press(OFFICE, "确认导入")
    assert {chat.chat_id: chat.unit for chat in bureau.roster.chats} == {group.chat_id: "社会救助股"}
