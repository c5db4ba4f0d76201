"""The roster (花名册): people, their units and the chats that units are reached in."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from domain.absence import Absence, Covers, covers
from domain.item import Instant
from domain.outline import Outlined

K = TypeVar("K")
V = TypeVar("V")
Each = TypeVar("Each", bound=Outlined)


class Role(StrEnum):
    """What a person answers for."""

    OFFICE = "office"  # 办公室
    DIRECTOR = "director"  # 局长
    DEPUTY = "deputy"  # 分管领导
    HEAD = "head"  # 股室负责人
    STAFF = "staff"  # 经办人
    INSPECTOR = "inspector"  # 机关纪委


_ROLES = tuple(Role)


class Person(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Somebody of the bureau. ``telegram_id`` is also the id of their private chat with the bot."""

    number: int = 0  # document id; 0 for an administrator without a roster row
    name: str
    unit: str
    role: Role
    oversees: tuple[str, ...] = ()  # 分管单位
    telegram_id: int | None = None
    silent_since: Instant | None = None  # Telegram refused a private message (403): never started or blocked the bot
    former_ids: tuple[int, ...] = ()  # accounts that were theirs (更换账号): an older workbook brings none of them back
    left_at: Instant | None = None  # 离岗: the row stays for the history, without rights and messages
    away: tuple[Absence, ...] = ()  # 请假: those to come, the running one and the newest that is over
    liaisons: tuple[str, ...] = ()  # 联络员: names of those who may sign and report in this person's place


class Addressee(Person, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A row as messages find it while its person is away, or since they are back: ``telegram_id`` is the stand-in's.

    It is made for one day and never kept: the store knows no such record.
    """

    via: str = ""  # who stands in; "" where the person is back, or nobody does
    since: Instant | None = None  # what was due before was told to whoever it was for then
    own_id: int | None = None  # the person's own Telegram id


class Unit(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An office or subordinate unit (股室/直属单位), in the office's fixed order."""

    number: int = 0
    name: str
    order: int = 0


class Chat(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A group (or one topic of it) bound to a unit; ``unit`` is ``""`` for the bureau's own group (全局群)."""

    number: int = 0
    chat_id: int
    thread_id: int | None = None
    unit: str = ""
    title: str = ""
    bound_at: Instant | None = None
    bound_by: str = ""
    silent_since: Instant | None = None  # the bot was removed or muted: delivery stops, the ledger stays
    is_muted: bool = False  # it is a member without the right to write: the next digest tries again


class Roster:
    """People, units and chats of one moment, with the questions everybody asks of them.

    Built from the store's rows whenever these change; reading it costs a dictionary look-up. ``people``, ``person`` and
    ``who`` give the rows as they are kept. With ``at``, an instant on the office's clock, what messages and rights are
    asked of (``named``, ``heads``, ``deputies``, ``of_role``, ``office``, ``posts``) knows who is away that day:
    a stand-in (代办人) has the absent person's rows besides their own.
    """

    def __init__(
        self,
        people: tuple[Person, ...] = (),
        units: tuple[Unit, ...] = (),
        chats: tuple[Chat, ...] = (),
        admins: frozenset[int] = frozenset(),
        at: datetime | None = None,
    ) -> None:
        everybody, people = people, tuple(person for person in people if person.left_at is None)
        self.people = people
        self.at = at
        #: Those who have left (离岗): nothing is asked of them, and nothing told.
        self.former = tuple(person for person in everybody if person.left_at is not None)
        self.units = tuple(sorted(units, key=lambda unit: (unit.order, unit.number)))
        self.chats = chats
        self.admins = admins
        own = _by((person.telegram_id, person) for person in people if person.telegram_id)
        self._own = own
        #: Whether it depends on the day who is reached; most rosters are the same every day.
        self.has_absences = any(person.away for person in people)
        self._covers: Covers = covers(people, at) if at is not None and self.has_absences else {}
        #: Everybody as messages find them.
        self.addressees = tuple(self._addressed(people)) if self._covers else people
        stood_in_for = [each for each in self.addressees if in_place_of(each)]
        posts = (row for row in (*people, *stood_in_for) if row.telegram_id)
        self._posts = _by((row.telegram_id, row) for row in posts) if stood_in_for else own
        self._by_name = _by((person.name, person) for person in self.addressees)
        self._by_role = _by((person.role, person) for person in self.addressees)
        self._heads = _by((person.unit, person) for person in self.of_role(Role.HEAD) if person.unit)
        self._deputies = _by(
            (u, person) for person in self.of_role(Role.DEPUTY) for u in dict.fromkeys(person.oversees)
        )
        self._chats = _by((chat.unit, chat) for chat in chats)
        self._bindings = {(chat.chat_id, chat.thread_id): chat for chat in reversed(chats)}
        #: Chats, private ones included, where nothing could be delivered.
        self.silent = frozenset(
            [chat.chat_id for chat in chats if chat.silent_since is not None]
            + [person.telegram_id for person in people if person.telegram_id and person.silent_since is not None]
        )
        #: Everybody with the office's rights: its people, then administrators without a roster row.
        self.office = tuple(person for person in self.addressees if self.is_office(person)) + self._strangers()
        self._liaisons = dict(self._liaisons_of(people))

    def _addressed(self, people: tuple[Person, ...]) -> Iterator[Person]:
        """The rows as messages find them. While all of the office is away, its own people go on being reached."""
        rows = {person.number: person for person in people}
        found = {person.number: _as_addressed(person, rows, self._covers) for person in people}
        office = [person for person in people if self.is_office(person)]
        if not any(is_reachable(found[person.number]) for person in office):
            found |= {person.number: person for person in office}
        return (found[person.number] for person in people)

    def _liaisons_of(self, people: tuple[Person, ...]) -> Iterator[tuple[int, frozenset[int]]]:
        """The rows of each leader who has liaisons, and the liaisons' own rows."""
        for leader in people:
            if leader.liaisons:
                found = (self.named(name, leader.unit) for name in leader.liaisons)
                numbers = frozenset(post.number for each in found if each for post in self.rows_of(each))
                yield from ((row.number, numbers) for row in self.rows_of(leader))

    def _strangers(self) -> tuple[Person, ...]:
        found = (self.who(admin) for admin in sorted(self.admins - self._own.keys()))
        return tuple(person for person in found if person is not None)

    def who(self, telegram_id: int) -> Person | None:
        """The person behind a Telegram id, in their highest post; an administrator without a row acts as the office."""
        person = min(self._own.get(telegram_id, ()), key=_seniority, default=None)
        if person is None and telegram_id in self.admins:
            return Person(name="管理员", unit="", role=Role.OFFICE, telegram_id=telegram_id)
        return person

    @property
    def away(self) -> Covers:
        """Who is away, by row, and since when somebody is back: two rosters that agree in it reach the same people."""
        return self._covers

    @property
    def away_today(self) -> tuple[tuple[str, str], ...]:
        """The names of those who are away, each once, and of who stands in ("" for nobody)."""
        rows = {person.number: person.name for person in self.people}
        gone = (number for number, cover in self._covers.items() if cover.is_away)
        return tuple(dict.fromkeys((rows[number], rows.get(self._covers[number].by, "")) for number in gone))

    def posts(self, person: Person) -> tuple[Person, ...]:
        """The person, every other row of theirs (a leader may head a unit as well), and those they stand in for."""
        rows = self._posts.get(person.telegram_id or 0, ())
        return (person, *(row for row in rows if row.number != person.number)) if len(rows) > 1 else (person,)

    def person(self, number: int) -> Person | None:
        """The row of that number, be it of somebody who has left."""
        return next((each for each in (*self.people, *self.former) if each.number == number), None)

    def rows_of(self, person: Person) -> tuple[Person, ...]:
        """Every post of the person, of those that are held or of those that were left, as the row given."""
        rows, own = self.people if person.left_at is None else self.former, own_id(person)
        return tuple(
            each
            for each in rows
            if each.number == person.number
            or (own is not None and each.telegram_id == own and each.name == person.name)
        )

    def serves(self, person: Person, leader: Person) -> bool:
        """Whether the person is a liaison (联络员) of the leader."""
        liaisons = self._liaisons.get(leader.number, frozenset()) if self._liaisons else frozenset()
        return any(post.number in liaisons for post in self.posts(person))

    def leaders_of(self, person: Person) -> tuple[Person, ...]:
        """Those whose liaison (联络员) the person is."""
        return tuple(leader for leader in self.people if self.serves(person, leader)) if self._liaisons else ()

    def is_liaison(self, person: Person) -> bool:
        """Whether the person is anybody's liaison."""
        return any(post.number in liaisons for liaisons in self._liaisons.values() for post in self.posts(person))

    def names_of(self, person: Person) -> tuple[str, ...]:
        """The names under which the person owns items: their own, and of those they stand in for."""
        return tuple(dict.fromkeys(post.name for post in self.posts(person)))

    def named(self, name: str, unit: str = "") -> Person | None:
        """The person of that name, the unit's own first where two share a name."""
        found = self._by_name.get(name, ())
        return next((person for person in found if person.unit == unit), found[0] if len(found) == 1 else None)

    def of_name(self, name: str) -> tuple[Person, ...]:
        """Every row of that name, be they several people's."""
        return self._by_name.get(name, ())

    def is_office(self, person: Person) -> bool:
        """Whether the person has the office's rights (by role, or as an administrator)."""
        return person.role is Role.OFFICE or (own_id(person) or 0) in self.admins

    def acting_role(self, person: Person) -> Role:
        """The role whose rights the person's post has: an administrator's are the office's."""
        return Role.OFFICE if self.is_office(person) else person.role

    def of_role(self, role: Role) -> tuple[Person, ...]:
        """Everybody in that role, in roster order."""
        return self._by_role.get(role, ())

    def unit_number(self, name: str) -> int:
        """The number of the unit of that name, 0 where there is none."""
        return next((unit.number for unit in self.units if unit.name == name), 0)

    def heads(self, unit: str) -> tuple[Person, ...]:
        """The unit's heads (股室负责人); of what belongs to no unit, nobody is."""
        return self._heads.get(unit, ())

    def deputies(self, unit: str) -> tuple[Person, ...]:
        """The deputy leaders who oversee the unit (分管领导)."""
        return self._deputies.get(unit, ())

    def chats_of(self, unit: str) -> tuple[Chat, ...]:
        """The chats bound to the unit; ``""`` asks for the bureau's."""
        return self._chats.get(unit, ())

    def chat(self, chat_id: int, thread_id: int | None = None) -> Chat | None:
        """The binding of exactly that chat and topic."""
        return self._bindings.get((chat_id, thread_id))


def without(roster: Roster, person: Person) -> Roster:
    """The roster once the person has left, with every post of theirs."""
    gone = {post.number for post in roster.rows_of(person)}
    people = tuple(each for each in roster.people if each.number not in gone)
    return Roster(people, roster.units, roster.chats, roster.admins, roster.at)


def _as_addressed(person: Person, rows: dict[int, Person], known: Covers) -> Person:
    """The row with the chat of who stands in, or with none where nobody does."""
    cover = known.get(person.number)
    if cover is None:
        return person
    fields = {name: getattr(person, name) for name in Person.__struct_fields__}
    if not cover.is_away:
        return Addressee(**fields, since=cover.since, own_id=person.telegram_id)
    reached = rows.get(cover.by)
    chat = {
        "telegram_id": reached.telegram_id if reached else None,
        "silent_since": reached.silent_since if reached else None,
    }
    via = reached.name if reached else ""
    return Addressee(**(fields | chat), via=via, since=cover.since, own_id=person.telegram_id)


def own_id(person: Person) -> int | None:
    """The person's own Telegram id, whoever stands in for them."""
    return person.own_id if isinstance(person, Addressee) else person.telegram_id


def in_place_of(row: Person) -> str:
    """Whose row it is that somebody else answers for (代); "" for one that is answered for by its own person."""
    return row.name if isinstance(row, Addressee) and row.via else ""


def _seniority(person: Person) -> int:
    return _ROLES.index(person.role)


def _by(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """The values of each key, in order: a thousand chats told one after another ask for theirs at no cost."""
    gathered: dict[K, list[V]] = {}
    for key, value in pairs:
        gathered.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in gathered.items()}


def office_of(roster: Roster) -> tuple[Person, ...]:
    """Everybody with the office's rights: its people, then administrators without a roster row."""
    return roster.office


def is_without_row(telegram_id: int, roster: Roster) -> bool:
    """Whether it is an administrator's whom the roster does not have: nothing can be noted of them."""
    person = roster.who(telegram_id)
    return person is not None and not person.number


def is_reachable(person: Person) -> bool:
    """Whether a private message is expected to arrive."""
    return person.telegram_id is not None and person.silent_since is None


def is_owner(person: Person, item: Outlined, roster: Roster) -> bool:
    """Whether the item's owner, a name as written, is this person, or somebody they stand in for."""
    return any(is_owned_as(post, item, roster) for post in roster.posts(person))


def is_owned_as(post: Person, item: Outlined, roster: Roster) -> bool:
    """Whether that very post owns the item."""
    if item.owner != post.name:
        return False
    owner = roster.named(item.owner, item.unit)
    return owner is not None and (owner.number, owner.unit) == (post.number, post.unit)


def owned(person: Person, items: Iterable[Each], roster: Roster) -> Iterator[Each]:
    """Those of the items whose owner is this person; asked once for each unit, as hundreds have the same."""
    known: dict[tuple[str, str], bool] = {}
    for item in items:
        key = (item.owner, item.unit)
        is_theirs = known.get(key)
        if is_theirs is None:
            is_theirs = known[key] = is_owner(person, item, roster)
        if is_theirs:
            yield item


class Recipient(Struct, frozen=True):
    """One chat. ``key`` stays the same when a group moves (the group's row) and however many roles a person has."""

    key: str
    chat_id: int
    thread_id: int | None = None
    since: datetime | None = None  # what was due before is not made up for; None: reached ever


def of_chat(chat: Chat) -> Recipient:
    """A bound group or topic."""
    return Recipient(f"chat:{chat.number}", chat.chat_id, chat.thread_id, chat.bound_at)


def of_people(people: tuple[Person, ...]) -> tuple[Recipient, ...]:
    """The private chats of those who can be reached, each once; who is reached in two posts, as the one of longer."""
    since: dict[int, datetime | None] = {}
    for person in people:
        chat = person.telegram_id
        if chat is not None and is_reachable(person):
            began = person.since if isinstance(person, Addressee) else None
            known = since.setdefault(chat, began)
            since[chat] = None if known is None or began is None else min(known, began)
    return tuple(Recipient(f"person:{chat}", chat, since=began) for chat, began in since.items())


def groups_of(unit: str, roster: Roster, *, probes: bool = False) -> tuple[Recipient, ...]:
    """The unit's groups in use; ``""`` asks for the bureau's. ``probes`` adds those where the bot is muted."""
    chats = roster.chats_of(unit)
    return tuple(of_chat(chat) for chat in chats if chat.silent_since is None or (probes and chat.is_muted))


def unit_recipients(item: Outlined, roster: Roster) -> tuple[Recipient, ...]:
    """Who hears what the item's unit is to hear: its groups.

    In place of a group that is missing the heads hear it privately; without heads the owner, without owner the office.
    Of a sensitive item, which never shows in a group, owner and heads hear.
    """
    groups = () if item.is_sensitive or not item.unit else groups_of(item.unit, roster)
    if groups:
        return groups
    owner = roster.named(item.owner, item.unit)
    owners = of_people((owner,)) if owner else ()
    heads = of_people(roster.heads(item.unit))
    if item.is_sensitive:
        heads = tuple(dict.fromkeys(owners + heads))
    return heads or owners or of_people(office_of(roster))
