"""``initData``: what Telegram hands a Mini App about its user, proved by the bot's token (HMAC-SHA256).

As https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app has it: the fields besides ``hash``,
one ``name=value`` a line in the order of their names, under a key that is the HMAC of the token under ``WebAppData``.
"""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

#: Older data proves nothing of now; Telegram makes it anew with each opening of the app.
VALID_FOR = timedelta(minutes=10)
#: So far Telegram's clock may be ahead of this machine's.
AHEAD = timedelta(minutes=2)
#: No Mini App sends more.
LONGEST, MOST_FIELDS = 8_192, 40


class InitDataRefused(ValueError):
    """It is forged, spoilt or too old, or speaks of nobody."""


class _User(Struct):
    id: int
    is_bot: bool = False


def user_of(init_data: str, token: str, now: datetime) -> int:
    """The Telegram id that the data proves; raises ``InitDataRefused``."""
    fields = _fields(init_data)
    given = fields.pop("hash", "")
    if not hmac.compare_digest(given.encode(), hash_of(fields, token).encode()):
        raise InitDataRefused("hash")
    _require_recent(fields.get("auth_date", ""), now)
    try:
        user = msgspec.json.decode(fields.get("user", ""), type=_User)
    except msgspec.MsgspecError as error:
        raise InitDataRefused("user") from error
    if user.is_bot or user.id <= 0:
        raise InitDataRefused("user")
    return user.id


def hash_of(fields: dict[str, str], token: str) -> str:
    """The hash that belongs to these fields, in hex."""
    secret = hmac.digest(b"WebAppData", token.encode(), sha256)
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    return hmac.new(secret, lines.encode(), sha256).hexdigest()


def _fields(init_data: str) -> dict[str, str]:
    if len(init_data) > LONGEST:
        raise InitDataRefused("length")
    try:
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise InitDataRefused("fields") from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise InitDataRefused("fields")
    return fields


def _require_recent(auth_date: str, now: datetime) -> None:
    if not (auth_date.isascii() and auth_date.isdecimal() and len(auth_date) <= len("9999999999")):
        raise InitDataRefused("auth_date")
    age = now - datetime.fromtimestamp(int(auth_date), UTC)
    if not -AHEAD <= age <= VALID_FOR:
        raise InitDataRefused("auth_date")
