"""What happens to the bot's chats without anybody's words: it is added or removed, a group moves or is renamed."""

from telegram import ChatMember, ChatMemberRestricted, Update

from handlers.parsing import happened
from handlers.request import Membership, Moved, Request
from handlers.serving import Service

_GONE = frozenset({ChatMember.LEFT, ChatMember.BANNED})


def standings(update: Update, desk: Service) -> Request | None:
    """The bot was added, removed, blocked or let in again."""
    changed = update.my_chat_member
    if changed is None:
        return None
    member = changed.new_chat_member
    is_member = member.is_member if isinstance(member, ChatMemberRestricted) else member.status not in _GONE
    return happened(update, changed.chat, changed.from_user, desk.office, desk.clock(), Membership(is_member))


def migrations(update: Update, desk: Service) -> Request | None:
    """A group became a supergroup: the old chat and the new one both say so, in either order."""
    message = update.message
    if message is None:
        return None
    if message.migrate_to_chat_id:
        moved = Moved(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        moved = Moved(message.migrate_from_chat_id, message.chat.id)
    else:
        return None
    return happened(update, message.chat, message.from_user, desk.office, desk.clock(), moved)


def renamings(update: Update, desk: Service) -> Request | None:
    """A group got another title."""
    message = update.message
    if message is None or not message.new_chat_title:
        return None
    return happened(update, message.chat, message.from_user, desk.office, desk.clock())
