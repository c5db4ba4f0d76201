"""What a verdict changes in the outbox: pure, so that each line of it can be read and tested as a rule."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from domain.letter import Fate, Letter, OutcomeKind, Urgency, Way, is_worth_another_try
from transport.verdict import Step, Verdict


class Consequence(Struct, frozen=True):
    """``fate`` settles the letter, or ``letter`` goes on waiting in that shape, or (neither) nothing is written."""

    outcome: OutcomeKind | None = None
    fate: Fate | None = None
    letter: Letter | None = None


_NOTHING = Consequence()
_REFUSED = Consequence(OutcomeKind.REFUSED, Fate.UNDELIVERABLE)


#: A trouble that has just begun.
_NEW = timedelta()


def follow(  # noqa: C901, PLR0911, PLR0912 - a table of steps
    letter: Letter, verdict: Verdict, now: datetime, *, is_line_ill: bool = False, troubled: timedelta = _NEW
) -> Consequence:
    """What follows for the letter. What never arrived leaves no trace: a kill then merely begins its waiting anew.

    ``troubled`` is for how long its own chat has not answered.
    """
    match verdict.step:
        case Step.DELIVERED:
            return Consequence(fate=Fate.SENT)
        case Step.ANSWERED | Step.TOKEN:
            return _NOTHING
        case Step.WAIT:
            return _wait(letter, verdict.seconds, now)
        case Step.UNREACHED | Step.FAULTY:
            return _NOTHING if is_line_ill or is_worth_another_try(letter, now, troubled) else _given_up(letter)
        case Step.UNANSWERED:
            again = replace(letter, attempts=letter.attempts + 1, unanswered=letter.unanswered + 1)
            keeps = is_line_ill or is_worth_another_try(again, now, troubled)
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
        case Step.BLOCKED:
            return Consequence(OutcomeKind.BLOCKED, Fate.UNDELIVERABLE)
        case Step.MUTED:
            return Consequence(OutcomeKind.MUTED, Fate.UNDELIVERABLE)
        case Step.REFUSED | Step.UNSENDABLE:
            return _REFUSED


def _again(outcome: OutcomeKind, letter: Letter) -> Consequence:
    return Consequence(outcome, letter=letter)


def _wait(letter: Letter, seconds: float, now: datetime) -> Consequence:
    """A 429. The seconds are kept beside the instant, which a clock that was wrong may have put anywhere."""
    until = now + timedelta(seconds=seconds)
    return _again(
        OutcomeKind.RETRY, replace(letter, attempts=letter.attempts + 1, not_before=until, retry_after=seconds)
    )


def _given_up(letter: Letter) -> Consequence:
    """Others were answered, this letter was not, for as long as it was worth sending."""
    return Consequence(OutcomeKind.UNCERTAIN, Fate.UNCERTAIN if letter.unanswered else Fate.EXPIRED)


def _edit_gone(letter: Letter) -> Consequence:
    """Who pressed a button waits for the answer and gets a new message; any other edit of what is gone is moot."""
    if letter.urgency is Urgency.ANSWER:
        return _again(OutcomeKind.GONE_EDIT, replace(letter, way=Way.SEND, edits=None))
    return Consequence(OutcomeKind.GONE_EDIT, Fate.UNDELIVERABLE)
