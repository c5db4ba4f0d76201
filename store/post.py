"""Rows of correspondence: the inbox, the outbox, what was sent, what was told, half-finished dialogues."""

from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec import MsgspecError, Struct

from domain.discrepancy import Discrepancy
from domain.letter import Fate, Letter
from store import documents


class Received(Struct, frozen=True, omit_defaults=True, gc=False):
    """An update by its id. Once handled only the id is of use: an update of that id is never handled again."""

    chat_id: int
    received_at: datetime
    raw: str = ""
    tries: int = 0
    handled_at: datetime | None = None


class Settled(Struct, frozen=True, omit_defaults=True):
    """What became of a letter. Its text is gone; what it was about stays, so that a reply to it finds its items."""

    chat_id: int
    fate: Fate
    at: datetime
    message_id: int | None = None
    about: tuple[int, ...] = ()
    told: tuple[str, ...] = ()
    why: str = ""
    head: str = ""  # the first line, of what may not have arrived


class Told(Struct, frozen=True, omit_defaults=True):
    """An occasion that has been told. ``until`` is when nobody will ask any more.

    ``ahead`` says that the clock was ahead then: it counts as told only when ``at`` has come after all.
    """

    key: str
    at: datetime
    until: datetime | None = None
    ahead: bool = False


class Spoken(Struct, frozen=True, omit_defaults=True):
    """A dialogue, addressed."""

    chat_id: int
    person_id: int
    kind: str
    begun_at: datetime
    number: int = 0
    data: dict[str, str] = {}


R = TypeVar("R", Received, Settled, Told, Spoken, Letter, Discrepancy)


def read(kind: type[R], document: bytes | None) -> R | None:
    """The row of a document that the bot wrote; ``None`` for none, and for one that somebody else spoilt.

    A spoilt row stays in the file as it is, and nothing comes of it.
    """
    if document is None:
        return None
    try:
        return msgspec.json.decode(document, type=kind)
    except (MsgspecError, UnicodeDecodeError):
        return None


def is_readable(kind: type[Struct], document: bytes) -> bool:
    """Whether the row is as the bot writes it."""
    try:
        msgspec.json.decode(document, type=kind)
    except (MsgspecError, UnicodeDecodeError):
        return False
    return True


def write(row: Received | Settled | Told | Spoken | Letter | Discrepancy) -> bytes:
    """The row's document."""
    return documents.encode_own(row)


class _Addressed(Struct):
    chat_id: int


def chat_of(document: bytes) -> int:
    """The chat that a row belongs to, read without the rest; 0 for one that says none."""
    try:
        return msgspec.json.decode(document, type=_Addressed).chat_id
    except (MsgspecError, UnicodeDecodeError):
        return 0
