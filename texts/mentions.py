"""Calls people by name so that their telephones ring. Telegram rings for at most five mentions of a message."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from domain.item import Item
from domain.roster import Person, Roster
from texts.plain import shorten

NOTIFIED = 5
SHOWN = 15
NAME_LIMIT = 24


def name_of(person: Person) -> str:
    """The name as shown."""
    return shorten(person.name, NAME_LIMIT)


def mention(person: Person) -> Markup:
    """@丙某 as a link that notifies; a plain name for somebody whose Telegram id is not known."""
    if person.telegram_id is None:
        return Markup("{}").format(name_of(person))
    return Markup('<a href="tg://user?id={}">@{}</a>').format(person.telegram_id, name_of(person))


def call(people: Iterable[Person], heads: Sequence[Person] = ()) -> Markup:
    """The names, the first five so that they notify; with more than five, the unit's heads come first.

    Of very many the last are counted.
    """
    wanted = _once(people)
    if len(wanted) > NOTIFIED:
        wanted = _once([*heads, *wanted])
    loud = [person for person in wanted if person.telegram_id is not None][:NOTIFIED]
    shown = [mention(person) if person in loud else Markup("{}").format(name_of(person)) for person in wanted[:SHOWN]]
    return Markup(" ").join(shown) + (f" 等{len(wanted)}人" if len(wanted) > SHOWN else "")


def owners_of(item: Item, roster: Roster) -> tuple[Person, ...]:
    """Whom an alert of the item calls: its owner; the unit's heads where the roster does not know the owner."""
    owner = roster.named(item.owner, item.unit)
    return (owner,) if owner else roster.heads(item.unit)


def _once(people: Iterable[Person]) -> list[Person]:
    """The people in order, nobody twice."""
    return list({(person.number, person.name, person.unit): person for person in people}.values())
