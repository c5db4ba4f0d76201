"""A button's payload: short, and read as it was meant by whichever version of the bot wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actions import ORIGINS, Action
from domain.letter import Origin, Press
from tests.rows import every_row

#: Payloads as earlier versions of the bot sent them → what they meant.
SENT = {
    "done:12:3:-1": Press(Action.DONE, 12, 3),
    "done:12:3:-2": Press(Action.DONE, 12, 3, back=Origin.SHARED),
    "open:12:0:0": Press(Action.SEE, 12, back=Press(Action.MINE)),
    "open:12:0:50": Press(Action.SEE, 12, back=Press(Action.LATE, page=3)),
    "open:12:0:3200049": Press(Action.SEE, 12, back=Press(Action.UNIT, 2, page=3)),
    "yes:15:4:-3": Press(Action.APPROVE, 15, 4, back=Origin.ON_REQUEST),
    "why:15:4:-1": Press(Action.REASON, 15, 4, -1),
    "why:15:4:2": Press(Action.REASON, 15, 4, 2),
    "why:15:4:12": Press(Action.REASON, 15, 4, 1, back=Origin.ON_REQUEST),
    "why:15:4:520": Press(Action.REASON, 15, 4, -1, back=Press(Action.MINE, page=3)),
    "late:0:1:5": Press(Action.LATE, 0, 1, page=5),
    "unit:2:0:0": Press(Action.UNIT, 2),
    "say:21:77:1": Press(Action.NOTE, 21, 77, 1),
    "in:281474976710655:0:1": Press(Action.IMPORT, 281474976710655, 0, 1),
}


@every_row("payload", SENT)
def test_a_button_that_was_sent_keeps_its_meaning(payload: str) -> None:
    assert Press.decode(payload) == SENT[payload]
    if not payload.startswith("why:15:4:-1") and payload != "why:15:4:2":  # from before reasons knew their place
        assert SENT[payload].encode() == payload


@pytest.mark.parametrize("payload", ["", "done", "done:1", "done:1:2:x", "fly:1:2:3", "done:1:2:3:4", "open:12:0:255"])
def test_what_nobody_wrote_means_nothing_or_leads_nowhere(payload: str) -> None:
    found = Press.decode(payload)
    assert found is None or found.back is Origin.NOWHERE


@given(st.sampled_from(Action), st.integers(0, 2**47), st.integers(0, 10**6), st.sampled_from([*Origin, *ORIGINS]))
def test_a_press_fits_into_64_bytes_and_comes_back(action: Action, item: int, version: int, place: str) -> None:
    back = place if isinstance(place, Origin) else Press(Action(place), 300, page=99_999)
    press = Press(action, item, version, back=back)
    assert len(press.encode()) <= 64
    found = Press.decode(press.encode())
    assert found is not None
    assert (found.action, found.item, found.version) == (action, item, version)
