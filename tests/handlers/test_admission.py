"""What concerns the bot at all, decided on raw updates of any shape."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.parsing import Admission

DOOR = Admission(bot_id=1, username="duban_bot")
GROUP = {"id": -5, "type": "supergroup"}
OURS = {"from": {"id": 1, "is_bot": True}, "message_id": 3}


@pytest.mark.parametrize(
    "message",
    [
        {"chat": {"id": 5, "type": "private"}, "text": "你好"},
        {"chat": GROUP, "text": "/done 12"},
        {"chat": GROUP, "text": "/done@Duban_Bot 12"},
        {"chat": GROUP, "text": "收到", "reply_to_message": OURS},
        {"chat": GROUP, "text": "请 @duban_bot 看看"},
        {"chat": GROUP, "migrate_to_chat_id": -6},
        {"chat": GROUP, "migrate_from_chat_id": -6},
        {"chat": GROUP, "new_chat_title": "新"},
    ],
)
def test_what_is_said_to_the_bot_comes_in(message: dict[str, Any]) -> None:
    assert DOOR.concerns({"update_id": 1, "message": message})


@pytest.mark.parametrize(
    "message",
    [
        {"chat": GROUP, "text": "今天开会"},
        {"chat": GROUP, "text": "/done@otherbot 12"},
        {"chat": GROUP, "text": "/done@otherbot 12", "reply_to_message": OURS},
        {"chat": {"id": 5, "type": "private"}, "text": "/done@otherbot 12"},
        {"chat": GROUP, "text": "/weather"},
        {"chat": GROUP, "text": "收到", "reply_to_message": {"from": {"id": 2}}},
        {"chat": GROUP, "text": "新话题里的闲聊", "reply_to_message": OURS | {"forum_topic_created": {"name": "督办"}}},
        {"chat": GROUP, "photo": []},
        {"chat": {"id": -7, "type": "channel"}, "text": "/done 12"},
    ],
)
def test_ordinary_chatter_stays_outside(message: dict[str, Any]) -> None:
    assert not DOOR.concerns({"update_id": 1, "message": message})


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post", "poll", "chat_member"])
def test_kinds_that_may_not_act_stay_outside(kind: str) -> None:
    """Nobody speaks for a channel."""
    message = {"chat": {"id": 5, "type": "private"}, "text": "/done 12"}
    assert not DOOR.concerns({"update_id": 1, kind: message})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
)
KEYS = st.sampled_from(["message", "chat", "type", "text", "reply_to_message", "from", "callback_query", "id"])


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, JSON | st.dictionaries(KEYS, JSON)) | JSON))
def test_no_update_is_too_odd_to_be_looked_at(raw: dict[str, Any]) -> None:
    """docs/promises.md 13."""
    assert DOOR.concerns(raw) in (True, False)
