"""整改方案: asked for, approved, returned, taken back; and what the card says of it."""

from datetime import datetime

from msgspec.structs import replace

from domain.actions import Action
from domain.item import Did, Item
from domain.item_records import Milestone
from domain.letter import Page
from domain.plan_approval import PlanState, newest_of_plan, plan_state
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Person, Role
from domain.rules import Rules
from domain.setting import Setting
from domain.views import Line
from texts.decisions import say_asker, say_decider
from texts.glossary import say_day, say_due, say_instant, say_role, today_of
from texts.lines import NAME_LIMIT, STEP_LIMIT, act_button, say_actor
from texts.pages import shorten, single, text
from texts.requests import head_of

REASON_LIMIT = 300
#: Steps that the request shows; the plan itself has the others.
STEPS_SHOWN = 12
NOBODY_APPROVES = "目前无人可审核，已告知办公室"


def plan_approval_facts(item: Item, rules: Rules, now: datetime) -> tuple[tuple[str, str], ...]:
    """What the card says: 整改方案 待审核; 分管甲11月20日16:05同意; 已退回，原因：措施不具体."""
    state = plan_state(item, rules)
    if state is PlanState.NONE:
        return ()
    if state is PlanState.WAITING:
        return (("整改方案", "方案待审"),)
    if state is PlanState.APPROVED and item.plan_approved_at is not None:
        by = shorten(item.plan_approved_by, NAME_LIMIT)
        return (("整改方案", f"{by}{say_instant(item.plan_approved_at, rules, now)}同意"),)
    step = newest_of_plan(item)
    return (("整改方案", f"已退回，原因：{shorten(step.note if step else '', REASON_LIMIT)}"),)


def say_plan_sent(role: Role | None, rules: Rules, *, is_approved: bool) -> str:
    """已报分管领导审核, below a plan that was just set."""
    if is_approved:
        return "整改方案已按您的意见确定。"
    return f"整改方案已报{say_role(role, rules)}审核。" if role else f"整改方案{NOBODY_APPROVES}。"


def render_plan_request(asked: DecisionRequest, line: Line, setting: Setting) -> Page:
    """To who decides: the limit, and every step with its day."""
    item, rules, now = line.item, setting.rules, setting.now
    yes, no = act_button(Action.APPROVE_PLAN, item, rules), act_button(Action.REFUSE_PLAN, item, rules)
    return single(
        head_of(RequestKind.PLAN, item, rules),
        text(f"{say_asker(asked, item)}　{say_instant(asked.asked_at, rules, now)}报审"),
        text(f"期限{say_due(item, today_of(now, rules))}，节点{len(item.milestones)}个："),
        text("\n".join(_say_steps(item, setting))),
        rows=((replace(yes, style="success"), replace(no, style="danger")), (act_button(Action.HISTORY, item, rules),)),
        about=(item.number,),
    )


def _say_steps(item: Item, setting: Setting) -> list[str]:
    today = today_of(setting.now, setting.rules)

    def say(place: int, step: Milestone) -> str:
        done = "（已完成）" if step.done_at else ""
        return f"{place}. {say_day(step.due, today)}　{shorten(step.words, STEP_LIMIT)}{done}"

    shown = [say(place, step) for place, step in enumerate(item.milestones[:STEPS_SHOWN], 1)]
    left = len(item.milestones) - len(shown)
    return [*shown, f"另有{left}个节点"] if left else shown


def render_plan_decided(item: Item, by: Person, rules: Rules, now: datetime) -> Page:
    """The request after the decision, in place of every copy."""
    step = item.history[-1]
    return single(
        head_of(RequestKind.PLAN, item, rules),
        text(_say_decision(item, say_decider(step, by, rules), rules, now)),
        rows=((act_button(Action.UNDO, item, rules),),),
        about=(item.number,),
    )


def _say_decision(item: Item, who: str, rules: Rules, now: datetime) -> str:
    step = item.history[-1]
    when = say_instant(step.at, rules, now)
    if step.did is Did.APPROVE_PLAN:
        return f"✅ {who} {when} 同意整改方案"
    return f"↩️ {who} {when} 退回整改方案，原因：{shorten(step.note, REASON_LIMIT)}"


def render_plan_outcome(item: Item, rules: Rules, now: datetime) -> Page:
    """To owner and heads: what was decided, and what follows."""
    step = item.history[-1]
    is_approved = step.did is Did.APPROVE_PLAN
    follows = "请按方案推进，节点临近时提醒。" if is_approved else "请调整节点后重新报审；调整后自动报审。"
    buttons = [act_button(Action.PLAN, item, rules)]
    if not is_approved:
        buttons.append(act_button(Action.ASK_PLAN, item, rules))
    return single(
        head_of(RequestKind.PLAN, item, rules),
        text(f"{_say_decision(item, say_actor(step), rules, now)}。"),
        text(follows),
        rows=(tuple(buttons),),
        about=(item.number,),
    )


def render_plan_reopened(item: Item, rules: Rules, now: datetime) -> Page:
    """To those who heard of the decision: it was taken back."""
    step = item.history[-1]
    words = f"↩️ {say_actor(step)} {say_instant(step.at, rules, now)} 撤回对整改方案的审核意见，方案待审。"
    return single(head_of(RequestKind.PLAN, item, rules), text(words), about=(item.number,))


def render_plan_asked(item: Item, role: Role | None, rules: Rules, *, is_approved: bool) -> Page:
    """[报审方案]: to whom it went."""
    return single(
        head_of(RequestKind.PLAN, item, rules),
        text(say_plan_sent(role, rules, is_approved=is_approved)),
        rows=((act_button(Action.PLAN, item, rules),),),
        about=(item.number,),
    )
