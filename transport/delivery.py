"""One letter, one call of the Bot API. Whatever goes wrong is raised as it came; ``verdict`` says what it means."""

import asyncio
from pathlib import Path

from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode

from domain.letter import Button, Letter, Rows, Way

#: The topic General has this id, but naming it is refused: it is the chat itself.
_GENERAL = 1


class Delivery:
    """Sends, edits, or uploads from the spool."""

    def __init__(self, bot: Bot, spool: Path) -> None:
        self._bot = bot
        self._spool = spool
        self._no_preview = LinkPreviewOptions(is_disabled=True)

    async def carry(self, letter: Letter) -> int:
        """Deliver the letter; the id of the message that it became."""
        match letter.way:
            case Way.SEND:
                return await self._send(letter)
            case Way.EDIT:
                return await self._edit(letter)
            case Way.FILE:
                return await self._upload(letter)

    async def _send(self, letter: Letter) -> int:
        message = await self._bot.send_message(
            letter.chat_id,
            letter.html,
            parse_mode=ParseMode.HTML,
            message_thread_id=_thread(letter),
            link_preview_options=self._no_preview,
            disable_notification=letter.silent,
            reply_parameters=_reply(letter),
            reply_markup=_keyboard(letter.rows),
        )
        return message.message_id

    async def _edit(self, letter: Letter) -> int:
        if letter.edits is None:
            raise ValueError("an edit names the message that it edits")
        await self._bot.edit_message_text(
            letter.html,
            chat_id=letter.chat_id,
            message_id=letter.edits,
            parse_mode=ParseMode.HTML,
            link_preview_options=self._no_preview,
            reply_markup=_keyboard(letter.rows),
        )
        return letter.edits

    async def _upload(self, letter: Letter) -> int:
        path = self._spool / Path(letter.file).name  # a name, never a way out of the spool
        content = await asyncio.to_thread(path.read_bytes)
        message = await self._bot.send_document(
            letter.chat_id,
            InputFile(content, filename=letter.file_name or path.name),
            caption=letter.html or None,
            parse_mode=ParseMode.HTML,
            message_thread_id=_thread(letter),
            disable_notification=letter.silent,
            reply_parameters=_reply(letter),
            reply_markup=_keyboard(letter.rows),
        )
        return message.message_id


def _thread(letter: Letter) -> int | None:
    return None if letter.thread_id == _GENERAL else letter.thread_id


def _reply(letter: Letter) -> ReplyParameters | None:
    if letter.reply_to is None:
        return None
    return ReplyParameters(letter.reply_to, allow_sending_without_reply=True)


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows]) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    if button.copy:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy))
    return InlineKeyboardButton(button.label, callback_data=button.data)
