"""What a line of the three lists says in each column; the workbook and the printed page have the same."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from domain.amounts import Amounts, amounts_of, has_amounts
from domain.limits import local_day
from domain.measures import words_of_measures
from domain.rules import Rules
from domain.text_forms import plain_number
from domain.three_lists import Arrangement, Section, ThreeList, leader_of
from domain.views import Light, Line

Value = str | int | float | date | None


class Group(Struct, frozen=True):
    """Rows under a heading of their own; ``""`` for none."""

    heading: str
    rows: Sequence[Sequence[Value]]


class Table(Struct, frozen=True):
    """A list to be written: its title, a line below it, its columns with their widths in characters, its groups."""

    title: str
    subtitle: str
    columns: Sequence[tuple[str, int]]
    groups: Sequence[Group]
    in_hand: int = 0  # of its rows

    @property
    def count(self) -> int:
        """How many rows it has."""
        return sum(len(group.rows) for group in self.groups)


#: What each list is called, on its sheet and as its file.
TITLES: Mapping[ThreeList, str] = {
    ThreeList.TASKS: "任务清单",
    ThreeList.DUTIES: "责任清单",
    ThreeList.PROBLEMS: "问题清单",
}
_STATES: Mapping[Light, str] = {
    Light.WAITING: "待销号",
    Light.LATE: "逾期",
    Light.TODAY: "今日到期",
    Light.NEAR: "临期",
    Light.FAR_BEHIND: "严重滞后",
    Light.BEHIND: "滞后",
    Light.NORMAL: "办理中",
    Light.CLOSED: "已办结",
    Light.PAUSED: "中止",
    Light.CANCELLED: "撤销",
}
_UNFILLED = "未填"


class Frame(Struct, frozen=True):
    """What every line of one file is written with."""

    rules: Rules
    arrangement: Arrangement
    now: datetime
    say_amounts: Callable[[Amounts | None], str]  # 涉及金额326.5万元，…; ``""`` for none


class Column(Struct, frozen=True):
    """A column: its heading, its width in characters, and what a line says in it."""

    heading: str
    width: int
    value: Callable[[Line, Frame], Value]


def _limit(line: Line, _frame: Frame) -> Value:
    if line.due_on is not None:
        return line.due_on
    return "长期坚持" if line.item.is_endless else ""


def _state(line: Line, frame: Frame) -> str:
    if line.light is Light.CLOSED:
        word = "已销号" if frame.rules.kind(line.item.kind).verify else _STATES[line.light]
        return f"{word} {local_day(line.item.closed_at, frame.rules):%Y-%m-%d}" if line.item.closed_at else word
    return _STATES[line.light] + (f"{line.days_late}天" if line.light is Light.LATE and line.days_late else "")


def _number(line: Line, _frame: Frame) -> Value:
    return line.item.number


def _ledger_number(line: Line, _frame: Frame) -> Value:
    return plain_number(line.item.ledger_number) or line.item.ledger_number or line.item.number


_NUMBER = Column("督办号", 8, _number)
_LEDGER_NUMBER = Column("序号", 7, _ledger_number)
_KIND = Column("类别", 8, lambda line, frame: frame.rules.kind(line.item.kind).label)
_SOURCE = Column("来源", 18, lambda line, _: line.item.source)
_MEASURES = Column("措施", 32, lambda line, _: words_of_measures(line.item))
_STANDARD = Column("完成标准", 24, lambda line, _: line.item.standard)
_LEADER = Column("责任领导", 10, lambda line, frame: leader_of(line.item, frame.arrangement))
_UNIT = Column("责任单位", 16, lambda line, _: line.item.unit)
_PARTNERS = Column("配合单位", 16, lambda line, _: "、".join(line.item.partners))
_OWNER = Column("责任人", 9, lambda line, _: line.item.owner)
_LIMIT = Column("完成时限", 12, _limit)
_PROGRESS = Column("进展", 28, lambda line, _: line.item.progress)
_STATE = Column("状态", 12, _state)


def _title(heading: str) -> Column:
    return Column(heading, 32, lambda line, _: line.item.title)


COLUMNS: Mapping[ThreeList, tuple[Column, ...]] = {
    ThreeList.TASKS: (
        *(_NUMBER, _LEDGER_NUMBER, _KIND, _title("任务"), _STANDARD, _LEADER, _UNIT, _PARTNERS),
        *(_OWNER, _LIMIT, _PROGRESS, _STATE),
    ),
    ThreeList.DUTIES: (
        *(_NUMBER, _LEDGER_NUMBER, _LEADER, _UNIT, _OWNER, _title("事项"), _STANDARD, _PARTNERS),
        *(_LIMIT, _PROGRESS, _STATE),
    ),
    ThreeList.PROBLEMS: (
        *(_NUMBER, _LEDGER_NUMBER, _title("问题"), _SOURCE, _MEASURES, _STANDARD, _LEADER, _UNIT),
        *(_OWNER, _LIMIT, _PROGRESS, _STATE),
    ),
}

#: Columns of a sample (随机抽查), between the order drawn and the lot.
SAMPLE_COLUMNS = (_NUMBER, _KIND, _title("事项"), _SOURCE, _LEADER, _UNIT, _OWNER, _LIMIT, _PROGRESS, _STATE)


def say_section(which: ThreeList, section: Section, frame: Frame) -> str:
    """The group's heading: 全市民政工作会议　任务　3项."""
    words = [key or _UNFILLED for key in section.keys]
    if which is ThreeList.TASKS:
        words[1] = frame.rules.kind(section.keys[1]).label
    said = frame.say_amounts(amounts_of(line.item for line in section.lines)) if which is ThreeList.PROBLEMS else ""
    return "　".join(filter(None, (*words, f"{len(section.lines)}项", said)))


#: What an audit adds to a problem, behind its measures; without any the list has no such columns.
_OF_AUDITS = (
    Column("涉及金额（万元）", 10, lambda line, _: line.item.amount),
    Column("整改金额（万元）", 10, lambda line, _: line.item.amount_put_right),
    Column("出台制度", 16, lambda line, _: "、".join(line.item.rules_made)),
)


def columns_of(which: ThreeList, lines: Sequence[Line]) -> tuple[Column, ...]:
    """The columns of a list that has these lines."""
    columns = COLUMNS[which]
    if which is not ThreeList.PROBLEMS or not any(has_amounts(line.item) for line in lines):
        return columns
    place = columns.index(_MEASURES) + 1
    return (*columns[:place], *_OF_AUDITS, *columns[place:])


def values_of(columns: Sequence[Column], line: Line, frame: Frame) -> tuple[Value, ...]:
    """What the line says, column by column."""
    return tuple(column.value(line, frame) for column in columns)
