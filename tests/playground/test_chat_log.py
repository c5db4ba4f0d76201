"""What the tour shows of a chat: pictures and places by name, reactions with the head of what they are to."""

from playground.telegram.server import Playground
from playground.tour.chat_log import ChatLog
from tests.playground.conftest import Caller


async def test_pictures_places_and_reactions_are_told(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    log = ChatLog(playground.world)
    sent = await person.send_photo(None, caption="12号现场\n第二行")
    await person.send_location(None)
    answered = await call.ok("sendMessage", chat_id=11, text="第12号已存佐证1份")
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await call.ok("setMessageReaction", chat_id=11, message_id=sent, reaction=thumb)
    await person.react(answered["message_id"], "🙏")
    await person.react(answered["message_id"], "")
    events = log.take(11)
    assert [each.text for each in events] == [
        "〔图片〕12号现场\n第二行",
        "〔位置〕",
        "第12号已存佐证1份",
        "督办助手 👍 〔图片〕12号现场",
        "甲某 🙏 第12号已存佐证1份",
    ]
    assert [(each.is_bots, each.is_service) for each in events] == [(False, False)] * 2 + [(True, False)] + [
        (False, True)
    ] * 2
