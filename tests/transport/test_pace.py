"""Telegram's windows are never overrun, whenever it really counts a message between its leaving and its answer."""

from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from transport.rate_limits import Limits, Pace

GROUP, OTHER_GROUP, PERSON = -1001, -1002, 77
OFF = Limits(per_second=0, per_chat_second=0, per_group_minute=0)


def fullest(instants: list[float], span: float) -> int:
    """The most instants that any window of that span holds, its end excluded."""
    return max((sum(start <= at < start + span for at in instants) for start in instants), default=0)


def send(pace: Pace, chat: int, now: float, flight: float = 0.0) -> None:
    pace.begin(chat, now)
    pace.done(chat, now + flight)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from((GROUP, PERSON)), st.floats(0, 3), st.floats(0, 1)), min_size=30, max_size=120),
    st.integers(1, 20),
)
def test_no_window_ever_holds_more_than_its_limit(calls: list[tuple[int, float, float]], per_minute: int) -> None:
    """docs/promises.md 15: however long an answer takes, and whenever Telegram counts the message."""
    limits = Limits(per_second=3, per_chat_second=2, per_group_minute=per_minute)
    pace, now = Pace(limits), 0.0
    counted: dict[int, list[float]] = {GROUP: [], PERSON: []}
    for chat, flight, share in calls:
        now = max(now, pace.opens_for_all_at(now), pace.opens_at(chat, now))
        while (opens := max(pace.opens_for_all_at(now), pace.opens_at(chat, now))) > now:
            now = opens
        pace.begin(chat, now)
        counted[chat].append(now + flight * share)
        now += flight
        pace.done(chat, now)
    everybody = sorted(counted[GROUP] + counted[PERSON])
    assert fullest(everybody, 1) <= 3
    assert fullest(counted[GROUP], 1) <= 2
    assert fullest(counted[PERSON], 1) <= 2
    assert fullest(counted[GROUP], 60) <= per_minute


def test_buckets_start_full() -> None:
    pace = Pace(Limits(per_second=30, per_chat_second=1, per_group_minute=20))
    for chat in range(30):
        assert pace.opens_for_all_at(0.0) == 0.0
        send(pace, chat, 0.0)
    assert 1.0 <= pace.opens_for_all_at(0.0) < 1.01


def test_a_full_group_leaves_other_chats_open() -> None:
    pace = Pace(Limits(per_second=0, per_chat_second=0, per_group_minute=2))
    send(pace, GROUP, 0.0)
    send(pace, GROUP, 1.0)
    assert 60.0 <= pace.opens_at(GROUP, 2.0) < 60.5
    assert pace.opens_at(OTHER_GROUP, 2.0) == 2.0


def test_private_chats_have_no_minute_limit() -> None:
    pace = Pace(Limits(per_second=0, per_chat_second=0, per_group_minute=1))
    send(pace, PERSON, 0.0)
    assert pace.opens_at(PERSON, 0.0) == 0.0


def test_zero_switches_a_limit_off() -> None:
    pace = Pace(OFF)
    for _ in range(100):
        pace.begin(GROUP, 5.0)
    assert pace.opens_for_all_at(5.0) == 5.0
    assert pace.opens_at(GROUP, 5.0) == 5.0


def test_a_send_under_way_holds_its_place_until_it_is_answered() -> None:
    pace = Pace(Limits(per_second=0, per_chat_second=1, per_group_minute=0))
    pace.begin(PERSON, 100.0)
    assert pace.opens_at(PERSON, 100.0) == inf
    pace.done(PERSON, 100.0)
    assert 101.0 <= pace.opens_at(PERSON, 100.0) < 101.1


def test_a_restart_remembers_what_was_sent() -> None:
    """docs/promises.md 15: a restart gives nobody a second full bucket."""
    pace = Pace(Limits(per_second=30, per_chat_second=1, per_group_minute=3))
    pace.restore([(GROUP, 10.0), (GROUP, 50.0), (GROUP, -3.0)], now=1000.0)
    assert 1010.0 <= pace.opens_at(GROUP, 1000.0) < 1010.5


def test_silent_chats_are_forgotten() -> None:
    pace = Pace(OFF)
    for chat in range(10_000):
        send(pace, chat, float(chat))
    assert len(pace._chats) < 5_000


def test_what_nobody_asked_for_sets_out_one_by_one() -> None:
    pace, now, begun = Pace(Limits()), 0.0, []
    for chat in range(60):
        now = max(now, pace.unsolicited_open_at(), pace.opens_for_all_at(now))
        begun.append(now)
        pace.begin(chat, now, is_unsolicited=True)
        pace.done(chat, now)
    assert fullest(begun, 0.1) <= 5
    assert 58 / 30 <= now < 59 / 30


def test_an_answer_sets_out_while_what_nobody_asked_for_waits() -> None:
    pace = Pace(Limits())
    for group in (GROUP, OTHER_GROUP):
        pace.begin(group, 5.0, is_unsolicited=True)
    assert pace.unsolicited_open_at() > 5.0
    assert pace.opens_for_all_at(5.0) == pace.opens_at(PERSON, 5.0) == 5.0


def test_without_a_limit_nothing_is_spaced() -> None:
    pace = Pace(OFF)
    pace.begin(GROUP, 5.0, is_unsolicited=True)
    assert pace.unsolicited_open_at() <= 5.0


def test_what_a_group_was_sent_counts_under_its_new_id() -> None:
    """Fault 7.22."""
    pace = Pace(Limits())
    for second in range(20):
        send(pace, GROUP, float(second))
    pace.move(GROUP, OTHER_GROUP)
    assert pace.opens_at(OTHER_GROUP, 20.0) >= 60.0
    assert pace.opens_at(GROUP, 20.0) == 20.0
