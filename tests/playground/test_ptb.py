"""python-telegram-bot's own client talks to the playground and understands all it says."""

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    ChatMemberAdministrator,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TimedOut
from telegram.ext import ApplicationBuilder, ExtBot

from playground.telegram.server import Playground
from tests.playground.conftest import TOKEN
from tests.playground.test_files import png

BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("办结", callback_data="done:12"),
            InlineKeyboardButton("打开", url="https://t.me/duban_bot"),
        ],
        [InlineKeyboardButton("复制催办词", copy_text=CopyTextButton("请尽快反馈"))],
    ]
)


@pytest.fixture
async def ext_bot(playground: Playground) -> AsyncIterator[ExtBot[None]]:
    bot = ExtBot(TOKEN, base_url=f"{playground.base_url}/bot", base_file_url=f"{playground.base_url}/file/bot")
    async with bot:
        yield bot


async def test_sends_edits_and_deletes(playground: Playground, bot: Bot) -> None:
    person = playground.person(11, "甲某")
    asked = await person.say(None, "/mytasks")
    sent = await bot.send_message(
        11,
        "<b>在办</b>1项",
        parse_mode=ParseMode.HTML,
        reply_markup=BUTTONS,
        disable_notification=True,
        reply_parameters=ReplyParameters(asked, allow_sending_without_reply=True),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.text_html == "<b>在办</b>1项"
    assert sent.reply_markup == BUTTONS
    assert sent.reply_to_message is not None
    assert sent.date == playground.clock.now()
    entity = MessageEntity(MessageEntity.BOLD, 0, 2)
    edited = await bot.edit_message_text("办结", 11, sent.message_id, entities=[entity])
    assert not isinstance(edited, bool)
    assert edited.entities == (entity,)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("办结", 11, sent.message_id, entities=[entity])
    await bot.edit_message_reply_markup(11, sent.message_id, reply_markup=BUTTONS)
    assert await bot.delete_message(11, sent.message_id)


async def test_updates_of_every_kind_are_understood(playground: Playground, bot: Bot) -> None:
    person = playground.person(11, "甲某", username="jia_mou")
    group = playground.group("局大群", person, topics=True, bot_is_admin=True)
    thread = group.create_topic("督办")
    said = await person.say(group, "/done@duban_bot 12", thread=thread)
    await person.edit(group, said, "/done@duban_bot 13")
    await person.send_photo(None, png(20, 10), "佐证")
    sent = await bot.send_message(11, "第12号", reply_markup=BUTTONS)
    (message,) = playground.messages(11)
    await person.press(message, "办结", within=0)
    await bot.delete_message(11, sent.message_id)
    await person.press(message, "办结", within=0)
    await person.block()
    await person.as_anonymous_admin().say(group, "匿名")
    group.remove_bot()
    updates = await bot.get_updates(timeout=1, allowed_updates=Update.ALL_TYPES)
    created, command, edited, photo, press, late_press, blocked, anonymous, left, removed = updates
    assert created.message is not None
    assert command.message is not None
    assert command.message.message_thread_id == thread
    assert command.message.parse_entities(["bot_command"]).popitem()[1] == "/done@duban_bot"
    assert edited.edited_message is not None
    assert photo.message is not None
    assert photo.message.photo[-1].width == 20
    assert press.callback_query is not None
    assert press.callback_query.data == "done:12"
    assert late_press.callback_query is not None
    assert late_press.callback_query.message is not None
    assert not late_press.callback_query.message.is_accessible
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert anonymous.message is not None
    assert anonymous.message.sender_chat is not None
    assert left.message is not None
    assert left.message.left_chat_member is not None
    assert removed.my_chat_member is not None


async def test_albums_places_and_reactions_are_understood(playground: Playground, bot: Bot) -> None:
    person = playground.person(11, "甲某")
    group = playground.group("局大群", person, bot_is_admin=True)
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    await person.send_album(group, [png(20, 10), png(30, 10)], "现场")
    await person.send_location(group, 30.25, 120.5)
    said = await person.say(group, "收到")
    assert await bot.set_message_reaction(group.chat_id, said, "👍")
    await person.react(said, "❤", chat=group)
    first, second, where, _, reacted = await bot.get_updates(timeout=1)
    assert first.message is not None
    assert second.message is not None
    assert first.message.media_group_id == second.message.media_group_id
    assert where.message is not None
    assert where.message.location is not None
    assert where.message.location.longitude == 120.5
    assert reacted.message_reaction is not None
    assert reacted.message_reaction.new_reaction[0].to_dict() == {"type": "emoji", "emoji": "❤"}
    assert reacted.effective_user is not None


async def test_files_go_up_and_come_down(playground: Playground, bot: Bot) -> None:
    person = playground.person(11, "甲某")
    document = InputFile(b"rows", filename="台账.xlsx")
    sent = await bot.send_document(11, document, caption="<i>本周</i>", parse_mode=ParseMode.HTML)
    assert sent.document is not None
    assert sent.document.file_name == "台账.xlsx"
    assert sent.caption_html == "<i>本周</i>"
    await bot.edit_message_caption(11, sent.message_id, caption="上周")
    again = await bot.send_document(11, sent.document.file_id)
    assert again.document == sent.document
    photo = await bot.send_photo(11, png(64, 32), caption="图")
    assert photo.photo[-1].width == 64
    await person.send_file(None, "花名册.xlsx", b"roster")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    found = await bot.get_file(update.message.document.file_id)
    assert bytes(await found.download_as_bytearray()) == b"roster"


async def test_chats_members_and_menus_are_understood(playground: Playground, bot: Bot) -> None:
    person = playground.person(11, "甲某")
    group = playground.group("局大群", person, topics=True, bot_is_admin=True)
    assert (await bot.get_chat(group.chat_id)).is_forum
    assert (await bot.get_chat(11)).first_name == "甲某"
    member = await bot.get_chat_member(group.chat_id, bot.id)
    assert isinstance(member, ChatMemberAdministrator)
    assert member.can_manage_topics
    assert len(await bot.get_chat_administrators(group.chat_id)) == 2
    assert await bot.get_chat_member_count(group.chat_id) == 2
    topic = await bot.create_forum_topic(group.chat_id, "督办")
    sent = await bot.send_message(group.chat_id, "晨报", message_thread_id=topic.message_thread_id)
    assert await bot.pin_chat_message(group.chat_id, sent.message_id)
    assert await bot.send_chat_action(group.chat_id, "typing")
    forwarded = await bot.forward_message(11, group.chat_id, sent.message_id)
    assert forwarded.forward_origin is not None
    assert (await bot.copy_message(11, group.chat_id, sent.message_id)).message_id
    scope = BotCommandScopeAllPrivateChats()
    assert await bot.set_my_commands([BotCommand("mytasks", "我的事项")], scope)
    assert (await bot.get_my_commands(scope))[0].command == "mytasks"
    assert await bot.delete_my_commands(scope)
    assert await bot.set_my_description("督办助手")
    assert (await bot.get_my_description()).description == "督办助手"
    assert await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.leave_chat(group.chat_id)


async def test_refusals_become_the_librarys_errors(
    playground: Playground, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """docs/promises.md 9, 14, 16 and 17."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else the library warns of its own future
    person = playground.person(11, "甲某")
    group = playground.group("股室", person)
    new = group.migrate()
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(group.chat_id, "x")
    assert migrated.value.new_chat_id == new.chat_id
    await person.block()
    with pytest.raises(Forbidden):
        await bot.send_message(11, "x")
    for kind, error in (("too_many", RetryAfter), ("conflict", Conflict), ("unauthorized", InvalidToken)):
        playground.faults.order("getMe", kind)
        with pytest.raises(error):
            await bot.get_me()
    playground.faults.order("getMe", "timeout_after_delivery")
    with pytest.raises(TimedOut):
        await bot.get_me(read_timeout=0.05)


async def test_application_answers_a_command_end_to_end(playground: Playground, ext_bot: ExtBot[None]) -> None:
    application = ApplicationBuilder().bot(ext_bot).updater(None).build()
    person = playground.person(11, "甲某")
    await person.say(None, "/start")
    async with application:
        for update in await ext_bot.get_updates(timeout=1):
            assert update.effective_user is not None
            await ext_bot.send_message(update.effective_user.id, "您好")
            await ext_bot.get_updates(offset=update.update_id + 1)
    await playground.wait_for(lambda: playground.messages(11))
    await playground.idle(quiet=0.01)
    assert [message.text for message in playground.messages(11)] == ["您好"]
