"""The office's own settings as the rules see them: kinds, clocks, words. Built once from the configuration."""

from datetime import time
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
