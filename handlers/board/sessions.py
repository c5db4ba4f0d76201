"""Who has the board open: sessions in memory alone, known by the SHA-256 of what a cookie carries.

A session ends with its day, at the latest. It says no more than whose it is: rights are looked up with each request,
so somebody who has left the roster finds theirs gone.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta, tzinfo
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
    """One browser's: whose it is, by which bureaux' bots that is proved, and until when each proof holds."""

    telegram_id: int
    proofs: Mapping[str, datetime]


class SharedSessions:
    """All of a server's. Who runs a bureau's bot can prove any account, so a proof opens that bureau alone.

    ``home`` is the bureau whose bot is believed by all of them.
    """

    def __init__(self, home: str = "") -> None:
        self.home = home
        self._open: dict[str, Session] = {}  # by the hash of the cookie, oldest first

    def open(self, bureau: str, telegram_id: int, now: datetime, ends_at: datetime, before: str = "") -> str:
        """A new session in place of the one before; what its cookie carries.

        What was proved before of the same account holds on; another account's session is over.
        """
        former = self._of(before, now)
        self.end(before)
        self._forget(now)
        self._make_room(bureau, telegram_id)
        proofs = former.proofs if former is not None and former.telegram_id == telegram_id else {}
        secret = token_urlsafe(_SECRET)
        self._open[digest_of(secret)] = Session(telegram_id, {**proofs, bureau: ends_at})
        return secret

    def who(self, secret: str, bureau: str, now: datetime) -> int | None:
        """Whose cookie it is, as far as that bureau believes it."""
        session = self._of(secret, now)
        return session.telegram_id if session is not None and session.proofs.keys() & {bureau, self.home} else None

    def is_open(self, secret: str, now: datetime) -> bool:
        """Whether the cookie opens any bureau."""
        return self._of(secret, now) is not None

    def is_trusted(self, secret: str, now: datetime) -> bool:
        """Whether the bureau that all believe has proved whose it is."""
        session = self._of(secret, now)
        return session is not None and self.home in session.proofs

    def end(self, secret: str) -> None:
        """Sign out, everywhere."""
        self._open.pop(digest_of(secret), None)

    def withdraw(self, bureau: str, telegram_id: int | None = None) -> None:
        """What that bureau's bot has proved holds no more: of one account, or of all."""
        for key, session in [*self._open.items()]:
            if telegram_id in {None, session.telegram_id}:
                self._withdraw(key, bureau)

    def _withdraw(self, key: str, bureau: str) -> None:
        proofs = {name: ends_at for name, ends_at in self._open[key].proofs.items() if name != bureau}
        if proofs:
            self._open[key] = self._open[key]._replace(proofs=proofs)
        else:
            del self._open[key]

    def _of(self, secret: str, now: datetime) -> Session | None:
        """The cookie's session, with what still holds; ``None`` where nothing does."""
        session = self._open.get(digest_of(secret)) if secret else None
        return None if session is None else _holding(session, now)

    def _forget(self, now: datetime) -> None:
        """Those whose day is over."""
        held = ((key, _holding(session, now)) for key, session in self._open.items())
        self._open = {key: session for key, session in held if session is not None}

    def _make_room(self, bureau: str, telegram_id: int) -> None:
        """The oldest ends, for that bureau alone: its operator could open any number for any account."""
        own = [key for key, each in self._open.items() if each.telegram_id == telegram_id and bureau in each.proofs]
        for key in own[: max(len(own) + 1 - MOST_OF_ONE, 0)]:
            self._withdraw(key, bureau)


def _holding(session: Session, now: datetime) -> Session | None:
    """A clock that was set back makes no proof last longer than a day."""
    proofs = {
        name: ends_at for name, ends_at in session.proofs.items() if now < ends_at <= end_of_day(now, ends_at.tzinfo)
    }
    return session._replace(proofs=proofs) if proofs else None


def end_of_day(now: datetime, zone: tzinfo | None) -> datetime:
    """When the day that it is in that zone ends."""
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)


class Sessions:
    """One bureau's view of them, and the links that open more.

    ``older`` is what is kept of the links that there were when the board began. It cannot tell which of them were
    opened before, so none of them is opened now. No clock says which these are: it may be set back.
    """

    def __init__(self, shared: SharedSessions, bureau: str, rules: Rules, older: Iterable[str] = ()) -> None:
        self._shared = shared
        self._bureau = bureau
        self._rules = rules
        self._used = dict.fromkeys(older)  # what is kept of links that open nothing any more, oldest first

    def accepts(self, link: SignInLink | None, now: datetime) -> bool:
        """Whether the link may still be opened."""
        return link is not None and link.token not in self._used and is_valid(link, now)

    def open_link(self, link: SignInLink, now: datetime, before: str = "") -> str:
        """What the cookie of whoever opened the link carries from now on; the link is used up."""
        self._used[link.token] = None
        while len(self._used) > MOST_USED:
            del self._used[next(iter(self._used))]
        return self.open(link.telegram_id, now, before)

    def open(self, telegram_id: int, now: datetime, before: str = "") -> str:
        """A new session in place of the one before; what its cookie carries."""
        return self._shared.open(self._bureau, telegram_id, now, self.end_of_day(now), before)

    def who(self, secret: str, now: datetime) -> int | None:
        """Whose cookie it is; ``None`` for one that opens nothing here, or whose day is over."""
        return self._shared.who(secret, self._bureau, now)

    def end_of(self, telegram_id: int) -> None:
        """Somebody may not see anything here any more. Others who believe this bureau know the account still."""
        if self._bureau != self._shared.home or not self._bureau:
            self._shared.withdraw(self._bureau, telegram_id)

    def end_of_day(self, now: datetime) -> datetime:
        """When a session that begins now ends: with the office's day."""
        return end_of_day(now, self._rules.timezone)
