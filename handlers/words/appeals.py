"""Words that ask for something of one item: more time (申请延期到12月20日), help (难点：…), a change (撤销 误录)."""

import re
from typing import NamedTuple

from handlers.words.references import AROUND, any_of, narrow, note_of
from handlers.words.vocabulary import (
    ASKING,
    ASKING_TIME,
    ASKING_TIME_LAST,
    OBSTRUCTED,
    PREVIEWED,
    TIME_NOT_ASKED,
    VERBS,
    WITH_REASON,
)

_ASKING_TIME, _OBSTRUCTED, _ASKING = (re.compile(words) for words in (ASKING_TIME, OBSTRUCTED, ASKING))
_LAST, _NOT_ASKED = re.compile(ASKING_TIME_LAST), re.compile(TIME_NOT_ASKED)
#: Commands about one item whose words may begin with a day: 12 12-20 names no range of items.
DATED = frozenset({"extend", "suspend", "mute"})
#: Commands about one item whose words may be a count: 静音 12 3.
COUNTED = frozenset({"mute"})
#: The commands themselves; a verb that is much like theirs is no slip of the pen (报告局长).
APPEALS = frozenset({"extend", "stuck"})
#: What is shown before it is done, or can be taken back at once.
CHANGES = PREVIEWED | {"resume", "tick"}


_OF_CHANGES = {verb: command for verb, command in VERBS.items() if command in CHANGES and not verb.isascii()}
_CHANGE = re.compile(rf"(?P<verb>{any_of((*_OF_CHANGES, '撤销'))})(?:[\s:,]+(?P<note>\S.*))?", re.DOTALL)


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
    change = _read_change(words, plain)
    if change is not None:
        return change
    if _asks_for_time(plain):
        return Appeal("extend", words)
    found = _OBSTRUCTED.match(plain)
    return Appeal("stuck", note_of(words, found.end())) if found else None


def _asks_for_time(plain: str) -> bool:
    if _ASKING.search(plain):
        return False
    last = _LAST.search(plain)
    return bool(_ASKING_TIME.match(plain)) or (last is not None and not _NOT_ASKED.search(plain[: last.start()]))


def _read_change(words: str, plain: str) -> Appeal | None:
    """有异议 时间不够, 挂账 至3月31日 等: the verb stands first and alone.

    Without a field 调整 is a word of progress, and so is 撤销 without a reason.
    """
    found = _CHANGE.fullmatch(plain.strip(AROUND))
    if found is None or _ASKING.search(plain):
        return None
    start = plain.find(found["note"]) if found["note"] else len(words)
    command = _OF_CHANGES.get(found["verb"]) or WITH_REASON[found["verb"]]
    needs_more = (command == "edit" and "=" not in plain) or (command == "cancel" and not found["note"])
    return None if needs_more else Appeal(command, words[start:])
