"""Errands: who is to be alerted of what. Gathered item by item, carried out chat by chat, each in one transaction."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct, field

from domain.assigning import due_assignment
from domain.item import Item
from domain.ladder import Audience, Occasion, due_occasions
from domain.letter import Urgency
from domain.lights import line_of
from domain.quiet import is_belated
from domain.rules import Rules
from domain.views import Told
from jobs.agenda import SLICE
from jobs.post import CLOCK, post_pages
from jobs.readers import Reader, readers
from jobs.wording import Wording
from store.ledger import Ledger

#: Items told in one transaction. No chat of a bureau comes near it; one that did would get further messages.
BATCH = 500


class Errand(Struct):
    """What one chat may have to be told: to be asked again when it is, as items change meanwhile."""

    reader: Reader
    wanted: list[tuple[Audience, int]] = field(default_factory=list)

    def batches(self) -> Iterable["Errand"]:
        """The errand in parts of a size that holds nobody up."""
        for start in range(0, len(self.wanted), BATCH):
            yield Errand(self.reader, self.wanted[start : start + BATCH])


class Report(Struct):
    """What one chat is told at last."""

    told: dict[Audience, list[Told]] = field(default_factory=dict)
    keys: dict[str, None] = field(default_factory=dict)
    belated: bool = False


class Errands:
    """The alerts of one look."""

    def __init__(self, ledger: Ledger, rules: Rules, now: datetime) -> None:
        self._ledger = ledger
        self._rules = rules
        self._now = now
        self.by_reader: dict[str, Errand] = {}

    def gather(self, item: Item) -> None:
        """Note who may have to be told of the item."""
        roster = self._ledger.roster
        for audience in Audience:
            if not self._occasions(item, audience, None):
                continue
            for reader in readers(audience, item, roster):
                if any(not self._is_told(each, reader) for each in self._occasions(item, audience, reader.since)):
                    errand = self.by_reader.setdefault(reader.key, Errand(reader))
                    errand.wanted.append((audience, item.number))

    def carry_out(self, errand: Errand) -> Iterator[int]:
        """Tell the chat in one transaction what it has not been told yet; yields on the way, and how many letters."""
        report = Report()
        for place, (audience, number) in enumerate(errand.wanted, start=1):
            item = self._ledger.item(number)
            if item is not None:
                self._report(report, audience, item, errand.reader)
            if place % SLICE == 0:
                yield 0
        if not report.told:
            return
        pages = Wording(self._rules, self._ledger.roster, self._now, report.belated).alert(report.told)
        with self._ledger.transaction(at=self._now, by=CLOCK, did="alert") as tx:
            posted = post_pages(tx, errand.reader, pages, report.keys, self._now, Urgency.ALERT)
        yield posted  # outside the transaction, as others may get their turn here

    def _report(self, report: "Report", audience: Audience, item: Item, reader: Reader) -> None:
        """Add what is news of the item: told once, by the first of its occasions, which settles the others."""
        found = self._occasions(item, audience, reader.since)
        keys = [key for each in found if not self._ledger.told(key := each.key(reader.key)) and key not in report.keys]
        if keys:
            news = next(each for each in found if each.key(reader.key) == keys[0])
            line = line_of(item, self._rules, self._now)
            report.told.setdefault(audience, []).append(Told(line, news.rung, news.step, keys[0]))
            report.keys |= dict.fromkeys(keys)
            report.belated = report.belated or is_belated(news.moment, self._now)

    def _occasions(self, item: Item, audience: Audience, since: datetime | None) -> tuple[Occasion, ...]:
        return occasions_for(item, self._rules, audience, self._now, since)

    def _is_told(self, occasion: Occasion, reader: Reader) -> bool:
        return self._ledger.told(occasion.key(reader.key))


def occasions_for(
    item: Item, rules: Rules, audience: Audience, now: datetime, since: datetime | None
) -> tuple[Occasion, ...]:
    """What the audience is to be told now: of the limit, then of the assignment."""
    found = due_occasions(item, rules, audience, now, since)
    assigned = due_assignment(item, rules, now, since) if audience is Audience.UNIT else None
    return found if assigned is None else (*found, assigned)
