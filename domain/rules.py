"""The office's own settings as the rules see them, and when they let the bot speak unasked (免打扰时段)."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain.workdays import WorkDays


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of item (类别). ``lead_days`` are calendar days before the limit on which it is named."""

    name: str
    label: str
    lead_days: tuple[int, ...]
    verify: bool  # 销号 needs an approver
    recheck_after_days: int | None = None  # 回头看
    statutory: bool = False  # a limit on a rest day rolls forward (民法典 203)
    on_rest_days: bool = False  # may be pushed on rest days
    sensitive: bool = False  # a workbook's items of it are sensitive (敏感) unless their row says 否


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
    chase_after: tuple[int, ...]  # 催办 at these many work days after the limit
    supplement_days: int  # work days to answer a 退回
    approve_within: int  # work days before a waiting approver is reminded
    work_days: WorkDays
    short_item_days: int = 10  # items shorter than this use ``short_lead_days``
    short_lead_days: tuple[int, ...] = (3, 1, 0)

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
    return tuple(at for at in sorted({rules.digest_at, *rules.alerts_at}) if is_quiet(rules, at))


def leaves_no_time(rules: Rules) -> bool:
    """Whether every alert time is after the office closes: a 到期提醒 on the day itself can never go out."""
    return all(at >= rules.closes_at for at in alert_times(rules))


@lru_cache(maxsize=8)  # asked for every item of a look; an office has one set of times
def _alert_times(
    alerts_at: tuple[time, ...], quiet_hours: tuple[time, time] | None, digest_at: time
) -> tuple[time, ...]:
    return tuple(at for at in alerts_at if not _is_within(quiet_hours, at)) or (digest_at,)
