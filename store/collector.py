"""Keeps Python's garbage collector from stopping everybody while a lot is made at once (docs/decisions/0003)."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: As a threshold: so many collections of the young come before no full one.
_NEVER = 1_000_000


@contextmanager
def without_collector() -> Iterator[None]:
    """Nothing is collected meanwhile: a collection in one thread holds up all, for as long as it looks at what is new.

    What is dropped goes at once all the same; only what is in circles waits.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _PutOff:
    """How many blocks put full collections off at this moment, and what the threshold was before the first."""

    def __init__(self) -> None:
        self.blocks = 0
        self.before = 0


_put_off = _PutOff()


@contextmanager
def without_full_collections() -> Iterator[None]:
    """What lasts is not walked through meanwhile; what is young is collected. Blocks may overlap, in one thread."""
    first, second, third = gc.get_threshold()
    if _put_off.blocks == 0:
        _put_off.before = third
    _put_off.blocks += 1
    gc.set_threshold(first, second, _NEVER)
    try:
        yield
    finally:
        _put_off.blocks -= 1
        if _put_off.blocks == 0:
            gc.set_threshold(first, second, _put_off.before)
