"""Where items come from (来源) and what they are marked with (标记), by the office's own lists.

Any other word is taken as well; one that is nearly a listed one is written as the list has it, so that lists are
grouped under one name.
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

#: What a new office begins with; ``[office] sources`` replaces it.
SOURCES = (
    *("年度重点目标任务", "八大亮点", "绩效考核细则", "工作要点", "会议表态", "局党组督查", "推进会通报", "上级反馈"),
    *("巡察反馈", "专项审计", "信访件", "局信访室", "12345"),
)
#: Marks (标记) that put an item before others.
MARKS = (CENSURED := "被通报", "省考", "市考")
#: Two words of four signs with one that differs are 0.75 alike, of five 0.8.
_ALIKE = 0.75
_SHORTEST = 2
_PADDING = re.compile(r"[\s《》“”\"'、,，.。]|的(?=.)")
_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十]+")


def as_listed(written: str, listed: Sequence[str]) -> str:
    """The listed word that is nearly what was written, where there is one only; else what was written.

    A part of a listed word means it (信访 → 信访件). What says more (专项审计报告), or has another numeral, stays.
    """
    bare = _bare(written)
    if len(bare) < _SHORTEST:
        return written
    same = [each for each in listed if _bare(each) == bare]
    begun = [each for each in listed if _bare(each).startswith(bare)]
    parts = [each for each in listed if bare in _bare(each)]
    alike = [each for each in listed if _is_alike(bare, _bare(each))]
    for found in (same, begun, parts, alike):
        if found:
            return found[0] if len(found) == 1 else written
    return written


def _bare(text: str) -> str:
    return _PADDING.sub("", unicodedata.normalize("NFKC", text).casefold())


def _is_alike(one: str, other: str) -> bool:
    is_as_long = abs(len(one) - len(other)) <= 1
    is_same_number = _NUMERAL.findall(one) == _NUMERAL.findall(other)
    return is_as_long and is_same_number and SequenceMatcher(None, one, other).ratio() >= _ALIKE
