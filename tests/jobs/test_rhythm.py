"""报告周期: one question a person in the morning, for all items of that day, each told once."""

from domain.item import Did, Step
from tests.domain.office import at
from tests.jobs.office import RELIEF_GROUP, Bureau, task, to

OWNER_ID = 9007
SET = (Step(at("11-18 10:00"), "办主任", Did.EDIT, was={"report_every": ""}),)


def questions(bureau: Bureau, moment: str, chat: int = OWNER_ID) -> list[str]:
    return [text for text in to(bureau.look(moment), chat) if "请报进展" in text]


def test_all_items_of_the_day_are_asked_about_in_one_message_once(bureau: Bureau) -> None:
    bureau.items(
        task(12, "2026-12-31", report_every="week/5", history=SET),
        task(18, "2026-12-31", report_every="week/5", history=SET),
        task(33, "2026-12-31"),
    )
    assert questions(bureau, "11-19 08:30") == []
    [asked] = questions(bureau, "11-20 08:30")
    assert "第12号" in asked
    assert "第18号" in asked
    assert "第33号" not in asked
    bureau.restart("11-20 08:31")
    assert questions(bureau, "11-20 09:30") == []
    assert questions(bureau, "11-23 08:30") == []
    assert len(questions(bureau, "11-27 08:30")) == 1


def test_a_sensitive_item_of_somebody_asleep_is_asked_about_in_no_group(bureau: Bureau) -> None:
    bureau.items(
        task(12, "2026-12-31", owner="未启用", report_every="week/5", history=SET),
        task(18, "2026-12-31", owner="未启用", is_sensitive=True, title="绝密", report_every="week/5", history=SET),
    )
    letters = bureau.look("11-20 08:30")
    [asked] = [text for text in to(letters, RELIEF_GROUP) if "请报进展" in text]
    assert "第12号" in asked
    assert "绝密" not in asked
