"""``/series`` (例行): set with 交办, listed, skipped, ended, changed from the next occurrence on."""

from datetime import date

import pytest

from jobs.lookout import Lookout
from tests.domain.office import RULES, at
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels

SAID = "交办 甲某 每月25日前 核查数据报送"


async def begin(bureau: Bureau) -> None:
    await bureau.say("办主任", SAID)
    await bureau.press("办主任", "确认交办")


async def test_work_that_recurs_is_set_once_and_the_preview_says_what_follows(bureau: Bureau) -> None:
    [shown] = await bureau.say("办主任", SAID)
    assert "期限：11月25日（周三）〔写作“每月25日前”；例行，下一期12月25日（周五），到时自动生成〕" in shown
    await bureau.press("办主任", "确认交办")
    [series] = bureau.ledger.series_all()
    item = bureau.item(series.number)
    assert (item.series, item.occurrence) == (item.number, date(2026, 11, 25))
    [listed] = await bureau.say("办主任", "例行工作")
    assert f"例行{series.number} 核查数据报送" in listed
    assert "已1期，下一期12月25日（周五）（12月11日（周五）自动交办）" in listed


async def test_the_next_one_alone_may_be_meant(bureau: Bureau) -> None:
    await bureau.say("办主任", SAID)
    await bureau.press("办主任", "只办这一次")
    assert "仅为最近一次" in bureau.newest("办主任").text
    await bureau.press("办主任", "确认交办")
    assert bureau.ledger.series_all() == ()


async def test_it_is_skipped_ended_and_goes_on_by_button_and_word(bureau: Bureau) -> None:
    await begin(bureau)
    number = bureau.ledger.series_all()[0].number
    [said] = await bureau.say("办主任", f"例行 {number} 跳过")
    assert "已跳过12月25日（周五）这一期。" in said
    assert bureau.ledger.series_all()[0].skipped == (date(2026, 12, 25),)
    await bureau.press("办主任", "撤销跳过")
    assert bureau.ledger.series_all()[0].skipped == ()
    await bureau.press("办主任", "结束")
    assert bureau.ledger.series_open() == ()
    [said] = await bureau.say("办主任", f"/series {number} 跳过")
    assert "已结束，恢复请发" in said
    await bureau.say("办主任", f"/series {number} 恢复")
    assert len(bureau.ledger.series_open()) == 1


async def test_what_it_says_is_changed_from_the_next_on(bureau: Bureau) -> None:
    await begin(bureau)
    number = bureau.ledger.series_all()[0].number
    [said] = await bureau.say("股长", f"例行 {number} 每月28日前")
    assert "下一期12月28日" in said, "November has its own already"
    await bureau.say("股长", f"例行 {number} 责任人 乙某")
    [series] = bureau.ledger.series_all()
    assert (series.written, series.owner) == ("每月28日前", "乙某")
    assert bureau.item(number).owner == "甲某"


async def test_words_say_what_stood_before_and_whose_it_was_and_are_taken_back(bureau: Bureau) -> None:
    """They carry no version: what somebody else has just said is replaced, and never unseen."""
    await begin(bureau)
    [series] = bureau.ledger.series_all()
    [told] = await bureau.say("股长", f"例行 {series.number} 责任人 乙某")
    assert told.startswith("已调整，自下一期起执行：责任人甲某→乙某。\n")
    first = bureau.newest("股长", "撤回")
    bureau.wait(minutes=2)
    [told] = await bureau.say("办主任", f"例行 {series.number} 责任人 股长")
    assert "责任人乙某→股长。原内容系股长11月20日16:05调整，已告知其本人。" in told
    heard = bureau.newest("股长").text
    assert heard.startswith(f"【例行调整】例行{series.number} 核查数据报送\n责任人乙某→股长，自下一期起执行。")
    assert "办主任11月20日16:07调整，替代您此前的调整" in heard
    assert "本次未作改动" in (await bureau.press("股长", "撤回", first) or "")
    assert "最近调整：责任人乙某→股长（办主任11月20日16:07）" in first.text
    assert bureau.ledger.series_all()[0].owner == "股长"
    await bureau.press("股长", "撤回", first)
    assert "已撤回办主任11月20日16:07的调整：责任人股长→乙某。" in first.text
    [after] = bureau.ledger.series_all()
    assert (after.owner, after.was) == ("乙某", {})


async def test_what_is_said_already_changes_nothing_and_loses_no_skip(bureau: Bureau) -> None:
    await begin(bureau)
    [series] = bureau.ledger.series_all()
    await bureau.say("股长", f"例行 {series.number} 跳过")
    before = bureau.ledger.series_all()
    for words in ("每月25日前", "责任人 甲某", "标题 核查数据报送"):
        [told] = await bureau.say("办主任", f"例行 {series.number} {words}")
        assert told == f"例行{series.number}现已如此，未作改动，请发“例行 {series.number}”查看。"
    assert bureau.ledger.series_all() == before
    [told] = await bureau.say("办主任", f"例行 {series.number} 每月28日前")
    assert "周期每月25日前→每月28日前。原跳过的12月25日（周五）不再保留。" in told
    await bureau.press("办主任", "撤回")
    [back] = bureau.ledger.series_all()
    assert (back.written, back.skipped, back.made_until) == (series.written, (date(2026, 12, 25),), series.made_until)


async def test_a_change_is_taken_back_until_the_next_occurrence_is_there(bureau: Bureau) -> None:
    await begin(bureau)
    [series] = bureau.ledger.series_all()
    await bureau.say("股长", f"例行 {series.number} 责任人 乙某")
    shown = bureau.newest("股长", "撤回")
    Lookout(bureau.ledger, RULES, "duban_bot").look(at("12-14 08:31"))
    assert [each.owner for each in bureau.ledger.all_items()] == ["甲某", "乙某"]
    assert "本次未作改动" in (await bureau.press("股长", "撤回", shown) or "")
    assert bureau.ledger.series_all()[0].owner == "乙某"


@pytest.mark.parametrize(
    ("who", "said", "answer"),
    [
        ("办主任", "/series 999", "没有例行999"),
        ("办主任", "/series {n} 每月32日前", "未能识别"),
        ("办主任", "/series {n} 责任人 不存在", "不存在"),
        ("办主任", "/series {n} 随便", "未能识别"),
        ("办主任", "/series {n} 恢复", "无须恢复"),
        ("办主任", "/series {n} 不跳过", "没有跳过"),
        ("甲某", "/series {n} 跳过", "您不能调整"),
        ("丙某", "/series {n}", "没有例行"),
    ],
)
async def test_what_can_not_be_done_is_said_in_one_line(bureau: Bureau, who: str, said: str, answer: str) -> None:
    await begin(bureau)
    before = bureau.ledger.series_all()
    [reply] = await bureau.say(who, said.format(n=before[0].number))
    assert answer in reply
    assert "\n" not in reply
    assert bureau.ledger.series_all() == before


async def test_staff_read_their_units_and_nothing_of_another(bureau: Bureau) -> None:
    await begin(bureau)
    [shown] = await bureau.say("甲某", "例行")
    assert "核查数据报送" in shown
    number = bureau.ledger.series_all()[0].number
    await bureau.say("甲某", f"例行 {number}")
    assert labels(bureau.newest("甲某")) == []
    [shown] = await bureau.say("丙某", "例行")
    assert "目前没有例行工作" in shown


async def test_in_a_group_it_leads_to_the_private_chat_by_its_own_name(bureau: Bureau) -> None:
    await begin(bureau)
    group = bureau.group("救助股", "社会救助股", "股长")
    [told] = await bureau.say("股长", "/series@duban_bot", group)
    assert told == "例行工作不在群内显示，请到私聊查看。"
    assert labels(bureau.newest("股长", chat=group)) == ["例行工作"]


async def test_a_second_press_skips_no_other_occurrence(bureau: Bureau) -> None:
    """docs/promises.md 25: the button means the occurrence that it was shown for."""
    await begin(bureau)
    number = bureau.ledger.series_all()[0].number
    await bureau.say("办主任", f"例行 {number}")
    shown = bureau.newest("办主任")
    skip = next(each.data for each in shown.buttons if each.label == "跳过下一期")
    assert await bureau.forge("办主任", shown, skip) == ""
    await bureau.say("股长", f"例行 {number}")
    told = await bureau.forge("股长", bureau.newest("股长"), skip)
    assert told == f"例行{number}已有变动（办主任11月20日16:05操作），本次未作改动，请按最新内容办理。"
    assert bureau.ledger.series_all()[0].skipped == (date(2026, 12, 25),)
    unskip = next(each.data for each in bureau.newest("办主任").buttons if each.label == "撤销跳过")
    await bureau.press("办主任", "跳过下一期")
    await bureau.forge("办主任", shown, unskip)
    assert bureau.ledger.series_all()[0].skipped == (date(2026, 12, 25), date(2027, 1, 25))


async def test_of_two_who_say_that_the_next_one_is_skipped_the_second_skips_no_other(bureau: Bureau) -> None:
    """Words name no occurrence: the second 跳过 skipped the one after as well, unseen."""
    await begin(bureau)
    number = bureau.ledger.series_all()[0].number
    await bureau.say("股长", f"例行 {number} 跳过")
    bureau.wait(minutes=2)
    [told] = await bureau.say("办主任", f"例行{number}跳过")
    assert told.startswith(
        "12月25日（周五）这一期已由股长11月20日16:05跳过，本次未作改动。"
        "如2027年1月25日（周一）这一期也要跳过，请点〔跳过下一期〕。\n"
    )
    assert bureau.ledger.series_all()[0].skipped == (date(2026, 12, 25),)
    await bureau.press("办主任", "跳过下一期")
    assert bureau.ledger.series_all()[0].skipped == (date(2026, 12, 25), date(2027, 1, 25))
    await bureau.say("办主任", f"例行 {number} 跳过")
    bureau.playground.clock.set(at("11-23 10:00"))
    [told] = await bureau.say("股长", f"例行 {number} 跳过")
    assert "已跳过2027年3月25日" in told, "on another day, and whoever skipped before, means the next"


async def test_of_two_who_say_that_it_is_not_skipped_the_second_undoes_no_other_skip(bureau: Bureau) -> None:
    """The second 不跳过 gave the occurrence before its item as well, unseen."""
    await begin(bureau)
    number = bureau.ledger.series_all()[0].number
    for _ in range(2):
        await bureau.say("办主任", f"例行 {number} 跳过")
    await bureau.say("股长", f"例行 {number} 不跳过")
    bureau.wait(minutes=2)
    [told] = await bureau.say("办主任", f"例行 {number} 不跳过")
    assert told.startswith(
        "2027年1月25日（周一）这一期已由股长11月20日16:05撤销跳过，本次未作改动。"
        "如12月25日（周五）这一期也不跳过，请点〔撤销跳过〕。\n"
    )
    assert bureau.ledger.series_all()[0].skipped == (date(2026, 12, 25),)
    await bureau.press("办主任", "撤销跳过")
    assert bureau.ledger.series_all()[0].skipped == ()
    [told] = await bureau.say("股长", f"例行 {number} 不跳过")
    assert told.startswith("12月25日（周五）这一期已由办主任11月20日16:07撤销跳过，本次未作改动。\n")
    bureau.playground.clock.set(at("11-23 10:00"))
    [told] = await bureau.say("股长", f"例行 {number} 不跳过")
    assert "没有跳过的期次" in told, "on another day it is asked anew"


async def test_another_rhythm_that_keeps_no_skip_is_no_word_on_the_next(bureau: Bureau) -> None:
    """It ended the skip with the rhythm; nobody said 不跳过."""
    await begin(bureau)
    number = bureau.ledger.series_all()[0].number
    await bureau.say("办主任", f"例行 {number} 跳过")
    await bureau.say("股长", f"例行 {number} 每月28日前")
    [told] = await bureau.say("办主任", f"例行 {number} 不跳过")
    assert "没有跳过的期次" in told


@pytest.mark.parametrize(
    "words", ["例行{n}跳过", "例行{n} 跳过", "例行第{n}号 跳过", "例行\uff11\u3000跳过", "例行工作{n}跳过下一期"]
)
async def test_a_series_is_named_as_the_bot_names_it(bureau: Bureau, words: str) -> None:
    await begin(bureau)
    [said] = await bureau.say("办主任", words.format(n=bureau.ledger.series_all()[0].number))
    assert "已跳过12月25日（周五）这一期。" in said


async def test_of_several_days_in_a_month_each_occurrence_is_named_by_its_day(bureau: Bureau) -> None:
    await bureau.say("办主任", "交办 甲某 每月5日、20日前 报送报表")
    await bureau.press("办主任", "确认交办")
    assert "报送报表（11月20日）" in bureau.newest("办主任").text
