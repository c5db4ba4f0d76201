"""The overview of a city's bureaux as HTML: counts alone, in the order of the folder; no item is named."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec.structs import asdict

from domain.actions import Action, Reach
from domain.board_pages import BureauRow
from domain.rules import Rules
from domain.views import Tally
from texts.actions import BUTTONS
from texts.board import words
from texts.board.addresses import Frame
from texts.board.pages import templates
from texts.board.rows import NAME_LIMIT, bar
from texts.glossary import say_day, say_instant, today_of
from texts.lines import say_with_unit
from texts.pages import shorten

#: More rows than these are written smaller on a wall.
_ON_A_WALL = 16


class CityPages:
    """Renders what is no bureau's own."""

    def overview(self, frame: Frame, rows: Sequence[BureauRow], rules: Rules | None) -> str:
        """A row for each bureau that its reader may look into, under the office whose ``rules`` these are."""
        names, total = _names_of(rows), _total(rows)
        return self._page(
            "city.html",
            frame,
            rules,
            is_in=True,
            here="city",
            title=words.CITY_TITLE if total else words.BUREAUX_TITLE,
            is_long=len(rows) > _ON_A_WALL,
            total=total,
            rows=[_row(frame, row, name, rules) for row, name in zip(rows, names, strict=True)],
            columns=words.COLUMNS,
            this_week=words.THIS_WEEK,
            closed=words.CLOSED,
            away=words.AWAY,
        )

    def notice(self, frame: Frame, notice: words.Notice, rules: Rules | None, *, is_in: bool) -> str:
        """A page that says one thing."""
        return self._page("notice.html", frame, rules, is_in=is_in, here="", title=notice.title, notice=notice)

    def _page(self, template: str, frame: Frame, rules: Rules | None, *, is_in: bool, **shown: Any) -> str:
        page = templates().get_template(template)
        return page.render(
            frame=frame,
            base=frame.base,
            is_in=is_in,
            office=rules.office_name if rules else "",
            board=BUTTONS[Action.BOARD],
            who=say_with_unit(frame.person) if frame.person else "",
            as_of=say_instant(frame.now, rules, frame.now) if rules else "",
            day=say_day(today_of(frame.now, rules), date.min) if rules else "",
            stale="",
            nav=[("city", words.CITY, f"{frame.base}/")],
            wall=frame.wall,
            **shown,
        )


def _names_of(rows: Sequence[BureauRow]) -> list[str]:
    """What each is called; who is called like another, or not at all, is told apart by its configuration's name."""
    often = Counter(row.office for row in rows)
    return [_name_of(row, is_alone=often[row.office] == 1) for row in rows]


def _name_of(row: BureauRow, *, is_alone: bool) -> str:
    office = shorten(row.office, NAME_LIMIT)
    return office if office and is_alone else words.say_bureau(office, shorten(row.name, NAME_LIMIT))


def _row(frame: Frame, row: BureauRow, name: str, rules: Rules | None) -> dict[str, Any]:
    """One bureau; each figure leads to the list that it counts."""
    if row.counts is None:
        return {"name": name, "is_open": False}
    there = frame._replace(base=row.base)
    return {
        "name": name,
        "is_open": True,
        "href": there.to(""),
        "reach": words.SCOPES[row.counts.reach],
        "stale": words.say_stale(say_instant(row.stale_since, rules, frame.now)) if row.stale_since and rules else "",
        "total": row.counts.tally.in_hand,
        "total_href": there.to("items"),
        "cells": [
            {"word": word, "light": light, "count": figure, "href": there.to("items", light=light)}
            for word, light, figure in words.figures(row.counts.tally)[1:]
        ],
        "week": row.counts.due_this_week,
        "week_href": there.to("calendar"),
        "closed": row.counts.closed,
        "closed_href": there.to("items", state="closed"),
        "bar": bar(row.counts.tally),
    }


def _total(rows: Sequence[BureauRow]) -> dict[str, Any] | None:
    """The sum of several bureaux, where each is seen as a whole: what one sees of a part adds up to nothing."""
    counts = [row.counts for row in rows if row.counts is not None]
    if len(counts) <= 1 or any(each.reach is not Reach.ALL for each in counts):
        return None
    sums = Counter[str]()
    for each in counts:
        sums.update(asdict(each.tally))
    tally = Tally(**sums)
    return {
        "name": words.TOTAL,
        "note": words.WITHOUT_AWAY if len(counts) < len(rows) else "",
        "total": tally.in_hand,
        "cells": [{"light": light, "count": figure} for _, light, figure in words.figures(tally)[1:]],
        "week": sum(each.due_this_week for each in counts),
        "closed": sum(each.closed for each in counts),
        "bar": bar(tally),
    }
