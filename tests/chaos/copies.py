"""What a message said when it was sent; a copy that came late says so, and is a copy all the same."""

from pathlib import Path

from playground.telegram.chats import Message
from tests.e2e.bureau import Bureau
from texts.glossary import BELATED


def original(message: Message) -> str:
    """What it said when it was sent, without 补发."""
    return plain(message.versions[0] if message.versions else message.text)


def plain(text: str) -> str:
    """The text without 补发."""
    return text.removeprefix(BELATED)


def write_chats(bureau: Bureau, path: Path) -> None:
    """Everything that was said, in its order, for whoever looks for the reason of a fault."""
    chats = {player.chat_id for player in bureau.players.values()} | {g.chat_id for g in bureau.groups.values()}
    said = [(chat_id, message) for chat_id in chats for message in bureau.telegram.history(chat_id)]
    lines = (
        f"{message.message_id} {chat_id} {message.date:%d %H:%M} {_name(message)}: {original(message)!r}"
        for chat_id, message in sorted(said, key=lambda each: each[1].message_id)
    )
    path.write_text("\n".join(lines), encoding="utf-8")


def _name(message: Message) -> str:
    return message.author.first_name if message.author else ""
