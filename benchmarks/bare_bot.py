"""The baseline: what python-telegram-bot alone needs to answer a command, in a process of its own.

``bare_bot.py run --config FILE``; the file is JSON with ``token``, ``base_url`` and ``replies``, the HTML that answers
each command, and under ``WORDS`` any other words. It stores nothing and decides nothing.
"""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, CommandHandler, MessageHandler, filters

#: The key of the reply to words that are no command.
WORDS = "words"


async def reply(html: str, update: Update, _context: Any) -> None:
    """Reply with ``html``."""
    if update.message is not None:
        await update.message.reply_text(html, parse_mode=ParseMode.HTML)


def main(path: Path) -> None:
    """Poll until told to stop."""
    settings = json.loads(path.read_text(encoding="utf-8"))
    app = ApplicationBuilder().token(settings["token"]).base_url(settings["base_url"] + "/bot").build()
    for command, html in settings["replies"].items():
        is_words = command == WORDS
        app.add_handler(
            MessageHandler(filters.TEXT & ~filters.COMMAND, partial(reply, html))
            if is_words
            else CommandHandler(command, partial(reply, html))
        )
    app.run_polling()


if __name__ == "__main__":
    main(Path(sys.argv[-1]))
