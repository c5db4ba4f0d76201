"""The sheets of the three lists in a workbook that the bot wrote: what people changed in them, and nothing else.

A list says of an item what the ledger's sheet says of it as well, and what it works out: a leader who oversees the
unit, a limit that a rest day moved. So its rows are compared with what the list would say today. A row that says the
same is left out; a changed cell goes into the item's own row, wherever the workbook has it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from domain.imports.findings import Place, Reason, Refusal, quote
from domain.imports.plan_fields import plain_figure, write_measures
from domain.imports.sheet import ItemRow, ItemSheet
from domain.item import OPEN, Item
from domain.limits import lapses_on
from domain.measures import words_of_measures
from domain.rules import Rules
from domain.text_forms import plain_number
from domain.three_lists import Arrangement, leader_of

#: How the line above a list begins, and what stands in it: no office's own sheet has both, and a 督办号.
_TITLE = re.compile(r"(?:任务|责任|问题)清单\s.*截至\s*20\d\d-\d\d-\d\d")
_ENDLESS = "长期坚持"
#: What a list says of an item that is done.
_DONE = re.compile(r"已|完成|办结|销号")


def is_list(sheet: ItemSheet) -> bool:
    """Whether the sheet is one of the three lists, as ``reports.list_workbook`` writes them."""
    return "own_number" in sheet.headings and _TITLE.match(sheet.title) is not None


def settle_lists(
    sheets: Sequence[ItemSheet], items: Iterable[Item], arrangement: Arrangement, rules: Rules
) -> tuple[tuple[ItemSheet, ...], tuple[Refusal, ...]]:
    """The sheets with the lists' changes in the rows that they belong to.

    Refused is a cell that is changed on two sheets in two ways: the first one stands.
    """
    if not any(map(is_list, sheets)):
        return tuple(sheets), ()
    return _Settlement(sheets, items, arrangement, rules).settled()


class _Settlement:
    """One pass over the lists of a workbook."""

    def __init__(
        self, sheets: Sequence[ItemSheet], items: Iterable[Item], arrangement: Arrangement, rules: Rules
    ) -> None:
        self._sheets = sheets
        self._items = {item.number: item for item in items}
        self._arrangement, self._rules = arrangement, rules
        self._rows = {sheet.name: {row.row: row for row in sheet.rows} for sheet in sheets if not is_list(sheet)}
        self._homes: dict[int, tuple[ItemSheet, int]] = {}  # of an item's number: the sheet and row that is its own
        for sheet in sheets:
            for row in sheet.rows if sheet.name in self._rows else ():
                number = plain_number(row.own_number)
                if number:
                    self._homes.setdefault(number, (sheet, row.row))
        self._refused: list[Refusal] = []

    def settled(self) -> tuple[tuple[ItemSheet, ...], tuple[Refusal, ...]]:
        for sheet in filter(is_list, self._sheets):
            self._rows[sheet.name] = {}
            for row in sheet.rows:
                self._take(sheet, row)
        sheets = (
            replace(
                sheet,
                title="" if is_list(sheet) else sheet.title,
                rows=tuple(self._rows[sheet.name].values()),
            )
            for sheet in self._sheets
        )
        return tuple(sheets), tuple(self._refused)

    def _take(self, sheet: ItemSheet, row: ItemRow) -> None:
        number = plain_number(row.own_number)
        item = self._items.get(number) if number else None
        if item is None:
            if not (number and number in self._homes) and (row.title or row.measures):  # else a group's heading
                self._rows[sheet.name][row.row] = row
            return
        changed = self._changed(sheet, row, item)
        if not changed:
            return
        home = self._homes.get(item.number)
        if home is None:
            self._homes[item.number] = sheet, row.row
            said = {field: say(item, self._rules) for field, say in _OWN.items() if field in sheet.headings}
            state = row.state if "state" in changed else ""
            self._rows[sheet.name][row.row] = replace(row, **(said | changed | {"state": state}))
        else:
            self._merge(sheet, row, item, changed, home)

    def _changed(self, sheet: ItemSheet, row: ItemRow, item: Item) -> dict[str, str]:
        """The cells that say another thing than the list would."""
        changed = {
            field: written
            for field, say in _SAID.items()
            if field in sheet.headings
            and _lines(written := getattr(row, field)) != _lines(say(item, self._arrangement, self._rules))
        }
        if item.status in OPEN and _DONE.match(row.state):  # a list's own words for what is open begin otherwise
            changed["state"] = row.state
        return changed

    def _merge(
        self, sheet: ItemSheet, row: ItemRow, item: Item, changed: Mapping[str, str], home: tuple[ItemSheet, int]
    ) -> None:
        """Take the changed cells into the item's own row, as far as nobody changed them there."""
        at_home, place = home
        own = self._rows[at_home.name][place]
        taken: dict[str, str] = {}
        for field, written in changed.items():
            there = getattr(own, field)
            if _lines(there) == _lines(written):
                continue
            stands = _OWN[field](item, self._rules) if field in _OWN else there
            if field in at_home.headings and _lines(there) == _lines(stands):
                taken[field] = written
            else:
                self._refused.append(
                    Refusal(
                        place=Place(sheet.name, row.row),
                        reason=Reason.SAID_TWICE,
                        heading=sheet.headings.get(field, ""),
                        cell=quote(written),
                        other=Place(at_home.name, place),
                    )
                )
        if taken:
            faults = tuple(bad for bad in row.bad if bad.heading in {sheet.headings.get(field) for field in taken})
            self._rows[at_home.name][place] = replace(own, bad=own.bad + faults, **taken)


def _lines(text: str) -> list[str]:
    """What is compared: blanks and empty lines mean nothing."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _limit_shown(item: Item, rules: Rules) -> str:
    day = lapses_on(item, rules)
    return day.isoformat() if day else (_ENDLESS if item.is_endless else "")


def _ledger_number(item: Item) -> str:
    number = plain_number(item.ledger_number)
    return str(number) if number else item.ledger_number or str(item.number)


#: What the ledger's own sheet says of an item in these columns (``reports.export``).
_OWN: Mapping[str, Callable[[Item, Rules], str]] = {
    "number": lambda item, _: _ledger_number(item),
    "kind": lambda item, rules: rules.kind(item.kind).label,
    "title": lambda item, _: item.title,
    "source": lambda item, _: item.source,
    "measures": lambda item, _: write_measures(item),
    "standard": lambda item, _: item.standard,
    "leader": lambda item, _: item.leader,
    "unit": lambda item, _: item.unit,
    "partners": lambda item, _: "、".join(item.partners),
    "owner": lambda item, _: item.owner,
    "due": lambda item, _: (item.due_written or _ENDLESS) if item.is_endless else item.due,
    "progress": lambda item, _: item.progress,
    "amount": lambda item, _: plain_figure(item.amount),
    "amount_put_right": lambda item, _: plain_figure(item.amount_put_right),
    "rules_made": lambda item, _: "、".join(item.rules_made),
}
#: What a list says of it (``reports.list_columns``); the state is of the day on which the list was written.
_SAID: Mapping[str, Callable[[Item, Arrangement, Rules], str]] = {
    field: (lambda item, _, rules, say=say: say(item, rules)) for field, say in _OWN.items()
} | {
    "measures": lambda item, _, __: words_of_measures(item),
    "leader": lambda item, arrangement, _: leader_of(item, arrangement),
    "due": lambda item, _, rules: _limit_shown(item, rules),
}
