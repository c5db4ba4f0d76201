"""Announces the command menus to Telegram. A menu is a convenience: what anybody may do is decided elsewhere."""

import asyncio
import logging
from collections.abc import Sequence

from telegram import Bot, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from transport.backoff import Backoff

_LOG = logging.getLogger(__name__)
#: Commands as shown: name, description.
Menu = Sequence[tuple[str, str]]


async def announce_menus(bot: Bot, private: Menu, groups: Menu, backoff: Backoff) -> None:
    """Set both menus, however long it takes; then there is nothing more to do."""
    for scope, menu in ((BotCommandScopeAllPrivateChats(), private), (BotCommandScopeAllGroupChats(), groups)):
        await _announce(bot, scope, menu, backoff)


async def _announce(bot: Bot, scope: BotCommandScope, menu: Menu, backoff: Backoff) -> None:
    is_announced = False
    while not is_announced:
        try:
            is_announced = await bot.set_my_commands([*menu], scope=scope)
        except TelegramError as error:
            _LOG.warning("the command menu could not be announced: %s", error)
            await asyncio.sleep(backoff.next_delay())
