"""难点: reported, answered, solved or not; and the long-term item that comes of what nobody can solve for now."""

from datetime import date, datetime

from msgspec.structs import replace

from domain.errors import LimitPast, NoObstacle, ObstaclePending
from domain.item import OPEN, Did, FormerLimit, Item, Obstacle, ObstacleKind, Step
from domain.limits import local_day
from domain.rules import Rules
from domain.steps import checked_reason, require_in_hand, require_open, take_reversible_step


def report_obstacle(item: Item, by: str, at: datetime, kind: ObstacleKind, words: str) -> Item:
    """报告难点: the item shows it until somebody says that it is solved. One at a time."""
    require_in_hand(item)
    if item.obstacle is not None:
        raise ObstaclePending(item.number, item.title)
    note = checked_reason(words, item)
    obstacle = Obstacle(kind=kind, words=note, by=by, at=at)
    return take_reversible_step(item, Step(at, by, Did.OBSTACLE, note, to=kind), obstacle=obstacle)


def answer_obstacle(item: Item, by: str, at: datetime, words: str) -> Item:
    """答复: what the leader says to it. A second answer corrects the first; the history keeps both."""
    obstacle = require_obstacle(item)
    note = checked_reason(words, item)
    answered = replace(obstacle, answer=note, answered_by=by, answered_at=at)
    return take_reversible_step(item, Step(at, by, Did.ANSWER, note), obstacle=answered)


def still_unsolved(item: Item, by: str, at: datetime, words: str) -> Item:
    """仍未解决: reported once more, with what is lacking; the clock on the answer starts anew."""
    obstacle = require_obstacle(item)
    if obstacle.answered_at is None:
        raise ObstaclePending(item.number, item.title)
    note = checked_reason(words, item)
    again = Obstacle(kind=obstacle.kind, words=note, by=by, at=at)
    return take_reversible_step(item, Step(at, by, Did.OBSTACLE, note, to=obstacle.kind), obstacle=again)


def solve_obstacle(item: Item, by: str, at: datetime) -> Item:
    """已解决: the item shows it no more."""
    require_obstacle(item)
    return take_reversible_step(item, Step(at, by, Did.SOLVE), obstacle=None)


def make_long_term(item: Item, by: str, at: datetime, review_on: date, rules: Rules) -> Item:
    """转为长期事项: never late from now on, looked at again on that day; the limit that it had stays on record."""
    obstacle = require_obstacle(item)
    if review_on <= local_day(at, rules):
        raise LimitPast(item.number, item.title, review_on.isoformat())
    former = FormerLimit(due=item.due, moved_at=at, moved_by=by, reason=obstacle.words)
    note = f"{review_on:%Y-%m-%d}"
    return take_reversible_step(
        item,
        Step(at, by, Did.ANSWER, to=note),
        is_endless=True,
        review_on=review_on,
        due_set_at=at,
        former_limits=(*item.former_limits, former),
        obstacle=replace(obstacle, answer="", answered_by=by, answered_at=at),
    )


def require_obstacle(item: Item) -> Obstacle:
    """The item's obstacle. Raises where the item is closed, cancelled or suspended, or has none."""
    require_open(item)
    if item.obstacle is None:
        raise NoObstacle(item.number, item.title)
    return item.obstacle


def open_obstacle(item: Item) -> Obstacle | None:
    """The obstacle that an open item shows."""
    return item.obstacle if item.status in OPEN else None


def answer_by(obstacle: Obstacle, rules: Rules) -> date:
    """The work day by which it is to be answered."""
    return rules.work_days.add(local_day(obstacle.at, rules), rules.answer_within)


def reported_version(item: Item) -> int:
    """The item's version when its obstacle was reported: an older button was made for an earlier one."""
    since = next((n for n, step in enumerate(reversed(item.history)) if step.did is Did.OBSTACLE), len(item.history))
    return item.version - since


def solved_at(item: Item) -> datetime | None:
    """When an obstacle was last said to be solved."""
    return next((step.at for step in reversed(item.history) if step.did is Did.SOLVE), None)
