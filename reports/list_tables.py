"""The three lists as tables, ready to be written: what each has, group by group."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from domain.item import Item, ItemStatus
from domain.ledger_year import UNSETTLED, is_current
from domain.outline import Outlined
from domain.three_lists import ThreeList, sections_of
from domain.views import Line, line_of
from reports.list_columns import TITLES, Frame, Group, Table, columns_of, say_section, values_of

#: A longer list is for nobody's eyes: it would only be a second ledger, and no import would read so large a workbook.
LONGEST = 1_000
#: The line below a title, of the counts in hand and settled.
Subtitle = Callable[[int, int], str]


def is_listed(item: Outlined, year: int) -> bool:
    """Whether a list has the item: in hand, or settled in the ledger of this year."""
    if item.status is ItemStatus.CANCELLED:
        return False
    return is_current(item, year)


def table_of(which: ThreeList, lines: Iterable[Line], frame: Frame, subtitle: Subtitle) -> Table:
    """The list of these lines; those that are not on it are left out."""
    sections = sections_of(which, lines, frame.arrangement, frame.rules)
    shown = [line for section in sections for line in section.lines]
    in_hand = sum(line.item.status in UNSETTLED for line in shown)
    columns = columns_of(which, shown)
    return Table(
        title=TITLES[which],
        subtitle=subtitle(in_hand, len(shown) - in_hand),
        columns=[(column.heading, column.width) for column in columns],
        groups=[
            Group(say_section(which, section, frame), [values_of(columns, line, frame) for line in section.lines])
            for section in sections
        ],
        in_hand=in_hand,
    )


def tables_of(items: Sequence[Item], frame: Frame, subtitle: Subtitle) -> Iterator[Table]:
    """All three lists of a year's items; none of a ledger that is too long for a list."""
    current = [item for item in items if item.status is not ItemStatus.CANCELLED]
    if len(current) > LONGEST:
        return
    lines = [line_of(item, frame.rules, frame.now) for item in current]
    for which in ThreeList:
        yield table_of(which, lines, frame, subtitle)
