"""How calls reach Telegram: python-telegram-bot's request interface on aiohttp, through a proxy where one is named.

Its errors, and what each says of the call, are in ``errors.py``.
"""

import json
import logging
import ssl
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass_environment  # type: ignore[attr-defined]

import aiohttp
import httpx
import msgspec
from aiohttp import encode_basic_auth
from msgspec import Struct
from telegram import Bot
from telegram.error import EndPointNotFound, InvalidToken, TelegramError
from telegram.request import BaseRequest, RequestData

from transport.errors import Garbled, NeverArrived, NoAnswer, ProxyUnspoken, TooLarge, TurnedBack

_LOG = logging.getLogger(__name__)
#: Telegram may hold a getUpdates open for so many seconds.
POLL_SECONDS = 25


class Proxy(Struct, frozen=True):
    """A proxy's address, and its credentials."""

    scheme: str
    address: str  # host and port
    authorization: str = ""  # as the header has it

    @property
    def url(self) -> str:
        """Its address without name and password."""
        return f"{self.scheme}://{self.address}"


def proxy_for(url: str, named: Mapping[str, str]) -> Proxy | None:
    """The proxy for the address, if one is named. ``named`` is what ``getproxies()`` returns (kind → URL)."""
    wanted = urlsplit(url)
    found = named.get(wanted.scheme) or named.get("all")
    if not found or proxy_bypass_environment(wanted.netloc, dict(named)):
        return None
    parsed = urlsplit(found if "://" in found else f"http://{found}")
    name, word = unquote(parsed.username or ""), unquote(parsed.password or "")
    return Proxy(parsed.scheme.lower(), parsed.netloc.rpartition("@")[2], encode_basic_auth(name, word) if name else "")


async def call(bot: Bot, method: str, fields: dict[str, Any], *, read_timeout: Any = BaseRequest.DEFAULT_NONE) -> Any:
    """Call a method of the Bot API; its result. Raises the library's errors. Fields that are ``None`` are left out.

    ``method`` is spelled ``send_Message``: ``do_api_request`` warns about names that the Bot has methods for. Such a
    spelling is none of them, and still names the right method.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    try:
        return await bot.do_api_request(method, given, read_timeout=read_timeout)
    except EndPointNotFound as error:  # how do_api_request reports a 401 or 404
        raise InvalidToken(f"{method} was refused") from error


class Wire(BaseRequest):
    """One pool of connections. Times are in seconds; ``is_local`` ignores every proxy.

    ``proxies`` (kind → URL) are what ``getproxies()`` returns, unless others are given.
    """

    def __init__(
        self,
        *,
        connections: int,
        timeout: float,
        connect_timeout: float = 5.0,
        is_local: bool = False,
        proxies: Mapping[str, str] | None = None,
    ) -> None:
        self._connections = connections
        self._timeout = timeout
        self._connect_timeout = connect_timeout
        self._is_local = is_local
        self._session: aiohttp.ClientSession | None = None
        self._named = getproxies() if proxies is None else proxies
        self._proxies: dict[str, Proxy | None] = {}  # by scheme and host

    @property
    def read_timeout(self) -> float | None:
        """The longest wait for an answer, in seconds."""
        return self._timeout

    async def initialize(self) -> None:
        """Create the session. Connections are made by the first calls."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=_Connector(
                    limit=self._connections, ssl=True if self._is_local else _trusted(), ttl_dns_cache=60
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - waiting for a connection is connecting
    ) -> tuple[int, bytes]:
        """Make one call; the status and body of its answer. Raises NeverArrived, NoAnswer or TooLarge."""
        if self._session is None:
            raise NeverArrived("the line is closed")
        reading = self._timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        writing = self._timeout if write_timeout is BaseRequest.DEFAULT_NONE else write_timeout
        connecting = self._connect_timeout if connect_timeout is BaseRequest.DEFAULT_NONE else connect_timeout
        limits = (connecting, writing, reading)
        whole = None if None in limits else sum(limits)
        sending: dict[str, Any] = {
            **_body(request_data),
            "timeout": aiohttp.ClientTimeout(total=whole, connect=connecting, sock_read=reading),
            "allow_redirects": False,  # the token must not follow a redirect to another host
        }
        if (proxy := self._proxy(url)) is not None:
            authorization = {"Authorization": proxy.authorization} if proxy.authorization else None
            sending |= {"proxy": proxy.url, "proxy_headers": authorization}
        try:
            async with self._session.request(method, url, **sending) as answer:
                status, body = answer.status, await answer.read()
        except aiohttp.InvalidURL as error:
            raise NeverArrived(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer(type(error).__name__) from error
        _LOG.debug("%s: status %d, %d bytes", url.rpartition("/")[2], status, len(body))
        is_download = method == "GET"
        if not (is_download and status == HTTPStatus.OK):
            _require_bot_api(status, body)
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Parse an answer. The library's own version logs a body that it cannot read."""
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("Invalid server response") from None

    def _proxy(self, url: str) -> Proxy | None:
        """The proxy for the address, ``None`` if it is local. Raises ProxyUnspoken."""
        if self._is_local:
            return None
        host = "/".join(url.split("/", 3)[:3])
        if host not in self._proxies:
            self._proxies[host] = proxy_for(url, self._named)
        proxy = self._proxies[host]
        if proxy is not None and proxy.scheme != "http":
            raise ProxyUnspoken(proxy.scheme)
        return proxy


class _Connector(aiohttp.TCPConnector):
    """Raises NeverArrived for any failure before there is a connection, TLS and a proxy's CONNECT included."""

    async def connect(self, req: Any, traces: Any, timeout: Any) -> Any:  # noqa: ASYNC109 - aiohttp's own signature
        """A connection for the request."""
        try:
            return await super().connect(req, traces, timeout)
        except aiohttp.ClientHttpProxyError as error:
            raise TurnedBack(error.status, "the proxy") from error
        except aiohttp.ClientConnectorError as error:
            raise NeverArrived(f"{type(error).__name__}: {error}") from error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise NeverArrived(type(error).__name__) from error


class _Answer(msgspec.Struct):
    """The part that every answer of the Bot API has."""

    ok: bool


_answer = msgspec.json.Decoder(_Answer).decode


def _require_bot_api(status: int, body: bytes) -> None:
    """Raise unless the answer is the Bot API's. After a 3xx or 4xx page nothing was done; else it may be."""
    is_good = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
    try:
        if _answer(body).ok is is_good:
            return
    except (msgspec.MsgspecError, RecursionError):
        pass
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise TooLarge("Request Entity Too Large (413)")
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TurnedBack(status)
    raise Garbled(status)


def _body(data: RequestData | None) -> dict[str, Any]:
    """What aiohttp is to send: JSON, at a tenth of what quoting a form of Chinese takes, or a form with its files."""
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": _encode(data.parameters), "headers": _JSON}
    form = aiohttp.FormData(quote_fields=False)  # keeps file names as they are
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return {"data": form}


_encode = msgspec.json.Encoder().encode
_JSON = {"Content-Type": "application/json"}


@cache
def _trusted() -> ssl.SSLContext:
    """python-telegram-bot's certificates: those that it ships, or those that the environment names."""
    return httpx.create_ssl_context()
