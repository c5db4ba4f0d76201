"""Errands: who is to be alerted of what. Gathered item by item, carried out chat by chat, each in one transaction."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct, field

from domain.assigning import due_assignment
from domain.item import Item, ItemStatus
from domain.ladder import Audience, Occasion, due_occasions, hears, occasions
from domain.letter import Page, Urgency
from domain.lights import line_of
from domain.limits import local_day
from domain.quiet import is_belated
from domain.rules import Rules
from domain.views import Rung, Told
from jobs.agenda import SLICE
from jobs.post import CLOCK, post_pages
from jobs.readers import Reader, readers
from jobs.wording import Wording
from store.ledger import Ledger
from texts.stack import stack

#: Items settled in one transaction, so that nobody is held up; the letters go with the first. After a kill in between
#: the others are told in a message of their own.
BATCH = 100

_COPIED = (Audience.DEPUTY, Audience.DIRECTOR, Audience.OFFICE)


class Errand(Struct):
    """What one chat may have to be told: asked again when it is, as items change meanwhile."""

    reader: Reader
    wanted: list[tuple[Audience, int]] = field(default_factory=list)


class News(Struct, frozen=True, gc=False):
    """One item that a chat is told of, and the keys which that settles."""

    audience: Audience
    told: Told
    keys: tuple[str, ...]
    is_belated: bool


class Errands:
    """The alerts of one look."""

    def __init__(self, ledger: Ledger, rules: Rules, now: datetime) -> None:
        self._ledger = ledger
        self._rules = rules
        self._now = now
        self.by_reader: dict[str, Errand] = {}

    def gather(self, item: Item) -> None:
        """Note who may have to be told of the item."""
        if item.status is ItemStatus.SUBMITTED:
            self._gather_for(Audience.APPROVER, item)
        elif any(each.rung is Rung.CHASE for each in self._gather_for(Audience.UNIT, item)):
            for audience in _COPIED:  # whatever is copied to others, the unit hears as well
                self._gather_for(audience, item)

    def _gather_for(self, audience: Audience, item: Item) -> tuple[Occasion, ...]:
        """What the audience ever had to be told; note those of its chats that have not been."""
        found = self._occasions(item, audience, None)
        for reader in readers(audience, item, self._ledger.roster) if found else ():
            heard = found if reader.since is None else self._occasions(item, audience, reader.since)
            if not all(self._ledger.told(each.key(reader.key)) for each in heard):
                self.by_reader.setdefault(reader.key, Errand(reader)).wanted.append((audience, item.number))
        return found

    def carry_out(self, errand: Errand) -> Iterator[int]:
        """Tell the chat what it has not been told yet; yields on the way, and the number of letters posted."""
        news: list[News] = []
        settled: set[str] = set()
        for place, (audience, number) in enumerate(errand.wanted, start=1):
            item = self._ledger.item(number)
            found = None if item is None else self._news(item, audience, errand.reader, settled)
            if found is not None:
                news.append(found)
                settled.update(found.keys)
            if place % SLICE == 0:
                yield 0
        if news:
            yield from self._tell(errand.reader, news)
        for start in range(BATCH, len(news), BATCH):
            yield self._settle(errand.reader, news[start : start + BATCH])

    def _news(self, item: Item, audience: Audience, reader: Reader, settled: set[str]) -> News | None:
        """What is news of the item: told once, by the first of its occasions, which settles the others."""
        new = [
            (each, key)
            for each in self._occasions(item, audience, reader.since)
            if (key := each.key(reader.key)) not in settled and not self._ledger.told(key)
        ]
        if not new:
            return None
        first, key = new[0]
        told = Told(line_of(item, self._rules, self._now), first.rung, first.step, key, first.count)
        return News(audience, told, tuple(key for _, key in new), is_belated(first.moment, self._now))

    def _tell(self, reader: Reader, news: list[News]) -> Iterator[int]:
        """The letters of all these news, which count what they do not name, and that the first of them were told."""
        told: dict[Audience, list[Told]] = {}
        for each in news:
            told.setdefault(each.audience, []).append(each.told)
        belated = any(each.is_belated for each in news)
        wording = Wording(self._rules, self._ledger.roster, self._now, belated)
        pages: list[Page] = []
        for part in wording.parts(told):
            pages += part
            yield 0
        yield self._settle(reader, news[:BATCH], stack(pages) + wording.draft(told))

    def _settle(self, reader: Reader, news: list[News], pages: tuple[Page, ...] = ()) -> int:
        """One transaction: that these were told, and the letters."""
        keys = [key for each in news for key in each.keys]
        with self._ledger.transaction(at=self._now, by=CLOCK, did="alert") as tx:
            return post_pages(tx, reader, pages, keys, self._now, Urgency.ALERT)

    def _occasions(self, item: Item, audience: Audience, since: datetime | None) -> tuple[Occasion, ...]:
        """What the audience is to be told now: of the limit, then of the assignment."""
        found = due_occasions(item, self._rules, audience, self._now, since)
        if any(is_belated(each.moment, self._now) for each in found) and self._is_overtaken(item, audience):
            found = ()
        assigned = due_assignment(item, self._rules, self._now, since) if audience is Audience.UNIT else None
        return found if assigned is None else (*found, assigned)

    def _is_overtaken(self, item: Item, audience: Audience) -> bool:
        """Whether what was missed is not worth making up for, as the next occasion follows later today."""
        today = local_day(self._now, self._rules)
        return any(
            self._now < each.moment and each.moment.date() == today and hears(audience, each, self._rules)
            for each in occasions(item, self._rules)
        )
