"""The baseline: what python-telegram-bot alone needs to answer a command, in a process of its own.

``bare_bot.py run --config FILE``; the file is JSON with ``token``, ``base_url`` and ``replies``, the HTML that answers
each command, and under ``WORDS`` any other words. It decides nothing, and stores nothing unless the file names a file
to save in: then a record of each command is durable before it is answered.
"""

import json
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, CommandHandler, MessageHandler, filters

#: The key of the reply to words that are no command.
WORDS = "words"


#: What an update, its effect and the delivery before it come to in our journal, and how many a file has room for.
RECORD, _MANY = b"x" * 1500, 1000


async def reply(html: str, save: Callable[[], None], update: Update, _context: Any) -> None:
    """Reply with ``html``."""
    if update.message is not None:
        save()
        await update.message.reply_text(html, parse_mode=ParseMode.HTML)


def saving_in(path: str) -> Callable[[], None]:
    """Makes one record durable, over zeros that were written before: the least that a journal can cost."""
    if not path:
        return lambda: None
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    os.write(file, bytes(len(RECORD) * _MANY))
    os.fsync(file)
    os.lseek(file, 0, os.SEEK_SET)

    def save() -> None:
        os.write(file, RECORD)
        os.fdatasync(file)

    return save


def main(path: Path) -> None:
    """Poll until told to stop."""
    settings = json.loads(path.read_text(encoding="utf-8"))
    app = ApplicationBuilder().token(settings["token"]).base_url(settings["base_url"] + "/bot").build()
    save = saving_in(settings["saves"])
    for command, html in settings["replies"].items():
        answer = partial(reply, html, save)
        is_words = command == WORDS
        app.add_handler(
            MessageHandler(filters.TEXT & ~filters.COMMAND, answer) if is_words else CommandHandler(command, answer)
        )
    app.run_polling()


if __name__ == "__main__":
    main(Path(sys.argv[-1]))
