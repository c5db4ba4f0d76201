"""The tour's story, by clicking and typing: several persons at once, each in a tab of their own."""

from playwright.async_api import expect

from tests.page.browser import Seat
from tests.page.demo import FENG, LI, RELIEF_GROUP, WANG, Demo


async def test_the_first_digest_is_on_screen_after_one_click(demo: Demo, seat: Seat) -> None:
    await seat.sit(demo.url)
    await seat.page.locator("#to-digest").click()
    await seat.sees("【督办晨报】11月23日（周一）")
    await expect(seat.page.locator("#now")).to_contain_text("08:30")
    await expect(seat.page.locator(".chat", has_text="社会救助股").locator(".unread")).to_have_text("1")
    await seat.open("社会救助股工作群")
    await seat.sees("【今日提示】社会救助股")
    await expect(seat.page.locator(".chat", has_text="社会救助股").locator(".unread")).to_have_count(0)


async def test_staff_list_their_items_open_one_close_it_and_take_it_back(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, WANG)
    await seat.open("督办助手")
    await seat.page.locator("#say").type("/my")
    await expect(seat.page.locator(".command-row")).to_have_count(1)
    await seat.page.keyboard.press("Enter")
    await seat.sees("【我的事项】王某")
    await seat.page.get_by_role("button", name="9 低保动态管理", exact=True).click()
    await expect(seat.page.locator(".message", has_text="数据比对中").last).to_contain_text("已编辑")
    await seat.say("/done 9 数据比对完成，核减12户")
    await seat.sees("第9号 低保动态管理 已办结")
    await seat.press("撤回")
    await seat.sees("已撤回办结")


async def test_a_reply_in_the_group_closes_what_the_digest_asks_for(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, FENG, RELIEF_GROUP)
    digest = seat.page.locator(".message", has_text="【今日提示】社会救助股").first
    await digest.hover()
    await digest.get_by_role("button", name="回复").click()
    await expect(seat.page.locator(".answering")).to_contain_text("督办助手")
    await seat.say("/done 10 测算报告已报局党组")
    own = seat.page.locator(".message.own").last
    await expect(own.locator(".quoted")).to_contain_text("今日提示")
    await seat.sees("第10号 城乡低保提标测算 已办结")
    await own.locator(".quoted").click()
    await expect(digest).to_be_focused()


async def test_new_items_are_signed_for_by_pressing_and_by_a_word(morning: Demo, seat: Seat) -> None:
    morning.move("next")
    await seat.sit(morning.url, WANG, RELIEF_GROUP)
    await seat.press("签收第9号")
    await seat.sees("已签收")
    assert any("签收" in text and "王某" in text for text in morning.texts(RELIEF_GROUP))


async def test_who_may_not_is_told_so_readably(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, WANG, WANG)
    await seat.say("/done 999")
    await seat.sees("第999号")
    await seat.play("路人")
    await seat.open("督办助手")
    await seat.say("/mytasks")
    await seat.sees("尚未登记启用")


async def test_people_are_switched_on_top_and_keep_their_chats_apart(morning: Demo, seat: Seat) -> None:
    await seat.sit(morning.url, LI, RELIEF_GROUP)
    await seat.play("赵某")
    await expect(seat.page.locator("#player")).to_contain_text("分管领导")
    await expect(seat.page.locator(".talk-title")).to_contain_text("社会救助股工作群")
    await seat.open("督办助手")
    await seat.sees("【分管提示】")
    await seat.page.go_back()
    await expect(seat.page.locator(".talk-title")).to_contain_text("社会救助股工作群")
    await seat.page.reload()
    await expect(seat.page.locator("#player")).to_contain_text("赵某")
