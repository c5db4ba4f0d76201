"""What was told is what counts: 催办 are numbered, copied and escalated by the record, never by the calendar."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.closing import acknowledge, finish, send_back, taken_over, undo
from domain.item import Item, ItemStatus
from domain.roster import Chat, Role
from domain.rules import Rules
from tests.domain.office import RECTIFICATION, RULES, at, person
from tests.jobs.office import (
    CARE,
    CARE_GROUP,
    CHILDREN,
    DEPUTY,
    DIRECTOR,
    GROUPS,
    HEAD,
    OFFICE,
    OWNER,
    RELIEF_GROUP,
    Bureau,
    chats_of,
    task,
    to,
)

DEPUTY_ID, DIRECTOR_ID, OFFICE_ID = (each.telegram_id or 0 for each in (DEPUTY, DIRECTOR, OFFICE))


def bureau_with(folder: Path, rules: Rules) -> Bureau:
    """The bureau under other rules."""
    made = Bureau(folder, rules)
    made.groups(*GROUPS)
    made.people(OFFICE, DIRECTOR, DEPUTY, HEAD, OWNER)
    return made


def found(number: int, due: str) -> Item:
    """A rectification item."""
    return task(number, due, kind="rectification")


def test_a_submission_withdrawn_late_was_not_chased_meanwhile(bureau: Bureau) -> None:
    """Fault 3.1: nobody is told of 催办 that nobody received."""
    asked = finish(found(9, "2026-11-18"), RECTIFICATION, "甲某", at("11-18 16:00"))
    bureau.items(asked, moment=at("11-18 16:00"))
    bureau.items(undo(asked, "甲某", at("11-25 16:00")), moment=at("11-25 16:00"))
    letters = bureau.look("11-26 08:30") + bureau.look("11-26 09:30")
    (group,) = to(letters, RELIEF_GROUP)
    assert "催办·第1次" in group
    assert any("已催办1次" in text for text in to(letters, DIRECTOR_ID))


def test_a_week_down_is_a_week_without_a_chase(bureau: Bureau) -> None:
    """Fault 3.1: the first one told after a week is the first."""
    bureau.items(task(9, "2026-11-16"))
    bureau.look("11-16 08:30")
    bureau.restart("11-24 10:00")
    letters = bureau.look("11-24 10:00")
    assert all("催办·第1次" in text for text in to(letters, RELIEF_GROUP))
    assert all("已催办1次" in text for text in to(letters, DIRECTOR_ID))
    assert any("经1次催办" in text for text in to(letters, OFFICE_ID))


def test_without_alert_times_each_chase_comes_with_the_morning_and_counts(tmp_path: Path) -> None:
    """Fault 3.1: what the director reads of, the group has received."""
    bureau = bureau_with(tmp_path, replace(RULES, alerts_at=()))
    bureau.items(task(9, "2026-11-18"))
    chased = []
    letters = []
    for day in (19, 20, 23, 24, 25):
        letters = bureau.look(f"11-{day} 08:30")
        chased += [text for text in to(letters, RELIEF_GROUP) if "催办·" in text]
    assert [f"催办·第{n}次" in text for n, text in enumerate(chased, start=1)] == [True] * 3
    assert any("已催办3次" in text for text in to(letters, DIRECTOR_ID))
    bureau.ledger.close()


def test_a_late_return_keeps_the_count_and_goes_on(bureau: Bureau) -> None:
    """Fault 3.2: the day to supplement has its own alert and 催办, and these are counted on."""
    late = found(9, "2026-11-18")
    bureau.items(late)
    assert any("催办·第1次" in text for text in to(bureau.look("11-19 09:30"), RELIEF_GROUP))
    asked = finish(late, RECTIFICATION, "甲某", at("11-19 16:00"))
    returned = send_back(asked, DEPUTY.name, at("11-20 16:00"), "佐证不足", RULES)
    bureau.items(returned, moment=at("11-20 16:00"))
    heard = {
        moment: [text for text in to(bureau.look(f"11-{moment}"), RELIEF_GROUP) if "今日提示" not in text]
        for moment in ("23 08:30", "23 09:30", "24 09:30", "25 08:30", "25 15:00", "26 08:30", "26 09:30")
    }
    assert [moment for moment, texts in heard.items() if texts] == ["25 15:00", "26 09:30"]
    assert "到期提醒" in heard["25 15:00"][0]
    assert "催办·第2次" in heard["26 09:30"][0]
    assert all("退回" not in text for texts in heard.values() for text in texts)


def test_another_unit_signs_first_and_is_chased_from_then_on(bureau: Bureau) -> None:
    """Fault 2.8: the second unit's first 催办 is the first, and its copies go out again."""
    late = task(9, "2026-11-10")
    bureau.items(late)
    for day in ("11-11", "11-13", "11-17"):
        bureau.look(f"{day} 09:30")
    moved = taken_over(replace(late, unit=CARE, owner="丙某", version=2), at("11-18 16:00"))
    bureau.items(moved, moment=at("11-18 16:00"))
    bureau.look("11-19 08:30")
    letters = bureau.look("11-19 09:30")
    (first,) = to(letters, CARE_GROUP)
    assert "催办·第1次" in first
    assert "请签收" in first
    assert RELIEF_GROUP not in chats_of(letters)
    assert DEPUTY_ID in chats_of(letters)
    assert DIRECTOR_ID not in chats_of(letters)


def test_one_chase_that_is_also_the_last_is_copied_to_both_and_the_group_says_so(tmp_path: Path) -> None:
    """Fault 3.6: what the group reads of copies is what goes out."""
    bureau = bureau_with(tmp_path, replace(RULES, chase_after=(1,)))
    bureau.items(task(9, "2026-11-19"))
    bureau.look("11-20 08:30")
    letters = bureau.look("11-20 09:30")
    assert {DEPUTY_ID, DIRECTOR_ID} <= set(chats_of(letters))
    (group,) = to(letters, RELIEF_GROUP)
    assert "抄送：分管领导" in group
    assert "抄报：局长" in group
    draft = next(text for text in to(letters, OFFICE_ID) if "通报草稿" in text)
    assert "经1次催办" in draft
    assert "多次" not in draft
    bureau.ledger.close()


def fresh(number: int, due: str, assigned: str) -> Item:
    """A task that was just assigned."""
    return task(
        number, due, status=ItemStatus.ASSIGNED, assigned_at=at(assigned), due_set_at=at(assigned), acknowledged_at=None
    )


def test_what_was_imported_while_down_and_is_due_today_is_told_as_both(bureau: Bureau) -> None:
    """Fault 3.4: the digest that names it settles no signature, and neither does 到期提醒."""
    bureau.items(task(8, "2026-12-30"), fresh(9, "2026-11-20", "11-20 09:00"), moment=at("11-20 09:00"))
    bureau.restart("11-20 11:00")
    letters = bureau.look("11-20 11:00")
    (caught_up,) = to(letters, RELIEF_GROUP)
    assert "今日到期" in caught_up
    assert "请签收" in caught_up
    (alert,) = to(bureau.look("11-20 15:00"), RELIEF_GROUP)
    assert "到期提醒" in alert


def test_what_was_assigned_and_is_due_at_the_same_alert_time_is_told_as_both(bureau: Bureau) -> None:
    """Fault 3.4: one line for one item, with both keys."""
    bureau.look("11-20 08:30")
    bureau.items(fresh(9, "2026-11-20", "11-20 10:15"), moment=at("11-20 10:15"))
    (letter,) = bureau.look("11-20 15:00")
    assert "到期提醒" in letter.html
    assert "请签收" in letter.html
    assert set(letter.told) == {"9|2026-11-20|due:0|chat:1", "9|2026-11-20|sign:0|chat:1"}
    assert bureau.look("11-20 15:01") == []


def test_one_occasion_is_told_and_later_the_other_one_of_the_same_item(bureau: Bureau) -> None:
    """Fault 7.2: that 新交办 was told leaves 到期提醒 to be told."""
    bureau.items(fresh(9, "2026-11-20", "11-20 07:00"), moment=at("11-20 07:00"))
    bureau.look("11-20 08:30")
    (sign,) = to(bureau.look("11-20 09:30"), RELIEF_GROUP)
    (due,) = to(bureau.look("11-20 15:00"), RELIEF_GROUP)
    assert ("新交办" in sign, "到期提醒" in due) == (True, True)
    assert "签收" not in due


def test_a_ledger_of_an_older_version_tells_nobody_twice(bureau: Bureau) -> None:
    """Fault 3.4: the key that both kinds shared still says that either was told."""
    bureau.items(fresh(9, "2026-12-30", "11-19 16:00"), moment=at("11-19 16:00"))
    with bureau.ledger.transaction(at=at("11-20 09:30"), by="clock", did="alert") as tx:
        tx.tell("9|2026-11-19|new:0|chat:1", at("11-20 09:30"))
    bureau.restart("11-20 10:00")
    assert RELIEF_GROUP not in chats_of(bureau.look("11-20 10:00"))


def test_what_is_signed_is_asked_for_no_more(bureau: Bureau) -> None:
    one = fresh(9, "2026-11-20", "11-20 10:15")
    bureau.items(one)
    bureau.items(acknowledge(one, OWNER.name, at("11-20 11:00")), moment=at("11-20 11:00"))
    bureau.look("11-20 08:30")
    (due,) = to(bureau.look("11-20 15:00"), RELIEF_GROUP)
    assert "签收" not in due


def test_somebody_of_the_office_who_stands_in_hears_once(bureau: Bureau) -> None:
    """Fault 7.3: as the unit's only recipient, and as the office that keeps a copy."""
    bureau.items(task(9, "2026-11-19", unit=CHILDREN, owner="某某"))
    bureau.look("11-20 08:30")
    letters = [letter for letter in bureau.look("11-20 09:30") if letter.chat_id == OFFICE_ID]
    assert len(letters) == 1
    assert letters[0].html.count("第9号 ") == 1


def test_of_an_item_without_a_unit_no_head_without_a_unit_hears(bureau: Bureau) -> None:
    """Fault 7.21: they do not belong together; the office hears in their place."""
    bureau.people(person("无股室", Role.HEAD, "", telegram_id=9020))
    bureau.items(task(9, "2026-11-19", unit="", owner="某某"))
    bureau.look("11-20 08:30")
    letters = bureau.look("11-20 09:30")
    assert 9020 not in chats_of(letters)
    assert OFFICE_ID in chats_of(letters)


@pytest.mark.parametrize(("bound", "hears"), [("08:30:00", True), ("08:30:01", False)])
def test_a_group_that_was_bound_at_the_digests_minute_hears_it(bureau: Bureau, bound: str, hears: bool) -> None:
    """Fault 7.6: the moment itself is in time."""
    bureau.groups(Chat(chat_id=-1004, unit=CHILDREN, bound_at=at(f"11-20 {bound}")))
    bureau.items(task(9, "2026-11-20", unit=CHILDREN))
    assert (-1004 in chats_of(bureau.look("11-20 08:30:05"))) is hears
