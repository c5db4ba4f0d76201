"""Takes the pictures of README and manual (使用手册) from the page, so that they never go stale: ``make pictures``.

The demonstration is played as a newcomer plays it, always on the same Monday.
"""

import asyncio
import io
import tempfile
from pathlib import Path
from typing import NamedTuple

import httpx
from openpyxl import Workbook

from tests.page.browser import Browser, Seat
from tests.page.chromium import MISSING, find_chromium
from tests.page.demo import FENG, LI, RELIEF_GROUP, ROOT, WANG, ZHAO, ZHOU, Demo

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 200_000  # bytes
PHONE, SHORTEST = 380, 360  # pixels; on a phone the conversation alone is shown, as high as it is, up to a limit
LOG = "document.querySelector('#talk .log')"
FONTS = "async () => { do await document.fonts.ready; while (document.fonts.status !== 'loaded'); }"


class View(NamedTuple):
    """One picture: whose page, which chat, the words that must be on it, and how high it may be."""

    name: str
    person: int
    chat: int
    words: str
    height: int = 800
    width: int = PHONE


#: What is looked at after each step of the story.
AT_DIGEST = (
    View("page", LI, RELIEF_GROUP, "今日提示", 740, 1280),
    View("group-morning", FENG, RELIEF_GROUP, "今日提示"),
    View("leader-morning", ZHAO, ZHAO, "分管提示"),
)
AT_ALERTS = (
    View("office-morning", ZHOU, ZHOU, "办公室留存"),
    View("receipt", FENG, RELIEF_GROUP, "已签收", 760),
)
AT_WORK = (
    View("my-items", WANG, WANG, "已办结", 780),
    View("approval", ZHAO, ZHAO, "销号申请", 520),
    View("import-preview", ZHOU, ZHOU, "导入预览", 600),
)


async def take(browser: Browser, demo: Demo, view: View) -> None:
    """Take one picture, once its words and every font are there."""
    is_phone = view.width == PHONE
    profile = await browser.profile(width=view.width, height=SHORTEST if is_phone else view.height)
    seat = await Seat(await profile.new_page()).sit(demo.url, view.person, view.chat)
    await seat.sees(view.words)
    page = seat.page
    await page.evaluate(FONTS)
    if is_phone:
        hidden = int(await page.evaluate(f"{LOG}.scrollHeight - {LOG}.clientHeight"))
        await page.set_viewport_size({"width": view.width, "height": min(SHORTEST + hidden, view.height)})
    await page.evaluate(f"{LOG}.scrollTo(0, {LOG}.scrollHeight); document.activeElement?.blur()")
    await page.locator(".to-bottom").wait_for(state="hidden")
    path = FOLDER / f"{view.name}.png"
    await (page.locator("#talk") if is_phone else page).screenshot(path=path, animations="disabled")
    await profile.close()
    if path.stat().st_size > LARGEST:
        raise SystemExit(f"{path.name}: {path.stat().st_size} bytes are too many")


def sign(demo: Demo) -> None:
    """收到, in reply to the alert."""
    asked = demo.get(f"/chats/{RELIEF_GROUP}/messages")[-1]["message_id"]
    demo.post(f"/people/{FENG}/say", chat_id=RELIEF_GROUP, text="收到", reply_to=asked)
    demo.get("/idle")


def work(demo: Demo) -> None:
    """What three people do after it; each is answered before the next."""
    for person, words in (
        (WANG, "我的事项"),
        (WANG, "完成 9 数据比对完成，核减12户"),
        (FENG, "补充佐证 24 抽查记录已归档"),
        (FENG, "完成 24 补录126户，抽查20户无误"),
    ):
        demo.post(f"/people/{person}/say", text=words)
        demo.get("/idle")
    file = {"file": ("12月增补.xlsx", small_workbook())}
    httpx.post(f"{demo.url}/playground/people/{ZHOU}/files", files=file, trust_env=False).raise_for_status()
    demo.get("/idle")


def small_workbook() -> bytes:
    """A task, a rectification, and something without a limit."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "增补事项"
    for row in (
        ("序号", "类别", "事项", "责任单位", "责任人", "完成时限"),
        (51, "任务", "春节前困难群众走访慰问", "社会救助股", "王某", "12月25日前"),
        (52, "整改", "巡察反馈：临时救助公示不及时", "社会救助股", "冯某", "10个工作日内"),
        (53, "任务", "养老服务宣传", "养老服务股", "褚某", "尽快"),
    ):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


async def take_all(chromium: str) -> None:
    """Every picture, in the order of the story."""
    with tempfile.TemporaryDirectory() as folder, Demo(Path(folder)) as demo:
        async with Browser(chromium) as browser:
            demo.move("digest")
            for view in AT_DIGEST:
                await take(browser, demo, view)
            demo.move("next")
            sign(demo)
            for view in AT_ALERTS:
                await take(browser, demo, view)
            work(demo)
            for view in AT_WORK:
                await take(browser, demo, view)


def main() -> None:
    """``python -m tests.page.pictures``."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(MISSING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    asyncio.run(take_all(chromium))


if __name__ == "__main__":
    main()
