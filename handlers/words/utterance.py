"""What somebody means by a text: an action on items, a word of progress, a receipt, thanks, or nothing that is known.

Pure and without the ledger: numbers are read, not looked up. What is in doubt becomes a question (``Sense.ASK``), and
what is not understood an offer. The words are in ``vocabulary``, which numbers name items in ``references``, what is
said of items in ``itemwords``.
"""

import re
from difflib import get_close_matches

from handlers.words.item_phrases import in_reply, items_first, leaves_in_doubt, named_elsewhere, verb_first
from handlers.words.references import References, any_of, read_references
from handlers.words.said import AROUND, MARKUP, Said, Sense, narrow, note_of, tidy
from handlers.words.vocabulary import (
    ALONE,
    ANSWERS,
    GREETINGS,
    LOOK_BEFORE,
    OF_PEOPLE,
    OPENINGS,
    PHRASES,
    POLITE_AFTER,
    POLITE_BEFORE,
    RECEIPTS,
    THANKS,
    TITLES,
    VERBS,
)

_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
#: [OK] and [强], as other programs write their emoji, behind words.
_STICKERS = re.compile(r"(?<=\w)(?:\[[\u4e00-\u9fffA-Za-z]{1,4}\])+$")
#: Commands whose words begin with items; the others take their words as they are.
ITEM_COMMANDS = frozenset({"done", "undo", "ack", "item"})
_LATIN = frozenset(word for word in (*PHRASES.values(), *VERBS.values(), *PHRASES, *VERBS) if word.isascii()) - {
    "?",
    "??",
}
_CLOSE_LATIN = 0.7
_LEAD = any_of(POLITE_BEFORE)
_OF_PERSON = re.compile(
    rf"(?P<verb>{any_of(OF_PEOPLE)})(?:[ \t]*[ \t:])[ \t:]*(?P<name>[\u3400-\u9fff\u00b7]{{2,12}}(?:\s\S{{1,30}})?)"
)
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
    read = read_items(words)
    note = note_of(words, read.end) if read.numbers else words
    is_doubtful = not read.is_sure or (command == "done" and leaves_in_doubt(note))
    return Said(command, words, Sense.ASK if is_doubtful else Sense.ACT, read.numbers, note)


def understand(text: str, *, is_reply: bool = False) -> Said:
    """What the text means; ``is_reply``: it answers a message of the bot, which tells what it is about."""
    whole = tidy(text).strip(MARKUP)
    phrase = _phrase(narrow(whole), is_reply=is_reply)
    if phrase is not None:
        return phrase
    receipt = verb_first(narrow(whole), whole)
    if receipt is not None and receipt.command == "ack" and not receipt.note:
        return receipt  # 收到 12: no opening here
    opening = _OPENING.match(whole)
    words = _CLOSING.sub("", _LAST_SIGNS.sub("", whole[opening.end() if opening else 0 :]) or whole)
    plain = narrow(words)
    return (
        _of_person(plain)
        or _command(plain, words)
        or verb_first(plain, words)
        or items_first(plain, words, is_reply=is_reply)
        or (in_reply(plain, words) if is_reply else None)
        or named_elsewhere(plain, words)
    )


def is_command(said: Said) -> bool:
    """Whether the words ask for something by themselves, so that they answer no open question."""
    return said.sense is Sense.ACT and not said.note


def _phrase(plain: str, *, is_reply: bool) -> Said | None:
    """A text that is a phrase of the tables and nothing else."""
    whole = _STICKERS.sub("", _SKIN.sub("", plain)).strip(AROUND).lower()
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
    named = re.sub(rf"[\s,]*(?:{any_of(TITLES)})$", "", tail)
    looked = re.sub(rf"^(?:{any_of(LOOK_BEFORE)})\s*", "", tail)
    close = re.sub(r"\s+", "", asked)
    return tuple(bare for bare in dict.fromkeys((whole, asked, inner, tail, named, looked, close)) if bare)


def _is_receipt(plain: str) -> bool:
    """Whether every part of it is a receipt or thanks: 收到，马上办 and 好的谢谢."""
    parts = [part for part in re.split(r"[\s,。;!、]+", plain) if part]
    emoji = set(plain) <= {sign for word in RECEIPTS if not word.isalnum() for sign in word}
    if emoji:
        return bool(plain)
    return bool(parts) and parts[0] in RECEIPTS and all(part in RECEIPTS or part in THANKS for part in parts)


def _of_person(plain: str) -> Said | None:
    """停用 王某, 恢复 王某 社会救助股."""
    found = _OF_PERSON.fullmatch(plain)
    return Said(OF_PEOPLE[found["verb"]], found["name"]) if found else None


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
