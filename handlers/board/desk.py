"""What everything that the board answers shares: who asks, with which rights of this moment, and the page around it."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple, cast
from urllib.parse import urlsplit

from aiohttp import web

from domain.roster import Person
from domain.rules import Rules
from handlers.board.asking import asked_by
from handlers.board.live import Live, Rendered
from handlers.board.sessions import Sessions
from handlers.board.site import Site
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


class BoardAway(Exception):
    """The bureau's board can't be reached now, ``since`` so long, and who asks may know of it."""

    def __init__(self, office: str, since: timedelta) -> None:
        super().__init__(office)
        self.office = office
        self.since = since


class Desk:
    """The board of one office. ``url`` is what people open, ``token`` the bot's, which proves a Mini App's user.

    ``site``: the server's, where it has the boards of several bureaux; ``bureau`` is then the name of this one.
    """

    def __init__(
        self,
        reader: LedgerReader,
        rules: Rules,
        *,
        url: str,
        token: str,
        clock: Callable[[], datetime],
        site: Site | None = None,
        bureau: str = "",
    ) -> None:
        self.clock = clock
        self.reader = reader
        self.token = token
        self.bureau = bureau
        self.base = urlsplit(url).path.rstrip("/")
        self.site = site or Site(url)
        # an office has a ledger; a page only reads it, and a reader is the reading half of one
        self._office = Office(ledger=cast("Ledger", reader), rules=rules, bot="", board=url)
        self.pages = BoardPages(rules)
        self.rendered = Rendered()
        self.sessions = Sessions(self.site.sessions, bureau, rules, (link.token for link in reader.sign_ins()))
        self.live = Live(reader, clock, self.site.tell)

    @property
    def origin(self) -> str:
        """Where its forms stand."""
        return self.site.origin

    @property
    def moved(self) -> asyncio.Event:
        """Replaced, and set, when a page may say something new."""
        return self.live.moved

    def seen_by(self, request: web.Request) -> tuple[int, str]:
        """Who asks, and the revision of what they see. Raises ``SignedOut``."""
        return self.asker(request).request.telegram_id, self.live.revision

    def asker(self, request: web.Request) -> Asker:
        """Who asks. Raises ``SignedOut``, also for somebody who has left the roster since."""
        now = self.clock()
        telegram_id = self.sessions.who(self.site.secret_of(request), now)
        if telegram_id is None:
            raise SignedOut
        asker = self.asker_of(telegram_id, now)
        if asker is None:
            self.sessions.end_of(telegram_id)
            raise SignedOut
        return asker

    def asker_of(self, telegram_id: int, now: datetime) -> Asker | None:
        """Whose account it is, with the rights of now; ``None`` for nobody's of the roster."""
        person = self._office.roster_at(now).who(telegram_id)
        return None if person is None else Asker(person, asked_by(self._office, person, now))

    @property
    def rules(self) -> Rules:
        """The office's settings."""
        return self._office.rules

    def is_known(self, telegram_id: int) -> bool:
        """Whether the account is somebody's of the roster, or an administrator's."""
        return self.reader.roster.who(telegram_id) is not None

    def frame(self, person: Person | None = None, *, wall: bool = False) -> Frame:
        """What a page has around it; for who is in, the way to the overview of all bureaux as well."""
        live = self.live
        city = f"{self.site.base}/" if self.bureau and person is not None else ""
        return Frame(self.base, self.clock(), live.revision, person, wall=wall, stale_since=live.stale_since, city=city)

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
        now = self.clock()
        is_elsewhere = self.site.is_in(request, now)
        frame = self.frame()._replace(city=f"{self.site.base}/" if is_elsewhere else "")
        response = html(self.pages.notice(frame, words.SIGNED_OUT), words.SIGNED_OUT.status)
        self.site.take_back(request, response, now)
        return response


def html(text: str, status: int = 200) -> web.Response:
    """A page."""
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


def is_on(request: web.Request, name: str) -> bool:
    """Whether the address says ``name=1``."""
    return request.query.get(name) == "1"
