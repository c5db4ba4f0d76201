"""The item (事项): one promise of the bureau, with an owner, a limit and a state."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta, Struct, field

from domain.item_records import (
    CallerVerdict,
    ClockMark,
    Instruction,
    Measure,
    Milestone,
    Prolongation,
    Recheck,
    Share,
)

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
    PROGRESS = "progress"  # 反馈进展
    EVIDENCE = "evidence"  # 补充佐证
    RETURN_EVIDENCE = "return_evidence"  # 退回一件佐证
    CLOSE_OUT = "close_out"  # 办结
    SUBMIT = "submit"  # 申请销号
    APPROVE = "approve"  # 核销
    SEND_BACK = "send_back"  # 退回
    UNDO = "undo"  # 撤回
    ASK_EXTENSION = "ask_extension"  # 申请延期
    EXTEND = "extend"  # 同意延期
    REFUSE_EXTENSION = "refuse_extension"  # 不同意延期
    OBSTACLE = "obstacle"  # 报告难点
    ANSWER = "answer"  # 难点答复
    SOLVE = "solve"  # 难点已解决
    DOUBT = "doubt"  # 对交办有异议
    SETTLE = "settle"  # 异议答复
    EDIT = "edit"  # 调整
    CANCEL = "cancel"  # 撤销
    SUSPEND = "suspend"  # 挂账
    RESUME = "resume"  # 恢复办理
    OFFER = "offer"  # 提出转办
    TAKE_OVER = "take_over"  # 接手
    DECLINE = "decline"  # 不接手
    TICK = "tick"  # 配合单位完成
    MEASURE = "measure"  # 措施完成
    PLAN = "plan"  # 编制、调整节点
    MILESTONE = "milestone"  # 节点完成
    ASK_PLAN = "ask_plan"  # 报审整改方案
    APPROVE_PLAN = "approve_plan"  # 同意整改方案
    REFUSE_PLAN = "refuse_plan"  # 退回整改方案
    INSTRUCT = "instruct"  # 领导批示
    ANSWER_INSTRUCTION = "answer_instruction"  # 批示办理情况
    SUM_UP = "sum_up"  # 已总结上报
    CLOCK = "clock"  # 法定环节完成
    ASK_PROLONG = "ask_prolong"  # 申请延长办理
    PROLONG = "prolong"  # 同意延长办理
    REFUSE_PROLONG = "refuse_prolong"  # 不同意延长办理
    VERDICT = "verdict"  # 群众评价
    LESSON = "lesson"  # 举一反三、建章立制
    CHECK = "check"  # 初核
    CONFIRM = "confirm"  # 上级确认
    RECHECK = "recheck"  # 回头看：巩固
    RELAPSE = "relapse"  # 反弹
    CARRY = "carry"  # 结转


class Step(Struct, frozen=True, omit_defaults=True, gc=False):
    """One line of an item's history (办理过程): who did what, when, and the words they left."""

    at: Instant
    by: str
    did: Did
    note: str = ""
    to: str = ""  # what was asked for or decided: a limit as ``due`` writes it, an owner's name
    on_behalf: str = ""  # for whom (代): the absent person, or the leader whose liaison it was
    answers: str = ""  # the 催办 that this answers (``2026-11-20|chase:1``); of 撤回, the place of a figure
    added: float = 0  # what a report added to the reached part of the quota
    share: str = ""  # whose share it counts to
    was: dict[str, Any] = {}  # the fields that the step changed, as they were before: 撤回 restores them


class Stage(StrEnum):
    """How far the work has come, as it was last reported (推进情况)."""

    NOT_BEGUN = "not_begun"  # 未启动
    UNDER_WAY = "under_way"  # 推进中
    NEARLY_DONE = "nearly_done"  # 基本完成


class Quota(Struct, frozen=True, omit_defaults=True, gc=False):
    """A counted target (目标10条，已完成8条). Shares of several units add up to ``reached``."""

    target: float
    reached: float = 0
    counted_in: str = ""  # 条, 万元
    by_quarter: tuple[float, ...] = ()  # what is to be reached by the end of each quarter; the last is the target
    shares: tuple[Share, ...] = ()  # of units that have one quota between them


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    WORDS = "words"  # as a workbook writes it
    PHOTO = "photo"
    VIDEO = "video"
    DOCUMENT = "document"
    VOICE = "voice"
    LOCATION = "location"


class Evidence(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One piece of 佐证材料. A file stays with Telegram: ``file_id`` is how the bot asks for it."""

    kind: EvidenceKind = EvidenceKind.WORDS
    words: str = ""  # the words of a workbook, the caption of a file
    by: str = ""
    at: Instant | None = None
    file_id: str = ""
    unique_id: str = ""  # the same for the same file, however often it is sent
    name: str = ""  # the file's own name
    latitude: float | None = None
    longitude: float | None = None
    returned_at: Instant | None = None  # 退回: it counts no more
    returned_by: str = ""
    returned_reason: str = ""


class FormerLimit(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A limit that the item had before; it stays visible."""

    due: str
    moved_at: Instant
    moved_by: str
    reason: str = ""


class ObstacleKind(StrEnum):
    """What a difficulty asks for."""

    COORDINATION = "coordination"  # 需协调
    WORDING = "wording"  # 表述需调整
    EXPLANATION = "explanation"  # 仅需解释
    UNSOLVABLE = "unsolvable"  # 暂时无法解决


class Obstacle(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A difficulty (难点) that somebody reported; the item shows it until it is said to be solved."""

    kind: ObstacleKind
    words: str
    by: str
    at: Instant  # the clock on the answer starts here, and again when it is still unsolved
    answer: str = ""
    answered_by: str = ""
    answered_at: Instant | None = None


class DoubtKind(StrEnum):
    """Why a unit objects to an assignment."""

    NOT_OURS = "not_ours"  # 非本股室职责
    UNCLEAR = "unclear"  # 要求不明确
    IMPOSSIBLE = "impossible"  # 时限无法完成


class Doubt(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An objection to the assignment (有异议); until the office answers it the item is 待明确."""

    kind: DoubtKind
    by: str
    at: Instant
    words: str = ""


class Tick(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A cooperating unit (配合单位) has done its part."""

    unit: str
    by: str
    at: Instant
    words: str = ""


class Misread(Struct, frozen=True, gc=False):
    """A field that somebody wrote so that it means nothing plain; ``field`` is ``""`` for the whole row."""

    field: str
    written: str


class Item(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One item of the ledger (台账). Every change returns a new value with ``version`` one higher.

    ``due`` is an ISO date (inclusive; the day ends at ``Rules.closes_at``), an ISO local date-time, or ``""`` for none.
    ``unit`` and ``owner`` are names as written in the office's workbook.
    """

    number: int = 0  # 0 until it is entered; a document is filed under it and does not hold it
    kind: str
    title: str
    unit: str
    owner: str
    due: str
    status: ItemStatus
    version: int

    # What nearly every item has stands first: the decoder looks for a field from the one before it on.
    ledger_number: str = ""  # the workbook's 序号, when it is not the item's own number
    sheet: str = ""  # the workbook's sheet it came from
    due_written: str = ""  # the limit as the workbook wrote it: 三日内, read again later, would mean another day
    leader: str = ""  # 责任领导
    partners: tuple[str, ...] = ()  # 配合单位
    source: str = ""  # 来源
    reference: str = ""  # 文号
    measures: str | tuple[Measure, ...] = (
        ""  # 整改措施: words alone, or each with owner, limit, state (``domain.measures``)
    )
    standard: str = ""  # 完成标准
    progress: str = ""  # 推进落实情况, the latest word
    remark: str = ""  # 备注
    due_set_at: Instant | None = None  # when this limit was set: the ladder starts here
    assigned_at: Instant | None = None
    acknowledged_at: Instant | None = None
    acknowledged_by: str = ""
    submitted_at: Instant | None = None
    submitted_by: str = ""
    closed_at: Instant | None = None
    closed_by: str = ""
    evidence: tuple[Evidence, ...] = ()  # what was handed in as 佐证材料, returned pieces included
    history: tuple[Step, ...] = ()

    marks: tuple[str, ...] = ()  # 被通报, 省市考核: listed first
    is_sensitive: bool = False  # private chats only
    is_endless: bool = False  # 长期坚持: never overdue
    start_on: date | None = None
    score: float | None = None  # 分值
    is_highlight: bool = False  # 亮点
    amount: float | None = None  # 涉及金额, in 万元
    amount_put_right: float | None = None  # 整改金额, in 万元
    rules_made: tuple[str, ...] = ()  # 出台制度
    instructions: tuple[Instruction, ...] = ()  # 领导批示, oldest first
    parent: int = 0  # the item that this is a part of
    series: int = 0  # the recurring series that this is an occurrence of
    occurrence: date | None = None  # its day in the series, before any rest day moved it
    report_every: str = ""  # how often a word is asked for (``domain.rhythm``); "" for never
    ledger_year: int = 0  # the year whose ledger it stands in; 0 before the first year was closed
    carried_from: int = 0  # the year it was carried over from (结转)

    moved_at: Instant | None = None  # when another unit took it over: asked to sign, and chased, from then on
    returned_at: Instant | None = None  # the newest 退回 that has not been answered
    returned_reason: str = ""
    supplement_by: date | None = None  # answer the 退回 by this day
    in_time_until: date | None = None  # where a 退回 gave new days: the last one that counts as 按期
    before: ItemStatus | None = None  # the state that 撤回 restores
    stage: Stage | None = None
    quota: Quota | None = None
    obstacle: Obstacle | None = None
    doubt: Doubt | None = None
    former_limits: tuple[FormerLimit, ...] = ()  # oldest first
    ticks: tuple[Tick, ...] = ()
    suspended_until: date | None = None  # 挂账: the day on which it comes back by itself
    review_on: date | None = None  # a long-term item's day to be looked at
    percent: int | None = None  # how much is done, of what can be counted (``domain.done_share``); kept by the store
    milestones: tuple[Milestone, ...] = ()  # the plan (时间表), by day
    plan_approved_at: Instant | None = None
    plan_approved_by: str = ""
    urgency: str = ""  # 紧急程度, as the kind's own table names it: the last clock is then so long
    received_on: date | None = None  # 受理 or 收件: statutory clocks start here
    clock_marks: tuple[ClockMark, ...] = ()
    prolonged: tuple[Prolongation, ...] = ()
    verdicts: tuple[CallerVerdict, ...] = ()  # 群众评价, oldest first
    criterion: str = ""  # what a 回头看 looks for
    observe_until: date | None = None  # the observation window after 销号
    verifier: str = ""  # who takes the 回头看; "" for whoever may
    rechecks: tuple[Recheck, ...] = ()
    repeats: int = 0  # an earlier item with the same problem
    like_cases: str = ""  # 举一反三: 是, 不涉及, or what was done
    rule_made: str = ""  # 建章立制: the same
    checked_at: Instant | None = None  # the first of two keys (初核)
    checked_by: str = ""
    confirmed_at: Instant | None = None  # the second (上级确认)
    confirmed_by: str = ""
    confirmed_basis: str = ""  # its paper: 市民政局销号函〔2026〕8号
    summed_up_at: Instant | None = None  # a highlight's last step (已总结上报)
    summed_up_by: str = ""
    faults: tuple[Misread, ...] = field(default=(), name="_faults")  # found on reading, never written
