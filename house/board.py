"""The board's life: it reads the ledger, serves its pages, and ends with a signal or with the bot that started it."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from config import Config
from handlers.board.desk import Desk
from handlers.board.server import allow_connections, serve_until
from house.clocks import following
from house.ledgers import follower_of
from house.tasks import stop_at_signals
from house.trouble import Refused
from store.reader import LedgerReader
from texts import command_line as words
from transport.errors import ListenRefused


@contextmanager
def listening(key: str, host: str, port: int) -> Iterator[None]:
    """What the system says of an address that is taken becomes ``ListenRefused``; ``key`` is where it is set."""
    try:
        yield
    except OSError as error:
        raise ListenRefused(key, host, port, error.strerror or str(error)) from error


async def serve(config: Config, own_clock: Callable[[], datetime], clock_url: str | None, *, with_bot: bool) -> None:
    """The board, from reading the ledger to the stop; ``with_bot``: also when this process's input ends.

    Raises ``Refused`` where none is configured, and ``ListenRefused``.
    """
    if config.board is None or config.board.listen is None:
        raise Refused(words.NO_BOARD)
    follower = follower_of(config)
    stop = stop_at_signals()
    ending = [asyncio.create_task(_end_with_input(stop))] if with_bot else []
    async with following(own_clock, clock_url) as clock:
        reader = LedgerReader(config.ledger_path, at=clock(), admins=config.admins, follower=follower)
        desk = Desk(reader, config.rules, url=config.board.url, token=config.token.reveal(), clock=clock)
        allow_connections()
        try:
            with listening("board.listen", *config.board.listen):
                await serve_until(stop, desk, *config.board.listen)
        finally:
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)
            reader.close()


async def _end_with_input(stop: asyncio.Event) -> None:
    """Whoever started this process holds its input open; killed in whatever way, it does so no more."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
    stop.set()
