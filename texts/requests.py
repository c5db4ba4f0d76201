"""What is read in place of a request once its reader has nothing more to decide: passed on, overtaken, withdrawn."""

from datetime import datetime

from markupsafe import Markup

from domain.item import IN_HAND, Did, Item
from domain.letter import Page
from domain.requests import DecisionRequest, RequestKind
from domain.rules import Rules
from domain.views import Asked
from texts.glossary import STATUSES, say_instant, say_limit_written
from texts.lines import name_item, say_actor
from texts.pages import bold, shorten, single, text

TITLES: dict[RequestKind, str] = {
    RequestKind.EXTEND: "延期申请",
    RequestKind.OBSTACLE: "难点报告",
    RequestKind.PROLONG: "延长办理申请",
    RequestKind.PLAN: "整改方案",
    RequestKind.DOUBT: "交办异议",
    RequestKind.HAND_OVER: "转办",
}
TITLE_LIMIT = 200
NAMES_LIMIT = 60
NUMBERED = 3  # of each kind, in one running sentence


def head_of(kind: RequestKind, item: Item, rules: Rules, mark: str = "") -> Markup:
    """【延期申请】第12号 低保动态管理; ``mark`` follows the title inside the brackets."""
    return Markup("{}{}").format(bold(f"【{TITLES[kind]}{mark}】"), name_item(item, rules, TITLE_LIMIT))


def say_asked(asked: Asked) -> str:
    """待您审批3件：延期申请第12号、第13号，整改方案第20号, or nothing."""
    if not asked:
        return ""
    kinds = dict.fromkeys(kind for kind, _ in asked)
    said = "，".join(TITLES[kind] + _say_numbers([number for each, number in asked if each is kind]) for kind in kinds)
    return f"待您审批{len(asked)}件：{said}。"


def _say_numbers(numbers: list[int]) -> str:
    named = "、".join(f"第{number}号" for number in numbers[:NUMBERED])
    return f"{named}等{len(numbers)}件" if len(numbers) > NUMBERED else named


def render_passed_on(asked: DecisionRequest, item: Item, names: tuple[str, ...], rules: Rules) -> Page:
    """To somebody who is not asked any more."""
    whom = f"已转{shorten('、'.join(names), NAMES_LIMIT)}办理" if names else "已改由他人办理"
    return _instead(asked, item, rules, f"↪️ {whom}，您无须处理。")


def render_overtaken(asked: DecisionRequest, item: Item, rules: Rules) -> Page:
    """The ledger has changed so that there is nothing to decide."""
    has_moved = item.status in IN_HAND and asked.kind is RequestKind.EXTEND
    state = f"期限已调整为{say_limit_written(item.due, None)}" if has_moved and item.due else STATUSES[item.status]
    return _instead(asked, item, rules, f"↪️ 台账已更新（{state}），无须处理。")


def render_withdrawn(asked: DecisionRequest, item: Item, rules: Rules, now: datetime) -> Page:
    """Whoever asked, or the office, took it back."""
    step = next((step for step in reversed(item.history) if step.did is Did.UNDO), None)
    by = f"{say_actor(step)} " if step else ""
    when = say_instant(step.at if step else now, rules, now)
    return _instead(asked, item, rules, f"↩️ {by}{when} 已撤回，无须处理。")


def _instead(asked: DecisionRequest, item: Item, rules: Rules, words: str) -> Page:
    return single(head_of(asked.kind, item, rules), text(words), about=(item.number,))
