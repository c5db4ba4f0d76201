"""Figures of a quota: 33 +2条, or +2条 in reply."""

import re

from handlers.words.references import Said

_MINUSES = "\u2212\u2013-"
_FIGURE_ALONE = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,16}}\s*)?[+={_MINUSES}]\s*[0-9][0-9,.]*\s*[\u4e00-\u9fff]{{1,4}}[.!\u3002]?"
)
_BARE_FIGURE = re.compile(rf"[+={_MINUSES}][0-9][0-9,.]*(?:\s*[\u4e00-\u9fff]{{1,4}})?[.!\u3002]?")
_FIGURES = re.compile(
    r"(?P<verb>(?:反馈|进展|报送|上报|/?progress)[\s:]*)?(?:第|#)?(?P<digits>[1-9][0-9]{0,5})号?\s+"
    rf"(?P<note>(?:[\u4e00-\u9fff]{{2,16}}\s*)?(?P<sign>[+={_MINUSES}])\s*[0-9][0-9,.]*"
    r"(?P<measure>\s*[\u4e00-\u9fff]{1,4})?(?:[\s,;:.!\u3001\u3002(\uff08].*)?)",
    re.DOTALL,
)


def read_figures(plain: str, words: str) -> Said | None:
    """33 +2条, 33 社会事务股 +1: a figure is recorded as it is; 33 -1 may be a range unless 反馈 was said before."""
    found = _FIGURES.fullmatch(plain)
    if found is None or (found["sign"] in _MINUSES and not (found["measure"] or found["verb"])):
        return None
    return Said("progress", words, numbers=(int(found["digits"]),), note=words[found.start("note") :])


def is_figure_alone(plain: str) -> bool:
    """Whether the words are a figure with what it counts: +2条. +1 by itself is how people agree."""
    return _FIGURE_ALONE.fullmatch(plain) is not None


def is_bare_figure(plain: str) -> bool:
    """Whether the words are a figure, perhaps with what it counts: the answer to a question, and no item's number."""
    return _BARE_FIGURE.fullmatch(plain) is not None
