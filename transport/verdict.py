"""What Telegram's answer means: for the letter (``judge`` → Verdict), then for the outbox (``follow`` → Consequence).

Both are pure tables, so that each line can be read and tested as a rule. In ``judge`` the order matters: BadRequest is
a NetworkError in python-telegram-bot, and must not be taken for a fault of the network.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from domain.letter import Fate, Letter, OutcomeKind, Urgency, Way, is_worth_another_try
from transport.errors import NeverArrived, NoAnswer, TooLarge, seconds_to_wait


class Step(StrEnum):
    """What to do next."""

    DELIVERED = "delivered"
    ANSWERED = "answered"  # an empty call was answered: the letter itself may go
    WAIT = "wait"  # 429: this chat alone waits ``seconds``
    UNREACHED = "unreached"  # it never arrived
    FAULTY = "faulty"  # 5xx of the Bot API's own: it answered, and did not do it
    UNANSWERED = "unanswered"  # it may have been delivered
    MOVED = "moved"  # the group became a supergroup: ``new_chat_id``
    TOPIC_GONE = "topic_gone"
    REPLY_GONE = "reply_gone"
    EDIT_GONE = "edit_gone"
    NO_REACTION = "no_reaction"
    NO_PIN = "no_pin"
    BLOCKED = "blocked"
    MUTED = "muted"  # the bot is in the group and may not write
    REFUSED = "refused"  # the same letter will be refused every time
    UNSENDABLE = "unsendable"  # it can't even be sent: its file is gone
    OUTDATED = "outdated"  # its day is over
    TOKEN = "token"  # noqa: S105 - 401 or 404: nothing can be sent at all


#: Steps after which nobody was served: the line's fault, unless somebody else was meanwhile.
FAILURES = frozenset({Step.UNREACHED, Step.FAULTY, Step.UNANSWERED, Step.TOKEN})
#: Steps that say nothing of the line.
SILENT = frozenset({Step.UNSENDABLE, Step.OUTDATED})


class Verdict(Struct, frozen=True):
    """A step, and the data that it needs."""

    step: Step
    why: str = ""
    message_id: int = 0
    seconds: float = 0.0
    new_chat_id: int = 0


_TOPIC_GONE = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid", "thread_id")
_REPLY_GONE = ("to be replied not found", "reply message not found", "replied message not found", "reply not found")
_EDIT_GONE = (
    *("message to edit not found", "message can't be edited", "message_id_invalid"),
    *("no text in the message to edit", "no caption in the message to edit"),  # it is there, and takes no such words
)
_CHAT_GONE = (
    "chat not found",
    "peer_id_invalid",
    "group chat was deactivated",
)
_MUTED = (
    *("chat_write_forbidden", "chat_restricted", "chat_send_plain_forbidden", "chat_send_docs_forbidden"),
    *("have no rights to send", "not enough rights to send"),
)
#: Seconds to wait after a 429 that does not say how long.
_DEFAULT_WAIT = 5.0


def judge(error: Exception, letter: Letter) -> Verdict:  # noqa: C901, PLR0911 - one line for each kind
    """What the error means for the letter."""
    match error:
        case RetryAfter():
            return Verdict(Step.WAIT, str(error), seconds=seconds_to_wait(error))
        case ChatMigrated():
            step = Step.REFUSED if error.new_chat_id == letter.chat_id else Step.MOVED
            return Verdict(step, str(error), new_chat_id=error.new_chat_id)
        case Forbidden():
            return Verdict(Step.BLOCKED, str(error))
        case InvalidToken() | EndPointNotFound():
            return Verdict(Step.TOKEN, "the token was refused")  # PTB's text may carry the token
        case BadRequest():
            return _judge_refusal(str(error), letter)
        case NeverArrived():
            return Verdict(Step.UNREACHED, str(error))
        case NoAnswer() | TimedOut():
            return Verdict(Step.UNANSWERED, str(error))
        case TooLarge():
            return Verdict(Step.REFUSED, str(error))
        case NetworkError():
            return _judge_status(str(error))
        case TelegramError():  # an answer that names no message
            return Verdict(Step.UNANSWERED, str(error))
        case _:  # python-telegram-bot would not even send it, or the file to send is unreadable
            return Verdict(Step.UNSENDABLE, f"{type(error).__name__}: {error}")


def _judge_refusal(why: str, letter: Letter) -> Verdict:  # noqa: PLR0911 - one line for each meaning
    said = why.lower()

    def speaks_of(phrases: tuple[str, ...]) -> bool:
        return any(phrase in said for phrase in phrases)

    if letter.way is Way.REACTION:
        return Verdict(Step.NO_REACTION, why)
    if letter.way in (Way.PIN, Way.UNPIN):
        return _judge_pin(said, why, letter)
    if "message is not modified" in said:
        return Verdict(Step.DELIVERED, message_id=letter.edits or 0)
    if letter.thread_id is not None and speaks_of(_TOPIC_GONE):
        return Verdict(Step.TOPIC_GONE, why)
    if letter.reply_to is not None and speaks_of(_REPLY_GONE):
        return Verdict(Step.REPLY_GONE, why)
    if letter.way is Way.EDIT and speaks_of(_EDIT_GONE):
        return Verdict(Step.EDIT_GONE, why)
    if letter.way in (Way.MEDIA, Way.PHOTO) and "rights to send" in said and "text messages" not in said:
        return Verdict(Step.REFUSED, why)  # this kind is not allowed there; words may well be
    if letter.chat_id < 0 and speaks_of(_MUTED):
        return Verdict(Step.MUTED, why)
    return Verdict(Step.BLOCKED if speaks_of((*_CHAT_GONE, *_MUTED)) else Step.REFUSED, why)


def _judge_pin(said: str, why: str, letter: Letter) -> Verdict:
    """A message that is pinned already is as wanted; one that is gone is as an edit finds it."""
    if "not_modified" in said:
        return Verdict(Step.DELIVERED, message_id=letter.edits or 0)
    if any(phrase in said for phrase in _CHAT_GONE):
        return Verdict(Step.BLOCKED, why)
    return Verdict(Step.EDIT_GONE if "not found" in said or "message_id_invalid" in said else Step.NO_PIN, why)


def judge_question(error: Exception) -> Verdict:
    """What became of an empty call, which Telegram refuses: that refusal is the answer that was wanted."""
    match error:
        case RetryAfter():
            return Verdict(Step.WAIT, str(error), seconds=seconds_to_wait(error))
        case InvalidToken() | EndPointNotFound():
            return Verdict(Step.TOKEN, "the token was refused")
        case BadRequest() | Forbidden() | ChatMigrated() | Conflict():
            return Verdict(Step.ANSWERED)
        case _:
            return Verdict(Step.UNREACHED, str(error))


def _judge_status(why: str) -> Verdict:
    """The Bot API answered with a status of its own."""
    said = why.lower()
    if "too large" in said:
        return Verdict(Step.REFUSED, why)
    if "too many requests" in said:
        return Verdict(Step.WAIT, why, seconds=_DEFAULT_WAIT)
    return Verdict(Step.FAULTY, why)


class Consequence(Struct, frozen=True):
    """``fate`` settles the letter, or ``letter`` goes on waiting in that shape, or (neither) nothing is written."""

    outcome: OutcomeKind | None = None
    fate: Fate | None = None
    letter: Letter | None = None


_NOTHING = Consequence()
_REFUSED = Consequence(OutcomeKind.REFUSED, Fate.UNDELIVERABLE)


#: The letter's own chat has only just stopped to answer.
_NEW = timedelta()


def follow(  # noqa: C901, PLR0911 - a table of steps
    letter: Letter, verdict: Verdict, now: datetime, *, is_line_down: bool = False, troubled: timedelta = _NEW
) -> Consequence:
    """What follows for the letter. A send that never arrived is not recorded: after a kill its waiting starts again.

    ``troubled`` is for how long its own chat has not answered.
    """
    match verdict.step:
        case Step.DELIVERED | Step.ANSWERED | Step.TOKEN:  # what was delivered is staged: ``delivery.py``
            return _NOTHING
        case Step.WAIT:
            return _wait(letter, verdict.seconds, now)
        case Step.UNREACHED | Step.FAULTY:
            return _NOTHING if is_line_down or is_worth_another_try(letter, now, troubled) else _given_up(letter)
        case Step.UNANSWERED:
            again = replace(letter, attempts=letter.attempts + 1, unanswered=letter.unanswered + 1)
            keeps = is_line_down or is_worth_another_try(again, now, troubled)
            return _again(OutcomeKind.RETRY, again) if keeps else _given_up(again)
        case Step.OUTDATED:
            return Consequence(OutcomeKind.EXPIRED, Fate.UNCERTAIN if letter.unanswered else Fate.EXPIRED)
        case Step.MOVED:
            has_moved = verdict.new_chat_id == letter.chat_id  # a service message said so first
            return _NOTHING if has_moved else _again(OutcomeKind.MIGRATED, letter)
        case Step.TOPIC_GONE:
            return _again(OutcomeKind.TOPIC_GONE, replace(letter, thread_id=None))
        case Step.REPLY_GONE:
            return _again(OutcomeKind.RETRY, replace(letter, reply_to=None))
        case Step.EDIT_GONE:
            return _edit_gone(letter)
        case Step.BLOCKED | Step.MUTED | Step.NO_REACTION | Step.NO_PIN:  # both name them alike
            return Consequence(OutcomeKind(verdict.step), Fate.UNDELIVERABLE)
        case Step.REFUSED | Step.UNSENDABLE:
            return _REFUSED


def _again(outcome: OutcomeKind, letter: Letter) -> Consequence:
    return Consequence(outcome, letter=letter)


def _wait(letter: Letter, seconds: float, now: datetime) -> Consequence:
    """A 429. The seconds are kept as well as the instant, which a wrong clock may have put anywhere."""
    until = now + timedelta(seconds=seconds)
    return _again(
        OutcomeKind.RETRY, replace(letter, attempts=letter.attempts + 1, not_before=until, retry_after=seconds)
    )


def _given_up(letter: Letter) -> Consequence:
    """Others were answered, and this letter was not, until it was no longer worth sending."""
    return Consequence(OutcomeKind.UNCERTAIN, Fate.UNCERTAIN if letter.unanswered else Fate.EXPIRED)


def _edit_gone(letter: Letter) -> Consequence:
    """Somebody who pressed a button gets a new message. Any other edit of a message that is gone is dropped."""
    if letter.urgency is Urgency.ANSWER and letter.html:
        return _again(OutcomeKind.GONE_EDIT, replace(letter, way=Way.SEND, edits=None, media=None))
    return Consequence(OutcomeKind.GONE_EDIT, Fate.UNDELIVERABLE)
