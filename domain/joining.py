"""Joining (启用): whom a stranger may be, whose account becomes whose, and what of it may be taken back."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from enum import IntEnum

from msgspec import Struct
from msgspec.structs import replace

from domain.item import Instant
from domain.roster import Person, Role, Roster

#: A confirmation is taken back so long, what an invitation brought about so long.
TAKEN_BACK_WITHIN = timedelta(hours=24)
CORRECTED_WITHIN = timedelta(days=7)
#: After 不是本局人员 the account asks nobody again for so long.
DECLINED_FOR = timedelta(days=7)
#: More open applications than this are no bureau's: the office is asked no further.
MOST_OPEN = 50
_LEADERS = frozenset({Role.DIRECTOR, Role.DEPUTY})
_NEAR, _CLOSE = 3, 0.6
#: A name as people say it of themselves, perhaps with their unit: no digits, no signs.
_SAID = re.compile(r"[\u3400-\u9fff\u3007\u00b7A-Za-z][\u3400-\u9fff\u3007\u00b7A-Za-z 、,()-]{1,29}")
_AROUND = " .,!~:、。"
_POLITE = re.compile(r"(?:\W*(?:谢谢|请通过|请确认|请审核|同志|本人))+$")
#: What makes it a question and no name: 我是谁, 我是哪个股室的.
_ASKS = re.compile(r"[谁吗呢?]|什么|哪|怎么|多少|不是|是否")


class AdmitChoice(IntEnum):
    """What a button on an application does; codes stand in payloads and never change."""

    CONFIRM = 0  # the person of the row is meant
    MOVE = 1  # and their account is to be this one from now on (更换账号)
    CHOOSE = 2  # show the open names, from the one at ``version`` on
    DECLINE = 3  # 不是本局人员
    SHOW = 4  # the application itself


class Enrolment(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An account became a person's, in these posts; kept as long as the ledger."""

    number: int = 0
    telegram_id: int
    account: str = ""  # how Telegram names it
    name: str
    unit: str = ""
    posts: dict[int, int | None]  # rows of the roster → the account that they had before
    enrolled_at: Instant
    enrolled_by: str  # who confirmed it, or invited them
    invitation: int = 0  # by which link; 0: confirmed by the office
    messages: dict[int, int] = {}  # letters that tell of it → their chats
    taken_back_at: Instant | None = None
    taken_back_by: str = ""


def said_name(words: str) -> str:
    """The name in 我是甲某 without what is around it; ``""`` for words that are none."""
    plain = " ".join(unicodedata.normalize("NFKC", words).split()).strip(_AROUND)
    bare = _POLITE.sub("", plain).strip(_AROUND)
    return bare if _SAID.fullmatch(bare) and not _ASKS.search(bare) else ""


def rows_of_one(person: Person, roster: Roster) -> tuple[Person, ...]:
    """Every post of the person: those of their account, and of their name those of their unit.

    A leader's name is theirs in every unit, as far as nobody else's account stands there.
    """
    namesakes = roster.of_name(person.name)
    is_leader = any(each.role in _LEADERS for each in namesakes)
    return tuple(each for each in namesakes if _is_one(person, each, is_leader=is_leader))


def _is_one(person: Person, other: Person, *, is_leader: bool) -> bool:
    if other.number == person.number or other.unit == person.unit:
        return True
    if other.telegram_id != person.telegram_id:
        return False
    return is_leader or other.telegram_id is not None


def each_once(people: Iterable[Person], roster: Roster) -> tuple[Person, ...]:
    """The people by the first of their posts."""
    first: dict[tuple[int, ...], Person] = {}
    for person in people:
        first.setdefault(tuple(sorted(row.number for row in rows_of_one(person, roster))), person)
    return tuple(first.values())


def open_names(roster: Roster) -> tuple[Person, ...]:
    """Who has no account yet, each once, in the units' order; leaders first."""
    order = {unit.name: place for place, unit in enumerate(roster.units)}
    waiting = [person for person in roster.people if person.telegram_id is None]
    ranked = sorted(waiting, key=lambda person: order.get(person.unit, -1 if person.role in _LEADERS else len(order)))
    return each_once((each for each in ranked if not accounts_of(each, roster)), roster)


def accounts_of(person: Person, roster: Roster) -> frozenset[int]:
    """The accounts that the person's posts have."""
    return frozenset(row.telegram_id for row in rows_of_one(person, roster) if row.telegram_id is not None)


def fitting(said: str, roster: Roster) -> tuple[Person, ...]:
    """Whom the words name: the longest names in them, of the unit that they name; else names much like them."""
    named = [person for person in roster.people if person.name and person.name in said]
    whole = [person for person in named if not any(_is_within(person.name, other.name) for other in named)]
    of_unit = [person for person in whole if person.unit and person.unit in said]
    return each_once(of_unit or whole or _alike(said, roster), roster)


def _is_within(name: str, other: str) -> bool:
    return name != other and name in other


def _alike(said: str, roster: Roster) -> list[Person]:
    bare = said
    for unit in roster.units:
        bare = bare.replace(unit.name, "")
    bare = bare.strip(" 的")
    waiting = [person for person in roster.people if person.telegram_id is None and set(person.name) & set(bare)]
    near = get_close_matches(bare, {person.name for person in waiting}, _NEAR, _CLOSE)
    return [person for person in waiting if person.name in near]


def former_of(said: str, roster: Roster) -> str:
    """The name of somebody who has left (离岗) and is named by the words; ``""`` where nobody is."""
    return next((person.name for person in roster.former if person.name and person.name in said), "")


def enrolled(person: Person, telegram_id: int, roster: Roster) -> tuple[Person, ...]:
    """Every post of the person with the account, which was heard from just now."""
    return tuple(
        replace(row, telegram_id=telegram_id, former_ids=_left_behind(row, telegram_id), silent_since=None)
        for row in rows_of_one(person, roster)
    )


def _left_behind(row: Person, account: int | None) -> tuple[int, ...]:
    """The accounts that were the row's, once it has this one."""
    had = (*row.former_ids, *([row.telegram_id] if row.telegram_id else []))
    return tuple(each for each in dict.fromkeys(had) if each != account)


def released(enrolment: Enrolment, roster: Roster) -> tuple[Person, ...]:
    """The posts of an enrolment with the account they had before, where it is nobody else's by now.

    Posts that were changed since are left alone.
    """
    rows = [roster.person(number) for number in enrolment.posts]
    return tuple(
        _with_account_before(row, enrolment, roster)
        for row in rows
        if row is not None and row.left_at is None and row.telegram_id == enrolment.telegram_id
    )


def _with_account_before(row: Person, enrolment: Enrolment, roster: Roster) -> Person:
    account = enrolment.posts[row.number]
    is_free = account is not None and roster.who(account) is None
    former = tuple(each for each in row.former_ids if each != account)
    return replace(row, telegram_id=account if is_free else None, former_ids=former)


def may_still_release(enrolment: Enrolment, now: datetime) -> bool:
    """Whether there is time left to take it back."""
    span = CORRECTED_WITHIN if enrolment.invitation else TAKEN_BACK_WITHIN
    return now - enrolment.enrolled_at <= span


def page_of(people: Sequence[Person], start: int, most: int) -> tuple[int, Sequence[Person]]:
    """The page of people that ``start`` is on: its first place, and who is on it."""
    first = min(max(start, 0), max(len(people) - 1, 0)) // most * most
    return first, people[first : first + most]
