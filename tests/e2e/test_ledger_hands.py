"""Others change the ledger's files while the bot runs: editors, an emptied file, moved folders."""

import json
from pathlib import Path
from typing import Any

from tests.e2e.bureau import Bureau, did, within
from tests.e2e.process import BotProcess


def _loaded(bureau: Bureau) -> dict[str, Any]:
    """What an editor holds in memory."""
    tables: dict[str, Any] = json.loads(bureau.path.read_text(encoding="utf-8"))
    return tables


def _save(bureau: Bureau, tables: dict[str, Any]) -> None:
    bureau.path.write_text(json.dumps(tables, ensure_ascii=False, indent=2), encoding="utf-8")


def _status(bureau: Bureau, number: int) -> str:
    return str(bureau.stock_items()[number]["status"])


async def test_an_editor_that_saves_late_undoes_no_closing(bureau: Bureau) -> None:
    """Fault 8.1: opened before a /done and saved after it; the edit counts, the closing stays and is told."""
    for number in (12, 13, 14):
        bureau.add_item(number)
    await bureau.open()
    await bureau.ask("办主任", "/whoami")
    assert await within(5, lambda: "_meta" in _loaded(bureau) and len(bureau.stock_items()) == 3)
    copy = _loaded(bureau)
    await bureau.ask("甲某", "/done 12")
    assert await within(5, lambda: _status(bureau, 12) == "closed")
    copy["items"]["12"]["status"] = "suspended"
    copy["items"]["13"]["remark"] = "手工备注"
    _save(bureau, copy)
    await bureau.until(lambda: any("【台账文件】" in text for text in bureau.texts("办主任")))
    (told,) = [text for text in bureau.texts("办主任") if "【台账文件】" in text]
    assert "第12号（办理状态）" in told
    await bureau.restart()
    await bureau.ask("甲某", "/done 14")
    await bureau.idle()
    items = await bureau.items()
    assert {n: (did(item), item.get("remark", "")) for n, item in items.items()} == {
        12: (["close_out"], ""),
        13: ([], "手工备注"),
        14: (["close_out"], ""),
    }
    assert (await bureau.cli("verify"))[0] == 0


async def test_an_emptied_file_takes_nothing_away(bureau: Bureau) -> None:
    """Fault 8.4: ``{}`` is kept aside, the ledger stays, the office reads of it."""
    for number in (12, 13):
        bureau.add_item(number)
    await bureau.open()
    await bureau.ask("办主任", "/whoami")
    assert await within(5, lambda: "_meta" in _loaded(bureau))
    bureau.path.write_text("{}", encoding="utf-8")
    await bureau.until(lambda: any("【台账文件】" in text for text in bureau.texts("办主任")))
    await bureau.ask("甲某", "/done 12")
    await bureau.idle()
    assert {number: did(item) for number, item in (await bureau.items()).items()} == {12: ["close_out"], 13: []}
    assert bureau.path.with_name("ledger.json.outside").read_text(encoding="utf-8") == "{}"


async def test_a_journal_that_is_moved_away_stops_the_answers_and_loses_none(bureau: Bureau) -> None:
    """Fault 1.8: nothing is acknowledged into a folder without its name; moved back, the commands take effect."""
    for number in range(10, 20):
        bureau.add_item(number)
    await bureau.open()
    await bureau.ask("办主任", "/whoami")
    await bureau.ask("甲某", "/done 10")
    folder = bureau.journal().parent
    folder.rename(away := folder.with_name("away"))
    said = await bureau.ask("甲某", "/done 11")
    assert said.startswith("暂未保存")
    for number in range(12, 20):
        await bureau.player("甲某").say(None, f"/done {number}")
    await bureau.until(lambda: any("【暂停受理】" in text for text in bureau.texts("办主任")))
    await bureau.bot.kill()
    away.rename(folder)
    await bureau.start()
    await bureau.until(lambda: sum("已办结" in text for text in bureau.texts("甲某")) == 10)
    await bureau.idle()
    assert {did(item)[-1] for item in (await bureau.items()).values()} == {"close_out"}
    assert (await bureau.cli("verify"))[0] == 0


async def test_a_second_bot_gets_nowhere_although_the_lock_was_deleted(bureau: Bureau) -> None:
    """Fault 1.8: two processes never write one ledger, neither by a link nor after ``rm``."""
    bureau.add_item(12)
    await bureau.open()
    await bureau.ask("甲某", "/whoami")
    link = bureau.folder / "link.json"
    link.symlink_to(bureau.path)
    second = bureau.folder / "second.toml"
    second.write_text(bureau.config.read_text(encoding="utf-8").replace("ledger.json", "link.json"), encoding="utf-8")
    for config in (bureau.config, second):
        bureau.path.with_name("ledger.json.lock").unlink(missing_ok=True)
        async with BotProcess(config) as other:
            assert await other.exited() == 1
            assert "台账正由另一个程序使用" in other.said()
    await bureau.ask("甲某", "/done 12")
    await bureau.idle()
    assert did((await bureau.items())[12]) == ["close_out"]


async def test_an_odd_target_gets_one_sentence(bureau: Bureau) -> None:
    """Fault 1.10: ``backup`` and ``export`` end with 1 and a Chinese sentence that names the place, no traceback."""
    bureau.write_ledger()
    (bureau.folder / "file").write_text("x", encoding="utf-8")
    refused = [
        ("backup", str(bureau.folder / "file"), "那里已有一个同名文件"),
        ("backup", str(bureau.folder), "备份目录不是空目录"),
        ("backup", str(bureau.folder / "file" / "copy"), "上级目录不存在"),
        ("export", str(bureau.folder), "那里是一个目录"),
        ("export", str(bureau.folder / "none" / "台账.xlsx"), "上级目录不存在"),
    ]
    for command, target, why in refused:
        code, out, error = await bureau.cli(command, target)
        assert (code, out) == (1, "")
        assert why in error
        assert Path(target).name in error
    workbook = bureau.folder / "台账.xlsx"
    assert (await bureau.cli("export", str(workbook)))[0] == 0
    assert workbook.stat().st_mode & 0o777 == 0o640


async def test_every_command_names_a_row_that_it_cannot_read_and_the_bot_runs_without_it(bureau: Bureau) -> None:
    """Fault 8.4: a spoilt letter, a spoilt item: named by table, number, field; the office is told; answers go on."""
    bureau.add_item(12)
    bureau.add_item(13, due="下周五")
    await bureau.open()
    await bureau.ask("办主任", "/whoami")
    assert await bureau.bot.stop() == 0
    tables = _loaded(bureau)
    tables["_outbox"] = {"999": {"chat_id": "nobody"}}
    _save(bureau, tables)
    codes = {}
    for command, *arguments in (("check",), ("verify",), ("backup", str(bureau.folder / "copy"))):
        codes[command], _, error = await bureau.cli(command, *arguments)
        assert "待发消息第999条" in error
        assert "第13号（完成时限“下周五”）" in error
    assert codes == {"check": 2, "verify": 1, "backup": 0}
    await bureau.start()
    await bureau.until(lambda: any("待发消息第999条" in text for text in bureau.texts("办主任")))
    assert "台账数据有误：完成时限“下周五”" in await bureau.ask("甲某", "/mytasks")
    await bureau.ask("甲某", "/done 12")
    await bureau.idle()
    items = await bureau.items()
    assert (did(items[12]), items[13]["due"]) == (["close_out"], "下周五")
    assert _loaded(bureau)["_outbox"] == {"999": {"chat_id": "nobody"}}
