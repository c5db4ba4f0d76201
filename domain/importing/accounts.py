"""One Telegram ID, one person: judged by the roster as it is after the whole sheet.

So two people may exchange theirs, a successor may take one over from somebody who leaves, and a name be corrected, all
in one sheet. Two names that still share an ID afterwards are a mistake: the row that brought it in is refused.
"""

from collections.abc import Sequence

from domain.findings import Reason, Refusal
from domain.importing.posts import PersonClaim
from domain.roster import Person, Roster

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
