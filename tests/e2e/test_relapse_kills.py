"""``kill -9`` around a relapse (反弹): the item is reopened once, and everybody concerned hears of it."""

from datetime import datetime
from typing import Any

from playground.telegram.faults import Order
from tests.e2e.bureau import RELIEF, Bureau, did
from tests.e2e.test_year_kills import CROSSED_OFF

#: A closed item above it; who closed and who owns it, and the office, hear that its part is in hand again.
ABOVE: dict[str, Any] = CROSSED_OFF | {"title": "上级问题", "closed_by": "局长"}
#: Who hears what.
TOLD = {"局长": "重新整改", "甲某": "反弹", "分管甲": "反弹", "乙某": "上级问题", "办主任": "上级问题"}


def _copies(bureau: Bureau, words: str) -> dict[str, int]:
    """How often each has read it."""
    said = {name: bureau.texts(name) for name in TOLD} | {RELIEF: bureau.in_group(RELIEF)}
    return {name: sum(words in each for each in texts) for name, texts in said.items()}


async def _until_met(bureau: Bureau, held: list[Order]) -> None:
    await bureau.until(lambda: any(each.met for each in held))


async def test_a_relapse_reopens_once_and_is_told_to_all_whenever_the_process_is_killed(bureau: Bureau) -> None:
    """docs/promises.md 1, 2, 9: killed with the words stored, between its notices, and as it is taken back."""
    bureau.telegram.clock.set(datetime.fromisoformat("2026-11-20T10:00:00+08:00"))
    group = bureau.add_group(RELIEF, "甲某", "股长")
    bureau.add_item(11, "乙某", **ABOVE)
    bureau.add_item(12, **CROSSED_OFF, title="临时救助台账", parent=11)
    await bureau.open()
    chats = {name: bureau.player(name).chat_id for name in TOLD} | {RELIEF: group.chat_id}
    for silent in ((RELIEF, "局长", "乙某"), ("分管甲", "甲某"), ("办主任",)):
        # these are not answered: what the others read is settled, what these should read is not
        held = [bureau.telegram.faults.order("sendMessage", "no_answer", chat_id=chats[name]) for name in silent]
        if silent[0] == RELIEF:
            await bureau.player("局长").say(None, "/verify 12 反弹 12月18日 又有3户缺签字页")
            await bureau.until(lambda: not len(bureau.telegram.updates))
            await bureau.restart()
        await _until_met(bureau, held)
        await bureau.restart()
        bureau.telegram.faults.orders.clear()
    await bureau.until(lambda: all(_copies(bureau, words)[name] for name, words in TOLD.items()))
    await bureau.until(lambda: _copies(bureau, "反弹")[RELIEF])
    await bureau.idle()
    for name, words in TOLD.items():
        assert 1 <= _copies(bureau, words)[name] <= 5, name  # four kills, each of which may leave a copy more
    relapsed = next(each for each in reversed(bureau.private("局长")) if "重新整改" in each.text)
    for _ in range(2):
        await bureau.player("局长").press(relapsed, "撤回", within=0)
    await bureau.until(lambda: not len(bureau.telegram.updates))
    await bureau.restart()
    await bureau.until(lambda: _copies(bureau, "已撤回")[RELIEF])
    await bureau.idle()
    item = (await bureau.items())[12]
    assert did(item) == ["approve", "relapse", "undo"]
    assert (item["status"], item["closed_at"][:10], item.get("rechecks", [])) == ("closed", "2026-08-20", [])
    assert (await bureau.cli("verify"))[0] == 0
