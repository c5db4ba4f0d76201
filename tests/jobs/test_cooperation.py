"""配合事项: what a cooperating unit's morning says, as long as it owes a tick."""

from msgspec.structs import replace

from domain.actions import Action
from domain.item import Item, ItemStatus, Tick
from domain.letter import Letter
from tests.domain.office import at
from tests.jobs.office import CARE, CARE_GROUP, CHILDREN, Bureau, task, to


def shared(number: int, **fields: object) -> Item:
    return task(number, "2026-12-30", partners=(CARE, "公安局"), **fields)


def morning(bureau: Bureau, day: str) -> list[Letter]:
    return [letter for letter in bureau.look(f"{day} 08:30") if "配合事项" in letter.html]


def test_the_morning_counts_what_the_unit_owes_and_leads_to_the_list(bureau: Bureau) -> None:
    bureau.items(shared(21), shared(22), shared(23, is_sensitive=True), shared(24, status=ItemStatus.SUBMITTED))
    [letter] = morning(bureau, "11-20")
    assert letter.chat_id == CARE_GROUP
    assert "配合事项2项待反馈：第21号、第22号。" in letter.html
    assert any((button.data or "").startswith(f"{Action.COOPERATION}:") for row in letter.rows for button in row)


def test_it_ends_with_the_tick_with_the_closing_and_where_the_unit_cooperates_no_more(bureau: Bureau) -> None:
    items = [shared(21), shared(22), shared(23)]
    bureau.items(*items)
    bureau.items(
        replace(items[0], ticks=(Tick(unit=CARE, by="丁某", at=at("11-19 10:00")),)),
        replace(items[1], status=ItemStatus.CLOSED, closed_at=at("11-19 10:00")),
        replace(items[2], partners=(CHILDREN,)),
    )
    assert to(morning(bureau, "11-20"), CARE_GROUP) == []


def test_nothing_is_asked_for_on_a_rest_day(bureau: Bureau) -> None:
    bureau.items(shared(21))
    assert morning(bureau, "11-21") == []
    assert len(morning(bureau, "11-23")) == 1
