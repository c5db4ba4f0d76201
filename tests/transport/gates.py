"""Proxies on loopback as offices have them: that carry, that refuse to connect, that speak something else."""

import asyncio
import contextlib
from types import TracebackType
from typing import Self

#: What each kind of refusal says to CONNECT, before it hangs up.
REFUSALS = {
    "502": b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 5\r\n\r\nsorry",
    "403": b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
    "407": b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
    "closed": b"",
    "garbage": b"\x05\xff 13800000000 is no HTTP\r\n\r\n",
    "cut short": b"HTTP/1.1 200 Connection esta",
}


class Gate:
    """A proxy. ``mood`` is one of the refusals, ``"silent"``, or ``"open"``: then CONNECT leads to ``behind``."""

    def __init__(self, mood: str, behind: int = 0) -> None:
        self.mood = mood
        self.behind = behind  # a port of this machine
        self.heard: list[bytes] = []  # the head of each request
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        self.hang_up()
        await asyncio.sleep(0)

    def hang_up(self) -> None:
        """End what it carries."""
        for writer in self._open:
            writer.transport.abort()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            self.heard.append(await reader.readuntil(b"\r\n\r\n"))
            if self.mood == "open":
                await self._carry(reader, writer)
            elif self.mood == "silent":
                await reader.read()
            else:
                writer.write(REFUSALS[self.mood])
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind_reader, behind_writer = await asyncio.open_connection("127.0.0.1", self.behind)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        try:
            await asyncio.gather(pour(reader, behind_writer), pour(behind_reader, writer))
        finally:
            behind_writer.close()


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Everything that comes, until it ends."""
    with contextlib.suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
        writer.close()
