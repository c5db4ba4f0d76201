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

from domain.letter import Fate, Letter, OutcomeKind, Urgency, Way, is_outdated
from tests.rows import every_row
from transport.api import prefer_timedeltas
from transport.errors import Garbled, NeverArrived, NoAnswer, TooLarge, TurnedBack
from transport.verdict import Consequence, Step, Verdict, follow, judge

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
LETTER = Letter(number=5, chat_id=-100, thread_id=9, reply_to=3, html="早", queued_at=NOW)
EDIT = Letter(number=6, chat_id=-100, way=Way.EDIT, edits=4, html="早", queued_at=NOW)


def after(error: Exception, letter: Letter = LETTER) -> Consequence:
    return follow(letter, judge(error, letter), NOW)


@every_row(
    "error, step",
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
        (NeverArrived("ClientConnectorError"), Step.UNREACHED),
        (TurnedBack(403), Step.UNREACHED),
        (Garbled(200), Step.UNANSWERED),
        (NetworkError("Internal Server Error (500)"), Step.FAULTY),
        (NetworkError("Bad Gateway (502)"), Step.FAULTY),
        (TooLarge("Request Entity Too Large (413)"), Step.REFUSED),
        (TelegramError("Invalid server response"), Step.UNANSWERED),
        (FileNotFoundError("gone.xlsx"), Step.UNSENDABLE),
    ],
)
def test_each_error_has_its_meaning(error: Exception, step: Step) -> None:
    """docs/promises.md 9, 14, 16, 17, 18, 26: a BadRequest is never taken for a fault of the network."""
    assert judge(error, LETTER).step is step


def test_the_token_never_gets_into_a_verdict() -> None:
    """docs/promises.md 30."""
    assert "42:abc" not in judge(InvalidToken("The token `42:abc` was rejected"), LETTER).why


def test_topics_and_replies_matter_only_to_letters_that_have_them() -> None:
    plain = replace(LETTER, thread_id=None, reply_to=None)
    assert judge(BadRequest("Message thread not found"), plain).step is Step.REFUSED
    assert judge(BadRequest("Message to be replied not found"), plain).step is Step.REFUSED


def tried_again(letter: Letter, after: timedelta, *, is_line_down: bool = False) -> Consequence:
    """What follows when one more send gets no answer, so long after the first one."""
    return follow(letter, Verdict(Step.UNANSWERED), NOW + after, is_line_down=is_line_down, troubled=after)


@pytest.mark.parametrize(
    ("urgency", "last", "beyond"),
    [
        (Urgency.ANSWER, timedelta(minutes=15), timedelta(minutes=16)),
        (Urgency.NOTICE, timedelta(hours=24), timedelta(hours=25)),
        (Urgency.ALERT, timedelta(hours=15), timedelta(hours=16)),
        (Urgency.DIGEST, timedelta(hours=15), timedelta(hours=16)),
    ],
)
def test_a_letter_of_unknown_fate_is_tried_again_while_it_is_worth_sending(
    urgency: Urgency, last: timedelta, beyond: timedelta
) -> None:
    """Fault 1.1: an answer for minutes, a digest or an alert until the end of its day."""
    letter = replace(LETTER, urgency=urgency)
    again = tried_again(letter, last)
    assert again.outcome is OutcomeKind.RETRY
    assert again.letter is not None
    assert again.letter.unanswered == 1
    given_up = tried_again(letter, beyond)
    assert (given_up.fate, given_up.outcome) == (Fate.UNCERTAIN, OutcomeKind.UNCERTAIN)


def test_while_nobody_is_answered_nothing_is_given_up() -> None:
    """Fault 1.1: a line's illness is counted against no letter's worth."""
    worn = replace(LETTER, unanswered=50)
    assert tried_again(worn, timedelta(days=3), is_line_down=True).fate is None
    assert follow(worn, Verdict(Step.UNREACHED), NOW + timedelta(days=3), is_line_down=True) == Consequence()


def test_the_copies_of_a_letter_are_bounded_where_others_are_answered() -> None:
    """Fault 1.1: six sends of a message, eight of an edit, however long it is worth sending."""
    for letter, most in ((LETTER, 6), (EDIT, 8)):
        assert tried_again(replace(letter, unanswered=most - 2), timedelta()).fate is None
        assert tried_again(replace(letter, unanswered=most - 1), timedelta()).fate is Fate.UNCERTAIN


def test_what_never_arrived_is_given_up_only_when_it_is_worth_nothing_any_more() -> None:
    """Fault 1.2."""
    never = Verdict(Step.UNREACHED)
    assert follow(LETTER, never, NOW) == Consequence()
    assert follow(LETTER, never, NOW, troubled=timedelta(hours=1)).fate is Fate.EXPIRED


def test_a_clock_that_jumps_gives_no_answer_up() -> None:
    """Fault 1.1, 1.9: how long an answer is worth sending is a duration."""
    assert follow(LETTER, Verdict(Step.UNANSWERED), NOW + timedelta(days=1)).outcome is OutcomeKind.RETRY


def test_a_digest_whose_day_is_over_is_told_to_the_office_instead() -> None:
    """Fault 1.1."""
    digest, next_day = replace(LETTER, urgency=Urgency.DIGEST), NOW + timedelta(days=1)
    assert is_outdated(digest, next_day)
    assert not is_outdated(replace(digest, urgency=Urgency.ANSWER), next_day)
    assert follow(digest, Verdict(Step.OUTDATED), next_day).fate is Fate.EXPIRED
    assert follow(replace(digest, unanswered=1), Verdict(Step.OUTDATED), next_day).fate is Fate.UNCERTAIN


def test_a_429_waits_as_long_as_asked() -> None:
    """docs/promises.md 14."""
    prefer_timedeltas()
    waiting = after(RetryAfter(timedelta(seconds=7))).letter
    assert waiting is not None
    assert waiting.not_before == NOW + timedelta(seconds=7)
    assert waiting.retry_after == 7


def test_faults_of_the_line_change_nothing_in_the_ledger() -> None:
    assert after(NeverArrived("ClientConnectorError")) == Consequence()
    assert after(NetworkError("Internal Server Error (500)")) == Consequence()


def test_a_gone_topic_leaves_the_chat_itself() -> None:
    """docs/promises.md 18."""
    change = after(BadRequest("Message thread not found"))
    assert change.outcome is OutcomeKind.TOPIC_GONE
    assert change.letter == replace(LETTER, thread_id=None)


def test_a_gone_reply_target_leaves_the_message() -> None:
    assert after(BadRequest("Message to be replied not found")).letter == replace(LETTER, reply_to=None)


def test_who_waits_for_an_edit_of_a_gone_message_gets_a_new_one() -> None:
    """docs/promises.md 25."""
    change = after(BadRequest("Message to edit not found"), EDIT)
    assert change.letter == replace(EDIT, way=Way.SEND, edits=None)


def test_any_other_edit_of_a_gone_message_is_moot() -> None:
    change = after(BadRequest("Message to edit not found"), replace(EDIT, urgency=Urgency.DIGEST))
    assert (change.fate, change.outcome) == (Fate.UNDELIVERABLE, OutcomeKind.GONE_EDIT)


def test_a_move_that_a_service_message_told_first_changes_nothing_more() -> None:
    """docs/promises.md 16."""
    verdict = judge(ChatMigrated(-200), LETTER)
    assert follow(LETTER, verdict, NOW).outcome is OutcomeKind.MIGRATED
    assert follow(replace(LETTER, chat_id=-200), verdict, NOW) == Consequence()


def test_a_group_that_moved_to_itself_is_refused_rather_than_tried_for_ever() -> None:
    assert after(ChatMigrated(LETTER.chat_id)).fate is Fate.UNDELIVERABLE
