"""How much one person may ask in a minute, by the time of what they said."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from transport.flood import Admission, Flood, Patience

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_flood_is_answered_with_one_line() -> None:
    """SURVIVE 31."""
    flood = Flood(Patience(in_all=3))
    answers = [flood.admit(7, str(second), after(second)) for second in range(6)]
    assert answers == [Admission.ADMITTED] * 3 + [Admission.FIRST_EXCESS] + [Admission.EXCESS] * 2


def test_the_same_words_are_borne_less_often_than_different_ones() -> None:
    """SURVIVE 31: a button that sticks is a flood; many items done in a row are none."""
    flood = Flood(Patience(same_words=2, in_all=6))
    stuck = [flood.admit(7, "/mytasks", after(second)) for second in range(4)]
    assert stuck == [Admission.ADMITTED] * 2 + [Admission.FIRST_EXCESS, Admission.EXCESS]
    assert all(flood.admit(7, f"/done {number}", after(5)) is Admission.ADMITTED for number in range(4))
    assert flood.admit(7, "/done 5", after(6)) is Admission.EXCESS


def test_a_flood_of_one_person_is_nothing_to_another() -> None:
    """SURVIVE 31."""
    flood = Flood(Patience(in_all=1))
    flood.admit(7, "", NOON)
    assert flood.admit(7, "", NOON) is Admission.FIRST_EXCESS
    assert flood.admit(8, "", NOON) is Admission.ADMITTED


def test_commands_of_a_whole_day_that_arrive_together_are_no_flood() -> None:
    flood = Flood(Patience(2, 2))
    assert all(flood.admit(7, "", after(60 * minute)) is Admission.ADMITTED for minute in range(100))


def test_zero_admits_everything() -> None:
    flood = Flood(Patience(0, 0))
    assert all(flood.admit(7, "", NOON) is Admission.ADMITTED for _ in range(1000))


def test_who_has_been_silent_is_forgotten() -> None:
    flood = Flood(Patience())
    for person in range(5_000):
        flood.admit(person, "", after(person))
    assert len(flood._minutes) < 2_000


@given(st.lists(st.integers(0, 300), max_size=80), st.integers(1, 5))
def test_no_minute_ever_admits_more_than_its_share(seconds: list[int], share: int) -> None:
    flood = Flood(Patience(in_all=share))
    admitted = [
        second for second in sorted(seconds) if flood.admit(7, str(second), after(second)) is Admission.ADMITTED
    ]
    assert all(sum(start <= second < start + 60 for second in admitted) <= share for start in admitted)
