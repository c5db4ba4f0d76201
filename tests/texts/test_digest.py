"""The morning messages read like the models (docs/messages.md 1, 2, 3, 11), and their counts add up."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.item import Did, Item, ItemStatus, Step
from domain.progress import report
from domain.requests import RequestKind
from domain.views import (
    BureauDigest,
    DirectorDigest,
    Highlights,
    LeaderDigest,
    Line,
    OfficeDigest,
    PersonalDigest,
    Tally,
    UnitDigest,
    UnitRow,
    line_of,
    tally,
)
from tests.domain.office import DEPUTY, OWNER, RULES, at, item, setting
from tests.texts.reading import buttons, labels, model, read, unbroken
from texts.digest import (
    render_bureau_digest,
    render_director_digest,
    render_leader_digest,
    render_office_digest,
    render_personal_digest,
    render_unit_digest,
)
from texts.pages import UNASKED_LINES, height_of

MORNING = at("11-20 08:30")
LATE = item("2026-11-18")
TODAY = item("2026-11-20", number=21, title="城乡低保提标测算")
NEAR = item("2026-11-23", number=15, kind="rectification", title="审计反馈：临时救助台账不规范", owner="乙某")
WAITING = item(
    "2026-11-23", number=18, kind="rectification", status=ItemStatus.SUBMITTED, submitted_at=at("11-19 16:00")
)


def line(of: Item) -> Line:
    return line_of(of, RULES, MORNING)


def unit_view(*named: Item, **fields: object) -> UnitDigest:
    lines = tuple(line(each) for each in named)
    counted = Tally(late=1, today=1, near=1, waiting=1, normal=5)
    return UnitDigest(unit="社会救助股", now=MORNING, tally=counted, lines=lines, **fields)  # type: ignore[arg-type]


def test_unit_morning_reads_like_the_model() -> None:
    """docs/messages.md 1, without the feedback that is not built yet."""
    (page,) = render_unit_digest(unit_view(LATE, TODAY, NEAR), setting())
    assert read(page).splitlines() == [
        "【今日提示】社会救助股　11月20日（周五）",
        "在办9项：逾期1，今日到期1，3个工作日内到期1，待销号1，其余5项正常推进。",
        "",
        "🔴逾期　第12号 低保动态管理（甲某）",
        "11月18日（周三）到期，逾期2天",
        "",
        "🟠今日到期　第21号 城乡低保提标测算",
        "（甲某）",
        "请于17:30前办结",
        "",
        "🟡临期　第15号 审计反馈：临时救助台账不规范〔整改〕（乙某）",
        "11月23日（周一）到期，还有1个工作日",
        "",
        "回复本消息即可反馈：12 已报局办",
    ]
    assert labels(page) == [["办结第12号", "办结第21号"], ["申请销号第15号", "全部9项"]]
    assert read(page) in model(1)
    assert page.about == (12, 21, 15)


def test_only_the_header_and_the_items_names_are_bold() -> None:
    (page,) = render_unit_digest(unit_view(LATE), setting())
    assert re.findall("<b>(.*?)</b>", page.html) == ["【今日提示】社会救助股　11月20日（周五）", "第12号 低保动态管理"]


def test_a_late_digest_says_so_before_anything_else() -> None:
    """docs/promises.md 6."""
    (page,) = render_unit_digest(unit_view(LATE), setting(belated=True))
    assert read(page).startswith("〔补发〕【今日提示】")


def test_what_is_chased_today_is_told_by_number_only() -> None:
    (page,) = render_unit_digest(unit_view(TODAY, chased_today=(8, 9)), setting())
    assert "第8号、第9号逾期，详见今日催办。" in read(page)


def test_the_last_work_day_before_a_holiday_names_what_falls_due_in_it() -> None:
    due_in_it = line(item("2027-01-02", number=30))
    (page,) = render_unit_digest(unit_view(TODAY, in_holiday=(due_in_it,)), setting())
    assert "假期中到期1项：第30号（2027年1月2日），请提前安排。" in read(page)


def test_the_first_day_back_says_what_fell_due_and_what_comes() -> None:
    view = unit_view(since_holiday=(line(LATE),), this_week=(line(NEAR),), this_quarter=4)
    (page,) = render_unit_digest(view, setting())
    shown = read(page)
    assert "假期中已到期1项：第12号（11月18日），详见今日催办。" in shown
    assert "本周还将到期1项：第15号（11月23日）。" in shown
    assert "本季度内到期4项。" in shown


def test_an_unpublished_calendar_is_named_as_provisional() -> None:
    (page,) = render_unit_digest(unit_view(TODAY, provisional_year=2027), setting())
    assert "2027年节假日安排尚未公布" in read(page)


@pytest.mark.parametrize(("title", "named"), [("周报", 5), ("审计反馈：临时救助台账不规范且长期未更新", 3)])
def test_a_digest_names_a_screenful_and_counts_the_rest(title: str, named: int) -> None:
    """Fault 6.7: at most five items, fewer where their titles are long; the list has the others."""
    many = [item("2026-11-20", number=number, title=title) for number in range(100, 112)]
    (page,) = render_unit_digest(unit_view(*many), setting())
    assert page.about == tuple(range(100, 100 + named))
    assert f"另有{12 - named}项请点下方按钮查看。" in read(page)
    assert buttons([page])[-1].label == "全部9项"
    assert height_of(page.html) + len(page.rows) <= UNASKED_LINES


def test_bureau_morning_reads_like_the_model() -> None:
    """docs/messages.md 2: a line a unit in the office's order, no person, buttons that open the private chat."""
    view = BureauDigest(
        now=MORNING,
        total=42,
        closed=14,
        paused=2,
        tally=Tally(late=3, today=1, near=3, far_behind=1, behind=2, waiting=3, normal=13),
        rows=(
            UnitRow("社会救助股", Tally(late=1, near=2)),
            UnitRow("儿童福利股", Tally(far_behind=1, behind=2), (12, 35)),
            UnitRow("办公室", Tally(late=1, today=1)),
        ),
        quiet_units=4,
        highlights=Highlights(3, 5, 1),
        closed_this_week=(line(item(title="社会组织孵化园投入运行", unit="社会组织股")),),
    )
    (page,) = render_bureau_digest(view, "duban_bot", setting())
    assert read(page).splitlines() == [
        "【督办晨报】11月20日（周五）",
        "截至8:30，全局交办42项：办结14项，在办26项，中止2项。",
        "在办中：🔴逾期3　🟠今日到期1　🟡临期3　🔴严重滞后1　🟡滞后2　⏳待销号3　🟢正常13",
        "",
        "社会救助股　逾期1、临期2",
        "儿童福利股　严重滞后1、滞后2（落后12至35个百分点）",
        "办公室　　　逾期1、今日到期1",
        "其余4个单位无逾期、今日到期、临期、滞后事项。",
        "",
        "八大亮点：办结3项（已总结上报1项），推进5项。",
        "本周办结：社会组织孵化园投入运行（社会组织股）。",
    ]
    assert read(page) in model(2)
    assert [button.url for button in page.rows[0]] == [
        "https://t.me/duban_bot?start=unit",
        "https://t.me/duban_bot?start=late",
    ]


def test_measures_that_are_not_set_are_counted_by_unit_and_named_to_the_head() -> None:
    bare = (("社会救助股", 2), ("养老服务股", 1))
    view = BureauDigest(
        now=MORNING, total=3, closed=0, paused=0, tally=Tally(normal=3), rows=(), quiet_units=2, without_measures=bare
    )
    (page,) = render_bureau_digest(view, "duban_bot", setting())
    assert "未定措施3项：社会救助股2、养老服务股1。" in read(page)
    head = PersonalDigest(person=OWNER, now=MORNING, late=(), today=(), returned=(), without_measures=(8, 9))
    (page,) = render_personal_digest(head, setting())
    assert read(page).splitlines()[1:] == ["未定措施2项：第8号、第9号，请股室负责人私聊发“补填缺项”补齐。"]


def test_a_bureau_without_late_items_has_no_list_of_them_to_open() -> None:
    view = BureauDigest(now=MORNING, total=1, closed=0, paused=0, tally=Tally(near=1), rows=(), quiet_units=1)
    (page,) = render_bureau_digest(view, "duban_bot", setting())
    assert labels(page) == [["本单位事项"]]


def test_no_person_is_named_in_the_bureau_group() -> None:
    view = BureauDigest(
        now=MORNING, total=1, closed=0, paused=0, tally=Tally(late=1), rows=(), quiet_units=0,
        closed_this_week=(line(LATE), line(item(number=5, title="敏感", is_sensitive=True))),
    )  # fmt: skip
    (page,) = render_bureau_digest(view, "duban_bot", setting())
    assert "甲某" not in page.html
    assert "敏感" not in page.html
    assert "等2项" in read(page)


def test_leader_morning_tells_only_what_needs_them() -> None:
    """docs/messages.md 3. Fault 3.6: a leader is not asked to do it by 17:30; that is for its owner."""
    view = LeaderDigest(
        person=DEPUTY, now=MORNING, in_hand=15, late=(line(LATE),), today=(line(TODAY),), to_approve=(line(WAITING),)
    )
    (page,) = render_leader_digest(view, setting())
    assert unbroken(page).splitlines() == [
        "【分管提示】11月20日（周五）",
        "在办15项，需您过目3项：逾期1、今日到期1、待您审核1；其余12项暂无须处理。",
        "",
        "🔴逾期　第12号 低保动态管理（社会救助股）",
        "11月18日（周三）到期，逾期2天",
        "",
        "🟠今日到期　第21号 城乡低保提标测算（社会救助股）",
        "今日17:30到期，尚未办结",
        "",
        "⏳待销号　第18号 低保动态管理〔整改〕（社会救助股）",
        "11月19日16:00提交，待审核",
    ]
    assert labels(page) == [["查看第12号", "查看第21号"], ["审核第18号", "逾期1项"], ["待审1项"]]
    assert read(page) in model(3)


def test_a_leader_reads_apart_from_the_items_which_requests_wait_for_them() -> None:
    """docs/messages.md 3: an item has one place, and what is to be decided of it is counted for itself."""
    asked = ((RequestKind.EXTEND, 12), (RequestKind.PLAN, 20), (RequestKind.PROLONG, 33))
    view = LeaderDigest(
        person=DEPUTY,
        now=MORNING,
        in_hand=15,
        late=(line(LATE),),
        today=(),
        to_approve=(line(WAITING),),
        to_decide=asked,
    )
    (page,) = render_leader_digest(view, setting())
    assert "需您过目2项：逾期1、待您审核1。" in read(page)
    assert "待您审批3件：延期申请第12号，整改方案第20号，延长办理申请第33号。" in read(page)
    assert "无须处理" not in read(page)
    assert labels(page)[-1][-1] == "待审4项"
    (page,) = render_leader_digest(replace(view, late=(), to_approve=(), to_decide=asked[:1]), setting())
    assert read(page).splitlines()[1:] == ["分管15项均按期推进。", "", "待您审批1件：延期申请第12号。"]
    assert labels(page) == [["待审1项"]]
    assert read(page).splitlines()[-1] in model(3)


def test_the_director_and_others_read_the_same_of_requests() -> None:
    asked = tuple((RequestKind.PLAN, number) for number in (4, 5, 6, 7))
    director = DirectorDigest(now=MORNING, tally=Tally(normal=9), secret=0, escalated=(), to_decide=asked)
    (page,) = render_director_digest(director, setting())
    assert read(page).splitlines()[-1] == "待您审批4件：整改方案第4号、第5号、第6号等4件。"
    personal = PersonalDigest(person=OWNER, now=MORNING, late=(), today=(), returned=(), to_decide=asked[:1])
    (page,) = render_personal_digest(personal, setting())
    assert read(page).splitlines()[1:] == ["待您审批1件：整改方案第4号。"]
    assert labels(page) == [["我的事项", "待审1项"]]


def test_a_leader_is_asked_for_what_is_their_own() -> None:
    own = item("2026-11-20", number=5, owner=DEPUTY.name)
    view = LeaderDigest(person=DEPUTY, now=MORNING, in_hand=1, late=(), today=(line(own),), to_approve=())
    (page,) = render_leader_digest(view, setting())
    assert "请于17:30前办结" in read(page)
    assert labels(page) == [["办结第5号"]]


def test_a_leader_reads_the_newest_word_of_what_is_late() -> None:
    worded = report(item("2026-11-10", number=8), "甲某", at("11-19 10:00"), "消防整改待复验")
    view = LeaderDigest(person=DEPUTY, now=MORNING, in_hand=1, late=(line(worded),), today=(), to_approve=())
    (page,) = render_leader_digest(view, setting())
    assert read(page).endswith("逾期10天\n11月19日反馈：消防整改待复验")


def test_sensitive_items_are_counted_beside_the_total() -> None:
    """Fault 3.5: the total is the group's; what no group may count is named apart, and all adds up."""
    view = LeaderDigest(person=DEPUTY, now=MORNING, in_hand=15, secret=2, late=(line(LATE),), today=(), to_approve=())
    (page,) = render_leader_digest(view, setting())
    assert "在办15项（另有敏感事项2项），需您过目1项：逾期1；其余16项暂无须处理。" in read(page)


def test_director_morning_reads_like_the_model() -> None:
    """docs/messages.md 12. Fault 3.5: a name of its own, the group's counts, then what was escalated by unit."""
    worded = report(item("2026-11-10", number=8, title="敬老院改造提升"), "甲某", at("11-19 10:00"), "消防整改待复验")
    view = DirectorDigest(
        now=MORNING,
        tally=Tally(late=15, today=3, near=0, waiting=4, normal=13),
        secret=2,
        escalated=(line(worded),),
        to_approve=(line(WAITING),),
    )
    (page,) = render_director_digest(view, setting())
    assert unbroken(page).splitlines() == [
        "【局长阅】11月20日（周五）",
        "全局在办35项：🔴逾期15　🟠今日到期3　⏳待销号4　其余13项正常；另有敏感事项2项。",
        "已升级1项，待您审核1项：",
        "",
        "🔴逾期　第8号 敬老院改造提升（社会救助股）",
        "11月10日（周二）到期，逾期10天，分管领导：分管甲",
        "11月19日反馈：消防整改待复验",
        "",
        "⏳待销号　第18号 低保动态管理〔整改〕（社会救助股）",
        "11月19日16:00提交，待审核",
    ]
    assert labels(page) == [["查看第8号", "审核第18号"], ["逾期15项"]]
    assert read(page) in model(12)


def test_what_falls_due_on_a_rest_day_is_counted_as_that() -> None:
    sunday = line_of(item("2026-11-22", number=7, title="周报"), RULES, MORNING)
    view = PersonalDigest(person=OWNER, now=MORNING, late=(), today=(), returned=(), before_rest=(sunday,))
    (page,) = render_personal_digest(view, setting())
    assert read(page).splitlines()[1:] == [
        "今日须办1项：休息日到期1。",
        "",
        "🟡临期　第7号 周报",
        "11月22日（周日）到期，今日为期限前最后一个工作日",
    ]


def test_leader_without_needs_reads_one_line() -> None:
    view = LeaderDigest(person=DEPUTY, now=MORNING, in_hand=15, late=(), today=(), to_approve=())
    (page,) = render_leader_digest(view, setting())
    assert read(page).splitlines()[1:] == ["分管15项均按期推进，暂无须处理。"]
    assert page.rows == ()


def test_personal_morning_gives_the_reason_of_a_return() -> None:
    returned = item(
        "2026-11-25",
        number=9,
        kind="rectification",
        returned_at=at("11-19 10:00"),
        returned_reason="佐证不足",
        supplement_by=date(2026, 11, 26),
        history=(Step(at("11-18 10:00"), "甲某", Did.SUBMIT),),
    )
    view = PersonalDigest(person=OWNER, now=MORNING, late=(line(LATE),), today=(), returned=(line(returned),))
    (page,) = render_personal_digest(view, setting())
    assert read(page).splitlines()[1:] == [
        "今日须办2项：逾期1，退回待补充1。",
        "",
        "🔴逾期　第12号 低保动态管理",
        "11月18日（周三）到期，逾期2天",
        "",
        "🟢正常　第9号 低保动态管理〔整改〕",
        "已退回，请于11月26日（周四）前补充后再次申请，还有4个工作日",
        "退回原因：佐证不足",
    ]
    assert read(page) in model(3)


def test_office_morning_has_a_button_for_each_list() -> None:
    """docs/messages.md 11."""
    view = OfficeDigest(now=MORNING, to_approve=2, unsigned=3, extensions=1, asleep=2, without_limit=4)
    (page,) = render_office_digest(view, setting())
    assert read(page).splitlines()[1] == "待审2、未签收3、改期申请1、未启用2人、无期限4项。"
    assert labels(page) == [["待审2", "未签收3", "改期申请1"], ["未启用2人"]]
    assert read(page) in model(11)
    (page,) = render_office_digest(replace(view, prolongings=2, plans=1), setting())
    assert "改期申请1、延长申请2、待审方案1、未启用2人" in read(page)
    (page,) = render_office_digest(replace(view, without_measures=3), setting())
    assert "无期限4项、未定措施3项。" in read(page)
    (page,) = render_office_digest(replace(view, doubts=(8, 9, 10, 12)), setting())
    assert "未启用2人、异议待答复4项（第8号、第9号、第10号等）、无期限4项。" in read(page)


def test_an_office_with_nothing_to_do_reads_of_the_calendar_alone() -> None:
    view = OfficeDigest(now=MORNING, to_approve=0, unsigned=0, asleep=0, without_limit=0, provisional_year=2027)
    (page,) = render_office_digest(view, setting())
    assert read(page).splitlines()[1:] == ["2027年节假日安排尚未公布，涉及该年的工作日按法定节假日暂定。"]


@given(st.builds(Tally, **dict.fromkeys(("late", "today", "near", "waiting", "normal"), st.integers(0, 99))))
def test_the_counts_of_a_unit_add_up(counted: Tally) -> None:
    view = UnitDigest(unit="社会救助股", now=MORNING, tally=counted, lines=())
    sentence = read(render_unit_digest(view, setting())[0]).splitlines()[1]
    numbers = [int(found) for found in re.findall(r"(?:逾期|今日到期|内到期|待销号|其余)(\d+)", sentence)]
    assert sum(numbers) in {counted.in_hand, 0}
    assert str(counted.in_hand) in sentence or not counted.in_hand


def test_a_tally_of_real_lines_adds_up_to_all_of_them() -> None:
    lines = [line(each) for each in (LATE, TODAY, NEAR, WAITING)]
    assert tally(lines).in_hand == len(lines)
