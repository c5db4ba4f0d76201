"""A chat where nothing could be delivered is silent until something arrives there or is heard from it."""

from msgspec import structs

from domain.roster import Chat, Person, Roster


def heard_chats(roster: Roster, chat_id: int) -> list[Chat]:
    """The chat's bindings, its topics' included, as they are once it is not silent any more."""
    silent = (chat for chat in roster.chats if chat.chat_id == chat_id and chat.silent_since is not None)
    return [structs.replace(chat, silent_since=None, is_muted=False) for chat in silent]


def heard_people(roster: Roster, chat_id: int) -> list[Person]:
    """Every post of whoever's private chat it is, in the same way."""
    silent = (post for post in roster.people if post.telegram_id == chat_id and post.silent_since is not None)
    return [structs.replace(post, silent_since=None) for post in silent]
