"""Calendar feeds over HTTP: who has the link reads the feed, without signing in, as calendar programs do."""

from datetime import date
from http import HTTPStatus

from aiohttp import web

from domain.limits import local_day
from handlers.board.desk import Desk
from handlers.calendar_feed import Feed, Holder, feed_of, holder_of
from texts.board import words

#: So much of feeds is kept until the ledger changes: a program asks every hour, and mostly for what it has.
MOST_KEPT = 32_000_000


class CalendarFeeds:
    """Answers calendar programs."""

    def __init__(self, desk: Desk, most: int = MOST_KEPT) -> None:
        self._most = most
        self._desk = desk
        self._moment: tuple[int, date] | None = None  # of the ledger, at which those that are kept were made
        self._kept: dict[Holder, Feed] = {}

    async def send(self, request: web.Request) -> web.StreamResponse:
        """The feed, or that the program has it already; a link that does nothing has no page."""
        desk, now = self._desk, self._desk.clock()
        holder = holder_of(desk.reader, desk.rules, request.match_info["token"], now)
        if holder is None:
            return desk.notice(request, words.MISSING)
        moment = (desk.reader.revision, local_day(now, desk.rules))
        if moment != self._moment:
            self._moment, self._kept = moment, {}
        feed = self._kept.get(holder)
        if feed is None:
            feed = await feed_of(desk.reader, desk.rules, holder, now)
            self._keep(holder, feed, moment)
        return _answer(request, feed)

    @property
    def size(self) -> int:
        """How much is kept, in bytes."""
        return sum(len(feed.content) for feed in self._kept.values())

    def _keep(self, holder: Holder, feed: Feed, moment: tuple[int, date]) -> None:
        """Until the ledger changes, which it may have done while the feed was made."""
        if moment == self._moment and self.size + len(feed.content) <= self._most:
            self._kept[holder] = feed


def _answer(request: web.Request, feed: Feed) -> web.Response:
    headers = {"ETag": feed.etag, "Cache-Control": "private, no-cache"}
    if feed.etag in request.headers.get("If-None-Match", ""):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    return web.Response(body=feed.content, content_type="text/calendar", charset="utf-8", headers=headers)
