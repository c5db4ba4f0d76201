"""Buttons a bot may send, and those that Telegram refuses."""

from typing import Any

import pytest

from playground.server import Playground
from tests.playground.conftest import Caller


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "办结", **button}]]}


@pytest.mark.parametrize(
    "button",
    [
        {"callback_data": "x" * 64},
        {"callback_data": "办" * 21},
        {"url": "https://t.me/duban_bot?start=x"},
        {"url": "tg://user?id=11"},
        {"copy_text": {"text": "催" * 256}},
        {"switch_inline_query": ""},
        {"callback_data": "x", "style": "danger"},
    ],
)
async def test_good_button_is_kept_as_sent(playground: Playground, call: Caller, button: dict[str, Any]) -> None:
    playground.person(11, "甲某")
    sent = await call.ok("sendMessage", chat_id=11, text="x", reply_markup=inline(**button))
    assert sent["reply_markup"] == inline(**button)
    assert playground.messages(11)[0].labels == [["办结"]]


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (inline(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (inline(callback_data="办" * 22), "BUTTON_DATA_INVALID"),
        (inline(callback_data=""), "BUTTON_DATA_INVALID"),
        (inline(copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(), "text buttons are not allowed in the inline keyboard"),
        (inline(url="javascript:alert(1)"), "Wrong HTTP URL"),
        (inline(callback_data="x", url="https://e.com"), "BUTTON_TYPE_INVALID"),
        ({"inline_keyboard": [{"text": "x"}]}, "can't parse inline keyboard"),
        ({"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]}, "text buttons must be non-empty"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 9]}, "reply markup is too long"),
        ({"keyboard": "x"}, "can't parse keyboard"),
        ([], "object expected as reply markup"),
    ],
)
async def test_bad_markup_is_refused(playground: Playground, call: Caller, markup: Any, description: str) -> None:
    """SURVIVE 25."""
    playground.person(11, "甲某")
    assert description in await call.refused("sendMessage", chat_id=11, text="x", reply_markup=markup)


@pytest.mark.parametrize(
    "markup",
    [
        {"keyboard": [["我的事项"], [{"text": "分享", "request_contact": True}]], "resize_keyboard": True},
        {"remove_keyboard": True},
        {"force_reply": True, "input_field_placeholder": "退回原因"},
    ],
)
async def test_reply_interfaces_are_for_people_not_for_bots(playground: Playground, call: Caller, markup: Any) -> None:
    playground.person(11, "甲某")
    assert "reply_markup" not in await call.ok("sendMessage", chat_id=11, text="x", reply_markup=markup)
    assert playground.messages(11)[0].reply_interface == markup
