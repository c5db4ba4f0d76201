"""Short messages for one reader share a message as long as Telegram takes it, or as a phone shows it at once."""

from hypothesis import given
from hypothesis import strategies as st

from domain.letter import Button, Page
from texts.pages import MOST_AT_ONCE, TEXT_LIMIT, stack, stack_by_screen, units_of, visible


def page(text: str, number: int = 1) -> Page:
    """One item's page."""
    return Page(html=f"<b>{text}</b>", rows=((Button(label=str(number), data="x"),),), about=(number,))


def test_pages_that_fit_become_one_with_all_buttons_and_items() -> None:
    (joined,) = stack([page("甲", 1), page("乙", 2), page("丙", 1)])
    assert visible(joined.html) == "甲\n\n乙\n\n丙"
    assert [row[0].label for row in joined.rows] == ["1", "2", "1"]
    assert joined.about == (1, 2)


def test_nothing_stays_nothing() -> None:
    assert stack([]) == ()


def test_what_comes_at_one_time_is_split_by_screens_unless_that_makes_too_many_messages() -> None:
    half = page("字" * 20 * 10)
    assert [len(each.rows) for each in stack_by_screen([half] * 4)] == [2, 2]
    assert len(stack_by_screen([half] * (2 * MOST_AT_ONCE + 1))) == 1


@given(st.lists(st.integers(1, 4000), max_size=12))
def test_nothing_is_lost_or_split_and_every_message_fits(lengths: list[int]) -> None:
    pages = [page("字" * length, number) for number, length in enumerate(lengths, start=1)]
    stacked = stack(pages)
    assert all(units_of(visible(each.html)) <= TEXT_LIMIT for each in stacked)
    assert [number for each in stacked for number in each.about] == list(range(1, len(lengths) + 1))
    assert "".join(each.html for each in stacked).replace("\n\n", "") == "".join(each.html for each in pages)


@given(st.integers(1, 300))
def test_no_message_has_more_entities_or_buttons_than_telegram_takes(count: int) -> None:
    for each in stack(page("字", number) for number in range(count)):
        assert each.html.count("<b>") <= 100
        assert sum(len(row) for row in each.rows) <= 100
