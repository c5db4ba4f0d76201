"""静音 and [为何收到]: what is kept off and until when, and by which rule somebody was told."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from domain.actions import Action
from domain.highlights import SUM_UP_WITHIN
from domain.item import Item
from domain.letter import Button, Page, Press
from domain.muting import Cause
from domain.rules import Reader, Rules
from texts.actions import BUTTONS
from texts.glossary import say_day, today_of
from texts.lines import NAME_LIMIT, button, name_item
from texts.pages import shorten, single, text

#: What [3天内不再提醒] mutes for.
MUTE_DAYS = 3
UNMUTE = "恢复提醒"
#: Who sets the rules that a cause names.
SET_BY = "规则由办公室在配置中设定。"


def reader_buttons(cause: Cause, item: Item, *, is_one: bool, is_mutable: bool = True) -> tuple[Button, ...]:
    """[3天内不再提醒] where the message speaks of one item, and [为何收到]."""
    mute = button(f"{MUTE_DAYS}天内不再提醒", Press(Action.MUTE, item.number, item.version, MUTE_DAYS))
    why = button(BUTTONS[Action.CAUSE], Press(Action.CAUSE, item.number, item.version, cause))
    return (mute, why) if is_one and is_mutable else (why,)


def render_muted(item: Item, until: date, rules: Rules, now: datetime) -> Page:
    """``/mute 12 3天``."""
    off = button(UNMUTE, Press(Action.MUTE, item.number, item.version, 0))
    return single(
        name_item(item, rules),
        text(say_muted_until(until, rules, now)),
        rows=((off,),),
        about=(item.number,),
    )


def render_unmuted(item: Item, rules: Rules) -> Page:
    """``/mute 12 取消``."""
    return single(name_item(item, rules), text("已恢复抄送和提醒。"), about=(item.number,))


def say_muted(item: Item, until: date, rules: Rules, now: datetime) -> str:
    """第12号至11月23日（周一）不再向您抄送和提醒；不影响办理期限…."""
    return f"第{item.number}号{say_muted_until(until, rules, now)}"


def say_muted_until(until: date, rules: Rules, now: datetime) -> str:
    """It must never look like 延期."""
    day = say_day(until, today_of(now, rules))
    return f"至{day}不再向您本人抄送和提醒；不影响办理期限，对责任单位的催办照常。"


def say_cause(cause: Cause, item: Item, rules: Rules, absent: str = "") -> str:
    """One or two sentences: which rule, which figure, who set it; ``absent`` is whose stand-in was told."""
    why = _CAUSES[cause](item, rules)
    if absent:
        name = shorten(absent, NAME_LIMIT)
        why = f"{name}请假，由您代办。{why.replace('您本人', name).replace('您', name)}"
    return f"{why}{SET_BY}"


def _first_chase(reader: Reader, item: Item, rules: Rules) -> str:
    steps = rules.escalation(item.kind).steps
    after = next((step.after for step in steps if reader in step.to), None)
    return f"逾期后第{after}个工作日的催办" if after else "催办"


def _silence(item: Item, rules: Rules) -> str:
    return f"{rules.kind(item.kind).silent_after}个工作日无反馈"


_CAUSES: Mapping[Cause, Callable[[Item, Rules], str]] = {
    Cause.COPY_TO_DEPUTY: lambda item, rules: (
        f"您分管该项责任单位，{_first_chase(Reader.DEPUTY, item, rules)}抄送分管领导。"
    ),
    Cause.COPY_TO_DIRECTOR: lambda item, rules: (
        f"该项多次催办未办结，{_first_chase(Reader.DIRECTOR, item, rules)}抄报局长。"
    ),
    Cause.COPY_TO_OFFICE: lambda *_: "每次催办均由办公室留存一份，便于转发至其他聊天工具。",
    Cause.COPY_BELOW: lambda *_: "您是该项责任人或单位负责人，催办同时送达您本人。",
    Cause.OWN_SIGNATURE: lambda _, rules: (
        f"您是该项责任人，交办后{rules.sign_within}个工作日尚未签收。签收后不再提醒。"
    ),
    Cause.SIGNATURE_BELOW: lambda _, rules: (
        f"该项交办后无人签收，提醒责任人{rules.sign_within}个工作日后报上一级。签收后不再提醒。"
    ),
    Cause.OWN_SILENCE: lambda item, rules: f"您是该项责任人，{_silence(item, rules)}即提醒一次。反馈后重新计算。",
    Cause.SILENCE_BELOW: lambda item, rules: (
        f"该项{_silence(item, rules)}，提醒责任人后每{rules.silent_step}个工作日报上一级，各一次。反馈后不再提醒。"
    ),
    Cause.OWN_DECISION: lambda _, rules: (
        f"该请示由您答复或审批，难点超过{rules.answer_within}个、其他超过{rules.approve_within}个工作日的提醒一次。"
    ),
    Cause.REVIEW: lambda *_: "该项转为长期事项时定了复核日期，当日请责任人反馈，次日送分管领导研究，各一次。",
    Cause.RHYTHM: lambda *_: (
        "该项设有报告周期，周期内没有进展的，当日请责任人报一次。周期由办公室、分管领导或股室负责人设定。"
    ),
    Cause.SUMMARY: lambda *_: f"该项亮点工作办结{SUM_UP_WITHIN}个工作日后尚未登记总结上报，提醒责任人一次。",
    Cause.DECISION_BELOW: lambda *_: "该请示提醒后仍无人答复，按规则报上一级一次。",
}
