"""What an item's plan is made of: measures, milestones, shares of a quota, instructions, statutory steps, re-checks."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

_Instant = Annotated[datetime, Meta(tz=True)]


class Measure(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One measure (措施). ``due`` is an ISO date, or ``""``."""

    words: str
    owner: str = ""
    due: str = ""
    done_at: _Instant | None = None
    done_by: str = ""


class Milestone(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One dated step of an item's plan (节点). ``number`` names it for ever, whatever is added before it."""

    number: int
    words: str
    due: date
    owner: str = ""  # who answers for it, where that is not the item's owner
    set_at: _Instant | None = None  # when this day was set: its ladder starts here
    done_at: _Instant | None = None
    done_by: str = ""


class Share(Struct, frozen=True, omit_defaults=True, gc=False):
    """One unit's part of a quota."""

    unit: str
    target: float
    reached: float = 0


class Instruction(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A leader's written instruction on the item (领导批示); its answer has a clock of its own."""

    words: str
    leader: str
    day: date
    answer_by: date | None = None
    set_at: _Instant | None = None
    answer: str = ""
    answered_at: _Instant | None = None
    answered_by: str = ""


class ClockMark(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A statutory step was taken (告知受理, 办结答复). ``clock`` is its name in the kind's settings."""

    clock: str
    at: _Instant
    by: str
    words: str = ""


class Prolongation(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A statutory limit was extended (延长), by so many days of its clock."""

    clock: str
    days: int
    at: _Instant
    by: str
    reason: str = ""


class Verdict(StrEnum):
    """What the caller or petitioner says of the result (群众评价)."""

    SATISFIED = "satisfied"  # 满意
    FAIRLY = "fairly"  # 基本满意
    DISSATISFIED = "dissatisfied"  # 不满意
    UNREACHED = "unreached"  # 未联系上


class CallerVerdict(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One verdict, and who took it down."""

    verdict: Verdict
    at: _Instant
    by: str
    words: str = ""


class Recheck(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One 回头看: whether the result holds (巩固), or the problem is back (反弹)."""

    at: _Instant
    by: str
    holds: bool
    words: str = ""
