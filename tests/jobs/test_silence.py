"""Silence is chased (有上文无下文): one person at a time, each once, in the one alert of that time."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.absence import Absence
from domain.closing import acknowledge
from domain.item import Doubt, DoubtKind, Item, ItemStatus, Obstacle, ObstacleKind
from domain.letter import Letter
from domain.progress import report
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Role
from tests.domain.office import RULES, TASK, at, person
from tests.jobs.office import (
    DEPUTY,
    DIRECTOR,
    GROUPS,
    HEAD,
    OFFICE,
    OWNER,
    RELIEF,
    RELIEF_GROUP,
    Bureau,
    chats_of,
    task,
    to,
)

ASKING = replace(RULES, kinds=RULES.kinds | {"task": replace(TASK, silent_after=10)}, sign_within=1)
OWNER_ID, HEAD_ID, DEPUTY_ID, DIRECTOR_ID = (each.telegram_id or 0 for each in (OWNER, HEAD, DEPUTY, DIRECTOR))


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path, ASKING)
    made.groups(*GROUPS)
    made.people(OFFICE, DIRECTOR, DEPUTY, HEAD, OWNER)
    yield made
    made.ledger.close()


def quiet(number: int, **fields: object) -> Item:
    """Signed on 2 November, a Monday; due at the year's end."""
    return task(number, "2026-12-31", assigned_at=at("11-02 10:00"), due_set_at=at("11-02 10:00"), **fields)


def days(bureau: Bureau, *dates: str) -> dict[str, list[Letter]]:
    """What each of these days brings, its morning included."""
    return {day: bureau.look(f"{day} 08:30") + bureau.look(f"{day} 09:30") for day in dates}


def test_the_owner_is_asked_privately_then_the_head_then_the_deputy(bureau: Bureau) -> None:
    bureau.items(quiet(33), quiet(34))
    heard = days(bureau, "11-13", "11-16", "11-17", "11-18", "11-19", "11-20", "11-23", "11-24", "11-25", "12-01")
    told = {day: [each for each in letters if "无反馈" in each.html] for day, letters in heard.items()}
    assert {day: chats_of(letters) for day, letters in told.items() if letters} == {
        "11-16": [OWNER_ID],
        "11-19": [HEAD_ID],
        "11-24": [DEPUTY_ID],
    }
    (asked,) = to(heard["11-16"], OWNER_ID)
    assert "【请反馈】" in asked
    assert "已10个工作日无反馈" in asked
    (above,) = to(heard["11-19"], HEAD_ID)
    assert "【久未反馈】" in above
    assert "已13个工作日无反馈" in above
    assert "甲某" in above


def test_a_silence_climbs_although_its_owner_left_after_being_told(bureau: Bureau) -> None:
    """请假: who stands in is not told what the owner was, and that the owner was is enough for the next step."""
    bureau.items(quiet(33))
    asked = days(bureau, "11-16")["11-16"]
    assert "无反馈" in "".join(to(asked, OWNER_ID))
    stand_in = person("戊某", Role.STAFF, RELIEF, telegram_id=9012)
    leave = Absence(first_on=date(2026, 11, 17), last_on=date(2026, 11, 27), stand_in="戊某", stand_in_number=12)
    bureau.people(stand_in, replace(OWNER, away=(leave,)))
    heard = days(bureau, "11-17", "11-18", "11-19", "11-20")
    told = {day: chats_of(each for each in letters if "无反馈" in each.html) for day, letters in heard.items()}
    assert {day: chats for day, chats in told.items() if chats} == {"11-19": [HEAD_ID]}


def test_one_silent_item_is_asked_for_as_the_model_says(bureau: Bureau) -> None:
    bureau.items(quiet(33))
    bureau.look("11-16 08:30")
    (letter,) = bureau.look("11-16 09:30")
    assert letter.html == (
        "<b>【请反馈】</b><b>第33号 事项33</b> 已10个工作日无反馈\n"
        "期限12月31日（周四）。有进展请直接回复本消息；暂无进展也请说明。"
    )
    assert [button.label for row in letter.rows for button in row] == [
        "推进中",
        "报告难点",
        "申请延期",
        "3天内不再提醒",
        "为何收到",
    ]
    assert letter.about == (33,)


def test_a_word_ends_the_asking(bureau: Bureau) -> None:
    bureau.items(quiet(33))
    days(bureau, "11-16")
    bureau.items(report(quiet(33), "甲某", at("11-17 10:00"), "推进中"), moment=at("11-17 10:00"))
    heard = days(bureau, "11-17", "11-18", "11-19", "11-24", "11-30")
    assert not [letter for letters in heard.values() for letter in letters if "无反馈" in letter.html]
    assert OWNER_ID in chats_of(days(bureau, "12-01")["12-01"])


def test_after_a_long_absence_nobody_is_passed_over(bureau: Bureau) -> None:
    """An upgraded ledger has items that were silent for months: the owner first, the others on later days."""
    bureau.items(quiet(33))
    heard = {day: set(chats_of(bureau.look(f"{day} 09:30"))) for day in ("12-08", "12-09", "12-10", "12-11", "12-16")}
    asked = {day: chats & {OWNER_ID, HEAD_ID} for day, chats in heard.items()}
    assert asked["12-08"] == {OWNER_ID}
    assert asked["12-11"] == {HEAD_ID}
    assert asked["12-09"] == asked["12-10"] == set()
    assert DEPUTY_ID in heard["12-16"]


def test_it_is_told_once_over_restarts(bureau: Bureau) -> None:
    bureau.items(quiet(33))
    days(bureau, "11-16")
    bureau.restart("11-16 10:00")
    assert bureau.look("11-16 15:00") == []
    assert bureau.look("11-17 09:30") == []


def test_an_owner_without_a_private_chat_is_asked_in_the_units_group(bureau: Bureau) -> None:
    bureau.people(replace(OWNER, silent_since=at("11-01 10:00")))
    bureau.items(quiet(33))
    letters = days(bureau, "11-16")["11-16"]
    (asked,) = to(letters, RELIEF_GROUP)
    assert "【请反馈】社会救助股" in asked
    bureau.items(quiet(34, is_sensitive=True), moment=at("11-17 10:00"))
    assert to(days(bureau, "11-18")["11-18"], RELIEF_GROUP) == [], "what is sensitive shows in no group"


def test_an_assignment_that_nobody_signs_goes_to_the_owner_and_then_to_the_head(bureau: Bureau) -> None:
    fresh = task(
        40, "2026-12-31", status=ItemStatus.ASSIGNED, assigned_at=at("11-20 10:00"), due_set_at=at("11-20 10:00")
    )
    bureau.items(fresh, moment=at("11-20 10:00"))
    bureau.look("11-20 10:05")
    assert chats_of(bureau.look("11-20 15:00")) == [RELIEF_GROUP]
    heard = days(bureau, "11-23", "11-24", "11-25")
    (asked,) = to(heard["11-23"], OWNER_ID)
    assert "【请签收】" in asked
    (above,) = to(heard["11-24"], HEAD_ID)
    assert "【未签收】" in above
    assert not [letter for letter in heard["11-25"] if "未签收】" in letter.html]


def test_a_signature_spares_the_head(bureau: Bureau) -> None:
    fresh = task(
        40, "2026-12-31", status=ItemStatus.ASSIGNED, assigned_at=at("11-20 10:00"), due_set_at=at("11-20 10:00")
    )
    bureau.items(fresh, moment=at("11-20 10:00"))
    days(bureau, "11-20", "11-23")
    bureau.items(acknowledge(fresh, "甲某", at("11-23 11:00")), moment=at("11-23 11:00"))
    assert HEAD_ID not in chats_of(days(bureau, "11-24")["11-24"])


def test_who_joins_late_is_asked_to_sign_and_not_told_that_it_comes_late(bureau: Bureau) -> None:
    """〔补发〕 is for what would have been read earlier; the days that it names count to now."""
    bureau.people(replace(OWNER, telegram_id=None))
    fresh = task(
        40, "2026-12-31", status=ItemStatus.ASSIGNED, assigned_at=at("11-20 10:00"), due_set_at=at("11-20 10:00")
    )
    bureau.items(fresh, moment=at("11-20 10:00"))
    days(bureau, "11-20", "11-23")
    bureau.people(OWNER)
    (asked,) = to(bureau.look("11-23 10:00"), OWNER_ID)
    assert asked.startswith("<b>【请签收】")


def _stuck(bureau: Bureau) -> None:
    stuck = quiet(8, obstacle=Obstacle(kind=ObstacleKind.COORDINATION, words="消防", by="甲某", at=at("11-23 10:00")))
    bureau.items(stuck, moment=at("11-23 10:00"))
    request = DecisionRequest(kind=RequestKind.OBSTACLE, item=8, asked_by="甲某", asked_at=at("11-23 10:00"))
    with bureau.ledger.transaction(at=at("11-23 10:00"), by="甲某", did="stuck") as tx:
        tx.save_request(request)


def test_an_unanswered_obstacle_is_put_before_the_deputy_and_then_opened_to_the_director(bureau: Bureau) -> None:
    _stuck(bureau)
    heard = days(bureau, "11-24", "11-25")
    (asked,) = to(heard["11-25"], DEPUTY_ID)
    assert "【待您答复】" in asked
    assert "难点报告11月23日提出，已2个工作日，请您答复。" in asked
    before = bureau.ledger.request_of(RequestKind.OBSTACLE, 8)
    days(bureau, "11-26")
    assert to(bureau.look("11-26 15:00"), DIRECTOR_ID) == []  # who got it this morning is not late
    after = bureau.ledger.request_of(RequestKind.OBSTACLE, 8)
    assert before is not None
    assert after is not None
    assert ("escalated" in before.data, after.data.get("escalated")) == (False, "1")


def test_the_director_gets_no_obstacle_before_the_deputy_was_asked(bureau: Bureau) -> None:
    _stuck(bureau)
    bureau.look("11-30 09:30")
    request = bureau.ledger.request_of(RequestKind.OBSTACLE, 8)
    assert request is not None
    assert "escalated" not in request.data


def test_an_objection_that_the_office_leaves_open_is_told_the_director(bureau: Bureau) -> None:
    doubtful = quiet(8, doubt=Doubt(kind=DoubtKind.UNCLEAR, by="甲某", at=at("11-23 10:00")))
    bureau.items(doubtful, moment=at("11-23 10:00"))
    with bureau.ledger.transaction(at=at("11-23 10:00"), by="甲某", did="doubt") as tx:
        tx.save_request(DecisionRequest(kind=RequestKind.DOUBT, item=8, asked_by="甲某", asked_at=at("11-23 10:00")))
    heard = days(bureau, "11-25", "11-26", "11-27")
    assert "交办异议11月23日提出，已2个工作日，请您答复。" in to(heard["11-25"], OFFICE.telegram_id or 0)[-1]
    (told,) = to(heard["11-27"], DIRECTOR_ID)
    assert "【未答复】" in told
    assert "办公室已4个工作日未答复。" in told


def test_words_owed_of_several_kinds_share_the_message_of_that_time(bureau: Bureau) -> None:
    bureau.people(person("老股长", Role.HEAD, RELIEF, telegram_id=9015))
    fresh = task(
        40, "2026-12-31", status=ItemStatus.ASSIGNED, assigned_at=at("11-13 08:00"), due_set_at=at("11-13 08:00")
    )
    bureau.items(quiet(33), fresh, moment=at("11-13 08:00"))
    bureau.look("11-16 08:30")
    (asked,) = to(bureau.look("11-16 09:30"), OWNER_ID)
    assert "【请签收】" in asked
    assert "【请反馈】" in asked


def test_the_office_reads_in_the_morning_what_waits_for_it_and_who_is_silent(bureau: Bureau) -> None:
    doubtful = quiet(9, doubt=Doubt(kind=DoubtKind.UNCLEAR, by="甲某", at=at("11-23 10:00")))
    bureau.items(quiet(33), doubtful, moment=at("11-23 10:00"))
    _stuck(bureau)
    (morning,) = to(bureau.look("11-24 08:30"), OFFICE.telegram_id or 0)
    assert "难点1、久未反馈1" in morning


def test_the_director_reads_on_monday_which_obstacle_nobody_answered(bureau: Bureau) -> None:
    _stuck(bureau)
    (morning,) = to(bureau.look("11-30 08:30"), DIRECTOR_ID)
    assert "第8号" in morning
    assert "已5个工作日未答复" in morning


def test_who_mutes_an_item_is_passed_over_and_asked_again_afterwards(bureau: Bureau) -> None:
    """docs/decisions/0074: muting keeps no silence from who stands above."""
    bureau.items(quiet(33))
    with bureau.ledger.transaction(at=at("11-13 10:00"), by="甲某", did="mute") as tx:
        tx.mute(OWNER_ID, 33, at("11-20 10:00").date())
    heard = days(bureau, "11-16", "11-17", "11-19", "11-20")
    assert not [letter for letters in heard.values() for letter in letters if letter.chat_id == OWNER_ID]
    assert HEAD_ID in chats_of(heard["11-19"])
    assert OWNER_ID in chats_of(days(bureau, "11-23")["11-23"])


def test_muting_keeps_no_chase_from_the_unit_and_outlives_a_restart(bureau: Bureau) -> None:
    bureau.items(task(9, "2026-11-19"))
    with bureau.ledger.transaction(at=at("11-19 10:00"), by="分管甲", did="mute") as tx:
        tx.mute(DEPUTY_ID, 9, at("11-23 10:00").date())
        tx.mute(RELIEF_GROUP, 9, at("11-23 10:00").date())
    bureau.restart("11-20 07:00")
    bureau.look("11-20 08:30")
    chats = chats_of(bureau.look("11-20 09:30"))
    assert RELIEF_GROUP in chats
    assert DEPUTY_ID not in chats


def test_a_long_term_item_is_looked_at_again_on_its_day_by_its_owner_and_then_by_who_decides(bureau: Bureau) -> None:
    """A review day on which nothing happened was a promise that nobody kept."""
    item = quiet(33, is_endless=True, review_on=date(2026, 12, 5))  # a Saturday
    bureau.items(replace(item, due="", title="历史遗留产权"))
    heard = days(bureau, "12-04", "12-07", "12-08", "12-09", "12-10")
    told = {day: [each for each in letters if "长期事项复核" in each.html] for day, letters in heard.items()}
    assert {day: chats_of(letters) for day, letters in told.items() if letters} == {
        "12-07": [OWNER_ID],
        "12-08": [DEPUTY_ID],
    }
    assert "已到复核日期12月5日（周六）" in told["12-07"][0].html
    assert "请直接回复本消息" in told["12-07"][0].html
    assert "请研究是否重定期限" in told["12-08"][0].html
