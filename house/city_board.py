"""A city's board: one process that serves the boards of all bureaux of a folder, each for as long as its file is there.

It is a fleet of boards: what changes in the folder takes effect while it runs, and whatever ends one of them is one
line in the log and another try (docs/decisions/0095-a-citys-board.md).
"""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from config import Config
from domain.invitations import digest_of
from handlers.board.city import City, Place
from handlers.board.desk import Desk
from handlers.board.overview import city_application
from handlers.board.server import allow_connections, served, until
from handlers.board.site import Site
from handlers.board.table import Board
from house.board import listening
from house.bureau_folder import BureauFolder, Written
from house.bureau_log import log_of
from house.clocks import CHINA, following
from house.fleet import Fleet, Means, serve
from house.ledgers import follower_of
from house.log import redacting
from house.trouble import said_of_board
from store.reader import Following, LedgerReader
from transport.retry import Stopwatch

_LOG = logging.getLogger("duban.city")


def board_url(site_url: str, name: str) -> str:
    """Where people open that bureau's board."""
    return f"{site_url}/{quote(name, safe='')}"


def is_served(config: Config, site_url: str) -> bool:
    """Whether the configuration has its board here: its address is the city's, then its file's name."""
    return config.board is not None and config.board.url in {
        board_url(site_url, config.name),
        f"{site_url}/{config.name}",
    }


class Expecting:
    """Tells the city which boards there should be, and the log what an operator may have got wrong, each once."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._complaints: set[str] = set()

    def see(self, written: Mapping[str, Written]) -> None:
        """What a look into the folder found."""
        site = self._city.site
        meant = {name: each.meant for name, each in written.items()}
        served = {n: each for n, each in meant.items() if not isinstance(each, Config) or is_served(each, site.url)}
        self._city.expect({name: _place_of(each) for name, each in served.items()})
        complaints = {
            f"{name}: board.url is {each.board.url}, here it would be {board_url(site.url, name)}: it is not served"
            for name, each in meant.items()
            if isinstance(each, Config) and each.board is not None and name not in served
            if each.board.url.startswith(f"{site.url}/")
        }
        home = site.sessions.home
        if home and home not in served:
            complaints.add(f"the board of {home} (--home) is not served here: nobody signs in for all bureaux")
        for each in sorted(complaints - self._complaints):
            _LOG.warning("%s", each)
        self._complaints = complaints


def _place_of(meant: object) -> Place | None:
    """What is known of the bureau; ``None`` of a file that is faulty now."""
    if not isinstance(meant, Config):
        return None
    return Place(meant.rules.office_name, digest_of(meant.token.reveal()))


class Boards(NamedTuple):
    """Opens the board of one bureau after the other: what each needs."""

    city: City
    follower_of: Callable[[Config], Following]
    own_clock: Callable[[Config], datetime]
    clock_url: Callable[[Config], str | None]

    async def live(self, config: Config, stop: asyncio.Event) -> None:
        """One bureau's, until the stop; of one that is served elsewhere nothing. Raises what keeps it from opening."""
        if not is_served(config, self.city.site.url):
            await stop.wait()
            return
        async with following(partial(self.own_clock, config), self.clock_url(config)) as clock:
            reader = await asyncio.to_thread(self._read, config, clock())
            try:
                desk = self._desk(config, reader, clock)
                with self.city.open(Board(desk)):
                    _LOG.info("the board is open at %s/", desk.base)
                    await until(stop, desk.live.follow())
            finally:
                await asyncio.to_thread(reader.close)  # it may be asking a database that does not answer

    def _read(self, config: Config, at: datetime) -> LedgerReader:
        return LedgerReader(config.ledger_path, at=at, admins=config.admins, follower=self.follower_of(config))

    def _desk(self, config: Config, reader: LedgerReader, clock: Callable[[], datetime]) -> Desk:
        site = self.city.site
        return Desk(
            reader,
            config.rules,
            url=board_url(site.url, config.name),
            token=config.token.reveal(),
            clock=clock,
            site=site,
            bureau=config.name,
        )


class Opening(NamedTuple):
    """Where the city's boards are opened: by people, by the proxy, and whose bot is believed by all of them."""

    url: str
    listen: tuple[str, int]
    home: str


def serve_boards(
    folder: Path, opening: Opening, now: Callable[[tzinfo], datetime], clock_url: Callable[[Config], str | None]
) -> None:
    """The boards of all bureaux of the folder, and the overview, until a signal. Raises ``ListenRefused``.

    ``clock_url``: of the playground whose clock a bureau follows.
    """
    city = City(Site(opening.url, opening.home), partial(now, CHINA), log_of)
    boards = Boards(city, follower_of, lambda each: now(each.rules.timezone), clock_url)
    expecting, redact = Expecting(city), redacting()

    def see(written: Mapping[str, Written]) -> None:
        redact(written)
        expecting.see(written)

    watch = Stopwatch(time.monotonic, 1.0)
    allow_connections()
    means = Means(boards.live, said_of_board, watch.pause, watch.now)
    fleet = Fleet(BureauFolder(folder, os.environ), means, see)
    with listening("--listen", *opening.listen):
        asyncio.run(serve(fleet, served(city_application(city), *opening.listen)))
