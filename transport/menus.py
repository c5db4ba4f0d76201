"""Announces the command menus to Telegram. A menu is a convenience: what anybody may do is decided elsewhere."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from domain.roster import Role, is_reachable
from store.ledger import Ledger
from transport.errors import seconds_to_wait
from transport.retry import Backoff

_LOG = logging.getLogger(__name__)
#: Seconds between two people: at a start a thousand leaders may need theirs, and answers must not wait behind them.
REST = 0.05
#: Commands as shown: name, description.
Menu = Sequence[tuple[str, str]]


class Menus:
    """Keeps the menus what everybody's post makes of them: one for groups, one for most people, one for each leader."""

    def __init__(self, *, bot: Bot, ledger: Ledger, in_groups: Menu, in_private: Callable[[Role], Menu]) -> None:
        self._bot = bot
        self._ledger = ledger
        self._in_groups = in_groups
        self._in_private = in_private
        self._announced: dict[int, Menu] = {}  # people whose menu differs from most people's, or did
        self._roster_changed = asyncio.Event()

    async def run(self) -> None:
        """Announce what changed, until cancelled."""
        self._ledger.follow(self._roster_changed.set, roster_only=True)
        await self._announce(BotCommandScopeAllPrivateChats(), self._in_private(Role.STAFF))
        await self._announce(BotCommandScopeAllGroupChats(), self._in_groups)
        while True:
            self._roster_changed.clear()
            await self._announce_to_leaders()
            await self._roster_changed.wait()

    async def _announce_to_leaders(self) -> None:
        common = self._in_private(Role.STAFF)
        roster = self._ledger.roster
        present = [person.telegram_id for person in (*roster.people, *roster.office) if is_reachable(person)]
        for telegram_id in dict.fromkeys([*present, *self._announced]):  # who has left gets the common one again
            person = roster.who(telegram_id or 0)
            menu = self._in_private(roster.acting_role(person)) if person else common
            known = self._announced.get(telegram_id or 0, common)
            if telegram_id and menu != known and await self._announce(BotCommandScopeChat(telegram_id), menu):
                self._announced[telegram_id] = menu
                await asyncio.sleep(REST)

    async def _announce(self, scope: BotCommandScope, menu: Menu) -> bool:
        """However long the line is down; who can't be reached keeps the common menu, for now."""
        backoff = Backoff()
        while True:
            try:
                await self._bot.set_my_commands([*menu], scope=scope)
            except (BadRequest, Forbidden) as error:
                _LOG.info("no menu of their own for a person who never wrote: %s", error)
                return False
            except RetryAfter as error:
                await asyncio.sleep(seconds_to_wait(error))
            except TelegramError as error:
                _LOG.warning("a command menu could not be announced: %s", error)
                await asyncio.sleep(backoff.next_delay())
            else:
                return True
