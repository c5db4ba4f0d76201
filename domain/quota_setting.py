"""How a quota is set: 目标 10条, 分解 办公室3、社会事务股7, 季度 3 6 8 10; and 上级 12, which belongs to a family.

What is to be reached is one figure; shares add up to it, and the last quarter's figure is it. What was reported stays.
"""

import re
from collections.abc import Collection
from itertools import pairwise

from msgspec.structs import replace

from domain.families import ParentsSeveral
from domain.item import Item, Quota
from domain.item_records import Share
from domain.quota import FIGURE_LIMIT, PLACES, QUARTERS, plain_of, say_plainly
from domain.quota_errors import QuartersUnclear, ShareLost, SharesDiffer, ShareUnclear, TargetMissing, TargetUnclear
from domain.text_forms import NUMBER, meant_of

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HAN = "\u4e00-\u9fff"
_MEASURE = rf"[{_HAN}%]{{0,4}}"
_SHARE = rf"[{_HAN}]{{2,16}}?\s*[:=]?\s*{NUMBER}{_MEASURE}"
_NEXT = r"[\s,;/\u3001]+"
_BEGINS = r"(?:^|(?<=[\s,;\u3001\u3002]))"
_ENDS = r"(?=$|[\s,;\u3001\u3002])"
_ITEM = r"[1-9][0-9]{0,5}(?![0-9])\u53f7?"
#: 12、13: all that are named, of which one alone can be the parent.
_ITEMS = rf"[@#\u7b2c]{{0,2}}\s*{_ITEM}(?:[\s,;/\u3001和及与]{{0,3}}[@#\u7b2c]{{0,2}}{_ITEM})*"
#: What each is called, and how its value is written.
_NAMES = {"target": "目标", "shares": "分解", "quarters": "季度", "parent": "上级"}
_VALUES = {
    "target": rf"{NUMBER}\s*{_MEASURE}",
    "quarters": rf"{NUMBER}{_MEASURE}(?:{_NEXT}{NUMBER}{_MEASURE})*",
    "parent": _ITEMS,
    "shares": rf"{_SHARE}(?:{_NEXT}{_SHARE})*",  # last: the words of another would pass for a unit
}
_READ = {
    key: re.compile(
        rf"{_BEGINS}(?:取消{_NAMES[key]}|{_NAMES[key]}(?:任务|事项)?\s*[:=]?\s*(?P<value>取消|{value})){_ENDS}"
    )
    for key, value in _VALUES.items()
}
_NAMED = re.compile(rf"(?:{'|'.join(_NAMES.values())})(?:[\s:=]|$)")
_PARENT_MARK = re.compile(rf"(?:^|(?<=\s))(?P<value>@{_ITEMS}){_ENDS}")
_TARGET = re.compile(rf"(?P<figure>{NUMBER})\s*(?P<measure>{_MEASURE})")
_ONE_SHARE = re.compile(rf"(?P<unit>[{_HAN}]{{2,16}}?)\s*[:=]?\s*(?P<figure>{NUMBER})(?P<measure>{_MEASURE})")
_FIGURE = re.compile(NUMBER)
#: At least so many are the target (10篇以上); about so many (10篇左右) are none.
_AT_LEAST = re.compile(r"(?:及?以上|\+)$")
_ABOUT = re.compile(r"^[余多来]|(?:左右|上下|以内|以下|不等|[余多])$")


def take_settings(words: str) -> tuple[dict[str, str], str]:
    """What is said of target, shares, quarters and parent, by these names, and the words without it; "" takes away."""
    found: dict[str, str] = {}
    rest = words
    for key, pattern in _READ.items():
        match = pattern.search(rest.translate(_NARROW))
        if match is not None:
            value = match["value"] or ""
            found[key] = "" if value == "取消" else value
            rest = _without(rest, match)
    return found, rest


def _without(line: str, match: re.Match[str]) -> str:
    """The line without what was matched, and without the signs around it."""
    signs = " ,;\uff0c\uff1b\u3001\u3002\u3000"
    return f"{line[: match.start()].rstrip(signs)} {line[match.end() :].lstrip(signs)}".strip()


def names_setting(words: str) -> bool:
    """Whether the words begin with the name of one of them (目标, 分解, 季度, 上级)."""
    return _NAMED.match(words.translate(_NARROW).lstrip()) is not None


def take_parent(line: str) -> tuple[int, str]:
    """@12 or 上级=12 in an assignment: the parent's number, 0 for none, and the line without it.

    Raises ``ParentsSeveral``.
    """
    plain = line.translate(_NARROW)
    match = _PARENT_MARK.search(plain) or _READ["parent"].search(plain)
    if match is None or not match["value"]:
        return 0, line
    return parent_in(match["value"]), _without(line, match)


def take_target(line: str) -> tuple[Quota | None, str]:
    """目标10条 in an assignment, and the line without it; what is no plain figure stays."""
    match = _READ["target"].search(line.translate(_NARROW))
    found = _TARGET.fullmatch(match["value"]) if match and match["value"] else None
    figure = _amount(found["figure"]) if found else None
    measure = plain_measure(found["measure"]) if found else None
    if match is None or measure is None or not figure:
        return None, line
    return Quota(figure, counted_in=measure), _without(line, match)


def plain_measure(words: str) -> str | None:
    """The unit of count of a target: 篇 of 篇以上; ``None`` where the words leave open how many are meant."""
    return None if _ABOUT.search(words) else _AT_LEAST.sub("", words)


def parent_in(value: str) -> int:
    """12 of @12, 第12号; 0 of nothing. Raises ``ParentsSeveral``."""
    numbers = tuple(dict.fromkeys(map(int, re.findall(r"[0-9]+", value))))
    if len(numbers) > 1:
        raise ParentsSeveral(0, "", numbers[0])
    return numbers[0] if numbers else 0


def read_target(value: str, item: Item) -> tuple[float, str]:
    """The target and its unit of count. Raises ``TargetUnclear``."""
    match = _TARGET.fullmatch(value.strip())
    figure = _amount(match["figure"]) if match else None
    measure = plain_measure(match["measure"]) if match else None
    if measure is None or not figure:
        raise TargetUnclear(item.number, item.title, written=value)
    return figure, measure


def set_quota(item: Item, settings: dict[str, str], units: Collection[str]) -> Quota | None:
    """The quota as these words set it; ``None``: there is none any more. ``units`` are the bureau's.

    Raises ``TargetUnclear``, ``TargetMissing``, ``SharesDiffer``, ``ShareUnclear``, ``ShareLost``, ``QuartersUnclear``.
    """
    quota = item.quota
    if "target" in settings:
        if not settings["target"]:
            return None
        target, counted = read_target(settings["target"], item)
        quota = replace(quota, target=target, counted_in=counted or quota.counted_in) if quota else None
        quota = quota or Quota(target, counted_in=counted)
    if quota is None:
        raise TargetMissing(item.number, item.title)
    if "shares" in settings:
        quota = replace(quota, shares=_shares(settings["shares"], quota, item, units))
    if "quarters" in settings:
        quota = replace(quota, by_quarter=_quarters(settings["quarters"]))
    if quota.by_quarter and not _is_course(quota.by_quarter, quota.target):
        raise QuartersUnclear(item.number, item.title, written=say_plainly(quota.target))
    total = round(sum(share.target for share in quota.shares), PLACES)
    if quota.shares and total != quota.target:
        counted = quota.counted_in
        raise SharesDiffer(
            item.number, item.title, f"{say_plainly(total)}{counted}", f"{say_plainly(quota.target)}{counted}"
        )
    return quota


def _shares(value: str, quota: Quota, item: Item, units: Collection[str]) -> tuple[Share, ...]:
    """The shares as written, each with what its unit has reached; what was reached before belongs to the lead unit."""
    targets: dict[str, float] = {}
    for match in _ONE_SHARE.finditer(value):
        unit, figure = meant_of(match["unit"], units), _amount(match["figure"])
        if not unit:
            raise ShareUnclear(item.number, item.title, tuple(units), match["unit"])
        if unit in targets or not figure:
            raise TargetUnclear(item.number, item.title, written=value)
        targets[unit] = figure
    if not value:  # taken away: what the units reached is reached by all
        return ()
    reached = {share.unit: share.reached for share in quota.shares} if quota.shares else {item.unit: quota.reached}
    lost = tuple(unit for unit, figure in reached.items() if figure and unit not in targets)
    if lost:
        raise ShareLost(item.number, item.title, lost)
    return tuple(Share(unit, target, reached.get(unit, 0)) for unit, target in targets.items())


def _quarters(value: str) -> tuple[float, ...]:
    return tuple(_amount(figure) or 0 for figure in _FIGURE.findall(value))


def _is_course(figures: tuple[float, ...], target: float) -> bool:
    grows = all(before <= after for before, after in pairwise(figures))
    return len(figures) == QUARTERS and grows and figures[-1] == target


def _amount(figure: str) -> float | None:
    """The number; ``None`` for one that is too large or too fine to be kept."""
    amount = float(plain_of(figure).replace(",", ""))
    return amount if amount < FIGURE_LIMIT and round(amount, PLACES) == amount else None


def partners_with(item: Item, quota: Quota) -> tuple[str, ...]:
    """The cooperating units, those with a share among them: whoever has a share sees the item."""
    shared = (share.unit for share in quota.shares if share.unit != item.unit)
    return tuple(dict.fromkeys((*item.partners, *shared)))
