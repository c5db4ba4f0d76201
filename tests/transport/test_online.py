"""What `check --online` finds: the token, the bot's ways, and its place in every bound chat, over real HTTP."""

import socket
from collections.abc import AsyncIterator

import pytest

from domain.roster import Chat
from playground.telegram.group import Group
from playground.telegram.server import Playground
from tests.transport.gates import Gate
from texts.command_line import render_finding
from transport.api import build_application
from transport.online import Inspection, OnlineFinding, inspect
from transport.own_webhook import address_of

TOKEN = "42:test-token"


async def found(telegram: Playground, *chats: Chat, token: str = TOKEN) -> Inspection:
    """What the inspection of these chats finds."""
    app = build_application(token=token, base_url=telegram.base_url, timeout=0.3)
    return await inspect(app.bot, chats)


def of_bot(inspection: Inspection) -> list[OnlineFinding]:
    return [each.finding for each in inspection.bot]


async def place_in(telegram: Playground, group: Group) -> OnlineFinding:
    """What is found of one group."""
    inspection = await found(telegram, Chat(chat_id=group.chat_id, unit="社会救助股", title=group.title))
    (chat,) = inspection.chats
    assert chat.name == group.title
    return chat.finding


@pytest.fixture
async def telegram() -> AsyncIterator[Playground]:
    async with Playground(token=TOKEN) as playground:
        yield playground


async def test_a_sound_bot_is_named_and_its_privacy_mode_told(telegram: Playground) -> None:
    inspection = await found(telegram)
    assert of_bot(inspection) == [OnlineFinding.BOT_READY, OnlineFinding.HEARS_COMMANDS_ONLY]
    assert inspection.bot[0].name == telegram.world.bot.username
    assert inspection.faults == 0


async def test_a_refused_token_is_all_that_is_told(telegram: Playground) -> None:
    """And the token is in none of it (docs/promises.md 30)."""
    inspection = await found(telegram, Chat(chat_id=-1), token="42:wrong")
    assert of_bot(inspection) == [OnlineFinding.TOKEN_REFUSED]
    assert (inspection.chats, inspection.faults) == ((), 1)
    assert "wrong" not in repr(inspection)


async def test_no_network_and_no_answer_are_told_apart(telegram: Playground) -> None:
    telegram.faults.order("getMe", "no_answer", times=0)
    silent = await found(telegram)
    telegram.faults.clear()
    telegram.faults.order("getMe", "server_error", times=0)
    broken = await found(telegram)
    with socket.socket() as unused:  # bound and not listening: connections are refused
        unused.bind(("127.0.0.1", 0))
        app = build_application(token=TOKEN, base_url=f"http://127.0.0.1:{unused.getsockname()[1]}")
        unreached = await inspect(app.bot, ())
    assert of_bot(silent) == of_bot(broken) == [OnlineFinding.NO_ANSWER]
    assert of_bot(unreached) == [OnlineFinding.NO_NETWORK]
    assert [each.faults for each in (silent, broken, unreached)] == [1, 1, 1]


async def through(proxy: str) -> Inspection:
    """What is found where the environment names that proxy."""
    proxies = {"https": proxy}
    app = build_application(token=TOKEN, base_url="https://telegram.test", timeout=0.3, proxies=proxies)
    return await inspect(app.bot, ())


async def test_what_stands_in_the_way_is_named(telegram: Playground) -> None:
    """Fault 1.2, 1.4, 6.14: a proxy that is not spoken, one that refuses, a portal's page in Telegram's place."""
    (unspoken,) = (await through("socks5://127.0.0.1:1080")).bot
    assert (unspoken.finding, unspoken.why) == (OnlineFinding.PROXY_UNSPOKEN, "socks5")
    async with Gate("407") as gate:
        (refused,) = (await through(gate.url)).bot
    assert (refused.finding, refused.why) == (OnlineFinding.TURNED_BACK, "407")
    telegram.faults.order("getMe", "gateway_page", status=200)
    (portal,) = (await found(telegram)).bot
    assert (portal.finding, portal.why) == (OnlineFinding.NOT_TELEGRAM, "200")
    words = [render_finding(each) for each in (unspoken, refused, portal)]
    assert all(word.startswith("×") for word in words)
    assert "socks5" in words[0]


async def test_a_fault_on_the_line_is_not_taken_for_a_chat_that_is_gone(telegram: Playground) -> None:
    group = telegram.group("救助股群", telegram.person(11, "甲某"))
    for kind in ("server_error", "reset", "too_many"):
        telegram.faults.order("getChatMember", kind)
        assert of_bot(await found(telegram, Chat(chat_id=group.chat_id))) == [OnlineFinding.NO_ANSWER], kind
    telegram.faults.order("getChatMember", "gateway_page", status=403)
    assert of_bot(await found(telegram, Chat(chat_id=group.chat_id))) == [OnlineFinding.TURNED_BACK]


async def test_where_boards_are_to_be_pinned_the_right_to_it_is_asked_for(telegram: Playground) -> None:
    person = telegram.person(11, "甲某")
    groups = [telegram.group(title, person, bot_is_admin=title == "管理群") for title in ("普通群", "管理群")]
    app = build_application(token=TOKEN, base_url=telegram.base_url)
    inspection = await inspect(app.bot, [Chat(chat_id=group.chat_id) for group in groups], pins=True)
    assert [each.finding for each in inspection.chats] == [OnlineFinding.CHAT_UNPINNED, OnlineFinding.CHAT_HEARD]
    assert inspection.faults == 0  # it is edited all the same


async def test_a_webhook_is_found_since_no_update_would_come(telegram: Playground) -> None:
    app = build_application(token=TOKEN, base_url=telegram.base_url)
    async with app.bot:
        await app.bot.set_webhook("http://127.0.0.1:9/updates")
    inspection = await found(telegram)
    assert OnlineFinding.WEBHOOK_SET in of_bot(inspection)
    assert inspection.faults == 1


async def test_a_webhook_of_the_bots_own_is_no_fault(telegram: Playground) -> None:
    """Where it polls, it ends it at the start; where it has one, it says whether Telegram gets through."""
    app = build_application(token=TOKEN, base_url=telegram.base_url)
    async with app.bot:
        await app.bot.set_webhook(address_of("http://127.0.0.1:9/updates", TOKEN))
    inspection = await found(telegram)
    assert OnlineFinding.WEBHOOK_LEFT in of_bot(inspection)
    assert inspection.faults == 0


async def test_the_place_in_each_chat_is_told(telegram: Playground) -> None:
    person = telegram.person(11, "甲某")
    plain = telegram.group("普通群", person)
    led = telegram.group("管理群", person, bot_is_admin=True)
    muted, removed, deleted, moved = (telegram.group(name, person) for name in ("禁言群", "移出群", "解散群", "升级群"))
    muted.forbid_writing()
    removed.remove_bot()
    deleted.delete()
    moved.migrate()
    assert await place_in(telegram, plain) is OnlineFinding.CHAT_READY
    assert await place_in(telegram, led) is OnlineFinding.CHAT_HEARD
    assert await place_in(telegram, muted) is OnlineFinding.CHAT_MUTED
    assert await place_in(telegram, removed) is OnlineFinding.CHAT_GONE
    assert await place_in(telegram, deleted) is OnlineFinding.CHAT_GONE
    assert await place_in(telegram, moved) is OnlineFinding.CHAT_MOVED


async def test_a_chat_without_title_is_called_by_its_unit(telegram: Playground) -> None:
    group = telegram.group("群", telegram.person(11, "甲某"))
    inspection = await found(telegram, Chat(chat_id=group.chat_id, unit="养老服务股"), Chat(chat_id=group.chat_id))
    assert [chat.name for chat in inspection.chats] == ["养老服务股", ""]
