"""Errands: who is to be alerted of what. Gathered item by item, carried out chat by chat, each in one transaction."""

from collections.abc import Iterable
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
from jobs.post import CLOCK, post_pages
from jobs.readers import Reader, readers
from jobs.wording import Wording
from store.ledger import Ledger

#: Items told in one transaction; a chat with more of them gets further messages, and the event loop its turn between.
BATCH = 60


class Errand(Struct):
    """What one chat may have to be told: to be asked again when it is, as items change meanwhile."""

    reader: Reader
    wanted: list[tuple[Audience, int]] = field(default_factory=list)

    def batches(self) -> Iterable["Errand"]:
        """The errand in parts of a size that holds nobody up."""
        for start in range(0, len(self.wanted), BATCH):
            yield Errand(self.reader, self.wanted[start : start + BATCH])


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

    def carry_out(self, errand: Errand) -> int:
        """Tell the chat in one transaction what it has not been told yet; returns how many letters that made."""
        told: dict[Audience, list[Told]] = {}
        keys: list[str] = []
        belated = False
        for audience, number in errand.wanted:
            item = self._ledger.item(number)
            new = [] if item is None else self._news(item, audience, errand.reader, keys)
            if item is not None and new:
                first = new[0]
                line = line_of(item, self._rules, self._now)
                key = first.key(errand.reader.key)
                told.setdefault(audience, []).append(Told(line, first.rung, first.step, key))
                keys += [each.key(errand.reader.key) for each in new]
                belated = belated or is_belated(first.moment, self._now)
        if not told:
            return 0
        pages = Wording(self._rules, self._ledger.roster, self._now, belated).alert(told)
        with self._ledger.transaction(at=self._now, by=CLOCK, did="alert") as tx:
            return post_pages(tx, errand.reader, pages, keys, self._now, Urgency.ALERT)

    def _news(self, item: Item, audience: Audience, reader: Reader, keys: list[str]) -> list[Occasion]:
        """The item's occasions that the reader has not heard of, the one to be told first: an item is told once."""
        found = self._occasions(item, audience, reader.since)
        return [each for each in found if not self._is_told(each, reader) and each.key(reader.key) not in keys]

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
