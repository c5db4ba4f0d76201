"""Keeps Python's garbage collector from stopping everybody while a lot is made at once (docs/decisions/0003)."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: As a threshold: so many collections of the young come before no full one.
_NEVER = 1_000_000


class _State:
    """Whether one bureau has the process, how many blocks put full collections off, and the threshold before these."""

    def __init__(self) -> None:
        self.is_alone = False
        self.blocks = 0
        self.before = 0


_state = _State()


def begin_serving_alone() -> None:
    """One bureau has the process until it ends: libraries and ledger are left out, full collections wait for night."""
    _state.is_alone = True
    first, second, _ = gc.get_threshold()
    gc.set_threshold(first, second, _NEVER)
    gc.freeze()
    gc.enable()


def collect_at_night() -> None:
    """The full collection of the day, while nobody asks. Where several bureaux share a process Python sees to it."""
    if _state.is_alone:
        gc.collect()
        gc.freeze()


@contextmanager
def without_collector() -> Iterator[None]:
    """Nothing is collected meanwhile: a collection in one thread holds up all, for as long as it looks at what is new.

    What is dropped goes at once all the same; only what is in circles waits. In a process of one bureau what is still
    there at the end is left out of later collections too: the first of them would look at all of it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if _state.is_alone:
                gc.freeze()
            gc.enable()


@contextmanager
def without_full_collections() -> Iterator[None]:
    """What lasts is not walked through meanwhile; what is young is collected. Blocks may overlap, in one thread."""
    first, second, third = gc.get_threshold()
    if _state.blocks == 0:
        _state.before = third
    _state.blocks += 1
    gc.set_threshold(first, second, _NEVER)
    try:
        yield
    finally:
        _state.blocks -= 1
        if _state.blocks == 0:
            gc.set_threshold(first, second, _state.before)
