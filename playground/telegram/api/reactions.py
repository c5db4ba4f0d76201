"""The bot's reactions to messages."""

from typing import Any

from playground.telegram.access import member_chat
from playground.telegram.chats import Message
from playground.telegram.params import Params
from playground.telegram.reactions import set_reaction
from playground.telegram.refusals import bad_request
from playground.telegram.world import World


def set_message_reaction(world: World, params: Params) -> bool:
    chat = member_chat(world, params)
    message = chat.alive(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to react not found")
    set_reaction(world, _first_of_album(message), world.bot, _emoji(params.json("reaction")))
    return True


def _emoji(given: Any) -> str:
    """The one emoji; a bot may set no more, and none that cost."""
    if given is None or given == []:
        return ""
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise bad_request("can't parse reaction types JSON object")
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if given[0].get("type") != "emoji":
        raise bad_request("REACTION_INVALID")
    return str(given[0].get("emoji", ""))


def _first_of_album(message: Message) -> Message:
    """An album is reacted to as a whole, at its first message that is left."""
    if not message.album:
        return message
    return next(each for each in message.chat.messages.values() if each.album == message.album and not each.is_deleted)
