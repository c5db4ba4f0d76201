"""转办 and 整体移交: offered, taken over, not taken over, withdrawn; until then the owner keeps the item."""

from domain.item import Did, ItemStatus
from domain.requests import RequestKind
from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels


async def greet(bureau: Bureau, *names: str) -> None:
    for name in names:
        await bureau.say(name, "谢谢")


async def test_an_item_is_the_receivers_once_they_take_it_over(bureau: Bureau) -> None:
    """docs/messages.md 17."""
    bureau.add(item("2026-12-15", number=27, title="特困供养协议签订", status=ItemStatus.ASSIGNED))
    group = bureau.group("救助股", "社会救助股", "甲某", "乙某", "股长")
    await greet(bureau, "甲某", "乙某")
    [told] = await bureau.say("股长", "转办 27 乙某 甲某借调乡镇")
    assert told == "【转办】第27号 特困供养协议签订\n已送乙某（社会救助股），等待接手。接手前仍由甲某负责。"
    offer = bureau.newest("乙某", "接手")
    assert offer.text == (
        "【转办】第27号 特困供养协议签订　甲某 → 乙某\n"
        "期限：12月15日（周二）\n"
        "原因：甲某借调乡镇（股长，11月20日16:05）\n"
        "接手前仍由甲某负责。"
    )
    assert bureau.item(27).owner == "甲某"
    await bureau.press("乙某", "接手", offer)
    taken = bureau.item(27)
    assert (taken.owner, taken.status, taken.acknowledged_by) == ("乙某", ItemStatus.ACKNOWLEDGED, "乙某")
    assert [step.did for step in taken.history] == [Did.OFFER, Did.TAKE_OVER]
    heard = "【转办】第27号 特困供养协议签订\n11月20日16:05起由乙某负责，原责任人甲某。期限不变。"
    assert bureau.newest("甲某").text == heard
    assert bureau.newest("甲某", chat=group).text == heard
    assert labels(offer) == ["反馈进展", "撤回"]
    assert "失效" in (await bureau.forge("乙某", offer, "accept:27:2:-1") or "")
    [history] = await bureau.say("乙某", "办理过程 27")
    assert history.endswith("乙某　接手（原责任人甲某）")


async def test_what_is_missing_is_asked_for(bureau: Bureau) -> None:
    bureau.add(item())
    await greet(bureau, "乙某")
    [asked] = await bureau.say("股长", "/assign 12")
    assert "请直接发送接手人和原因" in asked
    [asked] = await bureau.say("股长", "乙某")
    assert "转给乙某（社会救助股），请直接发送转办原因。" in asked
    [told] = await bureau.say("股长", "甲某休产假")
    assert "等待接手" in told
    asked_of = bureau.ledger.request_of(RequestKind.HAND_OVER, 12)
    assert asked_of is not None
    assert (asked_of.wish, asked_of.reason) == ("乙某", "甲某休产假")


async def test_who_does_not_take_it_over_says_why_and_the_owner_keeps_it(bureau: Bureau) -> None:
    bureau.add(item())
    await greet(bureau, "乙某", "股长", "甲某")
    await bureau.say("股长", "/assign 12 乙某 甲某借调")
    await bureau.press("乙某", "不接手，说明原因")
    await bureau.say("乙某", "手上已有6项")
    assert bureau.item(12).owner == "甲某"
    assert "乙某（社会救助股）11月20日16:05未接手：手上已有6项\n该项仍由甲某负责。" in bureau.newest("股长").text
    assert bureau.ledger.request_of(RequestKind.HAND_OVER, 12) is None


async def test_an_offer_is_withdrawn_and_is_not_made_twice_to_the_same_person(bureau: Bureau) -> None:
    bureau.add(item())
    await greet(bureau, "乙某")
    await bureau.say("股长", "/assign 12 乙某 甲某借调")
    [refused] = await bureau.say("股长", "/assign 12 乙某 甲某借调")
    assert "已提出转办，正在等乙某接手" in refused
    offer = bureau.newest("乙某", "接手")
    await bureau.press("股长", "撤回转办")
    assert "已撤回，无须处理" in offer.text
    assert "失效" in (await bureau.forge("乙某", offer, "accept:12:2:-1") or "")
    assert bureau.item(12).owner == "甲某"


async def test_across_units_the_office_hands_over_and_the_receiver_signs(bureau: Bureau) -> None:
    bureau.add(item())
    await greet(bureau, "丙某", "别股长")
    [refused] = await bureau.say("股长", "/assign 12 丙某 职能调整")
    assert "跨股室转办须由办公室办理" in refused
    await bureau.say("办主任", "转办 12 给儿童福利股 丙某，职能调整")
    await bureau.press("丙某", "接手")
    moved = bureau.item(12)
    assert (moved.unit, moved.owner, moved.moved_at) == ("儿童福利股", "丙某", bureau.now)
    assert bureau.newest("股长").text.endswith("起由儿童福利股 丙某负责，原责任人甲某。期限不变。")


async def test_taking_over_is_taken_back_by_the_receiver_and_told(bureau: Bureau) -> None:
    bureau.add(item())
    await greet(bureau, "乙某", "甲某")
    await bureau.say("股长", "/assign 12 乙某 甲某借调")
    await bureau.press("乙某", "接手")
    await bureau.press("乙某", "撤回")
    assert bureau.item(12).owner == "甲某"
    assert "第12号" in bureau.newest("甲某").text


async def test_only_the_receiver_takes_over(bureau: Bureau) -> None:
    bureau.add(item())
    await greet(bureau, "乙某", "甲某", "丙某")
    await bureau.say("股长", "/assign 12 乙某 甲某借调")
    for name in ("甲某", "丙某", "股长"):
        assert "由其本人选择" in (await bureau.forge(name, bureau.newest(name), "accept:12:2:-1") or "")
    assert bureau.item(12).owner == "甲某"


async def test_what_can_not_be_handed_over_is_refused_and_nothing_changes(bureau: Bureau) -> None:
    bureau.add(item(), item(number=13, status=ItemStatus.CLOSED, closed_by="甲某"), item(number=14, owner="乙某"))
    for words, answer in {
        "/assign": "请写明事项编号",
        "/assign 12 赵某某 借调": "没有可以操作的人员“赵某某”",
        "/assign 12 甲某 借调": "责任人已是甲某",
        "/assign 13 乙某 借调": "办结",
        "/assign 99 乙某 借调": "没有第99号",
        "/assign 12 乙某 " + "调" * 1001: "最多1000字",
    }.items():
        [told] = await bureau.say("股长", words)
        assert answer in told, (words, told)
    [told] = await bureau.say("甲某", "/assign 12 乙某 借调")
    assert "无权办理" in told
    assert [bureau.item(number).version for number in (12, 13, 14)] == [1, 1, 1]


async def test_everything_of_somebody_is_taken_over_at_once(bureau: Bureau) -> None:
    bureau.add(*(item("2026-12-15", number=number) for number in range(21, 28)))
    await greet(bureau, "乙某", "甲某")
    [told] = await bureau.say("股长", "整体移交 甲某 乙某 甲某借调乡镇")
    assert told == "【整体移交】\n已将甲某的7项送乙某（社会救助股），等待接手。接手前仍由甲某负责。"
    offer = bureau.newest("乙某", "接手全部")
    assert offer.text.startswith("【整体移交】甲某 → 乙某　共7项\n第21号 低保动态管理　12月15日\n")
    assert offer.text.endswith("另有2项，接手后可在“我的事项”查看。\n原因：甲某借调乡镇。接手前仍由甲某负责。")
    await bureau.say("甲某", "/done 21")
    await bureau.press("乙某", "接手全部", offer)
    assert [bureau.item(number).owner for number in range(21, 28)] == ["甲某", *["乙某"] * 6]
    assert "已有变动、未移交1项：第21号。" in offer.text
    assert bureau.newest("股长").text == offer.text


async def test_an_incomplete_handover_says_what_is_missing(bureau: Bureau) -> None:
    bureau.add(item())
    [asked] = await bureau.say("股长", "/handover")
    assert "请直接发送移交人、接手人和原因" in asked
    [told] = await bureau.say("股长", "甲某 乙某")
    assert "请写明移交人、接手人和原因" in told
    [told] = await bureau.say("股长", "/handover 甲某 丙某 调离")
    assert "股室" in told
    [told] = await bureau.say("股长", "/handover 乙某 甲某 调离")
    assert told == "乙某名下没有在办事项，无须移交。"


async def test_a_reason_declines_the_offer_it_was_asked_for_and_no_later_one(bureau: Bureau) -> None:
    """An offer that is over ends its question: what the receiver says next is heard as anything else is."""
    bureau.add(item("2026-12-04"), item("2026-12-05", number=13, owner="乙某"))
    for again in ("", "/assign 12 乙某 另有安排"):
        await bureau.say("股长", "/assign 12 乙某 甲某借调乡镇")
        await bureau.press("乙某", "不接手，说明原因")
        await bureau.press("股长", "撤回转办")
        if again:
            await bureau.say("股长", again)
        [reply] = await bureau.say("乙某", "手上事项已满")
        assert "已处理或已撤回" in reply
        assert all(step.did is not Did.DECLINE for step in bureau.item(12).history)
        [reply] = await bureau.say("乙某", "13 已报局办")
        assert "记为第13号进展" in reply


async def test_taking_over_across_units_ends_the_objection_and_tells_heads_and_deputies(bureau: Bureau) -> None:
    bureau.group("救助股", "社会救助股", "甲某", "股长")
    bureau.add(item("2026-12-04", status=ItemStatus.ASSIGNED))
    await bureau.say("甲某", "有异议 12 不归我管")
    await bureau.press("甲某", "非本股室职责")
    await bureau.say("办主任", "/assign 12 儿童福利股 丙某 职责调整")
    await bureau.press("丙某", "接手")
    assert (bureau.item(12).owner, bureau.item(12).doubt) == ("丙某", None)
    for name in ("股长", "分管甲", "分管乙"):
        assert "丙某" in bureau.texts(name)[-1], name


async def test_an_old_button_does_not_take_a_newer_offer(bureau: Bureau) -> None:
    bureau.add(item())
    await greet(bureau, "乙某")
    await bureau.say("股长", "/assign 12 乙某 甲某借调")
    old = bureau.newest("乙某", "接手")
    await bureau.press("股长", "撤回转办")
    await bureau.say("股长", "/assign 12 乙某 甲某休假")
    await bureau.forge("乙某", old, "accept:12:2:-1")
    assert bureau.item(12).owner == "甲某"
    await bureau.press("乙某", "接手")
    assert bureau.item(12).owner == "乙某"


async def test_a_unit_without_a_name_means_whoever_heads_it(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    await greet(bureau, "别股长")
    [told] = await bureau.say("办主任", "/assign 12 养老服务股 职责调整")
    assert "已送别股长（养老服务股）" in told


async def test_a_name_that_the_roster_does_not_have_is_named(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    for words in ("丁某 乙某 借调", "甲某 丁某 借调"):
        [refusal] = await bureau.say("办主任", f"/handover {words}")
        assert "“丁某”" in refusal


async def test_what_a_leader_owns_stays_in_its_unit_whoever_takes_it_over(bureau: Bureau) -> None:
    """A leader has no unit of their own: handing over by the item or at once, the item keeps the one it has."""
    bureau.add(item(owner="分管乙"), item(number=13))
    await greet(bureau, "分管乙", "分管甲")
    await bureau.say("办主任", "/assign 13 分管甲 工作需要")
    await bureau.press("分管甲", "接手")
    assert (bureau.item(13).unit, bureau.item(13).owner) == ("社会救助股", "分管甲")
    [told] = await bureau.say("办主任", "/handover 分管乙 分管甲 分工调整")
    assert "已将分管乙的1项送分管甲" in told
    await bureau.press("分管甲", "接手全部")
    assert (bureau.item(12).unit, bureau.item(12).owner) == ("社会救助股", "分管甲")


async def test_an_item_is_offered_to_another_once_that_is_confirmed(bureau: Bureau) -> None:
    bureau.add(item())
    await greet(bureau, "乙某", "丙某")
    await bureau.say("办主任", "/assign 12 乙某 甲某借调")
    first = bureau.newest("乙某", "接手")
    [asked] = await bureau.say("办主任", "/assign 12 丙某 乙某休假")
    assert asked == ("【转办】第12号 低保动态管理\n正在等乙某接手。改送丙某（儿童福利股）？\n原因：乙某休假")
    await bureau.press("办主任", "不改")
    assert "未改送，仍等待乙某接手" in bureau.newest("办主任").text
    assert labels(first)[0] == "接手"
    await bureau.say("办主任", "/assign 12 丙某 乙某休假")
    question = bureau.newest("办主任")
    yes = question.buttons[0].data or ""
    await bureau.press("办主任", "改送丙某")
    assert "已撤回，无须处理" in first.text
    assert question.text.endswith("已送丙某（儿童福利股），等待接手。接手前仍由甲某负责。")
    assert [step.did for step in bureau.item(12).history] == [Did.OFFER, Did.UNDO, Did.OFFER]
    assert await bureau.forge("办主任", question, yes)
    assert len(bureau.item(12).history) == 3, "pressed twice it is offered once"
    assert await bureau.forge("乙某", first, "accept:12:2:-1")
    assert bureau.item(12).owner == "甲某"
    await bureau.press("丙某", "接手")
    assert bureau.item(12).owner == "丙某"


async def test_whoever_took_it_over_meanwhile_keeps_it(bureau: Bureau) -> None:
    bureau.add(item())
    await greet(bureau, "乙某")
    await bureau.say("办主任", "/assign 12 乙某 甲某借调")
    await bureau.say("办主任", "/assign 12 丙某 乙某休假")
    await bureau.press("乙某", "接手")
    assert "已处理或已撤回" in (await bureau.press("办主任", "改送丙某") or "")
    assert bureau.item(12).owner == "乙某"
    assert bureau.ledger.request_of(RequestKind.HAND_OVER, 12) is None
