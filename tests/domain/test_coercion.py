"""Fields as other programs write them: read where they are plain, named where they are not; no item vanishes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from domain.coercion import coerce, coerce_item, is_limit
from domain.item import Did, Evidence, Instant, Item, ItemStatus, Misread, Step
from tests.domain.office import at
from tests.rows import every_row

PLAIN: dict[str, Any] = {
    "kind": "task",
    "title": "低保动态管理",
    "unit": "社会救助股",
    "owner": "甲某",
    "due": "2026-12-05",
    "status": "acknowledged",
    "version": 2,
}
STEP = {"at": "2026-11-20T08:30:00+08:00", "by": "甲某", "did": "submit"}


def read(**fields: Any) -> Item:
    """The item of that document."""
    return coerce_item(7, PLAIN | fields)


@every_row(
    "written, due",
    [
        (20261205, "2026-12-05"),
        (20261205.0, "2026-12-05"),
        ("20261205", "2026-12-05"),
        (" 2026/12/5 ", "2026-12-05"),
        ("2026.12.05", "2026-12-05"),
        ("２０２６年１２月５日", "2026-12-05"),
        ("2026-12-05 00:00:00", "2026-12-05"),
        ("2026-12-05T00:00:00.000Z", "2026-12-05"),
        ("2026-12-05 17:00:00", "2026-12-05 17:00:00"),
        ("2026-12-05T17:00", "2026-12-05T17:00"),
        ("2026/12/5 9:30", "2026-12-05T09:30"),
        (["2026-12-05"], "2026-12-05"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_limit_that_is_plain_is_read(written: object, due: str) -> None:
    """Fault 8.2."""
    item = read(due=written)
    assert item.due == due
    assert not item.faults


@every_row(
    "written",
    ["下周五", "2026-12", 46361, 1.5, True, {}, {"date": "2026-12-05"}, ["a", "b"], "2026-02-30", "1026-12-05", "0"],
)
def test_a_limit_that_means_no_day_is_named(written: object) -> None:
    """Fault 8.2: 下周五 is another day each week, and must not read as 未定期限 in silence."""
    item = read(due=written)
    assert item.due == ""
    assert [fault.field for fault in item.faults] == ["due"]


@every_row(
    "field, written, meant",
    [
        ("status", "已办结", ItemStatus.CLOSED),
        ("status", " Closed", ItemStatus.CLOSED),
        ("status", "办理中", ItemStatus.ACKNOWLEDGED),
        ("title", 2026, "2026"),
        ("title", 12.0, "12"),
        ("owner", ["甲某"], "甲某"),
        ("version", "3", 3),
        ("version", 3.0, 3),
        ("partners", "养老服务股、儿童福利股", ("养老服务股", "儿童福利股")),
        ("evidence", 5, (Evidence(words="5"),)),
        ("evidence", ["照片", {"file_id": "a"}], (Evidence(words="照片"), Evidence(file_id="a"))),
        ("is_sensitive", "是", True),
        ("is_sensitive", 0, False),
        ("is_endless", "否", False),
        ("start_on", 20261101, date(2026, 11, 1)),
        ("supplement_by", "2026/11/1", date(2026, 11, 1)),
        ("closed_at", "2026-11-20 08:30", at("11-20 08:30")),
        ("closed_at", "2026-11-20T00:30:00Z", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("closed_at", 20261120, at("11-20 00:00")),
        ("before", "已签收", ItemStatus.ACKNOWLEDGED),
        ("history", [STEP], (Step(at("11-20 08:30"), "甲某", Did.SUBMIT),)),
    ],
)
def test_other_fields_that_are_plain_are_read(field: str, written: object, meant: object) -> None:
    """Fault 8.2."""
    item = read(**{field: written})
    assert getattr(item, field) == meant
    assert not item.faults


#: What no field of an item is plainly meant by.
ODD: tuple[object, ...] = (None, True, 7, -1, 3.7, "", "甲某", [], ["a", 5], {}, {"a": 1}, [[1]], 10**400, "\ud83d")


@every_row("field", [field for field in Item.__struct_fields__ if field not in {"number", "faults"}])
@every_row("written", ODD)
def test_whatever_a_field_holds_the_item_is_read_or_marked(field: str, written: object) -> None:
    """Fault 8.2: every field, every wrong type: nothing vanishes, and what is lost has a name."""
    item = read(**{field: written})
    assert item.number == 7
    faults = {fault.field for fault in item.faults}
    assert faults <= {field}
    if not faults and written is not None:
        plain = msgspec.convert(msgspec.to_builtins(item), Item)
        assert plain == item, "what is read is a sound item"
        assert getattr(item, field) == written or getattr(item, field) != getattr(read(), field) or not written
    if field == "is_sensitive" and faults:
        assert item.is_sensitive


@pytest.mark.parametrize("row", [5, "text", None, [], [PLAIN]])
def test_a_row_that_is_no_document_is_an_item_all_the_same(row: object) -> None:
    """Fault 8.2: the whole row is what is wrong."""
    item = coerce_item(7, row)
    assert item.status is ItemStatus.ASSIGNED
    assert [fault.field for fault in item.faults] == [""]


def test_what_is_unclear_is_never_taken_for_closed_or_for_public() -> None:
    """Fault 8.2: such an item is open, and private where its 敏感 or its kind can't be read."""
    item = read(status="fertig", is_sensitive="看情况", acknowledged_at=at("11-20 08:30").isoformat())
    assert (item.status, item.is_sensitive) == (ItemStatus.ACKNOWLEDGED, True)
    assert item.faults == (Misread("status", "fertig"), Misread("is_sensitive", "看情况"))
    assert read(kind={}).is_sensitive
    assert read(owner=["甲某", "乙某"]).owner == "甲某"
    assert read(history=[STEP, "交办"]).history == (Step(at("11-20 08:30"), "甲某", Did.SUBMIT),)


def test_only_what_the_ledger_writes_is_a_limit_at_first_sight() -> None:
    assert all(map(is_limit, ("2026-12-05", "2026-12-05T17:00", "2026-12-05 17:00", "2026-12-05T17:00+08:00")))
    assert not any(map(is_limit, ("下周五", "20261205", "2026-12-05 00:00:00", "1026-12-05", "2026-12-05x17:00")))


def test_every_type_of_an_items_fields_has_a_reader() -> None:
    """A new field of a new type is converted plainly, or named; it keeps nobody from reading the rest."""

    class Another(msgspec.Struct):
        seen: Instant | None = None
        pair: tuple[int, int] = (0, 0)
        span: timedelta = timedelta()

    fields, misread = coerce(Another, {"seen": "2026-11-20 08:30", "pair": ["1", 2], "span": "x"})
    assert fields == {"seen": at("11-20 08:30"), "pair": (1, 2)}
    assert [fault.field for fault in misread] == ["span"]
