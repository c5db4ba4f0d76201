"""Takes the pictures of README and manual (使用手册) from the page, so that they never go stale: ``make pictures``.

The demonstration is played as a newcomer plays it, always on the same Monday.
"""

import asyncio
import io
import tempfile
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from playground.telegram.pictures import sample_picture
from tests.page.browser import Browser, Seat
from tests.page.chromium import MISSING, find_chromium
from tests.page.demo import FENG, LI, RELIEF_GROUP, ROOT, WANG, ZHAO, ZHENG, ZHOU, Demo
from tests.page.leader_pictures import FOLDER, FONTS, take_of_leaders

LARGEST = 200_000  # bytes
PHONE, SHORTEST = 380, 360  # pixels; on a phone the conversation alone is shown, as high as it is, up to a limit
LOG = "document.querySelector('#talk .log')"
#: Of the conversation: how high the view is, and all that stands in it from the newest message with the words on.
HEIGHTS = """first => {
  const log = document.querySelector("#talk .log");
  const from = [...log.querySelectorAll(".message")].filter((each) => first && each.innerText.includes(first)).at(-1);
  return [log.clientHeight, log.scrollHeight - (from ? from.offsetTop - 3 : 0)];
}"""


class View(NamedTuple):
    """One picture: whose page, which chat, the words that must be on it, and how high it may be.

    Or it begins with the newest message that has the ``first`` words.
    """

    name: str
    person: int
    chat: int
    words: str
    height: int = 800
    width: int = PHONE
    first: str = ""


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
    View("approval", ZHAO, ZHAO, "销号申请", first="销号申请"),
    View("import-preview", ZHOU, ZHOU, "导入预览", 600),
)
MINUTES = """交办
1. 社会救助股 王某 12月25日前 春节慰问方案
2. 养老服务股 12月12日前 养老机构安全检查
3. 儿童福利股 蒋某 走访困境儿童
4. 社会事务股 尤某 12月31日前 年度工作总结"""


async def take(browser: Browser, demo: Demo, view: View) -> None:
    """Take one picture, once its words and every font are there."""
    is_phone = view.width == PHONE
    profile = await browser.profile(width=view.width, height=SHORTEST if is_phone else view.height)
    seat = await Seat(await profile.new_page()).sit(demo.url, view.person, view.chat)
    await seat.sees(view.words)
    page = seat.page
    await page.evaluate(FONTS)
    if is_phone:
        shown, hidden = await page.evaluate(HEIGHTS, view.first)
        around = SHORTEST - int(shown)
        height = around + int(hidden) if view.first else min(SHORTEST + int(hidden) - int(shown), view.height)
        await page.set_viewport_size({"width": view.width, "height": height})
    await page.evaluate(f"{LOG}.scrollTo(0, {LOG}.scrollHeight); document.activeElement?.blur()")
    await page.locator(".to-bottom").wait_for(state="hidden")
    path = FOLDER / f"{view.name}.png"
    await (page.locator("#talk") if is_phone else page).screenshot(path=path, animations="disabled")
    await profile.close()


def sign(demo: Demo) -> None:
    """收到, in reply to the alert."""
    asked = demo.get(f"/chats/{RELIEF_GROUP}/messages")[-1]["message_id"]
    demo.post(f"/people/{FENG}/say", chat_id=RELIEF_GROUP, text="收到", reply_to=asked)
    demo.get("/idle")


def work(demo: Demo) -> None:
    """What three people do after it; each is answered before the next."""
    demo.say(WANG, "我的事项")
    demo.say(WANG, "完成 9 数据比对完成，核减12户")
    demo.send(FENG, {"photo": ("抽查.png", sample_picture(2))}, "24 抽查记录")
    demo.say(FENG, "完成 24 补录126户，抽查20户无误")
    demo.send(ZHOU, {"file": ("12月增补.xlsx", small_workbook())})


def report(demo: Demo) -> None:
    demo.send(FENG, {"photo": ("测算会.png", sample_picture(5))}, "10 测算会已开，报告初稿完成")


def ask_for_time(demo: Demo) -> None:
    demo.say(WANG, "延期 11 12月20日 两个乡镇协议未报送")
    demo.press(WANG, "12月18日（周五）")


def report_obstacle(demo: Demo) -> None:
    demo.say(WANG, "难点 25 一户已外迁，联系不上，请协调公安")
    demo.press(WANG, "需协调")
    demo.say(ZHAO, "答复难点 25 已请公安协查，12月1日前回复")


def set_several(demo: Demo) -> None:
    demo.say(ZHOU, MINUTES)


def go_away(demo: Demo) -> None:
    demo.say(LI, "请假 12月7日-12月11日 王某 外出培训")
    demo.press(LI, "确认")


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


#: What is said next, and the picture of it.
CONVERSATION = (
    (report, View("report-photo", FENG, FENG, "已存入第10号佐证", first="10 测算会已开")),
    (ask_for_time, View("extension", ZHAO, ZHAO, "【延期申请】第11号", first="【延期申请】第11号")),
    (report_obstacle, View("obstacle", WANG, WANG, "【难点答复】第25号", first="难点 25 一户已外迁")),
    (set_several, View("batch", ZHOU, ZHOU, "成批交办", first="1. 社会救助股 王某")),
    (go_away, View("leave", LI, LI, "已登记请假", first="请假 12月7日")),
)
ALL = (*AT_DIGEST, *AT_ALERTS, *AT_WORK, *(view for _, view in CONVERSATION))


class BoardView(NamedTuple):
    """A picture of the board, as the director sees it: its page, and how large it is."""

    name: str
    path: str
    width: int
    height: int


BOARD = (BoardView("board", "", 1216, 760), BoardView("board-wall", "?wall=1", 1280, 720))
PAGE = ROOT / "playground" / "demo" / "page"


async def take_board(browser: Browser, demo: Demo) -> None:
    """The board names the fonts of its readers' machines; this one may have none, and is lent those of the page."""
    css = (ROOT / "texts" / "board" / "static" / "board.css").read_text(encoding="utf-8")
    lent = (
        (PAGE / "fonts.css").read_text(encoding="utf-8")
        + css
        + ':root { --sans: "Duban Sans"; --serif: "Duban Sans"; }'
    )
    for view in BOARD:
        profile = await browser.profile(width=view.width, height=view.height, bypass_csp=True)
        page = await profile.new_page()
        await page.route("**/static/board.css", lambda route: route.fulfill(body=lent, content_type="text/css"))
        await page.route(
            "**/static/fonts/*", lambda route: route.fulfill(path=PAGE / "fonts" / route.request.url.rpartition("/")[2])
        )
        await page.goto(f"{demo.url}/playground/rehearsal/board?user_id={ZHENG}")
        await page.wait_for_selector(".figures")
        await page.goto(f"{page.url}{view.path}")
        await page.evaluate(FONTS)
        await page.screenshot(path=FOLDER / f"{view.name}.png", animations="disabled")
        await profile.close()


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
            for happens, view in CONVERSATION:
                happens(demo)
                await take(browser, demo, view)
            await take_board(browser, demo)
            await take_of_leaders(browser)
    for path in FOLDER.glob("*.png"):
        if path.stat().st_size > LARGEST:
            raise SystemExit(f"{path.name}: {path.stat().st_size} bytes are too many")


def main() -> None:
    """``python -m tests.page.pictures``."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(MISSING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    asyncio.run(take_all(chromium))


if __name__ == "__main__":
    main()
