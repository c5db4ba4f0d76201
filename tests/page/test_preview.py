"""The preview of pushes: what it says is what then comes; it is one page, fit to be printed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.async_api import expect

from tests.page.browser import Seat
from tests.page.demo import BUREAU_GROUP, RELIEF_GROUP, ZHAO, Demo

_ZONE = ZoneInfo("Asia/Shanghai")


def test_what_was_foreseen_is_what_comes(demo: Demo) -> None:
    """Nobody does anything until then, as the preview assumes."""
    demo.move("digest")
    foreseen = demo.get("/rehearsal/forecast", day="2026-11-25")
    heard = {chat: len(demo.texts(chat)) for chat in (BUREAU_GROUP, RELIEF_GROUP, ZHAO)}
    assert demo.get("/rehearsal/forecast", day="2026-11-25") == foreseen
    demo.move("2026-11-25")
    for _ in range(3):
        demo.move("next")
    letters = {one["chat_id"]: one["letters"] for one in foreseen["readers"]}
    for chat in (BUREAU_GROUP, RELIEF_GROUP, ZHAO):
        shown = demo.get(f"/chats/{chat}/messages")[heard[chat] :]
        came = [each["text"] for each in shown if datetime.fromtimestamp(each["date"], _ZONE).day == 25]
        assert [letter["text"] for letter in letters.get(chat, [])] == came


async def test_the_preview_is_one_page_to_print(morning: Demo, seat: Seat) -> None:
    """Fault 6.15: it opens on the next morning, not on what is left of today."""
    await seat.sit(morning.url)
    async with seat.page.expect_popup() as opened:
        await seat.page.locator("#preview").click()
    page = await opened.value
    await page.wait_for_selector("html[data-ready=yes]")
    await expect(page.locator("#day")).to_have_value("2026-11-24")
    await expect(page.locator(".reader h3").first).to_contain_text("青禾县民政局工作群")
    await expect(page.locator(".lead")).to_contain_text("11月24日 周二")
    await expect(page.locator(".reader", has_text="赵某")).to_contain_text("分管领导")
    assert len(await page.pdf()) > 10_000
    await page.emulate_media(media="print")
    await expect(page.locator("#print")).to_be_hidden()


async def test_a_rest_day_and_a_past_day_say_so(morning: Demo, seat: Seat) -> None:
    await seat.page.goto(f"{morning.url}/preview#2026-11-28")
    await expect(seat.page.locator(".none")).to_contain_text("休息日")
    answer = await seat.page.request.get(f"{morning.url}/playground/rehearsal/forecast?day=2026-11-01")
    assert answer.status == 400
