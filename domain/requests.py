"""A request (请示): something that somebody else decides; who is asked, who stands in, who is told the decision."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import NotYourOwn, NotYourRequest, RequestOver
from domain.item import IN_HAND, OPEN, Did, Instant, Item, ItemStatus
from domain.rights import approvers
from domain.roster import Person, Role, Roster, is_owner, is_reachable, office_of, own_id
from domain.steps import stands_since


class RequestKind(StrEnum):
    """What is asked for."""

    CLOSE = "close"  # 销号
    EXTEND = "extend"  # 延期; ``wish`` is the day asked for
    OBSTACLE = "obstacle"  # 难点: an answer
    DOUBT = "doubt"  # 有异议: that the office clears up an assignment
    HAND_OVER = "hand_over"  # 转办; ``wish`` is the name of who is to take it over
    PROLONG = "prolong"  # 延长: that a statutory limit is prolonged; ``wish`` is the limit asked for
    PLAN = "plan"  # that the plan (整改方案) is approved
    JOIN = "join"  # that a stranger is somebody of the roster (启用); ``item`` is their Telegram id
    HAND_ALL = "hand_all"  # 整体移交; ``item`` is the row of whose items they are, ``wish`` the receiver's name
    IMPORT = "import"  # that a workbook is taken over (确认导入); ``item`` is the workbook's number


class Decision(StrEnum):
    """How a request ended."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"  # what it asked for came about, or became pointless, in another way


class DecisionRequest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One request, open as long as it has no ``decision``."""

    kind: RequestKind
    item: int
    asked_by: str = ""
    asked_at: Instant
    wish: str = ""  # the words that came with it, or what its kind says
    reason: str = ""
    data: dict[str, str] = {}  # what else its kind has to know; ``due`` and ``owner`` as they were when it was asked
    version: int | None = None  # of the item that the messages show; ``None``: not known
    messages: dict[int, int] = {}  # letters that show it → their chats
    decision: Decision | None = None
    decided_by: str = ""
    decided_at: Instant | None = None


class Revision(Struct, frozen=True):
    """What has to change for a request to be true again."""

    is_outdated: bool  # the messages show the item as it was
    kept: dict[int, int]  # letters of those who still decide → their chats
    gone: dict[int, int]  # letters of those who do not any more
    to_ask: tuple[Person, ...]
    deciders: tuple[str, ...]  # the names of all who decide now


def closing_of(item: Item, messages: Mapping[int, int], now: datetime) -> DecisionRequest:
    """The request for the item's 销号, shown by these messages."""
    wish = next((step.note for step in reversed(item.history) if step.did is Did.SUBMIT), "")
    return DecisionRequest(
        kind=RequestKind.CLOSE,
        item=item.number,
        asked_by=item.submitted_by or "",
        asked_at=item.submitted_at or now,
        wish=wish,
        version=item.version,
        messages=dict(messages),
    )


def decided(request: DecisionRequest, decision: Decision, by: str, at: datetime) -> DecisionRequest:
    """The request with what became of it."""
    return replace(request, decision=decision, decided_by=by, decided_at=at)


def deciders(request: DecisionRequest, item: Item, roster: Roster) -> tuple[Person, ...]:
    """Who is asked: deputy leaders, or the office in their absence; on an assignment the office; who takes over."""
    match request.kind:
        case RequestKind.CLOSE:
            return approvers(item, roster)
        case RequestKind.EXTEND | RequestKind.PROLONG | RequestKind.OBSTACLE | RequestKind.PLAN:
            return _others(_leaders_left(request, item, roster))
        case RequestKind.DOUBT:
            return tuple(person for person in office_of(roster) if person.name != request.asked_by)
        case RequestKind.HAND_OVER:
            receiver = roster.named(request.wish, request.data.get("unit", ""))
            return (receiver,) if receiver else ()
    return ()


def above(request: DecisionRequest, item: Item, roster: Roster) -> tuple[Person, ...]:
    """Who hears that nobody has decided: who proposed a hand-over, else the director; not those who are to decide."""
    if request.kind is RequestKind.HAND_OVER:
        proposer = roster.named(request.asked_by, item.unit)
        people: tuple[Person, ...] = (proposer,) if proposer else ()
    else:
        people = roster.of_role(Role.DIRECTOR)
    asked = {person.telegram_id for person in deciders(request, item, roster)}
    return tuple(person for person in people if person.telegram_id not in asked)


def escalated(request: DecisionRequest) -> DecisionRequest:
    """The request with the director among those who may decide it."""
    return replace(request, data=request.data | {ESCALATED: "1"})


#: Requests that the director may decide in the end; of the others they only hear.
RISING = frozenset({RequestKind.EXTEND, RequestKind.OBSTACLE})
#: Requests that the morning names to whoever is to decide them.
NAMED = frozenset({RequestKind.EXTEND, RequestKind.PROLONG, RequestKind.PLAN})
#: The field of ``DecisionRequest.data`` that says that the director is asked as well (转局长).
ESCALATED = "escalated"
#: The field with the Telegram ids of those who said that it is none of theirs (与我无关): the office is asked instead.
DECLINED = "declined"
#: The field with the Telegram ids of administrators who were asked and can't be reached: no row of theirs says so.
UNREACHED = "unreached"
#: The field with the item's version when it was asked for: an older button was made for an earlier request.
SINCE = "since"


def _leaders_left(request: DecisionRequest, item: Item, roster: Roster) -> tuple[Person, ...]:
    """Those over the unit without who passed it on; who did leaves it to the office, and the others stay asked."""
    directors = roster.of_role(Role.DIRECTOR) if request.data.get(ESCALATED) else ()
    leaders, gone = (*leaders_over(item, roster, request.asked_by), *directors), declined_by(request)
    if not gone:
        return leaders
    office = (
        each
        for each in office_of(roster)
        if request.asked_by not in roster.names_of(each) and not is_owner(each, item, roster)
    )
    return tuple(each for each in (*leaders, *office) if each.telegram_id not in gone)


def unreached_by(request: DecisionRequest) -> frozenset[int]:
    """Which administrators the request could not reach, by Telegram id."""
    return _ids_in(request, UNREACHED)


def with_unreached(request: DecisionRequest, chats: Collection[int]) -> DecisionRequest:
    """The request that remembers these; without any it remembers none."""
    data = {name: words for name, words in request.data.items() if name != UNREACHED}
    return replace(request, data=data | ({UNREACHED: ",".join(map(str, sorted(chats)))} if chats else {}))


def declined_by(request: DecisionRequest) -> frozenset[int]:
    """Who passed it on (与我无关), by Telegram id."""
    return _ids_in(request, DECLINED)


def _ids_in(request: DecisionRequest, field: str) -> frozenset[int]:
    return frozenset(int(number) for number in request.data.get(field, "").split(",") if number)


def require_decider(person: Person, request: DecisionRequest, item: Item, roster: Roster) -> None:
    """Raise unless the person is among those who are asked. Nobody decides on their own."""
    if is_decider(person, request, item, roster):
        return
    if person.name == request.asked_by or is_owner(person, item, roster):
        raise NotYourOwn(item.number, item.title)
    raise NotYourRequest(item.number, item.title, tuple(each.name for each in deciders(request, item, roster)))


def is_decider(person: Person, request: DecisionRequest, item: Item, roster: Roster) -> bool:
    """Whether the person is among those who are asked, or one of them stands in for the person."""
    return any(
        person.telegram_id in (each.telegram_id, own_id(each))
        for each in deciders(request, item, roster)
        if person.telegram_id is not None
    )


def may_answer(person: Person, request: DecisionRequest, item: Item, roster: Roster) -> bool:
    """Whether the person may answer a difficulty: who is asked, and the director always."""
    is_directors = any(post.role is Role.DIRECTOR for post in roster.posts(person))
    is_own = person.name == request.asked_by or is_owner(person, item, roster)
    return is_decider(person, request, item, roster) or (is_directors and not is_own)


def require_current(request: DecisionRequest, item: Item, version: int) -> None:
    """Raise unless it is pending and a button of this version was made for it, and for no earlier request."""
    if not is_pending(request, item) or 0 < version < int(request.data.get(SINCE, "0")):
        raise RequestOver(item.number, item.title)


def leaders_over(item: Item, roster: Roster, asked_by: str = "") -> tuple[Person, ...]:
    """Deputy leaders of the unit who neither ask nor own the item, else the office without the same."""

    def is_apart(person: Person) -> bool:
        return asked_by not in roster.names_of(person) and not is_owner(person, item, roster)

    deputies = tuple(each for each in roster.deputies(item.unit) if is_reachable(each) and is_apart(each))
    return deputies or tuple(person for person in office_of(roster) if is_apart(person))


def _others(people: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple({person.telegram_id: person for person in people}.values())


def asked_of(request: DecisionRequest, item: Item, roster: Roster) -> dict[int, Person]:
    """The same by their private chats, as far as these can be reached."""
    people, unreached = deciders(request, item, roster), unreached_by(request)
    return {
        each.telegram_id: each
        for each in people
        if each.telegram_id is not None and is_reachable(each) and each.telegram_id not in unreached
    }


def role_asked(request: DecisionRequest, item: Item, roster: Roster) -> Role | None:
    """In which role they are asked; ``None``: nobody can be, and the item waits on its list (待审清单)."""
    first = next(iter(asked_of(request, item, roster).values()), None)
    if first is None:
        return None
    return Role.OFFICE if roster.is_office(first) else first.role


def is_pending(request: DecisionRequest, item: Item) -> bool:
    """Whether the item still stands as it did when this was asked for."""
    stands = _STANDS.get(request.kind)
    return stands is None or stands(request, item)


def _is_offered(request: DecisionRequest, item: Item) -> bool:
    known = (request.data.get("owner", item.owner), request.data.get("from", item.unit))
    return item.status in OPEN and (item.owner, item.unit) == known


def _is_unanswered(_: DecisionRequest, item: Item) -> bool:
    return item.status in OPEN and item.obstacle is not None and item.obstacle.answered_at is None


def _is_unapproved(_: DecisionRequest, item: Item) -> bool:
    return item.status in IN_HAND and bool(item.milestones) and item.plan_approved_at is None


#: Whether what a kind of request asks for is still to be decided; of the others only a decision ends it.
_STANDS: Mapping[RequestKind, Callable[[DecisionRequest, Item], bool]] = {
    RequestKind.CLOSE: lambda _, item: item.status is ItemStatus.SUBMITTED,
    RequestKind.EXTEND: lambda asked, item: item.status in IN_HAND and item.due == asked.data.get("due", item.due),
    RequestKind.PROLONG: lambda asked, item: item.status in IN_HAND and item.due == asked.data.get("due", item.due),
    RequestKind.OBSTACLE: _is_unanswered,
    RequestKind.PLAN: _is_unapproved,
    RequestKind.DOUBT: lambda _, item: item.status in OPEN and item.doubt is not None,
    RequestKind.HAND_OVER: _is_offered,
}


def told_of_nobody(request: DecisionRequest, roster: Roster, but: int = 0) -> tuple[Person, ...]:
    """Who hears that nobody is left to be asked: the office without the applicant and ``but``, who is out of reach."""
    return tuple(each for each in office_of(roster) if each.name != request.asked_by and each.telegram_id != but)


def told_of_decision(item: Item, roster: Roster) -> tuple[Person, ...]:
    """Who hears in private what was decided: the item's owner and the unit's heads, each once."""
    owner = roster.named(item.owner, item.unit)
    people = ((owner,) if owner else ()) + roster.heads(item.unit)
    return tuple({person.number: person for person in people}.values())


def is_true(request: DecisionRequest, item: Item, roster: Roster) -> bool:
    """Whether it shows the item as it is, to those who may decide and to nobody else."""
    if not is_pending(request, item) or _is_outdated(request, item):
        return False
    return set(request.messages.values()) == asked_of(request, item, roster).keys()


def revise(request: DecisionRequest, item: Item, roster: Roster) -> Revision:
    """An import, an edit of the file or of the roster may change who decides, and what they have to read."""
    asked = asked_of(request, item, roster)
    kept = {letter: chat for letter, chat in request.messages.items() if chat in asked}
    return Revision(
        is_outdated=_is_outdated(request, item),
        kept=kept,
        gone={letter: chat for letter, chat in request.messages.items() if chat not in asked},
        to_ask=tuple(person for chat, person in asked.items() if chat not in kept.values()),
        deciders=tuple(person.name for person in asked.values()),
    )


def _is_outdated(request: DecisionRequest, item: Item) -> bool:
    """Whether the item reads otherwise than the request's messages; a year turn (结转) changes nothing of them."""
    return request.version is not None and not stands_since(item, request.version)


def may_others_stand_in(unreached: Person | None, roster: Roster) -> bool:
    """Whether somebody comes after a person who was asked and can't be reached: after the office comes nobody."""
    return unreached is not None and not roster.is_office(unreached)
