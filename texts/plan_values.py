"""What an item has beyond words: figures, 亮点, 批示; its measures one by one; and why a value was refused."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain import measure_steps as steps
from domain.actions import Action
from domain.dates.rhythms import write_every
from domain.errors import DubanError
from domain.item import IN_HAND, Item
from domain.item_records import Measure
from domain.letter import Button, Page, Press
from domain.measures import measures_of
from domain.plan_values import ValueUnclear
from domain.rules import Rules
from domain.setting import Setting
from texts.amending import titled
from texts.glossary import say_day, today_of
from texts.lines import NAME_LIMIT, act_button, button
from texts.pages import shorten, single, text

WORDS_LIMIT = 60
MEASURES_SHOWN, BUTTONS_SHOWN = 10, 4
#: How a value is written, by field.
EXAMPLES: Mapping[str, tuple[str, str]] = {
    "leader": ("责任领导", "责任领导=赵某"),
    "start_on": ("开始时间", "开始时间=3月1日"),
    "received_on": ("受理日期", "受理日期=3月1日（不晚于今日；往年的请写年份）"),
    "urgency": ("紧急程度", "紧急程度=紧急"),
    "score": ("分值", "分值=2"),
    "is_highlight": ("亮点", "亮点=是"),
    "amount": ("涉及金额", "涉及金额=18.6万元"),
    "amount_put_right": ("整改金额", "整改金额=18.6万元"),
    "rules_made": ("出台制度", "出台制度=月度比对制度、备案办法"),
    "marks": ("标记", "标记=省考、被通报"),
    "remark": ("备注", "备注=与民生实事一并推进"),
    "report_every": ("报告周期", "报告 每周五"),
}


def say_wan(amount: float) -> str:
    """18.6万元."""
    return f"{amount:.6f}".rstrip("0").rstrip(".") + "万元"


def value_facts(item: Item, today: date) -> tuple[tuple[str, str], ...]:
    """What the card says of these, one line each at most; nothing of a plain item."""
    money = (
        f"涉及{say_wan(item.amount)}" if item.amount is not None else "",
        f"已整改{say_wan(item.amount_put_right)}" if item.amount_put_right is not None else "",
    )
    kind = ("亮点" if item.is_highlight else "", f"分值{item.score:g}" if item.score is not None else "")
    return (
        ("考核", "，".join(filter(None, kind))),
        ("金额", "，".join(filter(None, money))),
        ("出台制度", shorten("、".join(item.rules_made), WORDS_LIMIT)),
        ("开始时间", say_day(item.start_on, today) if item.start_on else ""),
        ("受理日期", say_day(item.received_on, today) if item.received_on else ""),
        ("紧急程度", item.urgency),
        ("措施进度", _say_measures_done(item)),
    )


def _say_measures_done(item: Item) -> str:
    if isinstance(item.measures, str):
        return ""
    done = sum(each.done_at is not None for each in item.measures)
    return f"已完成{done}/{len(item.measures)}"


def say_value(name: str, item: Item, setting: Setting) -> str:
    """The field as a preview of /edit shows it."""
    value = getattr(item, name)
    if value in (None, "", ()):
        return "无"
    if name == "report_every":
        return write_every(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return say_day(value, today_of(setting.now, setting.rules))
    if isinstance(value, float):
        return say_wan(value) if name.startswith("amount") else f"{value:g}"
    return shorten("、".join(value) if isinstance(value, tuple) else value, WORDS_LIMIT)


def render_measures(item: Item, setting: Setting, *, may_tick: bool, undo: bool = False) -> Page:
    """The measures one by one, with a button for each that is not done."""
    today, measures = today_of(setting.now, setting.rules), measures_of(item)
    lines = [_say_measure(n, each, today) for n, each in enumerate(measures, 1)][:MEASURES_SHOWN]
    left = len(measures) - len(lines)
    rows: list[tuple[Button, ...]] = []
    if may_tick and item.status in IN_HAND:
        open_ones = [n for n, each in enumerate(measures, 1) if each.done_at is None][:BUTTONS_SHOWN]
        presses = [button(f"完成措施{n}", Press(Action.TICK_MEASURE, item.number, item.version, n)) for n in open_ones]
        rows += [tuple(presses[n : n + 2]) for n in range(0, len(presses), 2)]
    if undo:
        rows.append((act_button(Action.UNDO, item, setting.rules),))
    how = f"可发：措施 {item.number} 第1条 责任人 王某 时限 3月20日" if may_tick and measures else ""
    return single(
        titled("措施", item, setting.rules),
        text("\n".join(lines) or f"尚未制定措施，请发：/edit {item.number} 措施=…"),
        text(f"另有{left}条" if left > 0 else ""),
        text(how),
        rows=tuple(rows),
        about=(item.number,),
    )


def _say_measure(place: int, measure: Measure, today: date) -> str:
    due = date.fromisoformat(measure.due) if measure.due else None
    by = f"{say_day(due, today)}前" if due and not measure.done_at else ""
    more = "，".join(filter(None, (shorten(measure.owner, NAME_LIMIT), by)))
    sign = "✅" if measure.done_at else "🔴" if due and due < today else "▫️"
    return f"{place}. {sign} {shorten(measure.words, WORDS_LIMIT)}{f'（{more}）' if more else ''}"


def _unclear(e: Any, _rules: Rules) -> str:
    name, example = EXAMPLES[e.field]
    command = f"/edit {e.number} " if e.number else ""  # one that is being assigned has no number yet
    return f"未能识别{name}“{shorten(e.written, 40)}”，请这样写：{command}{example}"


FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    ValueUnclear: _unclear,
    steps.MeasureRefusal: lambda e, _: f"第{e.number}号的措施未作改动，请发：措施 {e.number}",
    steps.NoSuchMeasure: lambda e, _: (
        f"第{e.number}号共有{e.count}条措施，请按序号写，例如：措施 {e.number} 完成1"
        if e.count
        else f"第{e.number}号尚未制定措施，请由负责人发：/edit {e.number} 措施=…"
    ),
    steps.MeasureDone: lambda e, _: f"这条措施已完成，无须再办。查看请发：措施 {e.number}",
    steps.MeasureDayUnclear: lambda e, _: (
        f"未能识别措施的时限“{shorten(e.written, 40)}”，请只写一个日期，例如：措施 {e.number} 第1条 时限 3月20日"
    ),
    steps.MeasureUnclear: lambda e, _: (
        f"未能识别，请这样写：措施 {e.number} 完成1，或：措施 {e.number} 第1条 责任人 王某 时限 3月20日"
    ),
}
