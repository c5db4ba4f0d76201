"""A small bureau, played over real HTTP by the real bot process: its people, its groups, its ledger file.

The ledger begins as a file that a stock TinyDB wrote with only the fields of docs/domain.md; the bot adopts it.
"""

import asyncio
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tinydb import TinyDB
from tinydb.table import Document

from playground.telegram.chats import Message
from playground.telegram.group import Group
from playground.telegram.player import Player
from playground.telegram.server import Playground
from tests.e2e.process import PATIENCE, BotProcess, run_cli

TOKEN = "7100000002:AAExampleTokenOfTheEndToEndTests"
RELIEF, CARE = "社会救助股", "养老服务股"
BUREAU = ""  # the whole bureau's own group


class Post(NamedTuple):
    """Somebody of the roster."""

    name: str
    unit: str
    role: str
    telegram_id: int | None
    oversees: tuple[str, ...] = ()


ROSTER = (
    Post("办主任", "办公室", "office", 9001),
    Post("局长", "", "director", 9002),
    Post("分管甲", "", "deputy", 9003, (RELIEF, CARE)),
    Post("股长", RELIEF, "head", 9005),
    Post("别股长", CARE, "head", 9006),
    Post("甲某", RELIEF, "staff", 9007),
    Post("乙某", RELIEF, "staff", 9008),
    Post("丙某", CARE, "staff", 9009),
)


class Bureau:
    """Prepared with ``add_*``, then opened; then a test starts, kills and stops its bot."""

    def __init__(
        self, folder: Path, telegram: Playground, roster: Iterable[Post] = ROSTER, *, config: Path | None = None
    ) -> None:
        self.folder = folder
        self.telegram = telegram
        self.roster = list(roster)
        self.players = {post.name: telegram.person(post.telegram_id, post.name) for post in roster if post.telegram_id}
        self.groups: dict[str, Group] = {}
        self.config = config or folder / "config.toml"
        self.path = folder / "ledger.json"
        self._items: dict[int, dict[str, Any]] = {}
        self.configure()
        self.bot = BotProcess(self.config, "--clock", telegram.base_url)

    def configure(
        self,
        *,
        pace: tuple[int, int, int] = (0, 0, 0),
        token: str = TOKEN,
        base_url: str = "",
        webhook: tuple[str, int] | None = None,
    ) -> None:
        """Write the configuration; ``pace`` are the ``[limits]`` (messages a second, a chat's second, a minute).

        ``webhook``: the address that Telegram calls, and the port where the bot listens behind it.
        """
        by_webhook = f'webhook_url = "{webhook[0]}"\nwebhook_listen = "127.0.0.1:{webhook[1]}"\n' if webhook else ""
        self._receives_by = "setWebhook" if webhook else "getUpdates"
        limits = f"per_second = {pace[0]}\nper_chat_second = {pace[1]}\nper_group_minute = {pace[2]}\n"
        self.config.write_text(
            f'[telegram]\ntoken = "{token}"\nbase_url = "{base_url or self.telegram.base_url}"\n{by_webhook}'
            f'[store]\npath = "{os.path.relpath(self.path, self.config.parent)}"\n[limits]\n{limits}',
            encoding="utf-8",
        )

    def configuration(self, url: str, schema: str) -> str:
        """The configuration of a bot whose ledger is in a database."""
        text = self.config.read_text(encoding="utf-8")
        return text.replace("[store]\n", f'[store]\nurl = "{url}"\nschema = "{schema}"\n')

    def add_group(self, unit: str, *names: str) -> Group:
        """A group that is bound to the unit (``""``: the bureau's), in which the bot hears everything."""
        members = [self.players[name] for name in names] or list(self.players.values())
        group = self.telegram.group(f"{unit or '全局'}工作群", *members, bot_is_admin=True)
        self.groups[unit] = group
        return group

    def add_item(self, number: int, owner: str = "甲某", **fields: Any) -> None:
        """An item of the owner's unit in hand, due in the far future unless the fields say otherwise."""
        unit = next((post.unit for post in self.roster if post.name == owner), RELIEF)
        plain = {"kind": "task", "title": f"事项{number}", "unit": unit, "owner": owner, "due": "2027-06-30"}
        self._items[number] = {**plain, "status": "acknowledged", "version": 1, **fields}

    def write_ledger(self) -> None:
        """Write the file as any program does that knows only TinyDB and docs/domain.md."""
        with TinyDB(self.path, encoding="utf-8", ensure_ascii=False) as db:
            units = dict.fromkeys(post.unit for post in self.roster if post.unit)
            db.table("units").insert_multiple({"name": unit} for unit in units)
            db.table("people").insert_multiple({**post._asdict(), "oversees": [*post.oversees]} for post in self.roster)
            db.table("chats").insert_multiple(
                {"chat_id": group.chat_id, "thread_id": None, "unit": unit} for unit, group in self.groups.items()
            )
            db.table("items").insert_multiple(Document(fields, n) for n, fields in self._items.items())

    async def open(self, *options: str) -> None:
        """Write the ledger and start the bot on it."""
        self.write_ledger()
        await self.start(*options)

    async def start(
        self, *options: str, largest_file: int | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        """Start the bot, and wait until it asks for updates, or has them brought."""
        asked = self.count(self._receives_by)
        clock = ("--clock", self.telegram.base_url)
        self.bot = BotProcess(self.config, *clock, *options, largest_file=largest_file, environment=environment)
        await self.bot.start()
        await self.until(lambda: self.count(self._receives_by) > asked)

    async def restart(self) -> None:
        """``kill -9``, and start again."""
        await self.bot.kill()
        await self.start()

    async def until(self, predicate: Callable[[], object]) -> None:
        """Wait until ``predicate()`` is true; fail if the bot ended by itself."""
        seeing = asyncio.create_task(self.telegram.wait_for(predicate, PATIENCE))
        ending = asyncio.create_task(self.bot.ended())
        await asyncio.wait({seeing, ending}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        seeing.cancel()
        try:
            await seeing
        except (asyncio.CancelledError, TimeoutError):
            fate = "went on" if self.bot.is_running else "ended"
            raise AssertionError(f"it never came, and the bot {fate}:\n{self.bot.said()[-3000:]}") from None

    async def idle(self) -> None:
        """Let the bot say what it should not, if it is about to. What it should say is waited for with ``until``."""
        await self.telegram.idle(quiet=0.2, timeout=PATIENCE)

    async def looked(self) -> None:
        """Wait until the bot has looked at what is due now."""
        await self.telegram.looked(self.telegram.clock.now(), PATIENCE)
        await self.idle()

    def count(self, method: str) -> int:
        """How often the bot has called that method."""
        return sum(seen.method == method for seen in self.telegram.requests)

    def private(self, name: str) -> list[Message]:
        """What the bot said to somebody in private."""
        return self.telegram.messages(self.players[name].chat_id)

    def first_lines(self, name: str) -> list[str]:
        """What each message to somebody begins with."""
        return [message.text.splitlines()[0] for message in self.private(name)]

    def texts(self, name: str) -> list[str]:
        """The texts of it."""
        return [message.text for message in self.private(name)]

    def in_group(self, unit: str) -> list[str]:
        """What the bot said in the unit's group."""
        return [message.text for message in self.telegram.messages(self.groups[unit].chat_id)]

    def player(self, name: str) -> Player:
        return self.players[name]

    async def ask(self, name: str, text: str, **how: Any) -> str:
        """Say something to the bot in private; what it answers first."""
        heard = len(self.private(name))
        await self.players[name].say(None, text, **how)
        await self.until(lambda: len(self.private(name)) > heard)
        return self.private(name)[heard].text

    def stock_items(self) -> dict[int, dict[str, Any]]:
        """The items as a stock TinyDB finds them in the ledger file, at this moment."""
        return stock_items(self.path)

    async def items(self) -> dict[int, dict[str, Any]]:
        """Stop the bot, which must exit 0, and read its ledger."""
        assert await self.bot.stop() == 0
        return self.stock_items()

    async def cli(self, command: str, *arguments: str, given: str | None = None) -> tuple[int, str, str]:
        """A command of ``bot.py`` on this bureau."""
        return await run_cli(command, "--config", str(self.config), *arguments, given=given)

    def journal(self) -> Path:
        """The journal's newest file."""
        return max(Path(f"{self.path}.journal").glob("*.jsonl"))


def stock_items(path: Path) -> dict[int, dict[str, Any]]:
    """The items as a stock TinyDB finds them in a ledger file."""
    with TinyDB(path, encoding="utf-8", access_mode="r") as db:
        return {item.doc_id: dict(item) for item in db.table("items").all()}


def did(item: dict[str, Any]) -> list[str]:
    """What the item's history says was done, in order."""
    return [step["did"] for step in item.get("history", [])]


async def within(seconds: float, predicate: Callable[[], bool]) -> bool:
    """Whether it becomes true in time. For files: nothing tells us when another process changes them."""
    try:
        async with asyncio.timeout(seconds):
            while not predicate():  # noqa: ASYNC110 - see above
                await asyncio.sleep(0.05)
    except TimeoutError:
        return False
    return True


def document_of(line: str) -> dict[str, Any]:
    """A line of the journal."""
    document: dict[str, Any] = json.loads(line)
    return document
