"""What concerns the bot: as an administrator it hears a whole group; ordinary chatter is neither stored nor logged.

It looks at the raw update, before anything parses it, and so must bear whatever arrives.
"""

from collections.abc import Mapping
from typing import Any

from handlers.parsing import is_for_another, mentions, read_command
from handlers.registry import COMMANDS

#: Service messages that change what the ledger knows of a group.
_SERVICE = ("migrate_to_chat_id", "migrate_from_chat_id", "new_chat_title")
_ALWAYS = ("callback_query", "my_chat_member")


class Admission:
    """Decides for one bot which updates come in. A command that names another bot never does, wherever it is said."""

    def __init__(self, *, bot_id: int, username: str) -> None:
        self._bot_id = bot_id
        self._username = username

    def concerns(self, raw: Mapping[str, Any]) -> bool:
        """Whether the update is kept; edits and channel posts never are, since neither may act."""
        if any(kind in raw for kind in _ALWAYS):
            return True
        message = _part(raw, "message")
        if is_for_another(_words(message), self._username):
            return False
        kind = _part(message, "chat").get("type")
        if kind == "private":
            return True
        return kind in ("group", "supergroup") and self._is_for_us(message)

    def _is_for_us(self, message: Mapping[str, Any]) -> bool:
        if any(key in message for key in _SERVICE):
            return True
        if self._answers_us(_part(message, "reply_to_message")):
            return True
        words = _words(message)
        said = read_command(words, self._username)
        return (said is not None and said.command in COMMANDS) or mentions(words, self._username)

    def _answers_us(self, answered: Mapping[str, Any]) -> bool:
        return _part(answered, "from").get("id") == self._bot_id and "forum_topic_created" not in answered


def _words(message: Mapping[str, Any]) -> str:
    """The text, or the caption of a picture or a file."""
    for key in ("text", "caption"):
        words = message.get(key)
        if isinstance(words, str):
            return words
    return ""


def _part(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = whole.get(key)
    return part if isinstance(part, Mapping) else {}
