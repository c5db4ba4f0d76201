"""时间过半 as the clock tells it: of an item once, at half of its time, and once a year of the whole bureau."""

from datetime import date, timedelta

from msgspec.structs import replace

from domain.item import Item, Quota
from tests.domain.office import at
from tests.jobs.office import BUREAU_GROUP, OWNER, RELIEF_GROUP, Bureau, task, to


def quota(number: int, reached: float, **fields: object) -> Item:
    known = {"quota": Quota(10, reached, "条"), "start_on": date(2026, 1, 1), **fields}
    return task(number, "2026-12-31", **known)


def days(bureau: Bureau, first: str, last: str) -> list[tuple[str, int, str]]:
    """What was sent in these days: the moment, the chat, the words."""
    found: list[tuple[str, int, str]] = []
    day = at(f"{first} 00:00") + timedelta(hours=8)
    while day <= at(f"{last} 23:00"):
        for hour in ("08:30", "09:30", "15:00"):
            moment = f"{day:%m-%d} {hour}"
            found += [(moment, each.chat_id, each.html) for each in bureau.look(moment)]
        day += timedelta(days=1)
    return found


def test_half_time_is_told_once_in_the_unit_and_not_of_what_is_half_done(bureau: Bureau) -> None:
    bureau.items(quota(33, 4), quota(34, 5), quota(35, 1, is_sensitive=True))
    told = [(moment, chat, text) for moment, chat, text in days(bureau, "06-29", "07-10") if "时间过半】" in text]
    assert [(moment, chat) for moment, chat, _ in told if chat == RELIEF_GROUP] == [("07-02 09:30", RELIEF_GROUP)]
    (words,) = [text for _, chat, text in told if chat == RELIEF_GROUP]
    assert "第33号" in words
    assert "时间已过半，任务完成40%，尚未过半；完成时限12月31日（周四）。" in words
    assert "第34号" not in words
    assert all("第35号" not in text for _, chat, text in told if chat < 0)
    assert any("第35号" in text for _, chat, text in told if chat == OWNER.telegram_id)


def test_half_time_that_was_missed_is_made_up_for_and_a_new_limit_has_its_own(bureau: Bureau) -> None:
    bureau.items(quota(33, 4))
    bureau.look("07-01 15:00")
    bureau.restart("07-06 08:20")
    found = [
        text
        for moment in ("07-06 08:30", "07-06 09:30", "07-06 15:00")
        for text in to(bureau.look(moment), RELIEF_GROUP)
    ]
    assert sum("时间已过半" in text for text in found) == 1
    item = bureau.ledger.item(33)
    assert item is not None
    bureau.items(replace(item, due="2027-12-31", due_set_at=at("07-07 10:00")), moment=at("07-07 10:00"))
    assert not [text for _, _, text in days(bureau, "07-08", "07-10") if "时间已过半" in text]
    told = [moment for moment, _, text in days(bureau, "12-30", "12-31") if "时间已过半" in text]
    assert not told
    assert [each for each in to(bureau.look("2027-01-04 09:30"), RELIEF_GROUP) if "时间已过半" in each]


def test_the_bureau_reads_once_a_year_how_the_half_year_stands(bureau: Bureau) -> None:
    bureau.items(quota(33, 4), quota(34, 5), quota(35, 1, is_sensitive=True))
    bureau.look("06-30 15:00")
    read = [(moment, text) for moment, chat, text in days(bureau, "07-01", "07-13") if chat == BUREAU_GROUP]
    said = [moment for moment, text in read if "全年时间过半，可计进度的2项：任务过半1项，未过半1项。" in text]
    assert said == ["07-01 08:30"]
    assert all("第33号" not in text for _, text in read)
    bureau.restart("07-14 08:00")
    assert not [each for each in to(bureau.look("07-14 08:30"), BUREAU_GROUP) if "时间过半" in each]


def test_what_lags_is_named_in_the_weeks_first_morning(bureau: Bureau) -> None:
    bureau.items(quota(33, 4), quota(34, 1))
    read = [(moment, text) for moment, chat, text in days(bureau, "10-19", "10-23") if chat == RELIEF_GROUP]
    assert [moment for moment, _ in read] == ["10-19 08:30"]
    assert "在办2项：严重滞后2。" in read[0][1]
    assert "进度滞后2项：第33号落后39个百分点，第34号落后69个百分点。" in read[0][1]
