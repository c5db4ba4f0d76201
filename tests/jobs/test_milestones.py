"""Steps of a plan (节点) as the clock tells them: ahead, on their day, after it; each once, done ones never."""

from datetime import date, timedelta

from msgspec.structs import replace

from domain.item import Item
from domain.milestones import Proposed, adopt, complete, move
from domain.progress import report
from tests.domain.office import RULES, at
from tests.jobs.office import BUREAU_GROUP, DEPUTY, RELIEF_GROUP, Bureau, task, to


def planned(number: int = 24, *days: str, **fields: object) -> Item:
    steps = [Proposed(f"步骤{day}", date.fromisoformat(f"2026-{day}")) for day in days]
    return adopt(task(number, "2027-03-31", **fields), steps, "甲某", at("11-02 10:00"), RULES)


def told(bureau: Bureau, first: str, last: str) -> list[tuple[str, int, str]]:
    """Every message of these days: the moment, the chat, and its text."""
    found: list[tuple[str, int, str]] = []
    day, end = at(f"{first} 00:00") + timedelta(hours=8), at(f"{last} 23:00")
    while day < end:
        for hour in ("08:30", "09:30", "15:00"):
            moment = f"{day:%m-%d} {hour}"
            found += [(moment, each.chat_id, each.html) for each in bureau.look(moment)]
        day += timedelta(days=1)
    return found


def about(messages: list[tuple[str, int, str]], words: str, chat: int = RELIEF_GROUP) -> list[str]:
    return [moment for moment, to_chat, text in messages if to_chat == chat and words in text]


def test_a_step_is_named_ahead_told_on_its_day_and_chased_three_times(bureau: Bureau) -> None:
    bureau.items(planned(24, "11-26"))  # a Thursday
    messages = told(bureau, "11-18", "12-10")
    named = ["11-19 08:30", "11-23 08:30", "11-25 08:30", "11-26 08:30"]
    assert about(messages, "今日提示") == [*named, "11-30 08:30", "12-07 08:30"]  # then 滞后, once a week
    assert about(messages, "节点到期") == ["11-26 15:00"]
    assert about(messages, "节点催办") == ["11-27 09:30", "12-01 09:30", "12-03 09:30"]
    assert about(messages, "节点：步骤11-26", DEPUTY.telegram_id or 0) == ["12-03 09:30"]
    assert not about(messages, "步骤", BUREAU_GROUP)


def test_a_done_step_is_silent_and_a_moved_one_begins_again(bureau: Bureau) -> None:
    item = planned(24, "11-26", "11-27")
    bureau.items(item)
    bureau.items(complete(item, 1, "甲某", at("11-20 10:00")), moment=at("11-20 10:00"))
    messages = told(bureau, "11-26", "11-27")
    assert about(messages, "节点到期") == ["11-27 15:00"]
    later = bureau.ledger.item(24)
    assert later is not None
    bureau.items(move(later, 2, date(2026, 12, 8), "甲某", at("11-27 16:00"), RULES), moment=at("11-27 16:00"))
    messages = told(bureau, "11-30", "12-09")
    assert about(messages, "节点到期") == ["12-08 15:00"]
    assert about(messages, "节点催办") == ["12-09 09:30"]


def test_a_word_that_day_keeps_the_alert_off(bureau: Bureau) -> None:
    item = planned(24, "11-26")
    bureau.items(item)
    bureau.look("11-26 08:30")
    bureau.items(report(item, "甲某", at("11-26 10:00"), "当天完成"), moment=at("11-26 10:00"))
    assert to(bureau.look("11-26 15:00"), RELIEF_GROUP) == []


def test_two_steps_of_one_day_and_the_items_own_limit_are_one_message(bureau: Bureau) -> None:
    item = replace(planned(24, "11-26", "11-26"), due="2026-11-26")
    bureau.items(item)
    bureau.look("11-26 08:30")
    assert len(to(bureau.look("11-26 15:00"), RELIEF_GROUP)) == 1
    bureau.restart("11-26 15:01")
    assert to(bureau.look("11-26 15:02"), RELIEF_GROUP) == []


def test_nothing_is_told_twice_or_never_whatever_is_added_meanwhile(bureau: Bureau) -> None:
    """A step that is added before another changes nothing of what the other was told."""
    bureau.items(planned(24, "11-26"))
    told(bureau, "11-26", "11-26")
    item = bureau.ledger.item(24)
    assert item is not None
    more = adopt(item, [Proposed("先行", date(2026, 11, 27))], "甲某", at("11-26 16:00"), RULES)
    bureau.items(more, moment=at("11-26 16:00"))
    bureau.restart("11-26 16:01")
    assert to(bureau.look("11-26 16:02"), RELIEF_GROUP) == []
    messages = told(bureau, "11-27", "12-04")
    assert about(messages, "步骤11-26")[0] == "11-27 08:30" or about(messages, "节点催办")[0] == "11-27 09:30"
    assert len(about(messages, "节点到期")) == 1


def test_a_sensitive_items_steps_reach_no_group(bureau: Bureau) -> None:
    bureau.items(planned(24, "11-26", is_sensitive=True))
    messages = told(bureau, "11-25", "12-04")
    assert messages
    assert all(chat > 0 for _, chat, text in messages if "第24号" in text or "步骤" in text)


def test_what_was_missed_while_the_bot_was_down_is_told_once(bureau: Bureau) -> None:
    bureau.items(planned(24, "11-26"))
    bureau.look("11-25 09:30")
    bureau.restart("12-02 09:00")
    messages = [text for text in to(bureau.look("12-02 09:31"), RELIEF_GROUP) if "步骤11-26" in text]
    assert len(messages) == 1
