"""What people send besides words and change afterwards, and what hangs on a message: wide and on a phone."""

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from playground.telegram.pictures import sample_picture
from tests.page.browser import Browser, Seat
from tests.page.demo import FENG, RELIEF_GROUP, WANG, ZHOU, Demo
from tests.page.test_looks import picture

WIDTHS = pytest.mark.parametrize("width", [360, 1360])
ROWS = [
    [
        {"text": "同意销号", "callback_data": "a", "style": "success"},
        {"text": "退回", "callback_data": "b", "style": "danger"},
    ],
    [{"text": "查看", "callback_data": "c", "style": "primary"}, {"text": "其他", "callback_data": "d"}],
]
LONG = "".join(f"11月{day}日 <b>进展</b> 已核对{day}户\n" for day in range(3, 15))
#: Of the colours of a button's words and of what they stand on.
CONTRAST = """key => {
  const shade = text => text.match(/[\\d.]+/g).slice(0, 3).map(Number).map(one => one / 255)
    .map(one => one <= .03928 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4)
    .reduce((sum, one, place) => sum + one * [.2126, .7152, .0722][place], 0) + .05;
  const { color, backgroundColor } = getComputedStyle(key);
  const [one, other] = [shade(color), shade(backgroundColor)];
  return Math.max(one, other) / Math.min(one, other);
}"""


async def at(demo: Demo, browser: Browser, width: int, person: int, chat: int, *, dark: bool = False) -> Seat:
    profile = await browser.profile(width=width, height=800, dark=dark)
    return await Seat(await profile.new_page()).sit(demo.url, person, chat)


def png(name: str, shade: int) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": sample_picture(shade)}


async def attach(page: Page, *files: FilePayload) -> None:
    """Choose files with the clip."""
    await page.get_by_role("button", name="发送图片、文件、位置").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="图片或文件").click()
    await (await chooser.value).set_files(list(files))


async def act_on(seat: Seat, words: str, tool: str) -> None:
    """One of the tools of the first message with these words: a mouse over it shows them, on a phone a tap does."""
    message = seat.page.locator(".message", has_text=words).first
    await message.focus()
    await message.get_by_role("button", name=tool, exact=True).click()


@WIDTHS
async def test_a_photo_goes_with_caption_and_as_a_reply(morning: Demo, browser: Browser, width: int) -> None:
    seat = await at(morning, browser, width, WANG, RELIEF_GROUP)
    await seat.sees("【今日提示】")
    await act_on(seat, "【今日提示】", "回复")
    await seat.page.locator("#say").fill(f"12号现场{width}")
    await attach(seat.page, png("现场.png", 1))
    sent = seat.page.locator(".message.own", has_text=f"12号现场{width}")
    await expect(sent.locator(".quoted")).to_contain_text("【今日提示】")
    image = sent.locator(".photo img")
    assert await image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    await expect(seat.page.locator("#say")).to_have_value("")
    await picture(seat.page, f"photo-{width}")


@WIDTHS
async def test_several_pictures_are_one_album_and_its_caption_is_corrected(
    morning: Demo, browser: Browser, width: int
) -> None:
    seat = await at(morning, browser, width, WANG, RELIEF_GROUP)
    words = f"三处现曾{width}"
    await seat.page.locator("#say").fill(words)
    await attach(seat.page, *(png(f"{shade}.png", shade) for shade in range(3)))
    album = seat.page.locator(".message.own", has_text=words)
    await expect(album.locator(".album .photo img")).to_have_count(3)
    ids = {message["media_group_id"] for message in morning.get(f"/chats/{RELIEF_GROUP}/messages", all=1)[-3:]}
    assert len(ids) == 1
    await act_on(seat, words, "修改")
    await expect(seat.page.locator("#say")).to_have_value(words)
    await seat.say(f"三处现场{width}")
    corrected = seat.page.locator(".message.own", has_text=f"三处现场{width}")
    await expect(corrected).to_contain_text("已编辑")
    await expect(corrected.locator(".album .photo img")).to_have_count(3)
    assert await corrected.locator(".bubble").evaluate("e => e.getBoundingClientRect().right") <= width
    await picture(seat.page, f"album-{width}")
    await seat.page.reload()
    await seat.page.wait_for_selector("html[data-ready=yes]")
    await expect(seat.page.locator(".message.own", has_text=f"三处现场{width}").locator(".album .photo")).to_have_count(
        3
    )


@WIDTHS
async def test_a_place_is_a_card_with_its_degrees(morning: Demo, browser: Browser, width: int) -> None:
    seat = await at(morning, browser, width, WANG, RELIEF_GROUP)
    await seat.page.get_by_role("button", name="发送图片、文件、位置").click()
    await picture(seat.page, f"menu-{width}")
    await seat.page.get_by_role("menuitem", name="位置").click()
    await seat.page.get_by_label("纬度").fill("-30.5")
    await seat.page.get_by_role("dialog").get_by_role("button", name="发送").click()
    await expect(seat.page.locator(".message.own .place").last).to_contain_text("南纬30.50000°，东经120.50000°")
    await picture(seat.page, f"place-{width}")


@WIDTHS
async def test_a_picture_can_be_drawn_where_no_other_is_at_hand(morning: Demo, browser: Browser, width: int) -> None:
    seat = await at(morning, browser, width, WANG, WANG)
    await seat.page.get_by_role("button", name="发送图片、文件、位置").click()
    await seat.page.get_by_role("menuitem", name="示例照片").click()
    image = seat.page.locator(".message.own .photo img").last
    await expect(image).to_be_visible()
    assert await image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 480
    await picture(seat.page, f"drawn-{width}")


@WIDTHS
async def test_what_was_said_is_corrected_and_says_so(morning: Demo, browser: Browser, width: int) -> None:
    seat = await at(morning, browser, width, FENG, RELIEF_GROUP)
    await seat.say(f"错字{width}")
    await act_on(seat, f"错字{width}", "修改")
    await expect(seat.page.locator(".answering")).to_contain_text("修改消息")
    await seat.page.get_by_role("button", name="取消修改").click()
    await expect(seat.page.locator("#say")).to_have_value("")
    await act_on(seat, f"错字{width}", "修改")
    await seat.say(f"正字{width}")
    await expect(seat.page.locator(".message.own", has_text=f"正字{width}")).to_contain_text("已编辑")
    shown = morning.get(f"/chats/{RELIEF_GROUP}/messages", all=1)[-1]
    assert (shown["text"], shown["versions"]) == (f"正字{width}", [f"错字{width}"])
    other = await at(morning, browser, width, WANG, RELIEF_GROUP)
    await expect(
        other.page.locator(".message", has_text=f"正字{width}").get_by_role("button", name="修改")
    ).to_have_count(0)


@WIDTHS
async def test_a_reaction_stands_below_its_message_and_is_taken_back(
    morning: Demo, browser: Browser, width: int
) -> None:
    seat = await at(morning, browser, width, WANG, RELIEF_GROUP)
    other = await at(morning, browser, width, FENG, RELIEF_GROUP)
    words = f"今日已核对{width}户"
    await other.say(words)
    await act_on(seat, words, "表情回应")
    await seat.page.get_by_role("dialog").get_by_role("button", name="👍").click()
    mine = seat.page.locator(".message", has_text=words).locator(".reactions .reaction")
    await expect(mine).to_have_attribute("aria-pressed", "true")
    theirs = other.page.locator(".message", has_text=words).locator(".reactions .reaction")
    await expect(theirs).to_have_attribute("aria-label", "👍 王某")
    await theirs.click()
    await expect(mine).to_have_text("👍2")
    await picture(seat.page, f"reaction-{width}")
    await mine.click()
    await expect(theirs).to_have_attribute("aria-label", "👍 冯某")


async def _unfold(quote: Locator) -> None:
    """Tap it; once more where the page was drawn anew under the tap, as it is when another message comes."""
    unfolded = quote.get_by_role("button", name="收起")
    await quote.click()
    try:
        await expect(unfolded).to_be_visible(timeout=10_000)
    except AssertionError:
        await quote.click()


@WIDTHS
async def test_a_long_history_opens_on_a_tap(morning: Demo, browser: Browser, width: int) -> None:
    seat = await at(morning, browser, width, ZHOU, ZHOU)
    html = f"第12号经过\n<blockquote expandable>{LONG}</blockquote>"
    morning.bot("sendMessage", chat_id=ZHOU, text=html, parse_mode="HTML")
    quote = seat.page.locator(".fold").last
    await expect(quote).to_contain_text("展开")
    before = await quote.evaluate("e => e.offsetHeight")
    await picture(seat.page, f"folded-{width}")
    await _unfold(quote)
    await expect(quote.get_by_role("button", name="收起")).to_have_attribute("aria-expanded", "true")
    assert await quote.evaluate("e => e.offsetHeight") > 2 * before
    await picture(seat.page, f"unfolded-{width}")
    await quote.get_by_role("button", name="收起").click()
    assert await quote.evaluate("e => e.offsetHeight") == before
    morning.bot("sendMessage", chat_id=ZHOU, text="<blockquote expandable>一行</blockquote>", parse_mode="HTML")
    await expect(seat.page.locator(".message").last).not_to_contain_text("展开")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@WIDTHS
async def test_coloured_buttons_can_be_read_in_both_themes(
    morning: Demo, browser: Browser, width: int, dark: bool
) -> None:
    seat = await at(morning, browser, width, ZHOU, ZHOU, dark=dark)
    sent = morning.bot("sendPhoto", chat_id=ZHOU, caption="佐证1", files={"photo": ("p.png", sample_picture(2))})
    place = {"chat_id": ZHOU, "message_id": sent["message_id"]}
    morning.bot("editMessageReplyMarkup", **place, reply_markup={"inline_keyboard": ROWS})
    keys = seat.page.locator(f"[data-message='{sent['message_id']}'] .key")
    await expect(keys).to_have_count(4)
    await keys.last.scroll_into_view_if_needed()
    colours = [await key.evaluate("e => getComputedStyle(e).backgroundColor") for key in await keys.all()]
    assert len(set(colours)) == 4
    for key in (await keys.all())[:3]:
        assert await key.evaluate(CONTRAST) >= 4.5
    await picture(seat.page, f"keys-{width}-{'dark' if dark else 'light'}")


@WIDTHS
async def test_videos_voices_and_several_files_are_cards(morning: Demo, browser: Browser, width: int) -> None:
    seat = await at(morning, browser, width, FENG, FENG)
    morning.bot("sendVideo", chat_id=FENG, caption="录像", files={"video": ("入户.mp4", b"mp4")})
    morning.bot("sendVoice", chat_id=FENG, files={"voice": ("v.ogg", b"ogg")})
    await expect(seat.page.locator(".document", has_text="入户.mp4").last).to_contain_text("视频 0:07")
    await expect(seat.page.locator(".document").last).to_contain_text("语音0:07")
    tables = [{"name": f"{place}组.csv", "mimeType": "text/csv", "buffer": b"1"} for place in "甲乙"]
    await attach(seat.page, *tables)  # type: ignore[arg-type]  # the library's own mapping type
    album = seat.page.locator(".message.own .album.files").last
    await expect(album.locator(".document")).to_have_count(2)
    await expect(album).to_contain_text("乙组.csv")
    assert await album.evaluate("e => e.closest('.bubble').getBoundingClientRect().right") <= width - 10
    await picture(seat.page, f"cards-{width}")


async def test_an_album_takes_ten_and_no_more(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, FENG, FENG)
    await attach(seat.page, *(png(f"{shade}.png", shade) for shade in range(11)))
    await seat.hears("一次最多发送10个文件")
