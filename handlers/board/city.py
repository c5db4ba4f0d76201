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
        if [*known.items()] != [*self.places.items()]:
            self.places = known
            self.site.tell()

    @contextmanager
    def open(self, board: Board) -> Iterator[None]:
        """It answers until the end of the block."""
        desk = board.desk
        self.boards[desk.bureau] = board
        self.site.tell()
        try:
            yield
        finally:
            del self.boards[desk.bureau]
            place = self.places.get(desk.bureau)
            if place is not None and place.bot == digest_of(desk.token):
                self._rosters[desk.bureau] = desk.reader.roster
            board.events.end()
            self.site.tell()

    def board_of(self, request: web.Request) -> Board:
        """Whose address it is. Raises ``HTTPNotFound``."""
        board = self.found(request)
        if board is None:
            raise web.HTTPNotFound
        return board

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
