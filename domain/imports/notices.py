"""What the office should notice about the item sheets of a workbook, gathered so that a preview stays short."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from domain.imports.cells import CLEAR_YES
from domain.imports.findings import Notice, Place, Remark, quote
from domain.imports.item_rows import RowDraft, is_done
from domain.imports.plan_fields import is_received_unread
from domain.imports.sheet import ItemSheet, RosterSheet, Sheets
from domain.imports.unit_names import UnitNames, near_one
from domain.imports.writing import Row
from domain.item import IN_HAND, OPEN, Item, ItemStatus
from domain.limits import due_on
from domain.roster import Chat, Person, Roster
from domain.text_forms import plain_number, plain_word


def about_sheets(sheets: Sheets) -> Iterator[Notice]:
    """Sheets that nobody recognises, and columns that nobody takes."""
    for name in sheets.unrecognised:
        yield Notice(remark=Remark.SHEET_UNRECOGNISED, place=Place(name))
    for name in sheets.hidden:
        yield Notice(remark=Remark.SHEET_HIDDEN, place=Place(name))
    known: tuple[ItemSheet | RosterSheet, ...] = (*sheets.items, *sheets.rosters)
    for sheet in known:
        if isinstance(sheet, ItemSheet) and sheet.hidden:
            yield Notice(remark=Remark.ROWS_HIDDEN, place=Place(sheet.name), rows=sheet.hidden)
        if sheet.unknown:
            yield Notice(remark=Remark.COLUMNS_UNKNOWN, place=Place(sheet.name), known=sheet.unknown)


def about_row(row: Row, item: Item, known: Item | None) -> Iterator[Notice]:
    """What one row says that a person should look at; ``known`` is the item as the ledger has it."""
    draft = row.draft
    live = item.status in OPEN
    for each in (*(row.limit.notices if live else ()), *filter(None, (row.start_notice,))):
        yield replace(each, number=item.number)
    if is_received_unread(draft.row, row.sheet.headings, row.fields):
        yield _notice(row, item, Remark.RECEIVED_DROPPED, draft.row.given_on)
    if draft.is_owner_split and (known is None or known.owner != item.owner or known.partners != item.partners):
        yield _notice(row, item, Remark.OWNERS_SPLIT, draft.row.owner, item.owner)
    if draft.is_unit_split and (known is None or known.unit != item.unit or known.partners != item.partners):
        yield _notice(row, item, Remark.UNITS_SPLIT, draft.row.unit, item.unit)
    if known is None:
        yield from _about_new_row(row, item)


def _about_new_row(row: Row, item: Item) -> Iterator[Notice]:
    draft = row.draft
    if row.alike is not None:
        other = row.alike
        asked = _notice(row, item, Remark.ITEM_ALIKE, item.title, quote(other.title))
        yield replace(asked, count=other.number)
    if item.ledger_number:
        yield _notice(row, item, Remark.NUMBER_TAKEN, draft.row.number)
    if item.status is not ItemStatus.ASSIGNED:
        yield _notice(row, item, Remark.STARTS_CLOSED, _state_written(row), item.status)
    if draft.unknown_state:
        yield _notice(row, item, Remark.STATE_UNKNOWN, draft.unknown_state, item.status)


def _notice(row: Row, item: Item, remark: Remark, written: str, meaning: str = "") -> Notice:
    place = row.draft.place
    return Notice(remark=remark, place=place, number=item.number, written=quote(written), meaning=meaning)


def _state_written(row: Row) -> str:
    """已完成, or 是否销号：是 where that column decided, behind a state that says another thing."""
    state, crossed_off = row.draft.row.state, row.draft.row.crossed_off
    if not crossed_off:
        return state
    decided = f"{row.sheet.headings['crossed_off']}：{crossed_off}"
    return decided if not state or is_done(state) or state == row.draft.unknown_state else f"{state}；{decided}"


def about_new_items(rows: Iterable[tuple[Row, Item]]) -> Iterator[Notice]:
    """Counts by sheet of new items: assumed kinds, what is done and not crossed off, missing standards."""
    assumed: Counter[tuple[str, str]] = Counter()
    gaps: Counter[str] = Counter()
    not_crossed: Counter[str] = Counter()
    for row, item in rows:
        sheet = row.draft.place.sheet
        assumed[sheet, row.draft.kind.label] += row.draft.is_kind_assumed
        gaps[sheet] += item.status in IN_HAND and not item.standard
        not_crossed[sheet] += item.status in IN_HAND and is_done(row.draft.row.state)
    for (sheet, label), count in (+assumed).items():
        yield Notice(remark=Remark.KIND_ASSUMED, place=Place(sheet), meaning=label, count=count)
    for sheet, count in (+not_crossed).items():
        yield Notice(remark=Remark.DONE_NOT_CROSSED, place=Place(sheet), count=count)
    for sheet, count in (+gaps).items():
        yield Notice(remark=Remark.NO_STANDARD, place=Place(sheet), count=count)


def about_overdue(taken: Iterable[tuple[Row, Item | None, Item]], today: date) -> Iterator[Notice]:
    """Items that are overdue as soon as they are imported, by sheet: they will be chased."""
    late: dict[str, list[str]] = {}
    for row, known, item in taken:
        day = due_on(item)
        is_new = known is None or known.due != item.due
        if is_new and item.status in IN_HAND and day is not None and day < today:
            late.setdefault(row.draft.place.sheet, []).append(str(item.number))
    for sheet, numbers in late.items():
        yield Notice(remark=Remark.LIMIT_PAST, place=Place(sheet), count=len(numbers), known=tuple(numbers))


def about_heads(taken: Iterable[tuple[Row, Item | None, Item]]) -> Iterator[Notice]:
    """Units' heads who are to answer for items of sheets that name nobody, by sheet."""
    heads: dict[str, Counter[tuple[str, str]]] = {}
    for row, known, item in taken:
        if row.draft.is_owner_assumed and (known is None or known.owner != item.owner):
            heads.setdefault(row.draft.place.sheet, Counter())[item.unit, item.owner] += 1
    for sheet, found in heads.items():
        pairs = tuple(name for pair in found for name in pair)
        yield Notice(remark=Remark.HEADS_ASSUMED, place=Place(sheet), count=found.total(), known=pairs)


def about_near_units(names: UnitNames) -> Iterator[Notice]:
    """Units that were read as known ones that are called nearly so: a question."""
    for written, unit, count in names.near():
        yield Notice(remark=Remark.UNIT_NEAR, written=quote(written), meaning=unit, count=count)


def about_new_units(new: Sequence[str], known: Iterable[str]) -> Iterator[Notice]:
    """New units that are called nearly like another one, each pair once."""
    names = [*known, *new]
    for place, unit in enumerate(new):
        other = near_one(unit, names[: len(names) - len(new) + place])
        if other:
            yield Notice(remark=Remark.UNIT_ALIKE, written=unit, meaning=other)


def about_rebound(rebound: Iterable[Chat], roster: Roster) -> Iterator[Notice]:
    """Units that are called otherwise from now on, whose groups go along."""
    before = {chat.number: chat.unit for chat in roster.chats}
    for (old, new), count in Counter((before[chat.number], chat.unit) for chat in rebound).items():
        yield Notice(remark=Remark.UNIT_RENAMED, written=new, meaning=old, count=count)


def about_sensitivity(taken: Iterable[tuple[Row, Item | None, Item]]) -> Iterator[Notice]:
    """How 敏感 was read, by sheet: words that are no plain yes, kinds that are sensitive by themselves, what opens."""
    read: Counter[tuple[Remark, str, str, str]] = Counter()
    for row, known, item in taken:
        remark = _on_sensitivity(row, known, item)
        written = quote(row.draft.row.sensitive)
        if remark is Remark.SENSITIVE_OPENED:
            yield Notice(remark=remark, place=row.draft.place, number=item.number, written=written)
        elif remark:
            read[remark, row.draft.place.sheet, written, row.draft.kind.label] += 1
    for (remark, sheet, written, label), count in read.items():
        yield Notice(remark=remark, place=Place(sheet), written=written, meaning=label, count=count)


def _on_sensitivity(row: Row, known: Item | None, item: Item) -> Remark | None:
    """What a person should know of it; nothing where the item stays as it is, or the cell says 是."""
    said = row.draft.is_sensitive
    was_sensitive = known is not None and known.is_sensitive
    if item.is_sensitive and not was_sensitive:
        if said is None:
            return Remark.SENSITIVE_KIND
        return None if plain_word(row.draft.row.sensitive) in CLEAR_YES else Remark.SENSITIVE_READ
    if was_sensitive and not item.is_sensitive:
        return Remark.SENSITIVE_OPENED
    return Remark.SENSITIVE_LIFTED if known is None and said is False and row.draft.kind.sensitive else None


def about_names(items: Iterable[Item], units: Collection[str], people: Collection[str]) -> Iterator[Notice]:
    """Units and owners that neither the roster nor the ledger knows: taken as written, never in silence."""
    items = tuple(items)
    for unit, count in Counter(item.unit for item in items if item.unit not in units).items():
        yield Notice(remark=Remark.UNIT_NEW, meaning=unit, count=count)
    strangers = Counter((item.owner, item.unit) for item in items if item.owner and item.owner not in people)
    for (owner, unit), count in strangers.items():
        yield Notice(remark=Remark.OWNER_OFF_ROSTER, meaning=owner, written=unit, count=count)


#: A workbook with at least so many 督办号 that lacks at most a tenth of the ledger's is one that was exported whole.
_LEAST_WHOLE, _TENTH = 5, 10


def about_absent(sheets: Iterable[ItemSheet], taken: Collection[int], found: Collection[int]) -> Iterator[Notice]:
    """The few items that a workbook of all of them lacks: a row that was deleted withdraws nothing."""
    own = {number for sheet in sheets for row in sheet.rows if (number := plain_number(row.own_number))}
    absent = sorted(set(taken) - own - set(found)) if len(own) >= _LEAST_WHOLE else []
    if absent and len(absent) <= max(1, len(own) // _TENTH):
        yield Notice(remark=Remark.ITEMS_ABSENT, known=tuple(map(str, absent)))


def about_rows(remark: Remark, sheet: ItemSheet, rows: Sequence[int]) -> Iterator[Notice]:
    """Rows that are no items, or part of the one above."""
    if rows:
        yield Notice(remark=remark, place=Place(sheet.name), rows=tuple(rows))


def count_by_sheet(remark: Remark, drafts: Iterable[RowDraft]) -> Iterator[Notice]:
    """One notice a sheet with the number of its rows."""
    for sheet, count in Counter(draft.place.sheet for draft in drafts).items():
        yield Notice(remark=remark, place=Place(sheet), count=count)


def about_overseers(people: Iterable[Person], units: Collection[str]) -> Iterator[Notice]:
    """Leaders who oversee a unit that nobody else names: most likely one spelt differently, and no copy finds them."""
    for person in people:
        for unit in person.oversees:
            if unit not in units:
                near = tuple(filter(None, (near_one(unit, sorted(units)),)))
                yield Notice(remark=Remark.OVERSEES_UNKNOWN, meaning=person.name, written=unit, known=near)


def about_liaisons(people: Iterable[Person], names: Collection[str]) -> Iterator[Notice]:
    """Leaders whose liaison (联络员) nobody on the roster is called."""
    for person in people:
        for liaison in person.liaisons:
            if liaison not in names:
                near = tuple(filter(None, (near_one(liaison, sorted(names)),)))
                yield Notice(remark=Remark.LIAISON_UNKNOWN, meaning=person.name, written=liaison, known=near)
