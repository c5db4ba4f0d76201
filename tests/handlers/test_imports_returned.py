"""What an import leaves undone: refused rows come back as a workbook, and nobody's items are lost with who leaves."""

from io import BytesIO

import pytest
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook

from domain.item import ItemStatus
from domain.letter import Letter
from playground.telegram.chats import Message
from tests.domain.office import OWNER, item
from tests.handlers.office import Bureau
from tests.handlers.test_imports import FIRST, HEADINGS, OFFICE, press_while, send, workbook

GOOD = (31, "任务", "敬老院改造", "社会救助股", "甲某", "2026-12-15")
VAGUE = (32, "任务", "低保核查", "社会救助股", "甲某", "尽快")
PRIVATE = (33, "任务", "来电13800000001", "社会救助股", "乙某", "2026-12-15")


def roster(*rows: tuple[object, ...]) -> bytes:
    """A 花名册 with these rows."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "花名册"
    for row in (("姓名", "股室", "角色", "Telegram ID", "状态"), *rows):
        sheet.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def returned(bureau: Bureau) -> tuple[Message, bytes]:
    """The newest file that the bot sent to the office."""
    message = next(m for m in reversed(bureau.playground.messages(bureau.players[OFFICE].chat_id)) if m.file_name)
    return message, bureau.playground.file(message.media["document"]["file_id"])


def rows_of(content: bytes) -> list[tuple[object, ...]]:
    return [tuple(row) for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


async def test_refused_rows_come_back_as_a_workbook_with_their_reasons(bureau: Bureau) -> None:
    """Fault 5.5: after 确认导入 the preview with them was overwritten, and they were gone."""
    await send(bureau, OFFICE, "台账.xlsx", workbook(GOOD, VAGUE, PRIVATE))
    await bureau.press(OFFICE, "确认导入")
    message, content = returned(bureau)
    head, vague, private = rows_of(content)
    assert head == (*HEADINGS, "未导入原因")
    assert vague[:6] == ("32", *VAGUE[1:])
    assert "不是具体期限" in str(vague[6])
    assert private[2] is None
    assert "身份证号或电话号码" in str(private[6])
    assert message.file_name == "未导入2行.xlsx"
    assert "改正后直接发回" in message.text
    assert any("未导入2行，已附表列明原因" in text for text in bureau.texts(OFFICE))


async def test_what_came_back_is_sent_again_once_it_is_corrected(bureau: Bureau) -> None:
    """Fault 5.5: the same columns, so that nothing has to be copied."""
    await send(bureau, OFFICE, "台账.xlsx", workbook(GOOD, VAGUE))
    await bureau.press(OFFICE, "确认导入")
    book = load_workbook(BytesIO(returned(bureau)[1]))
    book.worksheets[0]["F2"] = "2026-12-20"
    corrected = BytesIO()
    book.save(corrected)
    preview = await send(bureau, OFFICE, "未导入1行.xlsx", corrected.getvalue())
    assert "新增1" in preview
    assert "未采用的列" not in preview
    await bureau.press(OFFICE, "确认导入")
    assert bureau.item(32).due == "2026-12-20"


async def test_a_workbook_of_which_every_row_is_refused_comes_back_with_its_preview(bureau: Bureau) -> None:
    """Fault 5.5: there is nothing to confirm, so the rows come at once."""
    await send(bureau, OFFICE, "台账.xlsx", workbook(VAGUE))
    assert len(rows_of(returned(bureau)[1])) == 2


async def test_a_sheet_that_was_refused_whole_comes_back_whole(bureau: Bureau) -> None:
    """Fault 5.5: every row of it, and why."""
    book = Workbook()
    for row in (
        ("序号", "事项", "责任人", "完成时限"),
        (1, "甲事", "甲某", "2026-12-15"),
        (2, "乙事", "甲某", "2026-12-15"),
    ):
        book.worksheets[0].append(row)
    content = BytesIO()
    book.save(content)
    await send(bureau, OFFICE, "台账.xlsx", content.getvalue())
    _, first, second = rows_of(returned(bureau)[1])
    assert "缺少列：责任单位" in str(first[4])
    assert first[4] == second[4]


async def test_of_several_limits_each_comes_back_in_its_own_column(bureau: Bureau) -> None:
    """Fault 5.5: the same columns, so that one of them can be emptied."""
    book = Workbook()
    head = ("序号", "事项", "责任单位", "责任人", "完成时限", "整改期限")
    both = (1, "甲事", "社会救助股", None, "2026-12-15", "2026-12-25")
    for row in (head, both, (2, "乙事", "社会救助股", "甲某", "2026-12-15", None)):
        book.worksheets[0].append(row)
    content = BytesIO()
    book.save(content)
    await send(bureau, OFFICE, "台账.xlsx", content.getvalue())
    await bureau.press(OFFICE, "确认导入")
    head_back, row_back = rows_of(returned(bureau)[1])
    limits = dict(zip(map(str, head_back), (str(cell)[:10] for cell in row_back), strict=True))
    assert (limits["完成时限"], limits["整改期限"]) == ("2026-12-15", "2026-12-25")


async def test_a_refused_confirmation_keeps_its_file(bureau: Bureau) -> None:
    """Fault 7.13: what failed once, or was nobody's to confirm, can be confirmed later."""
    await send(bureau, OFFICE, "台账.xlsx", FIRST)
    message = bureau.newest(OFFICE)
    confirm = message.buttons[0].data
    await bureau.say("甲某", "/help")
    await bureau.forge("甲某", bureau.newest("甲某"), confirm)
    (kept,) = bureau.ledger.spool.iterdir()
    kept.write_bytes(b"not a workbook")  # as if the reader had failed for want of memory
    assert "xlsx" in (await bureau.forge(OFFICE, message, confirm) or "")
    assert kept.exists()
    kept.write_bytes(FIRST)
    await bureau.forge(OFFICE, message, confirm)
    assert bureau.item(31).title == "敬老院改造"


async def test_a_roster_that_changes_while_the_plan_is_made_counts(bureau: Bureau) -> None:
    """Somebody else takes the id meanwhile, so the row that would share it is refused."""
    await send(bureau, OFFICE, "花名册.xlsx", roster(("己某", "社会救助股", "经办人", 9100, None)))

    def enter() -> None:
        with bureau.ledger.transaction(at=bureau.now, by="test", did="add") as tx:
            tx.save_person(replace(OWNER, number=0, name="庚某", telegram_id=9100))

    await press_while(bureau, enter, 1)
    assert [person.name for person in bureau.roster.people if person.telegram_id == 9100] == ["庚某"]


async def leave(bureau: Bureau) -> None:
    """甲某 leaves by the roster, with two items open, one closed, and a message waiting for them."""
    bureau.add(
        item(number=12),
        item(number=13, title="敬老院改造"),
        item(number=14, status=ItemStatus.CLOSED),
        item(number=15, owner="乙某"),
    )
    await send(bureau, OFFICE, "花名册.xlsx", roster(("甲某", "社会救助股", "经办人", 9007, "离岗")))


async def test_who_leaves_is_named_with_their_open_items_before_and_after(bureau: Bureau) -> None:
    """Fault 2.5: they are to be handed over, and only the office can see to it."""
    await leave(bureau)
    listed = "甲某　社会救助股：2项，第12号 低保动态管理、第13号 敬老院改造"
    assert listed in bureau.newest(OFFICE).text
    assert "状态 在岗→离岗" in bureau.newest(OFFICE).text
    await bureau.press(OFFICE, "确认导入")
    assert listed in bureau.newest(OFFICE).text


async def test_who_has_left_reads_and_does_nothing_and_is_told_nothing(bureau: Bureau) -> None:
    """Fault 2.5: they kept reading and were reminded for ever."""
    await bureau.say("甲某", "/help")
    await leave(bureau)
    with bureau.ledger.transaction(at=bureau.now, by="test", did="queue") as tx:
        tx.queue(Letter(chat_id=9007, html="提醒", queued_at=bureau.now, not_before=bureau.now))
    before = len(bureau.texts("甲某"))
    await bureau.press(OFFICE, "确认导入")
    assert len(bureau.texts("甲某")) == before
    for words in ("/mytasks", "/item 12", "/done 12"):
        assert all("登记" in reply for reply in await bureau.say("甲某", words))
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    assert [person.name for person in bureau.roster.former] == ["甲某"]


@pytest.mark.parametrize("state", ["在岗", None])
async def test_an_older_roster_brings_nobody_back_unless_it_says_so(bureau: Bureau, state: str | None) -> None:
    """Fault 2.5: rights return on a plain word only."""
    await leave(bureau)
    await bureau.press(OFFICE, "确认导入")
    await send(bureau, OFFICE, "花名册.xlsx", roster(("甲某", "社会救助股", "经办人", 9007, state)))
    if state:
        await bureau.press(OFFICE, "确认导入")
    assert (bureau.roster.who(9007) is not None) == (state is not None)
