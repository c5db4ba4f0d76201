"""Who receives what the clock says: groups and private chats of each unit, and how pages are posted to them."""

from datetime import timedelta

from domain.chasing import people_of
from domain.item import Item
from domain.partners import partner_recipients
from domain.requests import DecisionRequest, above, deciders
from domain.roster import Recipient, Roster, of_people, unit_recipients
from domain.views import Audience


def recipients_of(audience: Audience, item: Item, roster: Roster) -> tuple[Recipient, ...]:
    """The chats in which the audience hears of the item; an owner whom the bot can't reach, with the unit."""
    if audience is Audience.UNIT:
        return unit_recipients(item, roster)
    if audience is Audience.PARTNER:
        return partner_recipients(item, roster)
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
#: Looking at so many items takes less than a millisecond, or a few where all are due; then others get their turn.
SLICE = 5
#: Keys that begin so are asked for on their own day only; those of an item as long as it is open.
DIGEST = "digest"
#: What a notice about the post carries among its told keys, so that its own misfortune is left at that.
NOTICE = "post|"
OF_THE_DAY = timedelta(days=7)
