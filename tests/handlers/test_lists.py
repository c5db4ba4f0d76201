"""我的事项 and the other lists: what is shown where, and turning pages."""

import pytest
from msgspec.structs import replace

from domain.actions import Action
from domain.closing import approve, finish
from domain.item import Did, Doubt, DoubtKind, ItemStatus, Step
from domain.letter import Press
from tests.domain.office import DEPUTY, OFFICE, OTHER_HEAD, RECTIFICATION, at, item
from tests.handlers.office import Bureau
from texts.glossary import LISTS

UNIT = "社会救助股"


async def test_mytasks_lists_ones_own_open_items(bureau: Bureau) -> None:
    bureau.add(item(number=12), item(number=13, owner="乙某"), item(number=14, status=ItemStatus.CLOSED))
    for text in ("/mytasks", "我的事项"):
        [reply] = await bureau.say("甲某", text)
        assert "【我的事项】甲某" in reply
        assert "第12号" in reply
        assert "第13号" not in reply
        assert "第14号" not in reply


async def test_nothing_open_is_said_so(bureau: Bureau) -> None:
    [reply] = await bureau.say("甲某", "/mytasks")
    assert "没有在办事项" in reply


async def test_pages_turn_and_items_open_in_place(bureau: Bureau) -> None:
    bureau.add(*(item(number=number) for number in range(20, 40)))
    await bureau.say("甲某", "/mytasks")
    await bureau.press("甲某", "下一页›")
    assert "第24号" in bureau.newest("甲某").text
    await bureau.press("甲某", "24 低保动态管理")
    assert "责任单位" in bureau.newest("甲某").text
    await bureau.press("甲某", "办理过程")
    await bureau.press("甲某", "返回")
    await bureau.press("甲某", "返回")
    await bureau.press("甲某", "‹上一页")
    assert "第20号" in bureau.newest("甲某").text
    assert len(bureau.texts("甲某")) == 1


async def test_mytasks_in_the_units_group_shows_the_units_items(bureau: Bureau) -> None:
    bureau.add(item(number=12), item(number=13, unit="养老服务股"))
    group = bureau.group("救助股", UNIT, "甲某")
    [reply] = await bureau.say("甲某", "/mytasks@duban_bot", group)
    assert "第12号" in reply
    assert "第13号" not in reply


@pytest.mark.parametrize("unit", ["养老服务股", "", None])
async def test_mytasks_in_any_other_group_leads_to_the_private_chat(bureau: Bureau, unit: str | None) -> None:
    bureau.add(item(number=12))
    group = bureau.group("别的群", unit, "甲某")
    [reply] = await bureau.say("甲某", "/mytasks@duban_bot", group)
    assert "第12号" not in reply
    [button] = bureau.newest("甲某", chat=group).buttons
    assert button.url == "https://t.me/duban_bot?start=mine"
    [shown] = await bureau.say("甲某", "/start mine")
    assert "第12号" in shown


async def test_a_list_opened_from_a_digest_stands_beside_it_in_a_group(bureau: Bureau) -> None:
    group, digest = await bureau.assignment()
    for number in range(30, 40):
        bureau.add(item(number=number))
    unit = next(u.number for u in bureau.roster.units if u.name == UNIT)
    await bureau.forge("甲某", digest, Press(Action.UNIT, unit).encode())
    assert digest.text == "新交办3项"
    before = len(bureau.playground.messages(group.chat_id))
    await bureau.press("甲某", "下一页›", chat=group)
    await bureau.press("甲某", "‹上一页", chat=group)
    assert len(bureau.playground.messages(group.chat_id)) == before


#: Command → what it lists of the items below, for each reader.
LISTED = {
    "pending": {"局长": {15, 16}, "分管甲": {15}, "分管乙": {16}, "股长": {15}, "甲某": {15}, "乙某": set()},
    "overdue": {"纪委": {12, 13}, "分管甲": {12}, "分管乙": {13}, "股长": {12}, "丙某": {13}, "别股长": set()},
    "today": {"办主任": {17}, "分管甲": {17}, "分管乙": set(), "股长": {17}, "甲某": {17}, "乙某": set()},
    "week": {"局长": {17, 18}, "分管甲": {17, 18}, "分管乙": set(), "股长": {17, 18}, "甲某": {17}, "乙某": {18}},
    "unit": {"股长": {12, 15, 17, 18, 19}, "分管乙": {13, 16}, "局长": {12, 13, 15, 16, 17, 18, 19}, "别股长": set()},
}
WORDS = {"pending": "待审", "overdue": "逾期", "today": "今日", "week": "本周", "unit": "本单位"}
OF_CHILDREN = {"unit": "儿童福利股", "owner": "丙某"}


def add_one_of_each(bureau: Bureau) -> None:
    submitted = {"kind": "rectification", "status": ItemStatus.SUBMITTED, "submitted_at": at("11-19 10:00")}
    bureau.add(
        item("2026-11-18", number=12),
        item("2026-11-18", number=13, **OF_CHILDREN),
        item("2026-11-30", number=15, submitted_by="甲某", **submitted),
        item("2026-11-30", number=16, submitted_by="丙某", **submitted, **OF_CHILDREN),
        item("2026-11-20", number=17),
        item("2026-11-22", number=18, owner="乙某"),
        item("2026-12-18", number=19),
    )


async def listed(bureau: Bureau, name: str, text: str) -> set[int]:
    """The numbers that the answer lists, turning its pages."""
    [reply] = await bureau.say(name, text)
    while any(each.label == "下一页›" for each in bureau.newest(name).buttons):
        await bureau.press(name, "下一页›", bureau.newest(name))
        reply += bureau.newest(name).text
    return {number for number in range(12, 20) if f"第{number}号" in reply}


@pytest.mark.parametrize("command", LISTED)
async def test_everybody_has_the_lists_of_what_they_answer_for(bureau: Bureau, command: str) -> None:
    """Fault 6.5: 待审, 逾期, 今日, 本周, 本单位 in private, each as far as the speaker may see."""
    add_one_of_each(bureau)
    for name, numbers in LISTED[command].items():
        for text in (f"/{command}", WORDS[command]):
            assert await listed(bureau, name, text) == numbers, (name, text)


@pytest.mark.parametrize(
    ("day", "head", "numbers"),
    [
        ("11-19 16:05", "【明日到期】11月20日（周五）　1项", {17}),
        ("11-20 16:05", "【明日到期】至11月23日（周一）　2项", {18, 20}),
        ("11-21 10:00", "【明日到期】至11月23日（周一）　2项", {18, 20}),
        ("11-22 10:00", "【明日到期】11月23日（周一）　1项", {20}),
    ],
)
async def test_tomorrow_goes_on_to_the_next_work_day(bureau: Bureau, day: str, head: str, numbers: set[int]) -> None:
    """Issue 11, 14: /tomorrow."""
    add_one_of_each(bureau)
    bureau.add(item("2026-11-23", number=20), item("2026-11-24", number=21))
    bureau.playground.clock.set(at(day))
    for text in ("/tomorrow", "明日到期", "明天有什么"):
        [reply] = await bureau.say("股长", text)
        assert reply.splitlines()[0] == head
        assert {number for number in range(12, 25) if f"第{number}号" in reply} == numbers


async def test_gaps_are_named_item_by_item(bureau: Bureau) -> None:
    """Issue 11, 14: /gaps: without limit, standard, owner or, where it is verified, measures."""
    whole = {"standard": "一户一档", "measures": "逐户核查"}
    bureau.add(
        item("2026-12-18", number=30, **whole),
        item("", number=31, **whole),
        item("2026-12-18", number=32, standard=" ", kind="rectification"),
        item("2026-12-18", number=33, owner="", standard="一户一档"),
        item("", number=34, is_endless=True, standard="一户一档"),
        item("", number=35, status=ItemStatus.CLOSED),
    )
    for text in ("/gaps", "缺项清单", "有哪些缺项"):
        [reply] = await bureau.say("办主任", text)
        assert reply.splitlines()[0] == "【缺项清单】3项"
        blocks = dict(zip((32, 33, 31), reply.split("\n\n")[1:], strict=True))
        assert [block.splitlines()[-1] for block in blocks.values()] == [
            "缺完成标准、整改措施，期限12月18日（周五）",
            "缺责任人，期限12月18日（周五）",
            "缺完成时限",
        ]
    [reply] = await bureau.say("丙某", "/gaps")
    assert "要素齐全" in reply


async def test_silence_is_counted_from_the_newest_word_of_who_works_on_it(bureau: Bureau) -> None:
    """Issue 11, 14: /silent: no word for ten work days, the longest first."""

    def said(day: str, did: Did, by: str = "甲某") -> tuple[Step, ...]:
        return (Step(at=at(f"{day} 10:00"), by=by, did=did),)

    set_on = {"assigned_at": at("11-02 10:00"), "due_set_at": at("11-02 10:00")}
    bureau.add(
        item("2026-12-18", number=30, **set_on, history=said("11-06", Did.PROGRESS)),
        item("2026-12-18", number=31, **set_on, history=said("11-09", Did.PROGRESS)),
        item("2026-12-18", number=32, **set_on),
        item(
            "2026-12-18", number=33, **set_on, history=said("11-04", Did.ACKNOWLEDGE) + said("11-19", Did.AMEND, "办")
        ),
        item("2026-12-18", number=34, **set_on, status=ItemStatus.SUBMITTED, submitted_at=at("11-03 10:00")),
        item("2026-12-18", number=35, assigned_at=None),
        item("2026-12-18", number=36, **set_on, doubt=Doubt(kind=DoubtKind.UNCLEAR, by="甲某", at=at("11-03 10:00"))),
    )
    for text in ("/silent", "久未反馈", "哪些没反馈"):
        [reply] = await bureau.say("股长", text)
        assert reply.splitlines()[0] == "【久未反馈】3项"
        assert [block.splitlines()[-1] for block in reply.split("\n\n")[1:]] == [
            "已14个工作日无反馈，期限12月18日（周五）",
            "已12个工作日无反馈，期限12月18日（周五）",
            "已10个工作日无反馈，期限12月18日（周五）",
        ]


async def test_a_leader_without_items_reads_what_awaits_them_and_opens_their_lists(bureau: Bureau) -> None:
    """Fault 6.5: 我的事项 of a deputy leader is not empty while something awaits their decision."""
    add_one_of_each(bureau)
    [reply] = await bureau.say("分管甲", "我的事项")
    assert "待审核1项" in reply
    assert "分管在办5项：逾期1，今日到期1" in reply
    await bureau.press("分管甲", "待审1项")
    assert "第15号" in bureau.newest("分管甲").text
    [reply] = await bureau.say("局长", "/mytasks")
    assert "待审核2项" in reply
    labels = [each.label for each in bureau.newest("局长").buttons]
    assert labels == ["待审2项", "逾期清单", "今日到期", "本周到期", "督办汇总"]


async def test_a_leader_with_items_of_their_own_has_a_button_for_what_awaits_them(bureau: Bureau) -> None:
    add_one_of_each(bureau)
    bureau.add(item("2026-12-18", number=14, owner="分管甲"))
    [reply] = await bureau.say("分管甲", "我的事项")
    assert "第14号" in reply
    assert "待审1项" in [each.label for each in bureau.newest("分管甲").buttons]
    await bureau.say("甲某", "我的事项")
    assert not [each for each in bureau.newest("甲某").buttons if "待审" in each.label]


async def test_a_unit_is_named_after_the_command_and_only_who_may_see_it_does(bureau: Bureau) -> None:
    add_one_of_each(bureau)
    assert await listed(bureau, "局长", "/unit 儿童福利股") == {13, 16}
    assert await listed(bureau, "分管乙", "/unit 儿童") == {13, 16}
    [reply] = await bureau.say("股长", "/unit 儿童福利股")
    assert "不能查看儿童福利股" in reply
    [reply] = await bureau.say("局长", "/unit 财务股")
    assert "现有：社会救助股" in reply


#: What a group is not shown, whoever asks.
PRIVATE = {
    "pending": Action.WAITING,
    "today": Action.TODAY,
    "week": Action.WEEK,
    "tomorrow": Action.TOMORROW,
    "gaps": Action.GAPS,
    "silent": Action.SILENT,
    "summary": Action.SUMMARY,
    "": Action.UNSIGNED,
    " ": Action.ASLEEP,
    "  ": Action.ALL,
}


@pytest.mark.parametrize("command", PRIVATE)
async def test_a_private_list_asked_in_a_group_leads_to_the_private_chat(bureau: Bureau, command: str) -> None:
    """Fault 7.17: a list that is private only is refused in a group, by command and by button."""
    group, digest = await bureau.assignment()
    for name in ("办主任", "股长"):
        if command.strip():
            [reply] = await bureau.say(name, f"/{command}@duban_bot", group)
            assert "不在群内显示" in reply
            [button] = bureau.newest(name, chat=group).buttons
            assert button.url.startswith("https://t.me/duban_bot?start=")
        before = len(bureau.playground.messages(group.chat_id))
        assert await bureau.forge(name, digest, Press(PRIVATE[command]).encode())
        assert len(bureau.playground.messages(group.chat_id)) == before


async def test_the_link_out_of_a_group_opens_the_list_that_was_asked_for(bureau: Bureau) -> None:
    """Fault 7.17: one press from the refusal to the list."""
    heads = tuple(f"【{words}】" for words in (*LISTS.values(), "督办汇总"))
    add_one_of_each(bureau)
    group = bureau.group("救助股", UNIT, "股长")
    for command, act in PRIVATE.items():
        if command.strip():
            await bureau.say("股长", f"/{command}@duban_bot", group)
            [button] = bureau.newest("股长", chat=group).buttons
            [shown] = await bureau.say("股长", "/start " + button.url.split("=")[1])
            assert shown.startswith(heads), act


async def test_a_units_group_reads_its_items_and_what_of_them_is_late(bureau: Bureau) -> None:
    add_one_of_each(bureau)
    bureau.add(item("2026-11-18", number=14, is_sensitive=True))
    group = bureau.group("救助股", UNIT, "乙某", "丙某")
    [unit] = await bureau.say("乙某", "/unit@duban_bot", group)
    assert "第12号" in unit
    [late] = await bureau.say("乙某", "/overdue@duban_bot", group)
    assert "第12号" in late
    assert "第13号" not in late
    assert "第14号" not in unit + late
    for command in ("unit", "overdue"):
        [reply] = await bureau.say("丙某", f"/{command}@duban_bot", group)
        assert "未绑定您的单位" in reply


async def test_late_items_are_listed_as_far_as_one_may_see_them(bureau: Bureau) -> None:
    bureau.add(
        item(number=12, due="2026-11-18"),
        item(number=13, due="2026-11-18", unit="儿童福利股", owner="丙某"),
        item(number=14, due="2026-12-18"),
    )
    seen = {"局长": {12, 13}, "分管甲": {12}, "分管乙": {13}, "股长": {12}, "丙某": {13}, "别股长": set()}
    for name, numbers in seen.items():
        [reply] = await bureau.say(name, "/start late")
        assert {n for n in (12, 13, 14) if f"第{n}号" in reply} == numbers, name


async def test_the_office_sees_who_cannot_be_reached_and_nobody_else_does(bureau: Bureau) -> None:
    with bureau.ledger.transaction(at=bureau.now, by="test", did="silence") as tx:
        asleep = bureau.roster.named("丙某")
        assert asleep is not None
        tx.save_person(
            type(asleep)(**{f: getattr(asleep, f) for f in asleep.__struct_fields__} | {"telegram_id": None})
        )
    for name in (OFFICE.name, "甲某"):
        await bureau.say(name, "/help")
        await bureau.forge(name, bureau.newest(name), Press(Action.ASLEEP).encode())
    assert "丙某" in bureau.newest(OFFICE.name).text
    assert "丙某" not in bureau.newest("甲某").text


async def test_waiting_and_unsigned_items_have_their_lists(bureau: Bureau) -> None:
    bureau.add(item(number=12, status=ItemStatus.ASSIGNED), item(number=15, kind="rectification"))
    await bureau.say("甲某", "/done 15")
    [waiting] = await bureau.say("分管甲", "/start waiting")
    assert "第15号" in waiting
    await bureau.say(OFFICE.name, "/help")
    await bureau.forge(OFFICE.name, bureau.newest(OFFICE.name), Press(Action.UNSIGNED).encode())
    assert "第12号" in bureau.newest(OFFICE.name).text


async def test_an_approver_opens_what_waits_and_decides_on_its_card(bureau: Bureau) -> None:
    bureau.add(item(number=15, kind="rectification"))
    await bureau.say("甲某", "/done 15")
    await bureau.say("分管甲", "/item 15")
    await bureau.press("分管甲", "同意销号", bureau.newest("分管甲"))
    assert bureau.status(15) is ItemStatus.CLOSED
    assert all("同意销号" not in [b.label for b in m.buttons] for m in bureau.playground.messages(9003))


@pytest.mark.parametrize(
    ("name", "title", "numbers"),
    [
        ("分管甲", "【分管事项】2项", (12, 13)),
        ("局长", "【全局事项】3项", (12, 13, 14)),
        ("纪委", "【全局事项】3项", (12, 13, 14)),
    ],
)
async def test_the_bureaus_button_opens_what_a_leader_answers_for(
    bureau: Bureau, name: str, title: str, numbers: tuple[int, ...]
) -> None:
    units = {12: UNIT, 13: "养老服务股", 14: "儿童福利股"}
    bureau.add(*(item(number=number, unit=unit) for number, unit in units.items()))
    [reply] = await bureau.say(name, "/start unit")
    assert title in reply
    assert [number for number in units if f"第{number}号" in reply] == list(numbers)


async def test_closed_items_that_are_to_be_looked_at_again_have_their_list(bureau: Bureau) -> None:
    closed = at("08-20 10:00")
    for number, fields in ((24, {}), (25, {"unit": "儿童福利股", "owner": "丙某"}), (26, {"is_sensitive": True})):
        asked = finish(item(number=number, kind="rectification", **fields), RECTIFICATION, "申请人", closed)
        bureau.add(approve(asked, "批准人", closed))
    seen = {OFFICE.name: {24, 25, 26}, "分管甲": {24, 26}, "分管乙": {25}, "股长": {24, 26}, "别股长": set()}
    for name, numbers in seen.items():
        await bureau.say(name, "/help")
        await bureau.forge(name, bureau.newest(name), Press(Action.RECHECK).encode())
        shown = bureau.newest(name).text
        assert "近30天回头看" in shown
        assert {n for n in (24, 25, 26) if f"第{n}号" in shown} == numbers, name


async def test_the_list_of_what_is_to_be_looked_at_again_keeps_to_its_group(bureau: Bureau) -> None:
    closed = at("08-20 10:00")
    for number, fields in ((24, {}), (25, {"unit": "养老服务股"}), (26, {"is_sensitive": True})):
        asked = finish(item(number=number, kind="rectification", **fields), RECTIFICATION, "申请人", closed)
        bureau.add(approve(asked, "批准人", closed))
    group, digest = await bureau.assignment()
    await bureau.forge("股长", digest, Press(Action.RECHECK).encode())
    shown = bureau.newest("股长", chat=group).text
    assert [n for n in (24, 25, 26) if f"第{n}号" in shown] == [24]
    before = len(bureau.playground.messages(group.chat_id))
    await bureau.forge("丙某", digest, Press(Action.RECHECK).encode())
    assert len(bureau.playground.messages(group.chat_id)) == before


async def test_somebody_with_two_posts_reads_the_lists_of_both_and_their_own_items_in_either_group(
    bureau: Bureau,
) -> None:
    with bureau.ledger.transaction(at=bureau.now, by="test", did="appoint") as tx:
        tx.save_person(replace(OTHER_HEAD, number=0, name="分管甲", telegram_id=DEPUTY.telegram_id, unit="儿童福利股"))
    mine = item("2026-11-10", number=13, title="自己的", unit="儿童福利股", owner="分管甲")
    bureau.add(item("2026-11-10", number=12, title="分管的"), mine)
    [late] = await bureau.say("分管甲", "/start late")
    assert "分管的" in late
    assert "自己的" in late
    group = bureau.group("儿童股", "儿童福利股", "分管甲")
    [own] = await bureau.say("分管甲", "/mytasks@duban_bot", group)
    assert "自己的" in own
    await bureau.say("分管甲", "/done 13")
    assert bureau.status(13) is ItemStatus.CLOSED
