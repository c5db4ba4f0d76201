"""The ledger file and its commands: what other programs, the office and the inspectors may rely on."""

import shutil
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from tinydb import Query, TinyDB

from playground.telegram.pictures import sample_picture
from playground.telegram.server import Playground
from tests.e2e.bureau import ROSTER, TOKEN, Bureau, Post, did, within
from tests.e2e.process import BotProcess, run_cli
from tests.reports.books import HEADINGS, book_of, raw_book

#: Seconds within which the file shows a change.
PROMPT = 5.0


PEOPLE = (
    ("姓名", "股室", "角色", "Telegram ID", "分管单位"),
    ("甲某", "社会救助股", "经办人", 9007, ""),
    ("丁某", "社会救助股", "经办人", 9011, ""),
)
ITEMS = (
    HEADINGS,
    (31, "任务", "低保动态管理", "社会救助股", "甲某", date(2027, 6, 30)),
    (32, "整改", "<b>&台账不规范", "社会救助股", "丁某", "2027年7月31日前"),
)


def _workbook(folder: Path) -> Path:
    return book_of(folder / "台账.xlsx", {"花名册": PEOPLE, "整改台账": ITEMS})


async def test_a_stock_tinydb_finds_what_a_command_did_within_five_seconds(bureau: Bureau) -> None:
    for number in (12, 13):
        bureau.add_item(number)
    await bureau.open()
    await bureau.ask("甲某", "/done 12 已报局办")
    assert await within(PROMPT, lambda: bureau.stock_items()[12]["status"] == "closed")
    with TinyDB(bureau.path, encoding="utf-8", access_mode="r") as db:
        (closed,) = db.table("items").search(Query().status == "closed")
    assert (closed.doc_id, closed["version"], closed["progress"]) == (12, 2, "已报局办")
    await bureau.bot.kill()
    assert bureau.stock_items()[13] == bureau.stock_items()[13] | {"status": "acknowledged", "version": 1}


async def test_a_backup_of_the_running_bot_is_restored_and_runs_again(bureau: Bureau) -> None:
    for number in (12, 13, 14):
        bureau.add_item(number)
    await bureau.open()
    await bureau.ask("甲某", "/done 12")
    copy = bureau.folder / "copy"
    code, _, error = await bureau.cli("backup", str(copy))
    assert code == 0, error
    await bureau.ask("甲某", "/done 13")
    assert (await bureau.cli("backup", str(copy)))[0] == 1  # never over another one
    await bureau.bot.kill()
    for lost in bureau.folder.glob("ledger.json*"):
        shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    shutil.copytree(copy, bureau.folder, dirs_exist_ok=True)
    assert (await bureau.cli("verify"))[0] == 0
    await bureau.start()
    await bureau.ask("甲某", "/done 14")
    await bureau.idle()
    assert {n: did(item) for n, item in (await bureau.items()).items()} == {
        12: ["close_out"],
        13: [],
        14: ["close_out"],
    }
    assert (await bureau.cli("verify"))[0] == 0


async def test_the_same_workbook_twice_changes_nothing_and_never_beside_the_running_bot(bureau: Bureau) -> None:
    bureau.write_ledger()
    workbook = _workbook(bureau.folder)
    code, preview, _ = await bureau.cli("import", str(workbook), given="n\n")
    assert code == 0
    assert "低保动态管理" in preview
    assert bureau.stock_items() == {}
    code, _, error = await bureau.cli("import", str(workbook), "--yes")
    assert code == 0, error
    imported, head = bureau.path.read_bytes(), (await bureau.cli("verify", "--head"))[1]
    assert {n: (item["kind"], item["due"]) for n, item in bureau.stock_items().items()} == {
        31: ("task", "2027-06-30"),
        32: ("rectification", "2027-07-31"),
    }
    assert (await bureau.cli("import", str(workbook), "--yes"))[0] == 0
    assert bureau.path.read_bytes() == imported
    assert (await bureau.cli("verify", "--head"))[1] == head
    await bureau.start()
    code, _, error = await bureau.cli("import", str(workbook), "--yes")
    assert code == 1
    assert "台账正由另一个程序使用" in error


async def test_a_workbook_sent_to_the_bot_outlives_a_kill_and_a_bomb_hurts_nobody(bureau: Bureau) -> None:
    """docs/promises.md 1, 29, 32: previewed, the process killed, then confirmed; its cells are shown as text."""
    await bureau.open()
    office = bureau.player("办主任")
    bomb = raw_book(bureau.folder / "bomb.xlsx", "<sheetData/>", extra={"xl/media/a.xml": b" " * 200_000_000})
    await office.send_file(None, "../../etc/台账.xlsx", bomb.read_bytes())
    assert "甲某" in await bureau.ask("甲某", "/whoami")
    await office.send_file(None, "台账.xlsx", _workbook(bureau.folder).read_bytes())
    await bureau.until(lambda: len(bureau.private("办主任")) == 2)
    refused, preview = bureau.private("办主任")
    assert not refused.buttons
    assert "<b>&台账不规范" in preview.text
    await bureau.restart()
    for _ in range(2):
        await office.press(preview, "确认导入", within=0)
    await bureau.until(lambda: bureau.texts("办主任")[1].startswith("✅ 导入完成"))
    await bureau.idle()
    copies = bureau.private("办主任")[1:]  # the kill may have come before it was known that the preview had arrived
    assert len(copies) <= 2
    assert {copy.text for copy in copies if not copy.buttons} == {copies[0].text} == {copy.text for copy in copies}
    items = await bureau.items()
    assert {number: did(item) for number, item in items.items()} == {31: ["assign"], 32: ["assign"]}


async def test_every_fault_of_a_configuration_is_named_at_once(tmp_path: Path) -> None:
    """And by ``run`` as by ``check``; the token, right or wrong, is in no complaint (docs/promises.md 30)."""
    config = tmp_path / "config.toml"
    config.write_text(
        '[telegram]\ntoken = "12345:spoilt token"\n[office]\ntimezone = "Asia/Shanghay"\ncloses_at = "25:00"\n'
        'adminz = [1]\n[store]\npath = "/proc/ledger.json"\n',
        encoding="utf-8",
    )
    code, out, error = await run_cli("check", "--config", str(config))
    assert (code, out) == (2, "")
    for key in ("telegram.token", "office.timezone", "office.closes_at", "office.adminz", "store.path"):
        assert sum(key in line for line in error.splitlines()) == 1, error
    assert "spoilt" not in error
    async with BotProcess(config) as bot:
        assert await bot.exited() == 2
        assert bot.said() == error


async def test_a_chat_that_threw_the_bot_out_is_a_fault(bureau: Bureau) -> None:
    """docs/promises.md 17: as ``check --online`` sees it; an adopted chat has no title yet, so its unit names it."""
    bureau.add_group("社会救助股").remove_bot()
    bureau.write_ledger()
    code, out, error = await bureau.cli("check", "--online")
    assert code == 2
    assert "社会救助股" in out + error


async def test_a_request_follows_its_item_to_another_unit(tmp_path: Path) -> None:
    """Fault 2.8: edited in the file while the bot was down, the item is put to the new unit's deputy leader."""
    async with Playground(token=TOKEN) as telegram:
        other = Post("分管乙", "", "deputy", 9013, ("社会事务股",))
        bureau = Bureau(tmp_path, telegram, (*ROSTER, other))
        bureau.add_item(12, kind="rectification", evidence=["照片"])
        await bureau.open()
        await bureau.ask("甲某", "/done 12 已整改")
        await bureau.until(lambda: bureau.private("分管甲"))
        assert await bureau.bot.stop() == 0
        with TinyDB(bureau.path, encoding="utf-8", ensure_ascii=False) as db:
            db.table("items").update({"unit": "社会事务股"}, doc_ids=[12])
        await bureau.start()
        await bureau.until(lambda: bureau.private("分管乙") and "已转分管乙" in bureau.private("分管甲")[0].text)
        assert bureau.private("分管甲")[0].buttons == ()
        await bureau.player("分管乙").press(bureau.private("分管乙")[0], "同意销号")
        assert (await bureau.items())[12]["closed_by"] == "分管乙"


async def test_evidence_is_fetched_into_a_folder_and_goes_on_where_it_was(bureau: Bureau, tmp_path: Path) -> None:
    """A file is named by numbers, never by what somebody typed; a second run fetches nothing twice."""
    bureau.add_item(12)
    await bureau.open()
    player = bureau.player("甲某")
    await player.send_photo(None, sample_picture(1), "12 =现场")
    await player.send_file(None, "../../核查.PDF", b"%PDF", "12 核查")
    await bureau.until(lambda: len(bureau.private("甲某")) == 2)
    folder = tmp_path / "佐证"
    code, printed, _ = await bureau.cli("evidence", str(folder))
    assert code == 0, printed
    assert "共2个文件，本次取回2个" in printed
    assert (folder / "第12号" / "01.jpg").read_bytes() == sample_picture(1)
    assert (folder / "第12号" / "02.pdf").read_bytes() == b"%PDF"
    rows = list(load_workbook(folder / "目录.xlsx")["佐证材料"].values)
    assert [row[6] for row in rows] == ["附言", "=现场", "核查"]
    (folder / "第12号" / "02.pdf").unlink()
    assert "本次取回1个" in (await bureau.cli("evidence", str(folder)))[1]
