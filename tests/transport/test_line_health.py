"""Which failures are the line's and which a letter's own; how many sends may hang. Rules, with time as an argument."""

from math import inf

from domain.letter import Urgency
from transport.queue import SendQueue, SendSlots
from transport.rate_limits import Limits, Pace
from transport.retry import Health, LineHealth


def state_of(health: LineHealth) -> Health:
    return health.state


def test_a_failure_while_another_call_is_answered_is_the_letters_own() -> None:
    """Fault 1.1."""
    health = LineHealth()
    health.answered(10)
    health.failed(begun=9)
    assert state_of(health) is Health.WELL


def test_a_failure_that_nobody_was_answered_since_puts_the_line_in_doubt_and_a_second_makes_it_ill() -> None:
    """Fault 1.1: any answer of the Bot API ends both."""
    health = LineHealth()
    health.answered(10)
    health.failed(begun=11)
    assert state_of(health) is Health.DOUBTED
    health.question_failed()
    assert state_of(health) is Health.DOWN
    health.answered(20)
    assert state_of(health) is Health.WELL
    health.question_failed()
    assert state_of(health) is Health.WELL, "a question of before the answer says nothing"


def test_questions_on_an_ill_line_grow_rarer_up_to_a_cap_and_begin_anew() -> None:
    """Fault 1.1: nobody waits longer than 15 seconds for the line to be found well."""
    health = LineHealth()
    gaps = [health.next_gap() for _ in range(9)]
    assert gaps == sorted(gaps)
    assert (gaps[0], gaps[-1]) == (0.25, 15.0)
    health.answered(1)
    assert health.next_gap() == 0.25


def test_a_send_that_hangs_leaves_its_place_to_others() -> None:
    """Fault 1.6: forty-eight may set out at once; what hangs does not count among them."""
    places = SendSlots()
    for chat in range(48):
        places.take(chat, now=0.0)
    assert not places.has_room(for_answers=True)
    assert places.next_hang() == 0.8
    assert places.hang(0.7) == []
    assert len(places.hang(0.8)) == 48
    assert places.has_room()
    assert [places.leave(0), places.leave(0)] == [True, False]


def test_the_last_places_are_kept_for_answers() -> None:
    """Fault 1.6: hanging sends have their share, and no more."""
    places = SendSlots()
    for chat in range(160):
        places.take(chat, now=float(chat))
        places.hang(float(chat) + 1)
    assert not places.has_room()
    assert places.has_room(for_answers=True)
    for chat in range(160, 224):
        places.take(chat, now=float(chat))
        places.hang(float(chat) + 1)
    assert not places.has_room(for_answers=True)


def test_an_answer_goes_within_a_second_although_every_send_hangs() -> None:
    """Fault 1.6: a send that hangs fills none of the line's windows either."""
    departures = SendQueue(Pace(Limits()))
    for chat in range(1, 101):
        departures.lineup.add(chat, chat, Urgency.DIGEST)
    now = 0.0
    while now < 2:  # thirty a second set out, and none comes back
        if (turn := departures.next(now)) is not None:
            departures.begin(turn, now)
        else:
            now = max(departures.wakes_at(now), now + 0.01)
    departures.lineup.add(1000, 1000, Urgency.ANSWER)
    asked_at, turn = now, departures.next(now)
    while turn is None or turn.chat_id != 1000:
        if turn is not None:
            departures.begin(turn, now)
        else:
            now = departures.wakes_at(now)
            assert now < inf
        turn = departures.next(now)
    assert now - asked_at < 1
