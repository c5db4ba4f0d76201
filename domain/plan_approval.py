"""整改方案: where the kind asks for it (``Kind.plan_approved``), an item's plan is approved by who is over its unit."""

from datetime import datetime
from enum import StrEnum

from domain.item import IN_HAND, Did, Item, Step
from domain.requests import SINCE, DecisionRequest, RequestKind
from domain.rules import Rules
from domain.steps import checked_reason, newest_standing, require_in_hand, take_reversible_step


class PlanState(StrEnum):
    """How far the approval of a plan has come."""

    NONE = "none"  # nobody asks for it, or there is no plan
    WAITING = "waiting"  # 方案待审
    RETURNED = "returned"  # 方案退回
    APPROVED = "approved"  # 方案已审


#: Steps that begin, end or change the approval of a plan; a step taken back leaves it as it was before.
_DECIDED = frozenset({Did.PLAN, Did.ASK_PLAN, Did.REFUSE_PLAN})


def plan_state(item: Item, rules: Rules) -> PlanState:
    """Whether the item's plan waits, came back or is approved; of what is not in hand any more only the last."""
    if not item.milestones or not rules.kind(item.kind).plan_approved:
        return PlanState.NONE
    if item.plan_approved_at is not None:
        return PlanState.APPROVED
    if item.status not in IN_HAND:
        return PlanState.NONE
    newest = newest_of_plan(item)
    return PlanState.RETURNED if newest is not None and newest.did is Did.REFUSE_PLAN else PlanState.WAITING


def newest_of_plan(item: Item) -> Step | None:
    """The newest of the steps that changed or returned the plan and were not taken back."""
    return newest_standing(item, _DECIDED)


def ask_plan(item: Item, by: str, at: datetime) -> Item:
    """报审: a plan that came back is put before them once more as it is."""
    require_in_hand(item)
    return take_reversible_step(item, Step(at, by, Did.ASK_PLAN), plan_approved_at=None, plan_approved_by="")


def approve_plan(item: Item, by: str, at: datetime) -> Item:
    """同意: a later change of the plan asks again."""
    require_in_hand(item)
    return take_reversible_step(item, Step(at, by, Did.APPROVE_PLAN), plan_approved_at=at, plan_approved_by=by)


def refuse_plan(item: Item, by: str, at: datetime, reason: str) -> Item:
    """退回, with a reason."""
    require_in_hand(item)
    words = checked_reason(reason, item)
    return take_reversible_step(item, Step(at, by, Did.REFUSE_PLAN, words), plan_approved_at=None, plan_approved_by="")


def has_changed_since(item: Item, version: int) -> bool:
    """Whether the plan is another one than in that version of the item."""
    newer = item.version - version
    return newer > 0 and any(step.did in (Did.PLAN, Did.UNDO) for step in item.history[-newer:])


def plan_request(item: Item, by: str, at: datetime) -> DecisionRequest:
    """The request to approve the item's plan as it is."""
    return DecisionRequest(
        kind=RequestKind.PLAN, item=item.number, asked_by=by, asked_at=at, data={SINCE: str(item.version)}
    )
