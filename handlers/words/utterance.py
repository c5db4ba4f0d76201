"""What somebody means by a text: an action on items, a word of progress, a receipt, thanks, or nothing known."""

import re
from difflib import get_close_matches

from domain.actions import ACTIONS
from domain.joining import said_name
from handlers.words.appeals import DATED
from handlers.words.claims import leaves_in_doubt
from handlers.words.figures import is_bare_figure, read_figures
from handlers.words.item_words import in_reply, is_sure, items_first, named_elsewhere, read_dated, unknown, verb_first
from handlers.words.orders import of_days, of_person, of_words, of_work
from handlers.words.phrases import LONGEST_PHRASE, read_phrase
from handlers.words.references import (
    MARKUP,
    References,
    Said,
    Sense,
    any_of,
    narrow,
    note_of,
    read_first_reference,
    read_number_apart,
    read_numeral,
    read_references,
    tidy,
)
from handlers.words.vocabulary import OPENINGS, PHRASES, THANKS, VERBS

#: Commands whose words begin with items; the others take their words as they are.
ITEM_COMMANDS = frozenset(row.command for row in ACTIONS.values() if row.on_items)
_LATIN = frozenset(word for word in (*PHRASES.values(), *VERBS.values(), *PHRASES, *VERBS) if word.isascii()) - {
    "?",
    "??",
}
_CLOSE_LATIN = 0.7
_INTRODUCTION = re.compile(r"我(?:就是|是|叫做|叫|姓名[是:]|的?名字[是叫])[\s:,]*(?P<who>\S.*)", re.DOTALL)
#: Politeness at the beginning and at the end of other words: 好的，12已完成，谢谢.
_OPENING = re.compile(rf"(?:(?:{any_of(OPENINGS)})[\s,.!\u3001\u3002\uff0c\uff01:\uff1a]+(?=\S)|请问)*")
_CLOSING = re.compile(rf"[\s,.!\u3002\uff0c\uff01]+(?:{any_of(THANKS)})[\s.!\u3002\uff01]*$")
#: Emoji and the like behind the words.
_LAST_SIGNS = re.compile(r"(?<=[\w\s])[\s\u2190-\u2bff\U0001f000-\U0001ffff]+$")
_LATIN_FIRST = re.compile(r"/?(?P<word>[A-Za-z]{2,20})(?![A-Za-z@])[\s_:,]*(?P<rest>.*)", re.DOTALL)


def read_items(words: str) -> References:
    """The items at the beginning of a command's words."""
    return read_references(narrow(words))


def understand_command(command: str, words: str) -> Said:
    """A command that was given by its name, with the words after it."""
    if command not in ITEM_COMMANDS:
        return Said(command, words)
    if command == "progress" and (figures := read_figures(f"/progress {narrow(words)}", f"/progress {words}")):
        return figures
    read = read_first_reference(narrow(words)) if command == "plan" else read_items(words)
    if command in DATED:
        read = read_dated(command, narrow(words), read)
    if command == "edit" and not read.numbers:  # 12 季度=3、6、8、10: a field's name, and no measure
        read = read_number_apart(narrow(words))
    if not read.numbers:
        read = read_numeral(narrow(words))
    note = note_of(words, read.end) if read.numbers else words
    is_doubtful = not is_sure(command, read, words) or (command == "done" and leaves_in_doubt(note))
    return Said(command, words, Sense.ASK if is_doubtful else Sense.ACT, read.numbers, note)


def understand(text: str, *, is_reply: bool = False) -> Said:
    """What the text means; ``is_reply``: it answers a message of the bot, which tells what it is about."""
    whole = tidy(text).strip(MARKUP)
    phrase = read_phrase(narrow(whole), is_reply=is_reply) if len(whole) <= LONGEST_PHRASE else None
    if phrase is not None:
        return phrase
    receipt = verb_first(narrow(whole), whole)
    if receipt is not None and receipt.command == "ack" and not receipt.note:
        return receipt  # 收到 12: no opening here
    opening = _OPENING.match(whole)
    words = _without_closing(whole[opening.end() if opening else 0 :], whole)
    plain = narrow(words)
    return (
        read_figures(plain, words)
        or (unknown(words) if not is_reply and is_bare_figure(plain) else None)
        or of_days(plain, words)
        or of_person(plain)
        or (None if is_reply else of_words(plain))
        or of_work(plain, words)
        or _command(plain, words)
        or verb_first(plain, words)
        or items_first(plain, words, is_reply=is_reply)
        or (in_reply(plain, words) if is_reply else None)
        or named_elsewhere(plain, words)
    )


def _without_closing(words: str, whole: str) -> str:
    """The words without signs and thanks at their end; of a long text no more than its end is looked at."""
    head, end = words[:-LONGEST_PHRASE], words[-LONGEST_PHRASE:]
    shorter = head + _LAST_SIGNS.sub("", end) or whole
    return shorter[:-LONGEST_PHRASE] + _CLOSING.sub("", shorter[-LONGEST_PHRASE:])


def introduction(text: str) -> Said | None:
    """我是甲某, 您好，我叫社会救助股甲某: who somebody says they are; ``None`` for other words (我是谁)."""
    plain = narrow(tidy(text).strip(MARKUP))
    found = _INTRODUCTION.fullmatch(_OPENING.sub("", plain, count=1))
    name = said_name(found["who"]) if found else ""
    return Said("join", name) if name else None


def is_command(said: Said) -> bool:
    """Whether the words ask for something by themselves, so that they answer no open question."""
    return said.sense is Sense.ACT and not said.note


def _command(plain: str, words: str) -> Said | None:
    """A Latin command, with or without its slash; of one that is nearly right the offer."""
    found = _LATIN_FIRST.fullmatch(plain)
    if found is None:
        return None
    word, rest = found["word"].lower(), words[found.start("rest") :]
    command = VERBS.get(word) or PHRASES.get(word)
    has_items = bool(read_items(rest).numbers)
    if command in ITEM_COMMANDS and (has_items or not rest or plain.startswith("/")):
        return understand_command(command, rest)
    if command and (not rest or plain.startswith("/")):
        return Said(command, rest)
    near = get_close_matches(word, _LATIN, 1, _CLOSE_LATIN)
    if not near or not (plain.startswith("/") or has_items or not rest):
        return None
    meant = VERBS.get(near[0]) or PHRASES.get(near[0], "")
    return Said(meant, words, Sense.UNKNOWN, read_items(rest).numbers)
