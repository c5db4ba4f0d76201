"""What the office has to hear of the ledger file: what was not taken over, and which rows nobody can read."""

from enum import StrEnum

from msgspec import Struct


class DiscrepancyKind(StrEnum):
    """What was found."""

    BOTH_CHANGED = "both_changed"  # a field that the bot had changed as well: the bot's stays
    MANY_GONE = "many_gone"  # far too many rows were missing from the file: it was not believed
    BROKEN = "broken"  # the file could not be read
    UNKNOWN_STATE = "unknown_state"  # nobody knows any more which state the file was made from
    JOURNAL_GONE = "journal_gone"  # the journal was missing, and was begun anew
    DISPLACED = "displaced"  # the journal was not in its place for a while
    UNREADABLE = "unreadable"  # rows that can't be read and stay as they are
    FAULTY = "faulty"  # items of which some fields can't be read


class Spot(Struct, frozen=True, omit_defaults=True):
    """A row of the ledger, and which of its fields are meant; ``""`` is the whole row.

    ``became`` is the number that it got instead; ``written`` is what the fields hold, where that can't be read.
    """

    table: str
    number: int
    fields: tuple[str, ...] = ()
    became: int = 0
    written: tuple[str, ...] = ()


class Discrepancy(Struct, frozen=True, omit_defaults=True):
    """One thing to be told. ``file`` is where what was not taken over is kept; ``count`` is how much is missing."""

    kind: DiscrepancyKind
    spots: tuple[Spot, ...] = ()
    file: str = ""
    count: int = 0
