"""Hands one stored update to python-telegram-bot's dispatching, and lets its failure out again.

``process_update`` swallows what a handler raises and passes it to error handlers. Nothing may be swallowed here:
whether an update took effect decides whether it is tried again.
"""

from collections.abc import Callable

import msgspec
from telegram import Update
from telegram.ext import CallbackContext

from store.values import Waiting
from transport.api import App
from transport.errors import UpdateUnreadable


class Feed:
    """The intake's handle. ``close`` marks an update as handled that no handler wanted."""

    def __init__(self, app: App, close: Callable[[int], None]) -> None:
        self._app = app
        self._close = close
        self._caught: dict[int, Exception] = {}
        app.add_error_handler(self._catch)

    async def __call__(self, waiting: Waiting) -> None:
        """Handle the update, or raise what its handler raised."""
        try:
            update = Update.de_json(msgspec.json.decode(waiting.raw), self._app.bot)
        except Exception as error:
            raise UpdateUnreadable(waiting.update_id) from error
        await self._app.process_update(update)
        caught = self._caught.pop(waiting.update_id, None)
        if caught is not None:
            raise caught
        self._close(waiting.update_id)

    async def _catch(self, update: object, context: CallbackContext) -> None:  # type: ignore[type-arg]
        if isinstance(update, Update) and context.error is not None:
            self._caught[update.update_id] = context.error
