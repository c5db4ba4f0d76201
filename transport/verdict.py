"""What an answer of Telegram means for the letter that it answers.

The order matters: BadRequest is a NetworkError in python-telegram-bot, and must never be taken for one.
"""

from datetime import timedelta
from enum import StrEnum

from msgspec import Struct
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

from domain.letter import Letter, Way
from transport.wire import NeverArrived, NoAnswer, TooLarge


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
    BLOCKED = "blocked"
    MUTED = "muted"  # the bot is in the group and may not write
    REFUSED = "refused"  # the same letter will be refused for ever
    UNSENDABLE = "unsendable"  # it can't even be sent: its file is gone
    OUTDATED = "outdated"  # its day is over
    TOKEN = "token"  # noqa: S105 - 401 or 404: nothing can be sent at all


#: Steps after which nobody was served: the line's fault, unless somebody else was meanwhile.
FAILURES = frozenset({Step.UNREACHED, Step.FAULTY, Step.UNANSWERED, Step.TOKEN})
#: Steps that say nothing of the line.
SILENT = frozenset({Step.UNSENDABLE, Step.OUTDATED})


class Verdict(Struct, frozen=True):
    """A step, and what it needs."""

    step: Step
    why: str = ""
    message_id: int = 0
    seconds: float = 0.0
    new_chat_id: int = 0


_TOPIC_GONE = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid", "thread_id")
_REPLY_GONE = ("to be replied not found", "reply message not found", "replied message not found", "reply not found")
_EDIT_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
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
            return Verdict(Step.WAIT, str(error), seconds=wait_of(error))
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


def _judge_refusal(why: str, letter: Letter) -> Verdict:
    said = why.lower()

    def speaks_of(phrases: tuple[str, ...]) -> bool:
        return any(phrase in said for phrase in phrases)

    if "message is not modified" in said:
        return Verdict(Step.DELIVERED, message_id=letter.edits or 0)
    if letter.thread_id is not None and speaks_of(_TOPIC_GONE):
        return Verdict(Step.TOPIC_GONE, why)
    if letter.reply_to is not None and speaks_of(_REPLY_GONE):
        return Verdict(Step.REPLY_GONE, why)
    if letter.way is Way.EDIT and speaks_of(_EDIT_GONE):
        return Verdict(Step.EDIT_GONE, why)
    if letter.chat_id < 0 and speaks_of(_MUTED):
        return Verdict(Step.MUTED, why)
    return Verdict(Step.BLOCKED if speaks_of((*_CHAT_GONE, *_MUTED)) else Step.REFUSED, why)


def judge_question(error: Exception) -> Verdict:
    """What became of an empty call, which Telegram refuses: that refusal is the answer that was wanted."""
    match error:
        case RetryAfter():
            return Verdict(Step.WAIT, str(error), seconds=wait_of(error))
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


def wait_of(error: RetryAfter) -> float:
    """The seconds that Telegram asks us to wait."""
    given = error.retry_after
    return given.total_seconds() if isinstance(given, timedelta) else float(given)
