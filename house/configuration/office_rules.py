"""The office's rules as its configuration writes them: kinds, their statutory clocks, 催办, figures."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.built_in_kinds import BUILT_IN_KINDS
from domain.rules import EVERY_KIND, Escalation, FigureRules, Kind, Rules, StatutoryClock, WorkDays
from house.configuration.faults import Expected
from house.configuration.keys import CLOCK_KEYS, ESCALATION_KEYS, KIND_KEYS
from house.configuration.tables import Tables


class OfficeRules:
    """Reads what has rules of its own beyond one key; what is wrong becomes a fault of ``tables``."""

    def __init__(self, tables: Tables, kinds: Any, ladders: dict[str, Any]) -> None:
        """``kinds`` is what stands in ``[kinds]``, ``ladders`` the tables in ``[escalation]``."""
        self._tables = tables
        self._kinds = self._read_kinds(kinds)
        self._escalations = self._read_escalations(ladders, {EVERY_KIND, *self._kinds})

    def of(self, read: Mapping[str, dict[str, Any]]) -> Rules:
        """All of the office's rules; ``read`` is what the other tables say, without a fault."""
        office, calendar = read["office"], read["calendar"]
        overrides = {**dict.fromkeys(calendar["rest"], False), **dict.fromkeys(calendar["work"], True)}
        return Rules(
            office_name=office["name"],
            timezone=office["timezone"],
            closes_at=office["closes_at"],
            unit_word=office["unit_word"],
            sources=office["sources"],
            kinds=self._kinds,
            escalations=self._escalations,
            figures=FigureRules(**read["figures"]),
            work_days=WorkDays(overrides),
            **read["reminders"],
            **read["escalation"],
        )

    def _read_kinds(self, written: Any) -> dict[str, Kind]:
        if not isinstance(written, dict):
            self._tables.fault("kinds", Expected.TABLE, written)
            return {}
        kinds: dict[str, Kind] = {}
        for name in {**BUILT_IN_KINDS, **written}:
            own = written.get(name, {})
            merged = {**BUILT_IN_KINDS.get(name, {}), **own} if isinstance(own, dict) else own
            settings = self._tables.table(f"kinds.{name}", merged, KIND_KEYS)
            if settings and None not in settings.values():
                settings["recheck_after_days"] = settings["recheck_after_days"] or None
                settings["clocks"] = self._clocks(f"kinds.{name}.clocks", settings["clocks"])
                kinds[name] = Kind(name=name, **settings)
        self._labels_differ(kinds.values())
        return kinds

    def _clocks(self, key: str, written: tuple[dict[str, Any], ...]) -> tuple[StatutoryClock, ...]:
        """A kind's statutory clocks: each begins with the item or with one before it, and the last is the limit."""
        clocks: list[StatutoryClock] = []
        for place, table in enumerate(written, start=1):
            read = self._tables.table(f"{key}[{place}]", table, CLOCK_KEYS)
            if None in read.values():
                continue
            clock, names = StatutoryClock(**read), {each.name for each in clocks}
            if bool(clock.days) == bool(clock.months) or (clock.months and clock.work_days):
                self._tables.fault(f"{key}[{place}]", Expected.CLOCK_SPAN, clock.days or ...)
            if clock.name in names:
                self._tables.fault(f"{key}[{place}].name", Expected.CLOCK_NAME, clock.name)
            if clock.after and clock.after not in names:
                self._tables.fault(f"{key}[{place}].after", Expected.CLOCK_AFTER, clock.after)
            if clock.restarts and not (clock.optional and clock.after and not any(each.restarts for each in clocks)):
                self._tables.fault(f"{key}[{place}].restarts", Expected.CLOCK_RESTARTS, clock.restarts)
            clocks.append(clock)
        if clocks and clocks[-1].optional:
            self._tables.fault(f"{key}[{len(written)}].optional", Expected.CLOCK_LAST, clocks[-1].optional)
        return tuple(clocks)

    def _read_escalations(self, ladders: dict[str, Any], known: set[str]) -> dict[str, Escalation]:
        self._tables.require_known("escalation.", ladders, known)
        read = {
            name: self._tables.table(f"escalation.{name}", ladder, ESCALATION_KEYS)
            for name, ladder in ladders.items()
            if name in known
        }
        return {name: Escalation(**each) for name, each in read.items() if None not in each.values()}

    def require_figures_known(self, figures: Mapping[str, Any]) -> None:
        """Only known kinds can be counted, and only what is counted can weigh."""
        for kind in figures.get("kinds") or ():
            if self._kinds and kind not in self._kinds:
                self._tables.fault("figures.kinds", Expected.FIGURE_KINDS, kind)
        counted = figures.get("counted")
        for figure in figures.get("weights") or ():
            if counted and figure not in counted:
                self._tables.fault("figures.weights", Expected.WEIGHTS, figure.value)

    def _labels_differ(self, kinds: Iterable[Kind]) -> None:
        """A workbook's 类别 must mean one kind only."""
        first: dict[str, str] = {}
        for kind in kinds:
            if first.setdefault(kind.label, kind.name) != kind.name:
                self._tables.fault(f"kinds.{kind.name}.label", Expected.LABEL, kind.label)


def apart(escalation: Any) -> tuple[Any, dict[str, Any]]:
    """The keys of ``[escalation]``, and the tables in it."""
    if not isinstance(escalation, dict):
        return escalation, {}
    ladders = {name: value for name, value in escalation.items() if isinstance(value, dict)}
    return {name: value for name, value in escalation.items() if name not in ladders}, ladders
