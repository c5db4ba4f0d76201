"""挂账到期: a suspended item comes back on its day, and its unit and the office hear of it, in one transaction.

That it is told once needs no key of its own: once it is back, it is suspended no more.
"""

from datetime import datetime

from domain.amending import resume
from domain.item import Item
from domain.letter import Urgency
from domain.roster import of_people, office_of, unit_recipients
from domain.rules import Rules
from domain.setting import Setting
from domain.views import as_shown
from jobs.alerts import post_pages
from jobs.recipients import CLOCK
from store.ledger import Ledger
from texts.amending import CAME_BACK, render_came_back


def bring_back(ledger: Ledger, rules: Rules, item: Item, now: datetime) -> None:
    """The item is in hand again."""
    back = resume(item, "", now, rules, CAME_BACK)
    roster = ledger.roster_at(now, rules.timezone)
    readers = (*unit_recipients(back, roster), *of_people(office_of(roster)))
    recipients = {each.key: each for each in readers}.values()
    with ledger.transaction(at=now, by=CLOCK, did="resume") as tx:
        tx.save_item(back)
        for recipient in recipients:
            shown = as_shown(back, is_private=recipient.chat_id > 0)
            page = render_came_back(shown, Setting(rules, roster, now), is_office=_is_office(recipient.chat_id, ledger))
            post_pages(tx, recipient, (page,), (), now, Urgency.ALERT)


def _is_office(chat_id: int, ledger: Ledger) -> bool:
    person = ledger.roster.who(chat_id)
    return person is not None and ledger.roster.is_office(person)
