"""From the January meeting to the half-year report, played on the page: a reader of that report recognises its state.

The page is opened at the stations; the weeks between them pass without it, with all that the bot says in them.

Most of what was due is done; one highlight of eight is done and summed up, stations and quotas lag, the nursing home
is slow and named for it, audit findings are crossed off one by one. half_year.toml has what needs no page.
"""

import asyncio
import io

from docx import Document

from tests.page.browser import Browser, Seat
from tests.page.demo import FENG, LI, WANG, ZHAO, ZHENG, ZHOU, Demo
from tests.page.half_year_work import day_before, days_between, work
from tests.page.test_media import attach, png
from tests.page.test_month import Office

WU, CHU, JIANG, ZHU, YOU, XU, QIAN, SUN = 700006, 700011, 700013, 700017, 700019, 700020, 700003, 700004
BUREAU_GROUP, HOME_GROUP = -500100, -500108
BEGINS = "01-05"
OF_THE_DRAFT = (
    "列入台账管理的事项共49项，已办结21项，占42%，逾期2项，推进中26项。",
    "2026年上半年已到期22项，其中已办结20项；新交办49项；办结21项，均按期；期限调整1次。",
    "已办结6项：低保动态核查数据报送（6项）",
    "已完成1项（婚俗改革示范村建设）。已总结上报1项。其余7项：社会组织孵化园投入运行（已完成5/12家）",
    "镇（村）未成年人保护工作站（点）建设（下级已办结1/8项）",
    "逾期未办结2项：城关镇未成年人保护工作站（点）（儿童福利股，6月30日到期，已完成7/16个）",
    "招商引资任务（已完成3200/10000万元）",
    "党政信息报送（已完成8/10条）",
    "已销号3项：审计反馈：救助资金结余未及时上缴、",
    "涉及金额69.3万元，已整改64.7万元（93%），出台制度2项：《低保对象死亡信息按月比对制度》、《临时救助档案管理办法》",
    "被通报未办结1项：青禾敬老院改造提升（节点已完成2/5）",
    "反映难点未解决1项：青禾敬老院改造提升（主体工程变更设计未获批复，施工班组窝工）",
)


class Year(Office):
    """The office from January on, each day with the work that needs no page."""

    def __init__(self, demo: Demo, phone: Seat, screen: Seat) -> None:
        super().__init__(demo.url, phone, screen)
        self._demo, self._day = demo, BEGINS

    async def begin(self) -> None:
        """Start over with the year, and open the bot's chat on phone and screen."""
        page = self.screen.page
        await page.goto(f"{self._url}/#{ZHOU}/{ZHOU}")
        await page.wait_for_selector("html[data-ready=yes]")
        await page.locator("#again").click()
        await page.locator(".choice", has_text="1月第一周").click()
        await page.get_by_text("1月5日").first.wait_for()
        await self.open()

    async def until(self, day: str) -> None:
        """The morning of that day, picked in the clock bar; the weeks before it pass while nobody looks at the page."""
        *before, last = days_between(self._day, day)
        await self._looks_away()
        for each in before:
            await self._passes(each)
            self._day = each
            await self.works()
        await self._passes(day_before(last))
        await self.open()
        await self._move(last)
        self._day = last
        await self.works()

    async def _looks_away(self) -> None:
        """A page that is open shows every message of every day, which costs more than the bot that sends them."""
        for seat in (self.phone, self.screen):
            await seat.page.goto("about:blank")
        self._at = ""

    async def _passes(self, day: str) -> None:
        """As the clock bar has it: with every digest and alert on the way."""
        if day > self._day:
            await asyncio.to_thread(self._demo.move, f"2026-{day}")

    async def works(self) -> None:
        """What is done without the page on the day that is played."""
        await asyncio.to_thread(work, self._demo, self._day)

    async def _move(self, day: str) -> None:
        page = self.screen.page
        async with page.expect_response("**/rehearsal/move", timeout=600_000):
            await page.locator("#pick-date input").evaluate(
                "(input, day) => { input.value = day; input.dispatchEvent(new Event('change')) }", f"2026-{day}"
            )

    async def confirms(self, person: int, words: str, label: str, answer: str) -> None:
        """What shows a preview first."""
        await self.says(person, words, "请核对")
        await self.presses(person, label, answer)


async def test_half_a_year_is_played_on_the_page_and_ends_as_the_report_tells_it(demo: Demo, browser: Browser) -> None:
    phone = await browser.profile(width=390, height=844)
    office = Year(demo, Seat(await phone.new_page()), Seat(await (await browser.profile()).new_page()))
    await office.begin()
    await planned_in_january(office)
    await worked_through_the_spring(office)
    await slow_by_june(office)
    await reads_as_the_report(office, demo)


async def planned_in_january(office: Year) -> None:
    await office.lets_pass("digest")
    await office.works()
    steps = "1月30日 完成立项；3月31日 完成招标；6月15日 主体改造完工；9月30日 设备安装到位；11月10日 消防验收"
    await office.says(XU, f"节点 24 {steps}", "节点已完成0/5")
    await office.confirms(
        ZHOU, "/edit 30 分解 办公室4、社会救助股3、养老服务股3 季度 2 5 8 10", "确认调整", "一季度2条"
    )
    await office.says(CHU, "完成 42 已电话答复发放标准", "已申请销号")
    await office.presses(QIAN, "同意销号", "同意销号")
    await office.until("01-30")
    await office.says(XU, "节点 24 完成1", "节点已完成1/5")


async def worked_through_the_spring(office: Year) -> None:
    await office.until("02-25")
    await office.says(WANG, "批示办理 33 已与殡葬、公安部门比对，追缴15.2万元", "已报批示领导")
    await office.sees(ZHENG, "【批示办理情况】第33号")
    await office.confirms(ZHOU, "/edit 36 整改金额=43.5万元", "确认调整", "43.5万元")
    owner = await office.seat(FENG)
    await owner.page.locator("#say").fill("36 结余资金上缴凭证")
    await attach(owner.page, png("凭证.png", 1))
    await owner.sees("已存入第36号佐证")
    await office.says(FENG, "完成 36 结余资金全部上缴", "已申请销号")
    await office.presses(ZHAO, "同意销号", "同意销号")
    await office.until("03-30")
    await office.says(XU, "节点 24 完成2", "节点已完成2/5")
    await office.says(FENG, "完成 22 测算报告已报局党组", "已办结")
    await office.until("05-20")
    await office.says(WU, "/progress 30 +2条", "还差8条")
    await office.says(LI, "/progress 30 +1条", "还差7条")
    await office.says(YOU, "/progress 1 6个", "已完成6/6个")
    await office.says(YOU, "完成 1 示范村全部建成", "已办结")
    await office.presses(YOU, "已总结上报", "已总结上报")


async def slow_by_june(office: Year) -> None:
    await office.until("06-17")
    await office.says(JIANG, "/progress 14 7个", "还差9个")
    await office.says(JIANG, "/progress 15 4个", "还差9个")
    await office.says(CHU, "/progress 25 128户", "还差172户")
    await office.says(ZHU, "/progress 5 5家", "还差7家")
    await office.says(ZHOU, "/progress 29 3200万元", "还差6800万元")
    home = await office.seat(XU, HOME_GROUP)
    await home.sees("【节点催办】")
    await home.sees("节点：主体改造完工，6月15日（周一）到期，逾期1天")
    await office.until("06-26")
    problem = "交办 许某 7月31日前 推进会通报：敬老院项目进度相对缓慢 #整改 来源=全市民政半年工作推进会通报"
    await office.confirms(ZHOU, problem, "确认交办", "已通知责任单位签收")
    await office.confirms(ZHOU, "/edit 24 标记 省考、市考、被通报", "确认调整", "被通报")


async def reads_as_the_report(office: Year, demo: Demo) -> None:
    await office.until("07-01")
    [morning] = [text for text in demo.texts(BUREAU_GROUP) if text.startswith("【督办晨报】7月1日")]
    assert "八大亮点：办结1项（已总结上报1项），推进7项" in morning
    assert "时间过半" in morning
    assert "严重滞后" in morning
    await office.says(ZHENG, "第24号", "节点：已完成2/5")
    card = demo.texts(ZHENG)[-1]
    assert "被通报" in card
    await office.says(ZHENG, "第6号", "下级")
    await office.says(ZHENG, "第36号", "销号")
    await office.says(ZHENG, "第29号", "已完成3200/10000万元")
    await office.says(ZHENG, "督办汇总", "八大亮点：办结1项")
    await office.says(ZHOU, "起草 半年汇报 上半年", "【半年汇报】草稿")
    draft = "\n".join(each.text for each in Document(io.BytesIO(demo.newest_file(ZHOU, ".docx"))).paragraphs)
    assert not [words for words in OF_THE_DRAFT if words not in draft]
