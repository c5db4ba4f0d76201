"""What a date cell shows (2026年12月, Dec-26) where that is less than the day that it holds.

A cell with the number format ``yyyy"年"m"月"`` holds the first of December and says December: what is shown is what the
office means. Number formats are those of ECMA-376, 18.8.30 and 18.8.31.
"""

import re
from collections.abc import Iterator
from datetime import datetime, time
from functools import lru_cache

from msgspec import Struct

#: Formats that have a number and no code in the file, as a Chinese office programme shows them (18.8.30, zh-cn).
CHINESE_FORMATS = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<number>General|[0#?][0#?.,%]*(?:E[+-]0+)?|@)'
    r"|AM/PM|A/P|上午/下午|(?P<year>[yY]+|[eE]+)|(?P<month>[mM]+)|(?P<day>[dD]+)|(?P<weekday>[aA]{3,4})"
    r"|(?P<hour>[hH]+)|(?P<second>[sS]+)|(?P<plain>.)"
)
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[_*].|\[[^\]]*\]|[^;])+|(?<=;)(?=;)|^(?=;)')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARED = {
    "<": lambda value, bound: value < bound,
    ">": lambda value, bound: value > bound,
    "<=": lambda value, bound: value <= bound,
    ">=": lambda value, bound: value >= bound,
    "=": lambda value, bound: value == bound,
    "<>": lambda value, bound: value != bound,
}
#: Words behind a month or year that make it a limit: 月底前, 年底, 月上旬.
_TAIL = re.compile(r"份?(?:月?[底末]|[上中下]旬)?(?:之前|以前|前)?(?:完成|办结)?")
_ELAPSED = re.compile(r"[hH]+|[mM]+|[sS]+")
_WEEKDAYS = "一二三四五六日"


class Format(Struct, frozen=True):
    """What one section of a number format shows, and the letters behind its last part of a date."""

    parts: frozenset[str]
    tail: str = ""
    texts: tuple[str, ...] = ()  # literal letters, with "" where a number stands

    @property
    def is_date(self) -> bool:
        return bool(self.parts & {"year", "month", "day", "weekday", "hour", "second"})


def shown_date(code: str, at: datetime, serial: float) -> str | None:
    """What the format shows of the date, as a text that a limit may be written in; ``None``: the day itself.

    A weekday or an hour alone is shown with its day in brackets, to be asked about.
    """
    found = _read(_section(code, serial))
    if not found.is_date:
        return None
    if "day" in found.parts:
        hides_hour = "hour" not in found.parts and at.time() != time()
        return at.date().isoformat() if hides_hour else None
    if "month" in found.parts:
        return f"{at.year}年{at.month}月{_tail(found, '月')}"
    if "year" in found.parts:
        return f"{at.year}年{_tail(found, '年')}"
    words = f"周{_WEEKDAYS[at.weekday()]}" if "weekday" in found.parts else f"{at:%H:%M}"
    return f"{words}({at.date().isoformat()})"


def is_date_format(code: str, serial: float) -> bool:
    """Whether the format shows the number as a date or a time."""
    return _read(_section(code, serial)).is_date


def shown_number(code: str, text: str) -> str | None:
    """A number with the words that its format sets around it (``0"月底前"``); ``None`` where it has none."""
    found = _read(_section(code, 1))
    is_worded = (
        not found.is_date
        and found.texts.count("") == 1
        and any(re.search(r"[\u4e00-\u9fff]", each) for each in found.texts)
    )
    return "".join(each or text for each in found.texts) if is_worded else None


def _tail(found: Format, unit: str) -> str:
    tail = found.tail.removeprefix(unit).strip()
    return tail if _TAIL.fullmatch(tail) else ""


def _section(code: str, serial: float) -> str:
    """The section of the format that the number falls into: the first whose condition holds, else the first."""
    sections = [match[0] for match in _SECTION.finditer(code)] or [code]
    for section in sections:
        condition = _CONDITION.search(section)
        if condition and _COMPARED[condition[1]](serial, float(condition[2])):
            return section
    return next((section for section in sections if not _CONDITION.search(section)), sections[0])


@lru_cache(maxsize=256)
def _read(section: str) -> Format:
    parts: set[str] = set()
    texts: list[str] = []
    tail = ""
    tokens = list(_tokens(section))
    for place, (kind, text) in enumerate(tokens):
        if kind == "text":
            tail += text
            texts.append(text)
        elif kind == "number":
            texts.append("")
        else:
            parts.add("second" if kind == "month" and _is_minute(tokens, place) else kind)
            tail = ""
    return Format(frozenset(parts), tail, tuple(texts))


def _tokens(section: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup or ""
        if kind in ("quoted", "escaped", "plain"):
            yield "text", match[kind]
        elif kind == "bracket" and _ELAPSED.fullmatch(match[kind]):
            yield "hour", match[kind]
        elif kind and kind != "bracket":
            yield kind, match[kind]


def _is_minute(tokens: list[tuple[str, str]], place: int) -> bool:
    """Behind an hour, or in front of seconds, ``m`` is minutes."""
    before = [kind for kind, _ in tokens[:place] if kind != "text"]
    after = [kind for kind, _ in tokens[place + 1 :] if kind != "text"]
    return before[-1:] == ["hour"] or after[:1] == ["second"]
