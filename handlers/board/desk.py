"""What everything that the board answers shares: who asks, with which rights of this moment, and the page around it."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, cast
from urllib.parse import SplitResult, urlsplit

from aiohttp import web

from domain.roster import Person
from domain.rules import Rules
from handlers.board.asking import asked_by
from handlers.board.live import Live, Rendered
from handlers.board.sessions import Sessions
from handlers.request import Office, Request
from store.ledger import Ledger
from store.reader import LedgerReader
from texts.board import words
from texts.board.addresses import Frame
from texts.board.pages import BoardPages


class Asker(NamedTuple):
    """Somebody who is signed in, and what they ask in private."""

    person: Person
    request: Request


class SignedOut(Exception):
    """Nobody is signed in."""


class Desk:
    """The board of one office. ``url`` is what people open, ``token`` the bot's, which proves a Mini App's user."""

    def __init__(
        self, reader: LedgerReader, rules: Rules, *, url: str, token: str, clock: Callable[[], datetime]
    ) -> None:
        parts = urlsplit(url)
        self.clock = clock
        self.reader = reader
        self.token = token
        self.origin = _origin_of(parts)
        self.base = parts.path.rstrip("/")
        self.is_tls = parts.scheme == "https"
        # an office has a ledger; a page only reads it, and a reader is the reading half of one
        self._office = Office(ledger=cast("Ledger", reader), rules=rules, bot="", board=url)
        self.pages = BoardPages(rules)
        self.rendered = Rendered()
        self.sessions = Sessions(rules, (link.token for link in reader.sign_ins()))
        self.live = Live(reader, clock)
        prefix = "" if not self.is_tls else "__Secure-" if self.base else "__Host-"  # browsers hold them to their names
        self._cookie = f"{prefix}duban"

    def asker(self, request: web.Request) -> Asker:
        """Who asks. Raises ``SignedOut``, also for somebody who has left the roster since."""
        now = self.clock()
        telegram_id = self.sessions.who(self.secret_of(request), now)
        if telegram_id is None:
            raise SignedOut
        person = self._office.roster_at(now).who(telegram_id)
        if person is None:
            self.sessions.end_of(telegram_id)
            raise SignedOut
        return Asker(person, asked_by(self._office, person, now))

    @property
    def rules(self) -> Rules:
        """The office's settings."""
        return self._office.rules

    def is_known(self, telegram_id: int) -> bool:
        """Whether the account is somebody's of the roster, or an administrator's."""
        return self.reader.roster.who(telegram_id) is not None

    def frame(self, person: Person | None = None, *, wall: bool = False) -> Frame:
        """What a page has around it."""
        live = self.live
        return Frame(self.base, self.clock(), live.revision, person, wall=wall, stale_since=live.stale_since)

    def page(self, request: web.Request, asker: Asker, render: Callable[[Frame], str]) -> web.Response:
        """The page, rendered once for each revision, reader and address."""
        frame = self.frame(asker.person, wall=is_on(request, "wall"))
        telegram_id = asker.request.telegram_id
        body = self.rendered.of(frame.revision, telegram_id, request.path_qs, lambda: render(frame))
        return web.Response(body=body, content_type="text/html", charset="utf-8")

    def notice(self, request: web.Request, notice: words.Notice) -> web.Response:
        """A page that says why there is nothing else."""
        try:
            person: Person | None = self.asker(request).person
        except SignedOut:
            person = None
        return html(self.pages.notice(self.frame(person), notice), notice.status)

    def signed_out(self, request: web.Request) -> web.Response:
        """How one signs in; a cookie that opens nothing any more is taken back."""
        response = html(self.pages.notice(self.frame(), words.SIGNED_OUT), words.SIGNED_OUT.status)
        if self._cookie in request.cookies:
            self.drop_cookie(response)
        return response

    def secret_of(self, request: web.Request) -> str:
        """What the request's cookie carries."""
        return request.cookies.get(self._cookie, "")

    def give_cookie(self, response: web.StreamResponse, secret: str, now: datetime) -> None:
        """A cookie that no script reads, no other site sends along, and that ends with the day."""
        left = int((self.sessions.end_of_day(now) - now).total_seconds())
        response.set_cookie(
            self._cookie, secret, max_age=left, path=self._path, secure=self.is_tls, httponly=True, samesite="Lax"
        )

    def drop_cookie(self, response: web.StreamResponse) -> None:
        """Take it back."""
        response.del_cookie(self._cookie, path=self._path, secure=self.is_tls, httponly=True, samesite="Lax")

    @property
    def _path(self) -> str:
        return f"{self.base}/"


def _origin_of(parts: SplitResult) -> str:
    """The address as browsers name it with a form: in small letters, and without the port that goes without saying."""
    host, port = parts.hostname or "", parts.port
    shown = f"[{host}]" if ":" in host else host
    is_plain = port is None or (parts.scheme, port) in {("https", 443), ("http", 80)}
    return f"{parts.scheme}://{shown}" if is_plain else f"{parts.scheme}://{shown}:{port}"


def html(text: str, status: int = 200) -> web.Response:
    """A page."""
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


def is_on(request: web.Request, name: str) -> bool:
    """Whether the address says ``name=1``."""
    return request.query.get(name) == "1"
