"""The office's settings as the rules see them, its work days (调休 included), and when the bot may speak unasked."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

_DAY = timedelta(days=1)
_SATURDAY = 5
#: Substituted work days at the year's end may stem from the next year's notice: they prove nothing of their own.
_NEW_YEARS_NOTICE = (12, 25)


@cache
def _china() -> Any:
    """The library's class for China, from its own file: its package would load 250 countries to hand out one.

    That would take 8 MB and twice the time, of which everybody who asks something meanwhile has a part.
    """
    library = find_spec("holidays")
    if library is None or library.origin is None:
        raise ImportError("holidays")
    spec = spec_from_file_location("holidays_china", Path(library.origin).parent / "countries" / "china.py")
    if spec is None or spec.loader is None:
        raise ImportError("holidays.countries.china")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.China


def has_notice(substituted: Iterable[date]) -> bool:
    """Whether a year with these substituted work days has a notice of its own: its last days alone prove none."""
    return any((day.month, day.day) < _NEW_YEARS_NOTICE for day in substituted)


class _Year:
    """The work days of one calendar year, ascending."""

    def __init__(self, year: int, overrides: Mapping[date, bool]) -> None:
        calendar = _china()(years=[year])
        substituted = {day for day in calendar.weekend_workdays if day.year == year}
        self.is_published = has_notice(substituted)
        first = date(year, 1, 1)
        days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
        self.days = [
            day
            for day in days
            if overrides.get(day, day in substituted or (day.weekday() < _SATURDAY and day not in calendar))
        ]
        self._lookup = frozenset(self.days)

    def __contains__(self, day: date) -> bool:
        return day in self._lookup


@lru_cache(maxsize=32)
def _year_of(year: int, overrides: tuple[tuple[date, bool], ...]) -> _Year:
    """One for all bureaux of a process whose offices have set the same days: making one takes long."""
    return _Year(year, dict(overrides))


class WorkDays:
    """The work-day calendar; ``overrides`` are the office's own single days (True: work, False: rest)."""

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self.overrides = dict(overrides or {})
        self._years: dict[int, _Year] = {}

    def _year(self, year: int) -> _Year:
        known = self._years.get(year)
        if known is None:
            known = self._years[year] = _year_of(year, tuple(sorted(self.overrides.items())))
        return known

    def is_work_day(self, day: date) -> bool:
        return day in self._year(day.year)

    def is_published(self, year: int) -> bool:
        """Whether the State Council's notice for that year is in the calendar."""
        return self._year(year).is_published

    def on_or_before(self, day: date) -> date:
        """The day itself, or the work day before it."""
        while not self.is_work_day(day):
            day -= _DAY
        return day

    def on_or_after(self, day: date) -> date:
        """The day itself, or the next work day."""
        while not self.is_work_day(day):
            day += _DAY
        return day

    def add(self, day: date, n: int) -> date:
        """The ``n``-th work day after ``day`` (the start day is excluded); ``day`` itself for 0."""
        if n <= 0:
            return day
        year, days = day.year, self._year(day.year).days
        place = bisect_right(days, day) + n - 1
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self._year(year).days
        return days[place]

    def between(self, after: date, until: date) -> int:
        """How many work days lie after ``after``, up to and including ``until``; 0 when there are none."""
        if until <= after:
            return 0
        if after.year == until.year:
            days = self._year(after.year).days
            return bisect_right(days, until) - bisect_right(days, after)
        first, last = self._year(after.year).days, self._year(until.year).days
        whole = sum(len(self._year(year).days) for year in range(after.year + 1, until.year))
        return len(first) - bisect_right(first, after) + whole + bisect_right(last, until)

    def first_of_week(self, day: date) -> date | None:
        """The first work day of the day's week (Monday to Sunday); ``None`` when all of it is rest."""
        return next(iter(self._week(day)), None)

    def last_of_week(self, day: date) -> date | None:
        """The last work day of the day's week (Monday to Sunday); ``None`` when all of it is rest."""
        return next(reversed(self._week(day)), None)

    def _week(self, day: date) -> list[date]:
        monday = day - timedelta(days=day.weekday())
        return [each for n in range(7) if self.is_work_day(each := monday + timedelta(days=n))]

    def holiday_after(self, day: date) -> tuple[date, date] | None:
        """The rest days right after this work day, where they make more than a plain weekend: first and last."""
        if not self.is_work_day(day):
            return None
        return self._holiday(day + _DAY, self.on_or_after(day + _DAY) - _DAY)

    def holiday_before(self, day: date) -> tuple[date, date] | None:
        """The rest days right before this work day, where they make more than a plain weekend: first and last."""
        if not self.is_work_day(day):
            return None
        return self._holiday(self.on_or_before(day - _DAY) + _DAY, day - _DAY)

    def _holiday(self, first: date, last: date) -> tuple[date, date] | None:
        rest = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return (first, last) if any(day.weekday() < _SATURDAY for day in rest) else None


class PlanStep(Struct, frozen=True):
    """A step of a kind's plan: so many work days ``before`` the limit."""

    words: str
    before: int


class Course(StrEnum):
    """How what is to be done falls within an item's time (序时进度)."""

    NONE = ""  # nobody asks
    LINEAR = "linear"  # evenly
    STEPS = "steps"  # as the steps of its plan do


class StatutoryClock(Struct, frozen=True, kw_only=True):
    """One statutory step of a kind (法定环节) and its time, counted from the day after its beginning.

    The last clock of a kind is the item's own limit. An ``optional`` one is a right (提出异议): it ends by lapse of
    time, and nobody is chased for it.
    """

    name: str
    label: str  # 告知受理
    days: int = 0  # calendar days, or work days, or months: one of these counts
    work_days: bool = False
    months: int = 0
    lead_days: tuple[int, ...] = (3, 1, 0)  # calendar days before its end; of the last clock those of the kind
    prolong: int = 0  # by so many of the same units once, where that is approved (延长)
    after: str = ""  # the clock whose mark begins it; "": 收件
    optional: bool = False
    restarts: bool = False  # 收到补正: the clocks counted from 收件 wait once ``after`` is marked, and begin with this
    basis: str = ""  # where the figure is from; "": the office's own (本单位自定)


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of item (类别). ``lead_days`` are calendar days before the limit on which it is named."""

    name: str
    label: str
    lead_days: tuple[int, ...]
    verify: bool  # 销号 needs an approver
    recheck_after_days: int | None = None  # 回头看
    statutory: bool = False  # a limit on a rest day rolls forward (民法典 203)
    on_rest_days: bool = False  # may be pushed on rest days
    two_keys: bool = False  # 销号 needs the superior's confirmation after the approver's check
    asks_criterion: bool = False  # 销号 asks the approver for the criterion and the window of the 回头看
    asks_lessons: bool = False  # 申请销号 asks 举一反三 and 建章立制
    needs_evidence: bool = False  # 申请销号 needs at least one piece of 佐证材料
    sensitive: bool = False  # a workbook's items of it are sensitive (敏感) unless their row says 否
    obstacle_stops_chase: bool = False  # no 催办 while a reported obstacle (难点) is not solved
    silent_after: int = 0  # work days without a word until somebody is asked for one; 0: never
    steps: tuple[PlanStep, ...] = ()  # what a plan (倒排工期) proposes; () for equal parts
    plan_approved: bool = False  # a plan (整改方案) is approved by who is over the unit
    pace: Course = Course.NONE  # 序时进度: what is done is held against it
    clocks: tuple[StatutoryClock, ...] = ()  # 法定时限, in the order of the work
    urgency: tuple[tuple[str, int], ...] = ()  # 紧急程度 → work days of the last clock, instead of its own
    verdict_after: int = 0  # work days after 销号 until the caller's verdict (群众评价) is asked for; 0: never
    redo_days: int = 0  # the new limit after 不满意 (重办), in work days; 0: half of the last clock


#: The name of the table that holds for kinds without their own.
EVERY_KIND = "default"


class Reader(StrEnum):
    """Who may read a 催办, from the bottom up; the unit is always told, and the office always reads a copy."""

    UNIT = "unit"
    OWNER = "owner"  # 经办
    HEAD = "head"  # 股室负责人
    DEPUTY = "deputy"  # 分管领导
    DIRECTOR = "director"  # 局长


class Stop(StrEnum):
    """What keeps 催办 off."""

    SUBMITTED = "submitted"  # always: an approver has it
    EXTENSION_ASKED = "extension_asked"  # more time was asked for, and not decided
    OBSTACLE = "obstacle"  # a difficulty is not solved
    DOUBT = "doubt"  # the office has not settled an objection


class ChaseStep(Struct, frozen=True):
    """One 催办: so many work days after the limit, whom it reaches, whether a bulletin (通报) is drafted."""

    after: int
    to: frozenset[Reader]
    bulletin: bool = False


class Escalation(Struct, frozen=True):
    """The 催办 of a kind, in order, and what keeps them off."""

    steps: tuple[ChaseStep, ...]
    stops: frozenset[Stop] = frozenset({Stop.SUBMITTED, Stop.DOUBT})


@lru_cache(maxsize=64)  # asked for every item of a look
def plain_escalation(chase_after: tuple[int, ...]) -> Escalation:
    """``chase_after`` in full: the first with a copy to the deputy leader, the last to the director."""
    last = len(chase_after) - 1
    return Escalation(
        tuple(
            ChaseStep(
                after,
                frozenset(
                    [Reader.UNIT, *[Reader.DEPUTY] * (place == 0), *[Reader.DIRECTOR] * (place == last)],
                ),
                bulletin=place == last,
            )
            for place, after in enumerate(chase_after)
        )
    )


class Figure(StrEnum):
    """What is counted; the value stands in ``[figures] counted`` and ``weights``."""

    ASSIGNED = "assigned"  # 交办
    SETTLED = "settled"  # 办结
    ON_TIME = "on_time"  # 按期
    LATE = "late"  # 逾期办结
    OVERDUE = "overdue"  # 在办逾期
    EXTENDED = "extended"  # 延期次数
    RETURNED = "returned"  # 退回
    RELAPSED = "relapsed"  # 反弹
    QUOTAS = "quotas"  # 数量目标
    QUOTAS_MET = "quotas_met"  # 完成的数量目标


class FigureRules(Struct, frozen=True):
    """``[figures]``: what is counted, of which kinds (none named: of all), and what each counts for."""

    counted: tuple[Figure, ...] = tuple(Figure)
    kinds: tuple[str, ...] = ()
    weights: Mapping[Figure, float] = {}


class Rules(Struct, frozen=True, kw_only=True):
    """Everything a rule needs to know of the office."""

    office_name: str
    timezone: ZoneInfo
    closes_at: time
    unit_word: str  # 股室 / 处室 / 科室
    kinds: dict[str, Kind]
    digest_at: time
    alerts_at: tuple[time, ...]  # ascending
    workdays_only: bool
    quiet_hours: tuple[time, time] | None  # from, until; may span midnight
    chase_after: tuple[int, ...]  # 催办 at these many work days after the limit, where no table says more
    supplement_days: int  # work days to answer a 退回
    approve_within: int  # work days before a waiting approver is reminded
    work_days: WorkDays
    answer_within: int = 2  # work days to answer a reported obstacle (难点)
    short_item_days: int = 10  # items shorter than this use ``short_lead_days``
    short_lead_days: tuple[int, ...] = (3, 1, 0)
    sign_within: int = 0  # work days until who has not signed is asked to; 0: never
    pushes_a_day: int = 0  # messages that a chat is pushed unasked, 催办 and what can't wait apart; 0: any number
    escalations: dict[str, Escalation] = {}  # by kind; ``EVERY_KIND`` for those without their own
    silent_step: int = 3  # work days until a silence is told one step higher
    figures: FigureRules = FigureRules()  # 考核
    review_at: time | None = None  # 本周回顾, on the week's last work day; None: never
    sources: tuple[str, ...] = ()  # 来源 as the office lists them; others are taken as well

    def escalation(self, kind: str) -> Escalation:
        """The kind's 催办: its own table, the office's, or ``chase_after`` in full."""
        found = self.escalations.get(kind) or self.escalations.get(EVERY_KIND) if self.escalations else None
        return found or plain_escalation(self.chase_after)

    def kind(self, name: str) -> Kind:
        """The kind's settings; one that the configuration no longer has behaves like a plain task."""
        return self.kinds.get(name) or Kind(name=name, label=name, lead_days=(7, 3, 1, 0), verify=False)


#: Later than this after its moment, a message is marked 补发.
BELATED_AFTER = timedelta(minutes=5)


def is_push_day(rules: Rules, day: date, kind: Kind | None = None) -> bool:
    """Whether anything may be pushed on that day; a kind may speak on rest days as well."""
    return not rules.workdays_only or (kind is not None and kind.on_rest_days) or rules.work_days.is_work_day(day)


def push_day_on_or_before(rules: Rules, day: date, kind: Kind | None = None) -> date:
    """The day itself, or the last one before it on which something may be pushed."""
    return day if is_push_day(rules, day, kind) else rules.work_days.on_or_before(day)


def is_quiet(rules: Rules, at: time) -> bool:
    """Whether a time of day lies in the quiet hours; their end is not quiet any more."""
    return _is_within(rules.quiet_hours, at)


def _is_within(hours: tuple[time, time] | None, at: time) -> bool:
    if hours is None:
        return False
    begin, end = hours
    return begin <= at < end if begin <= end else at >= begin or at < end


def may_push(rules: Rules, now: datetime, kind: Kind | None = None) -> bool:
    """Whether something may be pushed at this instant."""
    local = now.astimezone(rules.timezone)
    return not is_quiet(rules, local.time()) and is_push_day(rules, local.date(), kind)


def is_belated(moment: datetime, now: datetime) -> bool:
    """Whether what was due at ``moment`` comes so late that it must say so (补发)."""
    return now - moment > BELATED_AFTER


def alert_times(rules: Rules) -> tuple[time, ...]:
    """The times of day at which alerts are told, never empty: without any outside the quiet hours, the digest's."""
    return _alert_times(rules.alerts_at, rules.quiet_hours, rules.digest_at)


def muted_times(rules: Rules) -> tuple[time, ...]:
    """Times of the configuration at which nothing is said after all, as they lie in the quiet hours."""
    return tuple(at for at in told_times(rules) if is_quiet(rules, at))


def told_times(rules: Rules) -> tuple[time, ...]:
    """The times of day of the configuration at which something is told, ascending."""
    return tuple(sorted({rules.digest_at, *rules.alerts_at, *([rules.review_at] if rules.review_at else [])}))


def came_due_at(rules: Rules, queued_at: datetime) -> datetime:
    """The newest of the office's times on that day that had come when a push was queued; before the first: then."""
    local = queued_at.astimezone(rules.timezone)
    moments = (datetime.combine(local.date(), at, rules.timezone) for at in told_times(rules))
    return max((moment for moment in moments if moment <= local), default=local)


def leaves_no_time(rules: Rules) -> bool:
    """Whether every alert time is after the office closes: a 到期提醒 on the day itself can never go out."""
    return all(at >= rules.closes_at for at in alert_times(rules))


@lru_cache(maxsize=64)  # asked for every item of a look; an office has one set of times
def _alert_times(
    alerts_at: tuple[time, ...], quiet_hours: tuple[time, time] | None, digest_at: time
) -> tuple[time, ...]:
    return tuple(at for at in alerts_at if not _is_within(quiet_hours, at)) or (digest_at,)
