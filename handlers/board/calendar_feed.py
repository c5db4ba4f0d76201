"""Calendar feeds over HTTP: who has the link reads the feed, without signing in, as calendar programs do."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

from aiohttp import web

from domain.invitations import digest_of
from domain.limits import local_day
from handlers.board.desk import Desk
from handlers.calendar_feed import Feed, Holder, feed_of, holder_of
from texts.board import words

#: So much of feeds is kept until the ledger changes: a program asks every hour, and mostly for what it has.
MOST_KEPT = 32_000_000
#: So often a link is answered in one minute of the clock: a person's programs ask hourly, and by hand now and then.
MOST_IN_A_MINUTE = 20
_MINUTE = 60


class CalendarFeeds:
    """Answers calendar programs."""

    def __init__(self, desk: Desk, most: int = MOST_KEPT) -> None:
        self._most = most
        self._desk = desk
        self._moment: tuple[int, date] | None = None  # of the ledger, at which those that are kept were made
        self._kept: dict[Holder, Feed] = {}
        self._turn = asyncio.Lock()
        self._asked = Asked()
        self._stamps = Stamps()

    async def send(self, request: web.Request) -> web.StreamResponse:
        """The feed, or that the program has it already; a link that does nothing has no page."""
        desk, now, token = self._desk, self._desk.clock(), request.match_info["token"]
        holder = holder_of(desk.reader, desk.rules, token, now)
        if holder is None:
            return desk.notice(request, words.MISSING)
        link = digest_of(token)
        seconds = self._asked.seconds_to_wait(link, now)
        if seconds:
            return web.Response(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(seconds)})
        feed = await self._feed(holder, now)
        return _answer(request, feed, self._stamps.of(link, feed.etag, now))

    @property
    def size(self) -> int:
        """How much is kept, in bytes."""
        return sum(len(feed.content) for feed in self._kept.values())

    async def _feed(self, holder: Holder, now: datetime) -> Feed:
        """Made once for each state of the ledger, however many ask at once."""
        async with self._turn:
            moment = (self._desk.reader.revision, local_day(now, self._desk.rules))
            if moment != self._moment:
                self._moment, self._kept = moment, {}
            feed = self._kept.get(holder)
            if feed is None:
                feed = await feed_of(self._desk.reader, self._desk.rules, holder, now)
                self._keep(holder, feed)
            return feed

    def _keep(self, holder: Holder, feed: Feed) -> None:
        """Until the ledger changes; it may have done so meanwhile, and then the next one who asks finds nothing."""
        if self.size + len(feed.content) <= self._most:
            self._kept[holder] = feed


class Asked:
    """How often each link was asked in this minute; only links that open something are counted."""

    def __init__(self) -> None:
        self._minute = 0
        self._times = Counter[str]()

    def seconds_to_wait(self, link: str, now: datetime) -> int:
        """Until the link is answered again; 0: it is now."""
        minute, second = divmod(int(now.timestamp()), _MINUTE)
        if minute != self._minute:
            self._minute, self._times = minute, Counter()
        self._times[link] += 1
        return _MINUTE - second if self._times[link] > MOST_IN_A_MINUTE else 0


class Stamps:
    """When what a link shows was first seen as it is: no two states have one second, even if the clock is set back."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, datetime]] = {}

    def of(self, link: str, etag: str, now: datetime) -> datetime:
        """In whole seconds, as HTTP writes it."""
        known, at = self._seen.get(link, ("", datetime.min.replace(tzinfo=UTC)))
        if known != etag:
            at = max(now.astimezone(UTC).replace(microsecond=0), at + timedelta(seconds=1))
            self._seen[link] = etag, at
        return at


def _answer(request: web.Request, feed: Feed, changed_at: datetime) -> web.Response:
    headers = {"ETag": feed.etag, "Cache-Control": "private, no-cache"}
    if _has_it(request, feed.etag, changed_at):
        response = web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    else:
        response = web.Response(body=feed.content, content_type="text/calendar", charset="utf-8", headers=headers)
    response.last_modified = changed_at
    return response


def _has_it(request: web.Request, etag: str, changed_at: datetime) -> bool:
    """Whether the program says that it has just this. Where it names a tag, its date counts for nothing (RFC 9110)."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return etag in tags or tags.strip() == "*"
    return request.if_modified_since == changed_at
