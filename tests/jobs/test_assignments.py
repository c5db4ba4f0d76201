"""New assignments (交办): told once to the unit, at the next alert time, with the request to acknowledge."""

import pytest
from msgspec.structs import replace

from domain.actions import Action
from domain.closing import acknowledge
from domain.item import Item, ItemStatus
from tests.domain.office import at
from tests.jobs.office import RELIEF_GROUP, Bureau, chats_of, task, to


def fresh(number: int, due: str, assigned: str) -> Item:
    """A task that was just assigned."""
    return task(
        number, due, status=ItemStatus.ASSIGNED, assigned_at=at(assigned), due_set_at=at(assigned), acknowledged_at=None
    )


@pytest.mark.parametrize(
    ("assigned", "told"),
    [
        ("11-20 07:00", "11-20 09:30"),  # before the office opens
        ("11-20 10:15", "11-20 15:00"),  # during the day
        ("11-20 16:00", "11-23 09:30"),  # after the last alert of a Friday
        ("11-21 11:00", "11-23 09:30"),  # on a Saturday
    ],
)
def test_an_assignment_goes_out_at_the_next_alert_time(bureau: Bureau, assigned: str, told: str) -> None:
    bureau.items(fresh(21, "2026-12-30", assigned), moment=at(assigned))
    hears = [
        moment
        for day in ("11-20", "11-21", "11-23", "11-24")
        for moment in (f"{day} 07:30", f"{day} 08:30", f"{day} 09:30", f"{day} 15:00")
        if at(moment) > at(assigned) and RELIEF_GROUP in chats_of(bureau.look(moment))
    ]
    assert hears == [told]


def test_it_asks_to_acknowledge(bureau: Bureau) -> None:
    bureau.look("11-20 08:30")
    bureau.items(fresh(21, "2026-12-30", "11-20 10:15"))
    (letter,) = bureau.look("11-20 15:00")
    assert "签收" in letter.html
    assert any((button.data or "").startswith(f"{Action.ACKNOWLEDGE}:21:") for row in letter.rows for button in row)
    assert letter.about == (21,)


def test_it_shares_the_message_of_other_alerts_and_no_item_is_in_it_twice(bureau: Bureau) -> None:
    bureau.items(task(9, "2026-11-20"), fresh(21, "2026-12-30", "11-20 10:15"), fresh(22, "2026-11-20", "11-20 10:15"))
    bureau.look("11-20 14:00")
    (text,) = to(bureau.look("11-20 15:00"), RELIEF_GROUP)
    assert [text.count(f"第{number}号 ") for number in (9, 21, 22)] == [1, 1, 1]
    assert bureau.look("11-20 15:01") == []


def test_what_was_acknowledged_meanwhile_is_not_told(bureau: Bureau) -> None:
    item = fresh(21, "2026-12-30", "11-20 10:15")
    bureau.items(item)
    bureau.items(acknowledge(item, "甲某", at("11-20 11:00")), moment=at("11-20 11:00"))
    assert bureau.look("11-20 15:00") == []


def test_many_at_once_become_counts_that_a_reply_still_finds(bureau: Bureau) -> None:
    bureau.look("11-20 08:30")
    bureau.items(*(fresh(number, "2026-12-30", "11-20 10:15") for number in range(21, 60)))
    (letter,) = bureau.look("11-20 15:00")
    assert "新交办39项：甲某39项" in letter.html
    named = sum(f"第{number}号 " in letter.html for number in range(21, 60))
    assert f"另有{39 - named}项" in letter.html
    assert set(letter.about) == set(range(21, 60))


def test_an_assignment_missed_while_down_comes_belated_and_one_missed_for_weeks_does_not(bureau: Bureau) -> None:
    bureau.items(fresh(21, "2026-12-30", "11-19 10:15"), fresh(22, "2026-12-30", "10-20 10:15"))
    bureau.restart("11-20 10:00")
    (text,) = to(bureau.look("11-20 10:00"), RELIEF_GROUP)
    assert "补发" in text
    assert "第21号" in text
    assert "第22号" not in text


def test_an_item_reassigned_to_another_unit_is_told_there(bureau: Bureau) -> None:
    bureau.look("11-20 08:30")
    item = fresh(21, "2026-12-30", "11-20 10:15")
    bureau.items(item)
    assert chats_of(bureau.look("11-20 15:00")) == [RELIEF_GROUP]
    bureau.items(replace(item, unit="养老服务股", assigned_at=at("11-20 16:00"), version=2))
    letters = bureau.look("11-23 09:30")
    assert -1002 in chats_of(letters)
    assert RELIEF_GROUP not in chats_of(letters)
