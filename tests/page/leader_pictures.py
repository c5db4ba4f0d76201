"""Pictures of what leaders look at: the wall chart in the chat and as a sheet, a pinned board, a half-year draft.

The half year is the one that ``test_half_year.py`` plays.
"""

import asyncio
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

from tests.page.browser import Browser, Seat
from tests.page.demo import ROOT, ZHENG, ZHOU, Demo
from tests.page.test_half_year import Year, planned_in_january, slow_by_june, worked_through_the_spring

FOLDER = ROOT / "docs" / "pictures"
CHART, WALL, PINNED, PAPER = "chart", "chart-wall", "pinned", "half-year-paper"
CHEN, WEI, CHILDREN_GROUP = 700010, 700012, -500104
NAMES = (CHART, WALL, PINNED, PAPER)
#: Pixels: a sheet as wide as a manual's page, and one page of a paper.
WALL_WIDTH, PAPER_WIDTH, EDGE = 1600, 760, 2
COLOURS = 64
AS_WIDE_AS_THE_PAGE = "<style>body { margin: 0 } svg { width: 100vw; height: auto; display: block }</style>"
WRITERS = ("soffice", "libreoffice")
OFFICE_MISSING = f"{PAPER}.png is left as it is: LibreOffice or pdftoppm (poppler-utils) is missing"
READING = 120  # seconds
FONTS = "async () => { do await document.fonts.ready; while (document.fonts.status !== 'loaded'); }"


async def take_of_leaders(browser: Browser) -> None:
    """All of them, from the first of January to the first of July."""
    with tempfile.TemporaryDirectory() as folder, Demo(Path(folder)) as demo:
        phone = await browser.profile(width=380, height=900)
        office = Year(demo, Seat(await phone.new_page()), Seat(await (await browser.profile()).new_page()))
        await office.begin()
        await planned_in_january(office)
        await worked_through_the_spring(office)
        await slow_by_june(office)
        await office.until("07-01")
        await take_chart(office)
        await take_wall(office, browser, demo)
        await take_pinned(office)
        await take_paper(office, demo, Path(folder))


async def take_chart(office: Year) -> None:
    """The picture that a unit's head is sent."""
    await office.says(CHEN, "挂图", "【挂图】养老服务股")
    await keep_message(office.phone, "【挂图】养老服务股", CHART)


async def take_wall(office: Year, browser: Browser, demo: Demo) -> None:
    """The bureau's sheet, as it is printed."""
    await office.says(ZHENG, "挂图", "【挂图】青禾县民政局")
    await office.presses(ZHENG, "矢量图", "挂图-2026-07-01.svg")
    sheet = demo.newest_file(ZHENG, ".svg")
    page = await (await browser.profile(width=WALL_WIDTH, height=round(WALL_WIDTH / 2**0.5))).new_page()
    await page.set_content(AS_WIDE_AS_THE_PAGE + sheet.decode())
    keep(await page.locator("svg").first.screenshot(), WALL)


async def take_pinned(office: Year) -> None:
    """The unit's group with its board open."""
    seat = await office.seat(WEI, CHILDREN_GROUP)
    await seat.page.locator(".pinned").click()
    await keep_message(seat, "【督办看板】儿童福利股", PINNED)


async def take_paper(office: Year, demo: Demo, folder: Path) -> None:
    """The first page of the draft, as LibreOffice prints it."""
    await office.says(ZHOU, "起草 半年汇报 上半年", "【半年汇报】草稿")
    writer = next(filter(None, map(shutil.which, WRITERS)), None)
    reader = shutil.which("pdftoppm")
    if writer is None or reader is None:
        print(OFFICE_MISSING)  # noqa: T201 - for who takes the pictures
        return
    draft = folder / "draft.docx"
    draft.write_bytes(demo.newest_file(ZHOU, ".docx"))
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    await run(writer, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(draft))
    width = ("-scale-to-x", str(PAPER_WIDTH), "-scale-to-y", "-1")
    await run(reader, "-png", "-singlefile", *width, str(folder / "draft.pdf"), str(folder / "page"))
    keep((folder / "page.png").read_bytes(), PAPER)


async def run(*command: str) -> None:
    await asyncio.to_thread(subprocess.run, command, check=True, timeout=READING, stdout=subprocess.DEVNULL)


async def keep_message(seat: Seat, words: str, name: str) -> None:
    """The newest message with these words, its buttons included."""
    await seat.page.evaluate(FONTS)
    await seat.page.evaluate("document.activeElement?.blur()")
    message = seat.page.locator(".message", has_text=words).last.locator(".stack")
    await message.scroll_into_view_if_needed()
    keep(await message.screenshot(animations="disabled"), name)


def keep(picture: bytes, name: str) -> None:
    """With few colours, as none of these is a photograph, and an edge, as paper is white."""
    image = ImageOps.expand(Image.open(io.BytesIO(picture)).convert("RGB"), EDGE, "#d0d4da")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
