"""措施完成: one measure of an item is done, or is somebody's with a limit of its own."""

from datetime import date, datetime

from msgspec.structs import replace

from domain.errors import ItemRefusal
from domain.item import Did, Item, Step
from domain.item_records import Measure
from domain.measures import as_kept, measures_of
from domain.steps import checked, require_in_hand, take_reversible_step


class MeasureRefusal(ItemRefusal):
    """Nothing was changed; ``count`` measures are there."""

    def __init__(self, number: int, title: str, count: int = 0) -> None:
        super().__init__(number, title)
        self.count = count


class NoSuchMeasure(MeasureRefusal):
    """There is none at that place."""


class MeasureDone(MeasureRefusal):
    """It is done already."""


class MeasureUnclear(MeasureRefusal):
    """The words say nothing about a measure."""


class MeasureDayUnclear(MeasureRefusal):
    """The words for its limit are not one day."""

    def __init__(self, number: int, title: str, written: str) -> None:
        super().__init__(number, title)
        self.written = written


def finish(item: Item, place: int, by: str, at: datetime) -> Item:
    """The measure at that place (from 1) is done."""
    measure = _at(item, place)
    if measure.done_at is not None:
        raise MeasureDone(item.number, item.title, len(measures_of(item)))
    return _with(item, place, replace(measure, done_at=at, done_by=by), Did.MEASURE, by, at)


#: Characters of an owner's name.
_LONGEST_NAME = 40


def own(item: Item, place: int, owner: str, due: date | None, by: str, at: datetime) -> Item:
    """The measure at that place gets an owner, a limit, or both; what is empty stays."""
    measure = _at(item, place)
    if len(owner) > _LONGEST_NAME:
        raise MeasureUnclear(item.number, item.title, len(measures_of(item)))
    changed = replace(
        measure, owner=checked(owner) or measure.owner, due=due.isoformat() if due is not None else measure.due
    )
    return _with(item, place, changed, Did.EDIT, by, at)


def _at(item: Item, place: int) -> Measure:
    require_in_hand(item)
    measures = measures_of(item)
    if not 1 <= place <= len(measures):
        raise NoSuchMeasure(item.number, item.title, len(measures))
    return measures[place - 1]


def _with(item: Item, place: int, measure: Measure, did: Did, by: str, at: datetime) -> Item:
    measures = list(measures_of(item))
    measures[place - 1] = measure
    return take_reversible_step(item, Step(at, by, did, measure.words[:_NOTE]), measures=as_kept(measures))


_NOTE = 200
