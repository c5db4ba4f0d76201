"""The players of a rehearsal: everybody of the sample bureau, their groups, and a stranger."""

from domain.roster import Role
from playground.demo.sample.bureau import SampleBureau
from playground.telegram.group import Group
from playground.telegram.player import Player
from playground.telegram.server import Playground

#: Telegram ids of those whom the roster does not know by one.
FIRST_UNLISTED = 790_001


class SamplePlayers:
    """Adds the bureau's people and groups to the playground; the bot is in none of the groups yet."""

    def __init__(self, playground: Playground, bureau: SampleBureau) -> None:
        self.bureau = bureau
        self._people: dict[str, Player] = {}
        for number, person in enumerate(bureau.people):
            self._people[person.name] = playground.person(person.telegram_id or FIRST_UNLISTED + number, person.name)
        self.stranger = playground.person(FIRST_UNLISTED + len(bureau.people), "路人")
        self.newcomer = playground.person(FIRST_UNLISTED + len(bureau.people) + 1, "金某")
        self._groups = {
            group.unit: playground.group(group.title, *self._members(group.unit), chat_id=group.chat_id, has_bot=False)
            for group in (*bureau.groups, bureau.bureau_group)
        }

    def __getitem__(self, name: str) -> Player:
        """Somebody of the bureau."""
        return self._people[name]

    @property
    def units(self) -> tuple[str, ...]:
        """The units in the office's order."""
        return tuple(group.unit for group in self.bureau.groups)

    @property
    def everybody(self) -> Group:
        """The bureau's own group."""
        return self._groups[""]

    def group(self, unit: str) -> Group:
        """The unit's group."""
        return self._groups[unit]

    def head(self, unit: str) -> Player:
        """Who leads the unit."""
        return self[self.bureau.head(unit).name]

    def number(self, title: str) -> int:
        """The number of the item that bears these words in its title."""
        (found,) = (item.number for item in self.bureau.items if title in item.title)
        return found

    def _members(self, unit: str) -> list[Player]:
        """A unit's people and those who oversee it; for the bureau's group, everybody."""
        people = self.bureau.people
        inside = [person for person in people if unit in {"", person.unit}]
        leaders = [person for person in people if person.role is Role.DEPUTY and unit in person.oversees]
        return [self[person.name] for person in (*inside, *leaders)]
