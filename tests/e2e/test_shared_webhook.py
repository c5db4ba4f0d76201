"""Several receivers behind one address: whichever is called keeps what came, and whoever has the ledger answers."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from pathlib import Path

import aiohttp
from aiohttp import web

from playground.city.cluster import Cluster
from store.ledger import Ledger
from store.postgres.engine import PostgresEngine
from tests.e2e.bureau import Bureau, within
from tests.e2e.fleet import OWNERS, SharedCity, a_shared_city
from tests.e2e.process import PATIENCE
from tests.transport.line import free_port

COMMANDS = 24


class Balancer:
    """The city's proxy: each call goes to the next receiver that listens, as an nginx ``upstream`` does."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.ports: dict[str, int] = {"one": free_port(), "two": free_port()}
        self.only = ""  # the one receiver that it calls
        self.took: Counter[str] = Counter()
        self.url = ""
        self._session = session
        self._turn = count()

    async def pass_on(self, request: web.Request) -> web.Response:
        body, turn = await request.read(), next(self._turn)
        names = [self.only] if self.only else [*self.ports][turn % 2 :] + [*self.ports][: turn % 2]
        for name in names:
            headers = {**request.headers, "Host": f"127.0.0.1:{self.ports[name]}"}
            url = f"http://127.0.0.1:{self.ports[name]}{request.path_qs}"
            try:
                async with self._session.post(url, data=body, headers=headers) as answer:
                    self.took[name] += answer.status == 200
                    return web.Response(status=answer.status)
            except aiohttp.ClientError:
                continue
        return web.Response(status=502)


@asynccontextmanager
async def balanced() -> AsyncIterator[Balancer]:
    application = web.Application()
    async with aiohttp.ClientSession() as session:
        balancer = Balancer(session)
        application.router.add_post("/telegram", balancer.pass_on)
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        balancer.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
        yield balancer
        await runner.cleanup()


async def _close(bureau: Bureau, first: int, last: int) -> None:
    for number in range(first, last + 1):
        await bureau.player(OWNERS[number % 2]).say(None, f"/done {number}")


def _order(bureau: Bureau, owner: str) -> list[int]:
    """The items in the order in which their closing was told first."""
    lines = [line for line in bureau.first_lines(owner) if "已办结" in line]
    return [int(line.split("第")[1].split("号")[0]) for line in dict.fromkeys(lines)]


async def test_nothing_is_lost_nor_out_of_order_whoever_receives_and_whoever_has_the_ledger(
    tmp_path: Path, cluster: Cluster
) -> None:
    """Called in turn, then only the one without the ledger, and the holder is killed and comes back meanwhile."""
    async with balanced() as balancer, a_shared_city(tmp_path, cluster, ("a",), items=COMMANDS) as city:
        (bureau,) = city.bureaux.values()
        start: Callable[[str], Awaitable[object]] = lambda name: city.start(  # noqa: E731
            name, webhook=(balancer.url, balancer.ports[name])
        )
        await start("one")
        await city.shared(1)
        await start("two")
        assert await within(PATIENCE, lambda: "standing by" in city.machines["two"].said())
        await _close(bureau, 1, 8)
        await bureau.telegram.wait_for(partial(_all_told, bureau, 8), PATIENCE)
        balancer.only = "two"  # which does not have the ledger
        await _close(bureau, 9, 12)
        await bureau.telegram.wait_for(partial(_all_told, bureau, 12), PATIENCE)
        await city.machines["one"].kill()
        await _close(bureau, 13, 16)
        await bureau.telegram.wait_for(partial(_all_told, bureau, 16), PATIENCE)
        await start("one")
        balancer.only = ""
        await _close(bureau, 17, COMMANDS)
        await bureau.telegram.wait_for(partial(_all_told, bureau, COMMANDS), PATIENCE)
        assert min(balancer.took.values()) > 0
        for process in city.machines.values():
            assert await process.stop() == 0
        for place, owner in enumerate(OWNERS):
            assert _order(bureau, owner) == [number for number in range(1, COMMANDS + 1) if number % 2 == place]
        assert _histories(city, tmp_path) == {(2, ("close_out",))}
        assert bureau.count("getUpdates") == 0


def _all_told(bureau: Bureau, last: int) -> bool:
    return sorted([*_order(bureau, OWNERS[0]), *_order(bureau, OWNERS[1])]) == [*range(1, last + 1)]


def _histories(city: SharedCity, folder: Path) -> set[tuple[int, tuple[str, ...]]]:
    """What was done to each item, as the database has it; nothing waits to be taken in."""
    ((name, place),) = city.places.items()
    with place.connect() as connection:
        assert connection.execute("select update_id from incoming").fetchall() == []
    path = folder / "read.json"
    engine = PostgresEngine(place.url, place.schema, path)
    ledger = Ledger.open(path, at=city.bureaux[name].telegram.clock.now(), engine=engine)
    try:
        return {(item.version, tuple(step.did for step in item.history)) for item in ledger.all_items()}
    finally:
        ledger.abandon()
