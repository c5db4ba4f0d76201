"""A look through all documents for words, as bytes: what is found so may be meant, and is then read."""

import json
import re
from collections.abc import Callable, Iterator, Sequence

#: Where the bot wrote the document, the history comes after everything that is looked through, and is half of it.
_OURS, _HISTORY = b'{"kind":', b'"history":'
#: Which documents may be meant.
Test = Callable[[bytes, int], object]


def search(documents: dict[int, bytes], keywords: Sequence[str], names: Sequence[str] = ()) -> Iterator[int]:
    """The numbers of documents that have all keywords before their history, newest first.

    ``names``: only those in which one of these stands as a whole field.
    """
    tests = [_test_of(word) for word in keywords]
    quoted = [json.dumps(name).encode("ascii") for name in names]
    for number in reversed(documents):
        document = documents[number]
        end = document.find(_HISTORY) if document.startswith(_OURS) else -1
        end = len(document) if end < 0 else end
        if all(test(document, end) for test in tests) and (not quoted or any(name in document for name in quoted)):
            yield number


def _test_of(keyword: str) -> Test:
    """Whether the keyword stands in a document, which spells all but ASCII as escapes."""
    narrow = json.dumps(keyword)[1:-1].encode("ascii")
    if not any(sign.isascii() and sign.isprintable() for sign in keyword) and keyword.lower() == keyword.upper():
        return lambda document, end: document.find(narrow, 0, end) >= 0
    pattern = re.compile(b"".join(map(_either_width, keyword)), re.DOTALL)
    return lambda document, end: pattern.search(document, 0, end)


def _either_width(sign: str) -> bytes:
    """The sign in upper and lower case, in half and full width, as a pattern of the bytes it is spelt with."""
    wide = chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign
    forms = dict.fromkeys(form for each in (sign, wide) for form in (each, each.upper(), each.lower()))
    return b"(?:%b)" % b"|".join(re.escape(json.dumps(form)[1:-1].encode("ascii")) for form in forms)
