"""Browsers that have the board open, in a process of their own: ``python -m benchmarks.open_boards URL MUTE``.

One person's session a line comes in (``PERSON INIT_DATA``); each is opened as a browser does, and kept open: it is told
that a page may say something new, and asks for it within the time that it is told. ``MUTE`` of them never read. "open"
is printed once all are; when the input ends, how many pages were asked for.
"""

import asyncio
import random
import sys
from collections.abc import Sequence

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

#: So many sign in at once.
_AT_ONCE = 20


class Browsers:
    """``cookies``: one for each board."""

    def __init__(self, url: str, session: ClientSession) -> None:
        self._url = url
        self._session = session
        self.pages = 0
        self._looking = set[asyncio.Task[None]]()

    async def sign_in(self, said: str) -> str:
        """What the cookie carries from now on."""
        form = {"init_data": said}
        async with self._session.post(f"{self._url}/app", data=form, allow_redirects=False) as answer:
            return answer.headers["Set-Cookie"].partition(";")[0]

    async def read(self, cookie: str, is_open: asyncio.Event) -> None:
        """A board that is looked at."""
        headers = {"Cookie": cookie}
        async with self._session.get(f"{self._url}/events", headers=headers) as stream:
            looking: asyncio.Task[None] | None = None
            while line := await stream.content.readline():
                is_open.set()
                if line.startswith(b"data:") and (looking is None or looking.done()):  # more is asked for together
                    looking = asyncio.create_task(self._look(headers, float(line.split()[-1]) / 1_000))
                    self._looking.add(looking)
                    looking.add_done_callback(self._looking.discard)

    async def close(self) -> None:
        """Ask for no further page."""
        tasks = [*self._looking]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self, headers: dict[str, str], within: float) -> None:
        await asyncio.sleep(random.uniform(0, within))
        async with self._session.get(f"{self._url}/", headers=headers) as page:
            self.pages += bool(await page.read())


async def mute(host: str, port: int, cookie: str) -> asyncio.StreamWriter:
    """One that asks for events and never reads what comes."""
    reader, writer = await asyncio.open_connection(host, port, limit=1)
    request = f"GET /events HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n\r\n"
    writer.write(request.encode())
    await writer.drain()
    await reader.read(1)
    transport = writer.transport
    assert isinstance(transport, asyncio.ReadTransport)
    transport.pause_reading()
    return writer


async def keep_open(url: str, count_mute: int, people: Sequence[str]) -> None:
    """All of them until the input ends."""
    host, _, port = url.removeprefix("http://").rpartition(":")
    connector = TCPConnector(limit=0, force_close=False)
    timeout = ClientTimeout(total=None)
    async with ClientSession(connector=connector, timeout=timeout, cookie_jar=DummyCookieJar()) as session:
        browsers, gate = Browsers(url, session), asyncio.Semaphore(_AT_ONCE)

        async def enter(said: str) -> str:
            async with gate:
                return await browsers.sign_in(said)

        cookies = await asyncio.gather(*map(enter, people))
        print("in", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        opened = [asyncio.Event() for _ in cookies[count_mute:]]
        silent = [await mute(host, int(port), cookie) for cookie in cookies[:count_mute]]
        reading = [
            asyncio.create_task(browsers.read(cookie, event))
            for cookie, event in zip(cookies[count_mute:], opened, strict=True)
        ]
        await asyncio.gather(*(event.wait() for event in opened))
        print("open", flush=True)
        await asyncio.to_thread(sys.stdin.read)
        for each in reading:
            each.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        await browsers.close()
        for writer in silent:
            writer.close()
        print(browsers.pages)


def main() -> None:
    """Read who they are up to an empty line."""
    people = list(iter(lambda: sys.stdin.readline().strip(), ""))
    asyncio.run(keep_open(sys.argv[1], int(sys.argv[2]), people))


if __name__ == "__main__":
    main()
