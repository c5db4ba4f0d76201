"""Who may do what: one table of action and role to reach, and the questions that commands and buttons ask of it.

A button's payload is never trusted: whoever presses it is asked about here, exactly like whoever types the command.
"""

from collections.abc import Collection, Mapping
from enum import IntEnum, StrEnum

from msgspec.structs import replace

from domain.errors import ItemMissing, NotYourDecision, NotYourOwn, NotYours
from domain.item import Did, Item
from domain.letter import Act
from domain.roster import Chat, Person, Role, Roster


class Action(StrEnum):
    """What somebody asks of the bot, by command, button or plain words."""

    START = "start"
    HELP = "help"
    WHOAMI = "whoami"
    MINE = "mine"
    SEE = "see"  # one item with its history
    SEE_UNIT = "see_unit"  # a unit's items
    SEE_LATE = "see_late"
    SEE_WAITING = "see_waiting"  # items that await approval
    SEE_UNSIGNED = "see_unsigned"  # assigned, not acknowledged
    SEE_RECHECK = "see_recheck"  # closed items that are to be looked at again
    SEE_WEEK = "see_week"  # what is due this week
    SEE_TODAY = "see_today"
    SEE_SUMMARY = "see_summary"  # the counts of the morning
    SEE_ASLEEP = "see_asleep"  # people whom the bot cannot reach
    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"  # 反馈进展、补充佐证
    DONE = "done"
    UNDO = "undo"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    BIND = "bind"
    UNBIND = "unbind"
    IMPORT = "import"
    KEEP_ROSTER = "keep_roster"  # 停用, 恢复


class Reach(IntEnum):
    """How far a right goes. Each reach from ``OWN`` on includes the items one owns."""

    NONE = 0
    OWN = 1  # items whose owner (责任人) one is; for actions without an item: oneself
    UNIT = 2  # one's unit
    OVERSEEN = 3  # the units one oversees (分管单位)
    STANDING_IN = 4  # where no deputy leader can be reached (分管领导不在时)
    ALL = 5


#: What anybody may ask, on the roster or not: it tells nothing of the ledger.
OPEN_TO_ALL = frozenset({Action.START, Action.HELP, Action.WHOAMI})
#: Decisions on what somebody else submitted: never one's own, so that owning an item gives no right to them.
_DECISIONS = frozenset({Action.APPROVE, Action.SEND_BACK})


def _row(*reaches: Reach) -> Mapping[Role, Reach]:
    return dict(zip(_COLUMNS, reaches, strict=True))


_COLUMNS = (Role.OFFICE, Role.DIRECTOR, Role.DEPUTY, Role.HEAD, Role.STAFF, Role.INSPECTOR)
_NO, _OWN, _UNIT, _OVER, _IN, _ALL = Reach
#: Columns: 办公室, 局长, 分管领导, 股室负责人, 经办人, 机关纪委.
TABLE: Mapping[Action, Mapping[Role, Reach]] = {
    Action.START: _row(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    Action.HELP: _row(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    Action.WHOAMI: _row(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    Action.MINE: _row(_OWN, _OWN, _OWN, _OWN, _OWN, _OWN),
    Action.SEE: _row(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL),
    Action.SEE_UNIT: _row(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL),
    Action.SEE_LATE: _row(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL),
    Action.SEE_WAITING: _row(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL),
    Action.SEE_UNSIGNED: _row(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL),
    Action.SEE_RECHECK: _row(_ALL, _ALL, _OVER, _UNIT, _UNIT, _ALL),
    Action.SEE_WEEK: _row(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL),
    Action.SEE_TODAY: _row(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL),
    Action.SEE_SUMMARY: _row(_ALL, _ALL, _OVER, _UNIT, _OWN, _ALL),
    Action.SEE_ASLEEP: _row(_ALL, _NO, _NO, _NO, _NO, _NO),
    Action.ACKNOWLEDGE: _row(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN),
    Action.NOTE: _row(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN),
    Action.DONE: _row(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN),
    Action.UNDO: _row(_ALL, _OWN, _OWN, _UNIT, _OWN, _OWN),
    Action.APPROVE: _row(_IN, _NO, _OVER, _NO, _NO, _NO),
    Action.SEND_BACK: _row(_IN, _NO, _OVER, _NO, _NO, _NO),
    Action.BIND: _row(_ALL, _NO, _NO, _UNIT, _NO, _NO),
    Action.UNBIND: _row(_ALL, _NO, _NO, _UNIT, _NO, _NO),
    Action.IMPORT: _row(_ALL, _NO, _NO, _NO, _NO, _NO),
    Action.KEEP_ROSTER: _row(_ALL, _NO, _NO, _NO, _NO, _NO),
}

#: The right that each button needs.
ACTION_OF: Mapping[Act, Action] = {
    Act.MINE: Action.MINE,
    Act.UNIT: Action.SEE_UNIT,
    Act.ALL: Action.SEE_UNIT,
    Act.OPEN: Action.SEE,
    Act.ACKNOWLEDGE: Action.ACKNOWLEDGE,
    Act.DONE: Action.DONE,
    Act.SUBMIT: Action.DONE,
    Act.UNDO: Action.UNDO,
    Act.APPROVE: Action.APPROVE,
    Act.RETURN: Action.SEND_BACK,
    Act.REASON: Action.SEND_BACK,
    Act.HISTORY: Action.SEE,
    Act.LATE: Action.SEE_LATE,
    Act.WAITING: Action.SEE_WAITING,
    Act.UNSIGNED: Action.SEE_UNSIGNED,
    Act.RECHECK: Action.SEE_RECHECK,
    Act.ASLEEP: Action.SEE_ASLEEP,
    Act.WEEK: Action.SEE_WEEK,
    Act.TODAY: Action.SEE_TODAY,
    Act.SUMMARY: Action.SEE_SUMMARY,
    Act.BIND: Action.BIND,
    Act.IMPORT: Action.IMPORT,
    Act.RETIRE: Action.KEEP_ROSTER,
    Act.REJOIN: Action.KEEP_ROSTER,
    Act.DRAFT: Action.NOTE,
    Act.NOT_MEANT: Action.HELP,
}


def reach_of(person: Person | None, action: Action, roster: Roster) -> Reach:
    """How far the person's right to the action goes; an unknown person has none but what is open to all."""
    if person is None:
        return Reach.ALL if action in OPEN_TO_ALL else Reach.NONE
    return max(reach_of_post(post, action, roster) for post in roster.posts(person))


def reach_of_post(post: Person, action: Action, roster: Roster) -> Reach:
    """The same of one post alone: whoever holds several has the rights of each, where it gives them."""
    return TABLE[action][roster.acting_role(post)]


def may(person: Person | None, action: Action, item: Item, roster: Roster) -> bool:
    """Whether the person may do this to the item. Nobody decides on their own, in whichever post."""
    if person is None or (action in _DECISIONS and is_own(person, item, roster)):
        return False
    return any(_may_as(post, action, item, roster) for post in roster.posts(person))


def _may_as(post: Person, action: Action, item: Item, roster: Roster) -> bool:
    reach = reach_of_post(post, action, roster)
    if reach is Reach.NONE:
        return False
    if action in _DECISIONS:
        return _decides(post, reach, item, roster)
    return reach is Reach.ALL or is_owner(post, item, roster) or _covers(reach, post, item.unit)


def _covers(reach: Reach, post: Person, unit: str) -> bool:
    if reach is Reach.UNIT:
        return bool(unit) and unit == post.unit
    return reach is Reach.OVERSEEN and unit in post.oversees


def _decides(person: Person, reach: Reach, item: Item, roster: Roster) -> bool:
    if person.role is Role.DEPUTY and item.unit in person.oversees:
        return True
    return reach is Reach.STANDING_IN and not _reachable_deputies(item, roster)


def may_in(person: Person | None, action: Action, unit: str, roster: Roster) -> bool:
    """Whether the person may do this for a unit as a whole (its list, its group); ``""`` is the bureau."""
    if person is None or reach_of(person, action, roster) is Reach.ALL:
        return reach_of(person, action, roster) is Reach.ALL
    return any(_covers(reach_of_post(post, action, roster), post, unit) for post in roster.posts(person))


def may_see(person: Person | None, item: Item, roster: Roster) -> bool:
    """Whether the item may be shown to the person in private."""
    return may(person, Action.SEE, item, roster)


def require(person: Person | None, action: Action, item: Item, roster: Roster) -> None:
    """Raise unless the person may; what they may not even see is ``ItemMissing`` to them."""
    if may(person, action, item, roster):
        return
    if person is None or not may_see(person, item, roster):
        raise ItemMissing(item.number)
    if action in _DECISIONS and is_own(person, item, roster):
        raise NotYourOwn(item.number, item.title)
    if action in _DECISIONS:
        deciders = tuple(person.name for person in approvers(item, roster))
        raise NotYourDecision(item.number, item.title, deciders)
    raise NotYours(item.number, item.title, item.unit, item.owner)


def is_owner(person: Person, item: Item, roster: Roster) -> bool:
    """Whether the item's owner, a name as written, is this person."""
    if item.owner != person.name:
        return False
    owner = roster.named(item.owner, item.unit)
    return owner is not None and any((owner.number, owner.unit) == (p.number, p.unit) for p in roster.posts(person))


def is_own(person: Person, item: Item, roster: Roster) -> bool:
    """Whether deciding on the item would be deciding on one's own: as its owner, or as who asked for its closing.

    Where the roster cannot tell which of several namesakes owns it, it is nobody's of that name to decide.
    """
    is_anybodys = roster.named(item.owner, item.unit) is None
    return any(
        post.name == item.submitted_by or is_owner(post, item, roster) or (is_anybodys and post.name == item.owner)
        for post in roster.posts(person)
    )


def office_of(roster: Roster) -> tuple[Person, ...]:
    """Everybody with the office's rights: its people, then administrators without a roster row."""
    return roster.office


def is_reachable(person: Person) -> bool:
    """Whether a private message is expected to arrive."""
    return person.telegram_id is not None and person.silent_since is None


def asleep(roster: Roster) -> tuple[Person, ...]:
    """Who can't be reached in private, each person once, in however many posts.

    Without a Telegram id two rows of one name are one person where one of them is a leader's; else they are namesakes.
    """
    away = [person for person in roster.people if not is_reachable(person)]
    leaders = {person.name for person in away if person.role in (Role.DIRECTOR, Role.DEPUTY)}
    return tuple({_who(person, leaders): person for person in reversed(away)}.values())[::-1]


def _who(person: Person, leaders: Collection[str]) -> int | tuple[str, str]:
    if person.telegram_id is not None:
        return person.telegram_id
    return person.name, "" if person.name in leaders else person.unit


def approvers(item: Item, roster: Roster) -> tuple[Person, ...]:
    """Who is asked to approve: reachable deputies who oversee the unit, else the office; nobody on their own."""
    deputies = _reachable_deputies(item, roster)
    return deputies or tuple(person for person in office_of(roster) if not is_own(person, item, roster))


def _reachable_deputies(item: Item, roster: Roster) -> tuple[Person, ...]:
    overseeing = roster.deputies(item.unit)
    return tuple(person for person in overseeing if is_reachable(person) and not is_own(person, item, roster))


def may_show(item: Item, chat: Chat | None, *, is_private: bool = False) -> bool:
    """Whether the item may be shown in the chat, whoever asks: its own unit's group only, a sensitive one in none.

    ``chat`` is the group's binding, ``None`` for a group that is bound to nothing.
    """
    if is_private:
        return True
    return chat is not None and not item.is_sensitive and bool(chat.unit) and chat.unit == item.unit


def as_shown(item: Item, *, is_private: bool) -> Item:
    """The item as it may be read: a 退回 is between approver, owner and head, and never shows in a group."""
    if is_private or not any(step.did is Did.SEND_BACK for step in item.history):
        return item
    history = tuple(step for step in item.history if step.did is not Did.SEND_BACK)
    return replace(item, returned_at=None, returned_reason="", history=history)
