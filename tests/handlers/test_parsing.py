"""How a text is addressed to the bot: slash commands and mentions. Their meaning: tests/handlers/test_utterance.py."""

import pytest

from handlers.words.references import Said, mentions, read_command, without_mention

BOT = "duban_bot"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/done 12", Said("done", "12")),
        ("/done12", Said("done", "12")),
        ("/done_12", Said("done", "12")),
        ("/done12@duban_bot 说明", Said("done", "12 说明")),
        ("/DONE@Duban_Bot 12", Said("done", "12")),
        ("／done　１２", Said("done", "１２")),
        ("/done@duban_bot", Said("done")),
        ("/done\n12 已报", Said("done", "12 已报")),
        ("/done１２", Said("done", "１２")),
        ("  /help ", Said("help")),
        ("\u200b/help\u200b", Said("help")),
        ("/start bind_3", Said("start", "bind_3")),
    ],
)
def test_a_slash_command_is_read_however_it_is_typed(text: str, said: Said) -> None:
    assert read_command(text, BOT) == said


@pytest.mark.parametrize("text", ["/done@otherbot 12", "/done12@otherbot", "done 12", "12", "/", "/12", "见 /done 12"])
def test_what_is_no_command_of_ours_is_not_read_as_one(text: str) -> None:
    """docs/promises.md 20."""
    assert read_command(text, BOT) is None


def test_a_mention_is_the_whole_name() -> None:
    assert mentions("请 @Duban_Bot 看看", BOT)
    assert not mentions("@duban_bot2 看看", BOT)
    assert without_mention("完成 9 @Duban_Bot", BOT) == "完成 9"
    assert without_mention("@duban_bot：完成 9", BOT) == "完成 9"
