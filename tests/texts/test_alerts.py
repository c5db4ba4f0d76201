"""Alerts and 催办 read like the models (MODELS.md 4, 5, 8) and call only whom they must."""

import re

from msgspec.structs import replace

from domain.item import Item, ItemStatus
from domain.lights import line_of
from domain.roster import Person, Role, Roster
from domain.views import Rung, Told
from tests.domain.office import CHATS, PEOPLE, ROSTER, RULES, UNITS, at, item, person
from tests.texts.reading import buttons, labels, read
from texts.alerts import render_alert
from texts.copies import (
    render_chase_copy_deputy,
    render_chase_director,
    render_chase_office,
    render_draft_bulletin,
    render_wait_reminders,
)

MONDAY = at("11-23 15:00")
UNIT = "社会救助股"
RECTIFICATION = item("2026-11-23", number=15, kind="rectification", title="审计反馈：临时救助台账不规范", owner="乙某")
CHASED = item("2026-11-20", number=8, title="××敬老院改造提升", marks=("省市考核",))
FRESH = item("2026-12-01", number=30, title="特困供养协议签订", status=ItemStatus.ASSIGNED)


def told(of: Item, rung: Rung, step: int = 0) -> Told:
    return Told(line_of(of, RULES, MONDAY), rung, step)


def test_the_day_itself_reads_like_the_model() -> None:
    """MODELS.md 4."""
    (page,) = render_alert(UNIT, (told(RECTIFICATION, Rung.DUE),), RULES, ROSTER, MONDAY, belated=False)
    assert read(page).splitlines() == [
        "【到期提醒】社会救助股 @乙某",
        "第15号 审计反馈：临时救助台账不规范〔整改〕",
        "整改期限为今日（11月23日 周一），尚未申请销号。",
        "请于17:30前申请销号；确有困难的，请及时向分管领导汇报。",
    ]
    assert labels(page) == [["申请销号"]]


def test_a_limit_on_a_rest_day_is_not_called_today() -> None:
    friday = at("11-20 15:00")
    due_on_sunday = Told(line_of(item("2026-11-22"), RULES, friday), Rung.DUE)
    (page,) = render_alert(UNIT, (due_on_sunday,), RULES, ROSTER, friday, belated=False)
    assert "完成时限为11月22日（周日），今日为期限前最后一个工作日，尚未办结。" in read(page)


def test_a_chase_reads_like_the_model() -> None:
    """MODELS.md 5."""
    (page,) = render_alert(UNIT, (told(CHASED, Rung.CHASE, 1),), RULES, ROSTER, MONDAY, belated=False)
    assert read(page).splitlines() == [
        "【催办·第1次】社会救助股 @甲某",
        "第8号 ××敬老院改造提升〔省市考核〕",
        "11月20日（周五）到期，逾期3天，尚未办结。",
        "请于今日17:30前办结；确有困难的，请及时向分管领导汇报。",
        "抄送：分管领导",
    ]


def test_the_last_chase_says_that_the_director_reads_of_it() -> None:
    (page,) = render_alert(UNIT, (told(CHASED, Rung.CHASE, 3),), RULES, ROSTER, MONDAY, belated=False)
    assert read(page).splitlines()[-1] == "抄报：局长"


def test_no_copy_is_announced_that_nobody_reads() -> None:
    nobody = Roster(tuple(each for each in PEOPLE if each.role in {Role.HEAD, Role.STAFF}), UNITS, CHATS)
    (page,) = render_alert(UNIT, (told(CHASED, Rung.CHASE, 1),), RULES, nobody, MONDAY, belated=False)
    assert "抄送" not in read(page)


def test_after_closing_time_nothing_is_asked_for_by_that_time() -> None:
    evening = at("11-23 19:00")
    late = Told(line_of(CHASED, RULES, evening), Rung.CHASE, 1)
    (page,) = render_alert(UNIT, (late,), RULES, ROSTER, evening, belated=True)
    assert read(page).startswith("〔补发〕【催办·第1次】")
    assert "17:30" not in read(page)
    assert "请尽快办结" in read(page)


def test_a_new_assignment_asks_for_a_signature_and_calls_nobody() -> None:
    (page,) = render_alert(UNIT, (told(FRESH, Rung.NEW),), RULES, ROSTER, MONDAY, belated=False)
    assert read(page).splitlines() == [
        "【新交办】社会救助股",
        "第30号 特困供养协议签订",
        "完成时限：12月1日（周二），责任人甲某。",
        "请签收：点下方按钮，或回复本消息“收到”。",
    ]
    assert labels(page) == [["签收"]]


def test_items_of_one_occasion_share_a_message_in_sections() -> None:
    occasion = (told(FRESH, Rung.NEW), told(RECTIFICATION, Rung.DUE), told(CHASED, Rung.CHASE, 1))
    (page,) = render_alert(UNIT, occasion, RULES, ROSTER, MONDAY, belated=False)
    assert read(page).splitlines() == [
        "【督办提醒】社会救助股 @甲某 @乙某",
        "催办1项，到期提醒1项，新交办1项。",
        "",
        "〔催办〕",
        "🔴逾期　第8号 ××敬老院改造提升〔省市考核〕（甲某）",
        "11月20日（周五）到期，逾期3天，第1次催办",
        "",
        "〔到期提醒〕",
        "🟠今日到期　第15号 审计反馈：临时救助台账不规范〔整改〕（乙某）",
        "请于17:30前申请销号",
        "",
        "〔新交办〕",
        "第30号 特困供养协议签订（甲某），期限12月1日（周二）",
        "",
        "逾期的，请于今日17:30前办结或申请销号；确有困难的，请及时向分管领导汇报。",
        "新交办的，请签收：点下方按钮，或回复本消息“收到”。",
        "抄送：分管领导",
    ]
    assert labels(page) == [["办结第8号", "申请销号第15号"], ["签收第30号"]]
    assert page.about == (8, 15, 30)


def test_several_of_one_kind_bear_its_name_and_need_no_sections() -> None:
    occasion = (told(FRESH, Rung.NEW), told(replace(FRESH, number=31), Rung.NEW))
    (page,) = render_alert(UNIT, occasion, RULES, ROSTER, MONDAY, belated=False)
    assert read(page).splitlines() == [
        "【新交办】社会救助股",
        "新交办2项。",
        "",
        "第30号 特困供养协议签订（甲某），期限12月1日（周二）",
        "第31号 特困供养协议签订（甲某），期限12月1日（周二）",
        "",
        "新交办的，请签收：点下方按钮，或回复本消息“收到”。",
    ]


MARKS = tuple(sign * 12 for sign in "督省市")


def staff(count: int) -> tuple[Person, ...]:
    return tuple(person(f"第{n}人", Role.STAFF, UNIT, telegram_id=20_000 + n) for n in range(count))


def test_at_most_five_are_called_and_the_head_is_among_them() -> None:
    """SURVIVE 23: twelve people, one message, the unit's head first, the others by name."""
    people = staff(12)
    roster = Roster((*PEOPLE, *people), UNITS, CHATS)
    occasion = tuple(
        told(item("2026-11-20", number=100 + n, owner=each.name), Rung.CHASE, 1) for n, each in enumerate(people)
    )
    (page,) = render_alert(UNIT, occasion, RULES, roster, MONDAY, belated=False)
    called = re.findall(r'<a href="tg://user\?id=(\d+)">', page.html)
    assert called == ["9005", "20000", "20001", "20002", "20003"]
    assert all(each.name in read(page).splitlines()[0] for each in people)


def test_every_part_of_a_long_alert_calls_its_own_people() -> None:
    """SURVIVE 22 and 23."""
    people = staff(12)
    roster = Roster((*PEOPLE, *people), UNITS, CHATS)
    occasion = tuple(
        told(item("2026-11-20", number=n, owner=people[n % 12].name, title="整改" * 30, marks=MARKS), Rung.CHASE, 1)
        for n in range(1, 31)
    )
    pages = render_alert(UNIT, occasion, RULES, roster, MONDAY, belated=False)
    assert len(pages) > 1
    for page in pages[:-1]:
        assert 1 <= page.html.count("tg://user") <= 5
    assert sorted(number for page in pages for number in page.about) == list(range(1, 31))


def test_hundreds_of_items_are_counted_and_the_first_thirty_named() -> None:
    """One message, not a storm; the list has the others."""
    late = [item("2026-11-20", number=n) for n in range(1, 301)]
    chased = tuple(told(each, Rung.CHASE, 3) for each in late)
    asked = [replace(each, status=ItemStatus.SUBMITTED, submitted_at=at("11-18 10:00")) for each in late]
    waiting = [line_of(each, RULES, MONDAY) for each in asked]
    for pages in (
        render_alert(UNIT, chased, RULES, ROSTER, MONDAY, belated=False),
        render_chase_copy_deputy(chased, UNIT, RULES, ROSTER, MONDAY, belated=False),
        render_chase_director(chased, RULES, ROSTER, MONDAY, belated=False),
        render_chase_office(chased, RULES, ROSTER, MONDAY, belated=False),
        render_wait_reminders(waiting, RULES, MONDAY, belated=False),
    ):
        assert [number for page in pages for number in page.about] == list(range(1, 31))
        assert "另有270项请点下方按钮查看。" in read(pages[-1])
        assert buttons(pages)[-1].label in {"本单位事项", "逾期清单", "待审清单"}
    (draft,) = render_draft_bulletin(chased, RULES, MONDAY)
    assert "下列300项" in read(draft)
    assert "其余270项见逾期清单。" in read(draft)


def test_what_is_new_says_its_limit_once_and_nothing_of_the_hour() -> None:
    """The digest of the same chat has said the light, and asked for it by 17:30."""
    today = replace(FRESH, due="2026-11-23")
    endless = replace(FRESH, number=31, is_endless=True)
    (page,) = render_alert(UNIT, (told(today, Rung.NEW), told(endless, Rung.NEW)), RULES, ROSTER, MONDAY, belated=False)
    assert "第30号 特困供养协议签订（甲某），今日到期\n第31号 特困供养协议签订（甲某），长期坚持" in read(page)
    assert "17:30" not in read(page)


def test_a_limit_set_anew_is_no_new_assignment() -> None:
    moved = item("2026-11-24")
    (page,) = render_alert(UNIT, (told(moved, Rung.NEW),), RULES, ROSTER, MONDAY, belated=False)
    assert read(page).startswith("【期限调整】社会救助股\n第12号")
    (page,) = render_alert(UNIT, (told(moved, Rung.NEW), told(FRESH, Rung.NEW)), RULES, ROSTER, MONDAY, belated=False)
    assert "新交办1项，期限调整1项。" in read(page)


def test_items_that_are_all_due_today_are_asked_for_once() -> None:
    occasion = (told(RECTIFICATION, Rung.DUE), told(replace(RECTIFICATION, number=16), Rung.DUE))
    (page,) = render_alert(UNIT, occasion, RULES, ROSTER, MONDAY, belated=False)
    assert read(page).count("17:30") == len(occasion)
    assert read(page).splitlines()[-1] == "确有困难的，请及时向分管领导汇报。"


def test_an_owner_off_the_roster_leaves_the_head_to_be_called() -> None:
    stranger = replace(CHASED, owner="外单位某")
    (page,) = render_alert(UNIT, (told(stranger, Rung.CHASE, 1),), RULES, ROSTER, MONDAY, belated=False)
    assert read(page).splitlines()[0] == "【催办·第1次】社会救助股 @股长"


def test_the_deputys_copy_opens_each_item() -> None:
    pages = render_chase_copy_deputy((told(CHASED, Rung.CHASE, 1),), UNIT, RULES, ROSTER, MONDAY, belated=False)
    assert read(pages[0]).startswith("【催办抄送】社会救助股\n第8号")
    assert labels(pages[0]) == [["第8号"]]


def test_the_director_reads_one_line_an_item() -> None:
    chased = (told(CHASED, Rung.CHASE, 3), told(RECTIFICATION, Rung.CHASE, 3))
    (page,) = render_chase_director(chased, RULES, ROSTER, MONDAY, belated=False)
    assert len(read(page).splitlines()) == 1 + len(chased)
    assert "逾期3天，已催办3次。" in read(page)


def test_the_offices_copy_has_the_words_to_copy() -> None:
    (page,) = render_chase_office((told(CHASED, Rung.CHASE, 1),), RULES, ROSTER, MONDAY, belated=False)
    (button,) = buttons([page])
    assert button.label == "复制催办词"
    assert button.copy.startswith("【催办·第1次】社会救助股 甲某：第8号 ××敬老院改造提升")


def test_words_to_copy_fit_whatever_the_title() -> None:
    long = replace(CHASED, title="😀养老" * 300, unit="单" * 90, owner="人" * 90, marks=("标" * 40,) * 5)
    (page,) = render_chase_office((told(long, Rung.CHASE, 1),), RULES, ROSTER, MONDAY, belated=False)
    (button,) = buttons([page])
    assert len(button.copy.encode("utf-16-le")) // 2 <= 256
    assert button.copy.endswith("汇报。")


def test_a_draft_bulletin_is_plainly_a_draft_and_names_no_person() -> None:
    secret = item("2026-11-20", number=9, title="某信访件", is_sensitive=True)
    (page,) = render_draft_bulletin((told(CHASED, Rung.CHASE, 3), told(secret, Rung.CHASE, 3)), RULES, MONDAY)
    shown = read(page)
    assert shown.startswith("【通报草稿】尚未发送")
    assert "甲某" not in shown
    assert "某信访件" not in shown
    assert "下列2项" in shown


def test_a_waiting_approver_is_told_for_how_long() -> None:
    waiting = item("2026-11-25", number=15, status=ItemStatus.SUBMITTED, submitted_at=at("11-19 16:10"))
    (page,) = render_wait_reminders([line_of(waiting, RULES, MONDAY)], RULES, MONDAY, belated=False)
    assert "已提交2个工作日（11月19日16:10），请您审核。" in read(page)
    assert labels(page) == [["审核第15号"]]
