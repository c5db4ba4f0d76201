"""Words about items: a verb before them (完成 12) or behind (12完成), words of progress, words in reply."""

import re
from difflib import get_close_matches

from handlers.words.appeals import APPEALS, COUNTED, DATED, read_appeal
from handlers.words.claims import asks, is_ahead, is_claim, is_unfinished, leaves_in_doubt, speaks_against
from handlers.words.figures import is_figure_alone
from handlers.words.references import (
    AROUND,
    BREAK,
    References,
    Said,
    Sense,
    any_of,
    find_reference,
    is_several_apart,
    note_of,
    read_counted,
    read_first_reference,
    read_number_apart,
    read_references,
    start_of,
)
from handlers.words.vocabulary import (
    AFTER_VERB,
    LOOKING,
    OFFERS,
    POLITE_BEFORE_VERB,
    PREVIEWED,
    REPORTING,
    STRONG_RECEIPTS,
    VERBS,
    WITH_REASON,
)

_CLOSE_HAN = 0.5
_MONTHS = 12
#: A claim without number is asked about only where it is all that was said.
_SHORT = 20
#: Nothing comes of them before somebody chooses, agrees or takes over: 难点 9 省平台未开放 may be taken at its word.
_ANSWERED_FIRST = PREVIEWED | APPEALS | {"assign"}
_LOOKING = re.compile(rf"(?:{LOOKING})[。!. ]*")
_VERB = any_of((*VERBS, *OFFERS))
_VERB_FIRST = re.compile(
    rf"(?P<wish>{any_of(POLITE_BEFORE_VERB)})?\s*(?:已经?|确认)?(?P<verb>{_VERB})(?:了|掉|一下)?[\s:,、]*(?:(?:事项|任务|编号|序号)+[\s:]*(?=[0-9#第]))?",
    re.IGNORECASE,
)
_HELPERS = (
    "的办结|的申请|的销号申请|已经|已|都已|都|均已|均|全部|也|我|现已|现|刚刚|刚|今天|今日|的|事项|任务|请|可以|可"
)
_AFTER_VERB = re.compile(rf"[^\u4e00-\u9fff]|{any_of(AFTER_VERB)}|(?:任务|事项)$")
#: 1、… 2、… is a list of the writer's own.
_ENUMERATED = re.compile(r"\s*1\s*[.、)].+[\s。;,]2\s*[.、)]", re.DOTALL)
_VERB_LAST = re.compile(
    rf"[\s:,.;)\]】\u3002]*(?P<help>(?:(?:{_HELPERS})\s*)*)(?P<verb>{_VERB})(?P<le>了|啦|掉了|掉)?(?:[\s\u3002!.~,]*|(?P<more>[\s,\u3002;:].+))$",
    re.IGNORECASE | re.DOTALL,
)
_OF_CLOSING = re.compile(r"\s*的(?:办结|销号|申请|销号申请|完成)?[\u3002!. ]*$")
_WISHES = ("请", "可以", "可")
_HAN_FIRST = re.compile(r"(?P<word>[\u4e00-\u9fff]{1,6}?)[\s:,]*(?=[0-9#第])")


def verb_first(plain: str, words: str) -> Said | None:
    """完成 12, 签收第12号, 撤销12的办结."""
    found = _VERB_FIRST.match(plain, start_of(plain))
    read = _read_after(found, plain) if found else References()
    if found is None or not read.numbers:
        return None
    verb, rest = found["verb"].lower(), plain[read.end :]
    note = note_of(words, read.end)
    if asks(rest):
        return Said("item", words, numbers=read.numbers)
    if verb in REPORTING and read.is_sure and note:
        return Said("report", words, Sense.REPORT, read.numbers, note)
    command = VERBS.get(verb) or OFFERS[verb]
    if command == "undo" and _OF_CLOSING.match(rest):
        return Said(command, words, Sense.ACT if read.is_sure else Sense.ASK, read.numbers)
    if command == "ack" and is_claim(rest):  # 收到12，已办结
        return Said("done", words, Sense.ASK, read.numbers, note)
    command = WITH_REASON.get(verb, command) if note else command
    is_open = verb in OFFERS and command not in WITH_REASON.values()
    is_doubtful = (
        is_open or not is_sure(command, read, plain) or (command == "done" and _is_in_doubt(found, rest, note))
    )
    return Said(command, words, Sense.ASK if is_doubtful else Sense.ACT, read.numbers, note)


def is_sure(command: str, read: References, text: str) -> bool:
    """Whether the items are surely meant."""
    stands_apart = len(read.numbers) == 1 and text[read.end : read.end + 1].isspace()
    return read.is_sure or (command in _ANSWERED_FIRST and stands_apart)


def _read_after(found: re.Match[str], plain: str) -> References:
    """The items that follow the verb."""
    read = read_references(plain, found.end())
    command = VERBS.get(found["verb"].lower(), "")
    if command == "plan":  # 节点 12 2 改到12月1日: the second number is a step's
        return read_first_reference(plain, found.end())
    if command == "edit" and not read.numbers:
        return read_number_apart(plain, found.end())
    return read_dated(command, plain, read, found.end()) if command in DATED else read


def read_dated(command: str, plain: str, read: References, at: int = 0) -> References:
    """The one item where a day may follow: in 12 月底 the number stands apart, in 延期 12 月底 it may be the month."""
    counted = read_counted(plain, at) if command in COUNTED else References()
    if counted.numbers:
        return counted
    apart = read_number_apart(plain, at)
    is_month = at > 0 and apart.numbers and apart.numbers[0] <= _MONTHS and plain[apart.end :].lstrip()[0] in "月年日"
    if apart.numbers and not is_month:
        return apart
    return read if read.is_sure or is_several_apart(plain, at) else read_first_reference(plain, at)


def _is_in_doubt(found: re.Match[str], rest: str, note: str) -> bool:
    """Whether a closing may not be meant: somebody is asked for it (请), or the words go on in another sense."""
    goes_on = bool(rest.strip(AROUND)) and not _AFTER_VERB.match(rest)
    return bool(found["wish"]) or goes_on or leaves_in_doubt(note)


def items_first(plain: str, words: str, *, is_reply: bool) -> Said | None:
    """12完成, 12 已报局办, 第12号怎么样了."""
    read = read_references(plain, start_of(plain))
    if not read.numbers or _ENUMERATED.match(plain) or (is_reply and not read.is_sure and len(read.numbers) == 1):
        return None
    rest, note = plain[read.end :].strip(), note_of(words, read.end)
    if not note or _LOOKING.fullmatch(rest.lstrip(BREAK)):
        return Said("item", words, Sense.ACT if len(read.numbers) == 1 else Sense.ASK, read.numbers)
    appeal = read_appeal(note)
    if appeal is not None:
        return Said(appeal.command, words, Sense.ACT if read.is_sure else Sense.ASK, read.numbers, appeal.note)
    if rest.strip(AROUND) in STRONG_RECEIPTS:
        return Said("ack", words, Sense.ACT if read.is_sure else Sense.ASK, read.numbers)
    return _verb_last(read, rest, note, words) or _said_of(read, rest, note, words)


def _verb_last(read: References, rest: str, note: str, words: str) -> Said | None:
    found = _VERB_LAST.match(rest)
    if found is None or asks(rest):
        return None
    verb, more = found["verb"].lower(), found["more"]
    command = VERBS.get(verb) or OFFERS[verb]
    if command == "item" and not more:
        return Said(command, words, Sense.ACT if verb in VERBS else Sense.ASK, read.numbers)
    if command == "item" or (more and (speaks_against(more) or is_ahead(more))):
        return None
    is_told = command in {"undo", "extend"} and "已" in found["help"]  # 12已撤回 tells of it
    is_meant = not any(wish in found["help"] for wish in _WISHES) and not (_is_today(found["help"]) and not found["le"])
    is_plain = verb in VERBS and read.is_sure and not more and is_meant and not is_told
    if is_plain:
        return Said(command, words, Sense.ACT, read.numbers)
    return Said(command, words, Sense.ASK, read.numbers, note if more else "")


def _is_today(helpers: str) -> bool:
    """Whether 今天 stands before the verb without 已: 12今天办结 may be what is planned."""
    return ("今天" in helpers or "今日" in helpers) and "已" not in helpers


def _said_of(read: References, rest: str, note: str, words: str) -> Said:
    """Words on items: a question, a claim that it is finished, or a word of progress."""
    if asks(rest):
        return Said("item", words, Sense.ACT if len(read.numbers) == 1 else Sense.ASK, read.numbers)
    if is_claim(rest):
        return Said("done", words, Sense.ASK, read.numbers, note)
    if not read.is_sure and len(read.numbers) > 1:
        return Said("item", words, Sense.UNKNOWN, read.numbers)
    return Said("report", words, Sense.REPORT, read.numbers, note)


def in_reply(plain: str, words: str) -> Said:
    """Words in reply to a message, which tells what they are about."""
    if asks(plain):
        return Said("item", words)
    appeal = read_appeal(words)
    if appeal is not None:
        return Said(appeal.command, words, Sense.ACT, (), appeal.note)
    if is_figure_alone(plain):  # +1 without what it counts is how people agree
        return Said("progress", words, Sense.ACT, (), words)
    if OFFERS.get(plain.strip(AROUND)) == "item":  # 同意, 退回: a decision is no word of progress
        return Said("item", words, Sense.ASK)
    if is_claim(plain) or (_VERB_FIRST.match(plain) and not speaks_against(plain) and _is_closing(plain)):
        return Said("done", words, Sense.ASK, (), words)
    return Said("report", words, Sense.REPORT, (), words)


def _is_closing(plain: str) -> bool:
    found = _VERB_FIRST.match(plain)
    return found is not None and "done" in (VERBS.get(found["verb"].lower()), OFFERS.get(found["verb"].lower()))


def named_elsewhere(plain: str, words: str) -> Said:
    """An item named after other words, or nothing that is known."""
    read = find_reference(plain)
    if not read.numbers:
        claim = is_claim(plain) or OFFERS.get(plain.strip(AROUND)) == "done"
        return Said("done", words, Sense.ASK, (), words) if claim and len(words) <= _SHORT else unknown(words)
    if asks(plain):
        return Said("item", words, Sense.UNKNOWN, read.numbers)
    if is_unfinished(plain) or is_ahead(plain):
        return Said("report", words, Sense.REPORT, read.numbers, words)
    first = _HAN_FIRST.match(plain)
    near = _near_verb(first["word"]) if first else "item"
    near = "done" if near == "item" and is_claim(plain) else near
    return Said(near, words, Sense.UNKNOWN, read.numbers)


def _near_verb(word: str) -> str:
    """The command of the verb that was probably meant (完城, 办节), or to look at the item."""
    verbs = [verb for verb in (*VERBS, *OFFERS) if VERBS.get(verb) not in APPEALS]
    alike = [verb for verb in verbs if verb[0] == word[0] and len(verb) == len(word)]
    near = get_close_matches(word, alike or verbs, 1, _CLOSE_HAN)
    return VERBS.get(near[0]) or OFFERS[near[0]] if near else "item"


def unknown(words: str) -> Said:
    return Said("", words, Sense.UNKNOWN)
