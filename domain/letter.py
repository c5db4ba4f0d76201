"""A letter: one message the bot owes somebody: worded by texts, kept by the store, sent by the courier."""

from datetime import datetime
from enum import IntEnum, StrEnum

from msgspec import Struct


class Button(Struct, frozen=True, omit_defaults=True, gc=False):
    """One inline button: one of ``data`` (callback, ≤ 64 bytes), ``url``, ``copy`` (≤ 256 characters) is set."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""


#: Buttons as shown: rows from top to bottom.
Rows = tuple[tuple[Button, ...], ...]


class Page(Struct, frozen=True, gc=False):
    """What one message shows: HTML made by ``texts/`` alone (escaped, ≤ 4096 characters), its buttons, its items."""

    html: str
    rows: Rows = ()
    about: tuple[int, ...] = ()  # item numbers that a reply to it speaks of, in the order shown


class Urgency(IntEnum):
    """Which waits: lower goes first."""

    ANSWER = 0
    NOTICE = 1
    ALERT = 2
    DIGEST = 3


class Way(StrEnum):
    """How a letter travels."""

    SEND = "send"
    EDIT = "edit"
    FILE = "file"


#: Everybody who is not on the roster takes turns as one asker.
STRANGERS = -1


class Letter(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One outgoing message, addressed. The outbox gives it its number."""

    number: int = 0
    chat_id: int
    thread_id: int | None = None
    way: Way = Way.SEND
    html: str
    rows: Rows = ()
    about: tuple[int, ...] = ()
    urgency: Urgency = Urgency.ANSWER
    silent: bool = False
    reply_to: int | None = None  # message id; dropped if that message is gone
    edits: int | None = None  # message id, for Way.EDIT: of several waiting edits only the newest goes
    file: str = ""  # name in the spool, for Way.FILE (html is then the caption, ≤ 1024)
    file_name: str = ""  # the name the reader sees
    queued_at: datetime
    told: tuple[str, ...] = ()  # keys of the occasions it tells, for the record
    asker: int = 0  # whose words caused it (Telegram id, or STRANGERS): in one chat askers take turns; 0: nobody's
    attempts: int = 0
    unanswered: int = 0  # sends whose answer never came
    not_before: datetime | None = None
    retry_after: float = 0.0  # seconds that Telegram named with the newest 429: no wait for it is longer


class Fate(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    UNCERTAIN = "uncertain"  # its answers never came: told to the office, not tried again
    EXPIRED = "expired"  # it never arrived, and is no longer worth sending: told to the office
    UNDELIVERABLE = "undeliverable"
    SUPERSEDED = "superseded"  # an edit overtaken by a newer one


#: Fates of which the office hears once more, in its next digest.
UNDELIVERED = frozenset({Fate.UNCERTAIN, Fate.EXPIRED})


class OutcomeKind(StrEnum):
    """What Telegram made of a try to deliver a letter, when it was not plain success."""

    BLOCKED = "blocked"  # 403: the person never started or blocked the bot, the group removed it
    MUTED = "muted"  # 400: the bot is in the group and may not write
    MIGRATED = "migrated"  # the group became a supergroup: ``new_chat_id`` says which
    TOPIC_GONE = "topic_gone"  # the topic was deleted, or is General: the chat itself is next
    UNCERTAIN = "uncertain"  # its answers never came, and it is not tried again
    EXPIRED = "expired"  # its day is over
    REFUSED = "refused"  # Telegram will not take this letter, ever
    RETRY = "retry"  # later
    GONE_EDIT = "gone_edit"  # the message to edit is gone


class Outcome(Struct, frozen=True):
    """What the courier hands to whoever decides what follows from a failed delivery."""

    kind: OutcomeKind
    new_chat_id: int | None = None
    why: str = ""
