"""Which units (股室) an import adds: those of the roster's people first, then those only items name."""

from collections.abc import Iterable

from domain.roster import Person, Role, Roster, Unit

#: People whose unit is one that answers for items; a director's or an inspector's is no unit of the ledger.
_OF_UNITS = frozenset({Role.OFFICE, Role.HEAD, Role.STAFF})


_HEADING = (Role.HEAD, Role.OFFICE)


def units_of(people: Iterable[Person]) -> list[str]:
    """The units that people work in, each once, in their order."""
    return list(dict.fromkeys(person.unit for person in people if person.unit and person.role in _OF_UNITS))


def heads_of(people: Iterable[Person]) -> dict[str, str]:
    """Who heads each unit; the 办公室 is headed by the first of the office's people in it."""
    ranked = sorted(
        (p for p in people if p.role in _HEADING and p.unit), key=lambda person: _HEADING.index(person.role)
    )
    heads: dict[str, str] = {}
    for person in ranked:
        heads.setdefault(person.unit, person.name)
    return heads


def plan_units(roster: Roster, people: Iterable[Person], named: Iterable[str]) -> tuple[Unit, ...]:
    """The units to be added, placed behind those that the ledger has."""
    known = {unit.name for unit in roster.units}
    names = dict.fromkeys([*units_of(people), *named])
    last = max((unit.order for unit in roster.units), default=0)
    new = (name for name in names if name not in known)
    return tuple(Unit(name=name, order=last + place) for place, name in enumerate(new, 1))
