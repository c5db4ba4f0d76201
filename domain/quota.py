"""Quotas (数量目标): what is reached of a counted target, by units that have a share each, and by the quarter.

A figure is counted only where it is plain: +2条, -1, =8, 8条, 累计已完成8条. Each report keeps what it added, so that
taking it back leaves what others reported since.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from domain.actions import Action, Reach
from domain.item import Did, Item, Quota, Step
from domain.item_records import Share
from domain.limits import local_day
from domain.outline import OutlinedQuota
from domain.quota_errors import (
    FigureBelowZero,
    FigureNotWhole,
    FigureOfOtherUnit,
    FigureTooLarge,
    ShareNotYours,
    ShareUnclear,
)
from domain.rights import may, reach_of
from domain.roster import Person, Roster
from domain.rules import Rules
from domain.steps import standing
from domain.text_forms import NUMBER, meant_of

#: No figure is as large, whatever it counts.
FIGURE_LIMIT = 100_000_000
#: Places behind the point that are kept.
PLACES = 4
QUARTERS = 4
_MONTHS_A_QUARTER = 3
#: What is counted one by one, and so never in halves.
WHOLE_ONES = frozenset("条篇个户家人次件份项场期起座处所批名")
#: Words behind a number that count something: of another kind than the quota's they are refused.
_MEASURES = ("万元", "亿元", "元", "万", "亿", *sorted(WHOLE_ONES))
_HAN = "\u4e00-\u9fff"
_SIGNED = re.compile(
    rf"(?:(?P<unit>[{_HAN}]{{2,16}})[\s:,]*)?(?P<sign>[+\-=])\s*(?P<figure>{NUMBER})(?P<tail>.*)", re.DOTALL
)
_ALONE = re.compile(rf"(?P<figure>{NUMBER})\s*(?P<tail>[{_HAN}]{{1,4}})[.!\u3002]?")
_CLAUSE = re.compile(r"[,;.!?\u3002\u3001\n](?!\d)")
_TOTAL = "累计|合计|总计|已完成|共完成|共报送|共报"
#: A clause with one of these tells of a span, a plan or a part: its figure is no total.
_NO_TOTAL = re.compile(
    "[本上下这][月周旬季]|今[天日]|昨|新增|计划|预计|力争|争取|拟|确保|目标|未|没|差|其中|不到|近|约|余"
)
_BREAKS = " \t\r\n,;.!:、。，；：！（("


class Figure(Struct, frozen=True):
    """A figure as it was reported."""

    amount: float  # what is added, or the whole
    is_total: bool  # =8, 8条, 累计已完成8条
    unit: str = ""  # whose share it is said to be
    is_all: bool = False  # nothing else was said


class Counted(Struct, frozen=True):
    """A quota with a figure counted in: how much that added, and to whose share."""

    quota: Quota
    added: float
    share: str = ""
    is_all: bool = False


def plain_of(words: str) -> str:
    """The words in half width, every minus a hyphen."""
    return re.sub("[\u2212\u2013\u2014]", "-", unicodedata.normalize("NFKC", words)).strip()


def read_figure(words: str, item: Item) -> Figure | None:
    """The figure that the words plainly report of the item's quota; ``None``: none, or none that is plain.

    Raises ``FigureOfOtherUnit``, ``FigureTooLarge`` and ``FigureNotWhole`` for one that is plain and can't be counted.
    """
    if item.quota is None:
        return None
    plain = plain_of(words)
    signed = _SIGNED.fullmatch(plain)
    if signed is not None and (not signed["unit"] or _names_unit(signed["unit"], item)):
        rest = _behind_measure(signed["tail"], item, plain)
        amount = amount_of(signed["figure"], item)
        amount = -amount if signed["sign"] == "-" else amount
        return Figure(amount, signed["sign"] == "=", signed["unit"] or "", not rest.strip(_BREAKS))
    alone = _ALONE.fullmatch(plain)
    if alone is not None and alone["tail"].startswith((item.quota.counted_in or "\0", *_MEASURES)):
        rest = _behind_measure(alone["tail"], item, plain)
        return Figure(amount_of(alone["figure"], item), is_total=True, is_all=True) if not rest else None
    return _total_within(plain, item)


def is_figure(words: str) -> bool:
    """Whether the words begin with a figure that is to be counted: +2条, =8, 社会事务股 -1."""
    return _SIGNED.fullmatch(plain_of(words)) is not None


def has_figure(words: str, item: Item) -> bool:
    """Whether the words have a number in the quota's unit of count, be it a plain figure or not."""
    counted = item.quota.counted_in if item.quota else ""
    return bool(counted) and bool(re.search(rf"\d\s*{re.escape(plain_of(counted))}", plain_of(words)))


def _total_within(plain: str, item: Item) -> Figure | None:
    """累计已完成8条, among other words; the last one of several."""
    quota = item.quota
    if quota is None or not quota.counted_in:
        return None
    counted = re.escape(plain_of(quota.counted_in))
    total = re.compile(rf"(?:{_TOTAL})[^\d]{{0,8}}?(?P<figure>{NUMBER})\s*{counted}")
    clauses = (clause for clause in _CLAUSE.split(plain) if not _NO_TOTAL.search(clause))
    found = [match["figure"] for clause in clauses if (match := total.search(clause))]
    return Figure(amount_of(found[-1], item), is_total=True) if found else None


def _names_unit(word: str, item: Item) -> bool:
    """Whether the word before a sign is a unit's name, be it of one without a share."""
    return word.endswith(("股", "室", "科", "办", "站", "所", "中心", "处", "院")) or bool(_sharing(word, item))


def _behind_measure(tail: str, item: Item, written: str) -> str:
    """What follows the figure and its unit of count. Raises ``FigureOfOtherUnit``."""
    counted = plain_of(item.quota.counted_in) if item.quota else ""
    rest = tail.lstrip(" ")
    for known in (counted, "万" if counted == "万元" else ""):
        if known and rest.startswith(known):
            return rest[len(known) :]
    if not rest or (rest[0] in _BREAKS) or (tail[0] in _BREAKS and not rest.startswith(_MEASURES)):
        return rest
    raise FigureOfOtherUnit(item.number, item.title, counted, written[:20])


def amount_of(figure: str, item: Item) -> float:
    """The number that is written. Raises ``FigureTooLarge`` and ``FigureNotWhole``."""
    counted = item.quota.counted_in if item.quota else ""
    digits, _, places = figure.replace(",", "").partition(".")
    if len(digits) > len(str(FIGURE_LIMIT)) or int(digits) >= FIGURE_LIMIT:
        raise FigureTooLarge(item.number, item.title, counted, figure[:20])
    if len(places) > PLACES or (places.strip("0") and counted in WHOLE_ONES):
        raise FigureNotWhole(item.number, item.title, counted, figure[:20])
    return float(f"{digits}.{places or 0}")


def _sharing(name: str, item: Item) -> str:
    """The unit with a share that the name means; "" for none, or more than one."""
    return meant_of(name, (share.unit for share in item.quota.shares)) if item.quota else ""


def own_shares(person: Person, item: Item, roster: Roster) -> tuple[str, ...]:
    """The units with a share of the item's quota for which the person may report: their own."""
    if item.quota is None or not item.quota.shares:
        return ()
    units = {post.unit for post in roster.posts(person)}
    return tuple(share.unit for share in item.quota.shares if share.unit in units)


def may_count(person: Person, item: Item, roster: Roster) -> bool:
    """Whether figures of the person count: who reports on the item, and the people of each unit with a share."""
    return may(person, Action.PROGRESS, item, roster) or bool(own_shares(person, item, roster))


def share_of(person: Person, item: Item, figure: Figure, roster: Roster) -> str:
    """Whose share the figure is of, "" where the quota has none. Raises ``ShareUnclear`` and ``ShareNotYours``."""
    quota = item.quota
    if quota is None:
        return ""
    units = tuple(share.unit for share in quota.shares)
    own = own_shares(person, item, roster)
    if figure.unit:
        named = _sharing(figure.unit, item)
        if not named:
            raise ShareUnclear(item.number, item.title, units, figure.unit)
        if named not in own and reach_of(person, Action.PROGRESS, roster) is not Reach.ALL:
            raise ShareNotYours(item.number, item.title, units, named)
        return named
    if units and len(own) != 1:
        raise ShareUnclear(item.number, item.title, own or units)
    return own[0] if units else ""


def count(item: Item, figure: Figure, share: str) -> Counted:
    """The quota with the figure, of that unit's share. Raises ``FigureBelowZero`` and ``FigureTooLarge``."""
    assert item.quota is not None
    before = _reached(item.quota, share)
    added = round(figure.amount - (before if figure.is_total else 0), PLACES)
    return Counted(_with(item, added, share), added, share, figure.is_all)


def _reached(quota: Quota, share: str) -> float:
    return next((each.reached for each in quota.shares if each.unit == share), quota.reached)


def _with(item: Item, added: float, share: str) -> Quota:
    """The quota with so much more in that share, or in all where it has none."""
    quota = item.quota
    assert quota is not None
    reached = round(_reached(quota, share) + added, PLACES)
    if reached < 0:
        raise FigureBelowZero(item.number, item.title, quota.counted_in, say_plainly(_reached(quota, share)))
    if reached >= FIGURE_LIMIT:
        raise FigureTooLarge(item.number, item.title, quota.counted_in, say_plainly(added))
    if not quota.shares:
        return replace(quota, reached=reached)
    shares = tuple(replace(each, reached=reached) if each.unit == share else each for each in quota.shares)
    return replace(quota, reached=total_of(shares), shares=shares)


def reached_shares(item: Item) -> frozenset[str]:
    """The units that have reached their share."""
    shares = item.quota.shares if item.quota else ()
    return frozenset(share.unit for share in shares if share.reached >= share.target)


def total_of(shares: tuple[Share, ...]) -> float:
    """What all units reached together."""
    return round(sum(share.reached for share in shares), PLACES)


def standing_reports(item: Item) -> tuple[int, ...]:
    """The places in the history of the reports that were not taken back, oldest first."""
    return standing(item, {Did.PROGRESS})


def reported_already(item: Item, rules: Rules) -> Step | None:
    """The same figure, for the same share, that was reported earlier on the day of the newest report: perhaps as well.

    Two of a unit may each report what they did together, and a message is easily sent twice.
    """
    newest = item.history[-1]
    if not newest.added:
        return None
    day = local_day(newest.at, rules)
    earlier = (item.history[place] for place in reversed(standing_reports(item)[:-1]))
    same = (step for step in earlier if (step.added, step.share) == (newest.added, newest.share))
    return next((step for step in same if local_day(step.at, rules) == day), None)


def figures_to_take_back(item: Item, by: str, *, is_office: bool) -> Iterator[tuple[int, Step]]:
    """The figures, by their places in the history, that they may take back, the newest first; see ``steps``."""
    for place in reversed(standing_reports(item)):
        step = item.history[place]
        if step.added and (is_office or by in (step.by, step.on_behalf)):
            yield place, step


def without_figure(item: Item, step: Step) -> Quota | None:
    """The quota without what that report added, whatever was reported since.

    ``None`` where it has no place there any more. Raises ``FigureBelowZero``.
    """
    quota = item.quota
    if quota is None:
        return None
    share = (step.share or item.unit) if quota.shares else ""
    if share and all(each.unit != share for each in quota.shares):
        return None
    return _with(item, -step.added, share)


def say_plainly(figure: float) -> str:
    """8, 1250.5: never as a power of ten."""
    return f"{figure:.{PLACES}f}".rstrip("0").rstrip(".")


def quarter_of(day: date) -> int:
    """1 to 4."""
    return (day.month - 1) // _MONTHS_A_QUARTER + 1


def wanted_in_quarter(quota: Quota, day: date) -> float | None:
    """What is to be reached by the end of the quarter that the day is in; ``None`` where that was not set."""
    return quota.by_quarter[quarter_of(day) - 1] if len(quota.by_quarter) == QUARTERS else None


def expected_by(quota: OutlinedQuota, day: date) -> float | None:
    """What is to be reached by the end of that day: by the last quarter that has ended; ``None`` where none was set.

    Within a quarter nothing more is expected than at the end of the one before it.
    """
    if len(quota.by_quarter) != QUARTERS:
        return None
    ended = quarter_of(day) - 1
    next_day = date.fromordinal(day.toordinal() + 1)
    if quarter_of(next_day) != quarter_of(day):
        ended += 1
    return quota.by_quarter[ended - 1] if ended else 0
