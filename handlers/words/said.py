"""A text as understood, a text in a form that can be compared, and how a text is addressed to the bot."""

import re
from enum import StrEnum, auto

from msgspec import Struct


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
#: Nothing is seen of them: zero-width characters, direction marks, variation selectors, soft hyphens.
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
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
