"""Who receives what the clock says: groups and private chats of each unit, and how pages are posted to them."""

from datetime import timedelta

from domain.chasing import people_of
from domain.item import Item
from domain.requests import DecisionRequest, above, deciders
from domain.roster import Recipient, Roster, groups_of, of_people, office_of
from domain.views import Audience


def unit_recipients(item: Item, roster: Roster) -> tuple[Recipient, ...]:
    """Who hears what the item's unit is to hear: its groups.

    In place of a group that is missing the heads hear it privately; without heads the owner, without owner the office.
    Of a sensitive item, which never shows in a group, owner and heads hear.
    """
    groups = () if item.is_sensitive or not item.unit else groups_of(item.unit, roster)
    if groups:
        return groups
    owner = roster.named(item.owner, item.unit)
    owners = of_people((owner,)) if owner else ()
    heads = of_people(roster.heads(item.unit))
    if item.is_sensitive:
        heads = tuple(dict.fromkeys(owners + heads))
    return heads or owners or of_people(office_of(roster))


def recipients_of(audience: Audience, item: Item, roster: Roster) -> tuple[Recipient, ...]:
    """The chats in which the audience hears of the item; an owner whom the bot can't reach, with the unit."""
    if audience is Audience.UNIT:
        return unit_recipients(item, roster)
    found = of_people(people_of(audience, item, roster))
    return unit_recipients(item, roster) if audience is Audience.OWNER and not found else found


def recipients_of_request(
    audience: Audience, request: DecisionRequest, item: Item, roster: Roster
) -> tuple[Recipient, ...]:
    """The private chats of those who owe the answer, or of who is above them."""
    asked = deciders if audience is Audience.DECIDER else above
    return of_people(asked(request, item, roster))


#: Who the journal says did it (时钟).
CLOCK = "clock"
#: Looking at so many items takes about a millisecond, after which others get their turn.
SLICE = 20
#: Keys that begin so are asked for on their own day only; those of an item as long as it is open.
DIGEST = "digest"
#: What a notice about the post carries among its told keys, so that its own misfortune is left at that.
NOTICE = "post|"
OF_THE_DAY = timedelta(days=7)
