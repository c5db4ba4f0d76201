"""A control call: its JSON body, its query, and its answer."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from playground.telegram.refusals import Json, Refusal
from playground.telegram.simulation import Simulation

LONGEST_WAIT = 300.0  # seconds
_LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


class ControlRequest:
    """One control call."""

    def __init__(self, playground: Simulation, request: web.Request, body: Json) -> None:
        self.playground = playground
        self.request = request
        self.body = body

    def number(self, name: str) -> int:
        """A number in the path."""
        return int(self.request.match_info[name])

    def query(self, name: str, default: str = "") -> str:
        return self.request.query.get(name, default)

    def instant(self, text: str) -> datetime:
        """An aware instant in ISO form; a ``+`` that a query turned into a space is understood."""
        instant = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        if instant.tzinfo is None:
            raise ValueError(text)
        return instant

    def seconds(self, name: str, default: float) -> float:
        """A waiting time of the query or the body, within bounds."""
        given = self.query(name) or self.body.get(name)
        return min(max(float(given), 0.0), LONGEST_WAIT) if given not in (None, "") else default

    def given(self, *names: str) -> Json:
        """The named values that the body has, as keyword arguments."""
        return {name: self.body[name] for name in names if name in self.body}


Handler = Callable[[ControlRequest], Awaitable[Any]]


def json_handler(playground: Simulation, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Wrap a handler: reads the body, writes the answer as JSON; errors become status 400, time-outs 408."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if not is_local(request):
            return _reply({"error": "only pages and programs of this machine may call"}, 403)
        try:
            result = await handler(ControlRequest(playground, request, await _body(request)))
        except (LookupError, ValueError, TypeError, Refusal) as error:
            return _reply({"error": f"{type(error).__name__}: {error}"}, 400)
        except TimeoutError:
            return _reply({"error": "not within the given time"}, 408)
        return result if isinstance(result, web.StreamResponse) else _reply(result)

    return answer


def is_local(request: web.Request) -> bool:
    """Whether ``Host`` and ``Origin`` are this machine; keeps out foreign web pages in the user's browser."""
    origin = request.headers.get("Origin")
    hosts = [urlsplit(f"//{request.host}").hostname, urlsplit(origin).hostname if origin else "localhost"]
    return all(host in _LOCAL_HOSTS for host in hosts)


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json" or not request.can_read_body:
        return {}
    return msgspec.json.decode(await request.read(), type=dict[str, Any])


def _reply(result: Any, status: int = 200) -> web.Response:
    answer = {} if result is None else result
    return web.Response(body=msgspec.json.encode(answer), status=status, content_type="application/json")
