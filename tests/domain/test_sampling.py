"""随机抽查: the same seed draws the same again, by a rule that a third person can follow by hand."""

import hashlib

import pytest
from msgspec.structs import replace

from domain.item import ItemStatus
from domain.sampling import MOST, Wish, draw, lot_of, read_wish
from tests.domain.office import RULES, item

UNITS = ("社会救助股", "养老服务股")
ITEMS = [
    item("2026-12-15", number=n, unit=UNITS[n % 2], kind="rectification" if n % 3 else "task") for n in range(1, 101)
]


def test_the_lot_is_what_a_command_line_prints() -> None:
    assert lot_of(20260630, 12) == hashlib.sha256(b"20260630:12").hexdigest()


def test_the_same_seed_draws_the_same_and_an_added_item_displaces_one_at_most() -> None:
    wish = Wish(5, 20260630)
    first = [each.number for each in draw(ITEMS, wish).items]
    assert first == [each.number for each in draw(reversed(ITEMS), wish).items]
    assert first == sorted(range(1, 101), key=lambda n: lot_of(20260630, n))[:5]
    more = draw([*ITEMS, item("2026-12-15", number=101)], wish)
    assert more.total == 101
    assert len({*first} - {each.number for each in more.items}) <= 1
    assert first != [each.number for each in draw(ITEMS, Wish(5, 20260701)).items]


def test_cancelled_items_are_not_drawn_and_a_unit_or_kind_narrows_the_draw() -> None:
    gone = [replace(each, status=ItemStatus.CANCELLED) for each in ITEMS]
    assert draw(gone, Wish(5, 1)).total == 0
    wish = read_wish("5 20260630 养老 整改", UNITS, RULES, 0)
    assert isinstance(wish, Wish)
    drawn = draw(ITEMS, wish)
    assert {(each.unit, each.kind) for each in drawn.items} == {("养老服务股", "rectification")}
    assert Wish.unpack(wish.pack()) == wish


@pytest.mark.parametrize("words", ["0", "51", "五项", "5 没有这个股", "5 1 2", "99999999999"])
def test_what_is_no_wish_is_named(words: str) -> None:
    assert read_wish(words, UNITS, RULES, 7) in words.split()
    assert MOST == 50
