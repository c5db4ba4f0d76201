"""Builds what decodes each ``Struct`` before two threads ask for it at once.

msgspec builds it when a type is decoded for the first time, and lets another thread have it half built: the process
dies of a segmentation fault. It did in a fleet, whose standbys begin to read side by side (msgspec 0.22).
"""

from collections.abc import Iterator
from contextlib import suppress
from threading import Lock

from msgspec import Struct
from msgspec.json import Decoder

_building = Lock()
_built: set[type[Struct]] = set()


def build_decoders() -> None:
    """Of every type that is defined by now: to be called before threads decode, and again once more is imported."""
    with _building:
        for kind in [kind for kind in _defined(Struct) if kind not in _built]:
            with suppress(TypeError, NameError):  # some are never decoded, and can't be
                Decoder(kind)
            _built.add(kind)


def _defined(base: type[Struct]) -> Iterator[type[Struct]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _defined(kind)
