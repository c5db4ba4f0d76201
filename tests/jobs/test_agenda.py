"""The agenda: earliest first, the latest word counts, asking is cheap."""

import gc
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from jobs.agenda import Agenda
from jobs.recipients import SLICE
from tests.domain.office import at

NOON = at("11-20 12:00")


def taken(agenda: Agenda, minutes: int) -> list[int]:
    """What is due so many minutes after noon."""
    return [number for some in agenda.take_due(NOON + timedelta(minutes=minutes)) for number in some]


def test_what_is_due_is_taken_earliest_first_and_once() -> None:
    agenda = Agenda()
    for number, minutes in ((1, 30), (2, 10), (3, 50)):
        agenda.put(number, NOON + timedelta(minutes=minutes))
    assert taken(agenda, 40) == [2, 1]
    assert taken(agenda, 40) == []
    assert taken(agenda, 50) == [3]
    assert agenda.next_moment() is None


def test_items_of_one_moment_come_in_the_order_of_their_numbers() -> None:
    agenda = Agenda()
    agenda.put_all([3, 1, 60, 2, *range(4, 60)], NOON)
    agenda.put(7, NOON + timedelta(minutes=1))
    agenda.put(7, NOON)
    assert taken(agenda, 0) == list(range(1, 61))


def test_an_earlier_word_stands_beside_a_later_one() -> None:
    agenda = Agenda()
    agenda.put(1, NOON)
    agenda.put(1, NOON + timedelta(hours=1))
    agenda.put(1, None)
    assert taken(agenda, 0) == [1]
    assert taken(agenda, 60) == [1]
    assert taken(agenda, 90) == []


def test_what_comes_up_between_two_slices_has_its_turn_first() -> None:
    agenda = Agenda()
    agenda.put_all(range(100, 150), NOON)
    due = agenda.take_due(NOON)
    next(due)
    agenda.put(1, NOON - timedelta(minutes=5))
    agenda.put(2, NOON)
    assert next(due) == [1]
    assert [number for some in due for number in some] == [*range(100 + SLICE, 150), 2]


def test_what_was_not_taken_when_somebody_stopped_taking_is_still_due() -> None:
    agenda = Agenda()
    agenda.put_all(range(50), NOON)
    due = agenda.take_due(NOON)
    first = next(due)
    del due
    assert first + taken(agenda, 0) == list(range(50))


def test_numbers_that_somebody_chose_by_hand_wait_as_well() -> None:
    agenda = Agenda()
    agenda.put_all([*range(1_000), 10**30, -5], NOON)
    assert taken(agenda, 0) == [-5, *range(1_000), 10**30]


def visited() -> int:
    """How many numbers a full collection comes to in lists and tuples."""
    gc.collect()
    seen = (each for each in gc.get_objects() if isinstance(each, list | tuple) and each and isinstance(each[0], int))
    return sum(map(len, seen))


def test_no_collection_of_garbage_walks_through_what_waits() -> None:
    agenda = Agenda()
    before = visited()
    agenda.put_all(range(100_000), NOON)
    assert visited() - before < 10_000


@given(
    st.lists(st.tuples(st.integers(1, 8), st.one_of(st.none(), st.integers(0, 60))), max_size=60), st.integers(0, 60)
)
def test_every_moment_that_was_put_is_kept_once(words: list[tuple[int, int | None]], minutes: int) -> None:
    agenda = Agenda()
    for number, moment in words:
        agenda.put(number, None if moment is None else NOON + timedelta(minutes=moment))
    put = {(number, moment) for number, moment in words if moment is not None}
    assert sorted(taken(agenda, minutes)) == sorted(number for number, moment in put if moment <= minutes)
    assert sorted(taken(agenda, 60)) == sorted(number for number, moment in put if moment > minutes)
