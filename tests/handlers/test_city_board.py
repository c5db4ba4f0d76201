"""A city's board: who signed in by which bureau's bot sees which bureaux, and one bureau's trouble is no other's."""

import asyncio
import os
import re
import threading
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer
from msgspec.structs import replace

from domain.item import ItemStatus
from domain.roster import Person
from handlers.board.overview import city_application
from handlers.board.sessions import MOST_OF_ONE
from handlers.board.views import STEP, bureau_counts
from house.bureau_log import name_bureau
from store.journal.holding import FileHolding
from store.postgres.engine import PostgresEngine
from store.reader import Following
from store.rows import Rows, Tables
from tests.domain.office import at, item
from tests.handlers.board import COOKIE, Answer, init_data, user_fields
from tests.handlers.city import (
    DIRECTOR,
    HEAD,
    HOME,
    LEADER,
    ROLES,
    URL,
    OpenCity,
    event_of,
    rows_of,
    running,
    secret_of,
)
from tests.handlers.office import NOW
from tests.postgres import Place

LATE, LATER = item("2026-11-18", number=1, title="低保复核"), item("2026-12-31", number=2, title="敬老院消防")
OTHERS = item("2026-12-31", number=3, unit="儿童福利股", owner="丙某")


@pytest.fixture
async def city(tmp_path: Path) -> AsyncIterator[OpenCity]:
    """The city's own bureau (shi) and two more, in which the leader stands; a third in which only a director does."""
    opened = OpenCity(tmp_path)
    opened.found("shi", LEADER, HEAD, items=(LATER,))
    opened.found("anle", LEADER, DIRECTOR, HEAD, items=(LATE, LATER, OTHERS))
    opened.found("binhe", LEADER, items=(LATE,))
    opened.found("chang", DIRECTOR, items=(LATE,))
    for name in opened.ledgers:
        opened.configure(name)
    async with running(opened):
        await opened.until(lambda: len(opened.city.boards) == 4)
        yield opened


def _leave(city: OpenCity, name: str, account: int) -> None:
    who = city.ledgers[name].roster.who(account)
    assert isinstance(who, Person)
    with city.ledgers[name].transaction(at=city.now, by="test", did="retire") as tx:
        tx.save_person(replace(who, left_at=city.now))


async def test_who_signed_in_by_the_citys_own_bot_is_in_wherever_their_account_stands(city: OpenCity) -> None:
    secret = await city.sign_in("shi", LEADER)
    assert await city.statuses(secret) == {"anle": 200, "binhe": 200, "chang": 401, "shi": 200}
    page = await city.get("/", secret)
    assert rows_of(page) == {"/anle/": ("全局", 3), "/binhe/": ("全局", 1), "/shi/": ("全局", 1)}
    assert [*rows_of(page)] == ["/anle/", "/binhe/", "/shi/"]
    assert re.search(r'<tr class="sum">\s*<th scope="row">合计</th>\s*<td class="figure total">5</td>', page.text)
    assert "低保复核" not in page.text
    assert "敬老院" not in page.text
    board = await city.get("/anle/", secret)
    assert '<li><a href="/">全市</a></li>' in board.text
    for href in re.findall(r'href="(/anle/[^"]*)"', page.text):
        assert (await city.get(href.replace("&amp;", "&"), secret)).status == 200


async def test_who_signed_in_by_another_bureaus_bot_is_in_there_alone(city: OpenCity) -> None:
    secret = await city.sign_in("anle", LEADER)
    assert await city.statuses(secret) == {"anle": 200, "binhe": 401, "chang": 401, "shi": 401}
    page = await city.get("/", secret)
    assert rows_of(page) == {"/anle/": ("全局", 3)}
    assert "合计" not in page.text
    elsewhere = await city.get("/binhe/", secret)
    assert "Set-Cookie" not in elsewhere.headers, "it opens another bureau"
    assert 'href="/">返回全市总览' in elsewhere.text
    assert (await city.get("/binhe/items/1", secret)).status == 401
    assert (await city.get("/binhe/events", secret)).status == 401


async def test_what_a_bureaus_own_bot_proves_opens_nothing_else(city: OpenCity) -> None:
    """Who runs a bureau's bot knows its token, and may say of any account that it is theirs."""
    said = init_data(user_fields(LEADER, city.now), city.token("anle"))
    for name in ("binhe", "shi"):
        refused = await city.post(f"/{name}/app", {"init_data": said})
        assert (refused.status, "Set-Cookie" in refused.headers) == (403, False)
    secret = secret_of(await city.post("/anle/app", {"init_data": said}))
    assert await city.statuses(secret) == {"anle": 200, "binhe": 401, "chang": 401, "shi": 401}
    home = init_data(user_fields(LEADER, city.now), city.token("shi"))
    assert (await city.statuses(secret_of(await city.post("/shi/app", {"init_data": home}))))["binhe"] == 200


async def test_a_link_of_one_bureau_is_none_of_another(city: OpenCity) -> None:
    token = "A" * 32
    assert (await city.post(f"/anle/sign-in/{token}")).status == 403
    secret = await city.sign_in("anle", DIRECTOR)
    assert rows_of(await city.get("/", secret)) == {"/anle/": ("全局", 3)}


async def test_each_bureau_shows_what_its_own_roster_lets_one_see(city: OpenCity) -> None:
    whole = await city.get("/", await city.sign_in("shi", LEADER))  # what is kept of it is nobody else's
    assert "全市督办情况" in whole.text
    secret = await city.sign_in("shi", HEAD)
    page = await city.get("/", secret)
    assert rows_of(page) == {"/anle/": ("本单位", 2), "/shi/": ("本单位", 1)}
    assert "合计" not in page.text, "parts of two bureaux add up to nothing"
    assert "各单位督办情况" in page.text
    assert (await city.get("/anle/items/3", secret)).status == 404


async def test_a_second_bureaus_proof_of_the_same_account_comes_to_the_first(city: OpenCity) -> None:
    first = await city.sign_in("anle", DIRECTOR)
    both = await city.sign_in("chang", DIRECTOR, before=first)
    assert [*rows_of(await city.get("/", both))] == ["/anle/", "/chang/"]
    assert (await city.get("/anle/", first)).status == 401, "its cookie is another one by now"
    other = await city.sign_in("binhe", LEADER, before=both)
    assert [*rows_of(await city.get("/", other))] == ["/binhe/"]
    out = await city.post("/binhe/sign-out", secret=other)
    assert (out.headers["Location"], "Max-Age=0" in out.headers["Set-Cookie"]) == ("/binhe/", True)
    gone = await city.get("/", other)
    assert (gone.status, "发送“看板”" in gone.text, "Set-Cookie" in gone.headers) == (401, True, True)
    out = await city.post("/sign-out", secret=await city.sign_in("shi", LEADER))
    assert (out.status, out.headers["Location"]) == (303, "/")


async def test_a_session_ends_with_its_day_in_every_bureau(city: OpenCity) -> None:
    secret = await city.sign_in("shi", LEADER)
    city.now = at("11-20 23:59")
    assert (await city.get("/", secret)).status == 200
    city.now = at("11-21 00:00")
    assert {(await city.get(path, secret)).status for path in ("/", "/shi/", "/anle/")} == {401}


async def test_who_leaves_one_bureau_loses_its_row_alone(city: OpenCity) -> None:
    secret = await city.sign_in("shi", LEADER)
    overview, board = await city.listen("/events", secret), await city.listen("/anle/events", secret)
    first = [await event_of(stream) for stream in (overview, board)]
    assert all(each.startswith("event: revision") for each in first)
    _leave(city, "anle", LEADER)
    await city.caught_up()
    assert (await event_of(board)).startswith("event: ended")
    assert (await event_of(overview)).startswith("event: revision")
    assert [*rows_of(await city.get("/", secret))] == ["/binhe/", "/shi/"]
    assert await city.statuses(secret) == {"anle": 401, "binhe": 200, "chang": 401, "shi": 200}
    _leave(city, "shi", LEADER)
    assert [*rows_of(await city.get("/", secret))] == ["/binhe/"]
    _leave(city, "binhe", LEADER)
    assert (await city.get("/", secret)).status == 401
    while (await event_of(overview)).startswith("event: revision"):
        pass
    assert await overview.content.read() == b"", "nothing is left that it would show"


async def test_an_overview_is_told_when_a_bureau_that_it_shows_moves_and_of_no_other(city: OpenCity) -> None:
    secret = await city.sign_in("shi", LEADER)
    stream = await city.listen("/events", secret)
    first = await event_of(stream)
    with city.ledgers["chang"].transaction(at=city.now, by="test", did="add") as tx:
        tx.add_item(item(number=9))
    await city.caught_up()
    page = await city.get("/", secret)
    assert f'data-revision="{first.split()[3]}"' in page.text
    with city.ledgers["binhe"].transaction(at=city.now, by="test", did="add") as tx:
        tx.add_item(item(number=9))
    await city.caught_up()
    assert await event_of(stream) != first
    assert rows_of(await city.get("/", secret))["/binhe/"] == ("全局", 2)
    stream.close()


async def test_what_one_bureau_opens_ends_no_session_of_another(city: OpenCity) -> None:
    """A bureau's operator may open any number for any account."""
    secret = await city.sign_in("shi", LEADER)
    both = await city.sign_in("anle", LEADER, before=secret)
    for _ in range(MOST_OF_ONE):
        newest = await city.sign_in("anle", LEADER)
    assert {(await city.get(path, each)).status for path, each in (("/shi/", both), ("/anle/", newest))} == {200}


@pytest.mark.parametrize("prefix", ["/nobody", "/ANLE", "/static", "/安乐"])
async def test_an_address_that_is_no_bureaus_is_answered_as_what_is_not_there(city: OpenCity, prefix: str) -> None:
    secret = await city.sign_in("shi", LEADER)
    for suffix in ("/", "/items", "/items/1", "/events", "/app", "/static/app.js"):
        for who in ("", secret):
            answer = await city.get(prefix + suffix, who)
            assert (answer.status, "未找到" in answer.text) == (404, True), (prefix + suffix, who)
    assert (await city.post(f"{prefix}/app", {"init_data": "x"})).status == 404


async def test_no_trick_with_a_path_leads_from_one_bureau_into_another(city: OpenCity) -> None:
    """As they are written: a browser would change some of them."""
    secret = await city.sign_in("anle", LEADER)
    assert await city.raw("/anle/", secret) == 200
    for prefix in (
        "/anle/..",
        "/anle/../binhe",
        "/anle%2f..%2fbinhe",
        "/%2e%2e/binhe",
        "//binhe",
        "/./binhe",
        "/binhe;",
    ):
        for suffix in ("/", "/items", "/items/1", "/chart.svg", "/static/../../bot.py"):
            assert await city.raw(prefix + suffix, secret) in {400, 401, 404}, prefix + suffix
    for path in ("/anle%00/", "/%ff/", "/anle/%2e%2e/binhe/", "http://binhe/binhe/", "*", "/binhe/?bureau=anle"):
        assert await city.raw(path, secret) in {400, 401, 404, 405}, path


async def test_forms_of_other_sites_and_long_addresses_are_refused_everywhere(city: OpenCity) -> None:
    secret = await city.sign_in("shi", LEADER)
    for path in ("/sign-out", "/anle/sign-out", "/nobody/sign-out"):
        headers = {"Origin": "https://evil.example", "Cookie": f"__Host-duban={secret}"}
        async with city.client.post(path, headers=headers, allow_redirects=False) as answer:
            assert answer.status == 403, path
    assert (await city.get("/" + "a" * 3_000, secret)).status == 414
    assert (await city.get("/", secret)).status == 200


async def test_a_wall_counts_nothing_sensitive(city: OpenCity) -> None:
    with city.ledgers["binhe"].transaction(at=city.now, by="test", did="add") as tx:
        tx.add_item(item("2026-12-31", number=7, is_sensitive=True))
    secret = await city.sign_in("shi", LEADER)
    assert rows_of(await city.get("/", secret))["/binhe/"] == ("全局", 2)
    wall = await city.get("/?wall=1", secret)
    assert rows_of(wall)["/binhe/?wall=1"] == ("全局", 1)
    assert "市领导" not in wall.text


async def test_a_bureau_comes_changes_and_goes_while_it_is_served(city: OpenCity) -> None:
    secret = await city.sign_in("shi", LEADER)
    stream = await city.listen("/events", secret)
    await event_of(stream)
    city.found("dong", LEADER, items=(LATE,))
    city.configure("dong", "东山局")
    await city.look()
    await city.until(lambda: "dong" in city.city.boards)
    assert (await event_of(stream)).startswith("event: revision")
    assert "东山局" in (await city.get("/", secret)).text
    own = await city.sign_in("dong", LEADER)
    city.configure("dong", "东海局")
    await city.look()
    await city.until(lambda: "dong" in city.city.boards and city.city.boards["dong"].desk.rules.office_name == "东海局")
    assert "东海局" in (await city.get("/", secret)).text
    assert (await city.get("/dong/", own)).status == 200
    (city.folder / "dong.toml").unlink()
    await city.look()
    await city.until(lambda: "dong" not in city.city.boards)
    assert {(await city.get("/dong/", each)).status for each in (secret, own)} == {404}
    assert "东海局" not in (await city.get("/", secret)).text
    city.configure("dong", "东海局")
    await city.look()
    await city.until(lambda: "dong" in city.city.boards)
    assert {each: (await city.get("/dong/", each)).status for each in (secret, own)} == {secret: 200, own: 401}
    stream.close()


async def test_a_bureau_in_trouble_is_one_line_for_who_may_know_and_the_others_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened = OpenCity(tmp_path)
    for name in ("anle", "binhe", "shi"):
        opened.found(name, LEADER, HEAD if name != "binhe" else DIRECTOR, items=(LATE,))
        opened.configure(name)
    whole = opened.path("binhe").read_bytes()
    opened.ledgers.pop("binhe").close()
    journal = f"{opened.path('binhe')}.journal"
    os.rename(journal, tmp_path / "aside")  # noqa: PTH104
    opened.path("binhe").write_text('{"items": ', encoding="utf-8")
    async with running(opened) as city:
        await city.until(lambda: len(city.city.boards) == 2 and city.troubles)
        secret, anle = await city.sign_in("shi", LEADER), await city.sign_in("anle", LEADER)
        page = await city.get("/", secret)
        assert [*rows_of(page)] == ["/anle/", "/shi/"]
        assert "binhe" in page.text
        assert page.text.count("暂时打不开，恢复后自动显示。") == 1
        assert "不含暂时打不开的单位" in page.text
        assert "暂时打不开" not in (await city.get("/", anle)).text
        city.now += timedelta(minutes=5)
        for path in ("/binhe/", "/binhe/items/1"):
            away = await city.get(path, secret)
            assert (away.status, "binhe民政局的看板暂时打不开" in away.text, "已有5分钟" in away.text) == (
                503,
                True,
                True,
            )
        for other in ("", anle):
            hidden = await city.get("/binhe/", other)
            assert (hidden.status, hidden.text) == (404, (await city.get("/nowhere/", other)).text)
        opened.path("binhe").write_bytes(whole)
        os.rename(tmp_path / "aside", journal)  # noqa: PTH104
        city.tries.set()
        await city.until(lambda: "binhe" in city.city.boards)
        assert [*rows_of(await city.get("/", secret))] == ["/anle/", "/binhe/", "/shi/"]
        (city.folder / "binhe.toml").write_text("[telegram", encoding="utf-8")
        await city.look()
        await city.until(lambda: "binhe" not in city.city.boards)
        head = await city.sign_in("shi", HEAD)
        assert "binhe民政局" in (await city.get("/", secret)).text
        city.now += timedelta(hours=2)
        assert [(await city.get("/binhe/", each)).status for each in (secret, head)] == [503, 404]
        assert "已有2小时" in (await city.get("/binhe/", secret)).text
        assert "binhe" not in (await city.get("/", head)).text, "they did not stand in its roster"
    said = [each.message for each in caplog.records if each.name == "duban.fleet" and each.levelname == "ERROR"]
    assert said == ["LedgerUnreadable", "ConfigFaults"]


async def test_where_nothing_is_open_the_page_waits_until_something_is(tmp_path: Path) -> None:
    opened = OpenCity(tmp_path)
    opened.found(HOME, LEADER, items=(LATE,))
    opened.configure(HOME)
    async with running(opened) as city:
        await city.until(lambda: city.city.boards)
        secret = await city.sign_in(HOME, LEADER)
        (city.folder / f"{HOME}.toml").write_text("[telegram", encoding="utf-8")
        await city.look()
        await city.until(lambda: not city.city.boards)
        stream = await city.listen("/events", secret)
        await event_of(stream)
        for path in ("/", "/?wall=1"):
            page = await city.get(path, secret)
            assert (page.status, page.text.count("暂时打不开"), "截至" in page.text) == (200, 1, False)
            assert "data-live" in page.text
        city.configure(HOME)
        await city.look()
        await city.until(lambda: city.city.boards)
        assert (await event_of(stream)).startswith("event: revision")
        assert rows_of(await city.get("/", secret)) == {"/shi/": ("全局", 1)}
        stream.close()


async def test_a_ledger_that_is_spoilt_while_it_is_read_is_said_so_in_its_row(
    city: OpenCity, caplog: pytest.LogCaptureFixture
) -> None:
    secret = await city.sign_in("shi", LEADER)
    journal = f"{city.path('binhe')}.journal"
    os.rename(journal, f"{journal}.aside")  # noqa: PTH104
    page = await city.get("/", secret)
    assert rows_of(page)["/binhe/"] == ("全局", 1)
    assert page.text.count("台账暂时无法读取，为11月20日16:05的情况") == 1
    os.rename(f"{journal}.aside", journal)  # noqa: PTH104
    assert "台账暂时无法读取" not in (await city.get("/", secret)).text
    said = [each.message.partition(":")[0] for each in caplog.records if "be read" in each.message]
    assert said == ["the ledger can't be read", "the ledger can be read again"]


class Hanging:
    """A database that answers nothing for as long as it is told to; a file otherwise."""

    def __init__(self, inner: Following) -> None:
        self._inner = inner
        self.may_answer = threading.Event()
        self.asked = 0

    def fetch(self) -> None:
        self.asked += 1
        self.may_answer.wait()
        self._inner.fetch()

    def tables(self, at: datetime) -> Tables:
        return self._inner.tables(at)

    def follow(self, rows: Rows) -> bool:
        return self._inner.follow(rows)

    def close(self) -> None:
        self._inner.close()


async def test_nobody_waits_for_another_bureaus_database(tmp_path: Path) -> None:
    """Not even where its links are tried, each of which has the ledger looked at again."""
    opened = OpenCity(tmp_path)
    for name in ("anle", "shi"):
        opened.found(name, LEADER, items=(LATE,))
        opened.configure(name)
    hanging = opened.followers["anle"] = Hanging(FileHolding(opened.path("anle")).follower())
    async with running(opened) as city:
        await city.until(lambda: len(city.city.boards) == 2)
        tries = [city.post(f"/anle/sign-in/{'A' * 32}") for _ in range(5)]
        tasks = [asyncio.create_task(each) for each in tries]
        said = init_data(user_fields(LEADER, city.now), city.token("shi"))
        secret = secret_of(await city.post("/shi/app", {"init_data": said}))
        async with city.client.get("/", headers={"Cookie": f"__Host-duban={secret}"}) as answer:
            assert answer.status == 200
        assert not any(task.done() for task in tasks)
        hanging.may_answer.set()
        assert {(await task).status for task in tasks} == {403}
        assert hanging.asked < 5, "they share a look"


async def test_a_bureau_in_postgresql_stands_beside_those_of_files(tmp_path: Path, place: Place) -> None:
    opened = OpenCity(tmp_path)
    engine = PostgresEngine(place.url, place.schema, opened.path("pg"))
    opened.found("pg", LEADER, items=(LATE,), engine=engine)
    opened.found("shi", LEADER, items=(LATE,))
    opened.configure("shi")
    opened.configure("pg", more=f'url = "{place.url}"\nschema = "{place.schema}"\n')
    async with running(opened) as city:
        await city.until(lambda: len(city.city.boards) == 2)
        secret = await city.sign_in("shi", LEADER)
        assert rows_of(await city.get("/", secret)) == {"/pg/": ("全局", 1), "/shi/": ("全局", 1)}
        with city.ledgers["pg"].transaction(at=city.now, by="test", did="add") as tx:
            tx.add_item(LATER)
        await city.ledgers["pg"].durable()
        assert rows_of(await city.get("/", secret))["/pg/"] == ("全局", 2)
        assert await city.statuses(await city.sign_in("pg", LEADER)) == {"pg": 200, "shi": 401}


async def test_only_who_names_the_citys_address_is_served_and_a_near_miss_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened = OpenCity(tmp_path, home="nobody")
    for name, url in (("anle", ""), ("binhe", f"{URL}/bin-he"), ("own", "https://own.example.gov.cn")):
        opened.found(name, LEADER)
        opened.configure(name, url=url)
    async with running(opened) as city:
        await city.until(lambda: city.city.boards)
        await city.look()
        assert [*city.city.boards] == ["anle"]
        assert rows_of(await city.get("/", await city.sign_in("anle", LEADER))) == {"/anle/": ("全局", 0)}
    warned = [each.message for each in caplog.records if each.name == "duban.city" and each.levelname == "WARNING"]
    assert len(warned) == 2
    assert f"binhe: board.url is {URL}/bin-he, here it would be {URL}/binhe" in warned[0]
    assert "nobody (--home)" in warned[1]


async def test_bureaux_that_are_called_alike_are_told_apart(tmp_path: Path) -> None:
    opened = OpenCity(tmp_path)
    for name in ("anle", HOME):
        opened.found(name, LEADER)
        opened.configure(name, "民政局")
    async with running(opened) as city:
        await city.until(lambda: len(city.city.boards) == 2)
        page = await city.get("/", await city.sign_in(HOME, LEADER))
        assert "民政局（anle）" in page.text
        assert "民政局（shi）" in page.text


async def test_the_overview_counts_what_falls_due_this_week_within_the_rights_of_its_reader(city: OpenCity) -> None:
    """From today, a Friday, until Sunday; what is late by then, or due on Monday, is none of it."""
    days = ("2026-11-19", "2026-11-20", "2026-11-22", "2026-11-23")
    with city.ledgers["binhe"].transaction(at=city.now, by="test", did="add") as tx:
        for number, day in enumerate(days, 50):
            tx.add_item(item(day, number=number))
        tx.add_item(item("2026-11-21", number=60, unit="养老服务股"))
    with city.ledgers["shi"].transaction(at=city.now, by="test", did="add") as tx:
        tx.add_item(item("2026-11-22", number=50))
        tx.add_item(item("2026-11-21", number=60, unit="养老服务股"))
        tx.save_person(ROLES[HEAD](telegram_id=HEAD))
    await city.caught_up()
    page = await city.get("/", await city.sign_in("shi", LEADER))
    assert weeks_of(page)["/binhe/calendar"] == 3
    assert weeks_of(page)["/shi/calendar"] == 2
    head = await city.get("/", await city.sign_in("shi", HEAD))
    assert weeks_of(head)["/shi/calendar"] == 1, "the unit's own"


def weeks_of(page: Answer) -> dict[str, int]:
    return {
        path: int(found)
        for path, found in re.findall(r'<a href="([^"]+)" aria-label="[^"]*本周到期(\d+)项"', page.text)
    }


async def test_a_large_bureau_is_counted_in_steps_between_which_others_are_answered(tmp_path: Path) -> None:
    """Its first count held everybody up for 0.4 s. Here others are asked for between each two of its steps."""
    opened, steps = OpenCity(tmp_path), 3
    open_ones = [item(number=number) for number in range(1, steps * STEP + 1)]
    closed: dict[str, Any] = {"status": ItemStatus.CLOSED, "closed_at": NOW, "closed_by": "甲某"}
    settled = [item(number=number, **closed) for number in range(steps * STEP + 1, 2 * steps * STEP + 1)]
    opened.found("anle", LEADER, items=(*open_ones, *settled))
    opened.configure("anle")
    async with running(opened) as city:
        await city.until(lambda: city.city.boards)
        desk = city.city.boards["anle"].desk
        asker = desk.asker_of(LEADER, city.now)
        assert asker is not None
        counting = bureau_counts(asker.request, asker.person, wall=False)
        paused = 0
        while True:
            try:
                next(counting)
                paused += 1
            except StopIteration as counted:
                counts = counted.value
                break
        assert (paused, counts.tally.in_hand, counts.closed) == (3 * steps, steps * STEP, steps * STEP)
        breaths: list[int] = []

        async def breathe() -> None:
            breaths.append(len(breaths))
            with opened.ledgers["anle"].transaction(at=city.now, by="test", did="add") as tx:
                tx.add_item(item(number=10_000 + len(breaths)))
            await city.caught_up()

        async with TestClient(TestServer(city_application(city.city, breathe)), cookie_jar=DummyCookieJar()) as client:
            headers = {"Cookie": f"{COOKIE}={desk.sessions.open(LEADER, city.now)}"}
            async with client.get("/", headers=headers) as answer:
                assert answer.status == 200
        assert len(breaths) > 2 * steps, "the ledger may move meanwhile"


async def test_trouble_with_a_bureaus_page_bears_its_name_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened = OpenCity(tmp_path)
    opened.found("anle", LEADER, items=(LATE,))
    opened.configure("anle")
    caplog.handler.addFilter(name_bureau)
    try:
        async with running(opened) as city:
            await city.until(lambda: city.city.boards)
            secret = await city.sign_in("anle", LEADER)
            del city.city.boards["anle"].desk.pages  # as a fault of the program
            assert (await city.get("/anle/", secret)).status == 500

            async def fail() -> None:
                raise ValueError("not counted")

            server = TestServer(city_application(city.city, fail))
            async with (
                TestClient(server, cookie_jar=DummyCookieJar()) as client,
                client.get("/", headers={"Cookie": f"{COOKIE}={secret}"}) as answer,
            ):
                assert (answer.status, "暂时打不开" in await answer.text()) == (200, True)
    finally:
        caplog.handler.removeFilter(name_bureau)
    said = [(each.message, vars(each)["bureau"]) for each in caplog.records if each.name.startswith("handlers.board")]
    assert said == [("a page could not be made", "anle"), ("a bureau could not be counted", "anle")]
