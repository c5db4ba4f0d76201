"""Which person of the roster a row speaks of: a row is one post (岗位), and one Telegram ID is one person."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from domain.imports.findings import Place, Reason, Refusal
from domain.imports.sheet import PersonRow, RosterSheet
from domain.roster import Person, Roster

_ALIKE = 0.5
_LONG_NAME = 3


class PersonClaim(Struct):
    """A row that may become a person, as it is written, and whom of the roster it was matched with."""

    place: Place
    row: PersonRow
    sheet: RosterSheet
    written: Person
    has_left: bool | None  # ``None``: the row does not say
    known: Person | None = None


Question = Callable[[PersonClaim, Person], bool]


def match_people(claims: Sequence[PersonClaim], present: Iterable[Person], former: Iterable[Person]) -> None:
    """Gives every claim its person, where the roster has one."""
    _Matching(claims, tuple(present), tuple(former)).run()


class _Matching:
    """The rounds of one matching, and who is taken."""

    def __init__(self, claims: Sequence[PersonClaim], present: Sequence[Person], former: Sequence[Person]) -> None:
        self._claims, self._present, self._former = claims, present, former
        self._taken: set[int] = set()
        self._rows = Counter(claim.written.name for claim in claims)
        self._people = Counter(person.name for person in present)

    def run(self) -> None:
        named, left = _by_name(self._present), _by_name(self._former)
        for question in (_same_post,):
            self._ask(question, named)
            self._ask(question, left)
        for question in (_same_id_and_role, _same_id, _same_unit, self._is_alone):
            self._ask(question, named)
        self._ask_ids()
        for question in (_same_id_and_role, _same_unit):
            self._ask(question, left)

    def _ask(self, question: Question, candidates: dict[str, list[Person]]) -> None:
        for claim in self._claims:
            self._match(claim, question, candidates.get(claim.written.name, ()))

    def _ask_ids(self) -> None:
        by_id: dict[int | None, list[Person]] = defaultdict(list)
        for person in self._present:
            by_id[person.telegram_id].append(person)
        for claim in self._claims:
            if claim.written.telegram_id:
                self._match(claim, self._is_misspelt, by_id.get(claim.written.telegram_id, ()))

    def _match(self, claim: PersonClaim, question: Question, candidates: Iterable[Person]) -> None:
        for person in candidates if claim.known is None else ():
            if person.number not in self._taken and question(claim, person):
                claim.known = person
                self._taken.add(person.number)
                return

    def _is_alone(self, claim: PersonClaim, person: Person) -> bool:
        name = person.name
        return self._people[name] == 1 and self._rows[name] == 1 and not _has_another_id(claim, person)

    def _is_misspelt(self, claim: PersonClaim, person: Person) -> bool:
        """One post, one account, nearly one name, and the roster's own is nowhere in the workbook."""
        written = claim.written
        is_new = not self._rows[person.name] and not self._people[written.name]
        is_same_post = written.unit == person.unit or written.role == person.role
        return is_new and is_same_post and _is_alike(written.name, person.name)


def _by_name(people: Iterable[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        found[person.name].append(person)
    return found


def _same_post(claim: PersonClaim, person: Person) -> bool:
    return claim.written.unit == person.unit and claim.written.role == person.role


def _same_id(claim: PersonClaim, person: Person) -> bool:
    return claim.written.telegram_id is not None and claim.written.telegram_id == person.telegram_id


def _same_id_and_role(claim: PersonClaim, person: Person) -> bool:
    return _same_id(claim, person) and claim.written.role == person.role


def _same_unit(claim: PersonClaim, person: Person) -> bool:
    return claim.written.unit == person.unit


def _has_another_id(claim: PersonClaim, person: Person) -> bool:
    return None not in {claim.written.telegram_id, person.telegram_id} and not _same_id(claim, person)


def _is_alike(one: str, other: str) -> bool:
    """The family name is the same, or most of a longer name."""
    is_long = min(len(one), len(other)) >= _LONG_NAME
    return one[:1] == other[:1] or (is_long and SequenceMatcher(None, one, other).ratio() > _ALIKE)


Planned = tuple[PersonClaim, Person]


def refuse_shared(planned: Sequence[Planned], roster: Roster) -> tuple[list[Planned], list[Refusal]]:
    """The rows that may be taken, and refusals of those that would give somebody's ID to another name."""
    kept, refused = list(planned), list[Refusal]()
    while clashes := _clashes(kept, roster):  # a row that is refused leaves its person's ID as it was
        refused += clashes.values()
        kept = [each for index, each in enumerate(kept) if index not in clashes]
    return kept, refused


def _clashes(planned: Sequence[Planned], roster: Roster) -> dict[int, Refusal]:
    """The rows that bring in an ID which somebody else has, or an earlier row brought in, by their index."""
    touched = {claim.known.number for claim, _ in planned if claim.known}
    standing = [person for person in roster.people if person.number not in touched]
    standing += [after for claim, after in planned if not _brings_in(claim, after)]
    holders = {person.telegram_id: person.name for person in standing if _holds(person)}
    clashes: dict[int, Refusal] = {}
    for index, (claim, after) in enumerate(planned):
        if _brings_in(claim, after) and _holds(after):
            holder = holders.setdefault(after.telegram_id, after.name)
            if holder != after.name:
                clashes[index] = _refusal(claim, after, holder)
    return clashes


def _holds(person: Person) -> bool:
    return person.telegram_id is not None and person.left_at is None


def _brings_in(claim: PersonClaim, after: Person) -> bool:
    """Whether the row makes this name hold this ID; what the roster has already is not the row's doing."""
    known = claim.known
    held = (known.name, known.telegram_id, _holds(known)) if known else None
    return held != (after.name, after.telegram_id, _holds(after))


def _refusal(claim: PersonClaim, after: Person, holder: str) -> Refusal:
    return Refusal(
        place=claim.place,
        reason=Reason.TELEGRAM_ID_TAKEN,
        heading=claim.sheet.headings.get("telegram_id", ""),
        cell=str(after.telegram_id),
        known=(holder, after.name),
    )
