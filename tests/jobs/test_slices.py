"""A crowd of items holds nobody up: the lookout works in slices, and asks nearly nothing when nothing is due."""

import asyncio

from msgspec.structs import replace

from domain.item import Item
from domain.roster import Role
from tests.domain.office import at, person
from tests.jobs.office import RELIEF, RELIEF_GROUP, Bureau, chats_of, task, to
from texts.pages import MOST_NAMED

CROWD = 1500


def crowd(due: str) -> list[Item]:
    """Many items of many units, all with that limit."""
    return [task(number, due, unit=RELIEF if number % 50 == 0 else f"单位{number % 50}") for number in range(1, CROWD)]


async def turns_of_others(bureau: Bureau, moment: str) -> int:
    """How often somebody else was served while the lookout looked."""
    turns, looking = 0, asyncio.ensure_future(bureau.lookout.look_in_slices(at(moment)))
    while not looking.done():
        await asyncio.sleep(0)
        turns += 1
    await looking
    return turns


async def test_others_are_served_while_a_crowd_is_told(bureau: Bureau) -> None:
    """How long a turn takes is the benchmarks' business; here the lookout must only keep giving them."""
    bureau.items(*crowd("2026-11-19"))
    assert await turns_of_others(bureau, "11-20 08:30") > CROWD / 100
    assert await turns_of_others(bureau, "11-20 09:30") > CROWD / 100
    assert RELIEF_GROUP in chats_of(bureau.ledger.waiting_letters())


async def test_people_who_have_nothing_to_read_hold_nobody_up(bureau: Bureau) -> None:
    crowd_of_people = [person(f"职工{n}", Role.STAFF, RELIEF, telegram_id=20_000 + n) for n in range(300)]
    bureau.people(*(replace(each, number=1000 + n) for n, each in enumerate(crowd_of_people)))
    bureau.items(task(1, "2026-12-30"))
    assert await turns_of_others(bureau, "11-20 08:30") > len(crowd_of_people)


async def test_what_was_looked_at_before_the_office_opens_does_not_delay_the_morning(bureau: Bureau) -> None:
    """Started at night, or on a rest day: the first morning takes no longer than the next."""
    for start, first, second in (("11-20 07:00", "11-20", "11-23"), ("11-28 10:00", "11-30", "12-01")):
        bureau.items(*crowd("2027-03-01"), task(1, "2026-11-20"))
        bureau.restart(start)
        assert await turns_of_others(bureau, start) > CROWD / 100
        assert await turns_of_others(bureau, start) == 1
        turns = await turns_of_others(bureau, f"{first} 08:30")
        assert turns < await turns_of_others(bureau, f"{second} 08:30") + CROWD / 100
        assert any("事项1" in text for text in to(bureau.ledger.waiting_letters(), RELIEF_GROUP))


async def test_slices_tell_exactly_what_one_look_tells(bureau: Bureau) -> None:
    bureau.items(*crowd("2026-11-19"))
    first = await bureau.lookout.look_in_slices(at("11-20 09:30"))
    assert first == len(bureau.ledger.waiting_letters())
    assert bureau.look("11-20 09:31") != []  # the helper hears of them only now
    assert await bureau.lookout.look_in_slices(at("11-20 09:32")) == 0


def test_a_crowd_of_chases_is_one_message_a_chat_and_told_once(bureau: Bureau) -> None:
    bureau.items(*(task(number, "2026-11-19") for number in range(1, 400)))
    bureau.look("11-20 08:30")
    letters = bureau.look("11-20 09:30")
    (text,) = to(letters, RELIEF_GROUP)
    assert "催办399项" in text
    named = [n for n in range(1, 400) if f"第{n}号 " in text]
    assert len(named) <= MOST_NAMED
    assert f"另有{399 - len(named)}项" in text
    assert sorted(set(chats_of(letters))) == sorted(chats_of(letters))
    assert bureau.look("11-20 09:31") == []


def test_nothing_due_is_known_without_looking_at_any_item(bureau: Bureau) -> None:
    bureau.items(*crowd("2026-12-30"))
    bureau.look("11-20 08:30")
    bureau.look("11-20 09:30")
    assert not bureau.lookout.is_due(at("11-20 09:31"))
    assert bureau.lookout.is_due(at("11-23 08:30"))


def test_a_look_that_is_broken_off_is_made_up_for_by_the_next(bureau: Bureau) -> None:
    """Fault 7.4: items that it had not come to yet are looked at as well."""
    bureau.items(*crowd("2026-11-19"))
    bureau.restart("11-20 09:29")
    broken_off = bureau.lookout._steps(at("11-20 09:30"))
    next(broken_off)
    del broken_off
    assert any("催办29项" in told for told in to(bureau.look("11-20 09:31"), RELIEF_GROUP))
