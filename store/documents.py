"""One document as bytes: the only form in which the store holds it, so what a reader changes never reaches the ledger.

The bytes are JSON in plain ASCII. TinyDB opens its file in the machine's own encoding unless told otherwise, and ASCII
reads the same in all of them (docs/decisions/0010-ascii-documents.md).
"""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from store.errors import NotStorable

#: Deeper documents would be at the mercy of the reader's recursion limit.
DEPTH = 100

#: UTF-8's first bytes of letters below U+0100 and of emoji, which Python escapes otherwise than JSON.
_OTHERWISE = bytes((0xC2, 0xC3, *range(0xF0, 0xF5)))

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
