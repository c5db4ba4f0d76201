"""Who reads a copy of a 催办 (抄送、抄报): decided here once, for the letters and for what the group reads of them."""

from collections.abc import Collection

from domain.item import Item
from domain.ladder import Occasion, count_of, is_escalated
from domain.rights import approvers, is_reachable, office_of
from domain.roster import Person, Role, Roster
from domain.rules import Rules
from domain.views import Audience, Rung


def copied(chase: Occasion, told: Collection[str], item: Item, rules: Rules, roster: Roster) -> frozenset[Audience]:
    """Whom a copy reaches: the office always, the deputy leader of the first 催办, the director of the last.

    ``told`` are the names of the item's 催办 that were told. Nobody is named who can't be reached. Escalation never
    falls: once the director has heard of an item, they hear of each further 催办, as after a 退回.
    """
    if chase.rung is not Rung.CHASE:
        return frozenset()
    copies = [Audience.OFFICE]
    if chase.step == 1 or count_of(chase, told) == 1:
        copies.append(Audience.DEPUTY)
    if is_escalated({*told, chase.name}, rules):
        copies.append(Audience.DIRECTOR)
    return frozenset(each for each in copies if any(map(is_reachable, people_of(each, item, roster))))


def people_of(audience: Audience, item: Item, roster: Roster) -> tuple[Person, ...]:
    """The people of an audience; the unit's is its group, see ``jobs.readers``."""
    match audience:
        case Audience.DEPUTY:
            return roster.deputies(item.unit)
        case Audience.DIRECTOR:
            return roster.of_role(Role.DIRECTOR)
        case Audience.OFFICE:
            return office_of(roster)
        case Audience.APPROVER:
            return approvers(item, roster)
        case Audience.UNIT:
            return roster.heads(item.unit)
