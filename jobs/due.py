"""What an audience, or one chat of it, is to be told of an item now: the rules' answer, held against what was told."""

from datetime import datetime

from domain.appointments import due, owed
from domain.chasing import chases_counted_from, copied
from domain.item import Item
from domain.limits import local_day
from domain.muting import MUTABLE
from domain.occasion import Appointment
from domain.requests import DecisionRequest
from domain.roster import Recipient, Roster
from domain.rules import Rules
from domain.silence import RUNGS, days_before
from domain.views import Audience, Rung
from jobs.recipients import recipients_of, recipients_of_request
from store.ledger import Ledger

#: Audiences of the dates themselves; the others hear what is owed, or read a copy.
_OF_DATES = (Audience.UNIT, Audience.PARTNER, Audience.APPROVER)


class Due:
    """Asks the rules and the ledger on behalf of one look."""

    def __init__(self, ledger: Ledger, rules: Rules, now: datetime) -> None:
        self._ledger = ledger
        self._rules = rules
        self._now = now

    @property
    def roster(self) -> Roster:
        """As of now: it may change while people are told."""
        return self._ledger.roster_at(self._now, self._rules.timezone)

    def of(self, item: Item, audience: Audience, since: datetime | None = None) -> tuple[Appointment, ...]:
        """What the audience, reachable ``since`` then, is to be told; of a 催办 some read a copy."""
        if audience in _OF_DATES:
            return due(item, self._rules, audience, self._now, since)
        words = (each for each in self.owed(item) if each.audience is audience)
        copies = (
            each
            for each in due(item, self._rules, Audience.UNIT, self._now, since)
            if self._reads(audience, item, each)
        )
        return (*(each for each in words if since is None or each.moment > since), *copies)

    def owed(self, item: Item) -> tuple[Appointment, ...]:
        """The words that somebody owes by now, ripe or not."""
        return owed(item, self._rules, self._now, self._ledger.requests_of(item.number))

    def is_muted(self, audience: Audience, item: Item, recipient: Recipient) -> bool:
        """Whether the reader asked to hear nothing of it today; the unit, and who owes an answer, can't."""
        if audience not in MUTABLE:
            return False
        until = self._ledger.muted_until(recipient.chat_id, item.number)
        return until is not None and local_day(self._now, self._rules) <= until

    def is_ripe(self, appointment: Appointment, item: Item) -> bool:
        """Whether the step below it was told long enough ago, or has no reader: nobody is passed over in a hurry."""
        before = appointment.before
        if before is None:
            return True
        below = self.readers(before, before.audience, item)
        readers = [each for each in below if not self.is_muted(before.audience, item, each)]
        if not readers:
            return True
        absent = self._readers(before, before.audience, item, self._ledger.roster)  # who may have been told since left
        keys = (key for reader in (*readers, *absent) for key in before.keys(reader.key))
        told = min((at for key in keys if (at := self._ledger.told_at(key))), default=None)
        if told is None:  # nobody is told any more what was due before they stood in
            return all(reader.since is not None and reader.since >= before.moment for reader in readers)
        days = (local_day(told, self._rules), local_day(self._now, self._rules))
        return self._rules.work_days.between(*days) >= days_before(appointment, self._rules)

    def readers(self, appointment: Appointment, audience: Audience, item: Item) -> tuple[Recipient, ...]:
        """The chats in which the audience hears of it."""
        return self._readers(appointment, audience, item, self.roster)

    def _readers(
        self, appointment: Appointment, audience: Audience, item: Item, roster: Roster
    ) -> tuple[Recipient, ...]:
        request = self.request_of(appointment)
        if request is not None:
            return recipients_of_request(audience, request, item, roster)
        return recipients_of(audience, item, roster)

    def request_of(self, appointment: Appointment) -> DecisionRequest | None:
        """The request that it is about."""
        kind = next((kind for kind, rung in RUNGS.items() if rung is appointment.rung), None)
        return None if kind is None else self._ledger.request_of(kind, appointment.number)

    def is_told(self, appointment: Appointment, recipient: Recipient) -> bool:
        """Whether the chat was told of it."""
        return any(self._ledger.told(key) for key in appointment.keys(recipient.key))

    def chases_told(self, item: Item) -> frozenset[str]:
        """The names of its 催办 that count."""
        return self._ledger.chases_told(item.number, chases_counted_from(item))

    def copied(self, item: Item, appointment: Appointment) -> frozenset[Audience]:
        """Who reads a copy of it."""
        if appointment.rung not in (Rung.CHASE, Rung.MILESTONE_LATE, Rung.INSTRUCTION_LATE, Rung.CLOCK):
            return frozenset()
        return copied(appointment, self.chases_told(item), item, self._rules, self.roster)

    def _reads(self, audience: Audience, item: Item, chase: Appointment) -> bool:
        return audience in self.copied(item, chase)
