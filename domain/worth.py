"""How long a letter is worth sending, and when it comes late."""

from datetime import datetime, timedelta

from domain.letter import Letter, Urgency, Way

#: For so long an answer, or a notice to the office, is tried again after its own chat gave no answer. It is a duration
#: and no time of day, so that a clock set right or wrong gives nothing up. While nobody is answered it does not count.
_WORTH = {Urgency.ANSWER: timedelta(minutes=15), Urgency.NOTICE: timedelta(hours=24)}
#: A message may be sent so often without an answer, an edit a little more often: doing one twice is doing it once.
_SENDS = {Way.SEND: 6, Way.FILE: 6, Way.EDIT: 8}
#: Later than this after its time, a message is marked 补发.
_LATE = timedelta(minutes=5)


def time_of(letter: Letter) -> datetime:
    """When it was to be sent, whatever a later try made of it."""
    return letter.queued_at if letter.attempts or letter.not_before is None else letter.not_before


def is_late(letter: Letter, now: datetime) -> bool:
    """Whether it comes so late that it must say so (补发)."""
    return letter.way is Way.SEND and now - time_of(letter) > _LATE


def is_outdated(letter: Letter, now: datetime) -> bool:
    """A digest or an alert of a day that is over: the next day has its own."""
    return letter.urgency not in _WORTH and time_of(letter).astimezone(now.tzinfo).date() < now.date()


def is_worth_another_try(letter: Letter, now: datetime, troubled: timedelta) -> bool:
    """Whether it is tried again, its own chat having given no answer for so long while others were answered."""
    if letter.unanswered >= _SENDS[letter.way]:
        return False
    worth = _WORTH.get(letter.urgency)
    return not is_outdated(letter, now) if worth is None else troubled <= worth
