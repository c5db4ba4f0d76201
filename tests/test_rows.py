"""A table that one test goes through tells of its rows what as many tests would."""

import inspect
from collections.abc import Iterable

import pytest

from tests.rows import every_row


def failed(names: str, rows: Iterable[object]) -> str:
    """What is said of rows that don't add up."""

    @every_row(names, rows)
    def adds_up(one: int, other: int, total: int) -> None:
        assert one + other == total

    with pytest.raises(ExceptionGroup) as raised:
        adds_up()
    return str(raised.value)


def test_every_row_is_tried_and_each_that_fails_is_named() -> None:
    said = failed("one, other, total", [(1, 1, 3), (1, 2, 3), (2, 2, 5), ("a", 1, 0)])
    assert said.startswith("3 of 4 rows failed:\n  one=1, other=1, total=3\n  one=2, other=2, total=5\n  one='a'")


def test_tables_upon_each_other_multiply() -> None:
    tried = []

    @every_row("one", "ab")
    @every_row("other", [1, 2])
    def tell(one: str, other: int) -> None:
        tried.append((one, other))

    tell()
    assert tried == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]


def test_other_arguments_are_left_to_fixtures() -> None:
    @every_row("one", [1])
    def tell(one: int, tmp_path: str) -> None:
        assert (one, tmp_path) == (1, "here")

    assert list(inspect.signature(tell).parameters) == ["tmp_path"]
    tell(tmp_path="here")


def test_an_empty_table_and_a_row_too_short_are_refused() -> None:
    with pytest.raises(AssertionError, match="promises nothing"):
        every_row("one", [])
    with pytest.raises(ValueError, match="shorter"):
        every_row("one, other", [(1,)])
