"""绑定: by name, by choice, by link; and what happens to the bot's place in a chat."""

from tests.domain.office import ADMIN_ID, item
from tests.handlers.office import Bureau

UNIT = "社会救助股"


def unit_of(bureau: Bureau, chat_id: int, thread: int | None = None) -> str | None:
    """What the chat is bound to."""
    chat = bureau.roster.chat(chat_id, thread)
    return chat.unit if chat else None


async def test_a_head_binds_the_units_group_with_one_word(bureau: Bureau) -> None:
    group = bureau.group("救助股工作群", None, "股长")
    [reply] = await bureau.say("股长", "/bind@duban_bot", group)
    assert "本群已绑定：社会救助股" in reply
    chat = bureau.roster.chat(group.chat_id)
    assert chat is not None
    assert (chat.unit, chat.title, chat.bound_by, chat.bound_at) == (UNIT, "救助股工作群", "股长", bureau.now)


async def test_the_office_chooses_the_unit_by_button(bureau: Bureau) -> None:
    group = bureau.group("群", None, "办主任")
    await bureau.say("办主任", "/bind@duban_bot", group)
    await bureau.press("办主任", "养老服务股", chat=group)
    assert unit_of(bureau, group.chat_id) == "养老服务股"
    assert "本群已绑定：养老服务股" in bureau.newest("办主任", chat=group).text


async def test_the_bureaus_own_group_is_bound_by_the_office(bureau: Bureau) -> None:
    group = bureau.group("全局群", None, "办主任", "股长")
    await bureau.say("股长", "/bind@duban_bot 全局", group)
    assert unit_of(bureau, group.chat_id) is None
    await bureau.say("办主任", "/bind@duban_bot 全局", group)
    assert unit_of(bureau, group.chat_id) == ""


async def test_the_link_binds_the_group_that_the_head_adds_the_bot_to(bureau: Bureau) -> None:
    await bureau.say("股长", "/bind")
    link = next(b.url for b in bureau.newest("股长").buttons if b.label == UNIT)
    assert len(bureau.newest("股长").buttons) == 1
    group = bureau.group("救助股", None, "股长", has_bot=False)
    await bureau.players["股长"].start_in(group, link.partition("startgroup=")[2])
    await bureau.breathe()
    assert unit_of(bureau, group.chat_id) == UNIT


async def test_an_unknown_unit_is_answered_with_those_that_exist(bureau: Bureau) -> None:
    group = bureau.group("群", None, "办主任")
    [reply] = await bureau.say("办主任", "/bind@duban_bot <b>救助</b>", group)
    assert "“<b>救助</b>”" in reply
    assert UNIT in reply


async def test_a_head_does_not_take_another_units_group(bureau: Bureau) -> None:
    group = bureau.group("群", "养老服务股", "股长")
    await bureau.say("股长", "/bind@duban_bot", group)
    assert unit_of(bureau, group.chat_id) == "养老服务股"


async def test_binding_the_same_unit_again_keeps_its_beginning(bureau: Bureau) -> None:
    group = bureau.group("群", UNIT, "股长")
    began = bureau.now
    bureau.wait(days=1)
    await bureau.say("股长", "/bind@duban_bot", group)
    [chat] = [chat for chat in bureau.roster.chats if chat.chat_id == group.chat_id]
    assert chat.bound_at == began


async def test_a_group_that_is_bound_to_another_unit_begins_anew_with_it(bureau: Bureau) -> None:
    """Fault 7.11: what fell due before is not told there, as the group was another unit's then."""
    group = bureau.group("群", UNIT, "办主任")
    bureau.wait(days=1)
    await bureau.say("办主任", "/bind@duban_bot 养老服务股", group)
    [chat] = [chat for chat in bureau.roster.chats if chat.chat_id == group.chat_id]
    assert (chat.unit, chat.bound_at) == ("养老服务股", bureau.now)


async def test_a_group_shows_nothing_of_the_unit_that_it_was_bound_to_before(bureau: Bureau) -> None:
    """Fault 7.11."""
    bureau.add(item(number=12, title="低保动态管理"))
    group = bureau.group("群", UNIT, "办主任", "甲某")
    assert "低保动态管理" in (await bureau.say("甲某", "/item@duban_bot 12", group))[0]
    await bureau.say("办主任", "/bind@duban_bot 养老服务股", group)
    for name in ("甲某", "办主任"):
        assert "低保动态管理" not in " ".join(await bureau.say(name, "/item@duban_bot 12", group))


async def test_each_topic_may_belong_to_a_unit(bureau: Bureau) -> None:
    group = bureau.group("群", None, "股长", "别股长", topics=True)
    first, second = group.create_topic("救助"), group.create_topic("养老")
    await bureau.say("股长", "/bind@duban_bot", group, thread=first)
    await bureau.say("别股长", "/bind@duban_bot", group, thread=second)
    assert unit_of(bureau, group.chat_id, first) == UNIT
    assert unit_of(bureau, group.chat_id, second) == "养老服务股"
    assert unit_of(bureau, group.chat_id) is None


async def test_unbinding_releases_the_group(bureau: Bureau) -> None:
    group = bureau.group("群", UNIT, "股长")
    [reply] = await bureau.say("股长", "/unbind@duban_bot", group)
    assert "解除" in reply
    assert unit_of(bureau, group.chat_id) is None
    [reply] = await bureau.say("股长", "/unbind@duban_bot", group)
    assert "尚未绑定" in reply
    [reply] = await bureau.say("股长", "/unbind")
    assert "在需要绑定或解除绑定的群里" in reply


async def test_an_administrator_without_a_roster_row_binds_as_the_office(bureau: Bureau) -> None:
    group = bureau.group("群", None, "管理员")
    await bureau.say("管理员", f"/bind@duban_bot {UNIT}", group)
    assert unit_of(bureau, group.chat_id) == UNIT
    assert all(person.telegram_id != ADMIN_ID for person in bureau.roster.people)


async def test_a_link_that_somebody_made_up_tells_a_stranger_no_units(bureau: Bureau) -> None:
    """docs/promises.md 28: the names of all units were listed before anybody asked who wanted to know."""
    group = bureau.group("群", None, "陌生人")
    replies = await bureau.say("陌生人", "/start@duban_bot bind_999", group)
    assert UNIT not in " ".join(replies)
