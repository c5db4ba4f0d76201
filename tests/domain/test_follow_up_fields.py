"""What a workbook says of a quota's shares and quarters, of the 回头看 and of the rhythm of reports."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from domain.dates.rhythms import write_every
from domain.imports.findings import Reason
from domain.imports.plan import ImportPlan
from domain.imports.quota_fields import write_quarters, write_shares
from domain.imports.sheet import ItemRow
from domain.imports.writing import amended_by
from domain.item import Item, Quota
from domain.item_records import Share
from domain.rhythm import reports
from domain.series import read_every
from tests.domain.office import RULES, TODAY, at, item
from tests.domain.sheets import plan, row, sheet
from tests.rows import every_row

_COLUMNS = (
    *("quota_target", "quota_reached", "counted_in", "shares", "quarters"),
    *("criterion", "observe_until", "verifier", "report_every"),
)
_SHARED = Quota(target=10, reached=4, counted_in="条", shares=(Share("办公室", 3, 1), Share("社会救助股", 7, 3)))


def planned(*rows: ItemRow, items: tuple[Item, ...] = ()) -> ImportPlan:
    return plan(sheet(*rows, more=_COLUMNS), items=items)


def known(**fields: Any) -> Item:
    """The item of the row, as the ledger has it."""
    return item("2026-12-15", number=12, title="事项12", due_written="2026-12-15", **fields)


def after(*, was: Item, **cells: str) -> Item:
    """What the row makes of that item; unless a cell says so its quota stays."""
    quota = {"quota_target": "10", "counted_in": "条"} if was.quota else {}
    found = planned(row(12, own_number="12", **quota, **cells), items=(was,))
    assert not found.refused, found.refused
    return found.changed[0].after if found.changed else was


def refused(was: Item | None, **cells: str) -> str:
    found = planned(row(12, own_number="12", **cells), items=(was,) if was else ())
    assert [each.reason for each in found.refused] == [Reason.FIELD_UNCLEAR]
    return found.refused[0].known[0]


def test_a_new_item_takes_shares_quarters_terms_and_rhythm_from_its_row() -> None:
    found = planned(
        row(
            12,
            quota_target="10",
            quota_reached="4",
            counted_in="条",
            shares="办公室3、养老服务股7",
            quarters="3、6、8、10",
            criterion="一户一档",
            observe_until="2027-03-20",
            verifier="分管乙",
            report_every="每周五",
        )
    )
    assert not found.refused
    new = found.new[0].item
    assert new.quota is not None
    assert [(each.unit, each.target, each.reached) for each in new.quota.shares] == [
        ("办公室", 3, 4),
        ("养老服务股", 7, 0),
    ]
    assert (new.quota.by_quarter, new.quota.reached) == ((3, 6, 8, 10), 4)
    assert new.partners == ("办公室", "养老服务股")
    assert (new.criterion, new.observe_until, new.verifier) == ("一户一档", date(2027, 3, 20), "分管乙")
    assert new.report_every == "week/5"


def test_what_the_units_reached_stays_when_their_shares_are_set_otherwise() -> None:
    was = known(quota=_SHARED, partners=("办公室",))
    quota = after(was=was, shares="办公室4、社会救助股6", partners="办公室").quota
    assert quota is not None
    assert quota.shares == (Share("办公室", 4, 1), Share("社会救助股", 6, 3))
    assert quota.reached == 4
    cleared = after(was=was, shares="", partners="办公室").quota
    assert cleared is not None
    assert (cleared.shares, cleared.reached) == ((), 4)


@every_row(
    "cells, field",
    [
        ({"quota_target": "10", "shares": "办公室3、社会救助股8"}, "shares"),
        ({"quota_target": "10", "shares": "办公室3、无此股7"}, "shares"),
        ({"quota_target": "10", "shares": "平均分"}, "shares"),
        ({"quota_target": "10", "quarters": "3、6、8、9"}, "quarters"),
        ({"quota_target": "10", "quarters": "3、6"}, "quarters"),
        ({"quota_target": "10", "quarters": "尽快"}, "quarters"),
        ({"observe_until": "2026-11-20"}, "observe_until"),
        ({"observe_until": "适时"}, "observe_until"),
        ({"verifier": "无此人"}, "verifier"),
        ({"report_every": "经常"}, "report_every"),
    ],
)
def test_a_cell_that_fits_nothing_refuses_its_row_and_names_its_column(cells: dict[str, str], field: str) -> None:
    assert refused(None, **cells) == field


def test_what_a_unit_has_reached_is_not_lost_with_its_share() -> None:
    was = known(quota=_SHARED, partners=("办公室",))
    assert refused(was, quota_target="10", counted_in="条", shares="社会救助股10", partners="办公室") == "shares"


def test_a_cell_that_stands_as_it_was_written_changes_nothing_even_if_it_could_not_be_set_today() -> None:
    """The window is over, and who was to look is gone: that is how the item is."""
    was = known(observe_until=date(2026, 11, 2), verifier="走了的人", quota=replace(_SHARED, by_quarter=(3, 6, 8, 10)))
    same = {
        "shares": write_shares(was.quota),
        "quarters": write_quarters(was.quota),
        "observe_until": "2026-11-02",
        "verifier": "走了的人",
    }
    assert after(was=was, **same) == was


def test_an_empty_cell_takes_window_verifier_criterion_and_rhythm_away() -> None:
    was = known(observe_until=date(2027, 3, 20), verifier="分管乙", criterion="一户一档", report_every="week/5")
    now = after(was=was)
    assert (now.observe_until, now.verifier, now.criterion, now.report_every) == (None, "", "", "")


@every_row(
    "every",
    [
        *("week/1", "week/7", "week/1,4", "month/25", "month/end", "month/5,20", "month/w1", "month/w-1", "month/w-2"),
        *("quarter/end", "quarter/3-25", "quarter/1-10", "quarter/2-end", "quarter/w10", "half/end", "half/6-20"),
        *("year/12-31", "year/02-end", "year/06-30,12-31", "year/w-1"),
        *("month/3.2", "month/5.-1", "month/5.1,5.3", "month/7.1,7.-1", "month/10,20,end", "month/15,end"),
        *("year/02-end,04-end,06-end,08-end,10-end,12-end", "year/01-10,03-10,05-10,07-10,09-10,11-10"),
    ],
)
def test_a_rhythm_reads_as_it_is_written(every: str) -> None:
    assert read_every(write_every(every), TODAY, RULES) == every


def test_a_rhythm_that_a_workbook_sets_asks_from_that_day_on() -> None:
    """Not for the weeks since the item was assigned."""
    was = known(assigned_at=at("03-02 09:00"))
    now = amended_by(was, replace(was, report_every="week/5"), "办主任", at("11-20 10:00"), "台账更新")
    assert next(reports(now, RULES)).about == date(2026, 11, 27)
