"""A rehearsal's own rules: where the clock's buttons lead, when it begins, which menu a person is offered."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from playground.demo.rehearsal import DemoSettings, Rehearsal
from playground.demo.setup import Scene, beginning_of
from playground.telegram.api.menus import menu_of
from playground.telegram.clock import MovableClock
from playground.telegram.server import Playground
from tests.playground.conftest import Caller
from tests.playground.test_control import Driver, drive

__all__ = ["drive"]  # the fixture
ZONE = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> datetime:
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def rehearsal_at(now: str, folder: Path, today: str = "11-21 16:00") -> Rehearsal:
    playground = Playground(token="1:x", clock=MovableClock(moment(now)))
    settings = DemoSettings(("true",), lambda: moment(today), lambda _path, _now, _day: (), lambda _why: None)
    return Rehearsal(settings, Scene.SAMPLE, playground, folder)


@pytest.mark.parametrize(
    ("now", "where", "then"),
    [
        ("11-20 08:00", "digest", "11-20 08:30"),
        ("11-20 08:30", "digest", "11-23 08:30"),
        ("11-21 10:00", "digest", "11-23 08:30"),
        ("09-30 09:00", "digest", "10-08 08:30"),
        ("11-20 08:30", "next", "11-20 09:30"),
        ("11-20 15:00", "next", "11-23 08:30"),
        ("11-21 07:00", "next", "11-23 08:30"),
        ("11-20 10:15", "day", "11-21 10:15"),
        ("11-20 10:15", "week", "11-27 10:15"),
        ("11-30 10:15", "today", "11-21 16:00"),
        ("11-20 10:15", "2026-12-01", "12-01 08:30"),
    ],
)
def test_the_clocks_buttons_lead_to_a_moment(tmp_path: Path, now: str, where: str, then: str) -> None:
    assert rehearsal_at(now, tmp_path).target(where) == moment(then)


@pytest.mark.parametrize(
    ("today", "begins"),
    [("11-21 16:00", "11-23 08:00"), ("11-26 11:00", "11-23 08:00"), ("10-02 11:00", "10-08 08:00")],
)
def test_the_sample_begins_on_the_weeks_first_work_day(today: str, begins: str) -> None:
    assert beginning_of(Scene.SAMPLE, moment(today)) == moment(begins)
    assert beginning_of(Scene.OWN, moment(today)) == moment(today)


async def test_the_narrowest_menu_wins(playground: Playground, call: Caller) -> None:
    person, other = playground.person(11, "甲某"), playground.person(12, "乙某")
    group = playground.group("救助股", person, other)

    async def offer(name: str, **scope: object) -> None:
        await call.ok("setMyCommands", commands=[{"command": name, "description": name}], scope=scope)

    def offered(user_id: int, chat_id: int) -> str:
        return str(menu_of(playground.world, user_id, chat_id)[0]["command"])

    assert menu_of(playground.world, 11, 11) == []
    await offer("anywhere", type="default")
    assert offered(11, group.chat_id) == "anywhere"
    await offer("private", type="all_private_chats")
    await offer("groups", type="all_group_chats")
    assert [offered(11, 11), offered(11, group.chat_id)] == ["private", "groups"]
    await offer("owners", type="all_chat_administrators")
    assert [offered(11, group.chat_id), offered(12, group.chat_id)] == ["owners", "groups"]
    await offer("mine", type="chat", chat_id=11)
    await offer("his", type="chat_member", chat_id=group.chat_id, user_id=12)
    assert [offered(11, 11), offered(12, group.chat_id), offered(12, 12)] == ["mine", "his", "private"]


async def test_people_forward_from_outside(playground: Playground, call: Caller, drive: Driver) -> None:
    playground.person(11, "甲某")
    group = playground.group("救助股", playground.player(11), bot_is_admin=True)
    sent = await call.ok("sendMessage", chat_id=11, text="请转发")
    where = {"from_chat_id": 11, "message_id": sent["message_id"], "chat_id": group.chat_id}
    await drive.post("/people/11/forward", **where)
    (update,) = await call.ok("getUpdates")
    assert update["message"]["text"] == "请转发"
    assert update["message"]["forward_origin"]["sender_user"]["is_bot"]
