"""Freed memory goes back to the system, where the system has to be asked."""

import sys
from ctypes import CDLL

import pytest

from jobs.memory import give_back


def test_asking_is_harmless_wherever_it_is_done() -> None:
    assert isinstance(give_back(), bool)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc alone has to be asked")
def test_what_was_freed_in_the_middle_is_given_back() -> None:
    libc = CDLL(None)
    if not hasattr(libc, "malloc_trim"):
        pytest.skip("this C library gives memory back by itself")
    held = [bytes(100_000) for _ in range(400)]  # too small to be mapped apart
    del held[:-1]  # the last one keeps the top of the heap in place
    assert give_back()
    assert held
