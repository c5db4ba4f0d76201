"""What is said of 延长 (a statutory limit that is prolonged): asked for, decided, taken back."""

from datetime import datetime

from msgspec.structs import replace

from domain.actions import Action
from domain.item import Did, Item
from domain.letter import Page, Press
from domain.limits import local_day
from domain.prolonging import last_day, newest_wish
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Person, Role
from domain.rules import Rules
from domain.setting import Setting
from domain.views import Line
from texts.actions import BUTTONS
from texts.decisions import say_asker, say_decider
from texts.extension import NOBODY_DECIDES
from texts.glossary import say_day, say_due, say_instant, say_role, today_of
from texts.lines import act_button, button, name_and, say_actor
from texts.pages import shorten, single, text
from texts.requests import TITLE_LIMIT, head_of
from texts.statutory import say_units_of

REASON_LIMIT = 300
_KIND = RequestKind.PROLONG


def _say(due: str, item: Item, rules: Rules, now: datetime, *, weekday: bool = True) -> str:
    return say_day(last_day(due, rules, item), today_of(now, rules), weekday)


def _say_more(item: Item, rules: Rules) -> str:
    """30天: by how much it is prolonged."""
    clocks = rules.kind(item.kind).clocks
    return say_units_of(clocks[-1], clocks[-1].prolong) if clocks else ""


def render_ask_prolonging(item: Item, due: str, rules: Rules, now: datetime, *, in_group: bool) -> Page:
    """The reason is still missing."""
    how = "请回复本消息，写明延长原因。" if in_group else "请直接发送延长原因，例如：案情复杂，需委托鉴定"
    return single(
        head_of(_KIND, item, rules),
        text(f"拟延长{_say_more(item, rules)}，至{_say(due, item, rules, now)}。"),
        text(how),
        about=(item.number,),
    )


def render_prolonging_asked(item: Item, role: Role | None, rules: Rules, now: datetime) -> Page:
    """To whoever asked: to whom it went, and that the limit stands until then."""
    wish = newest_wish(item)
    sent = f"已送{say_role(role, rules)}审批" if role else NOBODY_DECIDES.rstrip("。")
    day = _say(wish.to, item, rules, now) if wish else ""
    undo = button(BUTTONS[Action.UNDO], Press(Action.UNDO, item.number, item.version))
    return single(
        head_of(_KIND, item, rules),
        text(f"申请延长至{day}，{sent}。同意前仍按{_say(item.due, item, rules, now)}办理。"),
        rows=((undo,),),
        about=(item.number,),
    )


def render_prolonging_request(asked: DecisionRequest, line: Line, setting: Setting) -> Page:
    """To who decides."""
    item, rules, now = line.item, setting.rules, setting.now
    on = say_day(local_day(asked.asked_at, rules), today_of(now, rules), weekday=False)
    basis = rules.kind(item.kind).clocks[-1].basis if rules.kind(item.kind).clocks else ""
    progress = shorten(item.progress, 120)
    return single(
        head_of(_KIND, item, rules),
        text(f"{say_asker(asked, item)}　{on}提出，只能延长一次（{_say_more(item, rules)}）"),
        text(f"原期限{_say(item.due, item, rules, now)}→ 申请至{_say(asked.wish, item, rules, now)}"),
        text(f"原因：{shorten(asked.reason, REASON_LIMIT)}"),
        text(f"依据：{basis}" if basis else ""),
        text(f"最近进展：{progress}" if progress else "最近进展：无"),
        rows=(
            (
                replace(act_button(Action.GRANT_PROLONG, item, rules), style="success"),
                replace(act_button(Action.REFUSE_PROLONG, item, rules), style="danger"),
            ),
        ),
        about=(item.number,),
    )


def render_prolonging_decided(item: Item, by: Person, rules: Rules, now: datetime) -> Page:
    """The request after the decision, in place of every copy."""
    step = item.history[-1]
    who, when = say_decider(step, by, rules), say_instant(step.at, rules, now)
    if step.did is Did.PROLONG:
        former = item.former_limits[-1].due
        words = f"✅ {who} {when} 同意延长至{_say(item.due, item, rules, now)}"
        words += f"，原期限{_say(former, item, rules, now, weekday=False)}。请告知信访人或申请人延长理由。"
    else:
        words = f"↩️ {who} {when} 不同意延长，原因：{shorten(step.note, REASON_LIMIT)}"
    undo = act_button(Action.UNDO, item, rules)
    return single(head_of(_KIND, item, rules), text(words), rows=((undo,),), about=(item.number,))


def render_prolonging_told(item: Item, rules: Rules, now: datetime) -> Page:
    """To owner, heads and who asked: granted or not."""
    step = item.history[-1]
    when = say_day(local_day(step.at, rules), today_of(now, rules), weekday=False)
    if step.did is Did.PROLONG:
        former = item.former_limits[-1].due
        words = (
            f"办理期限延长至{_say(item.due, item, rules, now)}，原期限{_say(former, item, rules, now, weekday=False)}，"
            f"{say_actor(step)}{when}同意。请书面告知对方延长理由。"
        )
    else:
        reason = shorten(step.note, REASON_LIMIT).rstrip("。")
        words = f"{say_actor(step)}{when}不同意延长，原因：{reason}。请仍按{say_due(item, today_of(now, rules))}办理。"
    return single(name_and(item, rules, words, TITLE_LIMIT), about=(item.number,))


def render_prolonging_reopened(item: Item, rules: Rules, now: datetime) -> Page:
    """The decision was taken back."""
    words = f"延长决定已由{say_actor(item.history[-1])}撤回，期限为{_say(item.due, item, rules, now)}，申请待重新审批。"
    return single(name_and(item, rules, words, TITLE_LIMIT), about=(item.number,))


def say_prolonging_wish(asked: DecisionRequest, item: Item, rules: Rules, now: datetime) -> str:
    """申请至6月8日（周一），甲某4月20日提出，待审批."""
    on = say_day(local_day(asked.asked_at, rules), today_of(now, rules), weekday=False)
    return f"申请至{_say(asked.wish, item, rules, now)}，{shorten(asked.asked_by, 24)}{on}提出，待审批"
