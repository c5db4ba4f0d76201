"""The first words: ``/start``, ``/help``, ``/whoami``, and whatever the bot does not understand."""

from collections.abc import Mapping

from domain.errors import NotAPerson, UnknownPerson
from domain.press import Act
from handlers.binding import BIND_PAYLOAD, bind_by_link
from handlers.desk import Handle
from handlers.lists import (
    show_asleep,
    show_late,
    show_rechecks,
    show_today,
    show_unit,
    show_unsigned,
    show_waiting,
    show_week,
)
from handlers.mine import handle_mine
from handlers.reply import answer
from handlers.request import Request
from handlers.summary import show_summary
from store.transaction import Transaction
from texts.greeting import render_help, render_start, render_whoami
from texts.keyboard import DOORS

#: What a link into the private chat asks for: ``t.me/<bot>?start=mine``.
_DOORS: Mapping[str, Handle] = {
    DOORS[act]: handle
    for act, handle in (
        (Act.MINE, handle_mine),
        (Act.UNIT, show_unit),
        (Act.LATE, show_late),
        (Act.WAITING, show_waiting),
        (Act.UNSIGNED, show_unsigned),
        (Act.RECHECK, show_rechecks),
        (Act.ASLEEP, show_asleep),
        (Act.WEEK, show_week),
        (Act.TODAY, show_today),
        (Act.SUMMARY, show_summary),
    )
}


def handle_start(request: Request, tx: Transaction) -> None:
    """A welcome, or what the link that was tapped leads to."""
    payload = request.said.words
    if not request.is_private:
        (bind_by_link if payload.startswith(BIND_PAYLOAD) else handle_help)(request, tx)
    elif payload in _DOORS:
        _DOORS[payload](request, tx)
    else:
        answer(request, tx, render_start(request.known(), request.rules, request.office.bot))


def handle_help(request: Request, tx: Transaction) -> None:
    """What the bot understands; a stranger reads the one line that they get."""
    answer(request, tx, render_help(request.known(), request.rules, in_group=not request.is_private))


def handle_whoami(request: Request, tx: Transaction) -> None:
    """How the roster knows the speaker; the id by which a stranger can be put on it."""
    if request.is_nobody:
        raise NotAPerson
    answer(request, tx, render_whoami(request.speaker, request.rules, request.telegram_id))


def handle_talk(request: Request, tx: Transaction) -> None:
    """Words that are no command: what the bot does understand. In a group only somebody of the bureau is answered."""
    if request.speaker is None and request.is_private:
        raise UnknownPerson
    if request.speaker is not None:
        handle_help(request, tx)
