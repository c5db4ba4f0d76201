"""Who receives what the clock says: groups and private chats of each unit, and how pages are posted to them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from domain.appointments import people_of
from domain.item import Item
from domain.letter import Letter, Page, Urgency
from domain.roster import Chat, Person, Roster, is_reachable, office_of
from domain.views import Audience
from store.ledger import Transaction


class Recipient(Struct, frozen=True):
    """One chat. ``key`` stays the same when a group moves (the group's row) and however many roles a person has."""

    key: str
    chat_id: int
    thread_id: int | None = None
    since: datetime | None = None  # what was due before is not made up for; None: reached ever


def of_chat(chat: Chat) -> Recipient:
    """A bound group or topic."""
    return Recipient(f"chat:{chat.number}", chat.chat_id, chat.thread_id, chat.bound_at)


def of_people(people: tuple[Person, ...]) -> tuple[Recipient, ...]:
    """The private chats of those who can be reached, each once."""
    ids = dict.fromkeys(person.telegram_id for person in people if is_reachable(person))
    return tuple(Recipient(f"person:{number}", number) for number in ids if number is not None)


def groups_of(unit: str, roster: Roster, *, probes: bool = False) -> tuple[Recipient, ...]:
    """The unit's groups in use; ``""`` asks for the bureau's. ``probes`` adds those where the bot is muted."""
    chats = roster.chats_of(unit)
    return tuple(of_chat(chat) for chat in chats if chat.silent_since is None or (probes and chat.is_muted))


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
    """The chats in which the audience hears of the item."""
    if audience is Audience.UNIT:
        return unit_recipients(item, roster)
    return of_people(people_of(audience, item, roster))


#: Who the journal says did it (时钟).
CLOCK = "clock"
#: Looking at so many items takes about a millisecond, after which others get their turn.
SLICE = 20
#: Keys that begin so are asked for on their own day only; those of an item as long as it is open.
DIGEST = "digest"
#: What a notice about the post carries among its told keys, so that its own misfortune is left at that.
NOTICE = "post|"
OF_THE_DAY = timedelta(days=7)


def post_pages(
    tx: Transaction, recipient: Recipient, pages: Iterable[Page], keys: Iterable[str], now: datetime, urgency: Urgency
) -> int:
    """Queue the pages for the recipient, remember the keys as told; returns how many letters that made.

    The morning's messages come silently: thirty groups of a leader must not ring at breakfast.
    """
    told = tuple(dict.fromkeys(keys))
    posted = 0
    for page in pages:
        letter = Letter(
            chat_id=recipient.chat_id,
            thread_id=recipient.thread_id,
            html=page.html,
            rows=page.rows,
            about=page.about,
            urgency=urgency,
            silent=urgency is Urgency.DIGEST,
            queued_at=now,
            told=() if posted else told,
        )
        tx.queue(letter)
        posted += 1
    for key in told:
        tx.tell(key, now, until=now + OF_THE_DAY if key.startswith(DIGEST) else None)
    return posted
