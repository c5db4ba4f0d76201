"""One bot's ways in and out, as ``bot.py`` joins them: the real store and the playground's Telegram, over real HTTP."""

import asyncio
import resource
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from domain.letter import Letter, Outcome, OutcomeKind
from playground.telegram.server import Playground
from store.engine import Engine
from store.ledger import Ledger, Transaction
from store.values import Waiting
from texts.notices import mark_late
from transport.api import App, build_application
from transport.arrivals import Arrivals
from transport.asking import Asking
from transport.courier import Courier
from transport.errors import Trouble
from transport.intake import Intake
from transport.rate_limits import Limits, Pace, PersonLimits
from transport.raw_update import RawUpdate, chat_id_of
from transport.receiver import Receiver, build_poll
from transport.retry import Stopwatch
from transport.webhook import WebhookReceiver
from transport.webhook_server import WebhookServer

TOKEN = "42:test-token"
#: Nothing is paced.
OFF = Limits(per_second=0, per_chat_second=0, per_group_minute=0)
Aftermath = Callable[[Transaction, Letter, Outcome], None]


class Line:
    """Holds the parts, and writes down what they report."""

    def __init__(self, playground: Playground, ledger: Ledger, app: App, *, limits: Limits, speed: float) -> None:
        self.playground = playground
        self.ledger = ledger
        self.app = app
        self.troubles: list[Trouble] = []
        self.outcomes: list[tuple[int, OutcomeKind]] = []
        self.handled: list[str] = []
        self.unsaved: list[int] = []  # the update for which each chat was told so
        self._told_unsaved: set[int] = set()
        self.held: list[str] = []  # answers that had to wait for the disk, once each
        self.given_up: list[int] = []
        self.floods: list[int] = []
        self.handle: Callable[[Waiting], Awaitable[None]] = self.echo
        self.aftermath: Aftermath = lambda _tx, _letter, _outcome: None
        self.on_delivered: Callable[[Letter], None] = lambda _letter: None
        self.speed = speed
        self.watch = Stopwatch(time.monotonic, speed)
        self.courier = self.new_courier(limits)
        self.intake = self.new_intake()
        self.receiver = self.new_receiver()
        self._tasks: list[asyncio.Task[None]] = []
        ledger.on_commit.append(lambda _commit: playground.world.notifier.notify())

    def now(self) -> datetime:
        return self.playground.clock.now()

    def new_courier(self, limits: Limits = OFF) -> Courier:
        """A courier, such as the next process would have."""
        return Courier(
            ledger=self.ledger,
            bot=self.app.bot,
            pace=Pace(limits),
            clock=self.now,
            aftermath=self.note,
            report=self.troubles.append,
            mark_late=mark_late,
            monotonic=time.monotonic,
            speed=self.speed,
            on_delivered=self.on_delivered,
            on_held=lambda letter: self.held.append(letter.html),
            refused="暂未保存",
        )

    def new_intake(self, person_limits: PersonLimits | None = None) -> Intake:
        return Intake(
            ledger=self.ledger,
            handle=self._handle,
            on_given_up=self._give_up,
            on_flood=self._flood,
            on_not_saved=self._not_saved,
            clock=self.now,
            monotonic=time.monotonic,
            person_limits=person_limits or PersonLimits(),
            speed=self.speed,
        )

    def new_arrivals(self) -> Arrivals:
        return Arrivals(
            ledger=self.ledger,
            concerns=lambda raw: "message" in raw or "callback_query" in raw,
            clock=self.now,
            on_received=self.intake.wake,
            on_not_saved=self._not_saved,
        )

    def new_receiver(self) -> Receiver:
        return Receiver(
            poll=build_poll(self.app.bot, seconds=5),
            arrivals=self.new_arrivals(),
            asking=Asking(self.watch, self.troubles.append, self.courier.line_is_back),
            watch=self.watch,
        )

    def new_webhook(self, *, may_keep: Callable[[], bool] = lambda: True, port: int = 0) -> WebhookReceiver:
        """On a free port of this machine, without a proxy before it."""
        port = port or free_port()
        arrivals = self.new_arrivals()
        return WebhookReceiver(
            bot=self.app.bot,
            url=f"http://127.0.0.1:{port}/telegram",
            server=WebhookServer(self.app.bot.token, "127.0.0.1", port),
            keep=lambda raw: arrivals.keep([raw]),
            asking=Asking(self.watch, self.troubles.append, self.courier.line_is_back),
            report=self.troubles.append,
            watch=self.watch,
            may_keep=may_keep,
        )

    def run(self, *parts: Courier | Intake | Receiver | WebhookReceiver) -> list[asyncio.Task[None]]:
        """Start the parts; they are ended with the line."""
        tasks = [asyncio.create_task(part.run()) for part in parts]
        self._tasks += tasks
        return tasks

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.intake.stop(1)
        await self.courier.stop(1)

    def post(self, chat_id: int, html: str, **fields: Any) -> int:
        """Queue one letter in a transaction of its own; its number."""
        with self.ledger.transaction(at=self.now(), by="test", did="post") as tx:
            return tx.queue(Letter(chat_id=chat_id, html=html, queued_at=self.now(), **fields))

    async def settled(self, within: float = 60.0) -> None:
        """Wait until the outbox is empty and everything about it durable."""
        async with asyncio.timeout(within):
            while self.ledger.waiting_letters() or not self.courier.is_idle:
                await self.playground.world.notifier.wait(0.05)

    async def answer(self, waiting: Waiting) -> None:
        """A handler that only answers, as lists do: with the update's own text."""
        await self.echo(waiting, comes_again=True)

    async def echo(self, waiting: Waiting, *, comes_again: bool = False) -> None:
        """A handler: one transaction marks the update handled and answers with its own text."""
        message = msgspec.json.decode(waiting.raw)["message"]
        with self.ledger.transaction(at=self.now(), by="test", did="echo", comes_again=comes_again) as tx:
            tx.handled(waiting.update_id)
            tx.queue(Letter(chat_id=waiting.chat_id, html=message["text"], queued_at=self.now()))
        self.handled.append(message["text"])

    def texts(self, chat_id: int) -> list[str]:
        """What the bot sent to that chat."""
        return [message.text for message in self.playground.messages(chat_id)]

    def calls(self, method: str) -> int:
        """How often the bot called that method."""
        return sum(seen.method == method for seen in self.playground.requests)

    async def _handle(self, waiting: Waiting) -> None:
        await self.handle(waiting)

    def note(self, tx: Transaction, letter: Letter, outcome: Outcome) -> None:
        """The courier's aftermath."""
        self.outcomes.append((letter.number, outcome.kind))
        self.aftermath(tx, letter, outcome)

    def _give_up(self, waiting: Waiting, reference: str) -> None:
        with self.ledger.transaction(at=self.now(), by="test", did="give up") as tx:
            tx.handled(waiting.update_id)
            tx.queue(Letter(chat_id=waiting.chat_id or 1, html=f"抱歉 {reference}", queued_at=self.now()))
        self.given_up.append(waiting.update_id)

    def _flood(self, waiting: Waiting) -> None:
        with self.ledger.transaction(at=self.now(), by="test", did="flood") as tx:
            tx.handled(waiting.update_id)
            tx.queue(Letter(chat_id=waiting.chat_id, html="太快了", queued_at=self.now()))
        self.floods.append(waiting.update_id)

    def _not_saved(self, updates: Sequence[RawUpdate]) -> None:
        """As ``UnrecordedReplies`` does: arrivals and intake meet the same full disk, and a chat is told once."""
        for raw in updates:
            if chat_id_of(raw) not in self._told_unsaved:
                self._told_unsaved.add(chat_id_of(raw))
                self.unsaved.append(raw["update_id"])
        self.playground.world.notifier.notify()


@asynccontextmanager
async def open_line(
    path: Path,
    *,
    limits: Limits = OFF,
    speed: float = 1.0,
    timeout: float = 5.0,  # noqa: ASYNC109 - of one HTTP request
    is_limited: bool = False,
    engine: Engine | None = None,
) -> AsyncIterator[Line]:
    """A line with a fresh ledger in the folder; nothing runs yet. ``speed`` lets both ends' limits pass faster."""
    playground = Playground(token=TOKEN, limits=is_limited, pulse=lambda: time.monotonic() * speed)
    async with playground:
        ledger = Ledger.open(path / "ledger.json", at=playground.clock.now(), engine=engine)
        app = build_application(token=TOKEN, base_url=playground.base_url, timeout=timeout)
        await app.initialize()
        line = Line(playground, ledger, app, limits=limits, speed=speed)
        try:
            yield line
        finally:
            await line.close()
            await app.shutdown()
            ledger.close()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


@contextmanager
def full_disk() -> Iterator[None]:
    """A real refusal to write: no file of this process may grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
