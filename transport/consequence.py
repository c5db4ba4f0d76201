"""What a verdict changes in the outbox: pure, so that each line of it can be read and tested as a rule."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from domain.letter import Fate, Letter, OutcomeKind, Urgency, Way
from transport.verdict import Step, Verdict

#: A message whose answer never came is tried so many times. An edit may be repeated more often: twice does as once.
_TRIES_UNANSWERED = {Way.SEND: 2, Way.FILE: 2, Way.EDIT: 5}
#: A letter that Telegram's own faults have kept so long is given up, lest it block its chat for ever.
_KEPT_THROUGH_FAULTS = timedelta(hours=24)


class Consequence(Struct, frozen=True):
    """``fate`` settles the letter, or ``letter`` goes on waiting in that shape, or (neither) nothing is written."""

    outcome: OutcomeKind | None = None
    fate: Fate | None = None
    letter: Letter | None = None


_NOTHING = Consequence()
_REFUSED = Consequence(OutcomeKind.REFUSED, Fate.UNDELIVERABLE)


def follow(letter: Letter, verdict: Verdict, now: datetime) -> Consequence:  # noqa: C901, PLR0911 - a table of steps
    """What follows for the letter. Faults of the line leave no trace: a kill then merely begins their waiting anew."""
    match verdict.step:
        case Step.DELIVERED:
            return Consequence(fate=Fate.SENT)
        case Step.WAIT:
            until = now + timedelta(seconds=verdict.seconds)
            return _again(OutcomeKind.RETRY, replace(letter, attempts=letter.attempts + 1, not_before=until))
        case Step.UNREACHED | Step.TOKEN:
            return _NOTHING
        case Step.FAULTY:
            return _REFUSED if now - letter.queued_at > _KEPT_THROUGH_FAULTS else _NOTHING
        case Step.UNANSWERED:
            return _unanswered(replace(letter, attempts=letter.attempts + 1, unanswered=letter.unanswered + 1))
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
        case Step.REFUSED:
            return _REFUSED


def _again(outcome: OutcomeKind, letter: Letter) -> Consequence:
    return Consequence(outcome, letter=letter)


def _unanswered(letter: Letter) -> Consequence:
    if letter.unanswered >= _TRIES_UNANSWERED[letter.way]:
        return Consequence(OutcomeKind.UNCERTAIN, Fate.UNCERTAIN)
    return _again(OutcomeKind.RETRY, letter)


def _edit_gone(letter: Letter) -> Consequence:
    """Who pressed a button waits for the answer and gets a new message; any other edit of what is gone is moot."""
    if letter.urgency is Urgency.ANSWER:
        return _again(OutcomeKind.GONE_EDIT, replace(letter, way=Way.SEND, edits=None))
    return Consequence(OutcomeKind.GONE_EDIT, Fate.UNDELIVERABLE)
