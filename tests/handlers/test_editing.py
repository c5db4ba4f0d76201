"""调整 as the office says it: before and after, a reason where a limit moves, and what others read of it."""

from domain.item import ItemStatus
from playground.telegram.chats import Message
from tests.domain.office import item
from tests.handlers.office import Bureau


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def test_a_change_is_shown_before_and_after_confirmed_and_told(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    group = bureau.group("救助股", "社会救助股", "甲某", "乙某", "股长")
    [ask] = await bureau.say("办主任", "调整 12 期限=12月20日 责任人=乙某 原因=省系统升级")
    assert ask == (
        "【请核对】拟调整\n第12号 低保动态管理\n责任人：甲某 → 乙某\n期限：11月20日（周五） → 12月20日（周日）\n"
        "〔期限写作“12月20日”；当日休息，12月18日（周五）提醒〕\n原因：省系统升级。"
    )
    assert bureau.item(12).owner == "甲某"
    await bureau.press("办主任", "确认调整")
    after = bureau.item(12)
    assert (after.owner, after.due, after.former_limits[0].due) == ("乙某", "2026-12-20", "2026-11-20")
    told = bureau.newest("股长", chat=group).text
    assert told.startswith(
        "【调整】第12号 低保动态管理\n责任人甲某→乙某，期限11月20日（周五）→12月20日（周日）；省系统升级"
    )
    assert bureau.texts("乙某")[-1] == told
    await bureau.press("办主任", "撤回")
    assert (bureau.item(12).owner, bureau.item(12).due) == ("甲某", "2026-11-20")
    assert "“调整”已撤回" in bureau.newest("股长", chat=group).text


async def test_a_moved_limit_without_a_reason_asks_for_it(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    [ask] = await bureau.say("办主任", "/edit 12 期限=12月18日")
    assert "请直接发送调整期限的原因" in ask
    [ask] = await bureau.say("办主任", "省系统升级")
    assert "原因：省系统升级" in ask
    await bureau.press("办主任", "确认调整")
    assert bureau.item(12).former_limits[0].reason == "省系统升级"


async def test_a_button_asks_for_a_field_and_for_it_again_where_it_is_not_understood(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    await bureau.say("办主任", "/item 12")
    await bureau.press("办主任", "调整")
    assert labels(bureau.newest("办主任")) == ["改期限", "改责任人", "改完成标准", "改事项名称"]
    await bureau.press("办主任", "改责任人")
    [refusal] = await bureau.say("办主任", "王某")
    assert "王某" in refusal
    [ask] = await bureau.say("办主任", "乙某")
    assert "责任人：甲某 → 乙某" in ask
    await bureau.press("办主任", "取消")
    assert bureau.item(12).version == 1


async def test_an_item_that_another_unit_takes_over_is_signed_there(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    old = bureau.group("救助股", "社会救助股", "甲某", "股长")
    new = bureau.group("儿童股", "儿童福利股", "丙某")
    await bureau.say("办主任", "调整 12 责任人=丙某")
    await bureau.press("办主任", "确认调整")
    assert (bureau.item(12).unit, bureau.status(12)) == ("儿童福利股", ItemStatus.ASSIGNED)
    assert "已改由儿童福利股丙某办理" in bureau.newest("股长", chat=old).text
    assert "【新交办】儿童福利股" in bureau.newest("丙某", chat=new).text
    assert labels(bureau.newest("丙某", chat=new)) == ["签收", "有异议"]
    await bureau.say("办主任", "/undo 12")
    assert bureau.item(12).unit == "社会救助股"
    assert "已改由社会救助股甲某办理，本单位无须再办" in bureau.newest("丙某", chat=new).text
    assert "“调整”已撤回" in bureau.newest("股长", chat=old).text


async def test_each_changes_what_their_post_allows(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    [refusal] = await bureau.say("股长", "调整 12 期限=12月18日 原因=省系统升级")
    assert "您不能调整第12号 低保动态管理 的期限，可调整完成标准、措施" in refusal
    [ask] = await bureau.say("股长", "调整 12 标准=一户一档")
    assert "完成标准：无 → 一户一档" in ask
    await bureau.press("股长", "确认调整")
    assert bureau.item(12).standard == "一户一档"
    [refusal] = await bureau.say("甲某", "/edit 12 标准=一户一档")
    assert "无权" in refusal
    [refusal] = await bureau.say("分管甲", "调整 12 责任单位=儿童福利股 责任人=丙某")
    assert "您不能向儿童福利股交办" in refusal
    [refusal] = await bureau.say("办主任", "调整 12 标准=一户一档")
    assert "没有变化" in refusal


async def test_a_field_that_is_none_and_a_title_that_is_empty_are_refused(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    [refusal] = await bureau.say("办主任", "/edit 12 负责=乙某")
    assert refusal.startswith("没有“负责”这一项，可调整事项、责任单位、责任人、期限、")
    [refusal] = await bureau.say("办主任", "/edit 12 标题=")
    assert "事项名称不能为空" in refusal
    [refusal] = await bureau.say("办主任", "/edit 12 期限=")
    assert refusal == "请写明日期，例如：12月15日。"
    assert bureau.item(12).version == 1
