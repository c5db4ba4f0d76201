"""例行: occurrences appear by themselves, each once, with the morning in which they are named."""

from datetime import date, timedelta

from msgspec.structs import replace

from domain.item import ItemStatus
from domain.series import Series, as_first, begun
from tests.domain.office import at
from tests.jobs.office import RELIEF_GROUP, Bureau, task, to


def begin(bureau: Bureau, every: str = "month/25", due: str = "2026-11-25", written: str = "每月25日前") -> Series:
    first = as_first(task(39, due, due_written=written, title="核查数据报送"))
    bureau.items(first)
    series = begun(first, every, "办主任", at("11-02 10:00"))
    with bureau.ledger.transaction(at=at("11-02 10:00"), by="办主任", did="series") as tx:
        tx.save_series(series)
    return series


def days_of(bureau: Bureau) -> list[date | None]:
    numbers = range(1, bureau.ledger.next_number)
    return [item.occurrence for item in bureau.ledger.items(numbers) if item.series == 39]


def walk(bureau: Bureau, first: str, last: str, *, restarts: bool = False) -> None:
    moment, end = at(f"{first} 08:30"), at(f"{last} 08:30")
    while moment <= end:
        bureau.look_at(moment)
        if restarts:
            bureau.restart("11-20 08:31")
        moment += timedelta(days=1)


def test_each_month_has_its_own_ten_work_days_before_and_the_unit_signs_it(bureau: Bureau) -> None:
    begin(bureau)
    walk(bureau, "11-20", "12-10")
    assert days_of(bureau) == [date(2026, 11, 25)]
    bureau.look("12-11 08:30")
    assert days_of(bureau) == [date(2026, 11, 25), date(2026, 12, 25)]
    [told] = [text for text in to(bureau.look("12-11 09:30"), RELIEF_GROUP) if "新交办" in text]
    assert "核查数据报送（12月）" in told
    assert "请签收" in told


def test_a_restart_each_morning_makes_no_day_twice(bureau: Bureau) -> None:
    begin(bureau, "week/5", "2026-11-20", "每周五")
    walk(bureau, "11-20", "12-31", restarts=True)
    found = days_of(bureau)
    assert found == [date(2026, 11, 20) + timedelta(days=7 * n) for n in range(len(found))]
    assert len(found) == 7


def test_after_a_standstill_only_the_newest_is_made_up_for(bureau: Bureau) -> None:
    begin(bureau)
    bureau.look("11-20 08:30")
    bureau.look_at(at("2027-03-19 08:30"))
    assert days_of(bureau) == [date(2026, 11, 25), date(2027, 3, 25)]


def test_a_series_whose_only_item_was_withdrawn_ends(bureau: Bureau) -> None:
    begin(bureau)
    first = bureau.ledger.item(39)
    assert first is not None
    bureau.items(replace(first, status=ItemStatus.CANCELLED))
    walk(bureau, "12-10", "12-14")
    assert bureau.ledger.series_open() == ()
    assert len(days_of(bureau)) == 1


def test_a_clock_that_is_set_back_makes_nothing_again(bureau: Bureau) -> None:
    begin(bureau)
    bureau.look("12-11 08:30")
    bureau.look("12-01 08:30")
    bureau.look("12-11 08:31")
    assert len(days_of(bureau)) == 2
