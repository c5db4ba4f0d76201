"""How python-telegram-bot finds the handler of an update: each entry of the registry says what it hears, then does.

``BaseHandler`` is the library's extension point; its own ``CommandHandler`` fires on edited messages and knows neither
``/done12`` nor 完成 12.
"""

from collections.abc import Callable
from typing import Any

from telegram import Chat, Message, Update
from telegram.ext import Application, BaseHandler, CallbackContext

from domain.press import Act, Press
from handlers.arrival import clicked, is_forwarded, spoken
from handlers.desk import Desk, Handle, Prepare
from handlers.question import is_answer, is_open
from handlers.request import Request
from handlers.speech import Said, is_receipt, mentions, read_command, read_phrase, without_mention

#: The request that an update makes of an entry, or ``None`` where it is none of its business.
Hears = Callable[[Update, Desk], Request | None]
Context = CallbackContext[Any, Any, Any, Any]


class Heard(BaseHandler[Update, Context, None]):
    """One entry of the registry: what it hears, and the handle, or the slow work before it."""

    __slots__ = ("_desk", "_handle", "_hears", "_prepare")

    def __init__(
        self, desk: Desk, hears: Hears, handle: Handle | None = None, *, prepare: Prepare | None = None
    ) -> None:
        super().__init__(_unused)
        self._desk = desk
        self._hears = hears
        self._handle = handle
        self._prepare = prepare

    def check_update(self, update: object) -> Request | None:
        """The request, which the library hands on to ``handle_update``."""
        return self._hears(update, self._desk) if isinstance(update, Update) else None

    async def handle_update(
        self,
        update: Update,  # noqa: ARG002 - the library hands it over
        application: "Application[Any, Any, Any, Any, Any, Any]",  # noqa: ARG002
        check_result: object,
        context: Context,  # noqa: ARG002
    ) -> None:
        """Serves the request that ``check_update`` found."""
        if not isinstance(check_result, Request):
            return
        if self._prepare is not None:
            await self._desk.serve_slowly(check_result, self._prepare)
        elif self._handle is not None:
            self._desk.serve(check_result, self._handle)


async def _unused(update: Update, context: Context) -> None:
    """The library wants a callback; entries serve their requests themselves."""


def edited(update: Update, desk: Desk) -> Request | None:
    """Anything that was edited: what is written over later never acts (and ``update.message`` is missing)."""
    message = update.edited_message
    return None if message is None else spoken(update, message, Said(""), desk.office, desk.clock())


def commands(name: str) -> Hears:
    """``/name`` with whatever follows."""

    def hears(update: Update, desk: Desk) -> Request | None:
        message = _typed(update)
        said = read_command(message.text or "", desk.office.bot) if message else None
        return _asked(update, desk, said) if said is not None and said.command == name else None

    return hears


def phrases(name: str) -> Hears:
    """The same in plain Chinese: in a private chat, or after the bot's name in a group."""

    def hears(update: Update, desk: Desk) -> Request | None:
        message = _typed(update)
        if message is None or not (_is_private(message) or mentions(message.text or "", desk.office.bot)):
            return None
        said = read_phrase(message.text or "", desk.office.bot)
        return _asked(update, desk, said) if said is not None and said.command == name else None

    return hears


def receipts(update: Update, desk: Desk) -> Request | None:
    """收到 in reply to something."""
    message = _typed(update)
    if message is None or message.reply_to_message is None or not is_receipt(message.text or ""):
        return None
    return _asked(update, desk, Said("receipt"))


def dialogues(kind: str) -> Hears:
    """What follows a question of the bot: the next words of whoever it asked, in that chat."""

    def hears(update: Update, desk: Desk) -> Request | None:
        message = _typed(update)
        if message is None or message.from_user is None:
            return None
        question = desk.office.ledger.dialogue(message.chat.id, message.from_user.id)
        if question is None or question.kind != kind or not is_open(question, message.date):
            return None
        words = without_mention(message.text or "", desk.office.bot)
        return _asked(update, desk, Said(kind, words)) if is_answer(words, desk.office.bot) else None

    return hears


def presses(act: Act) -> Hears:
    """A button of that act."""

    def hears(update: Update, desk: Desk) -> Request | None:
        query = update.callback_query
        press = Press.decode(query.data or "") if query else None
        return any_press(update, desk) if press is not None and press.act is act else None

    return hears


def any_press(update: Update, desk: Desk) -> Request | None:
    """Any button, of whatever age."""
    query = update.callback_query
    return None if query is None else clicked(update, query, desk.office, desk.clock())


def documents(update: Update, desk: Desk) -> Request | None:
    """A file in a private chat."""
    message = update.message
    if message is None or message.document is None or not _is_private(message):
        return None
    return spoken(update, message, Said("file", message.caption or ""), desk.office, desk.clock())


def small_talk(update: Update, desk: Desk) -> Request | None:
    """Whatever else is said to the bot: in private, or by its name."""
    message = update.message
    if message is None or not (message.text or message.effective_attachment):
        return None
    if not _is_private(message) and not mentions(message.text or "", desk.office.bot):
        return None
    return spoken(update, message, Said("talk"), desk.office, desk.clock())


def _typed(update: Update) -> Message | None:
    """A message that somebody typed just so: not edited, not forwarded."""
    message = update.message
    return None if message is None or not message.text or is_forwarded(message) else message


def _asked(update: Update, desk: Desk, said: Said) -> Request | None:
    message = update.message
    return None if message is None else spoken(update, message, said, desk.office, desk.clock())


def _is_private(message: Message) -> bool:
    return message.chat.type == Chat.PRIVATE
