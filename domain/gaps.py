"""What an item lacks of what the rules ask of it (缺项), and how long nothing was heard of it (久未反馈)."""

from datetime import date, datetime
from enum import StrEnum

from domain.item import Item
from domain.limits import due_on, local_day
from domain.measures import words_of_measures
from domain.rules import Rules
from domain.silence import silent_since


class Gap(StrEnum):
    """A part of an item that is not filled in."""

    LIMIT = "limit"  # neither a day nor 长期坚持, or one that can't be read
    STANDARD = "standard"  # 完成标准
    OWNER = "owner"  # 责任人
    MEASURES = "measures"  # 整改措施, asked for where the kind is verified


def gaps_of(item: Item, rules: Rules) -> tuple[Gap, ...]:
    """What the item lacks."""
    lacking = {
        Gap.LIMIT: due_on(item) is None and not item.is_endless,
        Gap.STANDARD: not item.standard.strip(),
        Gap.OWNER: not item.owner.strip(),
        Gap.MEASURES: lacks_measures(item, rules),
    }
    return tuple(gap for gap, is_lacking in lacking.items() if is_lacking)


def lacks_measures(item: Item, rules: Rules) -> bool:
    """未定措施: its kind is verified, and no measure is written down."""
    return rules.kind(item.kind).verify and not words_of_measures(item).strip()


#: So many work days without a word are 久未反馈 where the kind says nothing of it.
SILENT_AFTER = 10


def silent_days(item: Item, rules: Rules, now: datetime) -> int:
    """For how many work days a word has been owed; 0 where none is."""
    since = silent_since(item, rules)
    return 0 if since is None else rules.work_days.between(since, local_day(now, rules))


def is_silent(item: Item, rules: Rules, now: datetime) -> bool:
    """Whether it is 久未反馈: as long as its kind says until somebody is asked for a word."""
    return silent_days(item, rules, now) >= (rules.kind(item.kind).silent_after or SILENT_AFTER)


def coming_days(rules: Rules, today: date) -> tuple[date, date]:
    """Tomorrow, and the next work day: what is due until then has to be done today or tomorrow."""
    tomorrow = date.fromordinal(today.toordinal() + 1)
    return tomorrow, rules.work_days.on_or_after(tomorrow)
