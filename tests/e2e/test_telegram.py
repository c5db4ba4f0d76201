"""How Telegram and people behave, against one real process that never restarts. Each test has its own items."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from playground.telegram.chats import Message
from playground.telegram.server import Playground
from tests.e2e.bureau import CARE, RELIEF, ROSTER, TOKEN, Bureau, Post, did
from tests.e2e.process import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHILDREN, CROWD = "儿童福利股", "社会事务股"
OVERDUE = {
    "due": "2026-11-19",
    "assigned_at": "2026-01-05T10:00:00+08:00",
    "due_set_at": "2026-01-05T10:00:00+08:00",
}
#: Twelve people of one unit, each with an item that is overdue.
TWELVE = tuple(Post(f"社{n}", CROWD, "staff", 9100 + n) for n in range(12))
MANY = Post("多某", CHILDREN, "staff", 9020)
NEVER = Post("未启", CARE, "staff", 9030)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def bureau(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bureau]:
    async with Playground(token=TOKEN) as telegram:
        played = Bureau(tmp_path_factory.mktemp("bureau"), telegram, (*ROSTER, *TWELVE, MANY, NEVER))
        _people_the_ledger(played)
        await played.open()
        yield played
        await played.bot.end()


def _people_the_ledger(bureau: Bureau) -> None:
    for unit in (RELIEF, CARE, CROWD):
        bureau.add_group(unit)
    for number in range(1, 60):
        bureau.add_item(number)
    for number, post in enumerate(TWELVE, start=200):
        bureau.add_item(number, post.name, **OVERDUE)
    for number in range(1001, 1301):
        bureau.add_item(number, MANY.name, title=f"<b>👨‍👩‍👧‍👦&{number}</b>_*`{'𠮷' * 40}")
    bureau.add_item(90, NEVER.name)
    bureau.player(NEVER.name).person.started = False


async def test_what_was_edited_does_not_act_again(bureau: Bureau) -> None:
    """docs/promises.md 19."""
    player = bureau.player("甲某")
    said = await player.say(None, "/done 1")
    await bureau.idle()
    heard = len(bureau.private("甲某"))
    await player.edit(None, said, "/done 2")
    await bureau.idle()
    assert len(bureau.private("甲某")) == heard
    assert "第2号" in await bureau.ask("甲某", "/mytasks")


async def test_another_bots_command_meets_silence_and_ours_is_heard_in_capitals(bureau: Bureau) -> None:
    """docs/promises.md 20."""
    group, player = bureau.groups[RELIEF], bureau.player("甲某")
    for words in ("/done@otherbot 3", "/help@otherbot", "大家早上好"):
        await player.say(group, words)
    await player.say(group, "/DONE@Duban_Bot 4")
    await bureau.until(lambda: bureau.in_group(RELIEF))
    await bureau.idle()
    (reply,) = bureau.in_group(RELIEF)
    assert reply.startswith("✅ 第4号")


async def test_whoever_hides_behind_a_group_or_channel_is_told_how_to_speak(bureau: Bureau) -> None:
    """docs/promises.md 21: the anonymous administrator's id is shared by everybody, and nobody's identity."""
    group, player = bureau.groups[CARE], bureau.player("别股长")
    for disguised in (player.as_anonymous_admin(), player.as_channel()):
        heard = len(bureau.in_group(CARE))
        await disguised.say(group, "/done@duban_bot 90")
        await bureau.until(lambda heard=heard: len(bureau.in_group(CARE)) > heard)  # type: ignore[misc]
        assert "匿名" in bureau.in_group(CARE)[-1]


async def test_three_hundred_items_fit_into_messages(bureau: Bureau) -> None:
    """docs/promises.md 22 and 29: page after page, each as long as Telegram allows, titles as they were written."""
    await bureau.ask(MANY.name, "/mytasks")
    (message,) = bureau.private(MANY.name)
    shown: set[str] = set()
    for _ in range(300):
        _fits(message)
        shown |= set(re.findall(r"👨‍👩‍👧‍👦&(\d+)</b>_\*`", message.text))
        forward = [button for button in message.buttons if button.label.startswith("下一页")]
        if not forward:
            break
        seen = message.text
        await bureau.player(MANY.name).press(message, forward[0].data, within=PATIENCE)
        await bureau.until(lambda seen=seen: message.text != seen)  # type: ignore[misc]
    assert shown == {str(number) for number in range(1001, 1301)}


def _fits(message: Message) -> None:
    assert len(message.text) <= 4096
    assert len(message.text.encode("utf-16-le")) <= 2 * 4096
    assert len(message.entities) <= 100


async def test_a_button_pressed_twice_or_by_somebody_else_acts_once(bureau: Bureau) -> None:
    """docs/promises.md 25 and 28."""
    await bureau.ask("甲某", "/item 5")
    card = bureau.private("甲某")[-1]
    done = next(button.data for button in card.buttons if button.label == "办结")
    assert await bureau.player("丙某").press(card, done, within=PATIENCE) is not None
    assert "第5号" in await bureau.ask("甲某", "/mytasks")
    assert await bureau.player("甲某").press(card, done, within=PATIENCE, is_forged=True) is not None
    assert await bureau.player("甲某").press(card, done, within=PATIENCE, is_forged=True) is not None
    await bureau.idle()
    assert "无须重复操作" in await bureau.ask("甲某", "/done 5")


async def test_who_never_started_the_bot_is_called_in_the_group_with_a_link(bureau: Bureau) -> None:
    """docs/promises.md 24: the head closes their item, and Telegram refuses the private notice."""
    heard = len(bureau.in_group(CARE))
    await bureau.ask("别股长", "/done 90")
    await bureau.until(lambda: len(bureau.in_group(CARE)) > heard)
    told = bureau.telegram.messages(bureau.groups[CARE].chat_id)[-1]
    assert NEVER.name in told.text
    assert any(button.url.startswith("https://t.me/duban_bot?start=") for button in told.buttons)


async def test_a_removed_bot_keeps_the_ledger_tells_the_office_and_resumes(bureau: Bureau) -> None:
    """docs/promises.md 17."""
    group = bureau.groups[CARE]
    group.remove_bot()
    await bureau.until(lambda: any("【群聊失联】" in text for text in bureau.texts("办主任")))
    group.add_bot()
    group.promote_bot()
    heard = len(bureau.in_group(CARE))
    await bureau.player("丙某").say(group, "/help@duban_bot")
    await bureau.until(lambda: len(bureau.in_group(CARE)) > heard)


async def test_a_group_that_moves_takes_its_binding_along(bureau: Bureau) -> None:
    """docs/promises.md 16: the service messages come first; what is bound follows."""
    bureau.groups[RELIEF] = bureau.groups[RELIEF].migrate()
    await bureau.idle()
    await bureau.player("甲某").say(bureau.groups[RELIEF], "/done@duban_bot 6")
    await bureau.until(lambda: bureau.in_group(RELIEF))
    assert bureau.in_group(RELIEF)[0].startswith("✅ 第6号")


async def test_twelve_people_are_called_with_five_mentions_a_message(bureau: Bureau) -> None:
    """docs/promises.md 23: the first 催办 at 9:30; a mention beyond the fifth would ring nobody."""
    bureau.telegram.clock.advance(timedelta(minutes=31))
    await bureau.looked()
    bureau.telegram.clock.advance(timedelta(hours=1))
    await bureau.until(lambda: all(any(post.name in text for text in _alerts(bureau)) for post in TWELVE))
    await bureau.idle()
    chased = [m for m in bureau.telegram.messages(bureau.groups[CROWD].chat_id) if "今日提示" not in m.text]
    for message in chased:
        mentions = [e for e in message.entities if e["type"] == "text_mention" or "tg://user" in e.get("url", "")]
        assert 1 <= len(mentions) <= 5


def _alerts(bureau: Bureau) -> list[str]:
    return [text for text in bureau.in_group(CROWD) if "今日提示" not in text]


async def test_it_stops_cleanly_after_all_that(bureau: Bureau) -> None:
    assert await bureau.bot.stop() == 0
    closed = {number for number, item in bureau.stock_items().items() if item["status"] == "closed"}
    assert closed == {1, 4, 5, 6, 90}
    assert {len(did(bureau.stock_items()[number])) for number in closed} == {1}
