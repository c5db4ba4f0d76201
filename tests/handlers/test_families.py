"""上下级事项 in dialogues: made, shown, paged, closed in order, and what becomes of parts when a parent goes."""

from msgspec.structs import replace

from domain.item import Did, Item, ItemStatus, Step
from playground.telegram.chats import Message
from tests.domain.office import at, item
from tests.handlers.office import Bureau

DUE = "2026-12-31"


def part(number: int, **fields: object) -> Item:
    return replace(item(DUE, number=number, title=f"站点{number}", owner="乙某", parent=12), **fields)


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def test_an_item_becomes_a_part_by_add_and_by_edit_and_leaves_again(bureau: Bureau) -> None:
    bureau.add(item(DUE, number=12, title="站点建设"), item(DUE, number=34, title="西街站点"))
    [ask] = await bureau.say("办主任", "/add 社会救助股 乙某 12月20日前 建东街站点 @12")
    assert "上级事项：第12号" in ask
    await bureau.press("办主任", "确认交办")
    assert (bureau.item(35).parent, bureau.item(35).title) == (12, "建东街站点")
    [ask] = await bureau.say("办主任", "/edit 34 上级 12")
    assert ask == "【请核对】拟调整\n第34号 西街站点\n上级事项：无 → 第12号"
    await bureau.press("办主任", "确认调整")
    [card] = await bureau.say("甲某", "/item 12")
    assert "下级事项：已办结0/2项，总体完成0%" in card
    assert "🟢正常：第34号 西街站点，甲某" in card
    await bureau.press("甲某", "下级2项")
    assert bureau.newest("甲某").text.startswith("【下级事项】第12号 站点建设\n已办结0/2项，总体完成0%。")
    [card] = await bureau.say("甲某", "/item 34")
    assert "上级事项：第12号 站点建设" in card
    await bureau.press("甲某", "上级事项")
    assert bureau.newest("甲某").text.startswith("第12号 站点建设")
    await bureau.say("办主任", "调整 34 取消上级")
    await bureau.press("办主任", "确认调整")
    assert bureau.item(34).parent == 0
    await bureau.press("办主任", "撤回")
    assert bureau.item(34).parent == 12


async def test_what_can_be_nobodys_parent_is_refused_in_one_line(bureau: Bureau) -> None:
    bureau.add(
        item(DUE, number=12), part(13), part(14, parent=13), item(DUE, number=20), part(21, parent=20),
        item(number=30, status=ItemStatus.CLOSED),
    )  # fmt: skip
    for words, sign in {
        "/edit 12 上级 99": "没有第99号",
        "/edit 12 上级 12": "本事项或其下级",
        "/edit 12 上级 14": "本事项或其下级",
        "/edit 12 上级 30": "已办结或撤销",
        "/edit 20 上级 13": "上下级最多3层",
        "/add 社会救助股 乙某 12月20日前 建站点 @14": "上下级最多3层",
        "/add 社会救助股 乙某 12月20日前 建站点 @99": "没有第99号",
    }.items():
        [refused] = await bureau.say("办主任", words)
        assert sign in refused, words
        assert "\n" not in refused


async def test_a_parent_waits_for_its_parts_and_its_owner_hears_when_they_are_closed(bureau: Bureau) -> None:
    bureau.add(item(DUE, number=12, title="站点建设"), part(13), part(14))
    [refused] = await bureau.say("甲某", "/done 12")
    assert refused.startswith("第12号 站点建设 下级还有2项未办结：第13号（乙某）、第14号（乙某），请待其办结后再办。")
    await bureau.say("乙某", "/done 13")
    assert bureau.item(12).percent == 50
    [listed] = await bureau.say("甲某", "我的事项")
    assert "第12号 站点建设〔下级1/2〕" in listed
    before = len(bureau.texts("甲某"))
    await bureau.say("乙某", "/done 14")
    [told] = bureau.texts("甲某")[before:]
    assert told == "【下级事项已办结】第12号 站点建设\n下级事项均已办结，本事项可以办结。"
    await bureau.press("甲某", "办结")
    assert bureau.status(12) is ItemStatus.CLOSED


async def test_parent_and_parts_are_closed_together_in_any_order(bureau: Bureau) -> None:
    bureau.add(item(DUE, number=12, title="站点建设"), part(13), part(14), part(15))
    told = await bureau.say("办主任", "/done 12 13 14")
    assert any(words.startswith("第12号 站点建设 下级还有1项未办结：第15号（乙某）") for words in told)
    assert [bureau.status(n) for n in (12, 13)] == [ItemStatus.ACKNOWLEDGED, ItemStatus.CLOSED]
    await bureau.say("办主任", "/done 12 15")
    assert bureau.status(12) is ItemStatus.CLOSED


async def test_a_verified_parent_is_neither_submitted_nor_approved_before_its_parts(bureau: Bureau) -> None:
    bureau.add(item(DUE, number=12, kind="rectification"), part(13, kind="rectification"))
    [refused] = await bureau.say("甲某", "/done 12")
    assert "下级还有1项未办结" in refused
    await bureau.say("乙某", "/done 13")
    await bureau.say("甲某", "/done 12")
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED  # submitted parts are open
    before = len(bureau.texts("甲某"))
    await bureau.press("分管甲", "同意销号")
    assert "下级事项均已办结，本事项可以申请销号。" in bureau.texts("甲某")[before:][-1]
    await bureau.say("甲某", "/done 12")
    await bureau.say("办主任", "/add 社会救助股 乙某 12月20日前 建东街站点 @12")
    await bureau.press("办主任", "确认交办")
    assert "下级还有1项未办结" in (await bureau.press("分管甲", "同意销号") or bureau.newest("分管甲").text)
    assert bureau.status(12) is ItemStatus.SUBMITTED


async def test_many_parts_are_paged_in_place(bureau: Bureau) -> None:
    bureau.add(item(DUE, number=12, title="站点建设"), *(part(number) for number in range(13, 27)))
    [first] = await bureau.say("甲某", "/parts 12")
    assert "站点13" in first
    message = bureau.newest("甲某")
    await bureau.press("甲某", "下一页›")
    assert "站点13" not in message.text
    assert "站点19" in message.text
    await bureau.press("甲某", "下一页›")
    assert "站点26" in message.text
    assert "下一页›" not in labels(message)
    await bureau.press("甲某", "返回")
    assert "下级事项：已办结0/14项，总体完成0%" in message.text
    assert "站点13" not in message.text


async def test_parts_that_the_reader_may_not_see_are_counted_and_not_named(bureau: Bureau) -> None:
    bureau.add(
        item(DUE, number=12, title="站点建设"), part(13), part(14, unit="儿童福利股", owner="丙某", title="绝密")
    )
    [told] = await bureau.say("甲某", "/parts 12")
    assert "已办结0/2项" in told
    assert "绝密" not in told
    [card] = await bureau.say("丙某", "/item 14")
    assert "上级事项：第12号\n" in card + "\n"
    assert "站点建设" not in card
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    bureau.add(part(15, is_sensitive=True, title="机密"))
    [told] = await bureau.say("甲某", "/parts@duban_bot 12", group)
    assert "机密" not in told


async def test_a_parent_that_goes_asks_what_becomes_of_its_parts(bureau: Bureau) -> None:
    bureau.add(item(DUE, number=12, title="站点建设"), part(13), part(14), part(15, status=ItemStatus.CLOSED))
    [ask] = await bureau.say("办主任", "/cancel 12 项目终止")
    assert "下级尚有2项未办结（第13号、第14号），请选择仅撤销本项，或连同下级一并撤销。" in ask
    assert labels(bureau.newest("办主任")) == ["仅撤销本项", "连同下级2项", "取消"]
    await bureau.press("办主任", "仅撤销本项")
    assert [bureau.status(n) for n in (12, 13)] == [ItemStatus.CANCELLED, ItemStatus.ACKNOWLEDGED]
    await bureau.press("办主任", "撤回")
    await bureau.say("办主任", "/suspend 12 至12月20日 等待资金")
    await bureau.press("办主任", "连同下级2项")
    assert [bureau.status(n) for n in (12, 13, 14)] == [ItemStatus.SUSPENDED] * 3
    assert bureau.status(15) is ItemStatus.CLOSED
    assert bureau.newest("办主任").text.startswith("已一并挂账第12号的下级事项2项：第13号、第14号。")


async def test_a_part_that_came_since_the_question_goes_with_its_parent_only_once_it_was_seen(bureau: Bureau) -> None:
    bureau.add(item(DUE, number=12, title="站点建设"), part(13), item(DUE, number=20, title="街道建设"))
    await bureau.say("办主任", "/cancel 12 项目终止")
    await bureau.say("管理员", "/cancel 20 项目终止")
    bureau.add(part(14), part(21, parent=20))
    for name, label, number in (("办主任", "连同下级1项", 12), ("管理员", "确认撤销", 20)):
        told = await bureau.press(name, label)
        assert told == f"第{number}号刚新增了下级事项，本次未作改动，请按最新内容重新选择。"
        assert bureau.status(number) is ItemStatus.ACKNOWLEDGED
        assert "原因：项目终止。" in bureau.newest(name).text, "the reason is not asked for again"
    assert labels(bureau.newest("管理员")) == ["仅撤销本项", "连同下级1项", "取消"]
    await bureau.press("管理员", "仅撤销本项")
    assert (bureau.status(20), bureau.status(21)) == (ItemStatus.CANCELLED, ItemStatus.ACKNOWLEDGED)
    await bureau.say("乙某", "/done 13")
    await bureau.press("办主任", "连同下级2项")
    assert [bureau.status(n) for n in (12, 13, 14)] == [ItemStatus.CANCELLED, ItemStatus.CLOSED, ItemStatus.CANCELLED]
    assert "下级事项1项：第14号" in bureau.newest("办主任").text


async def test_a_parent_is_not_closed_over_a_part_that_was_reopened_meanwhile(bureau: Bureau) -> None:
    """Its owner was told that it can be closed now, and its approver was asked: neither press closes it any more."""
    bureau.add(item(DUE, number=12, title="站点建设"), part(13))
    bureau.add(item(DUE, number=15, kind="rectification", title="整改总表"), part(16, parent=15))
    await bureau.say("乙某", "/done 13 16")
    ready = bureau.newest("甲某", "办结")
    await bureau.say("甲某", "/done 15 已整改")
    asked = bureau.newest("分管甲", "同意销号")
    await bureau.say("乙某", "/undo 13 16")
    for name, label, message, part_number in (("甲某", "办结", ready, 13), ("分管甲", "同意销号", asked, 16)):
        told = await bureau.press(name, label, message)
        assert f"下级还有1项未办结：第{part_number}号（乙某）" in (told or bureau.newest(name).text), name
    assert (bureau.status(12), bureau.status(15)) == (ItemStatus.ACKNOWLEDGED, ItemStatus.SUBMITTED)
    await bureau.say("乙某", "/done 16")
    await bureau.press("分管甲", "同意销号")
    assert bureau.status(15) is ItemStatus.CLOSED


def closed_parent() -> Item:
    """A rectification of 甲某's that 分管甲 crossed off."""
    when = at("11-18 10:00")
    settled = {"status": ItemStatus.CLOSED, "closed_at": when, "closed_by": "分管甲"}
    history = (Step(when, "分管甲", Did.APPROVE),)
    return replace(item(DUE, number=12, kind="rectification", title="站点建设"), **settled, history=history)


async def test_who_closed_a_parent_and_the_office_hear_that_a_part_is_in_hand_again(bureau: Bureau) -> None:
    bureau.add(closed_parent(), part(13))
    await bureau.say("乙某", "/done 13")
    before = {name: len(bureau.texts(name)) for name in ("分管甲", "办主任", "甲某", "局长", "乙某")}
    await bureau.say("乙某", "/undo 13")
    told = {name: [t for t in bureau.texts(name)[n:] if "下级事项重新办理" in t] for name, n in before.items()}
    assert {name: len(texts) for name, texts in told.items()} == {
        "分管甲": 1,
        "办主任": 1,
        "甲某": 1,
        "局长": 0,
        "乙某": 0,
    }
    assert told["甲某"][0].splitlines()[1:] == [
        "下级第13号 站点13 又重新办理，而本事项已销号。",
        "本事项仍按销号统计；须一并重新办理的，请发：回头看 12 反弹",
    ]
    assert bureau.status(12) is ItemStatus.CLOSED
    [card] = await bureau.say("甲某", "/item 12")
    assert "已办结0/1项；本项已办结，下级又有1项重新办理" in card
    before = {"分管甲": len(bureau.texts("分管甲"))}
    await bureau.say("乙某", "/progress 13 已报局办")
    await bureau.say("乙某", "/undo 13")
    assert len(bureau.texts("分管甲")) == before["分管甲"]  # nothing was reopened


async def test_a_part_that_relapses_or_whose_caller_is_not_satisfied_is_told_of_as_well(bureau: Bureau) -> None:
    when = at("08-20 10:00")
    settled = {"status": ItemStatus.CLOSED, "closed_at": when, "closed_by": "分管甲", "submitted_by": "乙某"}
    history = (Step(when, "分管甲", Did.APPROVE),)
    bureau.add(
        closed_parent(),
        part(13, kind="rectification", history=history, **settled),
        part(14, kind="petition", history=history, **settled),
    )
    before = len(bureau.texts("甲某"))
    await bureau.say("分管甲", "/verify 13 反弹 12月21日前 台账又缺页")
    await bureau.say("乙某", "/verdict 14 不满意 补贴仍未到账")
    assert [bureau.status(n) for n in (13, 14)] == [ItemStatus.ACKNOWLEDGED] * 2
    told = [text for text in bureau.texts("甲某")[before:] if "下级事项重新办理" in text]
    assert ["第13号" in told[0], "第14号" in told[1]] == [True, True]


async def test_a_parent_whose_last_open_part_goes_elsewhere_can_be_closed(bureau: Bureau) -> None:
    done = {"status": ItemStatus.CLOSED, "closed_at": at("11-18 10:00"), "closed_by": "乙某"}
    bureau.add(item(DUE, number=12, title="站点建设"), part(13, **done), part(14))
    await bureau.say("办主任", "调整 14 取消上级")
    before = len(bureau.texts("甲某"))
    await bureau.press("办主任", "确认调整")
    assert any("下级事项均已办结" in text for text in bureau.texts("甲某")[before:])
