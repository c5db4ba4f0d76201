"""Reactions (emoji below a message): which there are, who set which, and when the bot hears of it."""

from playground.telegram.chats import Chat, Message
from playground.telegram.people import Person
from playground.telegram.refusals import Json, bad_request
from playground.telegram.world import World

#: What everybody may set; more than one, and emoji of one's own, are for those who pay.
EMOJI = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
) | {"❤\u200d🔥", "👨\u200d💻", "🤷\u200d♂", "🤷\u200d♀"}
#: Marks a sign as an emoji; clients send it along, and Telegram does not ask for it.
_AS_EMOJI = "\ufe0f"


def set_reaction(world: World, message: Message, who: Person | Chat, emoji: str) -> None:
    """Put one's reaction below a message in place of the last one; an empty ``emoji`` takes it back."""
    emoji = emoji.replace(_AS_EMOJI, "")
    if emoji and (emoji not in EMOJI or not message.chat.reactions_allowed):
        raise bad_request("REACTION_INVALID")
    if message.service:
        raise bad_request("message can't be reacted")
    number = who.chat_id if isinstance(who, Chat) else who.user_id
    before = message.reactions.pop(number, "")
    if emoji:
        message.reactions[number] = emoji
    where = {"chat_id": message.chat_id, "message_id": message.message_id}
    world.note("reacted", **where, by=who.as_json(), emoji=emoji, reactions=reactions_of(message))
    if who is not world.bot and before != emoji:
        _tell_bot(world, message, who, before, emoji)


def reactions_of(message: Message) -> list[Json]:
    """What stands below a message: each emoji with those who set it, in the order in which they came."""
    shown: dict[str, list[int]] = {}
    for who, emoji in message.reactions.items():
        shown.setdefault(emoji, []).append(who)
    return [{"emoji": emoji, "by": by} for emoji, by in shown.items()]


def _tell_bot(world: World, message: Message, who: Person | Chat, before: str, after: str) -> None:
    """Only an administrator hears of reactions."""
    chat = message.chat
    if chat.is_private or not chat.member(world.bot).is_admin:
        return
    change = {
        "chat": chat.as_json(),
        "message_id": message.message_id,
        "actor_chat" if isinstance(who, Chat) else "user": who.as_json(),
        "date": int(world.clock.now().timestamp()),
        "old_reaction": _types(before),
        "new_reaction": _types(after),
    }
    world.updates.add("message_reaction", change)


def _types(emoji: str) -> list[Json]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []
