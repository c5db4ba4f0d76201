"""Alerts and 催办 read like the models (docs/messages.md 4, 5, 8) and call only whom they must."""

import re

import pytest
from msgspec.structs import replace

from domain.item import Item, ItemStatus, Obstacle, ObstacleKind
from domain.roster import Person, Role, Roster
from domain.views import AlertItem, Audience, Rung, line_of
from tests.domain.office import CHATS, PEOPLE, RULES, UNITS, at, item, person, setting
from tests.texts.reading import buttons, labels, model, read, unbroken
from texts.alerts import render_alert
from texts.copies import (
    render_chase_copy_deputy,
    render_chase_director,
    render_chase_office,
    render_draft_bulletin,
    render_wait_reminders,
)
from texts.pages import LEAST_NAMED, MOST_NAMED, UNASKED_LINES, height_of

MONDAY = at("11-23 15:00")
UNIT = "社会救助股"
RECTIFICATION = item("2026-11-23", number=15, kind="rectification", title="审计反馈：临时救助台账不规范", owner="乙某")
CHASED = item("2026-11-20", number=8, title="××敬老院改造提升", marks=("省市考核",))
FRESH = item("2026-12-01", number=30, title="特困供养协议签订", status=ItemStatus.ASSIGNED)


DEPUTY_TOO = frozenset({Audience.OFFICE, Audience.DEPUTY})
DIRECTOR_TOO = frozenset({Audience.OFFICE, Audience.DIRECTOR})


def told(of: Item, rung: Rung, count: int = 0, copied: frozenset[Audience] = frozenset()) -> AlertItem:
    return AlertItem(line_of(of, RULES, MONDAY), rung, count, copied, to_sign=rung is Rung.SIGN)


def test_the_day_itself_reads_like_the_model() -> None:
    """docs/messages.md 4."""
    (page,) = render_alert(UNIT, (told(RECTIFICATION, Rung.DUE),), setting(now=MONDAY))
    assert read(page).splitlines() == [
        "【到期提醒】社会救助股 @乙某",
        "第15号 审计反馈：临时救助台账不规范〔整改〕",
        "整改期限为今日（11月23日 周一），尚未申请销号。",
        "请于17:30前申请销号；确有困难的，请于今日内申请延期。",
    ]
    assert read(page) in model(4)
    assert labels(page) == [["申请销号", "反馈进展"], ["申请延期", "报告难点"]]


def test_a_limit_on_a_rest_day_is_not_called_today() -> None:
    friday = at("11-20 15:00")
    due_on_sunday = AlertItem(line_of(item("2026-11-22"), RULES, friday), Rung.DUE)
    (page,) = render_alert(UNIT, (due_on_sunday,), setting(now=friday))
    assert "完成时限为11月22日（周日），今日为期限前最后一个工作日，尚未办结。" in read(page)


def test_a_chase_reads_like_the_model() -> None:
    """docs/messages.md 5."""
    (page,) = render_alert(UNIT, (told(CHASED, Rung.CHASE, 1, DEPUTY_TOO),), setting(now=MONDAY))
    assert read(page).splitlines() == [
        "【催办·第1次】社会救助股 @甲某",
        "第8号 ××敬老院改造提升〔省市考核〕",
        "11月20日（周五）到期，逾期3天，尚未办结。",
        "请于今日17:30前办结；确需延期的，请说明原因并提出申请，按逾期申请登记。",
        "抄送：分管领导",
    ]
    assert read(page) in model(5)


def test_the_group_reads_of_each_copy_and_of_no_other() -> None:
    """Fault 3.6: who is copied was decided by the rules; a first 催办 that is the last one names both."""
    for copied, said in (
        (DIRECTOR_TOO, ["抄报：局长"]),
        (DEPUTY_TOO | DIRECTOR_TOO, ["抄送：分管领导", "抄报：局长"]),
        (frozenset({Audience.OFFICE}), []),
    ):
        one = render_alert(UNIT, (told(CHASED, Rung.CHASE, 1, copied),), setting(now=MONDAY))
        several = (told(CHASED, Rung.CHASE, 1, copied), told(RECTIFICATION, Rung.DUE))
        two = render_alert(UNIT, several, setting(now=MONDAY))
        for pages in (one, two):
            assert [line for line in read(pages[-1]).splitlines() if line.startswith("抄")] == said


def test_after_closing_time_nothing_is_asked_for_by_that_time() -> None:
    evening = at("11-23 19:00")
    late = AlertItem(line_of(CHASED, RULES, evening), Rung.CHASE, 1)
    (page,) = render_alert(UNIT, (late,), setting(now=evening, belated=True))
    assert read(page).startswith("〔补发〕【催办·第1次】")
    assert "17:30" not in read(page)
    assert "请尽快办结" in read(page)


def test_a_new_assignment_asks_its_owner_for_a_signature() -> None:
    """Fault 6.7: whoever is to sign is called."""
    (page,) = render_alert(UNIT, (told(FRESH, Rung.SIGN),), setting(now=MONDAY))
    assert read(page).splitlines() == [
        "【新交办】社会救助股 @甲某",
        "第30号 特困供养协议签订",
        "完成时限：12月1日（周二），责任人甲某。",
        "请签收：点下方按钮，或回复本消息“收到”。",
    ]
    assert read(page) in model(4)
    assert labels(page) == [["签收", "有异议"]]


def test_a_new_assignment_that_is_due_today_is_told_as_both() -> None:
    """Fault 3.4: 到期提醒 asks for the signature as well, alone and among others."""
    today = replace(told(replace(FRESH, due="2026-11-23"), Rung.DUE), to_sign=True)
    (page,) = render_alert(UNIT, (today,), setting(now=MONDAY))
    assert read(page).splitlines() == [
        "【到期提醒】社会救助股 @甲某",
        "第30号 特困供养协议签订",
        "完成时限为今日（11月23日 周一），尚未办结。",
        "请于17:30前办结；确有困难的，请于今日内申请延期。",
        "本事项为新交办，请签收：点下方按钮，或回复本消息“收到”。",
    ]
    assert labels(page) == [["签收", "有异议"], ["办结", "反馈进展"], ["申请延期", "报告难点"]]
    (page,) = render_alert(UNIT, (today, told(RECTIFICATION, Rung.DUE)), setting(now=MONDAY))
    assert "请于17:30前办结，新交办待签收" in read(page)
    assert labels(page) == [["签收第30号", "办结第30号"], ["申请销号第15号"]]


def test_items_of_one_occasion_share_a_message_in_sections() -> None:
    """Fault 6.7: sections in a fixed order, each item apart, and everybody concerned is called."""
    occasion = (
        told(replace(FRESH, owner="乙某"), Rung.SIGN),
        told(RECTIFICATION, Rung.DUE),
        told(CHASED, Rung.CHASE, 1, DEPUTY_TOO),
    )
    (page,) = render_alert(UNIT, occasion, setting(now=MONDAY))
    assert unbroken(page).splitlines() == [
        "【督办提醒】社会救助股 @乙某 @甲某",
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
        "🟢正常　第30号 特困供养协议签订（乙某）",
        "12月1日（周二）到期，还有6个工作日",
        "",
        "逾期的，请于今日17:30前办结或申请销号；确需延期的，请说明原因并提出申请，按逾期申请登记。",
        "新交办的，请签收：回复本消息“收到”即签收本人全部新交办事项。",
        "抄送：分管领导",
    ]
    assert labels(page) == [["办结第8号", "申请销号第15号"], ["签收第30号"]]
    assert page.about == (8, 15, 30)


def test_several_of_one_kind_bear_its_name_and_need_no_sections() -> None:
    occasion = (told(FRESH, Rung.SIGN), told(replace(FRESH, number=31), Rung.SIGN))
    (page,) = render_alert(UNIT, occasion, setting(now=MONDAY))
    assert read(page).splitlines()[:2] == ["【新交办】社会救助股 @甲某", "新交办2项。"]
    assert "〔新交办〕" not in read(page)


def test_many_new_assignments_are_counted_by_owner_and_a_reply_finds_them_all() -> None:
    """Fault 6.7: at most five are named, the others are counted behind a button; 收到 signs those too."""
    many = tuple(
        told(replace(FRESH, number=n, title="党政信息报送", owner="甲某" if n % 3 else "乙某"), Rung.SIGN)
        for n in range(1, 31)
    )
    (page,) = render_alert(UNIT, many, setting(now=MONDAY, belated=True))
    shown = read(page)
    assert shown.splitlines()[:2] == ["〔补发〕【新交办】社会救助股 @甲某 @乙某", "新交办30项：甲某20项、乙某10项。"]
    named = [n for n in range(1, 31) if f"第{n}号 " in shown]
    assert named == list(range(1, len(named) + 1))
    assert len(named) <= MOST_NAMED
    assert f"另有{30 - len(named)}项请点下方按钮查看。" in shown
    assert [button.label for row in page.rows for button in row][-1] == "本单位事项"
    assert set(page.about) == set(range(1, 31))
    assert height_of(page.html) + len(page.rows) <= UNASKED_LINES


MARKS = tuple(sign * 12 for sign in "督省市")


def staff(count: int) -> tuple[Person, ...]:
    return tuple(person(f"第{n}人", Role.STAFF, UNIT, telegram_id=20_000 + n) for n in range(count))


def test_at_most_five_are_called_and_the_head_is_among_them() -> None:
    """docs/promises.md 23: twelve people, one message, the unit's head first, the others by name."""
    people = staff(12)
    roster = Roster((*PEOPLE, *people), UNITS, CHATS)
    occasion = tuple(
        told(item("2026-11-20", number=100 + n, owner=each.name), Rung.CHASE, 1) for n, each in enumerate(people)
    )
    (page,) = render_alert(UNIT, occasion, setting(now=MONDAY, roster=roster))
    called = re.findall(r'<a href="tg://user\?id=(\d+)">', page.html)
    assert called == ["9005", "20000", "20001", "20002", "20003"]
    assert all(each.name in read(page).splitlines()[0] for each in people)


def test_of_very_many_the_last_are_counted() -> None:
    people = staff(40)
    roster = Roster((*PEOPLE, *people), UNITS, CHATS)
    late = tuple(told(item("2026-11-20", number=n, owner=p.name), Rung.CHASE, 1) for n, p in enumerate(people, 1))
    (page,) = render_alert(UNIT, late, setting(now=MONDAY, roster=roster))
    assert "等41人" in read(page).splitlines()[0]
    assert page.html.count("tg://user") == 5


@pytest.mark.parametrize("title", ["周报", "审计反馈：临时救助台账不规范且长期未更新", "整改" * 30])
def test_hundreds_of_items_are_counted_and_a_screenful_named(title: str) -> None:
    """Fault 6.7: one message of a telephone's screen; the list has the others."""
    late = [item("2026-11-20", number=n, title=title) for n in range(1, 301)]
    chased = tuple(told(each, Rung.CHASE, 3, DIRECTOR_TOO) for each in late)
    asked = [replace(each, status=ItemStatus.SUBMITTED, submitted_at=at("11-18 10:00")) for each in late]
    waiting = [line_of(each, RULES, MONDAY) for each in asked]
    for pages in (
        render_alert(UNIT, chased, setting(now=MONDAY)),
        render_chase_copy_deputy(chased, UNIT, setting(now=MONDAY)),
        render_chase_director(chased, setting(now=MONDAY)),
        render_chase_office(chased, setting(now=MONDAY)),
        render_wait_reminders(waiting, setting(now=MONDAY)),
    ):
        (page,) = pages
        assert LEAST_NAMED <= len(page.about) <= MOST_NAMED
        assert page.about == tuple(range(1, len(page.about) + 1))
        assert f"另有{300 - len(page.about)}项请点下方按钮查看。" in read(page)
        assert buttons(pages)[-1].label in {"本单位事项", "待审清单", "为何收到"}
        assert height_of(page.html) + len(page.rows) <= UNASKED_LINES or len(page.about) == LEAST_NAMED
    (draft,) = render_draft_bulletin(chased, setting(now=MONDAY))
    assert "下列300项" in read(draft)
    assert "其余270项见逾期清单。" in read(draft)


def test_a_limit_set_anew_is_no_new_assignment() -> None:
    moved = item("2026-11-24")
    (page,) = render_alert(UNIT, (told(moved, Rung.SET),), setting(now=MONDAY))
    assert read(page).startswith("【期限调整】社会救助股\n第12号")
    (page,) = render_alert(UNIT, (told(moved, Rung.SET), told(FRESH, Rung.SIGN)), setting(now=MONDAY))
    assert "新交办1项，期限调整1项。" in read(page)


def test_items_that_are_all_due_today_are_asked_for_once() -> None:
    occasion = (told(RECTIFICATION, Rung.DUE), told(replace(RECTIFICATION, number=16), Rung.DUE))
    (page,) = render_alert(UNIT, occasion, setting(now=MONDAY))
    assert read(page).count("17:30") == len(occasion)
    assert read(page).splitlines()[-1] == "确有困难的，请于今日内申请延期。"


def test_an_owner_off_the_roster_leaves_the_head_to_be_called() -> None:
    stranger = replace(CHASED, owner="外单位某")
    (page,) = render_alert(UNIT, (told(stranger, Rung.CHASE, 1),), setting(now=MONDAY))
    assert read(page).splitlines()[0] == "【催办·第1次】社会救助股 @股长"


def test_the_deputys_copy_opens_each_item() -> None:
    (page,) = render_chase_copy_deputy((told(CHASED, Rung.CHASE, 1),), UNIT, setting(now=MONDAY))
    assert unbroken(page).splitlines()[:3] == [
        "【催办抄送】社会救助股",
        "",
        "🔴逾期　第8号 ××敬老院改造提升〔省市考核〕（甲某）",
    ]
    assert labels(page) == [["查看第8号"], ["3天内不再提醒", "为何收到"]]


def test_the_director_reads_the_unit_and_how_often_it_was_told() -> None:
    chased = (told(CHASED, Rung.CHASE, 3), told(replace(CHASED, number=9), Rung.CHASE, 1))
    (page,) = render_chase_director(chased, setting(now=MONDAY))
    shown = unbroken(page)
    assert "第8号 ××敬老院改造提升〔省市考核〕（社会救助股）" in shown
    assert [f"逾期3天，已催办{n}次" in shown for n in (1, 2, 3)] == [True, False, True]


@pytest.mark.parametrize(("counts", "said"), [((1,), "1次"), ((3, 3), "3次"), ((2, 3), "多次"), ((1, 3), "")])
def test_a_draft_says_how_often_it_was_told(counts: tuple[int, ...], said: str) -> None:
    """Fault 3.6: 1次 is not 多次."""
    chased = tuple(told(replace(CHASED, number=n), Rung.CHASE, count) for n, count in enumerate(counts, start=1))
    (page,) = render_draft_bulletin(chased, setting(now=MONDAY))
    assert f"下列{len(counts)}项经{said}催办仍未办结" in read(page)


def test_the_offices_copy_has_the_words_to_copy() -> None:
    (page,) = render_chase_office((told(CHASED, Rung.CHASE, 1),), setting(now=MONDAY))
    button, *_ = buttons([page])
    assert button.label == "复制催办词"
    assert button.copy.startswith("【催办·第1次】社会救助股 甲某：第8号 ××敬老院改造提升")


def test_words_to_copy_fit_whatever_the_title() -> None:
    long = replace(CHASED, title="😀养老" * 300, unit="单" * 90, owner="人" * 90, marks=("标" * 40,) * 5)
    (page,) = render_chase_office((told(long, Rung.CHASE, 1),), setting(now=MONDAY))
    button, *_ = buttons([page])
    assert len(button.copy.encode("utf-16-le")) // 2 <= 256
    assert button.copy.endswith("登记。")


def test_a_draft_bulletin_is_plainly_a_draft_and_names_no_person() -> None:
    secret = item("2026-11-20", number=9, title="某信访件", is_sensitive=True)
    (page,) = render_draft_bulletin((told(CHASED, Rung.CHASE, 3), told(secret, Rung.CHASE, 3)), setting(now=MONDAY))
    shown = read(page)
    assert shown.startswith("【通报草稿】尚未发送")
    assert "甲某" not in shown
    assert "某信访件" not in shown
    assert "下列2项" in shown


def test_a_draft_bulletin_says_of_an_item_that_its_difficulty_waits_for_an_answer() -> None:
    obstacle = Obstacle(kind=ObstacleKind.COORDINATION, words="消防", by="甲某", at=MONDAY)
    (page,) = render_draft_bulletin((told(replace(CHASED, obstacle=obstacle), Rung.CHASE, 3),), setting(now=MONDAY))
    assert "逾期3天，难点待答复，已催办3次。" in read(page)


def test_a_waiting_approver_is_told_for_how_long() -> None:
    waiting = item("2026-11-25", number=15, status=ItemStatus.SUBMITTED, submitted_at=at("11-19 16:10"))
    (page,) = render_wait_reminders([line_of(waiting, RULES, MONDAY)], setting(now=MONDAY))
    assert "已提交2个工作日（11月19日16:10），请您审核。" in read(page)
    assert labels(page) == [["审核第15号"]]
    assert read(page) in model(8)


def test_copies_of_two_units_in_one_message_leave_no_doubt_which_is_muted() -> None:
    (page,) = render_chase_copy_deputy((told(CHASED, Rung.CHASE, 1),), UNIT, setting(now=MONDAY), is_alone=False)
    assert [label for row in labels(page) for label in row] == ["查看第8号", "为何收到"]


def test_a_chase_says_that_the_item_has_a_difficulty() -> None:
    stuck = replace(CHASED, obstacle=Obstacle(kind=ObstacleKind.COORDINATION, words="卡住", by="丙某", at=MONDAY))
    (page,) = render_alert(UNIT, (told(stuck, Rung.CHASE, 1),), setting(now=MONDAY))
    assert "尚未办结，难点待答复。" in page.html
