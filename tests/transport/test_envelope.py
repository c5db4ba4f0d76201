"""What is read off an update that nobody has parsed yet, and that may be anything."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.raw_update import chat_id_of, encode, person_id_of, said_at, thread_id_of, update_id_of

SAID = {
    "update_id": 5,
    "message": {
        "date": 1795132800,
        "chat": {"id": -7},
        "from": {"id": 42},
        "message_thread_id": 3,
        "is_topic_message": True,
    },
}
PRESSED = {"update_id": 6, "callback_query": {"from": {"id": 42}, "message": {"date": 1, "chat": {"id": -7}}}}


KEYS = st.sampled_from(["update_id", "message", "chat", "from", "id", "date", "callback_query", "sender_chat"])
LEAVES: st.SearchStrategy[object] = st.sampled_from([None, True, -1, 2**63, 1.5, "", "half", [], [{}]])
OBJECTS = st.dictionaries(KEYS, st.dictionaries(KEYS, st.dictionaries(KEYS, LEAVES, max_size=2) | LEAVES, max_size=3))


@pytest.mark.parametrize("date", [2**37, 10**12, 2**63, -1, 0])
def test_a_date_beyond_any_calendar_is_none(date: int) -> None:
    """docs/promises.md 13: milliseconds in place of seconds raised, and no update behind that one was ever handled."""
    assert said_at({"message": {"date": date}}) is None


def test_a_message_names_its_chat_its_speaker_and_its_time() -> None:
    assert (chat_id_of(SAID), person_id_of(SAID), thread_id_of(SAID)) == (-7, 42, 3)
    assert said_at(SAID) == datetime.fromtimestamp(1795132800, UTC)


def test_a_press_names_the_chat_of_its_message_and_has_no_time_of_its_own() -> None:
    """docs/promises.md 11."""
    assert (chat_id_of(PRESSED), person_id_of(PRESSED), said_at(PRESSED)) == (-7, 42, None)


def test_a_reaction_names_its_chat_and_who_set_it() -> None:
    change = {"chat": {"id": -7}, "message_id": 5, "date": 1795132800, "old_reaction": [], "new_reaction": []}
    raw = {"update_id": 7, "message_reaction": change | {"user": {"id": 42}}}
    assert (chat_id_of(raw), person_id_of(raw), said_at(raw)) == (-7, 42, said_at(SAID))
    assert person_id_of({"message_reaction": change | {"actor_chat": {"id": -9}}}) == -9


def test_what_happens_in_no_chat_belongs_to_its_person() -> None:
    assert chat_id_of({"update_id": 1, "inline_query": {"from": {"id": 42}}}) == 42


def test_who_speaks_as_a_channel_is_counted_as_the_channel() -> None:
    assert person_id_of({"message": {"sender_chat": {"id": -9}, "from": {"id": 136817688}}}) == -9


@pytest.mark.parametrize("thing", [None, 3, "x", [], {}, {"update_id": "5"}, {"update_id": True}])
def test_what_has_no_id_is_no_update(thing: object) -> None:
    """docs/promises.md 13."""
    assert update_id_of(thing) is None


@given(OBJECTS)
def test_anything_at_all_can_be_read_and_kept(raw: dict[str, object]) -> None:
    """docs/promises.md 13."""
    chat_id_of(raw), person_id_of(raw), said_at(raw), thread_id_of(raw), update_id_of(raw)
    assert isinstance(msgspec.json.decode(encode(raw)), dict)


def test_half_an_emoji_does_not_spoil_the_update() -> None:
    """docs/promises.md 4."""
    assert msgspec.json.decode(encode({"update_id": 1, "text": "\ud83d"})) == {"update_id": 1, "text": "?"}
