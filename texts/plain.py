"""What users typed, made fit to be shown: one line, no control characters, no longer than the place allows."""

import re
import unicodedata

ELLIPSIS = "…"
#: Joins emoji into one sign; the only invisible format character that is kept.
JOINER = "\u200d"
#: Categories that have no place on a line: controls, lone surrogates, private use, unassigned, invisible formats.
UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Cf"})

#: What a short name does without.
_SAYS_NOTHING = re.compile(r"^关于|[（(〔【\[][^）)〕】\]]*[）)〕】\]]|[“”‘’《》〈〉「」\"'\s]")
#: Where a title's first clause ends.
_CLAUSE_END = re.compile(r"[：:，,、；;。—·]")
_LEAST_CLAUSE = 2
#: The beginning of a number or Latin word at the end of a text.
_HALF_WORD = re.compile(r"[0-9A-Za-z.]+$")


def clean(text: str) -> str:
    """The text on one line, without control and direction-changing characters."""
    spaced = " ".join(text.split())
    if spaced.isprintable():  # nearly always; none of the categories below is
        return spaced
    return "".join(sign for sign in spaced if sign == JOINER or unicodedata.category(sign) not in UNSEEN)


def brief(title: str, most: int) -> str:
    """The beginning of a title for a button, at most ``most`` signs; cut at punctuation where there is some.

    Neither 关于 nor what stands in brackets says anything, and a number or Latin word is left out rather than cut.
    """
    words = _SAYS_NOTHING.sub("", clean(title)) or clean(title)
    if len(words) <= most:
        return words
    first = _CLAUSE_END.split(words, maxsplit=1)[0]
    if _LEAST_CLAUSE <= len(first) <= most:
        return first
    kept = words[:most]
    if words[most].isascii() and words[most].isalnum():
        kept = _HALF_WORD.sub("", kept) or kept
    return kept.rstrip("、，：:；;—-“‘《（(【〔「 ") or kept


def units_of(text: str) -> int:
    """The length that Telegram counts: UTF-16 code units (an emoji is two)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """The cleaned text in at most ``limit`` UTF-16 units, ending in … where something was left out."""
    whole = clean(text)
    if units_of(whole) <= limit:
        return whole
    kept, used = [], 0
    for sign in whole:
        used += units_of(sign)
        if used > limit - len(ELLIPSIS):
            break
        kept.append(sign)
    return "".join(kept).rstrip(f"{JOINER}\ufe0f ") + ELLIPSIS
