"""The board's pages: what each reader sees of which list, escaped whatever somebody wrote, and nothing by guessing."""

import re
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from aiohttp.test_utils import make_mocked_request
from msgspec import structs

from domain.absence import Absence
from domain.board import MOST_PAGES, PAGE_ROWS
from domain.item import Did, Evidence, EvidenceKind, FormerLimit, Item, ItemStatus, Obstacle, ObstacleKind, Step
from domain.item_records import Instruction, Measure, Milestone
from domain.roster import Role
from handlers.board.routes import Routes
from tests.domain.office import DIRECTOR, OWNER, TODAY, at, item, person
from tests.handlers.board import COOKIE, OpenBoard
from tests.handlers.office import Bureau

EVERYBODY = ["办主任", "局长", "分管甲", "股长", "别股长", "甲某", "丙某", "纪委", "管理员"]


@pytest.fixture
def filled(bureau: Bureau) -> Bureau:
    """Items of every unit and light, a sensitive one, a closed and a suspended one, and one that two units share."""
    bureau.add(
        item("2026-11-18", number=1),
        item("2026-11-20", number=2, owner="乙某", source="工作要点"),
        item("2026-11-23", number=3, kind="rectification", source="专项审计"),
        item("2026-12-31", number=4, unit="养老服务股", owner="别股长", partners=("社会救助股",)),
        item("2026-12-31", number=5, unit="儿童福利股", owner="丙某"),
        item("2026-12-31", number=6, kind="petition", is_sensitive=True, title="信访人诉求"),
        item("2026-12-31", number=7, unit="儿童福利股", owner="丙某", kind="petition", is_sensitive=True),
        item("2026-11-10", number=8, status=ItemStatus.CLOSED, closed_at=at("11-10 10:00"), closed_by="甲某"),
        item("2026-12-31", number=9, status=ItemStatus.SUSPENDED, suspended_until=date(2026, 11, 30)),
        item("2026-11-30", number=10, unit="", owner="局长"),
        item(
            "2026-11-20", number=11, status=ItemStatus.SUBMITTED, kind="rectification", submitted_at=at("11-19 10:00")
        ),
    )
    return bureau


async def _told(bureau: Bureau, name: str, *asked: str) -> set[int]:
    """The items of these lists in the chat, all of their pages."""
    found: set[int] = set()
    for words in asked:
        said = await bureau.ask(name, words)
        found |= {int(number) for number in re.findall(r"第(\d+)号", said)}
    return found


async def test_each_reader_sees_on_the_board_what_the_chat_lists(filled: Bureau, board: OpenBoard) -> None:
    """Every role and every list, page by page of the chat."""
    pages = range(0, 12, 3)
    chat = {
        "/items": [f"list:0:1:{page}" for page in pages],
        "/items?by=problems": [f"problems:0:1:{page}" for page in pages],
        "/items?scope=mine": [f"mine:0:1:{page}" for page in pages],
        "/items?light=late": ["late:0:0:0"],
    }
    for name in EVERYBODY:
        for path, asked in chat.items():
            assert (await board.get(path, name)).numbers == await _told(filled, name, *asked), (name, path)


async def test_an_item_may_be_opened_by_whom_the_chat_shows_it(filled: Bureau, board: OpenBoard) -> None:
    """What one may not see and what is not there are one answer, to the letter."""
    seen = 0
    for name in EVERYBODY:
        for number in (1, 4, 5, 6, 7, 8, 10):
            is_told = "无权查看" not in await filled.ask(name, f"/item {number}")
            page, missing = await board.get(f"/items/{number}", name), await board.get("/items/999", name)
            assert (page.status, missing.status) == (200 if is_told else 404, 404), (name, number)
            assert is_told or page.text == missing.text
            seen += is_told
    assert 30 < seen < 7 * len(EVERYBODY)


async def test_who_stands_in_and_a_liaison_see_what_is_theirs_that_day(bureau: Bureau, board: OpenBoard) -> None:
    stand_in = person("代班", Role.STAFF, "养老服务股", telegram_id=9011)
    liaison = person("联络员", Role.STAFF, "养老服务股", telegram_id=9012)
    away = Absence(first_on=TODAY, last_on=TODAY, stand_in="代班", stand_in_number=stand_in.number)
    with bureau.ledger.transaction(at=bureau.now, by="test", did="people") as tx:
        for each in (stand_in, liaison, structs.replace(OWNER, away=(away,))):
            tx.save_person(each)
        tx.save_person(structs.replace(DIRECTOR, liaisons=("联络员",)))
    for each in (stand_in, liaison):
        bureau.players[each.name] = bureau.playground.person(each.telegram_id or 0, each.name)
    bureau.add(item("2026-12-31", number=1), item("2026-12-31", number=2, unit="", owner="局长"))
    assert (await board.get("/items?scope=mine", "代班")).numbers == {1}
    assert (await board.get("/items?scope=mine", "联络员")).numbers == {2}
    assert (await board.get("/items/1", "联络员")).status == 404
    bureau.wait(days=1)
    assert (await board.get("/items?scope=mine", "代班")).numbers == set()


@pytest.mark.usefixtures("filled")
async def test_counts_of_the_first_page_are_those_of_its_lists(board: OpenBoard) -> None:
    for name in EVERYBODY:
        home = await board.get("/", name)
        assert home.status == 200
        figures = re.findall(
            r'<a href="([^"]+)"><span class="word">[^<]+</span><span class="count">(\d+)</span>', home.text
        )
        assert len(figures) == 9
        for href, count in figures:
            assert len((await board.get(unescape(href), name)).numbers) == int(count), (name, href)
        for href, count in re.findall(r'<a href="(/items\?[^"]+)" aria-label="[^"]+">(\d+)</a>', home.text):
            assert len((await board.get(unescape(href), name)).numbers) == int(count), (name, href)
    whole = await board.get("/", "局长")
    assert "含敏感事项2项" in whole.text
    assert "含敏感事项" not in (await board.get("/", "别股长")).text


@pytest.mark.usefixtures("filled")
async def test_a_wall_shows_nothing_sensitive_and_nobodys_name(board: OpenBoard) -> None:
    for path in (
        "/?wall=1",
        "/items?wall=1",
        "/items?wall=1&q=信访",
        "/calendar?wall=1&month=2026-12",
        "/items?wall=1&by=unit",
    ):
        page = await board.get(path, "局长")
        assert page.status == 200
        assert page.numbers == set()
        assert "信访" not in page.text.replace("按信访", "").replace('value="信访"', "").replace("查找：信访", "")
        assert not re.search("甲某|乙某|丙某|别股长", page.text)
    for query in ("by=duties", "owner=甲某", "leader=局长", "by=duties&print=1"):
        page = await board.get(f"/items?wall=1&{query}", "局长")
        assert "网址有误" in page.text
        assert not re.search("甲某|乙某|丙某|别股长", page.text)
    assert (
        '<span class="count">7</span>' in (await board.get("/?wall=1", "局长")).text
    )  # of ten in hand two are sensitive


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}"


def _marked() -> Item:
    """An item with markup in every field that somebody writes."""
    now = at("11-19 10:00")
    return item(
        "2026-11-25",
        number=1,
        title=MARKUP,
        unit=MARKUP,
        owner=MARKUP,
        leader=MARKUP,
        partners=(MARKUP,),
        source=MARKUP,
        reference=MARKUP,
        standard=MARKUP,
        progress=MARKUP,
        remark=MARKUP,
        marks=(MARKUP,),
        ledger_number=MARKUP,
        sheet=MARKUP,
        due_written=MARKUP,
        criterion=MARKUP,
        verifier=MARKUP,
        like_cases=MARKUP,
        rule_made=MARKUP,
        returned_reason=MARKUP,
        rules_made=(MARKUP,),
        measures=(Measure(words=MARKUP, owner=MARKUP),),
        milestones=(Milestone(number=1, words=MARKUP, due=date(2026, 11, 24), owner=MARKUP),),
        instructions=(Instruction(words=MARKUP, leader=MARKUP, day=TODAY, answer_by=date(2026, 11, 26)),),
        former_limits=(FormerLimit(due="2026-11-01", moved_at=now, moved_by=MARKUP, reason=MARKUP),),
        obstacle=Obstacle(kind=ObstacleKind.COORDINATION, words=MARKUP, by=MARKUP, at=now),
        evidence=(
            Evidence(words=MARKUP, by=MARKUP, at=now, name=MARKUP),
            Evidence(kind=EvidenceKind.PHOTO, name=MARKUP, by=MARKUP, returned_at=now, returned_reason=MARKUP),
        ),
        history=(Step(at=now, by=MARKUP, did=Did.PROGRESS, note=MARKUP, on_behalf=MARKUP),),
    )


class Tags(HTMLParser):
    """The elements of a page and their attributes, as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.scripts: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called for each."""
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))


async def test_markup_in_any_field_is_text_on_every_page(bureau: Bureau, board: OpenBoard) -> None:
    bureau.add(_marked())
    for path in (
        "/",
        "/?wall=1",
        "/items",
        "/items?by=unit",
        "/items?by=source",
        "/items?by=tasks",
        "/items?by=duties",
        "/items?print=1",
        f"/items?{urlencode({'q': '<script>alert(1)'})}",
        f"/items?{urlencode({'owner': '<script>alert(1)</script>'})}",
        f"/items?{urlencode({'leader': MARKUP[:50]})}",
        "/items/1",
        "/calendar",
        f"/calendar?{urlencode({'unit': MARKUP[:50]})}",
    ):
        page = await board.get(path, "局长")
        assert page.status == 200, path
        assert "&lt;script&gt;" in page.text, path
        found = Tags(page.text)
        assert found.scripts == ["/static/theme.js", "/static/board.js"], path
        assert not found.names & {"img", "iframe", "object", "style"}, path
        assert not any(name.startswith("on") or name == "style" for name in found.attributes), path
        said = re.sub(r'data-revision="[^"]*"', "", page.text)  # which is partly chance
        assert "49" not in said.replace("2026-", ""), path


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/items/0", 404),
        ("/items/-1", 404),
        ("/items/012", 404),
        ("/items/1e3", 404),
        ("/items/٣", 404),
        ("/items/99999999999999", 404),
        ("/items/../../etc/passwd", 404),
        ("/static/../templates/base.html", 404),
        ("/static/%2e%2e/pages.py", 404),
        ("/static/..%2fpages.py", 404),
        ("/static/", 404),
        ("/templates/base.html", 404),
        ("/ledger.json", 404),
        ("/items?light=red", 404),
        ("/items?by=nobody", 404),
        ("/items?state=open&state=closed", 404),
        ("/items?page=0", 404),
        (f"/items?page={MOST_PAGES + 1}", 404),
        ("/items?page=٢", 404),
        ("/items?unit=" + "%E5%8D%95" * 61, 404),
        ("/items?q=%00", 404),
        ("/items?q=" + "a" * 41, 404),
        ("/calendar?month=2026-13", 404),
        ("/calendar?month=2026-1", 404),
        ("/calendar?month=9999-12", 404),
        ("/items?x=" + "a" * 2_000, 414),
    ],
)
@pytest.mark.usefixtures("filled")
async def test_what_no_page_links_to_is_refused(board: OpenBoard, path: str, status: int) -> None:
    answer = await board.get(path, "办主任")
    assert answer.status == status
    assert not answer.numbers
    assert "低保" not in answer.text


@pytest.mark.usefixtures("filled")
async def test_who_is_not_in_is_told_how_to_get_in_and_nothing_else(board: OpenBoard) -> None:
    for path in ("/", "/items", "/items/1", "/items/999", "/calendar", "/events", "/items?light=red"):
        answer = await board.get(path)
        assert answer.status == 401, path
        assert "发送“看板”" in answer.text
        assert "低保" not in answer.text
    assert (await board.get("/nowhere")).status == 404
    refused = await board.post("/items")
    assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD")
    async with board.client.head("/events", headers=_signed_in(board, "甲某")) as head:
        assert head.status == 405  # it would stay open, and say nothing


@pytest.mark.usefixtures("filled")
async def test_every_answer_carries_the_headers(board: OpenBoard) -> None:
    answers = [
        await board.get(path, "甲某") for path in ("/", "/items/999", "/static/board.js", "/events?x=" + "a" * 2_000)
    ]
    answers += [await board.get("/"), await board.post("/app")]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Server" not in answer.headers
    assert [each.headers["Cache-Control"] for each in answers] == [
        "no-store",
        "no-store",
        "no-cache",
        *["no-store"] * 3,
    ]


@pytest.mark.usefixtures("filled")
async def test_pages_name_no_foreign_host(board: OpenBoard) -> None:
    for path in (
        "/",
        "/items",
        "/items/1",
        "/calendar",
        "/app",
        "/static/board.css",
        "/static/board.js",
        "/static/app.js",
    ):
        text = (await board.get(path, "局长")).text
        assert set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text)) - {"http://www.w3.org"} == set(), path


@pytest.mark.usefixtures("filled")
async def test_an_address_of_filters_can_be_passed_on(board: OpenBoard) -> None:
    asked = urlencode({"unit": "社会救助股", "kind": "rectification", "source": "专项审计", "by": "source"})
    for name, expected in (("局长", {3}), ("甲某", {3}), ("别股长", set[int]())):
        assert (await board.get(f"/items?{asked}", name)).numbers == expected
    page = await board.get(f"/items?{asked}", "局长")
    assert "单位：社会救助股" in page.text
    assert '<option value="rectification" selected>' in page.text
    sent = await board.get("/items?q=&unit=&kind=task&light=&source=&owner=&by=unit", "局长")  # as its form sends it
    assert (sent.status, sent.headers["Location"]) == (302, "/items?by=unit&kind=task")
    assert (await board.get("/items?unit=-", "局长")).numbers == {10}  # 未填
    assert (await board.get("/items?leader=分管甲&state=open", "局长")).numbers == {1, 2, 3, 4, 6, 11}
    assert (await board.get("/items?state=closed", "甲某")).numbers == {8}
    assert (await board.get("/items?state=paused", "丙某")).numbers == set()
    assert (await board.get("/items?q=诉求", "甲某")).numbers == {6}
    assert (await board.get("/items?q=诉求", "别股长")).numbers == set()


async def test_long_lists_turn_pages_and_are_printed_whole(bureau: Bureau, board: OpenBoard) -> None:
    bureau.add(*(item("2026-12-31", number=n) for n in range(1, PAGE_ROWS + 31)))
    first, last = await board.get("/items", "甲某"), await board.get("/items?page=2", "甲某")
    assert (len(first.numbers), len(last.numbers)) == (PAGE_ROWS, 30)
    assert first.numbers | last.numbers == set(range(1, PAGE_ROWS + 31))
    assert "第1页，共2页" in first.text
    assert 'rel="next"' not in last.text
    assert (await board.get("/items?page=9", "甲某")).numbers == last.numbers
    assert len((await board.get("/items?print=1", "甲某")).numbers) == PAGE_ROWS + 30


async def test_the_calendar_has_limits_steps_answers_rechecks_and_returns(bureau: Bureau, board: OpenBoard) -> None:
    bureau.add(
        item("2026-11-25", number=1, milestones=(Milestone(number=1, words="选址", due=date(2026, 11, 24)),)),
        item(
            "2026-12-25",
            number=2,
            instructions=(Instruction(words="抓紧", leader="局长", day=TODAY, answer_by=date(2026, 11, 26)),),
        ),
        item(number=3, status=ItemStatus.SUSPENDED, suspended_until=date(2026, 11, 27)),
        item(
            number=4,
            kind="rectification",
            status=ItemStatus.CLOSED,
            closed_at=at("08-25 10:00"),
            observe_until=date(2026, 11, 23),
            history=(Step(at=at("08-25 10:00"), by="分管甲", did=Did.APPROVE),),
        ),
        item("2026-11-25", number=5, unit="儿童福利股", owner="丙某"),
    )
    page = (await board.get("/calendar", "股长")).text
    days = dict(re.findall(r'<time datetime="2026-11-(\d\d)">(.*?)</td>', page, re.DOTALL))
    assert "节点" in days["24"]
    assert "1 低保动态管理：选址" in days["24"]
    assert "1 低保动态管理" in days["25"]
    assert "批示" in days["26"]
    assert "挂账到期" in days["27"]
    assert "回头看" in days["23"]
    assert "5 低保动态管理" not in page
    assert "本月到期5项" in page
    assert "本月到期1项" in (await board.get("/calendar?unit=儿童福利股", "局长")).text
    december = await board.get("/calendar?month=2026-12", "股长")
    assert december.numbers == {2}
    assert "今日" in days[f"{TODAY:%d}"]


async def test_an_item_shows_its_history_and_evidence_by_name(bureau: Bureau, board: OpenBoard) -> None:
    piece = Evidence(
        kind=EvidenceKind.DOCUMENT, name="验收单.pdf", by="甲某", at=at("11-19 10:00"), file_id="secret-id"
    )
    steps = tuple(
        Step(at=at("11-19 10:00") + timedelta(minutes=n), by="甲某", did=Did.PROGRESS, note=f"进展{n}")
        for n in range(40)
    )
    bureau.add(item(number=1, evidence=(piece,), history=steps, partners=("养老服务股",)))
    page = (await board.get("/items/1", "股长")).text
    assert "验收单.pdf" in page
    assert "secret-id" not in page
    assert page.index("进展39") < page.index("进展0<")
    partner = (await board.get("/items/1", "别股长")).text  # may open it, and not its evidence
    assert "进展39" in partner
    assert "验收单.pdf" not in partner


async def test_parts_and_their_parent_are_shown_as_far_as_one_may_see_them(bureau: Bureau, board: OpenBoard) -> None:
    bureau.add(
        item("2026-12-31", number=1, title="全局任务", unit="办公室", owner="办主任"),
        item("2026-12-31", number=2, title="救助部分", parent=1),
        item("2026-12-31", number=3, title="儿童部分", parent=1, unit="儿童福利股", owner="丙某"),
    )
    assert {2, 3} <= (await board.get("/items/1", "局长")).numbers
    part = await board.get("/items/2", "甲某")
    assert "全局任务" not in part.text
    assert 1 not in part.numbers


async def test_without_items_every_page_says_so_to_a_leader_without_units_as_well(
    bureau: Bureau, board: OpenBoard
) -> None:
    with bureau.ledger.transaction(at=bureau.now, by="test", did="oversee nothing") as tx:
        [deputy] = [person for person in bureau.roster.people if person.name == "分管乙"]
        tx.save_person(structs.replace(deputy, oversees=()))
    said = {
        "/": "没有逾期、今日到期和临期事项",
        "/?wall=1": "没有逾期、今日到期和临期事项",
        "/items": "没有符合条件的事项",
        "/items?by=duties&state=closed": "没有符合条件的事项",
        "/items?print=1": "没有符合条件的事项",
        "/calendar": "2026年11月",
        "/chart": "没有可上图的事项",
    }
    for name in ("局长", "分管乙"):
        for path, words in said.items():
            page = await board.get(path, name)
            assert (page.status, page.numbers) == (200, set()), (name, path)
            assert words in page.text, (name, path)
        assert (await board.get("/chart.svg", name)).status == 404


@pytest.mark.usefixtures("filled")
async def test_the_wall_chart_is_drawn_of_what_one_may_see_and_never_of_what_is_sensitive(board: OpenBoard) -> None:
    page = await board.get("/chart", "甲某")
    assert '<img src="/chart.svg"' in page.text
    sheet = await board.get("/chart.svg", "甲某")
    assert (sheet.status, sheet.headers["Content-Type"]) == (200, "image/svg+xml")
    assert "default-src 'none'" in sheet.headers["Content-Security-Policy"]
    assert "低保动态管理" in sheet.text
    assert "信访人诉求" not in sheet.text
    assert "敏感事项1项不上图" in page.text
    for path in ("/chart?unit=儿童福利股", "/chart.svg?unit=儿童福利股", "/chart?unit=没有这个"):
        assert (await board.get(path, "甲某")).status == 404
    assert (await board.get("/chart?unit=儿童福利股", "局长")).status == 200
    assert (await board.get("/chart.svg")).status == 401


@pytest.mark.usefixtures("filled")
async def test_an_address_that_says_more_draws_no_other_sheet(board: OpenBoard) -> None:
    routes, headers = Routes(board.desk), _signed_in(board, "局长")
    for more in ("", "?x=1", "?wall=1"):
        await routes.sheet(make_mocked_request("GET", f"/chart.svg{more}", headers))
    assert len(routes.sheets) == 1
    await routes.sheet(
        make_mocked_request("GET", "/chart.svg?unit=%E5%84%BF%E7%AB%A5%E7%A6%8F%E5%88%A9%E8%82%A1", headers)
    )
    assert len(routes.sheets) == 2


def _signed_in(board: OpenBoard, name: str) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={board.cookies_of(name)[COOKIE]}"}


async def test_who_muted_an_item_reads_so_on_its_page(bureau: Bureau, board: OpenBoard) -> None:
    bureau.add(item("2026-12-31", number=12))
    await bureau.say("分管甲", "静音 12 至12月1日")
    assert "<dt>静音</dt>" in (await board.get("/items/12", "分管甲")).text
    assert "<dt>静音</dt>" not in (await board.get("/items/12", "局长")).text
