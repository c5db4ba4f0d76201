"""Who reads a copy of a 催办: decided once, from what was told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.appointments import appointments
from domain.chasing import chases_counted_from, copied, count_of, is_escalated
from domain.occasion import Appointment
from domain.roster import Roster
from domain.rules import Rules
from domain.views import Audience, Rung
from tests.domain.office import DEPUTY, DIRECTOR, HEAD, OFFICE, ROSTER, RULES, at, item

LATE = item("2026-11-20")
OFFICE_ONLY = frozenset({Audience.OFFICE})
DEPUTY_TOO, DIRECTOR_TOO = OFFICE_ONLY | {Audience.DEPUTY}, OFFICE_ONLY | {Audience.DIRECTOR}


def chases(rules: Rules = RULES) -> list[Appointment]:
    return [each for each in appointments(LATE, rules) if each.rung is Rung.CHASE]


def test_the_first_is_copied_to_the_deputy_and_the_last_to_the_director() -> None:
    told: list[str] = []
    heard = []
    for chase in chases():
        heard.append(copied(chase, told, LATE, RULES, ROSTER))
        told.append(chase.name)
    assert heard == [DEPUTY_TOO, OFFICE_ONLY, DIRECTOR_TOO]


def test_a_first_chase_that_is_also_the_last_is_copied_to_both() -> None:
    """Fault 3.6: with one 催办 deputy leader and director read a copy of it."""
    (only,) = chases(replace(RULES, chase_after=(1,)))
    assert copied(only, (), LATE, replace(RULES, chase_after=(1,)), ROSTER) == DEPUTY_TOO | DIRECTOR_TOO


def test_the_last_one_after_silence_is_the_first_that_was_told() -> None:
    """Fault 3.1: what nobody was told is not counted, and the first one told has the deputy's copy."""
    last = chases()[-1]
    assert count_of(last, ()) == 1
    assert copied(last, (), LATE, RULES, ROSTER) == DEPUTY_TOO | DIRECTOR_TOO


def test_asking_again_after_it_was_told_counts_it_once() -> None:
    first, second, _ = chases()
    assert count_of(first, [first.name]) == 1
    assert count_of(second, [first.name, second.name]) == 2


def test_after_the_director_was_told_each_further_chase_is_told_to_them() -> None:
    """Fault 3.2: escalation goes on after a late 退回."""
    told = [each.name for each in chases()]
    again = replace(chases()[1], about=at("12-01 08:00").date())
    assert copied(again, told, LATE, RULES, ROSTER) == DIRECTOR_TOO
    assert count_of(again, told) == 4


def test_nobody_is_named_who_cannot_be_reached() -> None:
    """Fault 3.6: the group does not read of a copy that has no reader."""
    blocked = replace(DIRECTOR, silent_since=at("11-01 08:00"))
    asleep = Roster((OFFICE, replace(DEPUTY, telegram_id=None), blocked, HEAD))
    assert copied(chases()[-1], (), LATE, RULES, asleep) == OFFICE_ONLY


def test_only_a_chase_has_copies() -> None:
    due = next(each for each in appointments(LATE, RULES) if each.rung is Rung.DUE)
    assert copied(due, (), LATE, RULES, ROSTER) == frozenset()


@pytest.mark.parametrize("steps", [(), (1, 3, 5)])
def test_without_a_chase_nothing_is_escalated(steps: tuple[int, ...]) -> None:
    assert not is_escalated((), replace(RULES, chase_after=steps))


@given(st.lists(st.sampled_from(chases()), unique=True))
def test_escalation_never_falls(order: list[Appointment]) -> None:
    told: list[str] = []
    was_told = False
    for chase in order:
        to_director = Audience.DIRECTOR in copied(chase, told, LATE, RULES, ROSTER)
        assert to_director or not was_told
        was_told = to_director
        told.append(chase.name)


def test_a_new_limit_and_a_new_unit_begin_to_count_again_and_a_return_does_not() -> None:
    assert chases_counted_from(LATE) == LATE.due_set_at
    assert chases_counted_from(replace(LATE, moved_at=at("11-20 10:00"))) == at("11-20 10:00")
    assert chases_counted_from(replace(LATE, returned_at=at("11-20 10:00"))) == LATE.due_set_at
