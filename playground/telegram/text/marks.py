"""Finds the entities that Telegram finds without markup: commands, mentions, hashtags, links, addresses."""

import re

from playground.telegram.refusals import Json
from playground.telegram.text.utf16 import offset_of

_ZONES = "com|cn|org|net|edu|gov|info|me|io|dev|app|top|vip|xyz|wang|ren|cc|tv|hk|uk|de|ru|jp"
_FINDERS = (
    ("url", re.compile(r"(?<![\w@.])(?:https?|tg|ton)://[^\s<>\"，。；、！？（）【】《》“”]+", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[a-z0-9._%+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w-])", re.IGNORECASE | re.ASCII)),
    (
        "url",
        re.compile(
            rf"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:{_ZONES})(?::\d+)?(?:/[^\s<>\"，。；、！？（）]*)?(?![\w.-]*\w)",
            re.IGNORECASE | re.ASCII,
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}+(?:@[A-Za-z0-9_]{3,32}+)?(?![\w/<>])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z0-9_]{4,32}+(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\d*[^\W\d])\w{1,256}+(?:@[A-Za-z0-9_]{3,32}+)?")),
    ("cashtag", re.compile(r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8}+)(?:@[A-Za-z0-9_]{3,32}+)?(?!\w)")),
)
_TRAILING = ".,:;!?'\")]}"


def find_marks(text: str) -> list[Json]:
    """The entities of a plain text, in order; where two would overlap, the earlier kind wins."""
    taken: list[tuple[int, int, str]] = []
    for kind, pattern in _FINDERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind == "url":
                end = start + len(match.group().rstrip(_TRAILING))
            if all(end <= begun or start >= ended for begun, ended, _ in taken):
                taken.append((start, end, kind))
    offset = offset_of(text)
    return [
        {"type": kind, "offset": offset(start), "length": offset(end) - offset(start)}
        for start, end, kind in sorted(taken)
    ]
