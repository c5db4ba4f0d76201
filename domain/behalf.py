"""In whose place (代) somebody acts: an absent colleague's, or a leader's whose liaison (联络员) they are."""

from collections.abc import Mapping

from msgspec.structs import replace

from domain.actions import BY_LIAISON, Action
from domain.item import Did, Item, Step
from domain.rights import is_liaison, may_as
from domain.roster import Person, Roster, in_place_of

#: The right by which somebody takes a step; steps that are not listed are nobody's but their own.
_RIGHTS: Mapping[Did, Action] = {
    Did.ACKNOWLEDGE: Action.ACKNOWLEDGE,
    **dict.fromkeys((Did.PROGRESS, Did.EVIDENCE, Did.DOUBT, Did.TICK), Action.NOTE),
    **dict.fromkeys((Did.CLOSE_OUT, Did.SUBMIT, Did.OFFER, Did.LESSON), Action.DONE),
    Did.UNDO: Action.UNDO,
    Did.APPROVE: Action.APPROVE,
    **dict.fromkeys((Did.SEND_BACK, Did.RETURN_EVIDENCE), Action.SEND_BACK),
    Did.ASK_EXTENSION: Action.EXTEND,
    Did.EXTEND: Action.GRANT_EXTENSION,
    Did.REFUSE_EXTENSION: Action.REFUSE_EXTENSION,
    Did.CLOCK: Action.CLOCK,
    Did.ASK_PROLONG: Action.PROLONG,
    Did.PROLONG: Action.GRANT_PROLONG,
    Did.REFUSE_PROLONG: Action.REFUSE_PROLONG,
    Did.VERDICT: Action.VERDICT,
    **dict.fromkeys((Did.PLAN, Did.ASK_PLAN), Action.SET_PLAN),
    Did.MILESTONE: Action.MILESTONE,
    Did.APPROVE_PLAN: Action.APPROVE_PLAN,
    Did.REFUSE_PLAN: Action.REFUSE_PLAN,
    Did.OBSTACLE: Action.REPORT_OBSTACLE,
    Did.ANSWER: Action.ANSWER_OBSTACLE,
    Did.SOLVE: Action.SOLVE_OBSTACLE,
}


def on_behalf(person: Person, action: Action, item: Item, roster: Roster) -> str:
    """Whose name stands behind 代; "" where the person does it in their own right."""
    able = [in_place_of(post) for post in roster.posts(person) if may_as(post, action, item, roster)]
    if able:
        return "" if "" in able else able[0]
    return item.owner if action in BY_LIAISON and is_liaison(person, item, roster) else ""


def may_act_for_others(person: Person, roster: Roster) -> bool:
    """Whether the person stands in for somebody today, or is anybody's liaison."""
    return roster.is_liaison(person) or any(in_place_of(post) for post in roster.posts(person))


def signed(person: Person, before: Item, after: Item, roster: Roster) -> Item:
    """The item as it is saved: the steps that the person took since say in whose place."""
    known = len(before.history)
    new = tuple(_signed(step, person, before, roster) for step in after.history[known:])
    return replace(after, history=(*after.history[:known], *new))


def _signed(step: Step, person: Person, item: Item, roster: Roster) -> Step:
    action = _RIGHTS.get(step.did)
    if action is None or step.by != person.name or step.on_behalf:
        return step
    return replace(step, on_behalf=on_behalf(person, action, item, roster))
