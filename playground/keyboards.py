"""Checks the buttons that a bot sends, and refuses bad ones as Telegram does."""

import re
from typing import Any

from playground.params import Params
from playground.refusals import Json, bad_request

MAX_DATA = 64  # bytes
MAX_COPY = 256  # characters
MAX_ROW = 8
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
_STYLES = frozenset({"danger", "success", "primary"})
_URL = re.compile(r"(?:https?|tg|ton|tonsite)://\S+", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?|localhost(?:[:/]\S*)?", re.IGNORECASE)


def read_markup(params: Params) -> tuple[Json | None, Json | None]:
    """The inline keyboard and the reply interface (keyboard, removal, force reply) of ``reply_markup``."""
    markup = params.json("reply_markup")
    if markup is None:
        return None, None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return read_inline(markup), None
    if "keyboard" in markup:
        _rows(markup["keyboard"], "keyboard")
        return None, markup
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return None, markup
    return None, None


def read_inline_only(params: Params) -> Json | None:
    """The inline keyboard of an edit, which takes no other; an empty one takes the buttons away."""
    inline, other = read_markup(params)
    if other is not None:
        raise bad_request("inline keyboard expected")
    return inline


def read_inline(markup: Json) -> Json | None:
    """A checked ``InlineKeyboardMarkup``; ``None`` where it has no button."""
    rows = [[_inline_button(button) for button in row] for row in _rows(markup["inline_keyboard"], "inline keyboard")]
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _rows(rows: Any, what: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f"can't parse {what}: expected an Array of Arrays of buttons")
    return rows


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: text is required")
    if not button["text"].strip():
        raise bad_request("text buttons must be non-empty")
    given = [kind for kind in _KINDS if button.get(kind) is not None]
    if len(given) != 1:
        raise bad_request("text buttons are not allowed in the inline keyboard" if not given else "BUTTON_TYPE_INVALID")
    if button.get("style") is not None and button["style"] not in _STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")
    _check(given[0], button[given[0]])
    return {key: value for key, value in button.items() if value is not None}


def _check(kind: str, value: Any) -> None:
    if kind == "callback_data" and not 1 <= len(str(value).encode()) <= MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if kind == "url" and not (_URL.fullmatch(str(value)) or _HOST.fullmatch(str(value))):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if kind == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= MAX_COPY:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
