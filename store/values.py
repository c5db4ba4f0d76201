"""What the ledger hands out besides the domain's own values."""

from datetime import datetime

from msgspec import Struct


class Waiting(Struct, frozen=True):
    """An update that was received and not yet handled. ``raw`` is its JSON as Telegram sent it."""

    update_id: int
    chat_id: int
    raw: bytes
    received_at: datetime
    tries: int = 0


class Dialogue(Struct, frozen=True, kw_only=True):
    """A half-finished conversation with one person in one chat."""

    kind: str
    number: int = 0  # the item it is about
    data: dict[str, str] = {}
    begun_at: datetime


class Undelivered(Struct, frozen=True):
    """A letter that may not have arrived. ``head`` is its first line, as HTML; ``told`` the keys that it told."""

    number: int
    chat_id: int
    head: str
    told: tuple[str, ...] = ()


class Commit(Struct, frozen=True):
    """What a transaction has changed."""

    items: frozenset[int] = frozenset()
    letters: tuple[int, ...] = ()  # new in the outbox
    roster_changed: bool = False
