"""What somebody means by a text: an action on items, a word of progress, a receipt, thanks, or nothing that is known.

Pure and without the ledger: numbers are read, not looked up. An action is read only where it is plainly asked for;
what is in doubt becomes a question (``Sense.ASK``), and what is not understood an offer. The words are in
``vocabulary``, which numbers name items in ``references``.
"""

import re
from difflib import get_close_matches
from enum import StrEnum, auto

from msgspec import Struct

from domain.references import References, any_of, find_reference, read_references
from domain.vocabulary import (
    AFTER_VERB,
    AHEAD,
    ALONE,
    ANSWERS,
    ASKING,
    CLOSING_AHEAD,
    FINISHED,
    GREETINGS,
    LOOK_BEFORE,
    LOOKING,
    OFFERS,
    PHRASES,
    POLITE_AFTER,
    POLITE_BEFORE,
    POLITE_BEFORE_VERB,
    RECEIPTS,
    STRONG_RECEIPTS,
    THANKS,
    UNFINISHED,
    VERBS,
)


class Sense(StrEnum):
    """What kind of thing was said."""

    ACT = auto()  # do the command, to the items named or to those of the answered message
    REPORT = auto()  # a word of progress on an item
    ASK = auto()  # in doubt: offer the command as a button
    RECEIPT = auto()
    THANKS = auto()
    GREETING = auto()
    UNKNOWN = auto()  # not understood; ``command`` and ``numbers`` are the nearest offer, if there is one


class Said(Struct, frozen=True):
    """A text as understood. ``words`` are those after a command, untouched; ``note`` those after the numbers."""

    command: str
    words: str = ""
    sense: Sense = Sense.ACT
    numbers: tuple[int, ...] = ()
    note: str = ""


#: Characters that are typed in full width on a Chinese keyboard, as their half-width selves; as many as before.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
#: Nothing is seen of them: zero-width characters, direction marks, variation selectors, soft hyphens.
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_AROUND = " \t\r\n,.;:!、。…~*_`\"'“”‘’【】「」—-"
#: Marks around a whole text, by which it is quoted or shown bold.
_MARKUP = '*_`~"“”‘’「」『』'
_BREAK = " \t\r\n,.;:!、。，；：！　"
_BEFORE_WORDS = re.compile(r"[^\w#〔\[【(¥$]*")
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
#: Commands whose words begin with items; the others take their words as they are.
ITEM_COMMANDS = frozenset({"done", "undo", "ack", "item"})
_LATIN = frozenset(word for word in (*PHRASES.values(), *VERBS.values(), *PHRASES, *VERBS) if word.isascii()) - {
    "?",
    "??",
}
_CLOSE_LATIN, _CLOSE_HAN = 0.7, 0.5

_UNFINISHED = re.compile(rf"{UNFINISHED}|{CLOSING_AHEAD}")
_ASKING, _FINISHED, _AHEAD = (re.compile(words) for words in (ASKING, FINISHED, AHEAD))
_LOOKING = re.compile(rf"(?:{LOOKING})[。!. ]*")
_VERB = any_of((*VERBS, *OFFERS))
_LEAD = any_of(POLITE_BEFORE)
_VERB_FIRST = re.compile(
    rf"(?P<wish>{any_of(POLITE_BEFORE_VERB)})?\s*(?:已经?|确认)?(?P<verb>{_VERB})(?:了|掉|一下)?[\s:,、]*",
    re.IGNORECASE,
)
_HELPERS = "已经|已|都已|都|均已|均|全部|也|我|现已|现|刚刚|刚|今天|今日|的|事项|任务|请|可以|可"
_AFTER_VERB = re.compile(rf"[^\u4e00-\u9fff]|{any_of(AFTER_VERB)}|(?:任务|事项)$")
#: 1、… 2、… is a list of the writer's own.
_ENUMERATED = re.compile(r"\s*1\s*[.、)].+[\s。;,]2\s*[.、)]", re.DOTALL)
_VERB_LAST = re.compile(
    rf"[\s:,]*(?P<help>(?:(?:{_HELPERS})\s*)*)(?P<verb>{_VERB})(?P<le>了|啦|掉了|掉)?(?:[\s\u3002!.~,]*|(?P<more>[\s,\u3002;:].+))$",
    re.IGNORECASE | re.DOTALL,
)
_OF_CLOSING = re.compile(r"\s*的(?:办结|销号|申请|销号申请|完成)?[\u3002!. ]*$")
_WISHES = ("请", "可以", "可")
_LATIN_FIRST = re.compile(r"/?(?P<word>[A-Za-z]{2,20})(?![A-Za-z@])[\s_:,]*(?P<rest>.*)", re.DOTALL)
_HAN_FIRST = re.compile(r"(?P<word>[\u4e00-\u9fff]{1,6}?)[\s:,]*(?=[0-9#第])")


def tidy(text: str) -> str:
    """The text without what cannot be seen."""
    return _UNSEEN.sub("", text).strip()


def narrow(text: str) -> str:
    """The text in half width, letter for letter."""
    return text.translate(_NARROW)


def read_items(words: str) -> References:
    """The items at the beginning of a command's words."""
    return read_references(narrow(words))


def understand_command(command: str, words: str) -> Said:
    """A command that was given by its name, with the words after it."""
    if command not in ITEM_COMMANDS:
        return Said(command, words)
    read = read_items(words)
    note = _note(words, read.end) if read.numbers else words
    is_doubtful = not read.is_sure or (command == "done" and _speaks_against(note))
    return Said(command, words, Sense.ASK if is_doubtful else Sense.ACT, read.numbers, note)


def understand(text: str, *, is_reply: bool = False) -> Said:
    """What the text means; ``is_reply``: it answers a message of the bot, which tells what it is about."""
    words = tidy(text).strip(_MARKUP)
    plain = narrow(words)
    return (
        _phrase(plain, is_reply=is_reply)
        or _command(plain, words)
        or _verb_first(plain, words)
        or _items_first(plain, words, is_reply=is_reply)
        or (_reply(plain, words) if is_reply else None)
        or _elsewhere(plain, words)
    )


def is_command(said: Said) -> bool:
    """Whether the words ask for something by themselves, so that they answer no open question."""
    return said.sense is Sense.ACT and not said.note


def _phrase(plain: str, *, is_reply: bool) -> Said | None:
    """A text that is a phrase of the tables and nothing else."""
    whole = _SKIN.sub("", plain).strip(_AROUND).lower()
    if whole in ALONE:
        return Said(VERBS[whole])
    for bare in _bared(whole) or (plain,):
        if bare in PHRASES and not (is_reply and whole in ANSWERS):
            return Said(PHRASES[bare])
        if bare in GREETINGS and not is_reply:
            return Said("greeting", sense=Sense.GREETING)
        if bare in THANKS:
            return Said("thanks", sense=Sense.THANKS)
        if bare in RECEIPTS or _is_receipt(bare):
            return Said("receipt", sense=Sense.RECEIPT)
    return None


def _bared(whole: str) -> tuple[str, ...]:
    """The text, and what is left without the politeness and the verbs of looking around it."""
    asked = whole.rstrip("? ") or whole
    inner = re.sub(rf"^(?:{_LEAD})+", "", asked)
    tail = re.sub(rf"[\s,]*(?:{any_of(POLITE_AFTER)})+$", "", inner)
    looked = re.sub(rf"^(?:{any_of(LOOK_BEFORE)})\s*", "", tail)
    close = re.sub(r"\s+", "", asked)
    return tuple(bare for bare in dict.fromkeys((whole, asked, inner, tail, looked, close)) if bare)


def _is_receipt(plain: str) -> bool:
    """Whether every part of it is a receipt or thanks: 收到，马上办 and 好的谢谢."""
    parts = [part for part in re.split(r"[\s,。;!、]+", plain) if part]
    emoji = set(plain) <= {sign for word in RECEIPTS if not word.isalnum() for sign in word}
    if emoji:
        return bool(plain)
    return bool(parts) and parts[0] in RECEIPTS and all(part in RECEIPTS or part in THANKS for part in parts)


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


def _verb_first(plain: str, words: str) -> Said | None:
    """完成 12, 签收第12号, 撤销12的办结."""
    found = _VERB_FIRST.match(plain, _start_of(plain))
    if found is None:
        return None
    read = read_references(plain, found.end())
    if not read.numbers:
        return None
    verb, rest = found["verb"].lower(), plain[read.end :]
    note = _note(words, read.end)
    if _ASKING.search(rest):
        return Said("item", words, numbers=read.numbers)
    command = VERBS.get(verb) or OFFERS[verb]
    if command == "undo" and _OF_CLOSING.match(rest):
        return Said(command, words, Sense.ACT if read.is_sure else Sense.ASK, read.numbers)
    if verb in OFFERS or not read.is_sure or (command == "done" and _is_in_doubt(found, rest, note)):
        return Said(command, words, Sense.ASK, read.numbers, note)
    return Said(command, words, Sense.ACT, read.numbers, note)


def _is_in_doubt(found: re.Match[str], rest: str, note: str) -> bool:
    """Whether a closing may not be meant: somebody is asked for it (请), or the words go on in another sense."""
    goes_on = bool(rest.strip(_AROUND)) and not _AFTER_VERB.match(rest)
    return bool(found["wish"]) or goes_on or _speaks_against(note)


def _start_of(plain: str) -> int:
    """Where the words begin, after signs and emoji; a bracket belongs to what it encloses (〔2026〕8号)."""
    before = _BEFORE_WORDS.match(plain)
    return before.end() if before else 0


def _note(words: str, at: int) -> str:
    """What follows the numbers, if it is more than punctuation."""
    note = words[at:].lstrip(_BREAK)
    return note if note.strip(_AROUND + _BREAK) else ""


def _items_first(plain: str, words: str, *, is_reply: bool) -> Said | None:
    """12完成, 12 已报局办, 第12号怎么样了."""
    read = read_references(plain, _start_of(plain))
    if not read.numbers or _ENUMERATED.match(plain) or (is_reply and not read.is_sure and len(read.numbers) == 1):
        return None
    rest, note = plain[read.end :].strip(), _note(words, read.end)
    if not note or _LOOKING.fullmatch(rest.lstrip(_BREAK)):
        return Said("item", words, Sense.ACT if len(read.numbers) == 1 else Sense.ASK, read.numbers)
    if rest.strip(_AROUND) in STRONG_RECEIPTS:
        return Said("ack", words, Sense.ACT if read.is_sure else Sense.ASK, read.numbers)
    return _verb_last(read, rest, note, words) or _said_of(read, rest, note, words)


def _verb_last(read: References, rest: str, note: str, words: str) -> Said | None:
    found = _VERB_LAST.match(rest)
    if found is None or _ASKING.search(rest):
        return None
    verb, more = found["verb"].lower(), found["more"]
    command = VERBS.get(verb) or OFFERS[verb]
    if command == "item" and not more:
        return Said(command, words, Sense.ACT if verb in VERBS else Sense.ASK, read.numbers)
    if command == "item" or (more and (_speaks_against(more) or _AHEAD.search(more))):
        return None
    is_plain = verb in VERBS and read.is_sure and not more and not any(wish in found["help"] for wish in _WISHES)
    if is_plain:
        return Said(command, words, Sense.ACT, read.numbers)
    return Said(command, words, Sense.ASK, read.numbers, note if more else "")


def _said_of(read: References, rest: str, note: str, words: str) -> Said:
    """Words on items: a question, a claim that it is finished, or a word of progress."""
    if _ASKING.search(rest):
        return Said("item", words, Sense.ACT if len(read.numbers) == 1 else Sense.ASK, read.numbers)
    if _is_claim(rest):
        return Said("done", words, Sense.ASK, read.numbers, note)
    if not read.is_sure and len(read.numbers) > 1:
        return Said("item", words, Sense.UNKNOWN, read.numbers)
    return Said("report", words, Sense.REPORT, read.numbers, note)


def _reply(plain: str, words: str) -> Said:
    """Words in reply to a message, which tells what they are about."""
    if _ASKING.search(plain):
        return Said("item", words)
    if _is_claim(plain) or (_VERB_FIRST.match(plain) and not _speaks_against(plain) and _is_closing(plain)):
        return Said("done", words, Sense.ASK, (), words)
    return Said("report", words, Sense.REPORT, (), words)


def _is_closing(plain: str) -> bool:
    found = _VERB_FIRST.match(plain)
    return found is not None and "done" in (VERBS.get(found["verb"].lower()), OFFERS.get(found["verb"].lower()))


def _is_claim(plain: str) -> bool:
    return bool(_FINISHED.search(plain)) and not _speaks_against(plain) and not _AHEAD.search(plain)


def _speaks_against(note: str) -> bool:
    """Whether the words say that it is not finished, or ask."""
    return bool(_UNFINISHED.search(narrow(note)) or _ASKING.search(narrow(note)))


def _elsewhere(plain: str, words: str) -> Said:
    """An item named after other words, or nothing that is known."""
    read = find_reference(plain)
    if not read.numbers:
        claim = _is_claim(plain) or plain.strip(_AROUND) in OFFERS
        return Said("done", words, Sense.ASK, (), words) if claim and len(words) <= _SHORT else _unknown(words)
    if _ASKING.search(plain):
        return Said("item", words, Sense.UNKNOWN, read.numbers)
    if _UNFINISHED.search(plain) or _AHEAD.search(plain):
        return Said("report", words, Sense.REPORT, read.numbers, words)
    first = _HAN_FIRST.match(plain)
    near = _near_verb(first["word"]) if first else "done" if _is_claim(plain) else "item"
    return Said(near, words, Sense.UNKNOWN, read.numbers)


def _near_verb(word: str) -> str:
    """The command of the verb that was probably meant (完城, 办节), or to look at the item."""
    alike = [verb for verb in (*VERBS, *OFFERS) if verb[0] == word[0] and len(verb) == len(word)]
    near = get_close_matches(word, alike or (*VERBS, *OFFERS), 1, _CLOSE_HAN)
    return VERBS.get(near[0]) or OFFERS[near[0]] if near else "item"


#: A claim without number is asked about only where it is all that was said.
_SHORT = 20


def _unknown(words: str) -> Said:
    return Said("", words, Sense.UNKNOWN)
