"""The board in a real browser: one click from the demonstration, live, by keyboard alone, from a phone to a wall."""

import re

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page, Route, expect

from tests.page.browser import Browser, Seat
from tests.page.demo import FENG, ZHENG, Demo

PATHS = ("", "items", "items?by=duties", "items/12", "calendar", "items?print=1", "?wall=1")
#: What reaches beyond the right edge.
STICKS_OUT = """[...document.querySelectorAll("main *")].filter((each) =>
  each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".quiet"))
  .map((each) => each.outerHTML.slice(0, 80))"""

#: How many texts can be seen, and which of them stand out too little from the colours behind them (WCAG 2.2, 1.4.3), or
#: stand on a picture or a gradient, of which that can't be told.
FAINT = """() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, back) => [0, 1, 2].map((n) => top[n] * top[3] + back[n] * (1 - top[3]));
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (rgb) => [0.2126, 0.7152, 0.0722].reduce((sum, part, n) => sum + part * linear(rgb[n] / 255), 0);
  const faint = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let read = 0;
  for (let node; (node = walk.nextNode()); ) {
    const element = node.parentElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (!node.data.trim() || !element.checkVisibility() || box.width < 2 || box.height < 2) continue;
    let back = [255, 255, 255], opacity = 1, hasPicture = false;
    const behind = [];
    for (let each = element; each; each = each.parentElement) behind.unshift(getComputedStyle(each));
    for (const each of behind) {
      back = over(rgba(each.backgroundColor), back);
      opacity *= Number(each.opacity);
      hasPicture ||= each.backgroundImage !== "none";
    }
    const [r, g, b, a] = rgba(style.color);
    const [less, more] = [light(over([r, g, b, a * opacity], back)), light(back)].sort((one, other) => one - other);
    const size = parseFloat(style.fontSize), isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    read += 1;
    if (hasPicture || (more + 0.05) / (less + 0.05) < (isLarge ? 3 : 4.5)) faint.push(node.data.trim());
  }
  return [read, faint];
}"""


async def _board(seat: Seat, demo: Demo, user_id: int) -> Page:
    """The board as the page's button opens it."""
    await seat.sit(demo.url, user_id)
    async with seat.page.expect_popup() as opened:
        await seat.page.locator("#board").click()
    board = await opened.value
    await expect(board.locator("h1")).to_contain_text("督办情况")
    return board


async def test_the_board_is_one_click_away_and_follows_the_ledger(morning: Demo, browser: Browser, seat: Seat) -> None:
    menu = morning.get("/rehearsal/menu", user_id=ZHENG, chat_id=ZHENG)
    assert "board" in {each["command"] for each in menu}
    board = await _board(seat, morning, ZHENG)
    assert "tgWebAppData" not in board.url
    await expect(board.locator(".who")).to_have_text("郑某（局领导）")
    closed = board.locator(".figures .settled .count").first
    before = int(await closed.inner_text())
    await board.keyboard.press("Tab")
    await expect(board.locator(".skip")).to_be_focused()
    await board.keyboard.press("Enter")
    await expect(board.locator("main")).to_be_focused()
    await board.keyboard.press("Tab")  # the first figure
    await expect(board.locator(".figures a").first).to_be_focused()
    other = Seat(await (await browser.profile()).new_page())
    await other.sit(morning.url, FENG, FENG)
    await other.say("完成 10")
    await other.sees("已办结")
    await expect(closed).to_have_text(str(before + 1), timeout=15_000)
    await expect(board.locator(".figures a").first).to_be_focused()  # where the reader is stays as it is
    await board.keyboard.press("Enter")
    await expect(board.locator("h1")).to_have_text("全局事项")
    await board.locator("summary").focus()
    await board.keyboard.press("Enter")
    await board.get_by_label("单位").select_option("养老服务股")
    await board.get_by_role("button", name="筛选").click()
    await expect(board.locator(".chosen")).to_contain_text("单位：养老服务股")
    assert board.url.endswith("/items?unit=%E5%85%BB%E8%80%81%E6%9C%8D%E5%8A%A1%E8%82%A1")


async def test_nothing_sticks_out_and_each_theme_and_paper_has_its_own_look(morning: Demo, browser: Browser) -> None:
    for width, dark in ((360, True), (1280, False), (1920, False)):
        seat = Seat(await (await browser.profile(width=width, height=900, dark=dark)).new_page())
        await seat.sit(morning.url, ZHENG)
        board = await seat.page.context.new_page()
        await board.goto(f"{morning.url}/playground/rehearsal/board?user_id={ZHENG}")
        await expect(board.locator("h1")).to_contain_text("督办情况")
        home = board.url
        for path in PATHS:
            await board.goto(f"{home}{path}")
            assert await board.evaluate(STICKS_OUT) == [], (width, path)
            assert await board.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, path)
            assert await board.locator("h1").count() == 1
            assert await board.evaluate(
                "[...document.querySelectorAll('input:not([type=hidden]), select')].every(e => e.labels.length)"
            )
        paper = "getComputedStyle(document.body).backgroundColor"
        await board.goto(home)
        assert await board.evaluate(paper) == ("rgb(20, 23, 26)" if dark else "rgb(246, 246, 243)")
        await board.get_by_role("button", name="深浅色").click()
        assert await board.evaluate(paper) == ("rgb(246, 246, 243)" if dark else "rgb(20, 23, 26)")
        await board.emulate_media(media="print")
        assert await board.evaluate(paper) == "rgb(255, 255, 255)"
        assert not await board.locator(".nav").is_visible()


async def test_a_board_that_a_proxy_refused_follows_the_ledger_again(morning: Demo, browser: Browser) -> None:
    """While the board is started again its proxy answers 502, after which a browser asks for events no more."""
    seat = Seat(await (await browser.profile()).new_page())
    await seat.sit(morning.url, ZHENG)
    page = await seat.page.context.new_page()
    await page.clock.install()
    asked = []

    async def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            await route.fulfill(status=502, body="502")
        else:
            await route.continue_()

    await page.route("**/events", answer)
    await page.goto(f"{morning.url}/playground/rehearsal/board?user_id={ZHENG}")
    await expect(page.locator(".lost")).to_contain_text("正在重新连接")
    await page.clock.fast_forward(16_000)
    await expect(page.locator(".lost")).to_have_text("")
    assert len(asked) == 2
    browser.complaints.clear()  # of the 502


async def test_every_word_stands_out_from_what_is_behind_it(morning: Demo, browser: Browser) -> None:
    """Before signing in as well: on the page behind a link that still holds. In the dark axe looks (below)."""
    page = await (await browser.profile(width=360, height=900)).new_page()
    await page.goto(f"{morning.url}/playground/rehearsal/board?user_id={ZHENG}")
    await expect(page.locator("h1")).to_contain_text("督办情况")
    home = page.url
    morning.say(ZHENG, "看板")
    link = re.search(r"http\S+/sign-in/\S+", morning.texts(ZHENG)[-1])
    assert link is not None
    for address in (link[0], *(home + path for path in PATHS)):
        await page.goto(address)
        read, faint = await page.evaluate(FAINT)
        assert read > 3
        assert faint == [], address
    await page.evaluate("document.querySelector('main').style.color = 'rgb(128 128 128 / 60%)'")
    assert (await page.evaluate(FAINT))[1] != [], "the measure itself would see it"


#: What axe-core finds wrong with the page as it stands: the rule, and the element.
VIOLATIONS = """async () => (await axe.run(document, { resultTypes: ["violations"] }))
  .violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html.slice(0, 200)}`))"""


async def _faults(page: Page, *, is_printed: bool) -> list[str]:
    """On a wide screen in light colours, on a phone in dark ones, and on paper."""
    await page.evaluate(AXE_SCRIPT)
    found = await page.evaluate(VIOLATIONS)
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.emulate_media(color_scheme="dark", media="print" if is_printed else "screen")
    found += await page.evaluate(VIOLATIONS)
    await page.set_viewport_size({"width": 1360, "height": 860})
    await page.emulate_media(color_scheme="light", media="screen")
    return list(found)


async def test_axe_finds_no_fault_on_any_page(morning: Demo, browser: Browser) -> None:
    """Before signing in as well: what stands behind a link that still holds, and how one signs in without any."""
    page = await (await browser.profile()).new_page()
    await page.goto(f"{morning.url}/playground/rehearsal/board?user_id={ZHENG}")
    await expect(page.locator("h1")).to_contain_text("督办情况")
    home = page.url
    morning.say(ZHENG, "看板")
    link = re.findall(r"http\S+/sign-in/\S+", morning.texts(ZHENG)[-1])[0]
    found = {}
    few = "items?light=late"  # rows are alike, and each takes its time
    for path in ("", few, "items/12", "calendar", "chart", "?wall=1", f"{few}&print=1", link):
        await page.goto(path if path == link else home + path)
        found[path] = await _faults(page, is_printed="print" in path)
    await page.context.clear_cookies()
    async with page.expect_console_message(lambda said: "401" in said.text):
        await page.goto(home)
    browser.complaints.clear()  # of the 401
    found["signed out"] = await _faults(page, is_printed=False)
    assert {path: faults for path, faults in found.items() if faults} == {}
    await page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    await page.evaluate("document.querySelector('main').style.color = 'rgb(128 128 128 / 60%)'")
    seen = {fault.partition(":")[0] for fault in await page.evaluate(VIOLATIONS)}
    assert {"image-alt", "color-contrast"} <= seen, "axe itself would see it"
