"""Wires the rooms together and runs them. ``bot.py`` opens it on a ledger and a connection to Telegram."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from config import Config, WebhookAddress
from domain.rules import Rules
from handlers.decision_requests import OpenRequests, StandIn
from handlers.dispatch import register
from handlers.imports import MOST_BYTES
from handlers.parsing import Admission
from handlers.request import Office
from handlers.serving import Service
from handlers.unserved import Unserved
from house.surroundings import Surroundings, Times
from house.tasks import together
from jobs.clock import ClockWatcher, Scheduler
from jobs.delivery_failures import DeliveryFailures, report_to_office
from jobs.discrepancies import office_chats
from jobs.lookout import Lookout, LookQueue
from jobs.upkeep import Upkeep
from store.collector import begin_serving_alone
from store.errors import LeaseLost, NotSaved
from store.ledger import Ledger
from texts.actions import group_menu, menu_for
from texts.discrepancies import render_displaced
from texts.faults import render_not_saved
from texts.notices import (
    mark_late,
    render_conflict,
    render_webhook_refused,
    render_webhook_set,
    render_webhook_unreached,
)
from texts.pages import visible
from transport.api import App, download_file
from transport.arrivals import Arrivals
from transport.asking import Asking
from transport.courier import Courier
from transport.direct import UnrecordedReplies
from transport.errors import Trouble, TroubleKind
from transport.hearing import Hearing
from transport.intake import Intake, UpdateHandler
from transport.menus import Menus
from transport.rate_limits import Limits, Pace
from transport.receiver import Poll, Receiver
from transport.retry import Stopwatch

if TYPE_CHECKING:
    from jobs.pinned_boards import PinnedBoards
    from monitoring.figures import BureauFigures, Figures
    from transport.incoming import TakingIn
    from transport.webhook import WebhookReceiver

_LOG = logging.getLogger(__name__)
#: A stop may take so many seconds: what is being handled, then what is being sent.
HANDLING_ENDS_WITHIN, SENDING_ENDS_WITHIN = 2.0, 4.0
#: A thread that plans an import or writes a checkpoint gives way to answers within so many seconds (Python's own 5 ms
#: add up: an answer waits for its turn some ten times). The event loop lets Python's lock go for a moment at each look
#: at its sockets. A thread that waits for the lock is woken then, mostly too late, and begins to wait anew; it demands
#: the lock only after so long without such a moment. So this is less than the loop works between two looks.
GIVE_WAY_WITHIN = 0.00005


@asynccontextmanager
async def open_house(
    config: Config, app: App, ledger: Ledger, poll: Poll, times: Times, around: Surroundings | None = None
) -> AsyncIterator[asyncio.Future[Any]]:
    """Everything wired and running; at the end what is under way is finished, and the rest waits in the ledger."""
    around = around or Surroundings()
    parts = _Parts(config, app, ledger, times, around)
    ledger.begin_serving()
    _answer_promptly(is_alone=around.duty is None)
    running = asyncio.create_task(together(*parts.works(poll)))
    try:
        yield running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await parts.end()


def _answer_promptly(*, is_alone: bool) -> None:
    """Let nothing hold up answers. ``is_alone``: the process ends with this bureau."""
    sys.setswitchinterval(GIVE_WAY_WITHIN)
    if is_alone:  # else what is left of one bureau would never be collected: docs/decisions/0003
        begin_serving_alone()


class _Parts:
    """Makes the parts of one house. What several of them share is made once, here."""

    def __init__(self, config: Config, app: App, ledger: Ledger, times: Times, around: Surroundings) -> None:
        self._config = config
        self._app = app
        self._ledger = ledger
        self._times = times
        self._around = around
        self._report = partial(_report, ledger, times.clock)
        self._hearing = Hearing(times.tick)
        self._unrecorded = UnrecordedReplies(app.bot, render_not_saved(), times.tick, lambda: ledger.is_ours)
        self._office = Office(
            ledger=ledger,
            rules=config.rules,
            bot=app.bot.username,
            board=config.board.url if config.board else "",
            templates=config.templates,
            started_at=times.clock(),
            heard_ago=lambda: self._hearing.seconds_ago,
        )
        self._measured = None if around.figures is None else self._attached(around.figures)
        self._courier = self._deliverer()
        self._intake = self._handler()

    def works(self, poll: Poll) -> "list[Coroutine[Any, Any, None]]":
        """What goes on until the house ends; any of them may raise what ends it."""
        requests = OpenRequests(self._office, self._times.clock)
        return [
            *(each.run() for each in self._receivers(poll)),
            self._intake.run(),
            self._courier.run(),
            self._by_itself(requests),
            requests.run(),
            _end_when_lost(self._ledger),
        ]

    async def _by_itself(self, requests: OpenRequests) -> None:
        """What nobody has asked for: it comes when all who wait for this process have their answers."""
        if self._around.deferral is not None:
            await self._around.deferral.wait()
        look = self._look(requests)
        await together(
            _look_on_time(self._config.rules, look, self._how_many_wait, self._times),
            self._menus().run(),
            self._upkeep().run(),
        )

    async def end(self) -> None:
        """Finish what is under way."""
        if self._around.figures is not None:
            self._around.figures.detach(self._config.name)
        await self._intake.stop(HANDLING_ENDS_WITHIN)
        await self._courier.stop(SENDING_ENDS_WITHIN)

    def _how_many_wait(self) -> int:
        return len(self._ledger.waiting_letters())

    def _attached(self, figures: "Figures") -> "BureauFigures":
        """What notes the figures, where somebody reads them."""
        return figures.attach(
            self._config.name,
            self._ledger,
            self._config.rules,
            self._times.clock,
            lambda: self._hearing.seconds_ago,
            lambda: self._hearing.failures,
        )

    def _deliverer(self) -> Courier:
        """What goes out, and what follows from what did not arrive."""
        config, times = self._config, self._times
        limits = Limits(
            per_second=config.per_second,
            per_chat_second=config.per_chat_second,
            per_group_minute=config.per_group_minute,
        )
        failures = DeliveryFailures(self._ledger, config.rules, self._office.bot, times.clock)
        return Courier(
            ledger=self._ledger,
            bot=self._app.bot,
            pace=Pace(limits),
            clock=times.clock,
            monotonic=times.tick,
            report=self._report,
            mark_late=mark_late,
            aftermath=StandIn(self._office, times.clock, failures),
            speed=times.speed,
            on_delivered=self._measured.delivered if self._measured else lambda _letter: None,
            on_held=self._unrecorded.tell_reader,
            refused=visible(render_not_saved()),
        )

    def _handler(self) -> Intake:
        """What was kept is handled, chat by chat."""
        ledger, times = self._ledger, self._times
        service = Service(
            self._office,
            answer_button=self._courier.answer,
            download=partial(download_file, self._app.bot, max_bytes=MOST_BYTES),
            clock=times.clock,
        )
        register(self._app, service)
        handle = UpdateHandler(self._app, service.close)
        unserved = Unserved(ledger, times.clock, self._courier.answer)
        return Intake(
            ledger=ledger,
            handle=self._measured.handling(handle) if self._measured else handle,
            on_given_up=unserved.give_up,
            on_flood=unserved.slow_down,
            on_not_saved=self._unrecorded.tell,
            is_known=lambda person: ledger.roster.who(person) is not None,
            clock=times.clock,
            monotonic=times.tick,
            speed=times.speed,
        )

    def _receivers(self, poll: Poll) -> "tuple[Receiver | WebhookReceiver | TakingIn, ...]":
        """What comes in is kept."""
        bot, ledger, webhook = self._app.bot, self._ledger, self._config.webhook
        watch = Stopwatch(self._times.tick, self._times.speed)
        arrivals = Arrivals(
            ledger=ledger,
            concerns=Admission(bot_id=bot.id, username=bot.username).concerns,
            clock=self._times.clock,
            on_received=self._intake.wake,
            on_not_saved=self._unrecorded.tell,
        )
        asking = Asking(watch, self._report, self._courier.line_is_back, self._hearing)
        if webhook is not None:
            return self._webhook_receivers(webhook, arrivals, asking, watch)
        return (Receiver(poll=poll, arrivals=arrivals, asking=asking, watch=watch, may_poll=lambda: ledger.is_ours),)

    def _webhook_receivers(
        self, webhook: WebhookAddress, arrivals: Arrivals, asking: Asking, watch: Stopwatch
    ) -> "tuple[WebhookReceiver | TakingIn, ...]":
        from transport.incoming import TakingIn
        from transport.webhook import WebhookReceiver  # it brings a server along
        from transport.webhook_server import WebhookServer

        bot, ledger, reception = self._app.bot, self._ledger, self._around.reception
        server = reception.server if reception else WebhookServer(bot.token, webhook.host, webhook.port)
        others = TakingIn(reception.incoming, arrivals, watch.pause) if reception else None
        receiver = WebhookReceiver(
            bot=bot,
            url=webhook.url,
            server=server,
            keep=others.keep if others else lambda raw: arrivals.keep([raw]),
            asking=asking,
            report=self._report,
            watch=watch,
            may_keep=lambda: ledger.is_ours,
        )
        if others is None:
            return (receiver,)
        others.on_heard = receiver.heard
        return receiver, others

    def _look(self, requests: OpenRequests) -> Callable[[datetime], Coroutine[Any, Any, int]]:
        """What the clock says is due."""
        lookout = Lookout(self._ledger, self._config.rules, self._office.bot)
        boards = _pinned_boards(self._config, self._ledger, self._office.bot)

        async def look(now: datetime) -> int:
            requests.mind_the_day(now)
            posted = await lookout.look_in_slices(now)
            if boards is not None:
                await boards.refresh_in_slices(now)
            return posted

        return look

    def _upkeep(self) -> Upkeep:
        """The ledger's housekeeping."""
        ledger = self._ledger
        return Upkeep(
            ledger,
            clock=self._times.clock,
            monotonic=self._times.tick,
            wait=asyncio.sleep,
            on_displaced=lambda: self._unrecorded.announce(office_chats(ledger), render_displaced().html),
        )

    def _menus(self) -> Menus:
        """The menus of commands in Telegram."""
        return Menus(
            bot=self._app.bot,
            ledger=self._ledger,
            in_groups=group_menu(),
            in_private=partial(menu_for, has_board=self._config.board is not None),
        )


def _pinned_boards(config: Config, ledger: Ledger, bot: str) -> "PinnedBoards | None":
    """What keeps the groups' boards; loaded only where there are any, or are to be."""
    if not (config.pins_boards or ledger.boards()):
        return None
    from jobs.pinned_boards import PinnedBoards

    return PinnedBoards(ledger, config.rules, bot, is_on=config.pins_boards)


async def _look_on_time(
    rules: Rules, look_at: Callable[[datetime], Coroutine[Any, Any, int]], waiting: Callable[[], int], times: Times
) -> None:
    """Looks whenever something may be due: at ticks and punctual moments, after a jump, when a playground says so."""
    clock, mover = times.clock, times.mover

    async def look() -> None:
        now = clock()
        await look_at(now)
        if mover:
            await mover.report_looked(now, waiting())

    def jumped(_by: object) -> None:
        scheduler.reschedule()
        looks.wake()

    looks = LookQueue(look)
    scheduler = Scheduler(rules, looks.wake)
    for year in (clock().year, clock().year + 1):  # the calendar's first use costs a sixth of a second
        await asyncio.to_thread(rules.work_days.is_published, year)
    watcher = ClockWatcher(clock=clock, monotonic=times.tick, wait=asyncio.sleep, on_jump=jumped)
    scheduler.start()
    looks.wake()
    try:
        await together(looks.run(), watcher.run(), *([mover.follow(looks.wake)] if mover else []))
    finally:
        scheduler.stop()


async def _end_when_lost(ledger: Ledger) -> None:
    """Raise ``LeaseLost`` when another process has the ledger."""
    await ledger.lost()
    raise LeaseLost(str(ledger.path))


def _report(ledger: Ledger, clock: Callable[[], datetime], trouble: Trouble) -> None:
    """Tell the office of trouble with the connection that it can mend; the rest is only logged."""
    words = {
        TroubleKind.CONFLICT: render_conflict,
        TroubleKind.WEBHOOK_SET: render_webhook_set,
        TroubleKind.WEBHOOK_REFUSED: render_webhook_refused,
        TroubleKind.WEBHOOK_UNREACHED: render_webhook_unreached,
    }
    if trouble.kind not in words or not ledger.is_ours:  # who has the ledger by now polls as well
        return
    try:
        report_to_office(ledger, words[trouble.kind](), clock())
    except NotSaved:
        _LOG.exception("the office could not be told of it")
