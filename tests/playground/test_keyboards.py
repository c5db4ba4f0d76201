"""Buttons a bot may send, and those that Telegram refuses."""

from typing import Any

import pytest

from playground.telegram.server import Playground
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
        (inline(callback_data={"a": 1}), "wrong type"),
        (inline(copy_text="x"), "wrong type"),
        (inline(web_app={"url": "http://e.com"}), "Only HTTPS links are allowed"),
        (inline(login_url={"url": "http://e.com"}), "Only HTTPS links are allowed"),
        (inline(switch_inline_query_chosen_chat="x"), "wrong type"),
        (
            {"inline_keyboard": [[{"text": "x", "callback_data": "x"}, {"text": "x", "pay": True}]]},
            "BUTTON_TYPE_INVALID",
        ),
        ({"keyboard": "x"}, "can't parse keyboard"),
        ({"keyboard": [[{"request_contact": True}]]}, "KeyboardButton must be a String or an Object"),
        ({"keyboard": [[7]]}, "KeyboardButton must be a String or an Object"),
        ({"keyboard": [[""]]}, "text buttons must be non-empty"),
        ({"keyboard": [[{"text": "x", "request_contact": True, "request_location": True}]]}, "BUTTON_TYPE_INVALID"),
        ({"keyboard": [[{"text": "x", "style": "pink"}]]}, "BUTTON_STYLE_INVALID"),
        ({"keyboard": [[{"text": "x", "web_app": {"url": "http://e.com"}}]]}, "Only HTTPS links are allowed"),
        ({"keyboard": [["x"]], "input_field_placeholder": "请" * 65}, "placeholder"),
        ({"force_reply": True, "input_field_placeholder": ""}, "placeholder"),
        ([], "object expected as reply markup"),
    ],
)
async def test_bad_markup_is_refused(playground: Playground, call: Caller, markup: Any, description: str) -> None:
    """docs/promises.md 25. Fault 8.5: what Telegram refuses."""
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


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (
            {"keyboard": [[{"text": "x", "request_contact": True}]]},
            "phone number can be requested in private chats only",
        ),
        ({"keyboard": [[{"text": "x", "web_app": {"url": "https://e.com"}}]]}, "private chats only"),
        (inline(web_app={"url": "https://e.com"}), "BUTTON_TYPE_INVALID"),
    ],
)
async def test_some_buttons_are_for_private_chats_only(
    playground: Playground, call: Caller, markup: Any, description: str
) -> None:
    """Fault 8.5."""
    group = playground.group("甲组", playground.person(11, "甲某"))
    assert description in await call.refused("sendMessage", chat_id=group.chat_id, text="x", reply_markup=markup)
    await call.ok("sendMessage", chat_id=11, text="x", reply_markup=markup)
