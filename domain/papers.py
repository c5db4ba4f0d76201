"""Papers (公文稿): their kinds, what each is about, how one is asked for, and what is kept of it.

A paper is a draft until the office settles it (定稿). Then it has a number of its year and kind, and its file's SHA-256
stands in the ledger: a file that was changed since is told apart.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import IntEnum, StrEnum

from msgspec import Struct

from domain.item import Instant
from domain.paper_errors import PaperUnread, PaperUnreadWhy
from domain.reporting import Reporting, half_of, month_around, read_reporting, require_begun, week_of, year_of
from domain.roster import Roster


class PaperKind(StrEnum):
    """What is written; the value stands in the ledger."""

    HALF_YEAR = "half_year"  # 半年汇报
    YEAR = "year"  # 年度汇报
    BULLETIN = "bulletin"  # 通报
    ORDER = "order"  # 督办单
    CROSS_OFF = "cross_off"  # 对账销号单
    ADVANCE = "advance"  # 推进表
    WEEK = "week"  # 周调度
    MONTH = "month"  # 月通报


class Level(StrEnum):
    """The colour of a 督办单."""

    YELLOW = "yellow"  # in time yet
    ORANGE = "orange"  # late
    RED = "red"  # late beyond the last 催办


class PaperChoice(IntEnum):
    """What is done about a paper; below ``EDIT`` a draft of the kind at that place is asked for."""

    MENU = 0
    EDIT = 20  # 改一改
    SETTLE = 21  # 定稿
    SETTLE_ANYHOW = 22  # 仍定稿, though something is marked as missing
    FETCH = 23  # 取回
    LIST = 24
    CHECK = 25  # 核对文件


#: Kinds about one item, about the problems of a source, and about a period.
OF_AN_ITEM = frozenset({PaperKind.ORDER})
OF_A_SOURCE = frozenset({PaperKind.CROSS_OFF, PaperKind.ADVANCE})
#: In which a unit may be named: the unit's own report.
OF_A_UNIT = frozenset({PaperKind.HALF_YEAR, PaperKind.YEAR})


class Wish(Struct, frozen=True, kw_only=True):
    """Which paper is asked for."""

    kind: PaperKind
    period: Reporting
    unit: str = ""
    source: str = ""
    item: int = 0
    level: Level | None = None


class Paper(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One paper as the ledger keeps it. ``file`` is a name in the spool, made of the content's SHA-256."""

    number: int = 0
    kind: PaperKind
    title: str
    file: str
    sha256: str
    drafted_at: Instant
    drafted_by: str
    version: int = 1  # one higher with each edited file that was sent back
    item: int = 0
    is_sensitive: bool = False
    year: int = 0
    serial: int = 0  # of its kind in that year; 0 for a draft
    settled_at: Instant | None = None
    settled_by: str = ""
    identity: str = ""  # stands in its file as well, so that a file that is sent back tells whose version it is

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None


class Heading(Struct, frozen=True):
    """一、… (level 1) or （一）… (level 2); its numeral is in the words."""

    level: int
    words: str


class Prose(Struct, frozen=True):
    """A paragraph; a line to be signed by hand stands without its indent."""

    words: str
    is_indented: bool = True


class Grid(Struct, frozen=True):
    """A table: headings with their widths in characters, rows of words, and perhaps a row of totals."""

    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


Block = Heading | Prose | Grid


class Content(Struct, frozen=True, kw_only=True):
    """What a paper says: named fields for the placeholders of its template, and the body, block by block."""

    kind: PaperKind
    title: str
    fields: Mapping[str, str]
    body: tuple[Block, ...] = ()
    level: Level | None = None


#: The placeholder of the body, and those that a template of each kind must have.
BODY = "正文"
_FORM = ("督办事项", "责任单位", "完成时限")
NEEDED: Mapping[PaperKind, tuple[str, ...]] = {**dict.fromkeys(PaperKind, (BODY,)), PaperKind.ORDER: _FORM}
#: Every placeholder of papers with a body, and of the 督办单.
_OF_ALL = ("标题", "编号", "单位", "日期", "签发人")
_OF_FORM = (
    "级别",
    "督办号",
    "来源",
    "责任人",
    "责任领导",
    "完成标准",
    "办理情况",
    "逾期情况",
    "催办情况",
    "督办要求",
    "反馈时限",
)
KNOWN: Mapping[PaperKind, frozenset[str]] = {
    **dict.fromkeys(PaperKind, frozenset((*_OF_ALL, "主送", BODY))),
    PaperKind.ORDER: frozenset((*_OF_ALL, *_FORM, *_OF_FORM)),
}
#: Stands for the number until the paper is settled.
UNNUMBERED = "〔待编号〕"
#: What nobody has filled in or decided: 〔待补：主送机关〕, 〔待定〕.
OPEN_MARK = re.compile(r"〔待[补定][^〔〕]{0,60}〕")


class Unfinished(Struct, frozen=True):
    """What in a paper's file is not over."""

    marks: int = 0  # 〔待补〕〔待定〕
    revisions: int = 0  # tracked changes (修订)
    comments: int = 0  # 批注

    @property
    def is_any(self) -> bool:
        return bool(self.marks or self.revisions or self.comments)


def open_marks(words: Iterable[str]) -> int:
    """How many places of a paper are still to be filled in."""
    return sum(len(OPEN_MARK.findall(each)) for each in words)


#: In January and February the report is that of the year before; in July and August of the first half.
_SOON_AFTER = 2
_MONTHS_A_HALF = 6
#: Up to this day of a month the bulletin is that of the month before.
_FIRST_DAYS = 10


def period_for(kind: PaperKind, today: date) -> Reporting:
    """The period that a paper of the kind is about where nothing is said."""
    if kind is PaperKind.WEEK:
        return week_of(today)
    if kind is PaperKind.MONTH:
        return month_around(today, 1 if today.day <= _FIRST_DAYS else 0)
    if kind is PaperKind.HALF_YEAR:
        half = half_of(today)
        is_early = today.month - half.first.month < _SOON_AFTER
        return half_of(date.fromordinal(half.first.toordinal() - 1)) if is_early else half
    if kind is PaperKind.YEAR and today.month <= _SOON_AFTER:
        return year_of(date(today.year - 1, 1, 1))
    return year_of(today)


def read_wish(kind: PaperKind, words: str, levels: Mapping[str, Level], roster: Roster, today: date) -> Wish:
    """What follows the kind: a period, a unit, a source, or an item and a colour.

    Raises ``PaperUnread`` and ``PeriodAhead``.
    """
    rest = words.strip()
    if kind in OF_AN_ITEM:
        return _read_order(kind, rest, levels, today)
    unit = next((u.name for u in sorted(roster.units, key=lambda u: -len(u.name)) if u.name in rest), "")
    if kind in OF_A_UNIT and unit:
        rest = rest.replace(unit, " ", 1).strip()
    period = read_reporting(rest, today) if rest else period_for(kind, today)
    if kind in OF_A_SOURCE:
        return Wish(kind=kind, period=period_for(kind, today), source=rest)
    if period is None:
        raise PaperUnread(kind, rest, PaperUnreadWhy.PERIOD)
    require_begun(period, today)
    return Wish(kind=kind, period=period, unit=unit if kind in OF_A_UNIT else "")


_ORDER = re.compile(r"(?:第|#)?(?P<number>[0-9]{1,6})号?\s*(?P<level>[^\s]{0,4})")


def _read_order(kind: PaperKind, words: str, levels: Mapping[str, Level], today: date) -> Wish:
    found = _ORDER.fullmatch(words)
    if found is None or (found["level"] and found["level"] not in levels):
        raise PaperUnread(kind, words, PaperUnreadWhy.ITEM)
    level = levels.get(found["level"])
    return Wish(kind=kind, period=period_for(kind, today), item=int(found["number"]), level=level)


def next_serial(papers: Iterable[Paper], kind: PaperKind, year: int) -> int:
    """The number that the next paper of the kind gets in that year."""
    return max((each.serial for each in papers if each.kind is kind and each.year == year), default=0) + 1
