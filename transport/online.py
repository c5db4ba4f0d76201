"""Holds the configuration against the real Telegram: the token, the bot's ways, every bound chat (`check --online`)."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from telegram import Bot, ChatMember
from telegram.error import ChatMigrated, InvalidToken, NetworkError, TelegramError

from domain.roster import Chat


class OnlineFinding(StrEnum):
    """What an operator should know; in the order to mend it."""

    NO_NETWORK = "no_network"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a finding's name
    WEBHOOK_SET = "webhook_set"  # getUpdates would answer 409
    BOT_READY = "bot_ready"
    HEARS_COMMANDS_ONLY = "hears_commands_only"  # privacy mode
    NO_CHATS = "no_chats"
    CHAT_GONE = "chat_gone"  # removed from the group, or the group is gone
    CHAT_MOVED = "chat_moved"  # it became a supergroup; the running bot follows by itself
    CHAT_MUTED = "chat_muted"  # restricted: may not write there
    CHAT_READY = "chat_ready"


#: Findings with which the bot could not do its work.
FAULTS = frozenset(
    {
        OnlineFinding.NO_NETWORK,
        OnlineFinding.TOKEN_REFUSED,
        OnlineFinding.WEBHOOK_SET,
        OnlineFinding.CHAT_GONE,
        OnlineFinding.CHAT_MUTED,
    }
)


class Inspected(Struct, frozen=True):
    """One finding; ``name`` is the bot's username or the chat's title (a chat without: its unit)."""

    finding: OnlineFinding
    name: str = ""
    why: str = ""


async def inspect(bot: Bot, chats: Sequence[Chat]) -> tuple[Inspected, ...]:
    """Everything that is in order or not, the bot first, then each chat."""
    try:
        await bot.initialize()
        found = [Inspected(OnlineFinding.BOT_READY, bot.username)]
        if (await bot.get_webhook_info()).url:
            found.append(Inspected(OnlineFinding.WEBHOOK_SET))
        if not bot.can_read_all_group_messages:
            found.append(Inspected(OnlineFinding.HEARS_COMMANDS_ONLY))
        if not chats:
            found.append(Inspected(OnlineFinding.NO_CHATS))
        return (*found, *[await _chat(bot, chat) for chat in chats])
    except InvalidToken:
        return (Inspected(OnlineFinding.TOKEN_REFUSED),)
    except NetworkError as error:
        return (Inspected(OnlineFinding.NO_NETWORK, why=type(error).__name__),)
    finally:
        await bot.shutdown()


async def _chat(bot: Bot, chat: Chat) -> Inspected:
    name = chat.title or chat.unit or str(chat.chat_id)
    try:
        member = await bot.get_chat_member(chat.chat_id, bot.id)
    except ChatMigrated:
        return Inspected(OnlineFinding.CHAT_MOVED, name)
    except InvalidToken:
        raise
    except TelegramError as error:
        # A BadRequest descends from NetworkError, yet says that the chat is gone; only the plain class is the network.
        if type(error) is NetworkError:
            raise
        return Inspected(OnlineFinding.CHAT_GONE, name, error.message)
    if member.status in {ChatMember.LEFT, ChatMember.BANNED}:
        return Inspected(OnlineFinding.CHAT_GONE, name)
    may_write = getattr(member, "can_send_messages", True)
    return Inspected(OnlineFinding.CHAT_READY if may_write else OnlineFinding.CHAT_MUTED, name)
