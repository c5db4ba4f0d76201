"""`make trace`: which of our files a reader opens to follow one event from beginning to end.

The whole bot runs in this process against the local Telegram. A file counts when one of its functions runs between
the event and the first message that it causes, on the way there: what the bot does meanwhile by itself (checkpoints,
menus) does not count, nor does the playground, which plays Telegram.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType

from config import Config
from domain.item import ItemStatus
from domain.roster import Chat
from house.configuration.values import Secret
from house.surroundings import Times
from house.wiring import open_house
from playground.telegram.group import Group
from playground.telegram.player import Player
from playground.telegram.server import Playground
from store.ledger import Ledger
from tests.domain.office import HEAD, OWNER, RULES, UNITS, at, item
from transport.api import build_application
from transport.receiver import build_poll

ROOT = Path(__file__).parent.parent
ROOMS = frozenset({"domain", "texts", "store", "reports", "transport", "handlers", "jobs"})
#: The most files of ours that a reader should have to open.
MOST = {"/done 12": 35, "digest": 30}
#: Tasks that run by themselves, whatever happens.
BACKGROUND = frozenset({"Upkeep.run", "Menus.run", "OpenRequests.run"})
_TOKEN = "1:trace"
_FRIDAY, _MONDAY = at("11-20 16:05"), at("11-23 08:30")


class ManualClock:
    """Stands for the tick: asks for a look when told to, and says when it is over."""

    def __init__(self) -> None:
        self._looked = asyncio.Event()
        self.on_move: Callable[[], None] = lambda: None

    async def follow(self, on_move: Callable[[], None]) -> None:
        """Keep the callback, and wait until cancelled."""
        self.on_move = on_move
        await asyncio.Event().wait()

    async def report_looked(self, instant: datetime, waiting: int) -> None:  # noqa: ARG002 - the protocol's
        """A look is over."""
        self._looked.set()

    async def look(self) -> None:
        """Ask for a look, and wait until everything due is queued."""
        self._looked.clear()
        self.on_move()
        await self._looked.wait()


@dataclass
class Running:
    """The bot and its Telegram, with nothing left to do."""

    playground: Playground
    clock: ManualClock
    group: Group
    owner: Player

    async def done(self) -> None:
        """``/done 12``, to its answer."""
        await self._until_said(self.owner.say(self.group, "/done 12"))

    async def digest(self) -> None:
        """A morning's digests, to the first message."""
        self.playground.clock.set(_MONDAY)
        await self._until_said(self.clock.look())

    async def _until_said(self, event: Awaitable[object]) -> None:
        before = self.said()
        await event
        await self.playground.wait_for(lambda: self.said() > before)

    def said(self) -> int:
        """How many messages the bot has sent."""
        chats = (self.group.chat_id, self.owner.chat_id)
        return sum(len(self.playground.messages(chat)) for chat in chats)


@contextmanager
def opened(said: Callable[[], int]) -> Iterator[set[str]]:
    """The files of ours that run on the event loop until one more message is there."""
    seen: set[str] = set()
    before = said()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and not _is_in_background() and said() == before:
            seen.add(frame.f_code.co_filename)

    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(None)
        names = {Path(name) for name in seen if name.startswith(str(ROOT))}
        seen.clear()
        seen.update(str(name.relative_to(ROOT)) for name in names if name.relative_to(ROOT).parts[0] in ROOMS)


def _is_in_background() -> bool:
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return False
    return task is not None and getattr(task.get_coro(), "__qualname__", "") in BACKGROUND


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Running]:
    """A bureau with one item for its owner, its group bound, everything told that was due."""
    path = folder / "ledger.json"
    async with Playground(token=_TOKEN) as playground:
        playground.clock.set(_FRIDAY)
        owner = playground.person(OWNER.telegram_id or 0, OWNER.name)
        playground.person(HEAD.telegram_id or 0, HEAD.name)
        group = playground.group("救助股工作群", owner, bot_is_admin=True)
        ledger = Ledger.open(path, at=_FRIDAY)
        with ledger.transaction(at=_FRIDAY, by="trace", did="set up") as tx:
            for person in (OWNER, HEAD):
                tx.save_person(person)
            for unit in UNITS:
                tx.save_unit(unit)
            tx.save_chat(Chat(chat_id=group.chat_id, unit=OWNER.unit, title=group.title, bound_at=_FRIDAY))
            for number, due in ((12, "2026-11-24"), (13, "2026-11-23")):
                tx.add_item(item(due, number=number, status=ItemStatus.ACKNOWLEDGED))
        config = Config(
            token=Secret(_TOKEN),
            base_url=playground.base_url,
            admins=frozenset(),
            ledger_path=path,
            rules=RULES,
            per_second=0,
            per_chat_second=0,
            per_group_minute=0,
        )
        app = build_application(token=_TOKEN, base_url=playground.base_url)
        await app.initialize()
        clock = ManualClock()
        try:
            async with open_house(config, app, ledger, build_poll(app.bot), Times(playground.clock.now, clock)):
                await asyncio.sleep(1)  # menus are announced, and the first look is over
                yield Running(playground, clock, group, owner)
        finally:
            await app.shutdown()
            ledger.close()


async def trace() -> dict[str, list[str]]:
    """Event → the files of ours that it runs through, sorted."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder)) as bot:
            for name, event in (("/done 12", bot.done), ("digest", bot.digest)):
                await bot.playground.idle()
                with opened(bot.said) as files:
                    await event()
                found[name] = sorted(files)
    return found


def main() -> int:
    """Print the files of each event; exits 1 where they are too many."""
    found = asyncio.run(trace())
    for name, files in found.items():
        sys.stdout.write(f"{name}: {len(files)} files, at most {MOST[name]}\n")
        sys.stdout.writelines(f"  {file}\n" for file in files)
    return int(any(len(files) > MOST[name] for name, files in found.items()))


if __name__ == "__main__":
    sys.exit(main())
