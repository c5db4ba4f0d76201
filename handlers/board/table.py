"""Everything that a board answers, said once: each address behind the board's own, and which part of it answers."""

from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

from aiohttp import web

from handlers.board.calendar_feed import CalendarFeeds
from handlers.board.desk import Desk
from handlers.board.entrance import Entrance
from handlers.board.events import Events
from handlers.board.routes import Routes
from texts.board.pages import FOLDER

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
_STATIC = {
    "board.css": "text/css",
    "board.js": "text/javascript",
    "theme.js": "text/javascript",
    "app.js": "text/javascript",
    "seal.svg": "image/svg+xml",
}
_LINK = "/sign-in/{token:[A-Za-z0-9_-]{16,64}}"


class Board:
    """The parts that answer for one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.routes = Routes(desk)
        self.entrance = Entrance(desk)
        self.events = Events(desk, desk.site.listening)
        self.feeds = CalendarFeeds(desk)


class Row(NamedTuple):
    """One address. ``has_head``: HEAD is answered where GET is."""

    method: str
    suffix: str
    answer: Callable[[Board], Answer]
    has_head: bool = True


_ROWS = (
    Row("GET", "/", lambda board: board.routes.home),
    Row("GET", "/items", lambda board: board.routes.items),
    Row("GET", "/items/{number:[1-9][0-9]{0,8}}", lambda board: board.routes.item),
    Row("GET", "/calendar", lambda board: board.routes.calendar),
    Row("GET", "/calendar/{token:[A-Za-z0-9_-]{16,64}}.ics", lambda board: board.feeds.send),
    Row("GET", "/chart", lambda board: board.routes.chart),
    Row("GET", "/chart.svg", lambda board: board.routes.sheet),
    Row("GET", "/events", lambda board: board.events.listen, has_head=False),
    Row("GET", _LINK, lambda board: board.entrance.show),
    Row("POST", _LINK, lambda board: board.entrance.sign_in),
    Row("GET", "/app", lambda board: board.entrance.show_app),
    Row("POST", "/app", lambda board: board.entrance.sign_in_by_app),
    Row("POST", "/sign-out", lambda board: board.entrance.sign_out),
)


def places_of(prefix: str, board_of: Callable[[web.Request], Board]) -> Iterator[web.RouteDef]:
    """All of it under that prefix. ``board_of`` says whose request it is, or refuses it."""
    for row in _ROWS:
        head = {"allow_head": row.has_head} if row.method == "GET" else {}
        yield web.RouteDef(row.method, prefix + row.suffix, _answer_of(row, board_of), head)
    yield from files_under(prefix, board_of)


def _answer_of(row: Row, board_of: Callable[[web.Request], Board]) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return await row.answer(board_of(request))(request)

    return answer


def files_under(
    prefix: str, require: Callable[[web.Request], object] = lambda _request: None
) -> Iterator[web.RouteDef]:
    """The files that pages use; no other has an address. ``require`` may refuse a request."""
    for name in _STATIC:
        yield web.get(f"{prefix}/static/{name}", _file(name, require))


def _file(name: str, require: Callable[[web.Request], object]) -> Answer:
    body, kind = (FOLDER / "static" / name).read_bytes(), _STATIC[name]

    async def answer(request: web.Request) -> web.StreamResponse:
        require(request)
        charset = None if kind.startswith("image/") else "utf-8"
        return web.Response(body=body, content_type=kind, charset=charset, headers={"Cache-Control": "no-cache"})

    return answer
