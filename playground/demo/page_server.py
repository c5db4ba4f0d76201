"""Serves the page (网页): its files, and the calls it makes to the rehearsal."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from aiohttp import web

from playground.demo.rehearsal import Rehearsal
from playground.demo.sample.book import write_sample
from playground.demo.setup import Scene
from playground.telegram.api.menus import menu_of
from playground.telegram.control.request import ControlRequest, Handler, is_local, json_handler
from playground.telegram.refusals import Json
from playground.telegram.server import Playground
from texts import tour as words

FOLDER = Path(__file__).parent / "page"
_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}
#: The page may load, run and call only what this server has.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob: data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


class PageServer:
    """``rehearsal`` is set once it has opened; until then the page is told to wait."""

    def __init__(self) -> None:
        self.rehearsal: Rehearsal | None = None

    def add_to(self, application: web.Application, playground: Playground) -> None:
        """Add the routes of the page to the playground's application."""
        routes: tuple[tuple[str, str, Handler], ...] = (
            ("GET", "/playground/rehearsal", self._show),
            ("POST", "/playground/rehearsal", self._start_over),
            ("POST", "/playground/rehearsal/move", self._move),
            ("GET", "/playground/rehearsal/forecast", self._forecast),
            ("GET", "/playground/rehearsal/menu", self._menu),
            ("GET", "/playground/rehearsal/workbook", self._workbook),
        )
        for verb, path, handler in routes:
            application.router.add_route(verb, path, json_handler(playground, handler))
        application.router.add_get("/playground/rehearsal/board", self._board)
        for path, name in (("/", "index.html"), ("/preview", "preview.html")):
            application.router.add_get(path, _file(name))
        application.router.add_get("/page/{name:.+}", _any_file)

    async def _show(self, _asking: ControlRequest) -> Json:
        return {"is_opening": True} if self.rehearsal is None else self.rehearsal.as_json()

    async def _start_over(self, call: ControlRequest) -> None:
        """``{"scene": "sample" | "year" | "own"}``: the answer comes at once, the new rehearsal a few seconds later."""
        self._playing.start_over(Scene(str(call.body["scene"])))

    async def _move(self, call: ControlRequest) -> Json:
        """``{"to": "digest" | "next" | "day" | "week" | "today" | ISO date}``; answers when all is said."""
        await self._playing.move(self._playing.target(str(call.body["to"])))
        return {"now": call.playground.clock.now().isoformat()}

    async def _forecast(self, call: ControlRequest) -> Json:
        return await self._playing.forecast(date.fromisoformat(call.query("day")))

    async def _menu(self, call: ControlRequest) -> list[Json]:
        """The commands that Telegram offers to ``user_id`` in ``chat_id``."""
        return menu_of(call.playground.world, int(call.query("user_id")), int(call.query("chat_id")))

    async def _workbook(self, call: ControlRequest) -> web.FileResponse:
        """The sample's workbook, to start one's own from."""
        path = self._playing.folder / words.SAMPLE_WORKBOOK
        if not path.exists():
            await asyncio.to_thread(write_sample, path, call.playground.clock.now().date())
        return web.FileResponse(path, headers={"Content-Disposition": 'attachment; filename="sample.xlsx"'})

    async def _board(self, request: web.Request) -> web.StreamResponse:
        """On to the board (督办看板), signed in as whom the page plays (``user_id``), as Telegram opens a Mini App."""
        user_id = request.query.get("user_id", "")
        if not is_local(request) or self.rehearsal is None or not user_id.isdecimal():
            raise web.HTTPNotFound
        try:
            address = await self.rehearsal.board_of(int(user_id))
        except (LookupError, TimeoutError) as error:
            raise web.HTTPNotFound from error
        return web.Response(status=302, headers={"Location": address})  # as it is: HTTPFound would decode its fragment

    @property
    def _playing(self) -> Rehearsal:
        if self.rehearsal is None:
            raise LookupError("not open yet")
        return self.rehearsal


def _file(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Answers with one file of the page's folder."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return _served(request, FOLDER / name)

    return answer


async def _any_file(request: web.Request) -> web.StreamResponse:
    return _served(request, FOLDER / request.match_info["name"])


def _served(request: web.Request, path: Path) -> web.StreamResponse:
    """The file, for this machine only, and only of the types that a page has."""
    if not is_local(request):
        raise web.HTTPForbidden
    path = path.resolve()
    kind = _TYPES.get(path.suffix)
    if kind is None or not path.is_relative_to(FOLDER) or not path.is_file():
        raise web.HTTPNotFound
    response = web.FileResponse(path, headers=_HEADERS)
    response.content_type = kind
    if kind.startswith("text/"):
        response.charset = "utf-8"
    return response
