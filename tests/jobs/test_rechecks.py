"""回头看: what a result promised is kept, on its day and once, also by a bot that was down on it."""

from datetime import timedelta

from msgspec.structs import replace

from domain.closing import approve, finish
from domain.item import Item, ItemStatus
from domain.rechecking import hold, promised, relapse
from tests.domain.office import RECTIFICATION, RULES, at
from tests.jobs.office import (
    BUREAU_GROUP,
    CHILDREN,
    DEPUTY,
    DIRECTOR,
    HEAD,
    OFFICE,
    OWNER,
    RELIEF_GROUP,
    Bureau,
    chats_of,
    task,
    to,
)

OWNER_ID, HEAD_ID, DEPUTY_ID, OFFICE_ID = (person.telegram_id or 0 for person in (OWNER, HEAD, DEPUTY, OFFICE))
DIRECTOR_ID = DIRECTOR.telegram_id or 0
CLOSED = "11-26 10:00"
DAY = "2027-02-24 08:30"  # a Wednesday, ninety days later


def crossed_off(when: str = CLOSED, **fields: object) -> Item:
    """第24号, which an approver closed then."""
    found = task(24, "2026-11-26", kind="rectification", **fields)
    return approve(finish(found, RECTIFICATION, "甲某", at(when) - timedelta(hours=1)), "分管甲", at(when))


def test_the_day_is_told_once_in_the_units_group_and_counted_for_the_office(bureau: Bureau) -> None:
    bureau.items(crossed_off())
    assert bureau.look("2027-02-23 08:30") == []
    letters = bureau.look(DAY)
    assert sorted(chats_of(letters)) == sorted([RELIEF_GROUP, OFFICE_ID])
    assert "【回头看】" in to(letters, RELIEF_GROUP)[0]
    assert "2026年11月26日销号，请核查" in to(letters, RELIEF_GROUP)[0]
    assert "回头看1" in to(letters, OFFICE_ID)[0]
    assert bureau.look("2027-02-24 15:00") == []
    bureau.restart("2027-02-24 16:00")
    assert bureau.look("2027-02-24 16:00") == []
    assert bureau.look("2027-02-25 08:30") == []


def test_it_shares_the_message_of_the_digest_and_is_in_no_count_of_it(bureau: Bureau) -> None:
    bureau.items(crossed_off(), task(9, "2027-02-24"))
    (letter,) = [letter for letter in bureau.look(DAY) if letter.chat_id == RELIEF_GROUP]
    assert "在办1项：今日到期1。" in letter.html
    assert letter.html.index("第9号") < letter.html.index("【回头看】") < letter.html.index("第24号")
    assert letter.about == (9, 24)


def test_a_day_on_which_the_bot_was_down_is_made_up_for(bureau: Bureau) -> None:
    """docs/promises.md 6."""
    bureau.items(crossed_off())
    bureau.look("2027-02-23 08:30")
    bureau.restart("2027-03-05 10:00")
    (text,) = to(bureau.look("2027-03-05 10:00"), RELIEF_GROUP)
    assert text.startswith("<b>〔补发〕【回头看】")
    assert "应于2月24日（周三）回头看" in text
    assert bureau.look("2027-03-08 08:30") == []


def test_nothing_is_told_on_a_rest_day_but_on_the_work_day_after(bureau: Bureau) -> None:
    call = replace(task(9, "2027-02-21"), kind="hotline")  # keeps the bot up on Saturdays and Sundays
    bureau.items(crossed_off("11-23 10:00"), call)
    bureau.look("2027-02-19 08:30")
    rest = bureau.look("2027-02-20 08:30") + bureau.look("2027-02-21 08:30")
    assert RELIEF_GROUP in chats_of(rest)
    assert not any("回头看" in letter.html for letter in rest)
    (monday,) = to(bureau.look("2027-02-22 08:30"), RELIEF_GROUP)
    assert "第24号" in monday
    assert "应于" not in monday


def test_a_work_day_that_was_missed_before_a_weekend_is_made_up_for_after_it(bureau: Bureau) -> None:
    bureau.items(crossed_off("11-21 10:00"), replace(task(9, "2027-12-31"), kind="hotline"))
    bureau.look("2027-02-18 08:30")
    bureau.look("2027-02-20 08:30")  # the Saturday's morning, which is for the hotline only
    (text,) = to(bureau.look("2027-02-22 08:30"), RELIEF_GROUP)
    assert "第24号" in text


def test_a_sensitive_item_is_told_to_owner_and_head_only(bureau: Bureau) -> None:
    bureau.items(crossed_off(is_sensitive=True))
    letters = bureau.look(DAY)
    assert sorted(chats_of(letters)) == sorted([OWNER_ID, HEAD_ID, OFFICE_ID])
    assert "第24号" in to(letters, OWNER_ID)[0]
    assert "第24号" not in to(letters, OFFICE_ID)[0]


def test_without_a_group_whoever_speaks_for_the_unit_hears_it(bureau: Bureau) -> None:
    bureau.items(crossed_off(unit=CHILDREN))
    assert sorted(chats_of(bureau.look(DAY))) == sorted([OWNER_ID, OFFICE_ID])


def test_what_was_reopened_or_came_closed_with_the_workbook_is_not_told(bureau: Bureau) -> None:
    reopened = replace(crossed_off(), status=ItemStatus.ACKNOWLEDGED, due="2027-12-31")
    imported = replace(crossed_off(), number=25, history=())
    bureau.items(reopened, imported)
    assert not any("回头看" in letter.html for letter in bureau.look(DAY))


def test_the_bureaus_group_and_the_leader_hear_nothing_of_it(bureau: Bureau) -> None:
    bureau.items(crossed_off())
    assert not {BUREAU_GROUP, DEPUTY_ID} & set(chats_of(bureau.look(DAY)))


def observed() -> Item:
    """第24号 with the end of its window written, as the approver's press does."""
    return promised(crossed_off(), RULES)


def test_who_verifies_is_asked_with_the_morning_and_unanswered_the_director_hears_two_work_days_later(
    bureau: Bureau,
) -> None:
    bureau.items(observed())
    assert bureau.look("2027-02-23 08:30") == []
    (asked,) = to(bureau.look(DAY), DEPUTY_ID)
    assert "请您回头看" in asked
    bureau.restart("2027-02-25 08:30")
    assert to(bureau.look("2027-02-25 08:30"), DEPUTY_ID) == []
    (above,) = [text for text in to(bureau.look("2027-02-26 09:30"), DIRECTOR_ID) if "回头看" in text]
    assert "分管甲尚未反馈" in above
    bureau.restart("2027-03-05 09:30")
    assert not any("回头看" in letter.html for letter in bureau.look("2027-03-05 09:30"))


def test_what_was_looked_at_is_silent_afterwards_and_a_relapse_has_a_ladder_of_its_own(bureau: Bureau) -> None:
    held = hold(observed(), "分管甲", at("2027-02-24 10:00"), RULES)
    bureau.items(held)
    assert not any("回头看" in letter.html for letter in bureau.look("2027-02-26 09:30"))
    again = relapse(replace(observed(), number=25), "分管甲", at("2027-02-26 10:00"), "2027-03-01", "又缺", RULES)
    bureau.items(again)
    (chase,) = [text for text in to(bureau.look("2027-03-02 09:30"), RELIEF_GROUP) if "第25号" in text]
    assert "逾期" in chase


def test_mornings_count_what_relapsed(bureau: Bureau) -> None:
    again = relapse(observed(), "分管甲", at("2027-02-24 10:00"), "2027-02-26", "又缺", RULES)
    bureau.items(again)
    letters = bureau.look("2027-02-25 08:30")
    assert "反弹1项" in to(letters, RELIEF_GROUP)[0]
    assert "反弹1项" in to(letters, BUREAU_GROUP)[0]
