"""What words say of how far an item is: that it is finished, that it is not, or a question about it."""

import re

from handlers.words.references import find_reference, narrow, read_references
from handlers.words.vocabulary import AHEAD, ASKING, CLOSING_AHEAD, FINISHED, UNFINISHED

_UNFINISHED = re.compile(rf"{UNFINISHED}|{CLOSING_AHEAD}")
_ASKING, _FINISHED, _AHEAD = (re.compile(words) for words in (ASKING, FINISHED, AHEAD))
_IN_TOTAL = re.compile(r"(?:累计|合计|总计)[^0-9,;\u3002]{0,8}[0-9]")
_SIGNS = " \t/|\\+"


def is_claim(plain: str) -> bool:
    """Whether the words say that it is finished."""
    if _IN_TOTAL.search(plain):  # 累计已完成8条 tells of a part
        return False
    return bool(_FINISHED.search(plain)) and not speaks_against(plain) and not is_ahead(plain)


def is_ahead(plain: str) -> bool:
    """Whether the words tell of what is to come."""
    return bool(_AHEAD.search(plain))


def is_unfinished(plain: str) -> bool:
    """Whether the words say that it is not finished."""
    return bool(_UNFINISHED.search(plain))


def speaks_against(note: str) -> bool:
    """Whether the words say that it is not finished, or ask."""
    return is_unfinished(narrow(note)) or asks(note)


def asks(words: str) -> bool:
    """Whether the words ask something."""
    return bool(_ASKING.search(narrow(words)))


def leaves_in_doubt(note: str) -> bool:
    """Whether the words of a closing speak against it, or name another item: 完成12。13 may mean both."""
    words = narrow(note).lstrip(_SIGNS)
    others = (read_references(words), find_reference(words, only_marked=True))
    return speaks_against(note) or any(other.numbers and other.is_sure for other in others)
