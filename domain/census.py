"""The morning's census: one walk over the ledger, from which all digests of the day are made.

Items that nobody needs to be told of are counted and let go: a hundred thousand of them cost numbers, not memory.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from domain.amounts import Amounts, has_amounts, of_item
from domain.appointments import appointments, is_rung_day
from domain.chasing import is_escalated
from domain.gaps import is_silent, lacks_measures
from domain.highlights import is_highlight, is_summed_up
from domain.item import OPEN, Item, ItemStatus
from domain.item_records import Verdict
from domain.limits import due_on, local_day
from domain.occasion import Appointment
from domain.pace import HALF, span_of
from domain.rechecking import is_relapsed
from domain.requests import DecisionRequest, RequestKind
from domain.rules import Rules
from domain.silence import answer_overdue
from domain.verdicts import count_verdicts
from domain.views import LAGGING, Light, Line, Rung, Tally, line_of, tally_of

QUARTER_MONTHS = 3
_SUNDAY = 6


class UnitCensus:
    """One unit's part. What is sensitive is counted apart: it never shows in a group, not even as a number."""

    def __init__(self) -> None:
        self.lines: list[Line] = []  # worth naming, in no order
        self.lights: Counter[Light] = Counter()
        self.secret_lights: Counter[Light] = Counter()
        self.by_quarter_end = 0
        self.relapsed = 0  # in hand because the problem came back (反弹)
        self.behind: tuple[int, int] | None = None  # of what lags: the least and the most points
        self.without_measures: list[int] = []  # 未定措施, ascending only by chance; nothing sensitive
        self.chases: list[tuple[Appointment, Item]] = []  # the newest 催办 of each, today's also if it is still to come

    def count(self, line: Line) -> None:
        """Count an open item."""
        self.relapsed += is_relapsed(line.item) and not line.item.is_sensitive
        (self.secret_lights if line.item.is_sensitive else self.lights)[line.light] += 1
        if line.light in LAGGING and line.pace is not None and not line.item.is_sensitive:
            self.behind = span_of((*(self.behind or ()), line.pace.behind))

    @property
    def shown(self) -> list[Line]:
        """What a group may see."""
        return [line for line in self.lines if not line.item.is_sensitive]


class Census:
    """Takes items one by one, in any order, and answers what each reader's morning is made of.

    ``chased`` says which 催办 of an item were told, ``speaks_of`` which items are named today: on a rest day few are,
    and all are counted.
    """

    def __init__(
        self,
        rules: Rules,
        now: datetime,
        *,
        chased: Callable[[Item], Collection[str]] = lambda _: (),
        speaks_of: Callable[[Item], bool] = lambda _: True,
    ) -> None:
        self._chased = chased
        self._speaks_of = speaks_of
        self.rules = rules
        self.now = now
        self.today = local_day(now, rules)
        self.holiday = rules.work_days.holiday_before(self.today)  # the one that ended yesterday
        self.units: dict[str, UnitCensus] = {}
        self._owned: dict[str, list[Line]] = {}  # by the owner's name as written
        self.rungs: set[int] = set()  # items that today is a reminder day of
        self.escalated: list[
            Line
        ] = []  # of which the director was told: late, or with an obstacle that nobody answered
        self.waiting: list[Line] = []  # 待审
        self.asked: list[tuple[DecisionRequest, Item]] = []  # requests that nobody has decided
        self.rechecks: list[Line] = []  # closed items whose 回头看 has come since the last morning
        self.closed_this_week: list[Line] = []  # filled on the week's last work day only
        self.statuses: Counter[ItemStatus] = Counter()  # not sensitive, not cancelled
        self.verdicts: Counter[Verdict] = Counter()  # 群众评价; of sensitive items too: no group reads it
        self.highlights: Counter[bool] = Counter()  # 八大亮点, by whether it is closed
        self.summed_up = 0  # of these
        self.amounts = Amounts()  # 涉及金额, 整改金额, 出台制度; not of what is sensitive
        self.halves: Counter[bool] = Counter()  # in hand and counted, by whether half of it is done
        self.unsigned = 0
        self.silent = 0
        self.obstacles = 0  # without an answer
        self.without_measures = 0
        self.without_limit = 0
        self.faulty = 0
        self.is_week_begun = rules.work_days.first_of_week(self.today) == self.today
        self._monday = self.today - timedelta(days=self.today.weekday())
        self._is_last_of_week = rules.work_days.last_of_week(self.today) == self.today
        self._named_until = self._last_weekly_round_up()

    def add(self, item: Item) -> None:
        """Count one item, and keep it if somebody may need to hear of it."""
        if item.status is ItemStatus.CANCELLED:
            return
        self.faulty += bool(item.faults)
        if not item.is_sensitive:
            self.statuses[item.status] += 1
            if is_highlight(item):
                self.highlights[item.status is ItemStatus.CLOSED] += 1
                self.summed_up += is_summed_up(item)
            if has_amounts(item):
                self.amounts += of_item(item)
        if item.verdicts:
            count_verdicts(item, self.verdicts)
        if item.status in OPEN:
            self._add_open(item)
        elif self._was_closed_this_week(item):
            self.closed_this_week.append(line_of(item, self.rules, self.now))

    def note_recheck(self, item: Item) -> None:
        """Keep a closed item that is to be looked at again; it is in no count of what is in hand."""
        self.rechecks.append(line_of(item, self.rules, self.now))

    def note_request(self, asked: DecisionRequest, item: Item) -> None:
        """Keep a request that somebody has to decide; its item is counted like any other."""
        self.asked.append((asked, item))

    def named_requests(self) -> Iterator[tuple[DecisionRequest, Item]]:
        """Those whose deciders hear of them today."""
        return ((asked, item) for asked, item in self.asked if self._speaks_of(item))

    def asked_for(self, kind: RequestKind) -> int:
        """How many requests of the kind nobody has decided."""
        return sum(asked.kind is kind for asked, _ in self.asked)

    def _add_open(self, item: Item) -> None:
        line = line_of(item, self.rules, self.now)
        unit = self.units.setdefault(item.unit, UnitCensus())
        unit.count(line)
        if line.pace is not None and not item.is_sensitive:
            self.halves[line.pace.done >= HALF] += 1
        unit.by_quarter_end += not item.is_sensitive and self.is_by_quarter_end(line)
        self.unsigned += item.status is ItemStatus.ASSIGNED
        self.obstacles += item.obstacle is not None and item.obstacle.answered_at is None
        self.silent += bool(self.rules.kind(item.kind).silent_after) and is_silent(item, self.rules, self.now)
        if lacks_measures(item, self.rules):
            self.without_measures += 1
            if not item.is_sensitive:
                unit.without_measures.append(item.number)
        self.without_limit += due_on(item) is None and not item.is_endless
        if self._speaks_of(item):
            self._name(line, unit)

    def _name(self, line: Line, unit: UnitCensus) -> None:
        """Keep an open item for those who may need to hear of it today."""
        item = line.item
        if line.light is Light.WAITING and item.checked_at is None:
            self.waiting.append(line)
        elif line.light is Light.LATE:
            self._note_chases(line, unit)
        if self._is_escalated(line):
            self.escalated.append(line)
        if is_rung_day(item, self.rules, self.today):
            self.rungs.add(item.number)
        if self._is_worth_naming(line):
            unit.lines.append(line)
            self._owned.setdefault(item.owner, []).append(line)

    def _is_escalated(self, line: Line) -> bool:
        """Whether the director answers for it: chased to the last, or an obstacle that nobody answered."""
        if answer_overdue(line.item, self.rules, self.today):
            return True
        return line.light is Light.LATE and is_escalated(self._chased(line.item), self.rules, line.item.kind)

    def _note_chases(self, line: Line, unit: UnitCensus) -> None:
        """Today's 催办, else the newest one before."""
        chases = (each for each in appointments(line.item, self.rules) if each.rung is Rung.CHASE)
        chase = max((each for each in chases if each.moment.date() <= self.today), key=_moment_of, default=None)
        if chase is not None:
            unit.chases.append((chase, line.item))

    def _is_worth_naming(self, line: Line) -> bool:
        return (
            line.light is not Light.NORMAL
            or line.item.returned_at is not None
            or (self.holiday is not None and self.is_this_week(line))
            or line.item.number in self.rungs
        )

    def of(self, unit: str) -> UnitCensus:
        """The unit's part; an empty one for a unit without open items."""
        return self.units.get(unit) or UnitCensus()

    def owned_by(self, name: str) -> list[Line]:
        """What is worth naming of the items that bear this owner's name."""
        return self._owned.get(name, [])

    def is_this_week(self, line: Line) -> bool:
        """Whether the limit lies between today and Sunday."""
        return line.due_on is not None and self.today <= line.due_on <= self._monday + timedelta(days=_SUNDAY)

    def is_by_quarter_end(self, line: Line) -> bool:
        """Whether the limit lies between today and the quarter's end."""
        return line.due_on is not None and self.today <= line.due_on <= quarter_end(self.today)

    def _was_closed_this_week(self, item: Item) -> bool:
        """Since the last round-up, that is: what was closed on a Friday after the digest is named a week later."""
        if not self._is_last_of_week or item.closed_at is None or item.is_sensitive:
            return False
        return item.closed_at >= self._named_until

    def _last_weekly_round_up(self) -> datetime:
        """The digest of the week before on its last work day; in a week without one nobody closed anything."""
        sunday = self._monday - timedelta(days=1)
        day = self.rules.work_days.last_of_week(sunday) or self._monday
        return datetime.combine(day, self.rules.digest_at, self.rules.timezone)

    def forget(self) -> Iterator[None]:
        """Let go of everything unit by unit: dropping a hundred thousand lines at once would hold everybody up."""
        for lines in (self.waiting, self.rechecks, self.closed_this_week, self.escalated):
            lines.clear()
        self.asked.clear()
        self._owned.clear()
        while self.units:
            self.units.popitem()
            yield

    def tally_of(self, unit: str) -> Tally:
        """The unit's counts as everybody reads them: without the sensitive items, which are counted apart."""
        return tally_of(self.of(unit).lights)

    def secret_in(self, units: Iterable[str]) -> int:
        """How many sensitive items of these units are in hand."""
        return sum(self.of(unit).secret_lights.total() for unit in units)

    def tally(self) -> Tally:
        """The bureau's counts as everybody reads them."""
        return tally_of(sum((census.lights for census in self.units.values()), Counter()))

    @property
    def awaiting(self) -> int:
        """How many items await approval, the sensitive ones included."""
        return sum((each.lights + each.secret_lights)[Light.WAITING] for each in self.units.values())


def _moment_of(appointment: Appointment) -> datetime:
    return appointment.moment


def quarter_end(day: date) -> date:
    """The last day of the day's quarter."""
    after = day.month - (day.month - 1) % QUARTER_MONTHS + QUARTER_MONTHS  # the month after the quarter, 13 at most
    first = date(day.year + 1, 1, 1) if after > 12 else date(day.year, after, 1)  # noqa: PLR2004 - months of a year
    return first - timedelta(days=1)
