"""Words that ask the leaders for something: more time (申请延期到12月20日), or help with a difficulty (难点：…)."""

import re
from typing import NamedTuple

from handlers.words.references import AROUND, narrow, note_of
from handlers.words.vocabulary import ASKING, ASKING_TIME, ASKING_TIME_LAST, OBSTRUCTED, TIME_NOT_ASKED, VERBS

_ASKING_TIME, _OBSTRUCTED, _ASKING = (re.compile(words) for words in (ASKING_TIME, OBSTRUCTED, ASKING))
_LAST, _NOT_ASKED = re.compile(ASKING_TIME_LAST), re.compile(TIME_NOT_ASKED)
#: Commands about one item whose words may begin with a day: 12 12-20 names no range of items.
DATED = frozenset({"extend"})
#: The commands themselves; a verb that is much like theirs is no slip of the pen (报告局长).
APPEALS = frozenset({"extend", "stuck"})


class Appeal(NamedTuple):
    """What is asked for, and the words that go with it."""

    command: str
    note: str


def read_appeal(words: str) -> Appeal | None:
    """What the words after an item's number, or in reply, ask for; a question (能否延期？) asks for nothing yet."""
    plain = narrow(words)
    alone = VERBS.get(plain.strip(AROUND), "")
    if alone in APPEALS:
        return Appeal(alone, "")
    if _asks_for_time(plain):
        return Appeal("extend", words)
    found = _OBSTRUCTED.match(plain)
    return Appeal("stuck", note_of(words, found.end())) if found else None


def _asks_for_time(plain: str) -> bool:
    if _ASKING.search(plain):
        return False
    last = _LAST.search(plain)
    return bool(_ASKING_TIME.match(plain)) or (last is not None and not _NOT_ASKED.search(plain[: last.start()]))
