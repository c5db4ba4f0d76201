"""本周回顾: on the week's last work day director and deputy leaders are told once how the week went; late, as 补发."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice

from domain.item import Item
from domain.letter import Urgency
from domain.limits import local_day
from domain.requests import RequestKind, deciders
from domain.rights import approvers
from domain.roster import Person, Recipient, Roster, is_reachable, of_people
from domain.rules import Rules, is_belated, may_push
from domain.setting import Setting
from domain.views import line_of
from domain.weekly_review import ALIVE_FOR, WEEK, Field, Span, WeekCount, field_of, key_of, newest_span, next_moment
from jobs.alerts import post_pages
from jobs.recipients import CLOCK, SLICE
from store.ledger import Ledger
from texts.weekly_review import render_week_review

#: What a leader is asked to answer, besides closings.
_ANSWERS = frozenset({RequestKind.EXTEND, RequestKind.PROLONG, RequestKind.OBSTACLE, RequestKind.PLAN})


class WeeklyReviews:
    """The reviews of one ledger; between two moments nothing is asked of it."""

    def __init__(self, ledger: Ledger, rules: Rules) -> None:
        self._ledger = ledger
        self._rules = rules
        self._next: datetime | None = None  # not known yet
        self._is_on = rules.review_at is not None

    def is_due(self, now: datetime) -> bool:
        """Whether it may be time; costs a comparison."""
        return self._is_on and (self._next is None or now >= self._next)

    def forget(self) -> None:
        """The clock or the roster moved: ask again."""
        self._next = None

    def steps(self, now: datetime) -> Iterator[int]:
        """Tell who was not told yet; yields how many letters that made, in slices."""
        if not self.is_due(now) or not may_push(self._rules, now):
            return
        span = newest_span(self._rules, now)
        if span is not None and not self._ledger.told(key_of(span)):
            if self._is_owed(span, now):
                yield from self._tell(span, now)
            with self._ledger.transaction(at=now, by=CLOCK, did="week review") as tx:
                tx.tell(key_of(span), now)
        self._next = next_moment(self._rules, now) or now + ALIVE_FOR

    def _is_owed(self, span: Span, now: datetime) -> bool:
        """On a later day it is made up for where the week before was told as well.

        Else the bot is new here, or was away for long, and an old week is no news. A ledger that was filled after the
        moment missed none.
        """
        if local_day(span.end, self._rules) != local_day(now, self._rules):
            return self._ledger.told(f"{WEEK}|{span.begin.date()}")
        items = islice(self._ledger.all_items(), SLICE)
        return any(not item.history or item.history[0].at <= span.end for item in items)

    def _tell(self, span: Span, now: datetime) -> Iterator[int]:
        roster = self._ledger.roster_at(now, self._rules.timezone)
        readers = [each for each in self._readers(roster, span) if not self._ledger.told(key_of(span, each[0].key))]
        counts = [WeekCount(field, span, self._rules, now) for _, field in readers]
        for some in self._slices(span):
            for item in some:
                self._count(item, counts, roster, now)
            yield 0
        for (recipient, _), count in zip(readers, counts, strict=True):
            yield self._post(recipient, count, span, roster, now)

    def _readers(self, roster: Roster, span: Span) -> list[tuple[Recipient, Field]]:
        """The private chats of those who lead, each once, in whatever posts."""
        posts: dict[int, list[Person]] = {}
        for person in roster.addressees:
            if person.telegram_id is not None and is_reachable(person):
                posts.setdefault(person.telegram_id, []).append(person)
        found = [(of_people(tuple(rows))[0], field_of(rows)) for rows in posts.values()]
        return [
            (recipient, field)
            for recipient, field in found
            if field is not None and (recipient.since is None or recipient.since <= span.end)
        ]

    def _slices(self, span: Span) -> Iterator[list[Item]]:
        source = chain(self._ledger.open_items(), self._ledger.closed_between(span.begin, span.end))
        while some := list(islice(source, SLICE)):
            yield some

    def _count(self, item: Item, counts: list[WeekCount], roster: Roster, now: datetime) -> None:
        line = line_of(item, self._rules, now)
        for count in counts:
            if count.field.covers(item, roster):
                count.add(line)

    def _post(self, recipient: Recipient, count: WeekCount, span: Span, roster: Roster, now: datetime) -> int:
        """One chat; where there is nothing to say, nothing."""
        view = count.review(*self._waits_for(recipient, roster))
        setting = Setting(self._rules, roster, now, is_belated(span.end, now))
        pages = () if view.is_empty else (render_week_review(view, setting),)
        with self._ledger.transaction(at=now, by=CLOCK, did="week review") as tx:
            return post_pages(tx, recipient, pages, (key_of(span, recipient.key),), now, Urgency.DIGEST)

    def _waits_for(self, recipient: Recipient, roster: Roster) -> tuple[int, int]:
        """How many closings and how many other requests the reader is asked to decide."""
        asked = [item for item in self._ledger.awaiting() if item.checked_at is None]
        to_approve = sum(_reads(recipient, approvers(item, roster)) for item in asked)
        to_answer = 0
        for kind in sorted(_ANSWERS):
            for item in self._ledger.items_asked(kind):
                request = self._ledger.request_of(kind, item.number)
                to_answer += request is not None and _reads(recipient, deciders(request, item, roster))
        return to_approve, to_answer


def _reads(recipient: Recipient, people: tuple[Person, ...]) -> bool:
    return any(person.telegram_id == recipient.chat_id for person in people)
