"""难点 and 延期 that nobody answers reach the director with their buttons, once, and the director may answer."""

from datetime import datetime

from msgspec.structs import replace

from domain.requests import RequestKind
from handlers.decision_requests import OpenRequests
from handlers.request import Office
from jobs.lookout import Lookout
from tests.domain.office import RULES, at, item
from tests.handlers.office import Bureau

FAR = "2026-12-15"


async def _look(bureau: Bureau, lookout: Lookout, requests: OpenRequests, moment: datetime) -> None:
    bureau.playground.clock.set(moment)
    lookout.look(moment)
    requests.look()
    await bureau.breathe()


def _watch(bureau: Bureau) -> tuple[Lookout, OpenRequests]:
    office = Office(ledger=bureau.ledger, rules=RULES, bot="duban_bot")
    return Lookout(bureau.ledger, RULES, "duban_bot"), OpenRequests(office, bureau.playground.clock.now)


async def test_an_obstacle_without_an_answer_reaches_the_director_who_answers_it(bureau: Bureau) -> None:
    bureau.add(item(FAR))
    await bureau.say("甲某", "/stuck 12 消防验收排期至12月10日")
    await bureau.press("甲某", "需协调")
    watch = _watch(bureau)
    for day in ("11-23", "11-24"):
        await _look(bureau, *watch, at(f"{day} 09:30"))
    assert "请您答复" in bureau.texts("分管甲")[-1]
    assert not [text for text in bureau.texts("局长") if "难点" in text]
    for day in ("11-25", "11-26", "11-27"):
        await _look(bureau, *watch, at(f"{day} 09:30"))
    assert sum("【难点报告】" in text for text in bureau.texts("局长")) == 1
    assert "应于11月24日（周二）前答复，尚未答复，请您尽快答复" in bureau.newest("局长", "答复").text
    await bureau.press("局长", "答复")
    await bureau.say("局长", "已与住建局商定11月28日验收")
    obstacle = bureau.item(12).obstacle
    assert obstacle is not None
    assert obstacle.answered_by == "局长"
    assert any("已与住建局商定" in text for text in bureau.texts("甲某"))


async def test_an_extension_that_nobody_decides_is_the_directors_to_decide(bureau: Bureau) -> None:
    bureau.add(item(FAR))
    await bureau.say("甲某", "/extend 12 12月31日 省系统升级")
    watch = _watch(bureau)
    for day in ("11-23", "11-24", "11-25", "11-26"):
        await _look(bureau, *watch, at(f"{day} 09:30"))
    assert sum("【延期申请】" in text for text in bureau.texts("局长")) == 1
    await bureau.press("局长", "同意")
    assert bureau.item(12).due == "2026-12-31"
    assert bureau.ledger.request_of(RequestKind.EXTEND, 12) is None


async def test_what_was_answered_in_time_never_reaches_the_director(bureau: Bureau) -> None:
    bureau.add(item(FAR), replace(item(FAR), number=13))
    await bureau.say("甲某", "/extend 12 12月31日 省系统升级")
    watch = _watch(bureau)
    await _look(bureau, *watch, at("11-23 09:30"))
    await bureau.press("分管甲", "同意")
    for day in ("11-24", "11-25", "11-26", "11-30"):
        await _look(bureau, *watch, at(f"{day} 09:30"))
    assert not [text for text in bureau.texts("局长") if "延期申请" in text]
