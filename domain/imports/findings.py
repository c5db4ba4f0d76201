"""What an import has to say about single rows: why one is refused, and what the office should notice before it agrees.

Data only; ``texts/`` words every member of both enumerations, and a test sees that none is missing.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain.imports.quota_fields import write_quarters, write_shares
from domain.item import Quota
from domain.item_records import Instruction, Measure
from domain.private_data import is_private

#: How much of a cell a finding quotes.
QUOTE_LIMIT = 40


def quote(text: str) -> str:
    """The cell's text on one line, shortened to what a preview shows."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTE_LIMIT else line[: QUOTE_LIMIT - 1] + "…"


def quotable(text: str) -> str:
    """What a refusal may show: an ID or telephone number in the wrong column is not repeated."""
    return "" if is_private(text) else quote(text)


class Place(Struct, frozen=True, gc=False):
    """Where in the workbook: the sheet, and the row as the office programme counts it; 0 means the whole sheet."""

    sheet: str
    row: int = 0


class Reason(StrEnum):
    """Why a row is not imported. Named after each: which fields of ``Refusal`` it fills, in addition to ``place``."""

    COLUMNS_MISSING = (
        "columns_missing"  # known: fields of ItemRow or PersonRow that the sheet lacks; no row is imported
    )
    HOLLOW_FORMULA = "hollow_formula"  # heading: the formula's result was never saved (open and save it once)
    CELL_ERROR = "cell_error"  # heading: the cell shows #REF! or the like
    TEXT_TOO_LONG = "text_too_long"  # heading, cell, limit (characters)
    PRIVATE_DATA = "private_data"  # heading only: an ID or telephone number; the cell is not quoted
    NO_TITLE = "no_title"  # heading
    NO_UNIT = "no_unit"  # heading
    UNIT_IS_EVERYBODY = "unit_is_everybody"  # heading, cell: 各股室 answers for nothing
    NO_OWNER = "no_owner"  # heading
    OWNER_IS_EVERYBODY = "owner_is_everybody"  # heading, cell
    NO_HEAD = "no_head"  # heading, cell: a unit that has no head either, on a sheet that names no owner
    KIND_UNKNOWN = "kind_unknown"  # heading, cell, known: the labels that exist
    LIMIT_MISSING = "limit_missing"  # heading: this kind needs a limit
    LIMIT_VAGUE = "limit_vague"  # heading, cell: 尽快, 适时
    LIMIT_NOT_UNDERSTOOD = "limit_not_understood"  # heading, cell
    LIMIT_SEVERAL = "limit_several"  # heading, cell: 6月30日、9月30日前
    FIELD_UNCLEAR = "field_unclear"  # heading, cell, known: (the field,): a figure, a day or a yes that can't be read
    ROW_TWICE = "row_twice"  # cell: the title; other: the row that says the same
    SAID_TWICE = "said_twice"  # heading, cell; other: the row of the same item that says another thing there
    NO_NAME = "no_name"  # heading (花名册)
    ROLE_UNKNOWN = "role_unknown"  # heading, cell, known: the role names that exist
    NO_PERSON_UNIT = "no_person_unit"  # heading, cell: the name; a head or staff member needs a unit
    TELEGRAM_ID_WRONG = "telegram_id_wrong"  # heading, cell: not a person's numeric id
    TELEGRAM_ID_TAKEN = "telegram_id_taken"  # heading, cell: the id, known: (who has it, the row's name)
    PERSON_TWICE = "person_twice"  # cell: the name; other: the row that has it first


class Refusal(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One row (or, with row 0, one sheet) that is not imported, and the first thing that is wrong in it."""

    place: Place
    reason: Reason
    heading: str = ""  # the column's heading as the office wrote it
    cell: str = ""  # what stands there, shortened
    known: tuple[str, ...] = ()
    other: Place | None = None
    limit: int = 0
    more: tuple["Refusal", ...] = ()  # what else is wrong in the row


def all_wrong(faults: Iterable[Refusal]) -> Refusal:
    """The one refusal of a row, with all that is wrong in it: of each cell the first thing alone.

    So a cell that is not quoted, as it has private data, is not quoted for another fault either.
    """
    by_cell: dict[str, Refusal] = {}
    for fault in faults:
        by_cell.setdefault(fault.heading or fault.reason, fault)
    first, *more = by_cell.values()
    return replace(first, more=tuple(more))


class Remark(StrEnum):
    """What the office should notice, gravest first: so notices come. Named after each: which fields it fills."""

    SHEET_UNRECOGNISED = "sheet_unrecognised"  # place.sheet
    ROWS_HIDDEN = "rows_hidden"  # place.sheet, rows: hidden ones, which are imported
    SHEET_HIDDEN = "sheet_hidden"  # place.sheet: a hidden sheet, left out
    UNIT_NEAR = "unit_near"  # written, meaning: the known unit that it is read as, count of rows; a question
    UNIT_ALIKE = "unit_alike"  # written: a new unit, meaning: another one that is nearly called so
    UNIT_RENAMED = "unit_renamed"  # written: a new unit that has all people of meaning, count: of its groups
    HEADS_ASSUMED = "heads_assumed"  # place.sheet, count, known: unit and head, by turns; a question
    UNIT_NEW = "unit_new"  # meaning: a unit that neither the ledger nor the workbook's roster has, count of items
    OWNER_OFF_ROSTER = "owner_off_roster"  # meaning: an owner who is not on the roster, written: unit, count of items
    OVERSEES_UNKNOWN = (
        "oversees_unknown"  # meaning: the leader, written: a 分管单位 that no list has, known: (a near one,)
    )
    LIAISON_UNKNOWN = "liaison_unknown"  # meaning: the leader, written: a 联络员 whom the roster does not have
    SETS_BACK = "sets_back"  # place, number, written, meaning: as it is now; known: the field, who changed it, the day
    FILLED_ALREADY = "filled_already"  # place, number, written, meaning: what it was filled with; known: the field
    ITEM_ALIKE = "item_alike"  # place, number, written: the title; count, meaning: an open item it may be
    LIMIT_TWO = "limit_two"  # place, number, known: each limit with its heading, written and meaning: the one taken
    LIMIT_FAR = "limit_far"  # place, number, written, meaning: a year far away (2062 for 2026)
    LIMIT_COUNTED = "limit_counted"  # place, number, written: 10日内, meaning, known: (the day it was counted from,)
    LIMIT_READ = (
        "limit_read"  # place, number, written: 6月30日前, meaning: 2027-06-30; known: (another reading,) or none
    )
    LIMIT_EVERY = "limit_every"  # place, number, written: 每月25日前, meaning: the next one; others follow
    LIMIT_GOES_ON = "limit_goes_on"  # place, number, written: 2025年底前，并长期坚持, meaning: the limit that is kept
    LIMIT_PAST = "limit_past"  # place.sheet, count, known: the numbers of items that are overdue from the start
    KIND_ASSUMED = "kind_assumed"  # place.sheet, count, meaning: label; 类别 was empty
    SENSITIVE_READ = "sensitive_read"  # place.sheet, written: 涉密, count: read as sensitive
    SENSITIVE_KIND = "sensitive_kind"  # place.sheet, meaning: label, count: sensitive because the kind is
    SENSITIVE_LIFTED = "sensitive_lifted"  # place.sheet, meaning: label, count: public although the kind is not
    SENSITIVE_OPENED = "sensitive_opened"  # place, number, written: the item was sensitive and becomes public
    OWNERS_SPLIT = "owners_split"  # place, number, written, meaning: the owner; the others help (协办)
    UNITS_SPLIT = "units_split"  # place, number, written, meaning: the lead unit; the others became 配合单位
    STARTS_CLOSED = "starts_closed"  # place, number, written: the state, meaning: closed, cancelled or suspended
    STATE_UNKNOWN = "state_unknown"  # place, number, written; meaning: what it is taken as; the words are kept
    DONE_NOT_CROSSED = "done_not_crossed"  # place.sheet, count: done by 办理状态, and not by 是否销号, which counts
    START_DROPPED = "start_dropped"  # place, number, written: 开始时间 that was not understood
    RECEIVED_DROPPED = "received_dropped"  # place, number, written: 受理日期 that was not understood
    SETTLED_LEFT = "settled_left"  # place, number: closed or cancelled in the ledger; what differs is not taken
    YEAR_UNSAID = "year_unsaid"  # place.sheet, count: settled items whose row would mean next year if it were new
    WORD_KEPT = "word_kept"  # place.sheet, count: 进展 / 办理状态 of items in the ledger stay as the ledger has them
    LIMIT_OF_LAW = "limit_of_law"  # place, number: taken with the limit of its kind's last clock
    NO_LIMIT = "no_limit"  # place, number: taken without a limit
    NO_STANDARD = "no_standard"  # place.sheet, count: so many new items have no 完成标准
    COLUMNS_UNKNOWN = "columns_unknown"  # place.sheet, known: headings that are not taken
    ROWS_JOINED = "rows_joined"  # place.sheet, rows: measures that belong to the row above
    ROWS_COMPLETED = "rows_completed"  # place.sheet, rows: measures with an owner or a limit of their own
    ROWS_PASSED_OVER = "rows_passed_over"  # place.sheet, rows: section titles, totals, signatures
    PEOPLE_STAY_LEFT = (
        "people_stay_left"  # known: names that have left in the ledger; their row does not say they are back
    )
    ACCOUNT_OUTDATED = "account_outdated"  # known: names whose Telegram ID is one that they have changed since
    ROLE_READ = "role_read"  # written: 股长, meaning: a role, count: people
    DUTY_UNCLEAR = "duty_unclear"  # place, written: a 状态 that says neither 在岗 nor 离岗; nothing is changed
    PEOPLE_ABSENT = "people_absent"  # known: names that the ledger has and the workbook's roster has not; they stay
    ITEMS_ABSENT = "items_absent"  # known: numbers of items that a workbook of all lacks; they stay
    PARENT_LEFT = "parent_left"  # place, number, written: a 上级事项 that is not taken; meaning: a ``ParentFault``
    NUMBER_TAKEN = "number_taken"  # place, number: the item's, written: a 序号 not free, not unique or no number


class ParentFault(StrEnum):
    """Why a 上级事项 is not taken."""

    UNKNOWN = "unknown"  # there is none of that number or title
    SEVERAL = "several"  # several have the title, or several are named
    CIRCLE = "circle"  # it is the item itself, or a part of it
    OVER = "over"  # it is closed or cancelled, and its part is not
    TOO_DEEP = "too_deep"


class Notice(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One thing to notice. Notices about many rows of a sheet are one notice with a count."""

    remark: Remark
    place: Place = Place("")
    number: int = 0  # the item's number, where the notice is about one item
    written: str = ""  # what the workbook says, shortened
    meaning: str = ""  # what was made of it
    known: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    count: int = 0
    is_provisional: bool = False  # the meaning was counted in work days of a year whose rest days are not published


class FieldChange(Struct, frozen=True, gc=False):
    """One field of an item or a person that the workbook says differently, as text: ``""`` for nothing, ISO for dates.

    ``field`` is the name in ``Item`` (title, kind, unit, owner, due, leader, partners, source, reference, measures,
    standard, remark, marks, is_sensitive, is_endless, start_on, ledger_number) or in ``Person`` (name, unit, role,
    oversees, telegram_id). Several names are joined by 、; yes and no are ``"1"`` and ``""``; a kind is its name, a
    role its value.
    """

    field: str
    old: str
    new: str


def field_changes(old: Struct, new: Struct, fields: Iterable[str]) -> tuple[FieldChange, ...]:
    """The fields in which the two differ."""
    texts = ((field, _as_text(getattr(old, field)), _as_text(getattr(new, field))) for field in fields)
    return tuple(FieldChange(field, before, after) for field, before, after in texts if before != after)


def _as_text(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(_as_text(each) for each in value)
    return _RECORDS.get(type(value), _plain_text)(value)


def _plain_text(value: Any) -> str:
    return "" if value is None or value == 0 else str(value)


def _say_instruction(one: Instruction) -> str:
    limit = f"，{one.answer_by}前办理" if one.answer_by else ""
    return f"{one.leader}{one.day}：{one.words}{limit}"


def _say_quota(quota: Quota) -> str:
    """10条（办公室3、社会事务股7）（季度3、6、8、10）."""
    quarters = write_quarters(quota)
    more = (write_shares(quota), f"季度{quarters}" if quarters else "")
    return f"{quota.target:.12g}{quota.counted_in}" + "".join(f"（{each}）" for each in more if each)


_RECORDS: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "1" if value else "",
    float: lambda value: f"{value:.15g}" if value else "",
    Quota: _say_quota,
    Instruction: _say_instruction,
    Measure: lambda value: value.words + "".join(f"（{each}）" for each in (value.owner, value.due) if each),
}
