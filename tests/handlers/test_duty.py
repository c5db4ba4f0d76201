"""停用 and 恢复: the office takes somebody off in the chat, and back."""

from msgspec.structs import replace

from domain.actions import Action
from domain.item import ItemStatus
from domain.letter import Letter, Press
from domain.roster import Person, Role, Roster, without
from tests.domain.office import OFFICE as OFFICE_PERSON
from tests.domain.office import OWNER, ROSTER, item
from tests.handlers.office import Bureau

OFFICE = "办主任"


def enter(bureau: Bureau, *people: Person) -> None:
    """Put people on the roster, or change them there."""
    with bureau.ledger.transaction(at=bureau.now, by="test", did="add") as tx:
        for each in people:
            tx.save_person(each)


async def test_the_office_takes_somebody_off_once_it_has_confirmed(bureau: Bureau) -> None:
    """Fault 2.5: their open items are named before and after, and the rest of the office hears of it."""
    bureau.add(item(number=12), item(number=13, status=ItemStatus.CLOSED), item(number=14, owner="乙某"))
    await bureau.say("管理员", "/start")
    [asked] = await bureau.say(OFFICE, "停用 甲某")
    assert "甲某　社会救助股" in asked
    assert "名下在办1项，请改派：\n第12号 低保动态管理" in asked
    assert bureau.roster.who(9007) is not None
    await bureau.press(OFFICE, "确认停用")
    assert "已停用" in bureau.newest(OFFICE).text
    assert "第12号 低保动态管理" in bureau.newest(OFFICE).text
    assert "已停用" in bureau.newest("管理员").text
    assert bureau.roster.who(9007) is None


async def test_old_buttons_commands_and_waiting_messages_of_who_has_left_are_void(bureau: Bureau) -> None:
    """Fault 2.5: whoever was taken off reads nothing more, be it by an older message."""
    bureau.add(item(number=12, status=ItemStatus.ASSIGNED))
    await bureau.say("甲某", "/item 12")
    card = bureau.newest("甲某")
    await bureau.say(OFFICE, "/retire 甲某")
    with bureau.ledger.transaction(at=bureau.now, by="test", did="queue") as tx:
        tx.queue(Letter(chat_id=9007, html="提醒", queued_at=bureau.now))
    before = len(bureau.texts("甲某"))
    await bureau.press(OFFICE, "确认停用")
    assert len(bureau.texts("甲某")) == before
    await bureau.forge("甲某", card, Press(Action.ACKNOWLEDGE, 12, 1).encode())
    await bureau.say("甲某", "/done 12")
    assert bureau.status(12) is ItemStatus.ASSIGNED
    assert "低保动态管理" not in "".join(bureau.texts("甲某")[before:])


async def test_somebody_who_is_back_has_their_rights_again(bureau: Bureau) -> None:
    """Fault 2.5: the row stayed, and so did the history."""
    await bureau.say(OFFICE, "/retire 甲某")
    await bureau.press(OFFICE, "确认停用")
    await bureau.say(OFFICE, "恢复 甲某")
    await bureau.press(OFFICE, "确认恢复")
    assert bureau.roster.who(9007) == OWNER
    assert "已恢复" in bureau.newest(OFFICE).text


async def test_every_post_of_one_person_is_left_at_once_and_no_namesakes(bureau: Bureau) -> None:
    """Fault 2.5: one account, one person; a namesake elsewhere is chosen by a button."""
    enter(bureau, replace(OWNER, number=0, unit="养老服务股", role=Role.HEAD))
    enter(bureau, replace(OWNER, number=0, unit="儿童福利股", telegram_id=9100))
    await bureau.say(OFFICE, "/retire 甲某")
    assert [button.label for button in bureau.newest(OFFICE).buttons] == ["甲某　社会救助股", "甲某　儿童福利股"]
    await bureau.press(OFFICE, "甲某　社会救助股")
    await bureau.press(OFFICE, "确认停用")
    assert [person.unit for person in bureau.roster.people if person.name == "甲某"] == ["儿童福利股"]
    await bureau.say(OFFICE, "/retire 甲某 儿童福利股")
    await bureau.press(OFFICE, "取消")
    assert bureau.roster.who(9100) is not None


async def test_only_the_office_decides_who_is_on_the_roster(bureau: Bureau) -> None:
    """Fault 2.5: by command and by button."""
    for name in ("甲某", "股长", "分管甲", "局长", "纪委"):
        assert "办公室" in "".join(await bureau.say(name, "/retire 乙某"))
        await bureau.forge(name, bureau.newest(name), Press(Action.RETIRE, OWNER.number, 0, 1).encode())
    assert bureau.roster.former == ()


def test_without_its_last_person_and_without_administrators_nobody_is_the_office() -> None:
    """Fault 2.5: then nobody could bring anybody back, so that one stays."""
    assert not without(Roster((OFFICE_PERSON, OWNER)), OFFICE_PERSON).office
    assert without(ROSTER, OFFICE_PERSON).office


async def test_where_an_administrator_is_left_the_office_may_leave(bureau: Bureau) -> None:
    """Fault 2.5: and whoever has left is not taken off twice."""
    await bureau.say(OFFICE, "/retire 办主任")
    await bureau.press(OFFICE, "确认停用")
    assert bureau.roster.who(9001) is None
    assert "没有可以操作的人员" in "".join(await bureau.say("管理员", "/retire 办主任"))


async def test_an_account_that_somebody_else_has_by_now_is_not_given_back(bureau: Bureau) -> None:
    """Fault 2.5: the successor keeps it."""
    await bureau.say(OFFICE, "/retire 甲某")
    await bureau.press(OFFICE, "确认停用")
    enter(bureau, replace(OWNER, number=0, name="己某"))
    await bureau.say(OFFICE, "/rejoin 甲某")
    assert "己某使用" in (await bureau.press(OFFICE, "确认恢复") or "")
    assert [person.name for person in bureau.roster.former] == ["甲某"]


async def test_a_name_that_nobody_has_is_named_with_the_nearest(bureau: Bureau) -> None:
    """Fault 2.5: nothing is changed for a slip."""
    assert "是否甲某" in "".join(await bureau.say(OFFICE, "/retire 甲"))
    assert "请写明姓名" in "".join(await bureau.say(OFFICE, "/retire"))
