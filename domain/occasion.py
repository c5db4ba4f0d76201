"""One date of an item to remember (提醒), and the key under which it is remembered as told."""

from datetime import date, datetime, time

from msgspec import Struct
from msgspec.structs import replace

from domain.rules import Rules
from domain.views import Audience, Rung


class Appointment(Struct, frozen=True, gc=False):
    """One date of an item to remember. ``about`` is the day it counts from: an extended item begins again."""

    number: int
    about: date
    rung: Rung
    step: int  # of a ladder (催办, 久未反馈): its place there, from 1; else 0. Of a milestone: its number comes first
    moment: datetime

    @property
    def audience(self) -> Audience:
        """Whose it is; others may read a copy (``domain.chasing.copied``)."""
        return _AUDIENCES.get((self.rung, self.step), Audience.UNIT)

    @property
    def name(self) -> str:
        """The appointment among those of its item, such as ``2026-11-20|chase:1``."""
        return f"{self.about}|{self.rung}:{self.step}"

    def key(self, recipient: str) -> str:
        """What is remembered once it is told, such as ``12|2026-11-20|chase:1|-100123/0``."""
        return f"{self.number}|{self.name}|{recipient}"

    def keys(self, recipient: str) -> tuple[str, ...]:
        """Each key that says it was told: an older version shared one between assignment and new limit.

        Who stands above two steps of a silence, as over a unit without a head, hears of one.
        """
        if self.rung in (Rung.SET, Rung.SIGN):
            return self.key(recipient), f"{self.number}|{self.about}|new:0|{recipient}"
        if self.rung is Rung.SILENT:
            return tuple(self._at(step).key(recipient) for step in range(self.step, 0, -1))
        return (self.key(recipient),)

    @property
    def before(self) -> "Appointment | None":
        """The step below it, which has to be told first; ``None`` for the lowest, and where each stands alone."""
        return self._at(self.step - 1) if self.rung in CLIMBING and self.step > 1 else None

    def _at(self, step: int) -> "Appointment":
        return replace(self, step=step)


#: Rungs whose next step is one person higher, and waits until the one before was told.
CLIMBING = frozenset(
    {
        Rung.UNSIGNED,
        Rung.SILENT,
        Rung.REVIEW,
        Rung.REPORT,
        Rung.SUM_UP,
        Rung.OBSTACLE,
        Rung.EXTENSION,
        Rung.PROLONG,
        Rung.PLAN,
        Rung.DOUBT,
        Rung.HAND_OVER,
        Rung.VERIFY,
        Rung.CONFIRM,
    },
)
#: Rungs that are told in words of their own, each apart from the item's other dates.
ALONE = frozenset({Rung.CLOCK, Rung.VERDICT})
_AUDIENCES = {
    (Rung.WAIT, 0): Audience.APPROVER,
    (Rung.COOPERATE, 0): Audience.PARTNER,
    (Rung.UNSIGNED, 1): Audience.OWNER,
    (Rung.UNSIGNED, 2): Audience.HEAD,
    (Rung.SILENT, 1): Audience.OWNER,
    (Rung.SILENT, 2): Audience.HEAD,
    (Rung.SILENT, 3): Audience.DEPUTY,
    (Rung.SUM_UP, 1): Audience.OWNER,
    (Rung.VERDICT, 0): Audience.OWNER,
    (Rung.CONFIRM, 1): Audience.OFFICE,
    (Rung.VERIFY, 1): Audience.VERIFIER,
    (Rung.VERIFY, 2): Audience.OVER_VERIFIER,
    (Rung.REPORT, 1): Audience.OWNER,
    (Rung.REVIEW, 1): Audience.OWNER,
    (Rung.REVIEW, 2): Audience.DEPUTY,
    **{
        (rung, step): audience
        for rung in (Rung.OBSTACLE, Rung.EXTENSION, Rung.PROLONG, Rung.PLAN, Rung.DOUBT, Rung.HAND_OVER)
        for step, audience in ((1, Audience.DECIDER), (2, Audience.ABOVE))
    },
}


def instant(day: date, at: time, rules: Rules) -> datetime:
    """That time of the office's day."""
    return datetime.combine(day, at, rules.timezone)


def latest(*instants: datetime | None) -> datetime | None:
    """The latest of those that there are."""
    return max((each for each in instants if each is not None), default=None)
