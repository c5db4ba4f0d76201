"""The board over HTTP (督办看板). It only reads, in a process of its own beside the bot and behind the office's proxy.

See docs/decisions/0087-the-board.md.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from typing import Protocol

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Middleware

from domain.board import BadAddress
from domain.errors import ItemMissing
from handlers.board.desk import BoardAway, Desk, SignedOut
from handlers.board.init_data import LONGEST
from handlers.board.site import MOST_OPEN
from handlers.board.table import Answer, Board, places_of
from texts.board import words

_LOG = logging.getLogger(__name__)
#: No address of the board is longer.
LONGEST_ADDRESS = 2_000
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


class Receiving(Protocol):
    """Says what is wrong with a request, on a page."""

    bureau: str  # whose page it is; "" for nobody's

    @property
    def origin(self) -> str:
        """Where its forms stand."""

    def notice(self, request: web.Request, notice: words.Notice) -> web.Response:
        """A page that says why there is nothing else."""

    def signed_out(self, request: web.Request) -> web.Response:
        """How one signs in."""


def application_of(desk: Desk) -> web.Application:
    """Everything that the board answers, under the path of its address."""
    board = Board(desk)
    application = serving(places_of(desk.base, lambda _request: board), lambda _request: desk)

    async def end(_application: web.Application) -> None:
        board.events.end()

    application.on_shutdown.append(end)
    return application


def serving(
    places: Iterable[web.RouteDef],
    received_by: Callable[[web.Request], Receiving],
    naming: Callable[[str], AbstractContextManager[None]] = lambda _bureau: nullcontext(),
) -> web.Application:
    """An application that answers there, and whose pages load nothing from elsewhere.

    ``naming``: in its block the log's lines bear the name of the bureau whose page is asked for.
    """

    @web.middleware
    async def named(request: web.Request, handler: Answer) -> web.StreamResponse:
        desk = received_by(request)
        with naming(desk.bureau) if desk.bureau else nullcontext():
            return await handler(request)

    application = web.Application(middlewares=[named, _guard(received_by)], client_max_size=2 * LONGEST)
    application.add_routes([*places])
    application.on_response_prepare.append(_add_headers)
    return application


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.pop("Server", None)


def _guard(received_by: Callable[[web.Request], Receiving]) -> Middleware:
    """What goes wrong is said on a page that tells nothing of the ledger; what is not one's is not there."""

    @web.middleware
    async def guard(request: web.Request, handler: Answer) -> web.StreamResponse:
        desk = received_by(request)
        if len(request.path_qs) > LONGEST_ADDRESS:
            return desk.notice(request, words.TOO_LONG)
        if request.method == "POST" and not _is_own_form(request, desk.origin):
            return desk.notice(request, words.FOREIGN)
        try:
            return await handler(request)
        except SignedOut:
            return desk.signed_out(request)
        except web.HTTPRedirection:
            raise
        except (ItemMissing, BadAddress, BoardAway, web.HTTPException) as refusal:
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
    if isinstance(refusal, BoardAway):
        return words.say_board_away(refusal.office, refusal.since)
    status = refusal.status if isinstance(refusal, web.HTTPException) else words.MISSING.status
    return words.MISSING._replace(status=status)


def _is_own_form(request: web.Request, origin: str) -> bool:
    """Whether a page of the board sent it: a browser says where a form stands."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    return request.headers.get("Origin", origin) == origin


def allow_connections() -> None:
    """Each open board holds a file: as many are allowed as the system lets this process have."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_OPEN + 256
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if most == resource.RLIM_INFINITY else min(most, wanted), most))


def runner_of(application: web.Application) -> web.AppRunner:
    """The application, ready to serve. No log keeps what was asked for: there are links among it."""
    log = logging.getLogger("aiohttp.server")
    log.addFilter(_is_own_fault)
    return web.AppRunner(application, access_log=None, logger=log, shutdown_timeout=2.0)


def _is_own_fault(record: logging.LogRecord) -> bool:
    """Whether it speaks of anything but a request that is no HTTP, which it would quote with its address."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


@asynccontextmanager
async def served(application: web.Application, host: str, port: int) -> AsyncIterator[None]:
    """Serve it until the end of the block. Raises ``OSError`` where the address is taken."""
    runner = runner_of(application)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=1_024).start()
        _LOG.info("the board is open on %s:%d", host, port)
        yield
    finally:
        await runner.cleanup()


async def serve_until(stop: asyncio.Event, desk: Desk, host: str, port: int) -> None:
    """Serve until the stop. Raises ``OSError`` where the address is taken."""
    async with served(application_of(desk), host, port):
        await until(stop, desk.live.follow())


async def until(stop: asyncio.Event, following: Coroutine[None, None, None]) -> None:
    """Follow the ledger until the stop; where that fails the board ends, as it would stand still without a word."""
    tasks = asyncio.create_task(following), asyncio.create_task(stop.wait())
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()
