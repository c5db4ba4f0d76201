"""Which messages of a chat reach the bot, from Telegram's rules on privacy mode."""

from playground.telegram.chats import Chat, ChatKind, Message
from playground.telegram.people import BotAccount
from playground.telegram.text.utf16 import cut


def bot_hears(bot: BotAccount, message: Message) -> bool:
    """Whether the bot gets this message from somebody else.

    Everything in private, in channels, and for an administrator; in other groups with privacy mode only service
    messages, replies to itself, commands addressed to it, and bare commands where it was the last bot to speak.
    """
    chat = message.chat
    if chat.is_private or message.service:
        return chat.is_private or chat.member(bot).is_present
    member = chat.member(bot)
    if not member.is_present:
        return False
    if not bot.is_private or member.is_admin or chat.kind is ChatKind.CHANNEL:
        return True
    return _answers(bot, message) or _commands(bot, message, chat)


def _answers(bot: BotAccount, message: Message) -> bool:
    return message.reply_to is not None and message.reply_to.author is bot


def _commands(bot: BotAccount, message: Message, chat: Chat) -> bool:
    for entity in message.entities:
        if entity["type"] == "bot_command":
            _, _, whom = cut(message.text, entity["offset"], entity["length"]).partition("@")
            is_first = entity["offset"] == 0
            if whom.lower() == bot.username.lower() or (not whom and is_first and chat.last_bot == bot.user_id):
                return True
    return False
