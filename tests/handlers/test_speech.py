"""What is typed on phones, read as it was meant, or not at all."""

import pytest

from handlers.speech import Form, Numbers, Said, is_receipt, mentions, read_command, read_numbers, read_phrase

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
        ("/start bind_3", Said("start", "bind_3")),
    ],
)
def test_a_slash_command_is_read_however_it_is_typed(text: str, said: Said) -> None:
    assert read_command(text, BOT) == said


@pytest.mark.parametrize("text", ["/done@otherbot 12", "/done12@otherbot", "done 12", "12", "/", "/12", "见 /done 12"])
def test_what_is_no_command_of_ours_is_not_read_as_one(text: str) -> None:
    """SURVIVE 20."""
    assert read_command(text, BOT) is None


@pytest.mark.parametrize(
    ("words", "numbers", "note"),
    [
        ("12", (12,), ""),
        ("12 13 说明", (12, 13), "说明"),
        ("12、13，14 已报局办", (12, 13, 14), "已报局办"),
        ("#12", (12,), ""),
        ("＃１２", (12,), ""),
        ("第12号", (12,), ""),
        ("第12号 第13号", (12, 13), ""),
        ("12号已报局办", (12,), "已报局办"),
        ("12已报局办", (12,), "已报局办"),
        ("12 2个问题已整改", (12,), "2个问题已整改"),
        ("12 3月15日已报", (12,), "3月15日已报"),
        ("12 12 12", (12,), ""),
        ("12：已报局办", (12,), "已报局办"),
        ("12 13800138000", (12,), "13800138000"),
        ("", (), ""),
        ("已报局办", (), "已报局办"),
        ("12-15", (), "12-15"),
        ("12.5", (), "12.5"),
        ("99999999999", (), "99999999999"),
        ("9" * 5000, (), "9" * 5000),
        ("0", (0,), ""),
    ],
)
def test_numbers_are_read_up_to_the_first_word(words: str, numbers: tuple[int, ...], note: str) -> None:
    assert read_numbers(words) == Numbers(numbers, note)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我的事项", Said("mytasks", "", Form.PLAIN)),
        ("完成 12", Said("done", "12", Form.PLAIN)),
        ("完成12", Said("done", "12", Form.PLAIN)),
        ("销号 12 已整改", Said("done", "12 已整改", Form.PLAIN)),
        ("撤回", Said("undo", "", Form.PLAIN)),
        ("签收 第12号", Said("ack", "第12号", Form.PLAIN)),
        ("第12号", Said("item", "第12号", Form.PLAIN)),
        ("事项 12", Said("item", "12", Form.PLAIN)),
        ("@duban_bot 完成 12", Said("done", "12", Form.PLAIN)),
        ("帮助", Said("help", "", Form.PLAIN)),
    ],
)
def test_plain_chinese_says_the_same(text: str, said: Said) -> None:
    assert read_phrase(text, BOT) == said


@pytest.mark.parametrize("text", ["完成了没有", "我的事项怎么办", "事项很多", "12", "你好", "", "第12号材料不足"])
def test_plain_talk_is_not_taken_for_a_command(text: str) -> None:
    assert read_phrase(text, BOT) is None


def test_a_receipt_is_only_a_receipt() -> None:
    assert is_receipt(" 收到 ")
    assert not is_receipt("收到，马上办")


def test_a_mention_is_the_whole_name() -> None:
    assert mentions("请 @Duban_Bot 看看", BOT)
    assert not mentions("@duban_bot2 看看", BOT)


@pytest.mark.parametrize(
    ("text", "command"), [("停用 王某", "retire"), ("恢复　王某 社会救助股", "rejoin"), ("离岗：王某", "retire")]
)
def test_a_name_after_a_space_makes_it_a_command_about_a_person(text: str, command: str) -> None:
    said = read_phrase(text)
    assert said is not None
    assert said.command == command


@pytest.mark.parametrize("text", ["恢复原状后再报", "停用", "恢复正常", "停用 12", "恢复 供水，已核实"])
def test_words_that_only_begin_like_it_are_words(text: str) -> None:
    """Fault 2.5: a reason such as 恢复原状 is an answer."""
    assert read_phrase(text) is None
