"""A TCP proxy between a bot and its database, which cuts the line, lets it hang, or keeps only the answers back."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
_READ = 1 << 16


class CutProxy:
    """Listens on ``port`` of loopback. Each order holds once it returns; nothing passes behind its back."""

    def __init__(self, target: int) -> None:
        self.port = 0
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._asks, self._answers = asyncio.Event(), asyncio.Event()
        self._is_held = Event()

    def cut(self) -> None:
        """Break all connections and refuse new ones: the server is away."""
        self._order(self._cut)

    def break_connections(self) -> None:
        """Break those that are open; new ones are let through."""
        self._order(self._break)

    def hang(self) -> None:
        """Let no byte through either way; connections stay open, and new ones are taken: a half-open line."""
        self._order(self._asks.clear, self._answers.clear, self._is_held.clear)

    def hold_answers(self) -> None:
        """Let what is asked through, and keep back what is answered."""
        self._order(self._answers.clear, self._is_held.clear)

    def wait_held(self, timeout: float = 30) -> None:
        """Wait until something is kept back: with ``hold_answers``, until the server has answered."""
        assert self._is_held.wait(timeout), "nothing was kept back"

    def heal(self) -> None:
        """Let everything through, also what was kept back and new connections."""
        self._order(self._asks.set, self._answers.set)
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def start(self) -> None:
        """Begin, healed."""
        self._thread.start()
        self.heal()

    def close(self) -> None:
        """End for good."""
        self.cut()
        asyncio.run_coroutine_threadsafe(self._settled(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _settled(self) -> None:
        """Everything is broken already: whoever waited at a gate sees it now."""
        self._asks.set()
        self._answers.set()
        await asyncio.gather(*self._tasks)

    def _order(self, *does: Callable[[], None]) -> None:
        async def do() -> None:
            for each in does:
                each()

        asyncio.run_coroutine_threadsafe(do(), self._loop).result()

    def _cut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        self._break()

    def _break(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        try:
            await self._asks.wait()
            with suppress(OSError):  # no server behind, or broken meanwhile
                behind, ahead = await asyncio.open_connection("127.0.0.1", self._target)
                self._writers.add(ahead)
                if writer.transport.is_closing():
                    ahead.transport.abort()
                await asyncio.gather(self._pass(reader, ahead, self._asks), self._pass(behind, writer, self._answers))
        finally:
            writer.transport.abort()
            self._tasks.discard(task)

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, gate: asyncio.Event) -> None:
        with suppress(OSError):
            while data := await source.read(_READ):
                if not gate.is_set():
                    self._is_held.set()
                await gate.wait()
                target.write(data)
                await target.drain()
        await gate.wait()  # an end is kept back as well
        target.close()


@contextmanager
def cut_proxy(target: int) -> Iterator[CutProxy]:
    """A proxy before the server on that port, until the end of the block."""
    proxy = CutProxy(target)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.close()
