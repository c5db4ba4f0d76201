"""Chinese numerals as digits."""

from hypothesis import given
from hypothesis import strategies as st

from domain.text_forms import with_digits
from tests.rows import every_row

_WORDS = "零一二三四五六七八九"


@every_row(
    "text, digits",
    [
        ("二〇二六年十二月五日", "2026年12月5日"),
        ("两个月内", "2个月内"),
        ("腊月廿三", "腊月23"),
        ("三十", "30"),
        ("卅一", "31"),
        ("一百零五", "105"),
        ("１２月", "12月"),
        ("五三十", "五三十"),
        ("一二月", "一二月"),
        ("五15日", "五15日"),
        ("15五日", "15五日"),
        ("2026四季度", "20264季度"),
        ("两三天内", "两三天内"),
        ("二三年内", "二三年内"),
        ("三〇日", "30日"),
        ("二六年", "26年"),
    ],
)
def test_numerals_become_digits_and_what_is_none_stays(text: str, digits: str) -> None:
    assert with_digits(text) == digits


@given(st.integers(1, 99))
def test_every_number_of_a_date_round_trips(number: int) -> None:
    tens, ones = divmod(number, 10)
    written = ("" if tens == 0 else "十" if tens == 1 else _WORDS[tens] + "十") + (_WORDS[ones] if ones else "")
    assert with_digits(written) == str(number)
