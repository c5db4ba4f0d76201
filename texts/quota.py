"""数量目标: how far it is, whose share is how far, what a quarter asks for; and why a figure was not counted."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from domain import quota_errors as errors
from domain.errors import DubanError
from domain.item import Item, Quota
from domain.quota import QUARTERS, has_figure, quarter_of, reported_already, say_plainly, wanted_in_quarter
from domain.rules import Rules
from texts.glossary import say_instant
from texts.lines import item_of, say_actor
from texts.pages import shorten

UNITS_SHOWN = 8
UNIT_LIMIT = 24
WRITTEN_LIMIT = 20
_QUARTERS = "一二三四"


def say_quota(quota: Quota, today: date | None = None) -> str:
    """已完成8/10条，还差2条; with ``today`` also what its quarter asks for: 四季度应达10条."""
    counted, left = quota.counted_in, quota.target - quota.reached
    rest = (
        f"还差{say_plainly(left)}{counted}"
        if left > 0
        else f"超出{say_plainly(-left)}{counted}"
        if left
        else "已达目标"
    )
    said = f"已完成{say_plainly(quota.reached)}/{say_plainly(quota.target)}{counted}，{rest}"
    wanted = wanted_in_quarter(quota, today) if today else None
    if today is None or wanted is None:
        return said
    return f"{said}；{_QUARTERS[quarter_of(today) - 1]}季度应达{say_plainly(wanted)}{counted}"


def say_target(quota: Quota) -> str:
    """10条（分解：办公室3条、社会事务股7条；一季度3条、…）, as it was set."""
    counted = quota.counted_in
    shares = "、".join(
        f"{shorten(each.unit, UNIT_LIMIT)}{say_plainly(each.target)}{counted}" for each in quota.shares[:UNITS_SHOWN]
    )
    parts = (f"分解：{shares}" if shares else "", say_quarters(quota))
    said = "；".join(part for part in parts if part)
    return f"{say_plainly(quota.target)}{counted}" + (f"（{said}）" if said else "")


def say_shares(quota: Quota) -> str:
    """办公室1/3条、社会事务股2/4条."""
    shown = [
        f"{shorten(each.unit, UNIT_LIMIT)}{say_plainly(each.reached)}/{say_plainly(each.target)}{quota.counted_in}"
        for each in quota.shares[:UNITS_SHOWN]
    ]
    more = f"等{len(quota.shares)}个单位" if len(quota.shares) > UNITS_SHOWN else ""
    return "、".join(shown) + more


def say_quarters(quota: Quota) -> str:
    """一季度3条、二季度6条、三季度8条、四季度10条."""
    if len(quota.by_quarter) != QUARTERS:
        return ""
    named = zip(_QUARTERS, quota.by_quarter, strict=True)
    return "、".join(f"{name}季度{say_plainly(figure)}{quota.counted_in}" for name, figure in named)


def say_counted(item: Item, today: date) -> str:
    """What a report added and where that leads: 社会事务股+2条（2/4条），已完成5/10条，还差5条."""
    step, quota = item.history[-1], item.quota
    if quota is None or "quota" not in step.was:
        return ""
    share = next((each for each in quota.shares if each.unit == step.share), None)
    added = f"{'+' if step.added >= 0 else '-'}{say_plainly(abs(step.added))}{quota.counted_in}"
    if share is None:
        return f"{added}，{say_quota(quota, today)}"
    of_share = f"{say_plainly(share.reached)}/{say_plainly(share.target)}{quota.counted_in}"
    return f"{shorten(share.unit, UNIT_LIMIT)}{added}（{of_share}），合计{say_quota(quota, today)}"


def say_reported_already(item: Item, rules: Rules, now: datetime) -> str:
    """乙某11月20日16:05已报+2条，如系同一批，请点〔撤回〕."""
    before = reported_already(item, rules)
    if before is None or item.quota is None:
        return ""
    sign = "+" if before.added >= 0 else "-"
    figure = f"{sign}{say_plainly(abs(before.added))}{item.quota.counted_in}"
    return f"{say_actor(before)}{say_instant(before.at, rules, now)}已报{figure}，如系同一批，请点〔撤回〕。"


def say_not_counted(item: Item) -> str:
    """Words with a number of the quota's unit that were recorded and not counted: how it is counted."""
    step, quota = item.history[-1], item.quota
    if quota is None or "quota" in step.was or not has_figure(step.note, item):
        return ""
    counted = quota.counted_in
    return f"数字未计入目标。新增请发“{item.number} +2{counted}”，累计请发“{item.number} =8{counted}”。"


def quota_facts(item: Item, today: date) -> tuple[tuple[str, str], ...]:
    """What the card says of it, by name."""
    if item.quota is None:
        return ()
    return (
        ("数量目标", say_quota(item.quota, today)),
        ("任务分解", say_shares(item.quota)),
        ("序时目标", say_quarters(item.quota)),
    )


def _named(units: tuple[str, ...]) -> str:
    return "、".join(shorten(unit, UNIT_LIMIT) for unit in units[:UNITS_SHOWN]) + ("等" if units[UNITS_SHOWN:] else "")


def _share_unclear(error: errors.ShareUnclear, _rules: Rules) -> str:
    unit = shorten(error.units[0], UNIT_LIMIT) if error.units else "社会事务股"
    if error.written and error.units:
        return f"“{shorten(error.written, WRITTEN_LIMIT)}”未承担该项分解任务，承担单位：{_named(error.units)}。"
    if error.written:
        return f"{item_of(error)} 未分解到单位，请去掉单位名称，例如：/progress {error.number} +2"
    return f"{item_of(error)} 按单位分解，请写明单位，例如：/progress {error.number} {unit} +2"


#: Words of each refusal.
FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    errors.FigureRefusal: lambda e, _: f"{item_of(e)} 的数字未记录，例如：/progress {e.number} +2{e.counted_in}",
    errors.FigureOfOtherUnit: lambda e, _: (
        f"{item_of(e)} 以“{e.counted_in or '个数'}”计，“{shorten(e.written, WRITTEN_LIMIT)}”未记录。"
        f"例如：/progress {e.number} +2{e.counted_in}"
    ),
    errors.FigureTooLarge: lambda e, _: f"{item_of(e)} 的数字“{e.written}”过大，未记录，请核对后重发。",
    errors.FigureNotWhole: lambda e, _: (
        f"{item_of(e)} 的数字“{e.written}”未记录，{'请写整数' if e.counted_in else '请最多写4位小数'}。"
    ),
    errors.FigureBelowZero: lambda e, _: (
        f"{item_of(e)} 现已完成{e.written}{e.counted_in}，不能减为负数。"
        f"订正请写累计数，例如：/progress {e.number} ={e.written}"
    ),
    errors.ShareUnclear: _share_unclear,
    errors.ShareNotYours: lambda e, _: f"{shorten(e.written, UNIT_LIMIT)}的完成数请由该单位或办公室填报。",
    errors.TargetUnclear: lambda e, _: (
        f"未看懂“{shorten(e.written, WRITTEN_LIMIT)}”，"
        "请写：目标 10条；分解 办公室3、社会救助股7；季度 3 6 8 10；上级 12"
    ),
    errors.TargetMissing: lambda e, _: f"{item_of(e)} 尚未设数量目标，请先发：/edit {e.number} 目标 10条",
    errors.SharesDiffer: lambda e, _: f"各单位合计{e.total}，与目标{e.target}不符，请核对后重发。",
    errors.ShareLost: lambda e, _: (
        f"{_named(e.units)}已报完成数，分解时不能缺少该单位。不再分解请发：/edit {e.number} 分解 取消"
    ),
    errors.QuartersUnclear: lambda e, _: (
        f"序时目标请按累计数写四个季度，逐季不减，四季度等于目标{e.written}，例如：季度 3 6 8 10"
    ),
}
