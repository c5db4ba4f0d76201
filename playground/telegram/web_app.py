"""Mini Apps: what Telegram hands one about the user who opens it, signed with the bot's token.

As https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app describes it.
"""

import hashlib
import hmac
import json
from datetime import datetime
from urllib.parse import quote, urlencode

from playground.telegram.refusals import Json


def opened(url: str, user: Json, token: str, now: datetime) -> str:
    """The address that Telegram opens for that user: the app's, with ``initData`` behind it."""
    return f"{url}#tgWebAppData={quote(init_data(user, token, now), safe='')}&tgWebAppVersion=9.0"


def init_data(user: Json, token: str, now: datetime) -> str:
    """``Telegram.WebApp.initData``."""
    fields = {
        "auth_date": str(int(now.timestamp())),
        "chat_instance": "1",
        "chat_type": "private",
        "user": json.dumps(user, ensure_ascii=False, separators=(",", ":")),
    }
    secret = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    return urlencode(fields | {"hash": hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest()})
