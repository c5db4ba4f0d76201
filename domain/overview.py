"""The whole bureau in counts: the bureau group's morning, the office's own, and the same at any time (汇总)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from domain.amounts import Amounts
from domain.census import Census
from domain.highlights import is_highlight
from domain.item import ItemStatus
from domain.item_records import Verdict
from domain.limits import local_day
from domain.requests import RequestKind
from domain.rights import asleep
from domain.roster import Roster
from domain.rules import Rules
from domain.views import BureauDigest, Highlights, Line, Lost, OfficeDigest, UnitRow, by_limit

#: From this month on the office is reminded that next year's calendar is still missing.
NOTICE_MONTH = 11


def bureau_digest(census: Census, roster: Roster, *, is_half_year: bool = False) -> BureauDigest | None:
    """The bureau group's morning: a line for each unit that has something late, due, near or behind its pace.

    ``is_half_year``: it also says of how many items half is done.
    """
    view = bureau_counts(census, [unit.name for unit in roster.units])
    if is_half_year and census.halves:
        return replace(view, half_done=(census.halves[True], census.halves[False]))
    if view.rows or view.closed_this_week or (census.is_week_begun and view.tally.in_hand):
        return view
    return None


def bureau_counts(census: Census, known: Sequence[str]) -> BureauDigest:
    """The counts of all that the census has seen; ``known`` are the units that it is about, in the office's order."""
    names = [*known, *sorted(set(census.units) - set(known))]
    rows = tuple(row for name in names if _is_loud(row := UnitRow(name, census.tally_of(name), census.of(name).behind)))
    done, going = census.highlights[True], census.highlights[False]
    return BureauDigest(
        now=census.now,
        total=census.statuses.total(),
        closed=census.statuses[ItemStatus.CLOSED],
        paused=census.statuses[ItemStatus.SUSPENDED],
        tally=census.tally(),
        rows=rows,
        quiet_units=len(names) - len(rows),
        highlights=Highlights(done, going, census.summed_up) if done + going else None,
        relapsed=sum(each.relapsed for each in census.units.values()),
        without_measures=_bare(census, names) if census.is_week_begun else (),
        closed_this_week=_exemplary(census.closed_this_week),
    )


def _bare(census: Census, names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The units whose items lack measures, and how many."""
    counts = ((name, len(census.of(name).without_measures)) for name in names)
    return tuple((name, count) for name, count in counts if count)


def _exemplary(lines: Iterable[Line]) -> tuple[Line, ...]:
    """What is worth an example first (推出典型): closed in time, 八大亮点 before others."""
    return tuple(sorted(by_limit(lines), key=lambda line: (line.days_late > 0, not is_highlight(line.item))))


def _is_loud(row: UnitRow) -> bool:
    return bool(row.tally.late or row.tally.today or row.tally.near or row.tally.lagging)


def office_digest(
    census: Census, roster: Roster, lost: tuple[Lost, ...] = (), doubts: tuple[int, ...] = ()
) -> OfficeDigest | None:
    """The office's own morning. What stays as it is for weeks (gaps, people not started) is told once a week."""
    away = len(asleep(roster))
    year = missing_year(census.rules, census.now) if census.is_week_begun else None
    is_work_day = census.rules.work_days.is_work_day(census.today)
    gone = roster.away_today if is_work_day else ()
    asked = census.waiting or census.asked or doubts or census.obstacles or gone
    pressing = asked or census.rechecks or lost or census.faulty or (census.unsigned and is_work_day)
    if not (pressing or (census.is_week_begun and (away or _has_gaps(census) or census.silent or year))):
        return None
    return OfficeDigest(
        now=census.now,
        to_approve=census.awaiting,
        unsigned=census.unsigned,
        rechecks=len(census.rechecks),
        extensions=census.asked_for(RequestKind.EXTEND),
        prolongings=census.asked_for(RequestKind.PROLONG),
        plans=census.asked_for(RequestKind.PLAN),
        doubts=doubts,
        obstacles=census.obstacles,
        silent=census.silent,
        away=gone,
        asleep=away,
        lost=lost,
        without_limit=census.without_limit,
        without_measures=census.without_measures,
        faulty=census.faulty,
        provisional_year=year,
    )


def _has_gaps(census: Census) -> bool:
    return bool(census.without_limit or census.without_measures)


def missing_year(rules: Rules, now: datetime) -> int | None:
    """Next year, if from 1 November on its work days have not been published (暂定)."""
    today = local_day(now, rules)
    if today.month < NOTICE_MONTH or rules.work_days.is_published(today.year + 1):
        return None
    return today.year + 1


class Summary(Struct, frozen=True, kw_only=True):
    """What one reader may know of, in counts."""

    counts: BureauDigest
    is_whole: bool  # of the whole bureau; else of what the reader answers for
    sensitive: int  # open items that are in no other count
    waiting: int  # that await approval, the sensitive among them
    amounts: Amounts | None = None  # what audits found and what came of it, settled items included
    verdicts: Mapping[Verdict, int] = {}  # 群众评价, the sensitive among them


def summary_of(census: Census, roster: Roster, units: Sequence[str] | None) -> Summary:
    """Of a census that counted what the reader may see: of these units, or (``None``) of the whole bureau."""
    known = [unit.name for unit in roster.units]
    scope = known if units is None else [name for name in known if name in units]
    return Summary(
        counts=bureau_counts(census, scope),
        is_whole=units is None,
        sensitive=census.secret_in(census.units),
        waiting=census.awaiting,
        amounts=census.amounts if census.amounts.items else None,
        verdicts=dict(census.verdicts),
    )
