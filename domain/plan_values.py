"""Fields of an item's plan as somebody writes them in the chat: 分值 5, 涉及金额 326.5万元, 亮点 是, 起始 3月1日.

Each has its limits and one refusal that says how it is written.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain.amounts import MOST, PLACES, read_sum
from domain.dates.due_date import read_first_day, read_limit
from domain.dates.past_day import read_past_day
from domain.errors import DateNotUnderstood, ItemRefusal
from domain.item import Item
from domain.rules import Rules
from domain.sources import MARKS, as_listed
from domain.text_forms import NUMBER, bare_name, empties, split_names

#: Field → what people call it.
NAMES: Mapping[str, str] = {
    "leader": "责任领导 牵头领导",
    "start_on": "开始时间 起始时间 启动时间",
    "received_on": "受理日期 收件日期",
    "urgency": "紧急程度 紧急等级",
    "score": "分值",
    "is_highlight": "亮点",
    "amount": "涉及金额 问题金额",
    "amount_put_right": "整改金额",
    "rules_made": "出台制度",
    "marks": "标记",
    "remark": "备注",
    "report_every": "报告周期 报告",
}
_LONGEST, _MOST_NAMES = 40, 20
_SCORE = re.compile(rf"(?P<figure>{NUMBER})\s*分?")
_YES, _NO = frozenset({"是", "对", "√", "✓", "1", "yes", "y"}), frozenset({"否", "不是", "无", "取消", "0", "no", "n"})
#: Words that end a 报告周期, beside those that empty any field.
NO_REPORTS = frozenset({"不用", "停止", "不报"})
#: 分值 5: behind these names a space will do.
_SPACED = re.compile(
    rf"(^|(?<=[\s,\uff0c;\uff1b]))({'|'.join(name for names in NAMES.values() for name in names.split())})\s+(?=\S)"
)


class ValueUnclear(ItemRefusal):
    """The words are no value of that field."""

    def __init__(self, number: int, title: str, field: str, written: str) -> None:
        super().__init__(number, title)
        self.field = field
        self.written = written


def with_signs(words: str) -> str:
    """The words with 分值=5 for 分值 5, as fields are read."""
    return _SPACED.sub(r"\1\2=", words)


def read_value(field: str, words: str, item: Item, today: date, rules: Rules) -> Any:
    """The field's value; nothing (``None``, ``""``, ``()``) for 无 and 取消. Raises ``ValueUnclear``."""
    plain = unicodedata.normalize("NFKC", " ".join(words.split()))
    try:
        value = _READERS[field](plain, today, rules)
    except (ValueError, DateNotUnderstood):
        raise ValueUnclear(item.number, item.title, field, words) from None
    known = dict(rules.kind(item.kind).urgency)
    if field == "urgency" and value and known and value not in known:
        raise ValueUnclear(item.number, item.title, field, words)
    return value


def _score(plain: str, _today: date, _rules: Rules) -> float | None:
    if empties(plain):
        return None
    found = _SCORE.fullmatch(plain)
    value = float(found["figure"].replace(",", "")) if found else MOST + 1
    if value > MOST:
        raise ValueError(plain)
    return round(value, PLACES)


def _money(plain: str, _today: date, _rules: Rules) -> float | None:
    return None if empties(plain) else read_sum(plain)


def _yes(plain: str, _today: date, _rules: Rules) -> bool:
    if plain.casefold() not in _YES | _NO:
        raise ValueError(plain)
    return plain.casefold() in _YES


def _start(plain: str, today: date, rules: Rules) -> date | None:
    """The first day of what is named: 12月1日至12月5日, 2026年12月."""
    return None if empties(plain) else read_first_day(plain, today, rules, ledger_year=today.year)


def _past_day(plain: str, today: date, rules: Rules) -> date | None:
    """One day that has come: a clock that began in the future would give more time than the law does."""
    return None if empties(plain) else read_past_day(plain, today, rules)


def _rhythm(plain: str, today: date, rules: Rules) -> str:
    """每周五 as ``Limit.every`` writes it."""
    if empties(plain) or plain in NO_REPORTS:
        return ""
    every = read_limit(plain, today, rules, ledger_year=today.year).every
    if not every:
        raise ValueError(plain)
    return every


def _names(plain: str, _today: date, _rules: Rules) -> tuple[str, ...]:
    names = () if empties(plain) else split_names(plain)
    if len(names) > _MOST_NAMES or any(len(name) > _LONGEST for name in names):
        raise ValueError(plain)
    return names


def _text(limit: int) -> Callable[[str, date, Rules], str]:
    def read(plain: str, _today: date, _rules: Rules) -> str:
        if len(plain) > limit:
            raise ValueError(plain)
        return "" if empties(plain) else plain

    return read


_READERS: Mapping[str, Callable[[str, date, Rules], Any]] = {
    "leader": lambda plain, today, rules: bare_name(_text(_LONGEST)(plain, today, rules)),
    "start_on": _start,
    "received_on": _past_day,
    "urgency": _text(_LONGEST),
    "score": _score,
    "is_highlight": _yes,
    "amount": _money,
    "amount_put_right": _money,
    "rules_made": _names,
    "marks": lambda plain, today, rules: tuple(
        dict.fromkeys(as_listed(each, MARKS) for each in _names(plain, today, rules))
    ),
    "remark": _text(500),
    "report_every": _rhythm,
}
