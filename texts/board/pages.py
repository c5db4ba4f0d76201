"""The board's pages as HTML: Jinja templates that escape whatever is put into them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.actions import Action
from domain.board import BoardQuery, Scope, Stand, three_list_of, write_value
from domain.board_pages import CalendarPage, HomePage, ItemPage, ListedSection, ListPage
from domain.filters import Counted, Facet
from domain.rules import Rules
from domain.views import Tally
from domain.wall_chart import WallChart
from texts.actions import BUTTONS
from texts.board import words
from texts.board.addresses import FIELDS, Frame, hidden, kept
from texts.board.rows import NAME_LIMIT, TITLE_LIMIT, Rows
from texts.filters import FACETS, say_value
from texts.glossary import WEEKDAYS, say_day, say_instant, today_of
from texts.lines import say_kind, say_number, say_period, say_with_unit
from texts.pages import shorten
from texts.three_lists import say_keys
from texts.wall_chart import say_counts, say_title

FOLDER = Path(__file__).parent
_VALUE_LIMIT = 30
_DAY = timedelta(days=1)


@cache
def templates() -> Environment:
    """The templates, read once for all boards of this process."""
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class BoardPages:
    """Renders every page of one office's board."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def home(self, frame: Frame, page: HomePage) -> str:
        """总览: the counts first, then what presses, then units and sources."""
        rows = Rows(frame, self._rules)
        counts = page.counts
        settled = {Stand.CLOSED: counts.closed, Stand.PAUSED: counts.paused}
        return self._page(
            "home.html",
            frame,
            title=words.HOME,
            here="home",
            scope=words.SCOPES[counts.reach],
            figures=_figures(frame, counts.tally, {}),
            settled=[
                {"word": words.STATES[state], "count": figure, "href": frame.to("items", state=state)}
                for state, figure in settled.items()
            ],
            sensitive=words.say_sensitive(page.sensitive),
            mine="" if frame.wall else words.say_mine(page.mine),
            mine_href=frame.to("items", scope="mine"),
            units=[rows.named(each, "unit") for each in page.units],
            sources=[rows.named(each, "source") for each in page.sources],
            columns=words.COLUMNS,
            pressing=[rows.row(line) for line in page.pressing],
            pressing_in_all=page.pressing_in_all,
            list_href=frame.to("items"),
        )

    def listed(self, frame: Frame, page: ListPage, *, is_print: bool = False) -> str:
        """A list, its filters above it."""
        query, here = page.query, kept(page.query)
        return self._page(
            "print.html" if is_print else "list.html",
            frame,
            title=_title_of(page),
            here=_place_of(query),
            page=page,
            total=words.say_total(page.total, query.state),
            cut=words.say_cut(page.total) if page.is_cut else "",
            figures=_figures(frame, page.tally, kept(query, "light")) if query.state is Stand.OPEN else [],
            chosen=[*self._chosen(frame, query)],
            scopes=_tabs(frame, query, "scope", words.scope_tabs(page.reach)),
            groupings=_tabs(frame, query, "by", words.GROUPINGS),
            states=_tabs(frame, query, "state", words.STATES),
            selects=[*self._selects(page)],
            hidden=hidden(query),
            sections=[self._section(frame, query, each) for each in page.sections],
            turn=_turns(frame, page),
            print_href=frame.to("items", **here, print="1"),
            plain_href=frame.to("items", **here),
            action=f"{frame.base}/items",
        )

    def item(self, frame: Frame, page: ItemPage) -> str:
        """One item: its light, what is known, 佐证材料 by name, 办理过程."""
        item, rows = page.line.item, Rows(frame, self._rules)
        parent = page.parent and {
            "href": frame.to(f"items/{page.parent.number}"),
            "title": f"{say_number(page.parent)} {shorten(page.parent.title, NAME_LIMIT)}",
        }
        return self._page(
            "item.html",
            frame,
            title=f"{say_number(item)} {shorten(item.title, NAME_LIMIT)}",
            here="items",
            number=say_number(item),
            name=f"{shorten(item.title, TITLE_LIMIT)}{say_period(item)}",
            kind=say_kind(item, self._rules),
            row=rows.row(page.line),
            facts=page.facts,
            percent=item.percent,
            evidence=[rows.piece(piece) for piece in page.evidence],
            steps=[rows.step(step) for step in reversed(item.history)],
            parent=parent,
            parts_of=[rows.row(line) for line in page.parts],
        )

    def calendar(self, frame: Frame, page: CalendarPage) -> str:
        """A month with what falls due in it."""
        before, after = page.first - _DAY, (page.first + 31 * _DAY).replace(day=1)
        unit = {} if page.unit is None else {"unit": write_value(page.unit)}
        rows = Rows(frame, self._rules)
        return self._page(
            "calendar.html",
            frame,
            title=words.say_month(page.first),
            here="calendar",
            month=f"{page.first:%Y-%m}",
            before=frame.to("calendar", month=f"{before:%Y-%m}", **unit),
            after=frame.to("calendar", month=f"{after:%Y-%m}", **unit),
            this=frame.to("calendar", **unit),
            weekdays=WEEKDAYS,
            weeks=[[rows.day(page, day) for day in week] for week in page.weeks],
            counted=words.say_counted(page.counted),
            units=page.units,
            unit=page.unit,
            action=f"{frame.base}/calendar",
        )

    def chart(self, frame: Frame, chart: WallChart | None, unit: str | None, units: Sequence[str]) -> str:
        """挂图: the sheet, and in words what it counts."""
        pairs = {} if unit is None else {"unit": write_value(unit)}
        return self._page(
            "chart.html",
            frame,
            title=words.CHART,
            here="chart",
            heading=say_title(chart, self._rules) if chart else words.CHART,
            counts=say_counts(chart.counts) if chart else "",
            withheld=words.say_withheld(chart.withheld) if chart else "",
            sheet=frame.to("chart.svg", **pairs),
            units=units,
            unit=unit,
            action=f"{frame.base}/chart",
        )

    def notice(self, frame: Frame, notice: words.Notice) -> str:
        """A page that says one thing: why there is nothing else."""
        return self._page("notice.html", frame, title=notice.title, here="", notice=notice)

    def sign_in(self, frame: Frame, action: str) -> str:
        """The page that a link opens; the session begins with its button, so that no preview of the link uses it up."""
        return self._page("sign_in.html", frame, title=words.SIGN_IN, here="", action=action)

    def app(self, frame: Frame) -> str:
        """The page that Telegram opens as a Mini App: it hands on who opened it."""
        return self._page("app.html", frame, title=words.SIGN_IN, here="")

    def _page(self, template: str, frame: Frame, **shown: Any) -> str:
        return (
            templates()
            .get_template(template)
            .render(
                frame=frame,
                base=frame.base,
                is_in=frame.person is not None,
                office=self._rules.office_name,
                board=BUTTONS[Action.BOARD],
                who=say_with_unit(frame.person) if frame.person else "",
                as_of=say_instant(frame.now, self._rules, frame.now),
                day=say_day(today_of(frame.now, self._rules), date.min),
                stale=say_instant(frame.stale_since, self._rules, frame.now) if frame.stale_since else "",
                nav=[*words.nav(frame.base, frame.city)],
                wall=frame.wall,
                **shown,
            )
        )

    def _section(self, frame: Frame, query: BoardQuery, section: ListedSection) -> dict[str, Any]:
        which = three_list_of(query.by)
        said = say_keys(which, section.keys, self._rules) if which else section.keys
        heading = "　".join(shorten(word, NAME_LIMIT) or words.UNFILLED for word in said)
        rows = Rows(frame, self._rules)
        return {
            "heading": heading,
            "count": words.say_section(section.tally, section.count, query.state),
            "rows": [rows.row(line) for line in section.lines],
        }

    def _selects(self, page: ListPage) -> Iterable[dict[str, Any]]:
        """A field for each facet, with how many items each value would leave."""
        for facet, name in FACETS.items():
            chosen = getattr(page.query, FIELDS[facet])
            yield {
                "name": FIELDS[facet],
                "label": name,
                "chosen": None if chosen is None else write_value(str(chosen)),
                "options": [self._option(facet, each) for each in page.facets[facet]],
            }

    def _option(self, facet: Facet, counted: Counted) -> dict[str, str]:
        said = shorten(say_value(facet, counted.value, self._rules), _VALUE_LIMIT)
        return {"value": write_value(counted.value), "label": f"{said}（{counted.count}）"}

    def _chosen(self, frame: Frame, query: BoardQuery) -> Iterable[dict[str, str]]:
        """What is filtered by, each with the way to the list without it."""
        said = {
            FIELDS[facet]: f"{name}：{shorten(say_value(facet, str(value), self._rules), _VALUE_LIMIT)}"
            for facet, name in FACETS.items()
            if (value := getattr(query, FIELDS[facet])) is not None
        }
        said |= {} if query.leader is None else {"leader": words.say_leader(query.leader)}
        said |= {"q": words.say_searched(query.words)} if query.words else {}
        for field, label in said.items():
            yield {"label": label, "href": frame.to("items", **kept(query, field))}


def _figures(frame: Frame, tally: Tally, pairs: Mapping[str, str]) -> list[dict[str, Any]]:
    """The counts by light, each with the list that it counts."""
    return [
        {
            "word": word,
            "count": figure,
            "light": light,
            "href": frame.to("items", **pairs, **({"light": light} if light else {})),
        }
        for word, light, figure in words.figures(tally)
    ]


def _tabs(frame: Frame, query: BoardQuery, field: str, labels: Mapping[Any, str]) -> list[dict[str, Any]]:
    chosen, pairs = getattr(query, field), kept(query, field)
    return [
        {"label": label, "is_here": value == chosen, "href": frame.to("items", **pairs, **{field: str(value)})}
        for value, label in labels.items()
    ]


def _title_of(page: ListPage) -> str:
    query = page.query
    return words.GROUPINGS[query.by] if three_list_of(query.by) else words.scope_tabs(page.reach)[query.scope]


def _place_of(query: BoardQuery) -> str:
    """Which entry of the navigation the list is."""
    if three_list_of(query.by):
        return str(query.by)
    return "mine" if query.scope is Scope.MINE else "items"


def _turns(frame: Frame, page: ListPage) -> dict[str, str]:
    here = kept(page.query)
    return {
        "before": frame.to("items", **here, page=str(page.page - 1)) if page.page > 1 else "",
        "after": frame.to("items", **here, page=str(page.page + 1)) if page.page < page.pages else "",
        "said": words.say_page(page.page, page.pages) if page.pages > 1 else "",
    }
