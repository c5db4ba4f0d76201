"""What an operator reads: every finding and every lack has words that say what to do next."""

import pytest
from msgspec import Struct

from domain.rights import Lack, Lacking
from tests.rows import every_row
from texts.command_line import LACKING, ONLINE, render_checklist, render_finding, render_lacking
from transport.online import FAULTS, Inspected, OnlineFinding


@every_row("finding", OnlineFinding)
def test_every_finding_has_its_words(finding: OnlineFinding) -> None:
    line = render_finding(Inspected(finding, "{name}<b>", "why"))
    assert (line[0] == "×") is (finding in FAULTS)


def test_no_words_are_left_without_a_finding() -> None:
    assert {*ONLINE} == {*OnlineFinding}
    assert {*LACKING} == {*Lack}


@pytest.mark.parametrize("lack", Lack)
def test_every_lack_says_what_to_do(lack: Lack) -> None:
    assert "：" in render_lacking(Lacking(lack, ("甲某", "乙某")))


def test_many_names_are_counted_rather_than_listed() -> None:
    few = render_lacking(Lacking(Lack.NO_TELEGRAM_ID, ("甲", "乙", "丙", "丁", "戊")))
    many = render_lacking(Lacking(Lack.NO_TELEGRAM_ID, ("甲", "乙", "丙", "丁", "戊", "己")))
    assert "甲、乙、丙、丁、戊：" in few
    assert "甲、乙、丙、丁、戊等6个：" in many


class Found(Struct):
    """A finding, as a fake that has what a line needs."""

    finding: str
    name: str = "群"
    why: str = ""


def test_the_checklist_goes_from_the_bot_to_its_chats_and_counts_what_is_open() -> None:
    lines = render_checklist(
        [Found("bot_ready"), Found("hears_commands_only")],
        [Lacking(Lack.NO_TELEGRAM_ID, ("甲",))],
        [Lacking(Lack.UNIT_WITHOUT_CHAT, ("乙股",))],
        [Found("chat_ready"), Found("chat_gone")],
    ).splitlines()
    assert [line[0] for line in lines[:-1]] == ["✓", "·", "○", "○", "✓", "×"]
    assert lines[-1] == "尚有3处待办，请自上而下处理。"


def test_a_checklist_with_nothing_open_says_so() -> None:
    assert render_checklist([Found("bot_ready")], [], [], []).splitlines()[-1] == "一切就绪。"
