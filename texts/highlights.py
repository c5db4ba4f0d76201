"""八大亮点: how they stand in counts, and their last step (已总结上报)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain import highlights
from domain.actions import Action
from domain.errors import DubanError
from domain.item import Item
from domain.letter import Button, Page
from domain.rules import Rules
from domain.views import Highlights
from texts.glossary import local, say_day, say_instant, today_of
from texts.lines import act_button, item_of, name_and
from texts.pages import shorten, single, text


def say_highlights(counts: Highlights | None) -> str:
    """八大亮点：办结3项（已总结上报1项），推进5项。."""
    if counts is None:
        return ""
    summed = f"（已总结上报{counts.summed_up}项）" if counts.closed else ""
    return f"八大亮点：办结{counts.closed}项{summed}，推进{counts.going}项。"


def highlight_facts(item: Item, rules: Rules, now: datetime) -> tuple[tuple[str, str], ...]:
    """What the card says of a highlight."""
    if highlights.is_summed_up(item) and item.summed_up_at is not None:
        day = say_day(today_of(item.summed_up_at, rules), today_of(now, rules), weekday=False)
        return (("亮点工作", f"{shorten(item.summed_up_by, 24)}{day}已总结上报"),)
    if highlights.lacks_summary(item):
        return (("亮点工作", "待总结上报"),)
    return (("亮点工作", "是"),) if item.is_highlight else ()


def sum_up_row(item: Item, rules: Rules) -> tuple[Button, ...]:
    """[已总结上报] below what says that a highlight was closed."""
    return (act_button(Action.SUM_UP, item, rules),) if highlights.lacks_summary(item) else ()


def render_summed_up(item: Item, rules: Rules, now: datetime) -> Page:
    """To who said so."""
    return single(
        name_and(item, rules, "已总结上报"),
        text(f"{shorten(item.summed_up_by, 24)}　{say_instant(item.summed_up_at or now, rules, now)}登记。"),
        rows=((act_button(Action.UNDO, item, rules),),),
        about=(item.number,),
    )


def _summed_up_already(error: highlights.SummedUpAlready, rules: Rules) -> str:
    here = local(error.at, rules)
    return f"{item_of(error)} 已由{shorten(error.by, 24)}于{here.month}月{here.day}日登记总结上报，无须重复。"


#: Words of each refusal.
FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    highlights.NoHighlight: lambda e, _: f"{item_of(e)} 不是亮点工作，无须总结上报。",
    highlights.HighlightOpen: lambda e, _: f"{item_of(e)} 尚未办结，请办结后再登记总结上报。",
    highlights.SummedUpAlready: _summed_up_already,
}
