"""One document as bytes, and the structs made of it: items, people, units, chats. The one place that knows how."""

import json
import sys
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct, structs

from domain.coercion import coerce, coerce_item, is_limit
from domain.item import Item, ItemStatus, Misread
from domain.roster import Chat, Person, Unit
from store.errors import NotStorable

#: Deeper documents would be at the mercy of the reader's recursion limit.
DEPTH = 100

#: DEL, and UTF-8's first bytes of letters below U+0100 and of emoji: Python escapes them otherwise than JSON.
_OTHERWISE = bytes((0x7F, 0xC2, 0xC3, *range(0xF0, 0xF5)))

_QUOTE, _BACKSLASH = b'"\\'
_dump = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_load = msgspec.json.Decoder().decode


def encode(document: Mapping[Any, Any]) -> bytes:
    """The document's bytes.

    Raises what stock TinyDB's JSON storage raises for what JSON can't hold (``TypeError`` for a set, say), and
    ``ValueError`` for what JSON could hold but nobody could read back: NaN, infinity, half a surrogate pair.
    """
    data = _dump(dict(document)).encode("ascii")
    if b"\\ud" in data:  # an emoji, or half of one
        try:
            _load(data)
        except msgspec.MsgspecError as error:
            raise NotStorable(str(error)) from error
    if data.count(b"{") + data.count(b"[") > DEPTH and _depth(data) > DEPTH:
        raise NotStorable(f"nested deeper than {DEPTH}")
    return data


def decode(data: bytes) -> dict[str, Any]:
    """A fresh copy of the document; the caller may do with it as they like."""
    document: dict[str, Any] = _load(data)
    return document


def is_object(data: bytes) -> bool:
    """Whether the row is a document at all: by hand anything may be written."""
    return data.lstrip()[:1] == b"{"


def fields(data: bytes) -> dict[str, Any]:
    """The document's fields; none of a row that is no document."""
    return decode(data) if is_object(data) else {}


def anything(data: bytes) -> object:
    """What a row holds, document or not."""
    return json.loads(data)


def mended(data: bytes) -> bytes | None:
    """JSON with halves of emoji, which Python writes and nobody else reads, without these; ``None`` if it is none."""
    try:
        whole = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return json.dumps(whole, ensure_ascii=False).encode(errors="replace")


def _refuse(name: str) -> None:
    raise ValueError(name)


def canonical(row: bytes) -> bytes:
    """A row that somebody else wrote, in our own spelling, so that equal ones compare equal.

    What ``encode`` would refuse stays as it is, in ASCII and on one line: somebody may still mend it.
    """
    try:
        return encode(decode(row))
    except (ValueError, TypeError):
        return _dump(json.loads(row)).encode("ascii")


def encode_own(record: msgspec.Struct | dict[str, Any]) -> bytes:
    """The same bytes, for what the store itself made of plain values: a quarter of the cost, in every commit."""
    try:
        data = msgspec.json.encode(record)
    except UnicodeEncodeError as error:
        raise NotStorable(str(error)) from error
    if len(data.translate(None, _OTHERWISE)) < len(data):
        return _dump(_load(data)).encode("ascii")
    return data.decode().encode("ascii", "backslashreplace")


def _depth(data: bytes) -> int:
    deepest = depth = 0
    text = False
    escaped = False
    for byte in data:
        if text:
            text = escaped or byte != _QUOTE
            escaped = not escaped and byte == _BACKSLASH
        elif byte == _QUOTE:
            text = True
        elif byte in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"}]":
            depth -= 1
    return deepest


ITEMS = "items"
PEOPLE = "people"
UNITS = "units"
CHATS = "chats"

Kept = Item | Person | Unit | Chat
K = TypeVar("K", Item, Person, Unit, Chat)

#: What other programs rely on (docs/domain.md): written even if it has its default, which is given here.
CONTRACT: dict[type[Kept], dict[str, Any]] = {
    Item: dict.fromkeys(("kind", "title", "unit", "owner", "due", "status", "version")),
    Person: {"name": "", "unit": "", "role": "", "oversees": [], "telegram_id": None},
    Unit: {"name": ""},
    Chat: {"chat_id": 0, "thread_id": None, "unit": ""},
}

#: Kinds with such fields that may have their default, which encoding leaves out.
_SPELLED_OUT = frozenset({Person, Chat})
_ITEM = msgspec.json.Decoder(Item).decode
#: Decoders that look at nothing but the names of fields, and refuse foreign ones.
_KNOWING = {
    kind: msgspec.json.Decoder(
        msgspec.defstruct(
            kind.__name__, [(name, Raw, Raw()) for name in kind.__struct_encode_fields__], forbid_unknown_fields=True
        )
    ).decode
    for kind in CONTRACT
}


class Unreadable(ValueError):
    """The document is no record of its table. ``why`` is the decoder's word for it."""


def read(kind: type[K], number: int, document: bytes) -> K:
    """The record of a document; its number is the document's id, whatever the document says.

    An item is always read (``read_item``); any other record may be ``Unreadable``.
    """
    if kind is Item:
        return read_item(number, document)  # type: ignore[return-value]
    numbered = b'%b%b"number":%d}' % (document[:-1], b"" if document == b"{}" else b",", number)
    try:
        record = msgspec.json.decode(numbered, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _read_by_hand(kind, number, document)
    if isinstance(record, Person):  # thousands are kept, of few units: each text once
        structs.force_setattr(record, "unit", sys.intern(record.unit))
        structs.force_setattr(record, "name", sys.intern(record.name))
    return record


def read_item(number: int, document: bytes) -> Item:
    """The item of a document, with what is wrong in ``faults``. Lists are read item by item: this is their hot path."""
    try:
        item = _ITEM(document)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return coerce_item(number, anything(document))
    if item.faults or (item.due and not is_limit(item.due)):
        return coerce_item(number, anything(document))
    structs.force_setattr(item, "number", number)  # nobody has seen it yet; a copy of its bytes would take longer
    return item


def _read_by_hand(kind: type[K], number: int, document: bytes) -> K:
    """As people write documents with TinyDB."""
    named, misread = coerce(kind, anything(document))
    if kind is Person:
        named.setdefault("unit", "")
    try:
        return kind(**(named | {"number": number}))
    except TypeError as error:
        raise Unreadable(", ".join(fault.field for fault in misread) or str(error)) from error


def misread_of(kind: type[K], document: bytes) -> tuple[Misread, ...]:
    """What is wrong with a document of somebody else's; nothing with one that the bot wrote."""
    if kind is Item:
        return read(Item, 0, document).faults
    try:
        read(kind, 0, document)
    except Unreadable as error:
        return coerce(kind, anything(document))[1] or (Misread("", str(error)),)
    try:
        msgspec.json.decode(document, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return coerce(kind, anything(document))[1]
    return ()


def write(record: Kept, old: bytes | None) -> bytes:
    """The record's document; fields of the old one that the record does not know stay."""
    kind = type(record)
    if isinstance(record, Item) and record.faults:
        return _write_faulty(record, old)
    has_foreign = old is not None and _has_foreign(kind, old)
    if kind not in _SPELLED_OUT and not has_foreign:  # an item, nearly always: the hot path
        numbered = encode_own(record)
        return b"{" + numbered[numbered.index(b",") + 1 :] if record.number else numbered  # the number comes first
    named = CONTRACT[kind] | msgspec.to_builtins(record)
    named.pop("number", None)
    if old is None or not has_foreign:
        return encode_own(named)
    return encode(named | _foreign(kind, old))


def _write_faulty(record: Item, old: bytes | None) -> bytes:
    """What could not be read stays as it was written, unless the record says something new of it."""
    written = {} if old is None else fields(old)
    before = coerce_item(record.number, written)
    named = CONTRACT[Item] | msgspec.to_builtins(structs.replace(record, faults=()))
    named.pop("number", None)
    for name in {fault.field for fault in before.faults} & written.keys():
        if getattr(record, name) == getattr(before, name):
            named[name] = written[name]
        elif name == "history" and isinstance(written[name], list):
            named[name] = [*written[name], *named[name][len(before.history) :]]
    return encode(named | ({} if old is None else _foreign(Item, old)))


def _foreign(kind: type[Kept], old: bytes) -> dict[str, Any]:
    return {name: value for name, value in fields(old).items() if name not in kind.__struct_encode_fields__}


def _has_foreign(kind: type[Kept], document: bytes) -> bool:
    try:
        _KNOWING[kind](document)
    except msgspec.ValidationError:
        return True
    return False


class ItemKey(Struct, frozen=True):
    """What the indexes need of an item, read without the rest."""

    status: str = ""
    unit: str | None = None
    owner: str | None = None
    due: str | None = None
    closed_at: str | None = None
    partners: tuple[str, ...] = ()
    parent: int = 0
    percent: int | None = None
    observe_until: str | None = None


def item_key(document: bytes) -> ItemKey:
    """The same for every document, however it was written."""
    try:
        key = plain_key(document)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return coerced_key(document)
    return key if key.status in KNOWN else coerced_key(document)


def coerced_key(document: bytes) -> ItemKey:
    """The key of an item that was written by hand."""
    item = coerce_item(0, anything(document))
    closed_at = item.closed_at.isoformat() if item.closed_at else None
    observed = item.observe_until.isoformat() if item.observe_until else None
    known = (item.status.value, item.unit, item.owner, item.due, closed_at, item.partners, item.parent, item.percent)
    return ItemKey(*known, observed)


class ItemHeading(Struct, frozen=True, gc=False):
    """What a workbook's rows and an item know each other by, read without the rest."""

    title: str = ""
    ledger_number: str = ""


#: Raises where a field has another type; a status that is not ``KNOWN`` has to be looked at as well.
plain_key = msgspec.json.Decoder(ItemKey).decode
KNOWN = frozenset(status.value for status in ItemStatus)
item_heading = msgspec.json.Decoder(ItemHeading).decode
