"""How the page looks and is reached: phone, dark, keyboard, letters; on every width nothing sticks out."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.page.browser import Browser, Seat
from tests.page.demo import FENG, LI, RELIEF_GROUP, ZHOU, Demo


async def picture(page: Page, name: str) -> None:
    """Keep a picture where DUBAN_PICTURES says, for a person to look at."""
    if folder := os.environ.get("DUBAN_PICTURES"):
        await page.wait_for_timeout(400)  # until transitions have ended
        await page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.mark.parametrize("widths", [(360, 412), (768, 1024, 1360, 1920)])
async def test_nothing_sticks_out(morning: Demo, browser: Browser, widths: tuple[int, ...]) -> None:
    """On phones and on screens; the page follows when it is made wider."""
    seat = Seat(await (await browser.profile(width=widths[0], height=800)).new_page())
    await seat.sit(morning.url, FENG, RELIEF_GROUP)
    await seat.sees("【今日提示】")
    wide = "[...document.body.querySelectorAll('*')].filter(e => !e.closest('.steps, .acts, .toasts, .unseen') && "
    wide += "e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== 'absolute')"
    for width in widths:
        await seat.page.set_viewport_size({"width": width, "height": 800})
        assert await seat.page.evaluate("innerWidth") == width
        assert await seat.page.evaluate(f"{wide}.map(e => e.className || e.tagName)") == [], width
        assert await seat.page.evaluate("document.documentElement.scrollWidth") <= width
        assert await seat.page.locator("#say").evaluate("e => e.getBoundingClientRect().height") > 30
        await picture(seat.page, f"width-{width}")


async def test_a_phone_has_one_bar_before_the_first_message_and_unfolds_the_others(
    morning: Demo, browser: Browser
) -> None:
    """Fault 6.15."""
    page = Seat(await (await browser.profile(width=360, height=720)).new_page())
    await page.sit(morning.url, ZHOU, RELIEF_GROUP)
    bars = page.page.locator(".top, .clock, .talk-head")
    assert [await bar.is_visible() for bar in await bars.all()] == [False, False, True]
    await expect(page.page.locator("#bars")).to_contain_text("08:30")
    assert await page.page.locator(".composer").evaluate("e => e.getBoundingClientRect().bottom") == 720
    await expect(page.page.locator(".talk-title")).to_contain_text("扮演周某")
    await page.page.locator("#bars").tap()
    assert [await bar.is_visible() for bar in await bars.all()] == [True, True, True]
    await picture(page.page, "phone-bars")
    for step in await page.page.locator(".step").all():
        box = await step.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


async def test_a_phone_says_how_to_begin_until_it_is_understood(morning: Demo, browser: Browser) -> None:
    """Fault 6.15."""
    page = Seat(await (await browser.profile(width=360, height=720)).new_page())
    await page.sit(morning.url, ZHOU)
    card = page.page.locator(".invitation")
    await expect(card).to_contain_text("三步看懂督办助手")
    await card.get_by_role("button", name="知道了").tap()
    await expect(card).to_be_hidden()
    await page.page.reload()
    await page.page.wait_for_selector("html[data-ready=yes]")
    await expect(card).to_be_hidden()


async def test_the_chat_in_which_something_was_said_last_comes_first(demo: Demo, seat: Seat) -> None:
    """Fault 6.15."""
    await seat.sit(demo.url, FENG, FENG)
    await expect(seat.page.locator(".chat").first).to_contain_text("督办助手")
    demo.bot("sendMessage", chat_id=RELIEF_GROUP, text="大家好")
    await expect(seat.page.locator(".chat").first).to_contain_text("社会救助股工作群")
    await expect(seat.page.locator(".chat[aria-selected=true]")).to_contain_text("督办助手")


async def test_a_phone_shows_one_pane_and_goes_back(morning: Demo, browser: Browser) -> None:
    seat = Seat(await (await browser.profile(width=360, height=720)).new_page())
    await seat.sit(morning.url, ZHOU)
    await expect(seat.page.locator("#chats")).to_be_visible()
    await expect(seat.page.locator("#talk")).to_be_hidden()
    await picture(seat.page, "phone-chats")
    await seat.open("社会救助股工作群")
    await expect(seat.page.locator("#chats")).to_be_hidden()
    await seat.sees("【今日提示】社会救助股")
    await picture(seat.page, "phone-talk")
    await seat.page.get_by_role("button", name="返回会话列表").click()
    await expect(seat.page.locator("#chats")).to_be_visible()
    await seat.page.get_by_role("button", name="更多操作").click()
    await expect(seat.page.get_by_role("button", name="推送预览")).to_be_visible()
    await picture(seat.page, "phone-more")


async def test_a_phone_plays_as_well(morning: Demo, browser: Browser) -> None:
    seat = Seat(await (await browser.profile(width=360, height=720)).new_page())
    await seat.sit(morning.url, LI, LI)
    await seat.page.locator("#say").fill("/my")
    await seat.page.locator(".command-row").first.tap()
    await seat.sees("【我的事项】李某")
    await seat.play("冯某")
    await expect(seat.page.locator("#player")).to_contain_text("冯某")


async def test_the_dark_follows_the_system_and_can_be_chosen(morning: Demo, browser: Browser) -> None:
    seat = Seat(await (await browser.profile(dark=True)).new_page())
    await seat.sit(morning.url, FENG, RELIEF_GROUP)
    paper = "getComputedStyle(document.body).backgroundColor"
    assert await seat.page.evaluate(paper) == "rgb(15, 20, 26)"
    await picture(seat.page, "dark")
    await seat.page.locator("#theme").click()
    assert await seat.page.evaluate(paper) == "rgb(241, 239, 233)"
    await seat.page.reload()
    await seat.page.wait_for_selector("html[data-ready=yes]")
    assert await seat.page.evaluate(paper) == "rgb(241, 239, 233)"


async def test_chinese_and_signs_are_readable_without_fonts_of_the_system(morning: Demo, seat: Seat) -> None:
    """The page's own letters, asked for by name, have every character of a digest and its lights."""
    await seat.sit(morning.url, ZHOU, RELIEF_GROUP)
    await seat.sees("【今日提示】")
    load = (
        "Promise.all([['Duban Sans', '督办喆堃，（周一）'], ['Duban Emoji', '🔴🟠🟡🟢⏳✅']]"
        ".map(([name, text]) => document.fonts.load(`16px '${name}'`, text).then(faces => faces.length)))"
    )
    sans, emoji = await seat.page.evaluate(load)
    assert sans >= 1
    assert emoji == 1
    await picture(seat.page, "wide")


async def test_the_keyboard_reaches_everything(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, ZHOU, ZHOU)
    keys = seat.page.keyboard
    chats = seat.page.locator(".chat")
    await chats.first.focus()
    await keys.press("ArrowDown")  # which groups come next depends on who was told first
    await expect(chats.nth(1)).to_have_attribute("aria-selected", "true")
    await expect(seat.page.locator(".talk-title")).to_contain_text("工作群")
    await expect(seat.page.locator(".chat[aria-selected=true]")).to_be_focused()
    await keys.press("/")
    await expect(seat.page.locator("#say")).to_be_focused()
    await expect(seat.page.locator(".commands")).to_be_visible()
    await keys.press("Escape")
    await expect(seat.page.locator(".commands")).to_be_hidden()
    await seat.page.locator("#say").fill("")
    await seat.page.locator(".log").focus()
    await keys.press("ArrowUp")
    await expect(seat.page.locator(".message").last).to_be_focused()
    await keys.press("r")
    await expect(seat.page.locator(".answering")).to_be_visible()
    await keys.press("Escape")
    await expect(seat.page.locator(".answering")).to_be_hidden()
    await keys.press("Alt+ArrowDown")
    await expect(chats.nth(2)).to_have_attribute("aria-selected", "true")
    await seat.page.locator("#player").focus()
    await keys.press("Enter")
    await keys.type("冯某")
    await keys.press("Enter")
    await expect(seat.page.locator("#player")).to_contain_text("冯某")


async def test_every_control_has_a_name(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, ZHOU, RELIEF_GROUP)
    await seat.sees("【今日提示】")
    nameless = "[...document.querySelectorAll('button, input:not([hidden]), textarea, [role=option]')].filter("
    nameless += "e => !(e.getAttribute('aria-label') || e.title || e.textContent.trim())).map(e => e.outerHTML)"
    assert await seat.page.evaluate(nameless) == []


async def test_whoever_asked_for_less_motion_sees_nothing_go_round(morning: Demo, seat: Seat) -> None:
    """The clock's hand turns while time passes; else one at a millisecond a round is what they got."""
    await seat.sit(morning.url, ZHOU, ZHOU)
    hand = seat.page.locator("#clock > .icon")
    await seat.page.locator("#clock").evaluate("e => e.classList.add('is-moving')")
    times = "e => getComputedStyle(e).animationIterationCount"
    assert await hand.evaluate(times) == "1"
    await seat.page.emulate_media(reduced_motion="no-preference")
    assert await hand.evaluate(times) == "infinite"
