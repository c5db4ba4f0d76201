"""Rows that can't be read, or only in part: somebody wrote them with another program. They stay as they are."""

from collections.abc import Iterator

from domain.calendar_links import CalendarLink
from domain.coercion import Discrepancy, Spot
from domain.invitations import Invitation
from domain.item import Item, Misread
from domain.joining import Enrolment
from domain.ledger_year import ClosedYear
from domain.letter import Letter
from domain.muting import Mute
from domain.papers import Paper
from domain.pinned_board import Board
from domain.requests import DecisionRequest
from domain.roster import Chat, Person, Unit
from domain.rounds import Round
from domain.series import Series
from store import mail
from store.documents import CHATS, ITEMS, PEOPLE, UNITS, misread_of
from store.mail import Kept, Received, Settled, Spoken, ToldRow
from store.rows import (
    BOARDS,
    CALENDARS,
    DIALOGUES,
    DISCREPANCIES,
    ENROLMENTS,
    INBOX,
    INVITATIONS,
    MUTES,
    OUTBOX,
    PAPERS,
    PREVIEWS,
    REQUESTS,
    ROUNDS,
    SENT,
    SERIES,
    TOLD,
    YEARS,
    Tables,
)

_CORRESPONDENCE: dict[str, type[Kept]] = {
    INBOX: Received,
    OUTBOX: Letter,
    SENT: Settled,
    TOLD: ToldRow,
    DIALOGUES: Spoken,
    DISCREPANCIES: Discrepancy,
    REQUESTS: DecisionRequest,
    PREVIEWS: DecisionRequest,
    ENROLMENTS: Enrolment,
    PAPERS: Paper,
    YEARS: ClosedYear,
    SERIES: Series,
    ROUNDS: Round,
    INVITATIONS: Invitation,
    MUTES: Mute,
    BOARDS: Board,
    CALENDARS: CalendarLink,
}


def misread_rows(tables: Tables) -> Iterator[Spot]:
    """Each row that is not plain, and which of its fields. In any thread, on tables that nobody changes meanwhile."""
    for table in sorted(tables):
        for number, row in tables[table].items():
            found = _misread(table, row)
            if found:
                yield Spot(
                    table,
                    number,
                    tuple(fault.field for fault in found),
                    written=tuple(fault.written for fault in found),
                )


def _misread(table: str, row: bytes) -> tuple[Misread, ...]:
    if table == ITEMS:
        return misread_of(Item, row)
    if table == PEOPLE:
        return misread_of(Person, row)
    if table == UNITS:
        return misread_of(Unit, row)
    if table == CHATS:
        return misread_of(Chat, row)
    kind = _CORRESPONDENCE.get(table)
    return () if kind is None or mail.is_readable(kind, row) else (Misread("", ""),)
