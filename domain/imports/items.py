"""What a workbook's item sheets change: items new and changed, refusals row by row, what to notice."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.imports.changed_since import about_set_back, filled_kept
from domain.imports.findings import Notice, ParentFault, Place, Refusal, Remark, all_wrong, field_changes, quote
from domain.imports.item_names import Names
from domain.imports.item_rows import RowDraft, judge_row, judge_sheet, names_nobody, refuse_fields, without_nothing
from domain.imports.matching import SETTLED, Claim, is_year_unsaid, match_items, stands
from domain.imports.notices import (
    about_heads,
    about_names,
    about_near_units,
    about_new_items,
    about_overdue,
    about_row,
    about_rows,
    about_sensitivity,
    count_by_sheet,
)
from domain.imports.parents import Parents
from domain.imports.plan_fields import read_fields
from domain.imports.row_joining import fold_rows, join_rows
from domain.imports.row_limits import ledger_year, limit_kept, limit_of, read_start, still_stands, year_of
from domain.imports.sheet import ItemSheet
from domain.imports.unclear import Unclear
from domain.imports.writing import Numbering, Row, amended, fresh_item, give_numbers, reports_otherwise
from domain.item import Item
from domain.limits import local_day
from domain.rules import Rules
from domain.statutory import with_first_limit, with_law
from domain.text_forms import one_line

#: Read again this much later, a limit that is a day of the calendar is still the same.
_ANOTHER_DAY = timedelta(days=40)
#: Fields that an import may change, in the order a preview names them.
ITEM_FIELDS = (
    *("title", "kind", "unit", "owner", "due", "is_endless", "start_on", "leader", "partners", "source", "reference"),
    *("measures", "standard", "marks", "is_sensitive", "remark", "ledger_number"),
    *("score", "is_highlight", "parent", "quota", "amount", "amount_put_right", "rules_made", "received_on"),
    *("instructions", "criterion", "observe_until", "verifier", "report_every", "urgency"),
)


class PlannedItems(Struct):
    """What the item sheets come to, each list in the workbook's order."""

    new: list[tuple[Place, Item]] = msgspec.field(default_factory=list)
    changed: list[tuple[Place, Item, Item]] = msgspec.field(default_factory=list)
    unchanged: list[int] = msgspec.field(default_factory=list)
    refused: list[Refusal] = msgspec.field(default_factory=list)
    notices: list[Notice] = msgspec.field(default_factory=list)
    units: list[str] = msgspec.field(default_factory=list)  # lead units of what is new or changed


def plan_items(
    sheets: Sequence[ItemSheet],
    items: Sequence[Item],
    taken: Iterable[int],
    names: Names,
    rules: Rules,
    now: datetime,
) -> PlannedItems:
    """Compares the item sheets with the ledger's items, whose numbers are ``taken``.

    ``names`` are those that roster and workbook have.
    """
    return _Comparison(sheets, names, rules, now).over(items, taken)


class _Comparison:
    """One pass over the item sheets."""

    def __init__(self, sheets: Sequence[ItemSheet], names: Names, rules: Rules, now: datetime) -> None:
        self._sheets = {sheet.name: sheet for sheet in sheets}
        self._names, self._rules, self._now = names, rules, now
        self._plan = PlannedItems()
        self._fresh: list[Row] = []
        self._known: list[tuple[Row, Item]] = []
        self._parents = Parents()
        self._items: dict[int, Item] = {}
        self._kept_words: list[RowDraft] = []
        self._year_unsaid: list[RowDraft] = []
        self._taken: list[tuple[Row, Item | None, Item]] = []

    def over(self, items: Sequence[Item], taken: Iterable[int]) -> PlannedItems:
        self._items = {item.number: item for item in items}
        drafts, twice = fold_rows(draft for sheet in self._sheets.values() for draft in self._drafts(sheet))
        self._plan.refused += twice
        claims = [self._claim(draft) for draft in drafts]
        match_items(claims, items)
        self._parents.begin(items)
        for claim in claims:
            self._settle(claim)
        numbers = give_numbers((row.draft for row in self._fresh), taken)
        named = ((row.draft, numbering.number) for row, numbering in zip(self._fresh, numbers, strict=True))
        self._parents.name([*named, *((claim.draft, claim.item.number) for claim in claims if claim.item)])
        self._parents.release(known.number for row, known in self._known if self._leaves_family(row.draft))
        for row, known in self._known:
            self._take_known(row, known)
        self._add_fresh(numbers)
        self._notice_all()
        order = list(self._sheets)
        self._plan.refused.sort(key=lambda refusal: (order.index(refusal.place.sheet), refusal.place.row))
        return self._plan

    def _drafts(self, sheet: ItemSheet) -> list[RowDraft]:
        refusal = judge_sheet(sheet)
        if refusal:
            self._plan.refused.append(refusal)
            return []
        continued, by_heads = join_rows(sheet.rows), names_nobody(sheet)
        self._plan.notices += about_rows(Remark.ROWS_PASSED_OVER, sheet, continued.passed_over)
        self._plan.notices += about_rows(Remark.ROWS_JOINED, sheet, continued.joined)
        self._plan.notices += about_rows(Remark.ROWS_COMPLETED, sheet, continued.completed)
        judged = [judge_row(row, sheet, self._names, self._rules, by_heads=by_heads) for row in continued.rows]
        self._plan.refused += [self._refusal(draft, faults) for draft, faults in judged if faults]
        return [draft for draft, faults in judged if not faults]

    def _refusal(self, draft: RowDraft, faults: Sequence[Refusal]) -> Refusal:
        """What is wrong in the row, with what would be found wrong once that is mended: it is mended once."""
        known = self._items.get(draft.own_number or 0)
        if known and known.status in SETTLED:  # nothing of the row would be read
            return all_wrong(faults)
        sheet, draft = self._sheets[draft.place.sheet], _said(draft, known)
        limit = None if known and still_stands(draft, known) else limit_of(draft, sheet, self._rules, self._now)
        of_limit = (limit,) if isinstance(limit, Refusal) else ()
        return all_wrong((*faults, *of_limit, *self._fields(draft, known)[1]))

    def _fields(self, draft: RowDraft, known: Item | None) -> tuple[dict[str, Any], tuple[Refusal, ...]]:
        """What the row says of its item's plan, or the cells of it that can't be read."""
        sheet, today = self._sheets[draft.place.sheet], local_day(self._now, self._rules)
        try:
            return read_fields(draft.row, sheet.headings, known, today, self._rules, self._names), ()
        except Unclear as unclear:
            return {}, refuse_fields(draft, sheet, unclear.fields)

    def _claim(self, draft: RowDraft) -> Claim:
        sheet = self._sheets[draft.place.sheet]
        later = self._now + _ANOTHER_DAY
        return Claim(
            draft,
            limit_of(draft, sheet, self._rules, self._now),
            year=year_of(draft, sheet),
            sheet_year=ledger_year(sheet),
            read_again=lambda: limit_of(draft, sheet, self._rules, later),
        )

    def _settle(self, claim: Claim) -> None:
        known = claim.item
        draft = _said(claim.draft, known)
        sheet = self._sheets[draft.place.sheet]
        limit = limit_kept(known) if known and stands(claim, known) else claim.limit
        if known and known.status in SETTLED:
            if is_year_unsaid(claim, known):
                self._year_unsaid.append(draft)
            self._leave(known, draft, None if isinstance(limit, Refusal) else Row(draft, sheet, limit, known.start_on))
            return
        fields, faults = self._fields(draft, known)
        if isinstance(limit, Refusal):
            self._plan.refused.append(all_wrong((limit, *faults)))
        elif faults:
            self._plan.refused.append(all_wrong(faults))
        else:
            start = read_start(draft, known, sheet, self._rules, self._now)
            row = Row(draft, sheet, limit, *start, alike=claim.alike, fields=fields)
            if known is None:
                self._fresh.append(row)
            else:
                self._known.append((row, known))

    def _leave(self, known: Item, draft: RowDraft, row: Row | None) -> None:
        """A settled item is never reopened or rewritten by a workbook."""
        self._plan.unchanged.append(known.number)
        if row is None or field_changes(known, amended(known, row), ITEM_FIELDS):
            self._plan.notices.append(Notice(remark=Remark.SETTLED_LEFT, place=draft.place, number=known.number))

    def _take_known(self, row: Row, known: Item) -> None:
        after = with_law(known, self._related(amended(known, row), row), self._rules)
        if reports_otherwise(known, row.draft):
            self._kept_words.append(row.draft)
        after, kept = filled_kept(known, after, row.draft.place)
        self._plan.notices += kept
        if changes := field_changes(known, after, ITEM_FIELDS):
            self._plan.notices += about_set_back(known, after, changes, row.draft.place, self._rules)
            self._plan.changed.append((row.draft.place, known, after))
            self._taken.append((row, known, after))
            self._plan.notices += about_row(row, after, known)
        else:
            self._plan.unchanged.append(known.number)

    def _related(self, item: Item, row: Row) -> Item:
        """The item as a part of the one that its row names (上级事项)."""
        if not self._says_parents(row.draft):
            return item
        parent = self._parents.of(item, row.draft)
        if not isinstance(parent, ParentFault):
            return replace(item, parent=parent)
        written, place = quote(row.draft.row.parent), row.draft.place
        self._plan.notices.append(
            Notice(remark=Remark.PARENT_LEFT, place=place, number=item.number, written=written, meaning=parent)
        )
        return item

    def _leaves_family(self, draft: RowDraft) -> bool:
        return self._says_parents(draft) and not one_line(draft.row.parent)

    def _says_parents(self, draft: RowDraft) -> bool:
        return "parent" in self._sheets[draft.place.sheet].headings

    def _add_fresh(self, numbers: Iterable[Numbering]) -> None:
        for row, numbering in zip(self._fresh, numbers, strict=True):
            item = with_first_limit(fresh_item(row, numbering), local_day(self._now, self._rules), self._rules)
            item = self._related(item, row)
            self._plan.new.append((row.draft.place, item))
            self._taken.append((row, None, item))
            self._plan.notices += about_row(row, item, None)

    def _notice_all(self) -> None:
        new = [item for _, item in self._plan.new]
        touched = new + [after for _, _, after in self._plan.changed]
        live = [item for item in touched if item.status not in SETTLED]
        self._plan.units = list(dict.fromkeys(item.unit for item in touched))
        self._plan.notices += about_new_items(zip(self._fresh, new, strict=True))
        self._plan.notices += about_overdue(self._taken, local_day(self._now, self._rules))
        self._plan.notices += about_names(live, self._names.units, self._names.people)
        self._plan.notices += about_sensitivity(self._taken)
        self._plan.notices += about_heads(self._taken)
        self._plan.notices += about_near_units(self._names.unit_names)
        self._plan.notices += count_by_sheet(Remark.WORD_KEPT, self._kept_words)
        self._plan.notices += count_by_sheet(Remark.YEAR_UNSAID, self._year_unsaid)


def _said(draft: RowDraft, known: Item | None) -> RowDraft:
    """The draft without the words that say nothing of its item."""
    said = without_nothing(draft.row, known)
    return draft if said is draft.row else replace(draft, row=said)
