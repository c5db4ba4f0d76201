"""The office hears once of each row of the ledger file that can't be read, and its morning counts the items."""

import json
from datetime import timedelta
from pathlib import Path

from jobs.upkeep import Upkeep
from tests.jobs.office import Bureau, task
from tests.jobs.test_upkeep import Day, keeps


def _spoil(path: Path, table: str, number: str, **fields: object) -> None:
    tables = json.loads(path.read_text(encoding="utf-8"))
    tables.setdefault(table, {}).setdefault(number, {}).update(fields)
    path.write_text(json.dumps(tables), encoding="utf-8")


async def _steps(upkeep: Upkeep, day: Day) -> None:
    for _ in range(3):
        await day.wait(5)
        await upkeep.step()


def _told(bureau: Bureau) -> list[str]:
    return [letter.html for letter in bureau.ledger.waiting_letters() if "【台账文件】" in letter.html]


async def test_each_fault_is_told_once_and_a_new_one_again(bureau: Bureau) -> None:
    """Fault 8.2, 8.4: by name of item and field, at the start and after each edit, not every day."""
    day = Day()
    bureau.items(task(1, "2026-12-01"), task(2, "2026-12-01"))
    bureau.ledger.checkpoint()
    upkeep = keeps(bureau, day)
    await _steps(upkeep, day)
    assert not _told(bureau)
    _spoil(bureau.path, "items", "1", due="下周五", status=7)
    await _steps(upkeep, day)
    assert len(_told(bureau)) == 1
    assert "第1号（完成时限“下周五”、办理状态“7”）" in _told(bureau)[0]
    await _steps(keeps(bureau, day), day)
    day.now += timedelta(days=1)
    await _steps(upkeep, day)
    assert len(_told(bureau)) == 1
    _spoil(bureau.path, "people", "77", name="某某", role="班长")
    await _steps(upkeep, day)
    assert "花名册第77条（角色“班长”）" in _told(bureau)[1]


async def test_a_faulty_item_is_in_the_lists_and_in_the_offices_morning(bureau: Bureau) -> None:
    """Fault 8.2: 下周五 does not read as 未定期限; the office's digest counts what has to be mended."""
    bureau.items(task(1, "2026-11-20"), task(2, "2026-12-30"))
    bureau.ledger.checkpoint()
    _spoil(bureau.path, "items", "2", due="下周五")
    await _steps(keeps(bureau, Day()), Day())
    letters = bureau.look("11-20 08:30")
    assert any("台账数据有误1项" in letter.html for letter in letters if letter.chat_id == 9001)
