"""The Bot API over HTTP: authentication, ordered faults, rate limits, and the answer."""

import asyncio
import inspect
import logging
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from aiohttp import web

from playground.telegram.api.table import METHODS, NAMES
from playground.telegram.faults import FaultKind, Faults, Order
from playground.telegram.params import Params
from playground.telegram.rates import RateLimiter
from playground.telegram.refusals import Json, Refusal, conflict, not_found, too_many, unauthorized
from playground.telegram.request_body import read_params
from playground.telegram.world import World

_LOG = logging.getLogger(__name__)
REQUESTS_KEPT = 100_000
NEVER_ANSWERED = 499
_GATEWAY_PAGE = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
_HELD = frozenset({FaultKind.TIMEOUT_AFTER_DELIVERY, FaultKind.NO_ANSWER})
_PLAIN = frozenset({FaultKind.DELAY, FaultKind.OFFSET_IGNORED})
_UNDONE = frozenset({FaultKind.NO_ANSWER, FaultKind.RESET})
_TITLES = {
    200: "Welcome",
    302: "302 Found",
    403: "403 Forbidden",
    407: "407 Proxy Authentication Required",
    500: "500 Internal Server Error",
    502: "502 Bad Gateway",
    503: "503 Service Unavailable",
    504: "504 Gateway Time-out",
}
_POLLED_ELSEWHERE = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True)
class ApiCall:
    """One request that came in. ``status`` stays ``None`` while it is not, or never was, answered."""

    method: str
    params: Json
    monotonic: float
    at: datetime
    files: dict[str, str] = field(default_factory=dict)
    status: int | None = None
    description: str = ""
    took: float = 0.0  # seconds until the answer was ready

    @property
    def chat_id(self) -> int | None:
        """The chat that the call named by its number."""
        text = str(self.params.get("chat_id", ""))
        return int(text) if text.removeprefix("-").isdecimal() else None


class BotApi:
    """Answers ``/bot<token>/<method>``."""

    def __init__(self, world: World, faults: Faults, limiter: RateLimiter | None) -> None:
        self._world = world
        self._faults = faults
        self._limiter = limiter
        self.requests: list[ApiCall] = []
        self.closing = asyncio.Event()
        self.call_count = 0  # of calls that came in, long polls aside
        self.busy = 0  # calls under way, long polls and held ones aside

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call, from its path to its answer."""
        method = request.match_info["method"].lower()
        if request.match_info["token"] != self._world.bot.token:
            return _refused(unauthorized())
        try:
            params = await read_params(request)
        except Refusal as refusal:
            return _refused(refusal)
        seen = self._note(NAMES.get(method, method), params)
        response = await self._served(request, method, params, seen)
        if response.status == NEVER_ANSWERED:
            return response
        seen.status, seen.took = response.status, self._world.pulse() - seen.monotonic
        self._world.notifier.notify()
        return response

    async def download(self, request: web.Request) -> web.Response:
        """Answers ``/file/bot<token>/<path>``."""
        if request.match_info["token"] != self._world.bot.token:
            return _refused(unauthorized())
        stored = self._world.files.at(request.match_info["path"])
        if stored is None:
            return _refused(Refusal(404, "Not Found"))
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def result_of(self, method: str, params: Params) -> Any:
        """What a method returns, with limits and without faults; raises :class:`Refusal`."""
        if self._limiter is not None and self._limiter.counts(method):
            self._charge(self._limiter, params)
        call = METHODS.get(method)
        if call is None:
            raise not_found()
        result = call(self._world, params)
        return await result if inspect.isawaitable(result) else result

    def _note(self, name: str, params: Params) -> ApiCall:
        files = {field_name: upload.name for field_name, upload in params.uploads.items()}
        seen = ApiCall(name, dict(params.values), self._world.pulse(), self._world.clock.now(), files)
        self.requests.append(seen)
        self.call_count += name != "getUpdates"
        if len(self.requests) > REQUESTS_KEPT:
            del self.requests[: REQUESTS_KEPT // 2]
        return seen

    async def _served(self, request: web.Request, method: str, params: Params, seen: ApiCall) -> web.StreamResponse:
        fault = self._faults.take(method, params)
        if fault is not None and fault.kind is FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind in _UNDONE:
            return await self._break(request, fault)
        if fault is not None and (response := _instead(fault)) is not None:
            seen.description = fault.kind
            return response
        if fault is not None and fault.kind is FaultKind.OFFSET_IGNORED:
            params.values |= {"offset": None, "timeout": 0}
        response = await self._done(method, params, seen)
        if fault is None or fault.kind in _PLAIN:
            return response
        if fault.kind is FaultKind.GARBAGE:
            return _page(200)
        if fault.kind is FaultKind.BAD_JSON:
            body = response.body if isinstance(response.body, bytes) else b""
            return web.Response(body=body[: len(body) // 2], content_type="application/json")
        return await self._break(request, fault)

    async def _done(self, method: str, params: Params, seen: ApiCall) -> web.Response:
        is_call = method != "getupdates"
        self.busy += is_call
        try:
            return _json({"ok": True, "result": await self.result_of(method, params)})
        except Refusal as refusal:
            seen.description = refusal.description
            return _refused(refusal)
        except Exception:  # noqa: BLE001 - a bot must always get JSON; the next line logs the error
            _LOG.exception("%s failed", method)
            return _refused(Refusal(500, "Internal Server Error"))
        finally:
            self.busy -= is_call

    async def _break(self, request: web.Request, fault: Order) -> web.StreamResponse:
        """Never answer: hold the connection until the client gives up, or reset it."""
        self._world.notifier.notify()
        if fault.kind in _HELD:
            await self.closing.wait()
        transport = request.transport
        if transport is not None:
            endpoint = transport.get_extra_info("socket")
            if endpoint is not None and fault.kind not in _HELD:
                endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        return web.Response(status=NEVER_ANSWERED)  # goes nowhere: the connection is gone

    def _charge(self, limiter: RateLimiter, params: Params) -> None:
        chat_id = params.integer("chat_id") or 0
        wait = limiter.charge(self._world.chats.get(chat_id), self._world.pulse())
        if wait:
            raise too_many(wait)


def _instead(fault: Order) -> web.Response | None:
    """The answer that a fault gives in place of the method's, if it is of that kind."""
    if fault.kind in {FaultKind.SERVER_ERROR, FaultKind.GATEWAY_PAGE}:
        return _page(fault.status)
    if fault.kind is FaultKind.EMPTY_AT_ONCE:
        return _json({"ok": True, "result": []})
    refusals: dict[FaultKind, Callable[[], Refusal]] = {
        FaultKind.TOO_MANY: lambda: too_many(fault.retry_after),
        FaultKind.UNAUTHORIZED: unauthorized,
        FaultKind.NOT_FOUND: lambda: Refusal(404, "Not Found"),
        FaultKind.CONFLICT: lambda: conflict(_POLLED_ELSEWHERE),
        FaultKind.BAD_REQUEST: lambda: Refusal(400, fault.description or "Bad Request"),
        FaultKind.FORBIDDEN: lambda: Refusal(403, fault.description or "Forbidden: bot was blocked by the user"),
    }
    return _refused(refusals[fault.kind]()) if fault.kind in refusals else None


def _page(status: int) -> web.Response:
    title = _TITLES.get(status, f"{status} Server Error")
    headers = {"Location": "http://127.0.0.1:9/login"} if 300 <= status < 400 else None  # noqa: PLR2004 - redirects
    return web.Response(status=status, text=_GATEWAY_PAGE.format(title), content_type="text/html", headers=headers)


def _refused(refusal: Refusal) -> web.Response:
    return _json(refusal.as_json(), refusal.code)


def _json(answer: Json, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(answer), status=status, content_type="application/json")
