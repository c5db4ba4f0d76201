"""Documents to structs and back, for what the office keeps: items, people, units, chats. The one place that knows how.

A document may hold fewer fields than the struct (a stock TinyDB wrote it) or more (an office added its own column): the
first get their defaults, the second are kept whenever the record is saved again.
"""

from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct, structs

from domain.coercion import coerce, coerce_item, is_limit
from domain.item import Item, ItemStatus, Misread
from domain.roster import Chat, Person, Unit
from store import documents

ITEMS = "items"
PEOPLE = "people"
UNITS = "units"
CHATS = "chats"

Kept = Item | Person | Unit | Chat
K = TypeVar("K", Item, Person, Unit, Chat)

#: The ledger file's contract: written even where they have their default, which is given here.
CONTRACT: dict[type[Kept], dict[str, Any]] = {
    Item: dict.fromkeys(("kind", "title", "unit", "owner", "due", "status", "version")),
    Person: {"name": "", "unit": "", "role": "", "oversees": [], "telegram_id": None},
    Unit: {"name": ""},
    Chat: {"chat_id": 0, "thread_id": None, "unit": ""},
}

#: Kinds with fields of the contract that may have their default, which encoding leaves out.
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
        return msgspec.json.decode(numbered, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _read_by_hand(kind, number, document)


def read_item(number: int, document: bytes) -> Item:
    """The item of a document, with what is wrong in ``faults``. Lists are read item by item: this is their hot path."""
    try:
        item = _ITEM(b'%b,"number":%d}' % (document[:-1], number))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return coerce_item(number, documents.anything(document))
    if item.faults or (item.due and not is_limit(item.due)):
        return coerce_item(number, documents.anything(document))
    return item


def _read_by_hand(kind: type[K], number: int, document: bytes) -> K:
    """As people write documents with TinyDB."""
    fields, misread = coerce(kind, documents.anything(document))
    if kind is Person:
        fields.setdefault("unit", "")
    try:
        return kind(**(fields | {"number": number}))
    except TypeError as error:
        raise Unreadable(", ".join(fault.field for fault in misread) or str(error)) from error


def misread_of(kind: type[K], document: bytes) -> tuple[Misread, ...]:
    """What is wrong with a document of somebody else's; nothing with one that the bot wrote."""
    if kind is Item:
        return read(Item, 0, document).faults
    try:
        read(kind, 0, document)
    except Unreadable as error:
        return coerce(kind, documents.anything(document))[1] or (Misread("", str(error)),)
    try:
        msgspec.json.decode(document, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return coerce(kind, documents.anything(document))[1]
    return ()


def write(record: Kept, old: bytes | None) -> bytes:
    """The record's document; fields of the old one that the record does not know stay."""
    kind = type(record)
    if isinstance(record, Item) and record.faults:
        return _write_faulty(record, old)
    has_foreign = old is not None and _has_foreign(kind, old)
    if kind not in _SPELLED_OUT and not has_foreign:  # an item, nearly always: the hot path
        numbered = documents.encode_own(record)
        return b"{" + numbered[numbered.index(b",") + 1 :]  # the number comes first
    fields = CONTRACT[kind] | msgspec.to_builtins(record)
    del fields["number"]
    if old is None or not has_foreign:
        return documents.encode_own(fields)
    return documents.encode(fields | _foreign(kind, old))


def _write_faulty(record: Item, old: bytes | None) -> bytes:
    """What could not be read stays as it was written, unless the record says something new of it."""
    written = {} if old is None else documents.fields(old)
    before = coerce_item(record.number, written)
    fields = CONTRACT[Item] | msgspec.to_builtins(structs.replace(record, faults=()))
    del fields["number"]
    for name in {fault.field for fault in before.faults} & written.keys():
        if getattr(record, name) == getattr(before, name):
            fields[name] = written[name]
        elif name == "history" and isinstance(written[name], list):
            fields[name] = [*written[name], *fields[name][len(before.history) :]]
    return documents.encode(fields | ({} if old is None else _foreign(Item, old)))


def _foreign(kind: type[Kept], old: bytes) -> dict[str, Any]:
    return {name: value for name, value in documents.fields(old).items() if name not in kind.__struct_encode_fields__}


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
    closed_at: str | None = None


def item_key(document: bytes) -> ItemKey:
    """The same for every document, however it was written."""
    try:
        key = plain_key(document)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return coerced_key(document)
    return key if key.status in KNOWN else coerced_key(document)


def coerced_key(document: bytes) -> ItemKey:
    """The key of an item that was written by hand."""
    item = coerce_item(0, documents.anything(document))
    return ItemKey(item.status.value, item.unit, item.owner, item.closed_at.isoformat() if item.closed_at else None)


class ItemHeading(Struct, frozen=True, gc=False):
    """What a workbook's rows and an item know each other by, read without the rest."""

    title: str = ""
    ledger_number: str = ""


#: Raises where a field has another type; a status that is not ``KNOWN`` has to be looked at as well.
plain_key = msgspec.json.Decoder(ItemKey).decode
KNOWN = frozenset(status.value for status in ItemStatus)
item_heading = msgspec.json.Decoder(ItemHeading).decode
