"""A limit before other words is read as far as it goes, and never guessed."""

import pytest

from domain.dates.leading import split_limit
from domain.errors import DateVague
from tests.domain.office import RULES, TODAY

#: What is written → the limit, as written, and what is left.
WRITTEN = {
    "3月31日 等待省级系统升级": ("2027-03-31", "3月31日", "等待省级系统升级"),
    "至3月31日等待省系统": ("2027-03-31", "至3月31日", "等待省系统"),
    "12月20日 17:00 省系统升级": ("2026-12-20T17:00", "12月20日 17:00", "省系统升级"),
    "7月底前完成低保核查": ("2027-07-31", "7月底前", "完成低保核查"),
    "下周五，等通知": ("2026-11-27", "下周五", "等通知"),
}


@pytest.mark.parametrize("words", WRITTEN)
def test_the_longest_beginning_that_states_a_limit_is_the_limit(words: str) -> None:
    found = split_limit(words, TODAY, RULES)
    assert found is not None
    assert (found.limit.due, found.written, found.rest) == WRITTEN[words]


@pytest.mark.parametrize("words", ["10月份低保资金发放", "等待3月31日", "", "低保核查"])
def test_words_that_only_look_like_a_limit_are_none(words: str) -> None:
    assert split_limit(words, TODAY, RULES) is None


def test_a_vague_limit_is_named_as_such() -> None:
    with pytest.raises(DateVague):
        split_limit("尽快 办理", TODAY, RULES)
