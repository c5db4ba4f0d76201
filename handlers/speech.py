"""Slash commands and mentions: how a text is addressed to the bot. What it means is read by ``domain.utterance``.

``/done12``, ``/DONE@ourbot 12`` and ``／done １２`` all say the same thing. Nothing here knows the ledger.
"""

import re

from domain.said import Said, tidy

_SLASH = re.compile(r"[/／]([A-Za-z]+)(?:_?([0-9０-９]+))?(?:[@\uff20](\w+))?(?![\w@])[ \t　]*(.*)", re.DOTALL)


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
