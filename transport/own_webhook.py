"""The webhook that this bot sets at Telegram: its address, its secret, and how it is told from another program's.

Its address ends in a mark that only who has the token can make, so that a bot which polls again may end a webhook of
its own and leaves every other one alone. Both are derived from the token: nothing has to be kept, on whatever machine
the bot runs next (docs/decisions/0035-webhooks.md).
"""

import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

_MARK = "duban"


def secret_of(token: str) -> str:
    """What Telegram says with each update (``X-Telegram-Bot-Api-Secret-Token``)."""
    return _derived(token, "webhook secret")


def address_of(url: str, token: str) -> str:
    """The address that Telegram is given for the configured one."""
    return f"{url}?{_MARK}={_mark_of(token)}"


def is_own(address: str, token: str) -> bool:
    """Whether a bot with this token set it."""
    return parse_qs(urlsplit(address).query).get(_MARK) == [_mark_of(token)]


def _mark_of(token: str) -> str:
    return _derived(token, "webhook mark")[:16]


def _derived(token: str, purpose: str) -> str:
    return hmac.new(token.encode(), f"duban {purpose}".encode(), hashlib.sha256).hexdigest()
