"""The sample bureau as data: its people, groups and items. Days count from a Monday.

The Monday is that of the week to be played. The ``.toml`` files in this folder are modelled on what
real bureaus are asked to do; the county and its people are invented.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct

from domain.imports.cells import ROLE_OF_NAME
from domain.roster import Person, Role

_FOLDER = Path(__file__).parent
#: The number of the row that is refused, behind all others.
_REFUSED_NUMBER = 41


class SampleGroup(Struct, frozen=True):
    """A group chat; ``unit`` is ``""`` for the bureau's own."""

    unit: str
    chat_id: int
    title: str


class SampleItem(Struct, frozen=True, kw_only=True):
    """One row of the workbook, and the day it really means; ``due_on`` is ``None`` where there is none."""

    sheet: str
    number: int
    kind: str  # its label
    title: str
    unit: str
    owner: str
    due_on: date | None
    written: str  # how the limit stands in the workbook; a style, or words of its own
    source: str = ""
    reference: str = ""
    measures: str = ""
    standard: str = ""
    leader: str = ""
    progress: str = ""
    state: str = ""
    crossed_off: str = ""
    marks: str = ""
    sensitive: str = ""
    remark: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether an import refuses the row: its limit says nothing."""
        return self.number == _REFUSED_NUMBER


class SampleBureau(Struct, frozen=True):
    """All of it."""

    office: str
    monday: date
    people: tuple[Person, ...]
    groups: tuple[SampleGroup, ...]  # of the units, in the office's order
    bureau_group: SampleGroup
    items: tuple[SampleItem, ...]
    titles: dict[str, str]  # sheet -> the line above its table

    def person(self, name: str) -> Person:
        """The person of that name."""
        return next(person for person in self.people if person.name == name)

    def head(self, unit: str) -> Person:
        """The unit's head; for the office, who keeps the ledger."""
        roles = (Role.HEAD, Role.OFFICE)
        return next(person for person in self.people if person.unit == unit and person.role in roles)

    def deputy(self, unit: str) -> Person:
        """The deputy leader who oversees the unit."""
        return next(person for person in self.people if unit in person.oversees)

    def group(self, unit: str) -> SampleGroup:
        """The unit's group."""
        return next(group for group in self.groups if group.unit == unit)

    def item(self, number: int) -> SampleItem:
        """The item of that number; an import into an empty ledger keeps the workbook's numbers."""
        return next(item for item in self.items if item.number == number)

    def due(self, day: int) -> tuple[SampleItem, ...]:
        """What is to be done on that day of the week to be played (0: its Monday), and is not done yet."""
        on = self.monday + timedelta(days=day)
        return tuple(item for item in self.items if item.due_on == on and not item.is_refused and not is_done(item))


def is_done(item: SampleItem) -> bool:
    """Whether the workbook says that the item is closed already."""
    return item.state == "已完成" or item.crossed_off == "是"


def sample_bureau(monday: date) -> SampleBureau:
    """The bureau whose played week begins on ``monday``."""
    bureau = _load("bureau", monday)
    people = tuple(_person(number, *row) for number, row in enumerate(bureau["roster"]["people"], 1))
    groups = tuple(SampleGroup(unit["name"], unit["group"], f"{unit['name']}工作群") for unit in bureau["units"])
    tables = {name: _load(name, monday) for name in ("tasks", "problems", "voices")}
    leaders = {unit: person.name for person in people for unit in person.oversees}
    return SampleBureau(
        office=bureau["office"],
        monday=monday,
        people=people,
        groups=groups,
        bureau_group=SampleGroup("", bureau["bureau_group"]["id"], bureau["bureau_group"]["title"]),
        items=(
            *_tasks(tables["tasks"], monday, leaders),
            *_problems(tables["problems"], monday),
            *_voices(tables["voices"], monday),
        ),
        titles={table["sheet"]["name"]: table["sheet"]["title"] for table in tables.values()},
    )


def _load(name: str, monday: date) -> dict[str, Any]:
    text = (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text.replace("{year}", str(monday.year)))


def _person(number: int, name: str, unit: str, role: str, telegram_id: int, oversees: list[str]) -> Person:
    return Person(
        number=number,
        name=name,
        unit=unit,
        role=ROLE_OF_NAME[role],
        telegram_id=telegram_id or None,
        oversees=tuple(oversees),
    )


def _day(monday: date, day: int, written: str) -> date | None:
    return None if written in ("尽快", "长期坚持") else monday + timedelta(days=day)


def _tasks(table: dict[str, Any], monday: date, leaders: dict[str, str]) -> Iterator[SampleItem]:
    sheet, number = table["sheet"], table["sheet"]["first_number"]
    for group in ("highlights", "targets", "refused"):
        for title, standard, unit, owner, day, written, progress, state in table[group]["items"]:
            yield SampleItem(
                sheet=sheet["name"],
                number=_REFUSED_NUMBER if group == "refused" else number,
                kind="任务",
                title=title,
                source=table[group]["source"],
                standard=standard,
                leader=leaders[unit],
                unit=unit,
                owner=owner,
                due_on=_day(monday, day, written),
                written=written,
                progress=progress,
                state=state,
            )
            number += 1


def _problems(table: dict[str, Any], monday: date) -> Iterator[SampleItem]:
    sheet = table["sheet"]
    for number, row in enumerate(table["problems"]["items"], sheet["first_number"]):
        title, source, reference, measures, leader, unit, owner, day, written, progress, crossed_off, marks = row
        yield SampleItem(
            sheet=sheet["name"],
            number=number,
            kind="整改",
            title=title,
            source=source,
            reference=reference,
            measures=measures,
            leader=leader,
            unit=unit,
            owner=owner,
            due_on=_day(monday, day, written),
            written=written,
            progress=progress,
            crossed_off=crossed_off,
            marks=marks,
        )


def _voices(table: dict[str, Any], monday: date) -> Iterator[SampleItem]:
    sheet = table["sheet"]
    for number, row in enumerate(table["voices"]["items"], sheet["first_number"]):
        kind, title, source, unit, owner, day, written, sensitive, remark = row
        yield SampleItem(
            sheet=sheet["name"],
            number=number,
            kind=kind,
            title=title,
            source=source,
            unit=unit,
            owner=owner,
            due_on=_day(monday, day, written),
            written=written,
            sensitive=sensitive,
            remark=remark,
        )
