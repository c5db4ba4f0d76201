"""Items, pieces of evidence, steps and days as the templates of the board take them."""

from collections.abc import Sequence
from typing import Any

from domain.board import write_value
from domain.board_pages import CalendarPage, Named
from domain.item import Evidence, Step
from domain.limits import local_day
from domain.month_calendar import CalendarDay, Due, DueEntry
from domain.rules import Rules
from domain.views import Light, Line, Tally
from texts.board import words
from texts.board.addresses import Frame
from texts.glossary import say_day, say_instant
from texts.items import HISTORY_NOTE, say_did
from texts.lines import say_actor, say_kind, say_limit_of, say_period
from texts.pages import shorten

TITLE_LIMIT, PROGRESS_LIMIT, NAME_LIMIT = 200, 160, 40


class Rows:
    """``frame`` is the page's, ``rules`` the office's."""

    def __init__(self, frame: Frame, rules: Rules) -> None:
        self._frame = frame
        self._rules = rules

    def row(self, line: Line) -> dict[str, Any]:
        """One item. On a wall, as in the bureau's group, nobody is named, and nothing can be opened."""
        item, rules, frame = line.item, self._rules, self._frame
        return {
            "number": item.number,
            "title": f"{shorten(item.title, TITLE_LIMIT)}{say_period(item)}",
            "href": "" if frame.wall else f"{frame.base}/items/{item.number}",
            "kind": say_kind(item, rules),
            "unit": shorten(item.unit, NAME_LIMIT),
            "owner": "" if frame.wall else shorten(item.owner, NAME_LIMIT),
            "source": shorten(item.source, NAME_LIMIT),
            "light": str(line.light),
            "light_word": words.say_light(line, rules),
            "limit": say_limit_of(line, rules, frame.now, asks=False),
            "progress": "" if frame.wall else shorten(item.progress, PROGRESS_LIMIT),
            "percent": item.percent,
        }

    def named(self, named: Named, field: str) -> dict[str, Any]:
        """A unit's or a source's line: the counts in columns, and as a bar."""
        pairs = {field: write_value(named.name)}
        return {
            "name": shorten(named.name, NAME_LIMIT) or words.UNFILLED,
            "href": self._frame.to("items", **pairs),
            "total": named.tally.in_hand,
            "cells": [
                {"count": figure, "light": light, "word": word, "href": self._frame.to("items", **pairs, light=light)}
                for word, light, figure in words.figures(named.tally)[1:]
            ],
            "bar": bar(named.tally),
        }

    def piece(self, piece: Evidence) -> dict[str, Any]:
        """A piece of 佐证材料, by name."""
        return {
            "kind": words.say_piece_kind(piece),
            "name": words.say_piece(piece),
            "by": shorten(piece.by, NAME_LIMIT),
            "at": say_instant(piece.at, self._rules, self._frame.now) if piece.at else "",
            "is_returned": piece.returned_at is not None,
            "returned": shorten(piece.returned_reason, PROGRESS_LIMIT),
        }

    def step(self, step: Step) -> dict[str, str]:
        """A step of the 办理过程."""
        return {
            "at": say_instant(step.at, self._rules, self._frame.now),
            "iso": step.at.isoformat(),
            "by": say_actor(step),
            "did": say_did(step, self._rules, self._frame.now),
            "note": "" if step.did in words.NOTES_SAID else shorten(step.note, HISTORY_NOTE),
        }

    def day(self, page: CalendarPage, day: CalendarDay) -> dict[str, Any]:
        """A day of the calendar."""
        return {
            "day": day.day.day,
            "said": say_day(day.day, page.first),
            "iso": day.day.isoformat(),
            "is_here": (day.day.year, day.day.month) == (page.first.year, page.first.month),
            "is_today": day.day == local_day(self._frame.now, self._rules),
            "is_rest": not day.is_work_day,
            "entries": [self._entry(each) for each in day.entries],
        }

    def _entry(self, entry: DueEntry) -> dict[str, Any]:
        row = self.row(entry.line)
        return row | {
            "due": words.say_due(entry),
            "is_late": entry.due is Due.LIMIT and entry.line.light is Light.LATE,
            "said": f"{row['title']}：{shorten(entry.words, NAME_LIMIT)}" if entry.words else row["title"],
        }


def bar(tally: Tally) -> Sequence[dict[str, str]]:
    """The counts as parts of a whole, in per cent of its width."""
    place, parts = 0.0, list[dict[str, str]]()
    for _, light, figure in words.figures(tally)[1:]:
        width = 100 * figure / tally.in_hand if figure else 0
        if figure:
            parts.append({"light": light, "x": f"{place:.2f}%", "width": f"{width:.2f}%"})
        place += width
    return parts
