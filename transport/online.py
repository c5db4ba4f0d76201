"""Holds the configuration against the real Telegram: the token, the bot's ways, every bound chat (`check --online`)."""

from collections.abc import Sequence
from enum import StrEnum
from http import HTTPStatus

from msgspec import Struct
from telegram import Bot, ChatMember, WebhookInfo
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from domain.roster import Chat
from transport.errors import Garbled, NeverArrived, ProxyUnspoken, TurnedBack
from transport.own_webhook import is_own


class OnlineFinding(StrEnum):
    """What an operator should know; in the order to mend it."""

    NO_NETWORK = "no_network"
    PROXY_UNSPOKEN = "proxy_unspoken"  # the environment names a SOCKS proxy, say
    TURNED_BACK = "turned_back"  # a proxy or a gateway refused in Telegram's place
    NOT_TELEGRAM = "not_telegram"  # what answers at that address is no Bot API
    NO_ANSWER = "no_answer"  # Telegram, or something on the way to it, is out of order
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a finding's name
    WEBHOOK_SET = "webhook_set"  # another program's: getUpdates would answer 409
    WEBHOOK_LEFT = "webhook_left"  # our own, and the bot is to poll: it ends it at its start
    WEBHOOK_READY = "webhook_ready"
    WEBHOOK_UNSET = "webhook_unset"  # the bot sets it at its start
    WEBHOOK_FAILING = "webhook_failing"  # the last delivery failed, and something waits
    BOT_READY = "bot_ready"
    HEARS_COMMANDS_ONLY = "hears_commands_only"  # privacy mode
    CHAT_GONE = "chat_gone"  # removed from the group, or the group is gone
    CHAT_MOVED = "chat_moved"  # it became a supergroup; the running bot follows by itself
    CHAT_MUTED = "chat_muted"  # restricted: may not write there
    CHAT_READY = "chat_ready"
    CHAT_UNPINNED = "chat_unpinned"  # boards are to be pinned, and it may not
    CHAT_HEARD = "chat_heard"  # an administrator there: plain replies reach it whatever the privacy mode


#: Findings with which the bot could not do its work.
FAULTS = frozenset(
    {
        OnlineFinding.NO_NETWORK,
        OnlineFinding.PROXY_UNSPOKEN,
        OnlineFinding.TURNED_BACK,
        OnlineFinding.NOT_TELEGRAM,
        OnlineFinding.NO_ANSWER,
        OnlineFinding.TOKEN_REFUSED,
        OnlineFinding.WEBHOOK_SET,
        OnlineFinding.WEBHOOK_FAILING,
        OnlineFinding.CHAT_GONE,
        OnlineFinding.CHAT_MUTED,
    }
)


class Inspected(Struct, frozen=True):
    """One finding; ``name`` is the bot's username or the chat's title (a chat without: its unit, ``""`` the bureau)."""

    finding: OnlineFinding
    name: str = ""
    why: str = ""


class Inspection(Struct, frozen=True):
    """What was found of the bot itself, and of each chat (nothing, while Telegram can't be asked)."""

    bot: tuple[Inspected, ...]
    chats: tuple[Inspected, ...] = ()

    @property
    def faults(self) -> int:
        """How many of the findings keep the bot from its work."""
        return sum(each.finding in FAULTS for each in self.bot + self.chats)


async def inspect(bot: Bot, chats: Sequence[Chat], *, pins: bool = False, has_webhook: bool = False) -> Inspection:
    """Everything that is in order or not; without an answer of Telegram, only that.

    ``pins``: boards are pinned; ``has_webhook``: updates are to come by webhook.
    """
    try:
        await bot.initialize()
        return Inspection(
            await _bot(bot, has_webhook=has_webhook), tuple([await _chat(bot, chat, pins=pins) for chat in chats])
        )
    except TelegramError as error:
        return Inspection((_unasked(error),))
    finally:
        await bot.shutdown()


def _unasked(error: TelegramError) -> Inspected:
    """Why Telegram could not be asked."""
    match error:
        case InvalidToken():
            return Inspected(OnlineFinding.TOKEN_REFUSED)
        case ProxyUnspoken():
            return Inspected(OnlineFinding.PROXY_UNSPOKEN, why=error.scheme)
        case TurnedBack():
            return Inspected(OnlineFinding.TURNED_BACK, why=str(error.status))
        case NeverArrived():
            return Inspected(OnlineFinding.NO_NETWORK)
        case Garbled() if error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return Inspected(OnlineFinding.NOT_TELEGRAM, why=str(error.status))
        case _:
            return Inspected(OnlineFinding.NO_ANSWER, why=type(error).__name__)


async def _bot(bot: Bot, *, has_webhook: bool) -> tuple[Inspected, ...]:
    found = [Inspected(OnlineFinding.BOT_READY, bot.username)]
    info = await bot.get_webhook_info()
    if has_webhook:
        found.append(_webhook(info, bot.token))
    elif info.url:
        is_ours = is_own(info.url, bot.token)
        found.append(Inspected(OnlineFinding.WEBHOOK_LEFT if is_ours else OnlineFinding.WEBHOOK_SET))
    if not bot.can_read_all_group_messages:
        found.append(Inspected(OnlineFinding.HEARS_COMMANDS_ONLY))
    return tuple(found)


def _webhook(info: WebhookInfo, token: str) -> Inspected:
    if not is_own(info.url, token):
        return Inspected(OnlineFinding.WEBHOOK_UNSET)
    if info.pending_update_count and info.last_error_message:
        return Inspected(OnlineFinding.WEBHOOK_FAILING, str(info.pending_update_count), info.last_error_message)
    return Inspected(OnlineFinding.WEBHOOK_READY)


async def _chat(bot: Bot, chat: Chat, *, pins: bool) -> Inspected:
    name = chat.title or chat.unit
    try:
        return Inspected(await _standing(bot, chat.chat_id, pins=pins), name)
    except ChatMigrated:
        return Inspected(OnlineFinding.CHAT_MOVED, name)
    except (BadRequest, Forbidden) as error:
        return Inspected(OnlineFinding.CHAT_GONE, name, error.message)


async def _standing(bot: Bot, chat_id: int, *, pins: bool) -> OnlineFinding:
    """What the bot's place in a chat allows it. A plain member may write unless the group lets nobody."""
    member = await bot.get_chat_member(chat_id, bot.id)
    match member.status:
        case ChatMember.ADMINISTRATOR | ChatMember.OWNER:
            may_pin = getattr(member, "can_pin_messages", True) is not False
            return OnlineFinding.CHAT_HEARD if may_pin or not pins else OnlineFinding.CHAT_UNPINNED
        case ChatMember.LEFT | ChatMember.BANNED:
            return OnlineFinding.CHAT_GONE
        case ChatMember.RESTRICTED:
            may_write = getattr(member, "can_send_messages", False)
        case _:
            permissions = (await bot.get_chat(chat_id)).permissions
            may_write = permissions is None or permissions.can_send_messages is not False
    if not may_write:
        return OnlineFinding.CHAT_MUTED
    return OnlineFinding.CHAT_UNPINNED if pins else OnlineFinding.CHAT_READY
