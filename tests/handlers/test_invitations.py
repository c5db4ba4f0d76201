"""邀请: a link binds whoever opens it, at once; one for a person, or one for a unit, where each chooses their name."""

import re

from msgspec.structs import replace

from domain.actions import Action
from domain.invitations import InviteChoice
from domain.letter import Press
from domain.roster import Person, Role
from playground.telegram.chats import Message
from tests.domain.office import OWNER
from tests.handlers.office import STRANGER_ID, Bureau

OFFICE, HEAD, STRANGER = "办主任", "股长", "陌生人"
NEW = Person(number=50, name="庚某", unit="社会救助股", role=Role.STAFF)
OTHER = replace(NEW, number=51, name="辛某")
FOREIGN = replace(NEW, number=52, name="壬某", unit="儿童福利股")
LEADER = replace(NEW, number=53, name="癸某", unit="社会救助股", role=Role.DEPUTY)


def enter(bureau: Bureau, *people: Person) -> None:
    """Put people on the roster, or change them there."""
    with bureau.ledger.transaction(at=bureau.now, by="test", did="add") as tx:
        for each in people or (NEW, OTHER, FOREIGN):
            tx.save_person(each)


def payload_of(text: str) -> str:
    """What the link in the message says after ``/start``."""
    found = re.search(r"https://t\.me/duban_bot\?start=([A-Za-z0-9_-]{1,64})", text)
    assert found is not None, text
    return found[1]


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def invite(bureau: Bureau, name: str, whom: str) -> str:
    """The command that the link is in the private chat."""
    [reply] = await bureau.say(name, f"/invite {whom}")
    return f"/start {payload_of(reply)}"


async def test_whoever_opens_the_link_is_bound_at_once(bureau: Bureau) -> None:
    enter(bureau)
    [reply] = await bureau.say(OFFICE, "邀请 庚某")
    assert reply.startswith("【邀请启用】社会救助股庚某\nhttps://t.me/duban_bot?start=join_")
    assert reply.endswith("请转发本人，打开后点“开始”即启用，限用一次；11月27日（周五）16:05前有效。")
    copied = bureau.newest(OFFICE).buttons[0].copy
    assert payload_of(copied)
    assert len(copied) <= 256
    await bureau.say(STRANGER, "/start")
    [welcome] = await bureau.say(STRANGER, f"/start {payload_of(reply)}")
    assert "庚某（社会救助股），您好，您的身份是经办人" in welcome
    assert bureau.newest(OFFICE).text == (
        "✅ 已启用：社会救助股庚某\nTelegram：陌生人，ID 4242\n办主任邀请，11月20日16:05启用。不是本人的，7天内可更正。"
    )
    assert "您目前没有在办事项" in "".join(await bureau.say(STRANGER, "我的事项"))


async def test_only_what_cannot_be_turned_back_is_kept_of_a_link(bureau: Bureau) -> None:
    enter(bureau)
    link = await invite(bureau, OFFICE, "庚某")
    kept = str(bureau.ledger.db.table("invitations").all())
    assert link.removeprefix("/start join_") not in kept
    assert re.search("[0-9a-f]{64}", kept)


async def test_a_link_serves_once_and_for_a_week(bureau: Bureau) -> None:
    enter(bureau)
    first = await invite(bureau, OFFICE, "庚某")
    second = await invite(bureau, OFFICE, "庚某")
    assert "此前的链接同时作废" in bureau.newest(OFFICE).text
    assert "链接已撤销" in "".join(await bureau.say(STRANGER, first))
    assert "链接无效" in "".join(await bureau.say(STRANGER, "/start join_nonsense"))
    await bureau.say(STRANGER, second)
    bureau.players["路人"] = bureau.playground.person(4343, "路人")
    assert "链接已使用" in "".join(await bureau.say("路人", second))
    await bureau.press(OFFICE, "更正")
    assert "链接已使用" in "".join(await bureau.say("路人", second)), "be the account free again"
    third = await invite(bureau, OFFICE, "辛某")
    bureau.wait(days=8)
    assert "已超过7天有效期" in "".join(await bureau.say("路人", third))
    assert bureau.roster.who(4343) is None


async def test_an_invitation_is_withdrawn(bureau: Bureau) -> None:
    enter(bureau)
    link = await invite(bureau, OFFICE, "庚某")
    message = bureau.newest(OFFICE)
    await bureau.press(OFFICE, "撤销邀请")
    assert bureau.newest(OFFICE).text == "已撤销邀请：社会救助股庚某，链接作废。"
    assert "已撤销" in (
        await bureau.forge(OFFICE, message, Press(Action.INVITE, 1, 0, InviteChoice.WITHDRAW).encode()) or ""
    )
    assert "链接已撤销" in "".join(await bureau.say(STRANGER, link))
    assert bureau.roster.who(STRANGER_ID) is None


async def test_somebody_of_the_roster_uses_up_nobodys_link(bureau: Bureau) -> None:
    enter(bureau)
    link = await invite(bureau, OFFICE, "庚某")
    assert "用于邀请他人；您已登记为甲某" in "".join(await bureau.say("甲某", link))
    await bureau.say(STRANGER, link)
    assert "您已启用（庚某），无须重复打开链接" in "".join(await bureau.say(STRANGER, link))


async def test_in_a_group_a_link_does_nothing(bureau: Bureau) -> None:
    enter(bureau)
    link = await invite(bureau, OFFICE, "庚某")
    group = bureau.group("救助股", "社会救助股", "甲某", STRANGER)
    [reply] = await bureau.say(STRANGER, link.replace("/start", "/start@duban_bot"), group)
    assert reply == "邀请链接不能在群里使用，请在私聊中打开。"
    assert bureau.roster.who(STRANGER_ID) is None


async def test_of_a_units_link_each_chooses_their_own_name(bureau: Bureau) -> None:
    """No leader's, and none of the office: those are rights that nobody takes for themselves."""
    enter(bureau, NEW, OTHER, FOREIGN, LEADER)
    link = await invite(bureau, HEAD, "社会救助股")
    await bureau.say(STRANGER, link)
    assert labels(bureau.newest(STRANGER)) == ["庚某", "辛某"]
    offered = bureau.newest(STRANGER)
    for row in (FOREIGN, LEADER, OWNER):
        assert "不能由此启用" in (
            await bureau.forge(STRANGER, offered, Press(Action.TAKE, 1, row.number).encode()) or ""
        )
    await bureau.press(STRANGER, "庚某")
    person = bureau.roster.who(STRANGER_ID)
    assert person is not None
    assert person.name == "庚某"
    assert "✅ 您已启用：社会救助股庚某" in "".join(bureau.texts(STRANGER))
    for name in (HEAD, OFFICE, "管理员"):
        assert "股长邀请，11月20日16:05启用" in bureau.newest(name).text, name
    bureau.players["路人"] = bureau.playground.person(4343, "路人")
    await bureau.say("路人", link)
    assert labels(bureau.newest("路人")) == ["辛某"]


async def test_a_name_taken_by_mistake_is_corrected(bureau: Bureau) -> None:
    """更正 by the head or the office, on every copy; then the link may be opened again."""
    enter(bureau)
    link = await invite(bureau, HEAD, "社会救助股")
    await bureau.say(STRANGER, link)
    await bureau.press(STRANGER, "庚某")
    told = bureau.newest(OFFICE)
    await bureau.press(HEAD, "更正")
    assert bureau.roster.who(STRANGER_ID) is None
    assert "股长11月20日16:05撤回" in bureau.newest(OFFICE).text
    assert "已由股长撤回" in (await bureau.forge(OFFICE, told, Press(Action.RELEASE, 1).encode()) or "")
    assert "撤回，暂不能使用" in bureau.newest(STRANGER).text
    await bureau.say(STRANGER, link)
    await bureau.press(STRANGER, "辛某")
    person = bureau.roster.who(STRANGER_ID)
    assert person is not None
    assert person.name == "辛某"


async def test_a_button_of_a_link_serves_who_opened_it_alone(bureau: Bureau) -> None:
    enter(bureau)
    await invite(bureau, OFFICE, "社会救助股")
    await bureau.say(STRANGER, "/start")
    await bureau.forge(STRANGER, bureau.newest(STRANGER), Press(Action.TAKE, 1, NEW.number).encode())
    assert bureau.roster.who(STRANGER_ID) is None


async def test_heads_invite_their_own_unit_and_nobody_above_it(bureau: Bureau) -> None:
    enter(bureau, NEW, OTHER, FOREIGN, LEADER)
    assert payload_of("".join(await bureau.say(HEAD, "/invite 庚某")))
    for whom in ("壬某", "癸某", "儿童福利股"):
        assert f"邀请{whom}须由办公室或其股室负责人操作" in "".join(await bureau.say(HEAD, f"/invite {whom}"))
    for name in ("甲某", "分管甲", "局长", "纪委"):
        for words in ("/invite 庚某", "/invite", "/invite 社会救助股"):
            assert "须由办公室" in "".join(await bureau.say(name, words)), name
        for choice, number in ((InviteChoice.PERSON, 50), (InviteChoice.UNIT, 1)):
            await bureau.forge(name, bureau.newest(name), Press(Action.INVITE, number, 0, choice).encode())
        assert "start=join_" not in "".join(bureau.texts(name))


async def test_without_a_name_those_are_offered_who_have_no_account(bureau: Bureau) -> None:
    enter(bureau, NEW, OTHER, FOREIGN, replace(FOREIGN, number=55, name="庚某"))
    await bureau.say(HEAD, "/invite")
    assert labels(bureau.newest(HEAD)) == ["社会救助股庚某", "社会救助股辛某", "按股室邀请"]
    await bureau.press(HEAD, "按股室邀请")
    assert labels(bureau.newest(HEAD)) == ["社会救助股", "返回"]
    await bureau.press(HEAD, "社会救助股")
    assert "打开后各选本人姓名即启用" in bureau.newest(HEAD).text
    await bureau.say(OFFICE, "/start asleep")
    await bureau.press(OFFICE, "邀请启用")
    assert "未启用4人" in bureau.newest(OFFICE).text
    await bureau.say(OFFICE, "邀请 庚某")
    await bureau.press(OFFICE, "儿童福利股庚某")
    assert "【邀请启用】儿童福利股庚某" in bureau.newest(OFFICE).text


async def test_who_has_an_account_or_is_unknown_is_not_invited(bureau: Bureau) -> None:
    assert "甲某已启用，无须邀请" in "".join(await bureau.say(OFFICE, "/invite 甲某"))
    assert "没有可以操作的人员" in "".join(await bureau.say(OFFICE, "/invite 查无此人"))
    group = bureau.group("救助股", "社会救助股", OFFICE)
    assert "请到私聊" in "".join(await bureau.say(OFFICE, "/invite@duban_bot 甲某", group))


async def test_an_open_application_is_over_once_a_link_has_served(bureau: Bureau) -> None:
    enter(bureau)
    await bureau.say(STRANGER, "我是庚某")
    asked = bureau.newest("管理员")
    link = await invite(bureau, HEAD, "庚某")
    await bureau.say(STRANGER, link)
    assert "该账号已登记为庚某" in bureau.newest("管理员").text
    assert "确认为庚某" in (await bureau.forge("管理员", asked, Press(Action.ADMIT, STRANGER_ID, 51).encode()) or "")


async def test_from_a_groups_line_a_stranger_finds_what_to_say(bureau: Bureau) -> None:
    """Though they had their line of the hour; ten times a day."""
    group = bureau.group("救助股", "社会救助股", "甲某", STRANGER, bot_is_admin=True)
    [reply] = await bureau.say(STRANGER, "/start@duban_bot", group)
    assert "请到私聊发“我是+姓名”" in reply
    answers = [await bureau.say(STRANGER, "/start join") for _ in range(12)]
    assert [len(each) for each in answers] == [1] * 10 + [0] * 2
    assert "请发“我是+姓名”" in answers[0][0]


async def test_a_name_may_come_with_its_unit_on_either_side(bureau: Bureau) -> None:
    enter(bureau, NEW, replace(NEW, number=56, unit="儿童福利股"))
    for words in ("儿童福利股庚某", "庚某 儿童福利股", "儿童福利股　庚某"):
        assert "【邀请启用】儿童福利股庚某" in "".join(await bureau.say(OFFICE, f"／invite {words}")), words
    assert "没有“救助股”这个股室" in "".join(await bureau.say(OFFICE, "/invite 救助股"))
    for odd in ("<b>", "甲" * 4900, "😀", "12"):
        [reply] = await bureau.say(OFFICE, f"/invite {odd}")
        assert "没有可以操作的人员" in reply
    assert "start=join_" not in bureau.newest(OFFICE).text


async def test_an_administrator_without_a_row_takes_their_own(bureau: Bureau) -> None:
    """Who set the bot up is on no roster at first; they keep the office's rights."""
    enter(bureau)
    link = await invite(bureau, "管理员", "庚某")
    said = await bureau.say("管理员", link)
    assert ["已启用：社会救助股庚某" in said[0], "庚某（社会救助股），您好" in said[1]] == [True, True]
    [known] = await bureau.say("管理员", "/whoami")
    assert known.startswith("庚某　社会救助股")
    assert "【邀请启用】社会救助股辛某" in "".join(await bureau.say("管理员", "邀请 辛某"))
