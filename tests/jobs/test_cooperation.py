"""配合事项: what a cooperating unit's morning says, as long as it owes a tick."""

from msgspec.structs import replace

from domain.actions import Action
from domain.item import Item, ItemStatus, Tick
from domain.letter import Letter
from tests.domain.office import at
from tests.jobs.office import CARE, CARE_GROUP, CHILDREN, RELIEF_GROUP, Bureau, task, to


def shared(number: int, **fields: object) -> Item:
    return task(number, "2026-12-30", partners=(CARE, "公安局"), **fields)


def morning(bureau: Bureau, day: str) -> list[Letter]:
    return [letter for letter in bureau.look(f"{day} 08:30") if "配合事项" in letter.html]


def test_the_morning_counts_what_the_unit_owes_and_leads_to_the_list(bureau: Bureau) -> None:
    bureau.items(shared(21), shared(22), shared(23, is_sensitive=True), shared(24, status=ItemStatus.SUBMITTED))
    [letter] = morning(bureau, "11-23")
    assert letter.chat_id == CARE_GROUP
    assert "配合事项2项待反馈：第21号、第22号。" in letter.html
    assert any((button.data or "").startswith(f"{Action.COOPERATION}:") for row in letter.rows for button in row)


def test_a_far_limit_is_named_at_the_weeks_beginning_and_a_near_one_on_its_days(bureau: Bureau) -> None:
    """A year's plan sends no message of its own each morning."""
    bureau.items(shared(21))
    assert [day for day in ("11-20", "11-23", "11-24", "11-25", "11-30") if morning(bureau, day)] == ["11-23", "11-30"]
    assert [day for day in ("12-22", "12-23", "12-24", "12-25") if morning(bureau, day)] == ["12-23", "12-25"]


def test_whoever_hears_of_something_else_that_morning_reads_it_there(bureau: Bureau) -> None:
    bureau.items(shared(21), replace(task(30, "2026-11-20"), unit=CARE, owner="丁某"))
    [letter] = morning(bureau, "11-20")
    assert "今日到期" in letter.html


def test_it_ends_with_the_tick_with_the_closing_and_where_the_unit_cooperates_no_more(bureau: Bureau) -> None:
    items = [shared(21), shared(22), shared(23)]
    bureau.items(*items)
    bureau.items(
        replace(items[0], ticks=(Tick(unit=CARE, by="丁某", at=at("11-19 10:00")),)),
        replace(items[1], status=ItemStatus.CLOSED, closed_at=at("11-19 10:00")),
        replace(items[2], partners=(CHILDREN,)),
    )
    assert to(morning(bureau, "11-23"), CARE_GROUP) == []


def test_nothing_is_asked_for_on_a_rest_day(bureau: Bureau) -> None:
    bureau.items(shared(21))
    assert morning(bureau, "11-21") == []
    assert len(morning(bureau, "11-23")) == 1


def fresh(number: int, **fields: object) -> Item:
    return shared(number, status=ItemStatus.ASSIGNED, acknowledged_at=None, assigned_at=at("11-20 10:15"), **fields)


def test_a_new_assignment_is_told_to_the_cooperating_unit_once_and_when_its_lead_hears(bureau: Bureau) -> None:
    bureau.look("11-20 08:30")
    bureau.items(fresh(21), fresh(22, is_sensitive=True), moment=at("11-20 10:15"))
    assert to(bureau.look("11-20 14:59"), CARE_GROUP) == []
    letters = bureau.look("11-20 15:00")
    assert {letter.chat_id for letter in letters if letter.about == (21,)} == {RELIEF_GROUP, CARE_GROUP}
    [text] = to(letters, CARE_GROUP)
    assert "【配合任务】" in text
    assert "第21号 事项21" in text
    assert "第22号" not in text
    bureau.restart("11-20 15:01")
    assert to(bureau.look("11-20 15:02"), CARE_GROUP) == []
    assert not any("配合任务" in text for text in to(bureau.look("11-23 09:30"), CARE_GROUP))


def test_several_are_one_message_and_what_was_ticked_is_none(bureau: Bureau) -> None:
    bureau.look("11-20 08:30")
    ticks = (Tick(unit=CARE, by="丁某", at=at("11-20 10:20")),)
    bureau.items(*(fresh(number) for number in range(21, 28)), fresh(30, ticks=ticks), moment=at("11-20 10:15"))
    [text] = to(bureau.look("11-20 15:00"), CARE_GROUP)
    assert "【配合任务】7项" in text
    assert "另有2项" in text
