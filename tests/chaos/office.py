"""The bureau of a chaos run: speakers with items of their own, a unit that talks in turns, items nobody touches."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from domain.rules import WorkDays
from playground.telegram.group import Group
from playground.telegram.server import Playground
from tests.chaos.conversation import PARTNERS, PEOPLE, UNIT, Talk
from tests.chaos.model import Model, Tracked
from tests.e2e.bureau import BUREAU, CARE, RELIEF, ROSTER, Bureau

FIRST_DAY = date(2026, 11, 20)
APPROVER = "分管甲"
#: Set long ago, so that they start no ladder of their own.
OLD = {"assigned_at": "2026-01-05T10:00:00+08:00", "due_set_at": "2026-01-05T10:00:00+08:00"}
CHASES = (1, 3, 5)
#: The first number of the items that nobody touches.
NEGLECTED_FROM = 5001


class Speaker(NamedTuple):
    """Somebody who speaks in one chat: in private, or in the unit's group. No two share an item."""

    name: str
    unit: str | None

    def group(self, bureau: Bureau) -> Group | None:
        return None if self.unit is None else bureau.groups[self.unit]

    def chat_id(self, bureau: Bureau) -> int:
        group = self.group(bureau)
        return bureau.player(self.name).chat_id if group is None else group.chat_id


SPEAKERS = (
    Speaker("甲某", None),
    Speaker("乙某", None),
    Speaker("丙某", None),
    Speaker("股长", None),
    Speaker("甲某", RELIEF),
    Speaker("股长", RELIEF),
    Speaker("丙某", CARE),
    Speaker("别股长", CARE),
)


class Neglected(NamedTuple):
    """An item that nobody touches: what is said of it, and on which day."""

    number: int
    unit: str
    due_on: date

    def rung_on(self, day: date, calendar: WorkDays) -> str:
        """``due``, ``chase 1`` …, or nothing."""
        if day == self.due_on:
            return "due"
        chased = (k for k, after in enumerate(CHASES, start=1) if calendar.add(self.due_on, after) == day)
        return next((f"chase {k}" for k in chased), "")


class Office(NamedTuple):
    """Everything a chaos run needs to begin."""

    bureau: Bureau
    model: Model
    talk: Talk
    shares: dict[Speaker, list[int]]
    neglected: list[Neglected]
    calendar: WorkDays


def build_office(folder: Path, telegram: Playground, *, share: int, days: int) -> Office:
    """``share`` items for each speaker (a third of them verified), and what is neglected over so many work days."""
    bureau, calendar = Bureau(folder, telegram, (*ROSTER, *PEOPLE)), WorkDays()
    for unit in (RELIEF, CARE, UNIT, BUREAU):
        bureau.add_group(unit)
    numbers = count(1)
    shares = {speaker: list(islice(numbers, share)) for speaker in SPEAKERS}
    assert len(SPEAKERS) * share < NEGLECTED_FROM, "two items would share a number"
    model = Model({})
    for speaker, mine in shares.items():
        for number in mine:
            kind, status = ("task", "task", "rectification")[number % 3], ("assigned", "acknowledged")[number % 2]
            proof = {"evidence": [{"words": "照片"}]} if kind == "rectification" else {}
            bureau.add_item(number, speaker.name, kind=kind, status=status, due="2029-12-31", **proof, **OLD)
            model.items[number] = Tracked(number, speaker.name, kind == "rectification", status)
    neglected = list(_neglect(calendar, days))
    for each in neglected:
        owner = "乙某" if each.unit == RELIEF else "丙某"
        bureau.add_item(each.number, owner, due=each.due_on.isoformat(), **OLD)
    talk = Talk(bureau)
    for matter in talk.matters.values():
        bureau.add_item(matter.number, matter.owner, due=matter.due.isoformat(), partners=[*PARTNERS], **OLD)
    return Office(bureau, model, talk, shares, neglected, calendar)


def _neglect(calendar: WorkDays, days: int) -> Iterator[Neglected]:
    """In each unit one that is long overdue, so that every digest has something to say; then one every other day."""
    for place, unit in enumerate((RELIEF, CARE)):
        yield Neglected(NEGLECTED_FROM + place, unit, FIRST_DAY - timedelta(days=60))
    day = FIRST_DAY
    for place in range(days):
        if place % 2 == 0:
            yield Neglected(NEGLECTED_FROM + 2 + place, (RELIEF, CARE)[place // 2 % 2], day)
        day = calendar.add(day, 1)
