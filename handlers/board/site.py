"""What all boards of one server share: its address, its one cookie, its sessions, who listens, and that news came."""

import asyncio
from collections import Counter
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from aiohttp import web

from handlers.board.sessions import SharedSessions

#: Boards that are open at once, and those of one person; each holds a connection.
MOST_OPEN, MOST_OF_ONE = 4_000, 60


class Site:
    """``url`` is what people open; ``home`` the bureau whose bot is believed by all boards of it."""

    def __init__(self, url: str, home: str = "") -> None:
        parts = urlsplit(url)
        self.url = url.rstrip("/")
        self.origin = _origin_of(parts)
        self.base = parts.path.rstrip("/")
        self.is_tls = parts.scheme == "https"
        self.sessions = SharedSessions(home)
        self.listening = Listening()
        self.moved = asyncio.Event()
        prefix = "" if not self.is_tls else "__Secure-" if self.base else "__Host-"  # browsers hold them to their names
        self._cookie = f"{prefix}duban"

    def tell(self) -> None:
        """A board of it moved: ``moved`` is set, and replaced."""
        self.moved.set()
        self.moved = asyncio.Event()

    def secret_of(self, request: web.Request) -> str:
        """What the request's cookie carries."""
        return request.cookies.get(self._cookie, "")

    def give_cookie(self, response: web.StreamResponse, secret: str, now: datetime, ends_at: datetime) -> None:
        """A cookie that no script reads, no other site sends along, and that ends with the day."""
        left = int((ends_at - now).total_seconds())
        response.set_cookie(
            self._cookie, secret, max_age=left, path=self._path, secure=self.is_tls, httponly=True, samesite="Lax"
        )

    def drop_cookie(self, response: web.StreamResponse) -> None:
        """Take it back."""
        response.del_cookie(self._cookie, path=self._path, secure=self.is_tls, httponly=True, samesite="Lax")

    def is_in(self, request: web.Request, now: datetime) -> bool:
        """Whether its cookie opens any board of the server."""
        return self.sessions.is_open(self.secret_of(request), now)

    def take_back(self, request: web.Request, response: web.StreamResponse, now: datetime) -> None:
        """A cookie that opens nothing any more is taken back."""
        if self.secret_of(request) and not self.is_in(request, now):
            self.drop_cookie(response)

    def sign_out(self, request: web.Request, base: str) -> web.Response:
        """The session is over on all boards, wherever its cookie may be; the page under ``base`` is shown."""
        self.sessions.end(self.secret_of(request))
        response = to_home(base)
        self.drop_cookie(response)
        return response

    @property
    def _path(self) -> str:
        return f"{self.base}/"


#: The bureau, and the Telegram id of whose board it is: one bureau's operator could be any number of people.
Whose = tuple[str, int]


class Listening:
    """Who has boards open."""

    def __init__(self) -> None:
        self._open = Counter[Whose]()
        self.total = 0

    def is_full(self, whose: Whose) -> bool:
        """Whether that person gets no further one."""
        return self.total >= MOST_OPEN or self._open[whose] >= MOST_OF_ONE

    def add(self, whose: Whose) -> None:
        """One more."""
        self._open[whose] += 1
        self.total += 1

    def remove(self, whose: Whose) -> None:
        """One less; who has none is forgotten."""
        self.total -= 1
        self._open[whose] -= 1
        if not self._open[whose]:
            del self._open[whose]


def to_home(base: str) -> web.Response:
    """To the first page under that path."""
    return web.Response(status=web.HTTPSeeOther.status_code, headers={"Location": f"{base}/"})


def _origin_of(parts: SplitResult) -> str:
    """The address as browsers name it with a form: in small letters, and without the port that goes without saying."""
    host, port = parts.hostname or "", parts.port
    shown = f"[{host}]" if ":" in host else host
    is_plain = port is None or (parts.scheme, port) in {("https", 443), ("http", 80)}
    return f"{parts.scheme}://{shown}" if is_plain else f"{parts.scheme}://{shown}:{port}"
