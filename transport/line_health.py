"""Whether the line is ill, or only one letter: the one place that decides it, with time as an argument.

Any answer of the Bot API's, a refusal too, shows that the line is well. A call that met with silence, with somebody
else's page or with no connection puts the line in doubt, unless another call was answered meanwhile: then the trouble
is the letter's own. In doubt an empty call to nobody is made, which can double nothing. Answered, it clears the line;
unanswered, the line is ill: nothing is sent, and the question is repeated with growing gaps
(docs/decisions/0032-what-becomes-of-letters.md).
"""

from enum import Enum
from math import inf

from transport.backoff import Backoff

#: Seconds between two questions on an ill line: the first gap, and the longest.
_FIRST, _LONGEST = 0.25, 15.0


class Health(Enum):
    """Of the way out, for all sends together."""

    WELL = "well"
    DOUBTED = "doubted"  # a call failed, and it is being asked whether others are answered
    ILL = "ill"  # nobody is answered


class LineHealth:
    """Begins well."""

    def __init__(self) -> None:
        self.state = Health.WELL
        self._gaps = Backoff(first=_FIRST, cap=_LONGEST)
        self._answered_at = -inf

    def answered(self, now: float) -> None:
        """The Bot API answered something."""
        self._answered_at = now
        self.state = Health.WELL
        self._gaps.reset()

    def failed(self, begun: float) -> None:
        """A call that began then was not answered."""
        if self.state is Health.WELL and self._answered_at <= begun:
            self.state = Health.DOUBTED

    def question_failed(self) -> None:
        """Nor was an empty call to nobody."""
        if self.state is Health.DOUBTED:
            self.state = Health.ILL

    def next_gap(self) -> float:
        """Seconds until the next question."""
        return self._gaps.next_delay()
