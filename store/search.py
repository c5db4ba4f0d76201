"""A look through all documents for words: as bytes first, and of what may be meant those fields that are looked in."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec
from msgspec import Struct

from domain.finding import has_all
from domain.measures import words_of_measures
from store.documents import read_item

#: Where the bot wrote the document, the history comes after everything that is looked in, and is half of it.
_OURS, _HISTORY = b'{"kind":', b'"history":'
_TO_WIDE = 0xFEE0
#: So many documents are looked at as one text, which the processor's cache holds.
_AT_ONCE = 64
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


class _Sought(Struct, frozen=True, gc=False):
    """The fields that are looked in."""

    title: str = ""
    measures: str = ""
    standard: str = ""
    progress: str = ""
    source: str = ""
    owner: str = ""
    unit: str = ""


_decode = msgspec.json.Decoder(_Sought).decode


def search(documents: dict[int, bytes], keywords: Sequence[str], names: Sequence[str] = ()) -> Iterator[int]:
    """The numbers of the items that have all keywords in the fields that are looked in, newest first.

    ``names``: only of items of which one field is one of these.
    """
    quoted = [json.dumps(name).encode("ascii") for name in names]
    for number, document in _candidates(documents, keywords):
        is_near = not quoted or any(name in document for name in quoted)
        if is_near and has_all(_fields_of(number, document), keywords):
            yield number


def _candidates(documents: dict[int, bytes], keywords: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """The documents that may have the keywords: nearly all of the time is spent here."""
    parts = [part for word in keywords for part in _NOT_ASCII.findall(word)]
    folds = not parts  # Chinese has one spelling; Latin letters and digits have several
    forms = _spellings(max(keywords, key=len)) if folds else (_escaped(max(parts, key=len)),)
    rows = reversed(documents.items())
    while some := list(islice(rows, _AT_ONCE)):
        whole = b"\n".join([document for _, document in some])
        text = whole.lower() if folds else whole
        if any(form in text for form in forms):
            yield from (row for row in some if _has_one(row[1], forms, folds=folds))


def _has_one(document: bytes, forms: Sequence[bytes], *, folds: bool) -> bool:
    end = document.find(_HISTORY) if document.startswith(_OURS) else -1
    before = document if end < 0 else document[:end]
    text = before.lower() if folds else before
    return any(form in text for form in forms)


def _spellings(keyword: str) -> tuple[bytes, ...]:
    """A keyword of ASCII as it stands in lower-cased bytes: as it is typed, and in full width."""
    wide = "".join(chr(ord(sign) + _TO_WIDE) if "!" <= sign <= "~" else sign for sign in keyword)
    return tuple(_escaped(form) for form in dict.fromkeys((keyword, wide, wide.upper())))


def _escaped(words: str) -> bytes:
    return json.dumps(words)[1:-1].encode("ascii")


def _fields_of(number: int, document: bytes) -> tuple[str, ...]:
    try:
        found = _decode(document)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        item = read_item(number, document)
        measures = words_of_measures(item)
        return item.title, measures, item.standard, item.progress, item.source, item.owner, item.unit
    return found.title, found.measures, found.standard, found.progress, found.source, found.owner, found.unit
