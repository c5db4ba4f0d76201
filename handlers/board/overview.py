"""The first page of a city's board: how each bureau stands that its reader may look into, each within their rights."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from hashlib import sha256
from typing import NamedTuple

from aiohttp import web

from domain.actions import Action, Reach
from domain.board_pages import BureauCounts, BureauRow
from domain.rights import reach_of
from domain.rules import Rules
from handlers.board import views
from handlers.board.city import City
from handlers.board.desk import Asker, SignedOut, html, is_on
from handlers.board.events import Events
from handlers.board.live import Live
from handlers.board.server import serving
from handlers.board.table import Board, files_under, places_of
from texts.board import words
from texts.board.addresses import Frame
from texts.board.city import CityPages

_LOG = logging.getLogger(__name__)
#: So many rows are kept, each of one reader.
_MOST_KEPT = 20_000
#: Seconds between two steps of a count, in which others are answered: of 0 nothing would come of it.
_BREATH = 0.001


class Seen(NamedTuple):
    """A bureau that a reader may see, and who they are there; nobody where it is not open."""

    name: str
    office: str
    board: Board | None = None
    asker: Asker | None = None


class Overview:
    """Answers who asks for all bureaux at once, and for what is no bureau's."""

    bureau = ""

    def __init__(self, city: City, breathe: Callable[[], Awaitable[None]]) -> None:
        """``breathe``: called while it counts; others are answered meanwhile."""
        self._city = city
        self._breathe = breathe
        self._counting = asyncio.Lock()  # who waits for it finds most counts kept
        self._pages = CityPages()
        self._counts = KeptCounts()
        self.events = Events(self, city.site.listening)

    @property
    def origin(self) -> str:
        """Where its forms stand."""
        return self._city.site.origin

    @property
    def moved(self) -> asyncio.Event:
        """Replaced, and set, when any board moves, comes or goes."""
        return self._city.site.moved

    def seen_by(self, request: web.Request) -> tuple[int, str]:
        """Who asks, and the revision of what they see. Raises ``SignedOut``."""
        telegram_id, seen = self._asked(request)
        return telegram_id, _revision_of(seen)

    async def home(self, request: web.Request) -> web.StreamResponse:
        """How the bureaux stand. While it counts others are answered."""
        telegram_id, seen = self._asked(request)
        wall = is_on(request, "wall")
        frame = self._frame(seen, wall=wall)  # what moves meanwhile is of a later revision than the page
        rows = [await self._row(each, telegram_id, wall=wall) for each in seen]
        return html(self._pages.overview(frame, rows, self._rules(seen)))

    def notice(self, request: web.Request, notice: words.Notice) -> web.Response:
        """A page that says why there is nothing else."""
        try:
            seen = self._asked(request)[1]
        except SignedOut:
            seen = []
        return self._say(seen, notice)

    def signed_out(self, request: web.Request) -> web.Response:
        """How one signs in; a cookie that opens nothing any more is taken back."""
        response = self._say([], words.SIGNED_OUT)
        self._city.site.take_back(request, response, self._city.now())
        return response

    def _say(self, seen: list[Seen], notice: words.Notice) -> web.Response:
        page = self._pages.notice(self._frame(seen), notice, self._rules(seen), is_in=bool(seen))
        return html(page, notice.status)

    async def sign_out(self, request: web.Request) -> web.StreamResponse:
        """The session is over, wherever its cookie may be."""
        return self._city.site.sign_out(request, self._city.site.base)

    def _asked(self, request: web.Request) -> tuple[int, list[Seen]]:
        """Who asks, and what they may see. Raises ``SignedOut``, also for who may see nothing."""
        seen = [*self._seen(self._city.site.secret_of(request))]
        if not seen:
            raise SignedOut
        return seen[0][0], [each for _, each in seen]

    def _seen(self, secret: str) -> Iterator[tuple[int, Seen]]:
        city = self._city
        for name, place in city.places.items():
            board = city.boards.get(name)
            now = city.now() if board is None else board.desk.clock()
            telegram_id = city.site.sessions.who(secret, name, now)
            if telegram_id is None:
                continue
            if board is None:
                if city.may_know(name, telegram_id):
                    yield telegram_id, Seen(name, place.office)
            elif (asker := board.desk.asker_of(telegram_id, now)) is not None:
                yield telegram_id, Seen(name, place.office, board, asker)

    async def _row(self, seen: Seen, telegram_id: int, *, wall: bool) -> BureauRow:
        if seen.board is None or seen.asker is None:
            return BureauRow(name=seen.name, office=seen.office)
        live, asker = seen.board.desk.live, seen.asker
        is_whole = reach_of(asker.person, Action.LIST, asker.request.roster) is Reach.ALL
        key = Key(seen.name, None if is_whole else telegram_id, wall)
        counts = self._counts.get(key, live.revision)
        if counts is None:
            async with self._counting:
                counts = await self._counted(key, live, asker, wall=wall)
        if counts is None:
            return BureauRow(name=seen.name, office=seen.office)
        return BureauRow(
            name=seen.name, office=seen.office, base=seen.board.desk.base, counts=counts, stale_since=live.stale_since
        )

    async def _counted(self, key: "Key", live: Live, asker: Asker, *, wall: bool) -> BureauCounts | None:
        """``None`` where it fails: one bureau's trouble is a line in the log, and no other's."""
        with self._city.naming(key.name):
            try:
                return await self._count(key, live, asker, wall=wall)
            except Exception:  # noqa: BLE001 - the others are shown
                _LOG.exception("a bureau could not be counted")
                return None

    async def _count(self, key: "Key", live: Live, asker: Asker, *, wall: bool) -> BureauCounts:
        """As of the revision at the beginning: what moves in a pause is counted when it is asked for again."""
        revision = live.revision
        counts = self._counts.get(key, revision)
        steps = views.bureau_counts(asker.request, asker.person, wall=wall)
        while counts is None:
            try:
                next(steps)
            except StopIteration as counted:
                counts = counted.value
                self._counts.keep(key, revision, counts)
            await self._breathe()
        return counts

    def _frame(self, seen: list[Seen], *, wall: bool = False) -> Frame:
        asker = next((each.asker for each in self._at_home_first(seen) if each.asker is not None), None)
        person = None if asker is None else asker.person
        return Frame(self._city.site.base, self._city.now(), _revision_of(seen), person, wall=wall)

    def _rules(self, seen: list[Seen]) -> Rules | None:
        """Those of the office that the page is headed by: the city's own, else the first that is seen."""
        home = self._city.boards.get(self._city.site.sessions.home)
        board = home or next((each.board for each in seen if each.board is not None), None)
        return None if board is None else board.desk.rules

    def _at_home_first(self, seen: list[Seen]) -> list[Seen]:
        return sorted(seen, key=lambda each: each.name != self._city.site.sessions.home)


class Key(NamedTuple):
    """Whose row of which bureau; nobody's where it is of the whole bureau, which is the same for all."""

    name: str
    telegram_id: int | None
    wall: bool


class KeptCounts:
    """Counts as of their bureau's newest revision, so that only what moved is counted anew."""

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[Key, tuple[str, BureauCounts]] = OrderedDict()

    def get(self, key: Key, revision: str) -> BureauCounts | None:
        """What is kept of that revision."""
        known = self._kept.get(key)
        return known[1] if known is not None and known[0] == revision else None

    def keep(self, key: Key, revision: str, counts: BureauCounts) -> None:
        """Those that were not counted for longest make room."""
        self._kept[key] = revision, counts
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _revision_of(seen: list[Seen]) -> str:
    """Moves with every bureau that is seen, and no other."""
    parts = (f"{each.name} {each.board.desk.live.revision if each.board else ''}" for each in seen)
    return sha256("\n".join(parts).encode()).hexdigest()[:24]


async def _breath() -> None:
    await asyncio.sleep(_BREATH)


def city_application(city: City, breathe: Callable[[], Awaitable[None]] = _breath) -> web.Application:
    """Everything that a city's board answers. Frozen once it runs, so each request finds its bureau's board anew."""
    overview, base = Overview(city, breathe), city.site.base
    application = serving(
        [
            web.get(f"{base}/", overview.home),
            web.get(f"{base}/events", overview.events.listen, allow_head=False),
            web.post(f"{base}/sign-out", overview.sign_out),
            *files_under(base),
            *places_of(base + "/{bureau}", city.board_of),
        ],
        lambda request: board.desk if (board := city.found(request)) else overview,
        city.naming,
    )

    async def end(_application: web.Application) -> None:
        for events in (overview.events, *(board.events for board in city.boards.values())):
            events.end()

    application.on_shutdown.append(end)
    return application
