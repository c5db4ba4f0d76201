"""A whole text that the tables know: a phrase, a greeting, thanks, a receipt."""

import re

from handlers.words.references import AROUND, Said, Sense, any_of
from handlers.words.vocabulary import (
    ALONE,
    ANSWERS,
    GREETINGS,
    LOOK_BEFORE,
    PHRASES,
    POLITE_AFTER,
    POLITE_BEFORE,
    RECEIPTS,
    THANKS,
    TITLES,
    VERBS,
)

#: No phrase is longer, with all politeness around it.
LONGEST_PHRASE = 200
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
#: [OK] and [强], as other programs write their emoji, behind words.
_STICKERS = re.compile(r"(?<=\w)(?:\[[\u4e00-\u9fffA-Za-z]{1,4}\])+$")
#: Politeness before other words, as a part of a pattern.
LEAD = any_of(POLITE_BEFORE)


def read_phrase(plain: str, *, is_reply: bool) -> Said | None:
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
    inner = re.sub(rf"^(?:{LEAD})+", "", asked)
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
