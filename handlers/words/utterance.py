"""What somebody means by a text: an action on items, a word of progress, a receipt, thanks, or nothing known."""

import re
from difflib import get_close_matches

from domain.actions import ACTIONS
from domain.joining import said_name
from handlers.words.appeals import APPEALS, COUNTED, DATED, read_appeal
from handlers.words.references import (
    AROUND,
    BREAK,
    MARKUP,
    References,
    Said,
    Sense,
    any_of,
    find_reference,
    is_several_apart,
    narrow,
    note_of,
    read_counted,
    read_first_reference,
    read_number_apart,
    read_numeral,
    read_references,
    start_of,
    tidy,
)
from handlers.words.vocabulary import (
    AFTER_VERB,
    AHEAD,
    ALONE,
    ANSWERS,
    ASKING,
    BACK,
    CLOSING_AHEAD,
    FINISHED,
    GREETINGS,
    LOOK_BEFORE,
    LOOKING,
    OF_DAYS,
    OF_PEOPLE,
    OF_TERMS,
    OF_WORDS,
    OF_WORK,
    OFFERS,
    OPENINGS,
    PHRASES,
    POLITE_AFTER,
    POLITE_BEFORE,
    POLITE_BEFORE_VERB,
    PREVIEWED,
    RECEIPTS,
    REPORTING,
    STRONG_RECEIPTS,
    THANKS,
    TITLES,
    UNFINISHED,
    VERBS,
    WITH_REASON,
)

_CLOSE_HAN = 0.5
_MONTHS = 12
#: No phrase is longer, with all politeness around it.
_LONGEST_PHRASE = 200
#: A claim without number is asked about only where it is all that was said.
_SHORT = 20

#: Nothing comes of them before somebody chooses, agrees or takes over: 难点 9 省平台未开放 may be taken at its word.
_ANSWERED_FIRST = PREVIEWED | APPEALS | {"assign"}
_UNFINISHED = re.compile(rf"{UNFINISHED}|{CLOSING_AHEAD}")
_ASKING, _FINISHED, _AHEAD = (re.compile(words) for words in (ASKING, FINISHED, AHEAD))
_LOOKING = re.compile(rf"(?:{LOOKING})[。!. ]*")
_IN_TOTAL = re.compile(r"(?:累计|合计|总计)[^0-9,;\u3002]{0,8}[0-9]")
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
_SIGNS = " \t/|\\+"
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
    if _ASKING.search(rest):
        return Said("item", words, numbers=read.numbers)
    if verb in REPORTING and read.is_sure and note:
        return Said("report", words, Sense.REPORT, read.numbers, note)
    command = VERBS.get(verb) or OFFERS[verb]
    if command == "undo" and _OF_CLOSING.match(rest):
        return Said(command, words, Sense.ACT if read.is_sure else Sense.ASK, read.numbers)
    if command == "ack" and _is_claim(rest):  # 收到12，已办结
        return Said("done", words, Sense.ASK, read.numbers, note)
    command = WITH_REASON.get(verb, command) if note else command
    is_open = verb in OFFERS and command not in WITH_REASON.values()
    is_doubtful = (
        is_open or not _is_sure(command, read, plain) or (command == "done" and _is_in_doubt(found, rest, note))
    )
    return Said(command, words, Sense.ASK if is_doubtful else Sense.ACT, read.numbers, note)


def _is_sure(command: str, read: References, text: str) -> bool:
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
    return _read_dated(command, plain, read, found.end()) if command in DATED else read


def _read_dated(command: str, plain: str, read: References, at: int = 0) -> References:
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
    if found is None or _ASKING.search(rest):
        return None
    verb, more = found["verb"].lower(), found["more"]
    command = VERBS.get(verb) or OFFERS[verb]
    if command == "item" and not more:
        return Said(command, words, Sense.ACT if verb in VERBS else Sense.ASK, read.numbers)
    if command == "item" or (more and (speaks_against(more) or _AHEAD.search(more))):
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
    if _ASKING.search(rest):
        return Said("item", words, Sense.ACT if len(read.numbers) == 1 else Sense.ASK, read.numbers)
    if _is_claim(rest):
        return Said("done", words, Sense.ASK, read.numbers, note)
    if not read.is_sure and len(read.numbers) > 1:
        return Said("item", words, Sense.UNKNOWN, read.numbers)
    return Said("report", words, Sense.REPORT, read.numbers, note)


def in_reply(plain: str, words: str) -> Said:
    """Words in reply to a message, which tells what they are about."""
    if _ASKING.search(plain):
        return Said("item", words)
    appeal = read_appeal(words)
    if appeal is not None:
        return Said(appeal.command, words, Sense.ACT, (), appeal.note)
    if _FIGURE_ALONE.fullmatch(plain):  # +1 without what it counts is how people agree
        return Said("progress", words, Sense.ACT, (), words)
    if OFFERS.get(plain.strip(AROUND)) == "item":  # 同意, 退回: a decision is no word of progress
        return Said("item", words, Sense.ASK)
    if _is_claim(plain) or (_VERB_FIRST.match(plain) and not speaks_against(plain) and _is_closing(plain)):
        return Said("done", words, Sense.ASK, (), words)
    return Said("report", words, Sense.REPORT, (), words)


def _is_closing(plain: str) -> bool:
    found = _VERB_FIRST.match(plain)
    return found is not None and "done" in (VERBS.get(found["verb"].lower()), OFFERS.get(found["verb"].lower()))


def _is_claim(plain: str) -> bool:
    if _IN_TOTAL.search(plain):  # 累计已完成8条 tells of a part
        return False
    return bool(_FINISHED.search(plain)) and not speaks_against(plain) and not _AHEAD.search(plain)


def speaks_against(note: str) -> bool:
    """Whether the words say that it is not finished, or ask."""
    return bool(_UNFINISHED.search(narrow(note)) or _ASKING.search(narrow(note)))


def asks(words: str) -> bool:
    """Whether the words ask something."""
    return bool(_ASKING.search(narrow(words)))


def leaves_in_doubt(note: str) -> bool:
    """Whether the words of a closing speak against it, or name another item: 完成12。13 may mean both."""
    words = narrow(note).lstrip(_SIGNS)
    others = (read_references(words), find_reference(words, only_marked=True))
    return speaks_against(note) or any(other.numbers and other.is_sure for other in others)


def named_elsewhere(plain: str, words: str) -> Said:
    """An item named after other words, or nothing that is known."""
    read = find_reference(plain)
    if not read.numbers:
        claim = _is_claim(plain) or OFFERS.get(plain.strip(AROUND)) == "done"
        return Said("done", words, Sense.ASK, (), words) if claim and len(words) <= _SHORT else _unknown(words)
    if _ASKING.search(plain):
        return Said("item", words, Sense.UNKNOWN, read.numbers)
    if _UNFINISHED.search(plain) or _AHEAD.search(plain):
        return Said("report", words, Sense.REPORT, read.numbers, words)
    first = _HAN_FIRST.match(plain)
    near = _near_verb(first["word"]) if first else "item"
    near = "done" if near == "item" and _is_claim(plain) else near
    return Said(near, words, Sense.UNKNOWN, read.numbers)


def _near_verb(word: str) -> str:
    """The command of the verb that was probably meant (完城, 办节), or to look at the item."""
    verbs = [verb for verb in (*VERBS, *OFFERS) if VERBS.get(verb) not in APPEALS]
    alike = [verb for verb in verbs if verb[0] == word[0] and len(verb) == len(word)]
    near = get_close_matches(word, alike or verbs, 1, _CLOSE_HAN)
    return VERBS.get(near[0]) or OFFERS[near[0]] if near else "item"


def _unknown(words: str) -> Said:
    return Said("", words, Sense.UNKNOWN)


_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
#: [OK] and [强], as other programs write their emoji, behind words.
_STICKERS = re.compile(r"(?<=\w)(?:\[[\u4e00-\u9fffA-Za-z]{1,4}\])+$")
#: Commands whose words begin with items; the others take their words as they are.
ITEM_COMMANDS = frozenset(row.command for row in ACTIONS.values() if row.on_items)
_LATIN = frozenset(word for word in (*PHRASES.values(), *VERBS.values(), *PHRASES, *VERBS) if word.isascii()) - {
    "?",
    "??",
}
_CLOSE_LATIN = 0.7
_MINUSES = "\u2212\u2013-"
_FIGURE_ALONE = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,16}}\s*)?[+={_MINUSES}]\s*[0-9][0-9,.]*\s*[\u4e00-\u9fff]{{1,4}}[.!\u3002]?"
)
#: +2, -1条: the answer to a question, and no item of that number.
_BARE_FIGURE = re.compile(rf"[+={_MINUSES}][0-9][0-9,.]*(?:\s*[\u4e00-\u9fff]{{1,4}})?[.!\u3002]?")
_FIGURES = re.compile(
    r"(?P<verb>(?:反馈|进展|报送|上报|/?progress)[\s:]*)?(?:第|#)?(?P<digits>[1-9][0-9]{0,5})号?\s+"
    rf"(?P<note>(?:[\u4e00-\u9fff]{{2,16}}\s*)?(?P<sign>[+={_MINUSES}])\s*[0-9][0-9,.]*"
    r"(?P<measure>\s*[\u4e00-\u9fff]{1,4})?(?:[\s,;:.!\u3001\u3002(\uff08].*)?)",
    re.DOTALL,
)
_LEAD = any_of(POLITE_BEFORE)
_OF_PERSON = re.compile(
    rf"(?P<verb>{any_of(OF_PEOPLE)})(?:[ \t]*[ \t:])[ \t:]*"
    rf"(?P<name>[\u3400-\u9fff\u00b7]{{2,12}}(?:\s\S{{1,30}}){{0,3}})"
)
_OF_WORK = re.compile(rf"请?(?P<verb>{any_of(OF_WORK)})(?:[给至][\s:]*|[\s:]+)(?P<work>\S.*)", re.DOTALL)
_INTRODUCTION = re.compile(r"我(?:就是|是|叫做|叫|姓名[是:]|的?名字[是叫])[\s:,]*(?P<who>\S.*)", re.DOTALL)
#: Right behind a verb of looking they make it a word of what was found: 查找到3户.
_WITH_WORDS = re.compile(
    rf"(?:{_LEAD})?(?P<verb>{any_of(OF_WORDS)})(?:一下)?(?:[\s:“\"]+|(?<=[^a-zA-Z])(?![到了出不过着完]))(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
#: 抽查 5, 变动清单上月, 清单梳理 12月4日前; not 抽查20户无误, 抽查 20户无误, 例行检查已完成.
_WITH_TERMS = re.compile(
    rf"(?:{_LEAD})?(?P<verb>{any_of(OF_TERMS)})(?:\s*[:“\"]?\s*)"
    r"(?P<words>(?:(?<=\s)(?!\d+[户份人次家处本笔宗起个])[^,\u3002;!?\n]{1,60}"
    r"|\d[\d年月日号前项件.\-/至到~]*|(?:上|本|这)个?月|[本今去上]年)\s*)",
    re.IGNORECASE,
)
#: 例行39跳过, 例行39 改为每月28日前: the bot itself writes 例行39.
_OF_SERIES = re.compile(
    r"(?P<verb>例行(?:工作)?)\s*第?(?P<number>\d{1,6})号?[\s:,]*"
    r"(?P<words>(?:不?跳过|撤销跳过|本期不办|结束|停止|终止|取消|不再办|恢复|继续)\S{0,4}|(?:改[为到]?|责任人|标题|事项|周期|时间|[每逐按]).+)"
)
#: 请假 12月1日至12月5日 乙某: days follow, perhaps behind the name of whose leave it is.
_OF_DAYS = re.compile(
    rf"(?:{any_of(OF_DAYS)})[\s:,]*(?P<words>(?:[\u3400-\u9fff\u00b7]{{2,8}}[\s,]+)?"
    r"(?:[0-9]|[今明后]天|大后天|[今明]日|[本下]?个?(?:周|星期|礼拜)|[一二三四五六七八九十]{1,3}[月天日]).*)",
    re.DOTALL,
)
#: 明天请假，乙某代办: they stand before it, and nothing but days.
_DAYS_FIRST = re.compile(
    r"(?:我|本人)?(?:想|要)?(?P<days>(?=.*[天日号周月])[0-9今明后大本下上这周星期礼拜年月日号天一二三四五六七八九十起至到./~-]{2,24})"
    r"(?:想|要)?(?:请假|休假)(?P<rest>.*)",
    re.DOTALL,
)
_BACK = re.compile(rf"(?:我|本人)?(?:已|申请|提前)*{BACK}了?[\s:,]*(?P<name>[\u3400-\u9fff\u00b7]{{2,8}})?")
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
    if command == "progress" and (figures := _of_figures(f"/progress {narrow(words)}", f"/progress {words}")):
        return figures
    read = read_first_reference(narrow(words)) if command == "plan" else read_items(words)
    if command in DATED:
        read = _read_dated(command, narrow(words), read)
    if command == "edit" and not read.numbers:  # 12 季度=3、6、8、10: a field's name, and no measure
        read = read_number_apart(narrow(words))
    if not read.numbers:
        read = read_numeral(narrow(words))
    note = note_of(words, read.end) if read.numbers else words
    is_doubtful = not _is_sure(command, read, words) or (command == "done" and leaves_in_doubt(note))
    return Said(command, words, Sense.ASK if is_doubtful else Sense.ACT, read.numbers, note)


def understand(text: str, *, is_reply: bool = False) -> Said:
    """What the text means; ``is_reply``: it answers a message of the bot, which tells what it is about."""
    whole = tidy(text).strip(MARKUP)
    phrase = _phrase(narrow(whole), is_reply=is_reply) if len(whole) <= _LONGEST_PHRASE else None
    if phrase is not None:
        return phrase
    receipt = verb_first(narrow(whole), whole)
    if receipt is not None and receipt.command == "ack" and not receipt.note:
        return receipt  # 收到 12: no opening here
    opening = _OPENING.match(whole)
    words = _without_closing(whole[opening.end() if opening else 0 :], whole)
    plain = narrow(words)
    return (
        _of_figures(plain, words)
        or (_unknown(words) if not is_reply and _BARE_FIGURE.fullmatch(plain) else None)
        or _of_days(plain, words)
        or _of_person(plain)
        or (None if is_reply else _of_words(plain))
        or _of_work(plain, words)
        or _command(plain, words)
        or verb_first(plain, words)
        or items_first(plain, words, is_reply=is_reply)
        or (in_reply(plain, words) if is_reply else None)
        or named_elsewhere(plain, words)
    )


def _without_closing(words: str, whole: str) -> str:
    """The words without signs and thanks at their end; of a long text no more than its end is looked at."""
    head, end = words[:-_LONGEST_PHRASE], words[-_LONGEST_PHRASE:]
    shorter = head + _LAST_SIGNS.sub("", end) or whole
    return shorter[:-_LONGEST_PHRASE] + _CLOSING.sub("", shorter[-_LONGEST_PHRASE:])


def introduction(text: str) -> Said | None:
    """我是甲某, 您好，我叫社会救助股甲某: who somebody says they are; ``None`` for other words (我是谁)."""
    plain = narrow(tidy(text).strip(MARKUP))
    found = _INTRODUCTION.fullmatch(_OPENING.sub("", plain, count=1))
    name = said_name(found["who"]) if found else ""
    return Said("join", name) if name else None


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


def _of_figures(plain: str, words: str) -> Said | None:
    """33 +2条, 33 社会事务股 +1: a figure is recorded as it is; 33 -1 may be a range unless 反馈 was said before."""
    found = _FIGURES.fullmatch(plain)
    if found is None or (found["sign"] in _MINUSES and not (found["measure"] or found["verb"])):
        return None
    return Said("progress", words, numbers=(int(found["digits"]),), note=words[found.start("note") :])


def _of_days(plain: str, words: str) -> Said | None:
    """请假 12月1日至12月5日 乙某, 明天请假, 销假 乙某: the days, or that somebody is back."""
    command = OF_DAYS["请假"]
    back = _BACK.fullmatch(plain.strip(AROUND))
    if back:
        return Said(command, f"{back['name'] or ''} {BACK}".strip())
    follows = _OF_DAYS.fullmatch(plain)
    if follows:
        return Said(command, words[follows.start("words") :])
    first = _DAYS_FIRST.fullmatch(plain)
    if first is None:
        return None
    return Said(command, f"{words[slice(*first.span('days'))]} {words[first.start('rest') :]}")


def _of_person(plain: str) -> Said | None:
    """停用 王某, 恢复 王某 社会救助股."""
    found = _OF_PERSON.fullmatch(plain)
    return Said(OF_PEOPLE[found["verb"]], found["name"]) if found else None


def _of_words(plain: str) -> Said | None:
    """查找 低保, 搜索“审计”, 抽查 5."""
    found = _WITH_WORDS.fullmatch(plain)
    if found:
        return Said(OF_WORDS[found["verb"].lower()], found["words"])
    found = _OF_SERIES.fullmatch(plain)
    if found:
        return Said(OF_TERMS[found["verb"]], f"{found['number']} {found['words']}")
    found = _WITH_TERMS.fullmatch(plain)
    return Said(OF_TERMS[found["verb"].lower()], found["words"].strip()) if found else None


def _of_work(plain: str, words: str) -> Said | None:
    """交办 社会救助股 甲某 7月底前 完成低保核查: what follows the verb is taken as it is, on several lines as well."""
    found = _OF_WORK.fullmatch(plain)
    return Said(OF_WORK[found["verb"]], words[found.start("work") :]) if found else None


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
