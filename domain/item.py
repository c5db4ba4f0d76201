"""The item (事项): one promise of the bureau, with an owner, a limit and a state."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

Instant = Annotated[datetime, Meta(tz=True)]


class ItemStatus(StrEnum):
    """Where an item stands between being assigned and being crossed off."""

    ASSIGNED = "assigned"  # 已交办，未签收
    ACKNOWLEDGED = "acknowledged"  # 已签收，办理中
    SUBMITTED = "submitted"  # 已申请销号，待审核
    CLOSED = "closed"  # 办结 / 销号
    CANCELLED = "cancelled"  # 撤销
    SUSPENDED = "suspended"  # 中止


#: States in which somebody in the unit still has to act.
IN_HAND = frozenset({ItemStatus.ASSIGNED, ItemStatus.ACKNOWLEDGED})
#: States that count as 在办.
OPEN = IN_HAND | {ItemStatus.SUBMITTED}


class Did(StrEnum):
    """What a step of an item's history did."""

    ASSIGN = "assign"  # 交办
    AMEND = "amend"  # 台账更新 (an import or an outside edit changed fields)
    ACKNOWLEDGE = "acknowledge"  # 签收
    PROGRESS = "progress"  # 反馈进展、补充佐证
    CLOSE_OUT = "close_out"  # 办结
    SUBMIT = "submit"  # 申请销号
    APPROVE = "approve"  # 核销
    SEND_BACK = "send_back"  # 退回
    UNDO = "undo"  # 撤回


class Step(Struct, frozen=True, omit_defaults=True, gc=False):
    """One line of an item's history (办理过程): who did what, when, and the words they left."""

    at: Instant
    by: str
    did: Did
    note: str = ""


class Misread(Struct, frozen=True, gc=False):
    """A field that somebody wrote so that it means nothing plain; ``field`` is ``""`` for the whole row."""

    field: str
    written: str


class Item(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One item of the ledger (台账). Every change returns a new value with ``version`` one higher.

    ``due`` is an ISO date (inclusive; the day ends at ``Rules.closes_at``), an ISO local date-time, or ``""`` for none.
    ``unit`` and ``owner`` are names as written in the office's workbook.
    """

    number: int
    kind: str
    title: str
    unit: str
    owner: str
    due: str
    status: ItemStatus
    version: int

    ledger_number: str = ""  # the workbook's 序号, when it is not the item's own number
    sheet: str = ""  # the workbook's sheet it came from
    due_written: str = ""  # the limit as the workbook wrote it: 三日内, read again later, would mean another day
    leader: str = ""  # 责任领导
    partners: tuple[str, ...] = ()  # 配合单位
    source: str = ""  # 来源
    reference: str = ""  # 文号
    measures: str = ""  # 整改措施
    standard: str = ""  # 完成标准
    progress: str = ""  # 推进落实情况, the latest word
    remark: str = ""  # 备注
    marks: tuple[str, ...] = ()  # 被通报, 省市考核: listed first
    is_sensitive: bool = False  # private chats only
    is_endless: bool = False  # 长期坚持: never overdue
    start_on: date | None = None

    due_set_at: Instant | None = None  # when this limit was set: the ladder starts here
    assigned_at: Instant | None = None
    moved_at: Instant | None = None  # when another unit took it over: asked to sign, and chased, from then on
    acknowledged_at: Instant | None = None
    acknowledged_by: str = ""
    submitted_at: Instant | None = None
    submitted_by: str = ""
    closed_at: Instant | None = None
    closed_by: str = ""
    returned_at: Instant | None = None  # the newest 退回 that has not been answered
    returned_reason: str = ""
    supplement_by: date | None = None  # answer the 退回 by this day
    in_time_until: date | None = None  # where a 退回 gave new days: the last one that counts as 按期
    before: ItemStatus | None = None  # the state that 撤回 restores
    evidence: tuple[str, ...] = ()  # what was handed in as 佐证材料
    history: tuple[Step, ...] = ()
    faults: tuple[Misread, ...] = field(default=(), name="_faults")  # found on reading, never written
