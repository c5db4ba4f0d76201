"""Checks the buttons that a bot sends, and refuses bad ones as Telegram does."""

import re
from typing import Any

from playground.telegram.params import Params
from playground.telegram.refusals import Json, bad_request

MAX_DATA = 64  # bytes
MAX_COPY = 256  # characters
MAX_ROW = 8
MAX_PLACEHOLDER = 64  # characters
MAX_BUTTONS = 100
_KINDS = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
]
#: The type of a button's value, where it is not text.
_TYPES: dict[str, type[Any]] = {
    "web_app": dict,
    "login_url": dict,
    "switch_inline_query_chosen_chat": dict,
    "copy_text": dict,
    "callback_game": dict,
    "pay": bool,
}
#: Kinds that only the first button of the first row may have.
_ONLY_FIRST = ("callback_game", "pay")
#: What a reply keyboard's button may ask a person for, in private chats, and how it is refused elsewhere.
_REQUESTS = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "web_app": "web App buttons can be used in private chats only",
}
_STYLES = frozenset({"danger", "success", "primary"})
_URL = re.compile(r"(?:https?|tg|ton|tonsite)://\S+", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?|localhost(?:[:/]\S*)?", re.IGNORECASE)


def read_markup(params: Params, *, is_private: bool) -> tuple[Json | None, Json | None]:
    """The inline keyboard and the reply interface (keyboard, removal, force reply) of ``reply_markup``.

    Some buttons are for private chats only.
    """
    markup = params.json("reply_markup")
    if markup is None:
        return None, None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return read_inline(markup, is_private=is_private), None
    if "keyboard" in markup:
        for row in _rows(markup["keyboard"], "keyboard"):
            for button in row:
                _check_reply_button(button, is_private=is_private)
        _check_placeholder(markup)
        return None, markup
    if markup.get("force_reply") is True:
        _check_placeholder(markup)
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return None, markup
    return None, None


def read_inline_only(params: Params, *, is_private: bool) -> Json | None:
    """The inline keyboard of an edit, which takes no other; an empty one takes the buttons away."""
    inline, other = read_markup(params, is_private=is_private)
    if other is not None:
        raise bad_request("inline keyboard expected")
    return inline


def read_inline(markup: Json, *, is_private: bool) -> Json | None:
    """A checked ``InlineKeyboardMarkup``; ``None`` where it has no button."""
    given = _rows(markup["inline_keyboard"], "inline keyboard")
    rows = [[_inline_button(button, is_private=is_private) for button in row] for row in given if row]
    first = [button for row in rows for button in row][1:]
    if any(kind in button for button in first for kind in _ONLY_FIRST):
        raise bad_request("BUTTON_TYPE_INVALID")
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _rows(rows: Any, what: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f"can't parse {what}: expected an Array of Arrays of buttons")
    return rows


def _inline_button(button: Any, *, is_private: bool) -> Json:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: text is required")
    if not button["text"].strip():
        raise bad_request("text buttons must be non-empty")
    given = [kind for kind in _KINDS if button.get(kind) is not None]
    if len(given) != 1:
        raise bad_request("text buttons are not allowed in the inline keyboard" if not given else "BUTTON_TYPE_INVALID")
    _check_style(button)
    if given[0] == "web_app" and not is_private:
        raise bad_request("BUTTON_TYPE_INVALID")
    _check(given[0], button[given[0]])
    return {key: value for key, value in button.items() if value is not None}


def _check_style(button: Json) -> None:
    if button.get("style") is not None and button["style"] not in _STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")


def _check_reply_button(button: Any, *, is_private: bool) -> None:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not button["text"].strip():
        raise bad_request("text buttons must be non-empty")
    _check_style(button)
    asked = [kind for kind in _REQUESTS if button.get(kind)]
    if len(asked) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    if asked and not is_private:
        raise bad_request(_REQUESTS[asked[0]])
    if asked == ["web_app"]:
        _check("web_app", button["web_app"])


def _check_placeholder(markup: Json) -> None:
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(str(placeholder)) <= MAX_PLACEHOLDER:
        raise bad_request("input field placeholder must be 1-64 characters long")


def _is_https(app: Json) -> bool:
    return str(app.get("url", "")).lower().startswith("https://")


def _check(kind: str, value: Any) -> None:
    if not isinstance(value, _TYPES.get(kind, str)):
        raise bad_request(f'can\'t parse inline keyboard button: field "{kind}" is of a wrong type')
    if kind in {"web_app", "login_url"} and not _is_https(value):
        raise bad_request("inline keyboard button URL is invalid: Only HTTPS links are allowed")
    if kind == "callback_data" and not 1 <= len(str(value).encode()) <= MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if kind == "url" and not (_URL.fullmatch(str(value)) or _HOST.fullmatch(str(value))):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if kind == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= MAX_COPY:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
