"""How many sends may be under way, and what one that hangs leaves to others."""

from transport.queue import SendSlots


def test_what_nobody_asked_for_leaves_the_last_places_to_answers() -> None:
    """Fault 1.6: however many chats hang, an answer elsewhere still sets out."""
    places = SendSlots()
    for chat in range(1000):
        if not places.has_room():
            break
        places.take(chat, float(chat))
        places.hang(float(chat) + 1)
    assert not places.has_room()
    assert places.has_room(for_answers=True)


def test_a_send_that_hangs_leaves_its_place_and_is_known_to_have_hung() -> None:
    """Fault 1.6."""
    places = SendSlots()
    places.take(7, 0.0)
    assert places.hang(0.5) == []
    assert places.hang(places.next_hang()) == [7]
    assert places.leave(7)
    assert not places.leave(7)
