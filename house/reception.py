"""The webhook of a bureau whose ledger is in a database: it keeps what comes, whoever has the ledger.

Loaded only by a bot that is configured so (docs/decisions/0008-several-receivers.md).
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import partial

from config import Config, WebhookAddress
from handlers.parsing import Admission
from store.postgres.connection import connect
from store.postgres.incoming import IncomingTable
from transport.api import App
from transport.incoming import keeping_for_another
from transport.webhook_server import Taker, WebhookServer


class Reception:
    """Listens for as long as this process runs the bureau. ``incoming``: what waits for who has the ledger."""

    def __init__(self, config: Config, webhook: WebhookAddress, url: str) -> None:
        """``url`` is the database's."""
        self.server = WebhookServer(config.token.reveal(), webhook.host, webhook.port)
        self.incoming = IncomingTable(partial(connect, url, config.store_schema), config.ledger_path)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen in the block; raises ListenRefused."""
        try:
            async with self.server.open():
                yield
        finally:
            await asyncio.to_thread(self.incoming.close)

    @contextmanager
    def standing_in(self, line: "asyncio.Task[App]") -> Iterator[None]:
        """Keep what comes for another process, from when Telegram has said who the bot is."""
        with ExitStack() as taking:

            def begin(opened: "asyncio.Task[App]") -> None:
                if not opened.cancelled() and opened.exception() is None:
                    taking.enter_context(self.server.taken_by(self._taker(opened.result())))

            line.add_done_callback(begin)
            try:
                yield
            finally:
                line.remove_done_callback(begin)

    def _taker(self, app: App) -> Taker:
        admission = Admission(bot_id=app.bot.id, username=app.bot.username)
        return Taker(keeping_for_another(self.incoming, admission.concerns))
