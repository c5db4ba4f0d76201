"""Fields that another program wrote: read as they are meant where that is plain, else named to the office."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from msgspec import Struct

from domain.imports.cells import role_of
from domain.item import Did, Evidence, Item, ItemStatus, Misread, Step
from domain.item_records import Measure
from domain.limits import written_limit
from domain.roster import Role


class DiscrepancyKind(StrEnum):
    """What was found."""

    BOTH_CHANGED = "both_changed"  # a field that the bot had changed as well: the bot's stays
    MANY_GONE = "many_gone"  # far too many rows were missing from the file: it was not believed
    BROKEN = "broken"  # the file could not be read
    UNKNOWN_STATE = "unknown_state"  # nobody knows any more which state the file was made from
    JOURNAL_GONE = "journal_gone"  # the journal was missing, and was begun again
    DISPLACED = "displaced"  # the journal was not in its place for a while
    UNREADABLE = "unreadable"  # rows that can't be read and stay as they are
    FAULTY = "faulty"  # items of which some fields can't be read


class Spot(Struct, frozen=True, omit_defaults=True):
    """A row of the ledger, and which of its fields are meant; ``""`` is the whole row.

    ``became`` is the number that it got instead; ``written`` is what the fields hold, where that can't be read.
    """

    table: str
    number: int
    fields: tuple[str, ...] = ()
    became: int = 0
    written: tuple[str, ...] = ()


class Discrepancy(Struct, frozen=True, omit_defaults=True):
    """One thing to be told. ``file`` is where what was not taken over is kept; ``count`` is how much is missing."""

    kind: DiscrepancyKind
    spots: tuple[Spot, ...] = ()
    file: str = ""
    count: int = 0


#: An instant without a zone is the bureau's; there is one zone in the country.
_ZONE = timezone(timedelta(hours=8))
_YES = frozenset({"是", "对", "有", "√", "1", "y", "yes", "true"})
_NO = frozenset({"否", "不", "不是", "无", "×", "", "0", "n", "no", "false"})
_STATUSES = {
    ItemStatus.ASSIGNED: ("已交办", "交办", "未签收", "待签收"),
    ItemStatus.ACKNOWLEDGED: ("已签收", "签收", "办理中", "在办", "进行中", "正在办理"),
    ItemStatus.SUBMITTED: ("待销号", "待审核", "待审", "已申请销号", "申请销号"),
    ItemStatus.CLOSED: ("已办结", "办结", "已完成", "完成", "已销号", "销号", "done"),
    ItemStatus.CANCELLED: ("已撤销", "撤销", "取消", "已取消", "canceled"),
    ItemStatus.SUSPENDED: ("中止", "已中止", "暂停", "挂起"),
}
_STATUS_OF = {name: status for status, names in _STATUSES.items() for name in (status.value, *names)}
_DATE = re.compile(
    r"(?P<y>\d{4})(?:[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?|(?P<mm>\d\d)(?P<dd>\d\d))"
    r"(?:[T ]*(?P<h>\d{1,2})[:时](?P<min>\d\d)分?(?P<sec>:\d\d(?:\.\d+)?)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?"
)
_SPLIT = re.compile(r"[、,;\n]")
_SHOWN = 60


class UnclearError(ValueError):
    """The value means nothing plain; ``best`` is the part of it that does."""

    def __init__(self, best: object = None) -> None:
        super().__init__()
        self.best = best


def coerce(kind: type[Struct], document: object) -> tuple[dict[str, Any], tuple[Misread, ...]]:
    """The fields of a record of that kind as far as the document says them plainly, and what it says unclearly."""
    if not isinstance(document, Mapping):
        return {}, (Misread("", _shown(document)),)
    fields: dict[str, Any] = {}
    misread: list[Misread] = []
    for field in msgspec.structs.fields(kind):
        raw = document.get(field.encode_name)
        if raw is None or field.name == "number":
            continue
        try:
            fields[field.name] = _reader(field.name, field.type)(raw)
        except (ValueError, TypeError, OverflowError) as error:
            misread.append(Misread(field.name, _shown(raw)))
            best = error.best if isinstance(error, UnclearError) else None
            if best is not None:
                fields[field.name] = best
    return fields, tuple(misread)


def coerce_item(number: int, document: object) -> Item:
    """The item that a document means, open unless it says otherwise; ``faults`` names what it does not say plainly."""
    fields, misread = coerce(Item, document)
    unclear = {fault.field for fault in misread}
    for name in ("title", "status"):
        if name not in fields and name not in unclear and "" not in unclear:
            misread += (Misread(name, ""),)
    if unclear & {"is_sensitive", "kind"}:
        fields["is_sensitive"] = True  # what may be confidential is not shown to a group
    known = ItemStatus.ACKNOWLEDGED if fields.get("acknowledged_at") else ItemStatus.ASSIGNED
    plain = {"kind": "task", "title": "", "unit": "", "owner": "", "due": "", "status": known, "version": 1}
    whole: dict[str, Any] = plain | fields | {"number": number, "faults": misread}
    return Item(**whole)


@lru_cache(maxsize=4096)  # looked at for every item that is read; a ledger has some hundred different days
def is_limit(due: str) -> bool:
    """Whether a limit is written as the ledger writes it: a day, or a local date-time."""
    if len(due) == len("2026-11-20"):
        return written_limit(due) is not None
    return due[10:11] in {"T", " "} and due[11:19] != "00:00:00" and written_limit(due) is not None


def _reader(name: str, annotation: Any) -> Callable[[Any], object]:
    if name in _BY_NAME:
        return _BY_NAME[name]
    wanted = _bare(annotation)
    known = _READERS.get(wanted)
    return known or (lambda raw: msgspec.convert(raw, wanted, strict=False))


def _bare(annotation: Any) -> Any:
    """The type without ``| None`` and without its constraints."""
    if get_origin(annotation) in {Union, UnionType}:
        annotation = next(one for one in get_args(annotation) if one is not NoneType)
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def as_text(raw: object) -> str:
    """A text; a number is its digits, a list of one text is that text."""
    match raw:
        case str():
            raw.encode()  # half an emoji can't be kept
            return raw
        case bool():
            raise UnclearError
        case int():
            return str(raw)
        case float():
            return str(int(raw)) if raw.is_integer() else str(raw)
        case [one]:
            return as_text(one)
        case [str() as first, *_]:
            raise UnclearError(first)
    raise UnclearError


def as_count(raw: object) -> int:
    """A whole number, also as text or with a decimal point and nothing behind it."""
    if isinstance(raw, str):
        raw = float(_plain(raw)) if "." in raw else int(_plain(raw))
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != int(raw):
        raise UnclearError
    return int(raw)


def as_flag(raw: object) -> bool:
    """Yes or no."""
    if isinstance(raw, bool):
        return raw
    word = _word(raw).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise UnclearError


def as_status(raw: object) -> ItemStatus:
    """A state by its name here, or as offices write it (已办结)."""
    try:
        return _STATUS_OF[_word(raw).casefold()]
    except KeyError:
        raise UnclearError from None


def as_role(raw: object) -> Role:
    """A role by its name here, or by the post."""
    role = role_of(_word(raw), "")
    if role is None:
        raise UnclearError
    return role


def as_day(raw: object) -> date:
    """A day: 20261205, 2026/12/5, 2026年12月5日, a date-time of that day."""
    return _moment(raw)[0]


def as_limit(raw: object) -> str:
    """A day or a local date-time, as the ledger writes it; midnight to the second is how other programs write a day."""
    if isinstance(raw, str) and (not raw.strip() or is_limit(raw)):
        return raw.strip()
    day, hour, zone = _moment(raw)
    if zone and hour:
        raise UnclearError
    limit = day.isoformat() if hour is None else datetime.combine(day, hour).isoformat(timespec="minutes")
    if written_limit(limit) is None:
        raise UnclearError
    return limit


def as_instant(raw: object) -> datetime:
    """An instant; one without a zone is the bureau's."""
    if isinstance(raw, str):
        try:
            instant = datetime.fromisoformat(raw.strip())
        except ValueError:
            pass
        else:
            return instant if instant.tzinfo else instant.replace(tzinfo=_ZONE)
    day, hour, zone = _moment(raw)
    if zone:
        raise UnclearError
    return datetime.combine(day, hour or time(), _ZONE)


def as_names(raw: object) -> tuple[str, ...]:
    """Several texts: a list, or one text with 、 between them."""
    if isinstance(raw, str):
        return tuple(name for part in _SPLIT.split(unicodedata.normalize("NFKC", raw)) if (name := part.strip()))
    if isinstance(raw, list | tuple):
        return tuple(as_text(one) for one in raw if one is not None)
    return (as_text(raw),)


def as_steps(raw: object) -> tuple[Step, ...]:
    """A history; of one with odd steps the others."""
    if not isinstance(raw, list | tuple):
        raise UnclearError
    steps = tuple(step for one in raw if (step := _step(one)) is not None)
    if len(steps) < len(raw):
        raise UnclearError(steps)
    return steps


def _step(raw: object) -> Step | None:
    if not isinstance(raw, Mapping):
        return None
    try:
        step = Step(as_instant(raw["at"]), as_text(raw["by"]), Did(raw["did"]), as_text(raw.get("note") or ""))
        said = {name: as_text(raw.get(name) or "") for name in ("to", "on_behalf", "answers", "share")}
        was = raw.get("was")
        added = float(raw.get("added") or 0)
        return msgspec.structs.replace(step, **said, added=added, was=dict(was) if isinstance(was, Mapping) else {})
    except (ValueError, KeyError, TypeError):
        return None


def as_evidence(raw: object) -> tuple[Evidence, ...]:
    """Pieces of evidence; what was written in words is one piece each."""
    if not isinstance(raw, list | tuple):
        return tuple(Evidence(words=name) for name in as_names(raw))
    return tuple(_piece(one) for one in raw if one is not None)


def _piece(raw: object) -> Evidence:
    return msgspec.convert(raw, Evidence) if isinstance(raw, Mapping) else Evidence(words=as_text(raw))


def _moment(raw: object) -> tuple[date, time | None, str]:
    """The day, the hour if one is written, and the zone if one is."""
    found = _DATE.fullmatch(_word(raw))
    if found is None:
        raise UnclearError
    day = date(int(found["y"]), int(found["m"] or found["mm"]), int(found["d"] or found["dd"]))
    hour = None if found["h"] is None else time(int(found["h"]), int(found["min"]))
    is_midnight = hour == time() and found["sec"] is not None and not found["sec"].strip(":.0")
    return day, None if is_midnight else hour, found["zone"] or ""


def _word(raw: object) -> str:
    try:
        return _plain(as_text(raw))
    except UnclearError:  # a part of it would mean nothing here
        raise UnclearError from None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _shown(raw: object) -> str:
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)
    return text[:_SHOWN].encode(errors="replace").decode()


def as_measures(raw: object) -> str | tuple[Measure, ...]:
    """Measures: words, a list of words, or each with an owner, a limit and a state."""
    if isinstance(raw, list | tuple) and any(isinstance(one, Mapping) for one in raw):
        words = (Measure(words=as_text(one)) if not isinstance(one, Mapping) else one for one in raw)
        return tuple(msgspec.convert(one, Measure, from_attributes=True) for one in words)
    return "\n".join(as_text(one) for one in raw) if isinstance(raw, list | tuple) else as_text(raw)


_BY_NAME: dict[str, Callable[[Any], object]] = {"due": as_limit, "measures": as_measures}
_READERS: dict[Any, Callable[[Any], object]] = {
    str: as_text,
    int: as_count,
    bool: as_flag,
    date: as_day,
    datetime: as_instant,
    ItemStatus: as_status,
    Role: as_role,
    tuple[str, ...]: as_names,
    tuple[Step, ...]: as_steps,
    tuple[Evidence, ...]: as_evidence,
}
