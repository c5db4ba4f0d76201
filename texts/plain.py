"""What users typed, made fit to be shown: one line, no control characters, no longer than the place allows."""

import unicodedata

ELLIPSIS = "…"
#: Joins emoji into one sign; the only invisible format character that is kept.
JOINER = "\u200d"
#: Categories that have no place on a line: controls, lone surrogates, private use, unassigned, invisible formats.
UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Cf"})


def clean(text: str) -> str:
    """The text on one line, without control and direction-changing characters."""
    spaced = " ".join(text.split())
    if spaced.isprintable():  # nearly always; none of the categories below is
        return spaced
    return "".join(sign for sign in spaced if sign == JOINER or unicodedata.category(sign) not in UNSEEN)


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
