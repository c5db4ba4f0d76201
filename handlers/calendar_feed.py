"""日历订阅 (``/calendar``): a secret link to one's own calendar, or a unit's, and the feed behind it.

The feed is made in a thread of one moment of the ledger. Without a server to read it from, it is sent as a file.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from hashlib import sha256
from secrets import token_urlsafe
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from domain.actions import Action
from domain.calendar_feed import AHEAD, events_of, is_owners, is_shown, is_units
from domain.calendar_links import MOST, CalendarLink, may_have_unit, reader_of, same_calendar
from domain.errors import ButtonTooOld, UnitOutOfReach, UnitUnknown
from domain.invitations import digest_of
from domain.limits import local_day
from domain.outline import Outlined
from domain.roster import Person
from domain.rules import Rules
from domain.text_forms import meant_of
from handlers.lists import require_private
from handlers.replies import answer, show
from handlers.request import Request
from handlers.serving import Handle
from handlers.written_files import Written, send_file
from reports.saving import draft_of
from store.journal.disk import make_folder
from store.reading import Reading
from store.transaction import Transaction
from texts.calendar import render_ended, render_link, say_below_file, say_calendar, say_event, say_file

#: Bytes of chance in a link.
_SECRET = 24


class Feed(Struct, frozen=True):
    """A calendar as it is sent. The ``etag`` is the same as long as the content is."""

    content: bytes
    etag: str
    count: int


class Holder(NamedTuple):
    """Whose rights a link has, and the unit that its calendar is of; "": the person's own."""

    reader: Person
    unit: str


def holder_of(ledger: Reading, rules: Rules, token: str, now: datetime) -> Holder | None:
    """Of a link; ``None`` where it does nothing, be it forged, ended or of somebody who has left."""
    link = ledger.calendar_link_of(digest_of(token))
    reader = reader_of(link, ledger.roster_at(now, rules.timezone))
    return None if link is None or reader is None else Holder(reader, link.unit)


async def feed_of(ledger: Reading, rules: Rules, holder: Holder, now: datetime) -> Feed:
    """The holder's feed as of now."""
    return await asyncio.to_thread(work_of(ledger, rules, holder.reader, holder.unit, now))


def host_of(rules: Rules) -> str:
    """What the ids of this bureau's events end in, whoever writes them and wherever."""
    return f"{sha256(rules.office_name.encode()).hexdigest()[:12]}.duban"


def work_of(ledger: Reading, rules: Rules, reader: Person, unit: str, now: datetime) -> Callable[[], Feed]:
    """Work for a thread: it knows one moment of the ledger, and nothing that changes."""
    moment, roster, today = ledger.moment(), ledger.roster_at(now, rules.timezone), local_day(now, rules)
    rechecks = [item.number for item in ledger.observed(today, today + AHEAD)]

    def is_wanted(item: Outlined) -> bool:
        return is_units(unit, item) if unit else is_owners(reader, item, roster)

    def work() -> Feed:
        from reports.calendar import write_calendar  # noqa: PLC0415 - costs 9 MB, and few ask for a calendar

        found = {item.number for item in moment.outlines() if is_shown(item) and is_wanted(item)}
        later = (item for item in moment.items(rechecks) if is_wanted(item))
        items = {item.number: item for item in (*moment.items(sorted(found)), *later)}
        events = list(events_of(items.values(), rules, now))
        name = say_calendar(unit or reader.name, rules)
        content = write_calendar(name, host_of(rules), events, rules.timezone, partial(say_event, rules=rules))
        return Feed(content, f'"{sha256(content).hexdigest()[:32]}"', len(events))

    return work


async def prepare_calendar(request: Request) -> Handle:
    """``/calendar``: a link where a server has the feed; else, and for [下载日历文件], the calendar as a file."""
    speaker = request.known()
    require_private(request, Action.CALENDAR)
    unit = _unit_meant(request, speaker)
    if request.office.board and request.press is None:
        return partial(_hand_out, speaker=speaker, unit=unit)
    work = work_of(request.ledger, request.rules, speaker, unit, request.now)
    feed = await asyncio.to_thread(work)
    name = f"calendar-{request.update_id}.ics"
    await asyncio.to_thread(_write, request, name, feed.content)
    return partial(send_file, Written(name, say_file(unit or speaker.name), say_below_file(feed.count)))


def _write(request: Request, name: str, content: bytes) -> None:
    make_folder(request.ledger.spool)
    with draft_of(request.ledger.spool / name) as draft:
        draft.write_bytes(content)


def _unit_meant(request: Request, speaker: Person) -> str:
    """The unit that the words name, or that the pressed link is of; "" for the speaker's own calendar."""
    if request.press is not None and request.press.action is Action.CALENDAR_FILE:
        return _own_link(request).unit
    words = request.said.words.strip() if request.said.command == "calendar" else ""
    if not words:
        return ""
    names = tuple(unit.name for unit in request.roster.units)
    unit = meant_of(words, names)
    if not unit:
        raise UnitUnknown(words, names)
    if not may_have_unit(speaker, unit, request.roster):
        raise UnitOutOfReach(unit)
    return unit


def _own_link(request: Request) -> CalendarLink:
    """The link of the pressed button; nobody presses another's."""
    link = request.ledger.calendar_link(request.pressed().item)
    if link is None or link.account != request.telegram_id or reader_of(link, request.roster) is None:
        raise ButtonTooOld
    return link


def _hand_out(request: Request, tx: Transaction, speaker: Person, unit: str) -> None:
    """A new link; it is shown once. Of too many the oldest ends."""
    token = token_urlsafe(_SECRET)
    made = CalendarLink(
        token=digest_of(token), account=request.telegram_id, name=speaker.name, unit=unit, made_at=request.now
    )
    older = same_calendar(request.ledger.calendar_links(), request.telegram_id, unit)
    for link in older[: max(0, len(older) - MOST + 1)]:
        tx.save_calendar_link(replace(link, ended_at=request.now))
    link = tx.save_calendar_link(made)
    answer(request, tx, render_link(link, address_of(request.office.board, token), min(len(older), MOST - 1)))


def address_of(board: str, token: str) -> str:
    """Where a calendar client reads the feed."""
    return f"{board}/calendar/{token}.ics"


def press_end(request: Request, tx: Transaction) -> None:
    """停用旧链接: the pressed link stays, those before it end."""
    kept = _own_link(request)
    older = [
        link
        for link in same_calendar(request.ledger.calendar_links(), kept.account, kept.unit)
        if link.number < kept.number
    ]
    for link in older:
        tx.save_calendar_link(replace(link, ended_at=request.now))
    show(request, tx, render_ended(len(older)))
