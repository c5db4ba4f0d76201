"""Calendar feeds over HTTP: who has the link reads the feed, without signing in, as calendar programs do."""

from http import HTTPStatus

from aiohttp import web

from domain.limits import local_day
from handlers.board.desk import Desk
from handlers.calendar_feed import Feed, feed_of, holder_of
from texts.board import words

#: So many feeds are kept until the ledger changes: a program asks every hour, and mostly for what it has.
_KEPT = 256


class CalendarFeeds:
    """Answers calendar programs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[tuple[object, ...], Feed] = {}

    async def send(self, request: web.Request) -> web.StreamResponse:
        """The feed, or that the program has it already; a link that does nothing has no page."""
        desk, now = self._desk, self._desk.clock()
        holder = holder_of(desk.reader, desk.rules, request.match_info["token"], now)
        if holder is None:
            return desk.notice(request, words.MISSING)
        key = (*holder, desk.reader.revision, local_day(now, desk.rules))
        feed = self._kept.get(key)
        if feed is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            feed = self._kept[key] = await feed_of(desk.reader, desk.rules, holder, now)
        return _answer(request, feed)


def _answer(request: web.Request, feed: Feed) -> web.Response:
    headers = {"ETag": feed.etag, "Cache-Control": "private, no-cache"}
    if feed.etag in request.headers.get("If-None-Match", ""):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    return web.Response(body=feed.content, content_type="text/calendar", charset="utf-8", headers=headers)
