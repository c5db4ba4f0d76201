"""What a button means when it is pressed: a short text of at most 64 bytes, never trusted."""

from enum import IntEnum, StrEnum

from msgspec import Struct


class Act(StrEnum):
    """What the presser asks for."""

    MINE = "mine"  # a page of my items
    UNIT = "unit"  # a page of the unit's items
    ALL = "all"  # a page of everything that somebody above units answers for
    OPEN = "open"  # one item
    ACKNOWLEDGE = "ack"
    DONE = "done"  # 办结 or 申请销号
    SUBMIT = "send"  # 申请销号 once more, without a supplement
    UNDO = "undo"
    APPROVE = "yes"
    RETURN = "back"  # ask for the reason of a 退回
    REASON = "why"  # a 退回 with a prepared reason (``choice``) or a free one (-1)
    HISTORY = "past"
    LATE = "late"  # the list of overdue items
    WAITING = "wait"  # the list of items awaiting approval
    UNSIGNED = "new"  # the list of assigned, not acknowledged items
    RECHECK = "again"  # the list of items whose 回头看 has come
    ASLEEP = "off"  # people who have not started the bot
    WEEK = "week"  # the list of what is due this week
    TODAY = "day"  # the list of what is due today
    SUMMARY = "sum"  # the counts of the morning, at any time
    BIND = "bind"
    RETIRE = "gone"  # somebody leaves: ask (choice 0), confirm (1), drop (2)
    REJOIN = "join"  # somebody is back: the same
    IMPORT = "in"  # confirm (choice 1) or drop (choice 0) a workbook that was sent
    DRAFT = "say"  # what is to become of words that wait for it: ``choice`` is a ``Draft``, ``version`` their message
    NOT_MEANT = "no"  # 不是: what the bot asked about was not meant


class Draft(IntEnum):
    """What becomes of words that were said of an item and not yet recorded."""

    DROP = 0
    KEEP = 1  # record them as progress
    REWORD = 2  # the next words replace them
    CHOOSE = 3  # they are progress of this item: show the echo
    CLOSE = 4  # they go with the closing of this item


class Press(Struct, frozen=True):
    """A decoded payload. ``version`` guards against buttons of an older state; 0 means any."""

    act: Act
    number: int = 0
    version: int = 0
    choice: int = 0

    def encode(self) -> str:
        """The payload, such as ``done:12:3:0`` (ASCII)."""
        return f"{self.act}:{self.number}:{self.version}:{self.choice}"

    @classmethod
    def decode(cls, payload: str) -> "Press | None":
        """The press of a payload, or ``None`` for anything this version of the bot did not write."""
        act, *numbers = payload.split(":")
        try:
            number, version, choice = (int(text) for text in numbers)
            return cls(Act(act), number, version, choice)
        except ValueError:
            return None
