"""The roster (花名册): people, their units and the chats that units are reached in."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

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

    Built from the store's rows whenever these change; reading it costs a dictionary look-up.
    """

    def __init__(
        self,
        people: tuple[Person, ...] = (),
        units: tuple[Unit, ...] = (),
        chats: tuple[Chat, ...] = (),
        admins: frozenset[int] = frozenset(),
    ) -> None:
        everybody, people = people, tuple(person for person in people if person.left_at is None)
        self.people = people
        #: Those who have left (离岗): nothing is asked of them, and nothing told.
        self.former = tuple(person for person in everybody if person.left_at is not None)
        self.units = tuple(sorted(units, key=lambda unit: (unit.order, unit.number)))
        self.chats = chats
        self.admins = admins
        self._posts = _by((person.telegram_id, person) for person in people if person.telegram_id)
        self._by_telegram = {key: min(rows, key=_seniority) for key, rows in self._posts.items()}
        self._by_name = _by((person.name, person) for person in people)
        self._by_role = _by((person.role, person) for person in people)
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
        self.office = tuple(person for person in people if self.is_office(person)) + self._strangers()

    def _strangers(self) -> tuple[Person, ...]:
        found = (self.who(admin) for admin in sorted(self.admins - self._by_telegram.keys()))
        return tuple(person for person in found if person is not None)

    def who(self, telegram_id: int) -> Person | None:
        """The person behind a Telegram id, in their highest post; an administrator without a row acts as the office."""
        person = self._by_telegram.get(telegram_id)
        if person is None and telegram_id in self.admins:
            return Person(name="管理员", unit="", role=Role.OFFICE, telegram_id=telegram_id)
        return person

    def posts(self, person: Person) -> tuple[Person, ...]:
        """The person, and every other row of theirs: a leader may head a unit as well."""
        rows = self._posts.get(person.telegram_id or 0, ())
        return (person, *(row for row in rows if row.number != person.number)) if len(rows) > 1 else (person,)

    def person(self, number: int) -> Person | None:
        """The row of that number, be it of somebody who has left."""
        return next((each for each in (*self.people, *self.former) if each.number == number), None)

    def rows_of(self, person: Person) -> tuple[Person, ...]:
        """Every post of the person, of those that are held or of those that were left, as the row given."""
        rows = self.people if person.left_at is None else self.former
        is_same = person.telegram_id is not None
        return tuple(
            each
            for each in rows
            if each.number == person.number
            or (is_same and each.telegram_id == person.telegram_id and each.name == person.name)
        )

    def named(self, name: str, unit: str = "") -> Person | None:
        """The person of that name, the unit's own first where two share a name."""
        found = self._by_name.get(name, ())
        return next((person for person in found if person.unit == unit), found[0] if len(found) == 1 else None)

    def of_name(self, name: str) -> tuple[Person, ...]:
        """Every row of that name, be they several people's."""
        return self._by_name.get(name, ())

    def is_office(self, person: Person) -> bool:
        """Whether the person has the office's rights (by role, or as an administrator)."""
        return person.role is Role.OFFICE or (person.telegram_id or 0) in self.admins

    def acting_role(self, person: Person) -> Role:
        """The role whose rights the person's post has: an administrator's are the office's."""
        return Role.OFFICE if self.is_office(person) else person.role

    def of_role(self, role: Role) -> tuple[Person, ...]:
        """Everybody in that role, in roster order."""
        return self._by_role.get(role, ())

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
    return Roster(people, roster.units, roster.chats, roster.admins)


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


def is_reachable(person: Person) -> bool:
    """Whether a private message is expected to arrive."""
    return person.telegram_id is not None and person.silent_since is None


def is_owner(person: Person, item: Outlined, roster: Roster) -> bool:
    """Whether the item's owner, a name as written, is this person."""
    if item.owner != person.name:
        return False
    owner = roster.named(item.owner, item.unit)
    return owner is not None and any((owner.number, owner.unit) == (p.number, p.unit) for p in roster.posts(person))


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
    """The private chats of those who can be reached, each once."""
    ids = dict.fromkeys(person.telegram_id for person in people if is_reachable(person))
    return tuple(Recipient(f"person:{number}", number) for number in ids if number is not None)


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
