"""Documents to structs and back, for what the office keeps: items, people, units, chats. The one place that knows how.

A document may hold fewer fields than the struct (a stock TinyDB wrote it) or more (an office added its own column): the
first get their defaults, the second are kept whenever the record is saved again.
"""

from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from domain.item import Item
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
#: Decoders that look at nothing but the names of fields, and refuse foreign ones.
_KNOWING = {
    kind: msgspec.json.Decoder(
        msgspec.defstruct(
            kind.__name__, [(name, Raw, Raw()) for name in kind.__struct_fields__], forbid_unknown_fields=True
        )
    ).decode
    for kind in CONTRACT
}

#: What a document written by hand may leave out: such an item is listed as incomplete, not lost.
DEFAULTS: dict[type[Kept], dict[str, Any]] = {
    Item: {"kind": "task", "unit": "", "owner": "", "due": "", "version": 1},
    Person: {"unit": ""},
}


class Unreadable(ValueError):
    """The document is no record of its table. ``why`` is the decoder's word for it."""


def read(kind: type[K], number: int, document: bytes) -> K:
    """The record of a document; its number is the document's id, whatever the document says."""
    numbered = b'%b%b"number":%d}' % (document[:-1], b"" if document == b"{}" else b",", number)
    try:
        return msgspec.json.decode(numbered, type=kind)
    except msgspec.MsgspecError:
        return _read_by_hand(kind, number, document)


def _read_by_hand(kind: type[K], number: int, document: bytes) -> K:
    """As people write documents with TinyDB: ``None`` for what is missing, numbers as text, 分管单位 in one string."""
    fields = {key: value for key, value in documents.decode(document).items() if value is not None}
    oversees = fields.get("oversees")
    if isinstance(oversees, str):
        fields["oversees"] = [name for part in oversees.replace(",", "、").split("、") if (name := part.strip())]
    if kind is Person and fields.get("telegram_id") == "":
        del fields["telegram_id"]
    try:
        return msgspec.convert(DEFAULTS.get(kind, {}) | fields | {"number": number}, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Unreadable(str(error)) from error


def write(record: Kept, old: bytes | None) -> bytes:
    """The record's document; fields of the old one that the record does not know stay."""
    kind = type(record)
    has_foreign = old is not None and _has_foreign(kind, old)
    if kind not in _SPELLED_OUT and not has_foreign:  # an item, nearly always: the hot path
        numbered = documents.encode_own(record)
        return b"{" + numbered[numbered.index(b",") + 1 :]  # the number comes first
    fields = CONTRACT[kind] | msgspec.to_builtins(record)
    del fields["number"]
    if old is None or not has_foreign:
        return documents.encode_own(fields)
    foreign = {name: value for name, value in documents.decode(old).items() if name not in kind.__struct_fields__}
    return documents.encode(fields | foreign)


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


class ItemHeading(Struct, frozen=True, gc=False):
    """What a workbook's rows and an item know each other by, read without the rest."""

    title: str = ""
    ledger_number: str = ""


item_key = msgspec.json.Decoder(ItemKey).decode
item_heading = msgspec.json.Decoder(ItemHeading).decode
