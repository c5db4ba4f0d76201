"""The same problem again (同类问题): found when closing is asked for, and never on a weak likeness."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from domain.item import Item, ItemStatus
from domain.rules import Kind

#: How long a problem is remembered.
YEAR = timedelta(days=365)
#: How much alike two titles of one unit are of which one is taken for the other's problem again.
_ALIKE = 0.85
#: A title shorter than this is taken for another only where it is the same.
_SHORTEST = 8
#: So many signs from the middle of a title are looked for.
_SOUGHT = 6
#: Of so many items that have these signs no more are compared.
_COMPARED = 200
_RUN = re.compile(r"[^\W_]+")
#: Answers to 建章立制 that name no measure.
_NO_MEASURE = frozenset({"", "不涉及"})

#: The unit's closed items that have all these words, newest first.
Search = Callable[[Sequence[str], str], Iterable[Item]]


def sought_in(title: str) -> str:
    """The signs by which like titles are looked for: from the middle of the longest run; "" for too few."""
    run = max(_RUN.findall(title), key=len, default="")
    start = max(0, (len(run) - _SOUGHT) // 2)
    return run[start : start + _SOUGHT] if len(run) >= 2 else ""  # noqa: PLR2004 - one sign is in everything


def find_repeat(item: Item, at: datetime, search: Search) -> int:
    """The newest item of the unit with the same problem that was closed within a year; 0 for none."""
    words = sought_in(item.title)
    if not words or not item.unit:
        return 0
    for count, other in enumerate(search((words,), item.unit)):
        if count >= _COMPARED:
            break
        if is_same_problem(item, other, at):
            return other.number
    return 0


def is_same_problem(item: Item, other: Item, at: datetime) -> bool:
    """Whether the other was closed within a year in the same unit, under the same title or nearly the same."""
    if other.number == item.number or other.unit != item.unit or other.status is not ItemStatus.CLOSED:
        return False
    if other.closed_at is None or not at - YEAR <= other.closed_at <= at:
        return False
    one, two = _bare(item.title), _bare(other.title)
    if one == two:
        return True
    if min(len(one), len(two)) < _SHORTEST or _figures(one) != _figures(two):
        return False
    return SequenceMatcher(None, one, two).ratio() >= _ALIKE


def _bare(title: str) -> str:
    return "".join(sign for sign in title if sign.isalnum()).lower()


def _figures(title: str) -> list[str]:
    """第一季度 and 第二季度, 1月 and 2月 are work that comes again, no problem that does."""
    return re.findall(r"[0-9一二三四五六七八九十]+", title)


def times(item: Item, at: datetime) -> int:
    """How often the problem has come up within a year, as far as is known: 1 for once."""
    relapses = sum(not each.holds and each.at >= at - YEAR for each in item.rechecks)
    return 1 + relapses + bool(item.repeats)


def lacks_measure(item: Item, kind: Kind, at: datetime) -> bool:
    """Whether it came up again, and nobody named a systemic measure (制度性措施): the approver is asked once more."""
    named = item.rule_made.strip() not in _NO_MEASURE or bool(item.rules_made)
    return kind.asks_lessons and times(item, at) > 1 and not named
