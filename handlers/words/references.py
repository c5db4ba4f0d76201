"""A text in comparable form, and which of its numbers name items (第12号, #12, 21至25) and which are quantities."""

import re
from collections.abc import Iterable
from enum import IntEnum, StrEnum, auto

from msgspec import Struct

from domain.text_forms import with_digits
from handlers.words.vocabulary import (
    AFTER_MARK,
    AMBIGUOUS_MEASURES,
    BEFORE,
    BEFORE_MARKED,
    FOLLOW,
    HOTLINES,
    MEASURES,
    NO_MEASURES,
    SPACED_NO_MEASURES,
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


#: Characters that are typed in full width on a Chinese keyboard, as their half-width selves, and the traditional ones
#: that verbs and numbers are written with; as many as before.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_NARROW |= {ord(old): ord(new) for old, new in zip("號項銷結辦審簽簽務進報", "号项销结办审签签务进报", strict=True)}
#: Nothing is seen of them: controls, zero-width characters, direction marks, variation selectors, soft hyphens; and
#: joiners, unless they make one emoji of several.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
    "|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_SLASH = re.compile(r"[/／]([A-Za-z]+)(?:_?([0-9０-９]+))?(?:[@\uff20](\w+))?(?![\w@])[ \t　]*(.*)", re.DOTALL)
AROUND = " \t\r\n,.;:!、。…~*_`\"'“”‘’【】「」—-"
#: Marks around a whole text, by which it is quoted or shown bold.
MARKUP = '*_`~"“”‘’「」『』'
BREAK = " \t\r\n,.;:!、。，；：！　"
_BEFORE_WORDS = re.compile(
    r"[^\w#〔\[【(¥$]*(?:[(\[【](?=[0-9]{1,6}[)\]】]))?(?:(?:事项|任务|编号|序号)+[\s:]*(?=[0-9#第]))?"
)


def tidy(text: str) -> str:
    """The text without what cannot be seen."""
    return _UNSEEN.sub("", text).strip()


def narrow(text: str) -> str:
    """The text in half width, letter for letter."""
    return text.translate(_NARROW)


def start_of(plain: str) -> int:
    """Where the words begin, after signs and emoji; a bracket belongs to what it encloses (〔2026〕8号)."""
    before = _BEFORE_WORDS.match(plain)
    return before.end() if before else 0


def note_of(words: str, at: int) -> str:
    """What follows the numbers, if it is more than punctuation."""
    note = words[at:].lstrip(BREAK)
    return note if note.strip(AROUND + BREAK) else ""


def read_command(text: str, username: str) -> Said | None:
    """The slash command with its words, not yet understood, unless it is addressed to another bot."""
    found = _SLASH.match(tidy(text))
    if found is None:
        return None
    name, digits, address, rest = found.groups()
    if address and address.lower() != username.lower():
        return None
    words = f"{digits} {rest}" if digits else rest
    return Said(name.lower(), words.strip())


def is_for_another(text: str, username: str) -> bool:
    """Whether it is a slash command that names another bot."""
    found = _SLASH.match(tidy(text))
    return found is not None and found[3] is not None and found[3].lower() != username.lower()


def without_mention(text: str, username: str) -> str:
    """The text without ``@ourbot``, wherever it stands."""
    mention = re.compile(rf"[@\uff20]{re.escape(username)}(?!\w)[\s,，:：]*", re.IGNORECASE)
    return (mention.sub(" ", text) if username else text).strip()


def mentions(text: str, username: str) -> bool:
    """Whether the bot is spoken to by its name."""
    return bool(re.search(rf"[@\uff20]{re.escape(username)}(?!\w)", text, re.IGNORECASE))


#: Digits of an item's number at most: longer ones are telephone numbers, days or sums.
DIGITS = 6
#: A range of more items than this is rather a slip of the finger.
WIDEST = 30
#: No word that says of a number what it is reaches farther, with the spaces beside it.
_NEAR = 64
#: So many items one message may name; more is no list of items.
MOST = 100
_HAN = "一二三四五六七八九十百廿卅〇零两"
_MONTHS, _DAYS = 12, 31
_YEARS = range(1949, 2050)


def any_of(words: Iterable[str]) -> str:
    """An alternation of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_ONE = re.compile(
    rf"(?:(?P<mark>第|#|№|no\.?)\s*)?(?P<digits>[0-9]{{1,{DIGITS}}})(?![0-9])(?P<tail>\s*号)?"
    rf"|(?P<first>第)?(?P<han>[{_HAN}]{{1,6}})号",
    re.IGNORECASE,
)
_THROUGH = re.compile(
    r"\s*(?P<sign>至|到|~|--?|—+|\u2013)\s*(?:第\s*)?"
    rf"(?P<digits>[1-9][0-9]{{0,{DIGITS - 1}}})(?![0-9]|[-/.:][0-9])(?P<tail>\s*号)?"
)
#: 12 至3月31日: a day follows, and no second item.
_UNTIL_A_DAY = re.compile(r"\s+(?:至|到)\s*[0-9]{1,4}\s*[年月.]")
#: 12 月底: a number, and then words that begin with no other number alone.
_APART = re.compile(
    rf"\s*(?:第|#)?(?P<digits>[1-9][0-9]{{0,{DIGITS - 1}}})号?(?=\s+\S)"
    rf"(?!\s+(?:第|#)?[0-9]{{1,{DIGITS}}}号?(?:[\s、,;]|$))"
)
#: 12 13 原因.
_SEVERAL_APART = re.compile(rf"\s*(?:(?:第|#)?[0-9]{{1,{DIGITS}}}号?(?:[\s、,;]+|$)){{2}}")
#: 静音 12 3: the number that ends the words counts something.
_COUNTED = re.compile(rf"\s*(?:第|#)?(?P<digits>[1-9][0-9]{{0,{DIGITS - 1}}})号?(?=\s+[0-9]{{1,2}}\s*$)")
_NUMERAL = re.compile(rf"\s*第?(?P<han>[{_HAN}]{{1,6}})(?=[\s,、;]|$)")
_SLASHED = re.compile(rf"(?:/[1-9][0-9]{{0,{DIGITS - 1}}})+(?![0-9/])")
_BETWEEN = re.compile(
    rf"\s*(?:[、,;&+和与及跟]|以及|还有)\s*(?=[0-9#№{_HAN}第])|(?P<space>\s+)(?=[0-9#№第]|[{_HAN}]+号)|(?=[#第])"
)
_AFTER_MARK = re.compile(any_of(AFTER_MARK))
_MEASURE = re.compile(any_of(MEASURES))
_AMBIGUOUS_MEASURE = re.compile(any_of(AMBIGUOUS_MEASURES))
_NO_MEASURE = re.compile(any_of(NO_MEASURES))
_SPACED_NO_MEASURE = re.compile(rf"\s+(?:{any_of((*NO_MEASURES, *SPACED_NO_MEASURES))})")
_FOLLOW = re.compile(any_of(FOLLOW))
_END = re.compile(r"$|[\s,;:!。)\]】」』”\"'…?~]")
_BEFORE = re.compile(rf"(?:{any_of(BEFORE)}|[A-Za-z0-9_])\s*$")
_BEFORE_MARKED = re.compile(rf"(?:{any_of(BEFORE_MARKED)})\s*$")
_PART_OF_WORD = re.compile(r"[A-Za-z_@%‰°*×+=]|[./:\-~\u2013—][0-9]")
_SPACE_AND_WORD = re.compile(r"\s+(?=[\u4e00-\u9fff])")
#: 1. or 1、 before words numbers a list of the writer's own.
_LISTED = re.compile(r"[.、](?=\s*[^\s0-9#第])")


class Reading(IntEnum):
    """How a number stands in its text."""

    WORDS = 0
    DOUBT = 1
    ITEM = 2


class References(Struct, frozen=True):
    """The items named, each once, in the order named; where they end in the text; whether they are surely meant."""

    numbers: tuple[int, ...] = ()
    end: int = 0
    is_sure: bool = True


class _Found(Struct, frozen=True):
    numbers: tuple[int, ...]
    end: int
    standing: Reading
    is_bare: bool = False


def read_references(text: str, at: int = 0) -> References:
    """The items that are named from this place on, up to the first word."""
    numbers: list[int] = []
    end, is_sure, is_spaced = at, True, False
    while len(numbers) <= MOST and (found := _next(text, at)) is not None:
        rest = _behind(text, found.end)
        if is_spaced and found.is_bare and found.standing is Reading.DOUBT and _is_measured(rest):
            break  # 12 3 处: of the two only the first
        is_doubtful = is_spaced and found.is_bare and _goes_on(text, found.end)
        numbers += found.numbers
        end, is_sure = found.end, is_sure and found.standing is Reading.ITEM and not is_doubtful
        between = _BETWEEN.match(text, end)
        if between is None:
            break
        at, is_spaced = between.end(), bool(between["space"])
    named = tuple(dict.fromkeys(numbers))
    return References(named[:MOST], end, is_sure and len(named) <= MOST)


def read_first_reference(text: str, at: int = 0) -> References:
    """The one item that is named first: where a day follows it, as in 12 12-20."""
    found = _next(text, at)
    return References(found.numbers[:1], found.end, found.standing is Reading.ITEM) if found else References()


def read_number_apart(text: str, at: int = 0) -> References:
    """The one item whose number stands apart from other words, whatever these begin with: 12 月底, 12 12-20.

    Nothing where another number alone follows it: 12 13 原因.
    """
    found = _APART.match(text, at)
    return References((int(found["digits"]),), found.end()) if found else References()


def read_counted(text: str, at: int = 0) -> References:
    """The one item before a count that ends the words: 静音 12 3."""
    found = _COUNTED.match(text, at)
    return References((int(found["digits"]),), found.end()) if found else References()


def read_numeral(text: str) -> References:
    """十二 before other words or alone, where an item is sure to be named first: it is asked about."""
    found = _NUMERAL.match(text)
    digits = with_digits(found["han"]) if found else ""
    return References((int(digits),), found.end(), is_sure=False) if found and digits.isdecimal() else References()


def is_several_apart(text: str, at: int = 0) -> bool:
    """Whether several numbers stand apart there: 12 13 原因."""
    return _SEVERAL_APART.match(text, at) is not None


def find_reference(text: str, *, only_marked: bool = False) -> References:
    """The first item that is named anywhere in the text; ``only_marked``: as 第12号 or #12."""
    for found in _ONE.finditer(text):
        if only_marked and not _is_marked(found):
            continue
        barred = _BEFORE_MARKED if found["mark"] or found["first"] else _BEFORE
        if not barred.search(_before(text, found.start())):
            read = read_references(text, found.start())
            if read.numbers:
                return read
    return References()


def _before(text: str, at: int) -> str:
    """As much of what stands before a number as says what it is: not all of it for each of a thousand numbers."""
    return text[max(0, at - _NEAR) : at]


def _behind(text: str, at: int) -> str:
    """As much of what stands behind it."""
    return text[at : at + _NEAR]


def _next(text: str, at: int) -> _Found | None:
    """The item, or the range of items, that stands here."""
    found = _ONE.match(text, at)
    if found is None:
        return None
    read = _slashed(found, text) or _range(found, text) or _single(found, text)
    return None if read.standing is Reading.WORDS else read


def _single(found: re.Match[str], text: str) -> _Found:
    if found["han"] and not with_digits(found["han"]).isdecimal():  # 一二号
        return _Found((), found.end(), Reading.WORDS)
    rest = _behind(text, found.end())
    if found["mark"] == "第" and not found["tail"] and rest.startswith("项"):  # the third of a list, or number 3
        return _Found((_number(found),), found.end() + 1, Reading.DOUBT)
    return _Found((_number(found),), found.end(), _standing(found, rest), not _is_marked(found))


def _standing(found: re.Match[str], rest: str) -> Reading:
    if found["tail"] or found["han"]:
        return _standing_of_marked(rest, is_sure=bool(found["mark"] or found["first"]))
    if _is_inside(rest):
        return Reading.WORDS
    if rest[:1].isspace() and _NO_MEASURE.match(rest.lstrip()):
        return Reading.ITEM
    if _NO_MEASURE.match(rest) or _is_measured(rest):
        return Reading.DOUBT
    return Reading.ITEM if found["mark"] or _is_alone(_number(found), rest) else Reading.DOUBT


def _is_alone(number: int, rest: str) -> bool:
    """Whether a bare number names an item: it ends here, more follow, or a word that may follow one."""
    if number in HOTLINES or number in _YEARS or _LISTED.match(rest):
        return False
    between = _BETWEEN.match(rest)
    if between is not None and not between["space"]:
        following = _ONE.match(rest, between.end())  # 3、5个问题: of the two, neither
        if following is None:
            return False
        behind = rest[following.end() :]
        return not (_AFTER_MARK.match(behind) if _is_marked(following) else _is_inside(behind))
    return bool(_END.match(rest) or _FOLLOW.match(rest))


def _standing_of_marked(rest: str, *, is_sure: bool) -> Reading:
    """12号: an item, unless the next word makes it a house, a document or a day."""
    if _AFTER_MARK.match(rest):
        return Reading.WORDS
    is_sure = is_sure or bool(_END.match(rest) or _FOLLOW.match(rest) or _BETWEEN.match(rest))
    return Reading.ITEM if is_sure else Reading.DOUBT


def _is_marked(found: re.Match[str]) -> bool:
    return bool(found["mark"] or found["tail"] or found["han"])


def _is_inside(rest: str) -> bool:
    """Whether a bare number belongs to the word, the day or the sum that goes on behind it."""
    if _PART_OF_WORD.match(rest):
        return True
    measure = _MEASURE.match(rest.lstrip())
    if measure is None or _NO_MEASURE.match(rest.lstrip()) or _SPACED_NO_MEASURE.match(rest):
        return False
    return not (rest[0].isspace() and _AMBIGUOUS_MEASURE.fullmatch(measure[0]))


def _is_measured(rest: str) -> bool:
    """Whether a measure, or a word that begins like one, stands behind it, be it behind a space."""
    return bool(_MEASURE.match(rest.lstrip()))


def _goes_on(text: str, at: int) -> bool:
    """Whether a space and then an unknown word follow, which may be a measure nobody listed (3 艘)."""
    found = _SPACE_AND_WORD.match(text, at)
    return found is not None and _FOLLOW.match(text, found.end()) is None


def _range(found: re.Match[str], text: str) -> _Found | None:
    """21至25; what looks like a day (11-20) is doubtful."""
    through = _THROUGH.match(text, found.end())
    if through is None or found["han"] or _UNTIL_A_DAY.match(text, found.end()):
        return None
    first, last = _number(found), int(through["digits"])
    standing = _standing(_last_of(through), _behind(text, through.end()))
    if standing is Reading.WORDS:
        return _Found((), through.end(), standing)
    if not first < last <= first + WIDEST:
        return _Found((first, last), through.end(), Reading.DOUBT)
    is_marked = bool(found["mark"] or found["tail"] or through["tail"])
    is_day_like = through["sign"] not in "至到~" and not is_marked and first <= _MONTHS and last <= _DAYS
    return _Found(tuple(range(first, last + 1)), through.end(), Reading.DOUBT if is_day_like else standing)


def _last_of(through: re.Match[str]) -> re.Match[str]:
    """The last number of a range as if it stood alone."""
    alone = _ONE.match(through.string, through.start("digits"), through.end())
    assert alone is not None
    return alone


def _slashed(found: re.Match[str], text: str) -> _Found | None:
    """21/22: two items or a day, so it is always asked about."""
    slashed = _SLASHED.match(text, found.end())
    if slashed is None or _is_marked(found):
        return None
    numbers = (_number(found), *(int(part) for part in slashed[0].split("/")[1:]))
    is_words = numbers[0] in _YEARS or _is_measured(_behind(text, slashed.end()))
    standing = Reading.WORDS if is_words else Reading.DOUBT
    return _Found(numbers, slashed.end(), standing)


def _number(found: re.Match[str]) -> int:
    if found["han"]:
        return int(with_digits(found["han"]))
    return int(found["digits"])
