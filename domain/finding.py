"""Looking for items by words (查找), and which of them may be remembered in a button."""

import unicodedata
from collections.abc import Sequence

#: Longer words are no title that anybody remembers.
MOST_WORDS = 40
#: More hits than these nobody reads: more words narrow them.
MOST_FOUND = 200
#: So many characters fit into a button's payload beside the place of a page (≤ 64 bytes).
MOST_PACKED = 7
_BASE = 0x10000
_SURROGATES = range(0xD800, 0xE000)


def keywords_of(words: str) -> tuple[str, ...]:
    """The words to look for; an item has to have each of them."""
    return tuple(dict.fromkeys(unicodedata.normalize("NFKC", words).strip("“”\"'「」：: ").casefold().split()))


def has_all(fields: Sequence[str], keywords: Sequence[str]) -> bool:
    """Whether each of the keywords stands in one of the fields, in whatever width and case."""
    text = "\n".join(fields)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    folded = text.casefold()
    return all(word in folded for word in keywords)


def pack(keywords: tuple[str, ...]) -> int:
    """Short keywords as one number, for a button; 0 where they are too long."""
    words = " ".join(keywords)
    if len(words) > MOST_PACKED or any(ord(sign) >= _BASE for sign in words):
        return 0
    number = 0
    for sign in words:
        number = number * _BASE + ord(sign)
    return number


def unpack(number: int) -> tuple[str, ...]:
    """The keywords of such a number; none of one that was never packed."""
    signs: list[str] = []
    while number > 0 and len(signs) <= MOST_PACKED:
        number, code = divmod(number, _BASE)
        if code in _SURROGATES:
            return ()
        signs.append(chr(code))
    return keywords_of("".join(reversed(signs))) if number == 0 else ()
