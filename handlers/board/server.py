"""The board over HTTP (督办看板). It only reads, in a process of its own beside the bot and behind the office's proxy.

See docs/decisions/0087-the-board.md.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Middleware

from domain.board import BadAddress
from domain.errors import ItemMissing
from handlers.board.calendar_feed import CalendarFeeds
from handlers.board.desk import Desk, SignedOut
from handlers.board.entrance import Entrance
from handlers.board.events import MOST_OPEN, Events
from handlers.board.init_data import LONGEST
from handlers.board.routes import Routes
from texts.board import words
from texts.board.pages import FOLDER

_LOG = logging.getLogger(__name__)
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
#: No address of the board is longer.
LONGEST_ADDRESS = 2_000
_STATIC = {
    "board.css": "text/css",
    "board.js": "text/javascript",
    "theme.js": "text/javascript",
    "app.js": "text/javascript",
    "seal.svg": "image/svg+xml",
}
#: A page loads, runs and calls only what this server has, and stands in nobody's frame.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def application_of(desk: Desk) -> web.Application:
    """Everything that the board answers, under the path of its address."""
    application = web.Application(middlewares=[_guard(desk)], client_max_size=2 * LONGEST)
    routes, entrance, events, feeds = Routes(desk), Entrance(desk), Events(desk), CalendarFeeds(desk)
    base, link = desk.base, desk.base + "/sign-in/{token:[A-Za-z0-9_-]{16,64}}"
    application.add_routes(
        [
            web.get(f"{base}/", routes.home),
            web.get(f"{base}/items", routes.items),
            web.get(base + "/items/{number:[1-9][0-9]{0,8}}", routes.item),
            web.get(f"{base}/calendar", routes.calendar),
            web.get(base + "/calendar/{token:[A-Za-z0-9_-]{16,64}}.ics", feeds.send),
            web.get(f"{base}/chart", routes.chart),
            web.get(f"{base}/chart.svg", routes.sheet),
            web.get(f"{base}/events", events.listen, allow_head=False),
            web.get(link, entrance.show),
            web.post(link, entrance.sign_in),
            web.get(f"{base}/app", entrance.show_app),
            web.post(f"{base}/app", entrance.sign_in_by_app),
            web.post(f"{base}/sign-out", entrance.sign_out),
            *(web.get(f"{base}/static/{name}", _static(name)) for name in _STATIC),
        ]
    )
    application.on_response_prepare.append(_add_headers)
    application.on_shutdown.append(events.end)
    return application


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.pop("Server", None)


def _static(name: str) -> Answer:
    """One of the files that pages use; no other has an address."""
    body, kind = (FOLDER / "static" / name).read_bytes(), _STATIC[name]

    async def answer(_request: web.Request) -> web.StreamResponse:
        charset = None if kind.startswith("image/") else "utf-8"
        return web.Response(body=body, content_type=kind, charset=charset, headers={"Cache-Control": "no-cache"})

    return answer


def _guard(desk: Desk) -> Middleware:
    """What goes wrong is said on a page that tells nothing of the ledger; what is not one's is not there."""

    @web.middleware
    async def guard(request: web.Request, handler: Answer) -> web.StreamResponse:
        if len(request.path_qs) > LONGEST_ADDRESS:
            return desk.notice(request, words.TOO_LONG)
        if request.method == "POST" and not _is_own_form(request, desk):
            return desk.notice(request, words.FOREIGN)
        try:
            return await handler(request)
        except SignedOut:
            return desk.signed_out(request)
        except web.HTTPRedirection:
            raise
        except (ItemMissing, BadAddress, web.HTTPException) as refusal:
            answer = desk.notice(request, _notice_of(refusal))
            if isinstance(refusal, web.HTTPMethodNotAllowed):
                answer.headers["Allow"] = ", ".join(sorted(refusal.allowed_methods))
            return answer
        except Exception:  # noqa: BLE001 - the reader is told on a page
            _LOG.exception("a page could not be made")
            return desk.notice(request, words.TROUBLE)

    return guard


def _notice_of(refusal: Exception) -> words.Notice:
    if isinstance(refusal, BadAddress):
        return words.BAD_ADDRESS
    status = refusal.status if isinstance(refusal, web.HTTPException) else words.MISSING.status
    return words.MISSING._replace(status=status)


def _is_own_form(request: web.Request, desk: Desk) -> bool:
    """Whether a page of the board sent it: a browser says where a form stands."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    return request.headers.get("Origin", desk.origin) == desk.origin


def allow_connections() -> None:
    """Each open board holds a file: as many are allowed as the system lets this process have."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_OPEN + 256
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if most == resource.RLIM_INFINITY else min(most, wanted), most))


def runner_of(desk: Desk) -> web.AppRunner:
    """The application, ready to serve. No log keeps what was asked for: there are links among it."""
    log = logging.getLogger("aiohttp.server")
    log.addFilter(_is_own_fault)
    return web.AppRunner(application_of(desk), access_log=None, logger=log, shutdown_timeout=2.0)


def _is_own_fault(record: logging.LogRecord) -> bool:
    """Whether it speaks of anything but a request that is no HTTP, which it would quote with its address."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


async def serve_until(stop: asyncio.Event, desk: Desk, host: str, port: int) -> None:
    """Serve until the stop. Raises ``OSError`` where the address is taken."""
    runner = runner_of(desk)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=1_024).start()
        _LOG.info("the board is open on %s:%d", host, port)
        await until(stop, desk.live.follow())
    finally:
        await runner.cleanup()


async def until(stop: asyncio.Event, following: Coroutine[None, None, None]) -> None:
    """Follow the ledger until the stop; where that fails the board ends, as it would stand still without a word."""
    tasks = asyncio.create_task(following), asyncio.create_task(stop.wait())
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()
