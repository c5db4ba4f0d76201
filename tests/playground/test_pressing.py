"""Buttons pressed by people, and the bot's answers to them."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from playground.telegram.callback_queries import LASTS, CallbackAnswer
from playground.telegram.refusals import Refusal
from playground.telegram.server import Playground
from tests.playground.conftest import TOKEN, Caller

BUTTON = {"inline_keyboard": [[{"text": "办结", "callback_data": "done:12"}]]}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def next_query(call: Caller, offset: int = 0) -> dict[str, Any]:
    (update,) = await call.ok("getUpdates", timeout=5, offset=offset)
    query: dict[str, Any] = update["callback_query"]
    return query


async def test_press_waits_for_the_bots_answer(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    await call.ok("sendMessage", chat_id=11, text="第12号", reply_markup=BUTTON)
    (message,) = playground.messages(11)
    press = asyncio.create_task(person.press(message, "办结"))
    query = await next_query(call)
    assert query["data"] == "done:12"
    assert query["message"]["text"] == "第12号"
    assert query["from"]["id"] == 11
    await call.ok("answerCallbackQuery", callback_query_id=query["id"], text="已办结", show_alert=True)
    assert await press == "已办结"
    assert person.last_answer is not None
    assert person.last_answer.show_alert


async def test_query_is_answered_once(playground: Playground, call: Caller) -> None:
    """docs/promises.md 25."""
    person = playground.person(11, "甲某")
    await call.ok("sendMessage", chat_id=11, text="第12号", reply_markup=BUTTON)
    assert await person.press(playground.messages(11)[0], "done:12", within=0) is None
    query = await next_query(call)
    assert "MESSAGE_TOO_LONG" in await call.refused(
        "answerCallbackQuery", callback_query_id=query["id"], text="x" * 201
    )
    await call.ok("answerCallbackQuery", callback_query_id=query["id"])
    assert await call.refused("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD
    assert await call.refused("answerCallbackQuery", callback_query_id="77") == TOO_OLD


async def test_query_grows_old_in_real_seconds_not_by_the_moved_clock() -> None:
    seconds = [0.0]
    async with Playground(token=TOKEN, pulse=lambda: seconds[0]) as playground:
        person = playground.person(11, "甲某")
        said = playground.world.chats[11].messages[await person.say(None, "您好")]
        early, _ = playground.world.queries.press(person.person, said, "done:12")
        late, _ = playground.world.queries.press(person.person, said, "done:12")
        playground.clock.advance(timedelta(days=1))
        playground.world.queries.answer(early.query_id, CallbackAnswer("好"))
        seconds[0] = LASTS + 1
        with pytest.raises(Refusal, match="query is too old"):
            playground.world.queries.answer(late.query_id, CallbackAnswer())


async def test_button_of_a_deleted_message_comes_with_an_inaccessible_message(
    playground: Playground, call: Caller
) -> None:
    """docs/promises.md 25."""
    person = playground.person(11, "甲某")
    sent = await call.ok("sendMessage", chat_id=11, text="第12号", reply_markup=BUTTON)
    (message,) = playground.messages(11)
    await call.ok("deleteMessage", chat_id=11, message_id=sent["message_id"])
    await person.press(message, "办结", within=0)
    query = await next_query(call)
    assert query["message"] == {"message_id": sent["message_id"], "chat": sent["chat"], "date": 0}


async def test_forged_payload_is_delivered_and_a_missing_button_is_the_tests_mistake(
    playground: Playground, call: Caller
) -> None:
    """docs/promises.md 28."""
    person = playground.person(11, "甲某")
    await call.ok("sendMessage", chat_id=11, text="第12号", reply_markup=BUTTON)
    (message,) = playground.messages(11)
    with pytest.raises(LookupError):
        await person.press(message, "没有的按钮", within=0)
    await person.press(message, "done:999", is_forged=True, within=0)
    assert (await next_query(call))["data"] == "done:999"
