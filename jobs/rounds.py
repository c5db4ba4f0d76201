"""清单梳理: with the morning, units that have not returned are reminded, and the office hears once who has.

What was told stands in the round itself, saved with the letters: a kill leaves both or neither.
"""

from datetime import datetime

from domain.letter import notice
from domain.limits import local_day
from domain.roster import Roster, of_people, office_of
from domain.rounds import Round, Stage, concerned, missing, readers_in, stage_on, told
from domain.rules import Rules
from jobs.recipients import CLOCK
from store.ledger import Ledger, Transaction
from texts.rounds import render_ask, render_state


def remind_rounds(ledger: Ledger, rules: Rules, now: datetime) -> None:
    """Tell what is due of the newest round, once."""
    found = ledger.newest_round()
    stage = stage_on(found, local_day(now, rules), rules) if found is not None else None
    if found is None or stage is None:
        return
    roster = ledger.roster_at(now, rules.timezone)
    with ledger.transaction(at=now, by=CLOCK, did="round") as tx:
        tx.save_round(told(found, stage))
        if stage is Stage.AFTER:
            page = render_state(found, local_day(now, rules), found.units, may_prompt=True)
            for reader in of_people(office_of(roster)):
                tx.queue(notice(page, reader.chat_id, reader.thread_id, now))
        else:
            for unit in missing(found):
                _remind(ledger, tx, found, unit, stage, roster, rules, now)


def _remind(
    ledger: Ledger,
    tx: Transaction,
    found: Round,
    unit: str,
    stage: Stage,
    roster: Roster,
    rules: Rules,
    now: datetime,
) -> None:
    items = concerned(found.kind, ledger.each_open_in(unit), rules)
    number = roster.unit_number(unit)
    for reader in readers_in(unit, roster):
        is_private = reader.chat_id > 0
        shown = [item for item in items if is_private or not item.is_sensitive]
        page = render_ask(found, unit, number, shown, rules, local_day(now, rules), stage=stage, is_private=is_private)
        tx.queue(notice(page, reader.chat_id, reader.thread_id, now))
