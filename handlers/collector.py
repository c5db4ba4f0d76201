"""Keeps Python's garbage collector away while a thread makes a lot at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
