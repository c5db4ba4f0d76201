"""ID and telephone numbers are seen in every form that staff write them in; ordinary figures are let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import PrivateData
from domain.private_data import is_private, refuse_private
from tests.rows import every_row


@every_row(
    "text",
    [
        "身份证110101199003078515",
        "110101 19900307 851X",
        "１１０１０１１９９００３０７８５１５",
        "110101900307851",
        "联系人13800001234",
        "138 0000 1234",
        "138-0000-1234",
        "+8613800001234",
        "１３８００００１２３４",
        "138\u200b00001234",
        "0371-63312345",
        "(010)63312345",
        "（０１０）６３３１２３４５",
        "037163312345",
        "电话：6331234",
    ],
)
def test_private_numbers_are_refused(text: str) -> None:
    with pytest.raises(PrivateData):
        refuse_private(text)


@every_row(
    "text",
    [
        "",
        "审计报告〔2026〕8号",
        "2026-11-20 17:30",
        "20261120至20261220",
        "补录126户，抽查20户无误",
        "13 14 15 16 17 8",
        "预算1234567.89元",
        "12345热线工单20261120001",
        "资金12800000元",
        "电话回访2026-11-20",
        "占比0.12345678",
    ],
)
def test_ordinary_figures_are_let_through(text: str) -> None:
    assert not is_private(text)


@given(st.text(alphabet="低保台账整改已完成，。"), st.integers(13_000_000_000, 19_999_999_999))
def test_a_mobile_number_is_seen_wherever_it_stands(words: str, number: int) -> None:
    assert is_private(f"{words}{number}{words}")
    assert not is_private(words)
