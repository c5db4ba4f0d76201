"""How the bot itself is (运行情况), and what of it the office should see to."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from domain.letter import Urgency

#: A bot that polls is answered every 25 s, one with a webhook looks once a minute.
HEARD_WITHIN = timedelta(minutes=2)
#: A ledger is copied every evening; a copy older than this was missed.
BACKED_UP_WITHIN = timedelta(days=2)
#: Bytes that an office's disk should have left.
ROOM = 1 << 30
#: More letters or commands than an office has under way at once.
MANY = 100


class Condition(Struct, frozen=True, kw_only=True):
    """What ``/status`` tells."""

    started_at: datetime | None  # None: not known
    heard_ago: timedelta | None  # since Telegram was heard; None: not yet
    is_ours: bool  # whether this process may speak for the bureau
    outbox: Mapping[Urgency, int]  # letters that wait
    inbox: int  # updates that wait
    undelivered: int  # letters of the last days that may not have arrived
    items: int
    lines: int  # transactions that changed the ledger
    head: str
    file_bytes: int
    journal_bytes: int | None  # None: the ledger is in a database, and the file is its copy
    written_at: datetime | None  # the ledger file; None: it is not there
    backed_up_at: datetime | None
    free_bytes: int

    @property
    def waiting(self) -> int:
        """Letters that wait."""
        return sum(self.outbox.values())


class Concern(StrEnum):
    """What the office should see to, gravest first."""

    NOT_OURS = "not_ours"
    DEAF = "deaf"
    FULL = "full"
    MANY_WAIT = "many_wait"
    UNDELIVERED = "undelivered"
    NO_BACKUP = "no_backup"


def concerns(found: Condition, now: datetime) -> tuple[Concern, ...]:
    """What is not as it should be."""
    holds = {
        Concern.NOT_OURS: not found.is_ours,
        Concern.DEAF: found.heard_ago is None or found.heard_ago > HEARD_WITHIN,
        Concern.FULL: found.free_bytes < ROOM,
        Concern.MANY_WAIT: max(found.waiting, found.inbox) > MANY,
        Concern.UNDELIVERED: found.undelivered > 0,
        Concern.NO_BACKUP: found.backed_up_at is None or now - found.backed_up_at > BACKED_UP_WITHIN,
    }
    return tuple(concern for concern, is_so in holds.items() if is_so)
