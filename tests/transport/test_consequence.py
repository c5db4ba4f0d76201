"""What each answer of Telegram means for a letter: errors as python-telegram-bot raises them, read as rules."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from domain.letter import Fate, Letter, OutcomeKind, Urgency, Way
from transport.api import prefer_timedeltas
from transport.consequence import Consequence, follow
from transport.verdict import Step, judge
from transport.wire import NeverLeft, NoAnswer

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
LETTER = Letter(number=5, chat_id=-100, thread_id=9, reply_to=3, html="早", queued_at=NOW)
EDIT = Letter(number=6, chat_id=-100, way=Way.EDIT, edits=4, html="早", queued_at=NOW)


def after(error: Exception, letter: Letter = LETTER) -> Consequence:
    return follow(letter, judge(error, letter), NOW)


@pytest.mark.parametrize(
    ("error", "step"),
    [
        (NetworkError("Too Many Requests"), Step.WAIT),
        (ChatMigrated(-200), Step.MOVED),
        (Forbidden("bot was kicked from the group chat"), Step.BLOCKED),
        (BadRequest("Chat not found"), Step.BLOCKED),
        (BadRequest("not enough rights to send text messages to the chat"), Step.MUTED),
        (BadRequest("Have no rights to send a message"), Step.MUTED),
        (BadRequest("CHAT_WRITE_FORBIDDEN"), Step.MUTED),
        (InvalidToken("The token `42:abc` was rejected"), Step.TOKEN),
        (BadRequest("Message is not modified: specified new message content is …"), Step.DELIVERED),
        (BadRequest("Message thread not found"), Step.TOPIC_GONE),
        (BadRequest("TOPIC_CLOSED"), Step.TOPIC_GONE),
        (BadRequest("Message to be replied not found"), Step.REPLY_GONE),
        (BadRequest("Can't parse entities: unclosed tag"), Step.REFUSED),
        (NoAnswer("SocketTimeoutError"), Step.UNANSWERED),
        (TimedOut(), Step.UNANSWERED),
        (NeverLeft("ClientConnectorError"), Step.UNREACHED),
        (NetworkError("Internal Server Error (500)"), Step.FAULTY),
        (NetworkError("Bad Gateway (502)"), Step.FAULTY),
        (NetworkError("Request Entity Too Large (413)"), Step.REFUSED),
        (TelegramError("Invalid server response"), Step.UNANSWERED),
        (FileNotFoundError("gone.xlsx"), Step.REFUSED),
    ],
    ids=repr,
)
def test_each_error_has_its_meaning(error: Exception, step: Step) -> None:
    """SURVIVE 9, 14, 16, 17, 18, 26: a BadRequest is never taken for a fault of the network."""
    assert judge(error, LETTER).step is step


def test_the_token_never_gets_into_a_verdict() -> None:
    """SURVIVE 30."""
    assert "42:abc" not in judge(InvalidToken("The token `42:abc` was rejected"), LETTER).why


def test_topics_and_replies_matter_only_to_letters_that_have_them() -> None:
    plain = replace(LETTER, thread_id=None, reply_to=None)
    assert judge(BadRequest("Message thread not found"), plain).step is Step.REFUSED
    assert judge(BadRequest("Message to be replied not found"), plain).step is Step.REFUSED


def test_a_second_unanswered_send_is_uncertain() -> None:
    """SURVIVE 9: one more try, and no third."""
    silence = NoAnswer("SocketTimeoutError")
    first = after(silence)
    assert first.letter is not None
    assert first.letter.unanswered == 1
    second = after(silence, first.letter)
    assert (second.fate, second.outcome) == (Fate.UNCERTAIN, OutcomeKind.UNCERTAIN)


def test_an_unanswered_edit_may_be_repeated_since_twice_does_as_once() -> None:
    assert after(NoAnswer("SocketTimeoutError"), replace(EDIT, unanswered=2)).fate is None


def test_a_429_waits_as_long_as_asked() -> None:
    """SURVIVE 14."""
    prefer_timedeltas()
    waiting = after(RetryAfter(timedelta(seconds=7))).letter
    assert waiting is not None
    assert waiting.not_before == NOW + timedelta(seconds=7)


def test_faults_of_the_line_change_nothing_in_the_ledger() -> None:
    assert after(NeverLeft("ClientConnectorError")) == Consequence()
    assert after(NetworkError("Internal Server Error (500)")) == Consequence()


def test_a_letter_that_telegram_stumbles_over_for_a_day_is_given_up_and_told() -> None:
    old = replace(LETTER, queued_at=NOW - timedelta(hours=25))
    change = after(NetworkError("Internal Server Error (500)"), old)
    assert (change.fate, change.outcome) == (Fate.UNDELIVERABLE, OutcomeKind.REFUSED)


def test_a_gone_topic_leaves_the_chat_itself() -> None:
    """SURVIVE 18."""
    change = after(BadRequest("Message thread not found"))
    assert change.outcome is OutcomeKind.TOPIC_GONE
    assert change.letter == replace(LETTER, thread_id=None)


def test_a_gone_reply_target_leaves_the_message() -> None:
    assert after(BadRequest("Message to be replied not found")).letter == replace(LETTER, reply_to=None)


def test_who_waits_for_an_edit_of_a_gone_message_gets_a_new_one() -> None:
    """SURVIVE 25."""
    change = after(BadRequest("Message to edit not found"), EDIT)
    assert change.letter == replace(EDIT, way=Way.SEND, edits=None)


def test_any_other_edit_of_a_gone_message_is_moot() -> None:
    change = after(BadRequest("Message to edit not found"), replace(EDIT, urgency=Urgency.DIGEST))
    assert (change.fate, change.outcome) == (Fate.UNDELIVERABLE, OutcomeKind.GONE_EDIT)


def test_a_move_that_a_service_message_told_first_changes_nothing_more() -> None:
    """SURVIVE 16."""
    verdict = judge(ChatMigrated(-200), LETTER)
    assert follow(LETTER, verdict, NOW).outcome is OutcomeKind.MIGRATED
    assert follow(replace(LETTER, chat_id=-200), verdict, NOW) == Consequence()


def test_a_group_that_moved_to_itself_is_refused_rather_than_tried_for_ever() -> None:
    assert after(ChatMigrated(LETTER.chat_id)).fate is Fate.UNDELIVERABLE
