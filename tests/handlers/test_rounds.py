"""清单梳理 (``/round``): begun by the office, returned by heads with one button, seen and prompted."""

import pytest
from msgspec.structs import replace

from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels
from tests.handlers.test_gap_filling import lacking

OFFICE, HEAD = "办主任", "股长"


async def begin(bureau: Bureau, words: str = "/round 12月4日前") -> None:
    await bureau.say(OFFICE, words)
    await bureau.press(OFFICE, "确认发起")


async def test_a_round_is_shown_back_begun_and_returned_with_one_button(bureau: Bureau) -> None:
    lacking(bureau)
    [asked] = await bureau.say(OFFICE, "发起清单梳理 12月4日前")
    assert "截止：12月4日（周五）" in asked
    assert bureau.ledger.newest_round() is None
    await bureau.press(OFFICE, "确认发起")
    told = bureau.newest(HEAD)
    assert "缺项2项" in told.text
    assert "第12号 低保核查：缺完成标准、责任人" in told.text
    await bureau.press(HEAD, "已梳理完毕")
    assert "尚有2项缺项，已报办公室" in bureau.newest(HEAD).text
    [state] = await bureau.say(OFFICE, "/round")
    assert "已返回1/" in state
    assert "社会救助股（缺2项）" in state
    await bureau.press(HEAD, "撤回返回")
    [state] = await bureau.say(OFFICE, "梳理情况")
    assert "已返回0/" in state


async def test_a_unit_without_gaps_returns_zero_and_one_with_gaps_can_not(bureau: Bureau) -> None:
    await begin(bureau)
    zero = bureau.newest(HEAD)
    assert labels(zero) == ["零报告：无缺项"]
    lacking(bureau)
    assert "缺项事项2项，不能零报告" in (await bureau.press(HEAD, "零报告：无缺项") or "")
    found = bureau.ledger.newest_round()
    assert found is not None
    assert found.returns == ()
    await bureau.press(HEAD, "已梳理完毕")
    await bureau.press(HEAD, "撤回返回")
    with bureau.ledger.transaction(at=bureau.now, by="test", did="fill") as tx:
        for number in (12, 13):
            each = bureau.item(number)
            tx.save_item(replace(each, standard="合格", owner="甲某", due="2026-12-20", version=each.version + 1))
    await bureau.say(HEAD, "/round")
    await bureau.press(HEAD, "零报告：无缺项")
    found = bureau.ledger.newest_round()
    assert found is not None
    assert [(each.unit, each.is_zero) for each in found.returns] == [("社会救助股", True)]


async def test_a_group_is_asked_where_no_head_can_be_reached_and_reads_nothing_sensitive(bureau: Bureau) -> None:
    group = bureau.group("福利股", "儿童福利股", "丙某")
    bureau.add(
        item(number=21, title="孤儿保障", unit="儿童福利股", owner="丙某"),
        item(number=22, title="绝密个案", unit="儿童福利股", owner="丙某", is_sensitive=True),
    )
    await begin(bureau)
    told = bureau.newest("丙某", chat=group)
    assert "孤儿保障" in told.text
    assert "绝密个案" not in told.text
    assert "缺项1项" in told.text


async def test_who_has_not_returned_is_prompted_once_a_day(bureau: Bureau) -> None:
    lacking(bureau)
    await begin(bureau)
    await bureau.say(OFFICE, "/round")
    before = len(bureau.texts(HEAD))
    assert "已催" in (await bureau.press(OFFICE, "催一下") or "")
    assert "已催过" in (await bureau.press(OFFICE, "催一下") or "")
    assert len(bureau.texts(HEAD)) == before + 1


async def test_one_round_at_a_time_and_a_second_press_begins_none(bureau: Bureau) -> None:
    await bureau.say(OFFICE, "/round 12月4日前")
    asked = bureau.newest(OFFICE)
    data = asked.buttons[0].data
    await bureau.press(OFFICE, "确认发起")
    await bureau.forge(OFFICE, bureau.newest(OFFICE), data)
    found = bureau.ledger.newest_round()
    assert found is not None
    assert found.number == 1
    [refused] = await bureau.say(OFFICE, "/round 12月10日前")
    assert "尚未结束" in refused


async def test_a_round_about_measures_asks_for_those_that_exist(bureau: Bureau) -> None:
    bureau.add(item(number=12, measures="加强培训", standard="合格"))
    await begin(bureau, "/round 12月4日前 措施再研究")
    assert "请对整改措施再研究、再敲定" in bureau.newest(HEAD).text
    await bureau.press(HEAD, "已研究敲定")
    assert "已研究敲定，已报办公室" in bureau.newest(HEAD).text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/round 尽快", "请写明何时前"),
        ("/round 2月30日", "请写明何时前"),
        ("/round 11月20日", "不是今后的日期"),
        ("/round " + "长" * 3000, "请写明何时前"),
        ("/round", "目前没有进行中的清单梳理"),
    ],
)
async def test_a_round_needs_a_day_ahead(bureau: Bureau, said: str, answer: str) -> None:
    [refused] = await bureau.say(OFFICE, said)
    assert answer in refused
    assert bureau.ledger.newest_round() is None


async def test_who_may_begin_see_and_return_a_round(bureau: Bureau) -> None:
    """docs/promises.md 28: the button's payload is not trusted."""
    lacking(bureau)
    unit = next(each.number for each in bureau.roster.units if each.name == "社会救助股")
    for name in bureau.players:
        told = await bureau.ask(name, "/round 12月4日前")
        assert ("拟发起" in told) is (name in (OFFICE, "管理员")), name
        if name not in (OFFICE, "管理员"):
            await bureau.ask(name, f"round:{739_999 + 300}:0:1")
            assert bureau.ledger.newest_round() is None, name
    await begin(bureau)
    seen = {OFFICE, "管理员", "局长", "纪委", "分管甲", HEAD, "别股长"}
    for name in bureau.players:
        told = await bureau.ask(name, "/round")
        assert ("清单梳理】" in told) is (name in seen), (name, told)
    for name in bureau.players:
        await bureau.ask(name, f"sorted:1:{unit}:1")
        found = bureau.ledger.newest_round()
        assert found is not None
        assert bool(found.returns) is (name in (OFFICE, "管理员", HEAD)), name
        await bureau.ask(OFFICE, f"sorted:1:{unit}:0")
