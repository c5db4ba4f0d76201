"""启用: a stranger says who they are, and the office confirms it by a button; whoever changed account is moved."""

from msgspec.structs import replace

from domain.actions import Action
from domain.joining import AdmitChoice
from domain.letter import Letter, Press
from domain.roster import Person, Role
from tests.domain.office import OWNER, item
from tests.handlers.office import STRANGER_ID, Bureau

OFFICE, STRANGER = "办主任", "陌生人"
NEW = Person(number=50, name="庚某", unit="社会救助股", role=Role.STAFF)


def enter(bureau: Bureau, *people: Person) -> None:
    """Put people on the roster, or change them there."""
    with bureau.ledger.transaction(at=bureau.now, by="test", did="add") as tx:
        for each in people:
            tx.save_person(each)


def labels(bureau: Bureau, name: str) -> list[str]:
    return [button.label for button in bureau.newest(name).buttons]


def press_of(choice: AdmitChoice, row: int = 0) -> str:
    return Press(Action.ADMIT, STRANGER_ID, row, choice).encode()


async def test_a_stranger_who_says_who_they_are_is_confirmed_by_the_office(bureau: Bureau) -> None:
    enter(bureau, NEW)
    [advice] = await bureau.say(STRANGER, "/start")
    assert "请发“我是+姓名”，例如：我是甲某" in advice
    [reply] = await bureau.say(STRANGER, "我是社会救助股庚某")
    assert reply.startswith("您好，已将您的启用申请（社会救助股庚某）送办公室")
    assert bureau.newest(OFFICE).text == (
        "【启用申请】\n自称：社会救助股庚某\nTelegram：陌生人，ID 4242，11月20日16:05\n请核实确系本人后确认。"
    )
    assert labels(bureau, OFFICE) == ["是社会救助股庚某", "另选姓名", "不是本局人员"]
    await bureau.press(OFFICE, "是社会救助股庚某")
    assert "✅ 已启用：社会救助股庚某" in bureau.newest(OFFICE).text
    assert "办主任11月20日16:05确认" in bureau.newest("管理员").text
    assert "庚某（社会救助股），您好，您的身份是经办人" in bureau.newest(STRANGER).text
    bureau.add(item(number=12, owner="庚某"))
    assert "第12号" in "".join(await bureau.say(STRANGER, "我的事项"))
    [known] = await bureau.say(STRANGER, "我是庚某")
    assert known.startswith("庚某　社会救助股\n身份：经办人")


async def test_all_posts_of_the_person_get_the_account_and_no_namesakes(bureau: Bureau) -> None:
    enter(bureau, NEW, replace(NEW, number=51, role=Role.HEAD), replace(NEW, number=52, unit="儿童福利股"))
    await bureau.say(STRANGER, "我叫庚某")
    assert labels(bureau, OFFICE)[:2] == ["是社会救助股庚某", "是儿童福利股庚某"]
    await bureau.press(OFFICE, "是社会救助股庚某")
    assert {row.number for row in bureau.roster.people if row.telegram_id == STRANGER_ID} == {50, 51}


async def test_another_name_is_chosen_from_those_without_account(bureau: Bureau) -> None:
    enter(bureau, *(replace(NEW, number=60 + n, name=f"新{'一二三四五六七八九十甲乙丙丁'[n]}") for n in range(14)))
    await bureau.say(STRANGER, "我是小庚")
    assert "花名册中没有相符的姓名" in bureau.newest(OFFICE).text
    await bureau.press(OFFICE, "另选姓名")
    assert "花名册未启用14人" in bureau.newest(OFFICE).text
    assert len(labels(bureau, OFFICE)) == 12 + 2
    await bureau.press(OFFICE, "下一页›")
    assert labels(bureau, OFFICE) == ["社会救助股新丙", "社会救助股新丁", "‹上一页", "返回"]
    await bureau.press(OFFICE, "返回")
    await bureau.press(OFFICE, "另选姓名")
    await bureau.press(OFFICE, "社会救助股新三")
    person = bureau.roster.who(STRANGER_ID)
    assert person is not None
    assert person.name == "新三"


async def test_an_account_is_changed_once_the_office_has_confirmed_twice(bureau: Bureau) -> None:
    """The old account has no rights any more, and what waits for it does not go out."""
    bureau.add(item(number=12))
    await bureau.say(STRANGER, "我是甲某")
    await bureau.press(OFFICE, "更换账号：社会救助股甲某")
    assert "原账号ID 9007即停用" in bureau.newest(OFFICE).text
    assert bureau.roster.who(9007) == OWNER
    await bureau.press(OFFICE, "返回")
    await bureau.press(OFFICE, "更换账号：社会救助股甲某")
    with bureau.ledger.transaction(at=bureau.now, by="test", did="queue") as tx:
        tx.queue(Letter(chat_id=9007, html="绝密", queued_at=bureau.now))
    await bureau.press(OFFICE, "确认更换")
    assert "绝密" not in bureau.texts("甲某")
    assert "原账号已停用" in bureau.newest(OFFICE).text
    assert bureau.newest("甲某").text.startswith("甲某已更换为其他Telegram账号")
    assert "尚未登记启用" in "".join(await bureau.say("甲某", "我的事项"))
    assert "第12号" in "".join(await bureau.say(STRANGER, "我的事项"))
    person = bureau.roster.who(STRANGER_ID)
    assert person is not None
    assert person.former_ids == (9007,)
    await bureau.press(OFFICE, "撤回")
    assert "已恢复原账号" in bureau.newest(OFFICE).text
    assert bureau.roster.who(9007) == OWNER
    assert "恢复使用" in bureau.newest("甲某").text
    assert "已由办公室撤回" in bureau.newest(STRANGER).text


async def test_of_two_who_decide_the_second_reads_who_did(bureau: Bureau) -> None:
    enter(bureau, NEW)
    await bureau.say(STRANGER, "我是庚某")
    asked = bureau.newest("管理员")
    await bureau.press(OFFICE, "是社会救助股庚某")
    for choice in AdmitChoice:
        answer = await bureau.forge("管理员", asked, press_of(choice, 9))
        assert answer == "该申请已由办主任确认为庚某，无须重复操作。"


async def test_who_is_nobody_of_the_bureau_is_told_so_once(bureau: Bureau) -> None:
    await bureau.say(STRANGER, "我是庚某")
    asked = bureau.newest("管理员")
    await bureau.press(OFFICE, "不是本局人员")
    assert "已答复：庚某不是本局人员" in bureau.newest("管理员").text
    assert bureau.newest(STRANGER).text.startswith("您好，经办公室核对，未能确认")
    assert "办主任答复，不是本局人员" in (await bureau.forge("管理员", asked, press_of(AdmitChoice.CONFIRM, 7)) or "")
    before = len(bureau.texts(OFFICE))
    assert "办公室已答复" in "".join(await bureau.say(STRANGER, "我是庚某"))
    assert len(bureau.texts(OFFICE)) == before


async def test_a_confirmation_is_taken_back_within_a_day(bureau: Bureau) -> None:
    enter(bureau, NEW)
    await bureau.say(STRANGER, "我是庚某")
    await bureau.press(OFFICE, "是社会救助股庚某")
    done = bureau.newest("管理员")
    await bureau.press("管理员", "撤回")
    assert bureau.roster.who(STRANGER_ID) is None
    assert "管理员11月20日16:05撤回，该人员恢复为未启用" in bureau.newest(OFFICE).text
    assert "已由管理员撤回" in (await bureau.forge(OFFICE, done, Press(Action.RELEASE, 1).encode()) or "")
    await bureau.say(STRANGER, "我是庚某")
    await bureau.press(OFFICE, "是社会救助股庚某")
    bureau.wait(hours=25)
    assert "超过撤回时限" in (await bureau.press(OFFICE, "撤回") or "")
    assert bureau.roster.who(STRANGER_ID) is not None


async def test_a_slip_of_the_name_is_corrected_in_every_copy(bureau: Bureau) -> None:
    """One application an account is open at a time, three times a day one is answered."""
    enter(bureau, NEW)
    await bureau.say(STRANGER, "我是庚谋")
    before = len(bureau.texts(OFFICE))
    await bureau.say(STRANGER, "/join 庚某")
    assert len(bureau.texts(OFFICE)) == before
    assert "自称：庚某" in bureau.newest("管理员").text
    assert len(await bureau.say(STRANGER, "我是庚某")) == 1
    assert "今日已多次申请" in "".join(await bureau.say(STRANGER, "我是庚某"))
    assert await bureau.say(STRANGER, "我是庚某") == []
    bureau.wait(hours=25)
    assert len(await bureau.say(STRANGER, "我是庚某")) == 1


async def test_the_office_may_confirm_who_was_put_on_the_roster_meanwhile(bureau: Bureau) -> None:
    """By an import, say: then there is nothing left to confirm."""
    await bureau.say(STRANGER, "我是庚某")
    enter(bureau, replace(NEW, telegram_id=STRANGER_ID))
    await bureau.press(OFFICE, "另选姓名")
    await bureau.forge(OFFICE, bureau.newest(OFFICE), press_of(AdmitChoice.CONFIRM, OWNER.number))
    assert "该账号已登记为庚某" in bureau.newest(OFFICE).text
    assert bureau.roster.who(9007) == OWNER


async def test_only_the_office_admits_whatever_the_button_says(bureau: Bureau) -> None:
    enter(bureau, NEW)
    await bureau.say(STRANGER, "我是庚某")
    for name in ("局长", "分管甲", "股长", "甲某", "纪委", STRANGER):
        await bureau.say(name, "/whoami")
        message = bureau.newest(name)
        for payload in (press_of(AdmitChoice.CONFIRM, 50), Press(Action.RELEASE, 1).encode()):
            await bureau.forge(name, message, payload)
    assert bureau.roster.who(STRANGER_ID) is None


async def test_a_group_takes_no_application(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", STRANGER, bot_is_admin=True)
    [reply] = await bureau.say(STRANGER, "@duban_bot 我是甲某", group)
    assert "请到私聊办理" in reply
    assert bureau.newest(STRANGER, chat=group).buttons[0].url == "https://t.me/duban_bot?start=join"
    assert await bureau.say(STRANGER, "@duban_bot 我是甲某", group) == []
    assert await bureau.say(STRANGER, "我是甲某", group) == []


async def test_somebody_who_left_is_named_as_such(bureau: Bureau) -> None:
    await bureau.say(OFFICE, "停用 甲某")
    await bureau.press(OFFICE, "确认停用")
    await bureau.say("甲某", "我是甲某")
    assert "甲某已停用，确已返岗的请先发：恢复 甲某" in bureau.newest(OFFICE).text


async def test_what_is_no_name_is_no_application(bureau: Bureau) -> None:
    for words in ("我是谁", "我是13812345678", "我是哪个股室的", "我是" + "某" * 40, "/join", "/join <b>"):
        assert "尚未登记启用" in "".join(await bureau.say(STRANGER, words))
        bureau.wait(hours=1)
    assert "身份：经办人" in "".join(await bureau.say("甲某", "我是谁"))
    assert "【启用申请】" not in "".join(bureau.texts(OFFICE))


async def test_odd_input_is_answered_in_one_line_and_asks_nobody(bureau: Bureau) -> None:
    """5,000 characters, markup, emoji, full width, an edit; a picture with its caption asks."""
    odd = ("我是" + "甲" * 4900, "我是<b>甲某</b>", "我是😀", "我是甲某？", "/join " + "甲" * 4900, "／join")
    for words in odd:
        assert len(await bureau.say(STRANGER, words)) == 1, words
        bureau.wait(hours=1)
    await bureau.say(STRANGER, "你好")
    written = bureau.players[STRANGER]
    said = await written.say(None, "早")
    await bureau.breathe()
    await written.edit(None, said, "我是甲某")
    await bureau.breathe()
    assert "【启用申请】" not in "".join(bureau.texts(OFFICE))
    bureau.wait(hours=1)
    await written.send_photo(None, caption="我是甲某")
    await bureau.breathe()
    assert "您的启用申请（甲某）" in "".join(bureau.texts(STRANGER))


async def test_a_crowd_of_strangers_reaches_the_office_fifty_times_at_most(bureau: Bureau) -> None:
    before = len(bureau.texts(OFFICE))
    for n in range(52):
        name = f"路人{n}"
        bureau.players[name] = bureau.playground.person(50_000 + n, name)
        [reply] = await bureau.say(name, "我是庚某")
        assert ("请直接联系办公室" in reply) == (n >= 50), n
    assert len(bureau.texts(OFFICE)) == before + 50
