"""What one chat is told in the morning: views of the census, worded, and which items they name in full."""

from collections.abc import Iterable

from msgspec import Struct

from domain.appointments import is_rung_day
from domain.census import Census
from domain.chasing import chases_counted_from, copied
from domain.digest import director_digest, leader_digest, personal_digest, unit_digest
from domain.half_time import is_half_year_told
from domain.item import Item
from domain.letter import Page
from domain.limits import local_day
from domain.occasion import Appointment
from domain.overview import bureau_digest, office_digest
from domain.partners import owes_tick
from domain.requests import RequestKind
from domain.roster import Person, Recipient, Role, Roster, groups_of, in_place_of, office_of, unit_recipients
from domain.rules import Rules, is_push_day
from domain.setting import Setting
from domain.views import PRESSING, Audience, Lost, light_of
from jobs.alerts import Alerts
from jobs.recipients import NOTICE
from store.ledger import Ledger
from texts.digest import (
    render_bureau_digest,
    render_director_digest,
    render_leader_digest,
    render_office_digest,
    render_personal_digest,
    render_unit_digest,
)
from texts.lists import render_rechecks
from texts.notices import say_addressee
from texts.pages import stack, visible
from texts.partners import render_owed_ticks

#: What a digest tells of letters that may not have arrived is remembered under such keys.
_LOST = "lost"
#: … and that the bureau's group read how the half-year stands.
_HALF = "half-year"
_LEADERS = frozenset({Role.DEPUTY, Role.DIRECTOR})


class ChatDigest(Struct, frozen=True):
    """One chat's morning, and the items that no alert to the same audience need repeat."""

    pages: tuple[Page, ...] = ()
    named: tuple[tuple[Audience, int], ...] = ()
    keys: tuple[str, ...] = ()  # what else it tells


class DigestPages:
    """Words every recipient's morning from one census. Nothing to say is ``ChatDigest()``."""

    def __init__(
        self, ledger: Ledger, rules: Rules, bot: str, census: Census, alerts: Alerts, *, belated: bool
    ) -> None:
        self._ledger = ledger
        self._rules = rules
        self._bot = bot
        self._census = census
        self._alerts = alerts
        self._belated = belated

    @property
    def _roster(self) -> Roster:
        return self._alerts.roster

    @property
    def _setting(self) -> Setting:
        """As of now: the roster may change while a morning is told."""
        return Setting(self._rules, self._roster, self._census.now, self._belated)

    def of_unit(self, unit: str, recipient: Recipient) -> ChatDigest:
        """A unit's group."""
        view = unit_digest(self._census, unit, self._chased(Audience.UNIT, [unit], recipient))
        more = self._rechecks(recipient, in_group=True)
        more += self._owed_ticks(unit, speaks=view is not None or bool(more))
        if view is None:
            return ChatDigest(stack(more))
        pages = render_unit_digest(view, self._setting)
        return ChatDigest(stack(pages + more), _named(pages, Audience.UNIT))

    def _owed_ticks(self, unit: str, *, speaks: bool) -> tuple[Page, ...]:
        """What the unit cooperates on and has not ticked; on a rest day nobody is asked for it.

        Where nothing else is said (``speaks``), only at the week's beginning and on days on which one of them presses.
        """
        if not is_push_day(self._rules, self._census.today):
            return ()
        partnered = self._ledger.open_with_partner(unit)
        owed = [item for item in partnered if not item.is_sensitive and owes_tick(item, unit)]
        if not (speaks or self._census.is_week_begun or any(map(self._presses, owed))):
            return ()
        return render_owed_ticks(owed, self._rules, self._census.now)

    def _presses(self, item: Item) -> bool:
        """Whether its own unit's morning names the item."""
        is_near = light_of(item, self._rules, self._census.now) in PRESSING
        return is_near or is_rung_day(item, self._rules, self._census.today)

    def of_bureau(self, recipient: Recipient) -> ChatDigest:
        """The bureau's group; once a year it reads how the half-year stands."""
        key = f"{_HALF}|{self._census.today.year}|{recipient.key}"
        is_half_year = is_half_year_told(self._rules, self._census.today) and not self._ledger.told(key)
        view = bureau_digest(self._census, self._roster, is_half_year=is_half_year)
        if view is None:
            return ChatDigest()
        pages = render_bureau_digest(view, self._bot, self._setting)
        return ChatDigest(pages, keys=(key,) if view.half_done else ())

    def of_people(self, rows: list[Person], recipient: Recipient) -> ChatDigest:
        """A private chat: one message for all that the person answers for, in however many posts."""
        parts: list[ChatDigest] = []
        if any(row in office_of(self._roster) for row in rows):
            parts.append(self._of_office(recipient))
        for person in sorted(rows, key=lambda row: (bool(in_place_of(row)), row.role not in _LEADERS)):
            said = frozenset(number for part in parts for _, number in part.named)
            parts += self._parts(person, recipient, said)
        parts.append(ChatDigest(self._rechecks(recipient, in_group=False)))
        return ChatDigest(
            stack(page for part in parts for page in part.pages),
            tuple(dict.fromkeys(named for part in parts for named in part.named)),
            tuple(dict.fromkeys(key for part in parts for key in part.keys)),
        )

    def _parts(self, person: Person, recipient: Recipient, said: frozenset[int]) -> Iterable[ChatDigest]:
        if person.role is Role.DIRECTOR:
            yield self._of_director(person)
        elif person.role is Role.DEPUTY:
            yield self._of_leader(person, recipient)
        else:
            yield self._of_person(person, recipient, said)

    def _of_office(self, recipient: Recipient) -> ChatDigest:
        lost = self._lost(recipient)
        doubts = tuple(item.number for item in self._ledger.items_asked(RequestKind.DOUBT) if item.doubt is not None)
        view = office_digest(self._census, self._roster, tuple(lost.values()), doubts)
        if view is None:
            return ChatDigest()
        return ChatDigest(render_office_digest(view, self._setting), keys=tuple(lost))

    def _lost(self, recipient: Recipient) -> dict[str, Lost]:
        """What may not have arrived, by the key of its telling; unless it was told in a digest that arrived itself."""
        found = self._ledger.undelivered()
        in_vain = {key for letter in found for key in letter.told}
        lost = {}
        for letter in found:
            key = f"{_LOST}|{letter.number}|{recipient.key}"
            is_notice = any(each.startswith(NOTICE) for each in letter.told)
            if not is_notice and (key in in_vain or not self._ledger.told(key)):
                lost[key] = Lost(say_addressee(self._roster, letter.chat_id), visible(letter.head))
        return lost

    def _of_director(self, person: Person) -> ChatDigest:
        roster = self._roster
        view = director_digest(self._census, person, roster)
        if view is None:
            return ChatDigest()
        pages = render_director_digest(view, self._setting)
        return ChatDigest(pages, _named(pages, Audience.APPROVER))

    def _of_leader(self, person: Person, recipient: Recipient) -> ChatDigest:
        chased = self._chased(Audience.DEPUTY, person.oversees, recipient)
        view = leader_digest(self._census, person, self._roster, chased)
        if view is None:
            return ChatDigest()
        pages = render_leader_digest(view, self._setting)
        return ChatDigest(pages, _named(pages, Audience.APPROVER))

    def _of_person(self, person: Person, recipient: Recipient, said: frozenset[int]) -> ChatDigest:
        speaks = person.role is Role.HEAD and not groups_of(person.unit, self._roster)
        chased = self._chased(Audience.UNIT, [person.unit], recipient) if speaks else frozenset()
        view = personal_digest(self._census, person, self._roster, chased, speaks=speaks, said=said)
        owed = self._owed_ticks(person.unit, speaks=view is not None) if speaks else ()
        if view is None:
            return ChatDigest(owed)
        pages = render_personal_digest(view, self._setting)
        return ChatDigest(stack(pages + owed), _named(pages, Audience.UNIT, Audience.APPROVER))

    def _rechecks(self, recipient: Recipient, *, in_group: bool) -> tuple[Page, ...]:
        """What is to be looked at again (回头看): told to those who hear what the item's unit is to hear."""
        roster = self._roster
        lines = [
            line
            for line in self._census.rechecks
            if any(each.key == recipient.key for each in unit_recipients(line.item, roster))
        ]
        if not lines:
            return ()
        return render_rechecks(lines, self._setting, in_group=in_group)

    def _chased(self, audience: Audience, units: Iterable[str], recipient: Recipient) -> frozenset[int]:
        """Items of the units whose 催办 of today this recipient gets, or got, as a message of its own."""
        due = self._alerts.items_for(recipient)
        chases = (each for unit in units for each in self._census.of(unit).chases)
        return frozenset(
            chase.number
            for chase, item in chases
            if self._is_apart(chase, recipient, due)
            and (audience is Audience.UNIT or self._reads(audience, chase, item))
        )

    def _is_apart(self, chase: Appointment, recipient: Recipient, due: frozenset[int]) -> bool:
        if recipient.since is not None and recipient.since >= chase.moment:
            return False
        if chase.moment > self._census.now or chase.number in due:
            return True
        return local_day(chase.moment, self._rules) == self._census.today and self._alerts.is_told(chase, recipient)

    def _reads(self, audience: Audience, chase: Appointment, item: Item) -> bool:
        """Whether the audience reads a copy."""
        told = self._ledger.chases_told(item.number, chases_counted_from(item))
        return audience in copied(chase, told, item, self._rules, self._roster)


def _named(pages: tuple[Page, ...], *audiences: Audience) -> tuple[tuple[Audience, int], ...]:
    """What the pages speak of by name: what they only count, they do not settle."""
    return tuple((audience, number) for audience in audiences for page in pages for number in page.about)
