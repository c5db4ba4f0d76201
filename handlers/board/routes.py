"""The pages by their addresses: what an address asks for, and the page that answers it."""

from urllib.parse import urlencode

from aiohttp import web

from domain.actions import Action
from domain.board import BadAddress, names_people, pairs_of, read_month, read_query, read_value
from domain.rights import may_in
from handlers.board import views
from handlers.board.charts import Sheets, charted
from handlers.board.desk import Desk, is_on
from texts.board.addresses import Frame


class Routes:
    """Answers who is in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.sheets = Sheets()

    async def home(self, request: web.Request) -> web.StreamResponse:
        """总览."""
        asker, wall = self._desk.asker(request), is_on(request, "wall")

        def render(frame: Frame) -> str:
            return self._desk.pages.home(frame, views.home_page(asker.request, asker.person, wall=wall))

        return self._desk.page(request, asker, render)

    async def items(self, request: web.Request) -> web.StreamResponse:
        """A list; without the empty fields that a form sends, so that its address can be passed on."""
        asker, wall, is_print = self._desk.asker(request), is_on(request, "wall"), is_on(request, "print")
        written = _pairs(request)
        query = read_query(written)
        if wall and names_people(query):
            raise BadAddress(request.query_string)
        if not all(written.values()):
            marks = {name: "1" for name in ("wall", "print") if is_on(request, name)}
            raise web.HTTPFound(_address(f"{self._desk.base}/items", pairs_of(query) | marks))

        def render(frame: Frame) -> str:
            page = views.list_page(asker.request, asker.person, query, wall=wall, is_print=is_print)
            return self._desk.pages.listed(frame, page, is_print=is_print)

        return self._desk.page(request, asker, render)

    async def item(self, request: web.Request) -> web.StreamResponse:
        """One item, with all that its reader may know: no page for a wall."""
        asker, number = self._desk.asker(request), int(request.match_info["number"])

        def render(frame: Frame) -> str:
            page = views.item_page(asker.request, asker.person, number)
            return self._desk.pages.item(frame._replace(wall=False), page)

        return self._desk.page(request, asker, render)

    async def calendar(self, request: web.Request) -> web.StreamResponse:
        """A month."""
        asker, written, wall = self._desk.asker(request), _pairs(request), is_on(request, "wall")
        year, month = read_month(written["month"]) if written.get("month") else views.this_month(asker.request)
        unit = read_value(written["unit"]) if written.get("unit") else None

        def render(frame: Frame) -> str:
            page = views.calendar_page(asker.request, asker.person, year, month, unit, wall=wall)
            return self._desk.pages.calendar(frame, page)

        return self._desk.page(request, asker, render)

    async def chart(self, request: web.Request) -> web.StreamResponse:
        """挂图, of a unit or of all that one answers for."""
        asker, unit = self._desk.asker(request), _unit(request)

        def render(frame: Frame) -> str:
            chart = charted(asker.request, asker.person, unit)
            units = [each.name for each in asker.request.roster.units]
            seen = [name for name in units if may_in(asker.person, Action.CHART, name, asker.request.roster)]
            return self._desk.pages.chart(frame, chart, unit, seen)

        return self._desk.page(request, asker, render)

    async def sheet(self, request: web.Request) -> web.StreamResponse:
        """The sheet itself."""
        asker, unit = self._desk.asker(request), _unit(request)
        chart = charted(asker.request, asker.person, unit)
        if chart is None:
            raise web.HTTPNotFound
        key = (self._desk.live.revision, asker.request.telegram_id, unit)
        body = await self.sheets.of(key, asker.request, lambda: chart)
        return web.Response(body=body, content_type="image/svg+xml", headers=_SHEET_HEADERS)


#: A sheet carries its own letters and looks, and runs nothing.
_SHEET_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; font-src data:"}


def _unit(request: web.Request) -> str | None:
    written = _pairs(request).get("unit")
    return read_value(written) if written else None


def _pairs(request: web.Request) -> dict[str, str]:
    """What the address says, each thing once. Raises ``BadAddress``."""
    pairs = dict(request.query)
    if len(pairs) != len(request.query):
        raise BadAddress(request.query_string)
    return pairs


def _address(path: str, pairs: dict[str, str]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
