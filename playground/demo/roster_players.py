"""The people to play (花名册上的人), read from the ledger of the running bot.

An import may add people and units. Each person with a Telegram id becomes a player. Each unit gets a group, to which
its people belong and which the office binds as in Telegram. So the next digest reaches them.
"""

import asyncio
import os
import tempfile
from datetime import datetime
from pathlib import Path

from domain.roster import Person, Role, Roster
from playground.telegram.chats import MemberStatus
from playground.telegram.group import Group
from playground.telegram.refusals import Json
from playground.telegram.server import Playground
from store.journal.backup import backup
from store.journal.files import folder_of, written_of
from store.ledger import Ledger
from texts import tour as words
from texts.glossary import ROLES, WHOLE_BUREAU

#: A journal line that says one of these changes the roster.
_ROSTER_TABLES = (b'"people"', b'"units"', b'"chats"')


class RosterPlayers:
    """``keeper`` is the Telegram id of who binds groups for newcomers; 0 where all are bound from the start."""

    def __init__(self, playground: Playground, ledger: Path, keeper: int = 0) -> None:
        self._playground = playground
        self._ledger = ledger
        self._keeper = keeper
        self._read: dict[tuple[Path, int], int] = {}  # bytes of each version of a file
        self._asked: set[str] = set()  # units whose group the keeper has asked the bot to bind
        self.roster = Roster()

    async def follow(self) -> None:
        """Read the roster after each change until cancelled, and tell watchers."""
        events = self._playground.world.events
        while True:
            seen = events.count
            await self.read()
            await events.next(seen, None)

    async def read(self) -> None:
        """Read the roster if it changed, and add the new people and units."""
        if await asyncio.to_thread(self._has_changed):
            self.roster = await asyncio.to_thread(read_roster, self._ledger, self._playground.clock.now())
            await self._add_newcomers()
            self._playground.world.note("company")

    def as_json(self) -> list[Json]:
        """Everybody: the roster in its order, then those in the playground whom it does not know."""
        known = {person.telegram_id for person in self.roster.people}
        players = self._playground.world.people.values()
        strangers = [p for p in players if not p.is_bot and p.user_id not in known]
        keeper = [_member(p.user_id, p.first_name, Role.OFFICE) for p in strangers if p.user_id == self._keeper]
        others = [_member(p.user_id, p.first_name, None) for p in strangers if p.user_id != self._keeper]
        return [*keeper, *(_listed(person) for person in self.roster.people), *others]

    def bindings(self) -> Json:
        """Which unit's a group is, by chat id; the bureau's own is 全局."""
        return {str(chat.chat_id): chat.unit or WHOLE_BUREAU for chat in self.roster.chats}

    def _has_changed(self) -> bool:
        """Whether the journal has grown by something about people, units or chats."""
        changed = False
        for path in sorted(folder_of(self._ledger).glob("*.jsonl")):
            with path.open("rb") as journal:
                file = path, os.fstat(journal.fileno()).st_ino
                journal.seek(self._read.get(file, 0))
                grown = journal.read()
            changed = changed or any(table in grown for table in _ROSTER_TABLES)
            self._read[file] = self._read.get(file, 0) + written_of(grown)
        return changed

    async def _add_newcomers(self) -> None:
        """Add the new people; if the rehearsal has a keeper, open and bind missing groups."""
        world = self._playground.world
        for person in self.roster.people:
            if person.telegram_id and person.telegram_id not in world.people:
                self._playground.person(person.telegram_id, person.name)
        if not self._keeper:
            return
        for unit in ("", *(unit.name for unit in self.roster.units)) if self.roster.units else ():
            group = self._group(unit) or self._open(unit)
            self._fill_group(group, unit)
            if not self.roster.chats_of(unit) and unit not in self._asked:
                self._asked.add(unit)
                keeper, bot = self._playground.player(self._keeper), world.bot.username
                await keeper.say(group, f"/bind@{bot} {unit or WHOLE_BUREAU}")

    def _group(self, unit: str) -> Group | None:
        title = words.group_title(unit)
        bound = {chat.chat_id for chat in self.roster.chats_of(unit)}
        chats = (c for c in self._playground.world.chats.values() if c.title == title or c.chat_id in bound)
        return next((self._playground.group_at(chat.chat_id) for chat in chats), None)

    def _open(self, unit: str) -> Group:
        keeper = self._playground.player(self._keeper)
        return self._playground.group(words.group_title(unit), keeper, bot_is_admin=True)

    def _fill_group(self, group: Group, unit: str) -> None:
        """Add the unit's people, those who oversee it, and the office; in the bureau's group, everybody."""
        present = group.chat.members
        for person in self.roster.people:
            belongs = not unit or unit in {person.unit, *person.oversees} or person.role is Role.OFFICE
            if belongs and person.telegram_id and person.telegram_id not in present:
                group.add(self._playground.player(person.telegram_id), MemberStatus.MEMBER)


def read_roster(path: Path, at: datetime) -> Roster:
    """The roster of a running bot's ledger, read from a copy."""
    with tempfile.TemporaryDirectory(prefix="duban-copy-") as folder:
        ledger = Ledger.open(backup(path, Path(folder) / "copy"), at=at)
        try:
            return ledger.roster
        finally:
            ledger.close()


def _listed(person: Person) -> Json:
    return _member(person.telegram_id, person.name, person.role, person.unit, person.oversees)


def _member(user_id: int | None, name: str, role: Role | None, unit: str = "", oversees: tuple[str, ...] = ()) -> Json:
    """One person as JSON. Without an id nobody can play them; without a role they are not in the roster."""
    shown = ROLES[role] if role else ""
    return {"user_id": user_id, "name": name, "role": shown, "unit": unit, "oversees": list(oversees)}
