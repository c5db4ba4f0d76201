"""调整: what may be changed, the preview with before and after, and what unit and owner read of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from domain.actions import Action
from domain.editing import ASKED, EDITABLE
from domain.item import Item
from domain.letter import AmendChoice, Page, Press
from domain.limits import written_limit
from domain.measures import measures_of
from domain.rules import Rules
from domain.setting import Setting
from texts.amending import dropping, render_reason, titled
from texts.glossary import FIELDS, say_day, say_due, say_instant, today_of
from texts.lines import act_button, button, name_item, owner_of, unit_of
from texts.pages import clean, in_rows, shorten, single, text
from texts.plan_values import EXAMPLES, say_value
from texts.quota import say_target

VALUE_LIMIT = 60
#: What a button is called that asks for a field.
_ASK = {"due": "改期限", "owner": "改责任人", "standard": "改完成标准", "title": "改事项名称"}
#: What the words are that it asks for.
_WANTED = {
    "": "要改的内容，例如：期限=12月20日 原因=省系统升级",
    "due": "新的期限和原因，例如：12月20日 省系统升级",
    "owner": "新的责任人，例如：乙某；改责任单位的，例如：儿童福利股 丙某",
    "standard": "完成标准",
    "title": "事项名称",
    "reason": "调整期限的原因，例如：省系统升级",
}


def render_ask_change(item: Item, allowed: Sequence[str], field: str, rules: Rules, *, in_group: bool) -> Page:
    """What is to be changed: by button, or in words."""
    how = "请回复本消息，写明" if in_group else "请直接发送"
    asked = [name for name in ASKED if name in allowed] if not field else []
    buttons = [
        button(_ASK[name], Press(Action.AMEND, item.number, 0, AmendChoice.ASK + ASKED.index(name))) for name in asked
    ]
    return single(
        titled("调整", item, rules),
        text(f"{how}{_WANTED[field]}。不改请发：取消"),
        rows=in_rows(buttons),
        about=(item.number,),
    )


def say_changes(before: Item, fields: Mapping[str, Any], setting: Setting) -> str:
    """期限11月20日→12月20日，责任人甲某→乙某: a line of the history."""
    after = replace(before, **fields)
    parts = [
        f"{FIELDS[name]}{_said(name, before, setting)}→{_said(name, after, setting)}" for name in _new(before, fields)
    ]
    return "，".join(parts)


def _new(before: Item, fields: Mapping[str, Any]) -> list[str]:
    """The fields that change, each once."""
    new = [name for name in EDITABLE if name in fields and fields[name] != getattr(before, name)]
    return [name for name in new if name != "is_endless" or "due" not in new]


def _said(name: str, item: Item, setting: Setting) -> str:
    if name in EXAMPLES:
        return say_value(name, item, setting)
    say = _SAID.get(name)
    said = say(item, setting) if say else shorten(clean(getattr(item, name)), VALUE_LIMIT)
    return said or "无"


#: Fields that are no plain words.
_SAID: Mapping[str, Callable[[Item, Setting], str]] = {
    "due": lambda item, setting: say_due(item, today_of(setting.now, setting.rules)),
    "is_endless": lambda item, setting: say_due(item, today_of(setting.now, setting.rules)),
    "kind": lambda item, setting: setting.rules.kind(item.kind).label,
    "partners": lambda item, _: shorten("、".join(item.partners), VALUE_LIMIT),
    "parent": lambda item, _: f"第{item.parent}号" if item.parent else "",
    "quota": lambda item, _: say_target(item.quota) if item.quota else "",
    "measures": lambda item, _: shorten(clean("；".join(each.words for each in measures_of(item))), VALUE_LIMIT),
}


def render_confirm_edit(
    item: Item, fields: Mapping[str, Any], reason: str, written: str, draft: int, setting: Setting
) -> Page:
    """Each field before and after; nothing is changed yet."""
    after = replace(item, **fields)
    lines = [
        text(f"{FIELDS[name]}：{_said(name, item, setting)} → {_said(name, after, setting)}")
        for name in _new(item, fields)
    ]
    moved = fields.get("unit", item.unit) != item.unit
    return single(
        text("【请核对】拟调整"),
        name_item(item, setting.rules),
        *lines,
        text(_say_written(after, fields, written, setting.rules)),
        render_reason(reason),
        text("改由新的责任单位办理，须重新签收。" if moved else ""),
        rows=(
            (button("确认调整", Press(Action.AMEND, item.number, draft, AmendChoice.CONFIRM)), dropping(item, draft)),
        ),
        about=(item.number,),
    )


def _say_written(after: Item, fields: Mapping[str, Any], written: str, rules: Rules) -> str:
    """〔期限写作“12月20日”；当日休息，12月18日（周五）提醒〕."""
    limit = written_limit(after.due)
    if "due" not in fields or not written or limit is None:
        return ""
    day: date = limit.date() if isinstance(limit, datetime) else limit
    rest = ""
    if not rules.work_days.is_work_day(day):
        rest = f"；当日休息，{say_day(rules.work_days.on_or_before(day), day)}提醒"
    return f"〔期限写作“{shorten(written, 40)}”{rest}〕"


def render_edited(item: Item, setting: Setting, *, to_office: bool = False) -> Page:
    """What was changed, as its history says it; to whoever changed it with 撤回."""
    step = item.history[-1]
    return single(
        titled("调整", item, setting.rules),
        text(shorten(step.note, 300)),
        text(f"{shorten(step.by, 24)}　{say_instant(step.at, setting.rules, setting.now)}"),
        rows=((act_button(Action.UNDO, item, setting.rules),),) if to_office else (),
        about=(item.number,),
    )


def render_moved_away(item: Item, setting: Setting) -> Page:
    """To the unit that had it: another unit has it now."""
    step = item.history[-1]
    return single(
        titled("调整", item, setting.rules),
        text(f"本事项已改由{unit_of(item)}{owner_of(item)}办理，本单位无须再办。"),
        text(f"{shorten(step.by, 24)}　{say_instant(step.at, setting.rules, setting.now)}"),
    )
