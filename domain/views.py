"""What a digest, an alert or a list shows, and the light (亮灯) of an item: the one category it is in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from domain.item import Did, Item, ItemStatus
from domain.item_records import Instruction, Milestone
from domain.limits import days_late, is_on_time, lapses_on, local_day
from domain.outline import Outlined
from domain.pace import Pace, pace_of
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Person
from domain.rules import Rules


class Light(StrEnum):
    """The one category an item is in today; never overlapping, in this order of precedence."""

    WAITING = "waiting"  # ⏳待销号
    LATE = "late"  # 🔴逾期
    TODAY = "today"  # 🟠今日到期
    NEAR = "near"  # 🟡临期: within three work days
    FAR_BEHIND = "far_behind"  # 🔴严重滞后: more than 30 points behind pace (序时进度)
    BEHIND = "behind"  # 🟡滞后: 10 to 30 points behind
    NORMAL = "normal"  # 🟢正常
    CLOSED = "closed"  # ✅办结/销号
    PAUSED = "paused"  # 中止
    CANCELLED = "cancelled"  # 撤销


class Line(Struct, frozen=True, gc=False):
    """One item as a list shows it."""

    item: Item
    light: Light
    due_on: date | None  # the last day in time: a statutory limit is rolled off rest days, a 退回 may have moved it
    days_late: int = 0  # calendar days; 0 with Light.LATE: the limit had a time of day, and that is past
    work_days_left: int = 0  # after today, the limit included; 0 also when only rest days lie before it
    is_last_work_day: bool = (
        False  # the limit is on a rest day ahead and today is the work day before it: reminded today
    )
    parts: tuple[int, int] = (0, 0)  # of a parent, where a list says so: how many parts are closed, and how many it has
    is_provisional: bool = False  # the limit's work-day arithmetic rests on an unpublished calendar (暂定)
    pace: Pace | None = None  # 序时进度, of what is in hand and can be counted


class Tally(Struct, frozen=True, kw_only=True):
    """Counts by light; they add up to ``in_hand``."""

    late: int = 0
    today: int = 0
    near: int = 0
    far_behind: int = 0
    behind: int = 0
    waiting: int = 0
    normal: int = 0

    @property
    def in_hand(self) -> int:
        """在办: everything that is not closed, cancelled or suspended."""
        return self.late + self.today + self.near + self.lagging + self.waiting + self.normal

    @property
    def lagging(self) -> int:
        """滞后, the far ones included."""
        return self.far_behind + self.behind


class UnitDigest(Struct, frozen=True, kw_only=True):
    """A unit group's morning (docs/messages.md 1)."""

    unit: str
    now: datetime
    tally: Tally
    lines: tuple[Line, ...]  # late (without those chased today), today, near, then ``lead`` rungs; each by limit
    chased_today: tuple[int, ...] = ()  # numbers whose 催办 follows at the next alert time: named once, not twice
    in_holiday: tuple[Line, ...] = ()  # last work day before a holiday: what falls due in it
    since_holiday: tuple[Line, ...] = ()  # first work day after one: what fell due meanwhile
    this_week: tuple[Line, ...] = ()  # first day back only
    relapsed: int = 0  # in hand because the problem came back (反弹)
    this_quarter: int = 0  # first day back only: how many fall due by the quarter's end
    provisional_year: int | None = None  # 暂定, explained once a week: the calendar of these dates is not published
    without_measures: tuple[int, ...] = ()  # 未定措施, by number: at the week's beginning only
    lagging: tuple[Line, ...] = ()  # 滞后, by number: told in a message of its own right at the week's beginning only


class UnitRow(Struct, frozen=True):
    """One unit's line in the bureau's morning."""

    unit: str
    tally: Tally
    behind: tuple[int, int] | None = None  # of what lags: the least and the most points


class Highlights(NamedTuple):
    """八大亮点, counted."""

    closed: int
    going: int
    summed_up: int = 0  # of those closed


class BureauDigest(Struct, frozen=True, kw_only=True):
    """The bureau group's morning (docs/messages.md 2)."""

    now: datetime
    total: int  # 交办: every item that is not cancelled
    closed: int
    paused: int
    tally: Tally
    rows: tuple[UnitRow, ...]  # units in the office's order that have something late, due today or near
    quiet_units: int  # the others
    highlights: Highlights | None = None  # None where the ledger has none
    closed_this_week: tuple[Line, ...] = ()  # Fridays (the week's last work day)
    relapsed: int = 0  # 反弹
    without_measures: tuple[tuple[str, int], ...] = ()  # 未定措施, by unit: at the week's beginning only
    half_done: tuple[int, int] | None = None  # 时间过半: of what can be counted, done by half and more, and less; once


#: Requests that wait for the reader, as kind and item: apart from the items, each of which has its own place.
Asked = tuple[tuple[RequestKind, int], ...]


class LeaderDigest(Struct, frozen=True, kw_only=True):
    """A deputy leader's private morning (docs/messages.md 3). Without needs only sent on the week's first work day."""

    person: Person
    now: datetime
    in_hand: int  # as the units' groups read it, and what else needs the leader
    late: tuple[Line, ...]
    today: tuple[Line, ...]
    to_approve: tuple[Line, ...]
    to_decide: Asked = ()
    secret: int = 0  # sensitive items (敏感), which no group counts
    before_rest: tuple[Line, ...] = ()  # the limit is on a rest day ahead, and today is the day to speak of it
    lagging: tuple[Line, ...] = ()  # 滞后, at the week's beginning
    chased_today: tuple[int, ...] = ()  # late as well, but the copy of today's 催办 speaks of them


class DirectorDigest(Struct, frozen=True, kw_only=True):
    """The director's private morning (docs/messages.md 12): the bureau's counts, then what was escalated."""

    now: datetime
    tally: Tally  # as the bureau's group reads it
    secret: int  # sensitive items in hand, which it does not count
    escalated: tuple[Line, ...]  # by unit in the office's order, then by limit
    to_approve: tuple[Line, ...] = ()
    to_decide: Asked = ()


class PersonalDigest(Struct, frozen=True, kw_only=True):
    """A head's or staff member's private morning: only what needs them today."""

    person: Person
    now: datetime
    late: tuple[Line, ...]
    today: tuple[Line, ...]
    returned: tuple[Line, ...]
    to_approve: tuple[Line, ...] = ()
    to_decide: Asked = ()
    before_rest: tuple[Line, ...] = ()  # the limit is on a rest day ahead, and today is the day to speak of it
    lagging: tuple[Line, ...] = ()  # 滞后, at the week's beginning
    without_measures: tuple[int, ...] = ()  # 未定措施 of a unit without a group, by number: then too
    chased_today: tuple[int, ...] = ()  # late as well, but today's 催办 goes to the same reader


class Lost(Struct, frozen=True):
    """A message that may not have arrived: for whom it was, and how it began."""

    addressee: str
    head: str


class OfficeDigest(Struct, frozen=True, kw_only=True):
    """The office's own morning (docs/messages.md 11): counts with a button each."""

    now: datetime
    to_approve: int
    unsigned: int
    asleep: int  # people of the roster whom the bot cannot reach
    without_limit: int  # items without deadline
    without_measures: int = 0  # 未定措施
    faulty: int = 0  # items of which something can't be read
    lost: tuple[Lost, ...] = ()  # what may not have arrived since the last digest
    rechecks: int = 0  # closed items whose 回头看 has come
    extensions: int = 0  # requests for more time that nobody has decided
    prolongings: int = 0  # … to prolong a statutory limit
    plans: int = 0  # … to approve a plan (整改方案)
    doubts: tuple[int, ...] = ()  # items whose objection (有异议) the office has not answered
    obstacles: int = 0  # without an answer
    silent: int = 0  # without a word for long
    away: tuple[tuple[str, str], ...] = ()  # who is on leave today, and who stands in ("" for nobody)
    provisional_year: int | None = None  # from 1 November on, when next year's notice is not in the calendar


class Rung(StrEnum):
    """The occasions of an item's life at which somebody is told."""

    LEAD = "lead"  # the 15/7/3/1 days: the digest names them
    DUE = "due"  # the day itself, in the afternoon, only without a word today
    HALF = "half"  # 时间过半: half of the time is over, and less than half is done
    MILESTONE = "milestone"  # a step of the plan (节点) is due today
    MILESTONE_LATE = "milestone_late"  # 节点催办
    INSTRUCTION = "instruction"  # 批示: its answer is due tomorrow, or today
    INSTRUCTION_LATE = "instruction_late"  # 批示催办
    SET = "set"  # a limit set after today's digest with a rung of today
    SIGN = "sign"  # 新交办: the unit is asked to acknowledge (签收)
    CHASE = "chase"  # 催办 n
    WAIT = "wait"  # 待审提示: the approver has been waited for
    RECHECK = "recheck"  # 回头看: the digest names it
    CONFIRM = "confirm"  # 待上级确认: the office asks the superior
    VERIFY = "verify"  # 回头看: whoever verifies says whether the result holds
    UNSIGNED = "unsigned"  # 未签收: nobody signed it in time
    SILENT = "silent"  # 久未反馈: nobody has said a word for long
    OBSTACLE = "obstacle"  # 难点: nobody answered it in time
    PROLONG = "prolong"  # 延长申请: nobody decided it in time
    PLAN = "plan"  # 整改方案: nobody approved it in time
    EXTENSION = "extension"  # 延期申请: nobody decided it in time
    DOUBT = "doubt"  # 有异议: the office has not settled it in time
    SUM_UP = "sum_up"  # 待总结上报: a highlight is closed and was not summed up
    REPORT = "report"  # 报告周期: a word is asked for regularly
    REVIEW = "review"  # 长期事项复核: the day came on which a long-term item is looked at again
    HAND_OVER = "hand_over"  # 转办: nobody said whether they take it over
    COOPERATE = "cooperate"  # 配合任务: a cooperating unit hears of the assignment
    RESUME = "resume"  # 挂账到期: the item comes back by itself
    CLOCK = "clock"  # 法定环节: before its end, on the day, and 催办 after it
    VERDICT = "verdict"  # 群众评价: nobody has taken it down


class Audience(StrEnum):
    """Who hears of an appointment."""

    UNIT = "unit"  # the unit's group
    DEPUTY = "deputy"  # 抄送分管领导: the first 催办
    DIRECTOR = "director"  # 抄报局长: the last 催办
    OFFICE = "office"  # every 催办, privately, to pass on by other messengers
    PARTNER = "partner"  # 配合单位: their groups
    APPROVER = "approver"  # 待审提示
    OWNER = "owner"  # 责任人, privately: what only they can answer
    HEAD = "head"  # 股室负责人, privately: one step above the owner
    DECIDER = "decider"  # who owes the answer to a request
    ABOVE = "above"  # one step above who owes it
    VERIFIER = "verifier"  # who takes the 回头看
    OVER_VERIFIER = "over_verifier"  # one step above


class AlertItem(Struct, frozen=True, gc=False):
    """One item of an alert, and what it is told as."""

    line: Line
    rung: Rung
    count: int = 0  # of a 催办: how many were told with it
    copied: frozenset[Audience] = frozenset()  # of a 催办: who reads a copy
    is_last: bool = False  # of a 催办: a draft 通报 goes with it
    to_sign: bool = False  # 签收 is asked for, whatever else is said
    request: DecisionRequest | None = None  # of one that nobody answered
    step: Milestone | None = None  # of a step of the plan
    clock: int = 0  # of a statutory clock: which one, and where on its ladder
    instruction: Instruction | None = None  # of a leader's instruction


_DAY = timedelta(days=1)
#: 临期: so many work days ahead, the limit included.
NEAR_WORK_DAYS = 3

_SETTLED = {
    ItemStatus.SUBMITTED: Light.WAITING,
    ItemStatus.CLOSED: Light.CLOSED,
    ItemStatus.SUSPENDED: Light.PAUSED,
    ItemStatus.CANCELLED: Light.CANCELLED,
}


class Standing(NamedTuple):
    """An item's light, and the last day in time."""

    light: Light
    due_on: date | None


def light_of(item: Outlined, rules: Rules, now: datetime) -> Light:
    """The item's one light, by precedence 待销号 > 逾期 > 今日到期 > 临期 > 严重滞后 > 滞后 > 正常."""
    return standing_of(item, rules, now).light


def standing_of(item: Outlined, rules: Rules, now: datetime) -> Standing:
    """What a list orders and counts the item by: as much of its line as its outline tells."""
    return with_pace(item, standing_by_limit(item, rules, now), rules, local_day(now, rules))


def standing_by_limit(item: Outlined, rules: Rules, now: datetime) -> Standing:
    """The same as far as state and limit tell: many items stand alike."""
    day, today = lapses_on(item, rules), local_day(now, rules)
    settled = _SETTLED.get(item.status)
    if settled is not None or day is None:
        return Standing(settled or Light.NORMAL, day)
    return Standing(_light(item, rules, now, today, day, rules.work_days.between(today, day)), day)


def with_pace(item: Outlined, standing: Standing, rules: Rules, today: date) -> Standing:
    """What the pace (序时进度) of an item says whose limit is far off."""
    if item.percent is None or standing.light is not Light.NORMAL or standing.due_on is None:
        return standing
    steps = item.milestones
    if steps and steps[0].due >= today and item.quota is None:  # nothing of the plan is expected yet
        return standing
    pace = pace_of(item, rules, today, standing.due_on)
    return standing if pace is None or not pace.is_behind else Standing(_paced(pace), standing.due_on)


def line_of(item: Item, rules: Rules, now: datetime) -> Line:
    """The item as a list shows it at ``now``. A digest asks this of everything, so each part is worked out once."""
    day, today = lapses_on(item, rules), local_day(now, rules)
    settled = _SETTLED.get(item.status)
    if day is None:
        return Line(item, settled or Light.NORMAL, None)
    left = rules.work_days.between(today, day)
    pace = None if item.percent is None or settled else pace_of(item, rules, today, day)
    return Line(
        item=item,
        light=settled or _light(item, rules, now, today, day, left, pace),
        due_on=day,
        days_late=0 if today <= day else days_late(item, rules, now),
        work_days_left=left,
        is_last_work_day=today < day and rules.work_days.on_or_before(day) == today,
        is_provisional=not rules.work_days.is_published(day.year),
        pace=pace,
    )


def _light(
    item: Outlined, rules: Rules, now: datetime, today: date, day: date, left: int, pace: Pace | None = None
) -> Light:
    if today + _DAY >= day and not is_on_time(item, rules, now):  # written in another zone it may lapse the day before
        return Light.LATE
    if day == today:
        return Light.TODAY
    if left <= NEAR_WORK_DAYS:
        return Light.NEAR
    return _paced(pace)


def _paced(pace: Pace | None) -> Light:
    if pace is None or not pace.is_behind:
        return Light.NORMAL
    return Light.FAR_BEHIND if pace.is_far_behind else Light.BEHIND


#: The lights of what is in hand, and so can still be done.
_IN_HAND = frozenset({Light.LATE, Light.TODAY, Light.NEAR, Light.FAR_BEHIND, Light.BEHIND, Light.NORMAL})
#: The lights of what does not keep pace.
LAGGING = frozenset({Light.FAR_BEHIND, Light.BEHIND})
#: The lights of a limit that is near or past.
PRESSING = frozenset({Light.LATE, Light.TODAY, Light.NEAR})


def sunday_of(today: date) -> date:
    """The day on which the week ends."""
    return today + timedelta(days=6 - today.weekday())


def is_due_within(line: Line | Standing, first: date, last: date) -> bool:
    """Whether it is in hand and its last day is one of these."""
    return line.light in _IN_HAND and line.due_on is not None and first <= line.due_on <= last


def tally(lines: Iterable[Line]) -> Tally:
    """Counts of the open items among the lines; closed, suspended and cancelled ones are not in hand."""
    return tally_of(Counter(line.light for line in lines))


def tally_of(lights: Mapping[Light, int]) -> Tally:
    """The same of items counted by their lights; a ``Counter`` has 0 for those that no item has."""
    return Tally(
        late=lights[Light.LATE],
        today=lights[Light.TODAY],
        near=lights[Light.NEAR],
        far_behind=lights[Light.FAR_BEHIND],
        behind=lights[Light.BEHIND],
        waiting=lights[Light.WAITING],
        normal=lights[Light.NORMAL],
    )


def by_limit(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines as a reader wants them: marked items (被通报, 省市考核) first, then by limit; those without one last."""
    return tuple(sorted(lines, key=_place))


def _place(line: Line) -> tuple[bool, date, str, int]:
    return not line.item.marks, line.due_on or date.max, line.item.due, line.item.number


#: What passes between leader, owner and head alone: a 退回, a difficulty and its answer, why more time was refused.
_IN_PRIVATE = frozenset({Did.SEND_BACK, Did.OBSTACLE, Did.ANSWER, Did.SOLVE, Did.REFUSE_EXTENSION, Did.REFUSE_PROLONG})


def as_shown(item: Item, *, is_private: bool) -> Item:
    """The item as it may be read: what is between leader, owner and head never shows in a group."""
    if is_private or not any(step.did in _IN_PRIVATE for step in item.history):
        return item
    history = tuple(step for step in item.history if step.did not in _IN_PRIVATE)
    return replace(item, returned_at=None, returned_reason="", history=history)
