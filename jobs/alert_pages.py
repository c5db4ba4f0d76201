"""What one chat is told in an alert: its items by audience and occasion, worded part by part."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from domain.letter import Page
from domain.muting import Cause
from domain.occasion import ALONE, CLIMBING
from domain.requests import RISING
from domain.setting import Setting
from domain.views import AlertItem, Audience, Rung
from texts.alerts import MOST_ORDERED, render_alert
from texts.copies import (
    render_chase_copy_deputy,
    render_chase_director,
    render_chase_office,
    render_draft_bulletin,
    render_wait_reminders,
)
from texts.partners import render_partner_assignments
from texts.rechecking import render_verifications
from texts.silence import render_owed
from texts.statutory import render_clocks
from texts.two_keys import render_awaited
from texts.verdicts import render_verdicts_wanted

#: The order of the sections of what is owed, and before it of everything else.
_OWED = (
    Rung.OBSTACLE,
    Rung.EXTENSION,
    Rung.PROLONG,
    Rung.PLAN,
    Rung.DOUBT,
    Rung.HAND_OVER,
    Rung.UNSIGNED,
    Rung.SILENT,
    Rung.SUM_UP,
    Rung.REVIEW,
    Rung.VERIFY,
    Rung.CONFIRM,
    Rung.REPORT,
)
_RUNGS = (
    Rung.CHASE,
    Rung.DUE,
    Rung.INSTRUCTION_LATE,
    Rung.INSTRUCTION,
    Rung.MILESTONE_LATE,
    Rung.MILESTONE,
    Rung.CLOCK,
    Rung.VERDICT,
    Rung.WAIT,
    Rung.SIGN,
    Rung.HALF,
    Rung.SET,
    Rung.LEAD,
    Rung.COOPERATE,
    *_OWED,
)


class AlertPages(Struct, frozen=True):
    """The office, the moment and the chat that the words are for."""

    setting: Setting
    in_group: bool

    def parts(self, told: dict[Audience, list[AlertItem]]) -> Iterator[tuple[Page, ...]]:
        """The alert part by part: an office that stands in for fifty units has fifty of them."""
        for audience, some in told.items():
            if clocks := [each for each in some if each.rung is Rung.CLOCK]:
                yield render_clocks(_in_order(clocks), self.setting, in_group=self.in_group, to_act=_acts(audience))
            if wanted := [each for each in some if each.rung is Rung.VERDICT]:
                yield render_verdicts_wanted(_in_order(wanted), self.setting)
            if rest := [each for each in some if each.rung not in CLIMBING | ALONE]:
                yield from self._parts(audience, _in_order(rest))
            for rung in _OWED:
                if owed := [each for each in some if each.rung is rung and not _is_asked(each, audience)]:
                    yield self._of_owed(audience, rung, _in_order(owed))

    def _of_owed(self, audience: Audience, rung: Rung, owed: tuple[AlertItem, ...]) -> tuple[Page, ...]:
        if rung is Rung.VERIFY:
            return render_verifications(audience, owed, self.setting)
        if rung is Rung.CONFIRM:
            return render_awaited(owed, self.setting)
        return render_owed(audience, owed, self.setting, in_group=self.in_group)

    def draft(self, told: dict[Audience, list[AlertItem]]) -> tuple[Page, ...]:
        """The draft of a bulletin (通报), which is a document and stands alone."""
        copied = told.get(Audience.OFFICE, ())
        last = tuple(each for each in copied if each.is_last)
        return render_draft_bulletin(last, self.setting) if last else ()

    def _parts(self, audience: Audience, told: tuple[AlertItem, ...]) -> Iterator[tuple[Page, ...]]:
        match audience:
            case Audience.DIRECTOR:
                yield render_chase_director(told, self.setting)
            case Audience.OFFICE:
                yield render_chase_office(told, self.setting)
            case Audience.APPROVER:
                lines = [each.line for each in told]
                yield render_wait_reminders(lines, self.setting)
            case Audience.PARTNER:
                items = [each.line.item for each in told]
                yield (render_partner_assignments(items, self.setting.rules, self.setting.now),)
            case Audience.UNIT | Audience.DEPUTY | Audience.HEAD | Audience.OWNER:
                units: dict[str, list[AlertItem]] = {}
                for each in told:
                    units.setdefault(each.line.item.unit, []).append(each)
                for unit, part in units.items():
                    yield (
                        self._to_unit(unit, tuple(part))
                        if audience is Audience.UNIT
                        else self._copy(audience, unit, tuple(part), is_alone=len(units) == 1)
                    )

    def _copy(self, audience: Audience, unit: str, told: tuple[AlertItem, ...], *, is_alone: bool) -> tuple[Page, ...]:
        cause = Cause.COPY_TO_DEPUTY if audience is Audience.DEPUTY else Cause.COPY_BELOW
        return render_chase_copy_deputy(told, unit, self.setting, cause, is_alone=is_alone)

    def _to_unit(self, unit: str, told: tuple[AlertItem, ...]) -> tuple[Page, ...]:
        return render_alert(unit, told, self.setting)


def _acts(audience: Audience) -> bool:
    """Whether the audience takes the steps itself; others read of them."""
    return audience is Audience.UNIT


def _is_asked(each: AlertItem, audience: Audience) -> bool:
    """Whether the reader gets the request itself, with its buttons, and needs no line about it."""
    return audience is Audience.ABOVE and each.request is not None and each.request.kind in RISING


def _in_order(told: Sequence[AlertItem]) -> tuple[AlertItem, ...]:
    """By rung, the late ones first, then by limit and number; of thousands, which are not all named, the first ones."""
    kept, rest = told[:MOST_ORDERED], told[MOST_ORDERED:]
    return (*sorted(kept, key=_place), *rest)


def _place(each: AlertItem) -> tuple[int, date, str, int]:
    line = each.line
    return _RUNGS.index(each.rung), line.due_on or date.max, line.item.due, line.item.number
