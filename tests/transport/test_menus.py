"""Command menus: everybody sees the commands of their post, and a line that is down only delays it."""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from domain.roster import Person, Role
from playground.telegram.server import Playground
from store.ledger import Ledger
from texts.actions import group_menu, menu_for
from transport.api import build_application
from transport.menus import REST, Menus

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HEAD, STRANGER, ADMIN = 4001, 4002, 4003


async def test_leaders_get_their_own_menu_as_soon_as_the_roster_names_them(tmp_path: Path) -> None:
    async with Playground(token="123:abc") as playground:
        playground.person(HEAD, "李某")
        playground.person(STRANGER, "远某", met=False)
        playground.faults.order("setMyCommands", "server_error", times=1)
        app = build_application(token="123:abc", base_url=playground.base_url)
        await app.initialize()
        ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
        menus = Menus(bot=app.bot, ledger=ledger, in_groups=group_menu(), in_private=menu_for)
        running = asyncio.create_task(menus.run())
        with ledger.transaction(at=NOW, by="test", did="appoint") as tx:
            for telegram_id in (STRANGER, HEAD):
                tx.save_person(Person(name=str(telegram_id), unit="救助股", role=Role.HEAD, telegram_id=telegram_id))
        shown = playground.world.menus
        await playground.wait_for(lambda: any(str(HEAD) in scope for scope in shown))
        names = {scope: {command["command"] for command in menu} for scope, menu in shown.items()}  # type: ignore[attr-defined]
        (own,) = (commands for scope, commands in names.items() if str(HEAD) in scope)
        (common,) = (commands for scope, commands in names.items() if "all_private_chats" in scope)
        assert "unit" in own - common
        assert {"mytasks", "done"} <= common
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await app.shutdown()
        ledger.close()


async def test_a_thousand_menus_leave_the_line_to_answers(tmp_path: Path) -> None:
    """At a start every leader's menu is announced; the first answers took twice as long meanwhile."""
    async with Playground(token="123:abc") as playground:
        app = build_application(token="123:abc", base_url=playground.base_url)
        await app.initialize()
        ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
        with ledger.transaction(at=NOW, by="test", did="appoint") as tx:
            for telegram_id in range(HEAD, HEAD + 4):
                playground.person(telegram_id, str(telegram_id))
                tx.save_person(Person(name=str(telegram_id), unit="救助股", role=Role.HEAD, telegram_id=telegram_id))
        menus = Menus(bot=app.bot, ledger=ledger, in_groups=group_menu(), in_private=menu_for)
        running = asyncio.create_task(menus.run())
        at: list[float] = []

        def announced() -> int:
            at[:] = [
                seen.monotonic for seen in playground.requests if seen.params.get("scope", {}).get("type") == "chat"
            ]
            return len(at)

        await playground.wait_for(lambda: announced() == 4)
        assert all(second - first >= REST for first, second in pairwise(at))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await app.shutdown()
        ledger.close()


async def test_a_leader_gets_the_menu_of_their_highest_post_once_they_have_written(tmp_path: Path) -> None:
    """Whoever was refused a menu before their first word had none until the next start of the bot."""
    async with Playground(token="123:abc") as playground:
        player = playground.person(STRANGER, "远某", met=False)
        app = build_application(token="123:abc", base_url=playground.base_url)
        await app.initialize()
        ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
        menus = Menus(bot=app.bot, ledger=ledger, in_groups=group_menu(), in_private=menu_for)
        head = Person(name="远某", unit="救助股", role=Role.HEAD, telegram_id=STRANGER)
        with ledger.transaction(at=NOW, by="test", did="appoint") as tx:
            head = tx.save_person(head)
            tx.save_person(replace(head, number=0, role=Role.STAFF, unit="儿童福利股"))
        running = asyncio.create_task(menus.run())

        def asked() -> int:
            return sum(seen.params.get("scope", {}).get("chat_id") == STRANGER for seen in playground.requests)

        await playground.wait_for(lambda: asked() == 1)
        await player.start()
        with ledger.transaction(at=NOW, by="test", did="take note") as tx:
            tx.save_person(replace(head, oversees=("救助股",)))
        shown = playground.world.menus
        await playground.wait_for(lambda: any(str(STRANGER) in scope for scope in shown))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await app.shutdown()
        ledger.close()


async def test_who_leaves_gets_the_common_menu_again_and_an_administrator_the_offices(tmp_path: Path) -> None:
    """Fault 6.6: the menu follows the rights that somebody has now."""
    async with Playground(token="123:abc") as playground:
        playground.person(HEAD, "李某")
        playground.person(ADMIN, "吴某")
        app = build_application(token="123:abc", base_url=playground.base_url)
        await app.initialize()
        ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, admins=frozenset({ADMIN}))
        menus = Menus(bot=app.bot, ledger=ledger, in_groups=group_menu(), in_private=menu_for)
        with ledger.transaction(at=NOW, by="test", did="appoint") as tx:
            head = tx.save_person(Person(name="李某", unit="救助股", role=Role.HEAD, telegram_id=HEAD))
            tx.save_person(Person(name="吴某", unit="救助股", role=Role.STAFF, telegram_id=ADMIN))
        running = asyncio.create_task(menus.run())

        def names(telegram_id: int) -> list[str]:
            shown: dict[Any, Any] = dict(playground.world.menus)
            menu: list[dict[str, str]] = next((m for scope, m in shown.items() if str(telegram_id) in scope), [])
            return [each["command"] for each in menu]

        await playground.wait_for(lambda: "unit" in names(HEAD))
        await playground.wait_for(lambda: "summary" in names(ADMIN))
        with ledger.transaction(at=NOW, by="test", did="leave") as tx:
            tx.save_person(replace(head, left_at=NOW))
        await playground.wait_for(lambda: names(HEAD) == [name for name, _ in menu_for(Role.STAFF)])
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await app.shutdown()
        ledger.close()
