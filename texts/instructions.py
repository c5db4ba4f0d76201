"""领导批示: recorded, asked for, answered; and why not."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain import instructions as rules_of
from domain.actions import Action
from domain.errors import DubanError
from domain.instructions import waiting
from domain.item import Item
from domain.item_records import Instruction
from domain.letter import Page
from domain.limits import local_day
from domain.rules import Rules
from domain.setting import Setting
from texts.amending import titled
from texts.glossary import say_day, today_of
from texts.lines import NAME_LIMIT, act_button, name_item
from texts.pages import shorten, single, text

WORDS_LIMIT = 120
FACTS_SHOWN = 3


def say_given(each: Instruction, today: date, rules: Rules) -> str:
    """郑某1月4日批示：举一反三。请于2月27日（周五）前报结果; or what was answered."""
    given = say_day(each.day, today, weekday=False)
    said = f"{shorten(each.leader, NAME_LIMIT)}{given}：{shorten(each.words, WORDS_LIMIT)}"
    if each.answered_at is not None:
        day = say_day(local_day(each.answered_at, rules), today, weekday=False)
        return f"{said}（{day}已报：{shorten(each.answer, WORDS_LIMIT)}）"
    return said + (f"（{say_day(each.answer_by, today)}前报结果）" if each.answer_by else "（待报结果）")


def instruction_facts(item: Item, today: date, rules: Rules) -> tuple[tuple[str, str], ...]:
    """What the card says first: the newest ones."""
    return tuple(("领导批示", say_given(each, today, rules)) for each in item.instructions[-FACTS_SHOWN:])


def render_instructed(item: Item, setting: Setting, *, to_unit: bool = False) -> Page:
    """To who recorded it, and to unit and owner."""
    today, given = today_of(setting.now, setting.rules), item.instructions[-1]
    ask = "请按批示抓紧办理，办理情况请发：" + f"批示办理 {item.number} 已……"
    return single(
        titled("领导批示", item, setting.rules),
        text(say_given(given, today, setting.rules)),
        text(ask if to_unit else "已通知责任单位和责任人。"),
        rows=() if to_unit else ((act_button(Action.UNDO, item, setting.rules),),),
        about=(item.number,),
    )


def render_answered(item: Item, setting: Setting, *, to_leader: bool = False) -> Page:
    """To who answered, and to the leader whose words they were."""
    step = item.history[-1]
    return single(
        titled("批示办理情况", item, setting.rules),
        text(shorten(step.note, WORDS_LIMIT)),
        text(f"{shorten(item.unit, 30)}　{shorten(step.by, NAME_LIMIT)}" if to_leader else "已报批示领导。"),
        rows=() if to_leader else ((act_button(Action.UNDO, item, setting.rules),),),
        about=(item.number,),
    )


def render_ask_answer(item: Item, setting: Setting, *, in_group: bool) -> Page:
    """[报批示办理情况]: the next words are the answer."""
    today = today_of(setting.now, setting.rules)
    how = "请回复本消息，写明" if in_group else "请直接发送"
    return single(
        name_item(item, setting.rules),
        *(text(say_given(each, today, setting.rules)) for each in waiting(item)[:FACTS_SHOWN]),
        text(f"{how}批示办理情况。"),
        about=(item.number,),
    )


def _how(e: Any) -> str:
    return f"请这样写：批示 {e.number} 郑局长：请抓紧，3月5日前报结果"


FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    rules_of.InstructionRefusal: lambda e, _: f"第{e.number}号的批示未登记，{_how(e)}",
    rules_of.InstructionMissing: lambda e, _: f"批示内容为空，{_how(e)}",
    rules_of.InstructionTooLong: lambda e, _: f"批示最多{e.limit}字，请摘要后重发。",
    rules_of.TooManyInstructions: lambda e, _: f"第{e.number}号已有{e.limit}条批示，请在备注中合并记录。",
    rules_of.NoInstruction: lambda e, _: f"第{e.number}号没有待办的批示，进展请发：反馈 {e.number} 已……",
    rules_of.AnswerPast: lambda e, _: f"批示中的办理日期已过，请核对，{_how(e)}",
}
