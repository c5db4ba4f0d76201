"""What stands around the day of a limit (请于…前完成, 交办之日起), and ranges of two days (11月20日至12月20日)."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from domain.dates.day_words import Context, Day
from domain.limits import day_of

_BEFORE = "(?:之前|以前|前)"
#: Behind the limit: what is to be done by then.
_DEED = (
    r"(?>全部|全面|基本|完成|办结|办理|整改|到位|完毕|任务|工作|销号|交付|使用|完工|竣工|投入|投用|运营|验收|建成|建设|"
    r"落实|落地|回复|答复|报告|(?:报送|上报|提交|反馈|报)(?:至|到)?|(?:我|本|县|市|区)?局(?:办公室|办)?|办公室|督查室|"
    r"书面|结果|情况|材料|总结|清零|见效|结束|取得(?:明显|显著|阶段性|实质性)?(?:成效|成果|进展|突破))"
)
_DEEDS = rf"{_DEED}(?:(?:并|及|和|[,、])?{_DEED})*+"
#: What the last of them may end in, as most limits end otherwise.
_LAST_LETTERS = frozenset(re.findall(r"[\u4e00-\u9fff](?=[|()?])", _DEED)) | {"止"}
_TAIL = rf"(?:{_DEEDS}|截?止|为止)$"
#: A sign that 立行立改 or 长期坚持 may stand with a day.
_COMPANY = "改|长期|持续|常|长效|立即"
#: In front of it: how it is asked for.
_HEAD = (
    r"^(?:(?:完成|整改|办理|办结)?(?:时限|期限|时间)[:为]?|请|务必|必须|确保|应当|应|须|需|最迟|至迟|不迟于|不晚于|截至|截止"
    r"(?:日期|时间)?[到至于:]?|于|在|到|至|限期(?=[\d一二三四五六七八九十本今明下])|限(?!期))+"
)
#: In front of it: that it is only planned so, which is to be confirmed.
_HEDGES = r"^(?:力争|争取|计划|预计|拟|原则上|暂定|初步定|延期?[到至]|延长[到至]|调整[为至]|大约|约)"
#: In front of it: from which day it counts.
_COUNTED = (
    r"^(?:自|从)?(?:交办|受理|下达|下发|印发|收文|收到|收件|来电|登记|接到|接件|接单|签收|立案|转办|派单|发文|来文|即日(?=起[^至到~]))"
    r"(?:通知|文件|工单|任务|信访件|交办单|通知书|整改通知书)*(?:之日|之时|当日|当天|日)?(?:起|后|之后|以后)(?:的)?[,]?"
)
_VAGUE_WORD = (
    r"(?:尽[快早速]|早日|从速|适时|及时|抓紧|近[期日]|马上|立[即刻]|即[日刻]起?|随时|[限按如]期|限时|按时|按照?(?:上级)?(?:要求|规定|计划|进度|时间节点|合同约定)|"
    r"视情况?|根据进度|稳步|有序|待定|另定|待通知|另行通知|待上级通知|等通知|分阶段|分步|逐步|不限)"
)
#: No day at all: a date is asked for.
VAGUE = rf"(?:请|应|须|要)?{_VAGUE_WORD}(?:(?:并|[,、])?{_VAGUE_WORD})*(?:{_DEED}|推进|实施|开展|处理|解决|进行)*+"
AT_ONCE = (
    r"(?:立行立改|立整立改|立查立改|立改|边查边改|即知即改|即查即改|立即整改|马上整改|立即完成|立即办理)(?:到位|完成)?"
)
_ENDLESS_WORDS = (
    r"(?:长期|持续|常态化?|经常性|长效|常年|常抓不懈)(?:[、,]?(?:长期|持续|常态化?|坚持|推进|整改|落实|开展|抓好|保持|进行|执行|巩固|深化|"
    r"长效|加强|改进|提升|整治|跟踪|跟进|实施|完善|有效|任务|工作))*"
)
#: No end: reported on, never late.
ENDLESS = rf"(?:{AT_ONCE}(?:并|且|[、,;])?)?{_ENDLESS_WORDS}"
_GOES_ON = rf"[、,;]?(?:并且?|且|同时|此后|之后|以后|今后|后|然后|再)?{_ENDLESS_WORDS}$"
_FIRST = rf"^(?:{AT_ONCE}|{_ENDLESS_WORDS})[、,;](?:并|且)?"


class Words(Struct, frozen=True):
    """A limit's words taken apart: the day (and hour) alone, and what stood around it."""

    day: str
    is_before: bool = False  # 前 stood behind it
    ask: bool = False
    goes_on: bool = False
    is_relative: bool = False

    @property
    def with_before(self) -> str:
        return f"{self.day}前" if self.is_before else self.day


def plain(text: str) -> str:
    """Half-width, without spaces (one between two digits becomes T), quotes, bracketed 前 and final punctuation."""
    words = (
        unicodedata.normalize("NFKC", text)
        .replace("。", ";")
        .strip()
        .strip(";,!")
        .removesuffix(".")
        .replace("元月", "1月")
    )
    if not words.isalnum():  # most limits are nothing but letters and digits
        words = re.sub(r"(?<=\d)\s+(?=\d)", "T", words)
        words = re.sub("[\\s“”\"'「」『』*]|\\(含(?:当日|当天|本日|\\d{1,2}[日号])?\\)", "", words)
        words = re.sub(rf"\(({_BEFORE})\)", r"\1", words).strip(";,")
        words = re.sub(rf"({_BEFORE})(\((?:周|星期|礼拜).\))$", r"\2\1", words)
        words = re.sub(r"^[(\[【]([^()]+)[)\]】]$", r"\1", words)
    return re.sub(r"[Qq]([1-4])(?!\d)", r"\1季度", words) if "Q" in words.upper() else words


def take_apart(words: str) -> Words:
    """The words without what stands around the day."""
    day, is_aside, goes_on = _without_company(words)
    day, is_hedged, is_relative = _without_head(day)
    day, is_before, is_about = _without_tail(day)
    return Words(day, is_before, is_aside or is_hedged or is_about, goes_on, is_relative)


def _without_company(words: str) -> tuple[str, bool, bool]:
    """Without 立行立改 in front and 并长期坚持 behind: whether the former, and whether it goes on."""
    if not re.search(_COMPANY, words):
        return words, False, False
    words = re.sub(r"^([^()]+)\(([^()]+)\)$", _beside, words)
    first = re.match(_FIRST, words)
    rest = words[first.end() :] if first else words
    day = re.sub(_GOES_ON, "", rest) or rest
    return day, bool(first), day != rest or (first is not None and not re.match(AT_ONCE, first[0]))


def _beside(match: re.Match[str]) -> str:
    """立行立改（12月10日前） is the same with a comma."""
    in_words = (re.fullmatch(f"{AT_ONCE}|{ENDLESS}", each) for each in match.groups())
    return f"{match[1]},{match[2]}" if any(in_words) else match[0]


def _without_head(words: str) -> tuple[str, bool, bool]:
    """Without what stands in front: whether it is only planned so, and whether it counts from a day."""
    if words[:1].isdigit():
        return words, False, False
    asked = re.sub(_HEAD, "", words)
    counted = re.sub(_COUNTED, "", asked)
    sure = re.sub(_HEDGES, "", re.sub(_HEAD, "", counted))
    return re.sub(_HEAD, "", sure), bool(re.match(_HEDGES, re.sub(_HEAD, "", counted))), counted != asked


def _without_tail(words: str) -> tuple[str, bool, bool]:
    """Without what stands behind: whether that was 前, and whether it was 左右."""
    if words[-1:] in _LAST_LETTERS:
        words = re.sub(_TAIL, "", words)
    day = re.sub(rf"(?:{_BEFORE}|左右|\((?:暂定|预计|拟定?)\)|截?止|为止)$", "", words)
    return day, words.endswith("前"), words.endswith(("左右", "定)", "计)", "拟)"))


_BETWEEN = r"起?(?:(?<![冬夏])至|到|~|--|[-\u2013\u2014\u2015\u2212]+)(?:到|至)?"
_NOW = ("即日", "现在", "目前", "今日", "今天")
_UNIT = r"(?:20\d\d年|今年|明年|次年)?\d{1,4}(季度|[年月日号])"
#: What a right side without a month, or a week, takes from the left.
_LENT = (
    (r"((?:20\d\d年|今年|明年|本年)?(?:\d{1,2}|本|这个?|当|下个?|次)月)\d{1,2}[日号]?", r"\d{1,2}[日号].*"),
    (r"((?:本|这|下|下下)个?)(?:周|星期|礼拜)[1-6日天]", r"(?:周|星期|礼拜)[1-6日天].*"),
)


class Ending(Struct, frozen=True):
    """The limit at the end of a range, ``due`` as ``Item.due`` has it."""

    due: str
    ask: bool = False
    other: str = ""
    is_relative: bool = False


class Range(Struct, frozen=True):
    """The start of a range and its limit."""

    start_on: date
    end: Ending


#: Reads one side's day, and the limit on the right.
DayReader = Callable[[str, Context], Day | None]
EndReader = Callable[[str, Context], Ending | None]


def read_range(words: str, context: Context, day_of: DayReader, end_of: EndReader) -> Range | None:
    """The range that the words state; ``None`` where they state none, or more than one."""
    found = [
        each
        for match in re.finditer(_BETWEEN, words)
        if (each := _between(*_completed(words[: match.start()], words[match.end() :]), context, day_of, end_of))
    ]
    return found[0] if len(found) == 1 else None


def _completed(left: str, right: str) -> tuple[str, str]:
    left = re.sub(r"^(?:自|从)", "", left)
    unit = re.match(_UNIT, right)
    if unit and re.search(r"\d$", left):
        left += unit[1]
    for lender, borrower in _LENT:
        lent = re.fullmatch(lender, left)
        if lent and re.fullmatch(borrower, right):
            return left, lent[1] + right
    return left, re.sub(r"(\d月)份?$", r"\1底", right)


def _between(left: str, right: str, context: Context, day_of: DayReader, end_of: EndReader) -> Range | None:
    begin = Day(context.base) if left in _NOW else day_of(left, context)
    if begin is None or not right:
        return None
    if left in _NOW or begin.is_relative:
        return _ordered(begin, end_of(right, context))
    if re.match(r"20\d\d", left):
        return next(_ending_after(begin, right, context, end_of), None)
    end = end_of(right, context)
    for year in _years_before(end):
        begin = day_of(left, replace(context, ledger_year=year))
        found = begin and _ordered(begin, end)
        if found:
            return found
    return None


def _years_before(end: Ending | None) -> tuple[int, ...]:
    if end is None or not end.due:
        return ()
    year = day_of(end.due).year
    return (year, year - 1)


def _ending_after(begin: Day, right: str, context: Context, end_of: EndReader) -> Iterator[Range]:
    """The limits of a range whose first day has its year, as they may be: the first such day after it counts."""
    for year in (begin.on.year, begin.on.year + 1):
        found = _ordered(begin, end_of(right, replace(context, ledger_year=year)))
        if found:
            yield found


def _ordered(begin: Day, end: Ending | None) -> Range | None:
    start = begin.first or begin.on
    if end is None or not end.due or day_of(end.due) < start:
        return None
    return Range(start, end)
