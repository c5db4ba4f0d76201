"""Chinese numerals as staff write them in dates (二〇二六, 十二, 廿三, 两) as digits; full-width forms as well."""

import re
import unicodedata

_DIGITS = {
    word: n
    for n, words in enumerate(("〇零○", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for word in words
}
#: Two numerals in a row, without a ten or a nought, are one number in a year only: 二六年, but 一二月, 两三天内.
_SHORT_YEAR = re.compile(r"年(?![之以内后])")
#: In front of a numeral (2026四季度); any other digit beside it makes no number (五15).
_WHOLE_YEAR = r"(?<!\d)20\d\d$"
_RUN = re.compile(r"[〇零○一二两三四五六七八九十廿卅百]+")
_COUNT = re.compile(
    r"(?:(?P<hundreds>[一二两三四五六七八九])百零?)?(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?"
)


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
