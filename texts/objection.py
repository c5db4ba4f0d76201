"""有异议: what is asked of who objects, what the office reads, and its answer."""

from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup

from domain.actions import Action
from domain.item import Did, Doubt, DoubtKind, Item
from domain.letter import Page, Press, SettleChoice
from domain.requests import DecisionRequest
from domain.roster import Person
from domain.rules import Rules
from domain.setting import Setting
from domain.views import Line
from texts.glossary import say_due, say_instant, say_role, today_of
from texts.lines import act_button, button, name_item, owner_of, unit_of
from texts.pages import bold, in_rows, shorten, single, text
from texts.requests import head_of

WORDS_LIMIT = 300
#: Why a unit objects; ``{unit}`` is the office's own word for one.
REASONS: Mapping[DoubtKind, str] = {
    DoubtKind.NOT_OURS: "非本{unit}职责",
    DoubtKind.UNCLEAR: "要求不明确",
    DoubtKind.IMPOSSIBLE: "时限无法完成",
}
#: What the office may answer.
ANSWERS: Mapping[SettleChoice, str] = {
    SettleChoice.KEEP: "维持",
    SettleChoice.LIMIT: "改期限",
    SettleChoice.OWNER: "改责任单位/责任人",
    SettleChoice.CANCEL: "撤销该项",
}


def say_reason(kind: DoubtKind, rules: Rules) -> str:
    """非本股室职责."""
    return REASONS[kind].format(unit=rules.unit_word)


def say_doubt(doubt: Doubt, rules: Rules, now: datetime) -> str:
    """非本股室职责（甲某，11月20日16:05）：…，待办公室答复."""
    words = f"：{shorten(doubt.words, WORDS_LIMIT)}" if doubt.words else ""
    signed = f"（{shorten(doubt.by, 24)}，{say_instant(doubt.at, rules, now)}）"
    return f"{say_reason(doubt.kind, rules)}{signed}{words}，待办公室答复"


def _titled(word: str, item: Item, rules: Rules) -> Markup:
    return Markup("{}{}").format(bold(f"【{word}】"), name_item(item, rules))


def render_ask_kind(item: Item, words: str, draft: int, rules: Rules) -> Page:
    """The question why; ``draft`` is the message whose words go with it."""
    reasons = [
        button(say_reason(kind, rules), Press(Action.OBJECT, item.number, draft, choice))
        for choice, kind in enumerate(DoubtKind)
    ]
    return single(
        _titled("有异议", item, rules),
        text(f"说明：{shorten(words, WORDS_LIMIT)}" if words else ""),
        text("请选择："),
        rows=in_rows(reasons),
        about=(item.number,),
    )


def render_objected(item: Item, doubt: Doubt, is_asked: bool, rules: Rules) -> Page:
    """To whoever objected: the office has it."""
    sent = "已报办公室答复" if is_asked else "目前办公室无人可接收，请直接联系办公室"
    more = "" if doubt.words else f"需补充说明的，请发：有异议 {item.number} 说明"
    return single(
        _titled("有异议", item, rules),
        text(f"{say_reason(doubt.kind, rules)}。{sent}；答复前本事项显示“待明确”，不催办。"),
        text(more),
        rows=((act_button(Action.UNDO, item, rules),),),
        about=(item.number,),
    )


def render_objection(asked: DecisionRequest, line: Line, setting: Setting) -> Page:
    """To the office: who objects to what, and why."""
    item, rules = line.item, setting.rules
    at = say_instant(asked.asked_at, rules, setting.now)
    who = f"{unit_of(item)} {shorten(asked.asked_by, 24)}　{at}提出：{say_reason(DoubtKind(asked.wish), rules)}"
    answers = [button(words, Press(Action.SETTLE, item.number, 0, choice)) for choice, words in ANSWERS.items()]
    return single(
        head_of(asked.kind, item, rules),
        text(who),
        text(f"说明：{shorten(asked.reason, WORDS_LIMIT)}" if asked.reason else ""),
        text(f"责任人：{owner_of(item)}　期限：{say_due(item, today_of(setting.now, rules))}"),
        text(f"完成标准：{shorten(item.standard, WORDS_LIMIT)}" if item.standard else ""),
        text("请答复；答复前不催办。"),
        rows=in_rows(answers),
        about=(item.number,),
    )


def render_nobody_settles(item: Item, rules: Rules) -> Page:
    """To those of the office who are left: an objection waits, and its asker is of the office."""
    return single(_titled("交办异议", item, rules), text("该异议尚无人答复，请办公室处理。"), about=(item.number,))


def render_ask_answer(item: Item, rules: Rules) -> Page:
    """维持: the office's words to it, if there are any."""
    plain = button("直接维持", Press(Action.SETTLE, item.number, 0, SettleChoice.KEEP_PLAINLY))
    return single(
        _titled("异议答复", item, rules),
        text("维持原交办。请直接发送说明；无须说明的，点下方按钮。"),
        rows=((plain,),),
        about=(item.number,),
    )


def render_settled(item: Item, by: Person, setting: Setting, *, to_unit: bool) -> Page:
    """The office's answer: 维持, with its words; the unit signs it now."""
    step = next(step for step in reversed(item.history) if step.did is Did.SETTLE)
    rules = setting.rules
    who = f"{say_role(by.role, rules) if not to_unit else '办公室'}{say_instant(step.at, rules, setting.now)}"
    return single(
        _titled("异议答复", item, rules),
        text(f"{who}：维持原交办{'，请签收并按期办理' if to_unit else ''}。"),
        text(f"说明：{shorten(step.note, WORDS_LIMIT)}" if step.note else ""),
        text(f"期限：{say_due(item, today_of(setting.now, rules))}　责任人：{owner_of(item)}" if to_unit else ""),
        rows=((act_button(Action.ACKNOWLEDGE if to_unit else Action.UNDO, item, rules),),),
        about=(item.number,),
    )


def render_answered(item: Item, words: str, setting: Setting) -> Page:
    """The request after its answer, in its place."""
    return single(
        _titled("交办异议", item, setting.rules),
        text(f"✅ 已答复：{words}（{say_instant(setting.now, setting.rules, setting.now)}）"),
        about=(item.number,),
    )
