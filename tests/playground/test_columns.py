"""Chinese in a terminal: two columns a character, and no line that begins with a stop or ends with a bracket."""

from hypothesis import given
from hypothesis import strategies as st

from playground.tour.terminal import width_of, wrap


def test_a_chinese_character_takes_two_columns_and_a_sign_of_an_emoji_none() -> None:
    assert width_of("第12号") == 6
    assert width_of("↩\ufe0f 撤回") == 6


def test_a_line_never_begins_with_a_stop() -> None:
    assert wrap("在办四项，其余正常。", 8) == ["在办四", "项，其余", "正常。"]


def test_an_opening_bracket_goes_to_the_next_line_with_what_it_opens() -> None:
    assert wrap("低保提标（甲某）", 10) == ["低保提标", "（甲某）"]


def test_words_of_other_scripts_stay_together() -> None:
    assert wrap("请发 /mytasks 查看", 12) == ["请发", "/mytasks 查", "看"]


def test_line_breaks_of_the_text_are_kept() -> None:
    assert wrap("甲\n\n乙", 10) == ["甲", "", "乙"]


@given(text=st.text(alphabet="办理。，（）abc /12\n🔴", max_size=60), width=st.integers(min_value=8, max_value=40))
def test_no_line_is_wider_than_asked_and_nothing_but_spaces_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
