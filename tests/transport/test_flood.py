"""How much one person may ask in a minute, by the time of what they said."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from transport.rate_limits import Asked, FloodDecision, FloodGuard, PersonLimits

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
GROUP, OTHER_GROUP = -1, -2


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def ask(
    flood: FloodGuard, person: int, words: str, at: datetime = NOON, *, chat: int = 0, is_known: bool = True
) -> FloodDecision:
    """Somebody asks, in private unless the chat is named."""
    return flood.decide(Asked(person, chat or person, words, at, is_known))


def test_a_flood_is_answered_with_one_line() -> None:
    """docs/promises.md 31."""
    flood = FloodGuard(PersonLimits(in_all=3))
    answers = [ask(flood, 7, str(second), after(second)) for second in range(6)]
    assert answers == [FloodDecision.SERVED] * 3 + [FloodDecision.FIRST_EXCESS] + [FloodDecision.EXCESS] * 2


def test_the_same_words_are_borne_less_often_than_different_ones() -> None:
    """docs/promises.md 31: a button that sticks is a flood; many items done in a row are none."""
    flood = FloodGuard(PersonLimits(same_words=2, in_all=6))
    stuck = [ask(flood, 7, "/mytasks", after(second)) for second in range(4)]
    assert stuck == [FloodDecision.SERVED] * 2 + [FloodDecision.FIRST_EXCESS, FloodDecision.EXCESS]
    assert all(ask(flood, 7, f"/done {number}", after(5)) is FloodDecision.SERVED for number in range(4))
    assert ask(flood, 7, "/done 5", after(6)) is FloodDecision.EXCESS


def test_a_flood_of_one_person_is_nothing_to_another() -> None:
    """docs/promises.md 31."""
    flood = FloodGuard(PersonLimits(in_all=1))
    ask(flood, 7, "", NOON)
    assert ask(flood, 7, "", NOON) is FloodDecision.FIRST_EXCESS
    assert ask(flood, 8, "", NOON) is FloodDecision.SERVED


def test_commands_of_a_whole_day_that_arrive_together_are_no_flood() -> None:
    flood = FloodGuard(PersonLimits(2, 2))
    assert all(ask(flood, 7, "", after(60 * minute)) is FloodDecision.SERVED for minute in range(100))


def test_zero_admits_everything() -> None:
    flood = FloodGuard(PersonLimits(0, 0))
    assert all(ask(flood, 7, "", NOON) is FloodDecision.SERVED for _ in range(1000))


def test_who_has_been_silent_is_forgotten() -> None:
    flood = FloodGuard(PersonLimits())
    for person in range(5_000):
        ask(flood, person, "", after(person))
    assert len(flood._minutes) < 2_000


@given(st.lists(st.integers(0, 300), max_size=80), st.integers(1, 5))
def test_no_minute_ever_admits_more_than_its_share(seconds: list[int], share: int) -> None:
    flood = FloodGuard(PersonLimits(in_all=share))
    admitted = [
        second for second in sorted(seconds) if ask(flood, 7, str(second), after(second)) is FloodDecision.SERVED
    ]
    assert all(sum(start <= second < start + 60 for second in admitted) <= share for start in admitted)


def test_one_persons_answers_in_a_group_are_well_below_the_groups_limit() -> None:
    """Fault 1.5: whoever writes without end in a group takes a part of its twenty messages a minute, and one line."""
    flood = FloodGuard(PersonLimits())
    answers = [ask(flood, 7, f"/done {number}", chat=GROUP) for number in range(300)]
    assert answers.count(FloodDecision.SERVED) == PersonLimits().in_group < 20 / 2
    assert answers.count(FloodDecision.FIRST_EXCESS) == 1
    assert ask(flood, 8, "/mytasks", chat=GROUP) is FloodDecision.SERVED
    assert ask(flood, 7, "/mytasks") is FloodDecision.SERVED, "in private nobody else waits"
    assert ask(flood, 7, "/done 1", after(60), chat=GROUP) is FloodDecision.SERVED


def test_the_same_words_in_forty_groups_are_no_flood() -> None:
    """Fault 1.5: the office binds forty groups with the same words."""
    flood = FloodGuard(PersonLimits())
    assert all(ask(flood, 7, "/bind", chat=-group) is FloodDecision.SERVED for group in range(1, 41))


def test_three_hundred_items_are_done_in_private_at_once() -> None:
    """Fault 1.5: an office that clears a list sends as many different commands, and means each."""
    flood = FloodGuard(PersonLimits())
    assert all(ask(flood, 7, f"/done {number}") is FloodDecision.SERVED for number in range(300))


def test_a_stranger_is_borne_a_little_and_answered_nothing_more() -> None:
    """Fault 1.5: who is not on the roster is not even told that it is too much, in whichever chats they write."""
    flood = FloodGuard(PersonLimits(of_stranger=2))
    chats = (0, GROUP, OTHER_GROUP, 0)
    answers = [ask(flood, 7, str(chat), chat=chat, is_known=False) for chat in chats]
    assert answers == [FloodDecision.SERVED] * 2 + [FloodDecision.EXCESS] * 2


def test_each_group_that_is_flooded_gets_its_line() -> None:
    flood = FloodGuard(PersonLimits(in_group=1))
    answers = [ask(flood, 7, str(n), chat=chat) for chat in (GROUP, OTHER_GROUP) for n in range(3)]
    assert answers == [FloodDecision.SERVED, FloodDecision.FIRST_EXCESS, FloodDecision.EXCESS] * 2


def test_a_clock_that_was_ahead_takes_nothing_from_anybody() -> None:
    flood = FloodGuard(PersonLimits(in_group=1))
    assert ask(flood, 7, "a", after(86_400), chat=GROUP) is FloodDecision.SERVED
    assert ask(flood, 7, "b", NOON, chat=GROUP) is FloodDecision.SERVED
