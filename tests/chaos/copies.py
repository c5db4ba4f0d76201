"""What a message said when it was sent; a copy that came late says so, and is a copy all the same."""

from playground.telegram.chats import Message
from texts.glossary import BELATED


def original(message: Message) -> str:
    """What it said when it was sent, without 补发."""
    return plain(message.versions[0] if message.versions else message.text)


def plain(text: str) -> str:
    """The text without 补发."""
    return text.removeprefix(BELATED)
