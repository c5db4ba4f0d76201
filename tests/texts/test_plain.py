"""What users typed is fit to be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.pages import clean, shorten, units_of


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("两行\n文字\t在此", "两行 文字 在此"),
        ("  空格　太多  ", "空格 太多"),
        ("倒\u202e着\u2066写", "倒着写"),
        ("空\x00字\x07符", "空字符"),
        ("半\ud83d个", "半个"),
        ("一家👨‍👩‍👧人", "一家👨‍👩‍👧人"),
    ],
)
def test_a_line_is_one_line_without_hidden_signs(typed: str, shown: str) -> None:
    assert clean(typed) == shown


def test_what_is_left_out_is_marked() -> None:
    assert shorten("城乡低保提标测算", 5) == "城乡低保…"
    assert shorten("城乡低保", 4) == "城乡低保"


def test_an_emoji_is_never_cut_in_half() -> None:
    """docs/promises.md 22."""
    assert shorten("😀😀😀", 4) == "😀…"
    assert shorten("👨‍👩‍👧👨‍👩‍👧", 8) == "👨‍👩…"


@given(st.text(alphabet=st.characters(codec="utf-8")), st.integers(1, 40))
def test_shortened_text_is_never_longer_than_asked(typed: str, limit: int) -> None:
    short = shorten(typed, limit)
    assert units_of(short) == len(short.encode("utf-16-le")) // 2 <= limit
