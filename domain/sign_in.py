"""The one-time link (一次性登录链接) into the board: who asked for it, when, and how long it is good for."""

from datetime import datetime, timedelta

from msgspec import Struct

from domain.item import Instant

#: So long a link may be opened.
VALID_FOR = timedelta(minutes=10)
#: So long it is kept: nobody asks for an older one.
KEPT_FOR = timedelta(days=1)


class SignInLink(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A link that was handed out. What it carries is known to its reader alone."""

    token: str  # SHA-256 of what the link carries, in hex
    telegram_id: int
    made_at: Instant


def is_valid(link: SignInLink, now: datetime) -> bool:
    """Whether it is of now, give or take a clock that was set back by less than that."""
    return abs(now - link.made_at) <= VALID_FOR
