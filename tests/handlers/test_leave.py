"""请假: echoed, entered, declined, cancelled; the stand-in acts in the absent one's place and it says so."""

import re
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.actions import Action
from domain.item import Did, ItemStatus
from domain.leave import LeaveChoice
from domain.letter import Press
from domain.roster import Person
from tests.domain.office import OWNER, at, item
from tests.handlers.board import OpenBoard
from tests.handlers.office import Bureau

SAID = "甲某12月1日（周二）至12月5日（周六）由乙某代办，提醒与办理权限同步转交；审核本人事项除外。到期自动恢复。"


def leaves_of(bureau: Bureau, name: str) -> list[tuple[date, date, str]]:
    """The leaves that are kept and not ended."""
    [person] = [each for each in bureau.roster.people if each.name == name]
    return [(each.first_on, each.last_on, each.stand_in) for each in person.away if each.ended_at is None]


FIRST, LAST = date(2026, 12, 1), date(2026, 12, 5)


async def enter(bureau: Bureau, words: str = "/leave 12月1日-12月5日 乙某", name: str = "甲某") -> None:
    await bureau.say(name, words)
    await bureau.press(name, "确认")


async def test_a_leave_is_echoed_with_exact_days_and_entered_once_it_is_confirmed(bureau: Bureau) -> None:
    bureau.add(item(number=12), item(number=13))
    [asked] = await bureau.say("甲某", "/leave 12月1日-12月5日 乙某 外出培训")
    assert SAID in asked
    assert "事由：外出培训" in asked
    assert leaves_of(bureau, "甲某") == []
    await bureau.press("甲某", "确认")
    assert leaves_of(bureau, "甲某") == [(FIRST, LAST, "乙某")]
    assert "✅ 已登记请假" in bureau.newest("甲某").text
    told = bureau.newest("乙某").text
    assert "甲某12月1日（周二）至12月5日（周六）请假，由您代办，名下在办2项" in told


@pytest.mark.parametrize(
    "words",
    [
        "请假 12月1日至12月5日 乙某",
        "请假：12月1日到5日，由乙某代办",
        "我要请假 12月1日至12月5日，乙某代办",
        "12月1日至12月5日请假，乙某代办",
        "请假 甲某 12月1日-12月5日 乙某",
        "/leave　１２月１日－１２月５日　乙某",
    ],
)
async def test_it_is_asked_for_in_plain_words(bureau: Bureau, words: str) -> None:
    [asked] = await bureau.say("甲某", words)
    assert SAID in asked


@pytest.mark.parametrize("words", ["12 因请假未办", "请假条已交", "21 甲某请假，延后一周办", "12月1日报局办"])
async def test_a_word_of_progress_that_speaks_of_leave_asks_for_none(bureau: Bureau, words: str) -> None:
    bureau.add(item(number=12), item(number=21))
    assert "请假】" not in "".join(await bureau.say("甲某", words))


async def test_before_the_leave_nothing_changes_and_during_it_the_stand_in_acts_in_place(bureau: Bureau) -> None:
    """Told as 戊某（代乙某）; the one who is away may still act; it comes back by itself."""
    bureau.add(*(item("2026-12-10", number=n, status=ItemStatus.ASSIGNED) for n in (12, 13, 14)))
    await enter(bureau)
    assert "无权" in "".join(await bureau.say("乙某", "/done 12"))
    bureau.wait(days=11)  # 12-01
    assert "第12号" in "".join(await bureau.say("乙某", "/mytasks"))
    await bureau.say("乙某", "签收 12")
    await bureau.say("乙某", "12 已报局办")
    await bureau.press("乙某", "确认")
    await bureau.say("乙某", "/done 12")
    assert [(step.by, step.on_behalf) for step in bureau.item(12).history] == [("乙某", "甲某")] * 3
    assert "乙某（代甲某）　办结" in "".join(await bureau.say("甲某", "/item 12"))
    await bureau.say("甲某", "/done 13")
    assert bureau.item(13).history[-1].on_behalf == ""
    bureau.wait(days=5)
    assert "无权" in "".join(await bureau.say("乙某", "/done 14"))
    assert "第14号" not in "".join(await bureau.say("乙某", "/mytasks"))


async def test_what_was_done_in_somebodys_place_they_take_back_as_well(bureau: Bureau) -> None:
    bureau.add(*(item("2026-12-10", number=n) for n in (12, 13)))
    await enter(bureau)
    bureau.wait(days=11)
    await bureau.say("乙某", "/done 12")
    await bureau.say("乙某", "/extend 13 12月31日 系统升级")
    await bureau.say("乙某", "/progress 13 已报局办")
    assert bureau.item(13).history[-1].on_behalf == "甲某"
    assert "已撤回办结" in "".join(await bureau.say("甲某", "/undo 12"))
    assert "已撤回“反馈进展”" in "".join(await bureau.say("甲某", "/undo 13"))
    await bureau.say("甲某", "/item 13")
    await bureau.press("甲某", "撤回申请")
    assert (bureau.item(13).history[-1].by, bureau.item(13).history[-1].to) == ("甲某", Did.ASK_EXTENSION)
    await bureau.say("甲某", "/done 12")
    assert "须由办理人甲某本人或办公室撤回" in "".join(await bureau.say("乙某", "/undo 12"))


async def test_a_deputys_stand_in_approves_for_them_and_never_their_own(bureau: Bureau) -> None:
    bureau.add(*(item(number=n, kind="rectification", owner=owner) for n, owner in ((15, "甲某"), (16, "股长"))))
    await enter(bureau, "/leave 今天 股长", "分管甲")
    await bureau.say("甲某", "/done 15 已整改")
    assert "〔代分管甲〕【销号申请】第15号" in bureau.newest("股长", "同意销号").text
    await bureau.press("股长", "同意销号")
    assert bureau.item(15).closed_by == "股长"
    assert bureau.item(15).history[-1].on_behalf == "分管甲"
    assert "✅ 股长（代分管甲） 11月20日16:05 同意销号" in "".join(bureau.texts("股长"))
    await bureau.say("股长", "/done 16 已整改")
    assert "第16号" in bureau.newest("办主任", "同意销号").text
    await bureau.forge("股长", bureau.newest("股长"), Press(Action.APPROVE, 16).encode())
    assert bureau.status(16) is ItemStatus.SUBMITTED


async def test_who_is_to_stand_in_may_decline_and_another_is_chosen(bureau: Bureau) -> None:
    await enter(bureau)
    await bureau.press("乙某", "不接手")
    assert leaves_of(bureau, "甲某") == [(FIRST, LAST, "")]
    assert "您不接手甲某" in bureau.newest("乙某").text
    assert "乙某不接手您12月1日（周二）至12月5日（周六）的代办" in bureau.newest("甲某").text
    await bureau.press("甲某", "选代办人")
    await bureau.press("甲某", "股长")
    assert "由股长代办" in bureau.newest("甲某").text
    await bureau.press("甲某", "确认")
    assert leaves_of(bureau, "甲某") == [(FIRST, LAST, "股长")]
    assert "由您代办" in bureau.newest("股长").text


async def test_the_stand_in_is_changed_by_name_before_it_is_entered(bureau: Bureau) -> None:
    await bureau.say("甲某", "/leave 12月1日-12月5日 乙某")
    await bureau.press("甲某", "改代办人")
    assert "花名册没有“己某”" in "".join(await bureau.say("甲某", "己某"))
    [asked] = await bureau.say("甲某", "股长")
    assert "由股长代办" in asked
    await bureau.press("甲某", "改代办人")
    await bureau.press("甲某", "不设代办人")
    assert "未定代办人" in bureau.newest("甲某").text
    await bureau.press("甲某", "确认")
    assert leaves_of(bureau, "甲某") == [(FIRST, LAST, "")]


async def test_a_changed_stand_in_tells_the_one_before(bureau: Bureau) -> None:
    await enter(bureau)
    await bureau.press("甲某", "改代办人")
    await bureau.press("甲某", "股长")
    await bureau.press("甲某", "确认")
    assert "您无须代办" in bureau.newest("乙某").text
    await bureau.press("乙某", "不接手")
    assert leaves_of(bureau, "甲某") == [(FIRST, LAST, "股长")], "it is not theirs to decline any more"


async def test_a_leave_is_cancelled_before_it_begins(bureau: Bureau) -> None:
    await enter(bureau)
    [shown] = await bureau.say("甲某", "/leave")
    assert "12月1日（周二）至12月5日（周六），由乙某代办" in shown
    await bureau.press("甲某", "取消请假（12月1日）")
    assert leaves_of(bureau, "甲某") == []
    assert "请假已取消" in bureau.newest("乙某").text
    assert "您目前没有请假" in "".join(await bureau.say("甲某", "请假"))
    await enter(bureau)
    assert leaves_of(bureau, "甲某") == [(FIRST, LAST, "乙某")], "and may be entered again"


@pytest.mark.parametrize("words", ["/leave 销假", "销假", "我已销假"])
async def test_who_is_back_early_has_their_matters_back_at_once(bureau: Bureau, words: str) -> None:
    bureau.add(item("2026-12-10", number=12))
    await enter(bureau)
    assert "今日不在请假期内" in "".join(await bureau.say("甲某", words))
    bureau.wait(days=12)
    [said] = await bureau.say("甲某", words)
    assert "甲某已销假" in said
    assert "乙某的代办相应结束" in bureau.newest("乙某").text
    assert "无权" in "".join(await bureau.say("乙某", "/done 12"))


async def test_the_office_enters_it_for_others_who_are_told_and_may_cancel(bureau: Bureau) -> None:
    await enter(bureau, "/leave 甲某 12月1日-12月5日 乙某", "办主任")
    assert leaves_of(bureau, "甲某") == [(FIRST, LAST, "乙某")]
    assert "办主任为您登记：甲某12月1日" in bureau.newest("甲某").text
    await bureau.press("乙某", "不接手")
    assert "乙某不接手甲某" in bureau.newest("办主任").text
    await bureau.press("甲某", "取消请假")
    assert leaves_of(bureau, "甲某") == []


async def test_a_head_enters_it_for_the_units_staff_and_for_nobody_else(bureau: Bureau) -> None:
    await enter(bureau, "请假 甲某 12月1日-12月5日 乙某", "股长")
    assert leaves_of(bureau, "甲某") == [(FIRST, LAST, "乙某")]
    for words in ("/leave 丙某 12月1日-12月5日 乙某", "/leave 分管甲 12月1日-12月5日 乙某", "/leave 丙某 销假"):
        assert "您不能登记或改动" in "".join(await bureau.say("股长", words))
    assert "您不能登记或改动" in "".join(await bureau.say("乙某", "/leave 甲某 12月8日 股长"))


async def test_a_buttons_payload_is_never_trusted(bureau: Bureau) -> None:
    """docs/promises.md 28."""
    await enter(bureau)
    await bureau.say("甲某", "/leave 12月8日 乙某")
    draft = bureau.newest("甲某", "确认")
    for name in ("丙某", "别股长", "分管甲", "局长", "纪委", "陌生人"):
        await bureau.say(name, "/whoami")
        for choice in LeaveChoice:
            for number, version in ((OWNER.number, 20261201), (OWNER.number, 1), (0, 1), (99, 20261201), (7, 0)):
                payload = Press(Action.LEAVE, number, version, choice).encode()
                await bureau.forge(name, bureau.newest(name), payload)
        await bureau.forge(name, bureau.newest(name), "leave:7:20261201:42")
    assert leaves_of(bureau, "甲某") == [(FIRST, LAST, "乙某")]
    confirm = next(button.data for button in draft.buttons if button.label == "确认")
    await bureau.press("甲某", "确认", draft)
    assert "已失效" in (await bureau.forge("甲某", draft, confirm) or "")
    assert len(leaves_of(bureau, "甲某")) == 2


async def test_what_waits_to_be_confirmed_is_asked_about_once_more(bureau: Bureau) -> None:
    """The stand-in took leave, or left, in the meantime; the days are over."""
    await bureau.say("甲某", "/leave 12月1日-12月5日 乙某")
    draft = bureau.newest("甲某", "确认")
    await enter(bureau, "/leave 12月2日 无", "乙某")
    assert "也请假，不能代办" in (await bureau.press("甲某", "确认", draft) or "")
    await bureau.say("甲某", "/leave 12月8日 股长")
    late = bureau.newest("甲某", "确认")
    bureau.wait(days=30)
    assert "已结束" in (await bureau.press("甲某", "确认", late) or "")
    assert leaves_of(bureau, "甲某") == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/leave 12月5日-12月1日 乙某", "起止日期颠倒"),
        ("/leave 11月18日-11月25日 乙某", "11月18日（周三）已过"),
        ("/leave 12月1日-3月10日 乙某", "代办最多90天"),
        ("/leave 12月1日-12月5日 甲某", "不能由本人代办"),
        ("/leave 12月1日-12月5日 己某", "花名册没有“己某”"),
        ("/leave 路人 12月1日 乙某", "未能识别请假日期"),
        ("/leave 路人 销假", "没有可以操作的人员“路人”"),
        ("/leave <b>12</b>", "未能识别请假日期“&lt;b&gt;12"),
        ("/leave " + "长" * 3000, "未能识别请假日期"),
    ],
)
async def test_what_cannot_be_entered_is_refused_in_one_line(bureau: Bureau, words: str, answer: str) -> None:
    [said] = await bureau.say("甲某", words)
    assert answer.replace("&lt;", "<").replace("&gt;", ">") in said
    assert "\n" not in said
    assert leaves_of(bureau, "甲某") == []


async def test_a_second_leave_on_the_same_days_is_refused(bureau: Bureau) -> None:
    await enter(bureau)
    assert "日期重叠" in "".join(await bureau.say("甲某", "/leave 12月5日-12月9日 乙某"))


async def test_a_group_hears_nothing_of_a_leave(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "乙某")
    [said] = await bureau.say("甲某", "/leave@duban_bot 12月1日-12月5日 乙某", group)
    assert "私聊" in said
    assert "12月" not in said


async def test_whoami_says_who_is_away_and_who_stands_in(bureau: Bureau) -> None:
    await enter(bureau, "/leave 今天 乙某")
    assert "请假：11月20日（周五），由乙某代办" in "".join(await bureau.say("甲某", "/whoami"))
    assert "您正代甲某办理" in "".join(await bureau.say("乙某", "/whoami"))
    assert "您正代甲某办理" in "".join(await bureau.say("乙某", "/leave"))


async def test_every_row_of_the_absent_one_has_the_leave(bureau: Bureau) -> None:
    with bureau.ledger.transaction(at=bureau.now, by="test", did="add") as tx:
        tx.save_person(replace(OWNER, number=0, unit="养老服务股"))
    await enter(bureau)
    rows: list[Person] = [each for each in bureau.roster.people if each.name == "甲某"]
    assert [len(row.away) for row in rows] == [1, 1]


async def test_a_liaison_signs_and_reports_for_the_leader(bureau: Bureau) -> None:
    """联络员: shown as 代, and nothing else of the leader's may be done."""
    with bureau.ledger.transaction(at=bureau.now, by="test", did="add") as tx:
        tx.save_person(replace(bureau.roster.people[2], liaisons=("乙某",)))
    bureau.add(item(number=12, unit="养老服务股", owner="分管甲", status=ItemStatus.ASSIGNED))
    await bureau.say("乙某", "签收 12")
    await bureau.say("乙某", "12 已报局办")
    await bureau.press("乙某", "确认")
    assert [(step.by, step.on_behalf) for step in bureau.item(12).history] == [("乙某", "分管甲")] * 2
    assert "乙某（代分管甲）" in "".join(await bureau.say("乙某", "/item 12"))
    assert "无权" in "".join(await bureau.say("乙某", "/done 12"))
    assert "没有第12号" in "".join(await bureau.say("甲某", "/item 12"))


async def test_a_liaison_lists_what_the_leader_owns_in_a_section_of_its_own(bureau: Bureau) -> None:
    """Below the first page, in private only, and nothing of another leader's."""
    with bureau.ledger.transaction(at=bureau.now, by="test", did="add") as tx:
        tx.save_person(replace(bureau.roster.people[2], liaisons=("乙某", "办主任")))
    bureau.add(*(item(number=n, unit="养老服务股", owner="分管甲") for n in range(12, 16)))
    bureau.add(item(number=19, owner="分管乙", unit="儿童福利股", title="另一领导的事"))
    section = "【联络事项】可代签收、反馈4项"
    [alone] = await bureau.say("乙某", "/mytasks")
    assert alone.startswith("【我的事项】乙某　社会救助股　11月20日（周五）\n您目前没有在办事项。\n\n" + section)
    assert "第12号 低保动态管理\n（分管甲）\n今日17:30到期" in alone
    assert "另有1项，请发编号查看。" in alone
    assert "另一领导的事" not in alone
    await bureau.press("乙某", "12 低保动态管理")
    labels = [label for row in bureau.newest("乙某").labels for label in row]
    assert labels == ["反馈进展", "补充佐证", "办理过程", "返回"]
    bureau.add(*(item(number=n, owner="乙某") for n in range(20, 32)))
    [first] = await bureau.say("乙某", "/mytasks")
    assert "第20号" in first
    assert section in first
    await bureau.press("乙某", "下一页›")
    assert section not in bureau.newest("乙某").text
    assert section in "".join(await bureau.say("办主任", "/mytasks"))
    bureau.add(item(number=40, owner="分管甲"))
    group = bureau.group("救助股", "社会救助股", "乙某")
    assert "联络事项" not in "".join(await bureau.say("乙某", "/mytasks@duban_bot", group))
    assert "联络事项" not in "".join(await bureau.say("甲某", "/mytasks"))


async def test_a_liaison_finds_what_the_leader_owns_and_sees_nothing_else_of_the_field(
    bureau: Bureau, board: OpenBoard
) -> None:
    """What speaks of a field goes by one's own posts: lists, charts, figures, papers (docs/domain.md, Rights)."""
    with bureau.ledger.transaction(at=bureau.now, by="test", did="add") as tx:
        [leader] = [each for each in bureau.roster.people if each.name == "分管乙"]
        tx.save_person(replace(leader, liaisons=("乙某", "股长")))
    of_leader: dict[str, Any] = {"unit": "儿童福利股", "owner": "分管乙", "source": "专项审计"}
    bureau.add(
        item("2026-12-15", number=12, title="敬老院改造", **of_leader),
        item("2026-12-15", number=13, title="敬老院消防", **(of_leader | {"owner": "丙某"})),
        item("2026-12-15", number=14, title="敬老院核查", owner="乙某"),
        item(
            "2026-11-10",
            number=15,
            title="敬老院设计",
            status=ItemStatus.CLOSED,
            closed_at=at("11-10 10:00"),
            **of_leader,
        ),
    )
    found = "".join(await bureau.say("乙某", "/find 敬老院"))
    assert [number for number in (12, 13, 14, 15) if f"第{number}号" in found] == [12, 14, 15]
    assert "第13号" in "".join(await bureau.say("办主任", "/find 敬老院"))
    for said, refusal in (
        ("/chart 分管乙", "您不能查看分管乙分管工作的挂图"),
        ("/chart 儿童福利股", "您不能查看儿童福利股的事项"),
        ("/chart 专项审计", "没有叫“专项审计”的"),
        ("/figures", "/mytasks"),
        ("/paper 通报", "办公室起草"),
    ):
        assert refusal in "".join(await bureau.say("乙某", said)), said
    assert "儿童福利股" not in "".join(await bureau.say("股长", "/figures"))
    assert "您不能查看" in "".join(await bureau.say("股长", "/figures 儿童福利股"))
    [answer] = await bureau.say("乙某", "/calendar")
    feed = await board.get(re.findall(r"/calendar/\S+", answer)[0])
    assert set(re.findall(r"UID:(\d+)-limit", feed.text)) == {"12", "14"}
    for path, numbers in (
        ("/items?scope=mine", {12, 14}),
        ("/items?scope=mine&q=敬老院", {12, 14}),
        ("/items?scope=mine&state=closed", {15}),
        ("/items?scope=mine&state=closed&q=敬老院", {15}),
        ("/items?state=closed", set()),
        ("/calendar?month=2026-12", {12, 14}),
    ):
        assert (await board.get(path, "乙某")).numbers == numbers, path
    for path in ("/items/13", "/chart.svg?unit=儿童福利股"):
        assert (await board.get(path, "乙某")).status == 404


@pytest.mark.parametrize("name", ["甲某", "股长", "分管甲", "局长", "办主任", "纪委"])
async def test_the_help_leads_to_leave(bureau: Bureau, name: str) -> None:
    await bureau.say(name, "/help")
    await bureau.press(name, "请假")
    assert "您目前没有请假" in bureau.newest(name).text
    assert "请假 12月1日" in bureau.newest(name).text


async def test_a_liaison_lists_nothing_of_a_namesake_of_whom_they_serve(bureau: Bureau) -> None:
    with bureau.ledger.transaction(at=bureau.now, by="test", did="add") as tx:
        tx.save_person(replace(bureau.roster.people[4], liaisons=("乙某",)))
        tx.save_person(replace(OWNER, number=0, name="股长", unit="儿童福利股", telegram_id=9099))
    bureau.add(item(number=12, owner="股长"), item(number=19, owner="股长", unit="儿童福利股"))
    [told] = await bureau.say("乙某", "/mytasks")
    assert "可代签收、反馈1项" in told
    assert "第19号" not in told
