"""Who is next: most urgent first, one at a time in a chat, and a held chat holds up nobody else."""

from collections.abc import Callable
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from transport.queue import WaitingLetters

A, B = -1, -2


def always(_chat: int, now: float, _kept: int) -> float:
    return now


def drain(lineup: WaitingLetters, now: float = 0.0) -> list[tuple[int, int]]:
    """Serve everything that may go at that instant: (chat, letter) in order."""
    served = []
    while turn := lineup.next(now, always):
        served.append((turn.chat_id, turn.number))
        lineup.free(turn.chat_id)
    return served


def test_an_answer_goes_before_a_digest_that_waited_longer() -> None:
    """docs/promises.md 15: most urgent first."""
    lineup = WaitingLetters()
    lineup.add(A, 1, 3)
    lineup.add(A, 2, 3)
    lineup.add(B, 3, 0)
    lineup.add(A, 4, 0)
    assert drain(lineup) == [(B, 3), (A, 4), (A, 1), (A, 2)]


def test_those_who_may_not_go_yet_stay_where_they_are() -> None:
    lineup = WaitingLetters()
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
    lineup = WaitingLetters()
    lineup.add(A, 1, 0)
    lineup.add(A, 2, 0)
    assert lineup.next(0.0, always) is not None
    assert lineup.next(0.0, always) is None
    lineup.free(A)
    turn = lineup.next(0.0, always)
    assert turn is not None
    assert turn.number == 2


def test_a_held_chat_waits_and_no_other_does() -> None:
    """docs/promises.md 14."""
    lineup = WaitingLetters()
    lineup.hold(A, 7.0)
    lineup.add(A, 1, 0)
    lineup.add(B, 2, 3)
    assert drain(lineup, 1.0) == [(B, 2)]
    assert lineup.wakes_at() == 7.0
    assert drain(lineup, 7.0) == [(A, 1)]


def test_more_letters_for_a_waiting_chat_change_nothing_but_their_order() -> None:
    lineup = WaitingLetters()
    lineup.add(A, 1, 3)
    assert lineup.next(0.0, lambda _chat, _now, _kept: 5.0) is None
    lineup.add(A, 2, 0)
    assert lineup.next(1.0, always) is None
    assert drain(lineup, 5.0) == [(A, 2), (A, 1)]


def test_a_moved_group_keeps_its_letters_in_order() -> None:
    """docs/promises.md 16."""
    lineup = WaitingLetters()
    for number in (1, 2, 3):
        lineup.add(A, number, 3)
    lineup.add(B, 4, 3)
    lineup.move(A, B)
    assert drain(lineup) == [(B, 1), (B, 2), (B, 3), (B, 4)]
    assert lineup.is_empty


def test_clearing_a_chat_names_what_waited_there() -> None:
    lineup = WaitingLetters()
    lineup.add(A, 2, 3)
    lineup.add(A, 1, 3)
    lineup.add(B, 3, 3)
    assert lineup.clear(A) == [1, 2]
    assert lineup.clear(-99) == []
    assert drain(lineup) == [(B, 3)]


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 3), st.booleans())))
def test_every_letter_goes_once_and_within_a_chat_by_urgency_then_number(steps: list[tuple[int, int, bool]]) -> None:
    lineup, served, now = WaitingLetters(), [], 0.0
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


def test_chats_take_turns_however_long_their_letters_have_waited() -> None:
    """Fault 1.5: forty people who have hundreds of answers waiting each do not keep another one from theirs."""
    lineup = WaitingLetters()
    for number in range(400):
        lineup.add(100 + number % 40, number, 0, asker=100 + number % 40)
    served = []
    for place in range(60):
        turn = lineup.next(0.0, always)
        assert turn is not None
        served.append(turn.chat_id)
        lineup.free(turn.chat_id)
        if place == 10:
            lineup.add(7, 1000, 0, asker=7)
    assert served.index(7) <= 11 + 40
    assert len(set(served[:40])) == 40


def opens_by(sent: list[float]) -> Callable[[int, float, int], float]:
    """A group's limit of twenty a minute, given when it had its messages."""

    def opens_at(_chat: int, now: float, kept: int) -> float:
        recent = [at for at in sent if at > now - 60]
        most = 20 - min(kept, 10)
        return now if len(recent) < most else recent[len(recent) - most] + 60

    return opens_at


def test_who_asks_much_waits_behind_the_digest_and_other_people() -> None:
    """Fault 1.5: first answers, then what nobody asked for, then everybody's second answer before anybody's third."""
    lineup = WaitingLetters()
    for number in range(1, 4):
        lineup.add(A, number, 0, asker=7)
    lineup.add(A, 4, 3)
    lineup.add(A, 5, 0, asker=8)
    lineup.add(A, 6, 0, asker=8)
    lineup.add(A, 7, 2)
    assert [number for _, number in drain(lineup)] == [1, 5, 7, 4, 2, 6, 3]


def test_an_answer_of_the_last_minute_counts() -> None:
    """Fault 1.5: one more question is a further one as long as the first is recent."""
    for gap, order in ((59.0, [3, 2]), (61.0, [2, 3])):
        lineup = WaitingLetters()
        lineup.add(A, 1, 0, asker=7)
        drain(lineup)
        lineup.add(A, 2, 0, asker=7, now=gap)
        lineup.add(A, 3, 3, now=gap)
        assert [number for _, number in drain(lineup, gap)] == order


def test_nobodys_own_answers_change_their_order() -> None:
    lineup = WaitingLetters()
    for number in range(1, 6):
        lineup.add(A, number, 0, asker=7)
        turn = lineup.next(0.0, always) if number < 4 else None
        if turn:
            lineup.free(A)
    lineup.add(A, 6, 0, asker=7, now=100.0)
    assert drain(lineup, 100.0) == [(A, 4), (A, 5), (A, 6)]


def test_in_private_there_is_nobody_to_wait_for() -> None:
    lineup = WaitingLetters()
    lineup.add(7, 1, 3)
    lineup.add(7, 2, 0, asker=7)
    lineup.add(7, 3, 0, asker=7)
    assert drain(lineup) == [(7, 2), (7, 3), (7, 1)]


def test_a_full_group_keeps_room_for_the_digest_and_for_a_first_question() -> None:
    """Fault 1.5: ten members who each ask six times a minute for five minutes delay neither by three seconds."""
    lineup, number = WaitingLetters(), 0
    sent: list[float] = []
    waited: dict[int, float] = {}
    rare: dict[int, int] = {}
    for tick in range(300):
        now = float(tick)
        if tick % 10 == 0:
            for member in range(100, 110):
                number += 1
                lineup.add(A, number, 0, asker=member, now=now)
        if tick % 75 == 70:  # the head asks; the same second a digest and an alert are due
            for urgency, asker in ((0, 5), (2, 0), (3, 0)):
                number += 1
                rare[number] = tick
                lineup.add(A, number, urgency, asker=asker, now=now)
        turn = lineup.next(now, opens_by(sent))
        if turn:
            sent.append(now)
            lineup.free(A)
            if turn.number in rare:
                waited[turn.number] = now - rare[turn.number]
    assert waited.keys() == rare.keys()
    assert max(waited.values()) <= 3


def test_what_waits_for_its_share_does_not_hold_up_what_need_not() -> None:
    """Fault 1.5: a digest that comes while further answers wait for the next minute goes at once."""
    lineup = WaitingLetters()
    full_for_further = opens_by([float(each) for each in range(17)])
    lineup.add(A, 1, 0, asker=7)
    drain(lineup)
    lineup.add(A, 2, 0, asker=7, now=20.0)
    assert lineup.next(20.0, full_for_further) is None
    lineup.add(A, 3, 3, now=20.0)
    turn = lineup.next(20.0, full_for_further)
    assert turn is not None
    assert turn.number == 3


def test_a_letter_that_came_back_has_its_old_place_and_counts_once() -> None:
    """Fault 1.1: an answer that is sent again must not come after what its asker was told later."""
    lineup = WaitingLetters()
    for number in (1, 2, 3):
        lineup.add(A, number, 0, asker=7)
    for _ in range(4):
        turn = lineup.next(0.0, always)
        assert turn is not None
        assert turn.number == 1
        lineup.add(A, 1, 0, asker=7)
        lineup.free(A)
    lineup.add(A, 4, 0, asker=8)
    assert drain(lineup) == [(A, 1), (A, 4), (A, 2), (A, 3)]
    kept: list[int] = []
    lineup.add(A, 5, 0, asker=7)
    lineup.next(0.0, lambda _chat, now, places: kept.append(places) or now)  # type: ignore[func-returns-value]
    assert kept == [8], "its asker had three letters, and not seven"
