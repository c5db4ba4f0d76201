"""A month of an office, played with the page's own controls alone: on a phone, and on the office's wide screen."""

from tests.page.browser import Browser, Seat
from tests.page.demo import FENG, LI, RELIEF_GROUP, WANG, ZHAO, ZHENG, ZHOU, Demo
from tests.page.test_media import attach, png

#: Notes each message of the bot when it stands in a conversation, be it changed later: how high it is with its buttons.
WATCH = """
window.stood = [];
window.measure = () => {
  for (const each of document.querySelectorAll(".message:not(.own)")) {
    if (each.dataset.stood) continue;
    each.dataset.stood = "yes";
    window.stood.push([each.querySelector(".stack").offsetHeight, each.innerText]);
  }
};
new MutationObserver(window.measure).observe(document, { childList: true, subtree: true });
"""
MANY = 300
#: Opens one conversation after the other, and notes what stands in each.
READ_ALL = """async (places) => {
  for (const place of places) {
    location.hash = place;
    await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
    window.measure();
  }
  return window.stood;
}"""


class Office:
    """The people of the month on a phone that goes from hand to hand, and the office at its screen."""

    def __init__(self, url: str, phone: Seat, screen: Seat) -> None:
        self._url, self.phone, self.screen = url, phone, screen
        self._at = ""

    async def open(self) -> None:
        await self.screen.sit(self._url, ZHOU, ZHOU)
        await self.phone.sit(self._url)

    async def seat(self, person: int, chat: int = 0) -> Seat:
        """Where the person sits, with the bot's private chat open, or another one."""
        if person == ZHOU:
            return self.screen
        place = f"#{person}/{chat or person}"
        if place != self._at:
            await self.phone.page.evaluate("place => { location.hash = place }", place)
            self._at = place
        return self.phone

    async def sees(self, person: int, words: str) -> None:
        await (await self.seat(person)).sees(words)

    async def says(self, person: int, words: str, answer: str) -> None:
        """What the bot answers with ``answer`` in it."""
        await (await self.seat(person)).say(words)
        await self.sees(person, answer)

    async def presses(self, person: int, label: str, answer: str) -> None:
        """The newest button of exactly that label."""
        page = (await self.seat(person)).page
        await page.get_by_role("button", name=label, exact=True).last.click()
        await self.sees(person, answer)

    async def lets_pass(self, button: str) -> None:
        """One of the clock's buttons, on the office's screen."""
        page = self.screen.page
        async with page.expect_response("**/rehearsal/move", timeout=600_000):
            await page.locator(f"#to-{button}").click()


async def test_a_month_is_played_on_the_page_and_every_message_fits_a_phone(demo: Demo, browser: Browser) -> None:
    """Set, signed, reported with a photo, extended, refused, stuck, handed over, away, returned, approved, undone."""
    phone = await browser.profile(width=390, height=844)
    await phone.add_init_script(WATCH)
    office = Office(demo.url, Seat(await phone.new_page()), Seat(await (await browser.profile()).new_page()))
    await office.open()
    await office.lets_pass("digest")
    await set_and_signed(office)
    await reported_with_a_photo(office)
    await extended_and_refused(office)
    await stuck(office)
    await handed_over_and_away(office)
    await returned_and_approved(office)
    await cancelled(office)
    await office.lets_pass("week")
    await answered_by_the_director(office)
    await office.lets_pass("week")
    await reported_in_anothers_place(office)
    await office.lets_pass("week")
    await office.says(WANG, "完成 9 数据比对完成", "第9号 低保动态管理 已办结")
    world = demo.get("")
    private = [f"#{person['id']}/{person['id']}" for person in world["people"]]
    groups = [f"#{ZHOU}/{chat['id']}" for chat in world["chats"]]
    stood = await office.phone.page.evaluate(READ_ALL, private + groups)
    screen = int(await office.phone.page.evaluate("document.querySelector('#talk .log').clientHeight"))
    assert len(stood) > MANY
    assert [words for height, words in stood if height > screen] == []


async def set_and_signed(office: Office) -> None:
    await office.says(ZHOU, "交办 社会救助股 王某 12月10日前 冬春救助物资发放 #整改", "【请核对】拟交办第41号")
    await office.presses(ZHOU, "确认交办", "已通知责任单位签收")
    group = await office.seat(WANG, RELIEF_GROUP)
    assignment = group.page.locator(".message", has_text="整改期限：12月10日（周四），责任人王某").last
    await assignment.get_by_role("button", name="签收", exact=True).click()
    await group.sees("已签收")


async def reported_with_a_photo(office: Office) -> None:
    owner = await office.seat(FENG)
    await owner.page.locator("#say").fill("24 抽查20户，档案齐全")
    await attach(owner.page, png("现场.png", 1))
    await owner.sees("已存入第24号佐证：照片1张")
    await office.presses(FENG, "附言记为进展", "已记录第24号进展")


async def extended_and_refused(office: Office) -> None:
    await office.says(WANG, "延期 41 12月20日 物资12月中旬到货", "12月20日（周日）是休息日")
    await office.presses(WANG, "12月18日（周五）", "已送分管领导审批")
    await office.presses(ZHAO, "同意", "同意延期至12月18日（周五）")
    await office.sees(WANG, "期限调整为12月18日（周五），原期限12月10日")
    await office.says(WANG, "延期 11 12月31日 个别乡镇未报送", "已送分管领导审批")
    await office.presses(ZHAO, "不同意", "请选择不同意的原因")
    await office.presses(ZHAO, "另写原因", "请直接发送不同意的原因")
    await office.says(ZHAO, "年底前须完成考核，请抓紧", "不同意延期")
    await office.sees(WANG, "不同意延期至12月31日（周四）。原因：年底前须完成考核，请抓紧")


async def stuck(office: Office) -> None:
    await office.says(WANG, "难点 9 省平台数据口径不一，请协调", "请选择难点类型")
    await office.presses(WANG, "需协调", "已报分管领导，请其于11月25日（周三）前答复")
    await office.sees(ZHAO, "【难点报告】第9号")


async def answered_by_the_director(office: Office) -> None:
    """The deputy leader left it unanswered."""
    await office.sees(ZHENG, "【难点报告】第9号")
    await office.presses(ZHENG, "答复", "请直接发送答复内容")
    await office.says(ZHENG, "已商省厅，12月4日前统一口径", "已答复：已商省厅")
    await office.sees(WANG, "【难点答复】第9号")
    await office.presses(WANG, "已解决", "难点已解决")
    for person in (LI, ZHOU):  # those whose cards have most buttons
        await office.says(person, "第9号", "办理过程：")


async def handed_over_and_away(office: Office) -> None:
    await office.says(LI, "转办 11 冯某 王某借调乡镇", "等待接手。接手前仍由王某负责")
    await office.presses(FENG, "接手", "已由您接手")
    await office.says(FENG, "请假 12月7日-12月11日 王某 外出培训", "【请核对】请假")
    await office.presses(FENG, "确认", "已登记请假")
    await office.sees(WANG, "【请假代办】")


async def reported_in_anothers_place(office: Office) -> None:
    await office.says(WANG, "11 已签订98%", "记为第11号进展")
    await office.presses(WANG, "确认", "已记录第11号进展")
    await office.says(LI, "第11号", "王某（代冯某）")


async def returned_and_approved(office: Office) -> None:
    await office.says(FENG, "完成 24 补录126户，抽查20户无误", "已申请销号")
    await office.presses(ZHAO, "退回补充", "请选择退回原因")
    await office.presses(ZHAO, "另写原因", "请直接发送")
    await office.says(ZHAO, "抽查记录缺签字页", "退回补充")
    await office.sees(FENG, "【退回补充】第24号")
    await office.says(FENG, "完成 24 签字页已补齐", "已申请销号")
    await office.presses(ZHAO, "同意销号", "同意销号")


async def cancelled(office: Office) -> None:
    await office.says(ZHOU, "交办 社会救助股 冯某 12月25日前 困难群众走访慰问", "拟交办第42号")
    await office.presses(ZHOU, "确认交办", "第42号")
    await office.says(ZHOU, "撤销 42 重复录入", "【请核对】拟撤销")
    await office.presses(ZHOU, "确认撤销", "本事项已撤销")
