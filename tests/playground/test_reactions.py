"""Emoji below a message: who may set which, and when the bot hears of it."""

import pytest

from playground.telegram.pictures import sample_picture
from playground.telegram.reactions import reactions_of
from playground.telegram.refusals import Refusal
from playground.telegram.server import Playground
from tests.playground.conftest import Caller

ASKS = ["message", "message_reaction"]


async def test_an_administrator_bot_that_asks_for_reactions_hears_of_them(playground: Playground, call: Caller) -> None:
    await call.ok("getUpdates", allowed_updates=ASKS)
    person = playground.person(11, "甲某")
    group = playground.group("救助", person, bot_is_admin=True)
    message = await call.ok("sendMessage", chat_id=group.chat_id, text="第12号")
    await person.react(message["message_id"], "👍", chat=group)
    await person.react(message["message_id"], "👍", chat=group)  # nothing new
    await person.react(message["message_id"], "❤\ufe0f", chat=group)
    await person.as_anonymous_admin().react(message["message_id"], "👏", chat=group)
    await person.react(message["message_id"], "", chat=group)
    seen = [update["message_reaction"] for update in await call.ok("getUpdates")]
    changes = [(_emoji(change["old_reaction"]), _emoji(change["new_reaction"])) for change in seen]
    assert changes == [("", "👍"), ("👍", "❤"), ("", "👏"), ("❤", "")]
    assert [change.get("user", {}).get("id") for change in seen] == [11, 11, None, 11]
    assert seen[2]["actor_chat"]["id"] == seen[0]["chat"]["id"] == group.chat_id
    assert reactions_of(playground.messages(group.chat_id)[0]) == [{"emoji": "👏", "by": [group.chat_id]}]


async def test_a_bot_that_is_no_administrator_or_does_not_ask_hears_nothing(
    playground: Playground, call: Caller
) -> None:
    person = playground.person(11, "甲某")
    plain, led = playground.group("救助", person), playground.group("局", person, bot_is_admin=True)
    shown = [await call.ok("sendMessage", chat_id=chat, text="x") for chat in (11, plain.chat_id, led.chat_id)]
    await person.react(shown[2]["message_id"], "👍", chat=led)  # not asked for
    assert await call.ok("getUpdates", allowed_updates=ASKS) == []
    await person.react(shown[1]["message_id"], "👍", chat=plain)
    await person.react(shown[0]["message_id"], "👍")
    assert await call.ok("getUpdates") == []
    assert reactions_of(playground.messages(11)[0]) == [{"emoji": "👍", "by": [11]}]


async def test_the_bot_sets_one_reaction_and_takes_it_back(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    said = await person.say(None, "12 已报局办")
    thumb, heart = {"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "❤"}
    target = {"chat_id": 11, "message_id": said}
    assert await call.ok("setMessageReaction", **target, reaction=[thumb])
    assert [each["emoji"] for each in reactions_of(playground.history(11)[0])] == ["👍"]
    assert "REACTIONS_TOO_MANY" in await call.refused("setMessageReaction", **target, reaction=[thumb, heart])
    assert "REACTION_INVALID" in await call.refused("setMessageReaction", **target, reaction=[{"type": "paid"}])
    assert "REACTION_INVALID" in await call.refused(
        "setMessageReaction", **target, reaction=[{"type": "emoji", "emoji": "督"}]
    )
    assert "message to react not found" in await call.refused("setMessageReaction", chat_id=11, message_id=99)
    assert await call.ok("setMessageReaction", **target)
    assert reactions_of(playground.history(11)[0]) == []


async def test_a_reaction_to_an_album_stands_below_its_first_picture(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    first, second = await person.send_album(None, [sample_picture(), sample_picture(1)])
    await call.ok("setMessageReaction", chat_id=11, message_id=second, reaction=[{"type": "emoji", "emoji": "👍"}])
    shown = {message.message_id: message.reactions for message in playground.history(11)}
    assert (list(shown[first].values()), shown[second]) == (["👍"], {})


async def test_where_reactions_are_forbidden_nobody_can_set_one(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    group = playground.group("救助", person)
    group.forbid_reactions()
    sent = await call.ok("sendMessage", chat_id=group.chat_id, text="x")
    with pytest.raises(Refusal, match="REACTION_INVALID"):
        await person.react(sent["message_id"], "👍", chat=group)


def _emoji(types: list[dict[str, str]]) -> str:
    return "".join(each["emoji"] for each in types)
