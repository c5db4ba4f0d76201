"""The boards of all bureaux of a fleet on one server: which are open now, and which should be.

See docs/decisions/0095-a-citys-board.md.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import NamedTuple

from aiohttp import web

from domain.invitations import digest_of
from domain.roster import Roster
from handlers.board.desk import BoardAway
from handlers.board.site import Site
from handlers.board.table import Board


class Place(NamedTuple):
    """What its configuration says of a bureau: how it is called, and (by SHA-256) which bot is its."""

    office: str
    bot: str


class City:
    """Boards by name, in the order of names. They come and go while it is served."""

    def __init__(
        self,
        site: Site,
        clock: Callable[[], datetime],
        naming: Callable[[str], AbstractContextManager[None]] = lambda _bureau: nullcontext(),
    ) -> None:
        """``naming``: in its block the log's lines bear that bureau's name."""
        self.site = site
        self.naming = naming
        self.places: dict[str, Place] = {}
        self.boards: dict[str, Board] = {}
        self._rosters: dict[str, Roster] = {}  # of those that were open, and are not now
        self._away: dict[str, datetime] = {}  # since when those are not open that should be
        self._clock = clock

    def expect(self, places: Mapping[str, Place | None]) -> None:
        """What there should be from now on, in order; ``None`` where nobody can tell: it stays what it was.

        What a bot has proved holds no more once its bureau is gone, or has another bot.
        """
        known = {name: place or self.places.get(name) or Place(name, "") for name, place in places.items()}
        for name, former in self.places.items():
            if name not in known or known[name].bot != former.bot:
                self.site.sessions.withdraw(name)
                self._rosters.pop(name, None)
        now = self.now()
        self._away = {name: self._away.get(name, now) for name in known if name not in self.boards}
        if [*known.items()] != [*self.places.items()]:
            self.places = known
            self.site.tell()

    @contextmanager
    def open(self, board: Board) -> Iterator[None]:
        """It answers until the end of the block."""
        desk = board.desk
        self.boards[desk.bureau] = board
        self._away.pop(desk.bureau, None)
        self.site.tell()
        try:
            yield
        finally:
            del self.boards[desk.bureau]
            self._away[desk.bureau] = self.now()
            place = self.places.get(desk.bureau)
            if place is not None and place.bot == digest_of(desk.token):
                self._rosters[desk.bureau] = desk.reader.roster
            board.events.end()
            self.site.tell()

    def board_of(self, request: web.Request) -> Board:
        """Whose address it is. Raises ``HTTPNotFound``, and ``BoardAway`` for who may hear that it is not open."""
        board = self.found(request)
        if board is None:
            self._refuse_while_away(request)
            raise web.HTTPNotFound
        return board

    def _refuse_while_away(self, request: web.Request) -> None:
        """Raise ``BoardAway`` where there should be a board whose row in the overview the account may read."""
        name = request.match_info.get("bureau", "")
        place, now = self.places.get(name), self.now()
        if place is None:
            return
        telegram_id = self.site.sessions.who(self.site.secret_of(request), name, now)
        if telegram_id is not None and self.may_know(name, telegram_id):
            raise BoardAway(place.office, now - self._away.get(name, now))

    def found(self, request: web.Request) -> Board | None:
        """The same; ``None`` for no bureau's address."""
        return self.boards.get(request.match_info.get("bureau", ""))

    def may_know(self, name: str, telegram_id: int) -> bool:
        """Whether the account may hear of a board that is not open: it stood in its roster, where that is known."""
        roster = self._rosters.get(name)
        return roster is None or roster.who(telegram_id) is not None

    def now(self) -> datetime:
        """As of the boards' own clocks, where there are any: they may follow a playground's."""
        board = next(iter(self.boards.values()), None)
        return self._clock() if board is None else board.desk.clock()
