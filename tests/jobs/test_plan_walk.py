"""Plans that people change at random while the clock goes on: each date of a step is told once, and nothing else is."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random

from domain.appointments import appointments
from domain.errors import DubanError
from domain.item import Item
from domain.milestones import Proposed, adopt, complete, move, remove
from domain.steps import take_back
from domain.views import Audience, Rung
from tests.domain.office import RULES, at
from tests.jobs.office import RELIEF_GROUP, Bureau, task

FIRST, DAYS, ITEMS = date(2026, 11, 2), 50, 6
HERE = "chat:1"  # the unit's group, as told keys name it
TOLD = frozenset({Rung.MILESTONE, Rung.MILESTONE_LATE})


def changed(item: Item, random: Random, moment: datetime) -> Item:
    """The item after one thing that somebody might do about its plan."""
    day = moment.date() + timedelta(days=random.randrange(12))
    steps, place = item.milestones, random.randrange(1, 6)
    acts = (
        lambda: adopt(item, [Proposed(f"步骤{random.randrange(10**6)}", day)], "甲某", moment, RULES),
        lambda: move(item, place, day, "甲某", moment, RULES),
        lambda: remove(item, place, "甲某", moment),
        lambda: complete(item, steps[place % len(steps)].number, "甲某", moment),
        lambda: take_back(item, "甲某", moment, is_office=False),
    )
    with suppress(DubanError, ZeroDivisionError):
        return random.choice(acts)()
    return item


def dates_of(item: Item) -> dict[str, datetime]:
    """When the dates of its steps are told to the unit's group, by their keys there."""
    found = (each for each in appointments(item, RULES) if each.audience is Audience.UNIT and each.rung in TOLD)
    return {each.key(HERE): each.moment for each in found}


def test_every_date_of_every_step_is_told_once_whatever_is_changed_meanwhile(bureau: Bureau) -> None:
    random, told = Random(1), set[str]()
    bureau.items(*(task(number, "2027-06-30") for number in range(1, ITEMS + 1)))
    for passed in range(DAYS):
        day = FIRST + timedelta(days=passed)
        for hour in ("08:30", "09:30", "15:00"):
            moment = at(f"{day} {hour}")
            before = moment - timedelta(minutes=random.randrange(1, 50))
            for number in range(1, ITEMS + 1):
                item = bureau.ledger.item(number)
                assert item is not None
                if random.random() < 0.25 and (new := changed(item, random, before)) is not item:
                    bureau.items(new, moment=before)
            if random.random() < 0.1:
                bureau.restart(f"{before.astimezone(RULES.timezone):%Y-%m-%d %H:%M}")
            items = [bureau.ledger.item(number) for number in range(1, ITEMS + 1)]
            dates = {key: at for each in items if each is not None for key, at in dates_of(each).items()}
            letters = [each for each in bureau.look_at(moment) if each.chat_id == RELIEF_GROUP]
            keys = [key for letter in letters for key in letter.told if f"|{Rung.MILESTONE}" in key]
            assert {key for key, at in dates.items() if at == moment} <= {*keys}, moment
            assert all(dates[key] <= moment for key in keys)
            assert told.isdisjoint(keys)
            assert len({*keys}) == len(keys)
            told.update(keys)
    assert len(told) > DAYS
