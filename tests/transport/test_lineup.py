"""Who is next: most urgent first, one at a time in a chat, and a held chat holds up nobody else."""

from math import inf

from hypothesis import given
from hypothesis import strategies as st

from transport.lineup import Lineup

A, B = -1, -2


def always(_chat: int, now: float) -> float:
    return now


def drain(lineup: Lineup, now: float = 0.0) -> list[tuple[int, int]]:
    """Serve everything that may go at that instant: (chat, letter) in order."""
    served = []
    while turn := lineup.next(now, always):
        served.append((turn.chat_id, turn.number))
        lineup.free(turn.chat_id)
    return served


def test_an_answer_goes_before_a_digest_that_waited_longer() -> None:
    """SURVIVE 15: most urgent first."""
    lineup = Lineup()
    lineup.add(A, 1, 3)
    lineup.add(A, 2, 3)
    lineup.add(B, 3, 0)
    lineup.add(A, 4, 0)
    assert drain(lineup) == [(B, 3), (A, 4), (A, 1), (A, 2)]


def test_those_who_may_not_go_yet_stay_where_they_are() -> None:
    lineup = Lineup()
    lineup.add(A, 1, 3)
    assert lineup.next(0.0, always, up_to=1) is None
    assert lineup.has_ready
    lineup.add(B, 2, 1)
    turn = lineup.next(0.0, always, up_to=1)
    assert turn is not None
    assert turn.number == 2
    lineup.free(B)
    assert drain(lineup) == [(A, 1)]


def test_a_chat_gets_one_at_a_time() -> None:
    lineup = Lineup()
    lineup.add(A, 1, 0)
    lineup.add(A, 2, 0)
    assert lineup.next(0.0, always) is not None
    assert lineup.next(0.0, always) is None
    lineup.free(A)
    turn = lineup.next(0.0, always)
    assert turn is not None
    assert turn.number == 2


def test_a_held_chat_waits_and_no_other_does() -> None:
    """SURVIVE 14."""
    lineup = Lineup()
    lineup.hold(A, 7.0)
    lineup.add(A, 1, 0)
    lineup.add(B, 2, 3)
    assert drain(lineup, 1.0) == [(B, 2)]
    assert lineup.wakes_at() == 7.0
    assert drain(lineup, 7.0) == [(A, 1)]


def test_more_letters_for_a_waiting_chat_change_nothing_but_their_order() -> None:
    lineup = Lineup()
    lineup.add(A, 1, 3)
    assert lineup.next(0.0, lambda _chat, _now: 5.0) is None
    lineup.add(A, 2, 0)
    assert lineup.next(1.0, always) is None
    assert drain(lineup, 5.0) == [(A, 2), (A, 1)]


def test_a_moved_group_keeps_its_letters_in_order() -> None:
    """SURVIVE 16."""
    lineup = Lineup()
    for number in (1, 2, 3):
        lineup.add(A, number, 3)
    lineup.add(B, 4, 3)
    lineup.move(A, B)
    assert drain(lineup) == [(B, 1), (B, 2), (B, 3), (B, 4)]
    assert lineup.is_empty


def test_clearing_a_chat_names_what_waited_there() -> None:
    lineup = Lineup()
    lineup.add(A, 2, 3)
    lineup.add(A, 1, 3)
    lineup.add(B, 3, 3)
    assert lineup.clear(A) == [1, 2]
    assert lineup.clear(-99) == []
    assert drain(lineup) == [(B, 3)]


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 3), st.booleans())))
def test_every_letter_goes_once_and_within_a_chat_by_urgency_then_number(steps: list[tuple[int, int, bool]]) -> None:
    lineup, served, now = Lineup(), [], 0.0
    for number, (chat, urgency, is_served) in enumerate(steps):
        lineup.add(chat, number, urgency)
        turn = lineup.next(now, always) if is_served else None
        if turn is not None:
            served.append(turn.number)
            lineup.hold(turn.chat_id, now + 2)
            lineup.free(turn.chat_id)
        now += 1
    rest = drain(lineup, inf)
    assert sorted([*served, *(number for _, number in rest)]) == list(range(len(steps)))
    for chat in {chat for chat, _ in rest}:
        order = [(steps[number][1], number) for served_chat, number in rest if served_chat == chat]
        assert order == sorted(order)
