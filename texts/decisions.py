"""What is said of every request that a superior grants or not: who asks, who decides, the reasons against it.

What a kind says of its own (two limits, a plan's steps) stands in ``extension``, ``prolonging``, ``plan_approval``.
"""

from collections.abc import Mapping
from typing import NamedTuple

from domain.actions import Action
from domain.item import Item, Step
from domain.letter import Page, Press
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Person
from domain.rules import Rules
from texts.glossary import OWN_WORDS, REFUSAL_REASONS, say_role
from texts.lines import NAME_LIMIT, button, owner_of, say_actor, unit_of
from texts.pages import in_rows, shorten, single, text
from texts.requests import head_of


class Refused(NamedTuple):
    """How a kind of request is turned down."""

    press: Action
    of_reason: str  # what stands before 原因
    reasons: tuple[str, ...]  # the prepared ones: the ``choice`` of a press counts them from 1
    nobody: str  # to the office, where nobody is left to decide


_NOBODY = "目前无人可审批，请在花名册中补充分管领导，或提请其启用本助手。"
REFUSED: Mapping[RequestKind, Refused] = {
    RequestKind.EXTEND: Refused(Action.REFUSE_EXTENSION, "不同意的", REFUSAL_REASONS, _NOBODY),
    RequestKind.PROLONG: Refused(Action.REFUSE_PROLONG, "不同意的", REFUSAL_REASONS, _NOBODY),
    RequestKind.PLAN: Refused(
        Action.REFUSE_PLAN,
        "退回",
        ("措施不具体", "时限不合理", "责任不明确"),
        "分管领导目前联系不上，方案无人审核，请协调。",
    ),
}


def say_asker(asked: DecisionRequest, item: Item) -> str:
    """社会救助股 甲某: who asks, else the owner."""
    return " ".join(word for word in (unit_of(item), shorten(asked.asked_by, NAME_LIMIT) or owner_of(item)) if word)


def say_decider(step: Step, by: Person, rules: Rules) -> str:
    """分管领导, or by name who stood in for somebody."""
    return say_actor(step) if step.on_behalf else say_role(by.role, rules)


def render_reasons(kind: RequestKind, item: Item, rules: Rules) -> Page:
    """The prepared reasons against it, and one in the decider's own words."""
    refused = REFUSED[kind]
    choices = [*enumerate(refused.reasons, start=1), (OWN_WORDS, "另写原因")]
    buttons = [button(words, Press(refused.press, item.number, item.version, n)) for n, words in choices]
    back = button("返回", Press(Action.SEE, item.number))
    return single(
        head_of(kind, item, rules),
        text(f"请选择{refused.of_reason}原因："),
        rows=(*in_rows(buttons), (back,)),
        about=(item.number,),
    )


def render_reason_question(kind: RequestKind, item: Item, rules: Rules) -> Page:
    """A reason of one's own."""
    ask = f"请直接发送{REFUSED[kind].of_reason}原因。暂不决定请忽略本消息。"
    return single(head_of(kind, item, rules), text(ask), about=(item.number,))


def render_nobody_decides(kind: RequestKind, item: Item, rules: Rules) -> Page:
    """To the office: nobody who may decide can be reached."""
    return single(head_of(kind, item, rules), text(REFUSED[kind].nobody), about=(item.number,))
