"""Alerts: who is to be told of what, gathered item by item and sent chat by chat, each in one transaction."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from domain.chasing import count_of, is_bulletin_due
from domain.instructions import instruction_told
from domain.item import Item, ItemStatus
from domain.letter import Letter, Page, Urgency
from domain.limits import local_day
from domain.milestones import step_told
from domain.occasion import ALONE, CLIMBING, Appointment
from domain.requests import RISING, escalated
from domain.roster import Recipient, Roster
from domain.rules import Rules, is_belated
from domain.setting import Setting
from domain.views import AlertItem, Audience, Rung, as_shown, line_of
from jobs.alert_pages import AlertPages
from jobs.budget import can_wait, note_pushes, pushed_on
from jobs.due import Due
from jobs.recipients import CLOCK, DIGEST, OF_THE_DAY, SLICE
from store.ledger import Ledger, Transaction
from texts.pages import stack, stack_by_screen

#: Items settled in one transaction, so that nobody is held up; the letters go with the first. After a kill in between
#: the others are told in a message of their own.
BATCH = 100


#: Of several dates of one item that are told at once, the first of these gives the words.
_GRAVITY = {
    Rung.INSTRUCTION_LATE: 1,
    Rung.INSTRUCTION: 1,
    Rung.MILESTONE_LATE: 1,
    Rung.MILESTONE: 2,
    Rung.SET: 3,
    Rung.SIGN: 3,
    Rung.HALF: 4,
}


class Alert(Struct):
    """What one chat may have to be told: asked again when it is, as items change meanwhile."""

    recipient: Recipient
    #: In the order found, each once; with what of it is not made up for (``Recipient.since``).
    wanted: dict[tuple[Audience, int], datetime | None] = field(default_factory=dict)
    is_put_off: bool = False  # the chat was told enough today

    def want(self, audience: Audience, number: int, since: datetime | None) -> None:
        """The item as well; who is reached in two posts, as the one of longer."""
        known = self.wanted.get((audience, number), since)
        self.wanted[audience, number] = None if known is None or since is None else min(known, since)


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
        self._due = Due(ledger, rules, now)
        self._is_muted = False  # something of the item at hand waits until its reader wants to hear of it
        self.by_recipient: dict[str, Alert] = {}

    @property
    def roster(self) -> Roster:
        """As of now: it may change while people are told."""
        return self._due.roster

    def gather(self, item: Item) -> bool:
        """Note who may have to be told of the item; whether a step of it waits for another day.

        Of a date the approver hears, or the unit, its partners and those who read a copy; of a word who owes it, or who
        is above.
        """
        self._is_muted = False
        if item.status is ItemStatus.SUBMITTED:
            self._note_all(Audience.APPROVER, item, self._due.of(item, Audience.APPROVER))
        else:
            found = self._due.of(item, Audience.UNIT)
            self._note_all(Audience.UNIT, item, found)
            for each in found:
                for audience in self._due.copied(item, each):
                    self._note(audience, item, each)
            self._note_all(Audience.PARTNER, item, self._due.of(item, Audience.PARTNER))
        words = self._due.owed(item)
        ripe = [each for each in words if self._due.is_ripe(each, item)]
        for each in ripe:
            self._note(each.audience, item, each)
        return self._is_muted or len(ripe) < len(words)

    def _note_all(self, audience: Audience, item: Item, found: tuple[Appointment, ...]) -> None:
        for each in found:
            self._note(audience, item, each)

    def _note(self, audience: Audience, item: Item, appointment: Appointment) -> None:
        """Note those of the audience's chats that have not been told."""
        for recipient in self._due.readers(appointment, audience, item):
            if recipient.since is not None and appointment not in self._due.of(item, audience, recipient.since):
                continue
            if self.is_told(appointment, recipient):
                continue
            if self._due.is_muted(audience, item, recipient):
                self._is_muted = True
            else:
                alert = self.by_recipient.setdefault(recipient.key, Alert(recipient))
                alert.want(audience, item.number, recipient.since)

    def is_told(self, appointment: Appointment, recipient: Recipient) -> bool:
        """Whether the chat was told of it."""
        return self._due.is_told(appointment, recipient)

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
        for place, ((audience, number), since) in enumerate(alert.wanted.items(), start=1):
            item, recipient = self._ledger.item(number), replace(alert.recipient, since=since)
            for found in () if item is None else self._due_items(item, audience, recipient, settled):
                due_items.append(found)
                settled.update(found.keys)
            if place % SLICE == 0:
                yield 0
        if not morning and self._is_too_much(alert.recipient, due_items):
            alert.is_put_off = True
            return
        if due_items or morning:
            yield from self._tell(alert.recipient, due_items, morning, keys)
        for start in range(BATCH, len(due_items), BATCH):
            yield self._settle(alert.recipient, due_items[start : start + BATCH])

    def _is_too_much(self, recipient: Recipient, due_items: list[DueItem]) -> bool:
        """Whether the chat was told enough today, and all of this is as good tomorrow."""
        most = self._rules.pushes_a_day
        if not most or not due_items or not all(can_wait(each.audience, each.told) for each in due_items):
            return False
        return pushed_on(self._ledger, local_day(self._now, self._rules), recipient) >= most

    def _due_items(self, item: Item, audience: Audience, recipient: Recipient, settled: set[str]) -> Iterator[DueItem]:
        """What the chat is to be told of the item: one line for all its dates, and one for each word that is owed."""
        if self._due.is_muted(audience, item, recipient):
            return
        new = [
            each
            for each in self._due.of(item, audience, recipient.since)
            if settled.isdisjoint(each.keys(recipient.key)) and not self.is_told(each, recipient)
        ]
        if dates := [each for each in new if each.rung not in CLIMBING | ALONE]:
            yield self._due_item(item, audience, recipient, dates)
        for each in new:
            if each.rung in ALONE:
                yield self._due_item(item, audience, recipient, [each])
        for each in new:
            if each.rung in CLIMBING and self._due.is_ripe(each, item) and self._is_for(recipient, each, item):
                yield self._due_item(item, audience, recipient, [each])

    def _is_for(self, recipient: Recipient, appointment: Appointment, item: Item) -> bool:
        """Of several requests of an item each has its own readers."""
        readers = self._due.readers(appointment, appointment.audience, item)
        return any(reader.key == recipient.key for reader in readers)

    def _due_item(self, item: Item, audience: Audience, recipient: Recipient, new: list[Appointment]) -> DueItem:
        keys = tuple(each.key(recipient.key) for each in new)
        if audience is Audience.ABOVE:  # who may decide from here on owes no answer to what was asked before
            keys += tuple(each.before.key(recipient.key) for each in new if each.before is not None)
        shown = as_shown(item, is_private=recipient.chat_id > 0)
        dates = (each for each in new if each.rung not in CLIMBING)  # a word owed counts its days as of now
        return DueItem(
            audience, self._told(item, shown, new), keys, any(is_belated(each.moment, self._now) for each in dates)
        )

    def _told(self, item: Item, shown: Item, new: list[Appointment]) -> AlertItem:
        line = replace(line_of(item, self._rules, self._now), item=shown)
        to_sign = any(each.rung is Rung.SIGN for each in new)
        first = min(new, key=lambda each: _GRAVITY.get(each.rung, 0))
        if first.rung is not Rung.CHASE:
            request, step = self._due.request_of(first), step_told(item, first)
            clock = first.step if first.rung is Rung.CLOCK else 0
            copied = self._due.copied(item, first)
            return AlertItem(
                line,
                first.rung,
                copied=copied,
                to_sign=to_sign,
                request=request,
                step=step,
                clock=clock,
                instruction=instruction_told(item, first),
            )
        told = self._due.chases_told(item)
        return AlertItem(
            line,
            first.rung,
            count=count_of(first, told),
            copied=self._due.copied(item, first),
            is_last=is_bulletin_due({*told, first.name}, self._rules, item.kind),
            to_sign=to_sign,
        )

    def _tell(
        self, recipient: Recipient, due_items: list[DueItem], morning: tuple[Page, ...], keys: Iterable[str]
    ) -> Iterator[int]:
        """The letters about these items, and that the first of them were told. What is not named is counted."""
        told: dict[Audience, list[AlertItem]] = {}
        for each in due_items:
            told.setdefault(each.audience, []).append(each.told)
        belated = any(each.is_belated for each in due_items)
        setting = Setting(self._rules, self.roster, self._now, belated)
        wording = AlertPages(setting, in_group=recipient.chat_id < 0)
        pages: list[Page] = [*morning]
        for part in wording.parts(told):
            pages += part
            yield 0
        stacked = stack(pages) if belated else stack_by_screen(pages)  # what was missed comes in one message
        yield self._settle(recipient, due_items[:BATCH], stacked + wording.draft(told), keys, is_morning=bool(morning))

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
            self._escalate(tx, due_items)
            posted = post_pages(tx, recipient, pages, told, self._now, urgency)
            if self._rules.pushes_a_day and (
                is_morning or all(can_wait(each.audience, each.told) for each in due_items)
            ):
                note_pushes(tx, self._ledger, local_day(self._now, self._rules), recipient, posted, self._now)
            return posted

    def _escalate(self, tx: Transaction, due_items: list[DueItem]) -> None:
        """What the director reads of, they may decide from here on: the request goes to them with its buttons."""
        for each in due_items:
            request = each.told.request
            if each.audience is Audience.ABOVE and request is not None and request.kind in RISING:
                tx.save_request(escalated(request))


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
