"""A bureau to talk to: real HTTP to the playground, the real ledger, and the bot taking one breath at a time.

Nothing runs in the background: ``say`` and ``press`` let the bot fetch, handle and deliver until nothing is left, so
that a dialogue reads as request and reply, and no test waits for anything.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from telegram.error import BadRequest, Forbidden

from domain.item import Item, ItemStatus
from domain.letter import Fate, Letter, Outcome, Press
from domain.roster import Chat, Person, Roster
from handlers.decision_requests import StandIn
from handlers.dispatch import register
from handlers.parsing import Admission
from handlers.request import Office
from handlers.serving import Service
from jobs.delivery_failures import DeliveryFailures
from playground.telegram.chats import Message
from playground.telegram.group import Group
from playground.telegram.player import Player
from playground.telegram.server import Playground
from store.engine import Engine
from store.ledger import Ledger
from store.values import Waiting
from tests.domain.office import ADMIN_ID, PEOPLE, RULES, UNITS, at, item
from transport.api import build_application, download_file
from transport.delivery import Delivery
from transport.intake import UpdateHandler
from transport.raw_update import chat_id_of, encode
from transport.receiver import build_poll
from transport.verdict import follow, judge

TOKEN = "1:test"
NOW = at("11-20 16:05")  # a Friday
STRANGER_ID = 4242
BOARD = "https://duban.example.gov.cn"


class Bureau:
    """People by name in their chats, and what the bot said there."""

    def __init__(self, playground: Playground, ledger: Ledger) -> None:
        self.playground = playground
        self.ledger = ledger
        self.app = build_application(token=TOKEN, base_url=playground.base_url)
        self.answers: list[tuple[str, str, bool]] = []
        self.refused: list[int] = []  # chats that a delivery was refused by
        self.players = {person.name: self._play(person) for person in PEOPLE}
        self.players["陌生人"] = playground.person(STRANGER_ID, "陌生人")
        self.players["管理员"] = playground.person(ADMIN_ID, "管理员")
        self._poll = build_poll(self.app.bot, seconds=0)
        self._offset: int | None = None
        self._asked = 10**6  # above every number that the playground gives
        self.written = 0  # the message of the words that were asked last

    def _play(self, person: Person) -> Player:
        return self.playground.person(person.telegram_id or 0, person.name)

    async def open(self) -> None:
        """Introduce the bot and hang up its handlers."""
        await self.app.initialize()
        office = Office(
            ledger=self.ledger,
            rules=RULES,
            bot="duban_bot",
            board=BOARD,
            started_at=at("11-18 09:12"),
            heard_ago=lambda: 8.0,
        )
        self.desk = Service(
            office, answer_button=self._keep_answer, download=self._download, clock=self.playground.clock.now
        )
        register(self.app, self.desk)
        self.feed = UpdateHandler(self.app, self.desk.close)
        self.door = Admission(bot_id=self.app.bot.id, username="duban_bot")
        after = DeliveryFailures(self.ledger, RULES, "duban_bot", self.playground.clock.now)
        self.aftermath = StandIn(office, self.playground.clock.now, after)
        self._delivery = Delivery(self.app.bot, self.ledger.spool)

    @property
    def now(self) -> datetime:
        return self.playground.clock.now()

    @property
    def roster(self) -> Roster:
        return self.ledger.roster

    def group(self, title: str, unit: str | None, *names: str, **options: Any) -> Group:
        """A group of these people, bound to the unit (``None``: to nothing)."""
        group = self.playground.group(title, *(self.players[name] for name in names), **options)
        if unit is not None:
            with self.ledger.transaction(at=self.now, by="test", did="bind") as tx:
                tx.save_chat(Chat(chat_id=group.chat_id, unit=unit, title=title, bound_at=self.now))
        return group

    def add(self, *items: Item) -> None:
        """Put items into the ledger."""
        with self.ledger.transaction(at=self.now, by="test", did="add") as tx:
            for each in items:
                tx.add_item(each)

    def item(self, number: int) -> Item:
        found = self.ledger.item(number)
        assert found is not None
        return found

    def status(self, number: int) -> ItemStatus:
        return self.item(number).status

    async def assignment(self) -> tuple[Group, Message]:
        """The group of 社会救助股, and the bot's message in it that assigns 12 and 13 to 甲某 and 14 to 乙某."""
        owners = {12: "甲某", 13: "甲某", 14: "乙某"}
        self.add(*(item(number=n, status=ItemStatus.ASSIGNED, owner=owner) for n, owner in owners.items()))
        group = self.group("救助股", "社会救助股", "甲某", "乙某", "股长", "陌生人")
        with self.ledger.transaction(at=self.now, by="test", did="assign") as tx:
            tx.queue(Letter(chat_id=group.chat_id, html="新交办3项", about=tuple(owners), queued_at=self.now))
        await self._deliver()
        return group, self.newest("股长", chat=group)

    async def say(self, name: str, text: str, chat: Group | None = None, **how: Any) -> list[str]:
        """What the bot answers there, message by message; edits of older messages are not answers."""
        player = self.players[name]
        place = chat.chat_id if chat else player.chat_id
        before = {message.message_id for message in self.playground.messages(place)}
        await player.say(chat, text, **how)
        await self.breathe()
        return [m.text for m in self.playground.messages(place) if m.message_id not in before]

    async def press(
        self, name: str, label: str, message: Message | None = None, chat: Group | None = None
    ) -> str | None:
        """Press a button of the message, or of the newest that has it; returns what the button answered."""
        pressed = message or self.newest(name, label, chat)
        pressing = asyncio.create_task(self.players[name].press(pressed, label, chat=chat))
        await self.breathe()
        return await pressing

    async def forge(self, name: str, message: Message, data: str) -> str | None:
        """Press with a payload that the message's buttons do not have, or have no longer."""
        pressing = asyncio.create_task(self.players[name].press(message, data, is_forged=True))
        await self.breathe()
        return await pressing

    async def ask(self, name: str, words: str, chat: Group | None = None) -> str:
        """Say the words, or press a button with that payload, on the shortest way: nothing travels over HTTP.

        Returns all that it brings about: the button's answer, and the letters to whomever. A walk over many cases asks.
        """
        player, chat_id = self.players[name], chat.chat_id if chat else self.players[name].chat_id
        self._asked += 1
        self.written = self._asked
        place = {"id": chat_id, "type": "supergroup" if chat else "private", "title": "群"}
        sender = {"id": player.chat_id, "is_bot": False, "first_name": name}
        message = {"message_id": self._asked, "date": int(self.now.timestamp()), "chat": place}
        raw: dict[str, Any] = {"update_id": self._asked}
        if Press.decode(words) is None:
            raw["message"] = message | {"from": sender, "text": words}
        else:
            shown = message | {"from": {"id": self.app.bot.id, "is_bot": True, "first_name": "督办"}, "text": "督办"}
            raw["callback_query"] = {"id": "1", "from": sender, "chat_instance": "1", "data": words, "message": shown}
        await self.feed(Waiting(update_id=self._asked, chat_id=chat_id, received_at=self.now, raw=encode(raw)))
        told = [text for _, text, _ in self.answers]
        self.answers.clear()
        for letter in self.ledger.waiting_letters():
            told.append(letter.html)
            self._asked += 1
            self.ledger.stage_sent(letter.number, self._asked, self.now)
        return "\n".join(told)

    def newest(self, name: str, label: str = "", chat: Group | None = None) -> Message:
        """The newest message in the chat, or the newest with that button."""
        messages = self.playground.messages(chat.chat_id if chat else self.players[name].chat_id)
        fitting = (m for m in reversed(messages) if not label or any(label in (b.label, b.data) for b in m.buttons))
        return next(fitting)

    def texts(self, name: str) -> list[str]:
        """What the bot has said to somebody in private, as it stands now."""
        return [message.text for message in self.playground.messages(self.players[name].chat_id)]

    async def breathe(self) -> None:
        """Fetch, handle and deliver until nothing is left to do; what there is to fetch is known without asking."""
        await asyncio.sleep(0)  # who presses meanwhile begins
        while any(each.update_id >= (self._offset or 0) for each in self.playground.updates.waiting):
            for raw in await self._poll(self._offset):
                self._offset = raw["update_id"] + 1
                if self.door.concerns(raw):
                    await self.take(raw)
        await self._deliver()

    async def take(self, raw: dict[str, Any]) -> None:
        """Receive and handle one update, and deliver what it caused."""
        with self.ledger.transaction(at=self.now, by="", did="receive") as tx:
            tx.receive(raw["update_id"], chat_id_of(raw), encode(raw), self.now)
        for waiting in self.ledger.waiting_updates():
            await self.feed(waiting)
        await self._deliver()

    async def receive(self) -> list[Waiting]:
        """Fetch what there is and leave it waiting."""
        for raw in await self._poll(self._offset):
            self._offset = raw["update_id"] + 1
            with self.ledger.transaction(at=self.now, by="", did="receive") as tx:
                tx.receive(raw["update_id"], chat_id_of(raw), encode(raw), self.now)
        return list(self.ledger.waiting_updates())

    async def _deliver(self) -> None:
        while letters := self.ledger.waiting_letters():
            letter = letters[0]
            try:
                message_id = await self._delivery.deliver(letter)
            except (Forbidden, BadRequest) as refusal:
                self._refuse(letter, refusal)
            else:
                self.ledger.stage_sent(letter.number, message_id, self.now)
        while self.answers:
            callback_id, text, alert = self.answers.pop(0)
            with suppress(BadRequest):  # too late for an answer, or never asked over HTTP
                await self.app.bot.answer_callback_query(callback_id, text or None, show_alert=alert)

    def _refuse(self, letter: Letter, refusal: Exception) -> None:
        """What the courier makes of a refusal."""
        self.refused.append(letter.chat_id)
        change = follow(letter, judge(refusal, letter), self.now)
        with self.ledger.transaction(at=self.now, by="test", did="refused") as tx:
            if change.letter is not None and change.letter != letter:
                tx.postpone(change.letter)
            else:
                tx.settle(letter.number, Fate.UNDELIVERABLE, at=self.now, why=str(refusal))
            if change.outcome is not None:
                self.aftermath(tx, letter, Outcome(change.outcome))

    def _keep_answer(self, callback_id: str, text: str, alert: bool) -> None:
        self.answers.append((callback_id, text, alert))

    async def _download(self, file_id: str) -> bytes:
        return await download_file(self.app.bot, file_id, 20_000_000)

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.playground.clock.advance(timedelta(**span))


@asynccontextmanager
async def open_bureau(folder: Path, engine: Engine | None = None, *, is_staffed: bool = True) -> AsyncIterator[Bureau]:
    """The bureau of ``tests/domain/office.py`` on a Friday afternoon, its ledger without items.

    Where it is not ``is_staffed``, the roster is empty: nobody but the administrator is known.
    """
    ledger = Ledger.open(folder / "ledger.json", at=NOW, admins=frozenset({ADMIN_ID}), engine=engine)
    with ledger.transaction(at=NOW, by="test", did="set up") as tx:
        for person in PEOPLE if is_staffed else ():
            tx.save_person(person)
        for unit in UNITS if is_staffed else ():
            tx.save_unit(unit)
    async with Playground(token=TOKEN) as playground:
        playground.clock.set(NOW)
        bureau = Bureau(playground, ledger)
        await bureau.open()
        try:
            yield bureau
        finally:
            await bureau.app.shutdown()
            ledger.close()
