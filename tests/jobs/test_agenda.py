"""The agenda: earliest first, the latest word counts, asking is cheap."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from jobs.agenda import Agenda
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


def test_the_latest_word_on_an_item_counts() -> None:
    agenda = Agenda()
    agenda.put(1, NOON)
    agenda.put(1, NOON + timedelta(hours=1))
    assert taken(agenda, 0) == []
    agenda.put(1, None)
    assert taken(agenda, 90) == []
    assert len(agenda) == 0


@given(
    st.lists(st.tuples(st.integers(1, 8), st.one_of(st.none(), st.integers(0, 60))), max_size=60), st.integers(0, 60)
)
def test_whatever_was_put_the_due_ones_are_those_whose_last_moment_has_come(
    words: list[tuple[int, int | None]], minutes: int
) -> None:
    agenda = Agenda()
    last: dict[int, int | None] = {}
    for number, moment in words:
        agenda.put(number, None if moment is None else NOON + timedelta(minutes=moment))
        last[number] = moment
    assert sorted(taken(agenda, minutes)) == sorted(n for n, m in last.items() if m is not None and m <= minutes)
