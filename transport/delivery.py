"""One letter, one call of the Bot API. Whatever goes wrong is raised as it came; ``verdict`` says what it means."""

import asyncio
from pathlib import Path
from typing import Any

from telegram import Bot, InputFile
from telegram.constants import ParseMode
from telegram.error import TelegramError

from domain.letter import Button, Letter, Rows, Way
from transport.raw import call

#: The topic General has this id, but naming it is refused: it is the chat itself.
_GENERAL = 1
_NO_PREVIEW = {"is_disabled": True}


_METHODS = {Way.SEND: "send_Message", Way.FILE: "send_Document", Way.EDIT: "edit_Message_Text"}


class Delivery:
    """Sends, edits, or uploads from the spool."""

    def __init__(self, bot: Bot, spool: Path) -> None:
        self._bot = bot
        self._spool = spool

    async def carry(self, letter: Letter) -> int:
        """Deliver the letter; the id of the message that it became."""
        match letter.way:
            case Way.SEND:
                return await self._send(letter)
            case Way.EDIT:
                return await self._edit(letter)
            case Way.FILE:
                return await self._upload(letter)

    async def ask(self, letter: Letter) -> None:
        """The same call without content: Telegram refuses it, which is an answer, and nobody reads anything twice."""
        await call(self._bot, _METHODS[letter.way], {"chat_id": letter.chat_id})

    async def _send(self, letter: Letter) -> int:
        return await self._call({"text": letter.html, "link_preview_options": _NO_PREVIEW}, letter)

    async def _upload(self, letter: Letter) -> int:
        path = self._spool / Path(letter.file).name  # a name, never a way out of the spool
        content = await asyncio.to_thread(path.read_bytes)
        file = InputFile(content, filename=letter.file_name or path.name)
        return await self._call({"document": file, "caption": letter.html or None}, letter)

    async def _call(self, content: dict[str, Any], letter: Letter) -> int:
        """A new message; its id."""
        address = {
            "chat_id": letter.chat_id,
            "message_thread_id": _thread(letter),
            "parse_mode": ParseMode.HTML,
            "disable_notification": letter.silent,
            "reply_parameters": _reply(letter),
            "reply_markup": _keyboard(letter.rows),
        }
        sent = await call(self._bot, _METHODS[letter.way], content | address)
        if not isinstance(sent, dict) or not isinstance(sent.get("message_id"), int):
            raise TelegramError("the answer names no message")
        return int(sent["message_id"])

    async def _edit(self, letter: Letter) -> int:
        if letter.edits is None:
            raise ValueError("an edit names the message that it edits")
        change = {
            "chat_id": letter.chat_id,
            "message_id": letter.edits,
            "text": letter.html,
            "parse_mode": ParseMode.HTML,
            "link_preview_options": _NO_PREVIEW,
            "reply_markup": _keyboard(letter.rows),
        }
        await call(self._bot, _METHODS[letter.way], change)
        return letter.edits


def _thread(letter: Letter) -> int | None:
    return None if letter.thread_id == _GENERAL else letter.thread_id


def _reply(letter: Letter) -> dict[str, Any] | None:
    if letter.reply_to is None:
        return None
    return {"message_id": letter.reply_to, "allow_sending_without_reply": True}


def _keyboard(rows: Rows) -> dict[str, Any] | None:
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]} if rows else None


def _button(button: Button) -> dict[str, Any]:
    if button.url:
        return {"text": button.label, "url": button.url}
    if button.copy:
        return {"text": button.label, "copy_text": {"text": button.copy}}
    return {"text": button.label, "callback_data": button.data}
