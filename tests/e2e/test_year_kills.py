"""``kill -9`` around a year turn and the answer of a 回头看: all of it, once."""

from datetime import datetime
from typing import Any

from tests.e2e.bureau import Bureau, did

NUMBERS = range(101, 401)
#: A rectification whose 回头看 has come.
CLOSED_AT = "2026-08-20T10:00:00+08:00"
CROSSED_OFF: dict[str, Any] = {
    "kind": "rectification",
    "status": "closed",
    "closed_at": CLOSED_AT,
    "closed_by": "分管甲",
    "observe_until": "2026-11-18",
    "history": [{"at": CLOSED_AT, "by": "分管甲", "did": "approve"}],
}


async def test_a_year_turn_and_a_recheck_happen_once_whenever_the_process_is_killed(bureau: Bureau) -> None:
    """docs/promises.md 1, 2: killed with presses stored, while items are made ready, and before it was answered."""
    bureau.telegram.clock.set(datetime.fromisoformat("2026-12-30T10:00:00+08:00"))
    bureau.add_item(12, **CROSSED_OFF)
    for number in NUMBERS:
        bureau.add_item(number)
    await bureau.open()
    assert "未办结300项转入2027年" in await bureau.ask("办主任", "年度结转")
    asked = bureau.private("办主任")[-1]
    await bureau.ask("分管甲", "/verify 12")
    card = bureau.private("分管甲")[-1]
    changed = bureau.telegram.faults.order("editMessageText", "no_answer", times=2)
    for _ in range(2):
        await bureau.player("办主任").press(asked, "确认结转", within=0)
        await bureau.player("分管甲").press(card, "巩固", within=0)
    for has_come in (lambda: not len(bureau.telegram.updates), lambda: True, lambda: changed.met):
        await bureau.until(has_come)
        await bureau.restart()
    await bureau.until(lambda: "转入2027年台账300项" in asked.text)
    await bureau.idle()
    items = await bureau.items()
    assert {(item["version"], item["ledger_year"], *did(item)) for n, item in items.items() if n in NUMBERS} == {
        (2, 2027, "carry")
    }
    assert (did(items[12]), len(items[12]["rechecks"])) == (["approve", "recheck"], 1)
    assert "ledger_year" not in items[12]  # it is settled, and stays
    assert (await bureau.cli("verify"))[0] == 0
