"""The ledger file in other hands while the real bot runs: editors, a hand that empties it, folders that move."""

import json
from typing import Any

from tests.e2e.bureau import Bureau, did, within


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


async def test_an_emptied_file_and_a_broken_one_take_nothing_away(bureau: Bureau) -> None:
    """Fault 8.4: ``{}``, then half a file: both are kept aside, the ledger stays, the office reads of each."""
    for number in (12, 13):
        bureau.add_item(number)
    await bureau.open()
    await bureau.ask("办主任", "/whoami")
    assert await within(5, lambda: "_meta" in _loaded(bureau))
    for count, content in enumerate(("{}", '{"items": {"12": {'), start=1):
        bureau.path.write_text(content, encoding="utf-8")
        await bureau.until(lambda: sum("【台账文件】" in text for text in bureau.texts("办主任")) == count)  # noqa: B023
    await bureau.ask("甲某", "/done 12")
    await bureau.idle()
    assert {number: did(item) for number, item in (await bureau.items()).items()} == {12: ["close_out"], 13: []}
    kept = sorted(path.read_text(encoding="utf-8") for path in bureau.folder.glob("ledger.json.outside*"))
    assert kept == ['{"items": {"12": {', "{}"]
