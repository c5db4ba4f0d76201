"""Calls of the Bot API with plain fields and a plain answer: python-telegram-bot's pooling, time-outs and errors alone.

Its methods build an object of every part of a message and of Telegram's answer: half a millisecond for each reply with
buttons, of which we need one number (docs/decisions/0035-plain-calls.md).
"""

from typing import Any

from telegram import Bot
from telegram.error import EndPointNotFound, InvalidToken
from telegram.request import BaseRequest


async def call(bot: Bot, method: str, fields: dict[str, Any], *, read_timeout: Any = BaseRequest.DEFAULT_NONE) -> Any:
    """What Telegram answers; the library's errors. Fields that are ``None`` are left out.

    ``method`` is spelled ``send_Message``: ``do_api_request`` warns about names that the Bot has methods for, and this
    is none, though it comes out right.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    try:
        return await bot.do_api_request(method, given, read_timeout=read_timeout)
    except EndPointNotFound as error:  # how do_api_request reports a 401 or 404
        raise InvalidToken(f"{method} was refused") from error
