"""Alerts: who is to be told of what, gathered item by item and sent chat by chat, each in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from msgspec import Struct, field
from msgspec.structs import replace

from domain.appointments import (
    Appointment,
    chases_counted_from,
    copied,
    count_of,
    due,
    is_escalated,
)
from domain.item import Item, ItemStatus
from domain.letter import Letter, Page, Urgency
from domain.roster import Recipient
from domain.rules import Rules, is_belated
from domain.setting import Setting
from domain.views import AlertItem, Audience, Rung, as_shown, line_of
from jobs.recipients import CLOCK, DIGEST, OF_THE_DAY, SLICE, recipients_of
from store.ledger import Ledger, Transaction
from texts.alerts import MOST_ORDERED, render_alert
from texts.copies import (
    render_chase_copy_deputy,
    render_chase_director,
    render_chase_office,
    render_draft_bulletin,
    render_wait_reminders,
)
from texts.pages import stack

_RUNGS = (Rung.CHASE, Rung.DUE, Rung.WAIT, Rung.SIGN, Rung.SET, Rung.LEAD)


class AlertPages(Struct, frozen=True):
    """The office and the moment that the words are for."""

    setting: Setting

    def parts(self, told: dict[Audience, list[AlertItem]]) -> Iterator[tuple[Page, ...]]:
        """The alert part by part: an office that stands in for fifty units has fifty of them."""
        for audience, some in told.items():
            yield from self._parts(audience, _in_order(some))

    def draft(self, told: dict[Audience, list[AlertItem]]) -> tuple[Page, ...]:
        """The draft of a bulletin (通报), which is a document and stands alone."""
        copied = told.get(Audience.OFFICE, ())
        last = tuple(each for each in copied if each.is_last)
        return render_draft_bulletin(last, self.setting) if last else ()

    def _parts(self, audience: Audience, told: tuple[AlertItem, ...]) -> Iterator[tuple[Page, ...]]:
        match audience:
            case Audience.DIRECTOR:
                yield render_chase_director(told, self.setting)
            case Audience.OFFICE:
                yield render_chase_office(told, self.setting)
            case Audience.APPROVER:
                lines = [each.line for each in told]
                yield render_wait_reminders(lines, self.setting)
            case Audience.UNIT | Audience.DEPUTY:
                units: dict[str, list[AlertItem]] = {}
                for each in told:
                    units.setdefault(each.line.item.unit, []).append(each)
                say = self._to_unit if audience is Audience.UNIT else self._to_deputy
                for unit, part in units.items():
                    yield say(unit, tuple(part))

    def _to_deputy(self, unit: str, told: tuple[AlertItem, ...]) -> tuple[Page, ...]:
        return render_chase_copy_deputy(told, unit, self.setting)

    def _to_unit(self, unit: str, told: tuple[AlertItem, ...]) -> tuple[Page, ...]:
        return render_alert(unit, told, self.setting)


def _in_order(told: Sequence[AlertItem]) -> tuple[AlertItem, ...]:
    """By rung, the late ones first, then by limit and number; of thousands, which are not all named, the first ones."""
    kept, rest = told[:MOST_ORDERED], told[MOST_ORDERED:]
    return (*sorted(kept, key=_place), *rest)


def _place(each: AlertItem) -> tuple[int, date, str, int]:
    line = each.line
    return _RUNGS.index(each.rung), line.due_on or date.max, line.item.due, line.item.number


#: Items settled in one transaction, so that nobody is held up; the letters go with the first. After a kill in between
#: the others are told in a message of their own.
BATCH = 100


class Alert(Struct):
    """What one chat may have to be told: asked again when it is, as items change meanwhile."""

    recipient: Recipient
    wanted: list[tuple[Audience, int]] = field(default_factory=list)


class DueItem(Struct, frozen=True, gc=False):
    """One item that a chat is told of, and the keys which that settles."""

    audience: Audience
    told: AlertItem
    keys: tuple[str, ...]
    is_belated: bool


class Alerts:
    """The alerts of one look."""

    def __init__(self, ledger: Ledger, rules: Rules, now: datetime) -> None:
        self._ledger = ledger
        self._rules = rules
        self._now = now
        self.by_recipient: dict[str, Alert] = {}

    def gather(self, item: Item) -> None:
        """Note who may have to be told of the item: the approver, or the unit and those who read a copy."""
        if item.status is ItemStatus.SUBMITTED:
            self._note(Audience.APPROVER, item, self._due(item, Audience.APPROVER, None))
            return
        found = self._due(item, Audience.UNIT, None)
        self._note(Audience.UNIT, item, found)
        for each in found:
            for audience in self._copied(item, each):
                self._note(audience, item, (each,))

    def _note(self, audience: Audience, item: Item, found: tuple[Appointment, ...]) -> None:
        """Note those of the audience's chats that have not been told."""
        for recipient in recipients_of(audience, item, self._ledger.roster) if found else ():
            heard = found if recipient.since is None else self._due(item, audience, recipient.since)
            if not all(self.is_told(each, recipient) for each in heard):
                self.by_recipient.setdefault(recipient.key, Alert(recipient)).wanted.append((audience, item.number))

    def is_told(self, appointment: Appointment, recipient: Recipient) -> bool:
        """Whether the chat was told of it."""
        return any(self._ledger.told(key) for key in appointment.keys(recipient.key))

    def items_for(self, recipient: Recipient) -> frozenset[int]:
        """The items of which the chat may have to be told."""
        alert = self.by_recipient.get(recipient.key)
        return frozenset() if alert is None else frozenset(number for _, number in alert.wanted)

    def take(self, recipient: Recipient) -> Alert:
        """The chat's alert, which its morning message carries out as well."""
        return self.by_recipient.pop(recipient.key, None) or Alert(recipient)

    def give_back(self, alert: Alert) -> None:
        """It was not carried out after all."""
        self.by_recipient[alert.recipient.key] = alert

    def left(self) -> Iterator[Alert]:
        """What no morning message carried out."""
        while self.by_recipient:
            yield self.by_recipient.pop(next(iter(self.by_recipient)))

    def carry_out(self, alert: Alert, morning: tuple[Page, ...] = (), keys: Iterable[str] = ()) -> Iterator[int]:
        """Tell the chat what it has not been told yet, below its morning if that is due; what ``keys`` settle is said.

        Yields on the way, and the number of letters posted.
        """
        due_items: list[DueItem] = []
        settled = set(keys)
        for place, (audience, number) in enumerate(alert.wanted, start=1):
            item = self._ledger.item(number)
            found = None if item is None else self._due_item(item, audience, alert.recipient, settled)
            if found is not None:
                due_items.append(found)
                settled.update(found.keys)
            if place % SLICE == 0:
                yield 0
        if due_items or morning:
            yield from self._tell(alert.recipient, due_items, morning, keys)
        for start in range(BATCH, len(due_items), BATCH):
            yield self._settle(alert.recipient, due_items[start : start + BATCH])

    def _due_item(self, item: Item, audience: Audience, recipient: Recipient, settled: set[str]) -> DueItem | None:
        """What the chat is to be told of the item: one line for all its appointments, each with its key."""
        new = [
            each
            for each in self._due(item, audience, recipient.since)
            if settled.isdisjoint(each.keys(recipient.key)) and not self.is_told(each, recipient)
        ]
        if not new:
            return None
        keys = tuple(each.key(recipient.key) for each in new)
        shown = as_shown(item, is_private=recipient.chat_id > 0)
        return DueItem(
            audience, self._told(item, shown, new), keys, any(is_belated(each.moment, self._now) for each in new)
        )

    def _told(self, item: Item, shown: Item, new: list[Appointment]) -> AlertItem:
        line = replace(line_of(item, self._rules, self._now), item=shown)
        to_sign = any(each.rung is Rung.SIGN for each in new)
        first = next((each for each in new if each.rung not in (Rung.SET, Rung.SIGN)), new[-1])
        if first.rung is not Rung.CHASE:
            return AlertItem(line, first.rung, to_sign=to_sign)
        told = self._chases(item)
        return AlertItem(
            line,
            first.rung,
            count=count_of(first, told),
            copied=self._copied(item, first),
            is_last=is_escalated({*told, first.name}, self._rules),
            to_sign=to_sign,
        )

    def _chases(self, item: Item) -> frozenset[str]:
        return self._ledger.chases_told(item.number, chases_counted_from(item))

    def _copied(self, item: Item, appointment: Appointment) -> frozenset[Audience]:
        if appointment.rung is not Rung.CHASE:
            return frozenset()
        return copied(appointment, self._chases(item), item, self._rules, self._ledger.roster)

    def _tell(
        self, recipient: Recipient, due_items: list[DueItem], morning: tuple[Page, ...], keys: Iterable[str]
    ) -> Iterator[int]:
        """The letters about these items, and that the first of them were told. What is not named is counted."""
        told: dict[Audience, list[AlertItem]] = {}
        for each in due_items:
            told.setdefault(each.audience, []).append(each.told)
        belated = any(each.is_belated for each in due_items)
        wording = AlertPages(Setting(self._rules, self._ledger.roster, self._now, belated))
        pages: list[Page] = [*morning]
        for part in wording.parts(told):
            pages += part
            yield 0
        yield self._settle(
            recipient, due_items[:BATCH], stack(pages) + wording.draft(told), keys, is_morning=bool(morning)
        )

    def _settle(
        self,
        recipient: Recipient,
        due_items: list[DueItem],
        pages: tuple[Page, ...] = (),
        keys: Iterable[str] = (),
        *,
        is_morning: bool = False,
    ) -> int:
        """One transaction: that these were told, and the letters. The morning comes silently, whatever is in it."""
        told = [*keys, *(key for each in due_items for key in each.keys)]
        did, urgency = ("digest", Urgency.DIGEST) if is_morning else ("alert", Urgency.ALERT)
        with self._ledger.transaction(at=self._now, by=CLOCK, did=did) as tx:
            return post_pages(tx, recipient, pages, told, self._now, urgency)

    def _due(self, item: Item, audience: Audience, since: datetime | None) -> tuple[Appointment, ...]:
        """What the audience is to be told now; of a 催办 some read a copy."""
        if audience in (Audience.UNIT, Audience.APPROVER):
            return due(item, self._rules, audience, self._now, since)
        chases = due(item, self._rules, Audience.UNIT, self._now)
        return tuple(each for each in chases if audience in self._copied(item, each))


def post_pages(
    tx: Transaction, recipient: Recipient, pages: Iterable[Page], keys: Iterable[str], now: datetime, urgency: Urgency
) -> int:
    """Queue the pages for the recipient, remember the keys as told; returns how many letters that made.

    The morning's messages come silently: a leader in thirty groups must not be called thirty times.
    """
    told = tuple(dict.fromkeys(keys))
    posted = 0
    for page in pages:
        letter = Letter(
            chat_id=recipient.chat_id,
            thread_id=recipient.thread_id,
            html=page.html,
            rows=page.rows,
            about=page.about,
            urgency=urgency,
            silent=urgency is Urgency.DIGEST,
            queued_at=now,
            told=() if posted else told,
        )
        tx.queue(letter)
        posted += 1
    for key in told:
        tx.tell(key, now, until=now + OF_THE_DAY if key.startswith(DIGEST) else None)
    return posted
