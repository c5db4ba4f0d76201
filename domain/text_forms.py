"""Text in a form that can be compared: names of people and units, numbers, Chinese numerals."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

#: A figure, its thousands apart or not: 30,000.5. In 12,5 nobody knows whether a point was meant.
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_DIGITS = {
    word: n
    for n, words in enumerate(("〇零○", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for word in words
}
#: Two numerals in a row, without a ten or a zero, are one number in a year only: 二六年, but 一二月, 两三天内.
_SHORT_YEAR = re.compile(r"年(?![之以内后])")
#: In front of a numeral (2026四季度); next to any other digit it is no number (五15).
_WHOLE_YEAR = r"(?<!\d)20\d\d$"
_RUN = re.compile(r"[〇零○一二两三四五六七八九十廿卅百]+")
_COUNT = re.compile(
    r"(?:(?P<hundreds>[一二两三四五六七八九])百零?)?(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?"
)


def meant_of(word: str, names: Iterable[str]) -> str:
    """Of the names the one that is the word, else the only one that has it as a part; "" for none, or several."""
    found = [name for name in names if word in name]
    return word if word in found else found[0] if len(found) == 1 else ""


def with_digits(text: str) -> str:
    """The text in half-width letters, its numerals as digits; what is no numeral stays."""
    return _RUN.sub(_digits, unicodedata.normalize("NFKC", text))


def _digits(run: re.Match[str]) -> str:
    if _stands_beside_digits(run.string, *run.span()):
        return run[0]
    written = run[0].replace("廿", "二十").replace("卅", "三十")
    if "十" not in written and "百" not in written:
        if re.fullmatch("[一二两三四五六七八九]{2}", written) and not _SHORT_YEAR.match(run.string, run.end()):
            return run[0]
        return "".join(str(_DIGITS[word]) for word in written)
    count = _COUNT.fullmatch(written)
    if count is None:
        return run[0]
    tens = (_DIGITS[count["tens"]] if count["tens"] else 1) if count["ten"] else 0
    hundreds, ones = (_DIGITS[count[name]] if count[name] else 0 for name in ("hundreds", "ones"))
    return str(100 * hundreds + 10 * tens + ones)


def _stands_beside_digits(text: str, start: int, end: int) -> bool:
    before, after = text[:start], text[end : end + 1]
    return after.isdigit() or (before[-1:].isdigit() and not re.search(_WHOLE_YEAR, before))


#: Chinese letters, with the zero (U+3007) and the cross (U+00D7) that stands for a letter withheld.
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff\u3007\u00d7]"
_PADDING = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_WRAP = re.compile(rf"(?<={_HAN})\s*\n\s*(?={_HAN})")
_SEPARATOR = re.compile(r"[、，,;；/／|&+\n]+")
#: What says whose name follows: 牵头：钱四；配合：李二.
_PART_OF = re.compile(r"^\s*(?:牵头|主办|承办|责任|负责|配合|协办|协助)(?:人|领导|同志|单位|股室|科室)?\s*[:：]")
_BRACKETED = re.compile(r"[(（【\[].*?[)）】\]]")
#: Nobody in particular: 各股室, 全体, or a word for units where a person is asked for.
_EVERYBODY = re.compile(r"^(各|全体|全局|所有|有关|相关)|(人员|同志们)$")
_UNIT_LIKE = re.compile(r"(股|室|科|处|中心|部门|单位|股室|科室|处室)$")
_LONGEST_PADDED = 1
#: How a cell says that there is nobody.
_NOBODY = frozenset({"无", "暂无", "待定", "-", "—", "——"})


def one_line(text: str) -> str:
    """The text on one line: a break between two Chinese letters is only a wrapped line."""
    return " ".join(_WRAP.sub("", text).split())


def bare_name(text: str) -> str:
    """The name without the spaces that align it (王　某) and without what brackets add (王某（兼））."""
    return _PADDING.sub("", " ".join(_BRACKETED.sub("", text).split()))


def split_names(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """The names in a cell, each once. One that is known as it stands is never taken apart."""
    whole = one_line(text)
    for name in (whole, "".join(whole.split())):
        if name in known:
            return (name,)
    names: list[str] = []
    for labelled in _SEPARATOR.split(text):
        part = _PART_OF.sub("", labelled)
        words = part.split()
        is_padded = any(len(word) <= _LONGEST_PADDED for word in words) or not _all_han(words)
        names.extend([bare_name(part)] if is_padded else (bare_name(word) for word in words))
    return tuple(dict.fromkeys(name for name in names if name and name not in _NOBODY))


def is_everybody(name: str) -> bool:
    """Whether the words mean nobody in particular (各股室, 全体干部)."""
    return bool(_EVERYBODY.search(name))


def is_unit_like(name: str) -> bool:
    """Whether the words name a unit where a person should stand (社会救助股)."""
    return bool(_UNIT_LIKE.search(name))


def plain_number(text: str) -> int | None:
    """A 序号 such as ``12``, ``０１２``, ``12.``, ``第12号``; ``None`` for anything else, such as ``36,37``."""
    found = re.fullmatch(r"第?0*([1-9]\d{0,5})(?:号|\.0*|、)?", unicodedata.normalize("NFKC", text).strip())
    return int(found[1]) if found else None


#: 一, （一）, 十二、, (3): how rows are counted besides plain numbers.
_COUNTED = re.compile(r"\(?(?P<number>\d{1,4}|[一二三四五六七八九十百零]{1,5})(?:\)|、|\.)?")


def written_form(number: str) -> str:
    """A 序号 in the form in which two are compared: a number, in Chinese numerals too, as such, else as written."""
    plain = plain_number(number)
    counted = None if plain else _COUNTED.fullmatch(unicodedata.normalize("NFKC", number).strip())
    return str(plain or (plain_number(with_digits(counted["number"])) if counted else None) or number)


def _all_han(words: list[str]) -> bool:
    return all(re.fullmatch(rf"{_HAN}+", word) for word in words)


_DECORATION = re.compile(r"[\s。.;；,，!！]+")
#: How a cell that may be empty, or somebody in the chat, says that there is nothing.
_NOTHING = frozenset(
    {"", "无", "暂无", "没有", "不涉及", "空", "/", "//", "\\", "-", "--", "—", "——", "n/a", "na", "none", "null"}
)
_LONGEST_NOTHING = 6
#: What is said to have a field emptied: an order, which no cell gives (a 备注 取消 is a remark).
_ORDERS = frozenset({"取消", "清空", "删除"})


def plain_word(text: str) -> str:
    """The word without spaces, full stops, width and case."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=4096)  # columns repeat their words
def says_nothing(text: str) -> bool:
    """Whether the text says that there is nothing: 无, /, 暂无."""
    return len(text) <= _LONGEST_NOTHING and plain_word(text) in _NOTHING


def empties(text: str) -> bool:
    """Whether the text, said of a field in the chat, empties it: 无, 取消, 清空."""
    return says_nothing(text) or plain_word(text) in _ORDERS
