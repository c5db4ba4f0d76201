"""The bot's place in its chats: removed, blocked, let in again, moved, renamed."""

from msgspec.structs import replace

from domain.item import ItemStatus
from domain.letter import Letter
from domain.roster import Person, Role
from tests.domain.office import DEPUTY, item
from tests.handlers.office import Bureau

UNIT = "社会救助股"


def is_silent(bureau: Bureau, chat_id: int) -> bool:
    """Whether delivery to the group has stopped."""
    [chat] = [chat for chat in bureau.roster.chats if chat.chat_id == chat_id]
    return chat.silent_since is not None


async def test_a_group_that_removed_the_bot_falls_silent_and_the_office_is_told(bureau: Bureau) -> None:
    """docs/promises.md 17."""
    group = bureau.group("救助股", UNIT, "股长")
    group.remove_bot()
    await bureau.breathe()
    assert is_silent(bureau, group.chat_id)
    assert "群聊失联" in bureau.texts("办主任")[-1]
    group.add_bot()
    await bureau.breathe()
    assert not is_silent(bureau, group.chat_id)


async def test_whoever_blocks_the_bot_is_not_written_to_until_they_come_back(bureau: Bureau) -> None:
    """docs/promises.md 17."""
    player = bureau.players["甲某"]

    def silent() -> bool:
        person = bureau.roster.named("甲某")
        assert person is not None
        return person.silent_since is not None

    await player.block()
    await bureau.breathe()
    assert silent()
    player.unblock()
    await bureau.breathe()
    assert not silent()


async def test_nothing_is_written_to_somebody_who_blocked_the_bot(bureau: Bureau) -> None:
    """Fault 7.18: Telegram was asked again for each notice, and the group told each time."""
    bureau.add(item(number=12))
    await bureau.players["甲某"].block()
    await bureau.breathe()
    await bureau.say("股长", "/done 12")
    assert bureau.status(12) is ItemStatus.CLOSED
    assert bureau.refused == []


async def test_whoever_starts_the_bot_can_be_reached_again(bureau: Bureau) -> None:
    """docs/promises.md 17, 24: a refused letter marked them; their first word clears it."""
    await bureau.players["甲某"].block()
    await bureau.breathe()
    bureau.players["甲某"].person.blocked = False
    await bureau.say("甲某", "/start")
    person = bureau.roster.named("甲某")
    assert person is not None
    assert person.silent_since is None


async def test_whoever_comes_back_is_reached_in_all_their_posts(bureau: Bureau) -> None:
    """Only one row of a leader who also heads a unit was cleared; as the other they heard nothing ever again."""
    with bureau.ledger.transaction(at=bureau.now, by="test", did="appoint") as tx:
        tx.save_person(Person(name="分管甲", unit="儿童福利股", role=Role.HEAD, telegram_id=DEPUTY.telegram_id))

    def silent() -> set[bool]:
        rows = [person for person in bureau.roster.people if person.telegram_id == DEPUTY.telegram_id]
        return {person.silent_since is not None for person in rows}

    player = bureau.players["分管甲"]
    for come_back in (player.unblock, lambda: setattr(player.person, "blocked", False)):
        await player.block()
        await bureau.breathe()
        assert silent() == {True}
        come_back()
        await bureau.say("分管甲", "/start")
        assert silent() == {False}


async def test_a_group_that_becomes_a_supergroup_moves_once_whichever_chat_says_so_first(bureau: Bureau) -> None:
    """docs/promises.md 16."""
    for new_first in (False, True):
        group = bureau.group("救助股", UNIT, "股长")
        with bureau.ledger.transaction(at=bureau.now, by="test", did="post") as tx:
            tx.queue(Letter(chat_id=group.chat_id, html="等候", queued_at=bureau.now))
        moved = group.migrate(is_told=False)
        group.tell_of_migration(new_first=new_first)
        await bureau.breathe()
        assert bureau.roster.chat(group.chat_id) is None
        assert bureau.roster.chat(moved.chat_id) is not None
        assert [m.text for m in bureau.playground.messages(moved.chat_id)] == ["等候"]


async def test_the_office_reads_a_groups_new_title(bureau: Bureau) -> None:
    group = bureau.group("救助股", UNIT, "股长")
    chat = {"id": group.chat_id, "type": "group", "title": "新名字"}
    sender = {"id": 9005, "is_bot": False, "first_name": "股长"}
    message = {"message_id": 9, "date": 1, "chat": chat, "from": sender, "new_chat_title": "新名字"}
    await bureau.take({"update_id": 5, "message": message})
    found = bureau.roster.chat(group.chat_id)
    assert found is not None
    assert found.title == "新名字"


async def test_a_group_that_is_bound_to_nothing_may_come_and_go(bureau: Bureau) -> None:
    group = bureau.group("别的群", None, "陌生人", has_bot=False)
    group.add_bot()
    group.remove_bot()
    await bureau.breathe()
    assert bureau.roster.chats == ()
    assert bureau.texts("办主任") == []


async def test_whatever_is_heard_from_a_group_ends_its_silence(bureau: Bureau) -> None:
    """Fault 1.3: a command, a stranger's too, shows that the bot is there."""
    group = bureau.group("救助股", UNIT, "甲某", "陌生人")
    for name in ("甲某", "陌生人"):
        with bureau.ledger.transaction(at=bureau.now, by="test", did="mute") as tx:
            [chat] = bureau.roster.chats
            tx.save_chat(replace(chat, silent_since=bureau.now, is_muted=True))
        await bureau.say(name, "/help@duban_bot", group)
        assert not is_silent(bureau, group.chat_id)
        assert not bureau.roster.chats[0].is_muted
