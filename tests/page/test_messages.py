"""Messages as people see them: marks, replies, edits, pictures, files, silence, typing; and nothing that runs."""

import base64

from playwright.async_api import expect

from tests.page.browser import Seat
from tests.page.demo import FENG, RELIEF_GROUP, WANG, ZHOU, Demo

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_text_has_its_marks(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, ZHOU, ZHOU)
    html = (
        '<b>粗<i>斜</i></b> <u>线</u> <s>删</s> <code>码</code> <tg-spoiler>密</tg-spoiler> <a href="https://t.me/x">链</a>'
        f'<blockquote>引文</blockquote><a href="tg://user?id={FENG}">冯某</a> 收'
    )
    morning.bot("sendMessage", chat_id=ZHOU, text=html, parse_mode="HTML", disable_notification=True)
    shown = seat.page.locator(".message").last
    for tag, text in (("strong", "粗斜"), ("strong em", "斜"), ("u", "线"), ("s", "删"), ("code", "码"), ("a", "链")):
        await expect(shown.locator(f".text {tag}")).to_have_text(text)
    await expect(shown.locator("blockquote")).to_have_text("引文")
    await expect(shown.get_by_role("img", name="静默推送")).to_be_visible()
    await shown.locator(".spoiler").click()
    await expect(shown.locator(".revealed")).to_have_text("密")
    await shown.locator(".mention").click()
    await expect(seat.page.locator("#player")).to_contain_text("冯某")


async def test_what_others_write_never_runs(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, WANG, RELIEF_GROUP)
    hostile = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"
    await seat.say(hostile)
    await expect(seat.page.locator(".message.own").last).to_contain_text(hostile)
    morning.bot(
        "sendDocument", chat_id=RELIEF_GROUP, caption="<b>附件</b>", files={"document": ("<b>名</b>.html", b"<p>x</p>")}
    )
    await expect(seat.page.locator(".document b").last).to_have_text("<b>名</b>.html")
    assert "owned" not in await seat.page.title()


async def test_an_edit_changes_the_message_in_its_place_and_a_deletion_takes_it_away(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, ZHOU, ZHOU)
    sent = morning.bot("sendMessage", chat_id=ZHOU, text="原来的话")
    await seat.sees("原来的话")
    morning.bot("editMessageText", chat_id=ZHOU, message_id=sent["message_id"], text="改过的话")
    changed = seat.page.locator(".message", has_text="改过的话")
    await expect(changed).to_contain_text("已编辑")
    morning.bot("deleteMessage", chat_id=ZHOU, message_id=sent["message_id"])
    await expect(changed).to_have_count(0)


async def test_what_is_pinned_hangs_above_the_chat_as_it_reads_now(morning: Demo, seat: Seat) -> None:
    """As a group's board does; it leads to the message, and goes when it is taken down."""
    await seat.sit(morning.url, WANG, RELIEF_GROUP)
    hangs = seat.page.locator(".pinned")
    await expect(hangs).to_be_hidden()
    sent = morning.bot("sendMessage", chat_id=RELIEF_GROUP, text="【督办看板】社会救助股\n🔴逾期1")
    there = {"chat_id": RELIEF_GROUP, "message_id": sent["message_id"]}
    morning.bot("pinChatMessage", **there, disable_notification=True)
    await expect(hangs).to_contain_text("🔴逾期1")
    morning.bot("editMessageText", **there, text="【督办看板】社会救助股\n🔴逾期2")
    await expect(hangs).to_contain_text("🔴逾期2")
    await hangs.click()
    await expect(seat.page.locator(".message.found")).to_contain_text("🔴逾期2")
    morning.bot("unpinChatMessage", **there)
    await expect(hangs).to_be_hidden()


async def test_pictures_are_shown_and_files_are_kept(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, ZHOU, ZHOU)
    morning.bot("sendPhoto", chat_id=ZHOU, caption="现场照片", files={"photo": ("p.png", _PIXEL)})
    picture = seat.page.locator(".photo img").last
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    morning.bot("sendDocument", chat_id=ZHOU, files={"document": ("督办通报.docx", b"content")})
    async with seat.page.expect_download() as download:
        await seat.page.locator(".document", has_text="督办通报.docx").click()
    saved = await download.value
    assert saved.suggested_filename == "督办通报.docx"
    assert (await saved.path()).read_bytes() == b"content"


async def test_a_file_of_ones_own_is_sent_with_the_clip(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, WANG, RELIEF_GROUP)
    await seat.page.get_by_role("button", name="发送图片、文件、位置").click()
    async with seat.page.expect_file_chooser() as chooser:
        await seat.page.get_by_role("menuitem", name="图片或文件").click()
    file = {"name": "佐证.txt", "mimeType": "text/plain", "buffer": "补录126户".encode()}
    await (await chooser.value).set_files(file)  # type: ignore[arg-type]  # the library's own mapping type
    await expect(seat.page.locator(".message.own .document").last).to_contain_text("佐证.txt")


async def test_the_bot_is_seen_typing_until_it_speaks(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, ZHOU, ZHOU)
    morning.bot("sendChatAction", chat_id=ZHOU, action="typing")
    await expect(seat.page.locator(".typing")).to_be_visible()
    morning.bot("sendMessage", chat_id=ZHOU, text="好了")
    await seat.sees("好了")
    await expect(seat.page.locator(".typing")).to_be_hidden()


async def test_a_message_is_forwarded_into_another_chat(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, ZHOU, ZHOU)
    morning.bot("sendMessage", chat_id=ZHOU, text="请转发到群里")
    message = seat.page.locator(".message", has_text="请转发到群里")
    await message.hover()
    await message.get_by_role("button", name="转发").click()
    await seat.page.locator(".choice", has_text="社会救助股工作群").click()
    await expect(seat.page.locator(".talk-title")).to_contain_text("社会救助股工作群")
    await expect(seat.page.locator(".message.own", has_text="请转发到群里")).to_contain_text("转发自 督办助手")


async def test_links_to_the_bot_act_inside_the_page(morning: Demo, seat: Seat) -> None:
    """The bureau's digest has buttons that open the private chat with a question."""
    await seat.sit(morning.url, ZHOU)
    await seat.open("青禾县民政局工作群")
    await seat.press("逾期清单")
    await expect(seat.page.locator(".talk-title")).to_contain_text("督办助手")
    await seat.sees("/start late")
    await seat.sees("逾期清单")


async def test_buttons_answer_with_toasts_and_copy_what_they_hold(morning: Demo, seat: Seat) -> None:
    await seat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await seat.sit(morning.url, ZHOU, ZHOU)
    rows = [
        [{"text": "复制催办词", "copy_text": {"text": "请今日反馈"}}],
        [{"text": "旧按钮", "callback_data": "none"}],
    ]
    morning.bot("sendMessage", chat_id=ZHOU, text="两个按钮", reply_markup={"inline_keyboard": rows})
    await seat.press("复制催办词")
    await seat.hears("已复制")
    assert await seat.page.evaluate("navigator.clipboard.readText()") == "请今日反馈"
    await seat.press("旧按钮")
    await expect(seat.page.locator(".toast, dialog").last).to_be_visible()
