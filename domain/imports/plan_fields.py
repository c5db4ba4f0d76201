"""What a row says of the plan of its item: 分值, 亮点, quota, amounts, rules made, 领导批示, 受理日期, 上级事项.

A cell that can't be read refuses its row; a column that the sheet does not have changes nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from msgspec.structs import replace

from domain.amounts import MOST, read_sum
from domain.dates.due_date import read_limit
from domain.dates.past_day import read_past_day
from domain.errors import DateNotUnderstood
from domain.imports.cells import CLEAR_YES
from domain.imports.follow_up_fields import read_follow_up
from domain.imports.item_names import Names
from domain.imports.quota_fields import with_course
from domain.imports.sheet import ItemRow
from domain.imports.unclear import Unclear, read_all
from domain.item import Item, Quota
from domain.item_records import Instruction, Measure
from domain.limits import day_of
from domain.measures import as_kept, measures_of, words_of_measures
from domain.quota_setting import plain_measure
from domain.rules import Rules
from domain.text_forms import NUMBER, bare_name, one_line, plain_word, split_names

_FIGURE = re.compile(rf"(?P<figure>-?{NUMBER})\s*(?P<unit>[^\d\s]*)")
#: At least so many are the target.
_AT_LEAST = re.compile(r"^(?:不少于|不低于|不得少于|至少|≥|>=)\s*")
_NO = frozenset({"", "否", "无", "不", "非", "不是", "0", "no", "n", "false", "×", "-", "—", "/"})
#: What a workbook's own heading says of the unit: 涉及金额（元）.
_HEADING_UNIT = re.compile(r"(亿元|万元|元)")
#: A measure's own owner, limit and state behind its words: （责任人：乙某；时限：3月20日；已完成）.
_OF_MEASURE = re.compile(r"[(\uff08]\s*(?P<said>(?:责任人|时限|完成时限|期限|已完成)[^()\uff08\uff09]*)[)\uff09]\s*$")
_PARTS = re.compile(r"[;；,，]")
_COUNT = re.compile(r"^\s*(?:[(\uff08]?\d{1,2}[)\uff09、.\uff0e]|[①-⑳])\s*(?=\D)")


def read_fields(
    row: ItemRow, headings: Mapping[str, str], known: Item | None, today: date, rules: Rules, names: Names
) -> dict[str, Any]:
    """The fields of ``Item`` that the row's columns give; raises one ``Unclear`` of all that can't be read."""
    return read_all(_readers(row, headings, known, today, rules, names))


def _readers(
    row: ItemRow, headings: Mapping[str, str], known: Item | None, today: date, rules: Rules, names: Names
) -> Iterator[Callable[[], Mapping[str, Any]]]:
    """What reads each column that the sheet has, in the order in which faults in them are named."""
    yield lambda: read_follow_up(row, headings, known, today, rules, names.people)
    if "score" in headings and is_figure(row.score):
        yield lambda: {"score": _number(row, "score") if row.score else None}
    if "highlight" in headings:
        yield lambda: {"is_highlight": _yes(row, "highlight")}
    if "amount" in headings:
        yield lambda: {"amount": _money(row, "amount", headings["amount"])}
    if "amount_put_right" in headings:
        yield lambda: {"amount_put_right": _money(row, "amount_put_right", headings["amount_put_right"])}
    if "rules_made" in headings:
        yield lambda: {"rules_made": split_names(row.rules_made)}
    if "quota_target" in headings:
        yield lambda: {"quota": _quota(row, headings, known, names.units)}
    if received_on := _received_on(row, headings, today, rules):
        yield lambda: {"received_on": received_on}
    if "measures" in headings:
        yield lambda: {"measures": read_measures(row.measures, known, today, rules)}
    if "instruction" in headings and one_line(row.instruction):
        yield lambda: {"instructions": _instructions(row, known, today, rules)}


def _received_on(row: ItemRow, headings: Mapping[str, str], today: date, rules: Rules) -> date | None:
    """受理日期: the one day of a column that says so."""
    if not _says_received(row, headings):
        return None
    try:
        return read_past_day(row.given_on, today, rules)
    except DateNotUnderstood:  # it begins the row's clock as it is written: domain.imports.row_limits asks about it
        return None


def is_received_unread(row: ItemRow, headings: Mapping[str, str], fields: Mapping[str, Any]) -> bool:
    """Whether the row's 受理日期 is none of ``fields``, as nobody could read it."""
    return _says_received(row, headings) and "received_on" not in fields


def _says_received(row: ItemRow, headings: Mapping[str, str]) -> bool:
    return bool(_RECEIVED.search(headings.get("given_on", "")) and row.given_on and "\n" not in row.given_on)


_RECEIVED = re.compile(r"受理|收件|接件|接单|登记|来电|立案")


def is_figure(text: str) -> bool:
    """Whether 分值 is a number; other words of it belong to the standard, as 每项扣0.5分."""
    found = _figure_in(_plain(text))
    return not text or (found is not None and found[1] in {"", "分"})


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", one_line(text)).strip()


def _figure_in(plain: str) -> tuple[float, str] | None:
    """A figure and what stands right behind it."""
    found = _FIGURE.fullmatch(plain)
    return (float(found["figure"].replace(",", "")), found["unit"]) if found else None


def _number(row: ItemRow, field: str, units: Collection[str] = ("", "分")) -> float:
    found = _figure_in(_plain(getattr(row, field)))
    if found is None or found[1] not in units or not 0 <= found[0] <= MOST:
        raise Unclear(field)
    return found[0]


def _yes(row: ItemRow, field: str) -> bool:
    word = plain_word(getattr(row, field))
    if word in CLEAR_YES or word in {"亮点", "⭐", "★"}:
        return True
    if word in _NO:
        return False
    raise Unclear(field)


def _money(row: ItemRow, field: str, heading: str) -> float | None:
    """In 万元: as the cell says, else as the heading does."""
    text = _plain(getattr(row, field))
    if not text or text in _NO:
        return None
    named = _HEADING_UNIT.search(heading)
    try:
        return read_sum(text, named[1] if named else "万元")
    except ValueError:
        raise Unclear(field) from None


def _quota(row: ItemRow, headings: Mapping[str, str], known: Item | None, units: Collection[str]) -> Quota | None:
    """The target with its shares and quarters."""
    quota = _target(row, headings, known)
    return with_course(quota, row, headings, known, units) if quota else None


def _target(row: ItemRow, headings: Mapping[str, str], known: Item | None) -> Quota | None:
    """The target; what was reached is taken once, and told in the chat from then on."""
    before = known.quota if known else None
    if not _plain(row.quota_target):
        return None
    found = _figure_in(_AT_LEAST.sub("", _plain(row.quota_target)))
    measure = plain_measure(found[1]) if found else None
    if found is None or measure is None or not 0 < found[0] <= MOST:
        raise Unclear("quota_target")
    target, written = found[0], one_line(row.counted_in) if "counted_in" in headings else measure
    counted_in = written or measure or (before.counted_in if before and "counted_in" not in headings else "")
    if before is None:
        reached = _number(row, "quota_reached", ("", measure, counted_in)) if row.quota_reached else 0.0
        return Quota(target=target, reached=reached, counted_in=counted_in)
    same = target == before.target
    return replace(
        before,
        target=target,
        counted_in=counted_in,
        by_quarter=before.by_quarter if same else (),
        shares=before.shares if same else (),
    )


def _day(row: ItemRow, field: str, today: date, rules: Rules) -> date:
    try:
        limit = read_limit(getattr(row, field), today, rules, ledger_year=today.year)
    except DateNotUnderstood:
        raise Unclear(field) from None
    if not limit.due or limit.every or limit.is_relative:
        raise Unclear(field)
    return day_of(limit.due)


def _instructions(row: ItemRow, known: Item | None, today: date, rules: Rules) -> tuple[Instruction, ...]:
    """The one of the row is added, unless the item has it; its day and limit may be mended."""
    before = known.instructions if known else ()
    words, leader = one_line(row.instruction), bare_name(row.instruction_leader)
    days = read_all(
        (
            lambda: {"day": _instructed_on(row, before, today, rules)},
            lambda: {"limit": _day(row, "instruction_limit", today, rules) if row.instruction_limit else None},
        )
    )
    day, answer_by = days["day"], days["limit"]
    for place, each in enumerate(before):
        if (each.words, each.leader) == (words, leader):
            mended = replace(each, day=day if row.instruction_day else each.day, answer_by=answer_by or each.answer_by)
            return (*before[:place], mended, *before[place + 1 :])
    return (*before, Instruction(words=words, leader=leader, day=day, answer_by=answer_by))


def _instructed_on(row: ItemRow, before: Collection[Instruction], today: date, rules: Rules) -> date:
    """批示日期: a day that has come, or one that the item has already; today where the row says none."""
    if row.instruction_day in {each.day.isoformat() for each in before}:
        return date.fromisoformat(row.instruction_day)
    try:
        return read_past_day(row.instruction_day, today, rules) if row.instruction_day else today
    except DateNotUnderstood:
        raise Unclear("instruction_day") from None


def plain_figure(value: float | None) -> str:
    """A figure as a workbook's cell is read: 18, 18.6."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def tells_another_figure(row: ItemRow, item: Item) -> bool:
    """Whether 已完成数 is not what was reached of the item's quota."""
    found = _figure_in(_plain(row.quota_reached))
    return found is not None and item.quota is not None and found[0] != item.quota.reached


def write_measures(item: Item) -> str:
    """The measures as a workbook has them, each with what is its own in brackets."""
    if isinstance(item.measures, str):
        return item.measures
    return "\n".join(f"{each.words}{_say_own(each)}" for each in item.measures)


def _say_own(measure: Measure) -> str:
    said = (
        f"责任人：{measure.owner}" if measure.owner else "",
        f"时限：{measure.due}" if measure.due else "",
        "已完成" if measure.done_at else "",
    )
    words = "；".join(word for word in said if word)
    return f"（{words}）" if words else ""


def read_measures(text: str, known: Item | None, today: date, rules: Rules) -> str | tuple[Measure, ...]:
    """The measures of a cell, one a line; what is done of those that the item has stays, as nobody ticks in a workbook.

    A new item's measure that is said to be done (已完成) is done, as of today.
    Raises ``Unclear`` where a measure's own limit can't be read.
    """
    if known is not None and text == write_measures(known):
        return known.measures
    before = {each.words: each for each in measures_of(known)} if known else {}
    if known is not None and text == words_of_measures(known):
        return known.measures
    if not any(_OF_MEASURE.search(line) for line in text.splitlines()) and not any(
        each.done_at or each.owner or each.due for each in before.values()
    ):
        return text
    measures = [_measure(line, before, today, rules) for line in text.splitlines() if line.strip()]
    if known is None:
        done_at = datetime.combine(today, time(), rules.timezone).astimezone(UTC)
        done = (_says_done(line) for line in text.splitlines() if line.strip())
        measures = [
            replace(each, done_at=done_at) if is_done else each for each, is_done in zip(measures, done, strict=True)
        ]
    return as_kept(measures)


def _says_done(line: str) -> bool:
    found = _OF_MEASURE.search(line)
    return found is not None and any(part.strip() == "已完成" for part in _PARTS.split(found["said"]))


def _measure(line: str, before: Mapping[str, Measure], today: date, rules: Rules) -> Measure:
    found = _OF_MEASURE.search(line)
    words = line[: found.start()].strip() if found else line.strip()
    known = before.get(words) or before.get(_COUNT.sub("", words)) or Measure(words=words)
    if found is None:
        return known
    owner, due = known.owner, known.due
    for part in _PARTS.split(found["said"]):
        name, _, value = part.replace("：", ":").partition(":")
        if name.strip() == "责任人":
            owner = bare_name(value)
        elif name.strip() in {"时限", "期限", "完成时限"}:
            due = _measure_day(value.strip(), today, rules)
    return replace(known, owner=owner, due=due)


def _measure_day(text: str, today: date, rules: Rules) -> str:
    try:
        limit = read_limit(text, today, rules, ledger_year=today.year)
    except DateNotUnderstood:
        raise Unclear("measures") from None
    if not limit.due or limit.every:
        raise Unclear("measures")
    return limit.due[:10]
