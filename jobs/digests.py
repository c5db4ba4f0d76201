"""The morning: once a day each chat gets its digest, or, where there is nothing to say, nothing.

A chat's digest and the keys it settles are one transaction; the day's own key follows when everybody was considered, so
that a kill in between costs nothing but the asking again.
"""

import logging
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice

from domain.appointments import appointments, newest
from domain.census import Census
from domain.chasing import chases_counted_from
from domain.item import Item
from domain.letter import Page
from domain.limits import local_day
from domain.rechecking import rechecks
from domain.requests import NAMED, is_pending
from domain.roster import Person, Recipient, groups_of, is_reachable, of_people, office_of
from domain.rules import Rules, is_belated, is_push_day
from domain.views import Audience, Rung
from jobs.alerts import Alert, Alerts
from jobs.digest_pages import ChatDigest, DigestPages
from jobs.recipients import CLOCK, DIGEST, SLICE
from store.errors import NotSaved
from store.ledger import Ledger

_log = logging.getLogger(__name__)

_DAY = timedelta(days=1)
#: For so long it is remembered which mornings were told: a 回头看 that was missed longer ago is not made up for.
REMEMBERED = timedelta(days=300)


class Digests:
    """The digests of one day. ``moment`` is when they were due, ``now`` is when they go out.

    Alerts that are due for the same chat at the same time, as after a late start, share its message.
    """

    def __init__(self, ledger: Ledger, rules: Rules, bot: str, moment: datetime, now: datetime, alerts: Alerts) -> None:
        self._ledger = ledger
        self._rules = rules
        self._moment = moment
        self._now = now
        self._alerts = alerts
        self._day = local_day(moment, rules)
        self._census = Census(rules, now, chased=self._chases_told, speaks_of=self._is_spoken_of)
        #: On a rest day only kinds that never rest are spoken of, in their units' groups and to their own people.
        self._is_rest_day = not is_push_day(rules, self._day)
        self._words = DigestPages(ledger, rules, bot, self._census, alerts, belated=is_belated(moment, now))
        self._counted: set[int] = set()  # items, by number: none is counted twice, whatever changes meanwhile

    @property
    def key(self) -> str:
        """What is remembered once everybody was considered."""
        return _key_of(self._day)

    def steps(self) -> Iterator[int]:
        """Queue the digests chat by chat; yields on the way, and how many letters each made.

        A unit's group is told as soon as its own items are counted, so that nobody waits for a walk over everything.
        A ledger that was filled after the digest's moment missed none: it is told from the next morning on.
        """
        if (yield from self._is_owed()):
            self._note_rechecks()
            self._note_requests()
            yield from self._tell_units()
            yield from self._count(self._ledger.all_items())
            yield from self._tell_all(self._others())
        with self._ledger.transaction(at=self._now, by=CLOCK, did="digest") as tx:
            tx.tell(self.key, self._now, until=self._now + REMEMBERED)
        for _ in self._census.forget():
            yield 0

    def _is_owed(self) -> Generator[int, None, bool]:
        """Whether some item had been entered by the digest's moment, or there is none at all."""
        is_empty = True
        for some in _slices(self._ledger.all_items()):
            known = [item for item in some if self._is_spoken_of(item)]
            if any(_existed(item, self._moment) for item in known):
                return True
            is_empty = is_empty and not known
            yield 0
        return is_empty

    def _is_spoken_of(self, item: Item) -> bool:
        return not self._is_rest_day or self._rules.kind(item.kind).on_rest_days

    def _chases_told(self, item: Item) -> frozenset[str]:
        return self._ledger.chases_told(item.number, chases_counted_from(item))

    def _count(self, items: Iterable[Item]) -> Iterator[int]:
        for some in _slices(items):
            for item in some:
                if item.number not in self._counted:
                    self._count_one(item)
                self._counted.add(item.number)
            yield 0

    def _count_one(self, item: Item) -> None:
        """One odd item must not keep the others from being told."""
        try:
            self._census.add(item)
        except Exception:  # noqa: BLE001 - see above
            _log.exception("item %s could not be counted", item.number)

    def _note_rechecks(self) -> None:
        """What is to be looked at again since the last morning that was told: days without the bot lose none."""
        if self._rules.work_days.is_work_day(self._day):
            for item in rechecks(
                self._rules, self._last_told(), self._day, self._ledger.closed_between, self._ledger.observed
            ):
                self._census.note_recheck(item)

    def _note_requests(self) -> None:
        """What waits for a decision: 销号 is counted with its items."""
        for kind, number in self._ledger.requested(NAMED):
            asked, item = self._ledger.request_of(kind, number), self._ledger.item(number)
            if asked is not None and item is not None and is_pending(asked, item):
                self._census.note_request(asked, item)

    def _last_told(self) -> date:
        """The newest work day before this one whose morning was told; for a new ledger just the work day before."""
        before = self._rules.work_days.on_or_before
        newest = day = before(self._day - _DAY)
        while day > self._day - REMEMBERED:
            if self._ledger.told(_key_of(day)):
                return day
            day = before(day - _DAY)
        return newest

    def _tell_units(self) -> Iterator[int]:
        roster = self._alerts.roster
        for unit in dict.fromkeys([*(unit.name for unit in roster.units), *(chat.unit for chat in roster.chats)]):
            if unit:
                yield from self._count(self._ledger.each_open_in(unit))
                yield from self._tell_all(
                    (recipient, partial(self._words.of_unit, unit))
                    for recipient in groups_of(unit, roster, probes=True)
                )

    def _tell_all(self, readers: Iterable[tuple[Recipient, Callable[[Recipient], ChatDigest]]]) -> Iterator[int]:
        for recipient, say in readers:
            key = f"{DIGEST}|{self._day}|{recipient.key}"
            if (recipient.since is None or recipient.since <= self._moment) and not self._ledger.told(key):
                yield from self._tell(recipient, key, say)

    def _tell(self, recipient: Recipient, key: str, say: Callable[[Recipient], ChatDigest]) -> Iterator[int]:
        """One chat; where its words fail, the others still get theirs."""
        try:
            said = say(recipient)
            if said.pages:
                named = (key for audience, number in said.named for key in self._keys(audience, number, recipient))
                keys = [key, *said.keys, *named]
                yield from self._share(recipient, said.pages, keys)
            else:  # thousands may have nothing to read: others get their turn all the same
                yield 0
        except (OSError, NotSaved):
            raise  # nothing at all can be saved
        except Exception:  # noqa: BLE001 - see above
            _log.exception("the digest of %s failed", recipient.key)

    def _share(self, recipient: Recipient, pages: tuple[Page, ...], keys: list[str]) -> Iterator[int]:
        """The digest with what else is due for the chat; where that can't be worded, the digest goes alone."""
        alert = self._alerts.take(recipient)
        try:
            yield from self._alerts.carry_out(alert, pages, keys)
        except (OSError, NotSaved):
            raise
        except Exception:
            self._alerts.give_back(alert)
            if not self._ledger.told(keys[0]):
                yield from self._alerts.carry_out(Alert(recipient), pages, keys)
            raise

    def _others(self) -> Iterator[tuple[Recipient, Callable[[Recipient], ChatDigest]]]:
        """The bureau's groups and everybody's private chats, for which all items have to be counted."""
        roster = self._alerts.roster
        if not self._is_rest_day:
            for recipient in groups_of("", roster, probes=True):
                yield recipient, self._words.of_bureau
        posts: dict[int | None, list[Person]] = {}  # somebody may hold several
        for person in dict.fromkeys((*roster.addressees, *office_of(roster))):
            if is_reachable(person):
                posts.setdefault(person.telegram_id, []).append(person)
        for recipient in of_people(tuple(person for rows in posts.values() for person in rows)):
            yield recipient, partial(self._words.of_people, posts[recipient.chat_id])

    def _keys(self, audience: Audience, number: int, recipient: Recipient) -> list[str]:
        """The occasions of an item that its naming settles: after a late start also alerts that were missed.

        A 催办, a new assignment and half time are not among them: they ask for something else. To an approver the day's
        待审提示 would say the same.
        """
        item = self._ledger.item(number)
        if item is None:
            return []
        if audience is Audience.APPROVER:
            waits = (each for each in appointments(item, self._rules) if each.rung is Rung.WAIT)
            found = [each for each in waits if local_day(each.moment, self._rules) <= self._day]
        else:
            found = [
                each
                for each in newest(item, self._rules, audience, self._now, recipient.since)
                if each.rung not in (Rung.CHASE, Rung.SIGN, Rung.HALF)
            ]
        return [each.key(recipient.key) for each in found if not self._alerts.is_told(each, recipient)]


def _key_of(day: date) -> str:
    return f"{DIGEST}-day|{day}"


def _slices(items: Iterable[Item]) -> Iterator[list[Item]]:
    """A few at a time, after which others get their turn."""
    source = iter(items)
    while some := list(islice(source, SLICE)):
        yield some


def _existed(item: Item, moment: datetime) -> bool:
    """Whether the item had been entered by then; one of an adopted file, without a history, may be of any age."""
    return not item.history or item.history[0].at <= moment
