"""Who has the board open: sessions in memory alone, known by the SHA-256 of what a cookie carries.

A session ends with its day, at the latest. It says no more than whose it is: rights are looked up with each request,
so somebody who has left the roster finds theirs gone.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from secrets import token_urlsafe
from typing import NamedTuple

from domain.invitations import digest_of
from domain.rules import Rules
from domain.sign_in import SignInLink, is_valid

#: Bytes of chance in a cookie.
_SECRET = 32
#: So many of one person's; the oldest ends.
MOST_OF_ONE = 16
#: So many links are known to be used up: more than are made while one of them holds.
MOST_USED = 20_000


class Session(NamedTuple):
    """One browser's."""

    telegram_id: int
    ends_at: datetime


class Sessions:
    """``older`` is what is kept of the links that there were when the board began.

    It cannot tell which of them were opened before, so none of them is opened now. No clock says which these are: it
    may be set back.
    """

    def __init__(self, rules: Rules, older: Iterable[str] = ()) -> None:
        self._rules = rules
        self._open: dict[str, Session] = {}  # by the hash of the cookie, oldest first
        self._used = dict.fromkeys(older)  # what is kept of links that open nothing any more, oldest first

    def accepts(self, link: SignInLink | None, now: datetime) -> bool:
        """Whether the link may still be opened."""
        return link is not None and link.token not in self._used and is_valid(link, now)

    def open_link(self, link: SignInLink, now: datetime) -> str:
        """What the cookie of whoever opened the link carries from now on; the link is used up."""
        self._used[link.token] = None
        while len(self._used) > MOST_USED:
            del self._used[next(iter(self._used))]
        return self.open(link.telegram_id, now)

    def open(self, telegram_id: int, now: datetime) -> str:
        """A new session; what its cookie carries."""
        self._open = {key: each for key, each in self._open.items() if self._is_on(each, now)}
        own = [key for key, each in self._open.items() if each.telegram_id == telegram_id]
        for key in own[: max(len(own) + 1 - MOST_OF_ONE, 0)]:
            del self._open[key]
        secret = token_urlsafe(_SECRET)
        self._open[digest_of(secret)] = Session(telegram_id, self.end_of_day(now))
        return secret

    def who(self, secret: str, now: datetime) -> int | None:
        """Whose cookie it is; ``None`` for one that was never made, or whose day is over."""
        found = self._open.get(digest_of(secret)) if secret else None
        return found.telegram_id if found is not None and self._is_on(found, now) else None

    def end(self, secret: str) -> None:
        """Sign out."""
        self._open.pop(digest_of(secret), None)

    def end_of(self, telegram_id: int) -> None:
        """Somebody may not see anything any more."""
        self._open = {key: each for key, each in self._open.items() if each.telegram_id != telegram_id}

    def end_of_day(self, now: datetime) -> datetime:
        """When a session that begins now ends: with the office's day."""
        here = now.astimezone(self._rules.timezone)
        return datetime.combine(here.date() + timedelta(days=1), time(), self._rules.timezone)

    def _is_on(self, session: Session, now: datetime) -> bool:
        """A clock that was set back makes no session last longer than a day."""
        return now < session.ends_at <= self.end_of_day(now)
