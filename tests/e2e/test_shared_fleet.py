"""``bot.py fleet`` on several machines with one PostgreSQL: they share the bureaux, and stand in for one another."""

import time
from collections import Counter
from pathlib import Path
from secrets import token_hex

import aiohttp

from playground.city.cluster import Cluster
from tests.e2e.bureau import within
from tests.e2e.fleet import a_shared_city, token_of
from tests.e2e.process import PATIENCE, FleetProcess
from tests.transport.line import free_port
from transport.own_webhook import secret_of

#: Seconds from a kill to an answer of every bureau.
TAKEN_OVER_WITHIN = 10.0


async def test_who_is_left_answers_for_every_bureau_within_ten_seconds(tmp_path: Path, cluster: Cluster) -> None:
    """``kill -9`` of one of two processes that share four bureaux; later the other one is stopped cleanly."""
    async with a_shared_city(tmp_path, cluster, ("a", "b", "c", "d")) as city:
        await city.start("one")
        await city.shared(4)
        two = await city.start("two")
        await city.shared(2, 2)
        await city.answers()
        await two.kill()
        killed_at = time.monotonic()
        await city.answers()
        assert time.monotonic() - killed_at < TAKEN_OVER_WITHIN
        three = await city.start("three")
        await city.shared(2, 2)
        assert await city.machines["one"].stop() == 0
        stopped_at = time.monotonic()
        await city.answers()
        assert time.monotonic() - stopped_at < TAKEN_OVER_WITHIN / 2
        assert await three.stop() == 0
        assert not [line for line in city.said().splitlines() if "ERROR" in line or "Traceback" in line]


async def test_three_processes_share_twelve_bureaux(tmp_path: Path, cluster: Cluster) -> None:
    async with a_shared_city(tmp_path, cluster, [f"b{number:02}" for number in range(12)]) as city:
        for machine in ("one", "two", "three"):
            await city.start(machine)
        await city.shared(4, 4, 4)
        await city.answers()
        for process in city.machines.values():
            assert await process.stop() == 0
        assert not [line for line in city.said().splitlines() if "ERROR" in line or "Traceback" in line]


async def test_trouble_with_its_ledgers_place_is_one_line_of_that_bureau_and_ends_by_itself(
    tmp_path: Path, cluster: Cluster
) -> None:
    """A wrong password that becomes right, a newer program's schema, a schema that two name, a key that is none."""
    schema = f"t_{token_hex(6)}"
    async with a_shared_city(tmp_path, cluster, ("fine", "guarded", "newer")) as city:
        url = f"{cluster.guard('another')}?password=open-sesame"
        with city.places["newer"].connect() as connection:
            connection.execute("update meta set layout = layout + 1")
        one = await city.start("one")
        folder, place = tmp_path / "one", city.places["guarded"]
        fine, guarded = ((folder / f"{name}.toml").read_text(encoding="utf-8") for name in ("fine", "guarded"))
        moved = guarded.replace(place.url, url).replace(place.schema, schema)
        twice = fine.replace(token_of(0), token_of(9)).replace("fine/", "twice/")
        for name, text in (("guarded", moved), ("twice", twice), ("wrong", f'{twice}adress = "x"\n')):
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        try:
            for name, why in (
                ("guarded", "密码缺失或错误"),
                ("newer", "请升级后再打开"),
                ("twice", "store.schema 与 fine.toml 相同"),
                ("wrong", "store.adress"),
            ):
                await _said(one, f"[{name}]", "未能运行", why)
            ran = _lines(one, "[guarded]", "runs on")  # it may have, on what its file said at first
            cluster.guard("open-sesame")
            with city.places["newer"].connect() as connection:
                connection.execute("update meta set layout = layout - 1")
            await _said(one, "[guarded]", "runs on", times=ran + 1)
            await _said(one, "[newer]", "runs on")
            await city.bureaux["fine"].ask("甲某", "/mytasks")
            assert await one.stop() == 0
            troubles = Counter(line.split("[")[1].split("]")[0] for line in one.said().splitlines() if "ERROR" in line)
            assert troubles == dict.fromkeys(("guarded", "newer", "twice", "wrong"), 1)
            assert "Traceback" not in one.said()
            assert "open-sesame" not in one.said()
        finally:
            cluster.execute(f"drop schema if exists {schema} cascade")


def _lines(process: FleetProcess, *parts: str) -> int:
    """How many lines of its log have all of these parts."""
    return sum(all(part in line for part in parts) for line in process.said().splitlines())


async def _said(process: FleetProcess, *parts: str, times: int = 1) -> None:
    assert await within(PATIENCE, lambda: _lines(process, *parts) >= times), process.said()[-3000:]


async def test_what_is_brought_to_a_webhook_is_logged_under_the_bureau_that_it_is_for(
    tmp_path: Path, cluster: Cluster
) -> None:
    port = free_port()
    async with a_shared_city(tmp_path, cluster, ("fine",)) as city, aiohttp.ClientSession() as http:
        one = await city.start("one", webhook=(f"http://127.0.0.1:{port}/telegram", port))
        await _said(one, "[fine]", "Telegram delivers to")
        for secret, status in (("wrong", 403), (secret_of(token_of(0)), 400)):
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
            async with http.post(f"http://127.0.0.1:{port}/telegram", data=b"[]", headers=headers) as answer:
                assert answer.status == status
        await _said(one, "[fine]", "brought something that is no update")
        assert await one.stop() == 0
