"""Words that all papers share: dates in full, items by name, tables of items, and what is marked as missing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from domain.item import Item
from domain.paper_facts import Facts, Group
from domain.papers import Block, Grid, Heading, Prose
from domain.views import Light, Line
from texts.amounts import say_sum
from texts.pages import shorten

#: So many items are named in a sentence; the others are counted.
NAMED = 8
#: A longer table would be for nobody's eyes: it is summed up by unit.
LONGEST = 500
TITLE_LIMIT, WORDS_LIMIT, UNIT_LIMIT = 200, 160, 40
_NUMERALS = "一二三四五六七八九十"
STATES = {
    Light.WAITING: "待审核",
    Light.LATE: "逾期",
    Light.TODAY: "当日到期",
    Light.NEAR: "临期",
    Light.FAR_BEHIND: "严重滞后",
    Light.BEHIND: "滞后",
    Light.NORMAL: "推进中",
    Light.CLOSED: "已办结",
    Light.PAUSED: "挂账",
    Light.CANCELLED: "撤销",
}

#: One column of a table of items: heading, width in characters, what stands in it.
Column = tuple[str, int, Callable[[Line], str]]


def missing(what: str) -> str:
    """〔待补：主送机关〕: nobody has filled it in."""
    return f"〔待补：{what}〕"


def undecided(what: str = "") -> str:
    """〔待定：由局领导研究确定〕: people decide."""
    return f"〔待定：{what}〕" if what else "〔待定〕"


def say_date(day: date) -> str:
    """2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def say_short(day: date, today: date) -> str:
    """11月20日; with the year where it is another one."""
    return f"{day.month}月{day.day}日" if day.year == today.year else say_date(day)


def say_limit_of(line: Line, today: date) -> str:
    """The last day in time, or why there is none."""
    if line.due_on is not None:
        return say_short(line.due_on, today)
    return "长期坚持" if line.item.is_endless else missing("期限")


def say_state(line: Line) -> str:
    """逾期3天, 推进中."""
    return STATES[line.light] + (f"{line.days_late}天" if line.light is Light.LATE and line.days_late else "")


def title_of(item: Item) -> str:
    """The title, on one line."""
    return shorten(item.title, TITLE_LIMIT) or missing("事项名称")


def source_of(group: Group) -> str:
    """The source that the items have in common, as a heading."""
    return shorten(group.name, UNIT_LIMIT)


def unit_of(item: Item) -> str:
    """The unit that leads."""
    return shorten(item.unit, UNIT_LIMIT) or missing("责任单位")


def words_of(text: str, what: str = "") -> str:
    """What somebody wrote, on one line; where nothing is, that it is missing."""
    return shorten(text, WORDS_LIMIT) or (missing(what) if what else "")


def say_sum_of(amount: float | None, what: str) -> str:
    """18.6万元."""
    return missing(what) if amount is None else say_sum(amount)


def join_names(names: Sequence[str], total: int, mark: str = "、") -> str:
    """The first of them, and of how many items."""
    return mark.join(names[:NAMED]) + (f"等{total}项" if len(names) > NAMED else "")


def secret_of(group: Group) -> str:
    """；另有敏感事项1项，不列名; "" where all may be named."""
    secret = group.total - len(group.named)
    return f"；另有敏感事项{secret}项，不列名" if secret else ""


def with_secret(group: Group, say: Callable[[Line], str], mark: str = "、") -> str:
    """甲、乙等9项; sensitive ones are counted only (另有敏感事项1项，不列名)."""
    if not group.named:
        return f"敏感事项{group.total}项，不列名" if group.total else ""
    return join_names([say(line) for line in group.named], len(group.named), mark) + secret_of(group)


def numbered(sections: Iterable[tuple[str, Sequence[Block]]]) -> Iterator[Block]:
    """一、… with its blocks; sections without any are left out, and not counted."""
    place = 0
    for title, blocks in sections:
        if blocks:
            yield Heading(1, f"{_numeral(place)}、{title}")
            yield from blocks
            place += 1


def sub_numbered(sections: Iterable[tuple[str, Sequence[Block]]]) -> list[Block]:
    """（一）… the same, one level below."""
    found: list[Block] = []
    for place, (title, blocks) in enumerate((title, blocks) for title, blocks in sections if blocks):
        found += [Heading(2, f"（{_numeral(place)}）{title}"), *blocks]
    return found


def _numeral(place: int) -> str:
    tens, ones = divmod(place + 1, 10)
    words = (("" if tens == 1 else _NUMERALS[tens - 1]) + "十") if tens else ""
    return words + (_NUMERALS[ones - 1] if ones else "")


def grid_of(group: Group, columns: Sequence[Column], total: Sequence[str] = ()) -> list[Block]:
    """The items as a table, sensitive ones counted below it; a very long one is summed up by unit."""
    named = group.named
    secret = group.total - len(named)
    below: list[Block] = [Prose(f"另有敏感事项{secret}项，只计数，不列名。")] if secret else []
    if not named:
        return below
    if len(named) > LONGEST:
        sums = Counter(unit_of(line.item) for line in named)
        summed = tuple((name, str(count)) for name, count in sums.items())
        table = Grid((("责任单位", 24), ("项数", 8)), summed, ("合计", str(len(named))))
        return [table, Prose(f"共{len(named)}项，逐项列出过长，以上按单位汇总；逐项清单请另附导出的台账表格。"), *below]
    rows = tuple((str(place), *(say(line) for _, _, say in columns)) for place, line in enumerate(named, 1))
    heads = (("序号", 6), *((heading, width) for heading, width, _ in columns))
    return [Grid(heads, rows, tuple(total)), *below]


def groups_grid(heading: str, groups: Sequence[Group], whole: Group) -> Grid:
    """来源 or 责任单位, with how many items are where, and the totals."""
    columns = ((heading, 22), *((name, 7) for name in ("总数", "已办结", "待审核", "逾期", "推进中", "中止", "办结率")))
    rows = tuple(_counts(each.name or "未注明", each) for each in groups)
    return Grid(columns, rows, _counts("合计", whole))


def _counts(name: str, group: Group) -> tuple[str, ...]:
    counts = (group.total, group.closed, group.waiting, group.late, group.going, group.paused)
    return (shorten(name, UNIT_LIMIT), *map(str, counts), f"{group.share_done}%")


def number_column() -> Column:
    """督办号."""
    return "督办号", 8, lambda line: str(line.item.number)


def title_column(heading: str = "事项", width: int = 26) -> Column:
    """The item's title."""
    return heading, width, lambda line: title_of(line.item)


def unit_column() -> Column:
    """责任单位."""
    return "责任单位", 13, lambda line: unit_of(line.item)


def limit_column(facts: Facts) -> Column:
    """完成时限."""
    return "完成时限", 12, lambda line: say_limit_of(line, facts.today)
