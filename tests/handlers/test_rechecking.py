"""回头看 as a dialogue: 巩固, 反弹 with a new limit, who may, and what is taken back."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from domain.absence import Absence
from domain.item import Did, Item, ItemStatus, Step
from domain.roster import Role
from playground.telegram.pictures import sample_picture
from tests.domain.office import DEPUTY, TODAY, at, item, person
from tests.handlers.office import Bureau

UNIT = "社会救助股"


def crossed_off(number: int = 24, **fields: Any) -> Item:
    """A rectification of 甲某's that 分管甲 closed in August; its window ended on Wednesday."""
    closed = at("08-20 10:00")
    plain = item(
        number=number,
        kind="rectification",
        title="临时救助台账",
        status=ItemStatus.CLOSED,
        closed_at=closed,
        closed_by="分管甲",
        submitted_at=at("08-19 10:00"),
        submitted_by="甲某",
        observe_until=date(2026, 11, 18),
        history=(Step(closed, "分管甲", Did.APPROVE),),
    )
    return replace(plain, **fields)


async def test_what_holds_is_recorded_by_one_press_and_words_may_follow(bureau: Bureau) -> None:
    bureau.add(crossed_off())
    await bureau.say("分管甲", "/verify 24")
    await bureau.press("分管甲", "巩固")
    held = bureau.item(24)
    assert [each.holds for each in held.rechecks] == [True]
    assert (held.status, held.observe_until) == (ItemStatus.CLOSED, None)
    await bureau.say("分管甲", "抽查20户无缺项")
    assert bureau.item(24).rechecks[-1].words == "抽查20户无缺项"
    assert (
        "已由分管甲于11月20日16:05回头看，结果为巩固，无须重复核查"
        in (await bureau.say("分管甲", "/verify 24 巩固"))[0]
    )


async def test_a_press_a_second_time_changes_nothing_and_the_first_is_taken_back(bureau: Bureau) -> None:
    bureau.add(crossed_off())
    await bureau.say("分管甲", "/verify 24")
    message = bureau.newest("分管甲", "巩固")
    pressed = next(each.data for each in message.buttons if each.label == "巩固")
    await bureau.press("分管甲", "巩固")
    await bureau.forge("分管甲", message, pressed)
    assert len(bureau.item(24).rechecks) == 1
    await bureau.press("分管甲", "撤回")
    assert (bureau.item(24).rechecks, bureau.item(24).observe_until) == ((), date(2026, 11, 18))


async def test_of_two_who_look_again_at_once_the_second_reads_the_firsts_verdict(bureau: Bureau) -> None:
    """反弹 is said again by who knows of 巩固: in words, or by a button that was shown since."""
    bureau.add(crossed_off(24), crossed_off(25))
    for name in ("分管甲", "办主任"):
        await bureau.say(name, "/verify 24")
    held, reopened = "已由分管甲于11月20日16:05回头看，结果为巩固", "已由分管甲于11月20日16:05回头看，结果为反弹"
    office = bureau.newest("办主任")
    pressed = [each.data for each in office.buttons]
    await bureau.press("办主任", "反弹", office)
    await bureau.press("分管甲", "巩固")
    [told] = await bureau.say("办主任", "又有3户缺签字页，12月18日")
    assert held in told
    assert "/verify 24 反弹" in told
    for data in pressed:
        assert held in (await bureau.forge("办主任", office, data) or "")
    assert (bureau.status(24), len(bureau.item(24).rechecks)) == (ItemStatus.CLOSED, 1)
    [shown] = await bureau.say("办主任", "/verify 24")
    assert "上次回头看：巩固，分管甲11月20日" in shown
    await bureau.press("办主任", "反弹")
    await bureau.say("办主任", "又有3户缺签字页，12月18日")
    assert bureau.status(24) is ItemStatus.ACKNOWLEDGED
    await bureau.say("办主任", "/verify 25")
    office = bureau.newest("办主任")
    pressed = [each.data for each in office.buttons]
    await bureau.say("分管甲", "/verify 25 反弹 12月18日 又缺签字页")
    for data in pressed:
        assert reopened in (await bureau.forge("办主任", office, data) or "")
    assert bureau.item(25).due == "2026-12-18"


async def test_a_relapse_asks_for_reason_and_limit_and_puts_the_item_in_hand_again(bureau: Bureau) -> None:
    group = bureau.group("救助股", UNIT, "甲某")
    bureau.add(crossed_off())
    await bureau.say("局长", "/verify 24")
    await bureau.press("局长", "反弹")
    assert "新的整改期限" in (await bureau.say("局长", "又有3户缺签字页"))[0]
    assert bureau.status(24) is ItemStatus.CLOSED
    await bureau.say("局长", "2026年11月2日")
    assert bureau.status(24) is ItemStatus.CLOSED
    told = (await bureau.say("局长", "/verify 24 反弹 12月18日 又有3户缺签字页"))[-1]
    again = bureau.item(24)
    assert "重新整改，期限12月18日" in told
    assert (again.status, again.due, again.closed_at) == (ItemStatus.ACKNOWLEDGED, "2026-12-18", None)
    assert again.former_limits[-1].reason == "反弹：又有3户缺签字页"
    assert "反弹" in bureau.playground.messages(group.chat_id)[-1].text
    assert "反弹" in bureau.texts("分管甲")[-1]
    [card] = await bureau.say("局长", "/item 24")
    assert "原销号：8月20日" in card
    await bureau.press("局长", "撤回", bureau.newest("局长", "撤回"))
    assert (bureau.status(24), bureau.item(24).closed_at) == (ItemStatus.CLOSED, at("08-20 10:00"))
    assert "已撤回" in bureau.playground.messages(group.chat_id)[-1].text


async def test_a_rest_day_and_a_day_that_is_not_plain_are_asked_about(bureau: Bureau) -> None:
    bureau.add(crossed_off())
    assert "休息日" in (await bureau.say("分管甲", "/verify 24 反弹 12月19日 又缺签字页"))[0]
    assert bureau.status(24) is ItemStatus.CLOSED
    await bureau.say("分管甲", "12月21日")
    assert (bureau.item(24).due, bureau.item(24).rechecks[-1].words) == ("2026-12-21", "又缺签字页")


async def test_a_sensitive_relapse_is_told_in_no_group(bureau: Bureau) -> None:
    group = bureau.group("救助股", UNIT, "甲某")
    bureau.add(crossed_off(is_sensitive=True))
    await bureau.say("分管甲", "/verify 24 反弹 12月18日 又缺签字页")
    assert bureau.playground.messages(group.chat_id) == []
    assert "反弹" in bureau.texts("甲某")[-1]
    assert "反弹" in bureau.texts("股长")[-1]


async def test_whom_the_office_names_verifies_though_of_another_unit_and_the_owner_never(bureau: Bureau) -> None:
    bureau.add(crossed_off(24, verifier="丙某"), crossed_off(25, verifier="甲某"))
    assert "没有第24号" in (await bureau.say("丙某", "/item 24"))[0]
    await bureau.say("丙某", "/verify 24 巩固 现场无反弹")
    assert bureau.item(24).rechecks[-1].by == "丙某"
    assert "不能核查" in (await bureau.say("甲某", "/verify 25 巩固"))[0]
    await bureau.say("分管甲", "回头看 25 巩固")
    assert bureau.item(25).rechecks[-1].by == "分管甲"


async def test_before_its_day_only_a_relapse_is_said(bureau: Bureau) -> None:
    bureau.add(crossed_off(observe_until=date(2026, 12, 10)))
    assert "观察期未满" in (await bureau.say("分管甲", "/verify 24 巩固"))[0]
    await bureau.say("分管甲", "/verify 24 反弹 12月18日 又缺签字页")
    assert bureau.status(24) is ItemStatus.ACKNOWLEDGED


async def test_a_button_of_an_earlier_closing_does_nothing(bureau: Bureau) -> None:
    bureau.add(crossed_off())
    await bureau.say("分管甲", "/verify 24")
    message = bureau.newest("分管甲", "巩固")
    pressed = next(each.data for each in message.buttons if each.label == "巩固")
    await bureau.say("分管甲", "/verify 24 反弹 12月18日 又缺签字页")
    await bureau.say("甲某", "/done 24 已补齐")
    await bureau.press("分管甲", "同意销号")
    await bureau.press("分管甲", "仍同意销号")
    assert bureau.item(24).observe_until == date(2027, 2, 18)
    assert "状态已变化" in (await bureau.forge("分管甲", message, pressed) or "")
    assert [each.holds for each in bureau.item(24).rechecks] == [False]


async def test_criterion_window_and_verifier_are_set_in_words_and_kept_at_closing(bureau: Bureau) -> None:
    with bureau.ledger.transaction(at=bureau.now, by="test", did="set up") as tx:
        tx.save_person(person("丁某", Role.STAFF, "儿童福利股", telegram_id=9013))
    bureau.add(item(number=15, kind="rectification"))
    [told] = await bureau.say("办主任", "/edit 15 复查标准 抽查20户无缺项；观察期 2027年9月30日；复查人 丁某")
    assert "抽查20户无缺项" in told
    assert "未看懂" in (await bureau.say("办主任", "/edit 15 观察期 昨天"))[0] or bureau.item(15).criterion
    assert bureau.item(15).verifier == "丁某"
    assert "甲某" in (await bureau.say("办主任", "/edit 15 复查人 甲某"))[0]
    assert bureau.item(15).verifier == "丁某"
    await bureau.say("甲某", "/done 15")
    await bureau.press("分管甲", "同意销号")
    assert bureau.item(15).observe_until == date(2027, 9, 30)
    await bureau.say("股长", "/edit 15 复查标准 随便")
    assert bureau.item(15).criterion == "抽查20户无缺项"


async def test_who_stands_in_for_the_verifier_says_it_in_their_place_and_a_stranger_learns_nothing(
    bureau: Bureau,
) -> None:
    [other] = bureau.roster.of_name("丙某")
    away = Absence(first_on=TODAY, last_on=TODAY, stand_in=other.name, stand_in_number=other.number)
    with bureau.ledger.transaction(at=bureau.now, by="test", did="leave") as tx:
        tx.save_person(replace(DEPUTY, away=(away,)))
    bureau.add(crossed_off())
    await bureau.say("丙某", "/verify 24 巩固 现场无反弹")
    assert [each.holds for each in bureau.item(24).rechecks] == [True]
    assert "第24号" not in "".join(await bureau.say("陌生人", "/verify 24 反弹 12月18日 又缺"))


async def test_pictures_after_it_holds_are_filed_as_evidence(bureau: Bureau) -> None:
    bureau.add(crossed_off())
    await bureau.say("分管甲", "/verify 24 巩固")
    await bureau.players["分管甲"].send_photo(None, sample_picture(1), "")
    await bureau.breathe()
    assert len(bureau.item(24).evidence) == 1
