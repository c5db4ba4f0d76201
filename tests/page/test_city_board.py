"""A city's board in a real browser: live, by keyboard alone, from a phone to a wall, in both themes."""

from pathlib import Path
from typing import Any

from playwright.async_api import expect

from domain.item import ItemStatus
from tests.domain.office import at, item
from tests.handlers.board import COOKIE
from tests.handlers.city import LEADER, OpenCity, running
from tests.page.browser import Browser
from tests.page.test_board import FAINT, STICKS_OUT
from tests.transport.line import free_port

BUREAUX = {"shi": "云州市民政局", "anle": "安乐区民政局", "gaoxin": "高新技术产业开发区社会事务管理局"}
DONE: dict[str, Any] = {"status": ItemStatus.CLOSED, "closed_at": at("11-19 10:00"), "closed_by": "甲某"}


async def test_the_overview_follows_every_bureau_and_can_be_read_everywhere(tmp_path: Path, browser: Browser) -> None:
    city = OpenCity(tmp_path, port=free_port())
    for name, office in BUREAUX.items():
        city.found(name, LEADER, items=(item("2026-11-18", number=1), item(number=2), item(number=3, **DONE)))
        city.configure(name, office)
    (city.folder / "heping.toml").write_text("[telegram", encoding="utf-8")
    async with running(city):
        await city.until(lambda: len(city.city.boards) == len(BUREAUX) and city.troubles)
        secret = city.city.boards["shi"].desk.sessions.open(LEADER, city.now)
        for width, dark, path in ((360, True, "/"), (1280, False, "/"), (1920, False, "/?wall=1")):
            profile = await browser.profile(width=width, height=1000, dark=dark)
            await profile.add_cookies([{"name": COOKIE.removeprefix("__Host-"), "value": secret, "url": city.url}])
            page = await profile.new_page()
            await page.goto(city.url + path)
            assert await page.evaluate(STICKS_OUT) == [], width
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
            assert (await page.evaluate(FAINT))[1] == [], width
            assert await page.locator("h1").count() == 1
            await expect(page.locator("tbody tr")).to_have_count(5)
        page = await profile.new_page()
        await page.goto(city.url)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("main")).to_be_focused()
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="安乐区民政局", exact=True)).to_be_focused()
        with city.ledgers["gaoxin"].transaction(at=city.now, by="test", did="add") as tx:
            tx.add_item(item(number=9))
        await expect(page.get_by_role("link", name="高新技术产业开发区社会事务管理局在办3项")).to_be_visible()
        await expect(page.locator(".sum .total")).to_have_text("7")
        await expect(page.get_by_role("link", name="安乐区民政局", exact=True)).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("h1")).to_have_text("全局督办情况")
        await page.get_by_role("link", name="全市").click()
        await expect(page.locator("h1")).to_have_text("全市督办情况")
        await browser.forget_profiles()
