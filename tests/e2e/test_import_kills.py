"""``kill -9`` during an import: all rows are taken over once, and the answer comes at most twice."""

from pathlib import Path

from playground.telegram.chats import Message
from store.journal.months import folder_of
from tests.e2e.bureau import Bureau, did
from tests.reports.books import HEADINGS, book_of

ROWS = range(101, 401)
#: Rows enough to need more than one line of the journal.
STANDARD = "逐户核查到位，" * 90


def _workbook(folder: Path) -> bytes:
    """New items, and a change of one that the ledger has."""
    rows = [(n, "任务", f"交办事项{n}", "社会救助股", "甲某", "2027-06-30", STANDARD) for n in ROWS]
    known = (12, "任务", "事项12", "社会救助股", "丁某", "2027-06-30")
    return book_of(folder / "台账.xlsx", {"台账": ((*HEADINGS, "完成标准"), *rows, known)}).read_bytes()


async def _previewed(bureau: Bureau) -> Message:
    bureau.add_item(12)
    await bureau.open()
    await bureau.player("办主任").send_file(None, "台账.xlsx", _workbook(bureau.folder))
    await bureau.until(lambda: bureau.private("办主任"))
    return bureau.private("办主任")[0]


async def _taken_over_once(bureau: Bureau) -> None:
    await bureau.until(lambda: bureau.first_lines("办主任") == ["✅ 导入完成：新增300项，变更1项，不变0项。"])
    await bureau.idle()
    assert len(bureau.private("办主任")) == 1
    items = await bureau.items()
    assert {n: did(item) for n, item in items.items()} == {12: ["amend"], **{n: ["assign"] for n in ROWS}}
    assert (items[12]["owner"], items[12]["version"]) == ("丁某", 2)
    assert list(folder_of(bureau.path).glob("enclosed-*.json"))
    assert (await bureau.cli("verify"))[0] == 0


async def test_a_workbook_is_taken_over_once_whenever_the_process_is_killed(bureau: Bureau) -> None:
    """docs/promises.md 1, 2, 25: killed with presses stored, while the file is read, with rows in the journal."""
    preview = await _previewed(bureau)
    entered = bureau.telegram.faults.order("editMessageText", "no_answer")
    for _ in range(2):
        await bureau.player("办主任").press(preview, "确认导入", within=0)
    for has_come in (lambda: not len(bureau.telegram.updates), lambda: True, lambda: entered.met):
        await bureau.until(has_come)
        await bureau.restart()
    await _taken_over_once(bureau)
