"""Tells units at once of what was assigned to them, so that the clock need not: one message a chat, asking for 签收."""

from collections.abc import Container

from msgspec import Struct

from domain.appointments import appointments
from domain.item import Item
from domain.letter import Page, notice
from domain.partners import partner_recipients
from domain.roster import Recipient, of_people, unit_recipients
from domain.views import AlertItem, Rung, as_shown, line_of
from handlers.request import Request
from store.transaction import Transaction
from texts.alerts import render_alert
from texts.pages import stack
from texts.partners import render_partner_assignments

#: What an announcement says as well: that the limit was set.
SAID = frozenset({Rung.SIGN, Rung.SET})


class _Told(Struct):
    """What one chat is told of."""

    recipient: Recipient
    items: list[Item]


def announce(request: Request, tx: Transaction, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """To each unit's groups, else to heads and owners. The clock's own message of it counts as told.

    Returns the items of which nobody but the speaker, or the office, could be told.
    """
    told: dict[str, _Told] = {}
    unheard: list[Item] = []
    for item in items:
        recipients = _recipients(request, item)
        if all(request.roster.who(each.chat_id) in request.roster.office for each in recipients):
            unheard.append(item)
        for recipient in recipients:
            told.setdefault(recipient.key, _Told(recipient, [])).items.append(item)
        settle_signing(request, tx, item)
        _tell_partners(request, tx, item)
    for each in told.values():
        _write(request, tx, each)
    return tuple(unheard)


def _tell_partners(request: Request, tx: Transaction, item: Item) -> None:
    """The cooperating units hear of it now; the clock's own message of it counts as told."""
    page = render_partner_assignments((item,), request.rules, request.now)
    due = [each for each in appointments(item, request.rules) if each.rung is Rung.COOPERATE]
    for recipient in partner_recipients(item, request.roster):
        _post(request, tx, recipient, page)
        for each in due:
            tx.tell(each.key(recipient.key), request.now)


def is_announced(request: Request, item: Item) -> bool:
    """Whether anybody was told of the assignment."""
    chats = unit_recipients(item, request.roster)
    signs = [each for each in appointments(item, request.rules) if each.rung is Rung.SIGN]
    return any(request.ledger.told(key) for each in signs for chat in chats for key in each.keys(chat.key))


def _recipients(request: Request, item: Item) -> tuple[Recipient, ...]:
    """Who is to sign: the unit as the clock would tell it, the owner where it has no group; never the speaker."""
    found = unit_recipients(item, request.roster)
    if all(recipient.chat_id > 0 for recipient in found):
        owner = request.roster.named(item.owner, item.unit)
        found = tuple(dict.fromkeys((*found, *(of_people((owner,)) if owner else ()))))
    return tuple(recipient for recipient in found if recipient.chat_id != request.telegram_id)


def settle_signing(request: Request, tx: Transaction, item: Item, rungs: Container[Rung] = SAID) -> None:
    """What the clock would say of it was said."""
    for each in appointments(item, request.rules):
        if each.rung in rungs:
            for recipient in unit_recipients(item, request.roster):
                tx.tell(each.key(recipient.key), request.now)


def _write(request: Request, tx: Transaction, told: _Told) -> None:
    setting = request.setting
    units: dict[str, list[AlertItem]] = {}
    for item in told.items:
        shown = as_shown(item, is_private=told.recipient.chat_id > 0)
        line = line_of(shown, request.rules, request.now)
        units.setdefault(item.unit, []).append(AlertItem(line, Rung.SIGN, to_sign=True))
    pages: list[Page] = []
    for unit, some in units.items():
        pages += render_alert(unit, tuple(some), setting)
    for page in stack(pages):
        _post(request, tx, told.recipient, page)


def _post(request: Request, tx: Transaction, recipient: Recipient, page: Page) -> None:
    tx.queue(notice(page, recipient.chat_id, recipient.thread_id, request.now, asker=request.asker))
