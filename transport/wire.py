"""How calls reach Telegram: python-telegram-bot's request interface on aiohttp (docs/decisions/0033-aiohttp-wire.md).

It tells apart what the library's own request class does not: whether a failed call can have reached Telegram at all.
"""

import ssl
from functools import cache
from typing import Any

import aiohttp
import httpx
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData


class NeverLeft(NetworkError):
    """No connection: Telegram knows nothing of the call."""


class NoAnswer(NetworkError):
    """The call was sent, wholly or in part, and no answer came: it may have been carried out."""


class Wire(BaseRequest):
    """One pool of connections. Times in seconds; ``is_local`` ignores the proxies of the machine's environment."""

    def __init__(
        self, *, connections: int, timeout: float, connect_timeout: float = 5.0, is_local: bool = False
    ) -> None:
        self._connections = connections
        self._timeout = timeout
        self._connect_timeout = connect_timeout
        self._is_local = is_local
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take."""
        return self._timeout

    async def initialize(self) -> None:
        """Get ready; nothing is connected yet."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections, ssl=True if self._is_local else _trusted(), ttl_dns_cache=60
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=not self._is_local,
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
        """One call; the status and the body of its answer. Raises NeverLeft and NoAnswer."""
        if self._session is None:
            raise NeverLeft("the line is closed")
        reading = self._timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        writing = self._timeout if write_timeout is BaseRequest.DEFAULT_NONE else write_timeout
        connecting = self._connect_timeout if connect_timeout is BaseRequest.DEFAULT_NONE else connect_timeout
        limits = (connecting, writing, reading)
        whole = None if None in limits else sum(limits)
        timeout = aiohttp.ClientTimeout(total=whole, connect=connecting, sock_read=reading)
        try:
            async with self._session.request(method, url, data=_form(request_data), timeout=timeout) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NeverLeft(f"{type(error).__name__}: {error}") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer(f"{type(error).__name__}: {error}") from error


def _form(data: RequestData | None) -> Any:
    if data is None or not data.contains_files:
        return None if data is None else data.json_parameters
    form = aiohttp.FormData(quote_fields=False)  # names of files stay as they are written
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return form


@cache
def _trusted() -> ssl.SSLContext:
    """Whom python-telegram-bot would trust: the certificates it brings along, or those that the environment names."""
    return httpx.create_ssl_context()
