"""Words what one chat is told of at one alert time: each audience in its own way, in one message."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from msgspec import Struct

from domain.letter import Page
from domain.roster import Roster
from domain.rules import Rules
from domain.views import AlertItem, Audience, Rung
from texts.alerts import MOST_ORDERED, render_alert
from texts.copies import (
    render_chase_copy_deputy,
    render_chase_director,
    render_chase_office,
    render_draft_bulletin,
    render_wait_reminders,
)

_RUNGS = (Rung.CHASE, Rung.DUE, Rung.WAIT, Rung.SIGN, Rung.SET, Rung.LEAD)


class AlertPages(Struct, frozen=True):
    """The office and the moment that the words are for."""

    rules: Rules
    roster: Roster
    now: datetime
    belated: bool

    def parts(self, told: dict[Audience, list[AlertItem]]) -> Iterator[tuple[Page, ...]]:
        """The alert part by part: an office that stands in for fifty units has fifty of them."""
        for audience, some in told.items():
            yield from self._parts(audience, _in_order(some))

    def draft(self, told: dict[Audience, list[AlertItem]]) -> tuple[Page, ...]:
        """The draft of a bulletin (通报), which is a document and stands alone."""
        copied = told.get(Audience.OFFICE, ())
        last = tuple(each for each in copied if each.is_last)
        return render_draft_bulletin(last, self.rules, self.now) if last else ()

    def _parts(self, audience: Audience, told: tuple[AlertItem, ...]) -> Iterator[tuple[Page, ...]]:
        match audience:
            case Audience.DIRECTOR:
                yield render_chase_director(told, self.rules, self.now, belated=self.belated)
            case Audience.OFFICE:
                yield render_chase_office(told, self.rules, self.now, belated=self.belated)
            case Audience.APPROVER:
                lines = [each.line for each in told]
                yield render_wait_reminders(lines, self.rules, self.now, belated=self.belated)
            case Audience.UNIT | Audience.DEPUTY:
                units: dict[str, list[AlertItem]] = {}
                for each in told:
                    units.setdefault(each.line.item.unit, []).append(each)
                say = self._to_unit if audience is Audience.UNIT else self._to_deputy
                for unit, part in units.items():
                    yield say(unit, tuple(part))

    def _to_deputy(self, unit: str, told: tuple[AlertItem, ...]) -> tuple[Page, ...]:
        return render_chase_copy_deputy(told, unit, self.rules, self.now, belated=self.belated)

    def _to_unit(self, unit: str, told: tuple[AlertItem, ...]) -> tuple[Page, ...]:
        return render_alert(unit, told, self.rules, self.roster, self.now, belated=self.belated)


def _in_order(told: Sequence[AlertItem]) -> tuple[AlertItem, ...]:
    """By rung, the late ones first, then by limit and number; of thousands, which are not all named, the first ones."""
    kept, rest = told[:MOST_ORDERED], told[MOST_ORDERED:]
    return (*sorted(kept, key=_place), *rest)


def _place(each: AlertItem) -> tuple[int, date, str, int]:
    line = each.line
    return _RUNGS.index(each.rung), line.due_on or date.max, line.item.due, line.item.number
