"""静音: for how long, and what can't be muted."""

from datetime import date

import pytest

from domain.errors import AlreadyClosed, MuteUnclear
from domain.item import ItemStatus
from domain.muting import MUTABLE, mute_until
from domain.views import Audience
from tests.domain.office import RULES, at, item
from tests.rows import every_row

NOW = at("11-20 10:00")


@every_row(
    "words, until",
    [
        ("3天", date(2026, 11, 23)),
        ("三天", date(2026, 11, 23)),
        ("３ 天", date(2026, 11, 23)),
        ("30", date(2026, 12, 20)),
        ("至12月1日", date(2026, 12, 1)),
        ("到下周三", date(2026, 11, 25)),
        ("取消", None),
        ("0", None),
    ],
)
def test_a_span_or_a_day_is_read(words: str, until: date | None) -> None:
    assert mute_until(item(), words, NOW, RULES) == until


@every_row("words", ["", "31天", "99999天", "很久", "至11月20日", "11月1日", "2027年3月1日", "尽快", "长" * 5000])
def test_what_is_unclear_or_too_long_is_refused(words: str) -> None:
    with pytest.raises(MuteUnclear):
        mute_until(item(), words, NOW, RULES)


def test_what_is_closed_has_nothing_to_mute() -> None:
    with pytest.raises(AlreadyClosed):
        mute_until(item(status=ItemStatus.CLOSED), "3天", NOW, RULES)


def test_neither_the_unit_nor_who_owes_an_answer_can_mute() -> None:
    assert not MUTABLE & {Audience.UNIT, Audience.APPROVER, Audience.DECIDER, Audience.ABOVE}
