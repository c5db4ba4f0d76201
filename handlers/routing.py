"""How python-telegram-bot finds the handler of an update: each entry of the registry says what it hears, then does.

``BaseHandler`` is the library's extension point; its own ``CommandHandler`` fires on edited messages and knows neither
``/done12`` nor 完成 12.
"""

from collections.abc import Callable, Collection
from typing import Any

from telegram import Chat, Message, Update
from telegram.ext import Application, BaseHandler, CallbackContext

from domain.letter import Act, Press
from domain.rights import Action, Reach, reach_of
from domain.words.said import Said
from domain.words.utterance import understand, understand_command
from handlers.imports import is_workbook
from handlers.parsing import clicked, is_forwarded, mentions, read_command, spoken, without_mention
from handlers.questions import is_answer, is_open
from handlers.request import Request
from handlers.serving import Handle, Prepare, Service

#: The request that an update makes of an entry, or ``None`` where it is none of its business.
Hears = Callable[[Update, Service], Request | None]
Context = CallbackContext[Any, Any, Any, Any]


class Heard(BaseHandler[Update, Context, None]):
    """One entry of the registry: what it hears, and the handle, or the slow work before it."""

    __slots__ = ("_desk", "_handle", "_hears", "_prepare")

    def __init__(
        self, desk: Service, hears: Hears, handle: Handle | None = None, *, prepare: Prepare | None = None
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


def edited(update: Update, desk: Service) -> Request | None:
    """Anything that was edited: what is written over later never acts (and ``update.message`` is missing)."""
    message = update.edited_message
    return None if message is None else spoken(update, message, Said(""), desk.office, desk.clock())


def commands(names: Collection[str]) -> Hears:
    """``/name`` with whatever follows, also as the caption of a picture or a file."""

    def hears(update: Update, desk: Service) -> Request | None:
        message = _typed(update)
        said = read_command(words_of(message), desk.office.bot) if message else None
        if said is None or said.command not in names:
            return None
        return _asked(update, desk, understand_command(said.command, said.words))

    return hears


def plain_words(update: Update, desk: Service) -> Request | None:
    """Any other words to the bot: in private, in reply to one of its messages, or by its name."""
    message, bot = _typed(update), desk.office.bot
    if message is None or not (_is_private(message) or _answers(message, bot) or mentions(words_of(message), bot)):
        return None
    said = understand(without_mention(words_of(message), bot), is_reply=_answers(message, bot))
    return _asked(update, desk, said)


def dialogues(kind: str) -> Hears:
    """What follows a question of the bot: the next words of whoever it asked, in that chat, unless they ask something.

    A question that was left alone for long is over, and the words are taken as any others.
    """

    def hears(update: Update, desk: Service) -> Request | None:
        message = _typed(update)
        if message is None or message.from_user is None:
            return None
        question = desk.office.ledger.dialogue(message.chat.id, message.from_user.id)
        if question is None or question.kind != kind or not is_open(question, message.date):
            return None
        words = without_mention(words_of(message), desk.office.bot)
        return _asked(update, desk, Said(kind, words, note=words)) if is_answer(words, desk.office.bot) else None

    return hears


def presses(act: Act) -> Hears:
    """A button of that act."""

    def hears(update: Update, desk: Service) -> Request | None:
        query = update.callback_query
        press = Press.decode(query.data or "") if query else None
        return any_press(update, desk) if press is not None and press.act is act else None

    return hears


def any_press(update: Update, desk: Service) -> Request | None:
    """Any button, of whatever age."""
    query = update.callback_query
    return None if query is None else clicked(update, query, desk.office, desk.clock())


def documents(update: Update, desk: Service) -> Request | None:
    """A file in a private chat; one that comes with words is no import, unless whoever imports sends a workbook."""
    message = update.message
    if message is None or message.document is None or not _is_private(message):
        return None
    imports = is_workbook(message.document.file_name or "") and _imports(message, desk)
    if words_of(message) and not is_forwarded(message) and not imports:
        return None
    return spoken(update, message, Said("file", words_of(message)), desk.office, desk.clock())


def _imports(message: Message, desk: Service) -> bool:
    """Whether the sender may import."""
    roster, sender = desk.office.ledger.roster, message.from_user
    return reach_of(roster.who(sender.id) if sender else None, Action.IMPORT, roster) is Reach.ALL


def attachments(update: Update, desk: Service) -> Request | None:
    """Whatever else reaches the bot without words of the sender's own: pictures, voices, forwarded messages."""
    message = update.message
    if message is None or not (message.text or message.effective_attachment):
        return None
    if not (_is_private(message) or _answers(message, desk.office.bot)):
        return None
    if message.media_group_id in desk.office.albums:
        return None
    return spoken(update, message, Said("attachment"), desk.office, desk.clock())


def words_of(message: Message) -> str:
    """What was typed: the text, or the caption of a picture or a file."""
    return message.text or message.caption or ""


def _answers(message: Message, bot: str) -> bool:
    """Whether it replies to a message of the bot; in a topic every message seems to reply to the one that opened it."""
    answered = message.reply_to_message
    if answered is None or answered.forum_topic_created or answered.from_user is None:
        return False
    return (answered.from_user.username or "").lower() == bot.lower()


def _typed(update: Update) -> Message | None:
    """A message that somebody typed just so: not edited, not forwarded."""
    message = update.message
    return None if message is None or not words_of(message) or is_forwarded(message) else message


def _asked(update: Update, desk: Service, said: Said) -> Request | None:
    message = update.message
    return None if message is None else spoken(update, message, said, desk.office, desk.clock())


def _is_private(message: Message) -> bool:
    return message.chat.type == Chat.PRIVATE
