"""The people of the playground, its bot, and Telegram's two accounts for hidden senders."""

from dataclasses import dataclass

from playground.telegram.refusals import Json


@dataclass(slots=True, kw_only=True)
class Person:
    """A Telegram account. ``started`` says whether it opened the private chat with the bot."""

    user_id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "zh-hans"
    is_bot: bool = False
    started: bool = True
    blocked: bool = False
    deactivated: bool = False
    met: bool = True  # an id that the bot never saw in a chat gets "chat not found", not 403

    def as_json(self) -> Json:
        """The ``User`` object."""
        user: Json = {"id": self.user_id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language_code and not self.is_bot:
            user["language_code"] = self.language_code
        return user


#: The account from which an anonymous administrator's messages come.
ANONYMOUS_ADMIN = Person(user_id=1087968824, first_name="Group", username="GroupAnonymousBot", is_bot=True)

#: The account from which a channel's messages in a group come.
CHANNEL_SENDER = Person(user_id=136817688, first_name="Channel", username="Channel_Bot", is_bot=True)


@dataclass(slots=True, kw_only=True)
class BotAccount(Person):
    """The one bot that this playground serves."""

    token: str
    is_private: bool = True  # privacy mode, Telegram's default: hears little in groups

    def as_get_me(self) -> Json:
        """The ``User`` object with the fields that only ``getMe`` returns."""
        return self.as_json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.is_private,
            "supports_guest_queries": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
            "supports_join_request_queries": False,
        }


def bot_account(token: str, username: str, *, is_private: bool) -> BotAccount:
    """The bot of a token; its user id is the number before the colon, as with real tokens."""
    head = token.partition(":")[0]
    user_id = int(head) if head.isdecimal() else 7_000_000_001
    return BotAccount(
        user_id=user_id, first_name="督办助手", username=username, is_bot=True, token=token, is_private=is_private
    )
